/*
 * Revisions: cases/revision has NAME.json, whose NAME.id is the BLAKE2b-256 of
 * its bytes (the newline at the end excluded), and NAME.bad: a line that the
 * message must hold, then the bytes that must be refused.
 */
#include <stdlib.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/exchange/changeset.h"
#include "kit/record/revision.h"
#include "tests/unit/check.h"

enum { CASE_BYTES_MAX = 1 << 20 };

static const char a_device[] = "aliceaaaaaaaaaaaaaaaaaaaaa";
static const char a_record[] = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";

static void
read_case(struct buf *out, const char *name, const char *extension)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "cases/revision/%.*s%s",
	    (int)(strlen(name) - strlen(file_extension(name))), name, extension);
	CHECK_OK(file_read(out, buf_str(&path), CASE_BYTES_MAX));
	if (out->len > 0)
		out->data[--out->len] = '\0';
	buf_free(&path);
}

static void
check_good(const char *name)
{
	struct buf bytes = BUF_INIT, id = BUF_INIT, again = BUF_INIT;
	struct arena *arena = arena_new();
	struct revision *r = NULL;
	char text[HASH_TEXT_MAX];

	read_case(&bytes, name, ".json");
	read_case(&id, name, ".id");
	CHECK_OK(revision_read(&r, arena, buf_slice(&bytes), NULL));
	if (r != NULL) {
		hash_text(text, &r->id);
		CHECK_STR(text, buf_str(&id));
		memset(r->id.bytes, 0, HASH_BYTES);
		CHECK_OK(revision_write(&again, r));
		CHECK_STR(buf_str(&again), buf_str(&bytes));
		hash_text(text, &r->id);
		CHECK_STR(text, buf_str(&id));
	}
	arena_free(arena);
	buf_free(&again);
	buf_free(&id);
	buf_free(&bytes);
}

static void
check_bad(const char *name)
{
	struct buf text = BUF_INIT;
	struct arena *arena = arena_new();
	struct revision *r = NULL;
	const struct err *err;
	char *end;

	read_case(&text, name, ".bad");
	end = strchr((char *)text.data, '\n');
	CHECK_RESULT(end != NULL, "%s has no second line", name);
	*end++ = '\0';
	err = revision_read(&r, arena, slice_of(end, text.len -
	    (size_t)((uint8_t *)end - text.data)), NULL);
	CHECK_RESULT(err != NULL && r == NULL, "%s was read", name);
	CHECK_RESULT(err != NULL && strncmp(err->msg, "revision: ", 10) == 0 &&
	    strstr(err->msg, buf_str(&text)) != NULL,
	    "%s: expected \"%s\", saw \"%s\"", name, buf_str(&text),
	    err ? err->msg : "success");
	arena_free(arena);
	buf_free(&text);
}

static void
run_cases(void)
{
	char **names = NULL;
	size_t count = 0, good = 0, bad = 0;

	CHECK_OK(platform_list("cases/revision", &names, &count));
	for (size_t i = 0; i < count; i++) {
		if (strcmp(file_extension(names[i]), ".json") == 0) {
			check_good(names[i]);
			good++;
		} else if (strcmp(file_extension(names[i]), ".bad") == 0) {
			check_bad(names[i]);
			bad++;
		}
	}
	platform_list_free(names, count);
	CHECK(good >= 8);
	CHECK(bad >= 60);
}

static struct revision
sample(void)
{
	struct revision r = { .time_ms = 1732264200000, .offset_minutes = 60,
		.reason = "" };

	strcpy(r.author, a_device);
	strcpy(r.record, a_record);
	memset(r.study.bytes, 5, HASH_BYTES);
	return r;
}

/* Lists are sorted by the writer; the caller's order is no matter. */
static void
test_sorting(void)
{
	struct field set[] = { { "b", "2" }, { "a", "1" }, { "\xc3\xa9", "3" } };
	const char *unset[] = { "z", "y" };
	struct hash parents[] = { { { 2 } }, { { 1 } } };
	struct revision r = sample(), *again;
	struct buf bytes = BUF_INIT;
	struct arena *arena = arena_new();

	r.set = (struct fields){ set, 3 };
	r.unset = unset;
	r.unset_count = 2;
	r.parents = parents;
	r.parent_count = 2;
	CHECK_OK(revision_write(&bytes, &r));
	CHECK_OK(revision_read(&again, arena, buf_slice(&bytes), &r.study));
	CHECK_STR(fields_get(&again->set, "a"), "1");
	CHECK_STR(fields_get(&again->set, "\xc3\xa9"), "3");
	CHECK(fields_get(&again->set, "c") == NULL);
	CHECK_STR(again->unset[0], "y");
	CHECK_INT(again->parents[0].bytes[0], 1);
	CHECK(hash_equal(&again->id, &r.id));
	r.study.bytes[0]++;
	CHECK_ERR(revision_read(&again, arena, buf_slice(&bytes), &r.study),
	    ERR_FOREIGN, "another study");
	CHECK(again == NULL);
	arena_free(arena);
	buf_free(&bytes);
}

