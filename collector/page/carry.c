/*
 * carry.c - without a network: one file with all that has no receipt yet, to be
 * taken on a stick or sent by mail; and the files that a coordinator gives.
 */
#include <string.h>

#include "collector/page/chores.h"
#include "kit/base/file.h"

#define BLOB ".blob"
#define DRAFTS ".drafts"

enum { NAME_CHARS_MAX = 80, FILES_MAX = 50 };

static const struct reason reasons[] = {
	{ ERR_FORMAT, SAY_NOT_THAT_FILE }, { ERR_SIGNATURE, SAY_NOT_THAT_FILE },
	{ ERR_NEWER, SAY_NEWER_FILE }, { ERR_FOREIGN, SAY_NOT_FOR_US },
	{ ERR_NOT_FOUND, SAY_NOT_FOR_US }, { ERR_DENIED, SAY_NOT_FOR_US },
	{ ERR_BUSY, SAY_WAIT_FOR_SYNC }, { ERR_STATE, SAY_BUNDLE_GOES_ON },
	{ ERR_FULL, SAY_DISK_FULL }, { 0, SAY_FAILED }
};

/* ---- the page ---- */

static void
put_made(struct view *view)
{
	view_put(view, "<p class=\"done\">", SAY_CARRY_MADE, "</p>\n");
	chores_put_made(view);
	view_put(view, "<p>", SAY_CARRY_NEXT, "</p>\n");
}

static void
put_outcome(struct view *view)
{
	const struct chores *chores = view->page->chores;
	struct wrong wrong;

	if (chores_busy(view->page) ||
	    (!chores_did(view->page, BACKGROUND_STICK) &&
	    !chores_did(view->page, BACKGROUND_DRAFTS)))
		return;
	wrong = chores_wrong(view, &chores->news->failure, reasons);
	if (chores->news->state == BACKGROUND_FAILED)
		chores_put_wrong(view, &wrong);
	else if (chores->made[0] != '\0')
		put_made(view);
	else
		view_put(view, "<p class=\"done\">", SAY_RECEIVED, "</p>\n");
	chores_show_lines(view);
}

static void
put_forms(struct view *view)
{
	if (chores_busy(view->page))
		return;
	/* Nobody can read what would be in it after the end of the study. */
	if (!store_is_closed(view->store)) {
		view_put(view, "<h2>", SAY_CARRY_OUT, "</h2>\n<p>");
		view_put(view, "", SAY_CARRY_OUT_WHAT, "</p>\n");
		html_form(view->out, view->request, "/carry/make", "");
		view_put(view, "<p><button>", SAY_CARRY_MAKE,
		    "</button></p></form>\n");
	}
	view_put(view, "<h2>", SAY_CARRY_IN, "</h2>\n<p>");
	view_put(view, "", SAY_CARRY_IN_WHAT, "</p>\n");
	html_form(view->out, view->request, "/carry/take",
	    "enctype=\"multipart/form-data\" class=\"card\"");
	chores_put_file(view, "bundle", SAY_CARRY_FILES,
	    SAY_CARRY_FILES_HINT, "multiple");
	view_put(view, "<p><button>", SAY_CARRY_TAKE,
	    "</button></p></form>\n");
}

static const struct err *
show(struct view *view, const struct wrong *wrong)
{
	view_begin(view, view_word(view, SAY_CARRY_TITLE));
	view_put(view, "<h1>", SAY_CARRY_TITLE, "</h1>\n");
	chores_put_wrong(view, wrong);
	buf_add(view->out, "<div role=\"status\" aria-live=\"polite\">\n");
	chores_show_progress(view, CHORE_CARRY);
	if (wrong->text == NULL)
		put_outcome(view);
	buf_add(view->out, "</div>\n");
	put_forms(view);
	view_put(view, "<p><a href=\"/sync\">", SAY_SYNC, "</a></p>\n");
	view_end(view);
	return NULL;
}

