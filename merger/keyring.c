#include "merger/keyring.h"

#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/exchange/keyfile.h"

static void
derive_index_key(struct keyring *keyring)
{
	struct secret_key seal;

	memcpy(seal.bytes, keyring->seal.secret, sizeof seal.bytes);
	crypto_derive(&keyring->index, &seal,
	    slice_str("recolte merger index 1"));
	mem_wipe(&seal, sizeof seal);
}

void
keyring_new(struct keyring *out)
{
	memset(out, 0, sizeof *out);
	sign_pair_new(&out->sign);
	seal_pair_new(&out->seal);
	derive_index_key(out);
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

const struct err *
keyring_save(const struct keyring *keyring, const char *path,
    struct slice passphrase)
{
	struct json *secrets = json_new_object();

	keyfile_put(secrets, "study", keyring->study.bytes, HASH_BYTES);
	put_sign_pair(secrets, "sign", &keyring->sign);
	keyfile_put(secrets, "seal", keyring->seal.secret, SEAL_SECRET_BYTES);
	keyfile_put(secrets, "seal_public", keyring->seal.public.bytes,
	    SEAL_PUBLIC_BYTES);
	return save(secrets, path, passphrase);
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
	    !keyfile_get(secrets, "seal", out->seal.secret,
	    SEAL_SECRET_BYTES) ||
	    !keyfile_get(secrets, "seal_public", out->seal.public.bytes,
	    SEAL_PUBLIC_BYTES))
		return false;
	/* An Ed25519 secret key of libsodium ends with its public half. */
	memcpy(out->sign.public.bytes, out->sign.secret + 32,
	    SIGN_PUBLIC_BYTES);
	derive_index_key(out);
	return true;
}

static const struct err *
read_keyfile(struct buf *out, const char *path)
{
	return err_in(file_read(out, path, KEYFILE_BYTES_MAX), "keyring");
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

const struct err *
keyring_load(struct keyring *out, const char *path, struct slice passphrase)
{
	struct buf bytes = BUF_INIT;
	struct json *secrets = NULL;
	const struct err *err;

	memset(out, 0, sizeof *out);
	err = read_keyfile(&bytes, path);
	if (err == NULL)
		err = err_in(keyfile_open(&secrets, buf_slice(&bytes),
		    passphrase), "keyring %s", path);
	if (err == NULL && !take_keys(out, secrets))
		err = err_new(ERR_FORMAT, "keyring %s: a key is missing", path);
	if (err != NULL)
		keyring_wipe(out);
	keyfile_free(secrets);
	buf_wipe(&bytes);
	return err;
}

void
keyring_wipe(struct keyring *keyring)
{
	mem_wipe(keyring, sizeof *keyring);
}
