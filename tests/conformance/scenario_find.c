/*
 * scenario_find.c - nodes of an interview by the paths of the recorded lines.
 */
#include "scenario.h"

void
play_wrong(struct play *play, size_t step, const char *path, const char *what,
    const char *expected, const char *seen)
{
	struct buf *why = &play->why;

	if (why->len > 0 && !play->shown)
		return;
	buf_addf(why, "    step %zu: %s: %s: expected \"%s\", saw \"%s\"\n",
	    step, path, what, expected, seen);
}

/* "name[2]" at s; returns its length. */
static size_t
read_step(const char *s, char *name, size_t size, size_t *position)
{
	size_t len = strcspn(s, "/"), n = strcspn(s, "[/");

	*position = s[n] == '[' ? strtoul(s + n + 1, NULL, 10) : 1;
	snprintf(name, size, "%.*s", (int)n, s);
	return len;
}

struct answer *
play_find(const struct play *play, const char *path)
{
	struct answer *at = instance_root(play->instance);
	char name[256];
	size_t position;

	if (*path != '/')
		return NULL;
	path += 1 + read_step(path + 1, name, sizeof(name), &position);
	if (strcmp(at->item->name, name) != 0)
		return NULL;
	while (at != NULL && *path == '/') {
		path += 1 + read_step(path + 1, name, sizeof(name), &position);
		for (at = answer_first(at); at != NULL; at = answer_next(at)) {
			const char *colon = strchr(name, ':');

			if (strcmp(at->item->name,
			    colon ? colon + 1 : name) == 0 && --position == 0)
				break;
		}
	}
	return at;
}

struct answer *
play_find_repeat(const struct play *play, const char *ref,
    const struct item **repeat, size_t *position)
{
	char path[1024], name[256];
	const char *slash = strrchr(ref, '/');
	struct answer *parent;

	if (slash == NULL || slash == ref)
		return NULL;
	snprintf(path, sizeof(path), "%.*s", (int)(slash - ref), ref);
	read_step(slash + 1, name, sizeof(name), position);
	parent = play_find(play, path);
	if (parent == NULL)
		return NULL;
	for (const struct item *i = parent->item->first; i; i = i->next)
		if (i->kind == ITEM_REPEAT && strcmp(i->name, name) == 0) {
			*repeat = i;
			return parent;
		}
	return NULL;
}
