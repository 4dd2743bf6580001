/*
 * arena.h - memory for things that die together: a parsed form, a request.
 * Nothing in an arena is freed alone. Memory comes zeroed.
 */
#ifndef RECOLTE_BASE_ARENA_H
#define RECOLTE_BASE_ARENA_H

#include <stddef.h>

#include "kit/base/buf.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);		/* NULL is allowed */
void arena_wipe(struct arena *arena);		/* the same, for secrets */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_alloc_n(struct arena *arena, size_t count, size_t size);
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t len);
char *arena_slice(struct arena *arena, struct slice s);
char *arena_printf(struct arena *arena, const char *fmt, ...)
    PRINTF_LIKE(2, 3);
size_t arena_bytes(const struct arena *arena);	/* taken from the system */

#endif
