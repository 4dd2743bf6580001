/*
 * xpath_tree.h - what the files of the XPath engine share: the parsed
 * expression, the state of one evaluation and the table of functions. Nothing
 * outside xpath_*.c includes it.
 */
#ifndef FORMSPEC_XPATH_TREE_H
#define FORMSPEC_XPATH_TREE_H

#include <stdarg.h>

#include "formspec/xpath.h"

enum {
	XPATH_WORK_MAX = 50000000,	/* nodes looked at, calls, compares */
	XPATH_TEXT_BYTES_MAX = 4 << 20,	/* one string that is built */
	XPATH_MEMORY_BYTES_MAX = 64 << 20,	/* one evaluation, about */
	XPATH_STACK_INLINE = 32,
	XPATH_ARGS_ANY = 0xffff
};

/* ---- expressions ---- */

enum xpath_axis {
	AXIS_CHILD, AXIS_DESCENDANT, AXIS_DESCENDANT_OR_SELF, AXIS_ATTRIBUTE,
	AXIS_SELF, AXIS_PARENT, AXIS_ANCESTOR, AXIS_ANCESTOR_OR_SELF,
	AXIS_FOLLOWING, AXIS_FOLLOWING_SIBLING, AXIS_PRECEDING,
	AXIS_PRECEDING_SIBLING, AXIS_NAMESPACE, AXIS_COUNT
};

enum xpath_test {
	TEST_NAME, TEST_ANY, TEST_PREFIX, TEST_NODE, TEST_TEXT, TEST_COMMENT,
	TEST_PI
};

enum xpath_operator {
	OP_NONE, OP_OR, OP_AND, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE,
	OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_UNION
};

enum xpath_kind {
	EXPR_NUMBER, EXPR_STRING, EXPR_VARIABLE, EXPR_CALL, EXPR_PATH,
	EXPR_LOGIC,		/* or, and: operands until one decides */
	EXPR_CHAIN,		/* a op b op c, from the left */
	EXPR_NEGATE, EXPR_UNION, EXPR_KINDS
};

/* There are ten thousands of these in a large form: they are kept small. */
struct xpath_step {
	uint8_t axis, test;		/* enum xpath_axis, enum xpath_test */
	bool positional;		/* a predicate may ask for a position */
	uint32_t name_hash;		/* of a TEST_NAME */
	uint32_t enough;		/* nodes from one node, or 0: all */
	struct xpath_step *next;
	const char *prefix, *name;	/* name: also the target of a PI test */
	struct xpath_expr *predicates;	/* linked by next */
	/* The first of a path that is shared: all of it, "/data/a". Or NULL. */
	const char *whole;
};

/*
 * Operands, arguments and the base of a path hang below `first`; long chains
 * stay flat.
 */
struct xpath_expr {
	uint8_t kind, op;		/* op: between the previous one and this */
	bool absolute;			/* EXPR_PATH: from the root */
	uint32_t at, len;		/* in the source */
	struct xpath_expr *next, *first;
	union {
		double number;		/* EXPR_NUMBER; of EXPR_NEGATE the sign */
		struct {
			/* literal, name of function, variable */
			const char *string;
			const struct xpath_function *function;
		};
		struct {
			/* EXPR_PATH: [base [predicates]] steps */
			struct xpath_expr *predicates;
			struct xpath_step *steps;
		};
	};
};

struct xpath {
	struct xpath_expr *top;
	const char *elsewhere;
	bool is_volatile;
};

/* ---- words of the source ---- */

enum token_kind {
	TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_VARIABLE,
	TOKEN_SYMBOL, TOKEN_BAD
};

/* A name is "a", "p:a", "p:*" or "*"; a symbol one or two characters. */
struct token {
	enum token_kind kind;
	size_t at, len;
	bool spaced;			/* white space stands in front */
};

/* The word that starts at or behind `at`. TOKEN_BAD: nothing starts there. */
struct token xpath_token(const char *source, size_t at);

/*
 * The length of a path from the root that is plain names, "/data/a", and that
 * no step or predicate goes on from; or 0. Not every such path is found.
 */
size_t xpath_plain_path(const char *s);

/* Does a quotation mark start there that no expression has: « „ ` ...? */
bool xpath_is_foreign_quote(const char *s);

/* ---- problems ---- */

/* Kind, values and msg; the values that ap holds are copied. */
void xpath_problem_fill(struct xpath_problem *problem, struct arena *arena,
    const char *kind, va_list ap);
/* "and" for "et(": the operator that is called like a function; or NULL. */
const char *xpath_operator_meant(const char *name);

/* ---- evaluation ---- */

struct focus {
	struct node *node;
	size_t position, size;
};

/* A node-set is a piece of the evaluation's stack. */
struct value {
	enum xpath_type type;
	bool boolean;
	double number;
	const char *string;
	size_t start, count;
};

struct eval {
	const struct xpath_context *context;
	struct arena *arena;
	size_t arena_start;		/* bytes in it before */
	struct node **nodes;		/* the stack of node-sets */
	size_t count, capacity;
	uint64_t work;
	const struct err *err;		/* the first failure ends everything */
	struct node *root;		/* above current(); found once */
	struct node *inlined[XPATH_STACK_INLINE];
};

/*
 * Evaluate. After a failure (eval->err) values are neutral and mean nothing.
 * A node-set that xpath_run() gives lies on top of the stack; the other forms
 * leave the stack as it was. xpath_run_nodes() fails on anything else.
 */
