/* chores_view.c - what pages show of what goes on beside them; see chores.h. */
#include <string.h>

#include "collector/page/chores.h"
#include "collector/passphrase.h"

/* ---- what goes on ---- */

static void
put_moved(struct view *view, const struct wire_progress *moved)
{
	const char *size = arena_printf(view->request->arena, "%.1f",
	    (double)moved->bytes / 1e6);

	if (moved->total > 0)
		html_add(view->out, "<progress max=\"%u\" value=\"%u\">"
		    "</progress>\n", (unsigned)moved->total,
		    (unsigned)moved->done);
	else
		buf_add(view->out, "<progress></progress>\n");
	if (moved->bytes == 0)
		return;
	/* Not read out: it changes every second. */
	buf_add(view->out, "<p class=\"soft\" aria-hidden=\"true\">");
	view_say(view, moved->upward ? SAY_MOVED_UP : SAY_MOVED_DOWN, size,
	    (char *)NULL);
	buf_add(view->out, "</p>\n");
}

static const char *
last_line(const struct background_news *news)
{
	return news->count > 0 ? news->lines[news->count - 1].text : NULL;
}

static const struct {
	const char *name;
	enum phrase doing;
} chores[CHORE_COUNT] = {
	[CHORE_SYNC] = { "sync", SAY_SYNC_RUNS },
	[CHORE_REQUEST] = { "request", SAY_REQUEST_GOES },
	[CHORE_CARRY] = { "carry", SAY_CARRY_RUNS },
	[CHORE_BACKUP] = { "backup", SAY_BACKUP_RUNS },
	[CHORE_DOCTOR] = { "doctor", SAY_DOCTOR_RUNS }
};

void
chores_show_progress(struct view *view, enum chore chore)
{
	const struct background_news *news = view->page->chores->news;
	bool busy = chores_busy(view->page);

	html_add(view->out, "<div id=\"progress\"");
	if (busy)
		html_add(view->out, " data-renew=\"/progress/%s\"",
		    chores[chore].name);
	buf_add(view->out, ">\n");
	if (busy) {
		view_put(view, "<p><strong>", chores[chore].doing,
		    "</strong></p>\n");
		put_moved(view, &news->moved);
		if (last_line(news) != NULL)
			html_add(view->out, "<p class=\"soft\">%s</p>\n",
			    last_line(news));
		html_add(view->out, "<noscript><p><a href=\"%s\">%s</a></p>"
		    "</noscript>\n", view->request->path,
		    view_word(view, SAY_RENEW));
	}
	buf_add(view->out, "</div>\n");
}

/* Without its part, the script loads the whole page: it has ended. */
const struct err *
progress_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	for (int i = 0; i < CHORE_COUNT; i++)
		if (!strcmp(request->segments[0], chores[i].name) &&
		    chores_busy(view.page))
			chores_show_progress(&view, (enum chore)i);
	return NULL;
}

void
chores_put_made(struct view *view)
{
	const char *name = view->page->chores->made;

	html_add(view->out, "<p><a class=\"button\" href=\"/file\" "
	    "download=\"%s\">", name);
	view_say(view, SAY_KEEP_FILE, name, (char *)NULL);
	buf_add(view->out, "</a></p>\n");
}

void
chores_show_lines(struct view *view)
{
	const struct background_news *news = view->page->chores->news;

	if (news == NULL || news->count == 0)
		return;
	view_put(view, "<details><summary>", SAY_ALL_THAT_HAPPENED,
	    "</summary><ul>\n");
	for (size_t i = 0; i < news->count; i++)
		html_add(view->out, "<li>%s</li>\n", news->lines[i].text);
	buf_add(view->out, "</ul></details>\n");
}

void
chores_show_failure(struct view *view)
{
	const struct background_news *news = view->page->chores->news;

	if (news != NULL && news->state == BACKGROUND_FAILED)
		view_failure(view, view_reason(view, &news->failure));
}

/* ---- what is wrong ---- */

struct wrong
chores_wrong(struct view *view, const struct err *err,
    const struct reason *reasons)
{
	for (; reasons->code != 0; reasons++)
		if ((int)err->code == reasons->code)
			return (struct wrong){ view_word(view,
			    reasons->phrase), view_reason(view, err) };
	return (struct wrong){ view_reason(view, err), NULL };
}

