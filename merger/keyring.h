/*
 * keyring.h - the coordinator's secrets, in a keyfile of their own:
 *   "study"  the id of the study that they belong to
 *   "sign", "seal"  the coordinator's keys
 * The root key stands in another file ("root"), made once by `merger init` and
 * kept offline.
 */
#ifndef RECOLTE_MERGER_KEYRING_H
#define RECOLTE_MERGER_KEYRING_H

#include "kit/base/crypto.h"

struct keyring {
	struct hash study;
	struct sign_pair sign;
	struct seal_pair seal;
	/* for what the index keeps secret; derives from the sealing key */
	struct secret_key index;
};

void keyring_new(struct keyring *out);
/* An empty passphrase writes the keys in the clear; the caller warned. */
const struct err *keyring_save(const struct keyring *keyring, const char *path,
    struct slice passphrase) MUST_CHECK;
const struct err *keyring_load(struct keyring *out, const char *path,
    struct slice passphrase) MUST_CHECK;
/* Does this file need no passphrase? ERR_FORMAT: it is no keyring. */
const struct err *keyring_is_plain(bool *plain, const char *path) MUST_CHECK;
void keyring_wipe(struct keyring *keyring);

const struct err *keyring_save_root(const struct sign_pair *root,
    const char *path, struct slice passphrase) MUST_CHECK;

#endif
