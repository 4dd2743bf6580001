#include "kit/base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What was said stays said; but no file is finished, nobody's handler runs:
 * the disk is as a power cut, or a kill, would leave it at this moment, and
 * those are tried everywhere.
 */
static void *
or_die(void *p)
{
	if (p == NULL) {
		fputs("out of memory: nothing that was saved is lost; "
		    "close other programs and try again\n", stderr);
		fflush(stdout);
		_Exit(70);
	}
	return p;
}

void *
mem_alloc(size_t size)
{
	return or_die(calloc(1, size ? size : 1));
}

void *
mem_alloc_n(size_t count, size_t size)
{
	return or_die(calloc(count ? count : 1, size ? size : 1));
}

void *
mem_resize(void *p, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return or_die(NULL);
	size *= count;
	return or_die(realloc(p, size > 0 ? size : 1));
}

char *
mem_strdup(const char *s)
{
	return mem_strndup(s, strlen(s));
}

char *
mem_strndup(const char *s, size_t len)
{
	char *copy = mem_alloc(len + 1);

	if (len > 0)
		memcpy(copy, s, len);
	return copy;
}

void
mem_free(void *p)
{
	free(p);
}

void
mem_wipe(void *p, size_t size)
{
	volatile unsigned char *b = p;

	while (size-- > 0)
		*b++ = 0;
}

void
mem_grow_to(void **items, size_t *capacity, size_t need, size_t size)
{
	size_t grown = *capacity ? *capacity : 8;

	while (grown < need) {
		if (grown > SIZE_MAX / 2)
			or_die(NULL);
		grown *= 2;
	}
	*items = mem_resize(*items, grown, size);
	*capacity = grown;
}
