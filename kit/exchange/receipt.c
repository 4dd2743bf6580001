#include "kit/exchange/receipt.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/signed_text.h"

#define RECEIPT_PURPOSE "recolte receipt 1"

static const char *const verdicts[] = { "merged", "aside" };

enum { VERDICT_COUNT = 2 };

/* By device, chain, number, hash. */
static int
compare_items(const void *a, const void *b)
{
	const struct receipt *x = a, *y = b;
	int order = strcmp(x->device, y->device);

	if (order == 0)
		order = (x->chain > y->chain) - (x->chain < y->chain);
	if (order == 0)
		order = (x->number > y->number) - (x->number < y->number);
	if (order == 0)
		order = memcmp(&x->hash, &y->hash, sizeof(x->hash));
	return order;
}

/* Reading. */

static void
read_item(struct want *want, struct receipt *item, const struct json *json)
{
	const char *device = want_text(want, json, "device", 1,
	    DEVICE_ID_CHARS);

	item->chain = want_chain(want, json, "chain");
	item->number = want_u64(want, json, "number", 1, CHANGESET_NUMBER_MAX);
	want_hex(want, json, "hash", item->hash.bytes, HASH_BYTES);
	item->verdict = (enum receipt_verdict)want_word(want, json, "verdict",
	    verdicts, VERDICT_COUNT);
	item->reason = want_text(want, json, "reason", 0,
	    RECEIPT_REASON_BYTES_MAX);
	if (want->err)
		return;
	if (!device_id_is_valid(device))
		want_refuse(want, ERR_FORMAT, "\"%s\" is not a device", device);
	else
		memcpy(item->device, device, DEVICE_ID_MAX);
	if ((*item->reason == '\0') != (item->verdict == RECEIPT_MERGED))
		want_refuse(want, ERR_FORMAT, "a reason is missing or too "
		    "much");
}

static void
read_items(struct want *want, struct receipts *r, const struct json *json)
{
	const struct json *list =
	    want_array(want, json, "receipts", RECEIPT_ITEMS_MAX);

	r->items = arena_alloc_n(r->arena, json_count(list),
	    sizeof(*r->items));
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at)) {
		struct receipt *item = &r->items[r->count++];

		read_item(want, item, at);
		item->reason = arena_strdup(r->arena, item->reason);
		if (r->count > 1 && !want->err &&
		    compare_items(item - 1, item) >= 0)
			want_refuse(want, ERR_FORMAT, "the receipts are not "
			    "sorted, or one is there twice");
	}
}

static void
read_refusal(struct want *want, struct refusal *refusal,
    const struct json *json)
{
	const char *device = want_text(want, json, "device", 1,
	    DEVICE_ID_CHARS);

	refusal->reason = want_text(want, json, "reason", 1,
	    RECEIPT_REASON_BYTES_MAX);
	if (!want->err && !device_id_is_valid(device))
		want_refuse(want, ERR_FORMAT, "\"%s\" is not a device", device);
	if (!want->err)
		memcpy(refusal->device, device, DEVICE_ID_MAX);
}

static void
read_refused(struct want *want, struct receipts *r, const struct json *json)
{
	const struct json *list;

	if (json_get(json, "refused") == NULL)
		return;
	list = want_array(want, json, "refused", RECEIPT_REFUSALS_MAX);
	if (!want->err && json_count(list) == 0)
		want_refuse(want, ERR_FORMAT, "an empty list of the refused");
	r->refused = arena_alloc_n(r->arena, json_count(list),
	    sizeof(*r->refused));
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at)) {
		struct refusal *refusal = &r->refused[r->refused_count++];

		read_refusal(want, refusal, at);
		refusal->reason = arena_strdup(r->arena, refusal->reason);
		if (r->refused_count > 1 && !want->err &&
		    strcmp(refusal[-1].device, refusal->device) >= 0)
			want_refuse(want, ERR_FORMAT, "the refused are not "
			    "sorted, or one is there twice");
	}
}

/* What this coordinator has done at a manifest's word. */
static void
read_heard(struct want *want, struct receipts *r, const struct json *json)
{
	static const char *const yes[] = { "yes" };

	if (json_get(json, "erased") != NULL)
		r->erased = want_u64(want, json, "erased", 1,
		    MANIFEST_ERASED_MAX);
	if (json_get(json, "closed") != NULL)
		r->closed = want_word(want, json, "closed", yes, 1) == 0 &&
		    !want->err;
}

/* All but who signed it. */
static const struct err *
parse(struct receipts **out, struct signed_text *text, struct slice file)
{
	struct want want = { .thing = "receipts" };
	const char *coordinator;
	struct receipts *r;
	struct json *json;
	const struct err *err;

	*out = NULL;
	err = signed_text_read(text, &json, file, "receipts",
	    RECEIPT_BYTES_MAX);
	if (err)
		return err;
	r = mem_alloc(sizeof(*r));
	r->arena = arena_new();
	want_kind(&want, json, "recolte receipt");
	want_hex(&want, json, "study", r->study.bytes, HASH_BYTES);
	r->number = want_u64(&want, json, "number", 1, CHANGESET_NUMBER_MAX);
	r->time_ms = want_time(&want, json, "time");
	coordinator = want_text(&want, json, "coordinator", 1,
	    DEVICE_ID_CHARS);
	if (!want.err && !device_id_is_valid(coordinator))
		want_refuse(&want, ERR_FORMAT, "\"%s\" is not a coordinator",
		    coordinator);
	if (!want.err)
		memcpy(r->coordinator, coordinator, DEVICE_ID_MAX);
	read_items(&want, r, json);
	read_refused(&want, r, json);
	read_heard(&want, r, json);
	json_free(json);
	if (want.err)
		receipts_free(r);
	else
		*out = r;
	return want.err;
}

