#include "kit/exchange/changeset_parts.h"

#include <assert.h>
#include <string.h>

#include "kit/base/deflate.h"
#include "kit/base/mem.h"

static const struct hash no_hash;
/* The wrapping key is used for one message, so its nonce can be constant. */
static const uint8_t no_nonce[AEAD_NONCE_BYTES];

/* What an entry is bound to: see changeset.h. */
static void
add_bound(struct buf *out, const struct changeset_head *head, size_t i,
    enum entry_kind kind, const struct hash *dictionary)
{
	buf_append(out, head->study.bytes, HASH_BYTES);
	buf_append(out, head->device.bytes, SIGN_PUBLIC_BYTES);
	buf_add_u64(out, head->chain);
	buf_add_u64(out, head->number);
	buf_add_u32(out, (uint32_t)i);
	buf_add_byte(out, (uint8_t)kind);
	buf_append(out, dictionary->bytes, HASH_BYTES);
}

static void
derive(struct secret_key *out, const struct secret_key *key,
    const char *what_for, struct slice bound)
{
	struct buf context = BUF_INIT;

	buf_add(&context, what_for);
	buf_add_slice(&context, bound);
	crypto_derive(out, key, buf_slice(&context));
	buf_free(&context);
}

static size_t
dictionary_place(const struct changeset_encoder *e, struct slice dictionary)
{
	for (size_t i = 0; i < e->dictionary_count; i++)
		if (slice_equal(e->dictionaries[i], dictionary))
			return i + 1;
	return 0;
}

const struct err *
changeset_list_dictionaries(struct changeset_encoder *e,
    const struct changeset_draft_entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct slice dictionary = entries[i].dictionary;

		if (dictionary.len == 0 || dictionary_place(e, dictionary))
			continue;
		if (e->dictionary_count == CHANGESET_DICTIONARIES_MAX)
			return err_new(ERR_LIMIT, "change set: more than %d "
			    "dictionaries", CHANGESET_DICTIONARIES_MAX);
		crypto_hash(&e->hashes[e->dictionary_count], dictionary);
		e->dictionaries[e->dictionary_count++] = dictionary;
	}
	return NULL;
}

void
changeset_write_entry(struct changeset_encoder *e,
    const struct changeset_draft_entry *entry, size_t i)
{
	size_t place = dictionary_place(e, entry->dictionary);
	struct buf bound = BUF_INIT, packed = BUF_INIT;
	uint8_t nonce[AEAD_NONCE_BYTES];
	struct secret_key wrap, check, key;

	add_bound(&bound, e->head, i, entry->kind,
	    place ? &e->hashes[place - 1] : &no_hash);
	derive(&wrap, &e->batch_key, "recolte wrap 1", buf_slice(&bound));
	derive(&check, &entry->record_key, "recolte check 1",
	    buf_slice(&bound));
	derive(&key, &entry->record_key, "recolte entry 1", buf_slice(&bound));
	deflate_pack(&packed, entry->bytes, entry->dictionary);
	crypto_random(nonce, sizeof(nonce));

	buf_add_u32(&e->out, (uint32_t)(packed.len + AEAD_TAG_BYTES));
	buf_add_byte(&e->out, (uint8_t)entry->kind);
	buf_add_byte(&e->out, (uint8_t)place);
	buf_add_u16(&e->out, 0);
	aead_encrypt(&e->out, slice_of(entry->record_key.bytes, KEY_BYTES),
	    SLICE_EMPTY, no_nonce, &wrap);
	buf_append(&e->out, check.bytes, KEY_BYTES);
	buf_append(&e->out, nonce, sizeof(nonce));
	aead_encrypt(&e->out, buf_slice(&packed), buf_slice(&bound), nonce,
	    &key);
	mem_wipe(&wrap, sizeof(wrap));
	mem_wipe(&key, sizeof(key));
	buf_wipe(&packed);
	buf_free(&bound);
}

const struct err *
changeset_read_entry(struct changeset *c, struct changeset_entry *entry,
    struct reader *r)
{
	size_t cipher_bytes = reader_u32(r);
	unsigned kind = reader_u8(r);
	bool meaningless;

	entry->dictionary = reader_u8(r);
	meaningless = !changeset_is_zero(reader_take(r, 2));
	entry->wrapped = reader_take(r, WRAPPED_BYTES);
	entry->check = reader_take(r, HASH_BYTES).data;
	entry->nonce = reader_take(r, AEAD_NONCE_BYTES).data;
	if (!r->failed && cipher_bytes > CIPHER_BYTES_MAX)
		return changeset_over_limit("bytes in an entry", cipher_bytes,
		    CIPHER_BYTES_MAX);
	entry->cipher = reader_take(r, cipher_bytes);
	if (r->failed || cipher_bytes < CIPHER_BYTES_MIN)
		return changeset_refuse("torn in an entry");
	if (kind == 0 || meaningless)
		return changeset_refuse("bytes before an entry mean nothing");
	if (kind > ENTRY_CHECKPOINT)
		c->newer_kind = kind;
	entry->kind = (enum entry_kind)kind;
	return NULL;
}

