/*
 * words.h - what the collector says to interviewers, in French and English.
 * One catalogue, words.def. A text holds %1 to %6 where arguments go.
 */
#ifndef RECOLTE_COLLECTOR_WORDS_H
#define RECOLTE_COLLECTOR_WORDS_H

#include <stdarg.h>
#include <stdio.h>

#include "formspec/failure.h"
#include "kit/base/buf.h"
#include "kit/base/cli.h"

enum language { ENGLISH, FRENCH, LANGUAGE_COUNT };

enum word {
#define WORD(id, english, french) W_##id,
#include "collector/words.def"
#undef WORD
	WORD_COUNT
};

const char *word_text(enum language language, enum word word);
/* Append the text with its arguments, strings; the last one is NULL. */
void word_add(struct buf *out, enum language language, enum word word, ...);
/* What both do with any text of a catalogue; the list ends with NULL. */
enum { WORD_ARGUMENTS_MAX = 9 };
void word_fill(struct buf *out, const char *text, va_list list);
/* The same as a line on a stream. */
void word_say(FILE *out, enum language language, enum word word, ...);

/* Append what a message of the code, a failure, says in that language. */
void word_message(struct buf *out, enum language language,
    const char *message);
/* The same for cli_program: in the language that the command line asks for. */
void word_answer(struct buf *out, const struct cli *cli, const char *message);
extern const struct failure_words collector_failures[], collector_help[];
/* All that the collector is made of, for failure_say_of(). */
extern const struct failure_words *const collector_tables[];

/*
 * Append the subject of a commit ("k3f9qz2m #42: 1 interview (1 new, ...)"),
 * which is English on its way, in that language.
 */
void word_add_subject(struct buf *out, enum language language,
    const char *subject);

/* "fr", "Français (fr)", "fr_FR.UTF-8" are French, the rest is English. */
enum language language_of(const char *name);
/* "en" or "fr", as failure_say() wants it. */
const char *language_code(enum language language);
/* --language, or the environment's. */
enum language language_asked(const struct cli *cli);

#endif
