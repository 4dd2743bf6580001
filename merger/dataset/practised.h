/*
 * practised.h - laptops whose store is of a training or a pilot that is over:
 * nothing that they collect counts any more, and somebody who has joined anew
 * since keeps that store beside the new one.
 */
#ifndef RECOLTE_MERGER_PRACTISED_H
#define RECOLTE_MERGER_PRACTISED_H

#include "merger/dataset/dataset.h"

struct practised_laptop {
	char device[DEVICE_ID_MAX];
	const char *phase;		/* of its store */
};

struct practised {
	struct practised_laptop *items;
	size_t count, capacity;
};

/* Those that sent a response or a draft then. dataset: NULL loads it. */
const struct err *practised_load(struct practised *out,
    struct workspace *workspace, const struct dataset *dataset) MUST_CHECK;
void practised_free(struct practised *practised);
/* The phase of that laptop's store, or NULL: it is of today's. */
const char *practised_phase(const struct practised *practised,
    const char *device);

#endif
