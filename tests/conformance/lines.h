/*
 * lines.h - what the conformance programs share: files of JSON, a line a case,
 * and how many may fail.
 */
#ifndef TESTS_CONFORMANCE_LINES_H
#define TESTS_CONFORMANCE_LINES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/mem.h"

enum { LINES_BYTES_MAX = 64 << 20 };

/* The bytes of FOLDER/NAME, or NULL; released with mem_free(). */
static inline char *
lines_read(const char *folder, const char *name)
{
	struct buf path = BUF_INIT, bytes = BUF_INIT;
	FILE *file;
	size_t len;

	buf_addf(&path, "%s/%s", folder, name);
	file = fopen(buf_str(&path), "rb");
	buf_free(&path);
	if (file == NULL)
		return NULL;
	len = fread(buf_extend(&bytes, LINES_BYTES_MAX), 1, LINES_BYTES_MAX,
	    file);
	bytes.data[len] = '\0';
	fclose(file);
	return buf_steal(&bytes);
}

/* A line that is no JSON is handed on as NULL. */
static inline void
lines_each(char *bytes, void (*visit)(void *data, const struct json *line),
    void *data)
{
	for (char *at = bytes, *end; *at != '\0'; at = end) {
		struct json *json = NULL;
		const struct err *err;

		end = at + strcspn(at, "\n");
		err = json_parse(&json, slice_of(at, (size_t)(end - at)));
		visit(data, err ? NULL : json);
		json_free(json);
		end += *end == '\n';
	}
}

/* Is the member there, and neither null nor false? */
static inline bool
line_has(const struct json *line, const char *key)
{
	const struct json *value = json_get(line, key);

	return value != NULL && json_type(value) != JSON_NULL &&
	    (json_type(value) != JSON_BOOL || json_bool(value));
}

static inline const char *
line_string(const struct json *line, const char *key)
{
	const char *s = json_get_string(line, key);

	return s ? s : "";
}

#endif
