/*
 * line.h - a branch without its side parents. The commits of 0receipts/ have
 * the laptops' chains as parents, so that whoever has one has all that was
 * merged: a laptop that is handed receipts would be handed everybody's
 * interviews, sealed, with them. receipts/<coordinator> has the same trees in
 * the same order, one parent each.
 */
#ifndef RECOLTE_EXCHANGE_LINE_H
#define RECOLTE_EXCHANGE_LINE_H

#include "kit/base/crypto.h"
#include "kit/exchange/depot.h"

/*
 * Make our branch `to` the line of `from`: what it holds depends on `from`, the
 * author and the study alone, so that every depot makes the same commits.
 * ERR_NOT_FOUND: no such branch.
 */
struct line {
	enum depot_side side;
	const char *from, *to, *author;
	const struct hash *study;	/* for the trailer */
};

const struct err *line_make(struct depot *depot, const struct line *line)
    MUST_CHECK;

#endif
