/*
 * form_scan.h - an expression as written, read from left to right: ${name}
 * becomes a path, and every byte of the result remembers where it came from.
 */
#ifndef FORMSPEC_FORM_SCAN_H
#define FORMSPEC_FORM_SCAN_H

#include "formspec/form_build.h"

/* In form_build.names. */
struct named {
	struct item *item;	/* the first of that name */
	size_t count;
};

enum { SCAN_CALL_DEPTH_MAX = 64 };

/*
 * SurveyCTO's sum-if(values, condition) and the like: the values as a path to
 * all of them, the condition as a predicate on it.
 */
struct over {
	int values;			/* which argument; -1: another call */
	int argument;			/* the one that is being read */
	const struct item *item;	/* what the values are */
};

/* An open parenthesis. */
struct scan_call {
	int argument;			/* of indexed-repeat, or -2 */
	struct over over;
};

struct segment;

struct scan {
	struct form_build *build;
	const struct item *context;	/* NULL: paths are absolute */
	const struct item *repeat;	/* choice_filter over its instances */
	struct place place;
	const char *written;
	struct buf source;
	struct segment *segments;
	size_t segment_count, segment_capacity;
	char quote;			/* inside a literal, or 0 */
	bool curly;			/* which a word processor began */
	bool blamed;			/* what stands between was diagnosed */
	unsigned brackets;		/* depth of predicates */
	unsigned depth;			/* of parentheses */
	struct scan_call *calls;	/* they that are open; NULL: none yet */
};

/* The length of "${...}" at s, or 0 when it does not close on one name. */
size_t scan_reference_length(const char *s);
void scan_diag(struct scan *scan, size_t at, size_t len, const char *kind,
    const char *name, const char *nearest);
/* The one item of that name, or NULL, diagnosed at that part of the cell. */
struct item *scan_find_item(struct scan *scan, struct slice name, size_t at,
    size_t len);
/* What was appended since then stands for that part of what was written. */
void scan_add_segment(struct scan *scan, size_t source_at, size_t written_at,
    size_t written_len);
/* Append what the ${name} at a byte becomes; returns its length. */
size_t scan_reference(struct scan *scan, size_t at);
void scan_compile(struct scan *scan, struct expr *expr);
/*
 * All of it: expr->written to source and compiled. The scan, which says from
 * where the expression looks, is used up. yes_no: "yes" and "no" count.
 */
void scan_resolve(struct scan *scan, struct expr *expr, bool yes_no);
void scan_free(struct scan *scan);

#endif
