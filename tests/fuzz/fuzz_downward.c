/*
 * fuzz_downward.c - what a coordinator whom nobody should believe seals to a
 * laptop: the contents as they come, and each of their items alone.
 */
#include "fuzz.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/exchange/envelope.h"
#include "kit/record/downward.h"

static struct hash study;
static struct sign_pair writer;
static struct seal_pair laptop;

/* What was read is written, and reads as the same again. */
static void
back_again(const struct downward *down, struct arena *arena)
{
	struct buf sealed = BUF_INIT;
	struct downward *again;
	struct sign_public who;

	FUZZ_MUST(down->case_count <= DOWNWARD_CASES_MAX);
	FUZZ_MUST(downward_seal(&sealed, down, &study, &laptop.public, 1,
	    &writer) == NULL);
	FUZZ_MUST(downward_open(&again, arena, &who, buf_slice(&sealed),
	    &study, down->device, &laptop) == NULL);
	FUZZ_MUST(down->skipped > 0 || downward_same(down, again));
	buf_free(&sealed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	uint8_t seed[KEY_BYTES];
	struct buf sealed = BUF_INIT;
	struct downward *down;
	struct sign_public who;

	FUZZ_MUST(crypto_start() == NULL);
	memset(&study, 0x51, sizeof(study));
	memset(seed, 0xd4, sizeof(seed));
	sign_pair_from_seed(&writer, seed);
	memset(seed, 0xa1, sizeof(seed));
	seal_pair_from_seed(&laptop, seed);
	FUZZ_MUST(envelope_seal(&sealed, "recolte downward", &study,
	    slice_of(data, size), &laptop.public, 1, &writer) == NULL);
	if (downward_open(&down, arena, &who, buf_slice(&sealed), &study, NULL,
	    &laptop) == NULL)
		back_again(down, arena);
	else
		FUZZ_MUST(down == NULL);
	buf_free(&sealed);
	arena_free(arena);
	return 0;
}
