/*
 * changeset.h - a change set: a numbered, signed, sealed batch of revisions
 * from one device. The only thing that travels upward.
 *
 * The format is frozen: laptops in the field write it. Integers are big-endian.
 *
 *   HEADER
 *   offset size
 *        0    8  magic: 89 52 43 4c 0d 0a 1a 0a  (\211 R C L \r \n \032 \n)
 *        8    2  format version, 1
 *       10    2  zero
 *       12    4  H, bytes of the header: the first entry starts there
 *       16    4  N, number of entries
 *       20    4  most bytes that any entry inflates to (the limit used)
 *       24   24  purpose "recolte change set", then zeroes
 *       48   32  study id
 *       80   32  Ed25519 public key of the device
 *      112    8  chain, random
 *      120    8  number, from 1
 *      128    1  what `previous` is: 0 nothing, 1 the change set before in this
 *                chain, 2 the last one of the chain that this one continues
 *      129    7  zero
 *      136   32  previous: its hash, or zeroes
 *      168    8  chain that is continued, or zero
 *      176    8  number that is continued, or zero
 *      184   32  commitment: BLAKE2b-256 of the batch key
 *      216    2  W, then W bytes: program and version, "collector 0.1.0"
 *        .    2  Z, then Z x 8: numbers of this chain that this one replaces,
 *                ascending, below `number`
 *        .    2  D, then D x 32: hashes of the dictionaries used, in the order
 *                of their first use by an entry. Whoever reads knows their
 *                bytes from elsewhere: kit/record/dictionary.h says which
 *        .    2  R, then R x 96: recipients: key id 16, sealed batch key 80;
 *                ascending by key id, one at least
 *        .    4  X, then X bytes: extensions, ascending by type, each
 *                  type 2, flags 2 (bit 0: critical), length 4, bytes
 *   ENTRY, N times
 *        0    4  C, bytes of the ciphertext with its tag
 *        4    1  kind: 1 a revision, 2 a draft checkpoint (the bytes of a
 *                revision of state "draft" that sets all its fields)
 *        5    1  dictionary: 0 none, else its place in the list, from 1
 *        6    2  zero
 *        8   48  the record's key, wrapped
 *       56   32  check of the record's key
 *       88   24  nonce
 *      112    C  XChaCha20-Poly1305 of the zlib stream of the revision's bytes
 *   SIGNATURE
 *        0   64  Ed25519 over everything before it
 *
 * `previous` is of kind 0 or 2 in number 1 of a chain and of kind 1 in every
 * other. The program's text is printable ASCII. A chain is never 0.
 *
 * The bound bytes of entry i are: study 32, device key 32, chain 8, number 8,
 * i 4 (from 0), kind 1, dictionary hash 32 (zeroes: none).
 * The record's key is encrypted with XChaCha20-Poly1305 under
 * derive(batch key, "recolte wrap 1" + bound) with a nonce of zeroes and no
 * further data: that key is used once. The entry is encrypted under
 * derive(record key, "recolte entry 1" + bound), the bound bytes being the
 * associated data. Its nonce is random, because the two halves of a copied
 * laptop can give the same bound bytes to different answers.
 * The check is derive(record key, "recolte check 1" + bound): encryption alone
 * lets a dishonest writer make one ciphertext that opens under two keys,
 * and a coordinator who has the record's key in the keyring would read another
 * answer than one who unwraps it.
 *
 * Name of a change set: BLAKE2b-256 over all its bytes, signature included.
 */
#ifndef RECOLTE_EXCHANGE_CHANGESET_H
#define RECOLTE_EXCHANGE_CHANGESET_H

#include "kit/base/crypto.h"

enum {
	CHANGESET_VERSION = 1,
	CHANGESET_BYTES_MAX = 16 << 20,
	CHANGESET_NUMBER_MAX = 99999999,	/* eight digits in a file name */
	CHANGESET_ENTRIES_MAX = 10000,
	CHANGESET_RECIPIENTS_MAX = 32,
	CHANGESET_REPLACED_MAX = 1024,
	CHANGESET_DICTIONARIES_MAX = 16,
	CHANGESET_EXTENSION_BYTES_MAX = 64 << 10,
	CHANGESET_PROGRAM_BYTES_MAX = 64,
	REVISION_BYTES_MAX = 1 << 20
};

