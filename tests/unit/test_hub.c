#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "kit/base/mem.h"
#include "kit/exchange/depot.h"
#include "kit/exchange/repo.h"
#include "scratch.h"

static const char *const all[] = { "" };

/* The laptop, the coordinator and the hub between them. */
struct place {
	struct buf folder, hub, path;
	struct depot *laptop, *office;
	struct buf moves;
};

static const char *
at(struct place *place, const char *name)
{
	buf_reset(&place->path);
	file_join(&place->path, buf_str(&place->folder), name);
	return buf_str(&place->path);
}

static void
place_open(struct place *place, const char *name)
{
	*place = (struct place){ 0 };
	CHECK_OK(scratch_make(&place->folder, name));
	file_join(&place->hub, buf_str(&place->folder), "hub.git");
	CHECK_OK(hub_create(buf_str(&place->hub)));
	CHECK_OK(depot_open(&place->laptop, at(place, "laptop"), true));
	CHECK_OK(depot_open(&place->office, at(place, "office"), true));
}

static void
place_close(struct place *place)
{
	depot_close(place->laptop);
	depot_close(place->office);
	CHECK_OK(scratch_remove(buf_str(&place->folder)));
	buf_free(&place->folder);
	buf_free(&place->hub);
	buf_free(&place->path);
	buf_free(&place->moves);
}

static void
commit(struct depot *depot, const char *branch, unsigned number,
    const char *text)
{
	char name[16], id[DEPOT_ID_TEXT_MAX];
	struct depot_file file = { name, slice_str(text) };
	struct depot_commit made = { .branch = branch, .files = &file,
		.file_count = 1, .subject = "a change set", .trailers = "",
		.author = "abcdefghij", .time_ms = 1770000000000,
		.keep_tree = strcmp(branch, "main") == 0 };

	snprintf(name, sizeof(name), "%08u.cs", number);
	CHECK_OK(depot_commit(depot, &made, id));
}

static void
publish(struct place *place, struct depot *depot, const char *branch,
    enum depot_move expected)
{
	enum depot_move move;

	CHECK_OK(hub_publish(depot, buf_str(&place->hub), branch, &move));
	CHECK_INT(move, expected);
}

static void
note_move(void *data, const char *branch, enum depot_move move,
    const char *remark)
{
	static const char *const words[] = { "same", "new", "ahead", "behind",
		"diverged", "broken" };

	buf_addf(data, "%s %s%s%s;", words[move], branch, remark[0] ? ": " : "",
	    remark);
}

static const char *
fetch(struct place *place, struct depot *depot)
{
	buf_reset(&place->moves);
	CHECK_OK(hub_fetch(depot, buf_str(&place->hub), all, 1, note_move,
	    &place->moves));
	return buf_str(&place->moves);
}

static const struct err *
note_file(void *data, const struct depot_visit *visit)
{
	buf_addf(data, "%s%s;", visit->name,
	    visit->too_large ? "(too large)" : "");
	return NULL;
}

static void
check_files(struct depot *depot, const char *branch, const char *expected)
{
	char tip[DEPOT_ID_TEXT_MAX];
	struct buf seen = BUF_INIT;

	CHECK_OK(depot_tip(depot, DEPOT_HUB, branch, tip));
	CHECK(tip[0] != '\0');
	CHECK_OK(depot_walk(depot, tip, NULL, 1000, note_file, &seen));
	CHECK_STR(buf_str(&seen), expected);
	buf_free(&seen);
}

/* Give the hub's branch another tip, as an old copy or a clone would. */
static void
turn_hub(struct place *place, const char *branch, const char *commit_text)
{
	char ref[REPO_REF_MAX];
	struct repo *hub;
	struct oid from, to;
	bool found;

	snprintf(ref, sizeof(ref), "refs/heads/%s", branch);
	CHECK_OK(repo_open(&hub, buf_str(&place->hub)));
	CHECK_OK(repo_tip(&from, &found, hub, ref));
	CHECK(oid_parse(&to, commit_text));
	CHECK_OK(repo_move(hub, ref, &to, found ? &from : NULL));
	repo_close(hub);
}

