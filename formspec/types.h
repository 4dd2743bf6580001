/*
 * types.h - the words of XLSForm's type column.
 */
#ifndef FORMSPEC_TYPES_H
#define FORMSPEC_TYPES_H

#include "formspec/form.h"

/* What a row of the survey sheet is. */
enum row_kind {
	ROW_QUESTION, ROW_BEGIN_GROUP, ROW_BEGIN_REPEAT, ROW_BEGIN_LOOP,
	ROW_END_GROUP, ROW_END_REPEAT, ROW_END_LOOP
};

/* Where a type's second word leads. */
enum list_source {
	LIST_NONE, LIST_CHOICES, LIST_FILE, LIST_EXTERNAL, LIST_OPTIONAL,
	LIST_UNREAD		/* another platform's words */
};

struct type_word {
	const char *word;	/* as written, with single spaces */
	const char *canonical;	/* the word that we write */
	enum row_kind row;
	enum question_type type;
	enum value_type value;
	enum list_source list;
	const char *metadata;	/* Q_METADATA: which */
	bool shown;		/* asks or tells something: wants a label */
	const char *constraint;	/* of a row that has none of its own; or NULL */
	const char *remark;	/* the warning that it deserves, or NULL */
};

/* The longest word that cell begins with, or NULL; *rest is what follows. */
const struct type_word *type_find(struct slice cell, struct slice *rest);
/* The row of a canonical word, or NULL. */
const struct type_word *type_canonical(const char *word);
/* The nearest known word, or NULL. */
const char *type_nearest(const char *word);

#endif
