/* Functions on text. Positions count code points. */
#include <math.h>
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/text.h"

static struct value
keep(struct eval *eval, struct buf *buf)
{
	return value_string(xpath_keep(eval, buf));
}

static const char *
arg_string(struct eval *eval, const struct xpath_expr *call, unsigned n,
    const struct focus *focus)
{
	return xpath_run_string(eval, xpath_arg(call, n), focus);
}

static struct value
fn_string(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return value_string(xpath_arg_text(eval, call, focus));
}

/* ---- putting together ---- */

static void
add_piece(struct buf *out, bool *first, const char *separator, const char *s)
{
	if (!*first)
		buf_add(out, separator);
	*first = false;
	buf_add(out, s);
}

/*
 * Arguments in turn. ODK takes every node of a node-set, where XPath's concat
 * takes the first one.
 */
static struct value
join(struct eval *eval, const struct xpath_expr *arg, const char *separator,
    const struct focus *focus)
{
	struct buf out = BUF_INIT;
	bool first = true;

	for (; arg != NULL && eval->err == NULL; arg = arg->next) {
		size_t top = eval->count;
		struct value value = xpath_run(eval, arg, focus);

		if (value.type != XPATH_NODES)
			add_piece(&out, &first, separator,
			    value_to_string(eval, &value));
		else
			for (size_t i = 0; i < value.count &&
			    out.len <= XPATH_TEXT_BYTES_MAX; i++)
				add_piece(&out, &first, separator,
				    xpath_node_text(eval,
				    eval->nodes[value.start + i]));
		eval->count = top;
		if (out.len > XPATH_TEXT_BYTES_MAX)
			break;
	}
	return keep(eval, &out);
}

static struct value
fn_join(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *separator = xpath_run_string(eval, call->first, focus);

	return join(eval, call->first->next, separator, focus);
}

static struct value
fn_concat(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return join(eval, call->first, "", focus);
}

/* ---- searching ---- */

static struct value
fn_starts_with(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = arg_string(eval, call, 0, focus);
	const char *start = arg_string(eval, call, 1, focus);

	return value_boolean(strncmp(s, start, strlen(start)) == 0);
}

static struct value
fn_ends_with(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = arg_string(eval, call, 0, focus);
	const char *end = arg_string(eval, call, 1, focus);
	size_t len = strlen(s), end_len = strlen(end);

	return value_boolean(end_len <= len &&
	    strcmp(s + len - end_len, end) == 0);
}

static struct value
fn_contains(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = arg_string(eval, call, 0, focus);
	const char *part = arg_string(eval, call, 1, focus);

	return value_boolean(strstr(s, part) != NULL);
}

static struct value
fn_substring_before(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = arg_string(eval, call, 0, focus);
	const char *at = strstr(s, arg_string(eval, call, 1, focus));

	return value_string(at == NULL ? "" :
	    arena_strndup(eval->arena, s, (size_t)(at - s)));
}

static struct value
fn_substring_after(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = arg_string(eval, call, 0, focus);
	const char *part = arg_string(eval, call, 1, focus);
	const char *at = strstr(s, part);

	return value_string(at == NULL ? "" : at + strlen(part));
}

/* ---- cutting ---- */

/* The code points number from <= n < to, counting from 0. */
static struct value
cut(struct eval *eval, const char *s, double from, double to)
{
	struct slice rest = slice_str(s);
	const uint8_t *start = NULL, *end = rest.data + rest.len;
	double at = 0;

	for (; rest.len > 0; at++) {
		if (at >= from && start == NULL)
			start = rest.data;
		if (at >= to) {
			end = rest.data;
			break;
		}
		(void)text_next(&rest);
	}
	if (start == NULL || start >= end)
		return value_string("");
	return value_string(arena_strndup(eval->arena, (const char *)start,
	    (size_t)(end - start)));
}

/* Section 4.2: numbers are rounded, and NaN compares with nothing. */
static struct value
fn_substring(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = arg_string(eval, call, 0, focus);
	double from = floor(xpath_run_number(eval, xpath_arg(call, 1), focus) +
	    0.5);
	double to = INFINITY;

	if (xpath_arg(call, 2) != NULL)
		to = from + floor(xpath_run_number(eval, xpath_arg(call, 2),
		    focus) + 0.5);
	if (isnan(from) || isnan(to))
		return value_string("");
	return cut(eval, s, from - 1, to - 1);
}

