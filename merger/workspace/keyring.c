#include "merger/workspace/keyring.h"

#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/secret.h"
#include "kit/exchange/keyfile.h"

/* As it was before keyrings had a key for the index. */
static void
derive_index_key(struct keyring *keyring)
{
	struct secret_key seal;

	memcpy(seal.bytes, keyring->seal.secret, sizeof seal.bytes);
	crypto_derive(&keyring->index, &seal,
	    slice_str("recolte merger index 1"));
	keyring->derived = true;
	mem_wipe(&seal, sizeof seal);
}

void
keyring_new(struct keyring *out)
{
	memset(out, 0, sizeof *out);
	sign_pair_new(&out->sign);
	seal_pair_new(&out->seal);
	keyring_new_index(out);
}

void
keyring_new_index(struct keyring *keyring)
{
	crypto_random(keyring->index.bytes, KEY_BYTES);
	keyring->derived = keyring->has_next = false;
}

static const struct err *
save(struct json *secrets, const char *path, struct slice passphrase)
{
	struct buf bytes = BUF_INIT;
	const struct err *err = passphrase.len > 0 ?
	    keyfile_seal(&bytes, secrets, passphrase) :
	    keyfile_write_plain(&bytes, secrets);

	if (err == NULL)
		err = file_write(path, buf_slice(&bytes));
	buf_wipe(&bytes);
	keyfile_free(secrets);
	return err;
}

static void
put_sign_pair(struct json *secrets, const char *name,
    const struct sign_pair *pair)
{
	keyfile_put(secrets, name, pair->secret, sizeof pair->secret);
}

static struct json *
secrets_of(const struct keyring *keyring)
{
	struct json *secrets = json_new_object();

	keyfile_put(secrets, "study", keyring->study.bytes, HASH_BYTES);
	put_sign_pair(secrets, "sign", &keyring->sign);
	if (!keyring->closed)
		keyfile_put(secrets, "seal", keyring->seal.secret,
		    SEAL_SECRET_BYTES);
	keyfile_put(secrets, "seal_public", keyring->seal.public.bytes,
	    SEAL_PUBLIC_BYTES);
	if (!keyring->derived)
		keyfile_put(secrets, "index", keyring->index.bytes, KEY_BYTES);
	if (keyring->has_next)
		keyfile_put(secrets, "index_next", keyring->index_next.bytes,
		    KEY_BYTES);
	return secrets;
}

const struct err *
keyring_save(const struct keyring *keyring, const char *path,
    struct slice passphrase)
{
	return save(secrets_of(keyring), path, passphrase);
}

/* While one is replaced there are PATH.new, whole, and PATH.old. */
struct beside {
	struct buf fresh, old;
};

static void
beside_of(struct beside *out, const char *path)
{
	memset(out, 0, sizeof *out);
	buf_addf(&out->fresh, "%s.new", path);
	buf_addf(&out->old, "%s.old", path);
}

static void
beside_free(struct beside *beside)
{
	buf_free(&beside->fresh);
	buf_free(&beside->old);
}

/* The names must be on the disk before the old bytes are gone from it. */
static const struct err *
sync_folder_of(const char *path)
{
	struct buf folder = BUF_INIT;
	const struct err *err;

	file_folder(&folder, path);
	err = platform_sync_folder(buf_str(&folder));
	buf_free(&folder);
	return err;
}

const struct err *
keyring_replace(const struct keyring *keyring, const char *path,
    struct slice passphrase)
{
	struct beside beside;
	const char *fresh, *old;
	const struct err *err;

	beside_of(&beside, path);
	fresh = buf_str(&beside.fresh);
	old = buf_str(&beside.old);
	err = save(secrets_of(keyring), fresh, passphrase);
	if (err == NULL)
		err = platform_replace(path, old);
	if (err == NULL)
		err = platform_replace(fresh, path);
	if (err == NULL)
		err = sync_folder_of(path);
	if (err == NULL)
		err = file_shred(old);
	beside_free(&beside);
	return err_in(err, "keyring");
}

const struct err *
keyring_recover(const char *path)
{
	struct beside beside;
	const struct err *err = NULL;

	beside_of(&beside, path);
	if (!platform_exists(path) && platform_exists(buf_str(&beside.fresh)))
		err = platform_replace(buf_str(&beside.fresh), path);
	if (err == NULL && platform_exists(path)) {
		err = file_shred(buf_str(&beside.fresh));
		if (err == NULL)
			err = file_shred(buf_str(&beside.old));
	}
	beside_free(&beside);
	return err_in(err, "keyring");
}

bool
keyring_exists(const char *path)
{
	struct beside beside;
	bool there;

	beside_of(&beside, path);
	there = platform_exists(path) ||
	    platform_exists(buf_str(&beside.fresh));
	beside_free(&beside);
	return there;
}

const struct err *
keyring_save_root(const struct sign_pair *root, const char *path,
    struct slice passphrase)
{
	struct json *secrets = json_new_object();

	put_sign_pair(secrets, "root", root);
	return save(secrets, path, passphrase);
}

static bool
take_keys(struct keyring *out, const struct json *secrets)
{
	if (!keyfile_get(secrets, "study", out->study.bytes, HASH_BYTES) ||
	    !keyfile_get(secrets, "sign", out->sign.secret,
	    SIGN_SECRET_BYTES) ||
	    !keyfile_get(secrets, "seal_public", out->seal.public.bytes,
	    SEAL_PUBLIC_BYTES))
		return false;
	/* An Ed25519 secret key of libsodium ends with its public half. */
	memcpy(out->sign.public.bytes, out->sign.secret + 32,
	    SIGN_PUBLIC_BYTES);
	out->closed = !keyfile_get(secrets, "seal", out->seal.secret,
	    SEAL_SECRET_BYTES);
	out->has_next = keyfile_get(secrets, "index_next",
	    out->index_next.bytes, KEY_BYTES);
	if (keyfile_get(secrets, "index", out->index.bytes, KEY_BYTES))
		return true;
	if (out->closed)
		return false;
	derive_index_key(out);
	return true;
}

