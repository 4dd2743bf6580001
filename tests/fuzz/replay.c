/* replay.c - feeds every file of a folder to a fuzz target. */
#include "fuzz.h"

#include <stdio.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"

enum { INPUT_BYTES_MAX = 64 << 20 };

static const struct err *
replay(const char *folder, const char *name)
{
	struct buf path = BUF_INIT, bytes = BUF_INIT;
	const struct err *err;

	file_join(&path, folder, name);
	err = file_read(&bytes, buf_str(&path), INPUT_BYTES_MAX);
	if (err == NULL)
		LLVMFuzzerTestOneInput(bytes.data, bytes.len);
	buf_free(&path);
	buf_free(&bytes);
	return err;
}

int
main(int argc, char **argv)
{
	const struct err *err;
	char **names;
	size_t count;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	err = platform_list(argv[1], &names, &count);
	for (size_t i = 0; err == NULL && i < count; i++)
		err = replay(argv[1], names[i]);
	if (err == NULL && count == 0)
		err = err_new(ERR_NOT_FOUND, "%s: no file to replay", argv[1]);
	if (err) {
		fprintf(stderr, "%s\n", err->msg);
		return 1;
	}
	printf("%zu files replayed\n", count);
	platform_list_free(names, count);
	return 0;
}