static void
test_moves(void)
{
	char first[DEPOT_ID_TEXT_MAX], tip[DEPOT_ID_TEXT_MAX];
	struct place place;

	place_open(&place, "moves");
	CHECK_STR(fetch(&place, place.office), "");
	commit(place.laptop, "device/a/1", 1, "one");
	CHECK_OK(depot_tip(place.laptop, DEPOT_OWN, "device/a/1", first));
	publish(&place, place.laptop, "device/a/1", MOVE_NEW);
	publish(&place, place.laptop, "device/a/1", MOVE_NONE);
	CHECK_STR(fetch(&place, place.office), "new device/a/1;");
	CHECK_STR(fetch(&place, place.office), "same device/a/1;");
	commit(place.laptop, "device/a/1", 2, "two");
	commit(place.laptop, "device/a/1", 3, "three");
	publish(&place, place.laptop, "device/a/1", MOVE_AHEAD);
	CHECK_STR(fetch(&place, place.office), "ahead device/a/1;");
	check_files(place.office, "device/a/1",
	    "00000001.cs;00000002.cs;00000003.cs;");
	CHECK_STR(fetch(&place, place.laptop), "same device/a/1;");

	turn_hub(&place, "device/a/1", first);
	CHECK_STR(fetch(&place, place.office), "behind device/a/1;");
	check_files(place.office, "device/a/1",
	    "00000001.cs;00000002.cs;00000003.cs;");
	CHECK_OK(depot_tip(place.laptop, DEPOT_OWN, "device/a/1", tip));
	publish(&place, place.laptop, "device/a/1", MOVE_AHEAD);
	CHECK_STR(fetch(&place, place.office), "same device/a/1;");
	place_close(&place);
}

/* What lies in a pack that cannot be read may be what was asked for. */
static void
check_hidden_pack(struct place *place, struct depot *clone, const char *packs)
{
	struct buf index = BUF_INIT;
	enum depot_move move;

	buf_addf(&index, "%s/pack-%040d.idx", at(place, packs), 7);
	CHECK_OK(platform_make_folder(buf_str(&index)));
	CHECK_ERR(hub_publish(clone, buf_str(&place->hub), "device/a/1",
	    &move), ERR_IO, "cannot read the packs");
	CHECK_OK(file_remove_tree(buf_str(&index)));
	buf_free(&index);
}

/* A laptop's folder was copied, and both go on with the same chain. */
static void
test_diverged(void)
{
	char tip[DEPOT_ID_TEXT_MAX], side[DEPOT_ID_TEXT_MAX];
	char expected[128], branch[64];
	struct depot *clone;
	struct place place;

	place_open(&place, "diverged");
	commit(place.laptop, "device/a/1", 1, "one");
	publish(&place, place.laptop, "device/a/1", MOVE_NEW);
	CHECK_OK(depot_open(&clone, at(&place, "clone"), true));
	CHECK_STR(fetch(&place, clone), "new device/a/1;");
	CHECK_OK(depot_adopt(clone, "device/a/1"));
	commit(clone, "device/a/1", 2, "two of the clone");
	commit(place.laptop, "device/a/1", 2, "two");
	publish(&place, place.laptop, "device/a/1", MOVE_AHEAD);
	CHECK_STR(fetch(&place, place.office), "new device/a/1;");
	check_hidden_pack(&place, clone, "clone/objects/pack");
	check_hidden_pack(&place, clone, "hub.git/objects/pack");
	publish(&place, clone, "device/a/1", MOVE_DIVERGED);
	CHECK_STR(fetch(&place, place.office), "same device/a/1;");

	commit(place.laptop, "device/b/1", 1, "x");
	publish(&place, place.laptop, "device/b/1", MOVE_NEW);
	/* The clone's side gets on the hub all the same. */
	CHECK_OK(depot_tip(clone, DEPOT_OWN, "device/a/1", side));
	commit(clone, "device/c/1", 1, "carrier");
	{
		const char *parents[] = { side };
		char id[DEPOT_ID_TEXT_MAX];
		struct depot_commit carrier = { .branch = "device/c/1",
			.subject = "carrier", .author = "c",
			.parents = parents, .parent_count = 1 };

		CHECK_OK(depot_commit(clone, &carrier, id));
	}
	publish(&place, clone, "device/c/1", MOVE_NEW);
	turn_hub(&place, "device/a/1", side);
	fetch(&place, place.office);
	snprintf(branch, sizeof(branch), "device/a/1+%.16s", side);
	snprintf(expected, sizeof(expected),
	    "diverged device/a/1: %s;new device/b/1;new device/c/1;", branch);
	CHECK_STR(buf_str(&place.moves), expected);
	check_files(place.office, "device/a/1", "00000001.cs;00000002.cs;");
	check_files(place.office, branch, "00000001.cs;00000002.cs;");
	CHECK_OK(depot_tip(place.office, DEPOT_HUB, branch, tip));
	CHECK(tip[0] != '\0');
	CHECK_STR(tip, side);
	/* Still so next time, and still told. */
	fetch(&place, place.office);
	CHECK(strstr(buf_str(&place.moves), "diverged device/a/1") != NULL);
	publish(&place, place.laptop, "device/a/1", MOVE_DIVERGED);
	depot_close(clone);
	place_close(&place);
}

