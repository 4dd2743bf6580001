/*
 * A hub to which 500 laptops delivered 20 change sets each, of two interviews.
 *
 * fetch_path  all of it into an empty depot, from a path
 * fetch_http  the same from a web server
 * fetch_one   one new change set, when all the rest is there; fetch_one_http
 *             the same from a web server, and fetch_one_objects how many
 *             objects came then, beside its commit, tree and file
 * Floor: the bytes of the same change sets read from one file, each verified,
 * unsealed, decrypted and inflated, with nothing else.
 */
#include <stdio.h>
#include <string.h>

#include "bench_exchange.h"
#include "figures.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/access.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/delivery.h"
#include "kit/exchange/wire.h"

enum { DEVICES = 500, SETS = 20, RESPONSES = 2, ONE_RUNS = 5, ONE_OBJECTS = 3,
	FILE_BYTES_MAX = 512 << 20 };

struct device {
	struct sign_pair sign;
	char id[DEVICE_ID_MAX];
	struct hash last;
};

struct town {
	const struct revisions *revisions;
	struct buf hub, all, one;	/* paths */
	struct seal_pair reader;
	struct device *devices;
	struct depot *maker;
	size_t lens[DEVICES * SETS + ONE_RUNS], count;
	struct buf bytes;		/* of all change sets, in a row */
};

static void
deliver(struct town *t, size_t d, uint64_t number)
{
	struct device *device = &t->devices[d];
	const struct bench_set set = { .signer = &device->sign,
		.reader = &t->reader, .chain = d + 1, .number = number,
		.previous = device->last, .count = RESPONSES,
		.from = d * SETS + number };
	char chain[DELIVERY_CHAIN_MAX];
	struct delivery delivery = { .study = &device->last,
		.device = device->id, .chain = chain, .number = number,
		.subject = "a change set", .time_ms = platform_now_ms() };
	struct buf bytes = BUF_INIT;

	delivery_chain(chain, d + 1);
	bench_encode(&bytes, t->revisions, &set);
	delivery.bytes = buf_slice(&bytes);
	must(delivery_commit(t->maker, &delivery));
	crypto_hash(&device->last, buf_slice(&bytes));
	buf_add_slice(&t->bytes, buf_slice(&bytes));
	t->lens[t->count++] = bytes.len;
	buf_free(&bytes);
}

static void
publish(struct town *t, size_t d)
{
	char branch[DEPOT_BRANCH_MAX], chain[DELIVERY_CHAIN_MAX];
	enum depot_move move;

	delivery_chain(chain, d + 1);
	delivery_branch(branch, t->devices[d].id, chain);
	must(hub_publish(t->maker, buf_str(&t->hub), branch, &move));
	if (move != MOVE_NEW && move != MOVE_AHEAD)
		must(err_new(ERR_STATE, "%s was not delivered", branch));
}

static void
build(struct town *t)
{
	must(hub_create(buf_str(&t->hub)));
	for (size_t d = 0; d < DEVICES; d++) {
		sign_pair_new(&t->devices[d].sign);
		device_id_of(t->devices[d].id, &t->devices[d].sign.public);
		for (uint64_t n = 1; n <= SETS; n++)
			deliver(t, d, n);
		publish(t, d);
	}
}

static const struct err *
the_dictionary(void *data, const struct changeset_head *head,
    const struct hash *hash, struct slice *out, bool *found)
{
	(void)head;
	(void)hash;
	*out = buf_slice(&((const struct town *)data)->revisions->dictionary);
	*found = true;
	return NULL;
}

static void
open_set(struct town *t, struct slice bytes)
{
	struct changeset *set;
	struct secret_key key;
	struct buf plain = BUF_INIT;

	must(changeset_open(&set, bytes, NULL));
	must(changeset_unseal(set, &t->reader));
	for (size_t i = 0; i < changeset_entry_count(set); i++) {
		buf_reset(&plain);
		must(changeset_entry(&plain, &key, set, i, the_dictionary, t));
	}
	buf_free(&plain);
	changeset_free(set);
}

