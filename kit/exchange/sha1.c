#include "kit/exchange/sha1.h"

#include <string.h>

enum { BLOCK_BYTES = 64, ROUNDS = 80, LEN_BYTES = 8 };

struct state {
	uint32_t h[5];
};

static uint32_t
turn(uint32_t word, unsigned bits)
{
	return word << bits | word >> (32 - bits);
}

static uint32_t
mix(int round, uint32_t b, uint32_t c, uint32_t d)
{
	if (round < 20)
		return ((b & c) | (~b & d)) + 0x5a827999;
	if (round < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (round < 60)
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

static void
take_block(struct state *state, const uint8_t *block)
{
	uint32_t w[ROUNDS];
	uint32_t a = state->h[0], b = state->h[1], c = state->h[2];
	uint32_t d = state->h[3], e = state->h[4];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 |
		    (uint32_t)block[4 * i + 1] << 16 |
		    (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < ROUNDS; i++)
		w[i] = turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (int i = 0; i < ROUNDS; i++) {
		uint32_t next = turn(a, 5) + mix(i, b, c, d) + e + w[i];

		e = d;
		d = c;
		c = turn(b, 30);
		b = a;
		a = next;
	}
	state->h[0] += a;
	state->h[1] += b;
	state->h[2] += c;
	state->h[3] += d;
	state->h[4] += e;
}

/* What is left, a one bit, zeroes, and how many bits there were. */
static void
take_end(struct state *state, struct slice rest, uint64_t all_bytes)
{
	uint8_t last[2 * BLOCK_BYTES] = { 0 };
	size_t len = rest.len + 1 + LEN_BYTES <= BLOCK_BYTES ? BLOCK_BYTES :
	    2 * BLOCK_BYTES;

	if (rest.len > 0)
		memcpy(last, rest.data, rest.len);
	last[rest.len] = 0x80;
	for (size_t i = 0; i < LEN_BYTES; i++)
		last[len - 1 - i] = (uint8_t)(all_bytes * 8 >> (8 * i));
	for (size_t at = 0; at < len; at += BLOCK_BYTES)
		take_block(state, last + at);
}

void
sha1(uint8_t out[SHA1_BYTES], struct slice bytes)
{
	struct state state = { { 0x67452301, 0xefcdab89, 0x98badcfe,
		0x10325476, 0xc3d2e1f0 } };
	size_t at = 0;

	for (; bytes.len - at >= BLOCK_BYTES; at += BLOCK_BYTES)
		take_block(&state, bytes.data + at);
	take_end(&state, slice_of(bytes.len ? bytes.data + at : NULL,
	    bytes.len - at), bytes.len);
	for (size_t i = 0; i < SHA1_BYTES; i++)
		out[i] = (uint8_t)(state.h[i / 4] >> (24 - 8 * (i % 4)));
}
