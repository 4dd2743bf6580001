/*
 * form_reads.h - what the expressions of a form read, item by item: for what
 * orders them (form_cycles.c) and for what recomputes them (instance_reads.c).
 */
#ifndef FORMSPEC_FORM_READS_H
#define FORMSPEC_FORM_READS_H

#include "formspec/form.h"

/* One item, or everything below it, that an expression reads. */
struct form_read {
	const struct item *item;
	/*
	 * "../b" is the b of the same instance of a repeat, "/data/rep/b" that
	 * of all of them: the innermost repeat whose instance both share.
	 */
	const struct item *shared;	/* NULL: the top */
	bool below;			/* what is inside, at any depth */
	bool own;			/* the context itself, as "." */
	bool counted;			/* its number alone, not its text */
};

/* The repeat whose instance an item's node stands in; or NULL. */
const struct item *item_instance(const struct item *item);

typedef void form_visit_read(void *data, const struct form_read *read);

/*
 * What xpath reads seen from context. Innermost is the repeat whose instance
 * that is in; NULL: none, or any.
 * by_path: the items of the form. What is no item of it is left out: columns
 * of choices, other instances.
 */
void form_reads(const struct form *form, const struct xpath *xpath,
    const struct item *context, const struct item *innermost,
    form_visit_read *visit, void *data);

/*
 * What both look at is found once, when a form is finished, and stays with it:
 * what an item's relevance and its calculation read, seen from the item.
 */
enum reads_kind { READS_RELEVANT, READS_CALCULATION, READS_KINDS };

struct form_reads {
	const struct form_read *reads;
	const uint32_t *start;		/* by item and kind; one more */
};

void form_find_reads(struct form *form);
/* The first and, in *end, the one behind the last. */
const struct form_read *form_reads_of(const struct form *form,
    const struct item *item, enum reads_kind kind,
    const struct form_read **end);

#endif
