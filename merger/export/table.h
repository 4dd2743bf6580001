/*
 * table.h - the dataset as tables: one row a response, one table a repeat.
 * Columns come from the form's questions; versions of a form share them by
 * their way from the top, the newest version's order first. Whether a question
 * names people its newest version says, and for an answer also the version that
 * it was given in: either keeps it back.
 */
#ifndef RECOLTE_MERGER_TABLE_H
#define RECOLTE_MERGER_TABLE_H

#include "merger/dataset/dataset.h"
#include "merger/export/media.h"

struct table_options {
	bool personal;		/* with what names people: not for a dataset */
	bool raw;		/* texts exactly as given, see cell_add() */
	bool practice;		/* training and pilot, instead of the rest */
	const char *const *joins;	/* see columns_join(); ended by NULL */
};

#define WHY_SUFFIX ".nonresponse"

struct table_column {
	const char *name;	/* "structure-siren"; no two are the same */
	const char *way;	/* from the table's top: "structure/siren" */
	const struct item *item;
	const struct form *form;
	bool why;	/* not the answer: why there is none, "refused" */
	struct table_column *older;	/* joined to it: see columns.h */
};

struct table {
	const char *name;		/* "panorama" or "panorama-contrats" */
	const struct item *repeat;	/* NULL: the table of responses */
	struct table_column *columns;
	size_t column_count;
	struct map *names;		/* of the columns that there are */
	struct map *paths;		/* ways that some version had a say on */
	size_t row_count;
	struct buf rows;		/* CSV, heading included */
};

struct tables {
	struct arena *arena;
	struct table *items;
	size_t count;
	size_t left_out;		/* interviews without agreement */
	size_t withdrawn;		/* void or withdrawn */
	size_t practice;		/* of the phase not asked for */
	size_t formless;		/* whose form is not here yet */
	size_t broken;			/* that the form cannot evaluate */
	struct media_list media;	/* files behind the cells */
	struct table remarks;		/* see remarks.h */
};

/*
 * Fill the tables for all forms of the study. Rows are sorted by response and
 * position, so that the same dataset gives the same bytes.
 */
const struct err *tables_make(struct tables *out, struct workspace *workspace,
    struct dataset *dataset, const struct table_options *options) MUST_CHECK;
/* Could all be exported with this form, too? What is published stays. */
const struct err *tables_check(struct workspace *workspace,
    const struct form *next) MUST_CHECK;
void tables_free(struct tables *tables);

#endif
