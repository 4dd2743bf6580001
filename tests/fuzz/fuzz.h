/*
 * fuzz.h - what a fuzz target defines; replay.c calls it with each file of a
 * folder. It returns 0, and crashes when something is wrong.
 */
#ifndef RECOLTE_TESTS_FUZZ_H
#define RECOLTE_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Unlike assert(), also in a build that is optimised. */
#define FUZZ_MUST(condition) do {					\
	if (!(condition))						\
		abort();						\
} while (0)

#endif
