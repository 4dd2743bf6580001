#include <string.h>

#include "check.h"
#include "golden.h"
#include "kit/base/deflate.h"
#include "kit/base/text.h"
#include "kit/exchange/bundle.h"
#include "kit/exchange/repo.h"
#include "scratch.h"

enum { BYTES_MAX = 1 << 20, CHAIN_LENGTH = 4 };

static const char branch[] = "device/abcdefgh/0000000000000001";
static const char *const all[] = { "device/", "enrol/", "main" };
static const struct hash study = { { 7 } }, other = { { 8 } };

struct place {
	struct buf folder, file;
	struct depot *laptop, *office;
	char commits[CHAIN_LENGTH][DEPOT_ID_TEXT_MAX];
	struct buf moves;
};

static struct depot *
open_depot(const struct place *place, const char *name)
{
	struct buf path = BUF_INIT;
	struct depot *depot = NULL;

	file_join(&path, buf_str(&place->folder), name);
	CHECK_OK(depot_open(&depot, buf_str(&path), true));
	buf_free(&path);
	return depot;
}

static void
commit(struct place *place, const char *on, unsigned number, char *id)
{
	char name[32], trailers[128], text[HASH_TEXT_MAX];
	struct depot_file file = { name, slice_str("sealed bytes") };
	struct depot_commit draft = { .branch = on, .files = &file,
		.file_count = 1, .subject = "abcdefgh #1: 1 interview",
		.trailers = trailers, .author = "abcdefgh",
		.time_ms = 1770000000000 };

	snprintf(name, sizeof(name), "%08u.cs", number);
	hash_text(text, &study);
	snprintf(trailers, sizeof(trailers), "Study: %s", text);
	CHECK_OK(depot_commit(place->laptop, &draft, id));
}

static void
place_open(struct place *place)
{
	*place = (struct place){ 0 };
	CHECK_OK(scratch_make(&place->folder, "bundle"));
	file_join(&place->file, buf_str(&place->folder), "x.bundle");
	place->laptop = open_depot(place, "laptop");
	place->office = open_depot(place, "office");
	for (unsigned i = 0; i < CHAIN_LENGTH; i++)
		commit(place, branch, i + 1, place->commits[i]);
}

static void
place_close(struct place *place)
{
	depot_close(place->laptop);
	depot_close(place->office);
	CHECK_OK(scratch_remove(buf_str(&place->folder)));
	buf_free(&place->folder);
	buf_free(&place->file);
	buf_free(&place->moves);
}

static void
note(void *data, const char *name, enum depot_move move, const char *remark)
{
	static const char *const words[] = { "same", "new", "ahead", "behind",
		"diverged", "broken" };
	struct place *place = data;

	buf_addf(&place->moves, "%s %s%s%s\n", words[move], name,
	    remark[0] ? " " : "", remark);
}

static const struct err *
take_of(struct place *place, const struct hash *of)
{
	const struct bundle_wanted wanted = { all, 3, of };

	buf_reset(&place->moves);
	return bundle_take(place->office, buf_str(&place->file), &wanted, note,
	    place);
}

static const struct err *
take(struct place *place)
{
	return take_of(place, &study);
}

static void
write_since(struct place *place, const char *since, size_t expected)
{
	const struct bundle_branch one = { DEPOT_OWN, branch, since };
	size_t commits;

	CHECK_OK(bundle_write(buf_str(&place->file), place->laptop, &one, 1,
	    &commits));
	CHECK_INT(commits, expected);
}

static void
read_file(const struct place *place, struct buf *out)
{
	buf_reset(out);
	CHECK_OK(file_read(out, buf_str(&place->file), BYTES_MAX));
}

static void
write_file(const struct place *place, struct slice bytes)
{
	CHECK_OK(file_write(buf_str(&place->file), bytes));
}

static bool
office_has(struct place *place, const char *commit_id)
{
	char tip[DEPOT_ID_TEXT_MAX];

	CHECK_OK(depot_tip(place->office, DEPOT_HUB, branch, tip));
	return strcmp(tip, commit_id) == 0;
}

