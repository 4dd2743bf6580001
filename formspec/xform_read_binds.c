/*
 * Binds: what is computed about an item.
 */
#include "formspec/xform.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/text.h"

static const struct {
	const char *attribute;
	enum field_id field;
} parts[] = {
	{ "relevant", FIELD_RELEVANT }, { "required", FIELD_REQUIRED },
	{ "readonly", FIELD_READONLY }, { "constraint", FIELD_CONSTRAINT },
	{ "calculate", FIELD_CALCULATION },
	{ "constraintMsg", FIELD_CONSTRAINT_MESSAGE },
	{ "requiredMsg", FIELD_REQUIRED_MESSAGE },
	{ "role", FIELD_ROLE }, { "personal", FIELD_PERSONAL }
};

static void
read_part(struct xform *xform, const struct node *bind, struct item *item,
    size_t i)
{
	const struct field *field = &form_fields[parts[i].field];
	struct place place = xform_place(xform, bind, parts[i].attribute);
	const char *value = place.cell;

	if (xform_is_blank(value))
		return;
	if (field->shape == FIELD_EXPR)
		xform_expr(xform, field_expr(field, item), value, item,
		    &place);
	else if (field->shape == FIELD_TEXTS)
		xform_message(xform, field_texts(field, item), value, item,
		    &place);
	else if (field->shape == FIELD_STRING)
		*field_string(field, item) = xform_trim(xform, value);
	else
		item->personal = form_yes_no(value) == 1;
}

static const char *
nearest_path(struct xform *xform, const char *path)
{
	size_t count = map_count(xform->items);
	const char **paths, *found;

	if (diags_errors(xform->build->diags) >= NEAREST_ERRORS_MAX)
		return NULL;
	paths = mem_alloc_n(count + 1, sizeof(*paths));
	for (size_t i = 0; i < count; i++)
		paths[i] = map_key_at(xform->items, i);
	found = text_nearest(path, paths, count);
	mem_free(paths);
	return found;
}

void
xform_binds(struct xform *xform)
{
	for (size_t i = 0; i < map_count(xform->binds); i++) {
		const char *path = map_key_at(xform->binds, i);
		const struct node *bind = map_value_at(xform->binds, i);
		struct item *item = map_get(xform->items, path);
		struct place place = xform_place(xform, bind, "nodeset");

		if (item == NULL) {
			if (!xform_is_entity_path(xform, path))
				diag_add(xform->build->diags, &place,
				    "xform-bind", path,
				    nearest_path(xform, path));
			continue;
		}
		for (size_t k = 0; k < sizeof(parts) / sizeof(*parts); k++)
			read_part(xform, bind, item, k);
		xform_save_to(xform, item, bind);
	}
}
