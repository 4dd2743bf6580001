/*
 * device.h - laptops as a coordinator names them, and as they are named back.
 */
#ifndef RECOLTE_MERGER_DEVICE_H
#define RECOLTE_MERGER_DEVICE_H

#include <stdio.h>

#include "merger/dataset/practised.h"
#include "merger/workspace/workspace.h"

/* "active", "practised", "revoked", "lost" or "coordinator", for the reader. */
enum word device_status_word(const struct manifest *manifest,
    const struct member *member, const struct practised *practised);

/* A line: the id, how it stands, and a name from outside. */
void device_print(FILE *out, const struct workspace *workspace,
    const char *id, enum word status, const char *name);

/*
 * The device whose id begins so, or whose owner is called so; never a
 * coordinator. ERR_USAGE: none, or several, which are listed on standard error.
 */
const struct err *device_find(struct workspace *workspace, const char *text,
    char id[DEVICE_ID_MAX]) MUST_CHECK;

#endif
