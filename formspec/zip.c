#include "formspec/zip.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/deflate.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"

/* A line of the central directory. */
struct zip_file {
	struct slice name;
	unsigned flags, method;
	uint32_t crc;
	uint64_t packed_bytes, bytes, offset;
};

enum {
	FLAG_ENCRYPTED = 1, METHOD_STORED = 0, METHOD_DEFLATED = 8,
	LOCAL_BYTES = 30, LINE_BYTES = 46, END_BYTES = 22,
	END64_BYTES = 56, LOCATOR_BYTES = 20, COMMENT_BYTES_MAX = 0xffff,
	EXTRA_ZIP64 = 1, NO_U16 = 0xffff
};

#define NO_U32 0xffffffffu	/* the number stands in a field of Zip64 */

struct zip {
	struct slice bytes;
	struct arena *arena;		/* of files and their names */
	struct map *files;		/* by name, in lower case */

	/* The file that is read. */
	const struct zip_file *file;
	struct raw_stream *stream;
	struct slice stored;		/* that is left of a file as it is */
	uint64_t done_bytes;
	uint32_t crc;
};

/* ---- numbers, lowest byte first ---- */

static uint64_t
number_at(struct slice bytes, size_t at, size_t len)
{
	uint64_t v = 0;

	for (size_t i = len; i-- > 0;)
		v = v << 8 | bytes.data[at + i];
	return v;
}

static unsigned
u16_at(struct slice bytes, size_t at)
{
	return (unsigned)number_at(bytes, at, 2);
}

static uint32_t
u32_at(struct slice bytes, size_t at)
{
	return (uint32_t)number_at(bytes, at, 4);
}

static uint64_t
u64_at(struct slice bytes, size_t at)
{
	return number_at(bytes, at, 8);
}

/* False: they are not all there. */
static bool
take(struct slice *out, struct slice bytes, uint64_t at, uint64_t len)
{
	if (at > bytes.len || len > bytes.len - at)
		return false;
	*out = slice_of(bytes.data + at, (size_t)len);
	return true;
}

/* The same, of what begins with a signature. */
static bool
take_signed(struct slice *out, struct slice bytes, uint64_t at, uint64_t len,
    const char *signature)
{
	return take(out, bytes, at, len) &&
	    memcmp(out->data, signature, 4) == 0;
}

/* ---- the directory ---- */

struct directory {
	uint64_t count, offset, bytes;
};

/* Of Zip64: its end stands where a locator, in front of the other, says. */
static bool
read_end64(struct directory *out, struct slice bytes, size_t end_at)
{
	struct slice locator, end;

	if (end_at < LOCATOR_BYTES || !take_signed(&locator, bytes,
	    end_at - LOCATOR_BYTES, LOCATOR_BYTES, "PK\6\7") ||
	    !take_signed(&end, bytes, u64_at(locator, 8), END64_BYTES,
	    "PK\6\6"))
		return false;
	if (u32_at(end, 16) != 0 || u32_at(end, 20) != 0)
		return false;
	*out = (struct directory){ u64_at(end, 32), u64_at(end, 48),
	    u64_at(end, 40) };
	return true;
}

/* A comment of any text may follow the end, and what is no zip file at all. */
static bool
find_end(struct directory *out, struct slice bytes)
{
	struct slice end;
	size_t least, at;

	if (bytes.len < END_BYTES)
		return false;
	at = bytes.len - END_BYTES;
	least = at > COMMENT_BYTES_MAX ? at - COMMENT_BYTES_MAX : 0;
	while (!take_signed(&end, bytes, at, END_BYTES, "PK\5\6"))
		if (at-- == least)
			return false;
	*out = (struct directory){ u16_at(end, 10), u32_at(end, 16),
	    u32_at(end, 12) };
	if (out->count == NO_U16 || out->offset == NO_U32 ||
	    out->bytes == NO_U32)
		return read_end64(out, bytes, at);
	/* Of several disks, which nobody has any more, this is the only one. */
	return u16_at(end, 4) == 0 && u16_at(end, 6) == 0;
}

/* The numbers that are too large for a line, in this order. */
static void
read_zip64(struct zip_file *file, struct slice extra)
{
	uint64_t *const numbers[] = {
		&file->bytes, &file->packed_bytes, &file->offset
	};
	struct slice field;

	for (size_t at = 0; at + 4 <= extra.len; at += 4 + field.len) {
		if (!take(&field, extra, at + 4, u16_at(extra, at + 2)))
			return;
		if (u16_at(extra, at) != EXTRA_ZIP64)
			continue;
		for (size_t i = 0, from = 0; i < 3; i++) {
			if (*numbers[i] != NO_U32 || from + 8 > field.len)
				continue;
			*numbers[i] = u64_at(field, from);
			from += 8;
		}
		return;
	}
}