/* What may not be read may not be written, and leaves no bytes behind. */
static void
test_write_refuses(void)
{
	struct field twice[] = { { "a", "1" }, { "a", "2" } };
	struct field decomposed[] = { { "a", "e\xcc\x81" } };
	struct field torn[] = { { "a", "\xff" } };
	struct revision r = sample();
	struct buf bytes = BUF_INIT;
	char *long_value = malloc(REVISION_BYTES_MAX + 1);
	struct field large[] = { { "a", long_value } };

	r.set = (struct fields){ twice, 2 };
	CHECK_ERR(revision_write(&bytes, &r), ERR_FORMAT, "\"a\" is set twice");
	r.set = (struct fields){ decomposed, 1 };
	CHECK_ERR(revision_write(&bytes, &r), ERR_FORMAT, "not NFC");
	r.set = (struct fields){ torn, 1 };
	CHECK_ERR(revision_write(&bytes, &r), ERR_FORMAT, "not NFC");
	memset(long_value, 'x', REVISION_BYTES_MAX);
	long_value[REVISION_BYTES_MAX] = '\0';
	r.set = (struct fields){ large, 1 };
	CHECK_ERR(revision_write(&bytes, &r), ERR_LIMIT, "longer than");
	r = sample();
	r.time_ms = INT64_C(300000000000000);
	CHECK_ERR(revision_write(&bytes, &r), ERR_FORMAT, "time");
	r = sample();
	r.offset_minutes = 24 * 60;
	CHECK_ERR(revision_write(&bytes, &r), ERR_FORMAT, "time");
	CHECK_INT(bytes.len, 0);
	free(long_value);
	buf_free(&bytes);
}

static void
test_read_limit(void)
{
	struct arena *arena = arena_new();
	uint8_t *bytes = calloc(1, REVISION_BYTES_MAX + 1);
	struct revision *r;

	CHECK_ERR(revision_read(&r, arena, slice_of(bytes,
	    REVISION_BYTES_MAX + 1), NULL), ERR_LIMIT, "longer than");
	free(bytes);
	arena_free(arena);
}

/* As many fields as fit must not take long: the lists are not searched. */
static void
test_many_fields(void)
{
	enum { MANY = 50000 };
	struct field *set = calloc(MANY, sizeof *set);
	struct arena *arena = arena_new();
	struct revision r = sample(), *again;
	struct buf bytes = BUF_INIT;

	for (size_t i = 0; i < MANY; i++)
		set[i] = (struct field){ arena_printf(arena, "f%zu", i), "1" };
	r.set = (struct fields){ set, MANY };
	CHECK_OK(revision_write(&bytes, &r));
	CHECK_OK(revision_read(&again, arena, buf_slice(&bytes), NULL));
	CHECK_INT(again->set.count, MANY);
	buf_free(&bytes);
	arena_free(arena);
	free(set);
}

static void
test_uuids(void)
{
	char a[UUID_TEXT_MAX], b[UUID_TEXT_MAX], pair[RECORD_ID_MAX];
	char other[RECORD_ID_MAX];

	uuid_new(a);
	uuid_new(b);
	CHECK(uuid_is_valid(a) && a[14] == '4');
	CHECK(strcmp(a, b) != 0);
	link_record_id(pair, a, b);
	link_record_id(other, b, a);
	CHECK_STR(pair, other);
	CHECK_INT(strlen(pair), RECORD_ID_MAX - 1);
	uuid_derive(a, "frame.csv", "17");
	uuid_derive(b, "frame.csv", "17");
	CHECK_STR(a, b);
	/* Computed with another program: an import finds its records again. */
	CHECK_STR(a, "aa899e52-9221-863d-b2c2-51a525fbdb31");
	CHECK(uuid_is_valid(a) && a[14] == '8');
	uuid_derive(b, "frame.csv1", "7");
	CHECK(strcmp(a, b) != 0);
	CHECK(!uuid_is_valid(""));
	CHECK(!uuid_is_valid("6ba7b810-9dad-41d1-80b4-00c04fd430c"));
	CHECK(!uuid_is_valid("6ba7b8109-dad-41d1-80b4-00c04fd430c8"));
}

static void
test_words(void)
{
	enum record_state state = STATE_VOID;

	CHECK(record_state_parse("withdrawn", &state));
	CHECK_INT(state, STATE_WITHDRAWN);
	CHECK(record_state_parse("", &state));
	CHECK_INT(state, STATE_UNCHANGED);
	CHECK(!record_state_parse("FINAL", &state));
	CHECK_STR(record_kind_word(RECORD_LINK), "link");
}

static void
test_diff(void)
{
	static const struct field before[] = { { "a", "1" }, { "b", "2" },
		{ "c", "3" } };
	static const struct field after[] = { { "a", "1" }, { "c", "4" },
		{ "d", "5" } };
	struct fields was = { before, 3 }, is = { after, 3 }, none = { NULL, 0 };
	struct arena *arena = arena_new();
	const char *const *unset;
	struct fields set;
	size_t unset_count;

	fields_diff(arena, &was, &is, &set, &unset, &unset_count);
	CHECK_INT(set.count, 2);
	CHECK_STR(set.items[0].path, "c");
	CHECK_STR(set.items[1].value, "5");
	CHECK_INT(unset_count, 1);
	CHECK_STR(unset[0], "b");
	fields_diff(arena, &was, &was, &set, &unset, &unset_count);
	CHECK_INT(set.count + unset_count, 0);
	fields_diff(arena, &was, &none, &set, &unset, &unset_count);
	CHECK_INT(unset_count, 3);
	fields_diff(arena, &none, &is, &set, &unset, &unset_count);
	CHECK_INT(set.count, 3);
	arena_free(arena);
}

int
main(void)
{
	CHECK_OK(crypto_start());
	run_cases();
	test_sorting();
	test_write_refuses();
	test_read_limit();
	test_many_fields();
	test_uuids();
	test_words();
	test_diff();
	return CHECK_DONE();
}
