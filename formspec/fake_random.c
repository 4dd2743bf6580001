#include "formspec/fake_internal.h"

/* splitmix64 (S. Vigna): spreads a seed over the state. */
static uint64_t
spread(uint64_t *x)
{
	uint64_t z = *x += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static uint64_t
rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

void
fake_random_start(struct fake_random *random, uint64_t seed, uint64_t number)
{
	uint64_t x = seed, y = number ^ 0x5265636f6c746521u;

	for (unsigned i = 0; i < 4; i++)
		random->state[i] = spread(&x) ^ spread(&y);
	/* The one state that gives nothing but zeroes. */
	if ((random->state[0] | random->state[1] | random->state[2] |
	    random->state[3]) == 0)
		random->state[0] = 1;
}

/* xoshiro256** (D. Blackman, S. Vigna). */
uint64_t
fake_draw(struct fake_random *random)
{
	uint64_t *s = random->state;
	uint64_t drawn = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return drawn;
}

int64_t
fake_between(struct fake_random *random, int64_t low, int64_t high)
{
	uint64_t span = (uint64_t)high - (uint64_t)low + 1;

	if (high <= low)
		return low;
	return (int64_t)((uint64_t)low + fake_draw(random) % span);
}

bool
fake_chance(struct fake_random *random, unsigned percent)
{
	return fake_draw(random) % 100 < percent;
}
