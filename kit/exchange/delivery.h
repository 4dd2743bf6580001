/*
 * delivery.h - how a change set lies in git, alike from laptops and
 * coordinators:
 *   branch   device/<id>/<chain, 16 hex>
 *   files    00000042.cs, alone in the tree of its commit, or beside the
 *            attachments that it is the first to name (attachment.h)
 *   trailers Study, Device, Chain, Number, Payload-SHA256 (for git's readers;
 *            what counts is the signature inside)
 */
#ifndef RECOLTE_EXCHANGE_DELIVERY_H
#define RECOLTE_EXCHANGE_DELIVERY_H

#include "kit/base/crypto.h"
#include "kit/exchange/depot.h"

enum { DELIVERY_NAME_MAX = 16, DELIVERY_CHAIN_MAX = 17 };

/* A chain as branches and trailers write it: 16 hex digits. */
void delivery_chain(char out[DELIVERY_CHAIN_MAX], uint64_t chain);

/* chain as above; "" gives what all branches of the device begin with. */
void delivery_branch(char out[DEPOT_BRANCH_MAX], const char *device,
    const char *chain);
void delivery_name(char out[DELIVERY_NAME_MAX], uint64_t number);
/* 0 when it is no such name. */
uint64_t delivery_number(const char *name);

struct delivery {
	const struct hash *study;
	const char *device, *chain;
	uint64_t number;
	struct slice bytes;
	const char *subject;		/* "k3f9qz2m #42: 12 interviews (...)" */
	int64_t time_ms;
	const struct depot_file *attachments;
	size_t attachment_count;
};

/* Commit it on top of its branch. Errors as depot_commit(). */
const struct err *delivery_commit(struct depot *depot,
    const struct delivery *delivery) MUST_CHECK;

#endif