/* Two coordinators write main: the second takes over and says it again. */
static void
test_main_branch(void)
{
	struct place place;

	place_open(&place, "main");
	commit(place.laptop, "main", 1, "manifest 1");
	publish(&place, place.laptop, "main", MOVE_NEW);
	CHECK_STR(fetch(&place, place.office), "new main;");
	CHECK_OK(depot_adopt(place.office, "main"));
	commit(place.office, "main", 2, "manifest 2");
	commit(place.laptop, "main", 3, "manifest 2, another");
	publish(&place, place.office, "main", MOVE_AHEAD);
	publish(&place, place.laptop, "main", MOVE_DIVERGED);
	CHECK_STR(fetch(&place, place.laptop), "ahead main;");
	CHECK_OK(depot_adopt(place.laptop, "main"));
	publish(&place, place.laptop, "main", MOVE_NONE);
	commit(place.laptop, "main", 3, "manifest 3");
	publish(&place, place.laptop, "main", MOVE_AHEAD);
	publish(&place, place.office, "main", MOVE_BEHIND);
	CHECK_STR(fetch(&place, place.office), "ahead main;");
	check_files(place.office, "main",
	    "00000001.cs;00000002.cs;00000003.cs;");
	place_close(&place);
}

/* A backlog becomes a pack, not thousands of small files. */
static void
test_backlog(void)
{
	struct place place;
	char **names;
	size_t count, packs = 0;
	char text[32];

	place_open(&place, "backlog");
	for (unsigned i = 1; i <= 40; i++) {
		snprintf(text, sizeof(text), "body %u", i);
		commit(place.laptop, "device/a/1", i, text);
	}
	publish(&place, place.laptop, "device/a/1", MOVE_NEW);
	CHECK_OK(platform_list(at(&place, "hub.git/objects/pack"), &names,
	    &count));
	for (size_t i = 0; i < count; i++)
		packs += strstr(names[i], ".pack") != NULL;
	platform_list_free(names, count);
	CHECK_INT(packs, 1);
	CHECK_OK(platform_list(at(&place, "hub.git/objects"), &names, &count));
	platform_list_free(names, count);
	CHECK_INT(count, 2);
	CHECK_STR(fetch(&place, place.office), "new device/a/1;");
	CHECK_OK(platform_list(at(&place, "office/objects"), &names, &count));
	platform_list_free(names, count);
	CHECK_INT(count, 2);
	place_close(&place);
}

static void
object_path(struct buf *out, const struct place *place, const char *id)
{
	buf_addf(out, "%s/objects/%.2s/%s", buf_str(&place->hub), id, id + 2);
}

/* The file of a commit: the one blob of its tree. */
static void
blob_of(char *out, struct place *place, const char *commit_text)
{
	struct repo_commit made;
	struct repo_tree tree;
	struct repo *hub;
	struct oid id;

	CHECK_OK(repo_open(&hub, buf_str(&place->hub)));
	CHECK(oid_parse(&id, commit_text));
	CHECK_OK(repo_read_commit(&made, hub, &id));
	CHECK_OK(repo_read_tree(&tree, hub, &made.tree, false));
	oid_text(out, &tree.entries[0].id);
	repo_tree_free(&tree);
	repo_commit_free(&made);
	repo_close(hub);
}

