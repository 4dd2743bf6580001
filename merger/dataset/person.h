/*
 * person.h - which records are of one person: what an erasure takes with it.
 */
#ifndef RECOLTE_MERGER_PERSON_H
#define RECOLTE_MERGER_PERSON_H

#include "merger/dataset/drafts.h"

/*
 * In the arena of the dataset that they come from. A draft that was never closed
 * is a record too, which the dataset does not have.
 */
struct person {
	const struct record **records;
	size_t count;
};

/*
 * Who `text` names: a case by its key or the beginning of its id, a response or
 * a draft by the beginning of its id. With the record come its case, the other
 * responses and drafts of that case, the drafts that another laptop went on
 * with, the links of all of them and whom these join; `alone` keeps to the
 * record and its links. `drafts` must outlive the person.
 * ERR_USAGE: nobody, or several.
 */
const struct err *person_find(struct person *out,
    const struct workspace *workspace, const struct dataset *dataset,
    const struct drafts *drafts, const char *text, bool alone) MUST_CHECK;

#endif