static void
what_is_written_is_taken(void)
{
	struct place p;

	place_open(&p);
	write_since(&p, p.commits[1], 2);
	CHECK_ERR(take(&p), ERR_STATE, "not here");
	CHECK_STR(buf_str(&p.moves), "");
	write_since(&p, NULL, 4);
	CHECK_ERR(take_of(&p, &other), ERR_FOREIGN, "another study");
	CHECK(!office_has(&p, p.commits[3]));
	CHECK_OK(take(&p));
	CHECK_STR(buf_str(&p.moves),
	    "new device/abcdefgh/0000000000000001\n");
	CHECK(office_has(&p, p.commits[3]));
	CHECK_OK(take(&p));
	CHECK_STR(buf_str(&p.moves),
	    "same device/abcdefgh/0000000000000001\n");
	place_close(&p);
}

/* Pieces in order, out of order, overlapping. */
static void
pieces_add_up(void)
{
	struct place p;
	struct buf early = BUF_INIT, late = BUF_INIT;
	char id[DEPOT_ID_TEXT_MAX];

	place_open(&p);
	write_since(&p, NULL, 4);
	read_file(&p, &early);
	commit(&p, branch, 5, id);
	write_since(&p, p.commits[2], 2);
	read_file(&p, &late);
	CHECK_ERR(take(&p), ERR_STATE, "not here");
	write_file(&p, buf_slice(&early));
	CHECK_OK(take(&p));
	write_file(&p, buf_slice(&late));
	CHECK_OK(take(&p));
	CHECK_STR(buf_str(&p.moves),
	    "ahead device/abcdefgh/0000000000000001\n");
	CHECK(office_has(&p, id));
	write_file(&p, buf_slice(&early));
	CHECK_OK(take(&p));
	CHECK_STR(buf_str(&p.moves),
	    "behind device/abcdefgh/0000000000000001\n");
	CHECK(office_has(&p, id));
	buf_free(&early);
	buf_free(&late);
	place_close(&p);
}

static void
heads_come_back_the_same(void)
{
	struct place p;
	struct buf bytes = BUF_INIT, again = BUF_INIT;
	struct arena *arena = arena_new();
	struct bundle_head head;

	place_open(&p);
	write_since(&p, p.commits[0], 3);
	read_file(&p, &bytes);
	CHECK_OK(bundle_head_read(&head, arena, buf_slice(&bytes)));
	CHECK_INT(head.need_count, 1);
	CHECK_INT(head.tip_count, 1);
	bundle_head_write(&again, &head);
	CHECK_INT(again.len, head.bytes);
	CHECK(!memcmp(again.data, bytes.data, again.len));
	CHECK(!memcmp(bytes.data + head.bytes, "PACK", 4));
	arena_free(arena);
	buf_free(&bytes);
	buf_free(&again);
	place_close(&p);
}

/* Every byte of the head; of the pack, whose every byte test_pack_scan tries,
 * some: each try is a repository that is made and removed. */
static size_t
next_place(const struct buf *whole, size_t at)
{
	const uint8_t *pack = memchr(whole->data, 'P', whole->len);

	return at < (size_t)(pack - whole->data) + 13 ? at + 1 : at + 29;
}

/* Cut anywhere, nothing of it may arrive. */
static void
torn_bundles_are_refused(void)
{
	struct buf whole = BUF_INIT;
	const struct err *err;
	struct place p;

	place_open(&p);
	write_since(&p, NULL, 4);
	read_file(&p, &whole);
	for (size_t len = 0; len < whole.len; len = next_place(&whole, len)) {
		write_file(&p, slice_of(whole.data, len));
		err = take(&p);
		CHECK_RESULT(err != NULL && (err->code == ERR_FORMAT ||
		    err->code == ERR_NEWER), "cut at %zu: %s", len,
		    err ? err->msg : "taken");
	}
	CHECK(!office_has(&p, p.commits[3]));
	write_file(&p, buf_slice(&whole));
	CHECK_OK(take(&p));
	CHECK(office_has(&p, p.commits[3]));
	buf_free(&whole);
	place_close(&p);
}

static const struct err *
take_altered(struct place *place, struct buf *whole, size_t at)
{
	const struct err *err;

	whole->data[at] ^= (uint8_t)(1u << at % 8);
	write_file(place, buf_slice(whole));
	whole->data[at] ^= (uint8_t)(1u << at % 8);
	err = take(place);
	return err;
}

/*
 * A bit in the pack: refused. In the head, which nothing signs, it may make
 * another branch of it; what lies on a branch is believed by its signature.
 */
