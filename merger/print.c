#include "merger/print.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/text.h"

static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	    c == 0xfffd;
}

void
print_clean(struct buf *out, const char *text, size_t bytes_max)
{
	struct slice rest = slice_str(text);
	size_t end = out->len + bytes_max;

	while (rest.len > 0) {
		uint32_t c = text_next(&rest);
		size_t before = out->len;

		text_add_codepoint(out, is_control(c) ? '?' : c);
		if (out->len > end) {
			out->len = before;
			out->data[before] = '\0';
			return;
		}
	}
}

void
print_column(const char *text, size_t columns)
{
	size_t width = text_columns(slice_str(text));

	printf("%s%*s", text, width < columns ? (int)(columns - width) : 0,
	    "");
}

const char *
print_count(char out[PRINT_COUNT_MAX], size_t count, const char *noun)
{
	snprintf(out, PRINT_COUNT_MAX, "%zu %s%s", count, noun,
	    count == 1 ? "" : "s");
	return out;
}
