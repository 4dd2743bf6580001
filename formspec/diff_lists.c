/*
 * Lists of choices that both forms have under one name.
 */
#include <string.h>

#include "formspec/diff_build.h"

struct lists {
	struct diff *diff;
	const struct choice_list *old, *new;
	struct map *olds, *news;	/* choices by name */
	struct map *renamed;		/* old names to new choices */
	struct map *taken;		/* new names that an old one became */
	const char *where;
	bool used;			/* a question that stayed offers it */
};

static struct map *
by_name(const struct choice_list *list)
{
	struct map *names = map_new();

	for (size_t i = 0; i < list->choice_count; i++)
		map_set(names, list->choices[i].name,
		    (void *)(uintptr_t)&list->choices[i]);
	return names;
}

size_t
diff_missing(struct diff *diff, const struct choice_list *list,
    const struct choice_list *from, const char ***names)
{
	struct map *there = by_name(from);
	size_t count = 0;

	*names = arena_alloc_n(diff->arena, list->choice_count,
	    sizeof(**names));
	for (size_t i = 0; i < list->choice_count; i++)
		if (!map_has(there, list->choices[i].name))
			(*names)[count++] = list->choices[i].name;
	map_free(there);
	return count;
}

static const char *
label(const struct choice *choice, size_t language)
{
	return choice->label.by_language ?
	    choice->label.by_language[language].written : NULL;
}

/* ---- renamed: gone, but a new one has its label ---- */

static void
find_renamed(struct lists *lists)
{
	struct map *labels = map_new();

	for (size_t k = 0; k < lists->new->choice_count; k++) {
		const struct choice *new = &lists->new->choices[k];
		const char *text = diff_text_after(lists->diff, &new->label,
		    0);

		if (text != NULL && !map_has(lists->olds, new->name))
			map_set(labels, text, (void *)(uintptr_t)new);
	}
	for (size_t i = 0; i < lists->old->choice_count; i++) {
		const struct choice *old = &lists->old->choices[i];
		const char *text = label(old, 0);
		struct choice *new = text ? map_get(labels, text) : NULL;

		if (new == NULL || map_has(lists->news, old->name) ||
		    map_has(lists->taken, new->name))
			continue;
		map_set(lists->renamed, old->name, new);
		map_set(lists->taken, new->name, new);
	}
	map_free(labels);
}

static void
say_names(struct lists *lists, enum change_kind kind,
    const struct choice_list *list, const struct map *there,
    const struct map *renamed)
{
	struct arena *arena = lists->diff->arena;
	const char **names = arena_alloc_n(arena, list->choice_count,
	    sizeof(*names));
	bool gone = kind == CHANGE_CHOICES_REMOVED && lists->used;
	struct change *change;
	size_t count = 0;

	for (size_t i = 0; i < list->choice_count; i++) {
		const char *name = list->choices[i].name;

		if (!map_has(there, name) && !map_has(renamed, name))
			names[count++] = name;
	}
	if (count == 0)
		return;
	change = diff_add(lists->diff, kind, gone ? DIFF_INVALID : DIFF_KEPT,
	    lists->where);
	change->names = names;
	change->name_count = count;
	change->gone = gone ? count : 0;
}

/* ---- choices that stayed ---- */

/* A list may have a name twice: in the same place is nearer. */
static const struct choice *
counterpart(const struct lists *lists, size_t i)
{
	const char *name = lists->old->choices[i].name;

	if (i < lists->new->choice_count &&
	    strcmp(lists->new->choices[i].name, name) == 0)
		return &lists->new->choices[i];
	return map_get(lists->news, name);
}

static void
say_labels(struct lists *lists, const struct choice *old,
    const struct choice *new)
{
	struct diff *diff = lists->diff;

	for (size_t i = 0; i < diff->old->language_count; i++) {
		const char *before = label(old, i);
		const char *after = diff_text_after(diff, &new->label, i);
		struct change *change;

		if (diff->languages[i] < 0 || (!before && !after) ||
		    (before && after && diff_same(diff, before, after)))
			continue;
		change = diff_add(diff, CHANGE_CHOICE_LABEL, DIFF_KEPT,
		    lists->where);
		change->field = new->name;
		change->language =
		    diff->new->languages[diff->languages[i]];
		change->before = before ? before : "";
		change->after = after ? after : "";
	}
}

static void
say_kept(struct lists *lists)
{
	for (size_t i = 0; i < lists->old->choice_count; i++) {
		const struct choice *old = &lists->old->choices[i];
		const struct choice *new = counterpart(lists, i);
		struct change *change;

		if (new == NULL) {
			new = map_get(lists->renamed, old->name);
			if (new == NULL)
				continue;
			change = diff_add(lists->diff, CHANGE_CHOICE_RENAMED,
			    lists->used ? DIFF_LOST : DIFF_KEPT,
			    lists->where);
			change->before = old->name;
			change->after = new->name;
		}
		say_labels(lists, old, new);
	}
}

static const char *
extra(const struct choice_list *list, const struct choice *choice,
    const char *name)
{
	for (size_t i = 0; i < list->extra_count; i++)
		if (strcmp(list->extra_names[i], name) == 0)
			return choice->extra[i];
	return "";
}

