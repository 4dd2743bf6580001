/*
 * platform_parts.h - what platform.c asks of the system's own file,
 * platform_posix.c or platform_windows.c; nobody else includes it. Functions
 * that give an int give 0, or -1 with errno set.
 */
#ifndef RECOLTE_BASE_PLATFORM_PARTS_H
#define RECOLTE_BASE_PLATFORM_PARTS_H

#include <stddef.h>

#include "kit/base/platform.h"

int system_sync(FILE *file);
int system_make_folder(const char *path);	/* one, not its parents */
/* Every name in a folder, in any order, "." and ".." as they come. */
const struct err *system_visit_names(const char *path,
    void (*visit)(void *data, const char *name), void *data) MUST_CHECK;
const char *system_environment(const char *name);

/*
 * On Windows: UTF-8 to what the wide calls want and back, the caller frees.
 * NULL, with errno set: it is not UTF-8. A path may be longer than is usual.
 */
wchar_t *system_wide(const char *text);
wchar_t *system_wide_path(const char *path);
char *system_narrow(const wchar_t *text);

/* One line of standard input as bytes, for platform_read_line(). */
bool platform_read_stream(struct buf *out);

#endif
