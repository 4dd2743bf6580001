/*
 * memory.c - memory and the clock, for faults.c. The allocator of glibc has
 * names of its own.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "point.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);

#define CALLER __builtin_return_address(0)

void *
malloc(size_t size)
{
	return point_strikes_memory(CALLER) ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return point_strikes_memory(CALLER) ? NULL :
	    __libc_calloc(count, size);
}

void *
realloc(void *p, size_t size)
{
	return point_strikes_memory(CALLER) ? NULL : __libc_realloc(p, size);
}

/* ---- the clock ---- */

static time_t ahead_s;

static void __attribute__((constructor))
clock_begin(void)
{
	const char *text = getenv("FAULTS_CLOCK");

	ahead_s = text ? atol(text) : 0;
}

int
clock_gettime(clockid_t clock, struct timespec *time)
{
	int rc = (int)syscall(SYS_clock_gettime, clock, time);

	if (rc == 0 && clock == CLOCK_REALTIME)
		time->tv_sec += ahead_s;
	return rc;
}

time_t
time(time_t *out)
{
	struct timespec now;
	time_t seconds = clock_gettime(CLOCK_REALTIME, &now) == 0 ?
	    now.tv_sec : -1;

	if (out)
		*out = seconds;
	return seconds;
}
