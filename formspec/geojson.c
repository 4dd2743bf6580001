#include "formspec/geojson.h"

#include <string.h>

#include "formspec/xpath.h"
#include "kit/base/json.h"

struct features {
	struct arena *arena;
	size_t at;			/* the feature, from 1 */
};

static bool
is_word(const struct json *json, const char *word)
{
	return json_string(json) != NULL &&
	    strcmp(json_string(json), word) == 0;
}

static void
add_number(struct buf *out, const struct json *number)
{
	char text[400];

	xpath_number_text(text, json_number(number));
	buf_add(out, text);
}

/* A property as a text; lists and objects stay JSON. */
static const char *
text_of(struct features *r, const struct json *value)
{
	struct buf text = BUF_INIT;
	const char *kept;

	if (json_type(value) == JSON_STRING)
		buf_add(&text, json_string(value));
	else if (json_type(value) == JSON_NUMBER)
		add_number(&text, value);
	else if (json_type(value) != JSON_NULL)
		json_write(&text, value);
	kept = arena_slice(r->arena, buf_slice(&text));
	buf_free(&text);
	return kept;
}

static void
add_child(struct features *r, struct node *item, const char *name,
    const char *value)
{
	struct node *child = node_new(r->arena, NODE_ELEMENT,
	    arena_strdup(r->arena, name));

	child->value = value;
	node_insert(item, child, NULL);
}

/* [longitude, latitude, altitude] there is "latitude longitude altitude 0". */
static bool
add_point(struct buf *out, const struct json *point)
{
	const struct json *longitude = json_first(point);
	const struct json *latitude = longitude ? json_next(longitude) : NULL;
	const struct json *altitude = latitude ? json_next(latitude) : NULL;

	if (latitude == NULL || json_type(longitude) != JSON_NUMBER ||
	    json_type(latitude) != JSON_NUMBER)
		return false;
	add_number(out, latitude);
	buf_add_byte(out, ' ');
	add_number(out, longitude);
	buf_add_byte(out, ' ');
	if (altitude != NULL)
		add_number(out, altitude);
	buf_add(out, altitude != NULL ? " 0" : "0 0");
	return true;
}

static bool
add_line(struct buf *out, const struct json *points)
{
	const struct json *point = json_first(points);

	for (size_t i = 0; point != NULL; i++, point = json_next(point)) {
		if (i > 0)
			buf_add_byte(out, ';');
		if (!add_point(out, point))
			return false;
	}
	return json_count(points) >= 2;
}

/* The outline; holes in it are no answer. */
static bool
add_outline(struct buf *out, const struct json *rings)
{
	return add_line(out, json_first(rings));
}

static const struct err *
read_geometry(struct features *r, struct node *item,
    const struct json *geometry)
{
	static const struct {
		const char *type;
		bool (*add)(struct buf *, const struct json *);
	} kinds[] = {
		{ "Point", add_point }, { "LineString", add_line },
		{ "Polygon", add_outline }
	};
	const struct json *type = json_get(geometry, "type");
	struct buf text = BUF_INIT;
	bool ok = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (is_word(type, kinds[i].type))
			ok = kinds[i].add(&text, json_get(geometry,
			    "coordinates"));
	if (ok)
		add_child(r, item, "geometry", arena_slice(r->arena,
		    buf_slice(&text)));
	buf_free(&text);
	return ok ? NULL : err_new(ERR_FORMAT, "feature %zu: its geometry is "
	    "not a Point, a LineString or a Polygon with coordinates",
	    r->at);
}

static const struct err *
read_feature(struct features *r, struct node *root, const struct json *feature)
{
	const struct json *properties = json_get(feature, "properties");
	const struct json *id = json_get(feature, "id");
	struct node *item = node_new(r->arena, NODE_ELEMENT, "item");
	const struct err *err;

	if (!is_word(json_get(feature, "type"), "Feature"))
		return err_new(ERR_FORMAT, "feature %zu: its type is not "
		    "\"Feature\"", r->at);
	node_insert(root, item, NULL);
	err = read_geometry(r, item, json_get(feature, "geometry"));
	if (err != NULL)
		return err;
	if (id == NULL)
		id = json_get(properties, "id");
	if (id != NULL)
		add_child(r, item, "id", text_of(r, id));
	for (const struct json *p = json_first(properties); p != NULL;
	    p = json_next(p))
		if (strcmp(json_key(p), "id") != 0 &&
		    strcmp(json_key(p), "geometry") != 0)
			add_child(r, item, json_key(p), text_of(r, p));
	return NULL;
}

static const struct err *
read_collection(struct features *r, struct node *root, const struct json *json)
{
	const struct json *feature = json_first(json_get(json, "features"));
	const struct err *err = NULL;

	if (!is_word(json_get(json, "type"), "FeatureCollection"))
		return err_new(ERR_FORMAT, "it is not a FeatureCollection");
	for (; feature != NULL && err == NULL; feature = json_next(feature)) {
		r->at++;
		err = read_feature(r, root, feature);
	}
	return err;
}

const struct err *
geojson_read(struct node **out, struct arena *arena, struct slice bytes)
{
	struct features r = { .arena = arena };
	struct node *root = node_new(arena, NODE_ELEMENT, "root");
	struct json *json = NULL;
	const struct err *err;

	*out = node_new(arena, NODE_ROOT, "");
	node_insert(*out, root, NULL);
	err = json_parse(&json, bytes);
	if (err == NULL)
		err = read_collection(&r, root, json);
	json_free(json);
	node_number(*out);
	return err;
}
