/*
 * fuzz_manifest.c - a file as it comes, as the first manifest; and its JSON
 * with our own root and signatures, so that the members are reached.
 */
#include "fuzz.h"

#include <string.h>

#include "kit/base/json.h"
#include "kit/exchange/heard.h"
#include "kit/exchange/keyfile.h"
#include "kit/exchange/manifest_parts.h"
#include "kit/exchange/receipt.h"
#include "kit/exchange/signed_text.h"

/* What was read can be read again, and has a successor or says why not. */
static void
use(const struct manifest *manifest, const struct sign_pair *root)
{
	struct manifest_draft *draft = manifest_draft_of(manifest);
	struct manifest *again, *next;
	struct receipts *receipts;
	const struct err *err;

	err = manifest_read(&again, manifest_file(manifest), NULL,
	    manifest_study(manifest));
	FUZZ_MUST(err == NULL);
	FUZZ_MUST(hash_equal(manifest_hash(again), manifest_hash(manifest)));
	err = receipts_read(&receipts, manifest_file(manifest), manifest);
	FUZZ_MUST(err != NULL && receipts == NULL);
	manifest_draft_set_phase(draft, "closed");
	err = manifest_draft_sign(&next, draft, root, 0);
	FUZZ_MUST((err == NULL) == (next != NULL));
	manifest_free(next);
	manifest_free(again);
	manifest_draft_free(draft);
}

static void
read_file(struct slice file, const struct sign_pair *root)
{
	struct manifest *manifest;
	const struct err *err = manifest_read(&manifest, file, NULL, NULL);
	const struct hash study = { { 0 } };
	struct heard heard;

	FUZZ_MUST((err == NULL) == (manifest != NULL));
	FUZZ_MUST(heard_read(&heard, file, &study, &root->public) != NULL);
	if (err == NULL)
		use(manifest, root);
	manifest_free(manifest);
}

/* Only where the members are there: the rest stays as it came. */
static void
sign_as(struct json *json, const struct sign_pair *root)
{
	struct json *coordinators =
	    (struct json *)json_get(json, "coordinators");
	const struct json *list = json_get(coordinators, "list");
	const char *nonce = json_get_string(json, "nonce");
	uint8_t signature[SIGNATURE_BYTES];
	struct buf message = BUF_INIT;
	uint64_t number = 0;

	if (json_type(json) != JSON_OBJECT)
		return;
	json_put_hex(json, "root", &root->public, SIGN_PUBLIC_BYTES);
	json_u64(json_get(coordinators, "number"), &number);
	if (list == NULL || nonce == NULL)
		return;
	manifest_coordinators_message(&message, list, nonce, number);
	crypto_sign(signature, buf_slice(&message), root);
	json_put_hex(coordinators, "signature", signature, sizeof(signature));
	buf_free(&message);
}

static void
read_json(struct slice text, const struct sign_pair *root)
{
	struct json *json;
	struct buf file = BUF_INIT;

	if (json_parse(&json, text) != NULL)
		return;
	sign_as(json, root);
	signed_text_write(&file, json, MANIFEST_PURPOSE, root);
	read_file(buf_slice(&file), root);
	json_free(json);
	buf_free(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *newline = size ? memchr(data, '\n', size) : NULL;
	uint8_t seed[KEY_BYTES];
	struct sign_pair root;
	struct json *secrets;
	const struct err *err;

	FUZZ_MUST(crypto_start() == NULL);
	memset(seed, 0xd3, sizeof(seed));
	sign_pair_from_seed(&root, seed);
	read_file(slice_of(data, size), &root);
	read_json(slice_of(data, newline ? (size_t)(newline - data) : size),
	    &root);
	/* A key file in the clear; a sealed one is a matter of encryption. */
	if (keyfile_is_plain(slice_of(data, size))) {
		err = keyfile_open(&secrets, slice_of(data, size), SLICE_EMPTY);
		FUZZ_MUST((err == NULL) == (secrets != NULL));
		keyfile_free(secrets);
	}
	return 0;
}
