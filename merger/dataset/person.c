#include "merger/dataset/person.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/map.h"
#include "kit/record/reference.h"

static bool
is_named(const struct record *record, const char *text)
{
	const struct merged_record *m = &record->merged;
	char start[UUID_TEXT_MAX];

	reference_read(start, text);
	if (m->kind == RECORD_CASE && !strcmp(record_value(record, ".key"),
	    text))
		return true;
	return (m->kind == RECORD_CASE || m->kind == RECORD_RESPONSE) &&
	    strlen(start) >= 4 && !strncmp(m->id, start, strlen(start));
}

/* Whom somebody may mean: what is in the dataset, and drafts. */
struct scope {
	const struct record **records;
	size_t count;
};

static void
add_draft(struct scope *scope, const struct dataset *dataset,
    const struct draft *draft)
{
	struct record *record;

	for (size_t i = dataset->count; i < scope->count; i++)
		if (!strcmp(scope->records[i]->merged.id,
		    draft->revision->record))
			return;
	record = arena_alloc(dataset->arena, sizeof *record);
	memset(record, 0, sizeof *record);
	record->inputs = arena_alloc(dataset->arena, sizeof *record->inputs);
	*record->inputs = (struct merge_input){ .revision = draft->revision,
		.role = MEMBER_DEVICE };
	record->input_count = 1;
	merge_record(&record->merged, dataset->arena, record->inputs, 1, NULL,
	    NULL);
	scope->records[scope->count++] = record;
}

/* Drafts of what was closed go with it: they have its id. */
static void
scope_of(struct scope *scope, const struct dataset *dataset,
    const struct drafts *drafts)
{
	scope->count = 0;
	scope->records = arena_alloc_n(dataset->arena, dataset->count +
	    drafts->count + 1, sizeof *scope->records);
	for (size_t i = 0; i < dataset->count; i++)
		scope->records[scope->count++] = &dataset->records[i];
	for (size_t i = 0; i < drafts->count; i++)
		if (map_get(dataset->by_id,
		    drafts->items[i].revision->record) == NULL)
			add_draft(scope, dataset, &drafts->items[i]);
}

/* A case's key is what people write: it counts before any id. */
static const struct err *
find_one(const struct record **out, const struct scope *scope,
    const char *text)
{
	const struct record *by_key = NULL;
	size_t matches = 0;

	for (size_t i = 0; i < scope->count; i++) {
		const struct record *r = scope->records[i];

		if (!is_named(r, text))
			continue;
		if (r->merged.kind == RECORD_CASE &&
		    !strcmp(record_value(r, ".key"), text))
			by_key = r;
		*out = r;
		matches++;
	}
	if (by_key != NULL)
		*out = by_key;
	if (matches == 0)
		return err_new(ERR_USAGE, "nobody goes by \"%s\": give the key "
		    "of a case, or the beginning (four characters or more) of "
		    "the id of a case or a response", text);
	if (by_key == NULL && matches > 1)
		return err_new(ERR_USAGE, "%zu records begin with \"%s\": "
		    "give more of the id", matches, text);
	return NULL;
}

struct gathered {
	const struct workspace *ws;
	const struct scope *scope;
	struct person *out;
	struct map *ids;
};

static bool
take(struct gathered *g, const struct record *record)
{
	if (map_has(g->ids, record->merged.id))
		return false;
	map_set(g->ids, record->merged.id, g);
	g->out->records[g->out->count++] = record;
	return true;
}

/* Is a case named whose id is there? Every one, should it be in conflict. */
static bool
names_case(const struct gathered *g, const struct record *r,
    const struct map *ids)
{
	const struct merged_field *f = merged_field(&r->merged, ".case");
	char id[UUID_TEXT_MAX];
	bool found = false;

	for (size_t i = 0; f && i < f->head_count && !found; i++) {
		const char *named = f->heads[i].value;

		if (named == NULL)
			continue;
		case_record_id(id, &g->ws->keys.study, named);
		found = map_has(ids, named) || map_has(ids, id);
	}
	return found;
}

