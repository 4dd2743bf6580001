#include "kit/exchange/changeset.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/deflate.h"

enum {
	MAGIC_BYTES = 8,
	PURPOSE_BYTES = 24,
	HEADER_BYTES_AT = 12,		/* where H stands */
	RECIPIENT_BYTES = KEY_ID_BYTES + SEALED_KEY_BYTES,
	WRAPPED_BYTES = KEY_BYTES + AEAD_TAG_BYTES,
	ENTRY_FIXED_BYTES = 8 + WRAPPED_BYTES + HASH_BYTES + AEAD_NONCE_BYTES,
	EXTENSION_FIXED_BYTES = 8,
	EXTENSION_CRITICAL = 1,
	CIPHER_BYTES_MIN = AEAD_TAG_BYTES + 8,	/* zlib's shortest is 8 */
	/* What zlib and the tag can add to a revision that does not shrink. */
	CIPHER_BYTES_MAX = REVISION_BYTES_MAX + (REVISION_BYTES_MAX >> 8) + 128
};

static const uint8_t magic[MAGIC_BYTES] =
    { 0x89, 'R', 'C', 'L', 0x0d, 0x0a, 0x1a, 0x0a };
static const uint8_t purpose[PURPOSE_BYTES] = "recolte change set";
static const struct hash no_hash;
/* The wrapping key is used for one message, so its nonce can be constant. */
static const uint8_t no_nonce[AEAD_NONCE_BYTES];

/* An entry as it lies in the bytes. */
struct entry {
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
	struct entry *entries;
	size_t entry_count;
	unsigned newer_extension, newer_kind;	/* 0, or what is not known */
	bool unsealed;
	struct secret_key batch_key;
};

/* What an entry is bound to; see the header. */

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

/* Writing. */

struct encoder {
	struct buf out;
	const struct changeset_head *head;	/* with the signer's key */
	struct secret_key batch_key;
	struct slice dictionaries[CHANGESET_DICTIONARIES_MAX];
	struct hash hashes[CHANGESET_DICTIONARIES_MAX];
	size_t dictionary_count;
};

static void
add_zeroes(struct buf *out, size_t count)
{
	memset(buf_extend(out, count), 0, count);
}

/* The place from 1 of a dictionary in the list; 0 when it is not there. */
static size_t
dictionary_place(const struct encoder *e, struct slice dictionary)
{
	for (size_t i = 0; i < e->dictionary_count; i++)
		if (slice_equal(e->dictionaries[i], dictionary))
			return i + 1;
	return 0;
}

