/*
 * mem.h - allocation that does not fail: when memory runs out the program
 * says so in one line and exits with 70. Récolte keeps every acknowledged
 * answer on disk at all times, so stopping is always safe.
 */
#ifndef RECOLTE_BASE_MEM_H
#define RECOLTE_BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size);			/* zeroed */
void *mem_alloc_n(size_t count, size_t size);	/* zeroed, overflow checked */
void *mem_resize(void *p, size_t count, size_t size);
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t len);	/* ends with a NUL */
void mem_free(void *p);				/* NULL is allowed */

/* Overwrite a secret in a way that the compiler cannot remove. */
void mem_wipe(void *p, size_t size);

/* For mem_grow(), when there is no room yet. */
void mem_grow_to(void **items, size_t *capacity, size_t need, size_t size);

/*
 * Make room in a growing array: afterwards *items holds at least `need`
 * elements of `size` bytes. Amortised: capacity doubles.
 */
static inline void
mem_grow(void **items, size_t *capacity, size_t need, size_t size)
{
	if (need > *capacity)
		mem_grow_to(items, capacity, need, size);
}

#endif
