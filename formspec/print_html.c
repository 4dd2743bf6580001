/*
 * The paper questionnaire: numbers, sections, repeats, the page around them.
 */
#include "formspec/print_html_build.h"

#include <string.h>

#include "kit/base/text.h"

/* A small repeat is printed several times: so many lines at most. */
enum { COPIES = 3, COPIED_LINES_MAX = 24, QUESTION_LINES = 4 };

static const char style[] =
"@page{size:A4;margin:16mm 15mm 18mm}\n"
"@page{@bottom-right{content:counter(page) \" / \" counter(pages);"
"font:8pt sans-serif;color:#555}}\n"
"*{box-sizing:border-box}\n"
"body{font:10pt/1.35 \"Liberation Sans\",Arial,Helvetica,sans-serif;"
"color:#111;margin:0 auto;max-width:180mm}\n"
"p{margin:0 0 1mm}\n"
"p,h1,h2,h3,h4,li span{unicode-bidi:plaintext}\n"
"[dir=rtl] p,[dir=rtl] h1,[dir=rtl] h2,[dir=rtl] h3,[dir=rtl] h4"
"{text-align:right}\n"
"h1{font-size:16pt;line-height:1.2;margin:0 0 2mm;"
"text-wrap:balance}\n"
"h2{font-size:13pt;border-bottom:.5mm solid #111;padding-bottom:1mm}\n"
"h3{font-size:11.5pt;border-bottom:.2mm solid #777;padding-bottom:.7mm}\n"
"h4{font-size:10.5pt}\n"
"h2,h3,h4{margin:6mm 0 2.5mm;line-height:1.25;break-after:avoid}\n"
".no{unicode-bidi:isolate;font-weight:bold;margin-inline-end:1.5mm}\n"
".version{color:#555;font-size:8.5pt;margin-bottom:4mm}\n"
".head{display:flex;gap:6mm;margin:0 .5mm 3mm}\n"
".head span{flex:1;border:.2mm solid #777;padding:1mm 1.5mm 6mm;"
"font-size:8pt;color:#444}\n"
".q,.note{break-inside:avoid;margin:0 0 4.5mm}\n"
".label{font-weight:bold}\n"
".hint,.check,.remark{font-size:8.5pt;color:#444}\n"
".hint{font-style:italic}\n"
".check{margin:1mm 0 0;margin-inline:7mm 0}\n"
".filter{font-size:8.5pt;border-inline-start:.8mm solid #777;"
"padding-inline-start:2mm;margin:0 0 1.2mm}\n"
"h2+.filter,h3+.filter,h4+.filter,section>.remark{break-after:avoid}\n"
".note{background:#f3f3f3;padding:1.5mm 2.5mm;"
"-webkit-print-color-adjust:exact;print-color-adjust:exact}\n"
".note .label{font-weight:normal}\n"
".answer{margin:1.5mm 0 0 7mm;margin-inline:7mm 0}\n"
".line{border-bottom:.25mm solid #555;height:8mm}\n"
".line+.remark{margin-top:1mm}\n"
".blank{display:inline-flex;align-items:flex-end;height:8mm;"
"margin-inline-end:5mm}\n"
".rule{display:inline-block;width:34mm;border-bottom:.25mm solid #555}\n"
".cells{display:inline-block;margin-inline-end:4mm;text-align:center}\n"
".row{display:flex;direction:ltr}\n"
".row i{width:6mm;height:7.5mm;border:.25mm solid #555;margin-left:-.25mm}\n"
".cells small{font-size:7pt;color:#555}\n"
"ul{list-style:none;margin:0;padding:0}\n"
".choices li{display:flex;gap:2mm;margin:0 0 1.1mm;break-inside:avoid}\n"
".beside{display:flex;flex-wrap:wrap;gap:0 8mm}\n"
".columns{columns:2;column-gap:8mm}\n"
".choices i,.scale i{flex:none;display:inline-block;width:3.6mm;"
"height:3.6mm;margin-top:.5mm;border:.3mm solid #333}\n"
"i.one{border-radius:50%}\n"
".choices i.rank{width:7mm;height:5mm}\n"
".scale{display:flex;gap:5mm}\n"
".scale li{text-align:center;display:grid;justify-items:center}\n"
".repeat{border:.3mm solid #777;padding:1.5mm 4mm 1mm;margin:3mm 0;"
"box-decoration-break:clone;-webkit-box-decoration-break:clone}\n"
".small{break-inside:avoid}\n"
".copy{font-size:8.5pt;font-weight:bold;margin:1mm 0 2mm;"
"break-after:avoid}\n";

/* ---- what is on paper, and its number ---- */

static bool
is_on_paper(const struct item *item)
{
	switch (item->type) {
	case Q_CALCULATE:
	case Q_HIDDEN:
	case Q_METADATA:
	case Q_EXTERNAL:
		return false;
	default:
		return true;
	}
}