static bool
is_case_of_gathered(const struct gathered *g, const struct record *record)
{
	struct map *one = map_new();
	bool found = false;

	map_set(one, record->merged.id, one);
	for (size_t i = 0; i < g->out->count && !found; i++)
		found = names_case(g, g->out->records[i], one);
	map_free(one);
	return found;
}

static bool
has_end(const struct gathered *g, const char *link)
{
	const char *second = strchr(link, '~');
	char first[RECORD_ID_MAX];

	if (second == NULL)
		return false;
	snprintf(first, sizeof first, "%.*s", (int)(second - link), link);
	return map_has(g->ids, first) || map_has(g->ids, second + 1);
}

/* Whom a link that stands joins to somebody here. */
static bool
is_joined(const struct gathered *g, const struct record *record)
{
	for (size_t i = 0; i < g->scope->count; i++) {
		const struct record *link = g->scope->records[i];
		const char *id = link->merged.id;

		if (link->merged.kind == RECORD_LINK &&
		    link->merged.standing > 0 &&
		    link->merged.state != STATE_VOID &&
		    link->merged.state != STATE_WITHDRAWN &&
		    strstr(id, record->merged.id) != NULL &&
		    has_end(g, id))
			return true;
	}
	return false;
}

/*
 * Did this come of that draft, on the laptop that wrote it? Any laptop may say
 * so of anybody's response: only of its own record, and within the same case,
 * or an erasure would take whom it likes.
 */
static bool
goes_on_with(const struct record *r, const struct record *draft)
{
	char id[UUID_TEXT_MAX];

	if (strcmp(record_value(r, ".recovered"), draft->merged.id) != 0)
		return false;
	recovered_record_id(id, r->merged.creator, draft->merged.id);
	return !strcmp(id, r->merged.id) && !strcmp(record_value(r, ".case"),
	    record_value(draft, ".case"));
}

/* One laptop's draft, and what another one made of it. */
static bool
is_continued(const struct gathered *g, const struct record *r)
{
	bool found = false;

	for (size_t i = 0; i < g->out->count && !found; i++)
		found = goes_on_with(r, g->out->records[i]) ||
		    goes_on_with(g->out->records[i], r);
	return found;
}

static bool
belongs(const struct gathered *g, const struct record *r)
{
	if (map_has(g->ids, r->merged.id))
		return false;
	if (r->merged.kind == RECORD_CASE)
		return is_case_of_gathered(g, r);
	return r->merged.kind == RECORD_RESPONSE && (names_case(g, r, g->ids) ||
	    is_continued(g, r) || is_joined(g, r));
}

static void
take_links(struct gathered *g)
{
	for (size_t i = 0; i < g->scope->count; i++)
		if (g->scope->records[i]->merged.kind == RECORD_LINK &&
		    has_end(g, g->scope->records[i]->merged.id))
			take(g, g->scope->records[i]);
}

const struct err *
person_find(struct person *out, const struct workspace *ws,
    const struct dataset *dataset, const struct drafts *drafts,
    const char *text, bool alone)
{
	struct scope scope;
	struct gathered g = { ws, &scope, out, map_new() };
	const struct record *first = NULL;
	const struct err *err;
	bool more;

	scope_of(&scope, dataset, drafts);
	err = find_one(&first, &scope, text);
	more = err == NULL && !alone;
	memset(out, 0, sizeof *out);
	out->records = arena_alloc_n(dataset->arena, scope.count + 1,
	    sizeof *out->records);
	if (err == NULL)
		take(&g, first);
	while (more) {
		more = false;
		for (size_t i = 0; i < scope.count; i++)
			if (belongs(&g, scope.records[i]))
				more = take(&g, scope.records[i]);
	}
	if (err == NULL)
		take_links(&g);
	map_free(g.ids);
	return err;
}
