#include "kit/record/dictionary.h"

#include <string.h>

#include "formspec/fake.h"
#include "kit/base/json.h"
#include "kit/base/map.h"
#include "kit/record/response.h"

enum {
	DICTIONARY_INTERVIEWS = 40,
	DICTIONARY_SEED = 20241122,
	/* zlib looks back 32 KB less 262 bytes; the frame comes behind. */
	DICTIONARY_FIELDS_BYTES_MAX = 32000,
	/* Longer answers do not come twice. */
	DICTIONARY_VALUE_BYTES_MAX = 200
};

/* What stands in every revision, around its fields and its ids. */
static const char frame[] = "},\"form\":\"\",\"kind\":\"response\","
    "\"nonce\":\"\",\"parents\":[],\"reason\":\"\",\"record\":\"\","
    "\"retracts\":[],\"state\":\"final\",\"study\":\"\",\"time\":\"\","
    "\"unset\":[],\"v\":\"1\"}{\"author\":\"\",\"fields\":{";

struct census {
	struct arena *arena;
	struct map *pairs;		/* an answer and the one before it */
	struct buf text;		/* of the last interview that was noted */
};

/* Ids of repeat instances are random: no two interviews share one. */
static const char *
plain_path(struct arena *arena, const char *path)
{
	char *plain = arena_strdup(arena, path);

	for (char *at = strchr(plain, '['); at != NULL; at = strchr(at, '['))
		for (at++; *at != '\0' && *at != ']'; at++)
			*at = '0';
	return plain;
}

/* '"path":"value",' with what an interview has to itself taken out. */
static void
write_member(struct buf *out, const struct field *field, struct arena *arena)
{
	json_write_string(out, slice_str(plain_path(arena, field->path)));
	buf_add_byte(out, ':');
	json_write_string(out, slice_str(field->value));
	buf_add_byte(out, ',');
}

/*
 * An answer that followed the same answer before stands there already, and a
 * match runs on from the one into the other: once is enough.
 */
static void
note_fields(struct census *census, const struct fields *fields)
{
	struct buf pair = BUF_INIT, before = BUF_INIT, member = BUF_INIT;

	buf_reset(&census->text);
	for (size_t i = 0; i < fields->count; i++) {
		if (strlen(fields->items[i].value) >
		    DICTIONARY_VALUE_BYTES_MAX)
			continue;
		buf_reset(&member);
		write_member(&member, &fields->items[i], census->arena);
		buf_reset(&pair);
		buf_add_slice(&pair, buf_slice(&before));
		buf_add_slice(&pair, buf_slice(&member));
		if (!map_set_slice(census->pairs, buf_slice(&pair), census))
			buf_add_slice(&census->text, buf_slice(&member));
		buf_reset(&before);
		buf_add_slice(&before, buf_slice(&member));
	}
	buf_free(&member);
	buf_free(&before);
	buf_free(&pair);
}

static const struct err *
note_interview(struct census *census, const struct form_graph *graph,
    uint64_t number)
{
	const struct err *err;
	struct fake_world world;
	struct instance_setting setting = { .device_id = "" };
	struct instance *instance;
	struct fields fields;

	fake_world_start(&world, DICTIONARY_SEED, number);
	setting.world = fake_world_xpath(&world);
	err = instance_new_of(&instance, graph, &setting);
	if (err)
		return err;
	/* Half an interview, where chance finds no answer, helps as well. */
	err = fake_fill(instance, DICTIONARY_SEED, number);
	if (err == NULL || err->code == ERR_LIMIT || err->code == ERR_FORMAT)
		err = response_fields(&fields, census->arena, instance, true);
	if (err == NULL)
		note_fields(census, &fields);
	instance_free(instance);
	return err;
}

/* The end is nearest: each interview goes before the ones that are there. */
static const struct err *
make(struct buf *out, struct census *census, const struct form_graph *graph)
{
	const struct err *err = NULL;
	struct buf all = BUF_INIT;
	size_t cut;

	for (uint64_t i = 0; err == NULL && i < DICTIONARY_INTERVIEWS &&
	    all.len < DICTIONARY_FIELDS_BYTES_MAX; i++) {
		err = note_interview(census, graph, i);
		buf_add_slice(&census->text, buf_slice(&all));
		buf_reset(&all);
		buf_add_slice(&all, buf_slice(&census->text));
	}
	cut = all.len > DICTIONARY_FIELDS_BYTES_MAX ?
	    all.len - DICTIONARY_FIELDS_BYTES_MAX : 0;
	/* What follows in a revision is a brace, and no comma before it. */
	if (!err && all.len > 0)
		buf_append(out, buf_str(&all) + cut, all.len - cut - 1);
	if (!err)
		buf_add(out, frame);
	buf_free(&all);
	return err;
}

const struct err *
dictionary_make(struct buf *out, const struct form *form)
{
	const struct err *err;
	struct census census = { arena_new(), map_new(), BUF_INIT };
	struct form_graph *graph;

	err = form_graph_new(&graph, form);
	if (!err) {
		err = make(out, &census, graph);
		form_graph_free(graph);
	}
	buf_free(&census.text);
	map_free(census.pairs);
	arena_free(census.arena);
	return err ? err_in(err, "dictionary of form %s", form->id) : NULL;
}
