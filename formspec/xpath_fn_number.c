/* Functions on numbers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/xpath_tree.h"

static double
arg_number(struct eval *eval, const struct xpath_expr *call, unsigned n,
    const struct focus *focus)
{
	return xpath_run_number(eval, xpath_arg(call, n), focus);
}

static struct value
fn_number(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct node *node;

	if (call->first != NULL)
		return value_number(arg_number(eval, call, 0, focus));
	node = xpath_arg_node(eval, call, focus);
	return value_number(node ? xpath_text_value(eval,
	    xpath_node_text(eval, node)) : NAN);
}

/* ---- rounding ---- */

/*
 * Rounding is kinder to text than number() is: it takes "4,6" as people type
 * it and "7.9e-12" as other engines store it.
 */
static double
lenient_number(struct eval *eval, const char *s)
{
	double number = xpath_text_value(eval, s);
	char text[64], *end;
	size_t len = strlen(s);

	if (!isnan(number) || len == 0 || len >= sizeof(text) ||
	    strspn(s, "0123456789.,-+eE") != len)
		return number;
	memcpy(text, s, len + 1);
	end = strchr(text, ',');
	if (end != NULL)
		*end = '.';
	number = strtod(text, &end);
	return *end == '\0' ? number : NAN;
}

static double
arg_lenient(struct eval *eval, const struct xpath_expr *arg,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, arg, focus);

	eval->count = top;
	if (value.type == XPATH_STRING || value.type == XPATH_NODES)
		return lenient_number(eval, value_to_string(eval, &value));
	return value_to_number(eval, &value);
}

static struct value
fn_int(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return value_number(trunc(arg_lenient(eval, call->first, focus)));
}

/* The nearest integer; halfway, the larger one, as XPath says. */
static double
round_half_up(double x)
{
	double below = floor(x);

	return x - below >= 0.5 ? below + 1 : below;
}

static struct value
fn_round(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	double x = arg_lenient(eval, call->first, focus), scale;
	double places = call->first->next ?
	    arg_number(eval, call, 1, focus) : 0;

	if (isnan(places) || !isfinite(x))
		return value_number(isnan(places) ? NAN : x);
	places = trunc(places);
	if (places > 30)
		return value_number(x);
	if (places < -308)
		return value_number(0);
	/* Powers of ten are exact one way only: divide for the other. */
	scale = pow(10, fabs(places));
	if (places < 0)
		return value_number(round_half_up(x / scale) * scale);
	if (!isfinite(x * scale))
		return value_number(x);
	return value_number(round_half_up(x * scale) / scale);
}

/*
 * Some libraries multiply, and round at each step: the longer type hides that,
 * so that 10 to the -2 is 0.01 everywhere.
 */
static double
power(double base, double exponent)
{
	return (double)powl(base, exponent);
}

static struct value
fn_pow(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	double base = arg_number(eval, call, 0, focus);

	return value_number(power(base, arg_number(eval, call, 1, focus)));
}

static struct value
fn_atan2(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	double y = arg_number(eval, call, 0, focus);

	return value_number(atan2(y, arg_number(eval, call, 1, focus)));
}

static struct value
fn_pi(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)eval, (void)call, (void)focus;
	return value_number(3.14159265358979323846);
}

/* ---- of one number ---- */

static double
power_of_ten(double x)
{
	return power(10, x);
}

static const struct {
	const char *name;
	double (*of)(double);
} plain[] = {
	{ "floor", floor }, { "ceiling", ceil }, { "abs", fabs },
	{ "sqrt", sqrt }, { "exp", exp }, { "exp10", power_of_ten },
	{ "log", log }, { "log10", log10 }, { "sin", sin }, { "cos", cos },
	{ "tan", tan }, { "asin", asin }, { "acos", acos }, { "atan", atan }
};

static struct value
fn_plain(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	double x = arg_number(eval, call, 0, focus);

	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		if (strcmp(plain[i].name, call->function->name) == 0)
			return value_number(plain[i].of(x));
	return value_number(NAN);
}

const struct xpath_function xpath_fn_number[] = {
	{ "number", 0, 1, 0, fn_number }, { "int", 1, 1, 0, fn_int },
	{ "round", 1, 2, 0, fn_round }, { "pow", 2, 2, 0, fn_pow },
	{ "atan2", 2, 2, 0, fn_atan2 }, { "pi", 0, 0, 0, fn_pi },
	{ "floor", 1, 1, 0, fn_plain }, { "ceiling", 1, 1, 0, fn_plain },
	{ "abs", 1, 1, 0, fn_plain }, { "sqrt", 1, 1, 0, fn_plain },
	{ "exp", 1, 1, 0, fn_plain }, { "exp10", 1, 1, 0, fn_plain },
	{ "log", 1, 1, 0, fn_plain }, { "log10", 1, 1, 0, fn_plain },
	{ "sin", 1, 1, 0, fn_plain }, { "cos", 1, 1, 0, fn_plain },
	{ "tan", 1, 1, 0, fn_plain }, { "asin", 1, 1, 0, fn_plain },
	{ "acos", 1, 1, 0, fn_plain }, { "atan", 1, 1, 0, fn_plain },
	{ NULL, 0, 0, 0, NULL }
};
