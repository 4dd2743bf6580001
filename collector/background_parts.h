/*
 * background_parts.h - the words that both ends of background.h use; nobody
 * else includes it.
 */
#ifndef RECOLTE_COLLECTOR_BACKGROUND_PARTS_H
#define RECOLTE_COLLECTOR_BACKGROUND_PARTS_H

#include "collector/background.h"

#define BACKGROUND_WORD "--background"

extern const char *const background_works[BACKGROUND_WORK_COUNT];
extern const char *const background_kinds[SAID_COUNT];

#endif