enum changeset_previous { PREVIOUS_NONE, PREVIOUS_SAME, PREVIOUS_CONTINUES };
enum entry_kind { ENTRY_REVISION = 1, ENTRY_CHECKPOINT = 2 };

struct changeset_head {
	struct hash study;
	struct sign_public device;
	uint64_t chain, number;
	enum changeset_previous previous_kind;
	struct hash previous;
	uint64_t continues_chain, continues_number;
	const char *program;
	const uint64_t *replaced;
	size_t replaced_count;
	struct slice extensions;	/* as in the table; usually empty */
};

/* One entry to write; the dictionary's bytes, or an empty slice. */
struct changeset_draft_entry {
	enum entry_kind kind;
	struct slice bytes;
	struct secret_key record_key;
	struct slice dictionary;
};

/*
 * Append the final bytes. head->device is ignored: the signer's is written.
 * Recipients may come in any order. What is written can be read: the errors
 * are those of changeset_open(), ERR_LIMIT for a batch that is too large.
 */
const struct err *changeset_encode(struct buf *out,
    const struct changeset_head *head,
    const struct changeset_draft_entry *entries, size_t entry_count,
    const struct seal_public *recipients, size_t recipient_count,
    const struct sign_pair *signer) MUST_CHECK;

/* A change set that was read: a view of bytes that the caller keeps. */
struct changeset;

/*
 * Parse and verify the signature by the device key that the header names.
 * Whether that device is enrolled is for the caller to ask of the manifest.
 *
 * ERR_FORMAT     torn, not a change set, or bytes that mean nothing
 * ERR_LIMIT      over a limit
 * ERR_NEWER      a newer format, or an unknown critical extension: put aside
 * ERR_SIGNATURE  altered
 * ERR_FOREIGN    of another study (when study is not NULL)
 */
const struct err *changeset_open(struct changeset **out, struct slice bytes,
    const struct hash *study) MUST_CHECK;
void changeset_free(struct changeset *changeset);
const struct changeset_head *changeset_head(const struct changeset *changeset);
const struct hash *changeset_hash(const struct changeset *changeset);
size_t changeset_entry_count(const struct changeset *changeset);
size_t changeset_recipient_count(const struct changeset *changeset);
const struct key_id *changeset_recipient(const struct changeset *, size_t i);
size_t changeset_dictionary_count(const struct changeset *changeset);
const struct hash *changeset_dictionary(const struct changeset *, size_t i);
enum entry_kind changeset_entry_kind(const struct changeset *, size_t i);
/* Most bytes that an entry may inflate to. */
size_t changeset_plain_bytes_max(const struct changeset *changeset);
/* Bytes of the i-th entry's ciphertext, for accounting. */
size_t changeset_entry_bytes(const struct changeset *, size_t i);

/*
 * Open the batch key with one of our sealing keys and check its commitment.
 * ERR_DENIED: not sealed to this key. ERR_SIGNATURE: the sealed key is altered,
 * or another than the header commits to.
 */
const struct err *changeset_unseal(struct changeset *changeset,
    const struct seal_pair *mine) MUST_CHECK;

/*
 * Looks up by its hash a dictionary that the laptop of this header may have used;
 * *found: it is known here. The bytes are needed until the next call. An error:
 * nobody could look. NULL for a function: none is known.
 */
typedef const struct err *(*dictionary_find)(void *data,
    const struct changeset_head *head, const struct hash *hash,
    struct slice *out, bool *found);

/*
 * The record key and the plain bytes of the i-th entry (after unseal). On error
 * the record key is wiped and nothing is appended.
 * ERR_SIGNATURE  not authentic    ERR_NOT_FOUND  unknown dictionary
 * ERR_STATE      no changeset_unseal() before
 * ERR_FORMAT, ERR_LIMIT           as deflate_unpack()
 * and what find() ended with
 */
const struct err *changeset_entry(struct buf *plain,
    struct secret_key *record_key, const struct changeset *changeset, size_t i,
    dictionary_find find, void *data) MUST_CHECK;
/* The same when the record key is known already and no batch key is needed. */
const struct err *changeset_entry_with_key(struct buf *plain,
    const struct secret_key *record_key, const struct changeset *changeset,
    size_t i, dictionary_find find, void *data) MUST_CHECK;

/* Append what the header says, line by line, for people. */
void changeset_print(struct buf *out, const struct changeset *changeset);

#endif
