/*
 * Room to write, by the type of the question.
 */
#include <stdlib.h>
#include <string.h>

#include "formspec/form_build.h"
#include "formspec/print_html_build.h"
#include "formspec/xpath.h"
#include "kit/base/text.h"

enum {
	CHOICES_PRINTED_MAX = 40,	/* a longer list is not printed */
	SCALE_MAX = 11,			/* numbers of a range in one row */
	LINES_MAX = 12,
	SHORT_CHOICE = 44,		/* characters; such go in columns */
	COLUMNS_FROM = 6,		/* choices */
	COLUMNS_ALWAYS = 9,
	ROW_WIDTH = 76,			/* characters, boxes included */
	BOX_WIDTH = 7
};

static void
add_lines(struct print *print, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		buf_add(print->out, "<div class=\"line\"></div>\n");
}

/* A short line behind a word, "Latitude ____". */
static void
add_blank(struct print *print, const char *word)
{
	buf_addf(print->out, "<span class=\"blank\">%s<span class=\"rule\">"
	    "</span></span>\n", word);
}

static void
add_remark(struct print *print, const char *english, const char *french)
{
	buf_addf(print->out, "<p class=\"remark\">%s</p>\n",
	    print_word(print, english, french));
}

static void
add_cells(struct print *print, unsigned count, const char *below)
{
	buf_add(print->out, "<span class=\"cells\"><span class=\"row\">");
	for (unsigned i = 0; i < count; i++)
		buf_add(print->out, "<i></i>");
	buf_addf(print->out, "</span><small>%s</small></span>\n", below);
}

static void
answer_text(struct print *print, const struct item *item)
{
	const char *rows = form_parameter(print->arena, item->parameters,
	    "rows");
	unsigned long count = rows != NULL ? strtoul(rows, NULL, 10) : 0;

	if (count == 0)
		count = strstr(item->appearance, "multiline") ? 5 : 2;
	add_lines(print, count < LINES_MAX ? (unsigned)count : LINES_MAX);
}

static void
answer_number(struct print *print, const struct item *item)
{
	(void)item;
	add_blank(print, "");
}

static void
answer_line(struct print *print, const struct item *item)
{
	(void)item;
	add_lines(print, 1);
}

static void
answer_date(struct print *print, const struct item *item)
{
	bool year = strstr(item->appearance, "year") != NULL;
	bool month = strstr(item->appearance, "month-year") != NULL;

	if (!year)
		add_cells(print, 2, print_word(print, "day", "jour"));
	if (!year || month)
		add_cells(print, 2, print_word(print, "month", "mois"));
	add_cells(print, 4, print_word(print, "year", "année"));
}

static void
answer_time(struct print *print, const struct item *item)
{
	(void)item;
	add_cells(print, 2, print_word(print, "hours", "heures"));
	add_cells(print, 2, "minutes");
}

static void
answer_moment(struct print *print, const struct item *item)
{
	(void)item;
	add_cells(print, 2, print_word(print, "day", "jour"));
	add_cells(print, 2, print_word(print, "month", "mois"));
	add_cells(print, 4, print_word(print, "year", "année"));
	answer_time(print, item);
}

/* ---- choices ---- */

static void
add_label(struct print *print, const struct choice *choice)
{
	const struct text *text = form_text(print->form, &choice->label,
	    print->language);

	if (text != NULL)
		print_text(print, text);
	else
		print_escaped(print, choice->name);
}

/* A few short words in one row, many short ones in columns. */
static const char *
layout(const struct print *print, const struct choice_list *list)
{
	size_t longest = 0, sum = 0;

	for (size_t i = 0; i < list->choice_count; i++) {
		const struct text *text = form_text(print->form,
		    &list->choices[i].label, print->language);
		size_t len = text_length(slice_str(text != NULL ?
		    text->written : list->choices[i].name));

		longest = len > longest ? len : longest;
		sum += len + BOX_WIDTH;
	}
	if (sum <= ROW_WIDTH)
		return " beside";
	return list->choice_count >= COLUMNS_ALWAYS ||
	    (list->choice_count >= COLUMNS_FROM && longest <= SHORT_CHOICE) ?
	    " columns" : "";
}

static void
add_long_list(struct print *print, const struct choice_list *list)
{
	add_lines(print, 1);
	buf_addf(print->out, print_word(print,
	    "<p class=\"remark\">To be written out: the list has %zu "
	    "choices and stands apart (", "<p class=\"remark\">À écrire en "
	    "toutes lettres : la liste compte %zu choix et se trouve à part ("),
	    list->choice_count);
	print_escaped(print, list->name);
	buf_add(print->out, ").</p>\n");
}

/* Forms often say so themselves. */
static bool
is_hint(const struct print *print, const struct item *item, const char *remark)
{
	const struct text *hint = form_text(print->form, &item->hint,
	    print->language);
	struct buf a = BUF_INIT, b = BUF_INIT;
	bool found;

	text_fold(&a, slice_str(hint != NULL ? hint->written : ""));
	text_fold(&b, slice_str(remark));
	found = strstr(buf_str(&a), buf_str(&b)) != NULL;
	buf_free(&a);
	buf_free(&b);
	return found;
}

