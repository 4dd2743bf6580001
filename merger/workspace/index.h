/*
 * index.h - the merger's database: which change sets were seen and what became
 * of them (schema.sql). It can be made again from the depot at any time.
 */
#ifndef RECOLTE_MERGER_INDEX_H
#define RECOLTE_MERGER_INDEX_H

#include "kit/base/db.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/depot.h"
#include "merger/workspace/keyring.h"

enum verdict {
	VERDICT_MERGED = 1,
	VERDICT_ASIDE,		/* understood, and not taken: `reason` */
	VERDICT_WAITS,		/* nobody can say yet: each pull looks again */
	VERDICT_LATE,		/* it did not stand when the study closed */
	VERDICT_SEALED		/* what is sealed to us does not open it */
};

struct index_changeset {
	int64_t key;
	struct hash hash;
	char device[DEVICE_ID_MAX];
	uint64_t chain, number;
	struct hash previous;		/* what it builds on; zeroes: nothing */
	char commit[DEPOT_ID_TEXT_MAX];
	char file[64];
	enum verdict verdict;
	char reason[320];
	bool receipted;
};

struct index_entry {
	size_t place;
	enum entry_kind kind;
	struct hash revision;
	char record[80];
	struct secret_key record_key;
};

struct index;

/* "; what to do" when the index is damaged, gone, or another keyring's. */
const char *index_way_back(const struct keyring *keyring);
const struct err *index_open(struct index **out, const char *path,
    const struct keyring *keyring) MUST_CHECK;
void index_close(struct index *index);		/* NULL is allowed */
struct db *index_db(struct index *index);

/* "" when it is not set. The text is the caller's to free. */
const struct err *index_setting(struct index *index, const char *name,
    struct buf *out) MUST_CHECK;
const struct err *index_set(struct index *index, const char *name,
    const char *value) MUST_CHECK;

/* The same for what is secret. */
const struct err *index_keep(struct index *index, const char *name,
    struct slice plain) MUST_CHECK;
const struct err *index_kept(struct index *index, const char *name,
    struct buf *out) MUST_CHECK;

/*
 * Encrypt for, and decrypt from, a column; context names column and row. Every
 * such column stands in the table of index_key.c, or index_rekey() loses it.
 */
void index_seal(const struct index *index, struct buf *out, struct slice plain,
    const char *context);
const struct err *index_unseal(const struct index *index, struct buf *out,
    struct slice sealed, const char *context) MUST_CHECK;

/* The key from now on, for this opening of the index alone. */
void index_set_key(struct index *index, const struct secret_key *key);
/*
 * Seal every secret anew under another key, and write its name into the
 * setting "key", inside the caller's transaction; index_set_key() comes after
 * that. Copies of the old file cannot be opened with the new key (index_key.c).
 */
const struct err *index_rekey(struct index *index,
    const struct secret_key *old, const struct secret_key *fresh) MUST_CHECK;
/* What the setting "key" says of a key: it tells keys apart, no more. */
void index_key_name(char out[HASH_TEXT_MAX], const struct secret_key *key);

/*
 * Beside the sides of a depot: what our receipts have as parents already, what
 * a stick brought that the hub may not have, and how far handovers and the
 * other coordinators' receipts were read.
 */
enum {
	SIDE_RECEIPTED = 2, SIDE_BROUGHT = 3, SIDE_HANDED = 4, SIDE_HEARD = 5
};

/*
 * How far a branch of a side was read; "" when never. tip holds
 * DEPOT_ID_TEXT_MAX.
 */
const struct err *index_branch(struct index *index, int side,
    const char *name, char *tip) MUST_CHECK;
const struct err *index_set_branch(struct index *index, int side,
    const char *name, const char *tip) MUST_CHECK;

/* *found tells whether a change set of that hash is known. */
const struct err *index_find(struct index *index, const struct hash *hash,
    struct index_changeset *out, bool *found) MUST_CHECK;
/*
 * Insert (sets key), or update verdict and reason of the one with that hash:
 * another verdict than before wants another receipt.
 */
const struct err *index_put(struct index *index,
    struct index_changeset *changeset) MUST_CHECK;
const struct err *index_put_entry(struct index *index, int64_t changeset,
    const struct index_entry *entry) MUST_CHECK;
const struct err *index_alarm(struct index *index, const char *branch,
    const char *commit, const char *file, const char *what) MUST_CHECK;

/* Visit change sets with a verdict (0: all), by device, chain and number. */
typedef const struct err *(*index_visitor)(void *data,
    const struct index_changeset *changeset);
const struct err *index_each(struct index *index, int verdict,
    index_visitor visit, void *data) MUST_CHECK;
const struct err *index_each_entry(struct index *index, int64_t changeset,
    const struct err *(*visit)(void *data, const struct index_entry *entry),
    void *data) MUST_CHECK;
/* *more: does a record have several revisions, not counting drafts? */
const struct err *index_has_more(struct index *index, const char *record,
    bool *more) MUST_CHECK;
/* The key that this device uses for a record, when one is known. */
const struct err *index_record_key(struct index *index, const char *record,
    const char *device, struct secret_key *key, bool *found) MUST_CHECK;
const struct err *index_count(struct index *index, const char *sql,
    int64_t *out) MUST_CHECK;

#endif
