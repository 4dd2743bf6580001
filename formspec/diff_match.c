/*
 * Which item of the old form is which of the new one. Names decide first, from
 * the top down; then a group that has another name is known by its label or by
 * what it holds, a question by its label, or by its calculation when it has no
 * label. What stays alone was added or removed.
 */
#include <string.h>

#include "formspec/diff_build.h"

/* Pairs that are looked at; beyond this, only names are compared. */
enum { COMPARE_MAX = 2000000 };

static bool
is_container(const struct item *item)
{
	return item->kind != ITEM_QUESTION;
}

static struct item *
new_of(const struct diff *diff, const struct item *old)
{
	return diff->to_new[old->index];
}

static struct item *
old_of(const struct diff *diff, const struct item *new)
{
	return diff->to_old[new->index];
}

static void
pair(struct diff *diff, struct item *old, struct item *new)
{
	diff->to_new[old->index] = new;
	diff->to_old[new->index] = old;
}

/* Children of a pair that have the same name. */
static bool
match_children(struct diff *diff, const struct item *old,
    const struct item *new)
{
	struct map *names = map_new();
	bool found = false;

	for (struct item *c = old->first; c != NULL; c = c->next)
		if (new_of(diff, c) == NULL && !map_has(names, c->name))
			map_set(names, c->name, c);
	for (struct item *c = new->first; c != NULL; c = c->next) {
		struct item *same = map_get(names, c->name);

		if (same == NULL || old_of(diff, c) != NULL ||
		    new_of(diff, same) != NULL ||
		    is_container(same) != is_container(c))
			continue;
		pair(diff, same, c);
		found = true;
	}
	map_free(names);
	return found;
}

static bool
match_names(struct diff *diff)
{
	bool found = false;

	for (size_t i = 0; i < diff->new->item_count; i++) {
		struct item *new = diff->new->items[i];
		struct item *old = old_of(diff, new);

		if (old != NULL && is_container(new))
			found |= match_children(diff, old, new);
	}
	return found;
}

/* ---- the same under another name ---- */

static bool
same_label(const struct diff *diff, const struct item *old,
    const struct item *new)
{
	for (size_t i = 0; i < diff->old->language_count; i++) {
		const char *before, *after;

		if (old->label.by_language == NULL)
			return false;
		before = old->label.by_language[i].written;
		after = diff_text_after(diff, &new->label, i);
		if (before != NULL && after != NULL &&
		    diff_same(diff, before, after))
			return true;
	}
	return false;
}

static bool
holds_the_same(const struct item *old, const struct item *new)
{
	struct map *names = map_new();
	size_t count = 0, common = 0;

	for (struct item *c = old->first; c != NULL; c = c->next)
		map_set(names, c->name, c);
	for (struct item *c = new->first; c != NULL; c = c->next, count++)
		common += map_has(names, c->name) ? 1 : 0;
	count = count > map_count(names) ? count : map_count(names);
	map_free(names);
	return common > 0 && 2 * common >= count;
}

static bool
same_container(const struct diff *diff, const struct item *old,
    const struct item *new)
{
	return same_label(diff, old, new) || holds_the_same(old, new);
}

static bool
same_question(const struct diff *diff, const struct item *old,
    const struct item *new)
{
	const char *before = old->calculate.written;
	const char *after = new->calculate.written;

	if (same_label(diff, old, new))
		return true;
	return old->type == new->type && old->label.by_language == NULL &&
	    new->label.by_language == NULL && before != NULL &&
	    after != NULL && diff_same(diff, before, after);
}

static bool
match_renamed(struct diff *diff, const struct item *old,
    const struct item *new, bool containers)
{
	bool found = false;

	for (struct item *b = new->first; b != NULL; b = b->next) {
		if (old_of(diff, b) != NULL || is_container(b) != containers)
			continue;
		for (struct item *a = old->first; a != NULL; a = a->next) {
			if (++diff->work > COMPARE_MAX)
				return found;
			if (new_of(diff, a) != NULL ||
			    is_container(a) != containers ||
			    !(containers ? same_container : same_question)(
			    diff, a, b))
				continue;
			pair(diff, a, b);
			found = true;
			break;
		}
	}
	return found;
}

static bool
match_all_renamed(struct diff *diff, bool containers)
{
	bool found = false;

	for (size_t i = 0; i < diff->new->item_count; i++) {
		struct item *new = diff->new->items[i];
		struct item *old = old_of(diff, new);

		if (old != NULL && is_container(new))
			found |= match_renamed(diff, old, new, containers);
	}
	return found;
}

/* ---- the same elsewhere ---- */

/* Of each name that one item alone has, the item; else the form's root. */
static struct map *
alone(const struct form *form, struct item *const *partners, bool containers)
{
	struct map *names = map_new();

	for (size_t i = 1; i < form->item_count; i++) {
		struct item *item = form->items[i];

		if (partners[i] != NULL || is_container(item) != containers)
			continue;
		map_set(names, item->name, map_has(names, item->name) ?
		    form->root : item);
	}
	return names;
}

static bool
match_moved(struct diff *diff, bool containers)
{
	struct map *olds = alone(diff->old, diff->to_new, containers);
	struct map *news = alone(diff->new, diff->to_old, containers);
	bool found = false;

	for (size_t i = 0; i < map_count(news); i++) {
		struct item *new = map_value_at(news, i);
		struct item *old = map_get(olds, map_key_at(news, i));

		if (old == NULL || new == diff->new->root ||
		    old == diff->old->root)
			continue;
		pair(diff, old, new);
		found = true;
	}
	map_free(olds);
	map_free(news);
	return found;
}

static void
keep_renames(struct diff *diff)
{
	for (size_t i = 1; i < diff->old->item_count; i++) {
		struct item *old = diff->old->items[i];
		struct item *new = new_of(diff, old);

		if (new != NULL && strcmp(old->name, new->name) != 0)
			map_set(diff->renames, old->name,
			    (void *)(uintptr_t)new->name);
	}
}

/* A round finds something or is the last; each level may need one. */
void
diff_match(struct diff *diff)
{
	bool found = true;

	pair(diff, diff->old->root, diff->new->root);
	for (unsigned round = 0; found && round < 4 * FORM_DEPTH_MAX;
	    round++) {
		found = match_names(diff);
		if (!found)
			found = match_all_renamed(diff, true);
		if (!found)
			found = match_moved(diff, true);
	}
	(void)match_moved(diff, false);
	/* A calculation over renamed questions is the same calculation. */
	do
		keep_renames(diff);
	while (match_all_renamed(diff, false));
}
