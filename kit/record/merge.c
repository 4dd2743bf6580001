#include "kit/record/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/record/merge_parts.h"

static void
count_standing(struct merged_record *out, const struct merge_graph *graph)
{
	for (size_t i = 0; i < graph->count; i++) {
		const struct merge_input *input = &graph->inputs[i];

		out->standing += input->standing == STANDS;
		out->waiting += input->standing == WAITS;
		out->retracted += input->standing == RETRACTED;
		out->aside += input->standing == NOT_AUTHORISED ||
		    input->standing == MISPLACED;
		if (input->standing != STANDS)
			continue;
		if (out->standing == 1 ||
		    input->revision->time_ms > out->last_time_ms)
			out->last_time_ms = input->revision->time_ms;
	}
}

/* Accepted, and no parent of anything accepted; what was retracted included. */
static void
find_tips(struct merged_record *out, const struct merge_graph *g,
    struct arena *arena)
{
	bool *known = arena_alloc_n(arena, g->count, sizeof *known);
	struct hash *tips;

	for (size_t i = 0; i < g->count; i++)
		for (size_t e = g->parents_at[i]; e < g->parents_at[i + 1]; e++)
			if (standing_is_accepted(&g->inputs[i]))
				known[g->parents[e]] = true;
	for (size_t i = 0; i < g->count; i++)
		out->tip_count += standing_is_accepted(&g->inputs[i]) &&
		    !known[i];
	tips = arena_alloc_n(arena, out->tip_count, sizeof *tips);
	out->tips = tips;
	for (size_t i = 0; i < g->count; i++)
		if (standing_is_accepted(&g->inputs[i]) && !known[i])
			*tips++ = g->inputs[i].revision->id;
}

static void
name_record(struct merged_record *out, const struct merge_graph *graph,
    const struct merge_input *root)
{
	const struct revision *r = root ? root->revision :
	    graph->inputs[0].revision;

	snprintf(out->id, sizeof out->id, "%s", r->record);
	out->kind = r->kind;
	if (root == NULL)
		return;
	snprintf(out->creator, sizeof out->creator, "%s", r->author);
}

static void
settle_fields(struct merged_record *out, struct merge_graph *graph,
    struct arena *arena, merge_is_consent is_consent, void *data)
{
	struct merge_fields fields;
	struct merged_field *settled;

	heads_collect(&fields, graph, arena);
	repeats_settle(&fields, graph, arena);
	settled = arena_alloc_n(arena, fields.count, sizeof *settled);
	for (size_t i = 0; i < fields.count; i++) {
		struct merge_field *field = &fields.items[i];

		if (!path_is_repeat(field->out.path)) {
			settle_values(field);
			if (is_consent && is_consent(data, field->out.path))
				settle_consent(field, arena);
		}
		settled[i] = field->out;
		out->conflicts += field->out.conflict != CONFLICT_NONE;
	}
	out->fields = settled;
	out->field_count = fields.count;
}

/* Everything that follows once it is known who stands. */
static void
settle_record(struct merged_record *out, struct merge_graph *graph,
    struct arena *arena, merge_is_consent is_consent, void *data)
{
	out->inputs = graph->inputs;
	out->input_count = graph->count;
	count_standing(out, graph);
	find_tips(out, graph, arena);
	settle_fields(out, graph, arena, is_consent, data);
	settle_state(out, graph, arena);
	out->conflicts += out->state_conflict != CONFLICT_NONE;
}

void
merge_record(struct merged_record *out, struct arena *arena,
    struct merge_input *inputs, size_t input_count,
    merge_is_consent is_consent, void *data)
{
	struct merge_graph graph;

	*out = (struct merged_record){ .state = STATE_UNCHANGED };
	if (input_count == 0)
		return;
	graph_build(&graph, arena, inputs, input_count);
	name_record(out, &graph, standing_judge(&graph));
	settle_form(out, &graph, arena);
	settle_record(out, &graph, arena, is_consent, data);
}

static bool
was_known(struct merge_graph *graph, size_t i, size_t at)
{
	return i == at || graph_is_marked(graph, i);
}

/*
 * A graph of the ancestors alone, judged as they were in the whole: a device
 * that got the record by a revision elsewhere still wrote what it wrote.
 */
static void
take_known(struct merge_graph *known, struct arena *arena,
    const struct merged_record *record, struct merge_graph *whole, size_t at)
{
	struct merge_input *inputs = arena_alloc_n(arena, whole->count,
	    sizeof *inputs);
	size_t count = 0;

	graph_unmark(whole);
	graph_mark_ancestors(whole, at, 0);
	for (size_t i = 0; i < whole->count; i++)
		if (was_known(whole, i, at))
			inputs[count++] = record->inputs[i];
	graph_build(known, arena, inputs, count);
	count = 0;
	for (size_t i = 0; i < whole->count; i++)
		if (was_known(whole, i, at))
			inputs[count++].standing = standing_is_accepted(
			    &record->inputs[i]) ? STANDS :
			    record->inputs[i].standing;
	standing_retract(known);
}

void
merge_as_known(struct merged_record *out, struct arena *arena,
    const struct merged_record *record, const struct hash *revision,
    merge_is_consent is_consent, void *data)
{
	struct merge_graph whole, known;
	struct merge_input *copy = arena_alloc_n(arena, record->input_count,
	    sizeof *copy);
	size_t at;

	*out = (struct merged_record){ .state = STATE_UNCHANGED };
	if (record->input_count == 0)
		return;
	memcpy(copy, record->inputs, record->input_count * sizeof *copy);
	graph_build(&whole, arena, copy, record->input_count);
	if (!graph_find(&whole, revision, &at))
		return;
	take_known(&known, arena, record, &whole, at);
	memcpy(out->id, record->id, sizeof out->id);
	memcpy(out->creator, record->creator, sizeof out->creator);
	out->kind = record->kind;
	out->form = record->form;
	settle_record(out, &known, arena, is_consent, data);
}

static int
merged_field_compare(const void *a, const void *b)
{
	const struct merged_field *left = a, *right = b;

	return strcmp(left->path, right->path);
}

const struct merged_field *
merged_field(const struct merged_record *record, const char *path)
{
	struct merged_field key = { .path = path };

	return record->field_count == 0 ? NULL : bsearch(&key, record->fields,
	    record->field_count, sizeof key, merged_field_compare);
}

void
merged_fields(struct fields *out, struct arena *arena,
    const struct merged_record *record)
{
	struct field *items = arena_alloc_n(arena, record->field_count,
	    sizeof *items);
	size_t count = 0;

	for (size_t i = 0; i < record->field_count; i++)
		if (record->fields[i].value != NULL)
			items[count++] = (struct field){
			    record->fields[i].path, record->fields[i].value };
	*out = (struct fields){ items, count };
}