/* Put the file of another branch's tip at path. */
static void
swap_in(struct place *place, const struct buf *path, const char *branch)
{
	char tip[DEPOT_ID_TEXT_MAX], blob[DEPOT_ID_TEXT_MAX];
	struct buf other = BUF_INIT, bytes = BUF_INIT;

	CHECK_OK(depot_tip(place->laptop, DEPOT_OWN, branch, tip));
	CHECK(tip[0] != '\0');
	blob_of(blob, place, tip);
	object_path(&other, place, blob);
	CHECK_OK(file_read(&bytes, buf_str(&other), 1000));
	CHECK_OK(file_write(buf_str(path), buf_slice(&bytes)));
	buf_free(&other);
	buf_free(&bytes);
}

static void
test_broken(void)
{
	static const char *const beginning[] = { "device/b/" };
	static const char *const named[] = { "device/b/1" };
	char tip[DEPOT_ID_TEXT_MAX], blob[DEPOT_ID_TEXT_MAX];
	struct buf path = BUF_INIT, kept = BUF_INIT;
	struct place place;

	place_open(&place, "broken");
	for (unsigned i = 1; i <= 2; i++) {
		commit(place.laptop, "device/a/1", i, i == 1 ? "a1" : "a2");
		publish(&place, place.laptop, "device/a/1",
		    i == 1 ? MOVE_NEW : MOVE_AHEAD);
	}
	commit(place.laptop, "device/b/1", 1, "b1");
	publish(&place, place.laptop, "device/b/1", MOVE_NEW);
	CHECK_OK(depot_tip(place.laptop, DEPOT_OWN, "device/a/1", tip));
	blob_of(blob, &place, tip);

	/* Missing: the branch stops before it, the others arrive. */
	object_path(&path, &place, blob);
	CHECK_OK(file_read(&kept, buf_str(&path), 1000));
	CHECK_OK(platform_remove(buf_str(&path)));
	fetch(&place, place.office);
	CHECK(strstr(buf_str(&place.moves), "broken device/a/1: 00000002.cs: "
	    "file ") != NULL);
	CHECK(strstr(buf_str(&place.moves), " is missing;new device/b/1;")
	    != NULL);
	check_files(place.office, "device/a/1", "00000001.cs;");

	/* Torn: no byte of it is believed. */
	CHECK_OK(file_write(buf_str(&path), slice_of(kept.data, kept.len / 2)));
	fetch(&place, place.office);
	CHECK(strstr(buf_str(&place.moves), "broken device/a/1: ") != NULL);

	/* Another file's bytes under its name: read, and found out. */
	swap_in(&place, &path, "device/b/1");
	fetch(&place, place.office);
	CHECK(strstr(buf_str(&place.moves), "broken device/a/1: 00000002.cs: "
	    "file ") != NULL);
	check_files(place.office, "device/a/1", "00000001.cs;");

	CHECK_OK(file_write(buf_str(&path), buf_slice(&kept)));
	CHECK_STR(fetch(&place, place.office),
	    "ahead device/a/1;same device/b/1;");
	check_files(place.office, "device/a/1", "00000001.cs;00000002.cs;");

	/* A ref that is no commit's name. */
	CHECK_OK(file_write(at(&place, "hub.git/refs/heads/device/b/1"),
	    slice_str("")));
	/* Without a report it fails whoever asked for it, and nobody else. */
	CHECK_OK(hub_fetch(place.office, buf_str(&place.hub), beginning, 1,
	    NULL, NULL));
	CHECK_ERR(hub_fetch(place.office, buf_str(&place.hub), named, 1, NULL,
	    NULL), ERR_FORMAT, "device/b/1: ");
	fetch(&place, place.office);
	CHECK_STR(buf_str(&place.moves), "same device/a/1;broken device/b/1: "
	    "refs/heads/device/b/1: corrupted loose reference file: "
	    "refs/heads/device/b/1;");
	buf_free(&path);
	buf_free(&kept);
	place_close(&place);
}

