#include "kit/record/dictionary.h"

#include <string.h>

#include "formspec/fake.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/record/cover.h"
#include "kit/record/response.h"

enum {
	DICTIONARY_INTERVIEWS = 64,
	DICTIONARY_SEED = 20241122,
	/* zlib looks back 32 KB less 262 bytes; DICTIONARY_OWN_BYTES behind. */
	DICTIONARY_MADE_BYTES_MAX = 32160,
	/* Of a form with many questions fewer interviews will do. */
	DICTIONARY_SAMPLE_BYTES_MAX = 512 << 10,
	/* Longer answers do not come twice. */
	DICTIONARY_VALUE_BYTES_MAX = 200
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

static void
note_fields(struct cover_texts *texts, const struct fields *fields,
    struct arena *arena)
{
	for (size_t i = 0; i < fields->count; i++)
		if (strlen(fields->items[i].value) <=
		    DICTIONARY_VALUE_BYTES_MAX)
			write_member(&texts->bytes, &fields->items[i], arena);
	texts->ends[texts->count++] = texts->bytes.len;
}

/* Half an interview, where chance finds no answer, helps as well. */
static const struct err *
fill(struct instance *instance, struct fake_world *world, uint64_t number)
{
	const struct err *err = fake_fill(instance, DICTIONARY_SEED, number);

	if (err == NULL) {
		fake_world_pass(world);
		err = instance_finish(instance);
	}
	return err && (err->code == ERR_LIMIT || err->code == ERR_FORMAT) ?
	    NULL : err;
}

static const struct err *
note_interview(struct cover_texts *texts, const struct form_graph *graph,
    uint64_t number)
{
	const struct err *err;
	struct fake_world world;
	struct instance_setting setting = { .device_id = "" };
	struct instance *instance;
	struct arena *arena;
	struct fields fields;

	fake_world_start(&world, DICTIONARY_SEED, number);
	setting.world = fake_world_xpath(&world);
	err = instance_new_of(&instance, graph, &setting);
	if (err)
		return err;
	arena = arena_new();
	err = fill(instance, &world, number);
	if (err == NULL)
		err = response_fields(&fields, arena, instance, true);
	if (err == NULL)
		note_fields(texts, &fields, arena);
	arena_free(arena);
	instance_free(instance);
	return err;
}

static const struct err *
note_interviews(struct cover_texts *texts, const struct form *form)
{
	const struct err *err;
	struct form_graph *graph;

	err = form_graph_new(&graph, form);
	if (err)
		return err;
	for (uint64_t i = 0; err == NULL && i < DICTIONARY_INTERVIEWS &&
	    texts->bytes.len < DICTIONARY_SAMPLE_BYTES_MAX; i++)
		err = note_interview(texts, graph, i);
	form_graph_free(graph);
	return err;
}

const struct err *
dictionary_make(struct buf *out, const struct form *form)
{
	const struct err *err;
	struct cover_texts *texts = mem_alloc(sizeof(*texts));
	size_t start = out->len;

	err = note_interviews(texts, form);
	if (err) {
		err = err_in(err, "dictionary of form %s", form->id);
	} else {
		cover_pick(out, texts, DICTIONARY_MADE_BYTES_MAX);
		/* In a revision a brace follows, and no comma before it. */
		if (out->len > start && out->data[out->len - 1] == ',')
			out->len--;
	}
	buf_free(&texts->bytes);
	mem_free(texts);
	return err;
}

void
dictionary_own(struct buf *out, struct slice published,
    const struct dictionary_owner *owner)
{
	char form[HASH_TEXT_MAX], study[HASH_TEXT_MAX];

	hash_text(form, &owner->form);
	hash_text(study, &owner->study);
	buf_add_slice(out, published);
	buf_addf(out, "},\"form\":\"%s\",\"kind\":\"response\",\"nonce\":\"\","
	    "\"parents\":[],\"reason\":\"\",\"record\":\"\",\"retracts\":[],"
	    "\"state\":\"final\",\"study\":\"%s\",\"time\":\"\","
	    "\"unset\":[],\"v\":\"1\"}{\"author\":\"%s\",\"fields\":{", form,
	    study, owner->author);
}