static const struct err *
read_keyfile(struct buf *out, const char *path)
{
	return err_in(err_named(file_read(out, path, KEYFILE_BYTES_MAX)),
	    "keyring");
}

/* How a sealed one begins: see keyfile.h. */
static const char sealed_magic[] = "\211RCK\r\n\032\n";

const struct err *
keyring_is_plain(bool *plain, const char *path)
{
	struct buf bytes = BUF_INIT;
	const struct err *err = read_keyfile(&bytes, path);

	*plain = err == NULL && keyfile_is_plain(buf_slice(&bytes));
	/* Before anybody is asked for a passphrase. */
	if (err == NULL && !*plain && (bytes.len < sizeof sealed_magic - 1 ||
	    memcmp(bytes.data, sealed_magic, sizeof sealed_magic - 1) != 0))
		err = err_new(ERR_FORMAT, "keyring %s: this is no keyring",
		    path);
	buf_wipe(&bytes);
	return err;
}

static const struct err *
open_secrets(struct json **out, const char *path, struct slice passphrase)
{
	struct buf bytes = BUF_INIT;
	const struct err *err = read_keyfile(&bytes, path);

	*out = NULL;
	if (err == NULL)
		err = err_in(keyfile_open(out, buf_slice(&bytes), passphrase),
		    "keyring %s", path);
	buf_wipe(&bytes);
	return err;
}

const struct err *
keyring_load(struct keyring *out, const char *path, struct slice passphrase)
{
	struct json *secrets;
	const struct err *err = open_secrets(&secrets, path, passphrase);

	memset(out, 0, sizeof *out);
	if (err == NULL && !take_keys(out, secrets))
		err = err_new(ERR_FORMAT, "keyring %s: a key is missing", path);
	if (err != NULL)
		keyring_wipe(out);
	keyfile_free(secrets);
	return err;
}

const struct err *
keyring_passphrase(struct buf *out, const struct cli *cli)
{
	const struct err *err;

	if (cli_has(cli, "no-passphrase"))
		return NULL;
	err = secret_ask(out, cli, "keyring", true);
	if (err == NULL && out->len == 0)
		err = err_new(ERR_USAGE, "an empty passphrase protects "
		    "nothing (--no-passphrase if that is what you want)");
	return err;
}

/* ---- copies ---- */

static void
put_number(struct json *secrets, const char *name, uint64_t number)
{
	struct buf bytes = BUF_INIT;

	buf_add_u64(&bytes, number);
	keyfile_put(secrets, name, bytes.data, bytes.len);
	buf_free(&bytes);
}

/* 0 when it is not there. */
static uint64_t
get_number(const struct json *secrets, const char *name)
{
	uint8_t bytes[8] = { 0 };
	uint64_t number = 0;

	if (!keyfile_get(secrets, name, bytes, sizeof bytes))
		return 0;
	for (size_t i = 0; i < sizeof bytes; i++)
		number = number << 8 | bytes[i];
	return number;
}

const struct err *
keyring_export(const struct keyring *keyring, const struct keyring_copy *copy,
    const char *path, struct slice passphrase)
{
	struct json *secrets;

	if (passphrase.len == 0)
		return err_new(ERR_USAGE, "an empty passphrase protects "
		    "nothing");
	if (platform_exists(path))
		return err_new(ERR_USAGE, "%s: is there already", path);
	secrets = secrets_of(keyring);
	put_number(secrets, "export_number", copy->number);
	put_number(secrets, "export_time", (uint64_t)copy->made_ms);
	if (copy->hub.len > 0)
		keyfile_put(secrets, "export_hub", copy->hub.data,
		    copy->hub.len);
	return save(secrets, path, passphrase);
}

const struct err *
keyring_import(struct keyring *out, struct keyring_copy *copy,
    const char *path, struct slice passphrase)
{
	struct json *secrets;
	const char *hub;
	const struct err *err = open_secrets(&secrets, path, passphrase);

	memset(out, 0, sizeof *out);
	memset(copy, 0, sizeof *copy);
	if (err == NULL && !take_keys(out, secrets))
		err = err_new(ERR_FORMAT, "keyring %s: a key is missing", path);
	if (err == NULL) {
		copy->number = get_number(secrets, "export_number");
		copy->made_ms = (int64_t)get_number(secrets, "export_time");
		hub = json_get_string(secrets, "export_hub");
		if (hub != NULL)
			err = err_in(buf_from_hex(&copy->hub, slice_str(hub)),
			    "keyring %s", path);
	}
	if (err != NULL)
		keyring_wipe(out);
	keyfile_free(secrets);
	return err;
}

const struct err *
keyring_load_root(struct sign_pair *root, const char *path,
    struct slice passphrase)
{
	struct json *secrets;
	const struct err *err = open_secrets(&secrets, path, passphrase);

	memset(root, 0, sizeof *root);
	if (err == NULL && !keyfile_get(secrets, "root", root->secret,
	    SIGN_SECRET_BYTES))
		err = err_new(ERR_FORMAT, "%s: holds no root key (merger init "
		    "wrote it as \"root\")", path);
	memcpy(root->public.bytes, root->secret + 32, SIGN_PUBLIC_BYTES);
	keyfile_free(secrets);
	return err;
}

void
keyring_wipe(struct keyring *keyring)
{
	mem_wipe(keyring, sizeof *keyring);
}
