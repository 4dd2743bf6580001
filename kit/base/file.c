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

struct file_draft {
	FILE *file;
	struct buf path, temporary;
	bool whole;
};

const struct err *
file_draft_begin(struct file_draft **out, const char *path)
{
	struct file_draft *draft = mem_alloc(sizeof *draft);
	const struct err *err;

	buf_add(&draft->path, path);
	buf_addf(&draft->temporary, "%s.%u.tmp", path, platform_process_id());
	draft->file = platform_fopen(buf_str(&draft->temporary), "wb");
	*out = draft;
	if (draft->file != NULL)
		return NULL;
	err = err_errno("%s", path);
	file_draft_free(draft);
	*out = NULL;
	return err;
}

const struct err *
file_draft_add(struct file_draft *draft, struct slice bytes)
{
	if (bytes.len > 0 &&
	    fwrite(bytes.data, 1, bytes.len, draft->file) != bytes.len)
		return err_errno("%s", buf_str(&draft->path));
	return NULL;
}

const struct err *
file_draft_end(struct file_draft *draft)
{
	const char *path = buf_str(&draft->path);
	struct buf folder = BUF_INIT;
	const struct err *err;

	err = platform_sync(draft->file, path);
	if (fclose(draft->file) != 0)
		err = err_first(err, err_errno("%s", path));
	draft->file = NULL;
	if (err == NULL)
		err = platform_replace(buf_str(&draft->temporary), path);
	draft->whole = err == NULL;
	file_folder(&folder, path);
	if (err == NULL)
		err = platform_sync_folder(buf_str(&folder));
	buf_free(&folder);
	return err;
}

void
file_draft_free(struct file_draft *draft)
{
	const struct err *ignored = NULL;

	if (draft == NULL)
		return;
	if (draft->file != NULL)
		fclose(draft->file);
	if (!draft->whole)
		ignored = platform_remove(buf_str(&draft->temporary));
	(void)ignored;			/* what failed before is the news */
	buf_free(&draft->path);
	buf_free(&draft->temporary);
	mem_free(draft);
}

const struct err *
file_write(const char *path, struct slice bytes)
{
	struct file_draft *draft;
	const struct err *err = file_draft_begin(&draft, path);

	if (err == NULL)
		err = file_draft_add(draft, bytes);
	if (err == NULL)
		err = file_draft_end(draft);
	file_draft_free(draft);
	return err;
}

static bool
overwrite(FILE *file)
{
	uint8_t chunk[4096];
	long left;

	if (fseek(file, 0, SEEK_END) != 0 || (left = ftell(file)) < 0 ||
	    fseek(file, 0, SEEK_SET) != 0)
		return false;
	for (size_t n; left > 0; left -= (long)n) {
		n = left < (long)sizeof chunk ? (size_t)left : sizeof chunk;
		platform_random(chunk, n);
		if (fwrite(chunk, 1, n, file) != n)
			return false;
	}
	return true;
}

const struct err *
file_shred(const char *path)
{
	const struct err *err;
	FILE *file;

	if (!platform_exists(path))
		return NULL;
	file = platform_fopen(path, "r+b");
	if (file == NULL)
		return err_errno("%s", path);
	err = overwrite(file) ? platform_sync(file, path) :
	    err_errno("%s", path);
	if (fclose(file) != 0 && err == NULL)
		err = err_errno("%s", path);
	return err ? err : platform_remove(path);
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
static bool
is_separator(char c)
{
	return c == '/' || (PLATFORM_BACKSLASH && c == '\\');
}

static const char *
last_separator(const char *path)
{
	const char *last = NULL;

	for (; *path != '\0'; path++)
		if (is_separator(*path))
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

bool
file_has_folder(struct buf *folder, const char *path)
{
	struct buf whole = BUF_INIT;
	size_t n = strlen(path);

	while (n > 1 && is_separator(path[n - 1]))
		n--;
	buf_append(&whole, path, n);
	file_folder(folder, buf_str(&whole));
	buf_free(&whole);
	return platform_is_folder(buf_str(folder));
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
