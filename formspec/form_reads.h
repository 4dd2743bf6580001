/*
 * form_reads.h - what the expressions of a form read, item by item: for what
 * orders them (form_cycles.c) and for what recomputes them (instance_reads.c).
 */
#ifndef FORMSPEC_FORM_READS_H
#define FORMSPEC_FORM_READS_H

#include "formspec/form.h"
#include "kit/base/map.h"

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

typedef void form_visit_read(void *data, const struct form_read *read);

/*
 * What xpath reads seen from context. Innermost is the repeat whose instance
 * that stands in: the context itself, or around it; NULL: none.
 * by_path: the items of the form. What is no item of it is left out: columns
 * of choices, other instances.
 */
void form_reads(const struct form *form, const struct map *by_path,
    const struct xpath *xpath, const struct item *context,
    const struct item *innermost, form_visit_read *visit, void *data);

#endif
