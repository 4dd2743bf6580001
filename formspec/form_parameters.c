/*
 * The column "parameters": which keys a type of question has, and what they
 * may say. Types without a row take any key. Source: xlsform.org, and the
 * behaviour of pyxform.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/form_build.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

enum value_rule {
	VALUE_ANY, VALUE_NUMBER, VALUE_WHOLE, VALUE_NAME, VALUE_WORD,
	VALUE_SEED, VALUE_LIST, VALUE_GEOMETRY, VALUE_APP
};

struct rule {
	const char *type, *key;
	enum value_rule rule;
	const char *words;	/* VALUE_WORD: small, a space around each */
};

#define BOOLEAN	VALUE_WORD, " true false yes no "
#define TRUE_FALSE	VALUE_WORD, " true false "
#define RANDOM(type)						\
	{ type, "randomize", BOOLEAN },				\
	{ type, "seed", VALUE_SEED, NULL }
#define COLUMNS(type)						\
	{ type, "value", VALUE_NAME, NULL },			\
	{ type, "label", VALUE_NAME, NULL }
#define LINE(type)						\
	{ type, "allow-mock-accuracy", TRUE_FALSE },		\
	{ type, "incremental", VALUE_WORD, " true yes true() " },	\
	{ type, "reference-geometry", VALUE_GEOMETRY, NULL }

static const struct rule rules[] = {
	RANDOM("select_one"), RANDOM("select_multiple"), RANDOM("rank"),
	RANDOM("select_one_external"),
	RANDOM("select_one_from_file"), COLUMNS("select_one_from_file"),
	RANDOM("select_multiple_from_file"),
	COLUMNS("select_multiple_from_file"),
	{ "range", "start", VALUE_NUMBER, NULL },
	{ "range", "end", VALUE_NUMBER, NULL },
	{ "range", "step", VALUE_NUMBER, NULL },
	{ "range", "tick_interval", VALUE_NUMBER, NULL },
	{ "range", "placeholder", VALUE_NUMBER, NULL },
	{ "range", "tick_labelset", VALUE_LIST, NULL },
	{ "text", "rows", VALUE_WHOLE, NULL },
	{ "text", "max-length", VALUE_WHOLE, NULL },
	{ "geopoint", "allow-mock-accuracy", TRUE_FALSE },
	{ "geopoint", "capture-accuracy", VALUE_NUMBER, NULL },
	{ "geopoint", "warning-accuracy", VALUE_NUMBER, NULL },
	{ "geopoint", "reference-geometry", VALUE_GEOMETRY, NULL },
	LINE("geotrace"), LINE("geoshape"),
	{ "audio", "quality", VALUE_WORD, " voice-only low normal external " },
	{ "background-audio", "quality", VALUE_WORD,
	    " voice-only low normal " },
	{ "image", "max-pixels", VALUE_WHOLE, NULL },
	{ "image", "app", VALUE_APP, NULL },
	{ "audit", "identify-user", BOOLEAN },
	{ "audit", "track-changes", BOOLEAN },
	{ "audit", "track-changes-reasons", VALUE_WORD, " on-form-edit " },
	{ "audit", "location-priority", VALUE_WORD,
	    " no-power low-power balanced high-accuracy " },
	{ "audit", "location-min-interval", VALUE_WHOLE, NULL },
	{ "audit", "location-max-age", VALUE_WHOLE, NULL }
};

enum { RULE_COUNT = sizeof(rules) / sizeof(*rules) };

/* The diagnostic for a value that does not follow its rule. */
static const char *const kinds[] = {
	[VALUE_NUMBER] = "parameter-number",
	[VALUE_WHOLE] = "parameter-whole",
	[VALUE_NAME] = "parameter-name",
	[VALUE_WORD] = "parameter-word",
	[VALUE_SEED] = "parameter-seed",
	[VALUE_LIST] = "parameter-list",
	[VALUE_GEOMETRY] = "parameter-geometry",
	[VALUE_APP] = "parameter-app"
};

/* What stands between parameters, and may stand around their "=". */
#define BETWEEN	" ,;\t\r\n"
#define BLANK	" \t\r\n"

struct check {
	struct form_build *build;
	struct item *item;
	struct place place;
};

static char *
lower_case(struct arena *arena, const char *s, size_t len)
{
	char *out = arena_strndup(arena, s, len);

	for (char *c = out; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c + ('a' - 'A'));
	return out;
}

static bool
is_number(const char *s, double *out)
{
	char *end;
	size_t len = strlen(s);

	*out = strtod(s, &end);
	return len > 0 && strspn(s, "+-.0123456789") == len && *end == '\0';
}

static bool
is_reference(const char *s)
{
	size_t len = strlen(s);

	return len > 3 && strncmp(s, "${", 2) == 0 && s[len - 1] == '}';
}

