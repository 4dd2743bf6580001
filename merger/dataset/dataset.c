#include "merger/dataset/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/record/digest.h"
#include "kit/record/outcome.h"
#include "kit/record/reference.h"
#include "kit/record/response.h"
#include "merger/changesets/received.h"
#include "merger/study/forms.h"
#include "merger/study/tombstones.h"

/* Records while they are being gathered, in order of first sight. */
struct gathering {
	struct workspace *ws;
	struct dataset *out;
	struct map *seen;		/* id to struct record */
	struct map *revisions;		/* id of a revision: each counts once */
	struct hash *changesets;
	size_t changeset_count, changeset_capacity;
	/* the change set being read */
	struct changeset *changeset;
	struct source *source;
};

static struct record *
find_record(struct gathering *g, const char *id)
{
	struct record *record = map_get(g->seen, id);

	if (record == NULL) {
		record = arena_alloc(g->out->arena, sizeof *record);
		map_set(g->seen, id, record);
	}
	return record;
}

static void
add_input(struct record *record, const struct revision *revision,
    enum member_role role, struct source *source)
{
	void *inputs = record->inputs;

	mem_grow(&inputs, &record->input_capacity, record->input_count + 1,
	    sizeof *record->inputs);
	record->inputs = inputs;
	record->inputs[record->input_count++] = (struct merge_input){
		.revision = revision, .role = role, .source = source };
}

static enum member_role
role_of(const struct workspace *ws, const char *author)
{
	const struct member *member = manifest_member(ws->manifest, author);

	if (member == NULL)
		return MEMBER_NONE;
	/* What was let stand was said as a coordinator. */
	return member->role == MEMBER_FORMER ? MEMBER_COORDINATOR :
	    member->role;
}

static const struct err *
add_entry(void *data, const struct index_entry *entry)
{
	struct gathering *g = data;
	struct buf plain = BUF_INIT;
	struct revision *revision;
	const struct err *err;

	if (entry->kind != ENTRY_REVISION ||
	    tombstones_refuse(g->ws, entry->record))
		return NULL;		/* a draft is no data */
	if (map_set_slice(g->revisions, slice_of(entry->revision.bytes,
	    HASH_BYTES), g) != NULL)
		return NULL;		/* the same revision by another way */
	err = changeset_entry_with_key(&plain, &entry->record_key,
	    g->changeset, entry->place, forms_dictionary, g->ws);
	if (err == NULL)
		err = revision_read(&revision, g->out->arena,
		    buf_slice(&plain), &g->ws->keys.study);
	if (err == NULL) {
		add_input(find_record(g, revision->record), revision,
		    role_of(g->ws, revision->author), g->source);
		g->out->revisions++;
	}
	buf_wipe(&plain);
	return err;
}

static const struct err *
add_changeset(void *data, const struct index_changeset *row)
{
	struct gathering *g = data;
	struct received r;
	const struct err *err;
	void *hashes = g->changesets;

	/* What nobody here has read is not in the digest either. */
	if (row->verdict != VERDICT_MERGED && row->verdict != VERDICT_ASIDE)
		return NULL;
	mem_grow(&hashes, &g->changeset_capacity, g->changeset_count + 1,
	    sizeof *g->changesets);
	g->changesets = hashes;
	g->changesets[g->changeset_count++] = row->hash;
	g->source = arena_alloc(g->out->arena, sizeof *g->source);
	memcpy(g->source->device, row->device, sizeof row->device);
	memcpy(g->source->commit, row->commit, sizeof row->commit);
	g->source->chain = row->chain;
	g->source->number = row->number;
	g->source->changeset = row->hash;
	err = received_open(&r, g->ws, row);
	g->changeset = r.changeset;
	if (err == NULL)
		err = index_each_entry(g->ws->index, row->key, add_entry, g);
	received_close(&r);
	return err_in(err, "change set %s #%llu", row->device,
	    (unsigned long long)row->number);
}

/* What the form's expressions need is worked out once a form. */
static const struct err *
find_graph(struct dataset *dataset, struct record *record)
{
	char version[HASH_TEXT_MAX];
	struct form_graph *graph;
	const struct err *err;

	hash_text(version, &record->package->version);
	graph = map_get(dataset->graphs, version);
	if (graph == NULL) {
		err = form_graph_new(&graph, record->package->form);
		if (err != NULL)
			return err;
		map_set(dataset->graphs, version, graph);
	}
	record->graph = graph;
	return NULL;
}

