#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

#include "check.h"

static char folder[128];

static void
writes_whole_files(void)
{
	struct buf path = BUF_INIT, bytes = BUF_INIT;
	char **names = NULL;
	size_t count = 0;

	file_join(&path, folder, "né.bin");
	CHECK_OK(file_write(buf_str(&path), slice_of("one\0two", 7)));
	CHECK_OK(file_write(buf_str(&path), slice_str("three")));
	CHECK_OK(file_read(&bytes, buf_str(&path), 100));
	CHECK_STR(buf_str(&bytes), "three");
	CHECK_ERR(file_read(&bytes, buf_str(&path), 4), ERR_LIMIT, "larger");
	CHECK_STR(buf_str(&bytes), "three");	/* untouched by the failure */
	CHECK_OK(platform_list(folder, &names, &count));
	CHECK_INT(count, 1);			/* no temporary file is left */
	CHECK_STR(count ? names[0] : "", "né.bin");
	platform_list_free(names, count);
	CHECK_OK(platform_remove(buf_str(&path)));
	CHECK_OK(platform_remove(buf_str(&path)));	/* gone is fine */
	CHECK_ERR(file_read(&bytes, buf_str(&path), 9), ERR_NOT_FOUND, "né.bin");
	CHECK_ERR(file_read(&bytes, folder, 9), ERR_FORMAT, "is a folder");
	buf_free(&path);
	buf_free(&bytes);
}

/* Until its end a draft is not there, and an old file stands. */
static void
drafts_are_whole_or_nothing(void)
{
	struct buf path = BUF_INIT, bytes = BUF_INIT;
	struct file_draft *draft = NULL;
	char **names = NULL;
	size_t count = 0;

	file_join(&path, folder, "draft");
	for (int whole = 0; whole < 2; whole++) {
		CHECK_OK(file_write(buf_str(&path), slice_str("old")));
		CHECK_OK(file_draft_begin(&draft, buf_str(&path)));
		CHECK_OK(file_draft_add(draft, slice_str("new ")));
		CHECK_OK(file_draft_add(draft, SLICE_EMPTY));
		CHECK_OK(file_draft_add(draft, slice_str("bytes")));
		if (whole)
			CHECK_OK(file_draft_end(draft));
		file_draft_free(draft);
		buf_reset(&bytes);
		CHECK_OK(file_read(&bytes, buf_str(&path), 100));
		CHECK_STR(buf_str(&bytes), whole ? "new bytes" : "old");
		CHECK_OK(platform_list(folder, &names, &count));
		CHECK_INT(count, 1);
		platform_list_free(names, count);
	}
	CHECK_OK(platform_remove(buf_str(&path)));
	buf_add(&path, "/missing/x");
	CHECK_ERR(file_draft_begin(&draft, buf_str(&path)), ERR_NOT_FOUND,
	    "missing");
	CHECK(draft == NULL);
	buf_free(&path);
	buf_free(&bytes);
}

static void
takes_paths_apart(void)
{
	static const char *const cases[][4] = {
		{ "a/b/c.xlsx", "a/b", "c.xlsx", ".xlsx" },
		{ "c", ".", "c", "" }, { "/c.d", "/", "c.d", ".d" },
		{ "a.b/.hidden", "a.b", ".hidden", "" } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT;

		file_folder(&b, cases[i][0]);
		CHECK_STR(buf_str(&b), cases[i][1]);
		CHECK_STR(file_name(cases[i][0]), cases[i][2]);
		CHECK_STR(file_extension(cases[i][0]), cases[i][3]);
		buf_free(&b);
	}
}

/* Of one that is there: what would lie in it, with or without a slash. */
static void
finds_the_folder_above(const char *there)
{
	static const struct {
		const char *more;
		bool has;
	} cases[] = {
		{ "", true }, { "/", true }, { "/x", true }, { "/x/", true },
		{ "/x//", true }, { "/x/y", false }, { "/x/y/", false }
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf path = BUF_INIT, above = BUF_INIT;

		buf_addf(&path, "%s%s", there, cases[i].more);
		CHECK_INT(file_has_folder(&above, buf_str(&path)),
		    cases[i].has);
		buf_free(&path);
		buf_free(&above);
	}
}

/* Each way of opening that there is, on every system. */
static void
opens_in_each_way(void)
{
	static const struct {
		const char *mode, *said, *left;	/* "": it cannot be read */
	} rows[] = {
		{ "wb", "", "more" }, { "ab", "", "moremore" },
		{ "r+b", "more", "moremore" }, { "w+b", "more", "more" },
		{ "rb", "more", "more" },
	};
	struct buf path = BUF_INIT, bytes = BUF_INIT;

	file_join(&path, folder, "où.bin");
	CHECK(platform_fopen(buf_str(&path), "r+b") == NULL);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		FILE *file = platform_fopen(buf_str(&path), rows[i].mode);
		char read[5] = "";

		CHECK(file != NULL);
		if (file == NULL)
			continue;
		if (strcmp(rows[i].mode, "rb") != 0)
			fwrite("more", 1, 4, file);
		rewind(file);
		if (rows[i].said[0] != '\0')
			CHECK_INT(fread(read, 1, 4, file), 4);
		CHECK_STR(read, rows[i].said);
		CHECK(fclose(file) == 0);
		buf_reset(&bytes);
		CHECK_OK(file_read(&bytes, buf_str(&path), 100));
		CHECK_STR(buf_str(&bytes), rows[i].left);
	}
	CHECK_OK(platform_remove(buf_str(&path)));
	buf_free(&path);
	buf_free(&bytes);
}

static void
holds_locks_and_makes_folders(void)
{
	struct buf path = BUF_INIT;
	struct platform_lock *lock = NULL;

	buf_addf(&path, "%s/a/b/c", folder);
	CHECK_OK(platform_make_folder(buf_str(&path)));
	CHECK_OK(platform_make_folder(buf_str(&path)));
	CHECK(platform_is_folder(buf_str(&path)));
	finds_the_folder_above(buf_str(&path));
	buf_add(&path, "/lock");
	CHECK_OK(platform_lock(&lock, buf_str(&path)));
	platform_unlock(lock);
	CHECK_ERR(platform_remove(folder), ERR_IO, "not empty");
	CHECK_ERR(platform_make_folder(buf_str(&path)), ERR_EXISTS, "lock");
	CHECK_OK(platform_remove(buf_str(&path)));
	for (int i = 0; i < 3; i++) {
		while (path.data[path.len - 1] != '/')
			path.data[--path.len] = '\0';
		path.data[--path.len] = '\0';
		CHECK_OK(platform_remove(buf_str(&path)));
	}
	buf_free(&path);
}

int
main(void)
{
	uint64_t r;

	platform_random(&r, sizeof r);
	snprintf(folder, sizeof folder, "test_file.%016llx",
	    (unsigned long long)r);
	CHECK_OK(platform_make_folder(folder));
	writes_whole_files();
	drafts_are_whole_or_nothing();
	takes_paths_apart();
	opens_in_each_way();
	holds_locks_and_makes_folders();
	CHECK_OK(platform_remove(folder));
	CHECK(platform_now_ms() > 1700000000000);
	return CHECK_DONE();
}
