/*
 * Filters in words: who is asked a question, and what its choices depend on.
 */
#include <stdlib.h>
#include <string.h>

#include "formspec/print_html_build.h"
#include "formspec/xpath_words.h"
#include "kit/base/mem.h"

/* ---- what decides, when the condition itself is too long to say ---- */

enum { READS_MAX = 2000 };	/* items that one condition goes through */

struct reads {
	struct print *print;
	struct map *seen;	/* by path; calculations are followed */
	unsigned *asked;	/* indexes of questions on paper */
	size_t count, capacity;
};

static void
keep_read(void *data, const char *path, size_t kept, bool counted)
{
	struct reads *reads = data;
	struct item *item = map_get(reads->print->items, path);

	(void)kept, (void)counted;
	if (item != NULL && map_count(reads->seen) < READS_MAX)
		map_set(reads->seen, path, item);
}

/* Calculations are not on paper: what they read is. */
static bool
read_all(struct reads *reads, const struct expr *expr, const char *path)
{
	const char *const *numbers = reads->print->numbers;

	xpath_reads(expr->compiled, path, keep_read, reads);
	for (size_t i = 0; i < map_count(reads->seen); i++) {
		const struct item *item = map_value_at(reads->seen, i);

		if (numbers[item->index] == NULL) {
			if (item->calculate.compiled != NULL)
				xpath_reads(item->calculate.compiled,
				    item->path, keep_read, reads);
			continue;
		}
		mem_grow((void **)&reads->asked, &reads->capacity,
		    reads->count + 1, sizeof(*reads->asked));
		reads->asked[reads->count++] = item->index;
	}
	return map_count(reads->seen) < READS_MAX;
}

static int
compare_index(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

static void
add_numbers(struct print *print, const struct reads *reads)
{
	for (size_t i = 0; i < reads->count; i++)
		buf_addf(print->out, "%s%s", i == 0 ? "" :
		    i + 1 < reads->count ? ", " :
		    print_word(print, " and ", " et "),
		    print->numbers[reads->asked[i]]);
}

/* "ONE 2.1." or "MANY 2.1 and 3.4."; false when no question decides. */
static bool
add_reads(struct print *print, const struct expr *expr, const char *path,
    const char *one, const char *many)
{
	struct reads reads = { print, map_new(), NULL, 0, 0 };
	bool said = read_all(&reads, expr, path) && reads.count > 0;

	if (said) {
		qsort(reads.asked, reads.count, sizeof(*reads.asked),
		    compare_index);
		buf_addf(print->out, "<p class=\"filter\">%s ",
		    reads.count == 1 ? one : many);
		add_numbers(print, &reads);
		buf_add(print->out, ".</p>\n");
	}
	map_free(reads.seen);
	mem_free(reads.asked);
	return said;
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

/* Long lists are looked into by a map, made when it is first wanted. */
static const struct choice *
find_choice(const struct print *print, const struct choice_list *list,
    const char *name)
{
	struct map **names = &print->choices[list - print->form->lists];

	if (*names == NULL) {
		*names = map_new();
		for (size_t i = 0; i < list->choice_count; i++)
			map_set(*names, list->choices[i].name,
			    (void *)(uintptr_t)&list->choices[i]);
	}
	return map_get(*names, name);
}

static const char *
value_at(void *data, const char *path, const char *value)
{
	const struct print *print = data;
	const struct item *item = map_get(print->items, path);
	const struct choice *choice = item != NULL && item->list != NULL ?
	    find_choice(print, item->list, value) : NULL;
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
