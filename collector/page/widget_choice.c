/* widget_choice.c - choices: buttons and boxes, drop-down lists. */
#include <string.h>

#include "collector/page/widget_parts.h"
#include "formspec/markup.h"

enum { KEYS_MAX = 9, COLUMNS_MAX = 8 };

bool
widget_is_one(const struct widget *w)
{
	return w->item->type == Q_SELECT_ONE;
}

/* ---- how they stand ---- */

static const struct {
	const char *appearance, *classes;
} looks[] = {
	{ "likert", " likert" }, { "list", " likert" },
	{ "columns", " columns" }, { "horizontal", " columns" },
	{ "columns-pack", " pack" }, { "columns-flex", " pack" },
	{ "horizontal-compact", " pack" },
	{ "no-buttons", " bare" }, { "compact", " bare pack" },
	{ "quickcompact", " bare pack" }, { "image-map", " bare columns" },
	{ "quick", " quick" }, { "quickcompact", " quick" }
};

/* "columns-3", "compact-3": 3; 0 when it says no number. */
static unsigned
columns_of(const struct item *item)
{
	for (unsigned n = COLUMNS_MAX; n > 0; n--) {
		char word[] = "columns-0", old[] = "compact-0";

		word[sizeof(word) - 2] = old[sizeof(old) - 2] =
		    (char)('0' + n);
		if (reading_looks(item, word) || reading_looks(item, old))
			return n;
	}
	return 0;
}

const char *
widget_choices_class(const struct widget *w)
{
	struct buf text = BUF_INIT;
	unsigned columns = columns_of(w->item);
	const char *kept;

	if (w->writer != widget_buttons)
		return "";
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		if (reading_looks(w->item, looks[i].appearance))
			buf_add(&text, looks[i].classes);
	if (columns > 0)
		buf_addf(&text, " of-%u", columns);
	kept = arena_slice(w->arena, buf_slice(&text));
	buf_free(&text);
	return kept;
}

/* ---- one ---- */

void
widget_choice(struct widget *w, const struct option *o, bool first,
    unsigned key)
{
	html_add(w->out, "<label class=\"choice\"><input type=\"%s\" "
	    "value=\"%s\"", widget_is_one(w) ? "radio" : "checkbox", o->name);
	if (first)
		widget_attributes(w);
	else
		html_add(w->out, " name=\"a:%s\"", w->path);
	buf_add(w->out, reading_is_picked(w->answer, o->name) ?
	    " checked>" : ">");
	widget_choice_image(w, o->name);
	buf_add(w->out, " <span>");
	markup_add(w->out, o->label);
	buf_add(w->out, "</span>");
	if (key > 0)
		html_add(w->out, "<kbd aria-hidden=\"true\">%u</kbd>", key);
	buf_add(w->out, "</label>\n");
}

/* The label that it had, whatever is offered now. */
static void
put_stale(struct widget *w, const char *name)
{
	const struct choice *choice = w->item->list == NULL ? NULL :
	    choice_list_find(w->item->list, name);
	struct buf label = BUF_INIT;

	if (choice == NULL || instance_choice_label(w->sheet->instance, &label,
	    w->answer, choice) != NULL) {
		buf_reset(&label);
		buf_add(&label, name);
	}
	html_add(w->out, "<label class=\"choice stale\"><input type=\"%s\" "
	    "name=\"a:%s\" value=\"%s\" checked> <span>",
	    widget_is_one(w) ? "radio" : "checkbox", w->path, name);
	markup_add(w->out, buf_str(&label));
	view_put(w->view, " <em>(", SAY_STALE_CHOICE, ")</em></span></label>\n");
	buf_free(&label);
}

size_t
widget_stale(struct widget *w)
{
	const char *at = w->value;
	size_t count = 0, len;

	for (; *at != '\0'; at += len + (at[len] == ' ')) {
		len = strcspn(at, " ");
		if (len == 0 || options_find(w->options,
		    slice_of(at, len)) != NULL)
			continue;
		put_stale(w, arena_strndup(w->arena, at, len));
		count++;
	}
	return count;
}

/* ---- all ---- */

void
widget_buttons(struct widget *w)
{
	size_t count = options_count(w->options);

	if (widget_stale(w) == 0 && count == 0)
		view_put(w->view, "<p class=\"hint\">", SAY_NO_CHOICES,
		    "</p>\n");
	for (size_t i = 0; i < count; i++)
		widget_choice(w, options_at(w->options, i), i == 0,
		    i < KEYS_MAX ? (unsigned)i + 1 : 0);
}

/* A select that takes several, folded up: what is picked is its title. */
void
widget_folded(struct widget *w)
{
	const struct reading reading = widget_reading(w);
	struct buf picked = BUF_INIT;

	reading_show(&picked, &reading, w->answer, w->options);
	html_add(w->out, "<details class=\"folded\"><summary>%s</summary>\n"
	    "<div class=\"choices\">\n", picked.len > 0 ? buf_str(&picked) :
	    view_word(w->view, SAY_CHOOSE));
	widget_buttons(w);
	buf_add(w->out, "</div></details>\n");
	buf_free(&picked);
}

void
widget_list(struct widget *w)
{
	size_t count = options_count(w->options);
	bool stale = w->value[0] != '\0' && options_find(w->options,
	    slice_str(w->value)) == NULL;

	buf_add(w->out, "<select");
	widget_attributes(w);
	view_put(w->view, "><option value=\"\">", SAY_CHOOSE, "</option>\n");
	if (stale)
		html_add(w->out, "<option value=\"%s\" selected>%s (%s)"
		    "</option>\n", w->value, w->value, view_word(w->view,
		    SAY_STALE_CHOICE));
	for (size_t i = 0; i < count; i++) {
		const struct option *o = options_at(w->options, i);

		html_add(w->out, "<option value=\"%s\"%s>%s</option>\n",
		    o->name, reading_is_picked(w->answer, o->name) ?
		    " selected" : "", widget_plain(w, o->label));
	}
	buf_add(w->out, "</select>\n");
}

/* A radio button that was picked can be let go of. */
void
widget_clear_button(struct widget *w)
{
	if (w->value[0] == '\0' || (w->writer != widget_rating &&
	    w->writer != widget_range && w->writer != widget_rank &&
	    !(w->writer == widget_buttons && widget_is_one(w))))
		return;
	html_add(w->out, "<p class=\"clear\"><button name=\"do\" "
	    "class=\"quiet\" id=\"c-%s\" value=\"clear:%s\" "
	    "aria-describedby=\"l-%s\">%s</button></p>\n", w->path, w->path,
	    w->path, view_word(w->view, SAY_CLEAR));
}
