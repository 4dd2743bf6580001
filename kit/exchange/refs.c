/*
 * refs.c - refs whose file is empty or garbled, as a pulled drive or a power
 * cut leaves it. Git passes over those of a hub, but nobody must take silence
 * for "nothing new"; and those of a depot it does not write over.
 */
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/depot_internal.h"

enum { DEPTH_MAX = 8, REF_FILE_BYTES_MAX = 1024, TORN_SHOWN_MAX = 200 };

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

/* ---- those of a depot ---- */

/* An object's name and the end of a line; a symbolic one is nobody's of ours. */
static bool
is_torn(const char *path)
{
	const struct err *err;
	struct buf text = BUF_INIT;
	struct oid id;
	bool torn;

	err = file_read(&text, path, REF_FILE_BYTES_MAX);
	while (text.len > 0 && (text.data[text.len - 1] == '\n' ||
	    text.data[text.len - 1] == '\r'))
		text.len--;
	torn = err ? err->code == ERR_LIMIT :
	    strncmp(buf_str(&text), "ref:", 4) != 0 &&
	    !hex_decode(id.bytes, OID_BYTES, buf_slice(&text));
	buf_free(&text);
	return torn;
}

static void
note_torn(struct buf *torn, const char *ref)
{
	static const char more[] = ", ...";

	if (torn->len < TORN_SHOWN_MAX)
		buf_addf(torn, "%s%s", torn->len > 0 ? ", " : "", ref);
	else if (strcmp(buf_str(torn) + torn->len - (sizeof(more) - 1), more))
		buf_add(torn, more);
}

static const struct err *
clear_side(struct buf *torn, const char *path, enum depot_side side)
{
	const char *prefix = depot_side_prefix(side);
	struct map *found = map_new();
	struct buf folder = BUF_INIT, file = BUF_INIT;
	const struct err *err = NULL;
	char ref[REPO_REF_MAX];

	file_join(&folder, path, prefix);
	if (platform_is_folder(buf_str(&folder)))
		err = find_files(found, buf_str(&folder), "", 0);
	for (size_t i = 0; !err && i < map_count(found); i++) {
		const char *branch = map_key_at(found, i);

		buf_reset(&file);
		file_join(&file, buf_str(&folder), branch);
		if (depot_ref(ref, side, branch) || !is_torn(buf_str(&file)))
			continue;
		err = platform_remove(buf_str(&file));
		note_torn(torn, ref);
	}
	map_free(found);
	buf_free(&folder);
	buf_free(&file);
	return err;
}

const struct err *
refs_clear_torn(struct buf *torn, const char *path)
{
	const struct err *err = clear_side(torn, path, DEPOT_OWN);

	return err ? err : clear_side(torn, path, DEPOT_HUB);
}
