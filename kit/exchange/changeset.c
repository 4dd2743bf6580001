#include "kit/exchange/changeset_parts.h"

#include <assert.h>
#include <string.h>

#include "kit/base/mem.h"

const struct err *
changeset_refuse(const char *what)
{
	return err_new(ERR_FORMAT, "change set: %s", what);
}

const struct err *
changeset_over_limit(const char *what, size_t count, size_t max)
{
	return err_new(ERR_LIMIT, "change set: %zu %s, more than %zu", count,
	    what, max);
}

bool
changeset_is_zero(struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.data[i] != 0)
			return false;
	return true;
}

/* A list that stands behind its count: the items' bytes, still unlooked at. */
static const struct err *
add_entries(struct changeset_encoder *e,
    const struct changeset_draft_entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (entries[i].bytes.len > REVISION_BYTES_MAX)
			return err_new(ERR_LIMIT, "change set: entry %zu has "
			    "%zu bytes, more than %d", i + 1,
			    entries[i].bytes.len, REVISION_BYTES_MAX);
		changeset_write_entry(e, &entries[i], i);
		if (e->out.len > CHANGESET_BYTES_MAX - SIGNATURE_BYTES)
			return err_new(ERR_LIMIT, "change set: more than %d "
			    "bytes with entry %zu", CHANGESET_BYTES_MAX, i + 1);
	}
	return NULL;
}

