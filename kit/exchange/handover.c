#include "kit/exchange/handover.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/signed_text.h"

static const char purpose[] = "recolte handover";

/* Reading. */

static void
read_key(struct want *want, struct handover_key *key, const struct json *json)
{
	want_hex(want, json, "key", key->key.bytes, KEY_BYTES);
	key->place = want_u64(want, json, "place", 0,
	    CHANGESET_ENTRIES_MAX - 1);
}

static void
read_item(struct want *want, struct handover *h, struct handover_item *item,
    const struct json *json)
{
	const struct json *list =
	    want_array(want, json, "keys", CHANGESET_ENTRIES_MAX);
	struct handover_key *keys = &h->keys[h->key_count];

	want_hex(want, json, "hash", item->changeset.bytes, HASH_BYTES);
	item->reason = arena_strdup(h->arena, want_text(want, json, "reason",
	    0, RECEIPT_REASON_BYTES_MAX));
	item->keys = keys;
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at)) {
		if (h->key_count == HANDOVER_KEYS_MAX) {
			want_refuse(want, ERR_LIMIT, "more than %d keys",
			    HANDOVER_KEYS_MAX);
			return;
		}
		h->key_count++;
		read_key(want, &keys[item->count++], at);
		if (!want->err && item->count > 1 &&
		    keys[item->count - 2].place >= keys[item->count - 1].place)
			want_refuse(want, ERR_FORMAT, "the keys are not "
			    "ascending");
	}
}

static void
read_items(struct want *want, struct handover *h, const struct json *json)
{
	const struct json *list =
	    want_array(want, json, "changesets", HANDOVER_CHANGESETS_MAX);

	h->items = arena_alloc_n(h->arena, json_count(list),
	    sizeof(*h->items));
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at)) {
		struct handover_item *item = &h->items[h->count++];

		read_item(want, h, item, at);
		if (!want->err && h->count > 1 &&
		    memcmp(&item[-1].changeset, &item->changeset,
		    HASH_BYTES) >= 0)
			want_refuse(want, ERR_FORMAT, "the change sets are "
			    "not ascending");
	}
}

static void
read_readers(struct want *want, struct handover *h, const struct json *json)
{
	const struct json *list =
	    want_array(want, json, "readers", ENVELOPE_RECIPIENTS_MAX);
	struct key_id *ids = arena_alloc_n(h->arena, json_count(list),
	    sizeof(*ids));

	h->readers = ids;
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at)) {
		const char *hex = json_string(at);
		struct key_id *id = &ids[h->reader_count++];

		if (hex == NULL || !hex_decode(id->bytes, KEY_ID_BYTES,
		    slice_str(hex)))
			want_refuse(want, ERR_FORMAT, "a reader is no key id");
		else if (h->reader_count > 1 &&
		    memcmp(&id[-1], id, sizeof(*id)) >= 0)
			want_refuse(want, ERR_FORMAT, "the readers are not "
			    "ascending");
	}
}

const struct err *
handover_open(struct handover **out, struct slice sealed,
    const struct hash *study, const struct seal_pair *mine)
{
	struct want want = { .thing = "handover" };
	struct buf plain = BUF_INIT;
	struct sign_public writer;
	struct json *json = NULL;
	struct handover *h;
	const struct err *err;

	*out = NULL;
	err = envelope_open(&plain, &writer, sealed, purpose, study, mine);
	if (err == NULL)
		err = err_in(json_parse_canonical(&json, buf_slice(&plain)),
		    "handover");
	buf_wipe(&plain);
	if (err)
		return err;
	h = mem_alloc(sizeof(*h));
	h->arena = arena_new();
	h->keys = mem_alloc_n(HANDOVER_KEYS_MAX, sizeof(*h->keys));
	want_kind(&want, json, purpose);
	read_items(&want, h, json);
	read_readers(&want, h, json);
	json_free(json);
	if (want.err)
		handover_free(h);
	else
		*out = h;
	return want.err;
}

void
handover_free(struct handover *h)
{
	if (h == NULL)
		return;
	mem_wipe(h->keys, h->key_count * sizeof(*h->keys));
	mem_free(h->keys);
	arena_free(h->arena);
	mem_free(h);
}

/* Writing. */

static struct json *
keys_json(const struct handover_item *item)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < item->count; i++) {
		struct json *json = json_new_object();

		json_put_hex(json, "key", item->keys[i].key.bytes, KEY_BYTES);
		json_put_u64(json, "place", item->keys[i].place);
		json_add(list, json);
	}
	return list;
}

static struct json *
items_json(const struct handover_item *items, size_t count)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < count; i++) {
		struct json *json = json_new_object();

		json_put_hex(json, "hash", items[i].changeset.bytes,
		    HASH_BYTES);
		json_put(json, "keys", keys_json(&items[i]));
		json_put_string(json, "reason", items[i].reason);
		json_add(list, json);
	}
	return list;
}

static int
compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct key_id));
}

static struct json *
readers_json(const struct seal_public *recipients, size_t count)
{
	struct key_id *ids = mem_alloc_n(count, sizeof(*ids));
	struct json *list = json_new_array();

	for (size_t i = 0; i < count; i++)
		seal_key_id(&ids[i], &recipients[i]);
	qsort(ids, count, sizeof(*ids), compare_ids);
	for (size_t i = 0; i < count; i++) {
		char hex[2 * KEY_ID_BYTES + 1];

		hex_encode(hex, ids[i].bytes, KEY_ID_BYTES);
		json_add_string(list, hex);
	}
	mem_free(ids);
	return list;
}

/* What would be refused on reading. */
static const struct err *
check_items(const struct handover_item *items, size_t count)
{
	size_t keys = 0;

	for (size_t i = 0; i < count; i++) {
		keys += items[i].count;
		if (i > 0 && memcmp(&items[i - 1].changeset,
		    &items[i].changeset, HASH_BYTES) >= 0)
			return err_new(ERR_FORMAT, "handover: the change sets "
			    "are not ascending");
		for (size_t k = 1; k < items[i].count; k++)
			if (items[i].keys[k - 1].place >=
			    items[i].keys[k].place)
				return err_new(ERR_FORMAT, "handover: the "
				    "keys are not ascending");
	}
	if (count > HANDOVER_CHANGESETS_MAX || keys > HANDOVER_KEYS_MAX)
		return err_new(ERR_LIMIT, "handover: %zu change sets and %zu "
		    "keys, more than %d or %d", count, keys,
		    HANDOVER_CHANGESETS_MAX, HANDOVER_KEYS_MAX);
	return NULL;
}

const struct err *
handover_seal(struct buf *out, const struct hash *study,
    const struct handover_item *items, size_t count,
    const struct seal_public *recipients, size_t recipient_count,
    const struct sign_pair *writer)
{
	struct json *json;
	struct buf text = BUF_INIT;
	const struct err *err = check_items(items, count);

	if (err)
		return err;
	json = json_new_object();
	json_put_string(json, "kind", purpose);
	json_put_string(json, "v", "1");
	json_put(json, "readers", readers_json(recipients, recipient_count));
	json_put(json, "changesets", items_json(items, count));
	json_write(&text, json);
	json_free(json);
	err = envelope_seal(out, purpose, study, buf_slice(&text), recipients,
	    recipient_count, writer);
	buf_wipe(&text);
	return err;
}
