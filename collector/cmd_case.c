/* cmd_case.c - the cases: how they stand, attempts to reach people. */
#include <stdlib.h>
#include <string.h>

#include "collector/casebook.h"
#include "collector/commands.h"
#include "collector/interview/interview.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/record/outcome.h"

const struct cli_option cmd_case_list_options[] = {
	{ "due", NULL, "only those where a call-back is due", 0 },
	{ "json", NULL, "a JSON array", 0 },
	{ NULL, NULL, NULL, 0 }
};
const struct cli_option cmd_case_attempt_options[] = {
	{ "how", "WORD", "phone, mail, visit, video or other", 0 },
	{ "outcome", "CODE", "what came of it (see case outcomes)", 0 },
	{ "when", "MOMENT", "2026-11-23T09:30 (default: now)", 0 },
	{ "call-back", "DAY", "2026-11-30, or 2026-11-30T14:00", 0 },
	{ "remark", "TEXT", "what the next one should know", 0 },
	{ NULL, NULL, NULL, 0 }
};
const struct cli_option cmd_case_add_options[] = {
	{ "key", "KEY", "what the case is called by (default: one is made)",
	    0 },
	{ NULL, NULL, NULL, 0 }
};

/* ---- words ---- */

/* "2026-11-23 09:30, phone, no answer [3.13]" */
static void
add_attempt(struct buf *out, enum language language, const struct attempt *a)
{
	int64_t ms = 0;
	int offset;
	char when[SESSION_TIME_MAX];

	(void)moment_parse(slice_str(a->when), &ms, &offset);
	session_time(when, ms);
	buf_addf(out, "%s, %s, %s [%s]", when, casebook_how(language, a->how),
	    outcome_label(a->outcome, language == FRENCH), a->outcome);
}

/* ---- list ---- */

static struct json *
attempt_json(const struct down_attempt *item)
{
	const struct attempt *a = &item->attempt;
	struct json *object = json_new_object();

	json_put_string(object, "by", item->by);
	json_put_string(object, "call_back", a->call_back);
	json_put_string(object, "how", a->how);
	json_put_string(object, "outcome", a->outcome);
	json_put_string(object, "remark", a->remark);
	json_put_string(object, "when", a->when);
	return object;
}

static void
add_json(struct json *array, const struct casework *c,
    const struct case_view *view)
{
	struct json *object = json_new_object(), *attempts = json_new_array();

	for (size_t i = 0; i < view->attempt_count; i++)
		json_add(attempts, attempt_json(&view->attempts[i]));
	json_put(object, "attempts", attempts);
	json_put_string(object, "call_back", view->call_back);
	json_put_string(object, "case", c->key);
	json_put_u64(object, "count", view->count);
	json_put(object, "due", json_new_bool(casebook_is_due(view->call_back)));
	json_put(object, "mine", json_new_bool(view->said.mine));
	json_put_string(object, "reason", view->said.reason);
	json_put_string(object, "status", view->said.word);
	json_put_string(object, "with", view->said.with);
	json_add(array, object);
}

/* Nothing personal: a list is looked at with others around. */
static void
print_line(const struct session *s, const struct casework *c,
    const struct case_view *view)
{
	struct buf line = BUF_INIT;
	enum language language = s->language;

	buf_addf(&line, "%s  ", c->key);
	casebook_say_status(&line, language, &view->said);
	if (view->count > 0) {
		buf_add(&line, "  ");
		word_add(&line, language, W_CASE_ATTEMPTS,
		    session_number(s, (size_t)view->count), (char *)NULL);
	}
	if (view->attempt_count > 0) {
		buf_add(&line, word_text(language, W_CASE_LAST));
		add_attempt(&line, language,
		    &view->attempts[view->attempt_count - 1].attempt);
	}
	if (view->call_back[0] != '\0') {
		buf_add(&line, "  ");
		word_add(&line, language, casebook_is_due(view->call_back) ?
		    W_CASE_DUE : W_CASE_CALL_BACK, view->call_back,
		    (char *)NULL);
	}
	printf("%s\n", buf_str(&line));
	buf_wipe(&line);
}

