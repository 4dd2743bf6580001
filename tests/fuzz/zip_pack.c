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
static void
add_facts(struct buf *out, struct slice name, struct slice bytes)
{
	add_number(out, 20, 2);			/* version needed */
	add_number(out, 0, 4);			/* flags, method: stored */
	add_number(out, 0x5c760000, 4);		/* 2026-03-22 */
	add_number(out, crc32_of(bytes), 4);
	add_number(out, (uint32_t)bytes.len, 4);
	add_number(out, (uint32_t)bytes.len, 4);
	add_number(out, (uint32_t)name.len, 2);
	add_number(out, 0, 2);			/* no extra field */
}

void
zip_pack_add(struct zip_pack *zip, struct slice name, struct slice bytes)
{
	uint32_t at = (uint32_t)zip->bytes.len;

	buf_add(&zip->bytes, "PK\3\4");
	add_facts(&zip->bytes, name, bytes);
	buf_add_slice(&zip->bytes, name);
	buf_add_slice(&zip->bytes, bytes);

	buf_add(&zip->directory, "PK\1\2");
	add_number(&zip->directory, 20, 2);	/* version made by */
	add_facts(&zip->directory, name, bytes);
	add_number(&zip->directory, 0, 2);	/* no comment */
	add_number(&zip->directory, 0, 4);	/* disk, kind */
	add_number(&zip->directory, 0, 4);	/* attributes */
	add_number(&zip->directory, at, 4);
	buf_add_slice(&zip->directory, name);
	zip->count++;
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