const struct err *
carry_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	return show(&view, &(struct wrong){ NULL, NULL });
}

const struct err *
carry_make_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	return chores_make(&view, BACKGROUND_STICK, "bundle", "/carry");
}

/* ---- in ---- */

/* A name of ours beside the letters of theirs that mean no harm. */
static void
name_upload(struct buf *out, const char *name, size_t number)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
	size_t chars = 0;

	/* A draft finds its photos by their names. */
	if (strcmp(file_extension(name), BLOB) != 0)
		buf_addf(out, "%02zu-", number);
	for (name = file_name(name); *name && chars < NAME_CHARS_MAX; name++)
		if (strchr(fine, *name) != NULL) {
			buf_add_byte(out, (uint8_t)*name);
			chars++;
		}
	if (strcmp(file_extension(buf_str(out)), DRAFTS) != 0 &&
	    strcmp(file_extension(buf_str(out)), BLOB) != 0 &&
	    strcmp(file_extension(buf_str(out)), ".bundle") != 0)
		buf_add(out, ".bundle");
}

static const struct err *
keep_uploads(struct view *view)
{
	const struct web_fields *form = &view->request->form;
	const struct web_field *field;
	struct buf name = BUF_INIT, path = BUF_INIT;
	const struct err *err;
	size_t count = 0;

	err = chores_file(&field, view, "bundle");
	if (!err)
		err = chores_clear(view->page, CHORES_IN);
	for (; field != NULL && !err; field = web_next(form, field)) {
		if (field->upload == NULL)	/* not chosen as a file */
			continue;
		if (++count > FILES_MAX)
			err = err_new(ERR_LIMIT, "more than %d files at a time",
			    FILES_MAX);
		buf_reset(&name);
		buf_reset(&path);
		name_upload(&name, field->file_name ? field->file_name : "",
		    count);
		if (!err)
			err = chores_path(&path, view->page, CHORES_IN,
			    buf_str(&name));
		if (!err)
			err = upload_keep(field->upload, buf_str(&path));
	}
	buf_free(&name);
	buf_free(&path);
	return err;
}

/* What another laptop has left: one file of drafts, photos beside it. */
static bool
find_drafts(struct buf *name, const struct web_fields *form)
{
	const struct web_field *field = web_field(form, "bundle");
	size_t number = 0;

	for (; field != NULL; field = web_next(form, field)) {
		const char *theirs = field->file_name ? field->file_name : "";

		number++;
		if (strcmp(file_extension(theirs), DRAFTS) != 0)
			continue;
		name_upload(name, theirs, number);
		return true;
	}
	return false;
}

/* One file that is not for us is an error; among several it is passed over. */
static const struct err *
take_in(struct view *view)
{
	struct background_plan plan = { .work = BACKGROUND_STICK,
		.language = view->language };
	const struct web_fields *form = &view->request->form;
	const struct web_field *first = web_field(form, "bundle");
	struct buf name = BUF_INIT, path = BUF_INIT;
	const struct err *err;

	if (find_drafts(&name, form))
		plan.work = BACKGROUND_DRAFTS;
	else if (web_next(form, first) == NULL)
		name_upload(&name, first->file_name ? first->file_name : "", 1);
	err = chores_path(&path, view->page, CHORES_IN, buf_str(&name));
	plan.from = buf_str(&path);
	if (!err)
		err = chores_start(view->page, &plan);
	buf_free(&name);
	buf_free(&path);
	return err;
}

const struct err *
carry_receive_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;
	struct wrong wrong;

	if (!chores_busy(view.page)) {
		view.page->chores->made[0] = '\0';
		err = keep_uploads(&view);
		if (!err)
			err = take_in(&view);
		if (err) {
			wrong = chores_wrong(&view, err, reasons);
			return show(&view, &wrong);
		}
	}
	view_go(&view, "/carry");
	return NULL;
}