static const struct err *
collect_dictionaries(struct encoder *e,
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

static void
add_fixed_header(struct encoder *e, size_t entry_count)
{
	const struct changeset_head *head = e->head;
	struct hash commitment;

	crypto_hash(&commitment, slice_of(e->batch_key.bytes, KEY_BYTES));
	buf_append(&e->out, magic, MAGIC_BYTES);
	buf_add_u16(&e->out, CHANGESET_VERSION);
	buf_add_u16(&e->out, 0);
	buf_add_u32(&e->out, 0);	/* H, filled in when it is known */
	buf_add_u32(&e->out, (uint32_t)entry_count);
	buf_add_u32(&e->out, REVISION_BYTES_MAX);
	buf_append(&e->out, purpose, PURPOSE_BYTES);
	buf_append(&e->out, head->study.bytes, HASH_BYTES);
	buf_append(&e->out, head->device.bytes, SIGN_PUBLIC_BYTES);
	buf_add_u64(&e->out, head->chain);
	buf_add_u64(&e->out, head->number);
	buf_add_byte(&e->out, (uint8_t)head->previous_kind);
	add_zeroes(&e->out, 7);
	buf_append(&e->out, head->previous.bytes, HASH_BYTES);
	buf_add_u64(&e->out, head->continues_chain);
	buf_add_u64(&e->out, head->continues_number);
	buf_append(&e->out, commitment.bytes, HASH_BYTES);
}

static int
compare_recipients(const void *a, const void *b)
{
	return memcmp(a, b, KEY_ID_BYTES);
}

static const struct err *
add_recipients(struct encoder *e, const struct seal_public *recipients,
    size_t count)
{
	uint8_t *first, *at;

	buf_add_u16(&e->out, (uint16_t)count);
	first = at = buf_extend(&e->out, count * RECIPIENT_BYTES);
	for (size_t i = 0; i < count; i++, at += RECIPIENT_BYTES) {
		struct key_id id;

		seal_key_id(&id, &recipients[i]);
		memcpy(at, id.bytes, KEY_ID_BYTES);
		if (!crypto_seal_key(at + KEY_ID_BYTES, &e->batch_key,
		    &recipients[i]))
			return err_new(ERR_FORMAT, "change set: recipient %zu "
			    "has a sealing key that protects nothing", i + 1);
	}
	qsort(first, count, RECIPIENT_BYTES, compare_recipients);
	return NULL;
}

static const struct err *
add_header(struct encoder *e, size_t entry_count,
    const struct seal_public *recipients, size_t recipient_count)
{
	const struct changeset_head *head = e->head;
	struct buf length = BUF_INIT;
	const struct err *err;

	add_fixed_header(e, entry_count);
	buf_add_u16(&e->out, (uint16_t)strlen(head->program));
	buf_add(&e->out, head->program);
	buf_add_u16(&e->out, (uint16_t)head->replaced_count);
	for (size_t i = 0; i < head->replaced_count; i++)
		buf_add_u64(&e->out, head->replaced[i]);
	buf_add_u16(&e->out, (uint16_t)e->dictionary_count);
	for (size_t i = 0; i < e->dictionary_count; i++)
		buf_append(&e->out, e->hashes[i].bytes, HASH_BYTES);
	err = add_recipients(e, recipients, recipient_count);
	if (err)
		return err;
	buf_add_u32(&e->out, (uint32_t)head->extensions.len);
	buf_add_slice(&e->out, head->extensions);
	buf_add_u32(&length, (uint32_t)e->out.len);
	memcpy(e->out.data + HEADER_BYTES_AT, length.data, length.len);
	buf_free(&length);
	return NULL;
}

static void
add_entry(struct encoder *e, const struct changeset_draft_entry *entry,
    size_t i)
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

static const struct err *
add_entries(struct encoder *e, const struct changeset_draft_entry *entries,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (entries[i].bytes.len > REVISION_BYTES_MAX)
			return err_new(ERR_LIMIT, "change set: entry %zu has "
			    "%zu bytes, more than %d", i + 1,
			    entries[i].bytes.len, REVISION_BYTES_MAX);
		add_entry(e, &entries[i], i);
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
sign_and_check(struct encoder *e, const struct sign_pair *signer)
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
	struct encoder e = { .out = BUF_INIT, .head = &signed_head };
	const struct err *err;

	signed_head.device = signer->public;
	err = check_counts(head, entry_count, recipient_count);
	if (err == NULL)
		err = collect_dictionaries(&e, entries, entry_count);
	if (err)
		return err;
	crypto_random(e.batch_key.bytes, KEY_BYTES);
	err = add_header(&e, entry_count, recipients, recipient_count);
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

/* Reading. */

static const struct err *
refuse(const char *what)
{
	return err_new(ERR_FORMAT, "change set: %s", what);
}

static const struct err *
over_limit(const char *what, size_t count, size_t max)
{
	return err_new(ERR_LIMIT, "change set: %zu %s, more than %zu", count,
	    what, max);
}

static bool
is_zero(struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.data[i] != 0)
			return false;
	return true;
}

/* A list that stands behind its count: the items' bytes, still unlooked at. */
static const struct err *
take_list(struct slice *out, size_t *count, struct reader *r,
    size_t item_bytes, size_t max, const char *what)
{
	*count = reader_u16(r);
	if (*count > max)
		return over_limit(what, *count, max);
	*out = reader_take(r, *count * item_bytes);
	return r->failed ? refuse("torn in its header") : NULL;
}

static const struct err *
check_magic(struct reader *r)
{
	unsigned version;

	if (!slice_equal(reader_take(r, MAGIC_BYTES),
	    slice_of(magic, MAGIC_BYTES)))
		return refuse("not one: its first bytes are others");
	version = reader_u16(r);
	if (r->failed || version == 0)
		return refuse("torn in its first bytes");
	if (version > CHANGESET_VERSION)
		return err_new(ERR_NEWER, "change set: format %u is newer than "
		    "this program: update it", version);
	return NULL;
}

/* What a chain's change sets say of the one before them. */
static const struct err *
check_previous(const struct changeset_head *head)
{
	bool first = head->number == 1;
	bool continues = head->previous_kind == PREVIOUS_CONTINUES;

	if (first != (head->previous_kind != PREVIOUS_SAME))
		return refuse("its number and what comes before it disagree");
	if (hash_is_zero(&head->previous) !=
	    (head->previous_kind == PREVIOUS_NONE))
		return refuse("the hash before it is missing or too much");
	if ((head->continues_chain != 0) != continues ||
	    (head->continues_number != 0) != continues)
		return refuse("the chain it continues is missing or too much");
	if (continues && head->continues_chain == head->chain)
		return refuse("its chain continues itself");
	if (head->continues_number > CHANGESET_NUMBER_MAX)
		return err_new(ERR_LIMIT, "change set: it continues a number "
		    "over %d", CHANGESET_NUMBER_MAX);
	return NULL;
}

static const struct err *
check_numbers(const struct changeset *c, size_t entry_count)
{
	if (c->head.chain == 0 || c->head.number == 0)
		return refuse("without a chain or a number");
	if (c->head.number > CHANGESET_NUMBER_MAX)
		return err_new(ERR_LIMIT, "change set: its number is over %d",
		    CHANGESET_NUMBER_MAX);
	if (entry_count > CHANGESET_ENTRIES_MAX)
		return over_limit("entries", entry_count,
		    CHANGESET_ENTRIES_MAX);
	if (c->plain_bytes_max == 0)
		return refuse("its entries may hold nothing");
	if (c->plain_bytes_max > REVISION_BYTES_MAX)
		return over_limit("bytes allowed in an entry",
		    c->plain_bytes_max, REVISION_BYTES_MAX);
	return check_previous(&c->head);
}

static const struct err *
read_fixed_header(struct changeset *c, struct reader *r, size_t *header_bytes)
{
	struct slice zero, named, more;
	struct changeset_head *head = &c->head;
	unsigned previous_kind;

	zero = reader_take(r, 2);
	*header_bytes = reader_u32(r);
	c->entry_count = reader_u32(r);
	c->plain_bytes_max = reader_u32(r);
	named = reader_take(r, PURPOSE_BYTES);
	reader_copy(r, head->study.bytes, HASH_BYTES);
	reader_copy(r, head->device.bytes, SIGN_PUBLIC_BYTES);
	head->chain = reader_u64(r);
	head->number = reader_u64(r);
	previous_kind = reader_u8(r);
	more = reader_take(r, 7);
	reader_copy(r, head->previous.bytes, HASH_BYTES);
	head->continues_chain = reader_u64(r);
	head->continues_number = reader_u64(r);
	reader_copy(r, c->commitment.bytes, HASH_BYTES);
	if (r->failed)
		return refuse("torn in its header");
	if (!slice_equal(named, slice_of(purpose, PURPOSE_BYTES)))
		return refuse("made for another purpose");
	if (!is_zero(zero) || !is_zero(more) ||
	    previous_kind > PREVIOUS_CONTINUES)
		return refuse("bytes in its header mean nothing");
	head->previous_kind = (enum changeset_previous)previous_kind;
	return check_numbers(c, c->entry_count);
}

static const struct err *
read_program(struct changeset *c, struct reader *r)
{
	struct slice name;
	size_t len;
	const struct err *err;

	err = take_list(&name, &len, r, 1, CHANGESET_PROGRAM_BYTES_MAX,
	    "bytes in the program's name");
	if (err)
		return err;
	for (size_t i = 0; i < len; i++)
		if (name.data[i] < 0x20 || name.data[i] > 0x7e)
			return refuse("the program's name is not plain text");
	if (len > 0)
		memcpy(c->program, name.data, len);
	c->head.program = c->program;
	return NULL;
}

static const struct err *
read_replaced(struct changeset *c, struct reader *r)
{
	struct changeset_head *head = &c->head;
	struct slice list;
	struct reader numbers;
	uint64_t before = 0;
	const struct err *err;

	err = take_list(&list, &head->replaced_count, r, 8,
	    CHANGESET_REPLACED_MAX, "replaced numbers");
	if (err)
		return err;
	c->replaced = mem_alloc_n(head->replaced_count, sizeof(*c->replaced));
	head->replaced = c->replaced;
	numbers = reader_of(list);
	for (size_t i = 0; i < head->replaced_count; i++) {
		c->replaced[i] = reader_u64(&numbers);
		if (c->replaced[i] <= before || c->replaced[i] >= head->number)
			return refuse("the numbers it replaces are not "
			    "ascending, or not before its own");
		before = c->replaced[i];
	}
	return NULL;
}

static const struct err *
read_dictionaries(struct changeset *c, struct reader *r)
{
	size_t count;
	const struct err *err;

	err = take_list(&c->dictionaries, &count, r, HASH_BYTES,
	    CHANGESET_DICTIONARIES_MAX, "dictionaries");
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		if (hash_is_zero(changeset_dictionary(c, i)))
			return refuse("a dictionary without a hash");
		for (size_t j = 0; j < i; j++)
			if (hash_equal(changeset_dictionary(c, i),
			    changeset_dictionary(c, j)))
				return refuse("a dictionary named twice");
	}
	return NULL;
}

