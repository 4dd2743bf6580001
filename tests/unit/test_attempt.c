/* test_attempt - attempts to reach somebody as fields, and what comes of them. */
#include "check.h"
#include "kit/record/attempt.h"
#include "kit/record/outcome.h"

static struct attempt
an_attempt(const char *when)
{
	struct attempt a = { .when = when, .how = "phone", .outcome = "3.13",
		.call_back = "", .remark = "", .phase = "" };

	attempt_name(&a);
	return a;
}

/* ---- what is refused ---- */

static void
test_check(void)
{
	static const struct {
		const char *when, *how, *outcome, *call_back;
		const char *wrong;		/* NULL: good */
	} rows[] = {
		{ "2026-11-23T09:30:00.000+01:00", "phone", "3.13", "", NULL },
		{ "2026-11-23T09:30:00Z", "visit", "2.112", "2026-11-30",
		    NULL },
		{ "2026-11-23T09:30:00Z", "mail", "1.1", "2026-11-30T14:00",
		    NULL },
		{ "2026-11-23", "phone", "3.13", "", "not a moment" },
		{ "", "phone", "3.13", "", "not a moment" },
		{ "2026-11-23T09:30:00Z", "pigeon", "3.13", "",
		    "how was it tried" },
		{ "2026-11-23T09:30:00Z", "", "3.13", "", "how was it tried" },
		{ "2026-11-23T09:30:00Z", "phone", "3.1", "", "not an outcome" },
		{ "2026-11-23T09:30:00Z", "phone", "", "", "not an outcome" },
		{ "2026-11-23T09:30:00Z", "phone", "3.13", "tomorrow",
		    "a day is needed" },
		{ "2026-11-23T09:30:00Z", "phone", "3.13", "2026-02-30",
		    "a day is needed" },
		{ "2026-11-23T09:30:00Z", "phone", "3.13", "2026-11-30T25:00",
		    "a day is needed" },
		{ "2026-11-23T09:30:00Z", "phone", "3.13", "2026-11-30T1a:00",
		    "a day is needed" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct attempt a = an_attempt(rows[i].when);

		a.how = rows[i].how;
		a.outcome = rows[i].outcome;
		a.call_back = rows[i].call_back;
		if (rows[i].wrong == NULL)
			CHECK_OK(attempt_check(&a));
		else
			CHECK_ERR(attempt_check(&a), ERR_USAGE, rows[i].wrong);
	}
}

/* ---- there and back ---- */

static void
test_fields(void)
{
	struct arena *arena = arena_new();
	struct attempt late = an_attempt("2026-11-23T09:30:00.000+01:00");
	struct attempt early = an_attempt("2026-11-23T09:00:00.000+01:00");
	struct field all[2 * ATTEMPT_FIELDS + 4], *items;
	struct fields fields = { all, 0 };
	struct attempt *back;
	size_t n, count = 0;

	late.remark = "ring twice";
	late.call_back = "2026-11-30";
	/* Later by the clock on the wall, earlier in the world. */
	early.when = "2026-11-23T10:00:00.000+03:00";
	items = attempt_fields(arena, &late, &n);
	CHECK_INT(n, 6);
	memcpy(all, items, n * sizeof(*items));
	count = n;
	items = attempt_fields(arena, &early, &n);
	CHECK_INT(n, 4);
	memcpy(all + count, items, n * sizeof(*items));
	count += n;
	all[count++] = (struct field){ ".key", "C1" };
	all[count++] = (struct field){ ".attempt[0000000000000001]", "1" };
	all[count++] = (struct field){ ".attempt[0000000000000002]/when",
		"2026-11-23T09:30:00Z" };
	all[count++] = (struct field){ ".attempts", "x" };
	fields_sort(all, count);
	fields.count = count;
	back = attempts_read(arena, &fields, &n);
	CHECK_INT(n, 2);
	CHECK_STR(back[0].id, early.id);
	CHECK_STR(back[1].id, late.id);
	CHECK_STR(back[1].remark, "ring twice");
	CHECK_STR(back[1].call_back, "2026-11-30");
	CHECK_STR(back[1].how, "phone");
	CHECK_STR(back[0].remark, "");
	CHECK(attempt_is_field(all[0].path));
	CHECK(!attempt_is_field(".key"));
	arena_free(arena);
}

/* What is written is what a revision may hold. */
static void
test_revision(void)
{
	struct arena *arena = arena_new();
	struct attempt a = an_attempt("2026-11-23T09:30:00.000+01:00");
	struct revision r = { .kind = RECORD_CASE, .reason = "",
		.record = "6ba7b810-9dad-41d1-80b4-00c04fd430c8",
		.author = "aliceaaaaaaaaaaaaaaaaaaaaa",
		.study = { { 1 } } };
	struct buf bytes = BUF_INIT;

	r.set.items = attempt_fields(arena, &a, &r.set.count);
	CHECK_OK(revision_write(&bytes, &r));
	buf_free(&bytes);
	arena_free(arena);
}

/* ---- codes ---- */

static void
test_outcomes(void)
{
	size_t count;
	const struct outcome *all = outcome_all(&count);

	CHECK(count > 20);
	for (size_t i = 0; i < count; i++) {
		static const char classes[] = "1122234";

		CHECK(outcome_find(all[i].code) == &all[i]);
		CHECK(all[i].english[0] && all[i].french[0]);
		CHECK_INT(all[i].code[0], classes[all[i].class]);
		CHECK(i == 0 || strcmp(all[i - 1].code, all[i].code) < 0);
	}
	CHECK_STR(outcome_label("2.31", false), "has died");
	CHECK_STR(outcome_label("2.31", true), "personne décédée");
	CHECK_STR(outcome_label("7.77", true), "7.77");
	CHECK(outcome_find("7.77") == NULL);
	CHECK_STR(outcome_class_word(OUTCOME_NOT_ELIGIBLE), "not eligible");
}

/* Who said no is left alone; who broke off, or was not there, is not lost. */
static void
test_refuses(void)
{
	CHECK(outcome_refuses("2.11"));
	CHECK(outcome_refuses("2.111"));
	CHECK(outcome_refuses("2.112"));
	CHECK(!outcome_refuses("2.12"));
	CHECK(!outcome_refuses("2.20"));
	CHECK(!outcome_refuses("3.13"));
	CHECK(!outcome_refuses("1.1"));
	CHECK(!outcome_refuses("7.77"));
	CHECK(!outcome_refuses(""));
}

int
main(void)
{
	CHECK_OK(crypto_start());
	test_check();
	test_fields();
	test_revision();
	test_outcomes();
	test_refuses();
	return CHECK_DONE();
}
