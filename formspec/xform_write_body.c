/*
 * The body: how questions are asked.
 */
#include <string.h>

#include "formspec/xform_words.h"
#include "formspec/xform_write.h"

/* How a type of question is asked; NULL: it is not shown. */
static const struct control {
	const char *element, *mediatype;
} controls[] = {
	[Q_TEXT] = { "input", NULL }, [Q_INTEGER] = { "input", NULL },
	[Q_DECIMAL] = { "input", NULL }, [Q_RANGE] = { "range", NULL },
	[Q_SELECT_ONE] = { "select1", NULL },
	[Q_SELECT_MULTIPLE] = { "select", NULL },
	[Q_RANK] = { "odk:rank", NULL },
	[Q_ACKNOWLEDGE] = { "trigger", NULL },
	[Q_DATE] = { "input", NULL }, [Q_TIME] = { "input", NULL },
	[Q_DATETIME] = { "input", NULL }, [Q_NOTE] = { "input", NULL },
	[Q_CALCULATE] = { NULL, NULL }, [Q_HIDDEN] = { NULL, NULL },
	[Q_METADATA] = { NULL, NULL }, [Q_GEOPOINT] = { "input", NULL },
	[Q_GEOTRACE] = { "input", NULL }, [Q_GEOSHAPE] = { "input", NULL },
	[Q_BARCODE] = { "input", NULL }, [Q_IMAGE] = { "upload", "image/*" },
	[Q_AUDIO] = { "upload", "audio/*" },
	[Q_VIDEO] = { "upload", "video/*" },
	[Q_FILE] = { "upload", "application/*" },
	[Q_EXTERNAL] = { NULL, NULL }
};

static void
write_label(struct xform *xform, const struct item *item)
{
	xml_start(&xform->xml, "label");
	if (xform_label_is_itext(xform, item))
		xml_attribute(&xform->xml, "ref", arena_printf(xform->arena,
		    "jr:itext('%s:label')", item->path));
	else
		xform_plain(xform, &item->label);
	xml_end(&xform->xml);
}

static void
write_hint(struct xform *xform, const struct item *item)
{
	if (item->hint.by_language == NULL &&
	    item->guidance.by_language == NULL)
		return;
	xml_start(&xform->xml, "hint");
	if (xform_hint_is_itext(xform, item))
		xml_attribute(&xform->xml, "ref", arena_printf(xform->arena,
		    "jr:itext('%s:hint')", item->path));
	else
		xform_plain(xform, &item->hint);
	xml_end(&xform->xml);
}

static bool
has_label(const struct xform *xform, const struct item *item)
{
	return item->label.by_language != NULL ||
	    xform_label_is_itext(xform, item);
}

/* What is computed is shown only when it has something to say. */
static bool
is_shown(const struct xform *xform, const struct item *item)
{
	if (controls[item->type].element == NULL)
		return false;
	return (item->calculate.source == NULL && item->trigger == NULL) ||
	    has_label(xform, item) || item->hint.by_language != NULL ||
	    item->guidance.by_language != NULL;
}

static void
range_bounds(struct xform *xform, const struct item *item)
{
	static const char *const keys[][2] = {
		{ "start", "1" }, { "end", "10" }, { "step", "1" }
	};

	for (size_t i = 0; i < 3; i++) {
		const char *value = xform_parameter(xform, item, keys[i][0]);

		xml_attribute(&xform->xml, keys[i][0],
		    value ? value : keys[i][1]);
	}
}

/* An application takes the picture, unless the appearance does it itself. */
static void
image_intent(struct xform *xform, const struct item *item)
{
	const char *app = xform_parameter(xform, item, "app");

	if (app != NULL && (item->appearance[0] == '\0' ||
	    strcmp(item->appearance, "annotate") == 0))
		xml_attribute(&xform->xml, "intent", app);
}

static void
control_attributes(struct xform *xform, const struct item *item)
{
	const char *mediatype = controls[item->type].mediatype;

	if (mediatype != NULL)
		xml_attribute(&xform->xml, "mediatype",
		    strcmp(item->word, "osm") == 0 ? "osm/*" : mediatype);
	for (size_t i = 0; i < xform_body_parameter_count; i++) {
		const struct xform_parameter *p = &xform_body_parameters[i];
		const char *value = p->type != item->type ? NULL :
		    xform_parameter(xform, item, p->key);

		/* "yes" and "true()" are "true". */
		if (value != NULL && form_yes_no(value) == 1 &&
		    strcmp(p->key, "incremental") == 0)
			value = "true";
		if (value != NULL)
			xml_attribute(&xform->xml, p->attribute,
			    value);
	}
	if (item->type == Q_RANGE)
		range_bounds(xform, item);
	if (item->type == Q_IMAGE)
		image_intent(xform, item);
}

