/* web.c - see web.h: fields, and the table of routes. */
#include "kit/web/web.h"

#include <string.h>

const struct web_field *
web_field(const struct web_fields *fields, const char *name)
{
	for (size_t i = 0; i < fields->count; i++)
		if (!strcmp(fields->items[i].name, name))
			return &fields->items[i];
	return NULL;
}

const char *
web_value(const struct web_fields *fields, const char *name)
{
	const struct web_field *field = web_field(fields, name);

	return field == NULL ? NULL : field->value;
}

const struct web_field *
web_next(const struct web_fields *fields, const struct web_field *field)
{
	const struct web_field *end = fields->items + fields->count;

	for (const struct web_field *f = field + 1; f < end; f++)
		if (!strcmp(f->name, field->name))
			return f;
	return NULL;
}

struct web_field *
web_add(struct web_fields *fields, struct arena *arena, const char *name)
{
	struct web_field *field;

	if (fields->count == fields->capacity) {
		size_t capacity = fields->capacity ? fields->capacity * 2 : 16;
		struct web_field *items = arena_alloc_n(arena, capacity,
		    sizeof(*items));

		if (fields->count > 0)
			memcpy(items, fields->items,
			    fields->count * sizeof(*items));
		fields->items = items;
		fields->capacity = capacity;
	}
	field = &fields->items[fields->count++];
	*field = (struct web_field){ .name = arena_strdup(arena, name),
		.value = "" };
	return field;
}

/* ---- a part of something ---- */

/* Digits, as far as they go; more than there could be is as good as that. */
static bool
take_number(size_t *out, const char **at)
{
	const char *start = *at;

	*out = 0;
	for (; **at >= '0' && **at <= '9'; ++*at)
		*out = *out > (SIZE_MAX - 9) / 10 ? SIZE_MAX - 9 :
		    *out * 10 + (size_t)(**at - '0');
	return *at > start;
}

enum web_range
web_range(size_t *first, size_t *len, const char *header, size_t bytes)
{
	size_t from, to;
	bool begins, ends;

	*first = 0;
	*len = bytes;
	if (header == NULL || strncmp(header, "bytes=", 6) != 0)
		return RANGE_ALL;
	header += 6;
	begins = take_number(&from, &header);
	if (*header != '-')
		return RANGE_ALL;
	header++;
	ends = take_number(&to, &header);
	if (*header != '\0' || (!begins && !ends) ||
	    (begins && ends && to < from))
		return RANGE_ALL;
	if (!begins) {		/* so many at the end */
		from = to < bytes ? bytes - to : 0;
		ends = false;
		if (to == 0)
			return RANGE_NONE;
	}
	if (from >= bytes)
		return RANGE_NONE;
	*first = from;
	*len = ends && to < bytes ? to - from + 1 : bytes - from;
	return RANGE_PART;
}

/* ---- routes ---- */

/* One part of a path, up to the next '/'; steps over it. */
static struct slice
next_part(const char **at)
{
	size_t len = strcspn(*at, "/");
	struct slice part = slice_of(*at, len);

	*at += len;
	if (**at == '/')
		++*at;
	return part;
}

static bool
matches(const char *pattern, const char *path, struct arena *arena,
    const char *segments[WEB_SEGMENTS_MAX])
{
	size_t count = 0;

	while (*pattern != '\0' && *path != '\0') {
		struct slice wanted = next_part(&pattern);
		struct slice part = next_part(&path);

		if (!slice_equal_str(wanted, ":")) {
			if (!slice_equal(wanted, part))
				return false;
		} else if (part.len == 0 || count == WEB_SEGMENTS_MAX) {
			return false;
		} else {
			segments[count++] = arena_slice(arena, part);
		}
	}
	return *pattern == '\0' && *path == '\0';
}

const struct web_route *
web_route(const struct web_site *site, enum web_method method,
    const char *path, struct arena *arena,
    const char *segments[WEB_SEGMENTS_MAX], bool *known)
{
	*known = false;
	for (size_t i = 0; i < site->route_count; i++) {
		const struct web_route *route = &site->routes[i];

		for (size_t s = 0; s < WEB_SEGMENTS_MAX; s++)
			segments[s] = NULL;
		if (!matches(route->pattern, path, arena, segments))
			continue;
		*known = true;
		if (route->method == method)
			return route;
	}
	return NULL;
}
