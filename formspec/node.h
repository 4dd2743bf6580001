/*
 * node.h - a light tree of named nodes: what XPath expressions look at.
 * A filled-in form, a list of choices, an external CSV or XML file: all are
 * trees of these. An element that holds only text keeps it in `value` and has
 * no children; to XPath it looks as if it had one text node.
 */
#ifndef FORMSPEC_NODE_H
#define FORMSPEC_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "kit/base/arena.h"

enum node_kind {
	NODE_ROOT,		/* the document above the top element */
	NODE_ELEMENT, NODE_ATTRIBUTE, NODE_TEXT, NODE_COMMENT, NODE_PI
};

struct node;

/*
 * What the maker of a tree knows of it, so that nobody has to walk over wide
 * parents. Answers are those that a walk would give.
 */
struct node_finder {
	/*
	 * The child elements of that name: *first (or NULL) to *last, and none
	 * in between that is another. They have no namespace. False: unknown.
	 */
	bool (*child)(const struct node *parent, const char *name,
	    uint32_t name_hash, struct node **first, struct node **last);
	/* How many siblings in front have its name. False: unknown. */
	bool (*before)(const struct node *node, size_t *count);
};

struct node {
	enum node_kind kind;
	uint32_t order;		/* document order, see node_number() */
	const char *name;	/* local part */
	const char *prefix;	/* as written, or NULL */
	const char *uri;	/* namespace, or NULL */
	const char *value;	/* text of a leaf, attribute, text node; or NULL */
	struct node *parent, *first, *last, *next, *prev;
	struct node *attributes;	/* linked by next */
	void *owner;		/* what the tree's maker hangs here, or NULL */
	const struct node_finder *finder;	/* or NULL */
};

uint32_t node_name_hash(const char *name);

struct node *node_new(struct arena *arena, enum node_kind kind,
    const char *name);
/* As the last child, or in front of `before` when that is not NULL. */
void node_insert(struct node *parent, struct node *child, struct node *before);
void node_remove(struct node *child);
struct node *node_child(const struct node *parent, const char *name);
/* String value in the sense of XPath 1.0, section 5. */
void node_string(struct buf *out, const struct node *node);
/* Number a tree afresh in document order, after it changed shape. */
void node_number(struct node *top);

#endif