void
chores_put_wrong(struct view *view, const struct wrong *wrong)
{
	if (wrong->text == NULL)
		return;
	html_add(view->out, "<div class=\"failure\" role=\"alert\"><p>%s</p>"
	    "\n", wrong->text);
	if (wrong->detail != NULL)
		html_add(view->out, "<details><summary>%s</summary><p>"
		    "%s</p></details>\n",
		    view_word(view, SAY_THE_PROGRAM_SAYS), wrong->detail);
	buf_add(view->out, "</div>\n");
}

/* ---- passphrases ---- */

void
chores_put_secret(struct view *view, const char *name, enum phrase label,
    const char *attributes)
{
	html_add(view->out, "<p class=\"field\"><label for=\"%s\">%s</label>\n"
	    "<input type=\"password\" id=\"%s\" name=\"%s\" ", name,
	    view_word(view, label), name, name);
	buf_addf(view->out, "%s></p>\n", attributes);
}

void
chores_put_new_passphrase(struct view *view)
{
	view_put(view, "<p id=\"passphrase-advice\">",
	    SAY_PASSPHRASE_ADVICE, "</p>\n");
	chores_put_secret(view, "fresh", SAY_PASSPHRASE_NEW,
	    "autocomplete=\"new-password\" data-judge=\"/strength\" "
	    "aria-describedby=\"passphrase-advice judged-fresh\"");
	buf_add(view->out, "<p id=\"judged-fresh\" class=\"soft\" "
	    "aria-live=\"polite\"></p>\n");
	chores_put_secret(view, "again", SAY_PASSPHRASE_AGAIN,
	    "autocomplete=\"new-password\"");
	view_put(view, "<p class=\"notice\">", SAY_PASSPHRASE_FORGOTTEN,
	    "</p>\n");
}

struct wrong
chores_read_new_passphrase(struct slice *out, struct view *view, bool wanted)
{
	const struct web_field *fresh, *again;

	fresh = web_field(&view->request->form, "fresh");
	again = web_field(&view->request->form, "again");
	*out = fresh ? slice_of(fresh->value, fresh->len) : SLICE_EMPTY;
	if (again == NULL || !slice_equal(*out,
	    slice_of(again->value, again->len)))
		return (struct wrong){ view_word(view,
		    SAY_PASSPHRASES_DIFFER), NULL };
	if (out->len > STORE_PASSPHRASE_BYTES_MAX)
		return (struct wrong){ view_word(view,
		    SAY_PASSPHRASE_LONG), NULL };
	if (out->len == 0 && wanted)
		return (struct wrong){ view_word(view,
		    SAY_PASSPHRASE_NEEDED), NULL };
	view->page->chores->weak = out->len > 0 &&
	    passphrase_strength(*out) == PASSPHRASE_WEAK;
	return (struct wrong){ NULL, NULL };
}

/* A word on a passphrase, for page.js while it is typed. */
const struct err *
strength_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	static const enum phrase phrases[] = {
		[PASSPHRASE_NONE] = SAY_STRENGTH_NONE,
		[PASSPHRASE_WEAK] = SAY_STRENGTH_WEAK,
		[PASSPHRASE_FAIR] = SAY_STRENGTH_FAIR,
		[PASSPHRASE_GOOD] = SAY_STRENGTH_GOOD };
	struct view view = view_of(data, request, reply);

	reply->type = "text/plain; charset=utf-8";
	buf_add(view.out, view_word(&view, phrases[passphrase_strength(
	    slice_str(view_field(&view, "text")))]));
	return NULL;
}

/* ---- files ---- */

void
chores_put_file(struct view *view, const char *name, enum phrase label,
    enum phrase hint, const char *attributes)
{
	html_add(view->out, "<p class=\"field\"><label for=\"%s\">%s</label>\n"
	    "<span class=\"hint\" id=\"%s-hint\">%s</span>\n<input "
	    "type=\"file\" id=\"%s\" name=\"%s\" aria-describedby=\"%s-hint\" "
	    "required ", name, view_word(view, label), name,
	    view_word(view, hint), name, name, name);
	buf_addf(view->out, "%s></p>\n", attributes);
}

const struct err *
chores_file(const struct web_field **out, const struct view *view,
    const char *name)
{
	*out = web_field(&view->request->form, name);
	return *out != NULL && ((*out)->upload != NULL ?
	    upload_bytes((*out)->upload) : (*out)->len) > 0 ? NULL :
	    err_new(ERR_USAGE, "%s", view_word(view, SAY_NO_FILE));
}
