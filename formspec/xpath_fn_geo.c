/*
 * Functions on places: "latitude longitude altitude accuracy", several of
 * them with semicolons between. The Earth is a sphere here, of the radius and
 * with the formulas that ODK clients use, so that all show one number.
 */
#include <math.h>
#include <string.h>

#include "formspec/xpath_tree.h"

#define EARTH_RADIUS_M 6378100.0
#define RADIANS (3.14159265358979323846 / 180)

enum { POINTS_MAX = 100000 };

struct point {
	double latitude, longitude;
};

struct points {
	struct point *items;		/* in the arena */
	size_t count;
	bool wrong;			/* something was not a point */
};

/* The next number between spaces; NaN when there is none. */
static double
next_number(const char **s, const char *end)
{
	char text[40];
	const char *start;
	size_t len;

	while (*s < end && strchr(" \t\r\n", **s) != NULL)
		(*s)++;
	start = *s;
	while (*s < end && strchr(" \t\r\n", **s) == NULL)
		(*s)++;
	len = (size_t)(*s - start);
	if (len == 0 || len >= sizeof(text))
		return NAN;
	memcpy(text, start, len);
	text[len] = '\0';
	return xpath_text_number(text);
}

static void
read_point(struct points *points, const char *s, const char *end)
{
	struct point *point = &points->items[points->count];

	point->latitude = next_number(&s, end);
	point->longitude = next_number(&s, end);
	if (fabs(point->latitude) <= 90 && fabs(point->longitude) <= 180)
		points->count++;
	else
		points->wrong = true;
}

static size_t
count_points(const char *s)
{
	size_t count = 1;

	for (; *s != '\0'; s++)
		count += *s == ';';
	return count;
}

/* "p;p;p"; a semicolon at the end separates nothing. */
static void
read_points(struct points *points, const char *s)
{
	const char *end;

	for (; *s != '\0'; s = *end ? end + 1 : end) {
		end = s + strcspn(s, ";");
		if (s + strspn(s, " \t\r\n") < end)
			read_point(points, s, end);
	}
}

static const char *
node_text_at(struct eval *eval, const struct value *set, size_t i)
{
	return xpath_node_text(eval, eval->nodes[set->start + i]);
}

/* "p;p": more than a place. */
static bool
is_line(const char *s)
{
	s += strcspn(s, ";");
	s += strspn(s, "; \t\r\n");
	return *s != '\0';
}

/*
 * All places in all arguments from `arg` on. An argument alone may be a line;
 * of several, or of the nodes of a set, each is a place.
 */
static struct points
gather(struct eval *eval, const struct xpath_expr *arg,
    const struct focus *focus)
{
	struct points points = { NULL, 0, false };
	struct buf text = BUF_INIT;
	bool alone = arg->next == NULL;
	const char *all;

	for (; arg != NULL && eval->err == NULL; arg = arg->next) {
		size_t top = eval->count;
		struct value value = xpath_run(eval, arg, focus);
		size_t pieces = value.type == XPATH_NODES ? value.count : 1;

		for (size_t i = 0; i < pieces && eval->err == NULL; i++) {
			const char *piece = value.type == XPATH_NODES ?
			    node_text_at(eval, &value, i) :
			    value_to_string(eval, &value);

			points.wrong |= !alone && is_line(piece);
			buf_add(&text, piece);
			buf_add_byte(&text, ';');
		}
		eval->count = top;
	}
	all = xpath_keep(eval, &text);
	if (eval->err != NULL || count_points(all) > POINTS_MAX) {
		xpath_fail(eval, NULL, "more than %d places", POINTS_MAX);
		return points;
	}
	points.items = arena_alloc_n(eval->arena, count_points(all),
	    sizeof(*points.items));
	read_points(&points, all);
	return points;
}

/* In a form, what is no place is a mistake to be seen, as in ODK Collect. */
static struct value
not_measured(struct eval *eval, const struct xpath_expr *call,
    const struct points *points)
{
	if (points->wrong && !xpath_is_strict(eval))
		xpath_fail(eval, call, "something is not a place "
		    "(latitude longitude)");
	return value_number(NAN);
}

/* ---- measuring ---- */

/* Great-circle distance by the haversine formula. */
static double
distance(const struct point *a, const struct point *b)
{
	double up = sin((b->latitude - a->latitude) * RADIANS / 2);
	double along = sin((b->longitude - a->longitude) * RADIANS / 2);
	double h = up * up + cos(a->latitude * RADIANS) *
	    cos(b->latitude * RADIANS) * along * along;

	return 2 * EARTH_RADIUS_M * asin(sqrt(h < 1 ? h : 1));
}

/* Centimetres: more digits would only differ from client to client. */
static struct value
metres(double x)
{
	return value_number(floor(x * 100 + 0.5) / 100);
}

static struct value
fn_distance(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct points points = gather(eval, call->first, focus);
	double sum = 0;

	if (points.wrong || points.count == 0)
		return not_measured(eval, call, &points);
	for (size_t i = 1; i < points.count; i++)
		sum += distance(&points.items[i - 1], &points.items[i]);
	return metres(sum);
}

