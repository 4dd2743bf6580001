/*
 * failures.h - what kit/record and kit/exchange fail with, in French: tables
 * for failure_say_of(). They stand here because kit/exchange, which knows no
 * questionnaire, cannot name formspec.
 */
#ifndef RECOLTE_RECORD_FAILURES_H
#define RECOLTE_RECORD_FAILURES_H

#include "formspec/failure.h"

extern const struct failure_words record_failures[];
/* Of kit/exchange: what is signed and sealed, and the way that it takes. */
extern const struct failure_words sealed_failures[], hub_failures[];

#endif