/*
 * What only tells: a note, or the select whose labels head the columns of those
 * below it (appearance "label"), which on paper show their own.
 */
static bool
is_told(const struct item *item)
{
	const char *at = item->appearance;

	if (item->type == Q_NOTE)
		return true;
	if (item->type != Q_SELECT_ONE && item->type != Q_SELECT_MULTIPLE)
		return false;
	while (*at != '\0') {
		size_t len = strcspn(at, " ");

		if (len == strlen("label") && strncmp(at, "label", len) == 0)
			return true;
		at += len + strspn(at + len, " ");
	}
	return false;
}

/* Items are in document order: children before parents, from the end. */
static void
find_shown(struct print *print)
{
	for (size_t i = print->form->item_count; i-- > 0;) {
		const struct item *item = print->form->items[i];

		if (item->kind == ITEM_QUESTION)
			print->shown[i] = is_on_paper(item);
		if (print->shown[i] && item->parent != NULL)
			print->shown[item->parent->index] = true;
		map_set(print->items, item->path,
		    (void *)(uintptr_t)item);
	}
}

/* A group without a label is no section: its questions count on. */
static void
number_items(struct print *print, const struct item *parent,
    const char *prefix, unsigned *count)
{
	for (const struct item *c = parent->first; c != NULL; c = c->next) {
		bool plain = c->kind == ITEM_GROUP &&
		    c->label.by_language == NULL;
		unsigned inside = 0;

		if (!print->shown[c->index] ||
		    (c->kind == ITEM_QUESTION && is_told(c)))
			continue;
		if (plain) {
			number_items(print, c, prefix, count);
			continue;
		}
		print->numbers[c->index] = arena_printf(print->arena, "%s%u",
		    prefix, ++*count);
		if (c->kind != ITEM_QUESTION)
			number_items(print, c, arena_printf(print->arena,
			    "%s.", print->numbers[c->index]), &inside);
	}
}

/* ---- items ---- */

static bool
is_required(const struct item *item)
{
	const char *source = item->required.source;

	return item->required.compiled != NULL && source != NULL &&
	    strcmp(source, "false()") != 0;
}

static bool
requires_any(const struct form *form)
{
	for (size_t i = 1; i < form->item_count; i++)
		if (form->items[i]->kind == ITEM_QUESTION &&
		    is_on_paper(form->items[i]) && !is_told(form->items[i]) &&
		    is_required(form->items[i]))
			return true;
	return false;
}

static void
print_question(struct print *print, const struct item *item)
{
	const struct text *label = form_text(print->form, &item->label,
	    print->language);
	const char *number = print->numbers[item->index];

	buf_addf(print->out, "<div class=\"%s\">\n",
	    is_told(item) ? "note" : "q");
	print_filters(print, item);
	buf_add(print->out, "<p class=\"label\">");
	if (number != NULL)
		buf_addf(print->out, "<span class=\"no\">%s</span>", number);
	if (label != NULL)
		print_text(print, label);
	else if (!is_told(item))
		print_escaped(print, item->name);
	if (!is_told(item) && is_required(item))
		buf_add(print->out, "&nbsp;*");
	buf_add(print->out, "</p>\n");
	print_paragraph(print, "hint", &item->hint);
	print_paragraph(print, "hint", &item->guidance);
	if (!is_told(item))
		print_answer(print, item);
	if (!is_told(item) && item->constraint.compiled != NULL)
		print_paragraph(print, "check", &item->constraint_message);
	buf_add(print->out, "</div>\n");
}

static void print_children(struct print *print, const struct item *parent,
    unsigned level);

static void
print_heading(struct print *print, const struct item *item, unsigned level)
{
	const struct text *label = form_text(print->form, &item->label,
	    print->language);
	unsigned h = level < 4 ? level : 4;

	if (label == NULL && item->kind == ITEM_GROUP)
		return;
	buf_addf(print->out, "<h%u><span class=\"no\">%s</span>", h,
	    print->numbers[item->index] ? print->numbers[item->index] : "");
	if (label != NULL)
		print_text(print, label);
	else
		print_escaped(print, item->name);
	buf_addf(print->out, "</h%u>\n", h);
}

/* How often a block is printed: more than once only when it is small. */
static unsigned
count_copies(const struct print *print, const struct item *repeat)
{
	size_t lines = 0;

	for (const struct item *c = repeat->first; c != NULL; c = c->next) {
		if (c->kind != ITEM_QUESTION)
			return 1;
		if (print->shown[c->index])
			lines += QUESTION_LINES +
			    (c->list != NULL ? c->list->choice_count : 0);
	}
	return lines <= COPIED_LINES_MAX ? COPIES : 1;
}

