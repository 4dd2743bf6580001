#include "kit/base/text.h"

#include <string.h>
#include <utf8proc.h>

#include "kit/base/mem.h"

/* One code point at the start of s; 0 when the bytes are not UTF-8. */
static size_t
decode(struct slice s, uint32_t *codepoint)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t n = utf8proc_iterate(s.data,
	    s.len > 4 ? 4 : (utf8proc_ssize_t)s.len, &c);

	if (n <= 0)
		return 0;
	*codepoint = (uint32_t)c;
	return (size_t)n;
}

/* How many of the bytes at s, eight at a time, are ASCII and no NUL. */
static size_t
plain_bytes(struct slice s)
{
	const uint64_t ones = 0x0101010101010101, tops = ones << 7;
	size_t n = 0;
	uint64_t word;

	for (; n + 8 <= s.len; n += 8) {
		memcpy(&word, s.data + n, 8);
		/* A NUL borrows from the bit that no ASCII byte has. */
		if (((word | (word - ones)) & tops) != 0)
			break;
	}
	return n;
}

bool
text_is_valid(struct slice s)
{
	size_t plain = plain_bytes(s);

	s = slice_of(s.data + plain, s.len - plain);
	while (s.len > 0) {
		uint32_t c = s.data[0];
		size_t n = 1;

		if (c >= 0x80)
			n = decode(s, &c);
		if (n == 0 || c == 0)
			return false;
		s.data += n;
		s.len -= n;
	}
	return true;
}

static bool
is_ascii(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] >= 0x80 || s.data[i] == 0)
			return false;
	return true;
}

const struct err *
text_nfc(struct buf *out, struct slice s)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t n;

	if (is_ascii(s)) {		/* most answers: already normal */
		buf_add_slice(out, s);
		return NULL;
	}
	if (!text_is_valid(s))
		return err_new(ERR_FORMAT, "text is not UTF-8");
	n = utf8proc_map(s.data, (utf8proc_ssize_t)s.len, &mapped,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n < 0)
		return err_new(ERR_FORMAT, "text cannot be normalised: %s",
		    utf8proc_errmsg(n));
	buf_append(out, mapped, (size_t)n);
	mem_free(mapped);
	return NULL;
}

uint32_t
text_next(struct slice *s)
{
	uint32_t c;
	size_t n = decode(*s, &c);

	if (n == 0) {
		n = 1;
		c = 0xfffd;
	}
	s->data += n;
	s->len -= n;
	return c;
}

void
text_add_codepoint(struct buf *out, uint32_t codepoint)
{
	utf8proc_uint8_t bytes[4];

	buf_append(out, bytes, (size_t)utf8proc_encode_char(
	    (utf8proc_int32_t)codepoint, bytes));
}

size_t
text_length(struct slice s)
{
	size_t n = 0;

	for (; s.len > 0; n++)
		text_next(&s);
	return n;
}

void
text_case(struct buf *out, struct slice s, bool upper)
{
	while (s.len > 0) {
		utf8proc_int32_t c = (utf8proc_int32_t)text_next(&s);

		c = upper ? utf8proc_toupper(c) : utf8proc_tolower(c);
		text_add_codepoint(out, (uint32_t)c);
	}
}

size_t
text_columns(struct slice s)
{
	size_t n = 0;

	while (s.len > 0) {
		uint32_t c = text_next(&s);

		n += c < 0x7f ? 1 :
		    (size_t)utf8proc_charwidth((utf8proc_int32_t)c);
	}
	return n;
}

/* What a code point leaves: letters and digits, or a space for the rest. */
static void
fold_one(struct buf *out, uint32_t c)
{
	utf8proc_int32_t parts[16];
	int boundary = 0;
	utf8proc_ssize_t n;

	if (c == 0x153 || c == 0x152) {
		buf_add(out, "oe");
		return;
	}
	if (c == 0xe6 || c == 0xc6) {
		buf_add(out, "ae");
		return;
	}
	n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 16,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
	    UTF8PROC_STRIPMARK | UTF8PROC_IGNORE, &boundary);
	for (utf8proc_ssize_t i = 0; i < n && i < 16; i++) {
		utf8proc_category_t kind = utf8proc_category(parts[i]);

		if (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO)
			text_add_codepoint(out, (uint32_t)parts[i]);
		else if (out->len > 0 && out->data[out->len - 1] != ' ')
			buf_add_byte(out, ' ');
	}
}