static const struct err *
read_recipients(struct changeset *c, struct reader *r)
{
	size_t count;
	const struct err *err;

	err = take_list(&c->recipients, &count, r, RECIPIENT_BYTES,
	    CHANGESET_RECIPIENTS_MAX, "recipients");
	if (err)
		return err;
	if (count == 0)
		return refuse("sealed to nobody");
	for (size_t i = 1; i < count; i++)
		if (memcmp(changeset_recipient(c, i - 1),
		    changeset_recipient(c, i), KEY_ID_BYTES) >= 0)
			return refuse("its recipients are not sorted, or one "
			    "is named twice");
	return NULL;
}

static const struct err *
read_extensions(struct changeset *c, struct reader *r)
{
	size_t len = reader_u32(r);
	struct reader area;
	unsigned before = 0;

	if (len > CHANGESET_EXTENSION_BYTES_MAX)
		return over_limit("bytes of extensions", len,
		    CHANGESET_EXTENSION_BYTES_MAX);
	c->head.extensions = reader_take(r, len);
	if (r->failed)
		return refuse("torn in its header");
	area = reader_of(c->head.extensions);
	while (area.rest.len > 0) {
		unsigned type = reader_u16(&area);
		unsigned flags = reader_u16(&area);

		reader_take(&area, reader_u32(&area));
		if (area.failed || type <= before)
			return refuse("its extensions are torn or not sorted");
		if (flags & ~(unsigned)EXTENSION_CRITICAL)
			return refuse("an extension's flags mean nothing");
		/* This version knows none, so a critical one is too new. */
		if (flags & EXTENSION_CRITICAL)
			c->newer_extension = type;
		before = type;
	}
	return NULL;
}

