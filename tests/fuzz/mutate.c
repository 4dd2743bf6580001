/*
 * mutate.c - changes that a text of pieces survives: whole lines, cells, tags
 * and members are copied, moved and dropped, beside libFuzzer's own changes of
 * bytes. Linked into the targets whose input is such a text.
 */
#include "fuzz.h"

#include <string.h>

#include "kit/base/buf.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t size_max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max,
    unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size,
    const uint8_t *b, size_t b_size, uint8_t *out, size_t size_max,
    unsigned seed);

static uint32_t
draw(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A piece: from behind one mark of that kind up to the next, it included. */
static struct slice
piece(const uint8_t *data, size_t size, char mark, unsigned *seed)
{
	size_t from = draw(seed) % (size + 1), to;

	while (from > 0 && data[from - 1] != (uint8_t)mark)
		from--;
	to = from;
	while (to < size && data[to] != (uint8_t)mark)
		to++;
	to += to < size;
	return slice_of(data + from, to - from);
}

/* Put `what` where `old` stands in data. */
static size_t
replace(uint8_t *data, size_t size, size_t size_max, struct slice old,
    struct slice what)
{
	struct buf out = BUF_INIT;
	size_t at = (size_t)(old.data - data);

	buf_append(&out, data, at);
	buf_add_slice(&out, what);
	buf_append(&out, old.data + old.len, size - at - old.len);
	if (out.len <= size_max) {
		size = out.len;
		if (size > 0)
			memcpy(data, out.data, size);
	}
	buf_free(&out);
	return size;
}

static char
draw_mark(unsigned *seed)
{
	static const char marks[] = "\n\n||<> ,{\"";

	return marks[draw(seed) % (sizeof(marks) - 1)];
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max,
    unsigned seed)
{
	char mark = draw_mark(&seed);
	struct slice a, b;

	if (size == 0 || draw(&seed) % 2 == 0)
		return LLVMFuzzerMutate(data, size, size_max);
	a = piece(data, size, mark, &seed);
	b = piece(data, size, mark, &seed);
	switch (draw(&seed) % 4) {
	case 0:		/* dropped */
		return replace(data, size, size_max, a, SLICE_EMPTY);
	case 1:		/* copied over another */
		return replace(data, size, size_max, a, b);
	default:	/* copied in front of another */
		a.len = 0;
		return replace(data, size, size_max, a, b);
	}
}

size_t
LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b,
    size_t b_size, uint8_t *out, size_t size_max, unsigned seed)
{
	char mark = draw_mark(&seed);
	struct slice into = piece(a, a_size, mark, &seed);
	size_t at = (size_t)(into.data - a);

	if (a_size > size_max)
		return 0;
	if (a_size > 0)
		memcpy(out, a, a_size);
	return replace(out, a_size, size_max, slice_of(out + at,
	    draw(&seed) % 2 ? into.len : 0), piece(b, b_size, mark, &seed));
}
