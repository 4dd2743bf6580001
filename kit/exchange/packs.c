#include "kit/exchange/packs.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"

/*
 * The beginning of an index of git's version 2:
 *   0    4  377 t O c
 *   4    4  2
 *   8 1024  how many objects have a first byte of at most 0, 1, ... 255
 */
enum { FAN_AT = 8, HEAD_BYTES = FAN_AT + 256 * 4 };

static void
folder_of(struct buf *out, const char *path)
{
	buf_reset(out);
	file_join(out, path, "objects/pack");
}

/* 0 when it is no such index. */
static size_t
count_in(const char *path)
{
	static const uint8_t magic[FAN_AT] = { 0xff, 't', 'O', 'c', 0, 0, 0,
		2 };
	uint8_t head[HEAD_BYTES];
	FILE *file = platform_fopen(path, "rb");
	struct reader r;
	bool whole;

	if (!file)
		return 0;
	whole = fread(head, 1, sizeof(head), file) == sizeof(head);
	fclose(file);
	if (!whole || memcmp(head, magic, sizeof(magic)) != 0)
		return 0;
	r = reader_of(slice_of(head + HEAD_BYTES - 4, 4));
	return reader_u32(&r);
}

size_t
packs_count(const char *path)
{
	struct buf folder = BUF_INIT, file = BUF_INIT;
	size_t sum = 0, count = 0, one;
	char **names = NULL;

	folder_of(&folder, path);
	if (platform_list(buf_str(&folder), &names, &count) != NULL)
		count = 0;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(file_extension(names[i]), ".idx") != 0)
			continue;
		buf_reset(&file);
		file_join(&file, buf_str(&folder), names[i]);
		if ((one = count_in(buf_str(&file))) == 0) {
			sum = 0;
			break;
		}
		sum += one;
	}
	platform_list_free(names, count);
	buf_free(&folder);
	buf_free(&file);
	return sum;
}

static const struct err *
sync_file(const char *path)
{
	FILE *file = platform_fopen(path, "rb");
	const struct err *err;

	if (!file)
		return err_errno("%s", path);
	err = platform_sync(file, path);
	fclose(file);
	return err;
}

static const struct err *
move_kind(const char *from, const char *to, char **names, size_t count,
    const char *extension, bool *moved)
{
	struct buf old = BUF_INIT, new = BUF_INIT;
	const struct err *err = NULL;

	for (size_t i = 0; !err && i < count; i++) {
		if (strcmp(file_extension(names[i]), extension) != 0)
			continue;
		buf_reset(&old);
		buf_reset(&new);
		file_join(&old, from, names[i]);
		file_join(&new, to, names[i]);
		err = sync_file(buf_str(&old));
		if (!err)
			err = platform_replace(buf_str(&old), buf_str(&new));
		*moved = *moved || !err;
	}
	buf_free(&old);
	buf_free(&new);
	return err;
}

/* Readers look for indexes: these come last, when their packs are there. */
const struct err *
packs_move(const char *from, const char *to, bool *moved)
{
	struct buf source = BUF_INIT, target = BUF_INIT;
	const struct err *err;
	char **names = NULL;
	size_t count = 0;

	*moved = false;
	folder_of(&source, from);
	folder_of(&target, to);
	err = platform_list(buf_str(&source), &names, &count);
	if (!err)
		err = platform_make_folder(buf_str(&target));
	if (!err)
		err = move_kind(buf_str(&source), buf_str(&target), names,
		    count, ".pack", moved);
	if (!err)
		err = move_kind(buf_str(&source), buf_str(&target), names,
		    count, ".idx", moved);
	if (!err)
		err = platform_sync_folder(buf_str(&target));
	platform_list_free(names, count);
	buf_free(&source);
	buf_free(&target);
	return err && !*moved ? NULL : err;
}
