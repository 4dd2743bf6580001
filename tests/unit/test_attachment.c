#include <string.h>

#include "check.h"
#include "golden.h"
#include "kit/exchange/attachment.h"
#include "kit/exchange/depot.h"

enum { AT_VERSION = 8, AT_CHUNK = 12, AT_BYTES = 16, AT_PURPOSE = 24,
	AT_STUDY = 48, AT_SALT = 80 };

static struct hash study;
static struct secret_key record_key;

static const struct err *
append(void *data, struct slice chunk)
{
	buf_add_slice(data, chunk);
	return NULL;
}

static const struct err *
stop(void *data, struct slice chunk)
{
	(void)data;
	(void)chunk;
	return err_new(ERR_FULL, "no room");
}

static const struct err *
open_to(struct buf *out, struct slice sealed)
{
	return attachment_open(sealed, &study, &record_key, append, out);
}

static void
fill(struct buf *out, size_t len)
{
	uint32_t state = 1;

	for (size_t i = 0; i < len; i++) {
		state = state * 1664525u + 1013904223u;
		buf_add_byte(out, (uint8_t)(state >> 24));
	}
}

/* Around the borders of chunks, and more than one. */
static void
what_is_sealed_opens(void)
{
	static const size_t sizes[] = { 0, 1, ATTACHMENT_CHUNK_BYTES - 1,
		ATTACHMENT_CHUNK_BYTES, ATTACHMENT_CHUNK_BYTES + 1,
		3 * ATTACHMENT_CHUNK_BYTES };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct buf plain = BUF_INIT, sealed = BUF_INIT, out = BUF_INIT;

		fill(&plain, sizes[i]);
		CHECK_OK(attachment_seal(&sealed, &study, &record_key,
		    buf_slice(&plain)));
		CHECK_OK(open_to(&out, buf_slice(&sealed)));
		CHECK(slice_equal(buf_slice(&out), buf_slice(&plain)));
		CHECK(sealed.len <= ATTACHMENT_SEALED_BYTES_MAX);
		CHECK_OK(attachment_open(buf_slice(&sealed), &study,
		    &record_key, NULL, NULL));
		if (sizes[i] > 0)
			CHECK_ERR(attachment_open(buf_slice(&sealed), &study,
			    &record_key, stop, NULL), ERR_FULL, "no room");
		buf_free(&plain);
		buf_free(&sealed);
		buf_free(&out);
	}
	CHECK((int)ATTACHMENT_SEALED_BYTES_MAX <= (int)DEPOT_BLOB_BYTES_MAX);
}

/* Each byte matters, and so does each byte that is missing or too many. */
static void
what_is_altered_does_not(void)
{
	struct buf plain = BUF_INIT, sealed = BUF_INIT, out = BUF_INIT;

	fill(&plain, 300);
	CHECK_OK(attachment_seal(&sealed, &study, &record_key,
	    buf_slice(&plain)));
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.data[i] ^= 1;
		buf_reset(&out);
		CHECK(open_to(&out, buf_slice(&sealed)) != NULL);
		sealed.data[i] ^= 1;
		buf_reset(&out);
		CHECK_ERR(open_to(&out, slice_of(sealed.data, i)), ERR_FORMAT,
		    "attachment");
	}
	buf_add_byte(&sealed, 0);
	CHECK_ERR(open_to(&out, buf_slice(&sealed)), ERR_FORMAT, "behind");
	buf_free(&plain);
	buf_free(&sealed);
	buf_free(&out);
}

static void
headers_are_checked(void)
{
	static const struct {
		size_t at;
		uint8_t byte;
		enum err_code code;
		const char *part;
	} rows[] = {
		{ 0, 'x', ERR_FORMAT, "not one of ours" },
		{ AT_VERSION + 1, 0, ERR_FORMAT, "torn" },
		{ AT_VERSION + 1, 2, ERR_NEWER, "format 2" },
		{ AT_VERSION + 2, 1, ERR_FORMAT, "means nothing" },
		{ AT_CHUNK, 1, ERR_FORMAT, "means nothing" },
		{ AT_BYTES, 1, ERR_LIMIT, "48 MiB" },
		{ AT_BYTES + 7, 7, ERR_FORMAT, "torn" },
		{ AT_PURPOSE, 'x', ERR_FORMAT, "means nothing" },
		{ AT_STUDY, 1, ERR_FOREIGN, "another study" },
		{ AT_SALT, 1, ERR_SIGNATURE, "record's key" }
	};
	struct buf sealed = BUF_INIT, out = BUF_INIT;

	CHECK_OK(attachment_seal(&sealed, &study, &record_key,
	    slice_str("a photo")));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t before = sealed.data[rows[i].at];

		sealed.data[rows[i].at] = before == rows[i].byte ?
		    (uint8_t)(before + 1) : rows[i].byte;
		CHECK_ERR(open_to(&out, buf_slice(&sealed)), rows[i].code,
		    rows[i].part);
		sealed.data[rows[i].at] = before;
	}
	CHECK_OK(open_to(&out, buf_slice(&sealed)));
	CHECK_STR(buf_str(&out), "a photo");
	buf_free(&sealed);
	buf_free(&out);
}