static const struct err *
read_header(struct changeset *c, struct reader *r, size_t whole)
{
	size_t header_bytes;
	const struct err *err;

	err = read_fixed_header(c, r, &header_bytes);
	if (err == NULL)
		err = read_program(c, r);
	if (err == NULL)
		err = read_replaced(c, r);
	if (err == NULL)
		err = read_dictionaries(c, r);
	if (err == NULL)
		err = read_recipients(c, r);
	if (err == NULL)
		err = read_extensions(c, r);
	if (err == NULL && whole - r->rest.len != header_bytes)
		err = refuse("its header is not as long as it says");
	return err;
}

static const struct err *
read_entry(struct changeset *c, struct entry *entry, struct reader *r)
{
	size_t cipher_bytes = reader_u32(r);
	unsigned kind = reader_u8(r);
	bool meaningless;

	entry->dictionary = reader_u8(r);
	meaningless = !is_zero(reader_take(r, 2));
	entry->wrapped = reader_take(r, WRAPPED_BYTES);
	entry->check = reader_take(r, HASH_BYTES).data;
	entry->nonce = reader_take(r, AEAD_NONCE_BYTES).data;
	if (!r->failed && cipher_bytes > CIPHER_BYTES_MAX)
		return over_limit("bytes in an entry", cipher_bytes,
		    CIPHER_BYTES_MAX);
	entry->cipher = reader_take(r, cipher_bytes);
	if (r->failed || cipher_bytes < CIPHER_BYTES_MIN)
		return refuse("torn in an entry");
	if (kind == 0 || meaningless)
		return refuse("bytes before an entry mean nothing");
	if (kind > ENTRY_CHECKPOINT)
		c->newer_kind = kind;
	entry->kind = (enum entry_kind)kind;
	return NULL;
}

