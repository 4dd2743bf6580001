#include <stdlib.h>
#include <string.h>

#include "collector/interview/reading_parts.h"
#include "kit/base/text.h"

enum { PARTS_MAX = 4, PART_BYTES_MAX = 32 };

/* Latitude and longitude; altitude and accuracy, 0 when nobody says them. */
struct point {
	char part[PARTS_MAX][PART_BYTES_MAX + 1];
};

static bool
is_decimal(const char *s)
{
	size_t before, after = 0;

	s += *s == '-' || *s == '+';
	before = strspn(s, "0123456789");
	s += before;
	if (*s == '.') {
		after = strspn(s + 1, "0123456789");
		s += 1 + after;
	}
	return *s == '\0' && before + after > 0;
}

/*
 * "50,63 3,06" has decimal commas, "50.63,3.06" a comma between: where there is
 * a point, or a comma before a space, a comma only separates.
 */
static bool
has_decimal_commas(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == '.' || (text.data[i] == ',' &&
		    (i + 1 == text.len || text.data[i + 1] == ' ')))
			return false;
	return true;
}

static bool
read_part(char out[PART_BYTES_MAX + 1], struct slice text)
{
	if (text.len > PART_BYTES_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++)
		out[i] = text.data[i] == ',' ? '.' : (char)text.data[i];
	out[text.len] = '\0';
	return is_decimal(out);
}

static bool
read_point(struct point *out, struct slice text)
{
	const char *separators = has_decimal_commas(text) ? " \t" : " \t,";
	size_t count = 0;

	*out = (struct point){ { "", "", "0", "0" } };
	while (text.len > 0) {
		struct slice part = reading_cut(&text, separators);

		if (part.len > 0 && (count == PARTS_MAX ||
		    !read_part(out->part[count++], part)))
			return false;
	}
	return count >= 2 && strtod(out->part[0], NULL) <= 90 &&
	    strtod(out->part[0], NULL) >= -90 &&
	    strtod(out->part[1], NULL) <= 180 &&
	    strtod(out->part[1], NULL) >= -180;
}

static void
add_point(struct buf *out, const struct point *p)
{
	buf_addf(out, "%s %s %s %s", p->part[0], p->part[1], p->part[2],
	    p->part[3]);
}

static const struct err *
one_point(struct buf *out, struct slice text)
{
	struct point point;

	if (!read_point(&point, text))
		return err_new(ERR_FORMAT, "latitude and longitude are needed, "
		    "such as 50.63 3.06");
	add_point(out, &point);
	return NULL;
}

/* An area ends where it begins: nobody has to type that point twice. */
static const struct err *
many_points(struct buf *out, struct slice text, bool area)
{
	struct buf points = BUF_INIT;
	struct point point, first = { { "" } };
	size_t count = 0, needed = area ? 3 : 2;

	while (text.len > 0) {
		struct slice one = text_trim(reading_cut(&text, ";\n"));

		if (one.len == 0)
			continue;
		if (!read_point(&point, one))
			break;
		if (count++ == 0)
			first = point;
		else
			buf_add(&points, "; ");
		add_point(&points, &point);
	}
	if (text.len == 0 && count >= needed &&
	    (!area || count > needed || memcmp(&point, &first,
	    sizeof(point)) != 0)) {
		if (area && memcmp(&point, &first, sizeof(point)) != 0) {
			buf_add(&points, "; ");
			add_point(&points, &first);
		}
		buf_add_slice(out, buf_slice(&points));
		count = 0;
	} else {
		count = 1;
	}
	buf_free(&points);
	if (count == 0)
		return NULL;
	return area ? err_new(ERR_FORMAT, "three places at least are needed, "
	    "with ; between, such as 50.63 3.06; 50.64 3.07; 50.64 3.05") :
	    err_new(ERR_FORMAT, "two places at least are needed, with ; "
	    "between, such as 50.63 3.06; 50.64 3.07");
}

const struct err *
reading_places(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice text)
{
	(void)reading;
	return item->value_type == V_GEOPOINT ? one_point(out, text) :
	    many_points(out, text, item->value_type == V_GEOSHAPE);
}

/* Without the altitude and accuracy that nobody knows. */
static void
show_point(struct buf *out, struct slice text)
{
	struct slice whole = text_trim(text);

	if (whole.len > 4 &&
	    memcmp(whole.data + whole.len - 4, " 0 0", 4) == 0)
		whole.len -= 4;
	buf_add_slice(out, whole);
}

void
reading_show_places(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice value, bool field)
{
	size_t before = out->len;

	(void)reading;
	(void)item;
	(void)field;
	while (value.len > 0) {
		struct slice one = reading_cut(&value, ";");

		if (text_is_blank(one))
			continue;
		if (out->len > before)
			buf_add(out, "; ");
		show_point(out, one);
	}
}
