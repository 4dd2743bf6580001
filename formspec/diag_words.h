/*
 * diag_words.h - rows for the tables of diag_text*.c: kind, English, French.
 */
#ifndef FORMSPEC_DIAG_WORDS_H
#define FORMSPEC_DIAG_WORDS_H

#include "formspec/diag_text.h"

#define ERROR(kind, en, fr)	{ kind, DIAG_ERROR, false, en, fr }
#define ERROR_NEAR(kind, en, fr)	{ kind, DIAG_ERROR, true, en, fr }
#define WARNING(kind, en, fr)	{ kind, DIAG_WARNING, false, en, fr }
#define WARNING_NEAR(kind, en, fr)	{ kind, DIAG_WARNING, true, en, fr }

/* Each ends with a NULL kind. */
extern const struct diag_text diag_form_texts[], diag_expression_texts[];

#endif