/* Dictionaries are listed in the order of their first use, and all are used. */
static void
bound_of(struct buf *out, const struct changeset *c, size_t i)
{
	const struct changeset_entry *entry = &c->entries[i];

	add_bound(out, &c->head, i, entry->kind, entry->dictionary ?
	    changeset_dictionary(c, entry->dictionary - 1) : &no_hash);
}

static bool
unwrap(struct secret_key *record_key, const struct changeset *c, size_t i,
    struct slice bound)
{
	struct secret_key wrap;
	struct buf plain = BUF_INIT;
	bool ok;

	derive(&wrap, &c->batch_key, "recolte wrap 1", bound);
	ok = aead_decrypt(&plain, c->entries[i].wrapped, SLICE_EMPTY, no_nonce,
	    &wrap);
	if (ok)
		memcpy(record_key->bytes, plain.data, KEY_BYTES);
	mem_wipe(&wrap, sizeof(wrap));
	buf_wipe(&plain);
	return ok;
}

/* The check first: what it refuses is never deciphered. */
static bool
decrypt(struct buf *packed, const struct changeset_entry *entry,
    const struct secret_key *record_key, struct slice bound)
{
	struct secret_key check, key;
	bool ok;

	derive(&check, record_key, "recolte check 1", bound);
	derive(&key, record_key, "recolte entry 1", bound);
	ok = crypto_equal(check.bytes, entry->check, KEY_BYTES) &&
	    aead_decrypt(packed, entry->cipher, bound, entry->nonce, &key);
	mem_wipe(&check, sizeof(check));
	mem_wipe(&key, sizeof(key));
	return ok;
}

/* None is needed where the entry names none. */
static const struct err *
find_dictionary(struct slice *out, const struct changeset *c, size_t i,
    dictionary_find find, void *data)
{
	unsigned place = c->entries[i].dictionary;
	const struct err *err = NULL;
	const struct hash *hash;
	char name[HASH_TEXT_MAX];
	bool found = false;

	*out = SLICE_EMPTY;
	if (place == 0)
		return NULL;
	hash = changeset_dictionary(c, place - 1);
	if (find != NULL)
		err = find(data, &c->head, hash, out, &found);
	if (err || found)
		return err;
	hash_text(name, hash);
	return err_new(ERR_NOT_FOUND, "change set: entry %zu: the form version "
	    "with dictionary %s is not known here", i + 1, name);
}

static const struct err *
unpack(struct buf *plain, const struct changeset *c, size_t i,
    struct slice packed, dictionary_find find, void *data)
{
	struct slice dictionary;
	const struct err *err = find_dictionary(&dictionary, c, i, find, data);

	if (err)
		return err;
	err = deflate_unpack(plain, packed, dictionary, c->plain_bytes_max);
	return err ? err_in(err, "change set: entry %zu", i + 1) : NULL;
}

const struct err *
changeset_entry_with_key(struct buf *plain,
    const struct secret_key *record_key, const struct changeset *c, size_t i,
    dictionary_find find, void *data)
{
	struct buf bound = BUF_INIT, packed = BUF_INIT;
	const struct err *err;

	assert(i < c->entry_count);
	bound_of(&bound, c, i);
	if (decrypt(&packed, &c->entries[i], record_key, buf_slice(&bound)))
		err = unpack(plain, c, i, buf_slice(&packed), find, data);
	else
		err = err_new(ERR_SIGNATURE, "change set: entry %zu does not "
		    "open with its record's key", i + 1);
	buf_wipe(&packed);
	buf_free(&bound);
	return err;
}

const struct err *
changeset_entry(struct buf *plain, struct secret_key *record_key,
    const struct changeset *c, size_t i, dictionary_find find, void *data)
{
	struct buf bound = BUF_INIT;
	const struct err *err;
	bool ok;

	assert(i < c->entry_count);
	if (!c->unsealed)
		return err_new(ERR_STATE, "change set: not unsealed yet");
	bound_of(&bound, c, i);
	ok = unwrap(record_key, c, i, buf_slice(&bound));
	buf_free(&bound);
	if (!ok) {
		mem_wipe(record_key, sizeof(*record_key));
		return err_new(ERR_SIGNATURE, "change set: the key of entry "
		    "%zu is not authentic", i + 1);
	}
	err = changeset_entry_with_key(plain, record_key, c, i, find, data);
	if (err)
		mem_wipe(record_key, sizeof(*record_key));
	return err;
}
