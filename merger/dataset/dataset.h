/*
 * dataset.h - everything that was merged, in memory: all revisions opened, one
 * state a record, each value traceable to revision, change set and commit.
 * Depends on the change sets, the manifest and the rules alone; never on the
 * order of arrival.
 */
#ifndef RECOLTE_MERGER_DATASET_H
#define RECOLTE_MERGER_DATASET_H

#include "formspec/instance.h"
#include "kit/record/merge.h"
#include "merger/workspace/workspace.h"

/* Where a revision came from: what merge_input.source points to. */
struct source {
	char device[DEVICE_ID_MAX];
	uint64_t chain, number;
	struct hash changeset;
	char commit[DEPOT_ID_TEXT_MAX];
};

struct record {
	struct merged_record merged;
	struct merge_input *inputs;
	size_t input_count, input_capacity;
	const struct package *package;	/* of a response; NULL: form not here */
	const struct form_graph *graph;	/* of that form */
	const char *problem;		/* why it cannot be evaluated */
};

struct dataset {
	struct arena *arena;
	struct record *records;		/* sorted by id */
	size_t count;
	struct map *by_id;
	struct map *graphs;		/* form version to struct form_graph */
	struct hash digest;
	size_t revisions;
};

const struct err *dataset_load(struct dataset *out,
    struct workspace *workspace) MUST_CHECK;
void dataset_free(struct dataset *dataset);	/* zeroed is allowed */

/* The merged record of that id, or NULL. */
const struct merged_record *dataset_record(const struct dataset *dataset,
    const char *id);
/*
 * The response that text names: its id, or the beginning of it.
 * ERR_USAGE: none begins so, or several.
 */
const struct err *dataset_response(const struct dataset *dataset,
    const char *text, const struct record **out) MUST_CHECK;
/* How many responses are in that version of a form. */
size_t dataset_in_version(const struct dataset *dataset,
    const struct hash *form);

/* Does this record count as an interview: a response that is not gone? */
bool record_is_interview(const struct record *record);
/* Was it only practice: begun in a training or a pilot? */
bool record_is_practice(const struct record *record);
const char *record_value(const struct record *record, const char *path);
/* Does it hold a yes to taking part, or did its form not ask? */
bool record_agreed(const struct record *record);
/*
 * How a closed interview ended, by AAPOR's code (kit/record/outcome.h):
 * complete, partial, broken off; "" for what is none.
 */
const char *record_disposition(const struct record *record);
/* The answer to the question with that role, or "". */
const char *record_role_value(const struct record *record, const char *role);

/*
 * The interview of a response, filled in, in a world without clock and chance.
 * The caller frees it.
 */
const struct err *record_instance(const struct record *record,
    struct arena *arena, struct instance **out) MUST_CHECK;

#endif
