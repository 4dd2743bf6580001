#include "kit/base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"

/*
 * Under AddressSanitizer, memory of a block that nobody asked for is out of
 * bounds, and some of it stands between any two pieces.
 */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_GUARDED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_GUARDED
#endif
#ifdef ARENA_GUARDED
#include <sanitizer/asan_interface.h>
enum { GAP_BYTES = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(p, size) ((void)(p), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(p, size) ((void)(p), (void)(size))
enum { GAP_BYTES = 0 };
#endif

/*
 * The largest stays below what malloc() fetches from the system one by one and
 * gives back at once: what one arena leaves the next one finds again.
 */
enum { FIRST_BLOCK_BYTES = 1 << 10, LARGEST_BLOCK_BYTES = 1 << 16 };

struct block {
	struct block *before;
	size_t size, used;	/* free between them */
	alignas(max_align_t) uint8_t bytes[];
};

struct arena {
	struct block *block;
	size_t next_size, total;
};

struct arena *
arena_new(void)
{
	struct arena *arena = mem_alloc(sizeof *arena);

	arena->next_size = FIRST_BLOCK_BYTES;
	return arena;
}

void
arena_free(struct arena *arena)
{
	struct block *block, *before;

	if (arena == NULL)
		return;
	for (block = arena->block; block != NULL; block = before) {
		before = block->before;
		mem_free(block);
	}
	mem_free(arena);
}

void
arena_wipe(struct arena *arena)
{
	for (struct block *b = arena ? arena->block : NULL; b; b = b->before) {
		ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->size);
		mem_wipe(b->bytes, b->used);
	}
	arena_free(arena);
}

static void
add_block(struct arena *arena, size_t need)
{
	size_t size = need > arena->next_size ? need : arena->next_size;
	/* Not zeroed: that is done piece by piece, for what is used. */
	struct block *block = mem_resize(NULL, sizeof *block + size, 1);

	ASAN_POISON_MEMORY_REGION(block->bytes, size);
	block->size = size;
	block->used = 0;
	block->before = arena->block;
	arena->block = block;
	arena->total += sizeof *block + size;
	if (arena->next_size < LARGEST_BLOCK_BYTES)
		arena->next_size *= 2;
}

/* Room for that many bytes in the newest block. */
static struct block *
block_for(struct arena *arena, size_t need)
{
	if (arena->block == NULL ||
	    arena->block->size - arena->block->used < need)
		add_block(arena, need);
	return arena->block;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	const size_t mask = alignof(max_align_t) - 1;
	size_t rounded = ((size + mask) & ~mask) + GAP_BYTES;
	struct block *block;
	void *p;

	if (rounded < size)
		rounded = size;		/* absurd sizes end in mem_alloc() */
	block = block_for(arena, rounded);
	p = block->bytes + block->used;
	block->used += rounded;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return memset(p, 0, size);
}

void *
arena_alloc_n(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return arena_alloc(arena, SIZE_MAX / 2);
	return arena_alloc(arena, count * size);
}

/*
 * Characters need no alignment: they stand close together, from the end of
 * the block backwards. Under AddressSanitizer they stand apart.
 */
static char *
alloc_text(struct arena *arena, size_t size)
{
	struct block *block;

	if (GAP_BYTES > 0)
		return arena_alloc(arena, size);
	block = block_for(arena, size);
	block->size -= size;
	return (char *)block->bytes + block->size;
}

char *
arena_strndup(struct arena *arena, const char *s, size_t len)
{
	char *copy = alloc_text(arena, len + 1);

	if (len > 0)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *
arena_strdup(struct arena *arena, const char *s)
{
	return arena_strndup(arena, s, strlen(s));
}

char *
arena_slice(struct arena *arena, struct slice s)
{
	return arena_strndup(arena, (const char *)s.data, s.len);
}

char *
arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	text = alloc_text(arena, (size_t)(len < 0 ? 0 : len) + 1);
	text[0] = '\0';
	if (len > 0)
		vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	return text;
}

size_t
arena_bytes(const struct arena *arena)
{
	return arena->total;
}