static const struct err *
find_package(struct dataset *dataset, struct workspace *ws,
    struct record *record, const struct hash *form)
{
	const struct err *err;

	record->package = NULL;
	if (hash_is_zero(form))
		return NULL;
	err = forms_package(ws, form, &record->package);
	/* A form that is not here yet: the response waits for it. */
	if (err != NULL)
		return err->code == ERR_NOT_FOUND ? NULL : err;
	return find_graph(dataset, record);
}

/* The one form that all revisions name; false: they name several. */
static bool
only_form(const struct record *record, struct hash *out)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < record->input_count; i++) {
		const struct hash *form = &record->inputs[i].revision->form;

		if (hash_is_zero(form))
			continue;
		if (!hash_is_zero(out) && !hash_equal(out, form))
			return false;
		*out = *form;
	}
	return true;
}

static int64_t
no_clock(void *data)
{
	return *(const int64_t *)data;
}

static int
no_zone(void *data, int64_t ms)
{
	(void)data;
	(void)ms;
	return 0;
}

static void
no_chance(void *data, void *out, size_t len)
{
	(void)data;
	memset(out, 0, len);
}

/*
 * Merging must give the same on every machine: the time is the record's own,
 * the random numbers are zeroes.
 */
static struct instance_setting
quiet_setting(int64_t *time_ms)
{
	return (struct instance_setting){ .world = {
		no_clock, no_zone, no_chance, time_ms } };
}

static void
merge_with(struct dataset *dataset, struct record *record)
{
	merge_record(&record->merged, dataset->arena, record->inputs,
	    record->input_count, record->package ?
	    response_merge_is_consent : NULL,
	    record->package ? record->package->form : NULL);
}

/*
 * Merging wants to know which fields are a consent, so the form comes first;
 * when revisions name several, merging decides which of them counts.
 */
static const struct err *
merge_one(struct dataset *dataset, struct workspace *ws,
    struct record *record)
{
	struct instance_setting setting;
	const struct err *err;
	struct hash form;

	if (!only_form(record, &form)) {
		merge_with(dataset, record);
		form = record->merged.form;
	}
	if ((err = find_package(dataset, ws, record, &form)) != NULL)
		return err;
	merge_with(dataset, record);
	if (record->package == NULL || record->merged.kind != RECORD_RESPONSE)
		return NULL;
	setting = quiet_setting(&record->merged.last_time_ms);
	err = response_judge_of(&record->merged, dataset->arena,
	    record->graph, &setting);
	/* One response that breaks the form must not hide all the others. */
	if (err != NULL)
		record->problem = arena_strdup(dataset->arena, err->msg);
	return NULL;
}

static int
compare_records(const void *a, const void *b)
{
	return strcmp(((const struct record *)a)->merged.id,
	    ((const struct record *)b)->merged.id);
}

/* From here on the dataset owns what was gathered. */
static void
settle_records(struct gathering *g)
{
	struct dataset *out = g->out;

	out->count = map_count(g->seen);
	out->records = arena_alloc_n(out->arena, out->count,
	    sizeof *out->records);
	for (size_t i = 0; i < out->count; i++)
		out->records[i] = *(struct record *)map_value_at(g->seen, i);
}

static const struct err *
merge_all(struct gathering *g)
{
	struct dataset *out = g->out;
	const struct err *err = NULL;

	for (size_t i = 0; i < out->count && err == NULL; i++)
		err = merge_one(out, g->ws, &out->records[i]);
	if (out->count > 0)
		qsort(out->records, out->count, sizeof *out->records,
		    compare_records);
	for (size_t i = 0; i < out->count; i++)
		map_set(out->by_id, out->records[i].merged.id,
		    &out->records[i]);
	return err;
}

const struct err *
dataset_load(struct dataset *out, struct workspace *ws)
{
	struct gathering g = { .ws = ws, .out = out };
	const struct err *err;

	memset(out, 0, sizeof *out);
	out->arena = arena_new();
	out->by_id = map_new();
	out->graphs = map_new();
	g.seen = map_new();
	g.revisions = map_new();
	err = index_each(ws->index, 0, add_changeset, &g);
	settle_records(&g);
	if (err == NULL)
		err = merge_all(&g);
	if (err == NULL)
		digest_dataset(&out->digest, manifest_hash(ws->manifest),
		    g.changesets, g.changeset_count);
	mem_free(g.changesets);
	map_free(g.seen);
	map_free(g.revisions);
	return err;
}

