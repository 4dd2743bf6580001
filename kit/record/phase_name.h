/*
 * phase_name.h - a study's phase as people call it. What manifests carry and
 * command lines take stays the English word.
 */
#ifndef RECOLTE_RECORD_PHASE_NAME_H
#define RECOLTE_RECORD_PHASE_NAME_H

/* In the language "en" or "fr"; an unknown phase is given back as it is. */
const char *phase_name(const char *phase, const char *language);
/* The same, with the word to be typed behind it where it is another one. */
const char *phase_name_typed(const char *phase, const char *language);

/* "training phase": for an error, whose line is English (failures_sealed.c). */
const char *phase_in_failure(const char *phase);

#endif
