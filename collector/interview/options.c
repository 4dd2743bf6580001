#include "collector/interview/options.h"

#include "collector/interview/search.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

struct options {
	struct arena *arena;
	struct option *items;
	size_t count;
	struct search *search;		/* NULL until something is looked for */
};

/* Of a choice that is an answer elsewhere: worked out already, or its name. */
static const char *
made_label(const struct choice *choice)
{
	return choice->label.by_language == NULL ? choice->name :
	    choice->label.by_language[0].written;
}

/*
 * The choices live in memory that the next call on the instance uses again, and
 * a label is such a call. Those of a list stay.
 */
static const struct err *
fill(struct options *o, struct instance *instance, const struct answer *answer)
{
	const struct err *err;
	const struct choice *const *offered, **kept;
	struct buf label = BUF_INIT;
	bool listed = answer->item->list != NULL;
	size_t count;

	err = instance_choices(instance, answer, &offered, &count);
	if (err)
		return err;
	o->items = arena_alloc_n(o->arena, count + 1, sizeof(*o->items));
	kept = arena_alloc_n(o->arena, count + 1, sizeof(*kept));
	for (size_t i = 0; i < count; i++) {
		const char *name = arena_strdup(o->arena, offered[i]->name);

		kept[o->count] = offered[i];
		/* An instance without its name yet cannot be chosen. */
		if (listed || name[0] != '\0')
			o->items[o->count++] = (struct option){ name, listed ?
			    name : arena_strdup(o->arena,
			    made_label(offered[i])) };
	}
	for (size_t i = 0; i < o->count && listed && !err; i++) {
		buf_reset(&label);
		err = instance_choice_label(instance, &label, answer, kept[i]);
		o->items[i].label = arena_slice(o->arena, buf_slice(&label));
	}
	buf_free(&label);
	return err;
}

const struct err *
options_of(struct options **out, struct instance *instance,
    const struct answer *answer)
{
	struct options *o = mem_alloc(sizeof(*o));
	const struct err *err;

	o->arena = arena_new();
	err = fill(o, instance, answer);
	if (err) {
		options_free(o);
		o = NULL;
	}
	*out = o;
	return err;
}

void
options_free(struct options *o)
{
	if (o == NULL)
		return;
	search_free(o->search);
	arena_free(o->arena);
	mem_free(o);
}

bool
options_offered(const struct item *item)
{
	return item->type != Q_RANGE &&
	    (item->list != NULL || item->itemset.compiled != NULL);
}

size_t
options_count(const struct options *o)
{
	return o->count;
}

const struct option *
options_at(const struct options *o, size_t i)
{
	return &o->items[i];
}

const struct option *
options_find(const struct options *o, struct slice name)
{
	for (size_t i = 0; i < o->count; i++)
		if (slice_equal_str(name, o->items[i].name))
			return &o->items[i];
	return NULL;
}

void
options_label(struct buf *out, const struct options *o, struct slice name)
{
	const struct option *found = options_find(o, name);

	if (found != NULL)
		buf_add(out, found->label);
	else
		buf_add_slice(out, name);
}

static const struct search *
searched(struct options *o)
{
	if (o->search != NULL)
		return o->search;
	o->search = search_new();
	for (size_t i = 0; i < o->count; i++)
		search_add(o->search, slice_str(o->items[i].label));
	return o->search;
}

size_t
options_search(struct options *o, struct slice query, size_t *found,
    size_t max)
{
	return search_find(searched(o), query, found, max);
}

const struct option *
options_pick(struct options *o, struct slice word)
{
	const struct option *found;
	uint64_t number;
	size_t i;

	if (word.len > 0 && word.data[0] == '=')
		return options_find(o, slice_of(word.data + 1, word.len - 1));
	if (text_parse_u64(word, &number) && number >= 1 &&
	    number <= o->count)
		return &o->items[number - 1];
	found = options_find(o, word);
	if (found == NULL && search_exact(searched(o), word, &i))
		found = &o->items[i];
	return found;
}