const struct err *
receipts_read(struct receipts **out, struct slice file,
    const struct manifest *manifest)
{
	const struct member *coordinator;
	struct signed_text text;
	struct receipts *r;
	const struct err *err;

	*out = NULL;
	err = parse(&r, &text, file);
	if (err)
		return err;
	coordinator = manifest_member(manifest, r->coordinator);
	if (coordinator == NULL || coordinator->role != MEMBER_COORDINATOR)
		err = err_new(ERR_SIGNATURE, "receipts: %s is not a "
		    "coordinator", r->coordinator);
	else if (!signed_text_verify(&text, RECEIPT_PURPOSE,
	    &coordinator->sign))
		err = err_new(ERR_SIGNATURE, "receipts: altered, the "
		    "signature does not fit");
	else if (!hash_equal(&r->study, manifest_study(manifest)))
		err = err_new(ERR_FOREIGN, "receipts: of another study");
	if (err)
		receipts_free(r);
	else
		*out = r;
	return err;
}

void
receipts_free(struct receipts *receipts)
{
	if (receipts == NULL)
		return;
	arena_free(receipts->arena);
	mem_free(receipts);
}

/* Writing. */

static struct json *
item_json(const struct receipt *item)
{
	struct json *json = json_new_object();

	put_chain(json, "chain", item->chain);
	json_put_string(json, "device", item->device);
	json_put_hex(json, "hash", item->hash.bytes, HASH_BYTES);
	json_put_u64(json, "number", item->number);
	json_put_string(json, "reason", item->reason ? item->reason : "");
	json_put_string(json, "verdict", verdicts[item->verdict]);
	return json;
}

static struct json *
items_json(const struct receipt *items, size_t count)
{
	struct receipt *sorted = mem_alloc_n(count, sizeof(*sorted));
	struct json *list = json_new_array();

	if (count > 0)
		memcpy(sorted, items, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), compare_items);
	for (size_t i = 0; i < count; i++)
		json_add(list, item_json(&sorted[i]));
	mem_free(sorted);
	return list;
}

static int
compare_refusals(const void *a, const void *b)
{
	return strcmp(((const struct refusal *)a)->device,
	    ((const struct refusal *)b)->device);
}

static struct json *
refused_json(const struct refusal *refused, size_t count)
{
	struct refusal *sorted = mem_alloc_n(count, sizeof(*sorted));
	struct json *list = json_new_array();

	memcpy(sorted, refused, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), compare_refusals);
	for (size_t i = 0; i < count; i++) {
		struct json *json = json_new_object();

		json_put_string(json, "device", sorted[i].device);
		json_put_string(json, "reason", sorted[i].reason);
		json_add(list, json);
	}
	mem_free(sorted);
	return list;
}

const struct err *
receipts_write(struct buf *out, const struct receipts *receipts,
    const struct sign_pair *coordinator)
{
	char id[DEVICE_ID_MAX];
	struct buf file = BUF_INIT;
	struct signed_text text;
	struct receipts *check;
	struct json *json;
	const struct err *err;

	if (receipts->count > RECEIPT_ITEMS_MAX)
		return err_new(ERR_LIMIT, "receipts: %zu in one batch, more "
		    "than %d", receipts->count, RECEIPT_ITEMS_MAX);
	if (receipts->refused_count > RECEIPT_REFUSALS_MAX)
		return err_new(ERR_LIMIT, "receipts: %zu refused in one batch, "
		    "more than %d", receipts->refused_count,
		    RECEIPT_REFUSALS_MAX);
	json = json_new_object();
	device_id_of(id, &coordinator->public);
	if (receipts->closed)
		json_put_string(json, "closed", "yes");
	json_put_string(json, "coordinator", id);
	if (receipts->erased > 0)
		json_put_u64(json, "erased", receipts->erased);
	json_put_string(json, "kind", "recolte receipt");
	json_put_u64(json, "number", receipts->number);
	json_put(json, "receipts", items_json(receipts->items,
	    receipts->count));
	if (receipts->refused_count > 0)
		json_put(json, "refused", refused_json(receipts->refused,
		    receipts->refused_count));
	json_put_hex(json, "study", receipts->study.bytes, HASH_BYTES);
	put_time(json, "time", receipts->time_ms);
	json_put_string(json, "v", "1");
	signed_text_write(&file, json, RECEIPT_PURPOSE, coordinator);
	json_free(json);
	/* What leaves must be readable: the decoder has the last word. */
	err = parse(&check, &text, buf_slice(&file));
	if (err == NULL)
		buf_add_slice(out, buf_slice(&file));
	receipts_free(check);
	buf_free(&file);
	return err;
}
