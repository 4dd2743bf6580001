#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/manifest.h"
#include "kit/exchange/manifest_parts.h"
#include "kit/exchange/signed_text.h"

/*
 * A draft is the predecessor's JSON, changed in place: what this version does
 * not know stays. manifest_read() then judges the result as it would any other.
 */
struct manifest_draft {
	const struct manifest *previous;
	struct json *json;
};

/* The tree is ours, so what is inside may be changed. */
static struct json *
inside(struct json *object, const char *key)
{
	return (struct json *)json_get(object, key);
}

/* What was parsed from bytes can be written and parsed again. */
static struct json *
copy(const struct json *json)
{
	struct buf text = BUF_INIT;
	struct json *again = NULL;
	const struct err *err;

	json_write(&text, json);
	err = json_parse(&again, buf_slice(&text));
	assert(err == NULL && again != NULL);
	(void)err;
	buf_free(&text);
	return again;
}

static struct json *
member_json(const struct member *member)
{
	struct json *json = json_new_object();
	char id[DEVICE_ID_MAX];

	device_id_of(id, &member->sign);
	json_put_string(json, "id", id);
	json_put_hex(json, "seal", member->seal.bytes, SEAL_PUBLIC_BYTES);
	json_put_hex(json, "sign", member->sign.bytes, SIGN_PUBLIC_BYTES);
	return json;
}

/* The list that the root signs goes into `json`, a manifest with its nonce. */
static void
put_coordinators(struct json *json, const struct sign_pair *root,
    const struct member *coordinators, size_t count, uint64_t number)
{
	struct json *into = inside(json, "coordinators");
	struct json *list = json_new_array();
	uint8_t signature[SIGNATURE_BYTES];
	struct buf message = BUF_INIT;

	for (size_t i = 0; i < count; i++)
		json_add(list, member_json(&coordinators[i]));
	manifest_coordinators_message(&message, list,
	    json_get_string(json, "nonce"), number);
	crypto_sign(signature, buf_slice(&message), root);
	json_put(into, "list", list);
	json_put_u64(into, "number", number);
	json_put_hex(into, "signature", signature, sizeof(signature));
	buf_free(&message);
}

static struct json *
first_json(const struct manifest_plan *plan)
{
	struct json *json = json_new_object();
	uint8_t nonce[NONCE_BYTES];

	crypto_random(nonce, sizeof(nonce));
	json_put_string(json, "kind", "recolte manifest");
	json_put_string(json, "v", "1");
	json_put_u64(json, "version", 1);
	json_put_string(json, "previous", "");
	json_put_hex(json, "nonce", nonce, sizeof(nonce));
	json_put_hex(json, "root", plan->root->public.bytes,
	    SIGN_PUBLIC_BYTES);
	json_put_string(json, "title", plan->title);
	json_put_string(json, "phase", plan->phase);
	put_time(json, "time", plan->now_ms);
	json_put(json, "devices", json_new_array());
	json_put(json, "forms", json_new_array());
	json_put(json, "policies", json_new_object());
	json_put(json, "coordinators", json_new_object());
	put_coordinators(json, plan->root, plan->coordinators,
	    plan->coordinator_count, 1);
	return json;
}

static const struct err *
sign_and_read(struct manifest **out, const struct json *json,
    const struct sign_pair *signer, const struct manifest *previous)
{
	struct buf file = BUF_INIT;
	const struct err *err;

	signed_text_write(&file, json, MANIFEST_PURPOSE, signer);
	err = manifest_read(out, buf_slice(&file), previous, NULL);
	buf_free(&file);
	return err;
}

const struct err *
manifest_first(struct manifest **out, const struct manifest_plan *plan)
{
	struct json *json = first_json(plan);
	const struct err *err;

	err = sign_and_read(out, json, plan->root, NULL);
	json_free(json);
	return err;
}

struct manifest_draft *
manifest_draft_of(const struct manifest *previous)
{
	struct manifest_draft *draft = mem_alloc(sizeof(*draft));

	draft->previous = previous;
	draft->json = copy(manifest_json(previous));
	return draft;
}

