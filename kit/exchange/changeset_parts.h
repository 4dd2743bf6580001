/*
 * changeset_parts.h - what the files that write and read a change set share;
 * nobody else includes it. changeset.h has the byte table.
 *
 * changeset.c        the whole: encode, open, unseal
 * changeset_head.c   the header, written and read
 * changeset_entry.c  an entry, written, read and opened
 */
#ifndef RECOLTE_EXCHANGE_CHANGESET_PARTS_H
#define RECOLTE_EXCHANGE_CHANGESET_PARTS_H

#include "kit/exchange/changeset.h"

enum {
	MAGIC_BYTES = 8,
	PURPOSE_BYTES = 24,
	HEADER_BYTES_AT = 12,		/* where H stands */
	RECIPIENT_BYTES = KEY_ID_BYTES + SEALED_KEY_BYTES,
	WRAPPED_BYTES = KEY_BYTES + AEAD_TAG_BYTES,
	ENTRY_FIXED_BYTES = 8 + WRAPPED_BYTES + HASH_BYTES + AEAD_NONCE_BYTES,
	EXTENSION_CRITICAL = 1,
	CIPHER_BYTES_MIN = AEAD_TAG_BYTES + 8,	/* zlib's shortest is 8 */
	/* What zlib and the tag can add to a revision that does not shrink. */
	CIPHER_BYTES_MAX = REVISION_BYTES_MAX + (REVISION_BYTES_MAX >> 8) + 128
};

/* An entry as it lies in the bytes. */
struct changeset_entry {
	enum entry_kind kind;
	unsigned dictionary;		/* place in the list from 1, or 0 */
	struct slice wrapped, cipher;
	const uint8_t *check, *nonce;
};

struct changeset {
	struct changeset_head head;
	char program[CHANGESET_PROGRAM_BYTES_MAX + 1];
	uint64_t *replaced;
	struct hash hash, commitment;
	size_t plain_bytes_max;
	struct slice dictionaries, recipients;	/* the lists' bytes */
	struct changeset_entry *entries;
	size_t entry_count;
	unsigned newer_extension, newer_kind;	/* 0, or what is not known */
	bool unsealed;
	struct secret_key batch_key;
};

struct changeset_encoder {
	struct buf out;
	const struct changeset_head *head;	/* with the signer's key */
	struct secret_key batch_key;
	struct slice dictionaries[CHANGESET_DICTIONARIES_MAX];
	struct hash hashes[CHANGESET_DICTIONARIES_MAX];
	size_t dictionary_count;
};

const struct err *changeset_refuse(const char *what);
const struct err *changeset_over_limit(const char *what, size_t count,
    size_t max);
bool changeset_is_zero(struct slice bytes);

/* List each dictionary once, in the order of its first use. */
const struct err *changeset_list_dictionaries(struct changeset_encoder *e,
    const struct changeset_draft_entry *entries, size_t count) MUST_CHECK;
const struct err *changeset_write_head(struct changeset_encoder *e,
    size_t entry_count, const struct seal_public *recipients,
    size_t recipient_count) MUST_CHECK;
void changeset_write_entry(struct changeset_encoder *e,
    const struct changeset_draft_entry *entry, size_t i);

const struct err *changeset_read_magic(struct reader *r) MUST_CHECK;
/* The rest of the header; whole is the length of the file. */
const struct err *changeset_read_head(struct changeset *c, struct reader *r,
    size_t whole) MUST_CHECK;
const struct err *changeset_read_entry(struct changeset *c,
    struct changeset_entry *entry, struct reader *r) MUST_CHECK;

#endif
