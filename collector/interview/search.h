/*
 * search.h - short texts, found by what somebody remembers of them: case,
 * accents and punctuation do not matter, nor the order of words. Made once
 * for a list (4,000 labels take some milliseconds), then asked at each key.
 */
#ifndef RECOLTE_COLLECTOR_SEARCH_H
#define RECOLTE_COLLECTOR_SEARCH_H

#include <stddef.h>

#include "kit/base/buf.h"

enum { SEARCH_BYTES_MAX = 200 };	/* of what is looked for; over it: none */

struct search;

struct search *search_new(void);
void search_free(struct search *search);	/* NULL is allowed */
/* Texts are numbered from 0, in the order that they are added in. */
void search_add(struct search *search, struct slice text);
size_t search_count(const struct search *search);

/*
 * Those in which every word of the query is found: the numbers of at most max
 * of them in found, and how many there are in all. First the text that is the
 * query, then those that begin with it, then those that have words that begin
 * with its words, then the others; else as they were added. An empty query
 * finds all.
 */
size_t search_find(const struct search *search, struct slice query,
    size_t *found, size_t max);
/* The only text that is the query, whatever its accents; false: none, or two. */
bool search_exact(const struct search *search, struct slice query,
    size_t *found);

#endif
