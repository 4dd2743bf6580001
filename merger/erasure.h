/*
 * erasure.h - people who asked to be forgotten: which records that is, the
 * tombstones that everybody respects, and the keys destroyed here.
 *
 * What is erased is first noted in the index, then said by the manifest, then
 * done: whatever comes in between, opening the workspace or the next pull
 * finishes it.
 */
#ifndef RECOLTE_MERGER_ERASURE_H
#define RECOLTE_MERGER_ERASURE_H

#include "merger/dataset.h"

/* Records of one person, in the arena of the dataset that they come from. */
struct person {
	const struct record **records;
	size_t count;
};

/*
 * Who `text` names: a case by its key or the beginning of its id, a response by
 * the beginning of its id. With the record come its case, the other responses
 * of that case, the links of all of them and whom these join; `alone` keeps to
 * the record and its links.
 * ERR_USAGE: nobody, or several.
 */
const struct err *person_find(struct person *out,
    const struct workspace *workspace, const struct dataset *dataset,
    const char *text, bool alone) MUST_CHECK;

/* Was this record erased, or one half of this link? */
bool erasure_refuses(const struct workspace *workspace, const char *record);
/* Was the case erased that ".case" names, by its key or its id? */
bool erasure_refuses_case(const struct workspace *workspace,
    const char *named);

/*
 * Must this entry of a device's change set be refused? Its record was erased;
 * or it was under way then: it begins an interview about an erased case, or
 * builds on one that does. What is refused of the second kind is remembered, and
 * erasure_settle() has something to do.
 */
const struct err *erasure_judge(bool *refused, struct workspace *workspace,
    const struct revision *revision, const char *device,
    enum entry_kind kind) MUST_CHECK;

/*
 * In a transaction: the keys of all entries of the second kind go, in whatever
 * order they came.
 */
const struct err *erasure_sweep(struct workspace *workspace) MUST_CHECK;

/*
 * Erase these records for ever: noted, said in a new manifest (with a frame
 * that does not have them), their keys destroyed. The caller publishes.
 * ERR_STATE: done here, but the manifest waits for a pull.
 */
const struct err *erasure_write(struct workspace *workspace,
    const char *const *records, size_t count, const char *reason) MUST_CHECK;

/*
 * How many records the manifest names whose keys are destroyed here: all, or
 * none as long as something is left to do.
 */
uint64_t erasure_done(struct workspace *workspace);
/* How many are erased, as the manifest says or this workspace has noted. */
size_t erasure_count(const struct workspace *workspace);

/*
 * At every opening, and after change sets were taken in: what was noted or said
 * and is not done yet is done.
 */
const struct err *erasure_settle(struct workspace *workspace) MUST_CHECK;
/* At a pull: what was noted and no manifest says is said. *said: how many. */
const struct err *erasure_say(struct workspace *workspace, size_t *said)
    MUST_CHECK;

#endif