struct json *
manifest_draft_json(struct manifest_draft *draft)
{
	return draft->json;
}

void
manifest_draft_free(struct manifest_draft *draft)
{
	if (draft == NULL)
		return;
	json_free(draft->json);
	mem_free(draft);
}

void
manifest_draft_admit(struct manifest_draft *draft, const struct member *device,
    int64_t now_ms)
{
	struct json *json = member_json(device);

	put_time(json, "admitted", now_ms);
	json_put(json, "stands", json_new_array());
	json_put_string(json, "status", "active");
	json_add(inside(draft->json, "devices"), json);
}

static int
compare_stands(const void *a, const void *b)
{
	uint64_t x = ((const struct manifest_stand *)a)->chain;
	uint64_t y = ((const struct manifest_stand *)b)->chain;

	return (x > y) - (x < y);
}

static struct json *
stands_json(const struct manifest_stand *stands, size_t count)
{
	struct json *list = json_new_array();
	struct manifest_stand *sorted = mem_alloc_n(count, sizeof(*sorted));

	if (count > 0)
		memcpy(sorted, stands, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), compare_stands);
	for (size_t i = 0; i < count; i++) {
		struct json *stand = json_new_object();

		put_chain(stand, "chain", sorted[i].chain);
		json_put_hex(stand, "hash", sorted[i].hash.bytes, HASH_BYTES);
		json_put_u64(stand, "number", sorted[i].number);
		json_add(list, stand);
	}
	mem_free(sorted);
	return list;
}

void
manifest_draft_retire(struct manifest_draft *draft,
    const struct member *coordinator, int64_t now_ms,
    const struct manifest_stand *stands, size_t stand_count)
{
	struct json *json = member_json(coordinator);

	put_time(json, "admitted", now_ms);
	json_put(json, "stands", stands_json(stands, stand_count));
	json_put_string(json, "status", "revoked");
	json_put_string(json, "was", "coordinator");
	json_add(inside(draft->json, "devices"), json);
}

const struct err *
manifest_draft_set_device(struct manifest_draft *draft, const char *id,
    const char *status, const struct manifest_stand *stands,
    size_t stand_count)
{
	const struct json *at = json_first(json_get(draft->json, "devices"));
	struct json *device;

	while (at != NULL && strcmp(json_get_string(at, "id"), id) != 0)
		at = json_next(at);
	if (at == NULL)
		return err_new(ERR_NOT_FOUND, "manifest: no device %s", id);
	device = (struct json *)at;
	json_put_string(device, "status", status);
	json_put(device, "stands", stands_json(stands, stand_count));
	return NULL;
}

void
manifest_draft_set_coordinators(struct manifest_draft *draft,
    const struct sign_pair *root, const struct member *coordinators,
    size_t coordinator_count)
{
	uint64_t number = 0;

	json_u64(json_get(json_get(draft->json, "coordinators"), "number"),
	    &number);
	put_coordinators(draft->json, root, coordinators, coordinator_count,
	    number + 1);
}

void
manifest_draft_add_form(struct manifest_draft *draft, const char *name,
    const struct hash *version)
{
	struct json *form = json_new_object();

	json_put_string(form, "name", name);
	json_put_hex(form, "version", version->bytes, HASH_BYTES);
	json_add(inside(draft->json, "forms"), form);
}

void
manifest_draft_set_policy(struct manifest_draft *draft, const char *name,
    const char *value)
{
	json_put_string(inside(draft->json, "policies"), name, value);
}

void
manifest_draft_set_phase(struct manifest_draft *draft, const char *phase)
{
	json_put_string(draft->json, "phase", phase);
}

const struct err *
manifest_draft_sign(struct manifest **out, const struct manifest_draft *draft,
    const struct sign_pair *coordinator, int64_t now_ms)
{
	char previous[HASH_TEXT_MAX];
	struct json *json = draft->json;

	hash_text(previous, manifest_hash(draft->previous));
	json_put_string(json, "previous", previous);
	json_put_u64(json, "version", manifest_version(draft->previous) + 1);
	put_time(json, "time", now_ms);
	return sign_and_read(out, json, coordinator, draft->previous);
}
