#include "formspec/form.h"

#include <string.h>

#include "kit/base/map.h"
#include "kit/base/text.h"

void
form_free(struct form *form)
{
	if (form == NULL)
		return;
	map_free(form->paths);
	arena_free(form->arena);
}

struct item *
form_item(const struct form *form, const char *path)
{
	for (size_t i = 0; i < form->item_count; i++)
		if (strcmp(form->items[i]->path, path) == 0)
			return form->items[i];
	return NULL;
}

struct item *
form_item_named(const struct form *form, const char *name)
{
	struct item *found = NULL;

	for (size_t i = 0; i < form->item_count; i++) {
		struct item *item = form->items[i];

		if (item->kind != ITEM_QUESTION ||
		    strcmp(item->name, name) != 0)
			continue;
		if (found != NULL)
			return NULL;
		found = item;
	}
	return found;
}

struct item *
form_item_role(const struct form *form, const char *role)
{
	for (size_t i = 0; i < form->item_count; i++)
		if (strcmp(form->items[i]->role, role) == 0)
			return form->items[i];
	return NULL;
}

const struct text *
form_text(const struct form *form, const struct texts *texts, size_t language)
{
	if (texts->by_language == NULL)
		return NULL;
	if (language < form->language_count &&
	    texts->by_language[language].written != NULL)
		return &texts->by_language[language];
	/* The default language is the first. */
	for (size_t i = 0; i < form->language_count; i++)
		if (texts->by_language[i].written != NULL)
			return &texts->by_language[i];
	return NULL;
}

const struct choice *
choice_list_find(const struct choice_list *list, const char *name)
{
	for (size_t i = 0; i < list->choice_count; i++)
		if (strcmp(list->choices[i].name, name) == 0)
			return &list->choices[i];
	return NULL;
}

/* Is id the name of a file without its extension? */
static bool
is_stem(const char *file, const char *id)
{
	const char *dot = strrchr(file, '.');
	size_t len = dot ? (size_t)(dot - file) : strlen(file);

	return strlen(id) == len && memcmp(file, id, len) == 0;
}

static bool
has_attachment(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->attachment_count; i++)
		if (strcmp(form->attachments[i].name, name) == 0)
			return true;
	return false;
}

const char *
form_missing_file(const struct form *form)
{
	for (size_t i = 0; i < form->list_count; i++)
		if (form->lists[i].from_file &&
		    !has_attachment(form, form->lists[i].name))
			return form->lists[i].name;
	return NULL;
}

struct node *
form_instance(const struct form *form, const char *id)
{
	for (size_t i = 0; i < form->list_count; i++) {
		const struct choice_list *list = &form->lists[i];

		if (list->from_file ? is_stem(list->name, id) :
		    strcmp(list->name, id) == 0)
			return list->document;
	}
	return NULL;
}

const struct itext *
form_itext(const struct form *form, const char *id)
{
	for (size_t i = 0; i < form->itext_count; i++)
		if (strcmp(form->itexts[i].id, id) == 0)
			return &form->itexts[i];
	return NULL;
}
