/*
 * scenario_check.c - a node of an interview against what another engine said
 * of it.
 */
#include <math.h>

#include "kit/base/moment.h"
#include "kit/base/text.h"
#include "scenario.h"

const char *
scenario_truth(bool yes)
{
	return yes ? "true" : "false";
}

static void
check_flag(struct play *play, size_t step, const char *path,
    const struct json *state, const char *key, bool seen)
{
	const struct json *value = json_get(state, key);

	if (value != NULL && json_type(value) == JSON_BOOL &&
	    json_bool(value) != seen)
		play_wrong(play, step, path, key, scenario_truth(!seen),
		    scenario_truth(seen));
}

/* Numbers that read the same are the same: "2" and "2.0", in places too. */
static bool
same_value(const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return true;
	while (*a != '\0' && *b != '\0') {
		char *end_a, *end_b;
		double x = strtod(a, &end_a), y = strtod(b, &end_b);

		if (end_a == a || end_b == b || x != y)
			return false;
		a = end_a + strspn(end_a, " ");
		b = end_b + strspn(end_b, " ");
		a += *a == ';' && (*b == ';' || a[1] == '\0');
		b += *b == ';' && (a[-1] == ';' || b[1] == '\0');
	}
	return *a == *b;
}

const char *
scenario_text(const struct json *value, char *number, size_t size)
{
	if (value == NULL || json_type(value) == JSON_NULL)
		return "";
	if (json_type(value) == JSON_NUMBER) {
		snprintf(number, size, "%.15g", json_number(value));
		return number;
	}
	if (json_type(value) == JSON_BOOL)
		return scenario_truth(json_bool(value));
	return json_string(value) ? json_string(value) : "";
}

/* One time of day, told in two zones. */
static bool
same_moment(const char *a, const char *b)
{
	char x[80], y[80];
	int64_t x_ms, y_ms;
	int offset;

	snprintf(x, sizeof(x), "2000-01-02T%.60s", a);
	snprintf(y, sizeof(y), "2000-01-02T%.60s", b);
	return moment_parse(slice_str(x), &x_ms, &offset) &&
	    moment_parse(slice_str(y), &y_ms, &offset) && x_ms == y_ms;
}

/* Answers are composed here at once, elsewhere when they are sent. */
static bool
same_nfc(const char *a, const char *b)
{
	struct buf x = BUF_INIT;
	bool same = text_nfc(&x, slice_str(a)) == NULL &&
	    strcmp(buf_str(&x), b) == 0;

	buf_free(&x);
	return same;
}

/* Drawn at random, here as there. */
static bool
is_uuid(const char *s)
{
	return strlen(s) == 41 && strncmp(s, "uuid:", 5) == 0 &&
	    s[13] == '-' && s[18] == '-' && s[23] == '-' && s[28] == '-';
}

/*
 * An answer that is not of its type, or breaks its constraint, is kept here and
 * flagged. Elsewhere it is dropped, or made into one that expressions can see:
 * they must see the same here.
 */
static bool
is_kept(const char *expected, const struct answer *answer)
{
	const char *seen = answer->node.value ? answer->node.value : "";

	if (*answer_value(answer) == '\0')
		return false;
	if (!answer->type_ok)
		return same_value(expected, seen);
	return !answer->constraint_ok && *expected == '\0';
}

/* What is not relevant has no value elsewhere, and keeps its own here. */
void
scenario_check_value(struct play *play, size_t step, const char *path,
    const struct json *value, const struct answer *answer)
{
	char number[64];
	const char *expected = scenario_text(value, number, sizeof(number));
	const char *seen = answer_value(answer);

	if (answer->item->kind != ITEM_QUESTION && *expected == '\0')
		return;
	if (!answer->relevant && *expected == '\0')
		return;
	if (is_kept(expected, answer))
		return;
	if (!same_value(expected, seen) && !same_moment(expected, seen) &&
	    !same_nfc(expected, seen) &&
	    !(is_uuid(expected) && is_uuid(seen)))
		play_wrong(play, step, path, "value", expected, seen);
}

static void
check_label(struct play *play, size_t step, const char *path,
    const struct json *state, const struct answer *answer)
{
	const char *expected = json_get_string(state, "label");
	struct buf seen = BUF_INIT;

	if (expected == NULL)
		return;
	if (instance_text(play->instance, &seen, answer,
	    &answer->item->label) != NULL ||
	    strcmp(buf_str(&seen), expected) != 0)
		play_wrong(play, step, path, "label", expected, buf_str(&seen));
	buf_free(&seen);
}

/* A choice whose label is empty is shown by its name here. */
static bool
same_label(const struct json *expected, const struct choice *choice,
    const char *seen)
{
	const char *label = expected ? json_string(expected) : NULL;

	return label == NULL || strcmp(label, seen) == 0 ||
	    (*label == '\0' && strcmp(choice->name, seen) == 0);
}

/* [["a", "A"], ...] or ["a", ...] */
void
scenario_check_choices(struct play *play, size_t step, const char *path,
    const struct json *expected, const struct answer *answer)
{
	const struct choice *const *choices;
	size_t count, i = 0;
	struct buf wanted = BUF_INIT, seen = BUF_INIT, label = BUF_INIT;

	if (expected == NULL || json_type(expected) != JSON_ARRAY)
		return;
	if (instance_choices(play->instance, answer, &choices, &count))
		buf_add(&seen, "(an error)");
	for (const struct json *e = json_first(expected); e;
	    e = json_next(e)) {
		const struct json *name = json_type(e) == JSON_ARRAY ?
		    json_first(e) : e;

		buf_addf(&wanted, "%s|", json_string(name) ?
		    json_string(name) : "");
		if (json_type(e) != JSON_ARRAY || i++ >= count)
			continue;
		buf_reset(&label);
		if (instance_choice_label(play->instance, &label, answer,
		    choices[i - 1]) == NULL && !same_label(json_next(name),
		    choices[i - 1], buf_str(&label)))
			play_wrong(play, step, path, "label of choice",
			    json_string(json_next(name)), buf_str(&label));
	}
	for (i = 0; i < count; i++)
		buf_addf(&seen, "%s|", choices[i]->name);
	if (strcmp(buf_str(&wanted), buf_str(&seen)) != 0)
		play_wrong(play, step, path, "choices", buf_str(&wanted),
		    buf_str(&seen));
	buf_free(&label);
	buf_free(&wanted);
	buf_free(&seen);
}

void
scenario_check_state(struct play *play, size_t step, const char *path,
    const struct json *state)
{
	const char *type = line_string(state, "type");
	struct answer *answer;

	if (strncmp(type, "repeat-range", 12) == 0)
		return;
	answer = play_find(play, path);
	if (answer == NULL) {
		play_wrong(play, step, path, "node", "there", "missing");
		return;
	}
	check_flag(play, step, path, state, "relevant", answer->relevant);
	check_flag(play, step, path, state, "readonly", answer->readonly);
	check_flag(play, step, path, state, "required", answer->required);
	check_flag(play, step, path, state, "constraint_ok",
	    answer->constraint_ok);
	if (answer->relevant)
		check_flag(play, step, path, state, "required_ok",
		    !answer->required || *answer_value(answer) != '\0');
	if (json_get(state, "value") != NULL)
		scenario_check_value(play, step, path, json_get(state, "value"),
		    answer);
	check_label(play, step, path, state, answer);
	scenario_check_choices(play, step, path, json_get(state, "choices"), answer);
}