static bool
is_word(const char *words, const char *value)
{
	size_t len = strlen(value);

	if (len == 0)
		return false;
	for (const char *at = words; (at = strstr(at, value)) != NULL; at++)
		if (at > words && at[-1] == ' ' && at[len] == ' ')
			return true;
	return false;
}

/* A list of choices, or the name of a file's instance. */
static bool
is_instance(const struct form_build *build, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < build->list_count; i++) {
		const struct choice_list *list = build->lists[i];
		size_t stem = list->from_file ? strcspn(list->name, ".") :
		    strlen(list->name);

		if (!list->external && stem == len &&
		    memcmp(list->name, name, len) == 0)
			return true;
	}
	return false;
}

static bool
value_fits(const struct check *check, const struct rule *rule,
    const char *value)
{
	const char *appearance = check->item->appearance;
	double number;

	switch (rule->rule) {
	case VALUE_NUMBER:
		return is_number(value, &number);
	case VALUE_WHOLE:
		return value[0] != '\0' &&
		    strspn(value, "0123456789") == strlen(value);
	case VALUE_NAME:
		return form_name_is_valid(value);
	case VALUE_WORD:
		return is_word(rule->words, lower_case(check->build->arena,
		    value, strlen(value)));
	case VALUE_SEED:
		return is_number(value, &number) || is_reference(value);
	case VALUE_LIST:
		return form_build_find_list(check->build, value, false) !=
		    NULL;
	case VALUE_GEOMETRY:
		return is_reference(value) ||
		    is_instance(check->build, value);
	case VALUE_APP:
		/* Only a plain picture is taken by another program. */
		return strchr(value, '.') != NULL || (appearance[0] != '\0' &&
		    strcmp(appearance, "annotate") != 0);
	case VALUE_ANY:
		break;
	}
	return true;
}

static const struct rule *
find_rule(const char *type, const char *key)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (*rules[i].type == *type &&
		    strcmp(rules[i].type, type) == 0 &&
		    (key == NULL || strcmp(rules[i].key, key) == 0))
			return &rules[i];
	return NULL;
}

/* Add "key=value" from *s, which moves behind it; false when there is none. */
static bool
tidy_pair(struct arena *arena, struct buf *out, const char *word,
    const char **s)
{
	size_t len = strcspn(*s, "=" BETWEEN);
	const char *key = lower_case(arena, *s, len), *value;
	const struct rule *rule = find_rule(word, key);

	*s += len;
	*s += strspn(*s, BLANK);
	if (len == 0 || **s != '=')
		return false;
	(*s)++;
	*s += strspn(*s, BLANK);
	len = strcspn(*s, BETWEEN);
	value = rule != NULL && rule->rule == VALUE_WORD ?
	    lower_case(arena, *s, len) : arena_strndup(arena, *s, len);
	*s += len;
	buf_addf(out, "%s%s=", out->len > 0 ? " " : "", key);
	buf_add(out, value);
	return len > 0;
}

const char *
form_tidy_parameters(struct arena *arena, const char *word,
    const char *written)
{
	const char *s = written + strspn(written, BETWEEN);
	struct buf out = BUF_INIT;
	bool sense = true;

	while (sense && *s != '\0') {
		sense = tidy_pair(arena, &out, word, &s);
		s += strspn(s, BETWEEN);
	}
	if (sense)
		written = arena_strdup(arena, buf_str(&out));
	buf_free(&out);
	return written;
}

static const char *
nearest_key(const char *type, const char *key)
{
	const char *keys[RULE_COUNT];
	size_t count = 0;

	for (size_t i = 0; i < RULE_COUNT; i++)
		if (strcmp(rules[i].type, type) == 0)
			keys[count++] = rules[i].key;
	return text_nearest(key, keys, count);
}

static void
check_pair(struct check *check, const char *pair)
{
	const char *type = check->item->word;
	const char *equals = strchr(pair, '=');
	const struct rule *rule;
	char *key;

	if (equals == NULL || equals == pair || equals[1] == '\0' ||
	    strchr(equals + 1, '=') != NULL) {
		diag_add(check->build->diags, &check->place, "bad-parameter",
		    pair);
		return;
	}
	key = arena_strndup(check->build->arena, pair,
	    (size_t)(equals - pair));
	rule = find_rule(type, key);
	if (rule == NULL)
		diag_add(check->build->diags, &check->place,
		    "unknown-parameter", key, type, nearest_key(type, key));
	else if (!value_fits(check, rule, equals + 1))
		diag_add(check->build->diags, &check->place,
		    kinds[rule->rule], key, equals + 1,
		    rule->words ? arena_slice(check->build->arena,
		    text_trim(slice_str(rule->words))) : "");
}

static const char *
parameter(const struct check *check, const char *key)
{
	return form_parameter(check->build->arena, check->item->parameters,
	    key);
}

static double
number_of(const struct check *check, const char *key, double otherwise)
{
	const char *value = parameter(check, key);
	double number;

	return value != NULL && is_number(value, &number) ? number : otherwise;
}

