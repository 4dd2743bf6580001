/*
 * stack.c - return addresses as places in the files that they come from: where
 * the system has put a library differs from run to run.
 */
#define _GNU_SOURCE
#include "stack.h"

#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MODULES_MAX = 64, FRAMES_MAX = 96 };

struct module {
	uintptr_t begin, end;
	uint64_t name;
};

/* The first is the program. */
static struct {
	struct module modules[MODULES_MAX];
	size_t count;
	const struct module *ours;	/* the library that asks */
	void *kept[FRAMES_MAX];
	int kept_count;
} stack;

/* The last steps of MurmurHash3: a bit of each changes about half of all. */
uint64_t
stack_mix(uint64_t a, uint64_t b)
{
	uint64_t h = a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2));

	h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
	h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
	return h ^ (h >> 33);
}

static int
add_module(struct dl_phdr_info *info, size_t size, void *data)
{
	struct module module = { .begin = UINTPTR_MAX };

	(void)size;
	(void)data;
	if (stack.count == MODULES_MAX)
		return 1;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		uintptr_t at = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

		if (info->dlpi_phdr[i].p_type != PT_LOAD)
			continue;
		if (at < module.begin)
			module.begin = at;
		if (at + info->dlpi_phdr[i].p_memsz > module.end)
			module.end = at + info->dlpi_phdr[i].p_memsz;
	}
	for (const char *c = info->dlpi_name; *c; c++)
		module.name = stack_mix(module.name, (uint64_t)*c);
	stack.modules[stack.count++] = module;
	return 0;
}

static const struct module *
module_of(const void *address)
{
	uintptr_t at = (uintptr_t)address;

	for (size_t i = 0; i < stack.count; i++)
		if (at >= stack.modules[i].begin && at < stack.modules[i].end)
			return &stack.modules[i];
	return NULL;
}

static void
tell(const char *what, void **frames, int count)
{
	if (write(STDERR_FILENO, what, __builtin_strlen(what)) > 0)
		backtrace_symbols_fd(frames, count, STDERR_FILENO);
}

static void
crashed(int number)
{
	void *frames[FRAMES_MAX];

	tell("it failed here:\n", stack.kept, stack.kept_count);
	tell("and crashed here:\n", frames, backtrace(frames, FRAMES_MAX));
	raise(number);
}

static void
tell_file(const char *path)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path,
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);

	backtrace_symbols_fd(stack.kept, stack.kept_count, fd);
	close(fd);
}

void
stack_keep(const char *path)
{
	struct sigaction action = { .sa_handler = crashed,
		.sa_flags = (int)SA_RESETHAND };

	stack.kept_count = backtrace(stack.kept, FRAMES_MAX);
	if (path)
		tell_file(path);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGABRT, &action, NULL);
}

void
stack_begin(void)
{
	void *frames[2];

	backtrace(frames, 2);
	dl_iterate_phdr(add_module, NULL);
	stack.ours = module_of(&stack);
}

/* What was loaded later is one place: no such library is of interest. */
static uint64_t
place_of(const void *address)
{
	const struct module *module = module_of(address);

	return module ? stack_mix(module->name,
	    (uintptr_t)address - module->begin) : 1;
}

uint64_t
stack_here(int library_calls_max)
{
	void *frames[FRAMES_MAX];
	int count = backtrace(frames, FRAMES_MAX), first = 0;
	uint64_t sum = 0, last = 0, place;

	while (first < count && !stack_is_of_program(frames[first]))
		first++;
	first = first == count ? 0 : first - library_calls_max;
	for (int i = first > 0 ? first : 0; i < count; i++) {
		if (module_of(frames[i]) == stack.ours)
			continue;
		place = place_of(frames[i]);
		if (place != last)
			sum = stack_mix(sum, place);
		last = place;
	}
	return sum ? sum : 1;
}

bool
stack_is_of_program(const void *address)
{
	return stack.count > 0 && module_of(address) == &stack.modules[0];
}
