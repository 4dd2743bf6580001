/*
 * print.h - text from outside on a terminal: what people typed on laptops that
 * we do not control must not move the cursor or hide a line.
 */
#ifndef RECOLTE_MERGER_PRINT_H
#define RECOLTE_MERGER_PRINT_H

#include "kit/base/buf.h"

/*
 * The text with every control character, and every byte that is no UTF-8, as
 * "?", at most bytes_max of it, cut between characters.
 */
void print_clean(struct buf *out, const char *text, size_t bytes_max);

/* Text in so many columns, filled up with blanks, on standard output. */
void print_column(const char *text, size_t columns);

/* For commits: "1 laptop", "2 laptops"; out holds PRINT_COUNT_MAX. Returns out. */
enum { PRINT_COUNT_MAX = 64 };
const char *print_count(char out[PRINT_COUNT_MAX], size_t count,
    const char *noun);

#endif
