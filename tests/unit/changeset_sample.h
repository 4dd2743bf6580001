/*
 * changeset_sample.h - a change set of two entries for tests, and the means to
 * change it and sign it again.
 */
#ifndef RECOLTE_TESTS_CHANGESET_SAMPLE_H
#define RECOLTE_TESTS_CHANGESET_SAMPLE_H

#include "check.h"

#include "kit/exchange/changeset.h"

/* Where things stand in the byte table of changeset.h. */
enum {
	AT_VERSION = 9, AT_ZERO = 10, AT_HEADER_BYTES = 12, AT_ENTRIES = 16,
	AT_LIMIT = 20, AT_PURPOSE = 24, AT_STUDY = 48, AT_DEVICE = 80,
	AT_CHAIN = 112, AT_NUMBER = 120, AT_PREVIOUS_KIND = 128,
	AT_ZEROES = 129, AT_PREVIOUS = 136, AT_CONTINUES = 168,
	AT_COMMITMENT = 184, AT_PROGRAM = 216,
	RECIPIENT_BYTES = 96, ENTRY_BYTES = 112
};

static const char first_text[] = "{\"q1\":\"oui\",\"q2\":\"non\"}";
static const char second_text[] = "{\"q1\":\"oui\",\"q2\":\"oui\"}";
static const char dictionary_text[] = "\"q1\":\"oui\",\"q2\":\"oui\"";

static struct hash study, other_study;
static struct sign_pair device;
static struct seal_pair readers[2], stranger;
static struct secret_key record_keys[2];

static inline void
set_up(void)
{
	CHECK_OK(crypto_start());
	memset(&study, 0x11, sizeof(study));
	memset(&other_study, 0x22, sizeof(other_study));
	sign_pair_new(&device);
	seal_pair_new(&readers[0]);
	seal_pair_new(&readers[1]);
	seal_pair_new(&stranger);
	crypto_random(record_keys, sizeof(record_keys));
}

static inline struct changeset_head
sample_head(void)
{
	static const uint64_t replaced[] = { 2, 5 };
	struct changeset_head head = {
		.study = study, .chain = 0xc0ffee, .number = 7,
		.previous_kind = PREVIOUS_SAME, .program = "collector 0.1.0",
		.replaced = replaced, .replaced_count = 2,
	};

	memset(&head.previous, 0x33, sizeof(head.previous));
	return head;
}

static inline const struct err *
encode(struct buf *out, const struct changeset_head *head)
{
	const struct changeset_draft_entry entries[] = {
		{ ENTRY_REVISION, slice_str(first_text), record_keys[0],
		    SLICE_EMPTY },
		{ ENTRY_CHECKPOINT, slice_str(second_text), record_keys[1],
		    slice_str(dictionary_text) },
	};
	const struct seal_public recipients[] =
	    { readers[0].public, readers[1].public };

	return changeset_encode(out, head, entries, 2, recipients, 2, &device);
}

static inline void
sample(struct buf *out)
{
	struct changeset_head head = sample_head();

	CHECK_OK(encode(out, &head));
}

static inline const struct err *
find_dictionary(void *data, const struct changeset_head *head,
    const struct hash *hash, struct slice *out, bool *found)
{
	struct slice known = slice_str(dictionary_text);
	struct hash mine;

	(void)head;
	crypto_hash(&mine, known);
	*found = data == NULL && hash_equal(&mine, hash);
	*out = *found ? known : SLICE_EMPTY;
	return NULL;
}

static inline const struct err *
open_only(struct slice bytes)
{
	struct changeset *c;
	const struct err *err = changeset_open(&c, bytes, &study);

	CHECK((c == NULL) == (err != NULL));
	changeset_free(c);
	return err;
}

/* Sign again what a test has changed: only the meaning may be wrong then. */
static inline void
sign_again(struct buf *bytes)
{
	uint8_t signature[SIGNATURE_BYTES];

	bytes->len -= SIGNATURE_BYTES;
	crypto_sign(signature, buf_slice(bytes), &device);
	buf_append(bytes, signature, sizeof(signature));
}

#endif
