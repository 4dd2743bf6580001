/*
 * test_store_copy - a store that was copied, moved or restored; one whose
 * answers were let go of.
 */
#include <stdlib.h>

#include "collector/store/store_parts.h"
#include "store_scene.h"

static struct err held;

static enum store_moved
settle(struct scene *p)
{
	enum store_moved moved = STORE_STAYED;

	CHECK_OK(store_settle(p->store, 1770000010000, &moved));
	return moved;
}

static void
open_at(struct scene *p, const char *folder)
{
	store_close(p->store);
	p->store = NULL;
	CHECK_OK(store_open(&p->store, folder, false));
	CHECK_OK(store_unlock(p->store, slice_str(passphrase)));
}

/* A copy of the file alone, in a folder of its own. */
static void
copy_store(struct scene *p, struct buf *folder, const char *name)
{
	struct buf path = BUF_INIT, bytes = BUF_INIT;

	file_join(folder, buf_str(&p->folder), name);
	CHECK_OK(platform_make_folder(buf_str(folder)));
	file_join(&path, buf_str(&p->path), "store.sqlite");
	CHECK_OK(file_read(&bytes, buf_str(&path), 16 << 20));
	buf_reset(&path);
	file_join(&path, buf_str(folder), "store.sqlite");
	CHECK_OK(file_write(buf_str(&path), buf_slice(&bytes)));
	buf_free(&path);
	buf_free(&bytes);
}

static struct chain
last_chain(struct scene *p, size_t expected)
{
	struct arena *arena = arena_new();
	struct chain *chains, last = { .open = false };
	size_t count;

	CHECK_OK(store_chains(&chains, &count, arena, p->store));
	CHECK_INT(count, expected);
	if (count > 0)
		last = chains[count - 1];
	arena_free(arena);
	return last;
}

/* ---- copies ---- */

/* Nothing packed yet: the chain takes another name, and there is one. */
static void
test_empty_chain(struct scene *p)
{
	struct chain before = last_chain(p, 1), after;

	CHECK_INT(settle(p), STORE_STAYED);
	CHECK_OK(db_exec(p->store->db, "update study set place = x'00'"));
	CHECK_INT(settle(p), STORE_RESTORED);
	after = last_chain(p, 1);
	CHECK(after.open && strcmp(before.id, after.id) != 0);
	CHECK_INT(settle(p), STORE_STAYED);
}

/* 1 is on the hub, 2 is not known to be: it goes again. */
static void
test_copy(struct scene *p)
{
	struct buf folder = BUF_INIT;
	struct chain before, after;
	char id[UUID_TEXT_MAX];
	size_t fresh, count[STAGE_COUNT];

	add_response(p, "One", id);
	CHECK_OK(pack_unsent(p->store, &held, NULL, NULL));
	before = last_chain(p, 1);
	CHECK_OK(store_set_delivered(p->store, before.id, 1, 5, &fresh));
	add_response(p, "Two", id);
	CHECK_OK(pack_unsent(p->store, &held, NULL, NULL));
	store_close(p->store);
	p->store = NULL;
	copy_store(p, &folder, "copy");
	open_at(p, buf_str(&folder));
	CHECK_INT(settle(p), STORE_COPIED);
	after = last_chain(p, 2);
	CHECK_STR(after.continues, before.id);
	CHECK_INT(after.continues_number, 1);
	CHECK_OK(store_count(p->store, count));
	CHECK_INT(count[STAGE_SENT], 1);
	CHECK_INT(count[STAGE_FINAL], 1);
	CHECK_INT(settle(p), STORE_STAYED);
	/* The first one has not noticed anything. */
	open_at(p, buf_str(&p->path));
	CHECK_INT(settle(p), STORE_STAYED);
	CHECK_STR(last_chain(p, 1).id, before.id);
	CHECK_OK(db_exec(p->store->db, "update study set machine = x'01'"));
	CHECK_INT(settle(p), STORE_OTHER_MACHINE);
	CHECK_OK(db_exec(p->store->db,
	    "update study set machine = null, place = null"));
	CHECK_INT(settle(p), STORE_STAYED);	/* of version 1: never looked */
	(void)last_chain(p, 2);
	buf_free(&folder);
}

/* An image is taken while a transaction of another is open. */
static void
test_image(struct scene *p)
{
	struct buf image = BUF_INIT, folder = BUF_INIT;
	struct store *other;

	file_join(&folder, buf_str(&p->folder), "image");
	CHECK_OK(platform_make_folder(buf_str(&folder)));
	file_join(&image, buf_str(&folder), "store.sqlite");
	CHECK_OK(store_open(&other, buf_str(&p->path), false));
	CHECK_OK(store_begin(other));
	CHECK_OK(store_set_hub(other, "elsewhere"));
	CHECK_OK(store_image(p->store, buf_str(&image)));
	CHECK_OK(store_end(other, NULL));
	store_close(other);
	CHECK_ERR(store_image(p->store, buf_str(&image)), ERR_EXISTS, "image");
	open_at(p, buf_str(&folder));
	CHECK_STR(store_study(p->store)->hub, "hub");
	CHECK_INT(settle(p), STORE_RESTORED);
	CHECK_INT(settle(p), STORE_STAYED);
	open_at(p, buf_str(&p->path));
	CHECK_INT(settle(p), STORE_STAYED);
	buf_free(&image);
	buf_free(&folder);
}

/* ---- letting go ---- */

