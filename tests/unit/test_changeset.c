#include "check.h"
#include "golden.h"

#include "kit/base/mem.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/deflate.h"

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

static void
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

static struct changeset_head
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

static const struct err *
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

static void
sample(struct buf *out)
{
	struct changeset_head head = sample_head();

	CHECK_OK(encode(out, &head));
}

static bool
find_dictionary(void *data, const struct hash *hash, struct slice *out)
{
	struct slice known = slice_str(dictionary_text);
	struct hash mine;

	crypto_hash(&mine, known);
	if (data != NULL || !hash_equal(&mine, hash))
		return false;
	*out = known;
	return true;
}

static const struct err *
open_only(struct slice bytes)
{
	struct changeset *c;
	const struct err *err = changeset_open(&c, bytes, &study);

	CHECK((c == NULL) == (err != NULL));
	changeset_free(c);
	return err;
}

/* Sign again what a test has changed: only the meaning may be wrong then. */
static void
sign_again(struct buf *bytes)
{
	uint8_t signature[SIGNATURE_BYTES];

	bytes->len -= SIGNATURE_BYTES;
	crypto_sign(signature, buf_slice(bytes), &device);
	buf_append(bytes, signature, sizeof(signature));
}

static void
check_entry(const struct changeset *c, size_t i, const char *text)
{
	struct buf plain = BUF_INIT;
	struct secret_key key;

	CHECK_OK(changeset_entry(&plain, &key, c, i, find_dictionary, NULL));
	CHECK_STR(buf_str(&plain), text);
	CHECK(crypto_equal(&key, &record_keys[i], sizeof(key)));
	buf_reset(&plain);
	CHECK_OK(changeset_entry_with_key(&plain, &record_keys[i], c, i,
	    find_dictionary, NULL));
	CHECK_STR(buf_str(&plain), text);
	buf_reset(&plain);
	CHECK_ERR(changeset_entry_with_key(&plain, &record_keys[!i], c, i,
	    find_dictionary, NULL), ERR_SIGNATURE, "does not open");
	CHECK_INT(plain.len, 0);
	buf_free(&plain);
}

static void
test_round(void)
{
	struct buf bytes = BUF_INIT, plain = BUF_INIT;
	struct changeset *c;
	const struct changeset_head *head;
	struct secret_key key;
	struct hash hash;

	sample(&bytes);
	CHECK_OK(changeset_open(&c, buf_slice(&bytes), &study));
	head = changeset_head(c);
	CHECK(hash_equal(&head->study, &study));
	CHECK(!memcmp(&head->device, &device.public, sizeof(head->device)));
	CHECK_INT(head->chain, 0xc0ffee);
	CHECK_INT(head->number, 7);
	CHECK_INT(head->previous_kind, PREVIOUS_SAME);
	CHECK_INT(head->previous.bytes[31], 0x33);
	CHECK_STR(head->program, "collector 0.1.0");
	CHECK_INT(head->replaced_count, 2);
	CHECK_INT(head->replaced[1], 5);
	CHECK_INT(changeset_entry_count(c), 2);
	CHECK_INT(changeset_entry_kind(c, 0), ENTRY_REVISION);
	CHECK_INT(changeset_entry_kind(c, 1), ENTRY_CHECKPOINT);
	CHECK_INT(changeset_dictionary_count(c), 1);
	CHECK_INT(changeset_recipient_count(c), 2);
	crypto_hash(&hash, buf_slice(&bytes));
	CHECK(hash_equal(changeset_hash(c), &hash));
	CHECK_ERR(changeset_entry(&plain, &key, c, 0, NULL, NULL), ERR_STATE,
	    "not unsealed");
	CHECK_ERR(changeset_unseal(c, &stranger), ERR_DENIED, "not sealed");
	for (size_t i = 0; i < 2; i++) {
		CHECK_OK(changeset_unseal(c, &readers[i]));
		check_entry(c, 0, first_text);
		check_entry(c, 1, second_text);
	}
	CHECK_ERR(changeset_entry(&plain, &key, c, 1, find_dictionary, &key),
	    ERR_NOT_FOUND, "is not known here");
	changeset_free(c);
	buf_free(&plain);
	buf_free(&bytes);
}

