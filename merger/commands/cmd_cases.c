/* merger cases: the sample frame from a table, how cases stand, who has them. */
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"
#include "kit/record/outcome.h"
#include "merger/cases/casework.h"
#include "merger/cases/dispatch.h"
#include "merger/cases/frame.h"
#include "merger/changesets/author.h"
#include "merger/commands/commands.h"
#include "merger/commands/device.h"
#include "merger/commands/session.h"
#include "merger/print.h"
#include "merger/study/roster.h"

enum { CASES_BYTES_MAX = 32 << 20, SHOWN_BYTES_MAX = 200,
	DAY_CHARS = 10 };

const struct cli_option cases_options[] = {
	{ "key", "COLUMN", "the column that names a case (default: case)", 0 },
	{ NULL, NULL, NULL, 0 }
};
const struct cli_option cases_list_options[] = {
	{ "json", NULL, "a JSON array", 0 },
	{ NULL, NULL, NULL, 0 }
};
const struct cli_option cases_decide_options[] = {
	{ "reason", "TEXT", "why; laptops are told", 'r' },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
read_table(struct csv **out, const char *path)
{
	struct buf text = BUF_INIT;
	const struct err *err =
	    err_named(file_read(&text, path, CASES_BYTES_MAX));

	*out = NULL;
	if (err == NULL)
		err = err_in(csv_parse(out, buf_slice(&text)), "%s", path);
	buf_free(&text);
	return err;
}

/* What was written is safe; a hub that is away gets it at the next pull. */
static const struct err *
publish(struct workspace *ws)
{
	const struct err *err = dispatch_publish(ws);

	if (err == NULL)
		err = author_publish(ws);
	return err_in(err, "the cases are kept and go out with the next pull");
}

const struct err *
cmd_cases_import(struct cli *cli)
{
	const char *path = cli_operand(cli, 0), *key = cli_value(cli, "key");
	struct frame_sums sums = { 0 };
	struct csv *csv;
	struct workspace ws;
	const struct err *err = read_table(&csv, path);

	if (err != NULL)
		return err;
	err = session_open_author(&ws, cli);
	if (err == NULL) {
		err = err_in(frame_import(&ws, csv, key ? key : "case", &sums),
		    "%s", path);
		if (err == NULL)
			words_print(stdout, ws.language, W_CASES_IMPORTED,
			    path, NUMBER(sums.added), NUMBER(sums.changed),
			    NUMBER(sums.same), (char *)NULL);
		if (err == NULL && sums.erased > 0)
			words_print(stderr, ws.language, W_CASES_ERASED, path,
			    NUMBER(sums.erased), (char *)NULL);
		if (err == NULL && sums.added + sums.changed > 0)
			err = publish(&ws);
		workspace_close(&ws);
	}
	csv_free(csv);
	return err;
}

/* ---- list ---- */

struct listing {
	struct workspace *ws;
	struct json *roster;
	struct json *array;		/* with --json */
};

static const char *
who(const struct listing *l, const char *device)
{
	const char *name = roster_name(l->roster, device);

	return name[0] ? name : device;
}

static void
say_clean(const char *before, const char *text)
{
	struct buf clean = BUF_INIT;

	print_clean(&clean, text, SHOWN_BYTES_MAX);
	printf("%s%s", before, buf_str(&clean));
	buf_free(&clean);
}

static const char *
status_of(const struct casework *c)
{
	return c->status == CASE_OTHER ? "another (newer)" :
	    case_status_word(c->status);
}

static const char *
shown_status(enum language language, const struct casework *c)
{
	static const enum word words[] = {
		[CASE_OPEN] = W_STATUS_OPEN, [CASE_TAKEN] = W_STATUS_TAKEN,
		[CASE_ANSWERED] = W_STATUS_ANSWERED,
		[CASE_ANSWERED_ONLINE] = W_STATUS_ANSWERED_ONLINE,
		[CASE_REFUSED] = W_STATUS_REFUSED,
		[CASE_DO_NOT_CONTACT] = W_STATUS_DO_NOT_CONTACT,
		[CASE_OTHER] = W_STATUS_OTHER
	};

	return words_text(language, words[c->status]);
}

static void
print_attempt(const struct listing *l, const struct case_attempt *a)
{
	enum language language = l->ws->language;

	printf("    %.16s", a->attempt.when);
	say_clean("  ", a->attempt.how);
	say_clean("  ", a->attempt.outcome);
	say_clean(" ", outcome_label(a->attempt.outcome, language == FRENCH));
	say_clean(words_text(language, W_CASE_BY),
	    who(l, a->input->revision->author));
	if (a->attempt.call_back[0] != '\0')
		say_clean(words_text(language, W_CASE_CALL_BACK),
		    a->attempt.call_back);
	if (a->attempt.remark[0] != '\0')
		say_clean("  ", a->attempt.remark);
	putchar('\n');
}

static void
print_last(enum language language, const struct casework *c)
{
	const struct attempt *a = &c->attempts[c->attempt_count - 1].attempt;
	char day[DAY_CHARS + 1];

	snprintf(day, sizeof day, "%s", a->when);
	words_print(stdout, language, W_CASE_LAST, day, (char *)NULL);
	say_clean(" ", outcome_label(a->outcome, language == FRENCH));
	if (a->call_back[0] != '\0' && c->status == CASE_OPEN)
		say_clean(words_text(language, W_CASE_CALL_BACK),
		    a->call_back);
}

static void
print_case(const struct listing *l, const struct casework *c, bool whole)
{
	enum language language = l->ws->language;

	say_clean("", c->key);
	printf("  %s", shown_status(language, c));
	if (c->reason[0] != '\0') {
		say_clean(" (", c->reason);
		putchar(')');
	}
	if (c->handed[0] != '\0')
		say_clean(words_text(language, W_CASE_WITH),
		    who(l, c->handed));
	if (c->answered_by != NULL && c->answered_by[0] != '\0')
		say_clean(words_text(language, W_CASE_BY),
		    who(l, c->answered_by));
	words_print(stdout, language, W_CASE_ATTEMPTS,
	    NUMBER(c->attempt_count), (char *)NULL);
	if (c->attempt_count > 0 && !whole)
		print_last(language, c);
	putchar('\n');
	for (size_t i = 0; whole && i < c->attempt_count; i++)
		print_attempt(l, &c->attempts[i]);
}

static struct json *
attempt_json(const struct case_attempt *a)
{
	struct json *object = json_new_object();

	json_put_string(object, "by", a->input->revision->author);
	json_put_string(object, "call_back", a->attempt.call_back);
	json_put_string(object, "how", a->attempt.how);
	json_put_string(object, "outcome", a->attempt.outcome);
	json_put_string(object, "remark", a->attempt.remark);
	json_put_string(object, "when", a->attempt.when);
	return object;
}

static void
add_json(struct json *array, const struct casework *c)
{
	struct json *object = json_new_object(), *attempts = json_new_array();

	for (size_t i = 0; i < c->attempt_count; i++)
		json_add(attempts, attempt_json(&c->attempts[i]));
	json_put_string(object, "answered_by", c->answered_by ?
	    c->answered_by : "");
	json_put(object, "attempts", attempts);
	json_put_string(object, "case", c->key);
	json_put_string(object, "handed", c->handed);
	json_put_string(object, "id", c->record->merged.id);
	json_put_string(object, "reason", c->reason);
	json_put_string(object, "status", status_of(c));
	json_add(array, object);
}

static const struct err *
list(struct listing *l, const struct casebook *book, const char *text)
{
	struct casework *one = NULL;
	const struct err *err = text ? casebook_find(&one, book, text) : NULL;

	for (size_t i = 0; i < book->count && err == NULL; i++) {
		const struct casework *c = &book->cases[i];

		if (one != NULL && c != one)
			continue;
		if (l->array != NULL)
			add_json(l->array, c);
		else
			print_case(l, c, one != NULL);
	}
	return err;
}

static void
print_json(const struct json *array)
{
	struct buf text = BUF_INIT;

	json_write(&text, array);
	printf("%s\n", buf_str(&text));
	buf_wipe(&text);
}

const struct err *
cmd_cases_list(struct cli *cli)
{
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct casebook book;
	struct listing l = { .ws = &ws };
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = roster_read(&ws, &l.roster);
	if (err == NULL && cli_has(cli, "json"))
		l.array = json_new_array();
	if (err == NULL) {
		casebook_read(&book, &ws, &dataset);
		err = list(&l, &book, cli_operand(cli, 0));
	}
	if (err == NULL && l.array != NULL)
		print_json(l.array);
	json_free(l.array);
	json_free(l.roster);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}

/* ---- decisions ---- */

static const struct err *
find_cases(struct casework **out, const struct casebook *book,
    const struct cli *cli, size_t count)
{
	const struct err *err = NULL;

	for (size_t i = 0; i < count && err == NULL; i++)
		err = casebook_find(&out[i], book, cli_operand(cli, i));
	return err;
}

/* Decide about the cases that all operands but the last one name. */
static const struct err *
decide(struct workspace *ws, const struct cli *cli,
    struct case_decision *decision)
{
	size_t count = cli_operand_count(cli) - 1, written = 0;
	struct casework **cases = mem_alloc_n(count + 1, sizeof *cases);
	char text[PRINT_COUNT_MAX];
	struct dataset dataset;
	struct casebook book;
	const struct err *err = dataset_load(&dataset, ws);

	if (err == NULL) {
		casebook_read(&book, ws, &dataset);
		err = find_cases(cases, &book, cli, count);
	}
	decision->subject = print_count(text, count, "case");
	if (err == NULL)
		err = casework_decide(ws, cases, count, decision, &written);
	if (err == NULL)
		words_print(stdout, ws->language, W_CASES_CHANGED,
		    NUMBER(written), NUMBER(count - written), (char *)NULL);
	if (err == NULL && written > 0)
		err = publish(ws);
	dataset_free(&dataset);
	mem_free(cases);
	return err;
}

static const struct err *
reason_of(struct buf *out, const struct cli *cli)
{
	const char *reason = cli_value(cli, "reason");

	return text_nfc(out, slice_str(reason ? reason : ""));
}

static const struct err *
status_wanted(const char **out, const char *word)
{
	enum case_status status = case_status_parse(word);

	*out = status == CASE_OPEN ? NULL : case_status_word(status);
	return status == CASE_OPEN || status == CASE_REFUSED ||
	    status == CASE_DO_NOT_CONTACT || status == CASE_ANSWERED_ONLINE ?
	    NULL : err_new(ERR_USAGE, "\"%s\": the status of a case is "
	    "refused, do-not-contact, answered-online or open (taken is said "
	    "with merger cases assign, answered by an interview)", word);
}

const struct err *
cmd_cases_status(struct cli *cli)
{
	struct case_decision decision = { .path = ".status" };
	struct buf reason = BUF_INIT;
	struct workspace ws;
	const struct err *err = status_wanted(&decision.value,
	    cli_operand(cli, cli_operand_count(cli) - 1));

	if (err == NULL && cli_value(cli, "reason") == NULL)
		err = err_new(ERR_USAGE, "--reason TEXT is missing: who said "
		    "so, and when?");
	if (err == NULL)
		err = reason_of(&reason, cli);
	if (err == NULL && (err = session_open_author(&ws, cli)) == NULL) {
		decision.reason = buf_str(&reason);
		err = decide(&ws, cli, &decision);
		workspace_close(&ws);
	}
	buf_free(&reason);
	return err;
}

/* "nobody", or an admitted device by the beginning of its id. */
static const struct err *
device_wanted(const char **out, char id[DEVICE_ID_MAX], struct workspace *ws,
    const char *text)
{
	const struct err *err;
	const struct member *member;

	*out = NULL;
	if (!strcmp(text, "nobody"))
		return NULL;
	if ((err = device_find(ws, text, id)) != NULL)
		return err;
	member = manifest_member(ws->manifest, id);
	if (member == NULL || member->role != MEMBER_DEVICE)
		return err_new(ERR_USAGE, "device %.8s is revoked or lost", id);
	*out = id;
	return NULL;
}

const struct err *
cmd_cases_assign(struct cli *cli)
{
	struct case_decision decision = { .path = ".handed" };
	struct buf reason = BUF_INIT;
	char id[DEVICE_ID_MAX];
	struct workspace ws;
	const struct err *err = reason_of(&reason, cli);

	if (err == NULL && (err = session_open_author(&ws, cli)) == NULL) {
		decision.reason = buf_str(&reason);
		err = device_wanted(&decision.value, id, &ws,
		    cli_operand(cli, cli_operand_count(cli) - 1));
		if (err == NULL)
			err = decide(&ws, cli, &decision);
		workspace_close(&ws);
	}
	buf_free(&reason);
	return err;
}
