#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/text.h"

struct value
value_string(const char *s)
{
	return (struct value){ .type = XPATH_STRING, .string = s };
}

struct value
value_number(double number)
{
	return (struct value){ .type = XPATH_NUMBER, .number = number };
}

struct value
value_boolean(bool boolean)
{
	return (struct value){ .type = XPATH_BOOLEAN, .boolean = boolean };
}

struct value
value_invalid_date(void)
{
	return (struct value){ .type = XPATH_DATE, .number = NAN,
	    .string = "Invalid Date" };
}

struct value
value_nodes(const struct eval *eval, size_t start)
{
	return (struct value){ .type = XPATH_NODES, .start = start,
	    .count = eval->count - start };
}

/* ---- text and numbers ---- */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum { DIGITS_EXACT = 15 };	/* that a double holds whatever they are */

/* "-12.5": XPath knows no exponent and no "+". */
struct digits {
	const char *end;
	uint64_t value;			/* without the point; while count fits */
	size_t count, decimals;
};

static void
read_digits(struct digits *digits)
{
	for (; *digits->end >= '0' && *digits->end <= '9'; digits->end++)
		if (digits->count++ < DIGITS_EXACT)
			digits->value = digits->value * 10 +
			    (uint64_t)(*digits->end - '0');
}

/* Few digits make two exact numbers, and one division rounds as strtod(). */
static double
digits_number(const struct digits *digits, const char *s)
{
	static const double powers[DIGITS_EXACT + 1] = { 1, 1e1, 1e2, 1e3, 1e4,
	    1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
	double number;

	if (digits->count > DIGITS_EXACT)
		return strtod(s, NULL);
	number = (double)digits->value / powers[digits->decimals];
	return *s == '-' ? -number : number;
}

double
xpath_text_number(const char *s)
{
	struct digits digits = { .value = 0 };
	const char *end;
	size_t whole;

	while (is_space(*s))
		s++;
	digits.end = s + (*s == '-');
	read_digits(&digits);
	if (*digits.end == '.') {
		whole = digits.count;
		digits.end++;
		read_digits(&digits);
		digits.decimals = digits.count - whole;
	}
	if (digits.count == 0)
		return NAN;
	for (end = digits.end; is_space(*end); end++)
		;
	return *end == '\0' ? digits_number(&digits, s) : NAN;
}

double
xpath_text_value(struct eval *eval, const char *s)
{
	double number = xpath_text_number(s);

	/* Every date has a digit in front; most texts are ruled out here. */
	if (!isnan(number) || *s < '0' || *s > '9')
		return number;
	number = xpath_date_number(eval, s);
	return isnan(number) ? xpath_time_parse(eval, s) : number;
}

double
value_instant(struct eval *eval, const struct value *value)
{
	if (value->type == XPATH_DATE)
		return value->number;
	return value->type == XPATH_STRING && *value->string >= '0' &&
	    *value->string <= '9' ? xpath_date_parse(eval, value->string) :
	    NAN;
}

/* digits without sign, point or leading zeros stand for 0.digits * 10^exp. */
static void
write_plain(char *out, bool negative, const char *digits, int exp)
{
	int len = (int)strlen(digits);

	if (negative)
		*out++ = '-';
	if (exp <= 0) {
		*out++ = '0';
		*out++ = '.';
		for (; exp < 0; exp++)
			*out++ = '0';
	}
	for (int i = 0; i < len || i < exp; i++) {
		if (i == exp && i > 0)
			*out++ = '.';
		*out++ = i < len ? digits[i] : '0';
	}
	*out = '\0';
}

/* The fewest digits that read back as the same number, and its exponent. */
static int
shortest_digits(char digits[24], double number)
{
	char text[40];
	size_t count = 0;
	const char *at = text;

	for (int precision = 15; precision <= 17; precision++) {
		snprintf(text, sizeof(text), "%.*e", precision - 1, number);
		if (strtod(text, NULL) == number)
			break;
	}
	for (; *at != 'e'; at++)
		if (*at >= '0' && *at <= '9')
			digits[count++] = *at;
	while (count > 1 && digits[count - 1] == '0')
		count--;
	digits[count] = '\0';
	return atoi(at + 1) + 1;
}

/* Zero has no sign here: "-0" is "0". */
static void
write_whole(char *out, int64_t number)
{
	uint64_t rest = (uint64_t)(number < 0 ? -number : number);
	char digits[20];
	size_t n = 0;

	do
		digits[n++] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (number < 0)
		*out++ = '-';
	while (n > 0)
		*out++ = digits[--n];
	*out = '\0';
}

void
xpath_number_text(char *out, double number)
{
	char digits[24];
	int exp;

	if (isnan(number)) {
		strcpy(out, "NaN");
	} else if (isinf(number)) {
		strcpy(out, number > 0 ? "Infinity" : "-Infinity");
	} else if (fabs(number) < 1e15 && number == floor(number)) {
		write_whole(out, (int64_t)number);
	} else {
		exp = shortest_digits(digits, fabs(number));
		write_plain(out, number < 0, digits, exp);
	}
}

const char *
xpath_keep(struct eval *eval, struct buf *buf)
{
	const char *kept = "";

	if (buf->len > XPATH_TEXT_BYTES_MAX)
		xpath_fail(eval, NULL, "a text of more than %d MB",
		    XPATH_TEXT_BYTES_MAX >> 20);
	else if (buf->len > 0 && xpath_work(eval, buf->len / 16))
		kept = arena_slice(eval->arena, buf_slice(buf));
	buf_free(buf);
	return kept;
}

const char *
xpath_keep_decoded(struct eval *eval, struct buf *buf)
{
	if (!text_is_valid(buf_slice(buf)))
		buf_reset(buf);
	return xpath_keep(eval, buf);
}

const char *
xpath_node_text(struct eval *eval, const struct node *node)
{
	struct buf text = BUF_INIT;

	if (node->first != NULL) {
		node_string(&text, node);
		return xpath_keep(eval, &text);
	}
	if (node->value == NULL || !xpath_work(eval, strlen(node->value) / 64))
		return "";
	return node->value;
}

/* ---- conversions in an evaluation ---- */

static const char *
number_string(struct arena *arena, double number)
{
	char text[400];

	xpath_number_text(text, number);
	return arena_strdup(arena, text);
}

const char *
value_to_string(struct eval *eval, const struct value *value)
{
	switch (value->type) {
	case XPATH_NUMBER:
		/* The shortest digits take many tries. */
		(void)xpath_work(eval, 20);
		return number_string(eval->arena, value->number);
	case XPATH_BOOLEAN:
		return value->boolean ? "true" : "false";
	case XPATH_NODES:
		return value->count == 0 ? "" :
		    xpath_node_text(eval, eval->nodes[value->start]);
	case XPATH_STRING:
	case XPATH_DATE:
		break;
	}
	return value->string;
}

double
value_to_number(struct eval *eval, const struct value *value)
{
	switch (value->type) {
	case XPATH_BOOLEAN:
		return value->boolean;
	case XPATH_STRING:
		return xpath_text_value(eval, value->string);
	case XPATH_NODES:
		return value->count == 0 ? NAN : xpath_text_value(eval,
		    xpath_node_text(eval, eval->nodes[value->start]));
	case XPATH_DATE:
		return isnan(value->number) ? NAN :
		    xpath_date_number(eval, value->string);
	case XPATH_NUMBER:
		break;
	}
	return value->number;
}

bool
value_to_boolean(const struct eval *eval, const struct value *value)
{
	(void)eval;
	switch (value->type) {
	case XPATH_NUMBER:
		return value->number != 0 && !isnan(value->number);
	case XPATH_STRING:
		return *value->string != '\0';
	case XPATH_NODES:
		return value->count > 0;
	case XPATH_DATE:
		return !isnan(value->number);
	case XPATH_BOOLEAN:
		break;
	}
	return value->boolean;
}

/* ---- conversions of a result ---- */

const char *
xpath_to_string(struct arena *scratch, const struct xpath_value *value)
{
	struct buf text = BUF_INIT;
	const char *s = value->string ? value->string : "";

	if (value->type == XPATH_NUMBER)
		return number_string(scratch, value->number);
	if (value->type == XPATH_BOOLEAN)
		return value->boolean ? "true" : "false";
	if (value->type != XPATH_NODES)
		return s;
	if (value->node_count > 0)
		node_string(&text, value->nodes[0]);
	s = arena_slice(scratch, buf_slice(&text));
	buf_free(&text);
	return s;
}

double
xpath_to_number(const struct xpath_value *value)
{
	struct buf text = BUF_INIT;
	double number;

	if (value->type == XPATH_BOOLEAN)
		return value->boolean;
	if (value->type == XPATH_STRING)
		return xpath_text_number(value->string);
	if (value->type != XPATH_NODES)
		return value->number;
	if (value->node_count > 0)
		node_string(&text, value->nodes[0]);
	number = xpath_text_number(buf_str(&text));
	buf_free(&text);
	return number;
}

bool
xpath_to_boolean(const struct xpath_value *value)
{
	switch (value->type) {
	case XPATH_NUMBER:
		return value->number != 0 && !isnan(value->number);
	case XPATH_STRING:
		return value->string[0] != '\0';
	case XPATH_NODES:
		return value->node_count > 0;
	case XPATH_DATE:
		return !isnan(value->number);
	case XPATH_BOOLEAN:
		break;
	}
	return value->boolean;
}
