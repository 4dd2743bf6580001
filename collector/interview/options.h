/*
 * options.h - the choices that a question offers just now: filtered, shuffled,
 * labelled in the instance's language. A snapshot: it stays good when the
 * interview goes on, and is what it was.
 */
#ifndef RECOLTE_COLLECTOR_OPTIONS_H
#define RECOLTE_COLLECTOR_OPTIONS_H

#include "formspec/instance.h"

struct option {
	const char *name, *label;
};

struct options;

/*
 * ERR_FORMAT, ERR_LIMIT: the form's expressions. Release with options_free();
 * on error *out is NULL.
 */
const struct err *options_of(struct options **out, struct instance *instance,
    const struct answer *answer) MUST_CHECK;
void options_free(struct options *options);	/* NULL is allowed */

/* Has it choices at all? */
bool options_offered(const struct item *item);
size_t options_count(const struct options *options);
const struct option *options_at(const struct options *options, size_t i);
/* By name, or NULL. */
const struct option *options_find(const struct options *options,
    struct slice name);
/* Append the label of a name, or the name. */
void options_label(struct buf *out, const struct options *options,
    struct slice name);

/* search_find() over the labels; they are folded at the first search. */
size_t options_search(struct options *options, struct slice query,
    size_t *found, size_t max);
/*
 * What a typed word means: a number from 1, "=name", a name or a whole label.
 * NULL: none of these.
 */
const struct option *options_pick(struct options *options, struct slice word);

#endif
