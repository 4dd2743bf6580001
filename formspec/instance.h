/*
 * instance.h - one interview over a form: a tree of answers that keeps itself
 * consistent. Setting an answer recomputes exactly what depends on it.
 *
 * Answers are the strings that XForms defines: select_multiple is names with
 * single spaces in the order of the list, dates are ISO 8601, decimals have a
 * point. An answer that breaks its constraint is kept and flagged; answers
 * that are not relevant are kept, and left out by whoever finalises. Neither
 * they nor answers that are not of their type, or out of their range, are seen
 * by expressions (of a whole number with a fraction, its whole part is).
 */
#ifndef FORMSPEC_INSTANCE_H
#define FORMSPEC_INSTANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "formspec/form.h"
#include "formspec/xpath.h"

enum { REPEAT_INSTANCES_MAX = 100000, ANSWER_BYTES_MAX = 1 << 20 };

/* What the interview happens in; strings may be NULL. */
struct instance_setting {
	struct xpath_world world;
	const char *device_id, *username, *email, *phone_number;
	const char *place;	/* where it is, "50.63 3.06 0 0"; for setgeopoint */
	/* The same for one interview each time it is opened; 0: drawn. */
	uint64_t shuffle;
};

/* A node of an instance; the tree of struct node is its first member. */
struct answer {
	struct node node;
	const struct item *item;
	uint64_t repeat_id;	/* of an instance of a repeat, else 0 */
	bool relevant;		/* its own and all its ancestors' */
	bool required, readonly;
	bool constraint_ok;	/* true while empty */
	bool type_ok;		/* the text is of the value type */
	bool choice_ok;		/* every selected choice is still offered */
	bool calculated;	/* the value comes from the form, not from a person */
};

struct instance;

/*
 * What reads what in a form, worked out once and shared by its instances; it
 * lives as long as they do. ERR_LIMIT: too many dependencies.
 */
struct form_graph;

const struct err *form_graph_new(struct form_graph **out,
    const struct form *form) MUST_CHECK;
void form_graph_free(struct form_graph *graph);		/* NULL is allowed */

/*
 * A new interview: defaults, metadata and calculations are in place; each
 * repeat without repeat_count has one instance. setting (may be NULL) is
 * copied; the parts of its world that are NULL are this machine's.
 *
 * An expression that cannot be evaluated on these answers ("non" is not a date)
 * is no error of the call that recomputes it, here and below: it must not trap
 * an interview. It counts as if it were not there (a calculation: as empty),
 * and its answer is a PROBLEM_EXPRESSION until it works again.
 *
 * ERR_LIMIT: see form_graph_new().
 */
const struct err *instance_new(struct instance **out, const struct form *form,
    const struct instance_setting *setting) MUST_CHECK;
/* The same for many interviews of one form; the graph outlives them. */
const struct err *instance_new_of(struct instance **out,
    const struct form_graph *graph, const struct instance_setting *setting)
    MUST_CHECK;
void instance_free(struct instance *instance);		/* NULL is allowed */
const struct form *instance_form(const struct instance *instance);
struct answer *instance_root(const struct instance *instance);
/* Index in form->languages for labels and jr:itext; 0 is the default's. */
void instance_set_language(struct instance *instance, size_t language);
size_t instance_language(const struct instance *instance);

/* Walking: document order; repeats are visited once an instance. */
struct answer *answer_first(const struct answer *answer);
struct answer *answer_next(const struct answer *answer);	/* sibling */
struct answer *answer_parent(const struct answer *answer);
/* "" if empty; good until the answer changes. Not node.value: that is hidden
 * from expressions while the text is not of the value type. */
const char *answer_value(const struct answer *answer);
/* Why an expression of it cannot be evaluated, in one line; or NULL. */
const char *answer_failure(const struct answer *answer);

/*
 * The path of an answer within its response, as revisions name it: relative to
 * the root, repeat instances by id: "contrats[00a1b2c3d4e5f607]/part".
 */
void answer_path(struct buf *out, const struct answer *answer);
struct answer *instance_find(const struct instance *instance, const char *path);
/* The i-th instance of a repeat in its parent, from 0; or NULL. */
struct answer *instance_repeat_at(const struct answer *parent,
    const struct item *repeat, size_t i);
