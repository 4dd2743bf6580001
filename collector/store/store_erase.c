/* store_erase.c - what the manifest has erased, and a study that is closed. */
#include "collector/store/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/heard.h"

/* Another program at this store may have taken a newer one meanwhile. */
static const struct err *
newest_manifest(const struct manifest **out, struct store *store)
{
	int64_t newest;
	const struct err *err = store_number(store,
	    "select coalesce(max(version), 0) from manifest", &newest);

	if (!err && store->manifest != NULL &&
	    manifest_version(store->manifest) < (uint64_t)newest) {
		manifest_free(store->manifest);
		store->manifest = NULL;
	}
	*out = NULL;
	return err || newest == 0 ? err : store_manifest(out, store);
}

static bool
is_erased(const struct store *store, const struct manifest *manifest,
    const char *record, const char *case_key)
{
	char id[UUID_TEXT_MAX];

	if (manifest_is_erased(manifest, record))
		return true;
	if (case_key[0] == '\0')
		return false;
	case_record_id(id, &store->study.id, case_key);
	return manifest_is_erased(manifest, id) ||
	    manifest_is_erased(manifest, case_key);
}

const struct err *
store_is_erased(bool *erased, struct store *store, const char *record,
    const char *case_key)
{
	const struct manifest *manifest;
	const struct err *err = newest_manifest(&manifest, store);

	*erased = !err && manifest != NULL &&
	    is_erased(store, manifest, record, case_key);
	return err;
}

/* Does it go on here with a draft that was erased? Nothing else ties the two. */
static bool
goes_on_with_erased(const struct store *store, const struct manifest *manifest,
    const char *response)
{
	size_t n;
	const char *const *ids = manifest_erased(manifest, &n);
	char id[UUID_TEXT_MAX];

	for (size_t i = 0; i < n; i++) {
		recovered_record_id(id, store->study.device, ids[i]);
		if (!strcmp(id, response))
			return true;
	}
	return false;
}

const struct err *
store_check_open(struct store *store, const char *response,
    const char *case_key)
{
	const struct manifest *manifest;
	const struct err *err = newest_manifest(&manifest, store);
	bool has = false;

	if (err || manifest == NULL)
		return err;
	if (is_erased(store, manifest, response, case_key ? case_key : "") ||
	    goes_on_with_erased(store, manifest, response))
		return err_new(ERR_DENIED, "response %.8s: the coordinators "
		    "have erased this person: nothing is kept", response);
	if (!manifest_is_closed(manifest))
		return NULL;
	err = store_has_response(&has, store, response);
	if (!err && !has)
		err = err_new(ERR_DENIED, "the study is closed: no interview "
		    "can begin any more");
	return err;
}

/* Responses under way about a case that was erased. */
struct about {
	struct store *store;
	const struct manifest *manifest;
	struct map *ids;
};

static const struct err *
note_about(void *data, const struct response *response)
{
	struct about *a = data;

	if (is_erased(a->store, a->manifest, response->id, response->case_id))
		map_set(a->ids, response->id, a);
	return NULL;
}

static const struct err *
erase_listed(struct store *store, const struct manifest *manifest,
    size_t *count)
{
	size_t n;
	const char *const *ids = manifest_erased(manifest, &n);
	const struct err *err = NULL;

	for (size_t i = 0; i < n && !err; i++) {
		char own[UUID_TEXT_MAX];
		bool found = false;

		recovered_record_id(own, store->study.device, ids[i]);
		err = store_erase(store, ids[i], &found);
		if (!err)
			err = store_erase(store, own, &found);
		*count += found;
	}
	return err;
}

static const struct err *
erase_about(struct store *store, const struct map *ids, size_t *count)
{
	const struct err *err = NULL;

	for (size_t i = 0; i < map_count(ids) && !err; i++) {
		bool found = false;

		err = store_erase(store, map_key_at(ids, i), &found);
		*count += found;
	}
	return err;
}

bool
store_is_closed(struct store *store)
{
	const struct manifest *manifest;

	return store_manifest(&manifest, store) == NULL &&
	    manifest_is_closed(manifest);
}

/* Among the branches that were read: how far the list of erasures was. */
static const char followed[] = "erased";

static const struct err *
note_followed(struct store *store, size_t listed)
{
	char text[DEPOT_ID_TEXT_MAX];

	snprintf(text, sizeof(text), "%zu", listed);
	return store_set_seen(store, followed, text);
}

const struct err *
store_follow_erasures(struct store *store, size_t *count)
{
	struct about about = { .store = store };
	const struct err *err;
	size_t n = 0;

	*count = 0;
	err = newest_manifest(&about.manifest, store);
	if (!err && about.manifest != NULL)
		manifest_erased(about.manifest, &n);
	if (err || n == 0)
		return err;
	about.ids = map_new();
	err = store_responses(store, note_about, &about);
	if (!err)
		err = db_begin(store->db);
	if (!err) {
		err = erase_about(store, about.ids, count);
		if (!err)
			err = erase_listed(store, about.manifest, count);
		err = db_end(store->db, err);
	}
	map_free(about.ids);
	if (!err && *count > 0)
		err = store_scrub(store);
	return err ? err : note_followed(store, n);
}

/* What this store has done, as the newest manifest asks for it; or nothing. */
static const struct err *
followed_until(struct heard *out, struct store *store)
{
	static const uint8_t nothing[SEAL_SECRET_BYTES];
	const struct manifest *manifest;
	char text[DEPOT_ID_TEXT_MAX];
	const struct err *err = store_seen(text, store, followed);

	*out = (struct heard){ .study = store->study.id };
	if (!err)
		err = newest_manifest(&manifest, store);
	if (err || manifest == NULL)
		return err;
	out->erased = strtoull(text, NULL, 10);
	if (manifest_is_closed(manifest) ? !memcmp(store->seal.secret, nothing,
	    sizeof(nothing)) : out->erased > 0)
		out->manifest = manifest_version(manifest);
	return NULL;
}

const struct err *
store_heard(struct buf *out, struct store *store, struct slice before,
    int64_t now_ms)
{
	struct heard last, now;
	const struct err *err = followed_until(&now, store);

	if (err || now.manifest == 0)
		return err;
	/* What cannot be read was no word of ours. */
	if (heard_read(&last, before, &store->study.id,
	    &store->sign.public) == NULL && last.erased >= now.erased &&
	    (!store_is_closed(store) || last.manifest >= now.manifest))
		return NULL;
	now.time_ms = now_ms;
	heard_write(out, &now, &store->sign);
	return NULL;
}

/*
 * Whatever was sealed to this laptop (the sample frame) stays in git for ever:
 * the key that opens it goes. Zeroes take its place.
 */
static const struct err *
forget_seal(struct store *store)
{
	static const uint8_t nothing[SEAL_SECRET_BYTES];
	struct db_statement *st;
	const struct err *err = db_prepare(&st, store->db,
	    "update study set seal_sealed = ?");

	if (err)
		return err;
	err = bind_sealed(st, 1, store, "study.seal", NULL,
	    slice_of(nothing, sizeof(nothing)));
	if (!err)
		err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_close_study(struct store *store)
{
	static const uint8_t nothing[SEAL_SECRET_BYTES];
	const struct err *err;

	if (!memcmp(store->seal.secret, nothing, sizeof(nothing)))
		return NULL;
	if ((err = db_begin(store->db)) != NULL)
		return err;
	err = forget_seal(store);
	if (!err)
		err = store_forget_cases(store);
	err = db_end(store->db, err);
	if (!err)
		mem_wipe(store->seal.secret, sizeof(store->seal.secret));
	return err ? err : store_scrub(store);
}
