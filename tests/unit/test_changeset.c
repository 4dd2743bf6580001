#include "changeset_sample.h"
#include "golden.h"

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

/*
 * What was read, written again by the same device: but for what is random, the
 * same bytes.
 */
static void
check_written_again(const struct changeset *c, struct slice bytes,
    const struct changeset_draft_entry *entries,
    const struct seal_public *recipients, const struct sign_pair *writer)
{
	size_t lists = AT_PROGRAM + 2 + strlen(changeset_head(c)->program) +
	    2 + 8 * changeset_head(c)->replaced_count +
	    2 + HASH_BYTES * changeset_dictionary_count(c);
	struct buf again = BUF_INIT;

	CHECK_OK(changeset_encode(&again, changeset_head(c), entries,
	    changeset_entry_count(c), recipients,
	    changeset_recipient_count(c), writer));
	CHECK_INT(again.len, bytes.len);
	CHECK(!memcmp(again.data, bytes.data, AT_COMMITMENT));
	CHECK(!memcmp(again.data + AT_PROGRAM, bytes.data + AT_PROGRAM,
	    lists - AT_PROGRAM + 2 + KEY_ID_BYTES));
	buf_free(&again);
}

/* Written once by golden/make_golden.c; this stays readable for ever. */
static void
test_golden(void)
{
	struct buf bytes = BUF_INIT, said = BUF_INIT, text = BUF_INIT;
	struct buf plain = BUF_INIT, printed = BUF_INIT;
	uint8_t seed[KEY_BYTES];
	struct changeset_draft_entry entries[3] = { 0 };
	struct seal_public recipients[2];
	struct seal_pair reader;
	struct sign_pair writer;
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
		recipients[i - 1] = reader.public;
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
		snprintf(name, sizeof(name), "entry-%zu", i + 1);
		entries[i] = (struct changeset_draft_entry){
		    changeset_entry_kind(c, i), golden_value(&said, name), key,
		    i == 0 ? SLICE_EMPTY : slice_str(dictionary_text) };
	}
	golden_hex(&said, "writer-seed", seed, sizeof(seed));
	sign_pair_from_seed(&writer, seed);
	check_written_again(c, buf_slice(&bytes), entries, recipients,
	    &writer);
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
	test_extensions();
	test_refused_to_write();
	test_too_large();
	test_chains();
	test_golden();
	return CHECK_DONE();
}
