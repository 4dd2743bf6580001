/* open.c - see open.h. */
#include "collector/page/open.h"

#include <string.h>

#include "collector/ask/ask.h"
#include "collector/casebook.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

/* What reads what in a form version: worked out once for all its interviews. */
struct shared_graph {
	const struct package *package;
	struct form_graph *graph;
};

struct opened {
	struct open *at[OPEN_MAX];
	uint64_t clock;
	struct shared_graph *graphs;
	size_t graph_count, graph_capacity;
};

struct opened *
opened_new(void)
{
	return mem_alloc(sizeof(struct opened));
}

static void
free_one(struct open *open)
{
	if (open == NULL)
		return;
	blocks_free(&open->blocks);
	mem_free(open->writers);
	interview_free(&open->interview);
	platform_unlock(open->lock);
	mem_free(open);
}

void
opened_free(struct opened *o)
{
	if (o == NULL)
		return;
	for (size_t i = 0; i < OPEN_MAX; i++)
		free_one(o->at[i]);
	for (size_t i = 0; i < o->graph_count; i++)
		form_graph_free(o->graphs[i].graph);
	mem_free(o->graphs);
	mem_free(o);
}

/* A free place, or that of the one which was used longest ago. */
static size_t
free_place(const struct opened *o)
{
	size_t oldest = 0;

	for (size_t i = 0; i < OPEN_MAX; i++) {
		if (o->at[i] == NULL)
			return i;
		if (o->at[i]->used < o->at[oldest]->used)
			oldest = i;
	}
	return oldest;
}

static struct open *
find(struct opened *o, const char *id)
{
	for (size_t i = 0; i < OPEN_MAX; i++)
		if (o->at[i] != NULL &&
		    !strcmp(o->at[i]->interview.response.id, id))
			return o->at[i];
	return NULL;
}

/* Whom it is with, for as long as it is open. */
static const struct err *
name_whom(struct open *open, struct page *page)
{
	struct interview *iv = &open->interview;
	const char *key = interview_kept(iv, ".case");
	struct arena *arena = arena_new();
	const char *name;
	const struct err *err;

	err = casebook_name_of_key(&name, &page->session, arena,
	    key ? key : "");
	open->whom = err ? "" : arena_strdup(iv->arena, name);
	arena_free(arena);
	return err;
}

/* It is ours from here on; on a failure it is let go of. */
static const struct err *
keep(struct open **out, struct opened *o, struct open *open,
    const struct err *err)
{
	size_t place;

	if (!err)
		err = interview_lock(&open->lock, &open->interview);
	if (err) {
		free_one(open);
		return err;
	}
	place = free_place(o);
	free_one(o->at[place]);
	o->at[place] = open;
	open->used = ++o->clock;
	*out = open;
	return NULL;
}

const struct err *
open_interview(struct open **out, struct page *page, const char *id)
{
	struct opened *o = page->opened;
	struct open *open = find(o, id);
	const struct err *err;

	if (open != NULL) {
		open->used = ++o->clock;
		*out = open;
		return NULL;
	}
	open = mem_alloc(sizeof(*open));
	err = view_missing(interview_open(&open->interview,
	    page->session.store, id));
	/* The rooms below take a part of an id: another name of what is open. */
	if (!err && strcmp(open->interview.response.id, id) != 0)
		err = err_new(ERR_NOT_FOUND, "response %s", id);
	if (!err)
		err = name_whom(open, page);
	return keep(out, o, open, err);
}

static const struct err *
graph_of(const struct form_graph **out, struct opened *o,
    const struct package *package)
{
	const struct err *err;
	struct form_graph *graph;
	void *graphs = o->graphs;

	for (size_t i = 0; i < o->graph_count; i++)
		if (o->graphs[i].package == package) {
			*out = o->graphs[i].graph;
			return NULL;
		}
	if ((err = form_graph_new(&graph, package->form)) != NULL)
		return err;
	mem_grow(&graphs, &o->graph_capacity, o->graph_count + 1,
	    sizeof(*o->graphs));
	o->graphs = graphs;
	o->graphs[o->graph_count++] = (struct shared_graph){ package, graph };
	*out = graph;
	return NULL;
}

const struct err *
open_new(struct open **out, struct page *page, const char *form,
    const char *case_key)
{
	const struct err *err;
	const struct package *package;
	const struct form_graph *graph;
	struct interview *iv;
	struct open *open;

	err = store_form_named(&package, page->session.store, form);
	if (!err)
		err = graph_of(&graph, page->opened, package);
	if (err)
		return err;
	open = mem_alloc(sizeof(*open));
	iv = &open->interview;
	err = interview_new(iv, page->session.store, package, graph, NULL);
	if (!err)
		err = stops_clear_repeats(iv->instance,
		    instance_root(iv->instance));
	if (!err)
		err = interview_keep_time(iv, ".start", platform_now_ms());
	if (!err && case_key != NULL)
		err = interview_set_case(iv, case_key);
	if (!err)
		err = interview_save(iv, "");
	if (!err)
		err = name_whom(open, page);
	return keep(out, page->opened, open, err);
}

void
open_forget(struct page *page, struct open *open)
{
	for (size_t i = 0; i < OPEN_MAX; i++)
		if (page->opened->at[i] == open)
			page->opened->at[i] = NULL;
	free_one(open);
}

void
open_forget_id(struct page *page, const char *id)
{
	struct open *open = find(page->opened, id);

	if (open != NULL)
		open_forget(page, open);
}

void
opened_forget(struct page *page)
{
	for (size_t i = 0; i < OPEN_MAX; i++) {
		free_one(page->opened->at[i]);
		page->opened->at[i] = NULL;
	}
}