/* Of any item: the columns that say how it looks. */
static void
shown_attributes(struct xform *xform, const struct item *item)
{
	const char *appearance = item->search != NULL ?
	    item->search->appearance : item->appearance;

	if (appearance[0] != '\0')
		xml_attribute(&xform->xml, "appearance",
		    xform_resolve(xform, item, appearance));
	for (size_t i = 0; i < xform_body_column_count; i++) {
		const char *value = xform_other(item,
		    xform_body_columns[i]);

		if (value != NULL)
			xml_attribute(&xform->xml, xform_body_columns[i],
			    xform_resolve(xform, item, value));
	}
	xform_attributes(xform, item, "control");
	xform_attributes(xform, item, "body");
}

static void
write_set_off(struct xform *xform, const struct item *item)
{
	size_t next = xform->set_off_first[item->index];

	for (; next != 0; next = xform->set_off[2 * next - 1])
		xform_write_action(xform,
		    xform->form->items[xform->set_off[2 * next - 2]],
		    "xforms-value-changed");
}

static void
write_itemset(struct xform *xform, const char *nodeset, const char *value,
    const char *label)
{
	xml_start(&xform->xml, "itemset");
	xml_attribute(&xform->xml, "nodeset", nodeset);
	xml_start(&xform->xml, "value");
	xml_attribute(&xform->xml, "ref", value);
	xml_end(&xform->xml);
	xml_start(&xform->xml, "label");
	xml_attribute(&xform->xml, "ref", label);
	xml_end(&xform->xml);
	xml_end(&xform->xml);
}

/* instance('towns')/root/item[region = 1], shuffled when that is asked. */
static const char *
list_nodeset(struct xform *xform, const struct item *item)
{
	const char *filter = item->choice_filter.source;
	const char *id = xform_list_id(xform, item->list), *nodes;
	char quote = strchr(id, '\'') != NULL ? '"' : '\'';

	nodes = arena_printf(xform->arena, "instance(%c%s%c)/root/item%s%s%s",
	    quote, id, quote, filter ? "[" : "", filter ? filter : "",
	    filter ? "]" : "");
	if (!item->randomize)
		return nodes;
	if (item->seed.source == NULL)
		return arena_printf(xform->arena, "randomize(%s)", nodes);
	return arena_printf(xform->arena, "randomize(%s, %s)", nodes,
	    item->seed.source);
}

static void
list_itemset(struct xform *xform, const struct item *item)
{
	const struct choice_list *list = item->list;
	bool itext = xform->itext_lists[list - xform->form->lists];

	write_itemset(xform, list_nodeset(xform, item), list->from_file &&
	    list->value_ref ? list->value_ref : "name",
	    list->from_file && list->label_ref ? list->label_ref :
	    itext ? "jr:itext(itextId)" : "label");
}

/* Choices that are answers: those of each instance of a repeat. */
static void
answers_itemset(struct xform *xform, const struct item *item)
{
	const char *path = item->itemset.source + strspn(item->itemset.source,
	    " ");
	size_t len = strlen(path);
	const char *filter = item->choice_filter.source, *value;
	const char *written = item->itemset.written;
	const struct item *target = xform_item(xform, slice_of(written + 2,
	    strcspn(written, "}") - 2));

	while (len > 0 && path[len - 1] == ' ')
		len--;
	path = arena_strndup(xform->arena, path, len);
	if (target == NULL || target->repeat == NULL)
		return;
	value = target->path + strlen(target->repeat->path) + 1;
	len -= strlen(value) + 1;
	path = arena_strndup(xform->arena, path, len);
	write_itemset(xform, filter ? arena_printf(xform->arena, "%s[%s]",
	    path, filter) : arena_printf(xform->arena, "%s[./%s != '']", path,
	    value), value, value);
}

static void
inline_choices(struct xform *xform, const struct choice_list *list)
{
	bool itext = xform->itext_lists[list - xform->form->lists];

	for (size_t i = 0; i < list->choice_count; i++) {
		xml_start(&xform->xml, "item");
		xml_start(&xform->xml, "label");
		if (itext)
			xml_attribute(&xform->xml, "ref", arena_printf(
			    xform->arena, "jr:itext('%s-%zu')", list->name,
			    i));
		else
			xform_plain(xform, &list->choices[i].label);
		xml_end(&xform->xml);
		xml_leaf(&xform->xml, "value", list->choices[i].name);
		xml_end(&xform->xml);
	}
}

static void
write_choices(struct xform *xform, const struct item *item)
{
	if (item->itemset.source != NULL)
		answers_itemset(xform, item);
	else if (item->list == NULL || item->list->external)
		return;
	else if (item->search != NULL)
		inline_choices(xform, item->search->list);
	else
		list_itemset(xform, item);
}

