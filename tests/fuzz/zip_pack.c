#include "zip_pack.h"

static uint32_t
crc32_of(struct slice bytes)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < bytes.len; i++) {
		crc ^= bytes.data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
	}
	return ~crc;
}

static void
add_number(struct buf *out, uint32_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_add_byte(out, (uint8_t)v);
}

/* What a part's own header and its line in the directory have in common. */
struct facts {
	struct slice name;
	unsigned method;
	uint32_t crc;
	size_t packed, unpacked;
};

static void
add_facts(struct buf *out, const struct facts *facts)
{
	add_number(out, 20, 2);			/* version needed */
	add_number(out, 0, 2);			/* flags */
	add_number(out, facts->method, 2);
	add_number(out, 0x5c760000, 4);		/* 2026-03-22 */
	add_number(out, facts->crc, 4);
	add_number(out, (uint32_t)facts->packed, 4);
	add_number(out, (uint32_t)facts->unpacked, 4);
	add_number(out, (uint32_t)facts->name.len, 2);
	add_number(out, 0, 2);			/* no extra field */
}

static void
add_part(struct zip_pack *zip, const struct facts *facts, struct slice bytes)
{
	uint32_t at = (uint32_t)zip->bytes.len;

	buf_add(&zip->bytes, "PK\3\4");
	add_facts(&zip->bytes, facts);
	buf_add_slice(&zip->bytes, facts->name);
	buf_add_slice(&zip->bytes, bytes);

	buf_add(&zip->directory, "PK\1\2");
	add_number(&zip->directory, 20, 2);	/* version made by */
	add_facts(&zip->directory, facts);
	add_number(&zip->directory, 0, 2);	/* no comment */
	add_number(&zip->directory, 0, 4);	/* disk, kind */
	add_number(&zip->directory, 0, 4);	/* attributes */
	add_number(&zip->directory, at, 4);
	buf_add_slice(&zip->directory, facts->name);
	zip->count++;
}

void
zip_pack_add(struct zip_pack *zip, struct slice name, struct slice bytes)
{
	add_part(zip, &(struct facts){ name, 0, crc32_of(bytes), bytes.len,
	    bytes.len }, bytes);
}

/* ---- one byte many times, with the codes that deflate is born with ---- */

struct bits {
	struct buf bytes;
	unsigned waiting, count;	/* bits that are no byte yet */
};

static void
add_bit(struct bits *bits, unsigned bit)
{
	bits->waiting |= bit << bits->count++;
	if (bits->count < 8)
		return;
	buf_add_byte(&bits->bytes, (uint8_t)bits->waiting);
	bits->waiting = bits->count = 0;
}

/* Codes come with their highest bit first. */
static void
add_code(struct bits *bits, unsigned code, int len)
{
	while (len-- > 0)
		add_bit(bits, code >> len & 1);
}

void
zip_pack_add_run(struct zip_pack *zip, struct slice name, struct slice start,
    char byte, size_t count)
{
	enum { LITERAL = 0x30, RUN_258 = 0xc5, RUN = 258 };
	struct bits bits = { BUF_INIT, 0, 0 };
	size_t runs = count / RUN + 1;

	add_code(&bits, 6, 3);		/* last block, fixed codes */
	for (size_t i = 0; i < start.len; i++)
		add_code(&bits, LITERAL + start.data[i], 8);
	add_code(&bits, LITERAL + (unsigned)byte, 8);
	for (size_t i = 0; i < runs; i++) {
		add_code(&bits, RUN_258, 8);
		add_code(&bits, 0, 5);	/* from one byte before */
	}
	add_code(&bits, 0, 7 + 8);	/* the end, and to a whole byte */
	add_part(zip, &(struct facts){ name, 8, 0, bits.bytes.len,
	    start.len + 1 + runs * RUN }, buf_slice(&bits.bytes));
	buf_free(&bits.bytes);
}

void
zip_pack_end(struct zip_pack *zip)
{
	uint32_t at = (uint32_t)zip->bytes.len;

	buf_add_slice(&zip->bytes, buf_slice(&zip->directory));
	buf_add(&zip->bytes, "PK\5\6");
	add_number(&zip->bytes, 0, 4);		/* disks */
	add_number(&zip->bytes, zip->count, 2);
	add_number(&zip->bytes, zip->count, 2);
	add_number(&zip->bytes, (uint32_t)zip->directory.len, 4);
	add_number(&zip->bytes, at, 4);
	add_number(&zip->bytes, 0, 2);		/* no comment */
}

void
zip_pack_free(struct zip_pack *zip)
{
	buf_free(&zip->bytes);
	buf_free(&zip->directory);
}
