/*
 * join.c - the first start: the file of an invitation, what it is for, a
 * passphrase, done. Also when a study asks for another invitation.
 */
#include <string.h>

#include "collector/aside.h"
#include "collector/page/chores.h"
#include "kit/exchange/address.h"

static const struct wrong nothing_wrong = { NULL, NULL };

static const struct reason reasons[] = {
	{ ERR_FORMAT, SAY_NO_INVITATION }, { ERR_LIMIT, SAY_NO_INVITATION },
	{ ERR_SIGNATURE, SAY_INVITATION_ALTERED },
	{ ERR_DENIED, SAY_INVITATION_EXPIRED },
	{ ERR_NEWER, SAY_NEWER_FILE }, { ERR_FOREIGN, SAY_OTHER_STUDY },
	{ ERR_EXISTS, SAY_JOINED_ALREADY }, { ERR_FULL, SAY_DISK_FULL },
	{ ERR_BUSY, SAY_WAIT_FOR_SYNC }, { 0, SAY_FAILED }
};

/* ---- which file ---- */

static const struct err *
ask_file(struct view *view, const struct wrong *wrong)
{
	bool again = view->store != NULL;

	view_begin(view, view_word(view, again ? SAY_JOIN_AGAIN_TITLE :
	    SAY_WELCOME));
	view_put(view, "<h1>", again ? SAY_JOIN_AGAIN_TITLE : SAY_WELCOME,
	    "</h1>\n");
	view_put(view, "<p>", again ? SAY_JOIN_AGAIN_WHY : SAY_WELCOME_WHY,
	    "</p>\n");
	chores_put_wrong(view, wrong);
	html_form(view->out, view->request, "/join",
	    "enctype=\"multipart/form-data\" class=\"card\"");
	chores_put_file(view, "invitation", SAY_INVITATION,
	    SAY_INVITATION_HINT, "accept=\".invitation\"");
	view_put(view, "<p><button>", SAY_CONTINUE, "</button></p></form>\n");
	if (!again)
		view_put(view, "<p><a href=\"/restore\">", SAY_HAVE_BACKUP,
		    "</a></p>\n");
	view_end(view);
	return NULL;
}

/* A store that is there is opened first. */
static bool
must_unlock(struct view *view)
{
	if (view->store == NULL || view->page->unlocked)
		return false;
	view_go(view, "/unlock");
	return true;
}

const struct err *
join_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	return must_unlock(&view) ? NULL : ask_file(&view, &nothing_wrong);
}

/* ---- what it is for ---- */

static void
put_row(struct view *view, enum phrase term, const char *text)
{
	html_add(view->out, "<dt>%s</dt><dd>%s</dd>\n", view_word(view, term),
	    text);
}

static const char *
phase_text(const struct view *view, const char *phase)
{
	static const struct {
		const char *phase;
		enum phrase phrase;
	} known[] = {
		{ "training", SAY_IN_TRAINING }, { "pilot", SAY_IN_PILOT },
		{ "field", SAY_IN_FIELD }, { "closed", SAY_IN_CLOSED }
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(phase, known[i].phase))
			return view_word(view, known[i].phrase);
	return phase;
}

static void
put_invitation(struct view *view, const struct join *join)
{
	size_t count;
	const struct manifest_form *forms = manifest_forms(join->manifest,
	    &count);

	buf_add(view->out, "<dl class=\"card\">\n");
	put_row(view, SAY_STUDY, manifest_title(join->manifest));
	put_row(view, SAY_PHASE, phase_text(view,
	    manifest_phase(join->manifest)));
	for (size_t i = 0; i < count; i++)
		if (i == 0 || strcmp(forms[i].name, forms[i - 1].name) != 0)
			put_row(view, SAY_QUESTIONNAIRE, forms[i].name);
	put_row(view, SAY_VALID_UNTIL, view_time(view,
	    join->invitation->expires_ms));
	buf_add(view->out, "</dl>\n");
}

static void
put_begin_form(struct view *view, const struct join *join,
    enum join_kind kind)
{
	html_form(view->out, view->request, "/join/begin", "class=\"card\"");
	html_add(view->out, "<p class=\"field\"><label for=\"name\">%s</label>"
	    "\n<span class=\"hint\" id=\"name-hint\">%s</span>\n<input "
	    "type=\"text\" id=\"name\" name=\"name\" value=\"%s\" "
	    "autocomplete=\"name\" maxlength=\"80\" "
	    "aria-describedby=\"name-hint\"></p>\n",
	    view_word(view, SAY_YOUR_NAME), view_word(view, SAY_YOUR_NAME_HINT),
	    join->invitation->for_name);
	if (kind != JOIN_AGAIN) {
		view_put(view, "<h2>", SAY_CHOOSE_PASSPHRASE, "</h2>\n");
		chores_put_new_passphrase(view);
		if (!join_wants_passphrase(join))
			view_put(view, "<p>", SAY_PASSPHRASE_OPTIONAL,
			    "</p>\n");
	}
	view_put(view, "<p class=\"actions\"><button>", kind == JOIN_AGAIN ?
	    SAY_ASK_AGAIN : SAY_TAKE_PART, "</button> <a class=\"button second\" "
	    "href=\"/join\">");
	view_put(view, "", SAY_OTHER_FILE, "</a></p></form>\n");
}

static const struct err *
ask_passphrase(struct view *view, enum join_kind kind,
    const struct wrong *wrong)
{
	const struct join *join = &view->page->chores->join;

	view_begin(view, manifest_title(join->manifest));
	view_put(view, "<h1>", SAY_INVITED, "</h1>\n");
	put_invitation(view, join);
	if (kind == JOIN_ASIDE)
		view_put(view, "<p class=\"notice\">", SAY_SET_ASIDE,
		    "</p>\n");
	if (kind == JOIN_AGAIN && join_has_served(join, view->store))
		view_put(view, "<p class=\"notice\">", SAY_INVITATION_SERVED,
		    "</p>\n");
	chores_put_wrong(view, wrong);
	put_begin_form(view, join, kind);
	view_end(view);
	return NULL;
}

