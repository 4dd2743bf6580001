#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "kit/base/mem.h"
#include "kit/exchange/depot.h"
#include "kit/exchange/names.h"
#include "scratch.h"

static const char CHAIN[] = "device/abcdefghij/0123456789abcdef";

/* Owned by nobody for long: a path in the scratch folder. */
static const char *
at(struct buf *path, const char *folder, const char *name)
{
	buf_reset(path);
	file_join(path, folder, name);
	return buf_str(path);
}

static const struct err *
commit_file(struct depot *depot, const char *branch, const char *name,
    const char *text, bool keep, char *id)
{
	struct depot_file file = { name, slice_str(text) };
	struct depot_commit commit = { .branch = branch, .files = &file,
		.file_count = 1, .keep_tree = keep,
		.subject = "abcdefgh #1: 1 interview",
		.trailers = "Study: s\nDevice: abcdefghij",
		.author = "abcdefghij", .time_ms = 1770000000123 };

	return depot_commit(depot, &commit, id);
}

static const struct err *
note_visit(void *data, const struct depot_visit *visit)
{
	struct buf *seen = data;

	buf_addf(seen, "%s=%.*s%s;", visit->name, (int)visit->bytes.len,
	    visit->bytes.len ? (const char *)visit->bytes.data : "",
	    visit->too_large ? "(too large)" : "");
	return NULL;
}

static const struct err *
refuse_visit(void *data, const struct depot_visit *visit)
{
	(void)data;
	return err_new(ERR_DENIED, "no more after %s", visit->name);
}

static void
check_walk(struct depot *depot, const char *tip, const char *since,
    size_t bytes_max, const char *expected)
{
	struct buf seen = BUF_INIT;

	CHECK_OK(depot_walk(depot, tip, since, bytes_max, note_visit, &seen));
	CHECK_STR(buf_str(&seen), expected);
	buf_free(&seen);
}

static void
test_chain(const char *path)
{
	char first[DEPOT_ID_TEXT_MAX], second[DEPOT_ID_TEXT_MAX],
	    third[DEPOT_ID_TEXT_MAX], tip[DEPOT_ID_TEXT_MAX];
	struct depot *depot;
	struct buf bytes = BUF_INIT;

	CHECK_OK(depot_open(&depot, path, true));
	CHECK_OK(depot_tip(depot, DEPOT_OWN, CHAIN, tip));
	CHECK(tip[0] == '\0');
	CHECK_OK(commit_file(depot, CHAIN, "00000001.cs", "one", false, first));
	CHECK_OK(commit_file(depot, CHAIN, "00000002.cs", "two", false,
	    second));
	CHECK_OK(commit_file(depot, CHAIN, "00000003.cs", "three", false,
	    third));
	CHECK_OK(depot_tip(depot, DEPOT_OWN, CHAIN, tip));
	CHECK(tip[0] != '\0');
	CHECK_STR(tip, third);
	CHECK_OK(depot_tip(depot, DEPOT_HUB, CHAIN, tip));
	CHECK(tip[0] == '\0');
	check_walk(depot, third, NULL, 100,
	    "00000001.cs=one;00000002.cs=two;00000003.cs=three;");
	check_walk(depot, third, first, 100,
	    "00000002.cs=two;00000003.cs=three;");
	check_walk(depot, third, third, 100, "");
	check_walk(depot, first, third, 100, "");
	check_walk(depot, third, NULL, 3,
	    "00000001.cs=one;00000002.cs=two;00000003.cs=(too large);");
	CHECK_ERR(depot_walk(depot, third, NULL, 9, refuse_visit, NULL),
	    ERR_DENIED, "no more after 00000001.cs");
	CHECK_ERR(depot_walk(depot, "00", NULL, 9, note_visit, NULL),
	    ERR_USAGE, "\"00\" is not a commit");
	CHECK_OK(depot_read(&bytes, depot, second, "00000002.cs", 100));
	CHECK_STR(buf_str(&bytes), "two");
	CHECK_ERR(depot_read(&bytes, depot, second, "00000001.cs", 100),
	    ERR_NOT_FOUND, "00000001.cs: not in commit");
	CHECK_ERR(depot_read(&bytes, depot, third, "00000003.cs", 4),
	    ERR_LIMIT, "5 bytes, more than the 4 allowed");
	buf_free(&bytes);
	depot_close(depot);
}

static void
test_same_in_same_out(const char *path)
{
	char one[DEPOT_ID_TEXT_MAX], other[DEPOT_ID_TEXT_MAX];
	struct depot *depot;

	CHECK_OK(depot_open(&depot, path, true));
	CHECK_OK(commit_file(depot, "enrol/a", "request", "x", false, one));
	CHECK_OK(commit_file(depot, "enrol/b", "request", "x", false, other));
	CHECK_STR(one, other);
	/* As `git commit-tree` names it. */
	CHECK_STR(one, "dce3577c9e4841d5e14ce397ed58fbe932d20364");
	depot_close(depot);
}

