/*
 * fuzz_geojson.c - any bytes as GeoJSON: what is read is a list of items with
 * texts, and is read alike a second time.
 */
#include "fuzz.h"

#include <string.h>

#include "formspec/geojson.h"

static void
check_items(const struct node *root)
{
	for (const struct node *n = root->first; n != NULL; n = n->next) {
		FUZZ_MUST(strcmp(n->name, "item") == 0 && n->order > root->order);
		FUZZ_MUST(node_child(n, "geometry") == n->first);
		for (const struct node *c = n->first; c != NULL; c = c->next)
			FUZZ_MUST(c->first == NULL && c->value != NULL &&
			    c->order > n->order);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct node *root, *again;
	const struct err *err = geojson_read(&root, arena,
	    slice_of(data, size));

	if (err != NULL) {
		FUZZ_MUST(err->msg[0] != '\0');
	} else {
		FUZZ_MUST(geojson_read(&again, arena,
		    slice_of(data, size)) == NULL);
		check_items(root->first);
		node_string(&once, root);
		node_string(&twice, again);
		FUZZ_MUST(slice_equal(buf_slice(&once), buf_slice(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
	arena_free(arena);
	return 0;
}
