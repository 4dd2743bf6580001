/*
 * repo_memory.c - libgit2's memory is ours: when it runs out the program ends
 * with a line (kit/base/mem.h), where libgit2 1.5 would go on with a pointer
 * to nowhere.
 */
#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/repo_git.h"

#define UNUSED_PLACE (void)file, (void)line

static void *
take(size_t size, const char *file, int line)
{
	UNUSED_PLACE;
	return mem_resize(NULL, 1, size);
}

static void *
take_again(void *p, size_t size, const char *file, int line)
{
	UNUSED_PLACE;
	return mem_resize(p, 1, size);
}

/* From 1.7 on libgit2 asks for these three alone. */
#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 7
static void *
take_zeroed(size_t count, size_t size, const char *file, int line)
{
	UNUSED_PLACE;
	return mem_alloc_n(count, size);
}

static void *
take_array(size_t count, size_t size, const char *file, int line)
{
	UNUSED_PLACE;
	return mem_resize(NULL, count, size);
}

static void *
take_array_again(void *p, size_t count, size_t size, const char *file,
    int line)
{
	UNUSED_PLACE;
	return mem_resize(p, count, size);
}

static char *
copy(const char *s, const char *file, int line)
{
	UNUSED_PLACE;
	return mem_strdup(s);
}

static char *
copy_exactly(const char *s, size_t len, const char *file, int line)
{
	UNUSED_PLACE;
	return mem_strndup(s, len);
}

static char *
copy_some(const char *s, size_t max, const char *file, int line)
{
	const char *end = memchr(s, '\0', max);

	return copy_exactly(s, end ? (size_t)(end - s) : max, file, line);
}
#endif

int
repo_use_our_memory(void)
{
	git_allocator ours = {
		.gmalloc = take, .grealloc = take_again, .gfree = mem_free,
#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 7
		.gcalloc = take_zeroed, .gmallocarray = take_array,
		.greallocarray = take_array_again, .gstrdup = copy,
		.gstrndup = copy_some, .gsubstrdup = copy_exactly,
#endif
	};

	return git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &ours);
}
