/* view.c - one page being written; see page.h. */
#include <stdarg.h>
#include <string.h>

#include "collector/page/chores.h"
#include "formspec/failure.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"

/* ---- which language ---- */

/* The first of Accept-Language that we speak, English else. */
static enum language
language_of_browser(const char *languages)
{
	while (*languages != '\0') {
		languages += strspn(languages, " ,");
		if (!strncmp(languages, "fr", 2))
			return FRENCH;
		if (!strncmp(languages, "en", 2))
			return ENGLISH;
		languages += strcspn(languages, ",");
	}
	return ENGLISH;
}

static enum language
language_wanted(const struct web_request *request)
{
	const char *chosen = web_value(&request->cookies, "language");

	return chosen != NULL ? language_of(chosen) :
	    language_of_browser(request->languages);
}

struct view
view_of(struct page *page, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = { .page = page, .store = page->session.store,
		.request = request, .reply = reply, .out = &reply->body,
		.language = language_wanted(request) };

	/* The rooms below say it in the same language, and keep nothing. */
	page->session.language = view.language;
	page->session.arena = request->arena;
	return view;
}

/* ---- phrases ---- */

const char *
view_word(const struct view *view, enum phrase phrase)
{
	return phrase_text(view->language, phrase);
}

const char *
view_text(struct view *view, enum phrase phrase, ...)
{
	struct buf text = BUF_INIT;
	const char *kept;
	va_list list;

	va_start(list, phrase);
	word_fill(&text, view_word(view, phrase), list);
	va_end(list);
	kept = arena_slice(view->request->arena, buf_slice(&text));
	buf_free(&text);
	return kept;
}

void
view_say(struct view *view, enum phrase phrase, ...)
{
	struct buf text = BUF_INIT;
	va_list list;

	va_start(list, phrase);
	word_fill(&text, view_word(view, phrase), list);
	va_end(list);
	html_text(view->out, buf_slice(&text));
	buf_free(&text);
}

void
view_put(struct view *view, const char *before, enum phrase phrase,
    const char *after)
{
	buf_add(view->out, before);
	view_say(view, phrase, (char *)NULL);
	buf_add(view->out, after);
}

/* ---- the frame ---- */

static const char *
theme_of(const struct web_request *request)
{
	const char *theme = web_value(&request->cookies, "theme");

	if (theme != NULL && (!strcmp(theme, "light") ||
	    !strcmp(theme, "dark")))
		return theme;
	return "auto";
}

static void
add_head(struct view *view, const char *title)
{
	const char *version = view->page->asset_version;

	html_add(view->out, "<!doctype html>\n<html lang=\"%s\" "
	    "data-theme=\"%s\">\n<head><meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n<meta name=\"color-scheme\" "
	    "content=\"light dark\">\n<title>%s – Récolte</title>\n"
	    "<link rel=\"icon\" href=\"/page.svg?%s\">\n"
	    "<link rel=\"stylesheet\" href=\"/page.css?%s\">\n"
	    "<link rel=\"stylesheet\" href=\"/widgets.css?%s\">\n"
	    "<script defer src=\"/page.js?%s\"></script>\n"
	    "<script defer src=\"/interview.js?%s\"></script>\n"
	    "<script defer src=\"/widgets.js?%s\"></script></head>\n",
	    language_code(view->language), theme_of(view->request),
	    title, version, version, version, version, version, version);
}

/* What is open is known once there is a store with a study in it. */
static const struct manifest *
manifest_of(const struct view *view)
{
	const struct manifest *manifest = NULL;

	if (view->store == NULL || store_study(view->store) == NULL ||
	    store_manifest(&manifest, view->store) != NULL)
		return NULL;
	return manifest;
}

