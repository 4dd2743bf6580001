/*
 * golden.h - reads the files of tests/golden: bytes that were written once and
 * must be readable for ever, and beside each a text of "name value" lines that
 * says what is in it.
 */
#ifndef RECOLTE_TESTS_GOLDEN_H
#define RECOLTE_TESTS_GOLDEN_H

#include "check.h"

static inline void
golden_read(struct buf *out, const char *name)
{
	char path[256];
	uint8_t chunk[4096];
	size_t n;
	FILE *file;

	snprintf(path, sizeof(path), "golden/%s", name);
	file = fopen(path, "rb");
	CHECK_RESULT(file != NULL, "%s is not there", path);
	if (file == NULL)
		return;
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_append(out, chunk, n);
	fclose(file);
}

/* The rest of the line that begins with "name "; empty when there is none. */
static inline struct slice
golden_value(const struct buf *text, const char *name)
{
	struct slice all = buf_slice(text);
	size_t len = strlen(name);

	while (all.len > 0) {
		const uint8_t *end = memchr(all.data, '\n', all.len);
		size_t line = end ? (size_t)(end - all.data) : all.len;

		if (line > len && memcmp(all.data, name, len) == 0 &&
		    all.data[len] == ' ')
			return slice_of(all.data + len + 1, line - len - 1);
		line += end != NULL;
		all = slice_of(all.data + line, all.len - line);
	}
	CHECK_RESULT(false, "no line \"%s\"", name);
	return SLICE_EMPTY;
}

/* A line's hexadecimal value, of len bytes. */
static inline void
golden_hex(const struct buf *text, const char *name, void *out, size_t len)
{
	memset(out, 0, len);
	CHECK_RESULT(hex_decode(out, len, golden_value(text, name)),
	    "line \"%s\" is not %zu bytes in hexadecimal", name, len);
}

#endif
