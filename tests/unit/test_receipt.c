#include "check.h"
#include "golden.h"
#include "study.h"

#include "kit/exchange/receipt.h"
#include "kit/exchange/signed_text.h"

static struct study study;

static struct receipt
item(uint64_t chain, uint64_t number)
{
	struct receipt receipt = { .chain = chain, .number = number,
		.hash = { { 7 } }, .verdict = RECEIPT_MERGED, .reason = "" };

	memcpy(receipt.device, study.laptop.member.id, DEVICE_ID_MAX);
	return receipt;
}

static struct receipts
batch(struct receipt *items, size_t count)
{
	return (struct receipts){ .study = *manifest_study(study.first),
		.number = 3, .time_ms = STUDY_TIME_MS, .items = items,
		.count = count };
}

static const struct err *
read_back(struct slice file)
{
	struct receipts *r;
	const struct err *err = receipts_read(&r, file, study.second);

	CHECK((r == NULL) == (err != NULL));
	receipts_free(r);
	return err;
}

static void
test_round(void)
{
	struct receipt items[] = { item(9, 2), item(9, 1), item(4, 8) };
	struct receipts written = batch(items, 3), *r;
	struct buf file = BUF_INIT;

	items[1].verdict = RECEIPT_ASIDE;
	items[1].reason = "the form version isn\xe2\x80\x99t known yet";
	CHECK_OK(receipts_write(&file, &written, &study.ana.sign));
	CHECK_OK(receipts_read(&r, buf_slice(&file), study.second));
	CHECK_STR(r->coordinator, study.ana.member.id);
	CHECK_INT(r->number, 3);
	CHECK_INT(r->time_ms, STUDY_TIME_MS);
	CHECK(hash_equal(&r->study, manifest_study(study.first)));
	CHECK_INT(r->count, 3);
	CHECK_INT(r->items[0].chain, 4);
	CHECK_INT(r->items[0].number, 8);
	CHECK_INT(r->items[0].hash.bytes[0], 7);
	CHECK_STR(r->items[0].device, study.laptop.member.id);
	CHECK_INT(r->items[1].number, 1);
	CHECK_INT(r->items[1].verdict, RECEIPT_ASIDE);
	CHECK_STR(r->items[1].reason, items[1].reason);
	CHECK_INT(r->items[2].number, 2);
	CHECK_STR(r->items[2].reason, "");
	receipts_free(r);
	buf_reset(&file);
	written.count = 0;
	CHECK_OK(receipts_write(&file, &written, &study.ana.sign));
	CHECK_OK(read_back(buf_slice(&file)));
	buf_free(&file);
}

