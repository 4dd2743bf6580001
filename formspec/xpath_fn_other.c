/*
 * What other platforms add to ODK's functions: SurveyCTO's, and the names of
 * those that a laptop has nothing to answer to (FN_ELSEWHERE; they say so when
 * a form is checked).
 */
#include <math.h>
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/text.h"

#define SECONDS_A_DAY 86400.0

static struct value
fn_linebreak(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)eval, (void)call, (void)focus;
	return value_string("\n");
}

static struct value
change_case(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus, bool upper)
{
	struct slice rest = slice_str(xpath_arg_text(eval, call, focus));
	struct buf out = BUF_INIT;

	text_case(&out, rest, upper);
	return value_string(xpath_keep(eval, &out));
}

static struct value
fn_lower(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return change_case(eval, call, focus, false);
}

static struct value
fn_upper(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return change_case(eval, call, focus, true);
}

static struct value
fn_empty(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return value_boolean(xpath_run_string(eval, call->first,
	    focus)[0] == '\0');
}

/* "120000" is shown as "120,000", as an English Collect does. */
static struct value
fn_format_number(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = xpath_run_string(eval, call->first, focus);
	size_t sign = s[0] == '-', whole = strspn(s + sign, "0123456789");
	struct buf out = BUF_INIT;

	buf_append(&out, s, sign);
	for (size_t i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0)
			buf_add_byte(&out, ',');
		buf_add_byte(&out, (uint8_t)s[sign + i]);
	}
	buf_add(&out, s + sign + whole);
	return value_string(xpath_keep(eval, &out));
}

/* A number for what its arguments say; which one is not SurveyCTO's. */
static struct value
fn_hash(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct buf text = BUF_INIT, out = BUF_INIT;
	uint8_t digest[32];

	for (const struct xpath_expr *arg = call->first; arg; arg = arg->next) {
		buf_add(&text, xpath_run_string(eval, arg, focus));
		buf_add_byte(&text, '|');
	}
	xpath_sha256(digest, buf_slice(&text));
	for (size_t i = 0; i < 8; i++)
		buf_addf(&out, "%02x", digest[i]);
	buf_free(&text);
	return value_string(xpath_keep(eval, &out));
}

/* ---- places ---- */

static struct value
fn_short_geopoint(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = xpath_run_string(eval, call->first, focus);
	size_t latitude = strcspn(s, " ");
	size_t space = strspn(s + latitude, " ");
	size_t longitude = strcspn(s + latitude + space, " ");

	return value_string(arena_slice(eval->arena,
	    slice_of(s, latitude + space + longitude)));
}

/* ---- choices, repeats ---- */

static void
add_node_path(struct buf *out, const struct node *node)
{
	if (node == NULL || node->kind != NODE_ELEMENT)
		return;
	add_node_path(out, node->parent);
	buf_addf(out, "/%s", node->name);
}

/* choice-label(field, value): jr:choice-name() the other way round. */
static struct value
fn_choice_label(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct xpath_form *form = eval->context->form;
	struct node *field = xpath_arg_node(eval, call, focus);
	const char *value = xpath_run_string(eval, xpath_arg(call, 1), focus);
	const char *label = NULL;
	struct buf path = BUF_INIT;

	add_node_path(&path, field);
	if (eval->err == NULL && field != NULL && form != NULL &&
	    form->choice_name != NULL)
		label = form->choice_name(form->data, eval->arena, value,
		    buf_str(&path), field);
	buf_free(&path);
	return value_string(label ? label : "");
}

/* The greatest answer of the repeat has rank 1. */
static struct value
fn_rank_index(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	double index = xpath_run_number(eval, call->first, focus);
	size_t top = eval->count;
	struct value set = xpath_run_nodes(eval, xpath_arg(call, 1), focus);
	double own = NAN, rank = 1;

	if (index >= 1 && index <= (double)set.count)
		own = xpath_text_number(xpath_node_text(eval,
		    eval->nodes[set.start + (size_t)index - 1]));
	for (size_t i = 0; i < set.count && xpath_work(eval, 1); i++)
		if (xpath_text_number(xpath_node_text(eval,
		    eval->nodes[set.start + i])) > own)
			rank++;
	eval->count = top;
	return value_number(isnan(own) ? own : rank);
}

static struct value
fn_relevant(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct xpath_form *form = eval->context->form;
	struct node *node = xpath_arg_node(eval, call, focus);

	return value_boolean(node != NULL && (form == NULL ||
	    form->is_relevant == NULL ||
	    form->is_relevant(form->data, node)));
}