/* One line, and where the next begins. */
static bool
read_line(struct zip_file *out, struct slice lines, size_t *at)
{
	struct slice line, extra;
	size_t name_len, extra_len;

	if (!take_signed(&line, lines, *at, LINE_BYTES, "PK\1\2"))
		return false;
	name_len = u16_at(line, 28);
	extra_len = u16_at(line, 30);
	*out = (struct zip_file){ .flags = u16_at(line, 8),
	    .method = u16_at(line, 10), .crc = u32_at(line, 16),
	    .packed_bytes = u32_at(line, 20), .bytes = u32_at(line, 24),
	    .offset = u32_at(line, 42) };
	*at += LINE_BYTES;
	if (!take(&out->name, lines, *at, name_len) ||
	    !take(&extra, lines, *at + name_len, extra_len))
		return false;
	read_zip64(out, extra);
	*at += name_len + extra_len + u16_at(line, 32);
	return true;
}

static void
add_lower(struct buf *out, struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		uint8_t c = name.data[i];

		buf_add_byte(out, c >= 'A' && c <= 'Z' ?
		    (uint8_t)(c - 'A' + 'a') : c);
	}
}

static bool
read_directory(struct zip *zip, const struct directory *directory)
{
	struct slice lines;
	struct buf name = BUF_INIT;
	size_t at = 0;
	bool good = take(&lines, zip->bytes, directory->offset,
	    directory->bytes);

	for (uint64_t i = 0; good && i < directory->count; i++) {
		struct zip_file *file = arena_alloc(zip->arena, sizeof(*file));

		good = read_line(file, lines, &at);
		buf_reset(&name);
		if (good)
			add_lower(&name, file->name);
		if (good && map_get_slice(zip->files, buf_slice(&name)) == NULL)
			map_set_slice(zip->files, buf_slice(&name), file);
	}
	buf_free(&name);
	return good;
}

const struct err *
zip_open(struct zip **out, struct slice bytes)
{
	struct directory directory;
	struct zip *zip;

	*out = NULL;
	if (!find_end(&directory, bytes))
		return err_new(ERR_FORMAT, "torn: its end is missing");
	if (directory.count > ZIP_FILES_MAX)
		return err_new(ERR_LIMIT, "more than %d files in it",
		    ZIP_FILES_MAX);
	zip = mem_alloc(sizeof(*zip));
	zip->bytes = bytes;
	zip->arena = arena_new();
	zip->files = map_new();
	zip->stream = raw_stream_new();
	if (!read_directory(zip, &directory)) {
		zip_close(zip);
		return err_new(ERR_FORMAT, "torn: its directory is damaged");
	}
	*out = zip;
	return NULL;
}

void
zip_close(struct zip *zip)
{
	if (zip == NULL)
		return;
	raw_stream_free(zip->stream);
	map_free(zip->files);
	arena_free(zip->arena);
	mem_free(zip);
}

/* ---- files ---- */

static const struct zip_file *
find(const struct zip *zip, const char *name)
{
	const struct zip_file *file;
	struct buf lower = BUF_INIT;

	add_lower(&lower, slice_str(name));
	file = map_get_slice(zip->files, buf_slice(&lower));
	buf_free(&lower);
	return file;
}

bool
zip_has(const struct zip *zip, const char *name)
{
	return find(zip, name) != NULL;
}

/* Where the file itself begins; its own header repeats the name. */
static bool
find_packed(struct slice *out, const struct zip *zip,
    const struct zip_file *file)
{
	struct slice header, name;
	uint64_t at = file->offset;

	if (!take_signed(&header, zip->bytes, at, LOCAL_BYTES, "PK\3\4"))
		return false;
	at += LOCAL_BYTES;
	return take(&name, zip->bytes, at, u16_at(header, 26)) &&
	    slice_equal(name, file->name) &&
	    take(out, zip->bytes, at + name.len + u16_at(header, 28),
	    file->packed_bytes);
}

const struct err *
zip_begin(struct zip *zip, const char *name)
{
	const struct zip_file *file = find(zip, name);
	struct slice packed;

	zip->file = NULL;
	if (file == NULL)
		return err_new(ERR_NOT_FOUND, "it is not there");
	if (file->flags & FLAG_ENCRYPTED)
		return err_new(ERR_FORMAT, "a password protects it");
	if (file->method != METHOD_STORED && file->method != METHOD_DEFLATED)
		return err_new(ERR_FORMAT, "it is packed in an unusual way: "
		    "method %u", file->method);
	if (!find_packed(&packed, zip, file))
		return err_new(ERR_FORMAT, "it is not where it should be");
	zip->file = file;
	zip->done_bytes = 0;
	zip->crc = 0;
	zip->stored = packed;
	if (file->method == METHOD_DEFLATED)
		raw_stream_begin(zip->stream, packed);
	return NULL;
}

