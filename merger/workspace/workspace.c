#include "merger/workspace/workspace.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/secret.h"
#include "kit/exchange/address.h"
#include "merger/workspace/query.h"

const struct cli_option workspace_options[] = {
	{ "workspace", "DIR", "the coordinator's folder (default: this one)",
	    'w' },
	{ "language", "LANGUAGE", "fr or en (default: the computer's)", 0 },
	SECRET_OPTION,
	{ NULL, NULL, NULL, 0 }
};

static void
path_in(struct buf *out, const struct workspace *ws, const char *name)
{
	buf_reset(out);
	file_join(out, buf_str(&ws->folder), name);
}

static const struct err *
find_folder(struct workspace *ws, const struct cli *cli)
{
	const char *given = cli_value(cli, "workspace");

	memset(ws, 0, sizeof *ws);
	ws->language = words_language(cli);
	return platform_absolute(&ws->folder, given ? given : ".");
}

static const struct err *
open_keys(struct workspace *ws, const struct cli *cli, const char *path)
{
	const struct err *err = keyring_recover(path);
	bool plain = false;

	if (err == NULL)
		err = keyring_is_plain(&plain, path);
	if (err == NULL && !plain)
		err = secret_ask(&ws->passphrase, cli, "keyring", false);
	if (err == NULL)
		err = keyring_load(&ws->keys, path,
		    buf_slice(&ws->passphrase));
	return err;
}

static const struct err *
load_keys(struct workspace *ws, const struct cli *cli, const char *path)
{
	const struct err *err = open_keys(ws, cli, path);

	if (err == NULL || err->code != ERR_FORMAT)
		return err;
	return err_new(ERR_FORMAT, "%s; move the file keys away and bring a "
	    "copy back: merger keys import COPY", err->msg);
}

/* No keys: never a workspace, or one that has lost them. */
static const struct err *
check_keys(const struct workspace *ws, const char *path)
{
	struct buf index = BUF_INIT;
	bool lost;

	if (keyring_exists(path))
		return NULL;
	path_in(&index, ws, "index.sqlite");
	lost = platform_exists(buf_str(&index));
	buf_free(&index);
	return lost ? err_new(ERR_NOT_FOUND, "%s: the file keys is gone: look "
	    "for it in the bin, or bring a copy back: merger keys import COPY",
	    buf_str(&ws->folder)) : err_new(ERR_USAGE, "%s: no workspace here "
	    "(give --workspace DIR, or make one with merger init)",
	    buf_str(&ws->folder));
}

static const struct err *
load_manifests(struct workspace *ws)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT file FROM manifest ORDER BY version", NO_VALUES);

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		struct manifest *next = NULL;

		err = manifest_read(&next, db_blob(s, 0), ws->manifest,
		    &ws->keys.study);
		if (err == NULL) {
			manifest_free(ws->manifest);
			ws->manifest = next;
		}
	}
	db_done(s);
	return err_in(err, "manifest in the index");
}

/*
 * A new one knows nothing, and is filled by a pull; the one of a closed study
 * has the only keys that are left.
 */
static const struct err *
check_index(const struct workspace *ws, const char *path)
{
	if (!ws->keys.closed ||
	    (platform_exists(path) && !platform_is_empty(path)))
		return NULL;
	return err_new(ERR_FORMAT, "%s: is missing or empty%s", path,
	    index_way_back(&ws->keys));
}

static const struct err *
open_index(struct workspace *ws, const char *path, bool fresh)
{
	const struct err *err = fresh ? NULL : check_index(ws, path);

	if (err == NULL)
		err = index_open(&ws->index, path, &ws->keys);
	if (err != NULL)
		return err;
	return fresh ? workspace_name_key(ws) : workspace_settle_keys(ws);
}

/*
 * Keys that come back from a copy find the index that they were lost beside,
 * and all goes on; what other keys opened is left alone. What a beginning that
 * came to nothing has left holds no manifest.
 */
