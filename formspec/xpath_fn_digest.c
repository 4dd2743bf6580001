/*
 * digest(): MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4), for forms that ask
 * for them. Nothing of ours is protected by these.
 */
#include <math.h>
#include <string.h>

#include "formspec/xpath_tree.h"

enum { DIGEST_BYTES_MAX = 64, BLOCK_BYTES_MAX = 128 };

/*
 * Fractional parts of the cube roots of the first 80 primes: SHA-512 takes
 * 64 bits of each, SHA-256 the upper 32 bits of the first 64.
 */
static const uint64_t cube_roots[80] = {
	0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f,
	0xe9b5dba58189dbbc, 0x3956c25bf348b538, 0x59f111f1b605d019,
	0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242,
	0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
	0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
	0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3,
	0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65, 0x2de92c6f592b0275,
	0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
	0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f,
	0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
	0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc,
	0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
	0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6,
	0x92722c851482353b, 0xa2bfe8a14cf10364, 0xa81a664bbc423001,
	0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
	0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
	0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99,
	0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb,
	0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc,
	0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
	0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915,
	0xc67178f2e372532b, 0xca273eceea26619c, 0xd186b8c721c0c207,
	0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba,
	0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
	0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
	0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a,
	0x5fcb6fab3ad6faec, 0x6c44198c4a475817
};

/* Of the square roots of the first eight primes, and of the next eight. */
static const uint64_t square_roots[8] = {
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
	0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
	0x1f83d9abfb41bd6b, 0x5be0cd19137e2179
};

static const uint64_t square_roots_9_16[8] = {
	0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17,
	0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511,
	0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4
};

