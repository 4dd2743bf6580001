#include "formspec/workbook_xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/text.h"

/* Up to what may begin an escape, or a line's end. */
static size_t
plain_bytes(struct slice text)
{
	const uint8_t *end = text.len == 0 ? NULL :
	    memchr(text.data, '_', text.len);

	if (end != NULL)
		text.len = (size_t)(end - text.data);
	end = text.len == 0 ? NULL : memchr(text.data, '\r', text.len);
	return end != NULL ? (size_t)(end - text.data) : text.len;
}

void
xlsx_unescape(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		const char *s = (const char *)text.data + i;
		unsigned value;
		char digits[5] = { 0 };
		size_t plain;

		if (text.len - i >= 7 && s[0] == '_' && s[1] == 'x' &&
		    s[6] == '_') {
			memcpy(digits, s + 2, 4);
			if (strspn(digits, "0123456789abcdefABCDEF") == 4) {
				value = (unsigned)strtoul(digits, NULL, 16);
				if (value != 0 && value != '\r' &&
				    (value < 0xd800 || value > 0xdfff))
					text_add_codepoint(out, value);
				i += 6;
				continue;
			}
		}
		if (*s == '\r')
			continue;
		plain = 1 + plain_bytes(slice_of(s + 1, text.len - i - 1));
		buf_append(out, s, plain);
		i += plain - 1;
	}
}

bool
xlsx_reference(const char *s, unsigned *row, unsigned *column)
{
	unsigned c = 0, r = 0;

	for (; *s >= 'A' && *s <= 'Z' && c < 100000; s++)
		c = c * 26 + (unsigned)(*s - 'A' + 1);
	for (; *s >= '0' && *s <= '9' && r < 100000000; s++)
		r = r * 10 + (unsigned)(*s - '0');
	if (*s != '\0' || c == 0 || r == 0)
		return false;
	*row = r;
	*column = c - 1;
	return true;
}

enum xlsx_cell
xlsx_cell_type(const char *word)
{
	static const struct { const char *word; enum xlsx_cell type; } types[] = {
		{ "s", CELL_SHARED }, { "n", CELL_NUMBER },
		{ "b", CELL_BOOLEAN }, { "d", CELL_DATE }
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i].word, word) == 0)
			return types[i].type;
	return CELL_TEXT;
}

struct slice
xlsx_date(struct slice text)
{
	static const char midnight[] = "T00:00:00";

	if (text.len >= 10 + sizeof(midnight) - 1 && memcmp(text.data + 10,
	    midnight, sizeof(midnight) - 1) == 0)
		text.len = 10;
	return text;
}

char *
xlsx_path(const char *base, const char *target)
{
	struct buf path = BUF_INIT;

	if (target[0] != '/')
		buf_add(&path, base);
	while (*target != '\0') {
		size_t len = strcspn(target, "/\\");

		if (len == 2 && memcmp(target, "..", 2) == 0) {
			path.len -= path.len > 0;
			while (path.len > 0 && path.data[path.len - 1] != '/')
				path.len--;
		} else if (len > 0 && !(len == 1 && *target == '.')) {
			buf_append(&path, target, len);
			buf_add(&path, target[len] != '\0' ? "/" : "");
		}
		target += len + (target[len] != '\0');
	}
	return buf_steal(&path);
}
