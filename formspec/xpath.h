/*
 * xpath.h - XPath 1.0 with the functions of the ODK XForms specification.
 *
 * An expression is parsed once into a tree that lives in the caller's arena
 * and never changes; it is evaluated as often as wanted over any node tree.
 * Sources: W3C XPath 1.0; https://getodk.github.io/xforms-spec/
 */
#ifndef FORMSPEC_XPATH_H
#define FORMSPEC_XPATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "formspec/diag.h"
#include "formspec/node.h"

enum { XPATH_SOURCE_BYTES_MAX = 64 << 10, XPATH_DEPTH_MAX = 200 };

struct xpath;
struct map;

/* What went wrong, and where in the source. */
struct xpath_problem {
	/* In English: 'unknown function "cuont" (did you mean ...' */
	char msg[256];
	size_t at, len;
	/* The same as a row of diag_text.c; the values live in the arena. */
	const char *kind;
	const char *values[DIAG_VALUES_MAX];
};

/* NULL and *problem filled when the expression is wrong. */
struct xpath *xpath_parse(struct arena *arena, const char *source,
    struct xpath_problem *problem) MUST_CHECK;

/*
 * The same for one of many expressions over the same tree, which mostly name
 * the same places: what a path like "/data/a" is parsed to is kept in paths,
 * made by map_new() for this, and shared. All of them live in one arena.
 */
struct xpath *xpath_parse_shared(struct arena *arena, struct map *paths,
    const char *source, struct xpath_problem *problem) MUST_CHECK;

/*
 * xpath_parse(), but functions and variables that do not exist, and the number
 * of arguments, are a matter of evaluation: for asking whether a text is an
 * expression at all.
 */
struct xpath *xpath_parse_open(struct arena *arena, const char *source,
    struct xpath_problem *problem) MUST_CHECK;

/*
 * What is wrong with a word that stands before an answer, "not ${a}": a kind
 * of diag_text.c for the word and what was probably meant; NULL: nothing, it
 * is an operator.
 */
const char *xpath_word_problem(const char *word, const char **nearest);

enum xpath_type {
	XPATH_STRING, XPATH_NUMBER, XPATH_BOOLEAN, XPATH_NODES,
	XPATH_DATE		/* an instant or civil date; number: days */
};

struct xpath_value {
	enum xpath_type type;
	bool boolean;
	double number;
	const char *string;	/* XPATH_STRING; of an XPATH_DATE its ISO text */
	struct node **nodes;	/* document order */
	size_t node_count;
};

/* What expressions see of the world; handed in, so that runs are repeatable. */
struct xpath_world {
	int64_t (*now_ms)(void *data);
	int (*offset_minutes)(void *data, int64_t ms);	/* zone at an instant */
	void (*random)(void *data, void *out, size_t len);
	void *data;
};

/* How an expression reaches the rest of its form. Each may be NULL. */
struct xpath_form {
	/* instance('id'): the document node, or NULL when there is none */
	struct node *(*instance)(void *data, const char *id);
	/* jr:choice-name(value, field): the label, or NULL */
	const char *(*choice_name)(void *data, struct arena *scratch,
	    const char *value, const char *field_path, struct node *context);
	/* jr:itext(id) */
	const char *(*itext)(void *data, struct arena *scratch, const char *id);
	/* the language in use, as in xpath_calendar.h: days and months */
	const char *(*language)(void *data);
	/*
	 * "username", "email", "deviceid", "phonenumber", "version" of the
	 * form, "start": when; or NULL
	 */
	const char *(*about)(void *data, const char *what);
	/* is this node asked? */
	bool (*is_relevant)(void *data, const struct node *node);
	void *data;
	/* what a prefix stands for; NULL: prefixes are compared as written */
	const char *(*namespace_uri)(void *data, const char *prefix);
	/*
	 * An empty node-set equals nothing, as XPath 1.0 says, and regex()
	 * searches; otherwise an empty node-set compares as the empty text and
	 * a pattern matches the whole text, as in ODK Collect.
	 */
	bool strict_sets;
	/* The steps of each evaluation are added here; or NULL. */
	uint64_t *spent;
};

struct xpath_context {
	struct node *node;		/* the context node */
	/* current(), and "/" is above it; NULL: the context node */
	struct node *current;
	size_t position, size;		/* 1, 1 at the top */
	const struct xpath_world *world;
	const struct xpath_form *form;	/* or NULL */
	struct arena *scratch;		/* results live here */
};

/* ERR_FORMAT: the expression cannot be evaluated (the message says why). */
const struct err *xpath_eval(struct xpath_value *out, const struct xpath *xpath,
    const struct xpath_context *context) MUST_CHECK;

/*
 * randomize() taken apart: the seed that this expression is as its second
 * argument, and the order, 0 to count - 1 shuffled, that such a seed gives.
 */
const struct err *xpath_eval_seed(int64_t *out, const struct xpath *xpath,
    const struct xpath_context *context) MUST_CHECK;
void xpath_shuffle(size_t *order, size_t count, int64_t seed);

/*
 * Conversions of XPath 1.0, sections 4.2 to 4.4. A text that is a date is not
 * a number here, as it is inside an expression: that takes a zone.
 */
const char *xpath_to_string(struct arena *scratch, const struct xpath_value *);
double xpath_to_number(const struct xpath_value *);
bool xpath_to_boolean(const struct xpath_value *);
/* Number to string as section 4.2 says (no exponent), out holds 400 bytes. */
void xpath_number_text(char *out, double number);

/*
 * What an expression reads: each location path once, as steps from the root
 * ("/data/a/b", "/data/a/@c", predicates left out, ".." resolved against
 * `context_path`); paths into other instances are not reported, what their
 * predicates read of the form is. Where "//" or "*" stands, a path ends early with "/" and "*".
 * kept: so many bytes of the path are those of context_path, because steps led
 * there from the context: the same node, where a path from the root means all
 * of its name. A path is reported again when it keeps another part.
 * counted: of the nodes there only the number, place or name matters, not the
 * text; a path that is reported so may come again with its text.
 */
typedef void xpath_visit_read(void *data, const char *path, size_t kept,
    bool counted);
void xpath_reads(const struct xpath *xpath, const char *context_path,
    xpath_visit_read *visit, void *data);

/* What an expression says about one answer, plainly. */
enum xpath_use_kind {
	XPATH_USE_EQUAL, XPATH_USE_UNEQUAL,	/* ${a} = 'x' */
	XPATH_USE_ORDER,			/* ${a} > 3, and the like */
	XPATH_USE_SELECTED,			/* selected(${a}, 'x') */
	XPATH_USE_BARE				/* a name without ${} */
};

struct xpath_use {
	enum xpath_use_kind kind;
	const char *path;	/* of the answer; NULL for a bare name */
	const char *value;	/* what it is compared with; or the name */
	bool text;		/* the value stands in quotes */
	/* XPATH_USE_ORDER: "<", "<=", ">", ">=", the answer on the left */
	const char *order;
	bool must;		/* the whole is false when this is */
	size_t at, len;		/* of the value in the source */
};

/* The strings live as long as the call of visit. */
void xpath_uses(const struct xpath *xpath, const char *context_path,
    void (*visit)(void *data, const struct xpath_use *use), void *data);

/* Uses now(), today(), random(), uuid(): its value is not the form's alone. */
bool xpath_is_volatile(const struct xpath *xpath);

/*
 * A function it calls that is another platform's and has no answer here (it
 * gives an empty text, 0 or false); or NULL.
 */
const char *xpath_elsewhere(const struct xpath *xpath);

#endif
