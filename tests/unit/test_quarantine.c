#include <string.h>

#include "check.h"
#include "kit/exchange/quarantine.h"
#include "kit/exchange/repo.h"
#include "scratch.h"

static const char *const all[] = { "" };

struct place {
	struct buf folder, path;
	struct depot *depot;
	struct quarantine *apart;
	struct buf moves;
};

static void
place_open(struct place *place, const char *name)
{
	*place = (struct place){ 0 };
	CHECK_OK(scratch_make(&place->folder, name));
	file_join(&place->path, buf_str(&place->folder), "depot");
	CHECK_OK(depot_open(&place->depot, buf_str(&place->path), true));
	CHECK_OK(quarantine_open(&place->apart, place->depot));
}

static void
place_close(struct place *place)
{
	CHECK_OK(quarantine_close(place->apart));
	depot_close(place->depot);
	CHECK_OK(scratch_remove(buf_str(&place->folder)));
	buf_free(&place->folder);
	buf_free(&place->path);
	buf_free(&place->moves);
}

static void
note(void *data, const char *branch, enum depot_move move, const char *remark)
{
	static const char *const words[] = { "same", "new", "ahead", "behind",
		"diverged", "broken" };
	struct place *place = data;

	buf_addf(&place->moves, "%s %s%s%s\n", branch, words[move],
	    remark[0] ? " " : "", remark);
}

/* A commit with one file, put into the quarantine; parent may be NULL. */
static void
put(struct place *place, const char *branch, const char *name,
    const char *text, const struct oid *parent, struct oid *out)
{
	struct repo *repo = quarantine_repo(place->apart);
	struct repo_file file = { .path = name };
	struct repo_draft draft = { .parents = parent,
		.parent_count = parent != NULL, .author = "abcdefghij",
		.message = "a change set\n", .time_s = 1770000000 };
	char id[DEPOT_ID_TEXT_MAX];

	CHECK_OK(repo_write(&file.blob, repo, OBJECT_BLOB, slice_str(text)));
	CHECK_OK(repo_write_tree(&draft.tree, repo, NULL, &file, 1));
	CHECK_OK(repo_write_commit(out, repo, &draft));
	oid_text(id, out);
	CHECK_OK(quarantine_set(place->apart, branch, id));
}

static void
take(struct place *place, const char *expected)
{
	buf_reset(&place->moves);
	CHECK_OK(quarantine_take(place->apart, "bundle x", all, 1, note,
	    place));
	CHECK_STR(buf_str(&place->moves), expected);
}

static void
what_was_looked_at_comes_over(void)
{
	char tip[DEPOT_ID_TEXT_MAX], expected[DEPOT_ID_TEXT_MAX];
	struct buf bytes = BUF_INIT;
	struct oid first, second;
	struct place place;

	place_open(&place, "quarantine");
	put(&place, "device/abc/01", "00000001.cs", "one", NULL, &first);
	take(&place, "device/abc/01 new\n");
	CHECK_OK(depot_tip(place.depot, DEPOT_HUB, "device/abc/01", tip));
	CHECK(tip[0] != '\0');
	oid_text(expected, &first);
	CHECK_STR(tip, expected);

	/* The next one lacks what the depot has: it is seen from there. */
	CHECK_OK(quarantine_close(place.apart));
	CHECK_OK(quarantine_open(&place.apart, place.depot));
	put(&place, "device/abc/01", "00000002.cs", "two", &first, &second);
	take(&place, "device/abc/01 ahead\n");
	CHECK_OK(depot_tip(place.depot, DEPOT_HUB, "device/abc/01", tip));
	CHECK(tip[0] != '\0');
	CHECK_OK(depot_read(&bytes, place.depot, tip, "00000002.cs", 100));
	CHECK_STR(buf_str(&bytes), "two");
	buf_free(&bytes);
	place_close(&place);
}

static void
nothing_comes_over_by_itself(void)
{
	struct buf bytes = BUF_INIT, where = BUF_INIT;
	struct place place;
	struct oid made;
	char id[DEPOT_ID_TEXT_MAX];

	place_open(&place, "quarantine");
	put(&place, "device/abc/01", "00000001.cs", "one", NULL, &made);
	oid_text(id, &made);
	CHECK_ERR(depot_read(&bytes, place.depot, id, "00000001.cs", 100),
	    ERR_NOT_FOUND, "missing");
	buf_add(&where, quarantine_path(place.apart));
	CHECK(platform_is_folder(buf_str(&where)));
	CHECK_OK(quarantine_close(place.apart));
	place.apart = NULL;
	CHECK(!platform_exists(buf_str(&where)));
	buf_free(&bytes);
	buf_free(&where);
	place_close(&place);
}

static void
bad_things_stay_outside(void)
{
	struct place place;
	struct oid made;

	place_open(&place, "quarantine");
	CHECK_ERR(quarantine_set(place.apart, "../heads",
	    "0123456789012345678901234567890123456789"), ERR_FORMAT,
	    "branch name");
	CHECK_ERR(quarantine_set(place.apart, "main", "0123"), ERR_FORMAT,
	    "not the name of a commit");
	put(&place, "device/abc/01", ".hidden", "one", NULL, &made);
	put(&place, "device/abc/02", "00000001.cs", "one", NULL, &made);
	take(&place, "device/abc/01 broken \".hidden\" in a tree: not a name "
	    "that is allowed\ndevice/abc/02 new\n");
	place_close(&place);
}

int
main(void)
{
	CHECK_OK(depot_start());
	what_was_looked_at_comes_over();
	nothing_comes_over_by_itself();
	bad_things_stay_outside();
	depot_stop();
	return CHECK_DONE();
}
