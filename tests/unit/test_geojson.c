#include "check.h"

#include "formspec/geojson.h"

static void
write_tree(struct buf *out, const struct node *node)
{
	for (; node != NULL; node = node->next) {
		buf_addf(out, "<%s>%s", node->name,
		    node->value ? node->value : "");
		write_tree(out, node->first);
	}
}

static void
test_read(void)
{
	static const struct { const char *features, *tree; } rows[] = {
		{ "", "<root>" },
		{ "{\"type\":\"Feature\",\"id\":67,\"properties\":{\"id\":\"x\","
		    "\"name\":\"Lille\",\"n\":1.5,\"ok\":true,\"no\":null,"
		    "\"l\":[1]},\"geometry\":{\"type\":\"Point\","
		    "\"coordinates\":[3.06,50.63]}}",
		    "<root><item><geometry>50.63 3.06 0 0<id>67<name>Lille"
		    "<n>1.5<ok>true<no><l>[1]" },
		{ "{\"type\":\"Feature\",\"geometry\":{\"type\":\"LineString\","
		    "\"coordinates\":[[3,50,21],[4,51]]}}",
		    "<root><item><geometry>50 3 21 0;51 4 0 0" },
		{ "{\"type\":\"Feature\",\"properties\":{\"id\":\"b\","
		    "\"geometry\":\"z\"},\"geometry\":{\"type\":\"Polygon\","
		    "\"coordinates\":[[[0,1],[0,2],[0,1]],[[5,5]]]}}",
		    "<root><item><geometry>1 0 0 0;2 0 0 0;1 0 0 0<id>b" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena *arena = arena_new();
		struct buf source = BUF_INIT, tree = BUF_INIT;
		struct node *document;

		buf_addf(&source, "{\"type\":\"FeatureCollection\","
		    "\"features\":[%s]}", rows[i].features);
		CHECK_OK(geojson_read(&document, arena, buf_slice(&source)));
		write_tree(&tree, document->first);
		CHECK_STR(buf_str(&tree), rows[i].tree);
		buf_free(&source);
		buf_free(&tree);
		arena_free(arena);
	}
}

static void
test_refuse(void)
{
	static const struct { const char *text, *why; } rows[] = {
		{ "", "JSON" }, { "[]", "not a FeatureCollection" },
		{ "{\"type\":\"Feature\"}", "not a FeatureCollection" },
		{ "{\"type\":\"FeatureCollection\",\"features\":[3]}",
		    "feature 1: its type" },
		{ "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
		    "\"Feature\",\"geometry\":null}]}",
		    "feature 1: its geometry" },
		{ "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
		    "\"Feature\",\"geometry\":{\"type\":\"Point\","
		    "\"coordinates\":[1,\"2\"]}}]}", "feature 1: its geometry" },
		{ "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
		    "\"Feature\",\"geometry\":{\"type\":\"MultiPoint\","
		    "\"coordinates\":[[1,2]]}}]}", "feature 1: its geometry" },
		{ "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
		    "\"Feature\",\"geometry\":{\"type\":\"LineString\","
		    "\"coordinates\":[[1,2]]}}]}", "feature 1: its geometry" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena *arena = arena_new();
		struct node *document;

		CHECK_ERR(geojson_read(&document, arena,
		    slice_str(rows[i].text)), ERR_FORMAT, rows[i].why);
		arena_free(arena);
	}
}

int
main(void)
{
	test_read();
	test_refuse();
	return CHECK_DONE();
}
