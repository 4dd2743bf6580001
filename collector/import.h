/*
 * import.h - responses from a file: one JSON object a line (.ndjson), or a
 * table (.csv). formspec/answers.h tells what they look like.
 *
 * Top-level keys with a dot are ours: ".source" names the line (the same key
 * is never taken twice by this device), ".case" the case, ".start" and ".end"
 * the interview's times. A case is named by its key or id; one that is not in
 * the sample is a word misread sooner than a new person, and the line is
 * refused. A laptop without a sample takes every key.
 */
#ifndef RECOLTE_COLLECTOR_IMPORT_H
#define RECOLTE_COLLECTOR_IMPORT_H

#include "collector/session.h"

enum { IMPORT_BYTES_MAX = 256 << 20 };

struct import_sums {
	size_t imported, there, refused;
};

struct import_plan {
	const char *path;
	const struct package *package;
	bool partial;			/* keep lines with problems */
	bool ids;			/* print each line's number and id */
	bool any_case;			/* also of cases that nobody knows */
};

/*
 * Every line by itself: a refused one is told on standard error and the next
 * one goes on. An error ends it; what was taken before stays.
 */
const struct err *import_file(struct import_sums *sums,
    const struct session *session, const struct import_plan *plan) MUST_CHECK;

#endif
