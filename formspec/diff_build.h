/*
 * diff_build.h - what the files of the comparison share: which item became
 * which, and the changes found so far.
 */
#ifndef FORMSPEC_DIFF_BUILD_H
#define FORMSPEC_DIFF_BUILD_H

#include "formspec/diff.h"
#include "formspec/form_build.h"
#include "kit/base/map.h"

/* Rows of the table in diff_text.c, in the order of its groups. */
enum change_kind {
	CHANGE_SETTING, CHANGE_SETTING_ADDED, CHANGE_SETTING_REMOVED,
	CHANGE_LANGUAGE_ADDED, CHANGE_LANGUAGE_REMOVED,
	CHANGE_GROUP_ADDED, CHANGE_GROUP_REMOVED, CHANGE_REPEAT_ADDED,
	CHANGE_REPEAT_REMOVED, CHANGE_GROUP_RENAMED, CHANGE_GROUP_MOVED,
	CHANGE_GROUP_REPEATED, CHANGE_REPEAT_SINGLE,
	CHANGE_QUESTION_ADDED, CHANGE_QUESTION_REMOVED,
	CHANGE_QUESTION_RENAMED, CHANGE_QUESTION_MOVED, CHANGE_ORDER,
	CHANGE_TYPE,
	CHANGE_TEXT, CHANGE_TEXT_ADDED, CHANGE_TEXT_REMOVED,
	CHANGE_RULE, CHANGE_RULE_ADDED, CHANGE_RULE_REMOVED,
	CHANGE_LIST, CHANGE_CHOICES_ADDED, CHANGE_CHOICES_REMOVED,
	CHANGE_CHOICE_RENAMED, CHANGE_CHOICE_LABEL, CHANGE_CHOICE_COLUMN,
	CHANGE_CHOICE_ORDER,
	CHANGE_ENTITY, CHANGE_ENTITY_ADDED, CHANGE_ENTITY_REMOVED, CHANGE_TAGS,
	CHANGE_KINDS
};

struct change {
	enum change_kind kind;
	enum diff_fate fate;
	const char *where;		/* path, list, setting or language */
	const char *field;		/* JSON's word for it, or NULL */
	const char *language;		/* or NULL */
	const char *before, *after;	/* or NULL */
	const char **names;		/* of choices */
	size_t name_count;
	size_t gone;			/* choices, DIFF_INVALID */
};

/* Item for item, by index; NULL: it has no counterpart. */
struct diff {
	struct arena *arena;
	const struct form *old, *new;
	struct form *made;		/* one of them, when it is ours */
	struct item **to_new, **to_old;
	struct map *renames;		/* of items: old name to new name */
	int *languages;			/* of new, by index of old; or -1 */
	size_t work;			/* pairs looked at by label */
	struct change *changes;
	size_t count, capacity;
};

/* A new change; its strings must outlive the diff. */
struct change *diff_add(struct diff *diff, enum change_kind kind,
    enum diff_fate fate, const char *where);
/* A path without the top element. */
const char *diff_path(const struct item *item);
/* The same text, but for white space around it and names that changed. */
bool diff_same(const struct diff *diff, const char *before,
    const char *after);
/* The new text in the language of the old; or NULL. */
const char *diff_text_after(const struct diff *diff,
    const struct texts *texts, size_t old_language);

void diff_match(struct diff *diff);		/* diff_match.c */
void diff_items(struct diff *diff);		/* diff_items.c */
void diff_lists(struct diff *diff);		/* diff_lists.c */
void diff_entities(struct diff *diff);		/* diff_entities.c */

/*
 * How many choices of the one list are not in the other; their names, when
 * wanted, are kept in the arena.
 */
size_t diff_missing(struct diff *diff, const struct choice_list *list,
    const struct choice_list *from, const char ***names);

#endif
