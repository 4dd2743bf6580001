#include <inttypes.h>
#include <string.h>

#include "formspec/instance_internal.h"

void
answer_path(struct buf *out, const struct answer *answer)
{
	const struct answer *parent = answer_parent(answer);

	if (parent == NULL)
		return;
	answer_path(out, parent);
	if (answer_parent(parent) != NULL)
		buf_add_byte(out, '/');
	buf_add(out, answer->item->name);
	if (answer->item->kind == ITEM_REPEAT)
		buf_addf(out, "[%016" PRIx64 "]", answer->repeat_id);
}

/* The repeat instances that a path goes through, outermost first. */
struct path_ids {
	uint64_t ids[FORM_DEPTH_MAX];
	size_t count;
};

static bool
read_id(const char **at, struct path_ids *ids)
{
	uint8_t bytes[8];
	struct reader reader;
	size_t len = strcspn(*at + 1, "]");

	if (ids->count == FORM_DEPTH_MAX || (*at)[1 + len] != ']' ||
	    !hex_decode(bytes, sizeof(bytes), slice_of(*at + 1, len)))
		return false;
	reader = reader_of(slice_of(bytes, sizeof(bytes)));
	ids->ids[ids->count++] = reader_u64(&reader);
	*at += len + 2;
	return **at == '/' || **at == '\0';
}

/* "contrats[00a1b2c3d4e5f607]/part" to "/data/contrats/part" and the ids. */
static bool
split_path(struct buf *plain, struct path_ids *ids, const char *path)
{
	if (*path != '\0')
		buf_add_byte(plain, '/');
	while (*path != '\0') {
		if (*path == '[') {
			if (!read_id(&path, ids))
				return false;
			continue;
		}
		buf_add_byte(plain, (uint8_t)*path++);
	}
	return true;
}

/* The frame of owner, going down from the top by the ids; or NULL. */
static struct frame *
follow_ids(const struct instance *instance, const struct item *owner,
    const struct path_ids *ids, size_t count)
{
	const struct form_graph *graph = instance->graph;
	struct frame *frame;

	if (owner->parent == NULL)
		return count == 0 ? instance->top : NULL;
	if (count == 0)
		return NULL;
	frame = follow_ids(instance, graph->owners[owner->parent->index], ids,
	    count - 1);
	return frame ? frame_list_find(frame_list_of(frame, owner),
	    ids->ids[count - 1]) : NULL;
}

struct answer *
instance_find(const struct instance *instance, const char *path)
{
	const struct form_graph *graph = instance->graph;
	struct buf plain = BUF_INIT;
	struct path_ids ids = { .count = 0 };
	const struct item *item = NULL;
	const struct frame *frame = NULL;

	buf_add(&plain, instance->form->root->path);
	if (split_path(&plain, &ids, path))
		item = map_get_slice(graph->form->paths, buf_slice(&plain));
	buf_free(&plain);
	if (item != NULL && item_has_node(item))
		frame = follow_ids(instance, graph->owners[item->index], &ids,
		    ids.count);
	return frame ? &frame_cell(frame, item)->answer : NULL;
}

struct answer *
answer_of(const struct answer *seen_from, const struct item *item)
{
	const struct frame *frame = cell_of(seen_from)->frame;
	const struct form_graph *graph = frame->instance->graph;
	const struct item *owner = graph->owners[item->index];

	while (frame != NULL && frame->shape->top != owner)
		frame = frame->parent;
	return frame && item_has_node(item) ?
	    &frame_cell(frame, item)->answer : NULL;
}
