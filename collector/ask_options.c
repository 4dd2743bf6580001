#include <stdio.h>
#include <string.h>

#include "collector/ask.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

struct option {
	const char *name, *label, *folded;
};

struct options {
	struct arena *arena;
	struct option *items;
	size_t count;
};

static void
set_option(struct options *o, struct option *option, const char *name,
    struct slice label)
{
	struct buf folded = BUF_INIT;

	option->name = arena_strdup(o->arena, name);
	option->label = arena_slice(o->arena, label);
	text_fold(&folded, label);
	option->folded = arena_slice(o->arena, buf_slice(&folded));
	buf_free(&folded);
}

/*
 * The choices live in memory that the next call on the instance uses again, and
 * a label is such a call. Those of a list stay, the others are their own label.
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
		kept[i] = offered[i];
		/* An instance without its name yet cannot be chosen. */
		if (!listed && offered[i]->name[0] != '\0')
			set_option(o, &o->items[o->count++], offered[i]->name,
			    slice_str(offered[i]->name));
	}
	for (size_t i = 0; i < count && listed && !err; i++) {
		buf_reset(&label);
		err = instance_choice_label(instance, &label, answer, kept[i]);
		set_option(o, &o->items[o->count++], kept[i]->name,
		    buf_slice(&label));
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
	arena_free(o->arena);
	mem_free(o);
}

size_t
options_count(const struct options *o)
{
	return o->count;
}

void
options_print(const struct options *o, enum language language)
{
	char count[24];

	if (o->count > ASK_SHOWN_MAX) {
		snprintf(count, sizeof(count), "%zu", o->count);
		fputs("  ", stdout);
		word_say(stdout, language, W_LONG_LIST, count, (char *)NULL);
		return;
	}
	for (size_t i = 0; i < o->count; i++)
		printf("  %zu) %s\n", i + 1, o->items[i].label);
}

/* Every word of the query stands in the label, in any order. */
static bool
matches(const struct option *option, const char *query)
{
	char word[ASK_SEARCH_BYTES_MAX + 1];

	while (*query != '\0') {
		size_t len = strcspn(query, " ");

		if (len > ASK_SEARCH_BYTES_MAX)
			return false;
		memcpy(word, query, len);
		word[len] = '\0';
		if (strstr(option->folded, word) == NULL)
			return false;
		query += len + (query[len] == ' ');
	}
	return true;
}

void
options_search(const struct options *o, enum language language,
    struct slice word)
{
	struct buf query = BUF_INIT, asked = BUF_INIT;
	char text[24];
	size_t found = 0;

	text_fold(&query, word);
	for (size_t i = 0; i < o->count; i++)
		if (matches(&o->items[i], buf_str(&query)) &&
		    ++found <= ASK_SHOWN_MAX)
			printf("  %zu) %s\n", i + 1, o->items[i].label);
	buf_add_slice(&asked, word);
	snprintf(text, sizeof(text), "%zu", found > ASK_SHOWN_MAX ?
	    found - ASK_SHOWN_MAX : found);
	fputs("  ", stdout);
	if (found == 0)
		word_say(stdout, language, W_FOUND_NONE, buf_str(&asked),
		    (char *)NULL);
	else
		word_say(stdout, language, found > ASK_SHOWN_MAX ?
		    W_FOUND_MORE : W_FOUND, text, (char *)NULL);
	buf_free(&query);
	buf_free(&asked);
}

static const struct option *
by_name(const struct options *o, struct slice name)
{
	for (size_t i = 0; i < o->count; i++)
		if (slice_equal_str(name, o->items[i].name))
			return &o->items[i];
	return NULL;
}

/* When one label alone says that, whatever its accents. */
static const struct option *
by_label(const struct options *o, struct slice label)
{
	const struct option *found = NULL;
	struct buf folded = BUF_INIT;

	text_fold(&folded, label);
	for (size_t i = 0; i < o->count && folded.len > 0; i++) {
		if (strcmp(o->items[i].folded, buf_str(&folded)) != 0)
			continue;
		if (found != NULL) {
			found = NULL;
			break;
		}
		found = &o->items[i];
	}
	buf_free(&folded);
	return found;
}

bool
options_pick(struct buf *out, const struct options *o, struct slice word)
{
	const struct option *found = NULL;
	uint64_t number;

	if (word.len > 0 && word.data[0] == '=')
		found = by_name(o, slice_of(word.data + 1, word.len - 1));
	else if (text_parse_u64(word, &number) && number >= 1 &&
	    number <= o->count)
		found = &o->items[number - 1];
	else if ((found = by_name(o, word)) == NULL)
		found = by_label(o, word);
	if (found != NULL)
		buf_add(out, found->name);
	return found != NULL;
}

void
options_label(struct buf *out, const struct options *o, struct slice name)
{
	const struct option *found = by_name(o, name);

	if (found != NULL)
		buf_add(out, found->label);
	else
		buf_add_slice(out, name);
}