/* Shapes that were answered in the instances of a repeat: ${repeat}. */
static void
write_answered_shapes(struct xform *xform, const struct item *item,
    const char *reference)
{
	const struct item *repeat = xform_item(xform, slice_of(reference + 2,
	    strcspn(reference, "}") - 2));
	const char *filter = item->choice_filter.written;

	if (repeat == NULL || repeat->kind != ITEM_REPEAT)
		return;
	write_itemset(xform, arena_printf(xform->arena, "%s[%s]",
	    repeat->path, filter ? xform_resolve(xform, repeat, filter) :
	    "./geometry != ''"), "geometry", "geometry");
}

/*
 * What a question is seen against: the names of the marks on a scale, the
 * shapes on a map. It is a list, a file's name without its end, or a repeat.
 */
static void
write_backdrop(struct xform *xform, const struct item *item)
{
	bool map = item->type == Q_GEOPOINT || item->type == Q_GEOTRACE ||
	    item->type == Q_GEOSHAPE;
	const char *name = !map && item->type != Q_RANGE ? NULL :
	    xform_parameter(xform, item, map ? "reference-geometry" :
	    "tick_labelset");
	const char *filter = item->choice_filter.source;
	const struct form *form = xform->form;
	bool itext = false;

	if (name == NULL)
		return;
	if (strncmp(name, "${", 2) == 0) {
		write_answered_shapes(xform, item, name);
		return;
	}
	for (size_t i = 0; i < form->list_count; i++)
		if (strcmp(form->lists[i].name, name) == 0)
			itext = xform->itext_lists[i];
	write_itemset(xform, arena_printf(xform->arena,
	    "instance('%s')/root/item%s%s%s", name, filter ? "[" : "",
	    filter ? filter : "", filter ? "]" : ""), "name",
	    itext ? "jr:itext(itextId)" : "label");
}

static void
write_question(struct xform *xform, const struct item *item)
{
	bool external = item->list != NULL && item->list->external;

	if (!is_shown(xform, item))
		return;
	xml_start(&xform->xml, external ? "input" :
	    controls[item->type].element);
	xml_attribute(&xform->xml, "ref", item->path);
	control_attributes(xform, item);
	if (external)
		xml_attribute(&xform->xml, "query", list_nodeset(xform, item));
	shown_attributes(xform, item);
	write_label(xform, item);
	write_hint(xform, item);
	write_choices(xform, item);
	xform_write_tags(xform, item);
	write_backdrop(xform, item);
	write_set_off(xform, item);
	xml_end(&xform->xml);
}

static void write_items(struct xform *xform, const struct item *parent);

static void
write_group(struct xform *xform, const struct item *item)
{
	xml_start(&xform->xml, "group");
	xml_attribute(&xform->xml, "ref", item->path);
	shown_attributes(xform, item);
	if (has_label(xform, item))
		write_label(xform, item);
	write_items(xform, item);
	xml_end(&xform->xml);
}

/* New instances have their defaults too. */
static void
write_defaults(struct xform *xform, const struct item *repeat)
{
	const struct form *form = xform->form;

	for (size_t i = repeat->index + 1; i < form->item_count &&
	    form->items[i]->depth > repeat->depth; i++)
		if (form->items[i]->repeat == repeat &&
		    form->items[i]->dynamic_default.source != NULL)
			xform_write_action(xform, form->items[i],
			    "odk-new-repeat");
}

static void
write_repeat(struct xform *xform, const struct item *item)
{
	const char *count = xform_count_path(xform, item);

	xml_start(&xform->xml, "group");
	xml_attribute(&xform->xml, "ref", item->path);
	write_label(xform, item);
	xml_start(&xform->xml, "repeat");
	xml_attribute(&xform->xml, "nodeset", item->path);
	if (count != NULL)
		xml_attribute(&xform->xml, "jr:count",
		    arena_printf(xform->arena, " %s ", count));
	else if (item->repeat_count.source != NULL)
		xml_attribute(&xform->xml, "jr:count",
		    item->repeat_count.source);
	shown_attributes(xform, item);
	write_items(xform, item);
	write_defaults(xform, item);
	xform_write_new_entities(xform, item);
	xml_end(&xform->xml);
	xml_end(&xform->xml);
}

/* Depth is limited where forms are read. */
static void
write_items(struct xform *xform, const struct item *parent)
{
	for (const struct item *item = parent->first; item; item = item->next)
		if (item->implied)
			continue;
		else if (item->kind == ITEM_QUESTION)
			write_question(xform, item);
		else if (item->kind == ITEM_GROUP)
			write_group(xform, item);
		else
			write_repeat(xform, item);
}

void
xform_write_body(struct xform *xform)
{
	const char *style = form_setting(xform->form, "style");

	xml_start(&xform->xml, "h:body");
	if (style != NULL)
		xml_attribute(&xform->xml, "class", style);
	write_items(xform, xform->form->root);
	xml_end(&xform->xml);
}
