/*
 * Entities and the tags of maps: that they changed, no more. No answer hangs
 * on them here.
 */
#include <string.h>

#include "formspec/diff_build.h"

static struct entity *
find_entity(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->entity_count; i++)
		if (strcmp(form->entities[i].name, name) == 0)
			return &form->entities[i];
	return NULL;
}

static bool
same_entity(const struct diff *diff, struct entity *a, struct entity *b)
{
	for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++) {
		const char *x = entity_expr(k, a)->written;
		const char *y = entity_expr(k, b)->written;

		if ((x == NULL) != (y == NULL) ||
		    (x != NULL && !diff_same(diff, x, y)))
			return false;
	}
	return diff_same(diff, diff_path(a->container),
	    diff_path(b->container));
}

static void
compare_entities(struct diff *diff)
{
	const struct form *old = diff->old, *new = diff->new;

	for (size_t i = 0; i < old->entity_count; i++) {
		struct entity *a = &old->entities[i];
		struct entity *b = find_entity(new, a->name);

		if (b == NULL || !same_entity(diff, a, b))
			diff_add(diff, b ? CHANGE_ENTITY :
			    CHANGE_ENTITY_REMOVED, DIFF_KEPT, a->name);
	}
	for (size_t i = 0; i < new->entity_count; i++)
		if (find_entity(old, new->entities[i].name) == NULL)
			diff_add(diff, CHANGE_ENTITY_ADDED, DIFF_KEPT,
			    new->entities[i].name);
}

static bool
same_tag(const struct diff *diff, const struct choice *a,
    const struct choice *b)
{
	if (strcmp(a->name, b->name) != 0)
		return false;
	for (size_t i = 0; i < diff->old->language_count; i++) {
		const char *x = a->label.by_language ?
		    a->label.by_language[i].written : NULL;
		const char *y = diff_text_after(diff, &b->label, i);

		if (diff->languages[i] >= 0 && ((x == NULL) != (y == NULL) ||
		    (x != NULL && !diff_same(diff, x, y))))
			return false;
	}
	return true;
}

static bool
same_tags(const struct diff *diff, const struct choice_list *a,
    const struct choice_list *b)
{
	if (a == NULL || b == NULL || a->choice_count != b->choice_count)
		return a == b;
	for (size_t i = 0; i < a->choice_count; i++)
		if (!same_tag(diff, &a->choices[i], &b->choices[i]))
			return false;
	return true;
}

void
diff_entities(struct diff *diff)
{
	compare_entities(diff);
	for (size_t i = 1; i < diff->old->item_count; i++) {
		const struct item *old = diff->old->items[i];
		const struct item *new = diff->to_new[i];

		if (new != NULL && !same_tags(diff, old->tags, new->tags))
			diff_add(diff, CHANGE_TAGS, DIFF_KEPT,
			    diff_path(new));
	}
}
