/*
 * xpath_words.h - a condition said in plain words, for a reader on paper:
 * "the answer to question 2.1 is “A” or “B”". What is more than comparisons
 * of answers with fixed values is left to the caller.
 */
#ifndef FORMSPEC_XPATH_WORDS_H
#define FORMSPEC_XPATH_WORDS_H

#include "formspec/xpath.h"

struct xpath_prose {
	bool french;
	/* "2.1" for what is asked at a path, or NULL */
	const char *(*number)(void *data, const char *path);
	/* What a reader sees of a value there: the label of a choice. */
	const char *(*value)(void *data, const char *path, const char *value);
	void *data;
};

/* Append the words; false and nothing appended: it is not that simple. */
bool xpath_words(struct buf *out, const struct xpath *xpath,
    const char *context_path, const struct xpath_prose *prose) MUST_CHECK;

#endif