/* The commit went missing with its ref still there: publishing heals it. */
static void
test_healed(void)
{
	char tip[DEPOT_ID_TEXT_MAX];
	struct buf path = BUF_INIT;
	struct place place;

	place_open(&place, "healed");
	commit(place.laptop, "device/a/1", 1, "one");
	publish(&place, place.laptop, "device/a/1", MOVE_NEW);
	CHECK_OK(depot_tip(place.laptop, DEPOT_OWN, "device/a/1", tip));
	object_path(&path, &place, tip);
	CHECK_OK(platform_remove(buf_str(&path)));
	fetch(&place, place.office);
	CHECK(strstr(buf_str(&place.moves), "broken device/a/1: commit ")
	    != NULL);
	publish(&place, place.laptop, "device/a/1", MOVE_NONE);
	CHECK_STR(fetch(&place, place.office), "new device/a/1;");
	buf_free(&path);
	place_close(&place);
}

/* Objects that no git of ours would write. */

static void
raw_tree(struct oid *out, struct repo *hub, const char *mode, const char *name,
    const struct oid *id)
{
	struct buf bytes = BUF_INIT;

	buf_addf(&bytes, "%s %s", mode, name);
	buf_add_byte(&bytes, 0);
	buf_append(&bytes, id->bytes, OID_BYTES);
	CHECK_OK(repo_write(out, hub, OBJECT_TREE, buf_slice(&bytes)));
	buf_free(&bytes);
}

static struct oid
raw_commit(struct repo *hub, const struct oid *tree, const struct oid *parent)
{
	char text[DEPOT_ID_TEXT_MAX];
	struct buf bytes = BUF_INIT;
	struct oid id;

	oid_text(text, tree);
	buf_addf(&bytes, "tree %s\n", text);
	if (parent) {
		oid_text(text, parent);
		buf_addf(&bytes, "parent %s\n", text);
	}
	buf_add(&bytes, "author x <x@x> 1 +0000\n"
	    "committer x <x@x> 1 +0000\n\nx\n");
	CHECK_OK(repo_write(&id, hub, OBJECT_COMMIT, buf_slice(&bytes)));
	buf_free(&bytes);
	return id;
}

static void
raw_branch(struct repo *hub, const char *branch, const struct oid *tree,
    const struct oid *parent)
{
	struct oid id = raw_commit(hub, tree, parent);
	char ref[REPO_REF_MAX];

	snprintf(ref, sizeof(ref), "refs/heads/device/%s", branch);
	CHECK_OK(repo_move(hub, ref, &id, NULL));
}

static void
fill_hostile(struct repo *hub)
{
	static const struct {
		const char *branch, *mode, *name;
	} rows[] = { { "dots", "100644", ".." }, { "git", "100644", ".git" },
		{ "slash", "100644", "a/b" }, { "escape", "100644", "\033[2J" },
		{ "link", "120000", "a" }, { "program", "100755", "a" },
		{ "module", "160000", "a" },
		{ "mail", "100644", "00000001.cs" } };
	struct buf huge = BUF_INIT;
	struct oid blob, tree, inner, first, nowhere = { { 1 } };

	CHECK_OK(repo_write(&blob, hub, OBJECT_BLOB, slice_str("x")));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		raw_tree(&tree, hub, rows[i].mode, rows[i].name, &blob);
		raw_branch(hub, rows[i].branch, &tree, NULL);
	}
	raw_tree(&inner, hub, "100644", "00000007.cs", &blob);
	first = raw_commit(hub, &inner, NULL);
	raw_tree(&inner, hub, "100644", "..", &blob);
	raw_branch(hub, "second", &inner, &first);
	raw_tree(&inner, hub, "40000", "inner", &tree);
	raw_tree(&tree, hub, "40000", "outer", &inner);
	raw_branch(hub, "deep", &tree, NULL);
	raw_tree(&tree, hub, "40000", "folder", &blob);
	raw_branch(hub, "kind", &tree, NULL);
	raw_branch(hub, "nothing", &nowhere, NULL);
	raw_branch(hub, "blob", &blob, NULL);
	memset(buf_extend(&huge, DEPOT_BLOB_BYTES_MAX + 1), 0,
	    DEPOT_BLOB_BYTES_MAX + 1);
	CHECK_OK(repo_write(&blob, hub, OBJECT_BLOB, buf_slice(&huge)));
	raw_tree(&tree, hub, "100644", "00000001.cs", &blob);
	raw_branch(hub, "huge", &tree, NULL);
	huge.len = 2000;
	CHECK_OK(repo_write(&blob, hub, OBJECT_BLOB, buf_slice(&huge)));
	raw_tree(&tree, hub, "100644", "00000001.cs", &blob);
	raw_branch(hub, "large", &tree, NULL);
	buf_free(&huge);
}