const struct err *
join_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	struct join *join = &view.page->chores->join;
	const struct web_field *file = NULL;
	struct buf bytes = BUF_INIT;
	struct wrong wrong;
	const struct err *err;
	enum join_kind kind;

	if (must_unlock(&view))
		return NULL;
	join_free(join);
	err = chores_file(&file, &view, "invitation");
	if (!err && file->upload == NULL)
		err = err_new(ERR_USAGE, "the invitation did not come as a "
		    "file");
	if (!err)
		err = upload_load(&bytes, file->upload);
	if (!err)
		err = join_read(join, buf_slice(&bytes), file->file_name);
	buf_wipe(&bytes);
	if (!err)
		err = join_plan(&kind, join, view.store);
	if (!err)
		return ask_passphrase(&view, kind, &nothing_wrong);
	wrong = chores_wrong(&view, err, reasons);
	/* Most often it is another file that was picked. */
	if (file != NULL && (err->code == ERR_FORMAT ||
	    err->code == ERR_LIMIT))
		wrong.text = view_text(&view, SAY_NO_INVITATION,
		    file->file_name ? file->file_name : "?", (char *)NULL);
	return ask_file(&view, &wrong);
}

/* ---- taking part ---- */

/* What was tried out before makes room; nothing is open of it any more. */
static const struct err *
make_room(struct page *page)
{
	struct store *store = page->session.store;
	struct buf aside = BUF_INIT;
	const struct err *err;

	page->session.store = NULL;
	page_close_store(page);
	err = aside_move(&aside, &store);
	page->session.store = store;
	buf_free(&aside);
	return err;
}

static const struct err *
begin(struct page *page, enum join_kind kind, const char *name,
    struct slice passphrase)
{
	const struct join *join = &page->chores->join;
	struct session *s = &page->session;
	struct buf folder = BUF_INIT;
	const struct err *err = NULL;

	if (kind == JOIN_AGAIN)
		return join_again(s->store, join, name);
	if (kind == JOIN_ASIDE)
		err = make_room(page);
	session_folder(&folder, page->cli);
	if (!err && s->store == NULL)
		err = store_open(&s->store, buf_str(&folder), true);
	if (!err)
		err = join_begin(s->store, join, name, passphrase);
	/* Without a study in it, it is none. */
	if (err && s->store != NULL && store_study(s->store) == NULL)
		page_close_store(page);
	buf_free(&folder);
	return err ? err : page_unlocked(page);
}

/* The request travels now if the hub is there, else with the next sync. */
static const struct err *
send_request(struct view *view)
{
	const struct background_plan plan = { .work = BACKGROUND_SYNC,
		.language = view->language };
	struct store *store = view->page->session.store;

	store_let_go(store);
	view->page->chores->remote = address_is_remote(
	    store_study(store)->hub);
	if (store_study(store)->hub[0] == '\0' || chores_busy(view->page))
		return NULL;
	return chores_start(view->page, &plan);
}

const struct err *
join_begin_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	struct join *join = &view.page->chores->join;
	struct slice passphrase = SLICE_EMPTY;
	struct wrong wrong = nothing_wrong;
	const struct err *err;
	enum join_kind kind;

	if (join->invitation == NULL || must_unlock(&view)) {
		view_go(&view, "/join");
		return NULL;
	}
	err = join_plan(&kind, join, view.store);
	if (!err && kind != JOIN_AGAIN)
		wrong = chores_read_new_passphrase(&passphrase, &view,
		    join_wants_passphrase(join));
	if (!err && wrong.text == NULL)
		err = begin(view.page, kind, view_field(&view, "name"),
		    passphrase);
	view.store = view.page->session.store;
	if (err)
		wrong = chores_wrong(&view, err, reasons);
	if (wrong.text != NULL)
		return ask_passphrase(&view, kind, &wrong);
	join_free(join);
	view_go(&view, "/joined");
	return send_request(&view);
}

/* ---- done ---- */

const struct err *
joined_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct manifest *manifest;
	const struct err *err;

	if ((err = store_manifest(&manifest, view.store)) != NULL)
		return err;
	view_begin(&view, view_word(&view, SAY_JOINED));
	view_put(&view, "<h1>", SAY_JOINED, "</h1>\n");
	buf_add(view.out, "<p>");
	view_say(&view, SAY_JOINED_STUDY, manifest_title(manifest),
	    (char *)NULL);
	buf_add(view.out, "</p>\n");
	view_put(&view, "<p>", SAY_JOINED_BEGIN, "</p>\n");
	if (manifest_role(manifest, &store_study(view.store)->sign) ==
	    MEMBER_NONE)
		view_put(&view, "<p>", SAY_JOINED_ADMISSION, "</p>\n");
	if (view.page->chores->weak) {
		view_put(&view, "<p class=\"notice\">", SAY_STRENGTH_WEAK,
		    " <a href=\"/settings#passphrase-title\">");
		view_put(&view, "", SAY_CHANGE_PASSPHRASE, "</a></p>\n");
	}
	buf_add(view.out, "<div role=\"status\" aria-live=\"polite\">\n");
	chores_show_progress(&view, CHORE_REQUEST);
	buf_add(view.out, "</div>\n");
	view_put(&view, "<p><a class=\"button\" href=\"/\">", SAY_TO_HOME,
	    "</a></p>\n");
	view_end(&view);
	return NULL;
}
