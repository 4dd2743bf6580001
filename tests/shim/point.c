#define _GNU_SOURCE
#include "point.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "power.h"
#include "stack.h"

enum { KEYS_MAX = 1 << 16, LIBRARY_CALLS = 3, ALL_CALLS = 1000 };

static const char changing[] = "wsrcdt";

/* Numbers of calls by key: an open table. */
struct tally {
	uint64_t keys[KEYS_MAX];
	unsigned times[KEYS_MAX];
	size_t count;
};

static struct {
	bool ready, inside, kill, tear, power, full, half;
	int code;			/* errno of what fails, or 0 */
	const char *on;
	unsigned long at, seen;		/* of the calls, or of those of key */

	bool by_stack, struck, ends;
	uint64_t key;			/* of those that fail at times, or 0 */
	uint64_t change;		/* the last one that there was */
	uint64_t trail;			/* where it struck, what changed then */
	unsigned long changes_after;
	struct tally points, changes;
} point;

static void
give_up(const char *what)
{
	fprintf(stderr, "point.c: %s\n", what);
	abort();
}

static bool
is_one_of(const char *what, const char *a, const char *b)
{
	return strcmp(what, a) == 0 || strcmp(what, b) == 0;
}

static void
read_way(const char *what)
{
	point.tear = strcmp(what, "tear") == 0;
	point.power = is_one_of(what, "power", "hollow");
	point.kill = point.tear || point.power || strcmp(what, "kill") == 0;
	point.full = strcmp(what, "ENOSPC") == 0;
	point.half = strcmp(what, "half") == 0;
	point.code = point.full ? ENOSPC : strcmp(what, "EIO") == 0 ? EIO :
	    is_one_of(what, "ENOMEM", "own") ? ENOMEM : 0;
	if (point.power)
		power_begin(getenv("FAULTS_KEEP"), strcmp(what, "hollow") == 0);
}

static void __attribute__((constructor))
point_begin(void)
{
	const char *what = getenv("FAULTS_DO"), *at = getenv("FAULTS_AT");
	const char *key = getenv("FAULTS_KEY");

	if (!what)
		return;
	point.on = getenv("FAULTS_ON");
	if (!point.on || !*point.on)
		point.on = changing;
	point.at = at ? strtoul(at, NULL, 10) : 0;
	point.key = key ? strtoull(key, NULL, 16) : 0;
	point.by_stack = point.key != 0 || getenv("FAULTS_KEYS");
	read_way(what);
	stack_begin();
	point.ready = true;
}

static void
put_text(const char *path, const char *text)
{
	size_t len = strlen(text);
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path,
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || syscall(SYS_write, fd, text, len) != (long)len)
		abort();
	close(fd);
}

/* Each key the first time, with little done, and the last, with nearly all. */
static void
list_keys(FILE *file)
{
	for (size_t i = 0; i < KEYS_MAX; i++) {
		unsigned times = point.points.times[i];

		if (times > 0)
			fprintf(file, "%016" PRIx64 " 1\n",
			    point.points.keys[i]);
		if (times > 1)
			fprintf(file, "%016" PRIx64 " %u\n",
			    point.points.keys[i], times);
	}
	if (fclose(file) != 0)
		give_up("the list of keys");
}

/* A command that hands its work to another program counts each by itself. */
static void __attribute__((destructor))
point_end(void)
{
	const char *count = getenv("FAULTS_COUNT");
	const char *trail = getenv("FAULTS_TRAIL");
	const char *keys = getenv("FAULTS_KEYS");
	FILE *file;
	char text[64];

	if (point.ready && point.power && point.at == point.seen + 1) {
		fflush(stdout);
		point_die();
	}
	if (!point.ready)
		return;
	point.ready = false;
	snprintf(text, sizeof(text), "%lu\n", point.seen);
	if (count)
		put_text(count, text);
	snprintf(text, sizeof(text), "%s %lu %016" PRIx64 "\n",
	    point.struck ? "struck" : "missed", point.changes_after,
	    point.trail);
	if (trail)
		put_text(trail, text);
	file = keys ? fopen(keys, "w") : NULL;
	if (file)
		list_keys(file);
}

