#include "check.h"
#include "golden.h"

#include "kit/base/deflate.h"
#include "kit/base/mem.h"
#include "kit/exchange/envelope.h"

enum { AT_VERSION = 9, AT_RECIPIENTS = 10, AT_CIPHER_BYTES = 12,
	AT_PURPOSE = 16, AT_STUDY = 48, AT_WRITER = 80, AT_COMMITMENT = 136,
	FIXED_BYTES = 168, RECIPIENT_BYTES = 96 };

static const char text[] = "qui est qui";
static struct hash study, other_study;
static struct sign_pair writer;
static struct seal_pair readers[2], stranger;

static void
set_up(void)
{
	CHECK_OK(crypto_start());
	memset(&study, 0x11, sizeof(study));
	memset(&other_study, 0x22, sizeof(other_study));
	sign_pair_new(&writer);
	seal_pair_new(&readers[0]);
	seal_pair_new(&readers[1]);
	seal_pair_new(&stranger);
}

static void
sample(struct buf *out)
{
	struct seal_public to[] = { readers[0].public, readers[1].public };

	CHECK_OK(envelope_seal(out, "recolte roster", &study, slice_str(text),
	    to, 2, &writer));
}

static const struct err *
open_as(struct slice bytes, const struct seal_pair *reader)
{
	struct sign_public who;
	struct buf plain = BUF_INIT;
	const struct err *err;

	err = envelope_open(&plain, &who, bytes, "recolte roster", &study,
	    reader);
	if (err)
		CHECK_INT(plain.len, 0);
	else
		CHECK(!memcmp(&who, &writer.public, sizeof(who)));
	if (err == NULL)
		CHECK_STR(buf_str(&plain), text);
	buf_free(&plain);
	return err;
}

static void
sign_again(struct buf *bytes)
{
	uint8_t signature[SIGNATURE_BYTES];

	bytes->len -= SIGNATURE_BYTES;
	crypto_sign(signature, buf_slice(bytes), &writer);
	buf_append(bytes, signature, sizeof(signature));
}

static void
test_round(void)
{
	struct buf bytes = BUF_INIT, plain = BUF_INIT;
	struct sign_public who;

	sample(&bytes);
	CHECK_OK(open_as(buf_slice(&bytes), &readers[0]));
	CHECK_OK(open_as(buf_slice(&bytes), &readers[1]));
	CHECK_ERR(open_as(buf_slice(&bytes), &stranger), ERR_DENIED,
	    "not sealed to this key");
	CHECK_ERR(envelope_open(&plain, &who, buf_slice(&bytes),
	    "recolte frame", &study, &readers[0]), ERR_FOREIGN,
	    "not a \"recolte frame\"");
	CHECK_ERR(envelope_open(&plain, &who, buf_slice(&bytes),
	    "recolte rosters", &study, &readers[0]), ERR_FOREIGN, "");
	CHECK_ERR(envelope_open(&plain, &who, buf_slice(&bytes),
	    "recolte roster with a name that is too long", &study,
	    &readers[0]), ERR_FOREIGN, "");
	CHECK_ERR(envelope_open(&plain, &who, buf_slice(&bytes),
	    "recolte roster", &other_study, &readers[0]), ERR_FOREIGN,
	    "another study");
	buf_free(&bytes);
	buf_free(&plain);
}

static void
test_altered(void)
{
	struct buf bytes = BUF_INIT;

	sample(&bytes);
	for (size_t i = 0; i < bytes.len; i++) {
		const struct err *err;

		bytes.data[i] ^= 1;
		err = open_as(buf_slice(&bytes), &readers[0]);
		CHECK_RESULT(err != NULL && (err->code == ERR_FORMAT ||
		    err->code == ERR_SIGNATURE || err->code == ERR_NEWER ||
		    err->code == ERR_LIMIT),
		    "byte %zu altered: expected a refusal, saw %s", i,
		    err ? err->msg : "success");
		bytes.data[i] ^= 1;
	}
	for (size_t len = 0; len < bytes.len; len++)
		CHECK_ERR(open_as(slice_of(bytes.data, len), &readers[0]),
		    ERR_FORMAT, "");
	buf_add_byte(&bytes, 0);
	CHECK_ERR(open_as(buf_slice(&bytes), &readers[0]), ERR_FORMAT,
	    "bytes behind");
	buf_free(&bytes);
}

