/*
 * words.h - what merger says to coordinators, in French and English. One
 * catalogue, words.def. A text holds %1 to %6 where arguments go, %t1 where
 * one goes that is itself a message of the code, and {1|one|many} where the
 * number that argument 1 is decides: "one" for one (in French for none too),
 * "many" otherwise.
 *
 * Messages of the code (failures, reasons, the help) are English there;
 * failures.c and help.c have their French, and formspec/failure.h says how.
 *
 * What programs read (--json, ids, words of the formats) is the same in both.
 */
#ifndef RECOLTE_MERGER_WORDS_H
#define RECOLTE_MERGER_WORDS_H

#include <stdio.h>

#include "formspec/failure.h"
#include "kit/base/buf.h"
#include "kit/base/cli.h"
#include "kit/record/revision.h"

enum language { ENGLISH, FRENCH, LANGUAGE_COUNT };

enum word {
#define WORD(id, english, french) W_##id,
#include "merger/words.def"
#undef WORD
	WORD_COUNT
};

/* --language, or the environment's: "fr..." is French, the rest is English. */
enum language words_language(const struct cli *cli);

/* "en" or "fr", for what formspec says. */
const char *words_code(enum language language);

const char *words_text(enum language language, enum word word);
/* Append the text with its arguments, strings; the last one is NULL. */
void words_add(struct buf *out, enum language language, enum word word, ...);
/* The same on a stream; what ends a line stands in the text. */
void words_print(FILE *out, enum language language, enum word word, ...);

/* Of one response or several: its argument is how many. */
enum word words_state(enum record_state state);

/* Append what a message of the code says in that language. */
void words_message(struct buf *out, enum language language,
    const char *message);
/* The same for cli_program: in the language that the command line asks for. */
void words_say(struct buf *out, const struct cli *cli, const char *message);

extern const struct failure_words merger_failures[], merger_help[];
/* All that merger is made of, for failure_say_of(). */
extern const struct failure_words *const merger_tables[];

/* A number as an argument; it lives as long as the block that it stands in. */
enum { WORDS_NUMBER_MAX = 24 };
const char *words_number(char out[WORDS_NUMBER_MAX], uint64_t number);
#define NUMBER(n) \
	words_number((char[WORDS_NUMBER_MAX]){ "" }, (uint64_t)(n))
/* As long: the first characters of an id, as people name it. */
enum { WORDS_SHORT_MAX = 9 };
const char *words_short(char out[WORDS_SHORT_MAX], const char *id);
#define SHORT(id) words_short((char[WORDS_SHORT_MAX]){ "" }, id)

#endif
