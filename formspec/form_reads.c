#include "formspec/form_reads.h"

#include <string.h>

#include "formspec/xpath.h"

struct route {
	const struct form *form;
	const struct map *by_path;
	const struct item *innermost;
	size_t context_len;
	form_visit_read *visit;
	void *data;
};

/*
 * The item that a path names. Steps behind the last known one are dropped:
 * *cut says that some were.
 */
static const struct item *
resolve(const struct map *by_path, struct slice path, bool *cut)
{
	const struct item *item;

	*cut = false;
	while ((item = map_get_slice(by_path, path)) == NULL && path.len > 0) {
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

	read.below = len >= 2 && strcmp(path + len - 2, "/*") == 0;
	if (read.below)
		len -= 2;
	read.own = kept == len && kept == route->context_len;
	read.item = resolve(route->by_path, slice_of(path, len), &cut);
	if (read.below && read.item == NULL)
		read.item = route->form->root;
	else if (read.item == NULL || (cut && !read.below))
		return;
	while (read.shared != NULL && strlen(read.shared->path) > kept)
		read.shared = read.shared->repeat;
	route->visit(route->data, &read);
}

void
form_reads(const struct form *form, const struct map *by_path,
    const struct xpath *xpath, const struct item *context,
    const struct item *innermost, form_visit_read *visit, void *data)
{
	struct route route = { form, by_path, innermost,
	    strlen(context->path), visit, data };

	xpath_reads(xpath, context->path, visit_path, &route);
}
