/*
 * map.h - a hash map from byte strings to pointers; keys are copied, but for
 * map_set_kept().
 * Iteration follows the order of insertion, so that output never depends on a
 * hash. The hash is seeded per map: a hostile file cannot choose collisions.
 */
#ifndef RECOLTE_BASE_MAP_H
#define RECOLTE_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "kit/base/buf.h"

struct map;

struct map *map_new(void);
void map_free(struct map *map);			/* values are the caller's */
size_t map_count(const struct map *map);

void *map_get(const struct map *map, const char *key);
void *map_get_slice(const struct map *map, struct slice key);
/* Set or replace; returns the value that stood there, or NULL. */
void *map_set(struct map *map, const char *key, void *value);
void *map_set_slice(struct map *map, struct slice key, void *value);
/* The same; the key itself must stay as long as the map does. */
void *map_set_kept(struct map *map, const char *key, void *value);
bool map_has(const struct map *map, const char *key);

/* The i-th entry in order of insertion, 0 <= i < map_count(). */
const char *map_key_at(const struct map *map, size_t i);
void *map_value_at(const struct map *map, size_t i);

#endif
