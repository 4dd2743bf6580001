#include "kit/record/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "formspec/fake.h"
#include "kit/base/json.h"
#include "kit/base/map.h"
#include "kit/base/text.h"
#include "kit/record/package.h"
#include "kit/record/response.h"
#include "kit/record/revision.h"

enum {
	DICTIONARY_INTERVIEWS = 40,
	DICTIONARY_SEED = 20241122,
	/* Longer answers do not come twice. */
	DICTIONARY_VALUE_BYTES_MAX = 200
};

/* An answer, and in how many places it was given. */
struct tally {
	const char *path, *value;	/* repeat ids are zeroes in the path */
	size_t count;
	size_t weight;			/* bytes that it stands for */
};

/* A question: its most frequent answer, and how all its answers begin. */
struct habit {
	const struct tally *best;
	const char *common;
	size_t common_len;
};

struct census {
	struct arena *arena;
	struct map *tallies;		/* by '"path":"value",' */
	struct map *habits;		/* by path */
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

static void
note_habit(struct census *census, const struct tally *tally)
{
	struct habit *habit = map_get(census->habits, tally->path);
	size_t len = 0;

	if (habit == NULL) {
		habit = arena_alloc(census->arena, sizeof *habit);
		*habit = (struct habit){ tally, tally->value,
			strlen(tally->value) };
		map_set(census->habits, tally->path, habit);
	}
	if (tally->count > habit->best->count)
		habit->best = tally;
	while (len < habit->common_len &&
	    habit->common[len] == tally->value[len])
		len++;
	habit->common_len = len;
}

static void
note_answer(struct census *census, const struct field *field)
{
	const char *path = plain_path(census->arena, field->path);
	struct buf member = BUF_INIT;
	struct tally *tally;

	json_write_string(&member, slice_str(path));
	buf_add_byte(&member, ':');
	json_write_string(&member, slice_str(field->value));
	buf_add_byte(&member, ',');
	tally = map_get_slice(census->tallies, buf_slice(&member));
	if (tally == NULL) {
		tally = arena_alloc(census->arena, sizeof *tally);
		tally->path = path;
		tally->value = arena_strdup(census->arena, field->value);
		map_set_slice(census->tallies, buf_slice(&member), tally);
	}
	tally->count++;
	tally->weight += member.len;
	note_habit(census, tally);
	buf_free(&member);
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
	for (size_t i = 0; err == NULL && i < fields.count; i++)
		if (strlen(fields.items[i].value) <= DICTIONARY_VALUE_BYTES_MAX)
			note_answer(census, &fields.items[i]);
	instance_free(instance);
	return err;
}

static int
tally_compare(const void *a, const void *b)
{
	const struct tally *const *left = a, *const *right = b;
	int order;

	if ((*left)->weight != (*right)->weight)
		return (*left)->weight < (*right)->weight ? -1 : 1;
	order = strcmp((*left)->path, (*right)->path);
	return order ? order : strcmp((*left)->value, (*right)->value);
}

static void
add_answer(struct buf *out, const struct tally *tally)
{
	json_write_string(out, slice_str(tally->path));
	buf_add_byte(out, ':');
	json_write_string(out, slice_str(tally->value));
	buf_add_byte(out, ',');
}

/* What was answered more than once, the most frequent last. */
static void
add_frequent(struct buf *out, const struct census *census)
{
	size_t count = map_count(census->tallies), kept = 0;
	const struct tally **sorted = arena_alloc_n(census->arena, count,
	    sizeof *sorted);

	for (size_t i = 0; i < count; i++) {
		const struct tally *tally = map_value_at(census->tallies, i);
		const struct habit *habit = map_get(census->habits,
		    tally->path);

		if (tally->count > 1 && habit->best != tally)
			sorted[kept++] = tally;
	}
	if (kept > 1)
		qsort(sorted, kept, sizeof *sorted, tally_compare);
	for (size_t i = 0; i < kept; i++)
		add_answer(out, sorted[i]);
}

/* An answer that nobody gave twice stands there with what all begin with. */
static const char *
usual_value(const struct census *census, const struct habit *habit)
{
	return habit->best->count > 1 ? habit->best->value :
	    arena_strndup(census->arena, habit->common, habit->common_len);
}

static bool
is_whole_text(const char *text)
{
	struct buf normal = BUF_INIT;
	bool same = text_nfc(&normal, slice_str(text)) == NULL &&
	    slice_equal(buf_slice(&normal), slice_str(text));

	buf_free(&normal);
	return same;
}

/* A revision that answers every question in the usual way. */
static const struct err *
add_typical(struct buf *out, const struct census *census)
{
	struct revision r = { .kind = RECORD_RESPONSE, .state = STATE_FINAL,
		.reason = "", .time_ms = INT64_C(1730419200000),
		.offset_minutes = 60 };
	size_t count = map_count(census->habits);
	struct field *items = arena_alloc_n(census->arena, count,
	    sizeof *items);

	for (size_t i = 0; i < count; i++) {
		items[i].path = map_key_at(census->habits, i);
		items[i].value = usual_value(census,
		    map_value_at(census->habits, i));
		/* A common start may end inside a character. */
		if (!is_whole_text(items[i].value))
			items[i].value = "";
	}
	r.set = (struct fields){ items, count };
	memset(r.author, 'a', DEVICE_ID_CHARS);
	memset(r.study.bytes, 0x11, HASH_BYTES);
	uuid_derive(r.record, "recolte dictionary", "");
	return revision_write(out, &r);
}

/* The end is worth most: what does not fit is cut off in front. */
static void
keep_end(struct buf *out, const struct buf *all)
{
	size_t cut = all->len > DICTIONARY_BYTES_MAX ?
	    all->len - DICTIONARY_BYTES_MAX : 0;

	buf_append(out, buf_str(all) + cut, all->len - cut);
}

static const struct err *
make(struct buf *out, struct census *census, const struct form_graph *graph)
{
	const struct err *err = NULL;
	struct buf all = BUF_INIT;

	for (uint64_t i = 0; err == NULL && i < DICTIONARY_INTERVIEWS; i++)
		err = note_interview(census, graph, i);
	if (!err) {
		add_frequent(&all, census);
		err = add_typical(&all, census);
	}
	if (!err)
		keep_end(out, &all);
	buf_free(&all);
	return err;
}

const struct err *
dictionary_make(struct buf *out, const struct form *form)
{
	const struct err *err;
	struct census census = { arena_new(), map_new(), map_new() };
	struct form_graph *graph;

	err = form_graph_new(&graph, form);
	if (!err) {
		err = make(out, &census, graph);
		form_graph_free(graph);
	}
	map_free(census.habits);
	map_free(census.tallies);
	arena_free(census.arena);
	return err ? err_in(err, "dictionary of form %s", form->id) : NULL;
}