/*
 * R. G. Chamberlain, W. H. Duquette, "Some Algorithms for Polygons on a
 * Sphere", JPL Publication 07-03: trapezoids between edges and the pole.
 */
static struct value
fn_area(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct points points = gather(eval, call->first, focus);
	double sum = 0;

	if (points.wrong || points.count == 0)
		return not_measured(eval, call, &points);
	for (size_t i = 0; i < points.count; i++) {
		const struct point *a = &points.items[i];
		const struct point *b = &points.items[(i + 1) % points.count];

		sum += (b->longitude - a->longitude) * RADIANS *
		    (2 + sin(a->latitude * RADIANS) +
		    sin(b->latitude * RADIANS));
	}
	return metres(fabs(sum * EARTH_RADIUS_M * EARTH_RADIUS_M / 2));
}

/* Does the way north from the point cross this edge? */
static bool
crosses(const struct point *point, const struct point *a,
    const struct point *b)
{
	double at;

	if ((a->longitude > point->longitude) ==
	    (b->longitude > point->longitude))
		return false;
	at = a->latitude + (point->longitude - a->longitude) *
	    (b->latitude - a->latitude) / (b->longitude - a->longitude);
	return point->latitude < at;
}

/* Is the point inside the shape? An odd number of crossings says so. */
static struct value
fn_geofence(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct points shape = gather(eval, call->first->next, focus);
	struct points point = { NULL, 0, false };
	const char *s = xpath_run_string(eval, call->first, focus);
	bool inside = false;

	point.items = arena_alloc_n(eval->arena, count_points(s),
	    sizeof(*point.items));
	read_points(&point, s);
	if (point.count != 1 || shape.wrong || shape.count < 3)
		return value_boolean(false);
	for (size_t i = 0; i < shape.count; i++)
		if (crosses(&point.items[0], &shape.items[i],
		    &shape.items[(i + 1) % shape.count]))
			inside = !inside;
	return value_boolean(inside);
}

/* ---- does a line cross itself? ---- */

/* More than 0 to the left of the way from a to b, less to its right. */
static double
side(const struct point *a, const struct point *b, const struct point *c)
{
	return (b->longitude - a->longitude) * (c->latitude - a->latitude) -
	    (b->latitude - a->latitude) * (c->longitude - a->longitude);
}

static bool
is_between(double a, double b, double x)
{
	return a < b ? a <= x && x <= b : b <= x && x <= a;
}

static bool
is_on(const struct point *a, const struct point *b, const struct point *c)
{
	return side(a, b, c) == 0 &&
	    is_between(a->longitude, b->longitude, c->longitude) &&
	    is_between(a->latitude, b->latitude, c->latitude);
}

static bool
segments_meet(const struct point *a, const struct point *b)
{
	double first = side(a, a + 1, b), last = side(a, a + 1, b + 1);
	double from = side(b, b + 1, a), to = side(b, b + 1, a + 1);

	if (first * last < 0 && from * to < 0)
		return true;
	return is_on(a, a + 1, b) || is_on(a, a + 1, b + 1) ||
	    is_on(b, b + 1, a) || is_on(b, b + 1, a + 1);
}

/* From a to b and back over the same ground on the way to c. */
static bool
turns_back(const struct point *a, const struct point *b, const struct point *c)
{
	return side(a, b, c) == 0 &&
	    (a->longitude - b->longitude) * (c->longitude - b->longitude) +
	    (a->latitude - b->latitude) * (c->latitude - b->latitude) > 0;
}

static bool
crosses_itself(struct eval *eval, const struct point *points, size_t count)
{
	const struct point *last = &points[count - 1];
	bool closed = points->latitude == last->latitude &&
	    points->longitude == last->longitude;

	if (closed && turns_back(last - 1, points, points + 1))
		return true;
	for (size_t i = 0; i + 2 < count && xpath_work(eval, count - i); i++) {
		if (turns_back(&points[i], &points[i + 1], &points[i + 2]))
			return true;
		for (size_t k = i + 2; k + 1 < count; k++)
			if (!(closed && i == 0 && k + 2 == count) &&
			    segments_meet(&points[i], &points[k]))
				return true;
	}
	return false;
}

static struct value
fn_intersects(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct points points = gather(eval, call->first, focus);

	return value_boolean(!points.wrong && points.count > 2 &&
	    crosses_itself(eval, points.items, points.count));
}

const struct xpath_function xpath_fn_geo[] = {
	{ "area", 1, 1, 0, fn_area },
	{ "enclosed-area", 1, 1, 0, fn_area },
	{ "distance", 1, XPATH_ARGS_ANY, 0, fn_distance },
	{ "distance-between", 2, 2, 0, fn_distance },
	{ "geofence", 2, 2, FN_BOOLEAN, fn_geofence },
	{ "intersects", 1, 1, FN_BOOLEAN, fn_intersects },
	{ NULL, 0, 0, 0, NULL }
};
