/*
 * rescue_page.c - a backup as a file; a store out of a backup, and a passphrase
 * that was forgotten, with the file and the code that a coordinator gives.
 */
#include <string.h>

#include "collector/page/chores.h"
#include "collector/passphrase.h"
#include "collector/rescue.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"

/* ---- a backup ---- */

static void
put_backup(struct view *view)
{
	const struct chores *chores = view->page->chores;

	if (chores_busy(view->page) ||
	    !chores_did(view->page, BACKGROUND_BACKUP))
		return;
	chores_show_failure(view);
	if (chores->news->state != BACKGROUND_DONE)
		return;
	view_put(view, "<p class=\"done\">", SAY_BACKUP_MADE, "</p>\n");
	chores_put_made(view);
	view_put(view, "<p>", SAY_BACKUP_NEXT, "</p>\n");
}

const struct err *
backup_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;
	int64_t last_ms;

	if ((err = store_backup_ms(view.store, &last_ms)) != NULL)
		return err;
	view_begin(&view, view_word(&view, SAY_BACKUP_TITLE));
	view_put(&view, "<h1>", SAY_BACKUP_TITLE, "</h1>\n<p>");
	if (store_is_closed(view.store)) {
		view_put(&view, "", SAY_BACKUP_CLOSED, "</p>\n");
		view_end(&view);
		return NULL;
	}
	view_put(&view, "", SAY_BACKUP_WHAT, "</p>\n<p class=\"soft\">");
	view_say(&view, SAY_BACKUP_LAST, view_time(&view, last_ms),
	    (char *)NULL);
	buf_add(view.out, "</p>\n<div role=\"status\" aria-live=\"polite\">\n");
	chores_show_progress(&view, CHORE_BACKUP);
	put_backup(&view);
	buf_add(view.out, "</div>\n");
	if (!chores_busy(view.page)) {
		html_form(view.out, request, "/backup", "");
		view_put(&view, "<p><button>", SAY_BACKUP_MAKE,
		    "</button></p></form>\n");
	}
	view_put(&view, "<h2>", SAY_RESTORE_TITLE, "</h2>\n<p>");
	view_put(&view, "", SAY_RESTORE_ELSEWHERE, "</p>\n");
	view_end(&view);
	return NULL;
}

const struct err *
backup_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	return chores_make(&view, BACKGROUND_BACKUP, "backup", "/backup");
}

/* ---- a file and a code ---- */

struct rescue_form {
	const char *address;
	enum phrase title, why, file, hint, button;
	const char *accept;
};

static const struct rescue_form restore_form = { "/restore",
	SAY_RESTORE_TITLE, SAY_RESTORE_WHY, SAY_RESTORE_FILE,
	SAY_RESTORE_HINT, SAY_RESTORE, "" };
static const struct rescue_form forgotten_form = { "/forgotten",
	SAY_FORGOTTEN_TITLE, SAY_FORGOTTEN_WHY, SAY_FORGOTTEN_FILE,
	SAY_FORGOTTEN_HINT, SAY_FORGOTTEN, "" };

static const struct wrong nothing_wrong = { NULL, NULL };

static const struct reason reasons[] = {
	{ ERR_USAGE, SAY_CODE_WRONG }, { ERR_DENIED, SAY_CODE_DENIED },
	{ ERR_STATE, SAY_BACKUP_SEALED }, { ERR_FORMAT, SAY_NOT_THAT_FILE },
	{ ERR_SIGNATURE, SAY_NOT_THAT_FILE }, { ERR_NEWER, SAY_NEWER_FILE },
	{ ERR_LIMIT, SAY_NOT_THAT_FILE }, { ERR_FOREIGN, SAY_NOT_FOR_US },
	{ ERR_FULL, SAY_DISK_FULL }, { 0, SAY_FAILED }
};

static const struct err *
ask(struct view *view, const struct rescue_form *form,
    const struct wrong *wrong)
{
	view_begin(view, view_word(view, form->title));
	view_put(view, "<h1>", form->title, "</h1>\n<p>");
	view_put(view, "", form->why, "</p>\n");
	chores_put_wrong(view, wrong);
	html_form(view->out, view->request, form->address,
	    "enctype=\"multipart/form-data\" class=\"card\"");
	chores_put_file(view, "file", form->file, form->hint, form->accept);
	html_add(view->out, "<p class=\"field\"><label for=\"code\">%s</label>"
	    "\n<span class=\"hint\" id=\"code-hint\">%s</span>\n<input "
	    "type=\"text\" id=\"code\" name=\"code\" autocomplete=\"off\" "
	    "spellcheck=\"false\" required aria-describedby=\"code-hint\" "
	    "value=\"%s\"></p>\n", view_word(view, SAY_CODE),
	    view_word(view, SAY_CODE_HINT), view_field(view, "code"));
	view_put(view, "<h2>", SAY_CHOOSE_PASSPHRASE, "</h2>\n");
	chores_put_new_passphrase(view);
	view_put(view, "<p><button>", form->button, "</button></p></form>\n");
	view_end(view);
	return NULL;
}