struct range {
	double start, end, step;
	double tick;			/* tick_interval, or the step */
};

/* Decimals such as 0.1 are not exact: a little room on both sides. */
static bool
is_multiple(double number, double step)
{
	double times;

	if (step == 0)
		return false;
	times = number / step;
	return fabs(times - floor(times + 0.5)) < 1e-6;
}

static bool
is_within(const struct range *range, double number)
{
	double low = range->start < range->end ? range->start : range->end;
	double high = range->start < range->end ? range->end : range->start;

	return number >= low - 1e-9 && number <= high + 1e-9;
}

static void
refuse(const struct check *check, const char *kind, const char *key)
{
	const char *value = parameter(check, key);

	diag_add(check->build->diags, &check->place, kind, key,
	    value ? value : "");
}

/* The labels below the ticks name numbers of the range. */
static void
check_labels(const struct check *check, const struct range *range)
{
	const char *name = parameter(check, "tick_labelset");
	struct choice_list *list = name ?
	    form_build_find_list(check->build, name, false) : NULL;
	bool ends_only = strstr(check->item->appearance, "no-ticks") != NULL;

	if (list == NULL)
		return;
	list->used = true;
	if (ends_only && list->choice_count != 2)
		refuse(check, "range-labels", "tick_labelset");
	for (size_t i = 0; i < list->choice_count; i++) {
		double number;
		bool fits = is_number(list->choices[i].name, &number) &&
		    is_within(range, number) &&
		    is_multiple(number - range->start, range->tick);

		if (fits && ends_only)
			fits = number == range->start || number == range->end;
		if (!fits) {
			refuse(check, "range-labels", "tick_labelset");
			return;
		}
	}
}

static void
check_range(const struct check *check)
{
	static const char *const ticks[] = {
		"tick_interval", "placeholder", "tick_labelset"
	};
	struct range range = { number_of(check, "start", 1),
	    number_of(check, "end", 10), number_of(check, "step", 1), 0 };
	double width = fabs(range.end - range.start);
	double interval = number_of(check, "tick_interval", range.step);
	double placeholder = number_of(check, "placeholder", range.start);
	const char *appearance = check->item->appearance;

	for (size_t i = 0; i < 3; i++)
		if (parameter(check, ticks[i]) != NULL && !is_word(
		    " vertical no-ticks vertical ", appearance) &&
		    appearance[0] != '\0')
			refuse(check, "range-appearance", ticks[i]);
	range.tick = interval;
	if (fabs(range.step) > width || range.step == 0)
		refuse(check, "range-step", "step");
	if (parameter(check, "tick_interval") != NULL && (interval == 0 ||
	    fabs(interval) > width || !is_multiple(interval, range.step)))
		refuse(check, "range-multiple", "tick_interval");
	if (!is_within(&range, placeholder) ||
	    !is_multiple(placeholder - range.start, range.step))
		refuse(check, "range-multiple", "placeholder");
	check_labels(check, &range);
}

static bool
is_yes(const char *value)
{
	return value != NULL && form_yes_no(value) == 1;
}

/* Where the device is, is asked for with all three, or not at all. */
static void
check_location(const struct check *check)
{
	static const char *const keys[] = {
		"location-priority", "location-min-interval",
		"location-max-age"
	};
	size_t given = 0;

	for (size_t i = 0; i < 3; i++)
		given += parameter(check, keys[i]) != NULL;
	if (given == 1 || given == 2)
		diag_add(check->build->diags, &check->place, "audit-location");
	else if (number_of(check, keys[2], 1e18) <
	    number_of(check, keys[1], 0))
		refuse(check, "parameter-max-age", keys[2]);
}

static void
check_together(const struct check *check)
{
	if (parameter(check, "seed") != NULL &&
	    !is_yes(parameter(check, "randomize")))
		refuse(check, "parameter-needs-randomize", "seed");
	check_location(check);
}

void
form_check_parameters(struct form_build *build, struct item *item)
{
	struct check check = { .build = build, .item = item };
	size_t errors = diags_errors(build->diags);
	const char *s = item->parameters;

	if (item->kind != ITEM_QUESTION || find_rule(item->word, NULL) == NULL)
		return;
	check.place = form_place(build, item, FIELD_PARAMETERS, s);
	for (;;) {
		size_t len;

		s += strspn(s, BETWEEN);
		if (*s == '\0')
			break;
		len = strcspn(s, BETWEEN);
		check.place.caret = (unsigned)(s - item->parameters);
		check.place.caret_len = (unsigned)len;
		check_pair(&check, arena_strndup(build->arena, s, len));
		s += len;
	}
	check.place.caret_len = 0;
	if (errors != diags_errors(build->diags))
		return;
	check_together(&check);
	if (item->type == Q_RANGE)
		check_range(&check);
}