static const struct err *
read_stored(struct zip *zip, void *out, size_t size, size_t *got)
{
	*got = size < zip->stored.len ? size : zip->stored.len;
	if (*got > 0)
		memcpy(out, zip->stored.data, *got);
	zip->stored = slice_of(zip->stored.data + *got,
	    zip->stored.len - *got);
	return NULL;
}

const struct err *
zip_read(struct zip *zip, void *out, size_t size, size_t *got)
{
	const struct zip_file *file = zip->file;
	const struct err *err = file->method == METHOD_STORED ?
	    read_stored(zip, out, size, got) :
	    raw_stream_read(zip->stream, out, size, got);

	if (err)
		return err_new(err->code, "it does not unpack");
	zip->done_bytes += *got;
	zip->crc = deflate_crc32(zip->crc, slice_of(out, *got));
	if (zip->done_bytes > file->bytes ||
	    (*got < size && zip->done_bytes < file->bytes))
		return err_new(ERR_FORMAT, "its size is not what it says");
	if (*got < size && zip->crc != file->crc)
		return err_new(ERR_FORMAT, "its checksum is wrong");
	return NULL;
}

/* ---- one that is made ---- */

enum {
	VERSION = 20,			/* 2.0: what knows deflate */
	FIRST_DAY = 1 << 5 | 1		/* 1980-01-01 */
};

static void
add_number(struct buf *out, size_t v, int len)
{
	for (; len > 0; len--, v >>= 8)
		buf_add_byte(out, (uint8_t)v);
}

/* What a file's own header and its line have in common. */
static void
add_facts(struct buf *out, const struct zip_file *file)
{
	add_number(out, VERSION, 2);
	add_number(out, 0, 2);			/* flags */
	add_number(out, METHOD_DEFLATED, 2);
	add_number(out, 0, 2);			/* midnight */
	add_number(out, FIRST_DAY, 2);
	add_number(out, file->crc, 4);
	add_number(out, (size_t)file->packed_bytes, 4);
	add_number(out, (size_t)file->bytes, 4);
	add_number(out, file->name.len, 2);
	add_number(out, 0, 2);			/* no further fields */
}

static void
add_line(struct buf *out, const struct zip_file *file)
{
	buf_add(out, "PK\1\2");
	add_number(out, VERSION, 2);		/* made by */
	add_facts(out, file);
	add_number(out, 0, 2);			/* no comment */
	add_number(out, 0, 4);			/* disk, kind */
	add_number(out, 0, 4);			/* attributes */
	add_number(out, (size_t)file->offset, 4);
	buf_add_slice(out, file->name);
}

void
zip_add(struct zip_writer *writer, const char *name, struct slice bytes)
{
	struct buf packed = BUF_INIT;
	struct zip_file file = { .name = slice_str(name), .bytes = bytes.len,
	    .crc = deflate_crc32(0, bytes), .offset = writer->bytes.len };

	deflate_pack_raw(&packed, bytes);
	file.packed_bytes = packed.len;
	buf_add(&writer->bytes, "PK\3\4");
	add_facts(&writer->bytes, &file);
	buf_add_slice(&writer->bytes, file.name);
	buf_add_slice(&writer->bytes, buf_slice(&packed));
	add_line(&writer->lines, &file);
	writer->count++;
	buf_free(&packed);
}

const struct err *
zip_finish(struct zip_writer *writer)
{
	size_t at = writer->bytes.len, len = writer->lines.len;

	if (writer->count >= ZIP_FILES_MAX)
		return err_new(ERR_LIMIT, "more than %d files in it",
		    ZIP_FILES_MAX - 1);
	if (at + len + END_BYTES > ZIP_BYTES_MAX)
		return err_new(ERR_LIMIT, "larger than %d MiB",
		    ZIP_BYTES_MAX >> 20);
	buf_add_slice(&writer->bytes, buf_slice(&writer->lines));
	buf_add(&writer->bytes, "PK\5\6");
	add_number(&writer->bytes, 0, 4);	/* disks */
	add_number(&writer->bytes, writer->count, 2);
	add_number(&writer->bytes, writer->count, 2);
	add_number(&writer->bytes, len, 4);
	add_number(&writer->bytes, at, 4);
	add_number(&writer->bytes, 0, 2);	/* no comment */
	return NULL;
}

void
zip_writer_free(struct zip_writer *writer)
{
	buf_free(&writer->bytes);
	buf_free(&writer->lines);
}