/* This very page, for whoever comes back to it. */
static const char *
own_address(struct view *view)
{
	const struct web_fields *query = &view->request->query;
	struct buf url = BUF_INIT;
	const char *kept;

	buf_add(&url, view->request->path);
	for (size_t i = 0; i < query->count; i++) {
		buf_add(&url, i == 0 ? "?" : "&");
		html_url(&url, query->items[i].name);
		buf_add(&url, "=");
		html_url(&url, query->items[i].value);
	}
	kept = arena_slice(view->request->arena, buf_slice(&url));
	buf_free(&url);
	return kept;
}

static void
add_button(struct view *view, const char *action, const char *name,
    const char *value, enum phrase phrase)
{
	html_form(view->out, view->request, action, "");
	if (name != NULL)
		html_add(view->out, "<input type=\"hidden\" name=\"back\" "
		    "value=\"%s\"><input type=\"hidden\" name=\"%s\" "
		    "value=\"%s\">", own_address(view), name, value);
	buf_add(view->out, "<button class=\"quiet\"");
	if (phrase == SAY_OTHER_LANGUAGE)
		html_add(view->out, " lang=\"%s\"", value);
	view_put(view, ">", phrase, "</button></form>\n");
}

static void
add_top(struct view *view, const struct manifest *manifest)
{
	view_put(view, "<a class=\"skip\" href=\"#main\">", SAY_SKIP,
	    "</a>\n<header class=\"top\"><a class=\"brand\" href=\"/\">"
	    "Récolte</a> ");
	html_add(view->out, "<span class=\"study\">%s</span>\n", manifest ?
	    manifest_title(manifest) : view_word(view, SAY_NO_STUDY));
	view_put(view, "<details class=\"menu\"><summary>", SAY_MENU,
	    "</summary></details>\n");
	html_add(view->out, "<nav aria-label=\"%s\">",
	    view_word(view, SAY_MENU));
	if (view->page->unlocked) {
		view_put(view, "<a href=\"/\">", SAY_HOME, "</a>\n");
		view_put(view, "<a href=\"/sync\">", SAY_SYNC, "</a>\n");
		view_put(view, "<a href=\"/settings\">", SAY_SETTINGS,
		    "</a>\n");
	}
	add_button(view, "/preference", "language",
	    view->language == FRENCH ? "en" : "fr", SAY_OTHER_LANGUAGE);
	add_button(view, "/quit", NULL, NULL, SAY_QUIT);
	buf_add(view->out, "</nav></header>\n");
}

static void
add_phase(struct view *view, const char *phase)
{
	static const struct {
		const char *phase;
		enum phrase phrase;
	} loud[] = {
		{ "training", SAY_PHASE_TRAINING }, { "pilot", SAY_PHASE_PILOT },
		{ "closed", SAY_PHASE_CLOSED }
	};

	for (size_t i = 0; i < sizeof(loud) / sizeof(loud[0]); i++)
		if (!strcmp(loud[i].phase, phase)) {
			html_add(view->out, "<p class=\"phase %s\" "
			    "role=\"note\">", phase);
			view_put(view, "<strong>", loud[i].phrase,
			    "</strong></p>\n");
		}
}

/* The study has gone on, and what lies here was practice: a way out of it. */
static bool
add_practised(struct view *view, const struct manifest *manifest)
{
	const struct study *study = store_study(view->store);

	if (study == NULL || !manifest_is_past(manifest, study->phase))
		return false;
	buf_add(view->out, "<p class=\"phase training\" role=\"note\">");
	view_put(view, "<strong>", manifest_is_practice(manifest) ?
	    SAY_PHASE_TRAINED : SAY_PHASE_PRACTISED, "</strong> ");
	view_put(view, "<a href=\"/join\">", SAY_JOIN_AGAIN_TITLE,
	    "</a></p>\n");
	return true;
}

/* A copy goes on by itself, and says so once. */
static void
add_moved(struct view *view)
{
	enum store_moved *moved = &view->page->chores->moved;

	if (*moved != STORE_STAYED)
		html_add(view->out, "<p class=\"notice\" role=\"status\">%s"
		    "</p>\n", word_text(view->language,
		    session_moved_word(*moved)));
	*moved = STORE_STAYED;
}

