/*
 * merge.h - from all revisions of a record to one state of it.
 *
 * The result depends on the set of revisions and the roles of their authors,
 * never on order of arrival, clock of this machine, or memory layout.
 *
 * Heads. For each field, the writes (set or unset) that no later write of the
 * field knows of, where "knows" follows `parents`. One head, or several with
 * one value: that value. Several values: a conflict, with a provisional value:
 * coordinator first, then causal depth, then claimed time, then id.
 * State and consent take the most protective value in a conflict.
 */
#ifndef RECOLTE_RECORD_MERGE_H
#define RECOLTE_RECORD_MERGE_H

#include "kit/exchange/manifest.h"
#include "kit/record/revision.h"

enum { MERGE_RULE = 1 };	/* part of the digest; grows with every change */

/* Why a revision has no say. */
enum revision_standing {
	STANDS,
	WAITS,			/* an ancestor is missing */
	NOT_AUTHORISED,		/* neither creator, nor handed to, nor coordinator */
	RETRACTED,
	MISPLACED		/* another kind or record than its parents */
};

struct merge_input {
	const struct revision *revision;
	enum member_role role;		/* of its author */
	void *source;			/* the caller's, e.g. its change set */
	enum revision_standing standing;	/* set by merge_record() */
	unsigned depth;			/* set: longest way from a root */
};

struct merge_head {
	const char *value;		/* NULL: unset */
	const struct merge_input *input;
};

enum conflict_kind {
	CONFLICT_NONE,
	CONFLICT_VALUES,	/* writes that did not know of each other */
	CONFLICT_REMOVED,	/* a repeat removed here, edited inside there */
	CONFLICT_STATE,
	CONFLICT_CONSTRAINT,	/* set by response_judge() */
	CONFLICT_RELEVANCE
};

struct merged_field {
	const char *path;
	const char *value;		/* NULL: not there; provisional in conflict */
	const struct merge_input *winner;
	const struct merge_head *heads;
	size_t head_count;
	enum conflict_kind conflict;
};

struct merged_record {
	char id[RECORD_ID_MAX];
	enum record_kind kind;
	enum record_state state;
	enum conflict_kind state_conflict;
	char creator[DEVICE_ID_MAX];
	struct hash form;		/* of the newest root */
	const struct merged_field *fields;	/* sorted by path */
	size_t field_count;
	const struct hash *tips;	/* revisions that stand and no other knows */
	size_t tip_count;		/* sorted: the parents of a next revision */
	size_t standing, waiting, aside, retracted;	/* counts of inputs */
	size_t conflicts;
	int64_t last_time_ms;
};

/* Is this field a consent, whose most protective value wins in a conflict? */
typedef bool (*merge_is_consent)(void *data, const char *path);

/*
 * Merge the revisions of one record. They are sorted by id in place; each id
 * must occur once. The result lives in arena and points into the inputs.
 */
void merge_record(struct merged_record *out, struct arena *arena,
    struct merge_input *inputs, size_t input_count,
    merge_is_consent is_consent, void *data);

const struct merged_field *merged_field(const struct merged_record *record,
    const char *path);
/* The values alone, those that are there. */
void merged_fields(struct fields *out, struct arena *arena,
    const struct merged_record *record);

#endif