static void
altered_bundles_do_no_harm(void)
{
	struct buf whole = BUF_INIT;
	struct place p;
	size_t pack;

	place_open(&p);
	write_since(&p, NULL, 4);
	read_file(&p, &whole);
	pack = (size_t)((uint8_t *)memchr(whole.data, 'P', whole.len) -
	    whole.data);
	for (size_t i = pack; i < whole.len; i = next_place(&whole, i))
		CHECK_RESULT(take_altered(&p, &whole, i) != NULL,
		    "byte %zu altered: taken", i);
	CHECK(!office_has(&p, p.commits[3]));
	for (size_t i = 0; i < pack; i++)
		(void)take_altered(&p, &whole, i);
	write_file(&p, buf_slice(&whole));
	CHECK_OK(take(&p));
	CHECK(office_has(&p, p.commits[3]));
	buf_free(&whole);
	place_close(&p);
}

/* ---- made by hand ---- */

static const char *
line_of(const struct place *place, int commit_at, const char *ref)
{
	static char text[256];

	snprintf(text, sizeof(text), "%s %s\n", place->commits[commit_at],
	    ref);
	return text;
}

static void
refs_that_are_not_ours_stay_out(void)
{
	static const struct {
		const char *ref, *moves;
	} cases[] = {
		{ "refs/tags/device/x", "" }, { "refs/heads/other", "" },
		{ "HEAD", "" }, { "refs/heads/", "" },
		{ "refs/heads/device/../../main", "broken device/../../main "
		    "not a branch name that is allowed\n" },
		{ "refs/heads/device/A\033[2J", "broken device/A?[2J not a "
		    "branch name that is allowed\n" },
		{ "refs/heads/main.lock", "broken main.lock not a branch name "
		    "that is allowed\n" },
		{ "refs/hub/main", "" }, { "../../main", "" },
	};
	struct place p;
	struct buf whole = BUF_INIT, made = BUF_INIT;
	struct arena *arena = arena_new();
	struct bundle_head head;

	place_open(&p);
	write_since(&p, NULL, 4);
	read_file(&p, &whole);
	CHECK_OK(bundle_head_read(&head, arena, buf_slice(&whole)));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf_reset(&made);
		buf_add(&made, "# v2 git bundle\n");
		buf_add(&made, line_of(&p, 3, cases[i].ref));
		buf_add(&made, "\n");
		buf_append(&made, whole.data + head.bytes,
		    whole.len - head.bytes);
		write_file(&p, buf_slice(&made));
		CHECK_OK(take(&p));
		CHECK_STR(buf_str(&p.moves), cases[i].moves);
	}
	arena_free(arena);
	buf_free(&whole);
	buf_free(&made);
	place_close(&p);
}

static void
heads_that_make_no_sense(void)
{
#define ID "0123456789012345678901234567890123456789"
	static const struct {
		const char *head;
		enum err_code code;
		const char *message;
	} cases[] = {
		{ "", ERR_FORMAT, "not a git bundle" },
		{ "# v3 git bundle\n@object-format=sha1\n\n", ERR_NEWER,
		    "version 2" },
		{ "# v2 git bundle\n\n", ERR_FORMAT, "without branches" },
		{ "# v2 git bundle\n-" ID " a\n\n", ERR_FORMAT,
		    "without branches" },
		{ "# v2 git bundle\n" ID "\n\n", ERR_FORMAT, "no sense" },
		{ "# v2 git bundle\n" ID " \n\n", ERR_FORMAT, "no sense" },
		{ "# v2 git bundle\n0123 refs/heads/main\n\n", ERR_FORMAT,
		    "no sense" },
		{ "# v2 git bundle\n" ID " refs/heads/main\n-" ID "\n\n",
		    ERR_FORMAT, "no sense" },
		{ "# v2 git bundle\n" ID " refs/heads/main\n", ERR_FORMAT,
		    "torn" },
	};
	struct buf many = BUF_INIT;
	struct arena *arena = arena_new();
	struct bundle_head head;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		CHECK_ERR(bundle_head_read(&head, arena,
		    slice_str(cases[i].head)), cases[i].code,
		    cases[i].message);
	buf_add(&many, "# v2 git bundle\n");
	for (int i = 0; i <= BUNDLE_LINES_MAX; i++)
		buf_add(&many, ID " refs/heads/main\n");
	CHECK_ERR(bundle_head_read(&head, arena, buf_slice(&many)), ERR_LIMIT,
	    "lines");
	buf_reset(&many);
	buf_add(&many, "# v2 git bundle\n" ID " ");
	for (int i = 0; i < BUNDLE_LINE_BYTES_MAX; i++)
		buf_add(&many, "a");
	CHECK_ERR(bundle_head_read(&head, arena, buf_slice(&many)), ERR_LIMIT,
	    "bytes");
	buf_free(&many);
	arena_free(arena);
#undef ID
}

