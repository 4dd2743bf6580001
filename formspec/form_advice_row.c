/*
 * What a row may say and hardly means besides its conditions: defaults that do
 * not fit, appearances that nobody knows, a single choice.
 */
#include <stdlib.h>
#include <string.h>

#include "formspec/form_advice.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

/* A register of ten thousand towns is not searched for slips. */
enum { NEAREST_CHOICES_MAX = 5000 };

bool
advice_has_choice(const struct choice_list *list, const char *name, size_t len)
{
	for (size_t i = 0; i < list->choice_count; i++)
		if (strncmp(list->choices[i].name, name, len) == 0 &&
		    list->choices[i].name[len] == '\0')
			return true;
	return false;
}

/* The choice that was meant: by its label, or by a name much like it. */
const char *
advice_nearest_choice(const struct form *form, const struct choice_list *list,
    const char *value)
{
	const char **names = mem_alloc_n(list->choice_count + 1,
	    sizeof(*names));
	const char *found = NULL;

	for (size_t i = 0; i < list->choice_count; i++) {
		const struct text *label = form_text(form,
		    &list->choices[i].label, 0);

		names[i] = list->choices[i].name;
		if (label != NULL && strcmp(label->written, value) == 0)
			found = names[i];
	}
	if (found == NULL && list->choice_count <= NEAREST_CHOICES_MAX)
		found = text_nearest(value, names, list->choice_count);
	mem_free(names);
	return found;
}

bool
advice_choices_known(const struct item *item)
{
	return item->list != NULL && item->list->choice_count > 0 &&
	    item->itemset.written == NULL &&
	    strstr(item->appearance, "search(") == NULL;
}

static bool
is_date(const char *s)
{
	static const char shape[] = "0000-00-00";

	for (size_t i = 0; shape[i] != '\0'; i++)
		if (shape[i] == '-' ? s[i] != '-' : s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

bool
advice_is_number(const char *s)
{
	char *end;

	strtod(s, &end);
	return s[0] != '\0' && *end == '\0' &&
	    strspn(s, "+-.0123456789eE") == strlen(s);
}

/* The kind of what an answer of that type never is; or NULL. */
const char *
advice_misfit(const struct item *item, const char *value)
{
	if (value[0] == '\0')
		return NULL;
	switch (item->value_type) {
	case V_INT:
	case V_DECIMAL:
		return advice_is_number(value) ? NULL :
		    value[strspn(value, "-0123456789,")] == '\0' ?
		    "not-a-decimal" : "not-a-number";
	case V_DATE:
	case V_DATETIME:
		return is_date(value) ? NULL : "not-a-date";
	default:
		return NULL;
	}
}

static void
advise_default(struct form_build *build, const struct item *item)
{
	const char *value = item->default_value;
	struct place place = form_place(build, item, FIELD_DEFAULT, value);
	const char *kind;

	if (value == NULL || item->kind != ITEM_QUESTION)
		return;
	place.caret_len = (unsigned)strlen(value);
	kind = advice_misfit(item, value);
	if (kind != NULL)
		diag_add(build->diags, &place, kind, item->name, value);
	if (!advice_choices_known(item))
		return;
	for (const char *s = value; *s != '\0'; s += strspn(s, " ")) {
		size_t len = item->type == Q_SELECT_ONE ? strlen(s) :
		    strcspn(s, " ");
		char *word = arena_strndup(build->arena, s, len);

		place.caret = (unsigned)(s - value);
		place.caret_len = (unsigned)len;
		if (!advice_has_choice(item->list, s, len))
			diag_add(build->diags, &place, "choice-unknown",
			    word, item->name, advice_nearest_choice(build->form,
			    item->list, word));
		s += len;
	}
}

/* Of ODK Collect, Enketo and Récolte; others are left alone. */
static const char *const appearances[] = {
	"minimal", "quick", "quickcompact", "compact", "horizontal",
	"horizontal-compact", "vertical", "columns", "columns-pack",
	"columns-flex", "no-buttons", "likert", "label", "list",
	"list-nolabel", "autocomplete", "image-map", "map", "field-list",
	"table-list", "multiline", "numbers", "thousands-sep", "url",
	"bearing", "counter", "rating", "distress", "picker", "no-ticks",
	"no-calendar", "month-year", "year", "ethiopian", "coptic",
	"islamic", "bikram-sambat", "myanmar", "persian", "annotate", "draw",
	"signature", "new", "new-front", "selfie", "maps", "placement-map",
	"hide-input", "masked", "printer", "front", "w1", "w2", "w3", "w4",
	"w5", "w6", "w7", "w8", "w9", "w10", "w11", "w12", "hidden-answer",
	"randomized", "no-collapse", "dropdown"
};

/* "columns-3", and as it was once written, "compact-3". */
static bool
is_columns(const char *word)
{
	const char *number = strncmp(word, "columns-", 8) == 0 ||
	    strncmp(word, "compact-", 8) == 0 ? word + 8 : "";

	return strlen(number) > 0 && strlen(number) <= 2 &&
	    strspn(number, "0123456789") == strlen(number);
}

static void
advise_appearance(struct form_build *build, const struct item *item)
{
	const char *cell = item->appearance;
	struct place place = form_place(build, item, FIELD_APPEARANCE,
	    cell);
	size_t count = sizeof(appearances) / sizeof(*appearances);

	/* Behind a bracket stand arguments. */
	for (const char *s = cell; *s != '\0' && strpbrk(cell, "(:") == NULL;
	    s += strspn(s, " ")) {
		size_t len = strcspn(s, " "), i = 0;
		char *word = arena_strndup(build->arena, s, len);
		const char *nearest = text_nearest(word, appearances, count);

		while (i < count && strcmp(appearances[i], word) != 0)
			i++;
		place.caret = (unsigned)(s - cell);
		place.caret_len = (unsigned)len;
		if (i == count && nearest != NULL && len > 3 &&
		    !is_columns(word))
			diag_add(build->diags, &place,
			    "unknown-appearance", word, nearest);
		s += len;
	}
}

/* One choice is none. */
static void
advise_list(struct form_build *build, const struct item *item)
{
	struct place place = item->place;

	if (item->list == NULL || item->list->from_file ||
	    item->list->choice_count != 1 || !advice_choices_known(item) ||
	    (item->type != Q_SELECT_ONE && item->type != Q_RANK))
		return;
	diag_add(build->diags, &place, "one-choice", item->name,
	    item->list->name);
}

/* Only a repeat has a count. */
static void
advise_count(struct form_build *build, const struct item *item)
{
	const char *cell = item->repeat_count.written;
	struct place place;

	if (cell == NULL || item->kind == ITEM_REPEAT)
		return;
	place = form_place(build, item, FIELD_REPEAT_COUNT, cell);
	place.caret_len = (unsigned)strlen(cell);
	diag_add(build->diags, &place, "count-of-none", item->name);
}

void
advice_of_row(struct form_build *build, const struct item *item)
{
	advise_default(build, item);
	advise_appearance(build, item);
	advise_list(build, item);
	advise_count(build, item);
}
