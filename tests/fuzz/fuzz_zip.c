/*
 * fuzz_zip.c - any bytes as a zip file with the files "a" and "b": what comes
 * out does not depend on the pieces that it is read in, and can be packed and
 * read again.
 */
#include "fuzz.h"

#include "formspec/zip.h"

enum { BYTES_MAX = 1 << 20, LARGEST_PIECE = 4096 };

/* Up to a limit; false: it cannot be read. */
static bool
read_file(struct buf *out, struct zip *zip, const char *name, size_t piece)
{
	uint8_t room[LARGEST_PIECE];
	const struct err *err = zip_begin(zip, name);
	size_t got = 1;

	FUZZ_MUST(err == NULL || err->msg[0] != '\0');
	FUZZ_MUST(zip_has(zip, name) ||
	    (err != NULL && err->code == ERR_NOT_FOUND));
	while (err == NULL && got > 0 && out->len < BYTES_MAX) {
		err = zip_read(zip, room, piece, &got);
		if (err == NULL)
			buf_append(out, room, got);
	}
	return err == NULL;
}

static void
check_again(struct slice bytes)
{
	struct zip_writer made = ZIP_WRITER_INIT;
	struct buf again = BUF_INIT;
	struct zip *zip;

	zip_add(&made, "b", bytes);
	FUZZ_MUST(zip_finish(&made) == NULL);
	FUZZ_MUST(zip_open(&zip, buf_slice(&made.bytes)) == NULL);
	FUZZ_MUST(read_file(&again, zip, "B", LARGEST_PIECE));
	FUZZ_MUST(again.len >= BYTES_MAX ||
	    slice_equal(buf_slice(&again), bytes));
	zip_close(zip);
	zip_writer_free(&made);
	buf_free(&again);
}

static void
check_file(struct zip *zip, const char *name)
{
	static const size_t pieces[] = { 7, 256 };
	struct buf whole = BUF_INIT;
	bool good = read_file(&whole, zip, name, LARGEST_PIECE);

	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		struct buf part = BUF_INIT;

		FUZZ_MUST(whole.len >= BYTES_MAX ||
		    read_file(&part, zip, name, pieces[i]) == good);
		FUZZ_MUST(!good || whole.len >= BYTES_MAX ||
		    slice_equal(buf_slice(&part), buf_slice(&whole)));
		buf_free(&part);
	}
	if (good)
		check_again(buf_slice(&whole));
	buf_free(&whole);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zip *zip;
	const struct err *err = zip_open(&zip, slice_of(data, size));

	FUZZ_MUST((err == NULL) == (zip != NULL));
	if (err != NULL)
		return 0;
	check_file(zip, "a");
	check_file(zip, "b");
	zip_close(zip);
	return 0;
}
