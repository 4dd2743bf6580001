#include "merger/mainline.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"

void
mainline_manifest_name(char *out, uint64_t version)
{
	snprintf(out, 32, "manifest/%08llu", (unsigned long long)version);
}

/* Ours when it is there: after a publication both sides are the same. */
static bool
newest_tip(struct workspace *ws, char *tip)
{
	return depot_tip(ws->depot, DEPOT_OWN, "main", tip) ||
	    depot_tip(ws->depot, DEPOT_HUB, "main", tip);
}

const struct err *
mainline_read(struct workspace *ws, struct buf *out, const char *name,
    size_t bytes_max)
{
	char tip[DEPOT_ID_TEXT_MAX];

	if (!newest_tip(ws, tip))
		return err_new(ERR_NOT_FOUND, "main: not received yet (merger "
		    "pull)");
	return depot_read(out, ws->depot, tip, name, bytes_max);
}

/*
 * Stand on what the hub has, unless we have commits on top of it that wait to
 * be published: hub_publish() tells when the two went apart.
 */
static const struct err *
stand_on_hub(struct workspace *ws)
{
	char hub[DEPOT_ID_TEXT_MAX], kept[DEPOT_ID_TEXT_MAX];
	struct buf waiting = BUF_INIT;
	const struct err *err;
	bool ours;

	err = index_setting(ws->index, "main_waits", &waiting);
	ours = depot_tip(ws->depot, DEPOT_OWN, "main", kept) &&
	    waiting.len > 0;
	buf_free(&waiting);
	if (err != NULL || ours ||
	    !depot_tip(ws->depot, DEPOT_HUB, "main", hub))
		return err;
	return depot_adopt(ws->depot, "main");
}

static const struct err *
advance_one(struct workspace *ws, const char *tip, bool *more)
{
	uint64_t next = ws->manifest ? manifest_version(ws->manifest) + 1 : 1;
	struct buf bytes = BUF_INIT;
	struct manifest *manifest;
	const struct err *err;
	char name[32];

	mainline_manifest_name(name, next);
	err = depot_read(&bytes, ws->depot, tip, name, MANIFEST_BYTES_MAX);
	*more = err == NULL;
	if (err != NULL) {
		buf_free(&bytes);
		return err->code == ERR_NOT_FOUND ? NULL : err;
	}
	err = manifest_read(&manifest, buf_slice(&bytes), ws->manifest,
	    &ws->keys.study);
	if (err == NULL)
		err = workspace_adopt_manifest(ws, manifest);
	buf_free(&bytes);
	return err_in(err, "main: %s", name);
}

const struct err *
mainline_advance(struct workspace *ws, size_t *news)
{
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err;
	bool more = true;

	*news = 0;
	if (!depot_tip(ws->depot, DEPOT_HUB, "main", tip))
		return NULL;
	while ((err = advance_one(ws, tip, &more)) == NULL && more)
		++*news;
	return err_first(err, stand_on_hub(ws));
}

const struct err *
mainline_commit_files(struct workspace *ws, const struct depot_file *files,
    size_t file_count, const char *subject)
{
	char study[HASH_TEXT_MAX], trailers[128], id[DEPOT_ID_TEXT_MAX];
	struct depot_commit commit = {
		.branch = "main", .files = files, .file_count = file_count,
		.keep_tree = true, .subject = subject, .trailers = trailers,
		.author = ws->id, .time_ms = platform_now_ms()
	};
	const struct err *err;

	hash_text(study, &ws->keys.study);
	snprintf(trailers, sizeof trailers, "Study: %s", study);
	if ((err = stand_on_hub(ws)) != NULL)
		return err;
	if ((err = index_set(ws->index, "main_waits", "1")) != NULL)
		return err;
	return depot_commit(ws->depot, &commit, id);
}

const struct err *
mainline_commit(struct workspace *ws, const struct manifest_draft *draft,
    const struct depot_file *files, size_t file_count, const char *subject)
{
	struct depot_file *all = mem_alloc_n(file_count + 1, sizeof *all);
	struct manifest *manifest;
	const struct err *err;
	char name[32];

	err = manifest_draft_sign(&manifest, draft, &ws->keys.sign,
	    platform_now_ms());
	if (err != NULL)
		goto done;
	mainline_manifest_name(name, manifest_version(manifest));
	if (file_count > 0)
		memcpy(all, files, file_count * sizeof *all);
	all[file_count] = (struct depot_file){ name, manifest_file(manifest) };
	err = mainline_commit_files(ws, all, file_count + 1, subject);
	/* Ours only once it is committed: a number must not mean two things. */
	if (err == NULL)
		err = workspace_adopt_manifest(ws, manifest);
	else
		manifest_free(manifest);
done:
	mem_free(all);
	return err;
}

const struct err *
mainline_publish(struct workspace *ws)
{
	enum depot_move move;
	const struct err *err;
	const char *hub;

	if ((err = workspace_hub(ws, &hub)) != NULL)
		return err;
	if ((err = hub_publish(ws->depot, hub, "main", &move)) != NULL)
		return err;
	if (move == MOVE_DIVERGED || move == MOVE_BEHIND)
		return err_new(ERR_BUSY, "main: another coordinator was "
		    "faster; merger pull, then do it again");
	return index_set(ws->index, "main_waits", "");
}
