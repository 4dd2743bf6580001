/*
 * fuzz_changeset.c - bytes as they come, and the same bytes with the device of
 * the golden file as signer, so that what lies behind the signature is reached.
 */
#include "fuzz.h"

#include <string.h>

#include "kit/exchange/changeset.h"

enum { AT_DEVICE = 80 };

static const char dictionary_text[] = "\"q1\":\"oui\",\"q2\":\"oui\"";

static const struct err *
find_dictionary(void *data, const struct changeset_head *head,
    const struct hash *hash, struct slice *out, bool *found)
{
	(void)data;
	(void)head;
	(void)hash;
	*out = slice_str(dictionary_text);
	*found = true;
	return NULL;
}

static void
read_entries(struct changeset *changeset)
{
	uint8_t seed[KEY_BYTES];
	struct seal_pair reader;
	const struct err *err;

	memset(seed, 0xa1, sizeof(seed));
	seal_pair_from_seed(&reader, seed);
	err = changeset_unseal(changeset, &reader);
	for (size_t i = 0; i < changeset_entry_count(changeset); i++) {
		struct buf plain = BUF_INIT;
		struct secret_key key;

		if (err == NULL)
			err = changeset_entry(&plain, &key, changeset, i,
			    find_dictionary, NULL);
		FUZZ_MUST(plain.len <= changeset_plain_bytes_max(changeset));
		FUZZ_MUST(changeset_entry_bytes(changeset, i) > 0);
		buf_free(&plain);
	}
}

static void
open_all(struct slice bytes)
{
	struct changeset *changeset;
	struct buf text = BUF_INIT;
	const struct err *err;

	err = changeset_open(&changeset, bytes, NULL);
	FUZZ_MUST((err == NULL) == (changeset != NULL));
	if (err == NULL) {
		changeset_print(&text, changeset);
		read_entries(changeset);
	}
	changeset_free(changeset);
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t seed[KEY_BYTES], signature[SIGNATURE_BYTES];
	struct sign_pair device;
	struct buf bytes = BUF_INIT;

	FUZZ_MUST(crypto_start() == NULL);
	open_all(slice_of(data, size));
	if (size < AT_DEVICE + SIGN_PUBLIC_BYTES + SIGNATURE_BYTES)
		return 0;
	memset(seed, 0xd1, sizeof(seed));
	sign_pair_from_seed(&device, seed);
	buf_append(&bytes, data, size - SIGNATURE_BYTES);
	memcpy(bytes.data + AT_DEVICE, &device.public, SIGN_PUBLIC_BYTES);
	crypto_sign(signature, buf_slice(&bytes), &device);
	buf_append(&bytes, signature, sizeof(signature));
	open_all(buf_slice(&bytes));
	buf_free(&bytes);
	return 0;
}