void
view_begin(struct view *view, const char *title)
{
	const struct manifest *manifest = manifest_of(view);

	add_head(view, title);
	buf_add(view->out, "<body>\n");
	add_top(view, manifest);
	if (manifest != NULL && !add_practised(view, manifest))
		add_phase(view, manifest_phase(manifest));
	buf_add(view->out, "<main id=\"main\" tabindex=\"-1\">\n");
	add_moved(view);
}

void
view_end(struct view *view)
{
	buf_add(view->out, "</main>\n</body></html>\n");
}

void
view_go(struct view *view, const char *path)
{
	view->reply->location = arena_strdup(view->request->arena, path);
}

/* ---- failures ---- */

void
view_failure(struct view *view, const char *message)
{
	html_add(view->out, "<div class=\"failure\" role=\"alert\"><p>%s</p>"
	    "</div>\n", message);
}

const char *
view_reason(struct view *view, const struct err *err)
{
	struct buf text = BUF_INIT;
	const char *kept;

	word_message(&text, view->language, err->msg);
	kept = arena_slice(view->request->arena, buf_slice(&text));
	buf_free(&text);
	return kept;
}

const struct err *
view_missing(const struct err *err)
{
	return err && err->code == ERR_USAGE ? err_new(ERR_NOT_FOUND, "%s",
	    err->msg) : err;
}

/* ---- small things ---- */

static const char *const days[LANGUAGE_COUNT][7] = {
	[ENGLISH] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
	    "Friday", "Saturday" },
	[FRENCH] = { "dimanche", "lundi", "mardi", "mercredi", "jeudi",
	    "vendredi", "samedi" }
};
static const char *const months[LANGUAGE_COUNT][12] = {
	[ENGLISH] = { "January", "February", "March", "April", "May", "June",
	    "July", "August", "September", "October", "November", "December" },
	[FRENCH] = { "janvier", "février", "mars", "avril", "mai", "juin",
	    "juillet", "août", "septembre", "octobre", "novembre",
	    "décembre" }
};

const char *
view_time(struct view *view, int64_t ms)
{
	struct civil c = civil_from_ms(ms, platform_local_offset_minutes(ms));
	int64_t day = days_from_civil(c.year, c.month, c.day);

	if (ms == 0)
		return view_word(view, SAY_NEVER);
	/* The first of January 1970 was a Thursday. */
	return arena_printf(view->request->arena, "%s %d %s %d, %02d:%02d",
	    days[view->language][((day % 7) + 7 + 4) % 7], c.day,
	    months[view->language][c.month - 1], c.year, c.hour, c.minute);
}

/* "2026-11-23", and nothing that goes on before or after it. */
static bool
is_date(const char *name, size_t at)
{
	static const char form[] = "dddd-dd-dd";

	if (at > 0 && strchr("0123456789-", name[at - 1]) != NULL)
		return false;
	for (size_t i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == 'd' ? name[at + i] < '0' || name[at + i] > '9' :
		    name[at + i] != form[i])
			return false;
	at += sizeof(form) - 1;
	return name[at] == '\0' || strchr("0123456789-", name[at]) == NULL;
}

const char *
view_name(const struct view *view, const char *name)
{
	struct buf text = BUF_INIT;
	const char *kept;

	if (view->language != FRENCH)
		return name;
	for (size_t at = 0; name[at] != '\0'; at++) {
		if (!is_date(name, at)) {
			buf_add_byte(&text, (uint8_t)name[at]);
			continue;
		}
		buf_addf(&text, "%.2s/%.2s/%.4s", name + at + 8,
		    name + at + 5, name + at);
		at += strlen("2026-11-2");
	}
	kept = arena_slice(view->request->arena, buf_slice(&text));
	buf_free(&text);
	return kept;
}

const char *
view_field(const struct view *view, const char *name)
{
	const char *value = web_value(&view->request->form, name);

	return value ? value : "";
}
