/*
 * blockreplay.c - a drive as it was when it was pulled: blocklog's records
 * over an image.
 *
 *   blockreplay LOG                      "RECORDS FLUSHES"
 *   blockreplay LOG IMAGE COUNT SEED LOST
 *       the first COUNT records onto IMAGE. Of the writes since the last flush
 *       LOST in a hundred never arrived, and the last of all may be cut at a
 *       sector: a drive may write what was not flushed in any order.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

enum { LOG_BYTES_MAX = 1 << 30, SECTOR_BYTES = 512 };

struct record {
	char what;
	int64_t offset;
	struct slice bytes;
};

static bool
next_record(struct record *out, struct slice *rest)
{
	uint32_t len;

	if (rest->len < 13)
		return false;
	out->what = (char)rest->data[0];
	memcpy(&out->offset, rest->data + 1, 8);
	memcpy(&len, rest->data + 9, 4);
	if (rest->len - 13 < len)
		return false;
	out->bytes = slice_of(rest->data + 13, len);
	*rest = slice_of(rest->data + 13 + len, rest->len - 13 - len);
	return true;
}

/* Where the last flush among the first `count` records is; counts them. */
static uint64_t
last_flush(struct slice log, uint64_t count, uint64_t *records,
    uint64_t *flushes)
{
	struct record r;
	uint64_t last = 0;

	*records = *flushes = 0;
	while (*records < count && next_record(&r, &log)) {
		++*records;
		if (r.what == 'F') {
			last = *records;
			++*flushes;
		}
	}
	return last;
}

static uint64_t dice;

static unsigned
roll(unsigned sides)
{
	dice = dice * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (unsigned)(dice >> 33) % sides;
}

static const struct err *
write_at(FILE *image, const struct record *r, size_t len)
{
	if (fseek(image, (long)r->offset, SEEK_SET) != 0 ||
	    fwrite(r->bytes.data, 1, len, image) != len)
		return err_errno("image");
	return NULL;
}

static const struct err *
replay(FILE *image, struct slice log, uint64_t count, unsigned lost)
{
	const struct err *err = NULL;
	uint64_t records, flushes, safe;
	struct record r;

	safe = last_flush(log, count, &records, &flushes);
	for (uint64_t i = 1; i <= records && !err && next_record(&r, &log);
	    i++) {
		size_t len = r.bytes.len;

		if (i > safe && roll(100) < lost)
			continue;
		if (i > safe && i == records && len > SECTOR_BYTES)
			len = SECTOR_BYTES * roll((unsigned)(len /
			    SECTOR_BYTES));
		if (r.what == 'W')
			err = write_at(image, &r, len);
	}
	return err;
}

static const struct err *
run(int argc, char **argv, struct buf *log)
{
	uint64_t count, seed, lost, records, flushes;
	const struct err *err;
	FILE *image;

	if (argc != 2 && argc != 6)
		return err_new(ERR_USAGE, "LOG [IMAGE COUNT SEED LOST]");
	if ((err = file_read(log, argv[1], LOG_BYTES_MAX)) != NULL)
		return err;
	if (argc == 2) {
		(void)last_flush(buf_slice(log), UINT64_MAX, &records,
		    &flushes);
		printf("%" PRIu64 " %" PRIu64 "\n", records, flushes);
		return NULL;
	}
	if (!text_parse_u64(slice_str(argv[3]), &count) ||
	    !text_parse_u64(slice_str(argv[4]), &seed) ||
	    !text_parse_u64(slice_str(argv[5]), &lost))
		return err_new(ERR_USAGE, "COUNT, SEED and LOST are numbers");
	dice = seed;
	image = platform_fopen(argv[2], "r+b");
	if (image == NULL)
		return err_errno("%s", argv[2]);
	err = replay(image, buf_slice(log), count, (unsigned)lost);
	if (fclose(image) != 0)
		err = err_first(err, err_errno("%s", argv[2]));
	return err;
}

int
main(int argc, char **argv)
{
	struct buf log = BUF_INIT;
	const struct err *err;

	platform_start(&argc, &argv);
	err = run(argc, argv, &log);
	buf_free(&log);
	if (err)
		fprintf(stderr, "blockreplay: %s\n", err->msg);
	return err_exit_status(err);
}
