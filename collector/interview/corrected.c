/* corrected.c - a response's corrections, taken apart by answer. */
#include "collector/interview/corrected.h"

#include <string.h>

#include "kit/base/map.h"
#include "kit/record/merge.h"
#include "kit/record/revision.h"

/* The value that the revision sets, NULL when it is not told; "" is taken away. */
static const char *
value_of(const struct revision *r, const char *path)
{
	const char *value = r ? fields_get(&r->set, path) : NULL;

	return value != NULL || r == NULL ? value : "";
}

static void
add(struct corrected *out, struct arena *arena,
    const struct down_correction *said)
{
	struct revision *r = NULL;

	if (said->bytes.len > 0 &&
	    revision_read(&r, arena, said->bytes, NULL) != NULL)
		r = NULL;
	for (size_t i = 0; i < said->path_count; i++)
		out->items[out->count++] = (struct corrected_answer){
			.said = said, .path = said->paths[i],
			.value = value_of(r, said->paths[i]) };
}

/* Of several that name a path, the last one says what stands. */
static void
mark_last(struct corrected *out)
{
	struct map *later = map_new();

	for (size_t i = out->count; i > 0; i--)
		out->items[i - 1].last = map_set_kept(later,
		    out->items[i - 1].path, later) == NULL;
	map_free(later);
}

static const struct err *
find_overlaps(struct corrected *out, struct arena *arena, struct store *store,
    const char *id)
{
	struct merged_record merged;
	struct response response;
	const struct err *err = store_overlap(&merged, arena, store, id);

	if (!err)
		err = store_response(&response, arena, store, id);
	for (size_t i = 0; i < out->count && !err; i++)
		if (out->items[i].last)
			out->items[i].overlap = overlap_of(&merged, &response,
			    out->items[i].path);
	return err;
}

const struct err *
corrected_of(struct corrected *out, struct arena *arena, struct store *store,
    const char *response)
{
	struct kept_correction *kept;
	size_t count, paths = 0;
	const struct err *err = store_corrections(&kept, &count, arena, store,
	    response);

	*out = (struct corrected){ 0 };
	if (err || count == 0)
		return err;
	for (size_t i = 0; i < count; i++)
		paths += kept[i].said.path_count;
	out->items = arena_alloc_n(arena, paths, sizeof(*out->items));
	for (size_t i = 0; i < count; i++)
		add(out, arena, &kept[i].said);
	mark_last(out);
	return find_overlaps(out, arena, store, response);
}

const struct corrected_answer *
corrected_find(const struct corrected *in, const char *path)
{
	for (size_t i = in->count; i > 0; i--)
		if (!strcmp(in->items[i - 1].path, path))
			return &in->items[i - 1];
	return NULL;
}

bool
corrected_is_contested(const struct corrected *in)
{
	for (size_t i = 0; i < in->count; i++)
		if (in->items[i].overlap == OVERLAP_THEIRS ||
		    in->items[i].overlap == OVERLAP_DRAFT)
			return true;
	return false;
}

enum word
corrected_word(enum overlap overlap)
{
	static const enum word words[] = { [OVERLAP_OURS] = W_OVERLAP_OURS,
		[OVERLAP_THEIRS] = W_OVERLAP_THEIRS,
		[OVERLAP_DRAFT] = W_OVERLAP_DRAFT };

	return words[overlap];
}
