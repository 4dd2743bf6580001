/*
 * Strings from a pattern: literals, classes, groups, alternatives and counts.
 * Look-around and back references are beyond it; what it makes is tried on the
 * form anyway.
 */
#include <string.h>

#include "formspec/fake_internal.h"
#include "kit/base/text.h"

enum { REGEX_DEPTH_MAX = 20, REGEX_BYTES_MAX = 400, REGEX_MORE = 6 };

struct maker {
	struct fake_random *random;
	struct buf *out;
	unsigned depth;
	bool failed;
};

/* The characters that a class or an escape may stand for: printable ASCII. */
struct letters {
	bool has[128];
};

static void
letters_range(struct letters *letters, unsigned from, unsigned to)
{
	for (unsigned c = from; c <= to && c < 128; c++)
		letters->has[c] = true;
}

/* \d \w \s; false for any other escape. */
static bool
letters_escape(struct letters *letters, uint8_t c)
{
	if (c == 'd' || c == 'w')
		letters_range(letters, '0', '9');
	if (c == 'w') {
		letters_range(letters, 'a', 'z');
		letters_range(letters, 'A', 'Z');
		letters->has['_'] = true;
	}
	if (c == 's')
		letters->has[' '] = true;
	return c == 'd' || c == 'w' || c == 's';
}

static void
letters_invert(struct letters *letters)
{
	for (unsigned c = 0; c < 128; c++)
		letters->has[c] = !letters->has[c] && c >= ' ' && c < 127;
}

