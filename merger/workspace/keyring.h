/*
 * keyring.h - the coordinator's secrets, in a keyfile of their own:
 *   "study"  the id of the study that they belong to
 *   "sign", "seal"  the coordinator's keys; "seal", the collection key, is
 *            gone once the study was closed
 *   "index"  the key of what the index keeps secret. A keyring of before there
 *            was one derives it from the sealing key
 *   "index_next"  the one that is about to take its place
 * A copy that was given out is numbered: "export_number", "export_time"
 * (milliseconds; 8 bytes each, big-endian), "export_hub" (text, if there was
 * one). It is read as any other.
 *
 * The root key stands in another file ("root"), made once by `merger init` and
 * kept offline.
 */
#ifndef RECOLTE_MERGER_KEYRING_H
#define RECOLTE_MERGER_KEYRING_H

#include "kit/base/cli.h"
#include "kit/base/crypto.h"

struct keyring {
	struct hash study;
	struct sign_pair sign;
	struct seal_pair seal;
	struct secret_key index;	/* for what the index keeps secret */
	struct secret_key index_next;
	bool derived;			/* index, from the sealing key */
	bool has_next;
	bool closed;			/* no secret in seal any more */
};

void keyring_new(struct keyring *out);
/* A key of its own for an index that is new. */
void keyring_new_index(struct keyring *keyring);
/* An empty passphrase writes the keys in the clear; the caller warned. */
const struct err *keyring_save(const struct keyring *keyring, const char *path,
    struct slice passphrase) MUST_CHECK;
/*
 * The same over a keyring that is there: its bytes are overwritten. Whenever
 * this is cut short, keyring_recover() finds the one or the other whole.
 */
const struct err *keyring_replace(const struct keyring *keyring,
    const char *path, struct slice passphrase) MUST_CHECK;
const struct err *keyring_recover(const char *path) MUST_CHECK;
/* Is there one, maybe to be recovered? */
bool keyring_exists(const char *path);
const struct err *keyring_load(struct keyring *out, const char *path,
    struct slice passphrase) MUST_CHECK;
/* Does this file need no passphrase? ERR_FORMAT: it is no keyring. */
const struct err *keyring_is_plain(bool *plain, const char *path) MUST_CHECK;
void keyring_wipe(struct keyring *keyring);

/*
 * A new passphrase for a keyring; none with --no-passphrase. ERR_USAGE: it is
 * empty.
 */
const struct err *keyring_passphrase(struct buf *out, const struct cli *cli)
    MUST_CHECK;

/* A copy for another place, under a passphrase of its own. */
struct keyring_copy {
	uint64_t number;
	int64_t made_ms;
	struct buf hub;			/* "": nobody said where */
};
/* ERR_USAGE: something lies there, or the passphrase is empty. */
const struct err *keyring_export(const struct keyring *keyring,
    const struct keyring_copy *copy, const char *path,
    struct slice passphrase) MUST_CHECK;
/* A number of 0: it is a keyring, and no numbered copy. */
const struct err *keyring_import(struct keyring *out,
    struct keyring_copy *copy, const char *path, struct slice passphrase)
    MUST_CHECK;

const struct err *keyring_save_root(const struct sign_pair *root,
    const char *path, struct slice passphrase) MUST_CHECK;
/* ERR_FORMAT: it holds no root key; and the errors of keyring_load(). */
const struct err *keyring_load_root(struct sign_pair *root, const char *path,
    struct slice passphrase) MUST_CHECK;

#endif