static void
test_hostile(void)
{
	static const char *const told[] = {
		"broken device/dots: \"..\" in a tree: ",
		"broken device/git: \".git\" in a tree: ",
		"broken device/slash: \"a/b\" in a tree: ",
		"broken device/escape: \"?[2J\" in ",
		"broken device/link: \"a\" in a tree: neither a plain file",
		"broken device/program: \"a\" in a tree: neither ",
		"broken device/module: \"a\" in a tree: neither ",
		"broken device/deep: outer: \"inner\" in a tree: a folder in a",
		"broken device/kind: folder: ", "broken device/nothing: ",
		"broken device/blob: ", "broken device/huge: 00000001.cs: "
		"blob 4d38bbd52d33 has 67108865 bytes, more than the 67108864",
		"broken device/second: \"..\" in a tree: ",
		"new device/large;", "new device/mail;" };
	struct place place;
	struct repo *hub;

	place_open(&place, "hostile");
	CHECK_OK(repo_open(&hub, buf_str(&place.hub)));
	fill_hostile(hub);
	repo_close(hub);
	fetch(&place, place.office);
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
		CHECK_RESULT(strstr(buf_str(&place.moves), told[i]) != NULL,
		    "expected %s in %s", told[i], buf_str(&place.moves));
	check_files(place.office, "device/mail", "00000001.cs;");
	check_files(place.office, "device/second", "00000007.cs;");
	check_files(place.office, "device/large", "00000001.cs(too large);");
	place_close(&place);
}

static void
test_no_hub(void)
{
	enum depot_move move;
	struct place place;

	place_open(&place, "nohub");
	commit(place.laptop, "device/a/1", 1, "one");
	CHECK_ERR(hub_fetch(place.laptop, at(&place, "gone"), all, 1, NULL,
	    NULL), ERR_NOT_FOUND,
	    "gone: not found (is the drive or share connected?)");
	CHECK_ERR(hub_publish(place.laptop, at(&place, "gone"), "device/a/1",
	    &move), ERR_NOT_FOUND, "is the drive or share connected?");
	CHECK_OK(platform_make_folder(at(&place, "unmounted")));
	CHECK_ERR(hub_publish(place.laptop, at(&place, "unmounted"),
	    "device/a/1", &move), ERR_NOT_FOUND, "an empty folder");
	CHECK_ERR(hub_publish(place.laptop, buf_str(&place.folder),
	    "device/a/1", &move), ERR_FORMAT, "not a git repository");
	CHECK_ERR(hub_publish(place.laptop, at(&place, "laptop/HEAD/hub"),
	    "device/a/1", &move), ERR_NOT_FOUND, "HEAD/hub: not found");
	CHECK_ERR(hub_publish(place.laptop, buf_str(&place.hub), "device/z/1",
	    &move), ERR_NOT_FOUND, "no branch device/z/1");
	CHECK_ERR(hub_create(buf_str(&place.hub)), ERR_EXISTS,
	    "something is there already");
	place_close(&place);
}

/* What a git server over the hub is told. */
static void
test_settings(void)
{
	static const char *const lines[] = { "denyNonFastForwards = true",
		"denyDeletes = true", "window = 0" };
	struct buf text = BUF_INIT;
	struct place place;

	place_open(&place, "settings");
	CHECK_OK(file_read(&text, at(&place, "hub.git/config"), 4096));
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		CHECK_RESULT(strstr(buf_str(&text), lines[i]) != NULL,
		    "expected \"%s\"", lines[i]);
	place_close(&place);
	buf_free(&text);
}