static void
print_repeat(struct print *print, const struct item *item, unsigned level)
{
	unsigned copies = count_copies(print, item);

	print_heading(print, item, level);
	print_filters(print, item);
	buf_addf(print->out, "<p class=\"remark\">%s</p>\n", copies == 1 ?
	    print_word(print, "One copy of this block for each; copy the page "
	    "as often as needed.", "Un exemplaire de ce bloc pour chaque cas ; "
	    "copier la page autant que nécessaire.") :
	    print_word(print, "One block for each; go on with a copy of the "
	    "page when there are more.", "Un bloc pour chaque cas ; continuer "
	    "sur une copie de la page s’il y en a davantage."));
	for (unsigned i = 1; i <= copies; i++) {
		buf_addf(print->out, "<div class=\"repeat%s\">\n",
		    copies > 1 ? " small" : "");
		if (copies > 1)
			buf_addf(print->out, "<p class=\"copy\">%s %u</p>\n",
			    print_word(print, "No.", "N°"), i);
		else
			buf_addf(print->out, "<p class=\"copy\">%s "
			    "……… / ………</p>\n", print_word(print, "No.", "N°"));
		print_children(print, item, level + 1);
		buf_add(print->out, "</div>\n");
	}
}

/* Depth is limited where forms are read. */
static void
print_children(struct print *print, const struct item *parent, unsigned level)
{
	for (const struct item *c = parent->first; c != NULL; c = c->next) {
		if (!print->shown[c->index])
			continue;
		print->at = c->path;
		if (c->kind == ITEM_QUESTION) {
			print_question(print, c);
		} else if (c->kind == ITEM_REPEAT) {
			print_repeat(print, c, level);
		} else {
			bool plain = c->label.by_language == NULL;

			buf_add(print->out, "<section>\n");
			print_heading(print, c, level);
			print_filters(print, c);
			print_children(print, c, plain ? level : level + 1);
			buf_add(print->out, "</section>\n");
		}
	}
}

/* ---- the page ---- */

static const char *
language_tag(const struct print *print)
{
	return arena_slice(print->arena, form_language_tag(print->form,
	    print->language));
}

static bool
is_word_of(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static bool
is_french(const struct print *print, const char *otherwise)
{
	static const char *const words[] = { "fr", "francais", "french" };
	const char *name = print->form->languages[print->language];
	struct buf folded = BUF_INIT;
	bool french;

	if (strcmp(name, "default") == 0)
		return strcmp(otherwise, "fr") == 0;
	text_fold(&folded, slice_of(name, strcspn(name, "(")));
	while (folded.len > 0 && folded.data[folded.len - 1] == ' ')
		folded.data[--folded.len] = '\0';
	french = strncmp(language_tag(print), "fr", 2) == 0 ||
	    is_word_of(words, 3, buf_str(&folded));
	buf_free(&folded);
	return french;
}

static void
print_top(struct print *print)
{
	const struct form *form = print->form;
	const char *tag = language_tag(print);

	buf_addf(print->out, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n"
	    "<head>\n<meta charset=\"utf-8\">\n<title>", tag[0] ? tag :
	    print->french ? "fr" : "", form_reads_leftwards(form,
	    print->language) ? "rtl" : "ltr");
	print_escaped(print, form->title);
	buf_addf(print->out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n"
	    "<h1>", style);
	print_escaped(print, form->title);
	buf_add(print->out, "</h1>\n<p class=\"version\">");
	print_escaped(print, form->id);
	if (form->version[0] != '\0') {
		buf_add(print->out, " · version ");
		print_escaped(print, form->version);
	}
	if (requires_any(form))
		buf_addf(print->out, " · %s", print_word(print,
		    "* an answer is required", "* réponse obligatoire"));
	buf_addf(print->out, "</p>\n<div class=\"head\"><span>%s</span>"
	    "<span>%s</span><span>%s</span></div>\n",
	    print_word(print, "Questionnaire no.", "Questionnaire n°"),
	    print_word(print, "Interviewer", "Enquêteur ou enquêtrice"),
	    "Date");
}

void
print_html(struct buf *out, const struct form *form, size_t language,
    const char *otherwise)
{
	struct print print = { .out = out, .form = form,
	    .language = language, .arena = arena_new(), .items = map_new() };
	unsigned count = 0;

	print.numbers = arena_alloc_n(print.arena, form->item_count,
	    sizeof(*print.numbers));
	print.shown = arena_alloc_n(print.arena, form->item_count,
	    sizeof(*print.shown));
	print.choices = arena_alloc_n(print.arena, form->list_count,
	    sizeof(*print.choices));
	print.french = is_french(&print, otherwise);
	print.at = form->root->path;
	find_shown(&print);
	number_items(&print, form->root, "", &count);
	print_top(&print);
	print_children(&print, form->root, 2);
	buf_add(out, "</body>\n</html>\n");
	map_free(print.items);
	for (size_t i = 0; i < form->list_count; i++)
		map_free(print.choices[i]);
	arena_free(print.arena);
}