static uint32_t
left32(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

static uint32_t
right32(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static uint64_t
right64(uint64_t x, unsigned n)
{
	return x >> n | x << (64 - n);
}

static uint64_t
load(const uint8_t *bytes, size_t len)
{
	uint64_t v = 0;

	while (len-- > 0)
		v = v << 8 | *bytes++;
	return v;
}

static uint32_t
load_little(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
	    (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* ---- MD5 ---- */

static uint32_t
md5_mix(unsigned round, uint32_t b, uint32_t c, uint32_t d)
{
	switch (round) {
	case 0:
		return (b & c) | (~b & d);
	case 1:
		return (d & b) | (~d & c);
	case 2:
		return b ^ c ^ d;
	default:
		return c ^ (b | ~d);
	}
}

static void
md5_block(uint64_t state[8], const uint8_t *block)
{
	static const unsigned shifts[4][4] = { { 7, 12, 17, 22 },
	    { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } };
	static const unsigned factors[4] = { 1, 5, 3, 7 };
	static const unsigned offsets[4] = { 0, 1, 5, 0 };
	uint32_t v[4];

	for (int i = 0; i < 4; i++)
		v[i] = (uint32_t)state[i];
	for (unsigned i = 0; i < 64; i++) {
		unsigned round = i / 16;
		unsigned word = (factors[round] * i + offsets[round]) % 16;
		uint32_t k = (uint32_t)(fabs(sin(i + 1)) * 4294967296.0);
		uint32_t sum = v[0] + md5_mix(round, v[1], v[2], v[3]) + k +
		    load_little(block + 4 * word);

		v[0] = v[3];
		v[3] = v[2];
		v[2] = v[1];
		v[1] += left32(sum, shifts[round][i % 4]);
	}
	for (int i = 0; i < 4; i++)
		state[i] = (uint32_t)(state[i] + v[i]);
}

/* ---- SHA-1 ---- */

static uint32_t
sha1_mix(unsigned round, uint32_t b, uint32_t c, uint32_t d)
{
	if (round == 0)
		return (b & c) | (~b & d);
	return round == 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
}

static void
sha1_block(uint64_t state[8], const uint8_t *block)
{
	static const uint32_t k[4] = { 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc,
	    0xca62c1d6 };
	uint32_t w[80], v[5];

	for (size_t i = 0; i < 80; i++)
		w[i] = i < 16 ? (uint32_t)load(block + 4 * i, 4) :
		    left32(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (int i = 0; i < 5; i++)
		v[i] = (uint32_t)state[i];
	for (unsigned i = 0; i < 80; i++) {
		uint32_t sum = left32(v[0], 5) +
		    sha1_mix(i / 20, v[1], v[2], v[3]) + v[4] + k[i / 20] +
		    w[i];

		v[4] = v[3];
		v[3] = v[2];
		v[2] = left32(v[1], 30);
		v[1] = v[0];
		v[0] = sum;
	}
	for (int i = 0; i < 5; i++)
		state[i] = (uint32_t)(state[i] + v[i]);
}

/* ---- SHA-2 ---- */

static void
sha256_block(uint64_t state[8], const uint8_t *block)
{
	uint32_t w[64], v[8];

	for (size_t i = 0; i < 64; i++)
		w[i] = i < 16 ? (uint32_t)load(block + 4 * i, 4) :
		    w[i - 16] + w[i - 7] +
		    (right32(w[i - 15], 7) ^ right32(w[i - 15], 18) ^
		    w[i - 15] >> 3) +
		    (right32(w[i - 2], 17) ^ right32(w[i - 2], 19) ^
		    w[i - 2] >> 10);
	for (int i = 0; i < 8; i++)
		v[i] = (uint32_t)state[i];
	for (size_t i = 0; i < 64; i++) {
		uint32_t one = v[7] + (right32(v[4], 6) ^ right32(v[4], 11) ^
		    right32(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) +
		    (uint32_t)(cube_roots[i] >> 32) + w[i];
		uint32_t two = (right32(v[0], 2) ^ right32(v[0], 13) ^
		    right32(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^
		    (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(*v));
		v[4] += one;
		v[0] = one + two;
	}
	for (int i = 0; i < 8; i++)
		state[i] = (uint32_t)(state[i] + v[i]);
}

static void
sha512_block(uint64_t state[8], const uint8_t *block)
{
	uint64_t w[80], v[8];

	for (size_t i = 0; i < 80; i++)
		w[i] = i < 16 ? load(block + 8 * i, 8) :
		    w[i - 16] + w[i - 7] +
		    (right64(w[i - 15], 1) ^ right64(w[i - 15], 8) ^
		    w[i - 15] >> 7) +
		    (right64(w[i - 2], 19) ^ right64(w[i - 2], 61) ^
		    w[i - 2] >> 6);
	memcpy(v, state, sizeof(v));
	for (size_t i = 0; i < 80; i++) {
		uint64_t one = v[7] + (right64(v[4], 14) ^ right64(v[4], 18) ^
		    right64(v[4], 41)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) +
		    cube_roots[i] + w[i];
		uint64_t two = (right64(v[0], 28) ^ right64(v[0], 34) ^
		    right64(v[0], 39)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^
		    (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(*v));
		v[4] += one;
		v[0] = one + two;
	}
	for (int i = 0; i < 8; i++)
		state[i] += v[i];
}

/* ---- all of them ---- */

struct algorithm {
	const char *name;
	void (*block)(uint64_t state[8], const uint8_t *block);
	size_t block_bytes, word_bytes, digest_bytes;
	bool little;			/* words end with their high byte */
};

static const struct algorithm algorithms[] = {
	{ "MD5", md5_block, 64, 4, 16, true },
	{ "SHA-1", sha1_block, 64, 4, 20, false },
	{ "SHA-256", sha256_block, 64, 4, 32, false },
	{ "SHA-384", sha512_block, 128, 8, 48, false },
	{ "SHA-512", sha512_block, 128, 8, 64, false }
};

static void
start(uint64_t state[8], const struct algorithm *a)
{
	static const uint64_t first[8] = { 0x67452301, 0xefcdab89, 0x98badcfe,
	    0x10325476, 0xc3d2e1f0 };

	if (a->digest_bytes == 48)
		memcpy(state, square_roots_9_16, sizeof(first));
	else if (a->digest_bytes < 32)
		memcpy(state, first, sizeof(first));
	else
		for (int i = 0; i < 8; i++)
			state[i] = square_roots[i] >> (a->word_bytes == 4 ?
			    32 : 0);
}

/* A one bit, zeros, and the length in bits at the end of a block. */
static void
finish(uint64_t state[8], const struct algorithm *a, struct slice rest,
    uint64_t bits)
{
	uint8_t last[2 * BLOCK_BYTES_MAX] = { 0 };
	size_t count = rest.len + 1 + 2 * a->word_bytes > a->block_bytes ?
	    2 : 1;
	size_t end = count * a->block_bytes;

	if (rest.len > 0)
		memcpy(last, rest.data, rest.len);
	last[rest.len] = 0x80;
	for (size_t i = 0; i < 8; i++)
		last[a->little ? end - 8 + i : end - 1 - i] =
		    (uint8_t)(bits >> (8 * i));
	for (size_t i = 0; i < count; i++)
		a->block(state, last + i * a->block_bytes);
}

static void
digest(uint8_t out[DIGEST_BYTES_MAX], const struct algorithm *a,
    struct slice text)
{
	uint64_t state[8];
	uint64_t bits = (uint64_t)text.len * 8;

	start(state, a);
	while (text.len >= a->block_bytes) {
		a->block(state, text.data);
		text.data += a->block_bytes;
		text.len -= a->block_bytes;
	}
	finish(state, a, text, bits);
	for (size_t i = 0; i < a->digest_bytes; i++) {
		size_t byte = i % a->word_bytes;
		size_t shift = a->little ? byte : a->word_bytes - 1 - byte;

		out[i] = (uint8_t)(state[i / a->word_bytes] >> (8 * shift));
	}
}

/* "sha256" is "SHA-256": letters of any size, with or without the dash. */
static bool
is_name(const char *name, const char *written)
{
	for (;; name++, written++) {
		char c;

		name += *name == '-';
		written += *written == '-';
		c = *written >= 'a' && *written <= 'z' ?
		    (char)(*written - 'a' + 'A') : *written;
		if (c != *name)
			return false;
		if (c == '\0')
			return true;
	}
}

static const struct algorithm *
find_algorithm(const char *name)
{
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(*algorithms); i++)
		if (is_name(algorithms[i].name, name))
			return &algorithms[i];
	return NULL;
}

void
xpath_sha256(uint8_t out[32], struct slice text)
{
	uint8_t bytes[DIGEST_BYTES_MAX];

	digest(bytes, find_algorithm("SHA-256"), text);
	memcpy(out, bytes, 32);
}

static struct value
fn_digest(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *text = xpath_run_string(eval, call->first, focus);
	const char *name = xpath_run_string(eval, xpath_arg(call, 1), focus);
	const char *encoding = xpath_arg(call, 2) == NULL ? "base64" :
	    xpath_run_string(eval, xpath_arg(call, 2), focus);
	bool hex = is_name("HEX", encoding);
	const struct algorithm *algorithm = find_algorithm(name);
	uint8_t bytes[DIGEST_BYTES_MAX];
	struct buf out = BUF_INIT;

	if (algorithm == NULL || (!hex && !is_name("BASE64", encoding))) {
		xpath_fail(eval, call, algorithm ? "unknown encoding \"%.40s\" "
		    "(base64, hex)" : "unknown algorithm \"%.40s\" (MD5, "
		    "SHA-1, SHA-256, SHA-384, SHA-512)",
		    algorithm ? encoding : name);
		return value_string("");
	}
	digest(bytes, algorithm, slice_str(text));
	if (hex)
		buf_add_hex(&out, slice_of(bytes, algorithm->digest_bytes));
	else
		buf_add_base64(&out, slice_of(bytes, algorithm->digest_bytes));
	return value_string(xpath_keep(eval, &out));
}

const struct xpath_function xpath_fn_digest[] = {
	{ "digest", 2, 3, FN_STRING, fn_digest },
	{ NULL, 0, 0, 0, NULL }
};
