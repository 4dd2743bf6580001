#include "merger/dataset/consequences.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/record/response.h"

struct looking {
	struct consequences *out;
	const struct record *record;
	struct map *seen;		/* of this response: each path once */
};

/* Without the ids of repeats: "pets[00a1b2c3d4e5f607]/pet" is "pets/pet". */
static const char *
plain_path(struct arena *arena, const char *path)
{
	struct buf plain = BUF_INIT;
	const char *copy;

	for (; *path != '\0'; path++) {
		if (*path == '[')
			path += strcspn(path, "]");
		else
			buf_add_byte(&plain, (uint8_t)*path);
		if (*path == '\0')
			break;
	}
	copy = arena_slice(arena, buf_slice(&plain));
	buf_free(&plain);
	return copy;
}

static struct consequence *
consequence_of(struct looking *l, const char *path)
{
	const char *plain = plain_path(l->out->arena, path);
	struct consequence *found = map_get(l->out->by_path, plain);

	if (map_set(l->seen, plain, l) != NULL)
		return NULL;
	if (found == NULL) {
		found = arena_alloc(l->out->arena, sizeof *found);
		found->path = plain;
		map_set(l->out->by_path, plain, found);
	}
	return found;
}

/* What only tells of a place is no answer: "pets[...]" exists, is third. */
static bool
is_answer(const struct record *record, const char *path)
{
	const struct item *item = response_item(record->package->form, path);

	return item != NULL && item->kind == ITEM_QUESTION;
}

static void
note_homeless(void *data, const char *path)
{
	struct looking *l = data;
	struct consequence *c = is_answer(l->record, path) ?
	    consequence_of(l, path) : NULL;

	if (c != NULL)
		c->homeless++;
}

/* As deep as the form is, at most FORM_DEPTH_MAX. */
static void
note_refused(struct looking *l, const struct answer *parent)
{
	struct buf path = BUF_INIT;
	struct consequence *c;

	for (const struct answer *a = answer_first(parent); a != NULL;
	    a = answer_next(a)) {
		if (a->item->kind != ITEM_QUESTION)
			note_refused(l, a);
		else if (answer_value(a)[0] != '\0' && !a->calculated &&
		    !(a->type_ok && a->choice_ok && a->constraint_ok)) {
			buf_reset(&path);
			answer_path(&path, a);
			c = consequence_of(l, buf_str(&path));
			if (c != NULL)
				c->refused++;
		}
	}
	buf_free(&path);
}

static const struct err *
look_at(struct consequences *out, const struct record *record,
    const struct form_graph *graph)
{
	struct arena *arena = arena_new();
	struct looking looking = { out, record, map_new() };
	struct instance *instance = NULL;
	struct fields fields;
	const struct err *err = instance_new_of(&instance, graph, NULL);

	merged_fields(&fields, arena, &record->merged);
	if (err == NULL)
		err = response_load(instance, &fields, note_homeless,
		    &looking);
	/* An expression that fails on old answers is not what is asked. */
	if (err != NULL && err->code == ERR_FORMAT)
		err = NULL;
	if (err == NULL)
		note_refused(&looking, instance_root(instance));
	out->responses++;
	out->touched += map_count(looking.seen) > 0;
	instance_free(instance);
	map_free(looking.seen);
	arena_free(arena);
	return err;
}

const struct err *
consequences_find(struct consequences *out, const struct dataset *dataset,
    const struct form *form)
{
	struct form_graph *graph = NULL;
	const struct err *err;

	*out = (struct consequences){ .arena = arena_new(),
		.by_path = map_new() };
	err = form_graph_new(&graph, form);
	for (size_t i = 0; i < dataset->count && err == NULL; i++) {
		const struct record *record = &dataset->records[i];

		if (record_is_interview(record) &&
		    !strcmp(record->package->form->id, form->id))
			err = err_in(look_at(out, record, graph),
			    "response %.8s", record->merged.id);
	}
	form_graph_free(graph);
	return err;
}

void
consequences_free(struct consequences *consequences)
{
	map_free(consequences->by_path);
	arena_free(consequences->arena);
	*consequences = (struct consequences){ .responses = 0 };
}
