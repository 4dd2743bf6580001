/*
 * failure.h - what failed, in the reader's language.
 *
 * An error (err.h) and the failure of an interview's expression carry one
 * English line. A catalogue has each of these lines as the code has it and says
 * it in French: failure_words.c those of formspec and kit/base, the programs
 * those of the rooms that they are made of. A test reads the sources and fails
 * for a line that is not there. What a library of others says of itself (a
 * pattern, a compressed file) stays as it is, behind a colon.
 */
#ifndef FORMSPEC_FAILURE_H
#define FORMSPEC_FAILURE_H

#include "kit/base/buf.h"

/*
 * A line as printf() has it in the code, and in French: "%s" a value as it is,
 * "%t" one that is put into French too, each in the order of the English.
 */
struct failure_words {
	const char *english, *french;
};

/* Of formspec and kit/base; every table ends with NULL. */
extern const struct failure_words failure_words[];

/* Append what a message says in that language, "en" or "fr". */
void failure_say(struct buf *out, const char *message, const char *language);
/* The same with the tables of other rooms besides, up to a NULL. */
void failure_say_of(struct buf *out, const char *message, const char *language,
    const struct failure_words *const *more);

#endif
