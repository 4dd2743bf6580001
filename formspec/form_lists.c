/*
 * Choice lists as XPath sees them.
 */
#include <string.h>

#include "formspec/form_build.h"

const char *
form_parameter(struct arena *arena, const char *parameters, const char *key)
{
	size_t len = strlen(key);

	while (parameters != NULL && *parameters != '\0') {
		size_t n;

		parameters += strspn(parameters, " ,;\t\n");
		n = strcspn(parameters, " ,;\t\n");
		if (n > len && parameters[len] == '=' &&
		    memcmp(parameters, key, len) == 0)
			return arena_strndup(arena, parameters + len + 1,
			    n - len - 1);
		parameters += n;
	}
	return NULL;
}

static void
add_leaf(struct arena *arena, struct node *parent, const char *name,
    const char *value)
{
	struct node *leaf;

	if (!form_name_is_valid(name))
		return;
	leaf = node_new(arena, NODE_ELEMENT, name);
	leaf->value = value;
	node_insert(parent, leaf, NULL);
}

/* itext: its texts have an id in an XForm, as jr:itext() asks for it. */
static void
add_choice(struct form_build *build, struct node *root,
    const struct choice_list *list, const struct choice *choice, bool itext)
{
	struct node *item = node_new(build->arena, NODE_ELEMENT, "item");
	const struct text *label;

	item->owner = (void *)choice;
	node_insert(root, item, NULL);
	if (itext)
		add_leaf(build->arena, item, "itextId", arena_printf(
		    build->arena, "%s-%zu", list->name,
		    (size_t)(choice - list->choices)));
	if (!list->from_file) {
		add_leaf(build->arena, item, "name", choice->name);
		label = form_text(build->form, &choice->label, 0);
		if (label != NULL)
			add_leaf(build->arena, item, "label", label->written);
	}
	for (size_t i = 0; i < list->extra_count; i++)
		add_leaf(build->arena, item, list->extra_names[i],
		    choice->extra[i]);
}

void
form_documents(struct form_build *build)
{
	for (size_t i = 0; i < build->list_count; i++) {
		struct choice_list *list = build->lists[i];
		bool itext = form_list_is_itext(build->form, list);
		struct node *root;

		if (list->document != NULL)
			continue;
		list->document = node_new(build->arena, NODE_ROOT, "");
		root = node_new(build->arena, NODE_ELEMENT, "root");
		node_insert(list->document, root, NULL);
		for (size_t k = 0; k < list->choice_count; k++)
			add_choice(build, root, list, &list->choices[k], itext);
		node_number(list->document);
	}
}
