/*
 * test_downward - what one laptop is told: there and back, what is skipped,
 * what is refused, and the letter of tests/golden that must be readable for
 * ever.
 */
#include <stdlib.h>

#include "check.h"
#include "golden.h"
#include "kit/exchange/envelope.h"
#include "kit/record/downward.h"

static const char device[] = "aliceaaaaaaaaaaaaaaaaaaaaa";
static const char response[] = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";

struct scene {
	struct hash study;
	struct sign_pair office;
	struct seal_pair office_seal, laptop, other;
	struct seal_public to[2];
	struct arena *arena;
};

static void
scene_open(struct scene *s)
{
	memset(&s->study, 0x51, sizeof(s->study));
	sign_pair_new(&s->office);
	seal_pair_new(&s->office_seal);
	seal_pair_new(&s->laptop);
	seal_pair_new(&s->other);
	s->to[0] = s->laptop.public;
	s->to[1] = s->office_seal.public;
	s->arena = arena_new();
}

/* ---- there and back ---- */

static struct down_attempt attempts[] = {
	{ { "00112233445566ff", "2026-11-23T09:30:00.000+01:00", "phone",
	    "3.13", "2026-11-30", "ring twice", "" }, "Bo" },
};
static struct down_case cases[] = {
	{ "11111111-1111-4111-8111-111111111111", CASE_OPEN, "open", true, "",
	    "her town", attempts, 1, 12 },
	{ "22222222-2222-4222-8222-222222222222", CASE_TAKEN, "taken", false,
	    "Cleo", "", NULL, 0, 3 },
	{ "33333333-3333-4333-8333-333333333333", CASE_OTHER, "moved-abroad",
	    false, "", "", NULL, 0, 0 },
};
static const char *const paths[] = { "age", "colour" };

static struct downward
a_letter(struct down_correction *correction)
{
	struct downward d = { .manifest = 12, .number = 3, .cases = cases,
		.case_count = 3, .corrections = correction,
		.correction_count = 1 };

	*correction = (struct down_correction){ .time_ms = 1770000000000,
		.offset_minutes = 60, .by = "Anna", .reason = "she wrote",
		.paths = paths, .path_count = 2,
		.bytes = slice_str("{\"a\":1}") };
	memcpy(correction->response, response, sizeof(response));
	crypto_hash(&correction->revision, correction->bytes);
	memcpy(d.device, device, sizeof(device));
	memset(&d.readers, 7, sizeof(d.readers));
	return d;
}

static void
test_back(struct scene *s)
{
	struct down_correction correction;
	struct downward d = a_letter(&correction), *back = NULL;
	struct sign_public writer;
	struct buf sealed = BUF_INIT;

	CHECK_OK(downward_seal(&sealed, &d, &s->study, s->to, 2, &s->office));
	CHECK_OK(downward_open(&back, s->arena, &writer, buf_slice(&sealed),
	    &s->study, device, &s->laptop));
	if (back == NULL)
		return;
	CHECK(!memcmp(&writer, &s->office.public, sizeof(writer)));
	CHECK(downward_same(&d, back));
	CHECK_INT(back->manifest, 12);
	CHECK_INT(back->number, 3);
	CHECK_INT(back->skipped, 0);
	CHECK_INT(back->cases[0].status, CASE_OPEN);
	CHECK(back->cases[0].mine);
	CHECK_INT(back->cases[0].count, 12);
	CHECK_STR(back->cases[0].attempts[0].by, "Bo");
	CHECK_STR(back->cases[0].attempts[0].attempt.remark, "ring twice");
	CHECK_STR(back->cases[1].with, "Cleo");
	CHECK_INT(back->cases[2].status, CASE_OTHER);
	CHECK_STR(back->cases[2].word, "moved-abroad");
	CHECK_STR(back->corrections[0].by, "Anna");
	CHECK_INT(back->corrections[0].time_ms, 1770000000000);
	CHECK(slice_equal(back->corrections[0].bytes, correction.bytes));
	/* Its number alone makes no difference, everything else does. */
	d.number++;
	CHECK(downward_same(&d, back));
	d.case_count--;
	CHECK(!downward_same(&d, back));
	CHECK_OK(downward_open(&back, s->arena, &writer, buf_slice(&sealed),
	    &s->study, NULL, &s->office_seal));
	CHECK_ERR(downward_open(&back, s->arena, &writer, buf_slice(&sealed),
	    &s->study, device, &s->other), ERR_DENIED, "");
	CHECK_ERR(downward_open(&back, s->arena, &writer, buf_slice(&sealed),
	    &s->study, "bobbbbbbbbbbbbbbbbbbbbbbbb", &s->laptop), ERR_FOREIGN,
	    "another device");
	buf_free(&sealed);
}

/* Not one byte may be another. */
static void
test_damage(struct scene *s)
{
	struct down_correction correction;
	struct downward d = a_letter(&correction), *back;
	struct sign_public writer;
	struct buf sealed = BUF_INIT;

	CHECK_OK(downward_seal(&sealed, &d, &s->study, s->to, 2, &s->office));
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.data[i] ^= 0x20;
		/* A writer's key that was altered verifies nothing. */
		CHECK_RESULT(downward_open(&back, s->arena, &writer,
		    buf_slice(&sealed), &s->study, device, &s->laptop) != NULL,
		    "byte %zu was altered, and nobody noticed", i);
		sealed.data[i] ^= 0x20;
	}
	for (size_t len = 0; len < sealed.len; len += 7)
		CHECK_RESULT(downward_open(&back, s->arena, &writer,
		    slice_of(sealed.data, len), &s->study, device,
		    &s->laptop) != NULL, "cut at %zu", len);
	buf_free(&sealed);
}