/* No byte can be changed, none taken away, none added. */
static void
test_altered(void)
{
	static const uint8_t flips[] = { 0x01, 0x80 };
	struct buf bytes = BUF_INIT;

	sample(&bytes);
	CHECK_OK(open_only(buf_slice(&bytes)));
	for (size_t i = 0; i < 2 * bytes.len; i++) {
		const struct err *err;

		bytes.data[i / 2] ^= flips[i % 2];
		err = open_only(buf_slice(&bytes));
		CHECK_RESULT(err != NULL && err->code != ERR_FOREIGN &&
		    err->code != ERR_INTERNAL,
		    "byte %zu altered: expected a refusal, saw %s", i / 2,
		    err ? err->msg : "success");
		bytes.data[i / 2] ^= flips[i % 2];
	}
	for (size_t len = 0; len < bytes.len; len++)
		CHECK_ERR(open_only(slice_of(bytes.data, len)), ERR_FORMAT, "");
	buf_add_byte(&bytes, 0);
	CHECK_ERR(open_only(buf_slice(&bytes)), ERR_FORMAT, "bytes behind");
	buf_free(&bytes);
}

struct patch {
	const char *what;
	size_t at;		/* bytes from here on are overwritten */
	uint8_t bytes[8];
	size_t len;
	enum err_code code;
	const char *text;
};

/* Signed, so that only what it says is wrong. */
static void
test_meaningless(void)
{
	static const struct patch patches[] = {
		{ "magic", 0, { 0x88 }, 1, ERR_FORMAT, "not one" },
		{ "envelope", 3, { 'E' }, 1, ERR_FORMAT, "not one" },
		{ "version 0", AT_VERSION, { 0 }, 1, ERR_FORMAT, "torn" },
		{ "version 2", AT_VERSION, { 2 }, 1, ERR_NEWER, "format 2" },
		{ "reserved", AT_ZERO, { 0, 1 }, 2, ERR_FORMAT, "nothing" },
		{ "header size", AT_HEADER_BYTES + 3, { 1 }, 1, ERR_FORMAT,
		    "not as long" },
		{ "entries", AT_ENTRIES, { 0, 0, 0x27, 0x11 }, 4, ERR_LIMIT,
		    "10001 entries, more than 10000" },
		{ "one entry more", AT_ENTRIES + 3, { 3 }, 1, ERR_FORMAT,
		    "torn" },
		{ "one entry less", AT_ENTRIES + 3, { 1 }, 1, ERR_FORMAT,
		    "no entry uses" },
		{ "all entries", AT_ENTRIES, { 0, 0, 0x27, 0x10 }, 4,
		    ERR_FORMAT, "fewer bytes than" },
		{ "no limit", AT_LIMIT, { 0, 0, 0, 0 }, 4, ERR_FORMAT,
		    "may hold nothing" },
		{ "limit", AT_LIMIT, { 0, 0x10, 0, 1 }, 4, ERR_LIMIT,
		    "1048577 bytes allowed" },
		{ "purpose", AT_PURPOSE, { 'R' }, 1, ERR_FORMAT, "purpose" },
		{ "purpose's end", AT_PURPOSE + 23, { 1 }, 1, ERR_FORMAT,
		    "purpose" },
		{ "no chain", AT_CHAIN, { 0 }, 8, ERR_FORMAT, "chain" },
		{ "number 0", AT_NUMBER, { 0 }, 8, ERR_FORMAT, "number" },
		{ "number 1", AT_NUMBER + 7, { 1 }, 1, ERR_FORMAT,
		    "disagree" },
		{ "large number", AT_NUMBER + 4, { 5, 0xf5, 0xe1, 0 }, 4,
		    ERR_LIMIT, "over 99999999" },
		{ "previous kind", AT_PREVIOUS_KIND, { 3 }, 1, ERR_FORMAT,
		    "nothing" },
		{ "continues", AT_PREVIOUS_KIND, { 2 }, 1, ERR_FORMAT,
		    "disagree" },
		{ "more reserved", AT_ZEROES + 6, { 1 }, 1, ERR_FORMAT,
		    "nothing" },
		{ "continued chain", AT_CONTINUES, { 1 }, 1, ERR_FORMAT,
		    "missing or too much" },
		{ "program's length", AT_PROGRAM, { 0, 65 }, 2, ERR_LIMIT,
		    "65 bytes in the program's name" },
		{ "program's text", AT_PROGRAM + 2, { 0x1b }, 1, ERR_FORMAT,
		    "plain text" },
		{ "replaced count", AT_PROGRAM + 17, { 4, 1 }, 2, ERR_LIMIT,
		    "1025 replaced" },
		{ "replaced zero", AT_PROGRAM + 26, { 0 }, 1, ERR_FORMAT,
		    "ascending" },
		{ "replaced order", AT_PROGRAM + 26, { 5 }, 1, ERR_FORMAT,
		    "ascending" },
		{ "replaced itself", AT_PROGRAM + 34, { 7 }, 1, ERR_FORMAT,
		    "not before" },
		{ "dictionaries", AT_PROGRAM + 35, { 0, 17 }, 2, ERR_LIMIT,
		    "17 dictionaries" },
		{ "no recipient", AT_PROGRAM + 69, { 0, 0 }, 2, ERR_FORMAT,
		    "sealed to nobody" },
		{ "recipients", AT_PROGRAM + 69, { 0, 33 }, 2, ERR_LIMIT,
		    "33 recipients" },
		{ "recipients' order", AT_PROGRAM + 71, { 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff }, 8, ERR_FORMAT,
		    "not sorted" },
		{ "extensions", AT_PROGRAM + 71 + 2 * RECIPIENT_BYTES,
		    { 0, 1, 0, 1 }, 4, ERR_LIMIT, "65537 bytes of" },
	};

	for (size_t i = 0; i < sizeof(patches) / sizeof(patches[0]); i++) {
		const struct patch *p = &patches[i];
		struct buf bytes = BUF_INIT;

		sample(&bytes);
		memcpy(bytes.data + p->at, p->bytes, p->len);
		sign_again(&bytes);
		CHECK_ERR(open_only(buf_slice(&bytes)), p->code, p->text);
		buf_free(&bytes);
	}
}