/* Who is refused is told beside the receipts, or alone. */
static void
test_refused(void)
{
	struct refusal refused[] = {
		{ "zzzzzzzzzzzzzzzzzzzzzzzzza", "forged" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaa", "expired" }
	};
	struct receipts written = batch(NULL, 0), *r;
	struct buf file = BUF_INIT;

	written.refused = refused;
	written.refused_count = 2;
	CHECK_OK(receipts_write(&file, &written, &study.ana.sign));
	CHECK_OK(receipts_read(&r, buf_slice(&file), study.second));
	CHECK_INT(r->count, 0);
	CHECK_INT(r->refused_count, 2);
	CHECK_STR(r->refused[0].device, refused[1].device);
	CHECK_STR(r->refused[0].reason, "expired");
	CHECK_STR(r->refused[1].reason, "forged");
	receipts_free(r);
	buf_reset(&file);
	memcpy(refused[1].device, refused[0].device, DEVICE_ID_MAX);
	CHECK_ERR(receipts_write(&file, &written, &study.ana.sign), ERR_FORMAT,
	    "there twice");
	refused[1].device[0] = '.';
	CHECK_ERR(receipts_write(&file, &written, &study.ana.sign), ERR_FORMAT,
	    "is not a device");
	written.refused_count = RECEIPT_REFUSALS_MAX + 1;
	CHECK_ERR(receipts_write(&file, &written, &study.ana.sign), ERR_LIMIT,
	    "1001 refused");
	buf_free(&file);
}

/* What was done at a manifest's word is told beside them, or alone. */
static void
test_heard(void)
{
	struct receipts written = batch(NULL, 0), *r;
	struct buf file = BUF_INIT;

	written.erased = 12;
	written.closed = true;
	CHECK_OK(receipts_write(&file, &written, &study.ana.sign));
	CHECK_OK(receipts_read(&r, buf_slice(&file), study.second));
	CHECK_INT(r->erased, 12);
	CHECK(r->closed);
	receipts_free(r);
	buf_reset(&file);
	written.erased = MANIFEST_ERASED_MAX + 1;
	CHECK_ERR(receipts_write(&file, &written, &study.ana.sign), ERR_LIMIT,
	    "erased");
	buf_free(&file);
}

static void
test_altered(void)
{
	struct receipt items[] = { item(9, 2), item(9, 3) };
	struct receipts written = batch(items, 2);
	struct buf file = BUF_INIT;

	CHECK_OK(receipts_write(&file, &written, &study.ana.sign));
	for (size_t i = 0; i < file.len; i++) {
		const struct err *err;

		file.data[i] ^= 1;
		err = read_back(buf_slice(&file));
		CHECK_RESULT(err != NULL, "byte %zu altered: expected a "
		    "refusal, saw success", i);
		file.data[i] ^= 1;
	}
	for (size_t len = 0; len < file.len; len++)
		CHECK_ERR(read_back(slice_of(file.data, len)), ERR_FORMAT, "");
	buf_add(&file, "\n");
	CHECK_ERR(read_back(buf_slice(&file)), ERR_FORMAT, "signature");
	buf_free(&file);
}

static void
test_signers(void)
{
	struct receipt items[] = { item(9, 2) };
	struct receipts written = batch(items, 1);
	struct buf file = BUF_INIT;

	CHECK_OK(receipts_write(&file, &written, &study.laptop.sign));
	CHECK_ERR(read_back(buf_slice(&file)), ERR_SIGNATURE,
	    "is not a coordinator");
	buf_reset(&file);
	CHECK_OK(receipts_write(&file, &written, &study.stranger.sign));
	CHECK_ERR(read_back(buf_slice(&file)), ERR_SIGNATURE,
	    "is not a coordinator");
	buf_reset(&file);
	written.study.bytes[0] ^= 1;
	CHECK_OK(receipts_write(&file, &written, &study.ana.sign));
	CHECK_ERR(read_back(buf_slice(&file)), ERR_FOREIGN, "another study");
	buf_free(&file);
}

/* Signed by Ana, and still refused. */
static void
test_meaningless(void)
{
	static const struct {
		const char *key, *value;
		enum err_code code;
		const char *text;
	} rows[] = {
		{ "v", "\"3\"", ERR_NEWER, "format 3" },
		{ "kind", "\"recolte manifest\"", ERR_FORMAT, "not a" },
		{ "number", "0", ERR_FORMAT, "less than 1" },
		{ "coordinator", "\"aaaaaaaaaaaaaaaaaaaaaaaaab\"", ERR_FORMAT,
		    "not a coordinator" },
		{ "receipts", "[{\"device\":\"..\"}]", ERR_FORMAT, "chain" },
		{ "receipts", "{}", ERR_FORMAT, "no list" },
		{ "refused", "[]", ERR_FORMAT, "empty list" },
		{ "erased", "0", ERR_FORMAT, "less than 1" },
		{ "erased", "\"all\"", ERR_FORMAT, "no whole number" },
		{ "closed", "\"no\"", ERR_FORMAT, "means nothing" },
		{ "refused", "[1]", ERR_FORMAT, "device" },
		{ "time", "\"now\"", ERR_FORMAT, "not a time" },
		{ "study", "\"00\"", ERR_FORMAT, "hexadecimal" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct receipts written = batch(NULL, 0);
		struct buf file = BUF_INIT, again = BUF_INIT;
		struct signed_text text;
		struct json *json, *member;

		CHECK_OK(receipts_write(&file, &written, &study.ana.sign));
		CHECK_OK(signed_text_read(&text, &json, buf_slice(&file), "x",
		    RECEIPT_BYTES_MAX));
		CHECK_OK(json_parse(&member, slice_str(rows[i].value)));
		json_put(json, rows[i].key, member);
		signed_text_write(&again, json, "recolte receipt 1",
		    &study.ana.sign);
		CHECK_ERR(read_back(buf_slice(&again)), rows[i].code,
		    rows[i].text);
		json_free(json);
		buf_free(&file);
		buf_free(&again);
	}
}

static void
test_refused_to_write(void)
{
	struct receipt items[] = { item(9, 2), item(9, 2) };
	struct receipts written = batch(items, 2);
	struct buf file = BUF_INIT;
	char reason[RECEIPT_REASON_BYTES_MAX + 2];

	CHECK_ERR(receipts_write(&file, &written, &study.ana.sign), ERR_FORMAT,
	    "there twice");
	written.count = 1;
	items[0].verdict = RECEIPT_ASIDE;
	CHECK_ERR(receipts_write(&file, &written, &study.ana.sign), ERR_FORMAT,
	    "a reason is missing");
	memset(reason, 'x', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	items[0].reason = reason;
	CHECK_ERR(receipts_write(&file, &written, &study.ana.sign), ERR_LIMIT,
	    "301 bytes");
	items[0].reason = "ok";
	items[0].chain = 0;
	CHECK_ERR(receipts_write(&file, &written, &study.ana.sign), ERR_FORMAT,
	    "is zero");
	written.count = RECEIPT_ITEMS_MAX + 1;
	CHECK_ERR(receipts_write(&file, &written, &study.ana.sign), ERR_LIMIT,
	    "20001 in one batch");
	CHECK_INT(file.len, 0);
}

/* A batch as large as it may be can be written and read. */
static void
test_largest(void)
{
	char reason[RECEIPT_REASON_BYTES_MAX + 1];
	struct receipt *items = mem_alloc_n(RECEIPT_ITEMS_MAX, sizeof(*items));
	struct receipts written = batch(items, RECEIPT_ITEMS_MAX);
	struct buf file = BUF_INIT;

	memset(reason, 'x', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	for (size_t i = 0; i < RECEIPT_ITEMS_MAX; i++) {
		items[i] = item(9, i + 1);
		items[i].verdict = RECEIPT_ASIDE;
		items[i].reason = reason;
	}
	CHECK_OK(receipts_write(&file, &written, &study.ana.sign));
	CHECK_OK(read_back(buf_slice(&file)));
	mem_free(items);
	buf_free(&file);
}

static void
test_golden(void)
{
	struct buf first = BUF_INIT, second = BUF_INIT, file = BUF_INIT;
	struct buf said = BUF_INIT, later = BUF_INIT;
	struct manifest *one, *two;
	struct receipts *r;
	struct hash hash;

	golden_read(&first, "manifest-1");
	golden_read(&second, "manifest-2");
	golden_read(&file, "00000007.receipts");
	golden_read(&said, "receipts.txt");
	golden_hex(&said, "hash", &hash, HASH_BYTES);
	CHECK_OK(manifest_read(&one, buf_slice(&first), NULL, NULL));
	CHECK_OK(manifest_read(&two, buf_slice(&second), one, NULL));
	CHECK_OK(receipts_read(&r, buf_slice(&file), two));
	if (r == NULL)
		return;
	CHECK_INT(r->number, 7);
	CHECK_INT(r->time_ms, 1732264203000);
	CHECK_INT(r->count, 2);
	CHECK_INT(r->items[0].chain, 0x0123456789abcdef);
	CHECK_INT(r->items[0].number, 42);
	CHECK_INT(r->items[0].verdict, RECEIPT_MERGED);
	CHECK(hash_equal(&r->items[0].hash, &hash));
	CHECK_INT(r->items[1].verdict, RECEIPT_ASIDE);
	CHECK(slice_equal_str(golden_value(&said, "reason"),
	    r->items[1].reason));
	receipts_free(r);
	golden_read(&later, "00000008.receipts");
	CHECK_OK(receipts_read(&r, buf_slice(&later), two));
	if (r == NULL)
		return;
	CHECK_INT(r->count, 0);
	CHECK_INT(r->erased, 3);
	CHECK(r->closed);
	receipts_free(r);
	buf_free(&later);
	manifest_free(one);
	manifest_free(two);
	buf_free(&first);
	buf_free(&second);
	buf_free(&file);
	buf_free(&said);
}

int
main(void)
{
	study_new(&study);
	test_round();
	test_refused();
	test_heard();
	test_altered();
	test_signers();
	test_meaningless();
	test_refused_to_write();
	test_largest();
	test_golden();
	study_free(&study);
	return CHECK_DONE();
}
