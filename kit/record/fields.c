/* fields.c - sorted lists of a record's fields; declared in revision.h. */
#include <stdlib.h>
#include <string.h>

#include "kit/record/revision.h"

static int
field_compare(const void *a, const void *b)
{
	const struct field *left = a, *right = b;

	return strcmp(left->path, right->path);
}

void
fields_sort(struct field *items, size_t count)
{
	if (count > 1)
		qsort(items, count, sizeof *items, field_compare);
}

const char *
fields_get(const struct fields *fields, const char *path)
{
	struct field key = { path, NULL };
	const struct field *found = NULL;

	if (fields->count > 0)
		found = bsearch(&key, fields->items, fields->count,
		    sizeof key, field_compare);
	return found ? found->value : NULL;
}

void
fields_diff(struct arena *arena, const struct fields *before,
    const struct fields *after, struct fields *set,
    const char *const **unset, size_t *unset_count)
{
	struct field *sets = arena_alloc_n(arena, after->count, sizeof *sets);
	const char **gone = arena_alloc_n(arena, before->count, sizeof *gone);
	size_t b = 0, a = 0, set_count = 0, gone_count = 0;

	while (b < before->count || a < after->count) {
		int order = b == before->count ? 1 : a == after->count ? -1 :
		    strcmp(before->items[b].path, after->items[a].path);

		if (order < 0) {
			gone[gone_count++] = before->items[b++].path;
			continue;
		}
		if (order > 0 || strcmp(before->items[b].value,
		    after->items[a].value) != 0)
			sets[set_count++] = after->items[a];
		b += order == 0;
		a++;
	}
	*set = (struct fields){ sets, set_count };
	*unset = gone;
	*unset_count = gone_count;
}
