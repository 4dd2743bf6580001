/*
 * reach.h - what both programs need around a hub on a network: the options
 * that say how it is opened, and a line on the terminal while bytes move.
 */
#ifndef RECOLTE_EXCHANGE_REACH_H
#define RECOLTE_EXCHANGE_REACH_H

#include "kit/base/cli.h"
#include "kit/exchange/access.h"
#include "kit/exchange/wire.h"

/* For tables of options. */
#define REACH_OPTIONS \
	{ "token-file", "FILE", "the hub's token, a line (or RECOLTE_TOKEN)", \
	    0 }, \
	{ "hub-user", "NAME", "whose token or key it is, if the hub asks", \
	    0 }, \
	{ "key-file", "FILE", "an ssh key (ed25519, without passphrase)", \
	    0 }, \
	{ "certificate-file", "FILE", "who signs the hub's certificate, PEM", \
	    0 }, \
	{ "forget-host-key", NULL, "the ssh server has a new key, rightly", 0 }

/* What the options and the environment say goes into access. */
const struct err *reach_ask(struct access *access, bool *changed,
    const struct cli *cli) MUST_CHECK;

/* RECOLTE_PATIENCE, in seconds; 0: not set. */
unsigned reach_patience_s(void);

/* Rewrite a line on standard error, if that is a terminal; then clear it. */
void reach_show(const struct wire_progress *progress);
void reach_hide(void);

#endif