/* ---- who, when, which version ---- */

static const char *
about(struct eval *eval, const char *what)
{
	const struct xpath_form *form = eval->context->form;
	const char *said = form != NULL && form->about != NULL ?
	    form->about(form->data, what) : NULL;

	return said != NULL ? said : "";
}

/* Who asks, and with which device, is not the form's alone: an answer. */
static struct value
fn_username(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)call, (void)focus;
	return value_string(about(eval, "username"));
}

/* JavaRosa's: what the device knows, by the names of the metadata. */
static struct value
fn_property(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *name = xpath_run_string(eval, call->first, focus);

	return value_string(about(eval, strncmp(name, "uri:", 4) == 0 ?
	    name + 4 : name));
}

static struct value
fn_version(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)call, (void)focus;
	return value_string(about(eval, "version"));
}

/* Seconds since the interview began; pauses count. */
static struct value
fn_duration(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct xpath_world *world = eval->context->world;
	double start = xpath_date_parse(eval, about(eval, "start"));

	(void)call, (void)focus;
	if (isnan(start) || world == NULL || world->now_ms == NULL)
		return value_number(0);
	return value_number(floor((double)world->now_ms(world->data) / 1000 -
	    start * SECONDS_A_DAY + 0.5));
}

/* ---- what there is only elsewhere ---- */

static struct value
fn_nothing(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)eval, (void)call, (void)focus;
	return value_string("");
}

static struct value
fn_none(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)eval, (void)call, (void)focus;
	return value_number(0);
}

static struct value
fn_no(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)eval, (void)call, (void)focus;
	return value_boolean(false);
}

#define ELSEWHERE(name)	\
	{ name, 0, XPATH_ARGS_ANY, FN_STRING | FN_ELSEWHERE, fn_nothing }

const struct xpath_function xpath_fn_other[] = {
	{ "linebreak", 0, 0, FN_STRING, fn_linebreak },
	{ "lower", 1, 1, FN_STRING, fn_lower },
	{ "upper", 1, 1, FN_STRING, fn_upper },
	{ "empty", 1, 1, FN_BOOLEAN, fn_empty },
	{ "format-number", 1, 1, FN_STRING, fn_format_number },
	{ "hash", 1, XPATH_ARGS_ANY, FN_STRING, fn_hash },
	{ "short-geopoint", 1, 1, FN_STRING, fn_short_geopoint },
	{ "choice-label", 2, 2, FN_STRING, fn_choice_label },
	{ "rank-index", 2, 2, 0, fn_rank_index },
	{ "relevant", 1, 1, FN_BOOLEAN, fn_relevant },
	{ "username", 0, 0, FN_STRING | FN_VOLATILE, fn_username },
	{ "enumerator-name", 0, 0, FN_STRING | FN_VOLATILE, fn_username },
	{ "enumerator-id", 0, 0, FN_STRING | FN_VOLATILE, fn_username },
	{ "property", 1, 1, FN_STRING | FN_VOLATILE, fn_property },
	{ "version", 0, 0, FN_STRING, fn_version },
	{ "duration", 0, 0, FN_VOLATILE, fn_duration },
	{ "phone-call-duration", 0, 0, FN_ELSEWHERE, fn_none },
	{ "collect-is-phone-app", 0, 0, FN_BOOLEAN | FN_ELSEWHERE, fn_no },
	ELSEWHERE("phone-call-log"),
	ELSEWHERE("device-info"),
	ELSEWHERE("plug-in-metadata"),
	ELSEWHERE("geo-scatter"),
	/* OpenClinica */
	ELSEWHERE("comment-status"),
	/* Community Health Toolkit */
	ELSEWHERE("z-score"),
	ELSEWHERE("add-date"),
	ELSEWHERE("difference-in-months"),
	ELSEWHERE("parse-timestamp-to-date"),
	ELSEWHERE("to-bikram-sambat"),
	ELSEWHERE("cht:add-date"),
	ELSEWHERE("cht:difference-in-days"),
	ELSEWHERE("cht:difference-in-weeks"),
	ELSEWHERE("cht:difference-in-months"),
	ELSEWHERE("cht:difference-in-years"),
	ELSEWHERE("cht:extension-lib"),
	ELSEWHERE("cht:parse-timestamp-to-date"),
	ELSEWHERE("cht:strip-whitespace"),
	ELSEWHERE("cht:to-bikram-sambat"),
	ELSEWHERE("cht:validate-luhn"),
	{ NULL, 0, 0, 0, NULL }
};