/* What the form brought, and the passphrase for the store that it opens. */
struct rescue {
	const struct web_field *file;
	char code[CODE_TEXT_MAX];
	struct slice passphrase;
};

static const struct err *
choose(void *data, struct store *store)
{
	const struct rescue *rescue = data;

	return passphrase_set(store, rescue->passphrase);
}

static struct wrong
read_form(struct rescue *out, struct view *view)
{
	const struct err *err;

	*out = (struct rescue){ .file = NULL };
	err = chores_file(&out->file, view, "file");
	if (!err)
		err = code_read(out->code, slice_str(view_field(view,
		    "code")));
	return err ? chores_wrong(view, err, reasons) :
	    chores_read_new_passphrase(&out->passphrase, view, false);
}

/* What was kept is shown at once: it is open. */
static const struct err *
go_on(struct view *view)
{
	const struct err *err = page_unlocked(view->page);

	view->page->broken = (struct err){ .code = 0 };
	if (!err)
		view_go(view, "/");
	return err;
}

/* ---- data that do not open ---- */

/* Room may have been made since, and whoever was at work there may be gone. */
static bool
is_mended(struct page *page)
{
	const struct err *err;

	if (page->broken.code != 0 && !err_is_of_system(&page->broken))
		return false;
	err = page->broken.code != 0 ? page_open_store(page) : NULL;
	page->broken = err ? *err : (struct err){ .code = 0 };
	return err == NULL;
}

const struct err *
broken_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	struct buf folder = BUF_INIT;
	struct wrong wrong;

	if (is_mended(view.page)) {
		view_go(&view, "/");
		return NULL;
	}
	wrong = (struct wrong){ view_word(&view, view.page->broken.code ==
	    ERR_FULL ? SAY_DISK_FULL : SAY_BROKEN_WHAT),
	    view_reason(&view, &view.page->broken) };
	session_folder(&folder, view.page->cli);
	view_begin(&view, view_word(&view, SAY_BROKEN));
	view_put(&view, "<h1>", SAY_BROKEN, "</h1>\n");
	chores_put_wrong(&view, &wrong);
	html_add(view.out, "<dl><dt>%s</dt><dd>%s</dd></dl>\n",
	    view_word(&view, SAY_DATA_FOLDER), buf_str(&folder));
	/* Its file is gone: a restore moves aside what is left, and begins. */
	if (view.page->broken.code == ERR_NOT_FOUND)
		view_put(&view, "<p><a href=\"/restore\">", SAY_HAVE_BACKUP,
		    "</a></p>\n");
	view_end(&view);
	buf_free(&folder);
	return NULL;
}

/* ---- out of a backup ---- */

const struct err *
restore_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	if (view.store != NULL) {
		view_go(&view, "/backup");
		return NULL;
	}
	return ask(&view, &restore_form, &nothing_wrong);
}

/* The upload lies beside what becomes the store, and is gone afterwards. */
static const struct err *
restore_in(struct page *page, struct rescue *rescue, const char *folder)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	if (rescue->file->upload == NULL)
		return err_new(ERR_USAGE, "the backup did not come as a file");
	file_join(&path, folder, "uploaded.backup");
	err = upload_keep(rescue->file->upload, buf_str(&path));
	if (!err)
		err = rescue_restore(&page->chores->moved, folder,
		    buf_str(&path), rescue->code, choose, rescue);
	err = err_first(err, file_remove_tree(buf_str(&path)));
	if (!err)
		err = store_open(&page->session.store, folder, false);
	if (!err)
		err = store_unlock(page->session.store, rescue->passphrase);
	buf_free(&path);
	return err;
}

const struct err *
restore_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	struct buf folder = BUF_INIT;
	struct rescue rescue;
	enum store_moved moved;
	const struct err *err;
	struct wrong wrong;

	if (view.store != NULL) {
		view_go(&view, "/backup");
		return NULL;
	}
	wrong = read_form(&rescue, &view);
	session_folder(&folder, view.page->cli);
	err = wrong.text ? NULL : restore_in(view.page, &rescue,
	    buf_str(&folder));
	mem_wipe(rescue.code, sizeof(rescue.code));
	buf_free(&folder);
	if (err)
		wrong = chores_wrong(&view, err, reasons);
	if (wrong.text != NULL)
		return ask(&view, &restore_form, &wrong);
	moved = view.page->chores->moved;
	err = go_on(&view);
	view.page->chores->moved = moved;
	return err;
}

/* ---- a passphrase that was forgotten ---- */

const struct err *
forgotten_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	return ask(&view, &forgotten_form, &nothing_wrong);
}

const struct err *
forgotten_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err = NULL;
	struct rescue rescue;
	struct wrong wrong = read_form(&rescue, &view);

	if (wrong.text == NULL)
		err = rescue_unlock(view.store, slice_of(rescue.file->value,
		    rescue.file->len), rescue.file->file_name ?
		    rescue.file->file_name : "", rescue.code, choose,
		    &rescue);
	mem_wipe(rescue.code, sizeof(rescue.code));
	if (err)
		wrong = chores_wrong(&view, err, reasons);
	return wrong.text ? ask(&view, &forgotten_form, &wrong) : go_on(&view);
}
