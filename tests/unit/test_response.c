/*
 * Responses: from an interview over cases/response/survey.md to fields and
 * back, and the form's say on merged histories (merge_notation.h).
 */
#include <stdlib.h>

#include "kit/record/response.h"
#include "tests/unit/check.h"
#include "tests/unit/merge_notation.h"

static struct form *form;

static int64_t
at_one_time(void *data)
{
	(void)data;
	return 1732264200000;
}

static const struct instance_setting setting = {
	.world = { .now_ms = at_one_time }
};

static void
read_form(void)
{
	struct diags *diags = diags_new();
	struct buf said = BUF_INIT;

	CHECK_OK(form_read(&form, "cases/response/survey.md", diags));
	diags_print(&said, diags, "en");
	CHECK_RESULT(form != NULL, "%s", buf_str(&said));
	buf_free(&said);
	diags_free(diags);
	if (form == NULL)
		exit(1);
}

static void
add_unknown(void *data, const char *path)
{
	buf_addf(data, "%s\n", path);
}

/* Load the fields, and show what the interview then holds. */
static void
show_loaded(struct buf *out, const struct field *items, size_t count,
    bool final)
{
	struct arena *arena = arena_new();
	struct fields fields = { items, count }, seen;
	struct instance *instance;

	CHECK_OK(instance_new(&instance, form, &setting));
	CHECK_OK(response_load(instance, &fields, add_unknown, out));
	CHECK_OK(response_fields(&seen, arena, instance, final));
	for (size_t i = 0; i < seen.count; i++) {
		history_add_path(out, seen.items[i].path);
		buf_addf(out, "=%s\n", seen.items[i].value);
		CHECK(i == 0 || strcmp(seen.items[i - 1].path,
		    seen.items[i].path) < 0);
	}
	instance_free(instance);
	arena_free(arena);
}

static void
check_loaded(struct field *items, size_t count, bool final,
    const char *expected)
{
	struct buf seen = BUF_INIT;

	fields_sort(items, count);
	show_loaded(&seen, items, count, final);
	CHECK_STR(buf_str(&seen), expected);
	buf_free(&seen);
}

#define JOB1 "interview/jobs[0000000000000001]"
#define JOB2 "interview/jobs[0000000000000002]"
#define JOB3 "interview/jobs[0000000000000003]"

static void
test_round_trip(void)
{
	struct field fields[] = {
		{ "age", "40" }, { "years", "10" }, { "consent", "yes" },
		{ "stamp", "2020-01-01T00:00:00.000+00:00" }, { "drawn", "0.5" },
		{ "started", "2020-01-01T00:00:00.000+00:00" },
		{ JOB1, "2" }, { JOB2, "1" }, { JOB1 "/title", "chef" },
		{ JOB1 "/tasks[000000000000000a]", "1" },
		{ JOB1 "/tasks[000000000000000a]/part", "25" },
		{ "interview/parts", "7" }, { ".case", "k" },
	};

	check_loaded(fields, sizeof fields / sizeof fields[0], false,
	    "age=40\nconsent=yes\ndrawn=0.5\n"
	    "interview/jobs[1]=2\ninterview/jobs[1]/tasks[a]=1\n"
	    "interview/jobs[1]/tasks[a]/part=25\ninterview/jobs[1]/title=chef\n"
	    "interview/jobs[2]=1\ninterview/parts=25\n"
	    "stamp=2020-01-01T00:00:00.000+00:00\n"
	    "started=2020-01-01T00:00:00.000+00:00\ntotal=50\nyears=10\n");
}

/* What is not relevant stays in a draft and is left out in the end. */
static void
test_final(void)
{
	struct field fields[] = {
		{ "consent", "no" }, { "interview/why", "because" },
		{ JOB1, "1" }, { JOB1 "/title", "chef" }, { "stamp", "x" },
		{ "drawn", "0.5" },
	};

	check_loaded(fields, 6, false, "consent=no\ndrawn=0.5\n"
	    "interview/jobs[1]=1\ninterview/jobs[1]/title=chef\n"
	    "interview/parts=0\ninterview/why=because\nstamp=x\n");
	check_loaded(fields, 6, true, "consent=no\ndrawn=0.5\nstamp=x\n");
}

