/*
 * refs.c - the branches of a hub, the torn ones too: git passes over a ref
 * whose file is empty or garbled, as a pulled drive leaves it, but nobody must
 * take silence for "nothing new".
 */
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/depot_internal.h"

enum { DEPTH_MAX = 8 };

static bool
is_lock(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && strcmp(name + len - 5, ".lock") == 0;
}

/* The files below folder, as refs of that prefix, into found. */
static const struct err *
find_files(struct map *found, const char *folder, const char *prefix, int depth)
{
	struct buf path = BUF_INIT, ref = BUF_INIT;
	const struct err *err;
	char **names;
	size_t count;

	err = platform_list(folder, &names, &count);
	if (err)
		return err;
	for (size_t i = 0; !err && i < count; i++) {
		buf_reset(&path);
		buf_reset(&ref);
		file_join(&path, folder, names[i]);
		buf_addf(&ref, "%s%s", prefix, names[i]);
		if (!platform_is_folder(buf_str(&path))) {
			if (!is_lock(names[i]))
				map_set(found, buf_str(&ref), found);
		} else if (depth < DEPTH_MAX) {
			buf_add(&ref, "/");
			err = find_files(found, buf_str(&path), buf_str(&ref),
			    depth + 1);
		}
	}
	platform_list_free(names, count);
	buf_free(&path);
	buf_free(&ref);
	return err;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Junk that a file manager left has no name that a branch could have. */
static bool
is_own_branch(const char *ref)
{
	return name_is_branch(ref + strlen(depot_side_prefix(DEPOT_OWN)));
}

static void
add_torn(char ***refs, size_t *count, const struct map *found)
{
	struct map *known = map_new();
	size_t capacity = *count;
	void *items = *refs;

	for (size_t i = 0; i < *count; i++)
		map_set(known, (*refs)[i], known);
	for (size_t i = 0; i < map_count(found); i++) {
		const char *ref = map_key_at(found, i);

		if (map_has(known, ref) || !is_own_branch(ref))
			continue;
		mem_grow(&items, &capacity, *count + 1, sizeof(char *));
		*refs = items;
		(*refs)[(*count)++] = mem_strdup(ref);
	}
	map_free(known);
	if (*count)
		qsort(*refs, *count, sizeof(**refs), compare_names);
}

const struct err *
hub_refs(char ***refs, size_t *count, struct repo *hub, const char *path)
{
	const char *prefix = depot_side_prefix(DEPOT_OWN);
	struct map *found = map_new();
	struct buf folder = BUF_INIT;
	const struct err *err;

	file_join(&folder, path, "refs/heads");
	err = repo_refs(refs, count, hub, prefix);
	if (!err && platform_is_folder(buf_str(&folder)))
		err = find_files(found, buf_str(&folder), prefix, 0);
	if (!err) {
		add_torn(refs, count, found);
	} else {
		depot_names_free(*refs, *count);
		*refs = NULL;
		*count = 0;
	}
	map_free(found);
	buf_free(&folder);
	return err;
}
