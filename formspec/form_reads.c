#include "formspec/form_reads.h"

#include <string.h>

#include "formspec/xpath.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"

struct route {
	const struct form *form;
	const struct item *innermost;
	size_t context_len;
	form_visit_read *visit;
	void *data;
};

/* An attribute that is no item is there when its element is. */
static size_t
without_attribute(const struct map *paths, const char *path, size_t len)
{
	size_t at = len;

	if (memchr(path, '@', len) == NULL)
		return len;
	while (at > 0 && path[at - 1] != '/')
		at--;
	return at > 0 && path[at] == '@' &&
	    map_get_slice(paths, slice_of(path, len)) == NULL ? at - 1 : len;
}

/*
 * The item that a path names. Steps behind the last known one are dropped:
 * *cut says that some were.
 */
static const struct item *
resolve(const struct map *paths, struct slice path, bool *cut)
{
	const struct item *item;

	*cut = false;
	while ((item = map_get_slice(paths, path)) == NULL && path.len > 0) {
		*cut = true;
		while (path.len > 0 && path.data[--path.len] != '/')
			;
	}
	return item;
}

static void
visit_path(void *data, const char *path, size_t kept, bool counted)
{
	const struct route *route = data;
	struct form_read read = { .shared = route->innermost,
	    .counted = counted };
	size_t len = strlen(path);
	bool cut;

	read.below = len >= 2 && path[len - 1] == '*' && path[len - 2] == '/';
	if (read.below)
		len -= 2;
	len = without_attribute(route->form->paths, path, len);
	if (kept > len)
		kept = len;
	read.own = kept == len && kept == route->context_len;
	read.item = resolve(route->form->paths, slice_of(path, len), &cut);
	if (read.below && read.item == NULL)
		read.item = route->form->root;
	else if (read.item == NULL || (cut && !read.below))
		return;
	while (read.shared != NULL && strlen(read.shared->path) > kept)
		read.shared = read.shared->repeat;
	route->visit(route->data, &read);
}

void
form_reads(const struct form *form, const struct xpath *xpath,
    const struct item *context, const struct item *innermost,
    form_visit_read *visit, void *data)
{
	struct route route = { form, innermost, strlen(context->path), visit,
	    data };

	xpath_reads(xpath, context->path, visit_path, &route);
}

const struct item *
item_instance(const struct item *item)
{
	return item->kind == ITEM_REPEAT ? item : item->repeat;
}

struct found {
	struct form_read *reads;
	size_t count, capacity;
};

static void
keep(void *data, const struct form_read *read)
{
	struct found *found = data;

	mem_grow((void **)&found->reads, &found->capacity, found->count + 1,
	    sizeof(*found->reads));
	found->reads[found->count++] = *read;
}

void
form_find_reads(struct form *form)
{
	size_t total = form->item_count * READS_KINDS;
	uint32_t *start = arena_alloc_n(form->arena, total + 1,
	    sizeof(*start));
	struct form_reads *all = arena_alloc(form->arena, sizeof(*all));
	struct found found = { NULL, 0, 0 };
	struct form_read *kept;

	for (size_t i = 0; i < total; i++) {
		const struct item *item = form->items[i / READS_KINDS];
		const struct xpath *xpath = i % READS_KINDS ==
		    READS_RELEVANT ? item->relevant.compiled :
		    item->calculate.compiled;

		if (xpath != NULL)
			form_reads(form, xpath, item, item_instance(item),
			    keep, &found);
		start[i + 1] = (uint32_t)found.count;
	}
	kept = arena_alloc_n(form->arena, found.count, sizeof(*kept));
	if (found.count > 0)
		memcpy(kept, found.reads, found.count * sizeof(*kept));
	mem_free(found.reads);
	*all = (struct form_reads){ kept, start };
	form->reads = all;
}

const struct form_read *
form_reads_of(const struct form *form, const struct item *item,
    enum reads_kind kind, const struct form_read **end)
{
	const struct form_reads *all = form->reads;
	const uint32_t *start = &all->start[item->index * READS_KINDS +
	    (unsigned)kind];

	*end = all->reads + start[1];
	return all->reads + start[0];
}
