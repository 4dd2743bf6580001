/*
 * Figures of the exchange, one JSON line each, on interviews of the panorama.
 * See tests/bench.sh, which prepares the stores.
 *
 *	bench_exchange save STORE
 *	bench_exchange pack STORE	"MS FLOOR", of the 20 that are unsent
 *	bench_exchange wire STORE FOLDER
 *	bench_exchange hub STORE HUBS FOLDER [URL]
 *
 * save          a draft of a whole interview, on the disk when it returns.
 *               Floor: the same bytes added to a file, and fsync.
 * pack_commit   20 responses numbered, sealed, stored, committed to git.
 *               Floor: the same 20 encoded, and the file written and synced.
 * wire_bytes    bytes of a change set of 20, a response. Floor: the plain
 *               revision under zlib alone.
 * wire writes each revision to FOLDER, and prints what they have under zlib with
 * the laptop's dictionary for the form: bench.sh compares with zstd, whose
 * dictionary learns from another study's interviews. It knows the form (and the
 * day), not the laptop and the study, which ours has from the header.
 */
#include "bench_exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/sync/pack.h"
#include "figures.h"
#include "kit/base/deflate.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/wire.h"

static struct err held;

enum { SAVES = 201, REVISIONS_MAX = 2000, BATCH = 20,
	BYTES_MAX = 256 << 20 };

static void
revisions_open(struct revisions *r, const char *folder)
{
	const struct package *package;
	bool more;

	*r = (struct revisions){ .arena = arena_new() };
	must(store_open(&r->store, folder, false));
	must(store_unlock(r->store, slice_of(NULL, 0)));
	must(store_unsent(&r->items, &r->count, &more, r->arena, r->store,
	    REVISIONS_MAX, BYTES_MAX));
	if (r->count < BATCH)
		must(err_new(ERR_STATE, "%s: too few responses", folder));
	must(store_form(&package, r->store, &r->items[0].form));
	package_own_dictionary(&r->dictionary, package,
	    &store_study(r->store)->id, store_study(r->store)->device);
}

static void
revisions_close(struct revisions *r)
{
	store_close(r->store);
	arena_free(r->arena);
	buf_free(&r->dictionary);
}

void
bench_encode(struct buf *out, const struct revisions *r,
    const struct bench_set *set)
{
	struct changeset_draft_entry entries[BATCH];
	struct changeset_head head = { .chain = set->chain,
		.number = set->number, .program = "bench",
		.previous = set->previous,
		.previous_kind = set->number > 1 ? PREVIOUS_SAME :
		PREVIOUS_NONE };

	for (size_t i = 0; i < set->count; i++) {
		const struct outgoing *from =
		    &r->items[(set->from + i) % r->count];

		entries[i] = (struct changeset_draft_entry){ ENTRY_REVISION,
			from->bytes, from->key,
			buf_slice(&r->dictionary) };
	}
	must(changeset_encode(out, &head, entries, set->count,
	    &set->reader->public, 1, set->signer));
}

/* ---- a laptop ---- */

/* By appending and flushing: what a log that does nothing else would cost. */
static double
floor_of_save(const struct revisions *r, const char *path)
{
	struct samples samples = { 0 };

	for (size_t i = 0; i < SAVES; i++) {
		int64_t start = platform_monotonic_us();
		FILE *file = platform_fopen(path, "ab");
		struct slice bytes = r->items[i % r->count].bytes;

		if (!file || fwrite(bytes.data, 1, bytes.len, file) !=
		    bytes.len)
			must(err_new(ERR_IO, "%s: cannot be written", path));
		must(platform_sync(file, path));
		fclose(file);
		add_sample(&samples, since_us(start));
	}
	return median(&samples);
}

static void
bench_save(int count, char **words)
{
	struct samples samples = { 0 };
	struct revisions r;
	struct response like, fresh;
	struct buf path = BUF_INIT;

	(void)count;
	revisions_open(&r, words[0]);
	must(store_response(&like, r.arena, r.store, r.items[0].response));
	for (int i = 0; i < SAVES; i++) {
		int64_t start;

		response_begin(&fresh, &r.items[0].form, platform_now_ms());
		fresh.case_id = fresh.name = fresh.draft_at = "";
		fresh.has_draft = true;
		fresh.draft = like.fields;
		start = platform_monotonic_us();
		must(store_save_draft(r.store, &fresh));
		add_sample(&samples, since_us(start));
	}
	file_join(&path, words[0], "floor");
	print_figure("save", "ms", median(&samples) / 1000,
	    floor_of_save(&r, buf_str(&path)) / 1000);
	must(platform_remove(buf_str(&path)));
	buf_free(&path);
	revisions_close(&r);
}

