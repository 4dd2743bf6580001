/*
 * suggest.h - which of our words somebody meant. What spreadsheets, other
 * tools and French call a thing is known by a table; anything else is a slip,
 * and the nearest word is taken.
 */
#ifndef FORMSPEC_SUGGEST_H
#define FORMSPEC_SUGGEST_H

#include <stddef.h>

enum vocabulary {
	WORDS_TYPES, WORDS_COLUMNS, WORDS_SETTINGS, WORDS_SHEETS,
	WORDS_FUNCTIONS
};

/* One of the words, or of the table; NULL when none is near. */
const char *suggest_word(enum vocabulary vocabulary, const char *written,
    const char *const *words, size_t count);

#endif