/* Two full chunks in another order, or one of another file, are no file. */
static void
chunks_stay_where_they_are(void)
{
	struct buf plain = BUF_INIT, a = BUF_INIT, b = BUF_INIT, out = BUF_INIT;
	enum { SEALED = ATTACHMENT_CHUNK_BYTES + STREAM_TAG_BYTES };
	uint8_t *first, *second;

	fill(&plain, 2 * ATTACHMENT_CHUNK_BYTES + 5);
	CHECK_OK(attachment_seal(&a, &study, &record_key, buf_slice(&plain)));
	CHECK_OK(attachment_seal(&b, &study, &record_key, buf_slice(&plain)));
	memcpy(a.data + ATTACHMENT_HEAD_BYTES, b.data + ATTACHMENT_HEAD_BYTES,
	    SEALED);
	CHECK_ERR(open_to(&out, buf_slice(&a)), ERR_SIGNATURE, "key");
	first = b.data + ATTACHMENT_HEAD_BYTES;
	second = first + SEALED;
	memcpy(a.data + ATTACHMENT_HEAD_BYTES, first, SEALED);
	memcpy(first, second, SEALED);
	memcpy(second, a.data + ATTACHMENT_HEAD_BYTES, SEALED);
	CHECK_ERR(open_to(&out, buf_slice(&b)), ERR_SIGNATURE, "key");
	buf_free(&plain);
	buf_free(&a);
	buf_free(&b);
	buf_free(&out);
}

static void
another_key_opens_nothing(void)
{
	struct secret_key other = record_key;
	struct buf sealed = BUF_INIT;

	other.bytes[0] ^= 1;
	CHECK_OK(attachment_seal(&sealed, &study, &record_key,
	    slice_str("a photo")));
	CHECK_ERR(attachment_open(buf_slice(&sealed), &study, &other, NULL,
	    NULL), ERR_SIGNATURE, "record's key");
	buf_free(&sealed);
}

static void
too_much_is_refused(void)
{
	struct slice large = { (const uint8_t *)"",
		(size_t)ATTACHMENT_BYTES_MAX + 1 };
	struct buf sealed = BUF_INIT;

	CHECK_ERR(attachment_seal(&sealed, &study, &record_key, large),
	    ERR_LIMIT, "48 MiB");
	CHECK_INT(sealed.len, 0);
}

#define HEX64 "00112233445566778899aabbccddeeff" \
    "00112233445566778899aabbccddeeff"

static void
notes_have_one_form(void)
{
	static const char good[] = "1 " HEX64 " 20971520 image/jpeg the face "
	    "of a house.jpg";
	static const struct {
		const char *text;
		enum err_code code;
	} bad[] = {
		{ "", ERR_NEWER }, { "2 x", ERR_NEWER }, { "1", ERR_FORMAT },
		{ "1 " HEX64 " 1 image/jpeg ", ERR_FORMAT },
		{ "1 " HEX64 " 1 image/jpeg", ERR_FORMAT },
		{ "1 " HEX64 " 01 image/jpeg a", ERR_FORMAT },
		{ "1 " HEX64 " 50331649 image/jpeg a", ERR_FORMAT },
		{ "1 " HEX64 " 1  a", ERR_FORMAT },
		{ "1 " HEX64 " 1 image/jpeg ../a", ERR_FORMAT },
		{ "1 " HEX64 " 1 image/jpeg a\\b", ERR_FORMAT },
		{ "1 " HEX64 " 1 image/jpeg a\nb", ERR_FORMAT },
		{ "1 00 1 image/jpeg a", ERR_FORMAT }
	};
	struct attachment_note note;
	struct buf text = BUF_INIT;

	CHECK_OK(attachment_note_read(&note, good));
	CHECK_INT((int64_t)note.bytes, 20971520);
	CHECK(slice_equal_str(note.kind, "image/jpeg"));
	CHECK(slice_equal_str(note.name, "the face of a house.jpg"));
	CHECK_OK(attachment_note_write(&text, &note));
	CHECK_STR(buf_str(&text), good);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK_ERR(attachment_note_read(&note, bad[i].text),
		    bad[i].code, "attachment");
	buf_free(&text);
	CHECK_STR(attachment_kind("A.JPG"), "image/jpeg");
	CHECK_STR(attachment_kind("a"), "application/octet-stream");
}

static void
blobs_have_names(void)
{
	char name[ATTACHMENT_BLOB_MAX];

	attachment_blob(name, &study);
	CHECK_STR(name, "5151515151515151.blob");
	CHECK(attachment_is_blob(name));
	CHECK(!attachment_is_blob("5151515151515151.cs"));
	CHECK(!attachment_is_blob("515151515151515.blob"));
	CHECK(!attachment_is_blob("515151515151515X.blob"));
	CHECK(!attachment_is_blob("00000001.cs"));
}

/* Written by version 0.1.0; must open for ever. */
static void
the_golden_file_opens(void)
{
	struct buf sealed = BUF_INIT, out = BUF_INIT, plain = BUF_INIT;

	golden_read(&sealed, "attachment.blob");
	fill(&plain, ATTACHMENT_CHUNK_BYTES + 1000);
	CHECK_OK(open_to(&out, buf_slice(&sealed)));
	CHECK(slice_equal(buf_slice(&out), buf_slice(&plain)));
	buf_free(&sealed);
	buf_free(&out);
	buf_free(&plain);
}

int
main(void)
{
	CHECK_OK(crypto_start());
	memset(&study, 0x51, sizeof study);
	memset(&record_key, 0x77, sizeof record_key);
	what_is_sealed_opens();
	what_is_altered_does_not();
	headers_are_checked();
	chunks_stay_where_they_are();
	another_key_opens_nothing();
	too_much_is_refused();
	notes_have_one_form();
	blobs_have_names();
	the_golden_file_opens();
	return CHECK_DONE();
}
