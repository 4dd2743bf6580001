#include "kit/base/arena.h"
#include "kit/base/map.h"

#include "check.h"

int
main(void)
{
	static const char kept[] = "kept";
	struct map *map = map_new();
	struct arena *arena = arena_new();
	static int values[5000];
	char key[32];

	for (int i = 0; i < 5000; i++) {
		snprintf(key, sizeof key, "key %d", i);
		CHECK(map_set(map, key, &values[i]) == NULL);
	}
	CHECK_INT(map_count(map), 5000);
	for (int i = 0; i < 5000; i++) {
		snprintf(key, sizeof key, "key %d", i);
		CHECK(map_get(map, key) == &values[i]);
	}
	CHECK(map_get(map, "key 5000") == NULL && !map_has(map, ""));
	CHECK(map_set(map, "key 7", &values[8]) == &values[7]);
	CHECK(map_get(map, "key 7") == &values[8]);
	CHECK_STR(map_key_at(map, 7), "key 7");	/* insertion order stays */
	CHECK(map_set_slice(map, slice_of("a\0b", 3), &values[0]) == NULL);
	CHECK(map_get(map, "a") == NULL);
	CHECK(map_get_slice(map, slice_of("a\0b", 3)) == &values[0]);
	CHECK(map_set_kept(map, kept, &values[1]) == NULL);
	CHECK(map_get(map, "kept") == &values[1]);
	CHECK(map_key_at(map, map_count(map) - 1) == kept);
	CHECK(map_set(map, "kept", &values[2]) == &values[1]);
	map_free(map);

	CHECK_STR(arena_printf(arena, "%s-%d", "é", 7), "é-7");
	for (size_t i = 1; i < 3000; i++) {
		unsigned char *p = arena_alloc(arena, i);

		CHECK(p[0] == 0 && p[i - 1] == 0 && (uintptr_t)p % 8 == 0);
		memset(p, 0xff, i);
	}
	arena_free(arena);
	return CHECK_DONE();
}
