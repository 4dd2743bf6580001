/*
 * A laptop's own dictionary: both sides make the same bytes, and what was packed
 * with them stays readable; and the passages that it is made of.
 */
#include "kit/record/dictionary.h"

#include "golden.h"
#include "kit/base/deflate.h"
#include "kit/exchange/changeset.h"
#include "kit/record/cover.h"
#include "kit/record/package.h"

static const struct err *
find_own(void *data, const struct changeset_head *head,
    const struct hash *hash, struct slice *out, bool *found)
{
	const struct buf *own = data;
	char device[DEVICE_ID_MAX];
	struct hash mine;

	device_id_of(device, &head->device);
	*out = buf_slice(own);
	crypto_hash(&mine, *out);
	*found = strstr(buf_str(own), device) != NULL &&
	    hash_equal(&mine, hash);
	return NULL;
}

static void
test_golden(void)
{
	struct buf bytes = BUF_INIT, said = BUF_INIT, own = BUF_INIT;
	struct buf plain = BUF_INIT;
	char author[DEVICE_ID_MAX];
	struct dictionary_owner owner = { .author = author };
	struct hash dictionary, made;
	uint8_t seed[KEY_BYTES];
	struct seal_pair reader;
	struct secret_key key;
	struct changeset *c;

	golden_read(&bytes, "dictionary.cs");
	golden_read(&said, "dictionary.txt");
	golden_hex(&said, "study", owner.study.bytes, HASH_BYTES);
	golden_hex(&said, "form", owner.form.bytes, HASH_BYTES);
	golden_hex(&said, "dictionary", dictionary.bytes, HASH_BYTES);
	golden_hex(&said, "reader-1-seed", seed, sizeof(seed));
	seal_pair_from_seed(&reader, seed);
	CHECK_OK(changeset_open(&c, buf_slice(&bytes), &owner.study));
	if (c == NULL)
		return;
	device_id_of(author, &changeset_head(c)->device);
	CHECK(slice_equal_str(golden_value(&said, "author"), author));
	dictionary_own(&own, golden_value(&said, "published"), &owner);
	CHECK_INT(own.len, golden_value(&said, "published").len +
	    DICTIONARY_OWN_BYTES);
	crypto_hash(&made, buf_slice(&own));
	CHECK(hash_equal(&made, &dictionary));
	CHECK(hash_equal(changeset_dictionary(c, 0), &dictionary));
	CHECK_OK(changeset_unseal(c, &reader));
	CHECK_OK(changeset_entry(&plain, &key, c, 0, find_own, &own));
	CHECK(slice_equal(buf_slice(&plain), golden_value(&said, "entry")));
	/* Another laptop's is another: what it is not, it is not taken for. */
	buf_reset(&own);
	buf_reset(&plain);
	author[0] = author[0] == 'a' ? 'b' : 'a';
	dictionary_own(&own, golden_value(&said, "published"), &owner);
	CHECK_ERR(changeset_entry(&plain, &key, c, 0, find_own, &own),
	    ERR_NOT_FOUND, "is not known here");
	changeset_free(c);
	buf_free(&plain);
	buf_free(&own);
	buf_free(&said);
	buf_free(&bytes);
}

static void
add_text(struct cover_texts *texts, const char *text)
{
	buf_add(&texts->bytes, text);
	texts->ends[texts->count++] = texts->bytes.len;
}

static void
test_cover(void)
{
	static struct cover_texts texts;
	struct buf out = BUF_INIT;

	cover_pick(&out, &texts, 100);
	CHECK_INT(out.len, 0);
	add_text(&texts, "short");
	cover_pick(&out, &texts, 100);
	CHECK_INT(out.len, 0);
	/* What only one has is left out, what comes again stands there once. */
	add_text(&texts, "0123456789 what comes again and again");
	add_text(&texts, "abcdefghijkl what comes again and again");
	add_text(&texts, "what comes again and again zyxwvutsrq");
	cover_pick(&out, &texts, 100);
	CHECK_STR(buf_str(&out), " what comes again and again");
	/* The end is what is kept. */
	buf_reset(&out);
	cover_pick(&out, &texts, 10);
	CHECK_STR(buf_str(&out), " and again");
	buf_free(&out);
	buf_free(&texts.bytes);
}

int
main(void)
{
	CHECK_OK(crypto_start());
	test_golden();
	test_cover();
	return CHECK_DONE();
}