/* The place of an instance among those of its repeat, from 1. */
size_t answer_number(const struct answer *one);
/* The answer to that item, seen from another: in the same repeat instances. */
struct answer *answer_of(const struct answer *seen_from,
    const struct item *item);

/*
 * Set an answer. Text is stored as NFC; select_multiple in the list's order.
 * ERR_FORMAT: not UTF-8. ERR_LIMIT: too long. ERR_DENIED: a calculated item.
 * Anything else that is wrong with the value is flagged on the answer.
 */
const struct err *instance_set(struct instance *instance,
    struct answer *answer, const char *value) MUST_CHECK;

/*
 * Set many without recomputing, then instance_settle() once: for loading a
 * draft. Sets even calculated items. From the first instance_load() or
 * instance_clear() until instance_settle(), repeats are added and removed
 * without defaults, whether they have a repeat_count or not.
 *
 * Settling recomputes everything, except the calculations that use now(),
 * today(), random() or uuid() and hold a value: those are answers.
 */
const struct err *instance_load(struct instance *instance,
    struct answer *answer, const char *value) MUST_CHECK;
const struct err *instance_settle(struct instance *instance) MUST_CHECK;

/*
 * Take away every answer, defaults and metadata too, and every instance of a
 * repeat: what a stored draft is loaded into.
 */
void instance_clear(struct instance *instance);

/* The interview ends now: stamps the metadata item "end". */
const struct err *instance_finish(struct instance *instance) MUST_CHECK;

/*
 * Repeats. An instance is added after the last one; id 0 draws a random one.
 * before: the instance in front of which it goes, or NULL.
 *
 * A repeat with a repeat_count follows it: instances are added with their
 * defaults; when the count falls, those at the end that nobody has filled are
 * removed, and the filled ones are kept but are not relevant (expressions do
 * not see them) until the count rises again or somebody removes them; until
 * then they are a PROBLEM_REPEAT_COUNT.
 *
 * ERR_NOT_FOUND: the repeat does not stand in that parent. ERR_EXISTS: the id
 * is taken. ERR_LIMIT: REPEAT_INSTANCES_MAX. ERR_DENIED: the repeat follows
 * its count, and the instance to remove is within it.
 */
const struct err *instance_add_repeat(struct instance *instance,
    struct answer **out, struct answer *parent, const struct item *repeat,
    uint64_t id, struct answer *before) MUST_CHECK;
const struct err *instance_remove_repeat(struct instance *instance,
    struct answer *repeat) MUST_CHECK;
size_t instance_repeat_count(const struct answer *parent,
    const struct item *repeat);

/*
 * The choices offered now, filtered, and shuffled where the form says so (in
 * one order for one seed; without one, for one interview): an array in the instance's scratch
 * memory, good until the next call on this instance.
 */
const struct err *instance_choices(struct instance *instance,
    const struct answer *answer, const struct choice *const **out,
    size_t *count) MUST_CHECK;

/* Append a text with its ${...} filled in, in the current language. */
const struct err *instance_text(struct instance *instance, struct buf *out,
    const struct answer *answer, const struct texts *texts) MUST_CHECK;
/* Append a choice's label, or its name when it has none. */
const struct err *instance_choice_label(struct instance *instance,
    struct buf *out, const struct answer *answer, const struct choice *choice)
    MUST_CHECK;
/* The instance_name of the settings, "" when there is none. */
const struct err *instance_name(struct instance *instance, struct buf *out)
    MUST_CHECK;

/*
 * Evaluate an expression seen from an answer; *out lives in scratch memory.
 * ERR_FORMAT: it does not parse, or cannot be evaluated.
 */
const struct err *instance_evaluate(struct instance *instance,
    const struct answer *answer, const char *source, struct xpath_value *out)
    MUST_CHECK;

/* What stands in the way of finalising. */
enum problem_kind {
	PROBLEM_REQUIRED, PROBLEM_CONSTRAINT, PROBLEM_TYPE, PROBLEM_CHOICE,
	PROBLEM_REPEAT_COUNT,
	PROBLEM_EXPRESSION	/* see answer_failure() */
};

struct problem {
	enum problem_kind kind;
	struct answer *answer;
};

/* In document order, in the instance's scratch memory, until the next call. */
const struct problem *instance_problems(struct instance *instance,
    size_t *count);

#endif
