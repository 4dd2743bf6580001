/* What ends: records that were erased, a study that closed. */
#include "check.h"
#include "golden.h"
#include "study.h"

#include "kit/base/json.h"
#include "kit/exchange/manifest_parts.h"

static struct study study;

static const char *const some[] = { "c-1", "a-3" }, *const more[] =
    { "b-2", "a-3" };
static const struct manifest_last lasts[] = {
	{ "baaaaaaaaaaaaaaaaaaaaaaaaa", { 2, 7, { { 1 } } } },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaa", { 9, 3, { { 5 } } } },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaa", { 9, 3, { { 4 } } } },
};

/* Sign the draft, read it, let go of it. */
static struct manifest *
next_of(struct manifest_draft *draft)
{
	struct manifest *out = NULL;

	CHECK_OK(manifest_draft_sign(&out, draft, &study.ana.sign, 9));
	manifest_draft_free(draft);
	return out;
}

static void
test_erased(void)
{
	struct manifest_draft *draft = manifest_draft_of(study.second);
	struct manifest *third, *fourth;
	const char *const *ids;
	size_t count;

	manifest_erased(study.second, &count);
	CHECK_INT(count, 0);
	CHECK(!manifest_is_erased(study.second, "a-3"));
	manifest_draft_erase(draft, some, 2);
	third = next_of(draft);
	draft = manifest_draft_of(third);
	manifest_draft_erase(draft, more, 2);
	fourth = next_of(draft);
	ids = manifest_erased(fourth, &count);
	CHECK_INT(count, 3);
	CHECK_STR(ids[0], "a-3");
	CHECK_STR(ids[1], "b-2");
	CHECK_STR(ids[2], "c-1");
	for (size_t i = 0; i < 3; i++)
		CHECK(manifest_is_erased(fourth, ids[i]));
	CHECK(!manifest_is_erased(fourth, "a-2"));
	CHECK(!manifest_is_erased(fourth, "d"));
	CHECK(!manifest_is_erased(fourth, ""));
	CHECK(!manifest_is_closed(fourth));
	manifest_free(third);
	manifest_free(fourth);
}

/* Put a member in as JSON text; the reason why no such manifest can be. */
static void
refused(const struct manifest *previous, const char *key, const char *text,
    enum err_code code, const char *why)
{
	struct manifest_draft *draft = manifest_draft_of(previous);
	struct manifest *out = NULL;
	struct json *value = NULL;

	CHECK_OK(json_parse(&value, slice_str(text)));
	json_put(manifest_draft_json(draft), key, value);
	CHECK_ERR(manifest_draft_sign(&out, draft, &study.ana.sign, 9), code,
	    why);
	manifest_draft_free(draft);
}

static void
test_meaningless(void)
{
	static const struct {
		const char *key, *text, *why;
	} rows[] = {
		{ "erased", "null", "\"erased\"" },
		{ "erased", "{}", "\"erased\"" },
		{ "erased", "[\"b\",\"a\"]", "not ascending" },
		{ "erased", "[\"a\",\"a\"]", "not ascending" },
		{ "erased", "[\"\"]", "no record's name" },
		{ "erased", "[7]", "no record's name" },
		{ "erased", "[\"0123456789012345678901234567890123456789"
		    "0123456789012345678901234567890123456789\"]",
		    "no record's name" },
		{ "closing", "[]", "in another phase" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		refused(study.second, rows[i].key, rows[i].text, ERR_FORMAT,
		    rows[i].why);
}

/* Nobody comes back, whoever signs it. */
static void
test_erased_stays(void)
{
	struct manifest_draft *draft = manifest_draft_of(study.second);
	struct manifest *third;

	manifest_draft_erase(draft, some, 2);
	third = next_of(draft);
	refused(third, "erased", "[]", ERR_FORMAT, "comes back");
	refused(third, "erased", "[\"a-3\"]", ERR_FORMAT,
	    "c-1 was erased and comes back");
	refused(third, "erased", "[\"a-3\",\"c-2\"]", ERR_FORMAT, "c-1");
	manifest_free(third);
}

static void
test_closed(void)
{
	struct manifest_draft *draft = manifest_draft_of(study.second);
	struct manifest *closed, *after;
	const struct manifest_last *at;
	size_t count;

	manifest_draft_close(draft, lasts, 3);
	closed = next_of(draft);
	CHECK(manifest_is_closed(closed));
	CHECK_STR(manifest_phase(closed), "closed");
	at = manifest_closing(closed, &count);
	CHECK_INT(count, 3);
	CHECK_STR(at[0].device, lasts[2].device);
	CHECK_INT(at[0].stand.hash.bytes[0], 4);
	CHECK_INT(at[1].stand.hash.bytes[0], 5);
	CHECK_INT(at[2].stand.number, 7);
	refused(closed, "phase", "\"field\"", ERR_FORMAT, "another phase");
	refused(closed, "closing", "[]", ERR_FORMAT, "stays as it was");
	refused(closed, "closing", "[{\"chain\":\"0000000000000001\","
	    "\"device\":\"nobody\",\"hash\":\"0e5751c026e543b2e8ab2eb06099daa1"
	    "d1e5df47778f7787faab45cdf12fe3a8\",\"number\":1}]", ERR_FORMAT,
	    "no device");
	/* A person is erased after the closing too. */
	draft = manifest_draft_of(closed);
	manifest_draft_erase(draft, some, 2);
	after = next_of(draft);
	CHECK(manifest_is_closed(after) && manifest_is_erased(after, "c-1"));
	manifest_free(after);
	manifest_free(closed);
}

/* The text of a line of closed.txt. */
static void
line(char out[80], const struct buf *text, const char *name)
{
	struct slice s = golden_value(text, name);

	snprintf(out, 80, "%.*s", (int)s.len, (const char *)s.data);
}

static void
test_golden(void)
{
	static const char *const names[] = { "closed-1", "closed-2",
		"closed-3" };
	struct buf text = BUF_INIT, file = BUF_INIT;
	struct manifest *m = NULL, *next = NULL;
	const struct manifest_last *at;
	char said[80];
	size_t count;

	golden_read(&text, "closed.txt");
	for (size_t i = 0; i < 3; i++) {
		buf_reset(&file);
		golden_read(&file, names[i]);
		CHECK_OK(manifest_read(&next, buf_slice(&file), m, NULL));
		manifest_free(m);
		m = next;
	}
	CHECK(m != NULL && manifest_is_closed(m));
	line(said, &text, "erased");
	CHECK(manifest_is_erased(m, said));
	line(said, &text, "link");
	CHECK(manifest_is_erased(m, said));
	at = manifest_closing(m, &count);
	CHECK_INT(count, 2);
	line(said, &text, "device");
	CHECK_STR(at[1].device, said);
	CHECK(at[1].stand.chain == 0x34e5a5dc7473d901u);
	CHECK_INT(at[1].stand.number, 42);
	CHECK_INT(at[1].stand.hash.bytes[31], 0x11);
	manifest_free(m);
	buf_free(&text);
	buf_free(&file);
}

int
main(void)
{
	study_new(&study);
	test_erased();
	test_meaningless();
	test_erased_stays();
	test_closed();
	test_golden();
	study_free(&study);
	return CHECK_DONE();
}
