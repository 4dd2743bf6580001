/*
 * passphrase.h - how good a passphrase is, and another one for a store that is
 * open. Without a terminal.
 */
#ifndef RECOLTE_COLLECTOR_PASSPHRASE_H
#define RECOLTE_COLLECTOR_PASSPHRASE_H

#include "collector/store/store.h"

/*
 * How long a thief with the disk would guess, after Argon2id has made each
 * guess dear: the bits that its words and signs would take if they were drawn
 * by lot, repetitions and runs left out.
 *
 *	weak	below 35 bits: an afternoon
 *	fair	below 55: years, for one computer
 *	good	more
 *
 * It is advice: nothing is refused for it.
 */
enum passphrase_strength {
	PASSPHRASE_NONE, PASSPHRASE_WEAK, PASSPHRASE_FAIR, PASSPHRASE_GOOD
};
enum passphrase_strength passphrase_strength(struct slice text);

/*
 * ERR_DENIED: old is not the one. ERR_USAGE: the study wants one, and fresh is
 * empty. ERR_LIMIT: too long.
 */
const struct err *passphrase_change(struct store *store, struct slice old,
    struct slice fresh) MUST_CHECK;
/* The same for a store that was opened otherwise. */
const struct err *passphrase_set(struct store *store, struct slice fresh)
    MUST_CHECK;

#endif
