/*
 * outcome.h - what came of an attempt to reach somebody, by the final
 * disposition codes of the American Association for Public Opinion Research
 * (Standard Definitions), as far as a survey of named people needs them.
 *
 * The codes are those of the Definitions; the labels are ours. What a newer
 * program wrote may have a code that is not here: it is shown as it is.
 */
#ifndef RECOLTE_RECORD_OUTCOME_H
#define RECOLTE_RECORD_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

/* What a code counts as, in the rates of the Definitions. */
enum outcome_class {
	OUTCOME_COMPLETE, OUTCOME_PARTIAL,	/* 1.x interviews */
	OUTCOME_REFUSAL,			/* 2.1 */
	OUTCOME_NON_CONTACT,			/* 2.2 */
	OUTCOME_OTHER,				/* 2.3 eligible, no interview */
	OUTCOME_UNKNOWN,			/* 3.x is it the right person? */
	OUTCOME_NOT_ELIGIBLE			/* 4.x */
};

/* How an interview ended. */
#define OUTCOME_CODE_COMPLETE "1.1"
#define OUTCOME_CODE_PARTIAL "1.2"
#define OUTCOME_CODE_BROKEN_OFF "2.12"

struct outcome {
	const char *code;			/* "2.112" */
	enum outcome_class class;
	const char *english, *french;
};

/* All of them, in the order of their codes. */
const struct outcome *outcome_all(size_t *count);
const struct outcome *outcome_find(const char *code);	/* or NULL */
/* Those of a day of calling, the most frequent first; NULL behind the last. */
const struct outcome *outcome_usual(size_t i);
bool outcome_is_usual(const struct outcome *outcome);
/* The label, or the code itself when it is not one of ours. */
const char *outcome_label(const char *code, bool french);
const char *outcome_class_word(enum outcome_class class);
/*
 * Does somebody who said this want to be left alone? By the newest attempt at
 * a case (attempts_read()'s order) it stands as refused, until an attempt with
 * another outcome, or a coordinator's word. Who broke off (2.12) may go on.
 */
bool outcome_refuses(const char *code);

#endif
