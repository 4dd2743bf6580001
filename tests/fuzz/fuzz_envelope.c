/*
 * fuzz_envelope.c - bytes as they come, then signed by the golden file's
 * writer; and the same bytes as what the encryption would have protected: a
 * packed stream, and the contents of an envelope that we seal ourselves.
 */
#include "fuzz.h"

#include <string.h>

#include "kit/base/deflate.h"
#include "kit/exchange/envelope.h"

enum { AT_WRITER = 80, PLAIN_BYTES_MAX = 1 << 16 };

static struct hash study;
static struct sign_pair writer;
static struct seal_pair reader;

static const struct err *
open_one(struct buf *plain, struct slice bytes)
{
	struct sign_public who;
	const struct err *err;

	err = envelope_open(plain, &who, bytes, "recolte roster", &study,
	    &reader);
	FUZZ_MUST(err == NULL || plain->len == 0);
	return err;
}

static void
open_signed(const uint8_t *data, size_t size)
{
	uint8_t signature[SIGNATURE_BYTES];
	struct buf bytes = BUF_INIT, plain = BUF_INIT;
	const struct err *err;

	if (size < AT_WRITER + SIGN_PUBLIC_BYTES + SIGNATURE_BYTES)
		return;
	buf_append(&bytes, data, size - SIGNATURE_BYTES);
	memcpy(bytes.data + AT_WRITER, &writer.public, SIGN_PUBLIC_BYTES);
	crypto_sign(signature, buf_slice(&bytes), &writer);
	buf_append(&bytes, signature, sizeof(signature));
	err = open_one(&plain, buf_slice(&bytes));
	(void)err;
	buf_free(&bytes);
	buf_free(&plain);
}

static void
seal_and_open(struct slice contents)
{
	struct buf bytes = BUF_INIT, plain = BUF_INIT;

	FUZZ_MUST(envelope_seal(&bytes, "recolte roster", &study, contents,
	    &reader.public, 1, &writer) == NULL);
	FUZZ_MUST(open_one(&plain, buf_slice(&bytes)) == NULL);
	FUZZ_MUST(slice_equal(buf_slice(&plain), contents));
	buf_free(&bytes);
	buf_free(&plain);
}

static void
unpack(struct slice packed)
{
	struct buf plain = BUF_INIT;
	const struct err *err;

	err = deflate_unpack(&plain, packed, SLICE_EMPTY, PLAIN_BYTES_MAX);
	FUZZ_MUST(err ? plain.len == 0 : plain.len <= PLAIN_BYTES_MAX);
	err = deflate_unpack(&plain, packed, slice_str("oui non"),
	    PLAIN_BYTES_MAX);
	(void)err;
	buf_free(&plain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t seed[KEY_BYTES];
	struct buf plain = BUF_INIT;
	const struct err *err;

	FUZZ_MUST(crypto_start() == NULL);
	memset(&study, 0x51, sizeof(study));
	memset(seed, 0xd2, sizeof(seed));
	sign_pair_from_seed(&writer, seed);
	memset(seed, 0xa1, sizeof(seed));
	seal_pair_from_seed(&reader, seed);
	err = open_one(&plain, slice_of(data, size));
	(void)err;
	buf_free(&plain);
	open_signed(data, size);
	seal_and_open(slice_of(data, size));
	unpack(slice_of(data, size));
	return 0;
}
