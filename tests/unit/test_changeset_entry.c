/* What an entry is bound to, and writers that lie about it. */
#include "changeset_sample.h"

#include "kit/base/deflate.h"

static size_t
first_entry(const struct buf *bytes)
{
	return (size_t)bytes->data[14] << 8 | bytes->data[15];
}

/* Opened by its commitment, or with the known key: neither takes entry i. */
static void
check_refused(struct slice bytes, const struct hash *as_study, size_t i,
    const char *text)
{
	struct buf plain = BUF_INIT;
	struct secret_key key;
	struct changeset *c;

	CHECK_OK(changeset_open(&c, bytes, as_study));
	if (c == NULL)
		return;
	CHECK_OK(changeset_unseal(c, &readers[0]));
	CHECK_ERR(changeset_entry(&plain, &key, c, i, find_dictionary, NULL),
	    ERR_SIGNATURE, text);
	CHECK_ERR(changeset_entry_with_key(&plain, &record_keys[i], c, i,
	    find_dictionary, NULL), ERR_SIGNATURE, "does not open");
	CHECK_INT(plain.len, 0);
	changeset_free(c);
	buf_free(&plain);
}

static const struct err *
cannot_look(void *data, const struct changeset_head *head,
    const struct hash *hash, struct slice *out, bool *found)
{
	(void)data;
	(void)head;
	(void)hash;
	(void)out;
	(void)found;
	return err_new(ERR_IO, "no page of it can be read");
}

/* A dictionary that cannot be read for a moment is not an unknown one. */
static void
test_unreadable_dictionary(void)
{
	struct buf bytes = BUF_INIT, plain = BUF_INIT;
	struct secret_key key;
	struct changeset *c;

	sample(&bytes);
	CHECK_OK(changeset_open(&c, buf_slice(&bytes), NULL));
	CHECK_OK(changeset_unseal(c, &readers[0]));
	CHECK_ERR(changeset_entry(&plain, &key, c, 1, cannot_look, NULL),
	    ERR_IO, "no page of it");
	CHECK_INT(plain.len, 0);
	changeset_free(c);
	buf_free(&plain);
	buf_free(&bytes);
}

static void
test_other_study(void)
{
	struct buf bytes = BUF_INIT;

	sample(&bytes);
	memcpy(bytes.data + AT_STUDY, &other_study, sizeof(other_study));
	sign_again(&bytes);
	CHECK_ERR(open_only(buf_slice(&bytes)), ERR_FOREIGN, "another study");
	check_refused(buf_slice(&bytes), NULL, 0, "not authentic");
	check_refused(buf_slice(&bytes), &other_study, 1, "not authentic");
	buf_free(&bytes);
}

/* What binds an entry: any of these changed, it does not open. */
static void
test_bound(void)
{
	static const size_t places[] = { AT_CHAIN + 2, AT_NUMBER + 7 };
	struct buf bytes = BUF_INIT;

	for (size_t i = 0; i < 2; i++) {
		buf_reset(&bytes);
		sample(&bytes);
		bytes.data[places[i]] = 9;
		sign_again(&bytes);
		check_refused(buf_slice(&bytes), &study, 0, "not authentic");
	}
	buf_reset(&bytes);
	sample(&bytes);
	bytes.data[first_entry(&bytes) + 4] = ENTRY_CHECKPOINT;
	sign_again(&bytes);
	check_refused(buf_slice(&bytes), &study, 0, "not authentic");
	buf_free(&bytes);
}

/* Another device signs what it took from this one. */
static void
test_stolen(void)
{
	struct sign_pair honest = device;
	struct buf bytes = BUF_INIT;

	sample(&bytes);
	sign_pair_new(&device);
	memcpy(bytes.data + AT_DEVICE, &device.public, SIGN_PUBLIC_BYTES);
	sign_again(&bytes);
	check_refused(buf_slice(&bytes), &study, 0, "not authentic");
	device = honest;
	buf_free(&bytes);
}

static void
test_swapped_entries(void)
{
	struct changeset_head head = sample_head();
	struct buf a = BUF_INIT, b = BUF_INIT;
	size_t from, len;

	sample(&a);
	head.number = 8;
	CHECK_OK(encode(&b, &head));
	CHECK_INT(first_entry(&a), first_entry(&b));
	from = first_entry(&a);
	len = a.len - SIGNATURE_BYTES - from;
	CHECK_INT(a.len, b.len);
	memcpy(b.data + from, a.data + from, len);
	sign_again(&b);
	check_refused(buf_slice(&b), &study, 0, "not authentic");
	check_refused(buf_slice(&b), &study, 1, "not authentic");
	buf_free(&a);
	buf_free(&b);
}