/* ---- contents ---- */

static const struct err *
open_text(struct scene *s, struct downward **out, const char *text)
{
	const struct err *err;
	struct sign_public writer;
	struct buf sealed = BUF_INIT;

	CHECK_OK(envelope_seal(&sealed, "recolte downward", &s->study,
	    slice_str(text), s->to, 2, &s->office));
	err = downward_open(out, s->arena, &writer, buf_slice(&sealed),
	    &s->study, device, &s->laptop);
	buf_free(&sealed);
	return err;
}

#define HEAD "\"device\":\"aliceaaaaaaaaaaaaaaaaaaaaa\","		\
	"\"kind\":\"recolte downward\",\"manifest\":\"1\",\"number\":\"1\"," \
	"\"readers\":\"070707070707070707070707070707070707070707070707"	\
	"0707070707070707\",\"v\":\"1\"}"

static void
test_contents(struct scene *s)
{
	struct downward *d;

	CHECK_OK(open_text(s, &d, "{" HEAD));
	CHECK_INT(d->case_count + d->correction_count, 0);
	/* Members that are not known are passed over, items are skipped. */
	CHECK_OK(open_text(s, &d, "{\"weather\":\"mild\",\"cases\":["
	    "{\"id\":\"11111111-1111-4111-8111-111111111111\","
	    "\"mood\":\"good\",\"status\":\"refused\"},"
	    "{\"id\":\"x\",\"status\":\"open\"},7,"
	    "{\"id\":\"22222222-2222-4222-8222-222222222222\"},"
	    "{\"attempts\":[{\"id\":\"zz\"},3],\"count\":\"-1\",\"id\":"
	    "\"33333333-3333-4333-8333-333333333333\",\"status\":\"open\"}],"
	    "\"corrections\":[{\"response\":\"x\"},[],"
	    "{\"bytes\":\"AAAA\",\"response\":"
	    "\"6ba7b810-9dad-41d1-80b4-00c04fd430c8\",\"revision\":\""
	    "0707070707070707070707070707070707070707070707070707070707070707"
	    "\",\"time\":\"2026-11-23T09:30:00.000+01:00\"}]," HEAD));
	CHECK_INT(d->case_count, 2);
	CHECK_INT(d->cases[0].status, CASE_REFUSED);
	CHECK_INT(d->cases[1].attempt_count, 0);
	CHECK_INT(d->correction_count, 0);
	CHECK_INT(d->skipped, 6);
	CHECK_ERR(open_text(s, &d, "[]"), ERR_FORMAT, "not a word");
	CHECK_ERR(open_text(s, &d, "{}"), ERR_FORMAT, "not a word");
	CHECK_ERR(open_text(s, &d, "{\"kind\":\"recolte downward\","
	    "\"v\":\"2\"}"), ERR_NEWER, "version 2");
	CHECK_ERR(open_text(s, &d, "{\"kind\":\"recolte downward\","
	    "\"v\":\"1\"}"), ERR_FORMAT, "for whom");
	CHECK_ERR(open_text(s, &d, "{\"kind\""), ERR_FORMAT, "");
}

static void
test_words(void)
{
	for (int i = CASE_OPEN; i < CASE_OTHER; i++)
		CHECK_INT(case_status_parse(case_status_word(
		    (enum case_status)i)), i);
	CHECK_INT(case_status_parse(""), CASE_OTHER);
	CHECK_INT(case_status_parse("Open"), CASE_OTHER);
}

static void
test_readers(struct scene *s)
{
	struct seal_public turned[2] = { s->to[1], s->to[0] };
	struct hash a, b;

	downward_readers(&a, s->to, 2);
	downward_readers(&b, turned, 2);
	CHECK(hash_equal(&a, &b));
	downward_readers(&b, s->to, 1);
	CHECK(!hash_equal(&a, &b));
}

/* ---- golden ---- */

static void
test_golden(void)
{
	struct arena *arena = arena_new();
	struct buf said = BUF_INIT, sealed = BUF_INIT;
	struct downward *d = NULL;
	struct sign_public writer;
	struct seal_pair laptop;
	struct hash study;
	uint8_t seed[KEY_BYTES];

	golden_read(&said, "downward.txt");
	golden_read(&sealed, "downward.bin");
	golden_hex(&said, "study", study.bytes, HASH_BYTES);
	golden_hex(&said, "reader-1-seed", seed, sizeof(seed));
	seal_pair_from_seed(&laptop, seed);
	CHECK_OK(downward_open(&d, arena, &writer, buf_slice(&sealed), &study,
	    device, &laptop));
	if (d != NULL) {
		CHECK_INT(d->manifest, 12);
		CHECK_INT(d->number, 3);
		CHECK_INT(d->case_count, 2);
		CHECK_INT(d->cases[0].status, CASE_REFUSED);
		CHECK_STR(d->cases[0].reason, "by telephone");
		CHECK_STR(d->cases[1].with, "Cléo");
		CHECK_INT(d->correction_count, 1);
		CHECK_STR(d->corrections[0].reason, "she wrote back");
		CHECK_STR(d->corrections[0].paths[0], "age");
		CHECK_INT(d->corrections[0].bytes.len, 7);
		CHECK_INT(d->skipped, 0);
	}
	buf_free(&said);
	buf_free(&sealed);
	arena_free(arena);
}

int
main(void)
{
	struct scene scene;

	CHECK_OK(crypto_start());
	scene_open(&scene);
	test_back(&scene);
	test_damage(&scene);
	test_contents(&scene);
	test_words();
	test_readers(&scene);
	test_golden();
	arena_free(scene.arena);
	return CHECK_DONE();
}