/* Letters and digits are drawn first: "[^@]+" should look like a word. */
static void
draw_letter(struct maker *maker, const struct letters *letters)
{
	uint8_t plain[128], other[128];
	size_t plain_count = 0, other_count = 0;

	for (uint8_t c = 0; c < 128; c++) {
		bool is_plain = (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		if (letters->has[c] && is_plain)
			plain[plain_count++] = c;
		else if (letters->has[c])
			other[other_count++] = c;
	}
	if (plain_count > 0)
		buf_add_byte(maker->out, plain[fake_between(maker->random, 0,
		    (int64_t)plain_count - 1)]);
	else if (other_count > 0)
		buf_add_byte(maker->out, other[fake_between(maker->random, 0,
		    (int64_t)other_count - 1)]);
	else
		maker->failed = true;
}

/* Where the class that starts at s ends, its "]" included. */
static size_t
class_length(struct slice s)
{
	size_t i = 1;

	if (i < s.len && s.data[i] == '^')
		i++;
	if (i < s.len && s.data[i] == ']')
		i++;
	while (i < s.len && s.data[i] != ']')
		i += s.data[i] == '\\' ? 2 : 1;
	return i < s.len ? i + 1 : s.len;
}

/* Where the group that starts at s ends, its ")" included. */
static size_t
group_length(struct slice s)
{
	int depth = 0;
	size_t i = 0;

	while (i < s.len) {
		uint8_t c = s.data[i];

		if (c == '\\')
			i++;
		else if (c == '[')
			i += class_length(slice_of(s.data + i, s.len - i)) - 1;
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return i + 1;
		i++;
	}
	return s.len;
}

static size_t
atom_length(struct slice s)
{
	if (s.data[0] == '[')
		return class_length(s);
	if (s.data[0] == '(')
		return group_length(s);
	return s.data[0] == '\\' && s.len > 1 ? 2 : 1;
}

static void
make_class(struct maker *maker, struct slice atom)
{
	struct letters letters = { { false } };
	bool invert = atom.len > 2 && atom.data[1] == '^';

	for (size_t i = invert ? 2 : 1; i + 1 < atom.len; i++) {
		uint8_t c = atom.data[i];

		if (c == '\\' && i + 2 < atom.len) {
			c = atom.data[++i];
			if (letters_escape(&letters, c))
				continue;
		}
		if (i + 3 < atom.len && atom.data[i + 1] == '-') {
			letters_range(&letters, c, atom.data[i + 2]);
			i += 2;
		} else {
			letters_range(&letters, c, c);
		}
	}
	if (invert)
		letters_invert(&letters);
	draw_letter(maker, &letters);
}

static void make_choice(struct maker *maker, struct slice s);

static void
make_group(struct maker *maker, struct slice atom)
{
	size_t start = 1;

	if (atom.len > 2 && atom.data[1] == '?') {
		if (atom.data[2] != ':') {
			maker->failed = true;
			return;
		}
		start = 3;
	}
	if (atom.len < start + 1 || maker->depth >= REGEX_DEPTH_MAX) {
		maker->failed = true;
		return;
	}
	maker->depth++;
	make_choice(maker, slice_of(atom.data + start, atom.len - start - 1));
	maker->depth--;
}

static void
make_escape(struct maker *maker, uint8_t c)
{
	struct letters letters = { { false } };
	bool negated = c == 'D' || c == 'W' || c == 'S';

	if (c == 'b')
		return;
	if (letters_escape(&letters, negated ? (uint8_t)(c + 'a' - 'A') : c)) {
		if (negated)
			letters_invert(&letters);
		draw_letter(maker, &letters);
	} else if (c >= '0' && c <= '9') {
		maker->failed = true;	/* a back reference */
	} else {
		buf_add_byte(maker->out, c);
	}
}

static void
make_atom(struct maker *maker, struct slice atom)
{
	struct letters letters = { { false } };

	switch (atom.data[0]) {
	case '^':
	case '$':
		return;
	case '[':
		make_class(maker, atom);
		return;
	case '(':
		make_group(maker, atom);
		return;
	case '.':
		letters_range(&letters, 'a', 'z');
		draw_letter(maker, &letters);
		return;
	case '\\':
		make_escape(maker, atom.data[atom.len - 1]);
		return;
	default:
		buf_add_byte(maker->out, atom.data[0]);
	}
}

static size_t
read_digits(struct slice s, size_t *at)
{
	size_t n = 0;

	for (; *at < s.len && s.data[*at] >= '0' && s.data[*at] <= '9'; ++*at)
		if (n < REGEX_BYTES_MAX)
			n = n * 10 + (size_t)(s.data[*at] - '0');
	return n;
}

/* How often the atom before s comes; *taken: the bytes that say so. */
static size_t
read_count(struct maker *maker, struct slice s, size_t *taken)
{
	size_t low = 1, high = 1, at = 1;
	uint8_t c = s.len > 0 ? s.data[0] : 0;

	*taken = 0;
	if (c == '*' || c == '?') {
		low = 0;
		high = c == '*' ? REGEX_MORE : 1;
	} else if (c == '+') {
		high = REGEX_MORE;
	} else if (c == '{') {
		low = high = read_digits(s, &at);
		if (at < s.len && s.data[at] == ',') {
			at++;
			high = read_digits(s, &at);
			if (high == 0)
				high = low + REGEX_MORE;
		}
		at++;
	} else {
		return 1;
	}
	if (at < s.len && (s.data[at] == '?' || s.data[at] == '+'))
		at++;		/* lazy or possessive: the same strings */
	*taken = at < s.len ? at : s.len;
	return (size_t)fake_between(maker->random, (int64_t)low,
	    (int64_t)(high < low ? low : high));
}

static void
make_sequence(struct maker *maker, struct slice s)
{
	while (s.len > 0 && !maker->failed) {
		size_t len = atom_length(s), taken, count;
		struct slice atom = slice_of(s.data, len);

		s = slice_of(s.data + len, s.len - len);
		count = read_count(maker, s, &taken);
		s = slice_of(s.data + taken, s.len - taken);
		while (count-- > 0 && !maker->failed) {
			make_atom(maker, atom);
			if (maker->out->len > REGEX_BYTES_MAX)
				maker->failed = true;
		}
	}
}

/* One of the alternatives of s, each as likely. */
static void
make_choice(struct maker *maker, struct slice s)
{
	struct slice chosen = s, part;
	int64_t count = 0;
	size_t start = 0, i = 0;

	while (i <= s.len) {
		if (i < s.len && s.data[i] != '|') {
			i += atom_length(slice_of(s.data + i, s.len - i));
			continue;
		}
		part = slice_of(s.data + start, i - start);
		if (fake_between(maker->random, 0, count++) == 0)
			chosen = part;
		start = ++i;
	}
	make_sequence(maker, chosen);
}

bool
fake_regex(struct fake_random *random, struct buf *out, struct slice pattern)
{
	struct maker maker = { .random = random, .out = out };
	size_t before = out->len;

	make_choice(&maker, pattern);
	if (maker.failed)
		out->len = before;
	return !maker.failed;
}