static double
from_end(double at, size_t length)
{
	if (isnan(at))
		return 0;
	at = at < 0 ? at + (double)length : at;
	return at < 0 ? 0 : trunc(at);
}

/* ODK: from 0, the end excluded, negative numbers count from the end. */
static struct value
fn_substr(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = arg_string(eval, call, 0, focus);
	size_t length = text_length(slice_str(s));
	double from = xpath_run_number(eval, xpath_arg(call, 1), focus);
	double to = (double)length;

	if (xpath_arg(call, 2) != NULL)
		to = xpath_run_number(eval, xpath_arg(call, 2), focus);
	return cut(eval, s, from_end(from, length), from_end(to, length));
}

static struct value
fn_string_length(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = xpath_arg_text(eval, call, focus);

	return value_number((double)text_length(slice_str(s)));
}

/* ---- changing ---- */

static struct value
fn_normalize_space(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = xpath_arg_text(eval, call, focus);
	struct buf out = BUF_INIT;

	while (*s != '\0') {
		size_t space = strspn(s, " \t\r\n");
		size_t word = strcspn(s + space, " \t\r\n");

		if (word > 0 && out.len > 0)
			buf_add_byte(&out, ' ');
		buf_append(&out, s + space, word);
		s += space + word;
	}
	return keep(eval, &out);
}

/* What replaces a code point: itself, another one, or nothing. */
static void
add_translated(struct buf *out, struct slice from, struct slice to,
    struct slice one)
{
	while (from.len > 0) {
		struct slice source = from, target = to;

		(void)text_next(&from);
		if (to.len > 0)
			(void)text_next(&to);
		source.len -= from.len;
		target.len -= to.len;
		if (slice_equal(source, one)) {
			buf_add_slice(out, target);
			return;
		}
	}
	buf_add_slice(out, one);
}

static struct value
fn_translate(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct slice rest = slice_str(arg_string(eval, call, 0, focus));
	struct slice from = slice_str(arg_string(eval, call, 1, focus));
	struct slice to = slice_str(arg_string(eval, call, 2, focus));
	struct buf out = BUF_INIT;

	while (rest.len > 0 && xpath_work(eval, 1 + from.len / 4)) {
		struct slice one = rest;

		(void)text_next(&rest);
		one.len -= rest.len;
		add_translated(&out, from, to, one);
	}
	return keep(eval, &out);
}

/* Anything that is not base64, or not text inside, gives nothing. */
static struct value
fn_base64_decode(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = arg_string(eval, call, 0, focus);
	struct buf out = BUF_INIT;
	const struct err *err = buf_from_base64(&out,
	    text_trim(slice_str(s)));

	if (err != NULL)
		buf_reset(&out);
	return value_string(xpath_keep_decoded(eval, &out));
}

const struct xpath_function xpath_fn_string[] = {
	{ "string", 0, 1, FN_STRING, fn_string },
	{ "concat", 0, XPATH_ARGS_ANY, FN_STRING, fn_concat },
	{ "join", 1, XPATH_ARGS_ANY, FN_STRING, fn_join },
	{ "starts-with", 2, 2, FN_BOOLEAN, fn_starts_with },
	{ "ends-with", 2, 2, FN_BOOLEAN, fn_ends_with },
	{ "contains", 2, 2, FN_BOOLEAN, fn_contains },
	{ "substring-before", 2, 2, FN_STRING, fn_substring_before },
	{ "substring-after", 2, 2, FN_STRING, fn_substring_after },
	{ "substring", 2, 3, FN_STRING, fn_substring },
	{ "substr", 2, 3, FN_STRING, fn_substr },
	{ "string-length", 0, 1, 0, fn_string_length },
	{ "normalize-space", 0, 1, FN_STRING, fn_normalize_space },
	{ "translate", 3, 3, FN_STRING, fn_translate },
	{ "base64-decode", 1, 1, FN_STRING, fn_base64_decode },
	{ NULL, 0, 0, 0, NULL }
};