static void
check_names(char **names, size_t count, const char *expected)
{
	struct buf all = BUF_INIT;

	for (size_t i = 0; i < count; i++)
		buf_addf(&all, "%s;", names[i]);
	CHECK_STR(buf_str(&all), expected);
	buf_free(&all);
	depot_names_free(names, count);
}

static void
test_main(const char *path)
{
	char first[DEPOT_ID_TEXT_MAX], tip[DEPOT_ID_TEXT_MAX];
	struct depot *depot;
	struct buf bytes = BUF_INIT;
	char **names;
	size_t count;

	CHECK_OK(depot_open(&depot, path, true));
	CHECK_OK(commit_file(depot, "main", "manifest/00000001", "m1", true,
	    first));
	CHECK_OK(commit_file(depot, "main", "form/abc", "f", true, tip));
	CHECK_OK(commit_file(depot, "main", "roster", "r", true, tip));
	CHECK_OK(commit_file(depot, "main", "manifest/00000002", "m2", true,
	    tip));
	CHECK_OK(commit_file(depot, "main", "roster", "r2", true, tip));
	CHECK_OK(depot_list(depot, tip, "manifest", &names, &count));
	check_names(names, count, "00000001;00000002;");
	CHECK_OK(depot_list(depot, tip, "", &names, &count));
	check_names(names, count, "roster;");
	CHECK_ERR(depot_list(depot, tip, "frame", &names, &count),
	    ERR_NOT_FOUND, "no folder frame");
	CHECK_OK(depot_read(&bytes, depot, tip, "form/abc", 100));
	CHECK_STR(buf_str(&bytes), "f");
	check_walk(depot, tip, NULL, 100, "manifest/00000001=m1;form/abc=f;"
	    "roster=r;manifest/00000002=m2;roster=r2;");
	check_walk(depot, tip, first, 100,
	    "form/abc=f;roster=r;manifest/00000002=m2;roster=r2;");
	CHECK_OK(depot_branches(depot, DEPOT_OWN, "", &names, &count));
	check_names(names, count, "device/abcdefghij/0123456789abcdef;"
	    "enrol/a;enrol/b;main;");
	CHECK_OK(depot_branches(depot, DEPOT_OWN, "enrol/", &names, &count));
	check_names(names, count, "enrol/a;enrol/b;");
	CHECK_OK(depot_branches(depot, DEPOT_HUB, "", &names, &count));
	check_names(names, count, "");
	buf_free(&bytes);
	depot_close(depot);
}

/* A receipts commit names the tips that it has seen. */
static void
test_more_parents(const char *path)
{
	char tip[DEPOT_ID_TEXT_MAX], id[DEPOT_ID_TEXT_MAX];
	const char *parents[] = { tip, tip };
	struct depot_file file = { "00000001.receipts", slice_str("r") };
	struct depot_commit commit = { .branch = "0receipts/c",
		.files = &file, .file_count = 1, .subject = "receipts",
		.trailers = "", .author = "c", .parents = parents,
		.parent_count = 2 };
	struct depot *depot;

	CHECK_OK(depot_open(&depot, path, true));
	CHECK_OK(depot_tip(depot, DEPOT_OWN, CHAIN, tip));
	CHECK(tip[0] != '\0');
	CHECK_OK(depot_commit(depot, &commit, id));
	check_walk(depot, id, NULL, 9, "00000001.cs=one;00000002.cs=two;"
	    "00000003.cs=three;00000001.receipts=r;");
	memset(tip, '0', 40);
	CHECK_ERR(depot_commit(depot, &commit, id), ERR_NOT_FOUND, "");
	depot_close(depot);
}

static void
test_refusals(const char *path)
{
	static const char *const branches[] = { "", "/", "a/", "/a", "a//b",
		"../a", "a/../b", ".git", "a.lock", "a..b", "A", "a b", "a~b",
		"-a", "a.", "device/a+0123456789abcdef" };
	static const char *const files[] = { "", "..", ".git", "a/b/c", "a/",
		"/a", "a\\b", "a:b", "a/../b", "a b", "a\n" };
	char id[DEPOT_ID_TEXT_MAX];
	struct depot *depot;

	CHECK_OK(depot_open(&depot, path, true));
	for (size_t i = 0; i < sizeof(branches) / sizeof(*branches); i++)
		CHECK_ERR(commit_file(depot, branches[i], "a", "", false, id),
		    ERR_USAGE, "is not a branch name");
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		CHECK_ERR(commit_file(depot, "a", files[i], "", false, id),
		    ERR_USAGE, "is not a file name");
	CHECK_ERR(depot_adopt(depot, "main"), ERR_NOT_FOUND,
	    "main: never seen on a hub");
	depot_close(depot);
}