/* By position as a number, then by id; what has none comes last. */
static void
test_positions(void)
{
	struct field fields[] = {
		{ "consent", "yes" }, { "drawn", "0.5" }, { "stamp", "x" },
		{ JOB1, "10" }, { JOB2, "9" }, { JOB3 "/title", "implied" },
		{ "interview/jobs[0000000000000004]", "first" },
		{ "interview/jobs[0000000000000005]", "9" },
	};

	check_loaded(fields, 8, true, "consent=yes\ndrawn=0.5\n"
	    "interview/jobs[1]=3\ninterview/jobs[2]=1\ninterview/jobs[3]=4\n"
	    "interview/jobs[3]/title=implied\ninterview/jobs[4]=5\n"
	    "interview/jobs[5]=2\ninterview/parts=0\nstamp=x\n");
}

/* Another version of the form knew these: they are said, not swallowed. */
static void
test_unknown(void)
{
	struct field fields[] = {
		{ "consent", "no" }, { "drawn", "0.5" }, { "stamp", "x" },
		{ "gone", "1" }, { "interview", "1" }, { "age/x", "1" },
		{ "interview/jobs", "1" }, { "age[0000000000000001]", "1" },
		{ "interview/jobs[0000000000000000]", "1" },
		{ "posts[0000000000000001]/title", "1" },
		{ "interview/jobs/tasks[0000000000000001]", "1" },
		{ JOB1, "1" }, { "interview[0000000000000001]/jobs/title", "x" },
	};

	check_loaded(fields, sizeof fields / sizeof fields[0], true,
	    "age[0000000000000001]\n"
	    "interview/jobs/tasks[0000000000000001]\n"
	    "interview/jobs[0000000000000000]\n"
	    "interview[0000000000000001]\n"
	    "posts[0000000000000001]\n"
	    "age/x\ngone\ninterview\ninterview/jobs\n"
	    "interview[0000000000000001]/jobs/title\n"
	    "posts[0000000000000001]/title\n"
	    "consent=no\ndrawn=0.5\nstamp=x\n");
}

static void
test_items(void)
{
	const struct item *item = response_item(form, JOB1 "/title");

	CHECK(item != NULL && strcmp(item->name, "title") == 0);
	item = response_item(form, JOB1);
	CHECK(item != NULL && item->kind == ITEM_REPEAT);
	CHECK(response_item(form, "interview/jobs") == NULL);
	CHECK(response_item(form, "interview/jobs/title") == NULL);
	CHECK(response_item(form, "") == NULL);
	CHECK(response_item(form, "nothing") == NULL);
	CHECK(response_item(form, "consen") == NULL);
	CHECK(response_is_consent(form, "consent"));
	CHECK(response_is_consent(form, "directory"));
	CHECK(!response_is_consent(form, "age"));
	CHECK(!response_is_consent(form, ".case"));
	CHECK(!response_is_consent(form, "nothing"));
}

/* ---- The form's say ---- */

static void
add_judged(struct buf *out, const struct merged_field *field)
{
	static const char *const marks[] = { "", " !values", " !removed",
		" !state", " !constraint", " !relevance" };

	history_add_path(out, field->path);
	buf_addf(out, "=%s%s%s\n", field->value ? field->value : "-",
	    marks[field->conflict], field->winner ? "" : " (form)");
}