void
dataset_free(struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->count; i++)
		mem_free(dataset->records[i].inputs);
	for (size_t i = 0; dataset->graphs && i < map_count(dataset->graphs);
	    i++)
		form_graph_free(map_value_at(dataset->graphs, i));
	map_free(dataset->graphs);
	map_free(dataset->by_id);
	arena_free(dataset->arena);
	memset(dataset, 0, sizeof *dataset);
}

const struct merged_record *
dataset_record(const struct dataset *dataset, const char *id)
{
	const struct record *record = map_get(dataset->by_id, id);

	return record ? &record->merged : NULL;
}

const struct err *
dataset_response(const struct dataset *dataset, const char *text,
    const struct record **out)
{
	char start[UUID_TEXT_MAX];
	size_t len, matches = 0;

	reference_read(start, text);
	len = strlen(start);
	*out = NULL;
	for (size_t i = 0; i < dataset->count; i++) {
		const struct record *r = &dataset->records[i];

		if (r->merged.kind != RECORD_RESPONSE ||
		    r->merged.standing == 0 ||
		    strncmp(r->merged.id, start, len) != 0)
			continue;
		*out = r;
		matches++;
	}
	if (matches == 0)
		return err_new(ERR_USAGE, "no response \"%s\" (merger "
		    "status --responses lists them)", text);
	if (matches > 1)
		return err_new(ERR_USAGE, "%zu responses begin with \"%s\": "
		    "give more of the id", matches, text);
	return NULL;
}

size_t
dataset_in_version(const struct dataset *dataset, const struct hash *form)
{
	size_t n = 0;

	for (size_t i = 0; i < dataset->count; i++) {
		const struct merged_record *m = &dataset->records[i].merged;

		n += m->kind == RECORD_RESPONSE && m->standing > 0 &&
		    hash_equal(&m->form, form);
	}
	return n;
}

bool
record_is_interview(const struct record *record)
{
	return record->merged.kind == RECORD_RESPONSE &&
	    record->merged.standing > 0 && record->package != NULL &&
	    record->problem == NULL &&
	    record->merged.state != STATE_VOID &&
	    record->merged.state != STATE_WITHDRAWN;
}

bool
record_is_practice(const struct record *record)
{
	const char *phase = record_value(record, ".phase");

	return phase[0] != '\0' && strcmp(phase, "field") != 0;
}

const char *
record_value(const struct record *record, const char *path)
{
	const struct merged_field *f = merged_field(&record->merged, path);

	return f && f->value ? f->value : "";
}

const char *
record_role_value(const struct record *record, const char *role)
{
	const struct item *item;

	if (record->package == NULL)
		return "";
	item = form_item_role(record->package->form, role);
	/* Paths in fields leave out the top: "/panorama/a" is "a". */
	return item == NULL ? "" : record_value(record, item->path +
	    strlen(record->package->form->root->path) + 1);
}

bool
record_agreed(const struct record *record)
{
	return form_item_role(record->package->form, "consent") == NULL ||
	    response_is_yes(record_role_value(record, "consent"));
}

const char *
record_disposition(const struct record *record)
{
	/* The collector's word, when the person ended it. */
	if (record->merged.state == STATE_PARTIAL)
		return !strcmp(record_value(record, ".ending"), "broken-off") ?
		    OUTCOME_CODE_BROKEN_OFF : OUTCOME_CODE_PARTIAL;
	return record->merged.state == STATE_FINAL ? OUTCOME_CODE_COMPLETE :
	    "";
}

const struct err *
record_instance(const struct record *record, struct arena *arena,
    struct instance **out)
{
	int64_t *time_ms = arena_alloc(arena, sizeof *time_ms);
	struct instance_setting setting;
	struct fields fields;
	const struct err *err;

	*time_ms = record->merged.last_time_ms;
	setting = quiet_setting(time_ms);
	err = instance_new_of(out, record->graph, &setting);
	if (err != NULL)
		return err;
	merged_fields(&fields, arena, &record->merged);
	err = response_load(*out, &fields, NULL, NULL);
	if (err != NULL) {
		instance_free(*out);
		*out = NULL;
	}
	return err;
}