static void
test_opening(const char *folder)
{
	struct buf path = BUF_INIT, part = BUF_INIT;
	struct depot *depot;

	CHECK_ERR(depot_open(&depot, at(&path, folder, "none"), false),
	    ERR_NOT_FOUND, "none: not found");
	CHECK(depot == NULL);
	CHECK_OK(platform_make_folder(at(&path, folder, "letters")));
	CHECK_OK(file_write(at(&part, buf_str(&path), "letter.txt"),
	    slice_str("dear")));
	CHECK_ERR(depot_open(&depot, buf_str(&path), true), ERR_FORMAT,
	    "letters: not a git repository");
	CHECK_ERR(hub_create(buf_str(&path)), ERR_EXISTS,
	    "something is there already");
	/* A crash while it was being made. */
	CHECK_OK(platform_make_folder(at(&path, folder, "half/objects")));
	CHECK_OK(file_write(at(&path, folder, "half/config.lock"),
	    slice_str("")));
	CHECK_OK(depot_open(&depot, at(&path, folder, "half"), true));
	depot_close(depot);
	CHECK_OK(depot_open(&depot, buf_str(&path), false));
	depot_close(depot);
	depot_close(NULL);
	CHECK_OK(platform_make_folder(at(&path, folder, "half-hub/refs")));
	CHECK_OK(file_write(at(&path, folder, "half-hub/config.lock"),
	    slice_str("")));
	CHECK_OK(hub_create(at(&path, folder, "half-hub")));
	CHECK_ERR(hub_create(buf_str(&path)), ERR_EXISTS,
	    "half-hub: something is there already");
	buf_free(&path);
	buf_free(&part);
}

/* What a killed process leaves must not stop the next one. */
static void
test_stale(const char *path)
{
	static const char *const left[] = { "packed-refs.lock", "HEAD.lock",
		"refs/heads/device/abcdefghij/0123456789abcdef.lock",
		"refs/heads/main.lock", "objects/tmp_object_git2_a1b2c3",
		"objects/pack/pack_git2_d4e5f6" };
	char id[DEPOT_ID_TEXT_MAX];
	struct buf part = BUF_INIT;
	struct depot *depot;

	for (size_t i = 0; i < sizeof(left) / sizeof(*left); i++)
		CHECK_OK(file_write(at(&part, path, left[i]), slice_str("")));
	CHECK_OK(depot_open(&depot, path, false));
	for (size_t i = 0; i < sizeof(left) / sizeof(*left); i++)
		CHECK(!platform_exists(at(&part, path, left[i])));
	CHECK_OK(commit_file(depot, CHAIN, "00000004.cs", "four", false, id));
	depot_close(depot);
	buf_free(&part);
}

/* A power cut leaves a ref's file empty, or with other bytes than its own. */
static void
test_torn(const char *path)
{
	static const char *const left[] = { "", "garbage\n",
		"123456789012345678901234567890123456789\n" };
	static const char file[] = "refs/heads/device/abcdefghij/0123456789abcdef",
	    hub[] = "refs/hub/main",
	    foreign[] = "refs/heads/.DS_Store";
	char id[DEPOT_ID_TEXT_MAX], tip[DEPOT_ID_TEXT_MAX];
	struct buf part = BUF_INIT;
	struct depot *depot;

	CHECK_OK(platform_make_folder(at(&part, path, "refs/hub")));
	for (size_t i = 0; i < sizeof(left) / sizeof(*left); i++) {
		CHECK_OK(file_write(at(&part, path, file), slice_str(left[i])));
		CHECK_OK(file_write(at(&part, path, hub), slice_of("\0\0", 2)));
		CHECK_OK(file_write(at(&part, path, foreign), slice_str("")));
		CHECK_OK(depot_open(&depot, path, false));
		CHECK_STR(depot_torn(depot),
		    "refs/heads/device/abcdefghij/0123456789abcdef, "
		    "refs/hub/main");
		CHECK_OK(depot_tip(depot, DEPOT_OWN, CHAIN, tip));
		CHECK_STR(tip, "");
		CHECK_OK(commit_file(depot, CHAIN, "00000001.cs", "one", false,
		    id));
		depot_close(depot);
		CHECK_OK(depot_open(&depot, path, false));
		CHECK_STR(depot_torn(depot), "");
		CHECK_OK(depot_tip(depot, DEPOT_OWN, CHAIN, tip));
		CHECK_STR(tip, id);
		depot_close(depot);
		CHECK(platform_exists(at(&part, path, foreign)));
	}
	buf_free(&part);
}

int
main(void)
{
	struct buf folder = BUF_INIT, path = BUF_INIT;

	CHECK_OK(scratch_make(&folder, "depot"));
	CHECK_OK(depot_start());
	at(&path, buf_str(&folder), "own/depot.git");
	test_chain(buf_str(&path));
	test_same_in_same_out(buf_str(&path));
	test_main(buf_str(&path));
	test_more_parents(buf_str(&path));
	test_refusals(buf_str(&path));
	test_stale(buf_str(&path));
	test_torn(buf_str(&path));
	test_opening(buf_str(&folder));
	depot_stop();
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&path);
	buf_free(&folder);
	return CHECK_DONE();
}