static void
add_how(struct print *print, const struct item *item)
{
	const char *how = item->type == Q_RANK ?
	    print_word(print, "Number in order, from 1.",
	    "Numéroter dans l’ordre, à partir de 1.") :
	    print_word(print, "Several answers possible.",
	    "Plusieurs réponses possibles.");

	if (item->type != Q_SELECT_ONE && !is_hint(print, item, how))
		add_remark(print, how, how);
}

static void
answer_choices(struct print *print, const struct item *item)
{
	const struct choice_list *list = item->list;
	const char *box = item->type == Q_SELECT_ONE ? "one" :
	    item->type == Q_RANK ? "rank" : "many";

	if (list == NULL || list->choice_count > CHOICES_PRINTED_MAX) {
		if (list != NULL)
			add_long_list(print, list);
		else
			add_lines(print, 2);
		return;
	}
	add_how(print, item);
	buf_addf(print->out, "<ul class=\"choices%s\">\n",
	    layout(print, list));
	for (size_t i = 0; i < list->choice_count; i++) {
		buf_addf(print->out, "<li><i class=\"%s\"></i><span>", box);
		add_label(print, &list->choices[i]);
		buf_add(print->out, "</span></li>\n");
	}
	buf_add(print->out, "</ul>\n");
}

static void
answer_acknowledge(struct print *print, const struct item *item)
{
	(void)item;
	buf_addf(print->out, "<ul class=\"choices\"><li><i class=\"many\">"
	    "</i><span>%s</span></li></ul>\n", print_word(print, "Done, or "
	    "agreed", "Fait, ou d’accord"));
}

static double
parameter(struct print *print, const struct item *item, const char *key,
    double otherwise)
{
	const char *value = form_parameter(print->arena, item->parameters,
	    key);

	return value != NULL ? strtod(value, NULL) : otherwise;
}

static void
answer_range(struct print *print, const struct item *item)
{
	double start = parameter(print, item, "start", 1);
	double end = parameter(print, item, "end", 10);
	double step = parameter(print, item, "step", 1);
	double steps = step != 0 ? (end - start) / step : -1;
	char low[400], high[400];

	if (steps < 0)
		steps = -steps;
	if (step != 0 && steps < SCALE_MAX) {
		if ((end - start) / step < 0)
			step = -step;
		buf_add(print->out, "<ul class=\"scale\">");
		for (unsigned i = 0; i <= (unsigned)(steps + 1e-9); i++) {
			xpath_number_text(low, start + i * step);
			buf_addf(print->out, "<li><i class=\"one\"></i>"
			    "<span>%s</span></li>", low);
		}
		buf_add(print->out, "</ul>\n");
		return;
	}
	add_blank(print, "");
	xpath_number_text(low, start);
	xpath_number_text(high, end);
	buf_addf(print->out, print_word(print,
	    "<p class=\"remark\">From %s to %s.</p>\n",
	    "<p class=\"remark\">De %s à %s.</p>\n"), low, high);
}

static void
answer_point(struct print *print, const struct item *item)
{
	(void)item;
	add_blank(print, "Latitude ");
	add_blank(print, "Longitude ");
	add_blank(print, "Altitude ");
	add_blank(print, print_word(print, "Accuracy ", "Précision "));
}

static void
answer_shape(struct print *print, const struct item *item)
{
	add_remark(print, "Latitude and longitude of each point, or on the "
	    "map.", "Latitude et longitude de chaque point, ou sur la carte.");
	(void)item;
	add_lines(print, 4);
}

static void
answer_media(struct print *print, const struct item *item)
{
	(void)item;
	add_remark(print, "Made with a device: its name or number here.",
	    "À faire avec un appareil : noter ici son nom ou son numéro.");
	add_lines(print, 1);
}

/* Types without room are not on paper, or are text alone. */
static const struct {
	enum question_type type;
	void (*print)(struct print *print, const struct item *item);
} rooms[] = {
	{ Q_TEXT, answer_text }, { Q_INTEGER, answer_number },
	{ Q_DECIMAL, answer_number }, { Q_RANGE, answer_range },
	{ Q_SELECT_ONE, answer_choices }, { Q_SELECT_MULTIPLE, answer_choices },
	{ Q_RANK, answer_choices }, { Q_ACKNOWLEDGE, answer_acknowledge },
	{ Q_DATE, answer_date }, { Q_TIME, answer_time },
	{ Q_DATETIME, answer_moment }, { Q_GEOPOINT, answer_point },
	{ Q_GEOTRACE, answer_shape }, { Q_GEOSHAPE, answer_shape },
	{ Q_BARCODE, answer_line }, { Q_IMAGE, answer_media },
	{ Q_AUDIO, answer_media }, { Q_VIDEO, answer_media },
	{ Q_FILE, answer_media }
};

void
print_answer(struct print *print, const struct item *item)
{
	for (size_t i = 0; i < sizeof(rooms) / sizeof(*rooms); i++)
		if (rooms[i].type == item->type) {
			buf_add(print->out, "<div class=\"answer\">\n");
			rooms[i].print(print, item);
			buf_add(print->out, "</div>\n");
		}
}