static const struct err *
find_index(bool *ours, struct workspace *ws, const char *path)
{
	struct buf said = BUF_INIT;
	char name[HASH_TEXT_MAX];
	struct index *index;
	const struct err *err;
	int64_t manifests = 0;

	*ours = false;
	if (!platform_exists(path) || platform_is_empty(path))
		return NULL;
	if ((err = index_open(&index, path, &ws->keys)) != NULL)
		return err;
	index_key_name(name, &ws->keys.index);
	err = index_count(index, "SELECT count(*) FROM manifest", &manifests);
	if (err == NULL)
		err = index_setting(index, "key", &said);
	*ours = err == NULL && manifests > 0 && !strcmp(buf_str(&said), name);
	if (err == NULL && manifests > 0 && !*ours)
		err = err_new(ERR_USAGE, "%s: other keys than these were used "
		    "here: move index.sqlite and depot away, or take another "
		    "folder", buf_str(&ws->folder));
	index_close(index);
	buf_free(&said);
	return err;
}

/* Its lock comes before all else: one merger at a time. */
static const struct err *
open_depot(struct workspace *ws)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	path_in(&path, ws, "depot");
	err = depot_open(&ws->depot, buf_str(&path), true);
	if (err == NULL && depot_torn(ws->depot)[0] != '\0')
		words_print(stderr, ws->language, W_DEPOT_TORN, buf_str(&path),
		    depot_torn(ws->depot), (char *)NULL);
	buf_free(&path);
	return err;
}

/* fresh: with keys that no index of before can be under. */
static const struct err *
open_parts(struct workspace *ws, bool fresh)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	ws->packages = map_new();
	ws->own_hashes = map_new();
	ws->erasures = map_new();
	device_id_of(ws->id, &ws->keys.sign.public);
	path_in(&path, ws, "index.sqlite");
	err = open_index(ws, buf_str(&path), fresh);
	if (err == NULL)
		err = index_setting(ws->index, "hub", &ws->hub);
	if (err == NULL)
		err = workspace_load_access(ws);
	if (err == NULL)
		err = load_manifests(ws);
	buf_free(&path);
	return err;
}

const struct err *
workspace_open(struct workspace *ws, struct cli *cli)
{
	struct buf path = BUF_INIT;
	const struct err *err = find_folder(ws, cli);

	path_in(&path, ws, "keys");
	if (err == NULL)
		err = check_keys(ws, buf_str(&path));
	if (err == NULL)
		err = open_depot(ws);
	if (err == NULL)
		err = load_keys(ws, cli, buf_str(&path));
	if (err == NULL)
		err = open_parts(ws, false);
	if (err != NULL)
		workspace_close(ws);
	buf_free(&path);
	return err;
}

/* A study that was begun here and came to nothing left a depot. */
static const struct err *
without_remains(struct workspace *ws)
{
	struct buf name = BUF_INIT;
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err;

	err = depot_tip(ws->depot, DEPOT_OWN, "main", tip);
	if (err == NULL && tip[0] == '\0')
		err = depot_tip(ws->depot, DEPOT_HUB, "main", tip);
	if (err == NULL && tip[0] != '\0')
		err = workspace_new_depot(ws, &name);
	buf_free(&name);
	return err;
}

/* With an index of their own the keys have a key of their own for it. */
static const struct err *
settle_index(bool *ours, struct workspace *ws)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	path_in(&path, ws, "keys");
	if (keyring_exists(buf_str(&path))) {
		err = err_new(ERR_USAGE, "%s: there is a workspace already",
		    buf_str(&ws->folder));
	} else {
		path_in(&path, ws, "index.sqlite");
		err = find_index(ours, ws, buf_str(&path));
	}
	if (err == NULL && !*ours && ws->keys.closed)
		err = err_new(ERR_STATE, "these are the keys of a study that "
		    "was closed: only the folder that they come from has its "
		    "data");
	if (err == NULL && !*ours)
		keyring_new_index(&ws->keys);
	buf_free(&path);
	return err;
}