static const struct err *
list(struct session *s, struct json *array)
{
	const struct err *err;
	struct casework *cases;
	struct case_interviews interviews;
	struct case_view view;
	size_t count = 0, shown = 0;

	err = casebook_list(&cases, &count, s);
	if (!err)
		err = casebook_interviews(&interviews, s);
	for (size_t i = 0; i < count && !err; i++) {
		casebook_view(&view, s->arena, &cases[i], &interviews);
		if (cli_has(s->cli, "due") && !casebook_is_due(view.call_back))
			continue;
		shown++;
		if (array != NULL)
			add_json(array, &cases[i], &view);
		else
			print_line(s, &cases[i], &view);
	}
	if (!err && shown == 0 && array == NULL)
		word_say(stderr, s->language, W_NO_CASES, (char *)NULL);
	return err;
}

const struct err *
cmd_case_list(struct cli *cli)
{
	struct session session;
	struct json *array = cli_has(cli, "json") ? json_new_array() : NULL;
	struct buf text = BUF_INIT;
	const struct err *err = session_open(&session, cli, SESSION_UNLOCK);

	if (!err)
		err = list(&session, array);
	if (!err && array != NULL) {
		json_write(&text, array);
		printf("%s\n", buf_str(&text));
	}
	json_free(array);
	buf_wipe(&text);
	session_close(&session);
	return err;
}

/* ---- show ---- */

/* What people are known by: the sample's fields, and those that were added. */
static void
print_fields(const struct session *s, const struct fields *fields)
{
	size_t n;
	const struct field *items = casebook_in_order(s->arena, fields->items,
	    fields->count, &n);

	for (size_t i = 0; i < n; i++)
		printf("%s\n    %s\n", items[i].path, items[i].value);
}

static void
print_attempt(const struct session *s, const struct down_attempt *item)
{
	struct buf line = BUF_INIT;
	const struct attempt *a = &item->attempt;

	add_attempt(&line, s->language, a);
	if (item->by[0] != '\0') {
		buf_add(&line, ", ");
		word_add(&line, s->language, W_CASE_BY, item->by,
		    (char *)NULL);
	}
	if (a->call_back[0] != '\0') {
		buf_add(&line, "; ");
		word_add(&line, s->language, W_CASE_CALL_BACK, a->call_back,
		    (char *)NULL);
	}
	if (a->remark[0] != '\0')
		buf_addf(&line, "\n    %s", a->remark);
	printf("%s\n", buf_str(&line));
	buf_wipe(&line);
}

static const struct err *
show(struct session *s)
{
	const struct err *err;
	struct casework c;
	struct case_interviews interviews;
	struct case_view view;
	struct buf status = BUF_INIT;

	err = store_case(&c, s->arena, s->store, cli_operand(s->cli, 0));
	if (!err && !c.in_sample && !c.has_tip)
		err = err_new(ERR_USAGE, "case %s: nothing is known of it "
		    "here", c.key);
	if (!err)
		err = casebook_interviews(&interviews, s);
	if (err)
		return err;
	casebook_view(&view, s->arena, &c, &interviews);
	casebook_say_status(&status, s->language, &view.said);
	printf("%s%s%s\n", c.key, word_text(s->language, W_COLON),
	    buf_str(&status));
	buf_reset(&status);
	casebook_say_interview(&status, s->language, &view);
	if (status.len > 0)
		printf("%s\n", buf_str(&status));
	print_fields(s, casebook_known(&c));
	for (size_t i = 0; i < view.attempt_count; i++)
		print_attempt(s, &view.attempts[i]);
	buf_free(&status);
	return NULL;
}

const struct err *
cmd_case_show(struct cli *cli)
{
	struct session session;
	const struct err *err = session_open(&session, cli, SESSION_UNLOCK);

	if (!err)
		err = show(&session);
	session_close(&session);
	return err;
}

/* ---- attempt ---- */

static const char *
given(const struct cli *cli, const char *option)
{
	const char *value = cli_value(cli, option);

	return value ? value : "";
}

