/* workspace_keys.c - the keyring on disk and the index, kept in step. */
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "merger/workspace/workspace.h"

static const struct err *
replace_keyring(struct workspace *ws)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	file_join(&path, buf_str(&ws->folder), "keys");
	err = keyring_replace(&ws->keys, buf_str(&path),
	    buf_slice(&ws->passphrase));
	buf_free(&path);
	return err;
}

/* The key that was drawn takes its place, or is forgotten. */
static const struct err *
drop_next(struct workspace *ws, bool taken)
{
	struct keyring *keys = &ws->keys;

	if (taken) {
		keys->index = keys->index_next;
		keys->derived = false;
		index_set_key(ws->index, &keys->index);
	}
	mem_wipe(&keys->index_next, sizeof keys->index_next);
	keys->has_next = false;
	return replace_keyring(ws);
}

static const struct err *
rekey_index(struct workspace *ws, workspace_step step, void *data)
{
	struct db *db = index_db(ws->index);
	const struct err *err = db_begin(db);

	if (err != NULL)
		return err;
	if (step != NULL)
		err = step(data);
	if (err == NULL)
		err = index_rekey(ws->index, &ws->keys.index,
		    &ws->keys.index_next);
	return db_end(db, err);
}

const struct err *
workspace_rekey(struct workspace *ws, workspace_step step, void *data)
{
	const struct err *err;

	crypto_random(ws->keys.index_next.bytes, KEY_BYTES);
	ws->keys.has_next = true;
	/* The disk has both keys until the index is under one of them. */
	err = replace_keyring(ws);
	if (err == NULL)
		err = rekey_index(ws, step, data);
	if (err != NULL)
		return err;
	err = db_checkpoint(index_db(ws->index));
	return err_first(err, drop_next(ws, true));
}

const struct err *
workspace_save_keyring(struct workspace *ws)
{
	return replace_keyring(ws);
}

const struct err *
workspace_name_key(struct workspace *ws)
{
	char name[HASH_TEXT_MAX];

	index_key_name(name, &ws->keys.index);
	return index_set(ws->index, "key", name);
}

const struct err *
workspace_settle_keys(struct workspace *ws)
{
	struct buf said = BUF_INIT;
	char next[HASH_TEXT_MAX], now[HASH_TEXT_MAX];
	const struct err *err = index_setting(ws->index, "key", &said);

	index_key_name(next, &ws->keys.index_next);
	index_key_name(now, &ws->keys.index);
	if (err == NULL && ws->keys.has_next)
		err = drop_next(ws, !strcmp(buf_str(&said), next));
	else if (err == NULL && ws->keys.derived)
		err = workspace_rekey(ws, NULL, NULL);
	else if (err == NULL && said.len == 0)
		err = workspace_name_key(ws);
	else if (err == NULL && strcmp(buf_str(&said), now) != 0)
		err = err_new(ERR_FORMAT, "index.sqlite is under another key "
		    "than the keyring's: one of them is an old copy%s",
		    index_way_back(&ws->keys));
	buf_free(&said);
	return err;
}