/* A column that filters read: other answers may be offered now. */
static void
say_column(struct lists *lists, const char *column)
{
	struct diff *diff = lists->diff;
	const char **names = arena_alloc_n(diff->arena,
	    lists->old->choice_count, sizeof(*names));
	struct change *change;
	size_t count = 0;

	for (size_t i = 0; i < lists->old->choice_count; i++) {
		const struct choice *old = &lists->old->choices[i];
		const struct choice *new = counterpart(lists, i);

		if (new != NULL && strcmp(extra(lists->old, old, column),
		    extra(lists->new, new, column)) != 0)
			names[count++] = old->name;
	}
	if (count == 0)
		return;
	change = diff_add(diff, CHANGE_CHOICE_COLUMN, DIFF_CHECKED,
	    lists->where);
	change->field = column;
	change->names = names;
	change->name_count = count;
}

static void
say_columns(struct lists *lists)
{
	const struct choice_list *old = lists->old, *new = lists->new;
	struct map *columns = map_new();

	for (size_t i = 0; i < old->extra_count; i++)
		map_set(columns, old->extra_names[i], lists);
	for (size_t i = 0; i < new->extra_count; i++)
		map_set(columns, new->extra_names[i], lists);
	for (size_t i = 0; i < map_count(columns); i++) {
		const char *column = map_key_at(columns, i);

		/* Of a file, these columns hold the names and labels. */
		if (old->from_file && ((old->value_ref &&
		    strcmp(column, old->value_ref) == 0) || (old->label_ref &&
		    strcmp(column, old->label_ref) == 0)))
			continue;
		say_column(lists, arena_strdup(lists->diff->arena, column));
	}
	map_free(columns);
}

static void
say_choice_order(struct lists *lists)
{
	size_t k = 0;

	for (size_t i = 0; i < lists->old->choice_count; i++) {
		const char *name = lists->old->choices[i].name;

		if (!map_has(lists->news, name))
			continue;
		while (k < lists->new->choice_count &&
		    !map_has(lists->olds, lists->new->choices[k].name))
			k++;
		if (k == lists->new->choice_count ||
		    strcmp(lists->new->choices[k++].name, name) != 0) {
			diff_add(lists->diff, CHANGE_CHOICE_ORDER, DIFF_KEPT,
			    lists->where);
			return;
		}
	}
}

/* ---- which lists ---- */

/* Of each list of the new form: who offers it, and who did before. */
struct users {
	struct buf names;	/* the first few */
	size_t count;
	const struct choice_list *before;
};

static void
find_users(const struct diff *diff, struct users *users)
{
	enum { USERS_SHOWN = 3 };

	for (size_t i = 1; i < diff->new->item_count; i++) {
		const struct item *item = diff->new->items[i];
		struct users *user;

		if (item->list == NULL)
			continue;
		user = &users[item->list - diff->new->lists];
		if (user->count < USERS_SHOWN)
			buf_addf(&user->names, "%s%s", user->count ? ", " :
			    "", item->name);
		user->count++;
		if (diff->to_old[i] != NULL && diff->to_old[i]->list != NULL)
			user->before = diff->to_old[i]->list;
	}
	for (size_t k = 0; k < diff->new->list_count; k++)
		if (users[k].count > USERS_SHOWN)
			buf_addf(&users[k].names, ", +%zu",
			    users[k].count - USERS_SHOWN);
}

/* "yes_no (consent, follows, ...)": who offers it. */
static const char *
describe(struct diff *diff, const struct choice_list *list,
    const struct users *users)
{
	if (users->count == 0)
		return list->name;
	return arena_printf(diff->arena, "%s (%s)", list->name,
	    buf_str(&users->names));
}

static void
compare(struct diff *diff, const struct choice_list *old,
    const struct choice_list *new, const struct users *users)
{
	struct lists lists = { .diff = diff, .old = old, .new = new,
	    .olds = by_name(old), .news = by_name(new),
	    .renamed = map_new(), .taken = map_new(),
	    .where = describe(diff, new, users),
	    .used = users->before == old };

	find_renamed(&lists);
	say_names(&lists, CHANGE_CHOICES_REMOVED, old, lists.news,
	    lists.renamed);
	say_names(&lists, CHANGE_CHOICES_ADDED, new, lists.olds,
	    lists.taken);
	say_kept(&lists);
	say_columns(&lists);
	say_choice_order(&lists);
	map_free(lists.olds);
	map_free(lists.news);
	map_free(lists.renamed);
	map_free(lists.taken);
}

/* Two lists of the same key are the same list. */
static const char *
key_of(struct diff *diff, const struct choice_list *list)
{
	return arena_printf(diff->arena, "%d%d/%s/%s/%s", list->external,
	    list->from_file, list->name, list->value_ref ? list->value_ref :
	    "", list->label_ref ? list->label_ref : "");
}

void
diff_lists(struct diff *diff)
{
	size_t count = diff->new->list_count;
	struct users *users = arena_alloc_n(diff->arena, count,
	    sizeof(*users));
	struct map *news = map_new();

	find_users(diff, users);
	for (size_t k = 0; k < count; k++)
		map_set(news, key_of(diff, &diff->new->lists[k]),
		    &diff->new->lists[k]);
	for (size_t i = 0; i < diff->old->list_count; i++) {
		const struct choice_list *old = &diff->old->lists[i];
		const struct choice_list *new = map_get(news,
		    key_of(diff, old));

		if (new != NULL)
			compare(diff, old, new,
			    &users[new - diff->new->lists]);
	}
	for (size_t k = 0; k < count; k++)
		buf_free(&users[k].names);
	map_free(news);
}
