/*
 * Is everything said in every language? What lacks as a whole is told once.
 */
#include <string.h>

#include "formspec/form_build.h"
#include "kit/base/text.h"

static bool
is_given(const struct texts *texts, size_t language)
{
	return texts->by_language != NULL &&
	    texts->by_language[language].written != NULL;
}

/* Does any item have this text in that language? In any language? */
static bool
any_given(const struct form_build *build, const struct field *field,
    size_t from, size_t to)
{
	for (size_t i = 0; i < build->form->item_count; i++)
		for (size_t k = from; k < to; k++)
			if (is_given(field_texts(field, build->items[i]), k))
				return true;
	return false;
}

/* Columns without a language are in one that has no name. */
static bool
is_unnamed(const struct form_build *build, size_t language)
{
	return language == 0 &&
	    strcmp(build->form->languages[0], "default") == 0;
}

static void
check_item_texts(struct form_build *build, enum field_id id, size_t language)
{
	const struct form *form = build->form;
	const struct field *field = &form_fields[id];

	for (size_t i = 0; i < form->item_count; i++) {
		struct item *item = build->items[i];
		struct texts *texts = field_texts(field, item);
		struct place place = form_text_place(build, item, id,
		    language);

		if (texts->by_language == NULL || is_given(texts, language))
			continue;
		diag_add(build->diags, &place, is_unnamed(build, language) ?
		    "no-translation-plain" : "no-translation",
		    field->heading, item->name, form->languages[language]);
	}
}

static size_t
count_missing(const struct choice_list *list, size_t language)
{
	size_t missing = 0;

	for (size_t i = 0; i < list->choice_count; i++)
		missing += list->choices[i].label.by_language != NULL &&
		    !is_given(&list->choices[i].label, language);
	return missing;
}

static void
check_list_texts(struct form_build *build, const struct choice_list *list,
    size_t language)
{
	const char *name = build->form->languages[language];
	bool unnamed = is_unnamed(build, language);
	struct place place = form_list_place(build, list);
	size_t missing = count_missing(list, language);

	if (missing > 1 && missing == list->choice_count) {
		diag_add(build->diags, &place, unnamed ?
		    "list-no-translation-plain" : "list-no-translation",
		    list->name, name);
		return;
	}
	for (size_t i = 0; i < list->choice_count && missing > 0; i++) {
		const struct choice *choice = &list->choices[i];

		if (choice->label.by_language == NULL ||
		    is_given(&choice->label, language))
			continue;
		place = form_choice_text_place(build, list, choice, language);
		diag_add(build->diags, &place, unnamed ?
		    "choice-no-translation-plain" : "choice-no-translation",
		    choice->name, list->name, name);
	}
}

/* Of all lists together: none of them has a label in that language. */
static bool
no_choice_texts(struct form_build *build, size_t language)
{
	struct place place = { .file = build->file, .sheet = "choices" };
	size_t choices = 0, lists = 0;

	for (size_t i = 0; i < build->list_count; i++) {
		const struct choice_list *list = build->lists[i];

		if (list->from_file)
			continue;
		if (count_missing(list, language) < list->choice_count)
			return false;
		choices += list->choice_count;
		lists += list->choice_count > 0;
	}
	if (lists < 2)
		return false;
	diag_add(build->diags, &place, is_unnamed(build, language) ?
	    "no-translation-column-plain" : "no-translation-column", "label",
	    build->form->languages[language]);
	return choices > 0;
}

/* "Francais (fr)" beside "Français (fr)": one was meant. */
static bool
is_slip(struct form_build *build, size_t language)
{
	const struct form *form = build->form;
	struct place place = { .file = build->file, .sheet = "survey" };
	const char *name = form->languages[language], *other = NULL;

	for (size_t i = 0; i < language && other == NULL; i++) {
		size_t edits = text_distance(slice_str(name),
		    slice_str(form->languages[i]), 4);

		if (edits <= 2 && strlen(name) >= 6)
			other = form->languages[i];
	}
	if (other != NULL)
		diag_add(build->diags, &place, "language-twice", other, name);
	return other != NULL;
}

/* Does a heading name that language? */
static bool
has_columns(const struct form_build *build, size_t language)
{
	for (int s = 0; s < FORM_SHEETS; s++)
		for (int f = 0; f <= FIELD_REQUIRED_MESSAGE; f++) {
			unsigned column =
			    build->sheets[s].texts[f][language];

			if (column > 0 && strchr(build->sheets[s].headings[
			    column - 1], ':') != NULL)
				return true;
		}
	return false;
}

/* The default language that no column has. */
static bool
is_without_columns(struct form_build *build, size_t language)
{
	const struct form *form = build->form;
	struct place place = { .file = build->file, .sheet = "settings",
	    .row = build->settings_row, .heading = "default_language" };
	const char *name = form->languages[language], *nearest = NULL;
	const char *code = arena_printf(build->arena, "(%s)", name);

	if (language > 0 || build->settings_row == 0 ||
	    form_setting(form, "default_language") == NULL ||
	    has_columns(build, language))
		return false;
	for (size_t i = 1; i < form->language_count && nearest == NULL; i++)
		if (strstr(form->languages[i], code) != NULL)
			nearest = form->languages[i];
	diag_add(build->diags, &place, "language-no-columns", name, name,
	    nearest != NULL ? nearest : text_nearest(name, form->languages + 1,
	    form->language_count - 1));
	return true;
}

static void
check_language(struct form_build *build, size_t language)
{
	const struct form *form = build->form;
	struct place place = { .file = build->file, .sheet = "survey" };

	for (int f = 0; f <= FIELD_REQUIRED_MESSAGE; f++) {
		const struct field *field = &form_fields[f];

		if (!any_given(build, field, 0, form->language_count))
			continue;
		if (any_given(build, field, language, language + 1))
			check_item_texts(build, (enum field_id)f, language);
		else
			diag_add(build->diags, &place,
			    is_unnamed(build, language) ?
			    "no-translation-column-plain" :
			    "no-translation-column", field->heading,
			    form->languages[language]);
	}
	if (no_choice_texts(build, language))
		return;
	for (size_t i = 0; i < build->list_count; i++)
		if (!build->lists[i]->from_file)
			check_list_texts(build, build->lists[i], language);
}

void
form_check_translations(struct form_build *build)
{
	size_t count = build->form->language_count;

	for (size_t l = 0; count > 1 && l < count; l++)
		if (!is_slip(build, l) && !is_without_columns(build, l))
			check_language(build, l);
}
