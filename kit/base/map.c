#include "kit/base/map.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

struct entry {
	const char *key;
	size_t key_len;
	uint64_t hash;
	void *value;
};

struct map {
	struct arena *keys;
	struct entry *entries;		/* in order of insertion */
	size_t count, capacity;
	uint32_t *slots;		/* entry + 1; 0 is empty */
	size_t slot_count;		/* a power of two */
	uint64_t seed[2];
};

struct map *
map_new(void)
{
	struct map *map = mem_alloc(sizeof *map);

	map->keys = arena_new();
	platform_random(map->seed, sizeof map->seed);
	return map;
}

void
map_free(struct map *map)
{
	if (map == NULL)
		return;
	arena_free(map->keys);
	mem_free(map->entries);
	mem_free(map->slots);
	mem_free(map);
}

static uint64_t
mix(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	h ^= h >> 29;
	h *= 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

/*
 * The last bytes, fewer than eight, by reads of a fixed size, which do not wait
 * for each other. What is read twice is told apart by the length.
 */
static uint64_t
tail_of(const uint8_t *bytes, size_t len)
{
	uint32_t first, last;

	if (len < 4)
		return bytes[0] | (uint64_t)bytes[len / 2] << 8 |
		    (uint64_t)bytes[len - 1] << 16;
	memcpy(&first, bytes, 4);
	memcpy(&last, bytes + len - 4, 4);
	return first | (uint64_t)last << 32;
}

/*
 * Both seeds enter every step, so that collisions cannot be prepared. Of two
 * words one is mixed while the step before is still going on.
 */
static uint64_t
hash_of(const struct map *map, struct slice key)
{
	uint64_t h = map->seed[0] ^ key.len, word, other;
	size_t i = 0;

	for (; i + 16 <= key.len; i += 16) {
		memcpy(&word, key.data + i, 8);
		memcpy(&other, key.data + i + 8, 8);
		h = mix(h ^ word ^ mix(other ^ map->seed[1]));
	}
	word = other = 0;
	if (i + 8 <= key.len) {
		memcpy(&word, key.data + i, 8);
		i += 8;
	}
	if (i < key.len)
		other = tail_of(key.data + i, key.len - i);
	return mix(h ^ word ^ mix(other ^ map->seed[1]));
}

/* The slot of a key, or the empty slot where it would go. */
static size_t
find_slot(const struct map *map, struct slice key, uint64_t hash)
{
	size_t mask = map->slot_count - 1, at = (size_t)hash & mask;

	while (map->slots[at] != 0) {
		const struct entry *e = &map->entries[map->slots[at] - 1];

		if (e->hash == hash && e->key_len == key.len &&
		    (key.len == 0 || !memcmp(e->key, key.data, key.len)))
			break;
		at = (at + 1) & mask;
	}
	return at;
}

static void
grow_slots(struct map *map)
{
	mem_free(map->slots);
	map->slot_count = map->slot_count ? map->slot_count * 2 : 16;
	map->slots = mem_alloc_n(map->slot_count, sizeof *map->slots);
	for (size_t i = 0; i < map->count; i++) {
		const struct entry *e = &map->entries[i];

		map->slots[find_slot(map, slice_of(e->key, e->key_len),
		    e->hash)] = (uint32_t)i + 1;
	}
}

size_t
map_count(const struct map *map)
{
	return map->count;
}

static const struct entry *
find(const struct map *map, struct slice key)
{
	size_t at;

	if (map->count == 0)
		return NULL;
	at = find_slot(map, key, hash_of(map, key));
	return map->slots[at] ? &map->entries[map->slots[at] - 1] : NULL;
}

void *
map_get_slice(const struct map *map, struct slice key)
{
	const struct entry *e = find(map, key);

	return e ? e->value : NULL;
}

void *
map_get(const struct map *map, const char *key)
{
	return map_get_slice(map, slice_str(key));
}

bool
map_has(const struct map *map, const char *key)
{
	return find(map, slice_str(key)) != NULL;
}

/* copied: the key of a new entry is the map's own. */
static void *
set(struct map *map, struct slice key, void *value, bool copied)
{
	uint64_t hash = hash_of(map, key);
	void *entries = map->entries, *before;
	size_t at;

	if ((map->count + 1) * 4 > map->slot_count * 3)
		grow_slots(map);
	at = find_slot(map, key, hash);
	if (map->slots[at] != 0) {
		before = map->entries[map->slots[at] - 1].value;
		map->entries[map->slots[at] - 1].value = value;
		return before;
	}
	mem_grow(&entries, &map->capacity, map->count + 1,
	    sizeof *map->entries);
	map->entries = entries;
	map->entries[map->count] = (struct entry){ copied ?
	    arena_slice(map->keys, key) : (const char *)key.data, key.len,
	    hash, value };
	map->slots[at] = (uint32_t)++map->count;
	return NULL;
}

void *
map_set_slice(struct map *map, struct slice key, void *value)
{
	return set(map, key, value, true);
}

void *
map_set(struct map *map, const char *key, void *value)
{
	return set(map, slice_str(key), value, true);
}

void *
map_set_kept(struct map *map, const char *key, void *value)
{
	return set(map, slice_str(key), value, false);
}

const char *
map_key_at(const struct map *map, size_t i)
{
	return map->entries[i].key;
}

void *
map_value_at(const struct map *map, size_t i)
{
	return map->entries[i].value;
}
