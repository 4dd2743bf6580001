#include "collector/interview/reading.h"

#include <stdlib.h>
#include <string.h>

#include "collector/interview/reading_parts.h"
#include "kit/base/text.h"

bool
reading_looks(const struct item *item, const char *word)
{
	struct slice words = slice_str(item->appearance);

	while (words.len > 0)
		if (slice_equal_str(reading_cut(&words, " "), word))
			return true;
	return false;
}

double
reading_parameter(const struct item *item, const char *key, double otherwise)
{
	struct slice pairs = slice_str(item->parameters);
	size_t len = strlen(key);

	while (pairs.len > 0) {
		struct slice pair = reading_cut(&pairs, " ");

		/* Parameters are tidy by now; a NUL is behind them. */
		if (pair.len > len && pair.data[len] == '=' &&
		    memcmp(pair.data, key, len) == 0)
			return strtod((const char *)pair.data + len + 1, NULL);
	}
	return otherwise;
}

/* ---- what needs no file of its own ---- */

static const struct err *
read_text(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice text)
{
	(void)reading;
	(void)item;
	/* What a page sends of a field with several lines. */
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] != '\r' || i + 1 == text.len ||
		    text.data[i + 1] != '\n')
			buf_add_byte(out, text.data[i]);
	return NULL;
}

static const struct err *
read_ok(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice text)
{
	static const char *const words[] = { "ok", "o", "y", "yes", "oui",
		"1", "on" };
	struct buf folded = BUF_INIT;
	bool ok = false;

	(void)reading;
	(void)item;
	text_fold(&folded, text);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		ok = ok || strcmp(buf_str(&folded), words[i]) == 0;
	buf_free(&folded);
	if (!ok)
		return err_new(ERR_FORMAT, "answer OK, or nothing");
	buf_add(out, "OK");
	return NULL;
}

static void
show_text(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice value, bool field)
{
	(void)reading;
	if (field || !reading_looks(item, "masked"))
		buf_add_slice(out, value);
	else
		/* As many for any: its length is nobody's business. */
		for (int i = 0; i < 8; i++)
			buf_add(out, "\xe2\x80\xa2");
}

static const struct {
	const struct err *(*read)(struct buf *, const struct reading *,
	    const struct item *, struct slice);
	void (*show)(struct buf *, const struct reading *,
	    const struct item *, struct slice, bool field);
} kinds[] = {
	[Q_TEXT] = { read_text, show_text },
	[Q_BARCODE] = { read_text, show_text },
	[Q_INTEGER] = { reading_number, reading_show_number },
	[Q_DECIMAL] = { reading_number, reading_show_number },
	[Q_RANGE] = { reading_number, reading_show_number },
	[Q_ACKNOWLEDGE] = { read_ok, show_text },
	[Q_DATE] = { reading_moment, reading_show_moment },
	[Q_TIME] = { reading_moment, reading_show_moment },
	[Q_DATETIME] = { reading_moment, reading_show_moment },
	[Q_GEOPOINT] = { reading_places, reading_show_places },
	[Q_GEOTRACE] = { reading_places, reading_show_places },
	[Q_GEOSHAPE] = { reading_places, reading_show_places }
};

enum { KIND_COUNT = sizeof(kinds) / sizeof(*kinds) };

/* ---- in, and out ---- */

/* Is it what the field said already? */
static bool
is_unchanged(const struct reading *reading, const struct answer *answer,
    struct slice text)
{
	struct buf field = BUF_INIT;
	bool same;

	reading_field(&field, reading, answer);
	same = slice_equal(buf_slice(&field), text);
	buf_wipe(&field);
	return same;
}

const struct err *
reading_value(struct buf *out, const struct reading *reading,
    const struct answer *answer, struct options *options, struct slice text)
{
	const struct item *item = answer->item;
	struct slice trimmed = text_trim(text);

	if (trimmed.len == 0)
		return NULL;
	if (options != NULL && options_offered(item))
		return reading_choices(out, item, options, trimmed);
	if (item->kind != ITEM_QUESTION || (size_t)item->type >= KIND_COUNT ||
	    kinds[item->type].read == NULL)
		return err_new(ERR_USAGE, "%s: no text answers this",
		    item->name);
	/* What was no answer is none now either, and is told why. */
	if (kinds[item->type].read != read_text && answer->type_ok &&
	    is_unchanged(reading, answer, trimmed)) {
		buf_add(out, answer_value(answer));
		return NULL;
	}
	return kinds[item->type].read(out, reading, item,
	    kinds[item->type].read == read_text ? text : trimmed);
}

static void
add_value(struct buf *out, const struct reading *reading,
    const struct answer *answer, bool field)
{
	struct slice value = slice_str(answer_value(answer));
	const struct item *item = answer->item;

	if (value.len == 0)
		return;
	if (answer->type_ok && (size_t)item->type < KIND_COUNT &&
	    kinds[item->type].show != NULL)
		kinds[item->type].show(out, reading, item, value, field);
	else
		buf_add_slice(out, value);
}

void
reading_field(struct buf *out, const struct reading *reading,
    const struct answer *answer)
{
	add_value(out, reading, answer, true);
}

void
reading_show(struct buf *out, const struct reading *reading,
    const struct answer *answer, const struct options *options)
{
	if (options_offered(answer->item))
		reading_show_choices(out, options,
		    slice_str(answer_value(answer)));
	else
		add_value(out, reading, answer, false);
}

void
reading_show_text(struct buf *out, const struct reading *reading,
    const struct item *item, const struct options *options,
    struct slice text)
{
	if (options_offered(item))
		reading_show_choices(out, options, text);
	else if (text.len > 0 && (size_t)item->type < KIND_COUNT &&
	    kinds[item->type].show != NULL)
		kinds[item->type].show(out, reading, item, text, false);
	else
		buf_add_slice(out, text);
}
