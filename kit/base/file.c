#include "kit/base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"

const struct err *
file_read(struct buf *out, const char *path, size_t bytes_max)
{
	const struct err *err = NULL;
	size_t begin = out->len, n;
	uint8_t chunk[16 << 10];
	FILE *file;

	if (platform_is_folder(path))
		return err_new(ERR_FORMAT, "%s: is a folder, not a file", path);
	file = platform_fopen(path, "rb");
	if (file == NULL)
		return err_errno("%s", path);
	while ((n = fread(chunk, 1, sizeof chunk, file)) > 0) {
		if (out->len - begin + n > bytes_max) {
			err = err_new(ERR_LIMIT, "%s: larger than %zu bytes",
			    path, bytes_max);
			break;
		}
		buf_append(out, chunk, n);
	}
	if (err == NULL && ferror(file))
		err = err_errno("%s", path);
	fclose(file);
	if (err != NULL)
		out->len = begin;
	return err;
}

static const struct err *
write_and_sync(FILE *file, const char *path, struct slice bytes)
{
	const struct err *err = NULL;

	if (bytes.len > 0 &&
	    fwrite(bytes.data, 1, bytes.len, file) != bytes.len)
		err = err_errno("%s", path);
	if (err == NULL)
		err = platform_sync(file, path);
	if (fclose(file) != 0)
		err = err_first(err, err_errno("%s", path));
	return err;
}

const struct err *
file_write(const char *path, struct slice bytes)
{
	const struct err *err;
	struct buf temporary = BUF_INIT, folder = BUF_INIT;
	FILE *file;

	buf_addf(&temporary, "%s.%u.tmp", path, platform_process_id());
	file_folder(&folder, path);
	file = platform_fopen(buf_str(&temporary), "wb");
	if (file == NULL) {
		err = err_errno("%s", path);
		goto done;
	}
	err = write_and_sync(file, path, bytes);
	if (err == NULL)
		err = platform_replace(buf_str(&temporary), path);
	if (err != NULL) {
		const struct err *ignored =
		    platform_remove(buf_str(&temporary));

		(void)ignored;		/* the first failure is the news */
		goto done;
	}
	err = platform_sync_folder(buf_str(&folder));
done:
	buf_free(&temporary);
	buf_free(&folder);
	return err;
}

const struct err *
file_remove_tree(const char *path)
{
	const struct err *err = NULL;
	struct buf part = BUF_INIT;
	char **names;
	size_t count;

	if (!platform_is_folder(path))
		return platform_remove(path);
	if ((err = platform_list(path, &names, &count)) != NULL)
		return err;
	for (size_t i = 0; i < count && !err; i++) {
		buf_reset(&part);
		file_join(&part, path, names[i]);
		err = file_remove_tree(buf_str(&part));
	}
	platform_list_free(names, count);
	buf_free(&part);
	return err ? err : platform_remove(path);
}

/* Windows takes both separators; elsewhere a backslash is part of a name. */
static const char *
last_separator(const char *path)
{
	const char *last = NULL;

	for (; *path != '\0'; path++)
		if (*path == '/' || (PLATFORM_BACKSLASH && *path == '\\'))
			last = path;
	return last;
}

const char *
file_name(const char *path)
{
	const char *last = last_separator(path);

	return last ? last + 1 : path;
}

void
file_folder(struct buf *out, const char *path)
{
	const char *last = last_separator(path);

	if (last == NULL)
		buf_add(out, ".");
	else if (last == path)
		buf_add(out, "/");
	else
		buf_append(out, path, (size_t)(last - path));
}

void
file_join(struct buf *out, const char *folder, const char *name)
{
	buf_add(out, folder);
	if (out->len > 0 && out->data[out->len - 1] != '/')
		buf_add_byte(out, '/');
	buf_add(out, name);
}

const char *
file_extension(const char *path)
{
	const char *name = file_name(path), *dot = strrchr(name, '.');

	return dot != NULL && dot != name ? dot : "";
}