/* In seconds: change sets from the first-th on, out of one file. */
static double
floor_of(struct town *t, const char *path, size_t first)
{
	struct buf bytes = BUF_INIT;
	size_t at = 0;
	int64_t start;

	for (size_t i = 0; i < first; i++)
		at += t->lens[i];
	must(file_write(path, slice_of(t->bytes.data + at,
	    t->bytes.len - at)));
	start = platform_monotonic_us();
	must(file_read(&bytes, path, FILE_BYTES_MAX));
	at = 0;
	for (size_t i = first; i < t->count; at += t->lens[i++])
		open_set(t, slice_of(bytes.data + at, t->lens[i]));
	buf_free(&bytes);
	return since_us(start) / 1e6;
}

struct arrivals { size_t moved, broken; uint64_t objects; };

static void
note_move(void *data, const char *branch, enum depot_move move,
    const char *remark)
{
	struct arrivals *a = data;

	(void)branch;
	(void)remark;
	a->moved += move == MOVE_NEW || move == MOVE_AHEAD;
	a->broken += move == MOVE_BROKEN;
}

static void
note_progress(void *data, const struct wire_progress *progress)
{
	((struct arrivals *)data)->objects = progress->done;
}

/* objects: how many came over a network; may be NULL. */
static double
fetch(struct depot *office, const char *hub, size_t expected,
    uint64_t *objects)
{
	static const char *const all[] = { "" };
	struct access access = { 0 };
	struct arrivals arrivals = { 0 };
	const struct hub_reach reach = { .access = &access,
		.progress = note_progress, .data = &arrivals };
	int64_t start = platform_monotonic_us();
	double seconds;

	depot_set_reach(office, &reach);
	must(hub_fetch(office, hub, all, 1, note_move, &arrivals));
	seconds = since_us(start) / 1e6;
	if (arrivals.moved != expected || arrivals.broken > 0)
		must(err_new(ERR_STATE, "%zu branches moved, %zu are broken",
		    arrivals.moved, arrivals.broken));
	if (objects)
		*objects = arrivals.objects;
	return seconds;
}

static struct depot *
open_depot(const char *folder, const char *name)
{
	struct buf path = BUF_INIT;
	struct depot *depot;

	file_join(&path, folder, name);
	must(depot_open(&depot, buf_str(&path), true));
	buf_free(&path);
	return depot;
}

/* away: NULL without a web server. */
static void
fetch_ones(struct town *t, struct depot *office, struct depot *away,
    const char *url)
{
	struct samples value = { 0 }, over = { 0 }, floor = { 0 };
	struct samples counts = { 0 };
	double seconds;

	for (size_t i = 0; i < ONE_RUNS; i++) {
		uint64_t objects;

		deliver(t, i, SETS + 1);
		publish(t, i);
		add_sample(&value, fetch(office, buf_str(&t->hub), 1, NULL));
		add_sample(&floor, floor_of(t, buf_str(&t->one), t->count - 1));
		if (!away)
			continue;
		add_sample(&over, fetch(away, url, 1, &objects));
		add_sample(&counts, (double)objects);
	}
	seconds = median(&floor);
	print_figure("fetch_one", "s", median(&value), seconds);
	if (!away)
		return;
	print_figure("fetch_one_http", "s", median(&over), seconds);
	print_figure("fetch_one_objects", "objects", quantile(&counts, 0.99),
	    ONE_OBJECTS);
}

void
bench_hub(const struct revisions *revisions, const char *hubs,
    const char *folder, const char *url)
{
	struct town *t = mem_alloc(sizeof(*t));
	struct depot *office, *away = NULL;
	double seconds, floor;

	t->revisions = revisions;
	t->devices = mem_alloc_n(DEVICES, sizeof(*t->devices));
	seal_pair_new(&t->reader);
	file_join(&t->hub, hubs, "hub.git");
	file_join(&t->all, folder, "all");
	file_join(&t->one, folder, "one");
	t->maker = open_depot(hubs, "maker");
	build(t);
	floor = floor_of(t, buf_str(&t->all), 0);
	office = open_depot(folder, "office");
	seconds = fetch(office, buf_str(&t->hub), DEVICES, NULL);
	print_figure("fetch_path", "s", seconds, floor);
	if (url[0] != '\0') {
		away = open_depot(folder, "away");
		seconds = fetch(away, url, DEVICES, NULL);
		print_figure("fetch_http", "s", seconds, floor);
	}
	fetch_ones(t, office, away, url);
	depot_close(away);
	depot_close(office);
	depot_close(t->maker);
	buf_free(&t->bytes);
	buf_free(&t->hub);
	buf_free(&t->all);
	buf_free(&t->one);
	mem_free(t->devices);
	mem_free(t);
}
