#include "golden.h"
#include "study.h"

#include "kit/base/json.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/handover.h"

static struct study study;
static const struct hash *id;

static const struct handover_key keys[] = {
	{ 0, { { 1 } } }, { 3, { { 2 } } }, { 4, { { 3 } } }
};
static const struct handover_item items[] = {
	{ { { 5 } }, "", keys, 2 },
	{ { { 9 } }, "entry 2: altered", keys + 2, 1 },
	{ { { 9, 1 } }, "", NULL, 0 }
};

static const struct err *
seal(struct buf *out, const struct handover_item *of, size_t count)
{
	const struct seal_public to[] = { study.ana.seal.public,
		study.bob.seal.public };

	return handover_seal(out, id, of, count, to, 2, &study.ana.sign);
}

static const struct err *
open_again(struct slice bytes, const struct seal_pair *mine)
{
	struct handover *h;
	const struct err *err = handover_open(&h, bytes, id, mine);

	CHECK((h == NULL) == (err != NULL));
	handover_free(h);
	return err;
}

static void
test_round(void)
{
	struct handover *h;
	struct buf file = BUF_INIT;

	CHECK_OK(seal(&file, items, 3));
	CHECK_OK(handover_open(&h, buf_slice(&file), id, &study.bob.seal));
	CHECK_INT(h->count, 3);
	CHECK_INT(h->items[0].count, 2);
	CHECK_INT(h->items[0].keys[1].place, 3);
	CHECK_INT(h->items[0].keys[1].key.bytes[0], 2);
	CHECK_STR(h->items[0].reason, "");
	CHECK_INT(h->items[1].keys[0].key.bytes[0], 3);
	CHECK_STR(h->items[1].reason, "entry 2: altered");
	CHECK_INT(h->items[2].count, 0);
	CHECK_INT(h->reader_count, 2);
	CHECK(memcmp(&h->readers[0], &h->readers[1], KEY_ID_BYTES) < 0);
	handover_free(h);
	CHECK_OK(open_again(buf_slice(&file), &study.ana.seal));
	CHECK_ERR(open_again(buf_slice(&file), &study.stranger.seal),
	    ERR_DENIED, "");
	for (size_t i = 0; i < file.len; i += 7) {
		file.data[i] ^= 1;
		CHECK_RESULT(open_again(buf_slice(&file), &study.bob.seal) !=
		    NULL, "byte %zu altered: expected a refusal", i);
		file.data[i] ^= 1;
	}
	buf_free(&file);
}

static void
test_refused_to_write(void)
{
	const struct handover_item twice[] = { items[0], items[0] };
	const struct handover_key upside[] = { keys[1], keys[0] };
	const struct handover_item wrong = { { { 5 } }, "", upside, 2 };
	struct handover_item many = { { { 5 } }, "", NULL,
		HANDOVER_KEYS_MAX + 1 };
	struct buf file = BUF_INIT;

	CHECK_ERR(seal(&file, twice, 2), ERR_FORMAT, "not ascending");
	CHECK_ERR(seal(&file, &wrong, 1), ERR_FORMAT, "not ascending");
	many.keys = mem_alloc_n(many.count, sizeof(*many.keys));
	for (size_t i = 0; i < many.count; i++)
		((struct handover_key *)many.keys)[i].place = i;
	CHECK_ERR(seal(&file, &many, 1), ERR_LIMIT, "120001 keys");
	mem_free((void *)many.keys);
	CHECK_INT(file.len, 0);
}

/* Sealed to Bob by somebody, and still refused. */
static void
test_meaningless(void)
{
	static const struct {
		const char *text;
		enum err_code code;
		const char *says;
	} rows[] = {
		{ "[]", ERR_FORMAT, "" },
		{ "{\"kind\":\"recolte roster\",\"v\":\"1\"}", ERR_FORMAT,
		    "not a" },
		{ "{\"kind\":\"recolte handover\",\"v\":\"2\"}", ERR_NEWER,
		    "format 2" },
		{ "{\"kind\":\"recolte handover\",\"v\":\"1\"}", ERR_FORMAT,
		    "changesets" },
		{ "{\"changesets\":[1],\"kind\":\"recolte handover\","
		    "\"readers\":[],\"v\":\"1\"}", ERR_FORMAT, "keys" },
		{ "{\"changesets\":[],\"kind\":\"recolte handover\","
		    "\"readers\":[\"00\"],\"v\":\"1\"}", ERR_FORMAT,
		    "no key id" },
		{ "{\"changesets\":[{\"hash\":\"00\",\"keys\":[],"
		    "\"reason\":\"\"}],\"kind\":\"recolte handover\","
		    "\"readers\":[],\"v\":\"1\"}", ERR_FORMAT, "hash" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf file = BUF_INIT;

		CHECK_OK(envelope_seal(&file, "recolte handover", id,
		    slice_str(rows[i].text), &study.bob.seal.public, 1,
		    &study.laptop.sign));
		CHECK_ERR(open_again(buf_slice(&file), &study.bob.seal),
		    rows[i].code, rows[i].says);
		buf_free(&file);
	}
}

/* Written once, readable for ever. */
static void
test_golden(void)
{
	struct buf bytes = BUF_INIT, said = BUF_INIT;
	struct seal_pair reader;
	struct handover *h;
	struct hash of;
	uint8_t seed[KEY_BYTES];

	golden_read(&bytes, "handover.bin");
	golden_read(&said, "handover.txt");
	golden_hex(&said, "study", &of, HASH_BYTES);
	golden_hex(&said, "reader-2-seed", seed, sizeof(seed));
	seal_pair_from_seed(&reader, seed);
	CHECK_OK(handover_open(&h, buf_slice(&bytes), &of, &reader));
	if (h == NULL)
		return;
	CHECK_INT(h->count, 2);
	CHECK_INT(h->items[0].changeset.bytes[0], 0x10);
	CHECK_INT(h->items[0].keys[1].place, 7);
	CHECK_INT(h->items[0].keys[1].key.bytes[2], 6);
	CHECK(slice_equal(slice_str(h->items[1].reason),
	    golden_value(&said, "reason")));
	CHECK_INT(h->reader_count, 2);
	handover_free(h);
	buf_free(&bytes);
	buf_free(&said);
}

int
main(void)
{
	study_new(&study);
	id = manifest_study(study.first);
	test_round();
	test_refused_to_write();
	test_meaningless();
	test_golden();
	study_free(&study);
	return CHECK_DONE();
}