/* Merge and judge a history; "stamp" and "drawn", as random, are left out. */
static void
judge(struct buf *out, const char *text)
{
	struct history *history = calloc(1, sizeof *history);
	struct merge_input inputs[HISTORY_MAX];
	struct merged_record record;
	size_t marked = 0;

	history->arena = arena_new();
	history_parse(history, text);
	CHECK_RESULT(history->problem == NULL, "%s", history->problem);
	merge_record(&record, history->arena, inputs,
	    history_inputs(history, inputs), response_merge_is_consent, form);
	CHECK_OK(response_judge(&record, history->arena, form, &setting));
	for (size_t i = 0; i < record.field_count; i++) {
		const struct merged_field *field = &record.fields[i];

		CHECK(i == 0 || strcmp(field[-1].path, field->path) < 0);
		marked += field->conflict != CONFLICT_NONE;
		if (strcmp(field->path, "drawn") != 0)
			add_judged(out, field);
	}
	marked += record.state_conflict != CONFLICT_NONE;
	CHECK_INT(record.conflicts, marked);
	arena_free(history->arena);
	free(history);
}

static const struct {
	const char *what, *history, *expected;
} judged[] = {
	{ "years and age change apart: together they break the constraint",
	  "r1 by alice set age=40 years=10 stamp=x drawn=1\n"
	  "r2 by alice after r1 set age=20\n"
	  "r3 by alice after r1 set years=30\n",
	  "age=20\nstamp=x\ntotal=50 (form)\nyears=30 !constraint\n" },
	{ "it was broken in one view already",
	  "r1 by alice set age=40 years=10 stamp=x drawn=1\n"
	  "r2 by alice after r1 set years=50\n"
	  "r3 by alice after r1 set directory=no\n",
	  "age=40\ndirectory=no\nstamp=x\ntotal=90 (form)\nyears=50\n" },
	{ "one author finished it so, with a remark",
	  "r1 by alice set age=40 years=50 total=90 stamp=x drawn=1\n",
	  "age=40\nstamp=x\ntotal=90\nyears=50\n" },
	{ "a decision that knows both sides ends it",
	  "r1 by alice set age=40 years=10 stamp=x drawn=1\n"
	  "r2 by alice after r1 set age=20\n"
	  "r3 by alice after r1 set years=30\n"
	  "r4 by bob(coordinator) after r2 r3 set years=30\n",
	  "age=20\nstamp=x\ntotal=50 (form)\nyears=30\n" },
	{ "calculations are computed again, not merged",
	  "r1 by alice set age=40 years=1 total=41 stamp=x drawn=1\n"
	  "r2 by alice after r1 set age=50 total=51\n"
	  "r3 by alice after r1 set years=2 total=42\n",
	  "age=50\nstamp=x\ntotal=52 (form)\nyears=2\n" },
	{ "the calculated value that one side has is that side's",
	  "r1 by alice set age=40 years=1 total=41 stamp=x drawn=1\n"
	  "r2 by alice after r1 set age=50 total=51\n"
	  "r3 by bob(coordinator) after r1 set age=45 total=46\n",
	  "age=45 !values\nstamp=x\ntotal=46\nyears=1\n" },
	{ "what is volatile is an answer, and can be in conflict",
	  "r1 by alice set stamp=1 drawn=1\n"
	  "r2 by alice after r1 at 1 set stamp=2\n"
	  "r3 by alice after r1 at 2 set stamp=3\n",
	  "stamp=3 !values\n" },
	{ "an answer that the other side made irrelevant",
	  "r1 by alice set consent=yes directory=yes stamp=x drawn=1\n"
	  "r2 by alice after r1 set consent=no\n"
	  "r3 by alice after r1 set interview/why=because\n",
	  "consent=no\ndirectory=yes\n"
	  "interview/why=because !relevance\nstamp=x\n" },
	{ "in a draft it was not relevant on that side already",
	  "r1 by alice set consent=yes interview/why=a stamp=x drawn=1\n"
	  "r2 by alice after r1 set consent=no\n"
	  "r3 by alice after r1 set age=1\n",
	  "age=1\nconsent=no\ninterview/why=a\n"
	  "stamp=x\n" },
	{ "of a repeat only the existence is marked",
	  "r1 by alice set consent=yes stamp=x drawn=1\n"
	  "r2 by alice after r1 set consent=no\n"
	  "r3 by alice after r1 set interview/jobs[1]=1 "
	  "interview/jobs[1]/title=chef\n",
	  "consent=no\ninterview/jobs[1]=1 !relevance\n"
	  "interview/jobs[1]/title=chef\nstamp=x\n" },
	{ "in a final response calculations go with their group",
	  "r1 by alice set consent=yes interview/parts=0 stamp=x drawn=1 "
	  "state final\n"
	  "r2 by bob(coordinator) after r1 set consent=no\n",
	  "consent=no\ninterview/parts=- (form)\nstamp=x\n" },
	{ "a choice that the merge no longer offers",
	  "r1 by alice set dept=d59 stamp=x drawn=1\n"
	  "r2 by alice after r1 set dept=d62\n"
	  "r3 by alice after r1 set town=lille\n",
	  "dept=d62\nstamp=x\ntown=lille !constraint\n" },
	{ "two values in conflict stay that",
	  "r1 by alice set age=40 years=10 stamp=x drawn=1\n"
	  "r2 by alice after r1 set age=20 years=15\n"
	  "r3 by alice after r1 at 5 set years=30\n",
	  "age=20\nstamp=x\ntotal=50 (form)\nyears=30 !values\n" },
	{ "what was handed over elsewhere is its author's view all the same",
	  "r1 by alice set age=40 years=10 stamp=x drawn=1\n"
	  "r2 by carol after r1 set years=50\n"
	  "r3 by bob(coordinator) after r1 set .handed=@carol directory=no\n",
	  ".handed=carolaaaaaaaaaaaaaaaaaaaaa\nage=40\ndirectory=no\n"
	  "stamp=x\ntotal=90 (form)\nyears=50\n" },
	{ "a view holds what is retracted elsewhere",
	  "r1 by alice set age=40 years=10 stamp=x drawn=1\n"
	  "r2 by bob(coordinator) after r1 set years=3\n"
	  "r3 by alice after r2 set age=5\n"
	  "r4 by bob(coordinator) after r2 retracts r2\n",
	  "age=5\nstamp=x\ntotal=15 (form)\nyears=10 !constraint\n" },
	{ "and not what is retracted in it",
	  "r1 by alice set age=40 years=3 stamp=x drawn=1\n"
	  "r2 by bob(coordinator) after r1 set years=50\n"
	  "r3 by bob(coordinator) after r2 retracts r2\n"
	  "r4 by alice after r1 set age=5\n"
	  "r5 by alice after r1 set years=10\n",
	  "age=5\nstamp=x\ntotal=15 (form)\nyears=10 !constraint\n" },
	{ "a refusal on one side: consent stays a conflict of values",
	  "r1 by alice set directory=yes stamp=x drawn=1\n"
	  "r2 by alice after r1 set directory=no\n"
	  "r3 by bob(coordinator) after r1 set directory=yes\n",
	  "directory=no !values\nstamp=x\n" },
};

static void
test_judged(void)
{
	struct buf seen = BUF_INIT;

	for (size_t i = 0; i < sizeof judged / sizeof judged[0]; i++) {
		buf_reset(&seen);
		judge(&seen, judged[i].history);
		CHECK_RESULT(strcmp(buf_str(&seen), judged[i].expected) == 0,
		    "%s\nexpected:\n%ssaw:\n%s", judged[i].what,
		    judged[i].expected, buf_str(&seen));
	}
	buf_free(&seen);
}

int
main(void)
{
	CHECK_OK(crypto_start());
	read_form();
	test_round_trip();
	test_final();
	test_positions();
	test_unknown();
	test_items();
	test_judged();
	form_free(form);
	return CHECK_DONE();
}
