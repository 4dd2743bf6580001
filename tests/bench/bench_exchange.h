/*
 * bench_exchange.h - the two halves of bench_exchange: what a laptop does, and
 * a hub with many laptops.
 */
#ifndef RECOLTE_TESTS_BENCH_EXCHANGE_H
#define RECOLTE_TESTS_BENCH_EXCHANGE_H

#include "collector/store/store.h"

/* Revisions of the panorama that were imported and not sent. */
struct revisions {
	struct arena *arena;
	struct store *store;
	struct outgoing *items;
	size_t count;
	struct buf dictionary;		/* what the laptop packs with */
};

/* One change set as bytes, of revisions[from] and the ones after it. */
struct bench_set {
	const struct sign_pair *signer;
	const struct seal_pair *reader;
	uint64_t chain, number;
	struct hash previous;
	size_t from, count;
};
void bench_encode(struct buf *out, const struct revisions *revisions,
    const struct bench_set *set);

/*
 * fetch_path, fetch_http and fetch_one (url "" leaves out what is over http).
 * The hub is made at HUBS/hub.git, which url serves; what is fetched goes to
 * folder.
 */
void bench_hub(const struct revisions *revisions, const char *hubs,
    const char *folder, const char *url);

#endif
