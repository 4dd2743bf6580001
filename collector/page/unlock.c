/* unlock.c - the passphrase; what a person prefers; and the end. */
#include <string.h>

#include "collector/page/chores.h"
#include "kit/base/mem.h"

enum { COOKIE_VALUE_MAX = 128 };

/* ---- the passphrase ---- */

static const struct err *
show(struct view *view, bool wrong)
{
	view_begin(view, view_word(view, SAY_UNLOCK_TITLE));
	view_put(view, "<h1>", SAY_UNLOCK_TITLE, "</h1>\n");
	view_put(view, "<p>", SAY_UNLOCK_WHY, "</p>\n");
	if (wrong)
		view_failure(view, view_word(view, SAY_UNLOCK_WRONG));
	html_form(view->out, view->request, "/unlock", "class=\"card\"");
	view_put(view, "<p class=\"field\"><label for=\"passphrase\">",
	    SAY_PASSPHRASE, "</label>\n");
	buf_add(view->out, "<input type=\"password\" id=\"passphrase\" "
	    "name=\"passphrase\" autocomplete=\"current-password\" required "
	    "autofocus></p>\n");
	view_put(view, "<p><button>", SAY_UNLOCK, "</button></p></form>\n");
	view_put(view, "<p><a href=\"/forgotten\">", SAY_FORGOTTEN_TITLE,
	    "</a></p>\n");
	view_end(view);
	return NULL;
}

const struct err *
unlock_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	if (view.page->unlocked) {
		view_go(&view, "/");
		return NULL;
	}
	return show(&view, false);
}

const struct err *
unlock_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;

	err = store_unlock(view.store,
	    slice_str(view_field(&view, "passphrase")));
	if (err && err->code == ERR_DENIED)
		return show(&view, true);
	if (!err)
		err = page_unlocked(view.page);
	if (!err)
		view_go(&view, "/");
	return err;
}

/* ---- preferences ---- */

static bool
is_one_of(const char *value, const char *const *allowed)
{
	for (; *allowed != NULL; allowed++)
		if (!strcmp(value, *allowed))
			return true;
	return false;
}

static bool
is_hex(const char *value)
{
	size_t len = strlen(value);

	return len > 0 && len <= COOKIE_VALUE_MAX &&
	    strspn(value, "0123456789abcdef") == len;
}

/* Where a form says to come back to: a page of ours, nobody else's. */
static const char *
way_back(const struct view *view)
{
	const char *back = view_field(view, "back");

	return back[0] == '/' && back[1] != '/' &&
	    strpbrk(back, "\t\r\n\\") == NULL ? back : "/";
}

const struct err *
preference_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	static const struct {
		const char *name;
		const char *const allowed[4];
	} known[] = {
		{ "language", { "fr", "en" } },
		{ "theme", { "auto", "light", "dark" } },
		{ "mode", { "question", "section", "all" } },
		{ "form_language", { NULL } }	/* its name in hex */
	};
	struct view view = view_of(data, request, reply);

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const char *value = view_field(&view, known[i].name);

		if (known[i].allowed[0] == NULL ? is_hex(value) :
		    is_one_of(value, known[i].allowed)) {
			reply->cookie = known[i].name;
			reply->cookie_value = value;
		}
	}
	view_go(&view, way_back(&view));
	return NULL;
}

/* ---- the end ---- */

const struct err *
quit_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	view_go(&view, "/");
	return NULL;
}

const struct err *
quit_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	html_add(view.out, "<!doctype html>\n<html lang=\"%s\"><head>"
	    "<meta charset=\"utf-8\"><meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\"><title>%s</title>"
	    "<link rel=\"stylesheet\" href=\"/page.css?%s\"></head><body>"
	    "<main class=\"alone\">",
	    language_code(view.language),
	    view_word(&view, SAY_QUIT_TITLE), view.page->asset_version);
	view_put(&view, "<h1>", SAY_QUIT_TITLE, "</h1>\n");
	view_put(&view, "<p>", SAY_QUIT_DONE, "</p>\n");
	if (chores_busy(view.page))
		view_put(&view, "<p>", SAY_QUIT_BUSY, "</p>\n");
	buf_add(view.out, "</main></body></html>\n");
	view.page->stopping = true;
	return NULL;
}
