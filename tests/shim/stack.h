/*
 * stack.h - who calls: the calls that led here, as one number that is the same
 * in every run of a program.
 */
#ifndef RECOLTE_TESTS_SHIM_STACK_H
#define RECOLTE_TESTS_SHIM_STACK_H

#include <stdbool.h>
#include <stdint.h>

/* Before the first call of the others: what they need themselves is got. */
void stack_begin(void);

/*
 * Never 0. A caller that calls itself again counts once. Of a library's own
 * calls only those nearest to the program count, up to so many: what it was
 * asked for, and what it was about.
 */
uint64_t stack_here(int library_calls_max);
/*
 * Keep the calls that led here, to be told if the program crashes; and tell
 * them at once to the file, if any.
 */
void stack_keep(const char *path);
/* Does this address lie in the program, not in a library? */
bool stack_is_of_program(const void *address);

uint64_t stack_mix(uint64_t a, uint64_t b);

#endif