/* Signed by its writer, and still refused. */
static void
test_meaningless(void)
{
	static const struct {
		size_t at;
		uint8_t bytes[4];
		size_t len;
		enum err_code code;
		const char *message;
	} rows[] = {
		{ 3, { 'L' }, 1, ERR_FORMAT, "not one" },
		{ AT_VERSION, { 0 }, 1, ERR_FORMAT, "torn" },
		{ AT_VERSION, { 2 }, 1, ERR_NEWER, "format 2" },
		{ AT_RECIPIENTS, { 0, 0 }, 2, ERR_FORMAT, "nobody" },
		{ AT_RECIPIENTS, { 4, 1 }, 2, ERR_LIMIT, "1025" },
		{ AT_RECIPIENTS, { 4, 0 }, 2, ERR_FORMAT, "torn" },
		{ AT_CIPHER_BYTES, { 0xff }, 1, ERR_FORMAT, "torn" },
		{ AT_CIPHER_BYTES, { 0, 0, 0, 1 }, 4, ERR_FORMAT, "torn" },
		{ AT_CIPHER_BYTES + 3, { 17 }, 1, ERR_FORMAT, "behind" },
		{ AT_PURPOSE + 31, { 1 }, 1, ERR_FOREIGN, "not a" },
		{ AT_STUDY, { 0x22 }, 1, ERR_FOREIGN, "another study" },
		{ AT_COMMITMENT, { 1, 2, 3, 4 }, 4, ERR_SIGNATURE,
		    "than its header says" },
		{ FIXED_BYTES - 56, { 1, 2, 3, 4 }, 4, ERR_SIGNATURE,
		    "not authentic" },
		{ FIXED_BYTES, { 0xff, 0xff, 0xff, 0xff }, 4, ERR_FORMAT,
		    "not sorted" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf bytes = BUF_INIT;

		sample(&bytes);
		memcpy(bytes.data + rows[i].at, rows[i].bytes, rows[i].len);
		sign_again(&bytes);
		CHECK_ERR(open_as(buf_slice(&bytes), &readers[0]),
		    rows[i].code, rows[i].message);
		buf_free(&bytes);
	}
}

/* Somebody else signs what is not theirs: the contents name their writer. */
static void
test_stolen(void)
{
	struct sign_pair honest = writer;
	struct buf bytes = BUF_INIT;

	sample(&bytes);
	sign_pair_new(&writer);
	memcpy(bytes.data + AT_WRITER, &writer.public, SIGN_PUBLIC_BYTES);
	sign_again(&bytes);
	CHECK_ERR(open_as(buf_slice(&bytes), &readers[0]), ERR_SIGNATURE,
	    "not authentic");
	writer = honest;

	buf_reset(&bytes);
	sample(&bytes);
	memcpy(bytes.data + FIXED_BYTES + RECIPIENT_BYTES,
	    bytes.data + FIXED_BYTES, RECIPIENT_BYTES);
	sign_again(&bytes);
	CHECK_ERR(open_as(buf_slice(&bytes), &readers[0]), ERR_FORMAT,
	    "named twice");
	buf_free(&bytes);
}

static void
test_limits(void)
{
	struct seal_public to[2] = { readers[0].public, readers[0].public };
	struct buf out = BUF_INIT, big = BUF_INIT;
	struct seal_public weak = { { 1 } };

	CHECK_ERR(envelope_seal(&out, "x", &study, SLICE_EMPTY, to, 0, &writer),
	    ERR_FORMAT, "nobody");
	CHECK_ERR(envelope_seal(&out, "x", &study, SLICE_EMPTY, to, 2, &writer),
	    ERR_FORMAT, "named twice");
	CHECK_ERR(envelope_seal(&out, "x", &study, SLICE_EMPTY, &weak, 1,
	    &writer), ERR_FORMAT, "protects nothing");
	CHECK_ERR(envelope_seal(&out, "x", &study, SLICE_EMPTY, to,
	    ENVELOPE_RECIPIENTS_MAX + 1, &writer), ERR_LIMIT, "1025");
	CHECK_ERR(envelope_seal(&out, "a purpose of more than 32 letters.",
	    &study, SLICE_EMPTY, to, 1, &writer), ERR_FORMAT, "too long");
	memset(buf_extend(&big, ENVELOPE_BYTES_MAX + 1), 0,
	    ENVELOPE_BYTES_MAX + 1);
	CHECK_ERR(envelope_seal(&out, "x", &study, buf_slice(&big), to, 1,
	    &writer), ERR_LIMIT, "more than");
	CHECK_ERR(open_as(buf_slice(&big), &readers[0]), ERR_LIMIT, "");
	CHECK_INT(out.len, 0);
	CHECK_OK(envelope_seal(&out, "x", &study, SLICE_EMPTY, to, 1, &writer));
	buf_free(&out);
	buf_free(&big);
}

/*
 * A bomb, written after the byte table: a short stream that goes on for longer
 * than an envelope may.
 */
static void
test_bomb(void)
{
	struct buf big = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
	uint8_t nonce[AEAD_NONCE_BYTES] = { 5 }, sealed[SEALED_KEY_BYTES];
	uint8_t signature[SIGNATURE_BYTES], fixed[FIXED_BYTES];
	struct secret_key key = { { 6 } };
	struct hash commitment;
	struct key_id id;

	memset(buf_extend(&big, ENVELOPE_BYTES_MAX + 1), 0,
	    ENVELOPE_BYTES_MAX + 1);
	deflate_pack(&packed, buf_slice(&big), SLICE_EMPTY);
	crypto_hash(&commitment, slice_of(&key, KEY_BYTES));
	seal_key_id(&id, &readers[0].public);
	CHECK(crypto_seal_key(sealed, &key, &readers[0].public));
	buf_append(&out, "\211RCE\r\n\032\n\0\1\0\1", 12);
	buf_add_u32(&out, (uint32_t)packed.len + AEAD_TAG_BYTES);
	buf_append(&out, "recolte roster\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
	    32);
	buf_append(&out, &study, HASH_BYTES);
	buf_append(&out, &writer.public, SIGN_PUBLIC_BYTES);
	buf_append(&out, nonce, sizeof(nonce));
	buf_append(&out, &commitment, HASH_BYTES);
	CHECK_INT(out.len, FIXED_BYTES);
	memcpy(fixed, out.data, FIXED_BYTES);
	buf_append(&out, &id, KEY_ID_BYTES);
	buf_append(&out, sealed, sizeof(sealed));
	aead_encrypt(&out, buf_slice(&packed), slice_of(fixed, FIXED_BYTES),
	    nonce, &key);
	crypto_sign(signature, buf_slice(&out), &writer);
	buf_append(&out, signature, sizeof(signature));
	CHECK_ERR(open_as(buf_slice(&out), &readers[0]), ERR_LIMIT,
	    "unpacks to more than");
	buf_free(&big);
	buf_free(&packed);
	buf_free(&out);
}

static void
test_golden(void)
{
	struct buf bytes = BUF_INIT, said = BUF_INIT, plain = BUF_INIT;
	struct sign_public who;
	struct sign_pair expected;
	struct seal_pair reader;
	struct hash golden_study;
	uint8_t seed[KEY_BYTES];

	golden_read(&bytes, "envelope.bin");
	golden_read(&said, "envelope.txt");
	golden_hex(&said, "study", &golden_study, HASH_BYTES);
	golden_hex(&said, "writer-seed", seed, sizeof(seed));
	sign_pair_from_seed(&expected, seed);
	golden_hex(&said, "reader-2-seed", seed, sizeof(seed));
	seal_pair_from_seed(&reader, seed);
	CHECK_OK(envelope_open(&plain, &who, buf_slice(&bytes),
	    "recolte roster", &golden_study, &reader));
	CHECK(!memcmp(&who, &expected.public, sizeof(who)));
	CHECK(slice_equal(buf_slice(&plain), golden_value(&said, "text")));
	buf_free(&bytes);
	buf_free(&said);
	buf_free(&plain);
}

int
main(void)
{
	set_up();
	test_round();
	test_altered();
	test_meaningless();
	test_stolen();
	test_limits();
	test_bomb();
	test_golden();
	return CHECK_DONE();
}