const struct err *
workspace_create(struct workspace *ws, struct cli *cli,
    const struct keyring *keys)
{
	const struct err *err = find_folder(ws, cli);
	bool ours = false;

	ws->keys = *keys;
	if (err == NULL)
		err = settle_index(&ours, ws);
	if (err == NULL)
		err = platform_make_folder(buf_str(&ws->folder));
	if (err == NULL)
		err = open_depot(ws);
	if (err == NULL)
		err = open_parts(ws, !ours);
	if (err == NULL && !ours)
		err = without_remains(ws);
	if (err != NULL)
		workspace_close(ws);
	return err;
}

const struct err *
workspace_save_keys(const struct workspace *ws, struct slice passphrase)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	path_in(&path, ws, "keys");
	err = keyring_save(&ws->keys, buf_str(&path), passphrase);
	buf_free(&path);
	return err;
}

const struct err *
workspace_new_depot(struct workspace *ws, struct buf *old_name)
{
	struct buf from = BUF_INIT, to = BUF_INIT;
	uint8_t random[4];
	const struct err *err;

	crypto_random(random, sizeof random);
	buf_add(old_name, "depot.");
	buf_add_hex(old_name, slice_of(random, sizeof random));
	path_in(&from, ws, "depot");
	path_in(&to, ws, buf_str(old_name));
	depot_close(ws->depot);
	ws->depot = NULL;
	err = platform_replace(buf_str(&from), buf_str(&to));
	if (err == NULL)
		err = depot_open(&ws->depot, buf_str(&from), true);
	if (err == NULL)
		depot_set_reach(ws->depot, &ws->reach);
	buf_free(&from);
	buf_free(&to);
	return err;
}

void
workspace_close(struct workspace *ws)
{
	for (size_t i = 0; ws->packages && i < map_count(ws->packages); i++)
		package_free(map_value_at(ws->packages, i));
	map_free(ws->packages);
	for (size_t i = 0; ws->own_hashes && i < map_count(ws->own_hashes); i++)
		mem_free(map_value_at(ws->own_hashes, i));
	map_free(ws->own_hashes);
	buf_free(&ws->dictionary);
	map_free(ws->erasures);
	manifest_free(ws->manifest);
	index_close(ws->index);
	depot_close(ws->depot);
	keyring_wipe(&ws->keys);
	buf_wipe(&ws->passphrase);
	buf_free(&ws->folder);
	buf_free(&ws->hub);
	access_wipe(&ws->access);
	memset(ws, 0, sizeof *ws);
}

const struct err *
workspace_hub(const struct workspace *ws, const char **out)
{
	*out = buf_str(&ws->hub);
	if (ws->hub.len == 0)
		return err_new(ERR_USAGE, "no hub is set (merger pull --hub "
		    "HUB sets one)");
	return NULL;
}

const struct err *
workspace_set_hub(struct workspace *ws, const char *path)
{
	struct buf old = ws->hub;
	const struct err *err;

	ws->hub = (struct buf)BUF_INIT;
	err = address_read(&ws->hub, path);
	/* What opens one hub is not shown to another. */
	if (err == NULL && old.len > 0 &&
	    !slice_equal(buf_slice(&old), buf_slice(&ws->hub))) {
		access_wipe(&ws->access);
		ws->access_changed = true;
	}
	buf_free(&old);
	return err;
}

const struct err *
workspace_keep_hub(struct workspace *ws)
{
	const struct err *err =
	    index_set(ws->index, "hub", buf_str(&ws->hub));

	if (err == NULL && ws->access_changed)
		err = workspace_keep_access(ws);
	return err;
}

const struct err *
workspace_adopt_manifest(struct workspace *ws, struct manifest *manifest)
{
	manifest_free(ws->manifest);
	ws->manifest = manifest;
	return query_run(index_db(ws->index),
	    "INSERT OR IGNORE INTO manifest VALUES (?, ?, ?)",
	    VALUES(bound_int((int64_t)manifest_version(manifest)),
	    bound_hash(manifest_hash(manifest)),
	    bound_blob(manifest_file(manifest))));
}

void
workspace_self(const struct workspace *ws, struct member *out)
{
	memset(out, 0, sizeof *out);
	memcpy(out->id, ws->id, sizeof out->id);
	out->sign = ws->keys.sign.public;
	out->seal = ws->keys.seal.public;
	out->role = MEMBER_COORDINATOR;
}
