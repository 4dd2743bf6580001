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
 * State and consent take the most protective value in a conflict: of states the
 * later one in enum record_state; of consents a refusal ("no", "non", "0"...)
 * or else what all heads agree to, perhaps nothing.
 *
 * Form version. A record is in the version that it began in until a revision
 * names one that none of its parents is in: that chooses, like the write of a
 * field, and of choices that did not know of each other the first by the
 * provisional rule counts. It is never a conflict.
 *
 * Who stands. A revision waits until all its ancestors stand. A coordinator may
 * always write; on a response also its creators and any device that a standing
 * ".handed" of either names, at whatever time; on a case every device; on a
 * link nobody else. Whoever has MEMBER_NONE may not. The creators are the
 * authors of the roots that a coordinator wrote or built on; while there are
 * none of these, the author of the root with the smallest id.
 *
 * Retractions. Only a coordinator's counts, and only when it knows every
 * revision that it names and all of them are coordinators' too. What it names
 * keeps its place in the history, without its writes: what was written before
 * shows again. A retraction that is retracted takes nothing back.
 *
 * Repeats. Removing an instance takes everything inside along, unless somebody
 * wrote inside it and no removal knows of that: then it is kept whole, and its
 * existence is in conflict (CONFLICT_REMOVED). Two positions of one instance
 * are never a conflict. To keep it a coordinator sets its position again; to
 * let it go, unsets it.
 *
 * A revision whose parents are the tips settles every field that it writes. It
 * must name the field even when it chooses the provisional value.
 */
#ifndef RECOLTE_RECORD_MERGE_H
#define RECOLTE_RECORD_MERGE_H

#include "kit/exchange/manifest.h"
#include "kit/record/revision.h"

enum { MERGE_RULE = 2 };	/* part of the digest; grows with every change */

/* Why a revision has no say. */
enum revision_standing {
	STANDS,
	WAITS,			/* an ancestor is missing */
	NOT_AUTHORISED,		/* neither creator, nor handed to, nor coordinator */
	RETRACTED,
	MISPLACED		/* of another kind or record than the root; or a
				 * retraction of what it may not take back */
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
	/*
	 * Whose value it is. Of a consent in conflict the value may be nobody's
	 * (what all agree to); then the best head. Of what went with a removed
	 * repeat, the removal. NULL: nobody's, the form calculated it
	 * (response_judge()); there are no heads then.
	 */
	const struct merge_input *winner;
	const struct merge_head *heads;	/* best first by the provisional rule */
	size_t head_count;
	enum conflict_kind conflict;
};

struct merged_record {
	char id[RECORD_ID_MAX];
	enum record_kind kind;
	enum record_state state;
	enum conflict_kind state_conflict;
	char creator[DEVICE_ID_MAX];	/* the first; "": no root is there */
	struct hash form;		/* the version that it is in; zeroes */
	const struct merged_field *fields;	/* sorted by path */
	size_t field_count;
	/*
	 * Revisions that stand and no other knows, sorted: the parents of a
	 * next one. Over REVISION_PARENTS_MAX of them are brought together by
	 * several revisions without fields.
	 */
	const struct hash *tips;
	size_t tip_count;
	/* Counts of inputs; aside: NOT_AUTHORISED or MISPLACED. */
	size_t standing, waiting, aside, retracted;
	size_t conflicts;
	int64_t last_time_ms;
	struct merge_input *inputs;	/* the caller's, sorted by id */
	size_t input_count;
};

/* Is this field a consent, whose most protective value wins in a conflict? */
typedef bool (*merge_is_consent)(void *data, const char *path);

/*
 * Does a head of this field (NULL: none) consent to all that value does? A
 * refusal, or nothing, asks for no consent.
 */
bool merged_consents(const struct merged_field *field, const char *value);

/*
 * Merge the revisions of one record. They are sorted by id in place; each id
 * must occur once. The result lives in arena and points into the inputs.
 */
void merge_record(struct merged_record *out, struct arena *arena,
    struct merge_input *inputs, size_t input_count,
    merge_is_consent is_consent, void *data);

/*
 * The record as the author of one of its revisions knew it: that revision and
 * its ancestors, with the standing that they have in `record`.
 */
void merge_as_known(struct merged_record *out, struct arena *arena,
    const struct merged_record *record, const struct hash *revision,
    merge_is_consent is_consent, void *data);

const struct merged_field *merged_field(const struct merged_record *record,
    const char *path);
/* The values alone, those that are there. */
void merged_fields(struct fields *out, struct arena *arena,
    const struct merged_record *record);

#endif
