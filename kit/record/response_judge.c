/* response_judge.c - the form's say on a merged response. */
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/record/response.h"

/* Views of tips that are looked at; more of them only lets more be marked. */
enum { JUDGE_TIPS_MAX = REVISION_PARENTS_MAX };

/* ---- What is wrong in an interview ---- */

struct wrong {
	const char *path;
	enum conflict_kind kind;
};

struct wrongs {
	struct arena *arena;
	struct wrong *items;
	size_t count, capacity;
};

static void
add_wrong(struct wrongs *wrongs, const struct answer *answer,
    enum conflict_kind kind)
{
	struct buf path = BUF_INIT;
	void *items = wrongs->items;

	answer_path(&path, answer);
	mem_grow(&items, &wrongs->capacity, wrongs->count + 1,
	    sizeof *wrongs->items);
	wrongs->items = items;
	wrongs->items[wrongs->count++] = (struct wrong){
	    arena_slice(wrongs->arena, buf_slice(&path)), kind };
	buf_free(&path);
}

static void
find_wrong(struct wrongs *wrongs, const struct answer *parent)
{
	for (const struct answer *answer = answer_first(parent);
	    answer != NULL; answer = answer_next(answer)) {
		bool filled = *answer_value(answer) != '\0';

		if (answer->item->kind == ITEM_REPEAT && !answer->relevant)
			add_wrong(wrongs, answer, CONFLICT_RELEVANCE);
		else if (answer->item->kind != ITEM_QUESTION)
			find_wrong(wrongs, answer);
		else if (!answer->relevant && filled && !answer->calculated)
			add_wrong(wrongs, answer, CONFLICT_RELEVANCE);
		else if (answer->relevant && filled &&
		    !(answer->constraint_ok && answer->choice_ok))
			add_wrong(wrongs, answer, CONFLICT_CONSTRAINT);
	}
}

static int
wrong_compare(const void *a, const void *b)
{
	const struct wrong *left = a, *right = b;
	int order = strcmp(left->path, right->path);

	return order ? order : (left->kind > right->kind) -
	    (left->kind < right->kind);
}

/* Forget what is wrong in somebody's own view as well. */
static void
drop_known(struct wrongs *wrongs, struct wrongs *known)
{
	size_t kept = 0;

	if (known->count == 0)
		return;
	qsort(known->items, known->count, sizeof *known->items, wrong_compare);
	for (size_t i = 0; i < wrongs->count; i++)
		if (bsearch(&wrongs->items[i], known->items, known->count,
		    sizeof *known->items, wrong_compare) == NULL)
			wrongs->items[kept++] = wrongs->items[i];
	wrongs->count = kept;
}

/* ---- Fields to change ---- */

struct judge {
	struct merged_record *record;
	struct arena *arena;
	struct instance *instance;
	struct merged_field *fields;	/* a copy that may be changed */
	size_t count, capacity;
	size_t known;			/* sorted; new ones come behind */
};

