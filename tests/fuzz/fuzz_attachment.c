/*
 * fuzz_attachment.c - bytes as they come; the same sealed by us, whole and
 * with one byte changed; and the same as the field that names an attachment.
 */
#include "fuzz.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/attachment.h"

static struct hash study;
static struct secret_key key;

static const struct err *
append(void *data, struct slice chunk)
{
	buf_add_slice(data, chunk);
	return NULL;
}

static const struct err *
open_one(struct buf *out, struct slice sealed)
{
	const struct err *err;

	err = attachment_open(sealed, &study, &key, append, out);
	FUZZ_MUST(err != NULL || out->len <= ATTACHMENT_BYTES_MAX);
	return err;
}

static void
seal_and_open(struct slice plain)
{
	struct buf sealed = BUF_INIT, out = BUF_INIT;

	FUZZ_MUST(attachment_seal(&sealed, &study, &key, plain) == NULL);
	FUZZ_MUST(open_one(&out, buf_slice(&sealed)) == NULL);
	FUZZ_MUST(slice_equal(buf_slice(&out), plain));
	if (plain.len > 1) {
		size_t at = (plain.data[0] * 257u + plain.data[1]) %
		    sealed.len;

		sealed.data[at] ^= 1;
		FUZZ_MUST(open_one(&out, buf_slice(&sealed)) != NULL);
	}
	buf_free(&sealed);
	buf_free(&out);
}

static void
read_note(struct slice bytes)
{
	struct attachment_note note;
	struct buf same = BUF_INIT;
	char *text = mem_alloc(bytes.len + 1);

	/* mem_alloc() zeroes. */
	if (bytes.len > 0)
		memcpy(text, bytes.data, bytes.len);
	if (attachment_note_read(&note, text) == NULL) {
		FUZZ_MUST(attachment_note_write(&same, &note) == NULL);
		FUZZ_MUST(!strcmp(buf_str(&same), text));
	}
	buf_free(&same);
	mem_free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out = BUF_INIT;
	const struct err *err;

	FUZZ_MUST(crypto_start() == NULL);
	memset(&study, 0x51, sizeof(study));
	memset(&key, 0x77, sizeof(key));
	err = open_one(&out, slice_of(data, size));
	(void)err;
	buf_free(&out);
	seal_and_open(slice_of(data, size));
	read_note(slice_of(data, size));
	return 0;
}
