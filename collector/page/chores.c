/* chores.c - see chores.h. */
#include "collector/page/chores.h"

#include <stdio.h>

#include "collector/page/open.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"

struct chores *
chores_new(void)
{
	return mem_alloc(sizeof(struct chores));
}

void
chores_free(struct chores *chores)
{
	if (chores == NULL)
		return;
	background_end(chores->background);
	join_free(&chores->join);
	mem_free(chores);
}

/*
 * Interviews that are open may know less than the store by now. What fails here
 * fails again on the page that needs the store.
 */
static void
act_on_end(struct page *page)
{
	const struct err *err;

	page->chores->seen = true;
	opened_forget(page);
	if (page->session.store == NULL)
		return;
	/* What was brought may be anything; it stays no longer than it must. */
	err = chores_clear(page, CHORES_IN);
	err = err_first(err, store_refresh(page->session.store));
	if (err != NULL)
		fprintf(stderr, "collector: %s\n",
		    session_reason(&page->session, err));
}

void
chores_hear(struct page *page)
{
	struct chores *chores = page->chores;

	if (chores->background == NULL || chores->seen)
		return;
	chores->news = background_hear(chores->background);
	if (chores->news->state != BACKGROUND_RUNNING)
		act_on_end(page);
}

bool
chores_busy(const struct page *page)
{
	return page->chores->background != NULL && !page->chores->seen;
}

bool
chores_did(const struct page *page, enum background_work work)
{
	return page->chores->news != NULL && page->chores->news->work == work;
}

const struct err *
chores_start(struct page *page, const struct background_plan *plan)
{
	struct chores *chores = page->chores;
	const struct err *err;

	if (chores_busy(page))
		return err_new(ERR_BUSY, "something else is under way; wait "
		    "until it has ended");
	background_end(chores->background);
	chores->background = NULL;
	chores->news = NULL;
	chores->seen = false;
	/* The child takes the lock that joining may have left with us. */
	store_let_go(page->session.store);
	err = background_start(&chores->background, plan, page->session.store);
	if (!err)
		chores_hear(page);
	return err;
}

/* ---- files on their way ---- */

const struct err *
chores_path(struct buf *out, const struct page *page, const char *folder,
    const char *name)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	err = store_subfolder(&path, page->session.store, folder);
	file_join(out, buf_str(&path), name);
	buf_free(&path);
	return err;
}

const struct err *
chores_clear(const struct page *page, const char *folder)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	file_join(&path, store_folder(page->session.store), folder);
	err = file_remove_tree(buf_str(&path));
	buf_free(&path);
	return err;
}

/* "recolte-k3f9qz2m-2026-11-23-1430.bundle": whose it is, and of when. */
static void
name_made(struct view *view, const char *extension)
{
	int64_t ms = platform_now_ms();
	struct civil c = civil_from_ms(ms, platform_local_offset_minutes(ms));
	char *made = view->page->chores->made;

	snprintf(made, CHORES_NAME_MAX, "recolte-%.8s-%04d-%02d-%02d-%02d%02d"
	    ".%s", store_study(view->store)->device, c.year % 10000,
	    c.month % 100, c.day % 100, c.hour % 100, c.minute % 100,
	    extension);
}

const struct err *
chores_make(struct view *view, enum background_work work,
    const char *extension, const char *page)
{
	struct background_plan plan = { .work = work,
		.language = view->language };
	struct buf path = BUF_INIT;
	const struct err *err;

	view_go(view, page);
	if (chores_busy(view->page))
		return NULL;
	name_made(view, extension);
	err = chores_clear(view->page, CHORES_OUT);
	if (!err)
		err = chores_path(&path, view->page, CHORES_OUT,
		    view->page->chores->made);
	plan.file = buf_str(&path);
	if (!err)
		err = chores_start(view->page, &plan);
	buf_free(&path);
	return err;
}

/* What was made, as a download. */
const struct err *
made_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	const struct page *page = data;
	const char *name = page->chores->made;
	struct buf path = BUF_INIT;
	const struct err *err;

	err = chores_path(&path, page, CHORES_OUT, name);
	if (!err && (name[0] == '\0' || chores_busy(page) ||
	    !platform_exists(buf_str(&path))))
		err = err_new(ERR_NOT_FOUND, "no file was made");
	if (!err) {
		reply->type = "application/octet-stream";
		reply->file_name = arena_strdup(request->arena, name);
		reply->file = arena_strdup(request->arena, buf_str(&path));
	}
	buf_free(&path);
	return err;
}