/* Dictionaries are listed in the order of their first use, and all are used. */
static const struct err *
read_entries(struct changeset *c, struct reader *r)
{
	size_t used = 0;

	if (c->entry_count > r->rest.len / ENTRY_FIXED_BYTES)
		return refuse("torn: fewer bytes than its entries need");
	c->entries = mem_alloc_n(c->entry_count, sizeof(*c->entries));
	for (size_t i = 0; i < c->entry_count; i++) {
		const struct err *err = read_entry(c, &c->entries[i], r);

		if (err)
			return err;
		if (c->entries[i].dictionary > used + 1)
			return refuse("its dictionaries are not in order");
		if (c->entries[i].dictionary == used + 1)
			used++;
	}
	if (used != changeset_dictionary_count(c))
		return refuse("a dictionary that no entry uses, or one that is "
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
		return refuse("torn before its signature");
	if (r->rest.len > 0)
		return refuse("bytes behind its signature");
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
		return over_limit("bytes", bytes.len, CHANGESET_BYTES_MAX);
	err = check_magic(&r);
	if (err)
		return err;
	c = mem_alloc(sizeof(*c));
	err = read_header(c, &r, bytes.len);
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

/* Opening. */

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

static void
bound_of(struct buf *out, const struct changeset *c, size_t i)
{
	const struct entry *entry = &c->entries[i];

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
decrypt(struct buf *packed, const struct entry *entry,
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

static const struct err *
unpack(struct buf *plain, const struct changeset *c, size_t i,
    struct slice packed, dictionary_find find, void *data)
{
	unsigned place = c->entries[i].dictionary;
	struct slice dictionary = SLICE_EMPTY;
	char name[HASH_TEXT_MAX];
	const struct err *err;

	if (place != 0) {
		const struct hash *hash = changeset_dictionary(c, place - 1);

		hash_text(name, hash);
		if (find == NULL || !find(data, hash, &dictionary))
			return err_new(ERR_NOT_FOUND, "change set: entry %zu: "
			    "the form version with dictionary %s is not known "
			    "here", i + 1, name);
	}
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
	return changeset_entry_with_key(plain, record_key, c, i, find, data);
}