static const struct err *
read_attempt(struct attempt *out, struct session *s)
{
	const struct err *err;
	const struct cli *cli = s->cli;

	*out = (struct attempt){ .how = given(cli, "how"),
		.outcome = given(cli, "outcome"),
		.call_back = given(cli, "call-back"), .phase = "" };
	if (out->how[0] == '\0' || out->outcome[0] == '\0')
		return err_new(ERR_USAGE, "say how it was tried and what came "
		    "of it: --how phone --outcome 3.13 (case outcomes lists "
		    "the codes)");
	err = casebook_text(&out->remark, s->arena, given(cli, "remark"));
	return err ? err : err_in(casebook_when(&out->when, s->arena,
	    cli_value(cli, "when")), "--when");
}

static const struct err *
attempt(struct session *s)
{
	const struct err *err;
	struct casework c;
	struct attempt a;
	struct buf line = BUF_INIT;

	if ((err = read_attempt(&a, s)) != NULL ||
	    (err = interview_check_phase(s->store)) != NULL)
		return err;
	err = store_case(&c, s->arena, s->store, cli_operand(s->cli, 0));
	if (!err)
		err = casebook_log(s, &c, &a);
	if (err)
		return err;
	add_attempt(&line, s->language, &a);
	word_say(stdout, s->language, W_CASE_LOGGED, c.key, buf_str(&line),
	    (char *)NULL);
	buf_free(&line);
	return NULL;
}

const struct err *
cmd_case_attempt(struct cli *cli)
{
	struct session session;
	const struct err *err = session_open(&session, cli, SESSION_UNLOCK);

	if (!err)
		err = attempt(&session);
	session_close(&session);
	return err;
}

/* ---- add ---- */

static const struct err *
read_field(struct field *out, struct arena *arena, const char *operand)
{
	const struct err *err;
	const char *equals = strchr(operand, '=');

	if (equals == NULL || equals == operand)
		return err_new(ERR_USAGE, "\"%s\": write FIELD=VALUE", operand);
	err = casebook_text(&out->path, arena,
	    arena_strndup(arena, operand, (size_t)(equals - operand)));
	if (!err)
		err = casebook_text(&out->value, arena, equals + 1);
	if (!err && (strpbrk(out->path, "/[]") != NULL ||
	    out->path[0] == '.' || out->path[0] == '\0'))
		err = err_new(ERR_USAGE, "\"%s\": a name without / [ ] and "
		    "without a dot in front is needed", out->path);
	return err;
}

static const struct err *
add(struct session *s)
{
	const struct err *err;
	size_t count = cli_operand_count(s->cli);
	struct field *fields = arena_alloc_n(s->arena, count + 1,
	    sizeof(*fields));
	struct casework c = { .key = "" };

	for (size_t i = 0; i < count; i++)
		if ((err = read_field(&fields[i], s->arena,
		    cli_operand(s->cli, i))) != NULL)
			return err;
	if ((err = interview_check_phase(s->store)) != NULL ||
	    (err = casebook_key(&c.key, s, cli_value(s->cli, "key"))) != NULL)
		return err;
	fields[count] = (struct field){ ".key", c.key };
	case_record_id(c.id, &store_study(s->store)->id, c.key);
	err = casebook_add(s, &c, fields, count + 1);
	if (!err)
		word_say(stdout, s->language, W_CASE_ADDED, c.key,
		    (char *)NULL);
	return err;
}

const struct err *
cmd_case_add(struct cli *cli)
{
	struct session session;
	const struct err *err = session_open(&session, cli, SESSION_UNLOCK);

	if (!err)
		err = add(&session);
	session_close(&session);
	return err;
}

/* ---- outcomes ---- */

const struct err *
cmd_case_outcomes(struct cli *cli)
{
	bool french = language_asked(cli) == FRENCH;
	size_t count;
	const struct outcome *all = outcome_all(&count);

	for (size_t i = 0; i < count; i++)
		printf("%-6s %s\n", all[i].code, french ? all[i].french :
		    all[i].english);
	return NULL;
}
