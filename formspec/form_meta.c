/*
 * What every response has though no row of the form says so: meta/instanceID
 * and, with the setting instance_name, meta/instanceName. They become items
 * only where something in the form asks for them; writers leave them out,
 * since whoever reads the form again will imply them again.
 */
#include <string.h>

#include "formspec/form_build.h"

static bool
is_asked_in(const char *s, const char *name)
{
	return s != NULL && strstr(s, name) != NULL;
}

static bool
is_asked_by_texts(const struct form_build *build, const struct texts *texts,
    const char *name)
{
	for (size_t i = 0; texts->by_language != NULL &&
	    i < build->form->language_count; i++)
		if (is_asked_in(texts->by_language[i].written, name))
			return true;
	return false;
}

static bool
is_asked_by_item(const struct form_build *build, struct item *item,
    const char *name)
{
	bool found = false;

	for (int f = 0; f < FIELD_COUNT && !found; f++) {
		const struct field *field = &form_fields[f];

		if (field->shape == FIELD_TEXTS)
			found = is_asked_by_texts(build,
			    field_texts(field, item), name);
		else if (field->shape == FIELD_EXPR)
			found = is_asked_in(field_expr(field, item)->written,
			    name);
		else if (field->shape == FIELD_STRING)
			found = is_asked_in(*field_string(field, item), name);
	}
	for (size_t i = 0; i < item->other_count && !found; i++)
		found = is_asked_in(item->others[2 * i + 1], name);
	return found;
}

static bool
is_asked(const struct form_build *build, const char *name)
{
	bool found = is_asked_in(form_setting(build->form, "instance_name"),
	    name);

	for (size_t i = 0; i < build->form->item_count && !found; i++)
		found = is_asked_by_item(build, build->items[i], name);
	for (size_t i = 0; i < build->list_count && !found; i++)
		for (size_t k = 0; k < build->lists[i]->choice_count; k++)
			found |= is_asked_by_texts(build,
			    &build->lists[i]->choices[k].label, name);
	return found;
}

/* A form that has such a question, or a group like that, means its own. */
static bool
is_taken(const struct form_build *build, const char *name)
{
	for (size_t i = 1; i < build->form->item_count; i++) {
		const struct item *item = build->items[i];

		if (!item->implied && (strcmp(item->name, name) == 0 ||
		    (item->depth == 1 && strcmp(item->name, "meta") == 0)))
			return true;
	}
	return false;
}

static struct item *
imply(struct form_build *build, struct item **meta, const char *type,
    const char *name)
{
	struct item *item;

	if (*meta == NULL)
		*meta = form_build_item(build, build->form->root, ITEM_GROUP,
		    type_canonical("begin_group"), "meta");
	item = form_build_item(build, *meta, ITEM_QUESTION,
	    type_canonical(type), name);
	(*meta)->implied = item->implied = true;
	return item;
}

void
form_imply_meta(struct form_build *build)
{
	const char *omit = form_setting(build->form, "omit_instanceID");
	const char *written = form_setting(build->form, "instance_name");
	struct item *meta = NULL;

	if ((omit == NULL || form_yes_no(omit) != 1) &&
	    is_asked(build, "instanceID") && !is_taken(build, "instanceID"))
		imply(build, &meta, "deviceid", "instanceID")->metadata =
		    "instanceID";
	if (written != NULL && is_asked(build, "instanceName") &&
	    !is_taken(build, "instanceName"))
		imply(build, &meta, "calculate", "instanceName")->
		    calculate.written = written;
}
