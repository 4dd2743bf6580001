/*
 * reference.h - the code of an interview that a respondent has on paper: the
 * first eight digits of its id in a shape to read out, "1D29-A372". Programs
 * take it wherever they take the beginning of an id.
 */
#ifndef RECOLTE_RECORD_REFERENCE_H
#define RECOLTE_RECORD_REFERENCE_H

#include "kit/record/revision.h"

enum { REFERENCE_MAX = 10 };

void reference_of(char out[REFERENCE_MAX], const char *id);
/*
 * What was typed as the beginning of an id: a reference, with its dash or a blank
 * or neither, as eight small digits; anything else as it is ("?" for what is
 * longer than any id). Half of one is left alone: cases are called "C012".
 */
void reference_read(char out[UUID_TEXT_MAX], const char *typed);

#endif
