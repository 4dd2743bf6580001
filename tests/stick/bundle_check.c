/*
 * bundle_check.c - is a bundle taken? Each FILE into a depot of its own at
 * DEPOT, which is made and left there.
 *
 *   bundle_check DEPOT STUDY FILE...    "whole FILE" or "refused FILE: why"
 */
#include <stdio.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/exchange/bundle.h"

static const struct err *
check(const char *path, const struct hash *study, const char *file)
{
	static const char *const all[] = { "" };
	const struct bundle_wanted wanted = { all, 1, study };
	const struct err *err, *refused;
	struct depot *depot;

	err = file_remove_tree(path);
	if (!err)
		err = depot_open(&depot, path, true);
	if (err)
		return err;
	refused = bundle_take(depot, file, &wanted, NULL, NULL);
	if (refused)
		printf("refused %s\n", refused->msg);
	else
		printf("whole %s\n", file);
	depot_close(depot);
	return NULL;
}

int
main(int argc, char **argv)
{
	const struct err *err;
	struct hash study;

	platform_start(&argc, &argv);
	err = depot_start();
	if (!err && (argc < 4 || !hex_decode(study.bytes, HASH_BYTES,
	    slice_str(argv[2]))))
		err = err_new(ERR_USAGE, "DEPOT STUDY FILE...");
	for (int i = 3; i < argc && !err; i++)
		err = check(argv[1], &study, argv[i]);
	depot_stop();
	if (err)
		fprintf(stderr, "bundle_check: %s\n", err->msg);
	return err_exit_status(err);
}