void
point_die(void)
{
	power_cut();
	syscall(SYS_kill, getpid(), SIGKILL);
	for (;;)
		pause();
}

/* ---- points by who calls, and between which changes ---- */

/* How often was the key seen before? */
static unsigned
tally(struct tally *tally, uint64_t key)
{
	size_t i = key % KEYS_MAX;

	while (tally->times[i] != 0 && tally->keys[i] != key)
		i = (i + 1) % KEYS_MAX;
	if (tally->times[i] == 0 && ++tally->count == KEYS_MAX)
		give_up("too many places");
	tally->keys[i] = key;
	return tally->times[i]++;
}

/* A folder that is there in one run and not in the next moves none of them. */
static void
note_change(char kind)
{
	uint64_t key = stack_mix(stack_here(ALL_CALLS), (uint64_t)kind);

	if (point.ends)
		give_up("it changes files where it should have ended");
	point.change = stack_mix(key, tally(&point.changes, key));
	if (!point.struck)
		return;
	point.changes_after++;
	point.trail = stack_mix(point.trail, point.change);
}

static bool
is_key(char kind)
{
	uint64_t key = stack_mix(stack_mix(stack_here(LIBRARY_CALLS),
	    (uint64_t)kind), point.change);

	point.seen++;
	return tally(&point.points, key) + 1 == point.at && key == point.key;
}

static bool
is_due_by_stack(char kind)
{
	bool due = false;

	point.inside = true;
	if (strchr(point.on, kind) && !point.struck)
		due = is_key(kind);
	if (due) {
		point.struck = true;
		point.trail = point.change;
		stack_keep(getenv("FAULTS_TELL"));
	} else if (strchr(changing, kind)) {
		note_change(kind);
	}
	point.inside = false;
	return due;
}

/* ---- is this call the one? ---- */

static bool
is_due_by_number(char kind)
{
	bool wants_room = strchr("wct", kind) != NULL;

	if (point.ends && strchr(changing, kind))
		give_up("it changes files where it should have ended");
	if (point.struck && strchr(changing, kind) &&
	    !(point.full && wants_room))
		point.changes_after++;
	if (!strchr(point.on, kind))
		return false;
	point.seen++;
	if (point.seen == point.at) {
		point.struck = true;
		stack_keep(getenv("FAULTS_TELL"));
		return true;
	}
	return point.full && point.struck && wants_room;
}

/* A write that is torn dies by itself. */
static bool
is_due(char kind)
{
	if (!point.ready || point.inside)
		return false;
	return point.by_stack ? is_due_by_stack(kind) : is_due_by_number(kind);
}

bool
point_strikes(char kind)
{
	if (!is_due(kind))
		return false;
	if (point.kill)
		point_die();
	if (point.code == 0)
		return false;
	errno = point.code;
	return true;
}

bool
point_strikes_fd(char kind, int fd)
{
	return fd > STDERR_FILENO && point_strikes(kind);
}

ssize_t
point_share(char kind, int fd, size_t len, bool *dies)
{
	*dies = false;
	if (fd <= STDERR_FILENO || !is_due(kind))
		return (ssize_t)len;
	if (point.kill && !point.tear)
		point_die();
	*dies = point.tear;
	if (point.tear || (point.half && len > 1))
		return (ssize_t)(len / 2);
	if (point.code == 0)
		return (ssize_t)len;
	errno = point.code;
	return -1;
}

bool
point_strikes_memory(const void *caller)
{
	char kind;

	if (!point.ready || point.inside)
		return false;
	kind = stack_is_of_program(caller) ? 'o' : 'm';
	if (!point_strikes(kind))
		return false;
	point.ends = kind == 'o';
	return true;
}
