/* platform.c - what is done alike on every system; see platform_parts.h. */
#include "kit/base/platform_parts.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"

enum { LINE_BYTES_MAX = 1 << 20 };

bool
platform_read_stream(struct buf *out)
{
	int c;
	bool any = false;

	while ((c = getchar()) != EOF) {
		any = true;
		if (c == '\n')
			break;
		if (out->len < LINE_BYTES_MAX)
			buf_add_byte(out, (uint8_t)c);
	}
	if (out->len > 0 && out->data[out->len - 1] == '\r')
		out->data[--out->len] = '\0';
	return any;
}

const char *
platform_environment(const char *name)
{
	const char *value = system_environment(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

const struct err *
platform_sync(FILE *file, const char *path)
{
	if (fflush(file) != 0 || system_sync(file) != 0)
		return err_errno("%s", path);
	return NULL;
}

static bool
is_separator(char c)
{
	return c == '/' || (PLATFORM_BACKSLASH && c == '\\');
}

/* Another program may have been faster. */
static const struct err *
make_one_folder(const char *path)
{
	const struct err *err = system_make_folder(path) == 0 ? NULL :
	    err_errno("%s", path);

	if (err == NULL || platform_is_folder(path))
		return NULL;
	return err->code != ERR_EXISTS ? err : err_new(ERR_EXISTS, "%s: a file "
	    "is there, or a link that leads nowhere, where a folder is to be",
	    path);
}

const struct err *
platform_make_folder(const char *path)
{
	char *copy = mem_strdup(path);
	const struct err *err = NULL;

	for (char *at = copy + 1; copy[0] != '\0'; at++) {
		char kept = *at;

		if (kept != '\0' && !is_separator(kept))
			continue;
		*at = '\0';
		if (err == NULL && !platform_is_folder(copy))
			err = make_one_folder(copy);
		*at = kept;
		if (kept == '\0')
			break;
	}
	/* A path that begins with a computer's name: that is no folder. */
	if (err != NULL && platform_is_folder(path))
		err = NULL;
	mem_free(copy);
	return err;
}

struct names {
	char **items;
	size_t count, capacity;
};

static void
add_name(void *data, const char *name)
{
	struct names *names = data;
	void *items = names->items;

	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return;
	mem_grow(&items, &names->capacity, names->count + 1, sizeof(char *));
	names->items = items;
	names->items[names->count++] = mem_strdup(name);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

const struct err *
platform_list(const char *path, char ***out, size_t *count)
{
	struct names names = { 0 };
	const struct err *err = system_visit_names(path, add_name, &names);

	*out = names.items;
	*count = names.count;
	if (names.count > 0)
		qsort(names.items, names.count, sizeof *names.items,
		    compare_names);
	return err;
}

void
platform_list_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mem_free(names[i]);
	mem_free(names);
}
