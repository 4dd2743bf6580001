/*
 * Filters in words: who is asked a question, and what its choices depend on.
 */
#include <string.h>

#include "formspec/print_html_build.h"
#include "formspec/xpath_words.h"

/* ---- what decides, when the condition itself is too long to say ---- */

struct reads {
	struct print *print;
	bool *asked, *seen;	/* by index of the item */
	size_t count;
};

static void
keep_read(void *data, const char *path)
{
	struct reads *reads = data;
	const struct item *item = map_get(reads->print->items, path);

	if (item == NULL || reads->seen[item->index])
		return;
	reads->seen[item->index] = true;
	if (reads->print->numbers[item->index] != NULL &&
	    item->kind != ITEM_GROUP) {
		reads->asked[item->index] = true;
		reads->count++;
	} else if (item->calculate.compiled != NULL) {
		/* Calculations are not on paper: what they read is. */
		xpath_reads(item->calculate.compiled, item->path, keep_read,
		    reads);
	}
}

static void
add_numbers(struct print *print, const struct reads *reads)
{
	size_t count = 0;

	for (size_t i = 0; i < print->form->item_count; i++) {
		if (!reads->asked[i])
			continue;
		count++;
		buf_addf(print->out, "%s%s", count == 1 ? "" :
		    count < reads->count ? ", " :
		    print_word(print, " and ", " et "), print->numbers[i]);
	}
}

/* "ONE 2.1." or "MANY 2.1 and 3.4."; false when no question decides. */
static bool
add_reads(struct print *print, const struct expr *expr, const char *path,
    const char *one, const char *many)
{
	size_t items = print->form->item_count;
	struct reads reads = { print,
	    arena_alloc_n(print->arena, items, sizeof(bool)),
	    arena_alloc_n(print->arena, items, sizeof(bool)), 0 };

	xpath_reads(expr->compiled, path, keep_read, &reads);
	if (reads.count == 0)
		return false;
	buf_addf(print->out, "<p class=\"filter\">%s ",
	    reads.count == 1 ? one : many);
	add_numbers(print, &reads);
	buf_add(print->out, ".</p>\n");
	return true;
}

/* ---- the condition in words ---- */

static const char *
number_at(void *data, const char *path)
{
	const struct print *print = data;
	const struct item *item = map_get(print->items, path);

	return item != NULL && item->kind == ITEM_QUESTION ?
	    print->numbers[item->index] : NULL;
}

static const char *
value_at(void *data, const char *path, const char *value)
{
	const struct print *print = data;
	const struct item *item = map_get(print->items, path);
	const struct choice *choice = item != NULL && item->list != NULL ?
	    choice_list_find(item->list, value) : NULL;
	const struct text *text = choice != NULL ? form_text(print->form,
	    &choice->label, print->language) : NULL;

	if (text != NULL)
		return text->written;
	/* Numbers and dates stand without quotes. */
	return item != NULL && (item->value_type == V_STRING) ? value : NULL;
}

static void
add_relevance(struct print *print, const struct item *item)
{
	const struct xpath_prose prose = { print->french, number_at, value_at,
	    print };
	struct buf words = BUF_INIT;

	if (item->relevant.compiled == NULL)
		return;
	if (xpath_words(&words, item->relevant.compiled, item->path, &prose)) {
		buf_addf(print->out, "<p class=\"filter\">%s ",
		    print_word(print, "Only if", "Seulement si"));
		print_escaped(print, buf_str(&words));
		buf_add(print->out, ".</p>\n");
	} else if (!add_reads(print, &item->relevant, item->path,
	    print_word(print, "Asked or not: depends on question",
	    "Posée ou non : dépend de la question"),
	    print_word(print, "Asked or not: depends on questions",
	    "Posée ou non : dépend des questions"))) {
		buf_addf(print->out, "<p class=\"filter\">%s <code>",
		    print_word(print, "Only under this condition:",
		    "Seulement à cette condition :"));
		print_escaped(print, item->relevant.written ?
		    item->relevant.written : item->relevant.source);
		buf_add(print->out, "</code></p>\n");
	}
	buf_free(&words);
}

void
print_filters(struct print *print, const struct item *item)
{
	add_relevance(print, item);
	if (item->choice_filter.compiled != NULL)
		(void)add_reads(print, &item->choice_filter, item->path,
		    print_word(print, "The choices that apply depend on "
		    "question", "Les choix possibles dépendent de la question"),
		    print_word(print, "The choices that apply depend on "
		    "questions", "Les choix possibles dépendent des questions"));
}
