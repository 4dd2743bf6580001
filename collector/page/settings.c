/* settings.c - what a person prefers; the passphrase; is all well here? */
#include <string.h>

#include "collector/page/chores.h"
#include "collector/passphrase.h"

/* ---- preferences ---- */

struct preference {
	const char *value;
	enum phrase phrase;
};

static const struct preference languages[] = {
	{ "fr", SAY_FRENCH }, { "en", SAY_ENGLISH }, { NULL, SAY_CHOOSE }
};
static const struct preference themes[] = {
	{ "auto", SAY_THEME_AUTO }, { "light", SAY_THEME_LIGHT },
	{ "dark", SAY_THEME_DARK }, { NULL, SAY_CHOOSE }
};
static const struct preference modes[] = {
	{ "question", SAY_SETTINGS_MODE_QUESTION },
	{ "section", SAY_SETTINGS_MODE_SECTION },
	{ "all", SAY_SETTINGS_MODE_ALL }, { NULL, SAY_CHOOSE }
};

static void
put_preference(struct view *view, const char *name, enum phrase label,
    const struct preference *choices, const char *now)
{
	html_form(view->out, view->request, "/preference", "class=\"field\"");
	html_add(view->out, "<input type=\"hidden\" name=\"back\" "
	    "value=\"/settings\">\n<label for=\"%s\">%s</label>\n"
	    "<select id=\"%s\" name=\"%s\" data-now>\n", name,
	    view_word(view, label), name, name);
	for (; choices->value != NULL; choices++) {
		html_add(view->out, "<option value=\"%s\"", choices->value);
		buf_add(view->out, strcmp(choices->value, now) == 0 ?
		    " selected>" : ">");
		view_put(view, "", choices->phrase, "</option>\n");
	}
	view_put(view, "</select>\n<noscript><button class=\"second\">",
	    SAY_SAVE, "</button></noscript></form>\n");
}

static const char *
cookie(const struct view *view, const char *name, const char *otherwise)
{
	const char *value = web_value(&view->request->cookies, name);

	return value ? value : otherwise;
}

static void
put_preferences(struct view *view)
{
	put_preference(view, "language", SAY_LANGUAGE, languages,
	    language_code(view->language));
	put_preference(view, "theme", SAY_THEME, themes,
	    cookie(view, "theme", "auto"));
	put_preference(view, "mode", SAY_SETTINGS_MODE, modes,
	    cookie(view, "mode", "question"));
}

/* ---- the passphrase ---- */

static const struct reason reasons[] = {
	{ ERR_DENIED, SAY_UNLOCK_WRONG }, { ERR_FULL, SAY_DISK_FULL },
	{ 0, SAY_FAILED }
};

static void
put_passphrase(struct view *view, const struct wrong *wrong,
    const char *changed)
{
	view_put(view, "<h2 id=\"passphrase-title\">", SAY_PASSPHRASE,
	    "</h2>\n");
	if (changed != NULL)
		view_put(view, "<p class=\"done\" role=\"status\">",
		    strcmp(changed, "none") ? SAY_PASSPHRASE_CHANGED :
		    SAY_PASSPHRASE_NONE, "</p>\n");
	chores_put_wrong(view, wrong);
	buf_add(view->out, wrong->text ? "<details open>" : "<details>");
	view_put(view, "<summary>", SAY_CHANGE_PASSPHRASE, "</summary>\n");
	html_form(view->out, view->request, "/settings/passphrase",
	    "class=\"card\"");
	chores_put_secret(view, "old", SAY_PASSPHRASE_OLD,
	    "autocomplete=\"current-password\"");
	chores_put_new_passphrase(view);
	view_put(view, "<p><button>", SAY_CHANGE_PASSPHRASE,
	    "</button></p></form></details>\n");
}

/* ---- is all well? ---- */

static void
put_look(struct view *view)
{
	view_put(view, "<p>", SAY_DOCTOR_WHAT, "</p>\n");
	html_form(view->out, view->request, "/doctor", "");
	view_put(view, "<p><button class=\"second\">", SAY_DOCTOR_LOOK,
	    "</button></p></form>\n");
}

static void
put_doctor(struct view *view)
{
	view_put(view, "<h2>", SAY_DOCTOR, "</h2>\n");
	put_look(view);
}

static void
put_findings(struct view *view, const struct background_news *news)
{
	static const struct {
		const char *kind;
		enum phrase phrase;
	} levels[SAID_COUNT] = {
		[SAID_GOOD] = { "good", SAY_FOUND_GOOD },
		[SAID_NOTE] = { "note", SAY_FOUND_NOTE },
		[SAID_MENDED] = { "mended", SAY_FOUND_MENDED },
		[SAID_BAD] = { "bad", SAY_FOUND_BAD }
	};

	buf_add(view->out, "<ul class=\"findings\">\n");
	for (size_t i = 0; i < news->count; i++) {
		enum said how = news->lines[i].how;

		if (levels[how].kind == NULL)
			continue;
		html_add(view->out, "<li class=\"%s\"><strong>%s</strong> "
		    "%s</li>\n", levels[how].kind,
		    view_word(view, levels[how].phrase), news->lines[i].text);
	}
	buf_add(view->out, "</ul>\n");
}