void
text_fold(struct buf *out, struct slice s)
{
	struct buf folded = BUF_INIT;

	while (s.len > 0)
		fold_one(&folded, text_next(&s));
	if (folded.len > 0 && folded.data[folded.len - 1] == ' ')
		folded.len--;
	buf_append(out, folded.data, folded.len);
	buf_free(&folded);
}

/* The bytes up to the next space or newline. */
static size_t
word_bytes(struct slice s)
{
	size_t n = 0;

	while (n < s.len && s.data[n] != ' ' && s.data[n] != '\n')
		n++;
	return n;
}

void
text_wrap(struct buf *out, struct slice s, size_t columns,
    const char *indent)
{
	size_t start = text_length(slice_str(indent)), column = start;

	buf_add(out, indent);
	while (s.len > 0) {
		size_t n = word_bytes(s);
		size_t width = text_length(slice_of(s.data, n));
		bool first = column == start;

		if (n > 0 && !first && column + 1 + width > columns) {
			buf_addf(out, "\n%s", indent);
			column = start;
			first = true;
		}
		if (n > 0 && !first) {
			buf_add_byte(out, ' ');
			column++;
		}
		buf_append(out, s.data, n);
		column += width;
		if (n < s.len && s.data[n] == '\n') {
			buf_addf(out, "\n%s", indent);
			column = start;
		}
		n += n < s.len;
		s = slice_of(s.data + n, s.len - n);
	}
}

static bool
is_space(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice
text_trim(struct slice s)
{
	while (s.len > 0 && is_space(s.data[0])) {
		s.data++;
		s.len--;
	}
	while (s.len > 0 && is_space(s.data[s.len - 1]))
		s.len--;
	return s;
}

bool
text_is_blank(struct slice s)
{
	return text_trim(s).len == 0;
}

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

enum { DISTANCE_LEN_MAX = 128 };

/* Optimal string alignment, over bytes: names of columns and questions. */
size_t
text_distance(struct slice a, struct slice b, size_t max)
{
	size_t rows[3][DISTANCE_LEN_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];

	if (a.len > DISTANCE_LEN_MAX || b.len > DISTANCE_LEN_MAX)
		return slice_equal(a, b) ? 0 : max;
	if (a.len >= b.len + max || b.len >= a.len + max)
		return max;
	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *spare = before;

		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			bool same = a.data[i - 1] == b.data[j - 1];

			now[j] = least(least(last[j] + 1, now[j - 1] + 1),
			    last[j - 1] + !same);
			if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
			    a.data[i - 2] == b.data[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = spare;
	}
	return least(last[b.len], max);
}

static struct slice
lowered(uint8_t *out, const char *word)
{
	size_t len = strlen(word);

	if (len > DISTANCE_LEN_MAX)
		len = DISTANCE_LEN_MAX;
	for (size_t i = 0; i < len; i++)
		out[i] = lower((uint8_t)word[i]);
	return slice_of(out, len);
}

const char *
text_nearest(const char *word, const char *const *words, size_t count)
{
	uint8_t a[DISTANCE_LEN_MAX], b[DISTANCE_LEN_MAX];
	struct slice wanted = lowered(a, word);
	size_t best = wanted.len / 3 > 1 ? wanted.len / 3 + 1 : 2;
	const char *nearest = NULL;

	for (size_t i = 0; i < count; i++) {
		size_t d = text_distance(wanted, lowered(b, words[i]), best);

		if (d < best) {
			best = d;
			nearest = words[i];
		}
	}
	return nearest;
}

bool
text_parse_u64(struct slice s, uint64_t *out)
{
	uint64_t v = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned)s.data[i] - '0';

		if (digit > 9 || v > (UINT64_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*out = v;
	return true;
}
