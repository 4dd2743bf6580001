/*
 * doctor.h - is all well with this laptop? What can be mended is mended, the
 * rest explained.
 */
#ifndef RECOLTE_COLLECTOR_DOCTOR_H
#define RECOLTE_COLLECTOR_DOCTOR_H

#include "collector/session.h"

enum doctor_level { DOCTOR_GOOD, DOCTOR_NOTE, DOCTOR_MENDED, DOCTOR_BAD };

struct doctor {
	struct session *session;
	struct store *store;
	bool verbose;			/* what SQLite says of its file, too */
	bool damaged;			/* the file: nothing is mended from it */
	size_t count[DOCTOR_BAD + 1];	/* how many of each were told */
};

/* One line: level, and the word with its arguments (NULL: none). */
void doctor_say(struct doctor *doctor, enum doctor_level level,
    enum word word, const char *a, const char *b);

/* Everything, in order; a check that fails is told and the rest goes on. */
void doctor_run(struct doctor *doctor);

/* The parts. doctor.c: what lies in the store. */
const struct err *doctor_file(struct doctor *doctor) MUST_CHECK;
const struct err *doctor_rows(struct doctor *doctor) MUST_CHECK;
const struct err *doctor_chains(struct doctor *doctor) MUST_CHECK;
/* doctor_depot.c: the repository, made again when it is broken; the hub. */
const struct err *doctor_depot(struct doctor *doctor) MUST_CHECK;
const struct err *doctor_hub(struct doctor *doctor) MUST_CHECK;
/* doctor_place.c: the computer. */
const struct err *doctor_leftovers(struct doctor *doctor) MUST_CHECK;
const struct err *doctor_place(struct doctor *doctor) MUST_CHECK;
const struct err *doctor_room(struct doctor *doctor) MUST_CHECK;
const struct err *doctor_clock(struct doctor *doctor) MUST_CHECK;
const struct err *doctor_safety(struct doctor *doctor) MUST_CHECK;

#endif