/* The same, in what stands before the first entry's ciphertext. */
static void
test_meaningless_entry(void)
{
	static const struct patch patches[] = {
		{ "short", 0, { 0, 0, 0, 23 }, 4, ERR_FORMAT, "torn" },
		{ "long", 0, { 0, 0, 1, 255 }, 4, ERR_FORMAT, "" },
		{ "huge", 0, { 0x7f, 0xff, 0xff, 0xff }, 4, ERR_LIMIT,
		    "2147483647 bytes in an entry" },
		{ "kind 0", 4, { 0 }, 1, ERR_FORMAT, "nothing" },
		{ "kind 3", 4, { 3 }, 1, ERR_NEWER, "kind 3" },
		{ "dictionary 2", 5, { 2 }, 1, ERR_FORMAT, "in order" },
		{ "reserved", 6, { 1 }, 1, ERR_FORMAT, "nothing" },
		{ "reserved too", 7, { 1 }, 1, ERR_FORMAT, "nothing" },
	};

	for (size_t i = 0; i < sizeof(patches) / sizeof(patches[0]); i++) {
		const struct patch *p = &patches[i];
		struct buf bytes = BUF_INIT;
		size_t first;

		sample(&bytes);
		first = (size_t)bytes.data[14] << 8 | bytes.data[15];
		memcpy(bytes.data + first + p->at, p->bytes, p->len);
		sign_again(&bytes);
		CHECK_ERR(open_only(buf_slice(&bytes)), p->code, p->text);
		buf_free(&bytes);
	}
}

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

