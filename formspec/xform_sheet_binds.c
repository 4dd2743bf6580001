/*
 * Binds and attributes, back to columns and parameters.
 */
#include <stdlib.h>
#include <string.h>

#include "formspec/xform_sheet.h"
#include "formspec/xform_words.h"
#include "formspec/xml.h"

void
sheet_parameter(struct recovery *r, struct item *item, const char *key,
    const char *value)
{
	item->parameters = arena_printf(r->arena, "%s%s%s=%s",
	    item->parameters, item->parameters[0] != '\0' ? " " : "", key,
	    value);
}

void
sheet_other(struct recovery *r, struct item *item, const char *heading,
    const char *value)
{
	const char *const pair[] = { arena_strdup(r->arena, heading),
		arena_strdup(r->arena, value) };

	if (*value != '\0')
		form_add_others(r->arena, item, pair, 1);
}

bool
sheet_is_declaration(const struct node *attribute)
{
	return attribute->uri != NULL &&
	    strcmp(attribute->uri, XML_XMLNS_URI) == 0;
}

static const char *
qualified(struct recovery *r, const struct node *attribute)
{
	return attribute->prefix == NULL ? attribute->name :
	    arena_printf(r->arena, "%s:%s", attribute->prefix,
	    attribute->name);
}

/* ---- binds ---- */

static const struct {
	const char *attribute;
	enum field_id field;
	bool yes_no;		/* usually said as "yes" and "no" */
} parts[] = {
	{ "relevant", FIELD_RELEVANT, false },
	{ "required", FIELD_REQUIRED, true },
	{ "readonly", FIELD_READONLY, true },
	{ "constraint", FIELD_CONSTRAINT, false },
	{ "calculate", FIELD_CALCULATION, false }
};

/* What a bind says without a column of its own. */
static const char *const known[] = {
	"nodeset", "type", "relevant", "required", "readonly", "constraint",
	"calculate", "jr:constraintMsg", "jr:requiredMsg", "jr:preload",
	"jr:preloadParams", "entities:saveto", "recolte:role",
	"recolte:personal"
};

static bool
is_among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void
read_expression(struct recovery *r, const struct found *found, size_t i)
{
	struct expr *expr = field_expr(&form_fields[parts[i].field],
	    found->made);
	const char *value = xform_attribute(found->bind, parts[i].attribute);
	const char *path = found->item->path;

	if (value == NULL)
		return;
	if (parts[i].field == FIELD_READONLY && found->made->type == Q_NOTE &&
	    strcmp(value, "true()") == 0)
		return;
	if (parts[i].yes_no && form_yes_no(value) >= 0)
		value = form_yes_no(value) == 1 ? "yes" : "no";
	expr->written = sheet_expr(r, value, path, path);
}

static bool
is_bind_parameter(struct recovery *r, const struct found *found,
    const char *name, const char *value)
{
	const struct item *made = found->made;

	for (size_t i = 0; i < xform_bind_parameter_count; i++) {
		const struct xform_parameter *p = &xform_bind_parameters[i];

		if (made->kind != ITEM_QUESTION || p->type != made->type ||
		    strcmp(p->attribute, name) != 0 || (p->metadata &&
		    strcmp(p->metadata, made->metadata) != 0))
			continue;
		sheet_parameter(r, found->made, p->key, value);
		return true;
	}
	return false;
}

static void
read_attribute(struct recovery *r, const struct found *found,
    const struct node *attribute)
{
	const char *name = qualified(r, attribute);
	const char *value = attribute->value ? attribute->value : "";
	const char *path = found->item->path;

	if (sheet_is_declaration(attribute) || is_among(name, known,
	    sizeof(known) / sizeof(*known)) ||
	    is_bind_parameter(r, found, name, value))
		return;
	if (strcmp(name, "jr:noAppErrorString") == 0)
		sheet_other(r, found->made, "noAppErrorString", value);
	else
		sheet_other(r, found->made, arena_printf(r->arena, "bind::%s",
		    name), sheet_expr(r, value, path, path));
}

/* A message is literal, or jr:itext('id'). */
static void
read_message(struct recovery *r, const struct found *found, const char *name,
    enum field_id field)
{
	const char *value = xform_attribute(found->bind, name);
	const char *id = value ? xform_itext_id(r->xform, value) : NULL;
	struct texts *out = field_texts(&form_fields[field], found->made);
	const struct itext *itext;

	if (id != NULL) {
		itext = map_get(r->xform->itexts, id);
		if (itext != NULL)
			sheet_texts(r, out, &itext->texts, false,
			    found->item->path);
	} else if (value != NULL) {
		form_build_text(r->build, out, 0, value);
		out->plain = true;
	}
}

void
sheet_bind(struct recovery *r, const struct found *found)
{
	if (found->bind == NULL)
		return;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		read_expression(r, found, i);
	read_message(r, found, "constraintMsg", FIELD_CONSTRAINT_MESSAGE);
	read_message(r, found, "requiredMsg", FIELD_REQUIRED_MESSAGE);
	found->made->role = arena_strdup(r->arena, found->item->role);
	found->made->personal = found->item->personal;
	for (const struct node *a = found->bind->attributes; a; a = a->next)
		read_attribute(r, found, a);
}

/* ---- the element and the control ---- */

static const char *const control_known[] = {
	"ref", "nodeset", "appearance", "mediatype", "start", "end", "step",
	"query", "jr:count"
};

static bool
is_body_parameter(struct recovery *r, const struct found *found,
    const char *name, const char *value)
{
	for (size_t i = 0; i < xform_body_parameter_count; i++) {
		const struct xform_parameter *p = &xform_body_parameters[i];

		if (found->made->kind != ITEM_QUESTION ||
		    p->type != found->made->type ||
		    strcmp(p->attribute, name) != 0)
			continue;
		sheet_parameter(r, found->made, p->key, value);
		return true;
	}
	return false;
}

static bool
is_app(struct recovery *r, const struct found *found, const char *name,
    const char *value)
{
	if (found->made->kind != ITEM_QUESTION ||
	    found->made->type != Q_IMAGE || strcmp(name, "intent") != 0)
		return false;
	sheet_parameter(r, found->made, "app", value);
	return true;
}

static void
read_control(struct recovery *r, const struct found *found,
    const struct node *attribute)
{
	const char *name = qualified(r, attribute);
	const char *value = attribute->value ? attribute->value : "";
	const char *path = found->item->path;

	if (sheet_is_declaration(attribute) || is_among(name, control_known,
	    sizeof(control_known) / sizeof(*control_known)) ||
	    is_body_parameter(r, found, name, value) ||
	    is_app(r, found, name, value))
		return;
	value = sheet_expr(r, value, path, path);
	sheet_other(r, found->made, is_among(name, xform_body_columns,
	    xform_body_column_count) ? name : arena_printf(r->arena,
	    "body::%s", name), value);
}

void
sheet_attributes(struct recovery *r, const struct found *found)
{
	const struct node *a = found->element ? found->element->attributes :
	    NULL;
	const char *path = found->item->path;

	for (; a != NULL; a = a->next)
		if (!sheet_is_declaration(a) &&
		    strcmp(qualified(r, a), "jr:template") != 0)
			sheet_other(r, found->made, arena_printf(r->arena,
			    "instance::%s", qualified(r, a)), sheet_expr(r,
			    a->value ? a->value : "", path, path));
	for (a = found->control ? found->control->attributes : NULL; a;
	    a = a->next)
		read_control(r, found, a);
}
