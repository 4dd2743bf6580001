#include "merger/study/mainline.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "merger/study/news.h"

void
mainline_manifest_name(char *out, uint64_t version)
{
	snprintf(out, 32, "manifest/%08llu", (unsigned long long)version);
}

/* Ours when it is there: after a publication both sides are the same. */
static const struct err *
newest_tip(struct workspace *ws, char *tip)
{
	const struct err *err = depot_tip(ws->depot, DEPOT_OWN, "main", tip);

	return err != NULL || tip[0] != '\0' ? err :
	    depot_tip(ws->depot, DEPOT_HUB, "main", tip);
}

const struct err *
mainline_read(struct workspace *ws, struct buf *out, const char *name,
    size_t bytes_max)
{
	char tip[DEPOT_ID_TEXT_MAX];

	const struct err *err = newest_tip(ws, tip);

	if (err != NULL)
		return err;
	if (tip[0] == '\0')
		return err_new(ERR_NOT_FOUND, "main: not received yet (merger "
		    "pull)");
	return depot_read(out, ws->depot, tip, name, bytes_max);
}

const struct err *
mainline_waits(struct workspace *ws, bool *out)
{
	struct buf waiting = BUF_INIT;
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err =
	    index_setting(ws->index, "main_waits", &waiting);

	*out = false;
	if (err == NULL && waiting.len > 0) {
		err = depot_tip(ws->depot, DEPOT_OWN, "main", tip);
		*out = tip[0] != '\0';
	}
	buf_free(&waiting);
	return err;
}

/* Stand on what the hub has, unless ours goes further. */
static const struct err *
stand_on_hub(struct workspace *ws)
{
	char tip[DEPOT_ID_TEXT_MAX];
	bool waiting;
	const struct err *err = mainline_waits(ws, &waiting);

	if (err == NULL && !waiting)
		err = depot_tip(ws->depot, DEPOT_HUB, "main", tip);
	if (err != NULL || waiting || tip[0] == '\0')
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

static const struct err *
advance(struct workspace *ws, enum depot_side side, size_t *news)
{
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err = depot_tip(ws->depot, side, "main", tip);
	bool more = err == NULL && tip[0] != '\0';

	while (more && err == NULL) {
		err = advance_one(ws, tip, &more);
		*news += err == NULL && more;
	}
	return err;
}

/*
 * Another coordinator was faster: what the hub has counts, and what we had
 * committed on top of something older is undone. A manifest's number must not
 * mean two things.
 */
static const struct err *
give_way(struct workspace *ws)
{
	struct db *db = index_db(ws->index);
	const struct err *err = db_begin(db);
	size_t all = 0;

	if (err != NULL)
		return err;
	words_print(stderr, ws->language, W_MAIN_OVERTAKEN, (char *)NULL);
	manifest_free(ws->manifest);
	ws->manifest = NULL;
	err = db_exec(db, "DELETE FROM manifest");
	if (err == NULL)
		err = advance(ws, DEPOT_HUB, &all);
	if (err == NULL)
		err = index_set(ws->index, "main_waits", "");
	if (err == NULL)
		err = news_note(ws);
	return db_end(db, err);
}

/* A hub that cannot be written is told later, when the rest was taken in. */
static bool
was_overtaken(struct workspace *ws)
{
	enum depot_move move;
	bool waiting;

	if (mainline_waits(ws, &waiting) || !waiting ||
	    hub_publish(ws->depot, buf_str(&ws->hub), "main", &move))
		return false;
	return move == MOVE_DIVERGED || move == MOVE_BEHIND;
}

/* Is it the file that is at fault, and not this machine? */
static bool
is_untrusted(const struct err *err)
{
	return err->code == ERR_SIGNATURE || err->code == ERR_FOREIGN ||
	    err->code == ERR_FORMAT || err->code == ERR_LIMIT ||
	    err->code == ERR_NEWER;
}

const struct err *
mainline_advance(struct workspace *ws, size_t *news, bool *sound)
{
	const struct err *err = NULL;

	*news = 0;
	*sound = true;
	if (was_overtaken(ws))
		err = give_way(ws);
	if (err == NULL)
		err = advance(ws, DEPOT_HUB, news);
	/* Whoever reaches the hub must not be able to stop the study. */
	if (err != NULL && is_untrusted(err) && ws->manifest != NULL) {
		words_print(stderr, ws->language, W_MAIN_UNSOUND, err->msg,
		    (char *)NULL);
		*sound = false;
		return NULL;
	}
	if (err == NULL)
		err = stand_on_hub(ws);
	/* What was committed here just before a crash. */
	return err ? err : advance(ws, DEPOT_OWN, news);
}

const struct err *
mainline_resume(struct workspace *ws)
{
	size_t news = 0;
	const struct err *err = advance(ws, DEPOT_OWN, &news);

	return err != NULL || news == 0 ? err : news_note(ws);
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

/* A crash may have come between a commit and what we know of it. */
static const struct err *
check_free(struct workspace *ws, const char *name)
{
	struct buf bytes = BUF_INIT;
	const struct err *err = mainline_read(ws, &bytes, name,
	    MANIFEST_BYTES_MAX);

	buf_free(&bytes);
	if (err != NULL)
		return err_is_of_system(err) ? err : NULL;
	return err_new(ERR_STATE, "main: there is a newer %s: merger pull, "
	    "then do it again", name);
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
	if ((err = check_free(ws, name)) != NULL) {
		manifest_free(manifest);
		goto done;
	}
	if (file_count > 0)
		memcpy(all, files, file_count * sizeof *all);
	all[file_count] = (struct depot_file){ name, manifest_file(manifest) };
	err = mainline_commit_files(ws, all, file_count + 1, subject);
	/* Ours only once it is committed: a number must not mean two things. */
	if (err == NULL)
		err = workspace_adopt_manifest(ws, manifest);
	else
		manifest_free(manifest);
	/* Who is in, what laptops may keep: what they are told may change. */
	if (err == NULL)
		err = news_note(ws);
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

const struct err *
mainline_check_open(const struct workspace *ws)
{
	if (ws->manifest == NULL || !manifest_is_closed(ws->manifest))
		return NULL;
	return err_new(ERR_DENIED, "the study is closed: nothing is written in "
	    "it any more");
}