static void
test_extensions(void)
{
	static const struct {
		const char *bytes;
		size_t len;
		int code;
		const char *text;
	} rows[] = {
		{ "\0\1\0\0\0\0\0\2hi\0\2\0\0\0\0\0\0", 18, 0, "" },
		{ "\0\7\0\1\0\0\0\0", 8, ERR_NEWER, "extension 7" },
		{ "\0\1\0\0\0\0\0\0\0\7\0\1\0\0\0\0", 16, ERR_NEWER, "7" },
		{ "\0\1\0\2\0\0\0\0", 8, ERR_FORMAT, "flags" },
		{ "\0\0\0\0\0\0\0\0", 8, ERR_FORMAT, "not sorted" },
		{ "\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0", 16, ERR_FORMAT,
		    "not sorted" },
		{ "\0\1\0\0\0\0\0\1", 8, ERR_FORMAT, "torn" },
		{ "\0\1\0\0\377\377\377\377", 8, ERR_FORMAT, "torn" },
		{ "\0\1\0", 3, ERR_FORMAT, "torn" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct changeset_head head = sample_head();
		struct buf bytes = BUF_INIT;
		struct changeset *c;

		head.extensions = slice_of(rows[i].bytes, rows[i].len);
		if (rows[i].code) {
			CHECK_ERR(encode(&bytes, &head),
			    (enum err_code)rows[i].code, rows[i].text);
			CHECK_INT(bytes.len, 0);
			continue;
		}
		CHECK_OK(encode(&bytes, &head));
		CHECK_OK(changeset_open(&c, buf_slice(&bytes), &study));
		CHECK(slice_equal(changeset_head(c)->extensions,
		    head.extensions));
		changeset_free(c);
		buf_free(&bytes);
	}
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

/* What a writer may not ask for. */
static void
test_refused_to_write(void)
{
	static const uint64_t many[CHANGESET_REPLACED_MAX + 1];
	struct buf out = BUF_INIT, big = BUF_INIT;
	struct seal_public to[CHANGESET_RECIPIENTS_MAX + 1] = { 0 };
	struct changeset_draft_entry entry = { .kind = ENTRY_REVISION };
	struct changeset_head head = sample_head();

	to[0] = to[1] = readers[0].public;
	CHECK_ERR(changeset_encode(&out, &head, &entry, 1, to, 0, &device),
	    ERR_FORMAT, "sealed to nobody");
	CHECK_ERR(changeset_encode(&out, &head, &entry, 1, to, 2, &device),
	    ERR_FORMAT, "named twice");
	CHECK_ERR(changeset_encode(&out, &head, &entry, 1, to, 3, &device),
	    ERR_FORMAT, "recipient 3 has a sealing key");
	CHECK_ERR(changeset_encode(&out, &head, &entry, 1, to,
	    CHANGESET_RECIPIENTS_MAX + 1, &device), ERR_LIMIT, "33 recipients");
	CHECK_ERR(changeset_encode(&out, &head, &entry,
	    CHANGESET_ENTRIES_MAX + 1, to, 1, &device), ERR_LIMIT, "10001");
	memset(buf_extend(&big, REVISION_BYTES_MAX + 1), 'x',
	    REVISION_BYTES_MAX + 1);
	entry.bytes = buf_slice(&big);
	CHECK_ERR(changeset_encode(&out, &head, &entry, 1, to, 1, &device),
	    ERR_LIMIT, "entry 1 has 1048577 bytes");
	entry.bytes.len--;
	CHECK_OK(changeset_encode(&out, &head, &entry, 1, to, 1, &device));
	buf_reset(&out);
	entry.bytes.len = 0;
	head.number = 1;
	CHECK_ERR(changeset_encode(&out, &head, &entry, 1, to, 1, &device),
	    ERR_FORMAT, "disagree");
	head.number = 7;
	head.replaced = many;
	head.replaced_count = CHANGESET_REPLACED_MAX + 1;
	CHECK_ERR(changeset_encode(&out, &head, &entry, 1, to, 1, &device),
	    ERR_LIMIT, "1025 replaced");
	head.replaced_count = 0;
	head.program = "collector\n";
	CHECK_ERR(changeset_encode(&out, &head, &entry, 1, to, 1, &device),
	    ERR_FORMAT, "plain text");
	entry.kind = (enum entry_kind)3;
	head.program = "";
	CHECK_ERR(changeset_encode(&out, &head, &entry, 1, to, 1, &device),
	    ERR_NEWER, "kind 3");
	CHECK_INT(out.len, 0);
	buf_free(&out);
	buf_free(&big);
}

/* More revisions than a change set may have bytes. */
static void
test_too_large(void)
{
	enum { COUNT = 17 };
	struct changeset_draft_entry entries[COUNT];
	struct changeset_head head = sample_head();
	struct buf noise = BUF_INIT, out = BUF_INIT;

	crypto_random(buf_extend(&noise, REVISION_BYTES_MAX),
	    REVISION_BYTES_MAX);
	for (size_t i = 0; i < COUNT; i++)
		entries[i] = (struct changeset_draft_entry){ ENTRY_REVISION,
		    buf_slice(&noise), record_keys[0], SLICE_EMPTY };
	CHECK_ERR(changeset_encode(&out, &head, entries, COUNT,
	    &readers[0].public, 1, &device), ERR_LIMIT, "with entry 16");
	CHECK_INT(out.len, 0);
	CHECK_OK(changeset_encode(&out, &head, entries, 15,
	    &readers[0].public, 1, &device));
	CHECK_OK(open_only(buf_slice(&out)));
	buf_reset(&out);
	memset(buf_extend(&out, CHANGESET_BYTES_MAX + 1), 0,
	    CHANGESET_BYTES_MAX + 1);
	CHECK_ERR(open_only(buf_slice(&out)), ERR_LIMIT, "16777217 bytes");
	buf_free(&noise);
	buf_free(&out);
}

static void
test_chains(void)
{
	struct changeset_head head = sample_head();
	struct buf bytes = BUF_INIT;
	struct changeset *c;

	head.number = 1;
	head.replaced_count = 0;
	head.previous_kind = PREVIOUS_CONTINUES;
	CHECK_ERR(encode(&bytes, &head), ERR_FORMAT, "it continues");
	head.continues_chain = 44;
	CHECK_ERR(encode(&bytes, &head), ERR_FORMAT, "it continues");
	head.continues_number = CHANGESET_NUMBER_MAX + 1;
	CHECK_ERR(encode(&bytes, &head), ERR_LIMIT, "continues a number");
	head.continues_number = 12;
	CHECK_OK(encode(&bytes, &head));
	CHECK_OK(changeset_open(&c, buf_slice(&bytes), NULL));
	CHECK_INT(changeset_head(c)->continues_chain, 44);
	CHECK_INT(changeset_head(c)->continues_number, 12);
	changeset_free(c);
	buf_reset(&bytes);
	head.continues_chain = head.chain;
	CHECK_ERR(encode(&bytes, &head), ERR_FORMAT, "continues itself");
	head.continues_chain = head.continues_number = 0;
	head.previous_kind = PREVIOUS_NONE;
	CHECK_ERR(encode(&bytes, &head), ERR_FORMAT, "hash before it");
	memset(&head.previous, 0, sizeof(head.previous));
	CHECK_OK(encode(&bytes, &head));
	buf_free(&bytes);
}

/* Written once by golden/make_golden.c; this stays readable for ever. */
static void
test_golden(void)
{
	struct buf bytes = BUF_INIT, said = BUF_INIT, text = BUF_INIT;
	struct buf plain = BUF_INIT, printed = BUF_INIT;
	uint8_t seed[KEY_BYTES];
	struct seal_pair reader;
	struct hash golden_study, dictionary;
	struct changeset *c;

	golden_read(&bytes, "changeset.cs");
	golden_read(&said, "changeset.txt");
	golden_read(&printed, "changeset.print");
	golden_hex(&said, "study", golden_study.bytes, HASH_BYTES);
	CHECK_OK(changeset_open(&c, buf_slice(&bytes), &golden_study));
	if (c == NULL)
		return;
	changeset_print(&text, c);
	CHECK_STR(buf_str(&text), buf_str(&printed));
	golden_hex(&said, "dictionary", dictionary.bytes, HASH_BYTES);
	CHECK(hash_equal(changeset_dictionary(c, 0), &dictionary));
	for (int i = 1; i <= 2; i++) {
		char name[32];

		snprintf(name, sizeof(name), "reader-%d-seed", i);
		golden_hex(&said, name, seed, sizeof(seed));
		seal_pair_from_seed(&reader, seed);
		CHECK_OK(changeset_unseal(c, &reader));
	}
	for (size_t i = 0; i < changeset_entry_count(c); i++) {
		struct secret_key key, expected;
		char name[32];

		buf_reset(&plain);
		CHECK_OK(changeset_entry(&plain, &key, c, i, find_dictionary,
		    NULL));
		snprintf(name, sizeof(name), "entry-%zu", i + 1);
		CHECK(slice_equal(buf_slice(&plain),
		    golden_value(&said, name)));
		snprintf(name, sizeof(name), "entry-%zu-key", i + 1);
		golden_hex(&said, name, expected.bytes, KEY_BYTES);
		CHECK(crypto_equal(&key, &expected, sizeof(key)));
	}
	changeset_free(c);
	buf_free(&bytes);
	buf_free(&said);
	buf_free(&text);
	buf_free(&plain);
	buf_free(&printed);
}

int
main(void)
{
	set_up();
	test_round();
	test_altered();
	test_meaningless();
	test_meaningless_entry();
	test_other_study();
	test_bound();
	test_stolen();
	test_swapped_entries();
	test_sealed_key();
	test_forged();
	test_extensions();
	test_dictionaries();
	test_refused_to_write();
	test_too_large();
	test_chains();
	test_golden();
	return CHECK_DONE();
}
