#include "kit/record/cover.h"

#include <string.h>

#include "kit/base/mem.h"

enum {
	GRAM_BYTES = 8,
	/* Long ones, because a match runs through what lies together. */
	PASSAGE_GRAMS = 1024,
	/* Passages out of one stretch, before the same is stood for twice. */
	PASSAGES_A_STRETCH = 8,
	SLOT_BITS = 18
};

/*
 * A gram is 8 bytes in a row. It weighs as much as there are texts that hold
 * it, nothing when only one does or when a passage that was picked holds it.
 * Two that fall into one slot count as one: that costs bytes, nothing else.
 */
struct gram {
	uint16_t weight;
	uint16_t text;			/* the last that held it, from 1 */
	uint16_t inside;		/* how often it is in the window */
};

struct cover {
	const uint8_t *bytes;
	struct gram *grams;
	uint8_t *picked;		/* filled from its end */
	size_t room;
};

/* Grams first to end - 1. */
struct passage {
	size_t first, end;
	uint64_t weight;
};

static struct gram *
gram_at(const struct cover *cover, size_t at)
{
	uint64_t value = 0;

	for (size_t i = 0; i < GRAM_BYTES; i++)
		value = value << 8 | cover->bytes[at + i];
	value *= UINT64_C(0x9e3779b97f4a7c15);
	return &cover->grams[value >> (64 - SLOT_BITS)];
}

static void
weigh(struct cover *cover, const struct cover_texts *texts)
{
	size_t at = 0;

	for (size_t i = 0; i < texts->count; i++)
		for (; at < texts->ends[i]; at++) {
			struct gram *gram;

			if (texts->ends[i] - at < GRAM_BYTES)
				continue;
			gram = gram_at(cover, at);
			if (gram->text == i + 1)
				continue;
			gram->text = (uint16_t)(i + 1);
			gram->weight++;
		}
	for (size_t i = 0; i < (size_t)1 << SLOT_BITS; i++)
		if (cover->grams[i].weight == 1)
			cover->grams[i].weight = 0;
}

static void
leave(struct cover *cover, struct passage *window)
{
	struct gram *gram = gram_at(cover, window->first++);

	if (--gram->inside == 0)
		window->weight -= gram->weight;
}

/* The heaviest run of at most PASSAGE_GRAMS grams of a stretch. */
static struct passage
heaviest(struct cover *cover, size_t from, size_t to)
{
	struct passage window = { from, from, 0 }, best = window;

	while (window.end < to) {
		struct gram *gram = gram_at(cover, window.end++);

		if (gram->inside++ == 0)
			window.weight += gram->weight;
		if (window.end - window.first > PASSAGE_GRAMS)
			leave(cover, &window);
		if (window.weight > best.weight)
			best = window;
	}
	while (window.first < window.end)
		leave(cover, &window);
	while (best.first < best.end && !gram_at(cover, best.first)->weight)
		best.first++;
	return best;
}

static void
pick(struct cover *cover, const struct passage *passage)
{
	size_t len = passage->end - passage->first + GRAM_BYTES - 1;
	const uint8_t *end = cover->bytes + passage->first + len;

	for (size_t i = passage->first; i < passage->end; i++)
		gram_at(cover, i)->weight = 0;
	if (len > cover->room)
		len = cover->room;
	cover->room -= len;
	memcpy(cover->picked + cover->room, end - len, len);
}

/* From each stretch of the texts in turn, until there is nothing new. */
static void
pick_all(struct cover *cover, size_t gram_count)
{
	size_t stretches = cover->room / PASSAGE_GRAMS / PASSAGES_A_STRETCH;
	size_t stretch_grams, idle = 0;

	if (stretches == 0)
		stretches = 1;
	stretch_grams = (gram_count + stretches - 1) / stretches;
	for (size_t i = 0; cover->room > 0 && idle < stretches;
	    i = (i + 1) % stretches) {
		size_t from = i * stretch_grams, to = from + stretch_grams;
		struct passage best;

		if (to > gram_count)
			to = gram_count;
		best = heaviest(cover, from < to ? from : to, to);
		idle = best.weight > 0 ? 0 : idle + 1;
		if (best.weight > 0)
			pick(cover, &best);
	}
}

void
cover_pick(struct buf *out, const struct cover_texts *texts, size_t bytes_max)
{
	struct cover cover = { .bytes = texts->bytes.data,
		.room = bytes_max };

	if (texts->bytes.len < GRAM_BYTES)
		return;
	cover.grams = mem_alloc_n((size_t)1 << SLOT_BITS,
	    sizeof(*cover.grams));
	cover.picked = mem_alloc(bytes_max);
	weigh(&cover, texts);
	pick_all(&cover, texts->bytes.len - GRAM_BYTES + 1);
	buf_append(out, cover.picked + cover.room, bytes_max - cover.room);
	mem_free(cover.picked);
	mem_free(cover.grams);
}