/* Counts must fit their fields before anything is written. */
static const struct err *
check_counts(const struct changeset_head *head, size_t entry_count,
    size_t recipient_count)
{
	const struct { const char *what; size_t count, max; } counts[] = {
		{ "entries", entry_count, CHANGESET_ENTRIES_MAX },
		{ "recipients", recipient_count, CHANGESET_RECIPIENTS_MAX },
		{ "replaced numbers", head->replaced_count,
		    CHANGESET_REPLACED_MAX },
		{ "bytes of extensions", head->extensions.len,
		    CHANGESET_EXTENSION_BYTES_MAX },
		{ "bytes in the program's name", strlen(head->program),
		    CHANGESET_PROGRAM_BYTES_MAX },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (counts[i].count > counts[i].max)
			return err_new(ERR_LIMIT, "change set: %zu %s, more "
			    "than %zu", counts[i].count, counts[i].what,
			    counts[i].max);
	return NULL;
}

/* What leaves must be readable: the decoder has the last word. */
static const struct err *
sign_and_check(struct changeset_encoder *e, const struct sign_pair *signer)
{
	struct changeset *changeset;
	uint8_t signature[SIGNATURE_BYTES];
	const struct err *err;

	crypto_sign(signature, buf_slice(&e->out), signer);
	buf_append(&e->out, signature, sizeof(signature));
	err = changeset_open(&changeset, buf_slice(&e->out), &e->head->study);
	changeset_free(changeset);
	return err;
}

const struct err *
changeset_encode(struct buf *out, const struct changeset_head *head,
    const struct changeset_draft_entry *entries, size_t entry_count,
    const struct seal_public *recipients, size_t recipient_count,
    const struct sign_pair *signer)
{
	struct changeset_head signed_head = *head;
	struct changeset_encoder e = { .out = BUF_INIT, .head = &signed_head };
	const struct err *err;

	signed_head.device = signer->public;
	err = check_counts(head, entry_count, recipient_count);
	if (err == NULL)
		err = changeset_list_dictionaries(&e, entries, entry_count);
	if (err)
		return err;
	crypto_random(e.batch_key.bytes, KEY_BYTES);
	err = changeset_write_head(&e, entry_count, recipients, recipient_count);
	if (err == NULL)
		err = add_entries(&e, entries, entry_count);
	if (err == NULL)
		err = sign_and_check(&e, signer);
	if (err == NULL)
		buf_add_slice(out, buf_slice(&e.out));
	mem_wipe(&e.batch_key, sizeof(e.batch_key));
	buf_free(&e.out);
	return err;
}

static const struct err *
read_entries(struct changeset *c, struct reader *r)
{
	size_t used = 0;

	if (c->entry_count > r->rest.len / ENTRY_FIXED_BYTES)
		return changeset_refuse("torn: fewer bytes than its entries need");
	c->entries = mem_alloc_n(c->entry_count, sizeof(*c->entries));
	for (size_t i = 0; i < c->entry_count; i++) {
		const struct err *err = changeset_read_entry(c, &c->entries[i], r);

		if (err)
			return err;
		if (c->entries[i].dictionary > used + 1)
			return changeset_refuse("its dictionaries are not in order");
		if (c->entries[i].dictionary == used + 1)
			used++;
	}
	if (used != changeset_dictionary_count(c))
		return changeset_refuse("a dictionary that no entry uses, or one that is "
		    "not listed");
	return NULL;
}

/* Only what is signed may ask for a newer program. */
static const struct err *
verify(const struct changeset *c, struct slice bytes, struct reader *r,
    const struct hash *study)
{
	const uint8_t *signature = reader_take(r, SIGNATURE_BYTES).data;

	if (r->failed)
		return changeset_refuse("torn before its signature");
	if (r->rest.len > 0)
		return changeset_refuse("bytes behind its signature");
	if (!crypto_verify(signature,
	    slice_of(bytes.data, bytes.len - SIGNATURE_BYTES), &c->head.device))
		return err_new(ERR_SIGNATURE, "change set: altered, its "
		    "signature does not fit");
	if (c->newer_extension || c->newer_kind)
		return err_new(ERR_NEWER, "change set: %s %u comes from a newer "
		    "program: update this one",
		    c->newer_extension ? "extension" : "an entry of kind",
		    c->newer_extension ? c->newer_extension : c->newer_kind);
	if (study != NULL && !hash_equal(study, &c->head.study))
		return err_new(ERR_FOREIGN, "change set: of another study");
	return NULL;
}

const struct err *
changeset_open(struct changeset **out, struct slice bytes,
    const struct hash *study)
{
	struct reader r = reader_of(bytes);
	struct changeset *c;
	const struct err *err;

	*out = NULL;
	if (bytes.len > CHANGESET_BYTES_MAX)
		return changeset_over_limit("bytes", bytes.len, CHANGESET_BYTES_MAX);
	err = changeset_read_magic(&r);
	if (err)
		return err;
	c = mem_alloc(sizeof(*c));
	err = changeset_read_head(c, &r, bytes.len);
	if (err == NULL)
		err = read_entries(c, &r);
	if (err == NULL)
		err = verify(c, bytes, &r, study);
	if (err) {
		changeset_free(c);
		return err;
	}
	crypto_hash(&c->hash, bytes);
	*out = c;
	return NULL;
}

void
changeset_free(struct changeset *c)
{
	if (c == NULL)
		return;
	mem_wipe(&c->batch_key, sizeof(c->batch_key));
	mem_free(c->replaced);
	mem_free(c->entries);
	mem_free(c);
}

const struct changeset_head *
changeset_head(const struct changeset *c)
{
	return &c->head;
}

const struct hash *
changeset_hash(const struct changeset *c)
{
	return &c->hash;
}

size_t
changeset_plain_bytes_max(const struct changeset *c)
{
	return c->plain_bytes_max;
}

size_t
changeset_recipient_count(const struct changeset *c)
{
	return c->recipients.len / RECIPIENT_BYTES;
}

const struct key_id *
changeset_recipient(const struct changeset *c, size_t i)
{
	assert(i < changeset_recipient_count(c));
	return (const struct key_id *)(c->recipients.data +
	    i * RECIPIENT_BYTES);
}

size_t
changeset_dictionary_count(const struct changeset *c)
{
	return c->dictionaries.len / HASH_BYTES;
}

const struct hash *
changeset_dictionary(const struct changeset *c, size_t i)
{
	assert(i < changeset_dictionary_count(c));
	return (const struct hash *)(c->dictionaries.data + i * HASH_BYTES);
}

size_t
changeset_entry_count(const struct changeset *c)
{
	return c->entry_count;
}

enum entry_kind
changeset_entry_kind(const struct changeset *c, size_t i)
{
	assert(i < c->entry_count);
	return c->entries[i].kind;
}

size_t
changeset_entry_bytes(const struct changeset *c, size_t i)
{
	assert(i < c->entry_count);
	return c->entries[i].cipher.len;
}

static const uint8_t *
find_sealed_key(const struct changeset *c, const struct seal_public *public)
{
	struct key_id id;

	seal_key_id(&id, public);
	for (size_t i = 0; i < changeset_recipient_count(c); i++) {
		const uint8_t *at = c->recipients.data + i * RECIPIENT_BYTES;

		if (memcmp(at, id.bytes, KEY_ID_BYTES) == 0)
			return at + KEY_ID_BYTES;
	}
	return NULL;
}

const struct err *
changeset_unseal(struct changeset *c, const struct seal_pair *mine)
{
	const uint8_t *sealed = find_sealed_key(c, &mine->public);
	struct secret_key batch_key;
	struct hash commitment;
	const struct err *err = NULL;

	if (sealed == NULL)
		return err_new(ERR_DENIED, "change set: not sealed to this "
		    "key");
	if (!crypto_open_key(&batch_key, sealed, mine))
		return err_new(ERR_SIGNATURE, "change set: the key that is "
		    "sealed to us does not open");
	crypto_hash(&commitment, slice_of(batch_key.bytes, KEY_BYTES));
	if (!crypto_equal(&commitment, &c->commitment, sizeof(commitment)))
		err = err_new(ERR_SIGNATURE, "change set: the key that is "
		    "sealed to us is another than its header says");
	if (err == NULL) {
		c->batch_key = batch_key;
		c->unsealed = true;
	}
	mem_wipe(&batch_key, sizeof(batch_key));
	return err;
}