static void
test_sealed_key(void)
{
	struct buf bytes = BUF_INIT;
	struct changeset *c;

	sample(&bytes);
	bytes.data[AT_COMMITMENT] ^= 1;
	sign_again(&bytes);
	CHECK_OK(changeset_open(&c, buf_slice(&bytes), &study));
	CHECK_ERR(changeset_unseal(c, &readers[0]), ERR_SIGNATURE,
	    "another than its header says");
	changeset_free(c);

	bytes.data[AT_COMMITMENT] ^= 1;
	bytes.data[AT_PROGRAM + 71 + 20] ^= 1;
	bytes.data[AT_PROGRAM + 71 + RECIPIENT_BYTES + 20] ^= 1;
	sign_again(&bytes);
	CHECK_OK(changeset_open(&c, buf_slice(&bytes), &study));
	CHECK_ERR(changeset_unseal(c, &readers[1]), ERR_SIGNATURE,
	    "does not open");
	changeset_free(c);

	memcpy(bytes.data + AT_PROGRAM + 71 + RECIPIENT_BYTES,
	    bytes.data + AT_PROGRAM + 71, RECIPIENT_BYTES);
	sign_again(&bytes);
	CHECK_ERR(open_only(buf_slice(&bytes)), ERR_FORMAT, "named twice");
	buf_free(&bytes);
}

/*
 * A writer that follows the byte table and not our code, so that it can lie.
 */
struct forged {
	struct slice packed, dictionary;
	size_t plain_bytes_max;
	struct secret_key wrapped, checked, encrypted;
};

static void
forged_derive(struct secret_key *out, const struct secret_key *key,
    const char *what_for, const struct buf *bound)
{
	struct buf context = BUF_INIT;

	buf_addf(&context, "%s", what_for);
	buf_add_slice(&context, buf_slice(bound));
	crypto_derive(out, key, buf_slice(&context));
	buf_free(&context);
}

static void
forge_header(struct buf *out, const struct forged *f,
    const struct secret_key *batch, const struct hash *dictionary)
{
	static const uint8_t zeroes[64];
	bool used = f->dictionary.len > 0;
	struct hash commitment;
	struct key_id id;
	uint8_t sealed[SEALED_KEY_BYTES];

	crypto_hash(&commitment, slice_of(batch, KEY_BYTES));
	buf_append(out, "\211RCL\r\n\032\n\0\1\0\0", 12);
	buf_add_u32(out, 216 + 2 + 1 + 2 + 2 + (used ? 32 : 0) + 2 + 96 + 4);
	buf_add_u32(out, 1);
	buf_add_u32(out, (uint32_t)f->plain_bytes_max);
	buf_append(out, "recolte change set\0\0\0\0\0", 24);
	buf_append(out, study.bytes, HASH_BYTES);
	buf_append(out, device.public.bytes, SIGN_PUBLIC_BYTES);
	buf_add_u64(out, 5);
	buf_add_u64(out, 1);
	buf_append(out, zeroes, 56);
	buf_append(out, commitment.bytes, HASH_BYTES);
	buf_append(out, "\0\1x\0\0\0", 6);
	buf_add_byte(out, used);
	buf_append(out, dictionary->bytes, used ? HASH_BYTES : 0);
	seal_key_id(&id, &readers[0].public);
	CHECK(crypto_seal_key(sealed, batch, &readers[0].public));
	buf_add_u16(out, 1);
	buf_append(out, id.bytes, KEY_ID_BYTES);
	buf_append(out, sealed, sizeof(sealed));
	buf_add_u32(out, 0);
}

static void
forge(struct buf *out, const struct forged *f)
{
	static const uint8_t no_nonce[AEAD_NONCE_BYTES];
	struct secret_key batch = { { 3 } }, wrap, check, key;
	struct hash dictionary = { { 0 } };
	uint8_t signature[SIGNATURE_BYTES];
	struct buf bound = BUF_INIT;

	if (f->dictionary.len > 0)
		crypto_hash(&dictionary, f->dictionary);
	forge_header(out, f, &batch, &dictionary);
	buf_append(&bound, study.bytes, HASH_BYTES);
	buf_append(&bound, device.public.bytes, SIGN_PUBLIC_BYTES);
	buf_append(&bound, "\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\1\0\0\0\0\1", 21);
	buf_append(&bound, dictionary.bytes, HASH_BYTES);
	forged_derive(&wrap, &batch, "recolte wrap 1", &bound);
	forged_derive(&check, &f->checked, "recolte check 1", &bound);
	forged_derive(&key, &f->encrypted, "recolte entry 1", &bound);
	buf_add_u32(out, (uint32_t)f->packed.len + AEAD_TAG_BYTES);
	buf_append(out, f->dictionary.len > 0 ? "\1\1\0\0" : "\1\0\0\0", 4);
	aead_encrypt(out, slice_of(&f->wrapped, KEY_BYTES), SLICE_EMPTY,
	    no_nonce, &wrap);
	buf_append(out, &check, KEY_BYTES);
	buf_append(out, no_nonce, AEAD_NONCE_BYTES);
	aead_encrypt(out, f->packed, buf_slice(&bound), no_nonce, &key);
	crypto_sign(signature, buf_slice(out), &device);
	buf_append(out, signature, sizeof(signature));
	buf_free(&bound);
}