struct value xpath_run(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus);
struct value xpath_run_nodes(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus);
const char *xpath_run_string(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus);
double xpath_run_number(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus);
bool xpath_run_boolean(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus);

/* Record a failure; the first one stays. */
void xpath_fail(struct eval *eval, const struct xpath_expr *expr,
    const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Not as ODK Collect has it, but as XPath 1.0 and its neighbours do. */
bool xpath_is_strict(const struct eval *eval);
/* Count work; false when there was too much, or a failure before. */
bool xpath_work(struct eval *eval, uint64_t amount);

struct value value_string(const char *s);
struct value value_number(double number);
struct value value_boolean(bool boolean);
struct value value_invalid_date(void);
/* The nodes from `start` to the top of the stack. */
struct value value_nodes(const struct eval *eval, size_t start);

const char *value_to_string(struct eval *eval, const struct value *value);
double value_to_number(struct eval *eval, const struct value *value);
/* The instant of a date or a moment, in days; NaN for everything else. */
double value_instant(struct eval *eval, const struct value *value);
bool value_to_boolean(const struct eval *eval, const struct value *value);

/* What was built; the buffer is released. Fails when it is too long. */
const char *xpath_keep(struct eval *eval, struct buf *buf);
/* The same for bytes from outside: what is not text gives "". */
const char *xpath_keep_decoded(struct eval *eval, struct buf *buf);
/* String value; of a leaf the node's own text, without a copy. */
const char *xpath_node_text(struct eval *eval, const struct node *node);
/* Digits as XPath writes them, else NaN. */
double xpath_text_number(const char *s);
/*
 * The same, or days since 1970 when it is a date or date and time, or the part
 * of a day that a time is.
 */
double xpath_text_value(struct eval *eval, const char *s);

/* ---- nodes ---- */

void xpath_push(struct eval *eval, struct node *node);
struct node *xpath_root(struct eval *eval);
/* Replace the nodes from `start` to the top by what the steps lead to. */
void xpath_steps(struct eval *eval, const struct xpath_step *steps,
    size_t start);
/* Keep those for which every predicate holds. */
void xpath_filter(struct eval *eval, const struct xpath_expr *predicates,
    size_t start);
/* Document order, each node once, for the stack from `start` to its top. */
void xpath_sort(struct eval *eval, size_t start);
/* Namespace declarations are no attributes to XPath. */
bool xpath_is_declaration(const struct node *node);

/* The seed of randomize() that an argument of it gives. */
int64_t xpath_run_seed(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus);

/* ---- functions ---- */

enum {
	FN_VOLATILE = 1,	/* the value is not the form's alone */
	FN_POSITION = 2,	/* reads the context position or size */
	FN_BOOLEAN = 4,		/* never gives a number */
	FN_STRING = 8,
	FN_VOLATILE_UNSEEDED = 16,	/* without its last argument */
	FN_ELSEWHERE = 32	/* another platform's, with no answer here */
};

typedef struct value xpath_run_fn(struct eval *eval,
    const struct xpath_expr *call, const struct focus *focus);

struct xpath_function {
	const char *name;
	unsigned args_min, args_max;	/* XPATH_ARGS_ANY: no upper limit */
	unsigned flags;
	xpath_run_fn *run;
};

/* By name; or NULL. *nearest, when not NULL: a name like it, or NULL. */
const struct xpath_function *xpath_function_find(const char *name,
    const char **nearest);

/* One table a file, each ended by a NULL name. */
extern const struct xpath_function xpath_fn_boolean[], xpath_fn_string[],
    xpath_fn_number[], xpath_fn_nodes[], xpath_fn_select[], xpath_fn_date[],
    xpath_fn_form[], xpath_fn_random[], xpath_fn_geo[], xpath_fn_digest[],
    xpath_fn_signed[], xpath_fn_lists[], xpath_fn_other[];

/* The n-th argument, from 0; NULL behind the last. */
const struct xpath_expr *xpath_arg(const struct xpath_expr *call, unsigned n);
/* The node that a function without its optional node argument is about. */
struct node *xpath_arg_node(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus);
/* string() of the argument, or of the context node when there is none. */
const char *xpath_arg_text(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus);

/* ---- dates ---- */

/* Minutes that clocks here are ahead of UTC at an instant. */
int xpath_offset(struct eval *eval, int64_t ms);

/*
 * Days since 1970-01-01T00:00Z of "2024-11-22", "2024-11-22T09:30" and the
 * like; without a zone, in the zone of the world. NaN: not a date.
 */
double xpath_date_parse(struct eval *eval, const char *s);
/*
 * What a date or a moment counts as: days and their fraction since 1970 in
 * UTC. In a form a date alone is a whole number, so that days can be counted
 * and added across a change of the clocks; as in ODK Collect.
 */
double xpath_date_number(struct eval *eval, const char *s);
/* The instant at which that day, a whole number since 1970, began here. */
double xpath_midnight(struct eval *eval, double day);
/* The part of a day that "09:30", "09:30:00.000+01:00" is there; or NaN. */
double xpath_time_parse(struct eval *eval, const char *s);

/* ---- PCRE2 ---- */

/* Does the whole text match (strict: a part)? Fails when the pattern is wrong. */
bool xpath_regex_match(struct eval *eval, const struct xpath_expr *call,
    const char *text, const char *pattern);

/* ---- hashes ---- */

void xpath_sha256(uint8_t out[32], struct slice text);

#endif
