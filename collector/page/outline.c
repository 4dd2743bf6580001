/*
 * outline.c - what stands around the questions: the sections and how far each
 * is, jumping to a question by its words, how one likes to be asked, keys.
 */
#include <string.h>

#include "collector/interview/sections.h"
#include "collector/page/widget.h"

enum { FOUND_MAX = 12 };

/* ---- sections ---- */

static void
put_address(struct sheet *sheet, size_t stop)
{
	struct buf at = BUF_INIT;

	html_add(sheet->view->out, "/interview/%s?at=",
	    sheet->open->interview.response.id);
	if (sheet->stops.items[stop].kind == STOP_END)
		buf_add(&at, SHEET_END);
	else
		stop_text(&at, &sheet->stops.items[stop]);
	html_url(sheet->view->out, buf_str(&at));
	if (sheet->mode != SHEET_QUESTION)
		html_add(sheet->view->out, "#q-%s", buf_str(&at));
	buf_free(&at);
}

static enum phrase
state_phrase(enum section_state state)
{
	static const enum phrase phrases[] = {
		[SECTION_TOLD] = SAY_SECTION_TOLD,
		[SECTION_OPEN] = SAY_SECTION_OPEN,
		[SECTION_BEGUN] = SAY_SECTION_BEGUN,
		[SECTION_COMPLETE] = SAY_SECTION_COMPLETE
	};

	return phrases[state];
}

static void
put_section(struct sheet *sheet, const struct section *section, bool here)
{
	static const char *const classes[] = { [SECTION_TOLD] = "told",
		[SECTION_OPEN] = "open", [SECTION_BEGUN] = "begun",
		[SECTION_COMPLETE] = "complete" };
	struct view *view = sheet->view;
	enum section_state state = section_state(section);
	struct buf title = BUF_INIT;

	section_title(&title, &sheet->open->interview, section,
	    &sheet->stops);
	html_add(view->out, "<li class=\"%s\"", classes[state]);
	buf_add(view->out, here ? " aria-current=\"true\"" : "");
	buf_add(view->out, "><a href=\"");
	put_address(sheet, section->first);
	html_add(view->out, "\">%s</a>", buf_str(&title));
	if (state != SECTION_TOLD)
		html_add(view->out, " <span class=\"count\" title=\"%s\">"
		    "%zu/%zu</span>", view_word(view, state_phrase(state)),
		    section->answered, section->questions);
	html_add(view->out, "<span class=\"aside\"> %s</span></li>\n",
	    view_word(view, state_phrase(state)));
	buf_free(&title);
}

static void
put_end(struct sheet *sheet)
{
	struct view *view = sheet->view;

	buf_add(view->out, "<li class=\"end\"");
	buf_add(view->out, sheet->is_end ? " aria-current=\"true\"" : "");
	buf_add(view->out, "><a href=\"");
	put_address(sheet, sheet->stops.count - 1);
	html_add(view->out, "\">%s</a></li>\n", view_word(view, SAY_END));
}

void
outline_show(struct sheet *sheet)
{
	struct view *view = sheet->view;
	struct sections sections = { .items = NULL };
	size_t here;

	sections_list(&sections, &sheet->open->interview, &sheet->stops);
	here = sections_find(&sections, sheet->first);
	html_add(view->out, "<nav id=\"outline\" aria-label=\"%s\">\n"
	    "<progress max=\"%zu\" value=\"%zu\" aria-label=\"%s\">"
	    "</progress>\n<ol>\n", view_word(view, SAY_SECTIONS),
	    sections.sum.questions ? sections.sum.questions : 1,
	    sections.sum.answered, view_word(view, SAY_PROGRESS));
	for (size_t i = 0; i < sections.count; i++)
		put_section(sheet, &sections.items[i],
		    i == here && !sheet->is_end);
	put_end(sheet);
	buf_add(view->out, "</ol></nav>\n");
	sections_free(&sections);
}

/* ---- how one likes to be asked ---- */

static void
put_mode(struct sheet *sheet)
{
	static const struct {
		const char *name;
		enum phrase phrase;
	} modes[] = {
		[SHEET_QUESTION] = { "question", SAY_MODE_QUESTION },
		[SHEET_SECTION] = { "section", SAY_MODE_SECTION },
		[SHEET_ALL] = { "all", SAY_MODE_ALL }
	};
	struct view *view = sheet->view;

	html_add(view->out, "<label>%s <select name=\"mode\" data-now>\n",
	    view_word(view, SAY_MODE));
	for (size_t i = 0; i < SHEET_MODE_COUNT; i++)
		html_add(view->out, "<option value=\"%s\"%s>%s</option>\n",
		    modes[i].name, sheet->mode == i ? " selected" : "",
		    view_word(view, modes[i].phrase));
	buf_add(view->out, "</select></label>\n");
}

static void
put_language(struct sheet *sheet)
{
	struct view *view = sheet->view;
	const struct form *form = instance_form(sheet->instance);
	size_t now = instance_language(sheet->instance);

	if (form->language_count < 2)
		return;
	html_add(view->out, "<label>%s <select name=\"form_language\" "
	    "data-now>\n", view_word(view, SAY_FORM_LANGUAGE));
	for (size_t i = 0; i < form->language_count; i++) {
		struct buf hex = BUF_INIT;

		buf_add_hex(&hex, slice_str(form->languages[i]));
		html_add(view->out, "<option value=\"%s\"%s>%s</option>\n",
		    buf_str(&hex), i == now ? " selected" : "",
		    form->languages[i]);
		buf_free(&hex);
	}
	buf_add(view->out, "</select></label>\n");
}