/* A lock of our own death holds for ten minutes, and then no longer. */
static void
test_stale_lock(void)
{
	struct buf note = BUF_INIT, lock = BUF_INIT, text = BUF_INIT;
	enum depot_move move;
	struct place place;

	place_open(&place, "lock");
	commit(place.laptop, "device/a/1", 1, "one");
	CHECK_OK(platform_make_folder(at(&place, "hub.git/refs/heads/device/"
	    "a")));
	file_join(&lock, buf_str(&place.hub), "refs/heads/device/a/1.lock");
	CHECK_OK(file_write(buf_str(&lock), slice_str("")));
	CHECK_ERR(hub_publish(place.laptop, buf_str(&place.hub), "device/a/1",
	    &move), ERR_BUSY, "a delivery of device/a/1 from here was cut "
	    "short and left a lock; try again in 10 minutes, it is lifted "
	    "then");
	buf_addf(&text, "%lld %s",
	    (long long)(platform_now_ms() - 8 * 60 * 1000), buf_str(&lock));
	file_join(&note, buf_str(&place.folder), "laptop/hub-lock-seen"
	    ".device.a.1");
	CHECK_OK(file_write(buf_str(&note), buf_slice(&text)));
	CHECK_ERR(hub_publish(place.laptop, buf_str(&place.hub), "device/a/1",
	    &move), ERR_BUSY, "try again in 2 minutes, it is lifted then");
	/* Another branch that goes through does not make it forgotten. */
	commit(place.laptop, "enrol/a", 1, "one");
	publish(&place, place.laptop, "enrol/a", MOVE_NEW);
	CHECK(platform_exists(buf_str(&lock)));
	buf_reset(&text);
	buf_addf(&text, "%lld %s",
	    (long long)(platform_now_ms() - 11 * 60 * 1000), buf_str(&lock));
	CHECK(platform_exists(buf_str(&note)));
	CHECK_OK(file_write(buf_str(&note), buf_slice(&text)));
	publish(&place, place.laptop, "device/a/1", MOVE_NEW);
	CHECK(!platform_exists(buf_str(&lock)));
	CHECK(!platform_exists(buf_str(&note)));
	buf_free(&note);
	buf_free(&lock);
	buf_free(&text);
	place_close(&place);
}

/* On main there are others: a lock that holds something else is a new one. */
static void
test_stale_lock_of_main(void)
{
	struct buf note = BUF_INIT, lock = BUF_INIT, text = BUF_INIT;
	enum depot_move move;
	struct place place;

	place_open(&place, "main-lock");
	commit(place.laptop, "main", 1, "one");
	file_join(&lock, buf_str(&place.hub), "refs/heads/main.lock");
	file_join(&note, buf_str(&place.folder), "laptop/hub-lock-seen"
	    ".main");
	CHECK_OK(file_write(buf_str(&lock), slice_str("b")));
	buf_addf(&text, "%lld %s 61",
	    (long long)(platform_now_ms() - 11 * 60 * 1000), buf_str(&lock));
	CHECK_OK(file_write(buf_str(&note), buf_slice(&text)));
	CHECK_ERR(hub_publish(place.laptop, buf_str(&place.hub), "main",
	    &move), ERR_BUSY, "main is locked by another program; try again: "
	    "if that one has died, its lock is lifted in 10 minutes");
	CHECK_OK(file_write(buf_str(&lock), slice_str("a")));
	CHECK_OK(file_write(buf_str(&note), buf_slice(&text)));
	publish(&place, place.laptop, "main", MOVE_NEW);
	CHECK(!platform_exists(buf_str(&lock)));
	buf_free(&note);
	buf_free(&lock);
	buf_free(&text);
	place_close(&place);
}

int
main(void)
{
	CHECK_OK(depot_start());
	test_moves();
	test_diverged();
	test_main_branch();
	test_backlog();
	test_broken();
	test_healed();
	test_hostile();
	test_no_hub();
	test_settings();
	test_stale_lock();
	test_stale_lock_of_main();
	depot_stop();
	return CHECK_DONE();
}
