/*
 * Reading a constraint for hints. Nothing here has to be right: a candidate is
 * tried on the form itself; a good hint only saves attempts.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "formspec/fake_internal.h"
#include "kit/base/text.h"

/* Where `word` stands outside quotes and brackets in s; s.len: nowhere. */
static size_t
find_outside(struct slice s, const char *word)
{
	size_t len = strlen(word);
	int depth = 0;
	char quote = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = (char)s.data[i];

		if (quote != 0) {
			quote = c == quote ? 0 : quote;
			continue;
		}
		if (depth == 0 && s.len - i >= len &&
		    memcmp(s.data + i, word, len) == 0)
			return i;
		if (c == '\'' || c == '"')
			quote = c;
		depth += c == '(' || c == '[';
		depth -= c == ')' || c == ']';
	}
	return s.len;
}

/* The next part of s between words; s becomes what is behind. */
static struct slice
next_part(struct slice *s, const char *word)
{
	size_t at = find_outside(*s, word), step = strlen(word);
	struct slice part = text_trim(slice_of(s->data, at));

	step = at == s->len ? 0 : step;
	*s = slice_of(s->data + at + step, s->len - at - step);
	/* One pair of brackets around all of it says nothing. */
	while (part.len > 2 && part.data[0] == '(' &&
	    part.data[part.len - 1] == ')') {
		struct slice inner = slice_of(part.data + 1, part.len - 2);

		if (find_outside(inner, ")") != inner.len)
			break;
		part = text_trim(inner);
	}
	return part;
}

static double
evaluate(struct fake *fake, const struct answer *answer, struct slice source)
{
	struct buf text = BUF_INIT;
	struct xpath_value value;
	double number = NAN;

	buf_add_slice(&text, source);
	if (instance_evaluate(fake->instance, answer, buf_str(&text),
	    &value) == NULL)
		number = xpath_to_number(&value);
	/* A date in quotes is a string to XPath; date() makes days of it. */
	if (isnan(number) && answer->item->value_type == V_DATE) {
		buf_reset(&text);
		buf_addf(&text, "number(date(%.*s))", (int)source.len,
		    (const char *)source.data);
		if (instance_evaluate(fake->instance, answer, buf_str(&text),
		    &value) == NULL)
			number = xpath_to_number(&value);
	}
	buf_free(&text);
	return number;
}

enum { AT_LEAST = 1, AT_MOST = 2, STRICT = 4 };

static const struct comparison {
	const char *sign;
	unsigned means, mirrored;
} comparisons[] = {
	{ "<=", AT_MOST, AT_LEAST },
	{ ">=", AT_LEAST, AT_MOST },
	{ "!=", 0, 0 },
	{ "<", AT_MOST | STRICT, AT_LEAST | STRICT },
	{ ">", AT_LEAST | STRICT, AT_MOST | STRICT },
	{ "=", AT_LEAST | AT_MOST, AT_LEAST | AT_MOST },
};

static void
narrow(struct fake_bounds *bounds, unsigned means, double limit, double step)
{
	if (isnan(limit))
		return;
	if (!(means & STRICT))
		step = 0;
	if (means & AT_LEAST && limit + step > bounds->low)
		bounds->low = limit + step;
	if (means & AT_MOST && limit - step < bounds->high)
		bounds->high = limit - step;
}

static void
read_comparison(struct fake *fake, const struct answer *answer,
    struct slice part, const char *subject, struct fake_bounds *bounds)
{
	double step = answer->item->value_type == V_DECIMAL ? 0.01 : 1;

	for (size_t i = 0; i < sizeof(comparisons) / sizeof(*comparisons);
	    i++) {
		const struct comparison *c = &comparisons[i];
		size_t at = find_outside(part, c->sign);
		size_t behind = at + strlen(c->sign);
		struct slice left, right;

		if (at == part.len)
			continue;
		left = text_trim(slice_of(part.data, at));
		right = text_trim(slice_of(part.data + behind,
		    part.len - behind));
		if (slice_equal_str(left, subject))
			narrow(bounds, c->means,
			    evaluate(fake, answer, right), step);
		else if (slice_equal_str(right, subject))
			narrow(bounds, c->mirrored,
			    evaluate(fake, answer, left), step);
		return;
	}
}

struct fake_bounds
fake_bounds_of(struct fake *fake, const struct answer *answer,
    const char *subject)
{
	struct fake_bounds bounds = { -INFINITY, INFINITY };
	const char *source = answer->item->constraint.source;
	struct slice rest = slice_str(source ? source : "");
	struct slice branch = next_part(&rest, " or ");

	/* Of several ways to satisfy it, one is as good as another. */
	while (rest.len > 0) {
		struct slice other = next_part(&rest, " or ");

		if (fake_chance(&fake->random, 50))
			branch = other;
	}
	while (branch.len > 0)
		read_comparison(fake, answer, next_part(&branch, " and "),
		    subject, &bounds);
	return bounds;
}

bool
fake_pattern_of(struct buf *out, const struct answer *answer)
{
	const char *at = answer->item->constraint.source, *end;

	at = at ? strstr(at, "regex(") : NULL;
	if (at == NULL)
		return false;
	at += strlen("regex(");
	at += strspn(at, " \t\r\n");
	if (*at++ != '.')
		return false;
	at += strspn(at, " \t\r\n,");
	if (*at != '\'' && *at != '"')
		return false;
	end = strchr(at + 1, *at);
	if (end == NULL)
		return false;
	buf_append(out, at + 1, (size_t)(end - at - 1));
	return true;
}