/* Nothing of a pack that names what it does not bring may arrive. */
static void
packs_that_lack_something(void)
{
	struct buf whole = BUF_INIT, made = BUF_INIT;
	struct arena *arena = arena_new();
	struct bundle_head head;
	struct place p;

	place_open(&p);
	/* Half a branch, that says it needs nothing. */
	write_since(&p, p.commits[1], 2);
	read_file(&p, &whole);
	CHECK_OK(bundle_head_read(&head, arena, buf_slice(&whole)));
	buf_add(&made, "# v2 git bundle\n");
	buf_add(&made, line_of(&p, 3, "refs/heads/device/abcdefgh/"
	    "0000000000000001"));
	buf_add(&made, "\n");
	buf_append(&made, whole.data + head.bytes, whole.len - head.bytes);
	write_file(&p, buf_slice(&made));
	CHECK_OK(take(&p));
	CHECK(strstr(buf_str(&p.moves), "broken device/") != NULL);
	CHECK(!office_has(&p, p.commits[3]));
	/* A tip that is not in the pack. */
	buf_reset(&made);
	buf_add(&made, "# v2 git bundle\n");
	buf_add(&made, line_of(&p, 0, "refs/heads/main"));
	buf_add(&made, "\n");
	buf_append(&made, whole.data + head.bytes, whole.len - head.bytes);
	write_file(&p, buf_slice(&made));
	CHECK_OK(take(&p));
	CHECK(strstr(buf_str(&p.moves), "broken main commit") != NULL);
	arena_free(arena);
	buf_free(&whole);
	buf_free(&made);
	place_close(&p);
}

/* As version 0.1.0 wrote it: two change sets. */
static void
golden_bundles_stay_readable(void)
{
	struct buf bytes = BUF_INIT, text = BUF_INIT;
	char name[DEPOT_BRANCH_MAX] = "", tip[DEPOT_ID_TEXT_MAX];
	struct hash of = { { 0 } };
	struct slice value;
	struct place p;

	place_open(&p);
	golden_read(&bytes, "laptop.bundle");
	golden_read(&text, "laptop.txt");
	CHECK(hex_decode(of.bytes, HASH_BYTES, golden_value(&text, "study")));
	value = golden_value(&text, "branch");
	snprintf(name, sizeof(name), "%.*s", (int)value.len,
	    (const char *)value.data);
	write_file(&p, buf_slice(&bytes));
	CHECK_OK(take_of(&p, &of));
	CHECK_OK(depot_tip(p.office, DEPOT_HUB, name, tip));
	CHECK(tip[0] != '\0');
	CHECK(slice_equal_str(golden_value(&text, "tip"), tip));
	buf_free(&bytes);
	buf_free(&text);
	place_close(&p);
}

static void
no_file_no_folder(void)
{
	struct place p;
	size_t commits;
	const struct bundle_branch none = { DEPOT_OWN, "device/x", NULL };

	place_open(&p);
	CHECK_ERR(take(&p), ERR_NOT_FOUND, "x.bundle");
	CHECK_ERR(bundle_write(buf_str(&p.file), p.laptop, &none, 1, &commits),
	    ERR_NOT_FOUND, "device/x");
	CHECK(!platform_exists(buf_str(&p.file)));
	buf_reset(&p.file);
	buf_add_slice(&p.file, buf_slice(&p.folder));
	CHECK_ERR(take(&p), ERR_FORMAT, "a folder");
	place_close(&p);
}

int
main(int argc, char **argv)
{
	platform_start(&argc, &argv);
	CHECK_OK(depot_start());
	what_is_written_is_taken();
	pieces_add_up();
	heads_come_back_the_same();
	torn_bundles_are_refused();
	altered_bundles_do_no_harm();
	refs_that_are_not_ours_stay_out();
	heads_that_make_no_sense();
	packs_that_lack_something();
	golden_bundles_stay_readable();
	no_file_no_folder();
	depot_stop();
	return CHECK_DONE();
}