/* Each is a form of its own: one choice is sent at a time. */
static void
put_preference(struct sheet *sheet, void (*put)(struct sheet *))
{
	struct view *view = sheet->view;
	struct buf at = BUF_INIT, back = BUF_INIT;
	size_t before = view->out->len, empty;

	sheet_text(&at, sheet);
	buf_addf(&back, "/interview/%s?at=",
	    sheet->open->interview.response.id);
	html_url(&back, sheet->is_end ? SHEET_END : buf_str(&at));
	html_form(view->out, view->request, "/preference",
	    "class=\"preference\"");
	html_add(view->out, "<input type=\"hidden\" name=\"back\" "
	    "value=\"%s\">\n", buf_str(&back));
	empty = view->out->len;
	put(sheet);
	if (view->out->len == empty)
		view->out->len = before;
	else
		html_add(view->out, "<noscript><button class=\"quiet\">%s"
		    "</button></noscript></form>\n",
		    view_word(view, SAY_SAVE));
	buf_free(&at);
	buf_free(&back);
}

/* ---- keys ---- */

static void
put_keys(struct view *view)
{
	static const struct {
		const char *key;
		enum phrase phrase;
	} keys[] = {
		{ "1 2 3 …", SAY_KEY_DIGITS }, { "⏎", SAY_KEY_ENTER },
		{ "⇧ ⏎", SAY_KEY_BACK }, { "Ctrl ⏎", SAY_KEY_LONG },
		{ "/", SAY_KEY_FIND }, { "?", SAY_KEY_HELP }
	};

	html_add(view->out, "<dialog id=\"keys\" aria-labelledby=\"keys-title\""
	    "><h2 id=\"keys-title\">%s</h2><dl>\n",
	    view_word(view, SAY_KEYS));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		html_add(view->out, "<dt><kbd>%s</kbd></dt><dd>%s</dd>\n",
		    keys[i].key, view_word(view, keys[i].phrase));
	html_add(view->out, "</dl><form method=\"dialog\"><button>%s</button>"
	    "</form></dialog>\n", view_word(view, SAY_CLOSE));
}

/* ---- jumping ---- */

static void
put_find(struct sheet *sheet, const char *word)
{
	struct view *view = sheet->view;

	html_add(view->out, "<form class=\"find\" role=\"search\" "
	    "action=\"/interview/%s/find\"><label for=\"find\" "
	    "class=\"aside\">%s</label><input type=\"search\" id=\"find\" "
	    "name=\"word\" value=\"%s\" placeholder=\"%s\" "
	    "autocomplete=\"off\"></form>\n",
	    sheet->open->interview.response.id, view_word(view, SAY_FIND),
	    word, view_word(view, SAY_FIND));
}

void
tools_show(struct sheet *sheet)
{
	struct view *view = sheet->view;

	html_add(view->out, "<div class=\"tools\">\n"
	    "<a class=\"to-outline\" href=\"#outline\">%s</a>\n"
	    "<details class=\"menu\"><summary>%s</summary></details>\n",
	    view_word(view, SAY_SECTIONS), view_word(view, SAY_TOOLS));
	put_find(sheet, "");
	put_preference(sheet, put_mode);
	put_preference(sheet, put_language);
	html_add(view->out, "<button type=\"button\" class=\"quiet\" "
	    "data-opens=\"keys\" hidden>%s</button>\n",
	    view_word(view, SAY_KEYS));
	buf_add(view->out, "<div id=\"found\" aria-live=\"polite\"></div>"
	    "</div>\n");
	put_keys(view);
}

static const struct err *
put_found(struct sheet *sheet)
{
	struct view *view = sheet->view;
	bool page = !view->request->by_script;
	const char *asked = web_value(&view->request->query, "word");
	const char *word = asked ? asked : "";
	size_t at[FOUND_MAX], found;

	found = word[0] == '\0' ? 0 : stops_search(&sheet->stops,
	    sheet->instance, slice_str(word), at, FOUND_MAX);
	if (page) {
		view_begin(view, view_word(view, SAY_FIND));
		view_put(view, "<h1>", SAY_FIND, "</h1>\n<div class=\"tools\">");
		put_find(sheet, word);
		buf_add(view->out, "</div>\n");
	}
	buf_add(view->out, "<div id=\"found\" aria-live=\"polite\">\n");
	if (word[0] != '\0' && found == 0)
		view_put(view, "<p class=\"soft\">", SAY_FIND_NONE, "</p>\n");
	buf_add(view->out, "<ul>\n");
	for (size_t i = 0; i < found && i < FOUND_MAX; i++) {
		struct buf label = BUF_INIT;

		stop_label(&label, sheet->instance,
		    &sheet->stops.items[at[i]]);
		buf_add(view->out, "<li><a href=\"");
		put_address(sheet, at[i]);
		html_add(view->out, "\">%s</a></li>\n", buf_str(&label));
		buf_free(&label);
	}
	buf_add(view->out, "</ul></div>\n");
	if (!page)
		return NULL;
	html_add(view->out, "<p><a class=\"button\" href=\"/interview/%s\">%s"
	    "</a></p>\n", sheet->open->interview.response.id,
	    view_word(view, SAY_GO_BACK));
	view_end(view);
	return NULL;
}

const struct err *
interview_find_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	return sheet_run(&view, "", put_found);
}