static double
floor_of_pack(const struct revisions *r, const char *path)
{
	struct sign_pair signer;
	struct seal_pair reader;
	const struct bench_set set = { .signer = &signer, .reader = &reader,
		.chain = 1, .number = 1, .count = BATCH };
	struct buf bytes = BUF_INIT;
	int64_t start;

	sign_pair_new(&signer);
	seal_pair_new(&reader);
	start = platform_monotonic_us();
	bench_encode(&bytes, r, &set);
	must(file_write(path, buf_slice(&bytes)));
	buf_free(&bytes);
	return since_us(start);
}

static void
bench_pack(int count, char **words)
{
	struct revisions r;
	struct buf path = BUF_INIT;
	uint64_t common;
	double floor;
	int64_t start;
	bool ahead;

	(void)count;
	revisions_open(&r, words[0]);
	if (r.count != BATCH)
		must(err_new(ERR_STATE, "%zu unsent", r.count));
	file_join(&path, words[0], "floor");
	floor = floor_of_pack(&r, buf_str(&path));
	must(platform_remove(buf_str(&path)));
	must(store_lock(r.store));
	start = platform_monotonic_us();
	must(pack_unsent(r.store, &held, NULL, NULL));
	must(pack_commit(r.store, &ahead, &common));
	printf("%.3f %.3f\n", since_us(start) / 1000, floor / 1000);
	buf_free(&path);
	revisions_close(&r);
}

/* ---- bytes ---- */

static void
write_part(const char *folder, size_t i, struct slice bytes)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s/%04zu", folder, i);
	must(file_write(buf_str(&path), bytes));
	buf_free(&path);
}

static size_t
packed_bytes(struct slice plain, struct slice dictionary)
{
	struct buf packed = BUF_INIT;
	size_t len;

	deflate_pack(&packed, plain, dictionary);
	len = packed.len;
	buf_free(&packed);
	return len;
}

static void
bench_wire(int count, char **words)
{
	size_t plain_zlib = 0, ours = 0;
	struct buf set_bytes = BUF_INIT;
	struct sign_pair signer;
	struct seal_pair reader;
	struct bench_set set = { .signer = &signer, .reader = &reader,
		.chain = 1, .number = 1, .count = BATCH };
	struct revisions r;

	(void)count;
	revisions_open(&r, words[0]);
	sign_pair_new(&signer);
	seal_pair_new(&reader);
	for (size_t i = 0; i < r.count; i++) {
		struct slice bytes = r.items[i].bytes;

		write_part(words[1], i, bytes);
		plain_zlib += packed_bytes(bytes, slice_of(NULL, 0));
		ours += packed_bytes(bytes, buf_slice(&r.dictionary));
	}
	for (; set.from + BATCH <= r.count; set.from += BATCH)
		bench_encode(&set_bytes, &r, &set);
	print_figure("wire_bytes", "bytes", (double)set_bytes.len /
	    (double)set.from, (double)plain_zlib / (double)r.count);
	printf("compressed %zu\n", ours);
	buf_free(&set_bytes);
	revisions_close(&r);
}

static void
bench_fetch(int count, char **words)
{
	struct revisions r;

	revisions_open(&r, words[0]);
	bench_hub(&r, words[1], words[2], count > 3 ? words[3] : "");
	revisions_close(&r);
}

static const struct {
	const char *name;
	int words;
	void (*run)(int count, char **words);
} commands[] = { { "save", 1, bench_save }, { "pack", 1, bench_pack },
	{ "wire", 2, bench_wire }, { "hub", 3, bench_fetch } };

int
main(int argc, char **argv)
{
	int status = 2;

	if (wire_main(argc, argv, &status))
		return status;
	platform_start(&argc, &argv);
	must(crypto_start());
	must(depot_start());
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (argc < commands[i].words + 2 ||
		    strcmp(argv[1], commands[i].name) != 0)
			continue;
		commands[i].run(argc - 2, argv + 2);
		status = 0;
	}
	depot_stop();
	if (status)
		fputs("usage: see bench_exchange.c\n", stderr);
	return status;
}