static struct merged_field *
find_field(struct judge *judge, const char *path)
{
	size_t low = 0, high = judge->known;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(judge->fields[middle].path, path);

		if (order == 0)
			return &judge->fields[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void
copy_fields(struct judge *judge)
{
	void *fields = NULL;

	mem_grow(&fields, &judge->capacity, judge->record->field_count + 1,
	    sizeof *judge->fields);
	judge->fields = fields;
	judge->known = judge->count = judge->record->field_count;
	if (judge->count > 0)
		memcpy(judge->fields, judge->record->fields,
		    judge->count * sizeof *judge->fields);
}

static int
merged_field_compare(const void *a, const void *b)
{
	const struct merged_field *left = a, *right = b;

	return strcmp(left->path, right->path);
}

static void
put_fields(struct judge *judge)
{
	struct merged_record *record = judge->record;
	struct merged_field *fields = arena_alloc_n(judge->arena, judge->count,
	    sizeof *fields);

	if (judge->count > 1)
		qsort(judge->fields, judge->count, sizeof *fields,
		    merged_field_compare);
	if (judge->count > 0)
		memcpy(fields, judge->fields, judge->count * sizeof *fields);
	record->fields = fields;
	record->field_count = judge->count;
	record->conflicts = record->state_conflict != CONFLICT_NONE;
	for (size_t i = 0; i < record->field_count; i++)
		record->conflicts += fields[i].conflict != CONFLICT_NONE;
}

/* ---- Calculations ---- */

static bool
is_recomputable(const struct answer *answer)
{
	const struct item *item = answer->item;

	return answer->calculated && item->calculate.compiled != NULL &&
	    item->trigger == NULL &&
	    strstr(item->calculate.source, "once(") == NULL &&
	    !xpath_is_volatile(item->calculate.compiled);
}

/* Whoever wrote that value has it; nobody when no head did. */
static void
recompute(struct judge *judge, struct merged_field *field, const char *value)
{
	field->conflict = CONFLICT_NONE;
	for (size_t h = 0; h < field->head_count; h++) {
		const char *head = field->heads[h].value;

		if (head == value || (head != NULL && value != NULL &&
		    strcmp(head, value) == 0)) {
			field->value = head;
			field->winner = field->heads[h].input;
			return;
		}
	}
	field->value = value ? arena_strdup(judge->arena, value) : NULL;
	field->winner = NULL;
	field->heads = NULL;
	field->head_count = 0;
}

static void
add_field(struct judge *judge, const char *path, const char *value)
{
	void *fields = judge->fields;

	mem_grow(&fields, &judge->capacity, judge->count + 1,
	    sizeof *judge->fields);
	judge->fields = fields;
	judge->fields[judge->count++] = (struct merged_field){
	    .path = arena_strdup(judge->arena, path),
	    .value = arena_strdup(judge->arena, value) };
}

static void
take_calculation(struct judge *judge, const struct answer *answer)
{
	const char *value = answer_value(answer);
	struct buf path = BUF_INIT;
	struct merged_field *field;

	answer_path(&path, answer);
	field = find_field(judge, buf_str(&path));
	if (*value == '\0' ||
	    (!answer->relevant && judge->record->state == STATE_FINAL))
		value = NULL;
	if (field != NULL)
		recompute(judge, field, value);
	else if (value != NULL && answer->relevant)
		add_field(judge, buf_str(&path), value);
	buf_free(&path);
}

static void
take_calculations(struct judge *judge, const struct answer *parent)
{
	for (const struct answer *answer = answer_first(parent);
	    answer != NULL; answer = answer_next(answer)) {
		if (is_recomputable(answer))
			take_calculation(judge, answer);
		take_calculations(judge, answer);
	}
}

/* ---- Judging ---- */

/*
 * An expression that cannot be evaluated on these answers is no reason to
 * refuse the record: what it would say is empty, as in the interview itself.
 */
static const struct err *
load_record(struct judge *judge, const struct merged_record *record,
    struct arena *arena)
{
	const struct err *err;
	struct fields fields;

	merged_fields(&fields, arena, record);
	err = response_load(judge->instance, &fields, NULL, NULL);
	return err && err->code == ERR_FORMAT ? NULL : err;
}

/* Drop from wrongs what was wrong already in the view of that tip. */
static const struct err *
ask_tip(struct judge *judge, struct wrongs *wrongs, const struct hash *tip)
{
	const struct err *err;
	struct arena *arena = arena_new();
	struct wrongs own = { .arena = arena };
	struct merged_record view;

	merge_as_known(&view, arena, judge->record, tip,
	    response_merge_is_consent,
	    (void *)(uintptr_t)instance_form(judge->instance));
	err = load_record(judge, &view, arena);
	if (!err) {
		find_wrong(&own, instance_root(judge->instance));
		drop_known(wrongs, &own);
	}
	mem_free(own.items);
	arena_free(arena);
	return err;
}

static void
mark_wrong(struct judge *judge, const struct wrongs *wrongs)
{
	for (size_t i = 0; i < wrongs->count; i++) {
		struct merged_field *field = find_field(judge,
		    wrongs->items[i].path);

		if (field != NULL && field->conflict == CONFLICT_NONE)
			field->conflict = wrongs->items[i].kind;
	}
}

static const struct err *
judge_loaded(struct judge *judge, struct wrongs *wrongs)
{
	const struct err *err = NULL;
	const struct merged_record *record = judge->record;

	take_calculations(judge, instance_root(judge->instance));
	find_wrong(wrongs, instance_root(judge->instance));
	for (size_t t = 0; err == NULL && wrongs->count > 0 &&
	    t < record->tip_count && t < JUDGE_TIPS_MAX; t++)
		err = ask_tip(judge, wrongs, &record->tips[t]);
	if (!err)
		mark_wrong(judge, wrongs);
	return err;
}

static const struct err *
judge_instance(struct merged_record *record, struct arena *arena,
    struct instance *instance)
{
	const struct err *err;
	struct judge judge = { .record = record, .arena = arena,
		.instance = instance };
	struct wrongs wrongs = { .arena = arena };

	copy_fields(&judge);
	err = load_record(&judge, record, arena);
	if (!err)
		err = judge_loaded(&judge, &wrongs);
	if (!err)
		put_fields(&judge);
	mem_free(wrongs.items);
	mem_free(judge.fields);
	return err;
}

const struct err *
response_judge_of(struct merged_record *record, struct arena *arena,
    const struct form_graph *graph, const struct instance_setting *setting)
{
	const struct err *err;
	struct instance *instance;

	err = instance_new_of(&instance, graph, setting);
	if (err)
		return err;
	err = judge_instance(record, arena, instance);
	instance_free(instance);
	return err;
}

const struct err *
response_judge(struct merged_record *record, struct arena *arena,
    const struct form *form, const struct instance_setting *setting)
{
	const struct err *err;
	struct form_graph *graph;

	err = form_graph_new(&graph, form);
	if (err)
		return err;
	err = response_judge_of(record, arena, graph, setting);
	form_graph_free(graph);
	return err;
}
