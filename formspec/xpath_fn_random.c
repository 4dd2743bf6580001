/* Functions that draw lots: numbers, identifiers, an order. */
#include <math.h>
#include <string.h>

#include "formspec/xpath_tree.h"

static bool
draw(struct eval *eval, const struct xpath_expr *call, void *out, size_t len)
{
	const struct xpath_world *world = eval->context->world;

	if (world == NULL || world->random == NULL) {
		xpath_fail(eval, call, "there is no source of random numbers");
		return false;
	}
	world->random(world->data, out, len);
	return true;
}

static struct value
fn_random(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	uint64_t bits = 0;

	(void)focus;
	if (!draw(eval, call, &bits, sizeof(bits)))
		return value_number(NAN);
	return value_number((double)(bits >> 11) / 9007199254740992.0);
}

/* RFC 9562, version 4. */
static struct value
new_uuid(struct eval *eval, const struct xpath_expr *call)
{
	uint8_t id[16];
	char hex[33];

	if (!draw(eval, call, id, sizeof(id)))
		return value_string("");
	id[6] = (uint8_t)((id[6] & 0x0f) | 0x40);
	id[8] = (uint8_t)((id[8] & 0x3f) | 0x80);
	hex_encode(hex, id, sizeof(id));
	return value_string(arena_printf(eval->arena, "%.8s-%.4s-%.4s-%.4s-%s",
	    hex, hex + 8, hex + 12, hex + 16, hex + 20));
}

enum { UUID_LENGTH_MAX = 1000 };

/* uuid(n) is n random characters. */
static struct value
fn_uuid(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	char out[UUID_LENGTH_MAX + 1];
	uint8_t byte;
	double length;

	if (call->first == NULL)
		return new_uuid(eval, call);
	length = xpath_run_number(eval, call->first, focus);
	if (!(length >= 0 && length <= UUID_LENGTH_MAX)) {
		xpath_fail(eval, call, "a length from 0 to %d is needed",
		    UUID_LENGTH_MAX);
		return value_string("");
	}
	for (size_t i = 0; i < (size_t)length; i++) {
		if (!draw(eval, call, &byte, 1))
			return value_string("");
		out[i] = "abcdefghijklmnopqrstuvwxyz234567"[byte & 31];
	}
	return value_string(arena_strndup(eval->arena, out, (size_t)length));
}

/* ---- randomize() ---- */

enum { PARK_MILLER_MODULUS = 2147483647, PARK_MILLER_FACTOR = 16807 };

/* A whole number, as Java makes a long of a double. */
static int64_t
to_int64(double x)
{
	if (isnan(x))
		return 0;
	if (x >= 9223372036854775807.0)
		return INT64_MAX;
	return x <= -9223372036854775808.0 ? INT64_MIN : (int64_t)x;
}

/* The answer to a question may be the seed: any text stands for a number. */
static int64_t
text_seed(const char *text)
{
	uint8_t hash[32];
	uint64_t seed = 0;

	xpath_sha256(hash, slice_str(text));
	for (size_t i = 0; i < 8; i++)
		seed = seed << 8 | hash[i];
	return (int64_t)seed;
}

bool
xpath_is_strict(const struct eval *eval)
{
	return eval->context->form == NULL || eval->context->form->strict_sets;
}

/* ODK Collect takes any text, and by way of a double; others want a number. */
static int64_t
answer_seed(const struct eval *eval, const char *text)
{
	if (xpath_is_strict(eval))
		return text_seed(text);
	return *text != '\0' ? to_int64((double)text_seed(text)) : 0;
}

int64_t
xpath_run_seed(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, expr, focus);
	double number = value_to_number(eval, &value);
	int64_t seed = to_int64(isinf(number) ? NAN : number);

	if (isnan(number) && value.type == XPATH_NODES && value.count > 0)
		seed = answer_seed(eval, value_to_string(eval, &value));
	else if (isnan(number) && value.type == XPATH_STRING &&
	    !xpath_is_strict(eval))
		seed = answer_seed(eval, value.string);
	else if (isnan(number) && value.type == XPATH_STRING)
		xpath_fail(eval, NULL, "the seed \"%.40s\" is not a number",
		    value.string);
	eval->count = top;
	return seed;
}

/*
 * "Inside out": each in turn changes places with one up to itself. The
 * generator (Park and Miller, 1988) and the order of the draws are those of
 * every ODK client, so that a seed shows the same order everywhere.
 */
void
xpath_shuffle(size_t *order, size_t count, int64_t seed)
{
	int64_t state = seed % PARK_MILLER_MODULUS;

	if (state <= 0)
		state += PARK_MILLER_MODULUS - 1;
	for (size_t i = 0; i < count; i++) {
		double drawn;
		size_t j;

		state = state * PARK_MILLER_FACTOR % PARK_MILLER_MODULUS;
		drawn = (double)(state - 1) / (PARK_MILLER_MODULUS - 1);
		j = (size_t)(drawn * (double)(i + 1));
		order[i] = order[j];
		order[j] = i;
	}
}

static void
shuffle(struct eval *eval, const struct value *set, int64_t seed)
{
	struct node **nodes = eval->nodes + set->start;
	size_t *order = arena_alloc_n(eval->arena, set->count + 1,
	    sizeof(*order));
	struct node **from = arena_alloc_n(eval->arena, set->count + 1,
	    sizeof(*from));

	xpath_shuffle(order, set->count, seed);
	for (size_t i = 0; i < set->count; i++)
		from[i] = nodes[i];
	for (size_t i = 0; i < set->count; i++)
		nodes[i] = from[order[i]];
}

static struct value
fn_randomize(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	int64_t seed = 0;
	struct value set;

	if (call->first->next != NULL)
		seed = xpath_run_seed(eval, xpath_arg(call, 1), focus);
	else if (!draw(eval, call, &seed, sizeof(seed)))
		return value_string("");
	set = xpath_run_nodes(eval, call->first, focus);
	if (eval->err == NULL)
		shuffle(eval, &set, seed);
	return set;
}

const struct xpath_function xpath_fn_random[] = {
	{ "random", 0, 0, FN_VOLATILE, fn_random },
	{ "uuid", 0, 1, FN_VOLATILE, fn_uuid },
	{ "randomize", 1, 2, FN_VOLATILE_UNSEEDED, fn_randomize },
	{ NULL, 0, 0, 0, NULL }
};