static const struct err *
read_forged(struct buf *plain, const struct forged *f)
{
	struct buf bytes = BUF_INIT;
	struct secret_key key;
	struct changeset *c;
	const struct err *err;

	forge(&bytes, f);
	CHECK_OK(changeset_open(&c, buf_slice(&bytes), &study));
	CHECK_OK(changeset_unseal(c, &readers[0]));
	err = changeset_entry(plain, &key, c, 0, find_dictionary, NULL);
	if (err)
		CHECK_INT(plain->len, 0);
	changeset_free(c);
	buf_free(&bytes);
	return err;
}

static void
test_forged(void)
{
	struct buf packed = BUF_INIT, plain = BUF_INIT;
	struct forged f = { .plain_bytes_max = 100, .wrapped = { { 9 } },
		.checked = { { 9 } }, .encrypted = { { 9 } } };

	/* Two writers of one table agree. */
	deflate_pack(&packed, slice_str(first_text), SLICE_EMPTY);
	f.packed = buf_slice(&packed);
	CHECK_OK(read_forged(&plain, &f));
	CHECK_STR(buf_str(&plain), first_text);
	buf_reset(&plain);

	/* The key that opens the entry is not the one that is wrapped. */
	f.encrypted.bytes[0] = 8;
	CHECK_ERR(read_forged(&plain, &f), ERR_SIGNATURE, "does not open");
	f.encrypted.bytes[0] = 9;
	f.checked.bytes[0] = 8;
	CHECK_ERR(read_forged(&plain, &f), ERR_SIGNATURE, "does not open");
	f.checked.bytes[0] = 9;

	/* A dictionary that the stream does without, and the reverse. */
	f.dictionary = slice_str(dictionary_text);
	CHECK_ERR(read_forged(&plain, &f), ERR_FORMAT, "its dictionary");
	buf_reset(&packed);
	deflate_pack(&packed, slice_str(first_text), f.dictionary);
	f.packed = buf_slice(&packed);
	CHECK_OK(read_forged(&plain, &f));
	buf_reset(&plain);
	f.dictionary = SLICE_EMPTY;
	CHECK_ERR(read_forged(&plain, &f), ERR_FORMAT, "another dictionary");

	/* One byte too many, and a bomb. */
	buf_reset(&packed);
	deflate_pack(&packed, slice_str(first_text), SLICE_EMPTY);
	f.packed = buf_slice(&packed);
	f.plain_bytes_max = strlen(first_text) - 1;
	CHECK_ERR(read_forged(&plain, &f), ERR_LIMIT, "entry 1: unpacks to");
	buf_reset(&packed);
	memset(buf_extend(&plain, 64 << 20), 0, 64 << 20);
	deflate_pack(&packed, buf_slice(&plain), SLICE_EMPTY);
	buf_reset(&plain);
	f.packed = buf_slice(&packed);
	f.plain_bytes_max = REVISION_BYTES_MAX;
	CHECK_ERR(read_forged(&plain, &f), ERR_LIMIT,
	    "unpacks to more than 1048576");

	/* Nothing that is a zlib stream. */
	f.packed = slice_str("abcdefgh");
	CHECK_ERR(read_forged(&plain, &f), ERR_FORMAT, "does not unpack");
	buf_free(&packed);
	buf_free(&plain);
}

/* Each dictionary once, and in the order of their use. */
static void
test_dictionaries(void)
{
	const struct changeset_draft_entry entries[] = {
		{ ENTRY_REVISION, slice_str("b"), record_keys[0],
		    slice_str("b") },
		{ ENTRY_REVISION, slice_str("a"), record_keys[0],
		    slice_str("a") },
		{ ENTRY_REVISION, slice_str("b"), record_keys[0],
		    slice_str("b") },
	};
	enum { AT_FIRST = AT_PROGRAM + 37 };
	struct changeset_head head = sample_head();
	struct buf bytes = BUF_INIT;
	uint8_t first[HASH_BYTES];

	CHECK_OK(changeset_encode(&bytes, &head, entries, 3,
	    &readers[0].public, 1, &device));
	CHECK_INT(bytes.data[AT_FIRST - 1], 2);
	memcpy(first, bytes.data + AT_FIRST, HASH_BYTES);
	memcpy(bytes.data + AT_FIRST, bytes.data + AT_FIRST + HASH_BYTES,
	    HASH_BYTES);
	sign_again(&bytes);
	CHECK_ERR(open_only(buf_slice(&bytes)), ERR_FORMAT, "named twice");
	memset(bytes.data + AT_FIRST, 0, HASH_BYTES);
	sign_again(&bytes);
	CHECK_ERR(open_only(buf_slice(&bytes)), ERR_FORMAT, "without a hash");
	/* Another's hash: what the entry is bound to no longer fits. */
	memset(bytes.data + AT_FIRST, 1, HASH_BYTES);
	sign_again(&bytes);
	check_refused(buf_slice(&bytes), &study, 0, "not authentic");
	memcpy(bytes.data + AT_FIRST, first, HASH_BYTES);
	sign_again(&bytes);
	CHECK_OK(open_only(buf_slice(&bytes)));
	buf_free(&bytes);
}

int
main(void)
{
	set_up();
	test_unreadable_dictionary();
	test_other_study();
	test_bound();
	test_stolen();
	test_swapped_entries();
	test_sealed_key();
	test_forged();
	test_dictionaries();
	return CHECK_DONE();
}
