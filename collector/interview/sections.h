/*
 * sections.h - the parts of an interview, and how far each is: the groups at the
 * top. A group of nothing but groups is passed through; questions beside the
 * groups are a part of their own.
 */
#ifndef RECOLTE_COLLECTOR_SECTIONS_H
#define RECOLTE_COLLECTOR_SECTIONS_H

#include "collector/interview/interview.h"
#include "collector/interview/stops.h"

struct section {
	struct answer *group;		/* or NULL: questions beside groups, */
	const struct item *repeat;	/* or a repeat: its first instance, or
					   none yet */
	size_t first, count;		/* its stops */
	size_t questions;		/* that are asked now */
	size_t answered;		/* or refused, or not known */
	size_t missing;			/* required, and not answered */
	size_t failing;			/* answers that the form does not allow */
};

enum section_state {
	SECTION_TOLD,			/* it asks nothing */
	SECTION_OPEN,			/* nothing is answered */
	SECTION_BEGUN,			/* something is missing or failing */
	SECTION_COMPLETE		/* what is not answered is optional */
};

struct sections {
	struct section *items;
	size_t count, capacity;
	struct section sum;		/* of all: how far the interview is */
};

/* stops: as stops_list() gives them now. Release with sections_free(). */
void sections_list(struct sections *out, const struct interview *interview,
    const struct stops *stops);
void sections_free(struct sections *sections);
enum section_state section_state(const struct section *section);
/* Append its title without marks; of one without a group, its first label. */
void section_title(struct buf *out, const struct interview *interview,
    const struct section *section, const struct stops *stops);
/* The section that a stop is in; the last one for the end. */
size_t sections_find(const struct sections *sections, size_t stop);

#endif