static void
merge_all(struct scene *p)
{
	struct arena *arena = arena_new();
	struct chain *chains;
	size_t count;
	bool fresh;

	CHECK_OK(store_chains(&chains, &count, arena, p->store));
	for (size_t c = 0; c < count; c++)
		for (uint64_t n = 1; n <= chains[c].last; n++) {
			struct packed packed;
			struct receipt receipt = { .number = n, .chain =
			    strtoull(chains[c].id, NULL, 16),
			    .verdict = RECEIPT_MERGED, .reason = "" };

			CHECK_OK(store_changeset(&packed, arena, p->store,
			    chains[c].id, n));
			receipt.hash = packed.hash;
			CHECK_OK(store_set_receipt(p->store, &receipt, 7,
			    &fresh));
		}
	arena_free(arena);
}

static void
take_blob(struct scene *p, struct buf *out, const char *sql, const char *id)
{
	struct db_statement *st;
	bool row;

	CHECK_OK(db_prepare(&st, p->store->db, sql));
	db_bind_text(st, 1, id);
	CHECK_OK(db_step(st, &row));
	CHECK(row);
	buf_add_slice(out, db_blob(st, 0));
	db_done(st);
	CHECK(out->len > 40);
}

/* The middle of it, in any file of the folder: one page may cut it. */
static bool
lies_somewhere(struct scene *p, const struct buf *bytes)
{
	static const char *const names[] = { "store.sqlite",
		"store.sqlite-wal" };
	struct buf path = BUF_INIT, all = BUF_INIT;
	bool found = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		buf_reset(&path);
		buf_reset(&all);
		file_join(&path, buf_str(&p->path), names[i]);
		if (!platform_exists(buf_str(&path)))
			continue;
		CHECK_OK(file_read(&all, buf_str(&path), 64 << 20));
		for (size_t at = 0; !found && at + 32 <= all.len; at++)
			found = !memcmp(all.data + at, bytes->data + 4, 32);
	}
	buf_free(&path);
	buf_free(&all);
	return found;
}

static void
test_purge(struct scene *p)
{
	static const char *const columns[] = {
		"select key_sealed from response where id = ?",
		"select label_sealed from response where id = ?",
		"select fields_sealed from response where id = ?",
		"select bytes_sealed from revision where response = ?"
	};
	enum { COLUMNS = sizeof(columns) / sizeof(*columns) };
	struct buf blobs[COLUMNS] = { BUF_INIT };
	struct arena *arena = arena_new();
	struct interview iv;
	struct response r;
	char gone[UUID_TEXT_MAX], going[UUID_TEXT_MAX];
	size_t n, stages[STAGE_COUNT];

	add_response(p, "Gone", gone);
	add_response(p, "Going", going);
	CHECK_OK(pack_unsent(p->store, &held, NULL, NULL));
	merge_all(p);
	/* One has a correction under way: it stays. */
	CHECK_OK(interview_open(&iv, p->store, going));
	answer(&iv, "who/age", "55");
	CHECK_OK(interview_close(&iv, STATE_FINAL, "misheard"));
	interview_free(&iv);
	for (size_t i = 0; i < COLUMNS; i++) {
		take_blob(p, &blobs[i], columns[i], gone);
		CHECK(lies_somewhere(p, &blobs[i]));
	}
	CHECK_OK(store_purge_merged(p->store, 1770000020000, &n));
	CHECK_INT(n, 3);			/* One, Two and Gone */
	for (size_t i = 0; i < COLUMNS; i++) {
		CHECK_RESULT(!lies_somewhere(p, &blobs[i]),
		    "%s: still in a file", columns[i]);
		buf_free(&blobs[i]);
	}
	CHECK_OK(store_purge_merged(p->store, 1770000030000, &n));
	CHECK_INT(n, 0);
	CHECK_OK(store_response(&r, arena, p->store, gone));
	CHECK(r.purged && r.stage == STAGE_MERGED);
	CHECK_STR(r.name, "");
	CHECK_ERR(interview_open(&iv, p->store, gone), ERR_DENIED, "wiped");
	interview_free(&iv);
	CHECK_OK(interview_open(&iv, p->store, going));
	interview_free(&iv);
	/* What is left goes out, and nothing that was wiped. */
	CHECK_OK(store_count(p->store, stages));
	CHECK_INT(stages[STAGE_MERGED], 3);
	CHECK_INT(stages[STAGE_FINAL], 1);
	CHECK_OK(pack_unsent(p->store, &held, NULL, NULL));
	merge_all(p);
	CHECK_OK(store_purge_merged(p->store, 1770000040000, &n));
	CHECK_INT(n, 1);
	arena_free(arena);
}

/* What is wiped stays merged when the chain has to be left. */
static void
test_purged_chain(struct scene *p)
{
	size_t count[STAGE_COUNT];
	struct chain chain;

	CHECK_OK(store_begin(p->store));
	CHECK_OK(store_end(p->store, store_new_chain(p->store, 0,
	    1770000050000)));
	CHECK_OK(pack_unsent(p->store, &held, NULL, NULL));
	chain = last_chain(p, 3);
	CHECK_INT(chain.last, 0);
	CHECK_OK(store_count(p->store, count));
	CHECK_INT(count[STAGE_MERGED], 4);
}

int
main(void)
{
	struct scene scene;

	scene_open(&scene);
	CHECK_OK(store_unlock(scene.store, slice_str(passphrase)));
	test_empty_chain(&scene);
	test_copy(&scene);
	test_image(&scene);
	test_purge(&scene);
	test_purged_chain(&scene);
	scene_close(&scene);
	return CHECK_DONE();
}