static size_t
count_of(const struct background_news *news, enum said how)
{
	size_t count = 0;

	for (size_t i = 0; i < news->count; i++)
		count += news->lines[i].how == how;
	return count;
}

static void
put_verdict(struct view *view)
{
	const struct background_news *news = view->page->chores->news;

	chores_show_failure(view);
	if (news->state != BACKGROUND_DONE)
		return;
	if (count_of(news, SAID_BAD) > 0)
		view_put(view, "<p class=\"failure\">", SAY_DOCTOR_BAD,
		    "</p>\n");
	else if (count_of(news, SAID_MENDED) > 0)
		view_put(view, "<p class=\"done\">", SAY_DOCTOR_MENDED,
		    "</p>\n");
	else
		view_put(view, "<p class=\"done\">", SAY_DOCTOR_GOOD,
		    "</p>\n");
	put_findings(view, news);
}

const struct err *
doctor_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	view_begin(&view, view_word(&view, SAY_DOCTOR));
	view_put(&view, "<h1>", SAY_DOCTOR, "</h1>\n");
	buf_add(view.out, "<div role=\"status\" aria-live=\"polite\">\n");
	chores_show_progress(&view, CHORE_DOCTOR);
	if (!chores_busy(view.page) &&
	    chores_did(view.page, BACKGROUND_DOCTOR))
		put_verdict(&view);
	buf_add(view.out, "</div>\n");
	if (!chores_busy(view.page))
		put_look(&view);
	view_put(&view, "<p><a href=\"/settings\">", SAY_SETTINGS,
	    "</a></p>\n");
	view_end(&view);
	return NULL;
}

const struct err *
doctor_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct background_plan plan = { .work = BACKGROUND_DOCTOR,
		.language = view.language };
	const struct err *err = NULL;

	if (!chores_busy(view.page))
		err = chores_start(view.page, &plan);
	view_go(&view, "/doctor");
	return err;
}

/* ---- the page ---- */

static void
put_about(struct view *view)
{
	const struct study *study = store_study(view->store);

	view_put(view, "<h2>", SAY_ABOUT, "</h2>\n<dl>\n");
	html_add(view->out, "<dt>%s</dt><dd>%s</dd>\n",
	    view_word(view, SAY_THIS_COMPUTER), study->device);
	html_add(view->out, "<dt>%s</dt><dd>%s</dd>\n",
	    view_word(view, SAY_DATA_FOLDER), store_folder(view->store));
	html_add(view->out, "<dt>%s</dt><dd>%s</dd>\n",
	    view_word(view, SAY_HUB_IS), study->hub[0] ? study->hub :
	    view_word(view, SAY_NO_HUB));
	html_add(view->out, "<dt>%s</dt><dd>%s</dd>\n</dl>\n",
	    view_word(view, SAY_VERSION), RECOLTE_VERSION);
}

static void
put_links(struct view *view)
{
	view_put(view, "<h2>", SAY_FILES, "</h2>\n<ul>\n<li><a "
	    "href=\"/backup\">");
	view_put(view, "", SAY_BACKUP_TITLE, "</a></li>\n");
	view_put(view, "<li><a href=\"/carry\">", SAY_CARRY_TITLE,
	    "</a></li>\n");
	view_put(view, "<li><a href=\"/join\">", SAY_JOIN_AGAIN_TITLE,
	    "</a></li>\n</ul>\n");
}

static const struct err *
show(struct view *view, const struct wrong *wrong, const char *changed)
{
	view_begin(view, view_word(view, SAY_SETTINGS));
	view_put(view, "<h1>", SAY_SETTINGS, "</h1>\n");
	put_preferences(view);
	put_passphrase(view, wrong, changed);
	if (!chores_busy(view->page))
		put_doctor(view);
	put_links(view);
	put_about(view);
	view_end(view);
	return NULL;
}

const struct err *
settings_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct wrong nothing = { NULL, NULL };

	return show(&view, &nothing, web_value(&request->query, "changed"));
}

const struct err *
passphrase_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct manifest *manifest;
	const struct err *err;
	struct slice fresh;
	struct wrong wrong;

	if ((err = store_manifest(&manifest, view.store)) != NULL)
		return err;
	wrong = chores_read_new_passphrase(&fresh, &view,
	    session_wants_passphrase(manifest));
	if (wrong.text == NULL)
		err = passphrase_change(view.store,
		    slice_str(view_field(&view, "old")), fresh);
	if (err)
		wrong = chores_wrong(&view, err, reasons);
	if (wrong.text != NULL)
		return show(&view, &wrong, NULL);
	view_go(&view, fresh.len > 0 ?
	    "/settings?changed=now#passphrase-title" :
	    "/settings?changed=none#passphrase-title");
	return NULL;
}
