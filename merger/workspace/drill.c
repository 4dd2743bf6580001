#include "merger/workspace/drill.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "merger/workspace/query.h"

const struct secret_source drill_secret = { "copy-passphrase-file",
	"RECOLTE_COPY_PASSPHRASE", "copy of the keyring" };

static const char sentence[] = "what a laptop says";

/* A change set as a laptop would seal it to this study's coordinators. */
static const struct err *
seal_sample(struct buf *out, const struct workspace *ws)
{
	struct changeset_head head = { .study = ws->keys.study, .chain = 1,
		.number = 1, .program = "drill" };
	struct changeset_draft_entry entry = { .kind = ENTRY_REVISION,
		.bytes = slice_str(sentence) };
	struct sign_pair laptop;
	const struct err *err;
	size_t n;
	const struct seal_public *to = manifest_recipients(ws->manifest, &n);

	sign_pair_new(&laptop);
	crypto_random(entry.record_key.bytes, KEY_BYTES);
	err = changeset_encode(out, &head, &entry, 1, to, n, &laptop);
	mem_wipe(&laptop, sizeof laptop);
	mem_wipe(&entry, sizeof entry);
	return err;
}

static const struct err *
open_sample(struct slice sample, const struct workspace *ws,
    const struct keyring *copy)
{
	struct changeset *changeset;
	struct secret_key key;
	struct buf plain = BUF_INIT;
	const struct err *err =
	    changeset_open(&changeset, sample, &ws->keys.study);

	if (err == NULL)
		err = changeset_unseal(changeset, &copy->seal);
	if (err == NULL)
		err = changeset_entry(&plain, &key, changeset, 0, NULL, NULL);
	if (err == NULL && !slice_equal(buf_slice(&plain),
	    slice_str(sentence)))
		err = err_new(ERR_INTERNAL, "the drill read something else "
		    "than was written");
	mem_wipe(&key, sizeof key);
	buf_free(&plain);
	changeset_free(changeset);
	return err;
}

static const struct err *
check_identity(const struct workspace *ws, const struct keyring *copy,
    const char *path)
{
	if (!hash_equal(&copy->study, &ws->keys.study))
		return err_new(ERR_FOREIGN, "%s: the keys of another study",
		    path);
	if (memcmp(&copy->sign.public, &ws->keys.sign.public,
	    sizeof copy->sign.public) != 0)
		return err_new(ERR_FOREIGN, "%s: the keys of another "
		    "coordinator", path);
	if (copy->closed)
		return err_new(ERR_STATE, "%s: made after the study was "
		    "closed, it opens no change set", path);
	if (manifest_role(ws->manifest, &copy->sign.public) !=
	    MEMBER_COORDINATOR)
		return err_new(ERR_STATE, "%s: no coordinator's keys any more",
		    path);
	return NULL;
}

static const struct err *
write_down(struct workspace *ws, const struct keyring_copy *copy)
{
	if (copy->number == 0 || copy->number > INT64_MAX)
		return NULL;
	return query_run(index_db(ws->index), "UPDATE keyring_export"
	    " SET drilled_ms = ? WHERE number = ?",
	    VALUES(bound_int(platform_now_ms()),
	    bound_int((int64_t)copy->number)));
}

const struct err *
drill_keyring(struct workspace *ws, const char *path, struct slice passphrase,
    uint64_t *number)
{
	struct keyring keys;
	struct keyring_copy copy;
	struct buf sample = BUF_INIT;
	const struct err *err =
	    keyring_import(&keys, &copy, path, passphrase);

	*number = copy.number;
	if (err == NULL)
		err = check_identity(ws, &keys, path);
	if (err == NULL)
		err = seal_sample(&sample, ws);
	if (err == NULL)
		err = err_in(open_sample(buf_slice(&sample), ws, &keys),
		    "drill");
	if (err == NULL)
		err = write_down(ws, &copy);
	keyring_wipe(&keys);
	buf_free(&copy.hub);
	buf_free(&sample);
	return err;
}

const struct err *
drill_copy(struct workspace *ws, const struct cli *cli, const char *path)
{
	struct buf passphrase = BUF_INIT;
	const struct err *err;
	uint64_t number = 0;
	bool plain;

	err = keyring_is_plain(&plain, path);
	if (err == NULL && !plain)
		err = secret_ask_from(&passphrase, cli, &drill_secret, false);
	if (err == NULL)
		err = drill_keyring(ws, path, buf_slice(&passphrase), &number);
	if (err == NULL && number > 0)
		words_print(stdout, ws->language, W_DRILL_COPY, path,
		    NUMBER(number), (char *)NULL);
	else if (err == NULL)
		words_print(stdout, ws->language, W_DRILL_KEYS, path,
		    (char *)NULL);
	buf_wipe(&passphrase);
	return err;
}
