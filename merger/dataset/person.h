/*
 * person.h - which records are of one person: what an erasure takes with it.
 */
#ifndef RECOLTE_MERGER_PERSON_H
#define RECOLTE_MERGER_PERSON_H

#include "merger/dataset/dataset.h"

/* In the arena of the dataset that they come from. */
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

#endif
