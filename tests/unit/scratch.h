/*
 * scratch.h - a folder of its own for a test that needs files.
 */
#ifndef RECOLTE_TESTS_SCRATCH_H
#define RECOLTE_TESTS_SCRATCH_H

#include <stdio.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"

/* "TMPDIR/recolte-NAME-PROCESS", made new. */
static inline const struct err *
scratch_make(struct buf *out, const char *name)
{
	static const char *const places[] = { "TMPDIR", "TEMP", "TMP" };
	const char *place = NULL;

	for (size_t i = 0; !place && i < sizeof(places) / sizeof(*places); i++)
		place = platform_environment(places[i]);
	buf_addf(out, "%s/recolte-%s-%u", place ? place : "/tmp", name,
	    platform_process_id());
	return platform_make_folder(buf_str(out));
}

static inline const struct err *
scratch_remove(const char *path)
{
	const struct err *err = NULL;
	struct buf part = BUF_INIT;
	char **names;
	size_t count;

	if (platform_is_folder(path)) {
		err = platform_list(path, &names, &count);
		if (err)
			return err;
		for (size_t i = 0; !err && i < count; i++) {
			buf_reset(&part);
			file_join(&part, path, names[i]);
			err = scratch_remove(buf_str(&part));
		}
		platform_list_free(names, count);
		buf_free(&part);
	}
	return err ? err : platform_remove(path);
}

#endif
