#include "collector/sync/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/interview/attachment.h"
#include "collector/sync/checkpoint.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/delivery.h"

/* ---- packing ---- */

struct batch {
	struct arena *arena;
	const struct chain *chain;
	struct outgoing *revisions;
	size_t count;
	bool more;
	struct travelling files;
	struct { struct hash form; struct slice bytes; }
	    dictionaries[CHANGESET_DICTIONARIES_MAX];
	size_t dictionary_count;
};

static const struct err *
open_chain(const struct chain **out, struct arena *arena, struct store *store)
{
	const struct err *err;
	struct chain *chains;
	size_t count;

	if ((err = store_chains(&chains, &count, arena, store)) != NULL)
		return err;
	if (count == 0 || !chains[count - 1].open)
		return err_new(ERR_INTERNAL, "%s: no open chain",
		    store_folder(store));
	*out = &chains[count - 1];
	return NULL;
}

/* A change set has room for so many dictionaries: one a form version. */
static void
limit_forms(struct batch *batch)
{
	const struct hash *forms[CHANGESET_DICTIONARIES_MAX];
	size_t known = 0;

	for (size_t i = 0; i < batch->count; i++) {
		size_t f = 0;

		if (batch->revisions[i].is_case)
			continue;
		while (f < known && !hash_equal(forms[f],
		    &batch->revisions[i].form))
			f++;
		if (f < known)
			continue;
		if (known == CHANGESET_DICTIONARIES_MAX) {
			batch->count = i;
			batch->more = true;
			return;
		}
		forms[known++] = &batch->revisions[i].form;
	}
}

static void
fill_head(struct changeset_head *head, const struct batch *batch,
    const struct store *store)
{
	const struct chain *chain = batch->chain;

	*head = (struct changeset_head){ .study = store_study(store)->id,
		.chain = strtoull(chain->id, NULL, 16),
		.number = chain->last + 1,
		.program = "collector " RECOLTE_VERSION };
	if (chain->last > 0) {
		head->previous_kind = PREVIOUS_SAME;
		head->previous = chain->last_hash;
	} else if (chain->continues[0] != '\0') {
		head->previous_kind = PREVIOUS_CONTINUES;
		head->previous = chain->continues_hash;
		head->continues_chain = strtoull(chain->continues, NULL, 16);
		head->continues_number = chain->continues_number;
	}
}

/* This laptop's own for the form version; limit_forms() saw to the room. */
static const struct err *
find_dictionary(struct slice *out, struct batch *batch, struct store *store,
    const struct hash *form)
{
	const struct package *package;
	const struct err *err;
	struct buf bytes = BUF_INIT;
	size_t i = 0;

	while (i < batch->dictionary_count &&
	    !hash_equal(&batch->dictionaries[i].form, form))
		i++;
	if (i == batch->dictionary_count) {
		if ((err = store_form(&package, store, form)) != NULL)
			return err;
		package_own_dictionary(&bytes, package,
		    &store_study(store)->id, store_study(store)->device);
		batch->dictionaries[i].form = *form;
		batch->dictionaries[i].bytes = slice_of(
		    arena_slice(batch->arena, buf_slice(&bytes)), bytes.len);
		batch->dictionary_count++;
		buf_free(&bytes);
	}
	*out = batch->dictionaries[i].bytes;
	return NULL;
}

static const struct err *
encode(struct buf *out, struct batch *batch, struct store *store)
{
	const struct err *err = NULL;
	const struct manifest *manifest;
	const struct seal_public *recipients;
	struct changeset_draft_entry *entries;
	struct changeset_head head;
	size_t recipient_count;

	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	recipients = manifest_recipients(manifest, &recipient_count);
	entries = arena_alloc_n(batch->arena, batch->count, sizeof(*entries));
	for (size_t i = 0; i < batch->count && !err; i++) {
		const struct outgoing *revision = &batch->revisions[i];
		struct slice dictionary = SLICE_EMPTY;

		/* What is said about a case is of no form. */
		if (!revision->is_case)
			err = find_dictionary(&dictionary, batch, store,
			    &revision->form);
		if (err)
			break;
		entries[i] = (struct changeset_draft_entry){
			revision->is_draft ? ENTRY_CHECKPOINT :
			ENTRY_REVISION, revision->bytes, revision->key,
			dictionary };
	}
	fill_head(&head, batch, store);
	if (!err)
		err = changeset_encode(out, &head, entries, batch->count,
		    recipients, recipient_count, store_sign_pair(store));
	mem_wipe(entries, batch->count * sizeof(*entries));
	return err;
}

static void
add_count(struct buf *out, size_t count, const char *noun)
{
	buf_addf(out, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

/*
 * "k3f9qz2m #42: 1 interview (1 new, 0 corrected), 2 case notes, 1 draft,
 * 1 file (2.1 MB)"
 */
static char *
subject_of(const struct batch *batch, const struct store *store)
{
	struct map *fresh = map_new(), *all = map_new();
	size_t count, corrected, drafts = 0, cases = 0;
	struct buf text = BUF_INIT;
	char *out;

	for (size_t i = 0; i < batch->count; i++) {
		const struct outgoing *r = &batch->revisions[i];

		drafts += r->is_draft;
		cases += r->is_case;
		if (r->is_case)
			continue;
		if (!r->is_draft)
			(void)map_set(all, r->response, map_new);
		if (!r->is_draft && !r->corrects)
			(void)map_set(fresh, r->response, map_new);
	}
	count = map_count(all);
	corrected = count - map_count(fresh);
	map_free(all);
	map_free(fresh);
	buf_addf(&text, "%.8s #%llu: ", store_study(store)->device,
	    (unsigned long long)batch->chain->last + 1);
	if (count > 0) {
		add_count(&text, count, "interview");
		buf_addf(&text, " (%zu new, %zu corrected)",
		    count - corrected, corrected);
	}
	if (cases > 0) {
		buf_add(&text, count > 0 ? ", " : "");
		add_count(&text, cases, "case note");
	}
	if (drafts > 0) {
		buf_add(&text, count + cases > 0 ? ", " : "");
		add_count(&text, drafts, "draft");
	}
	if (batch->files.count > 0) {
		buf_add(&text, ", ");
		add_count(&text, batch->files.count, "file");
		buf_addf(&text, " (%.1f MB)", (double)batch->files.bytes /
		    1e6);
	}
	out = arena_slice(batch->arena, buf_slice(&text));
	buf_free(&text);
	return out;
}

static const struct err *
pack_batch(struct batch *batch, struct store *store, const char **subject)
{
	const struct err *err;
	struct packed packed = { .made_ms = platform_now_ms() };
	struct buf bytes = BUF_INIT;

	packed.subject = *subject = subject_of(batch, store);
	packed.chain = batch->chain->id;
	packed.number = batch->chain->last + 1;
	err = encode(&bytes, batch, store);
	if (!err) {
		packed.bytes = buf_slice(&bytes);
		crypto_hash(&packed.hash, packed.bytes);
		err = store_add_changeset(store, &packed, batch->revisions,
		    batch->count);
	}
	if (!err)
		err = store_pack_attachments(store, &packed,
		    batch->files.hashes, batch->files.count);
	buf_free(&bytes);
	return err;
}

static const struct err *
pack_one(struct store *store, struct batch *batch, const char **subject,
    struct err *held)
{
	const struct err *err;

	*subject = NULL;
	if ((err = store_begin(store)) != NULL)
		return err;
	err = store_unsent(&batch->revisions, &batch->count, &batch->more,
	    batch->arena, store, PACK_REVISIONS_MAX, PACK_PLAIN_BYTES_MAX);
	if (!err && !batch->more)
		err = store_unsent_cases(batch->revisions, &batch->count,
		    &batch->more, batch->arena, store, PACK_REVISIONS_MAX,
		    PACK_PLAIN_BYTES_MAX);
	if (!err && !batch->more)
		err = checkpoint_add(batch->revisions, &batch->count,
		    PACK_REVISIONS_MAX, &batch->more, batch->arena, store);
	limit_forms(batch);
	if (!err)
		err = attachment_gather(&batch->files, store,
		    batch->revisions, &batch->count, &batch->more, held);
	/* All of it is held back, and would be again. */
	if (!err && batch->count == 0)
		batch->more = false;
	if (!err && batch->count > 0)
		err = open_chain(&batch->chain, batch->arena, store);
	if (!err && batch->count > 0)
		err = pack_batch(batch, store, subject);
	mem_wipe(batch->revisions, batch->count * sizeof(*batch->revisions));
	return store_end(store, err);
}

const struct err *
pack_unsent(struct store *store, struct err *held,
    void (*told)(void *data, const char *subject), void *data)
{
	const struct err *err = NULL;
	struct batch batch = { .more = true };

	held->code = 0;
	while (!err && batch.more) {
		const char *subject;

		batch = (struct batch){ .arena = arena_new() };
		err = pack_one(store, &batch, &subject, held);
		if (!err && subject != NULL && told != NULL)
			told(data, subject);
		arena_free(batch.arena);
	}
	return err;
}

/* ---- into the depot ---- */

static const struct err *
commit_one(struct store *store, struct depot *depot, const struct packed *p)
{
	const struct err *err;
	const struct study *study = store_study(store);
	struct arena *arena = arena_new();
	struct depot_file *files;
	struct delivery delivery = { .study = &study->id,
		.device = study->device, .chain = p->chain,
		.number = p->number, .bytes = p->bytes,
		.subject = p->subject, .time_ms = p->made_ms };

	err = store_changeset_files(&files, &delivery.attachment_count, arena,
	    store, p->chain, p->number);
	delivery.attachments = files;
	if (!err)
		err = delivery_commit(depot, &delivery);
	arena_free(arena);
	return err;
}

struct comparing {
	struct store *store;
	struct arena *arena;
	const char *chain;
	uint64_t common, last;
	bool differs;
};

static const struct err *
compare_one(void *data, const struct depot_visit *visit)
{
	struct comparing *c = data;
	uint64_t number = delivery_number(visit->name);
	const struct err *err;
	struct packed ours;
	struct hash hash;

	if (number == 0)
		return NULL;
	c->last = number > c->last ? number : c->last;
	if (c->differs || number != c->common + 1)
		return NULL;
	err = store_changeset(&ours, c->arena, c->store, c->chain, number);
	if (err && err->code != ERR_NOT_FOUND)
		return err;
	crypto_hash(&hash, visit->bytes);
	c->differs = err || visit->too_large ||
	    !hash_equal(&hash, &ours.hash);
	if (!c->differs)
		c->common = number;
	return NULL;
}

static const struct err *
walk_chain(struct comparing *c, struct depot *depot, const char *tip)
{
	const struct err *err;

	c->arena = arena_new();
	err = depot_walk(depot, tip, NULL, CHANGESET_BYTES_MAX, compare_one, c);
	arena_free(c->arena);
	return err;
}

/* The number of the change set that a commit brings. */
static const struct err *
tip_number(struct depot *depot, const char *tip, uint64_t *number)
{
	const struct err *err;
	char **names;
	size_t count;

	*number = 0;
	if ((err = depot_list(depot, tip, "", &names, &count)) != NULL)
		return err;
	for (size_t i = 0; i < count; i++)
		if (delivery_number(names[i]) > *number)
			*number = delivery_number(names[i]);
	depot_names_free(names, count);
	return NULL;
}

/*
 * Is the change set at the tip ours? Then all before it are, since each names
 * the hash of the one before.
 */
static const struct err *
same_tip(bool *same, struct comparing *c, struct depot *depot, const char *tip)
{
	const struct err *err;
	char name[DELIVERY_NAME_MAX];
	struct arena *arena = arena_new();
	struct buf bytes = BUF_INIT;
	struct packed ours;

	*same = false;
	delivery_name(name, c->last);
	err = store_changeset(&ours, arena, c->store, c->chain, c->last);
	if (!err)
		err = depot_read(&bytes, depot, tip, name, CHANGESET_BYTES_MAX);
	if (!err)
		*same = slice_equal(buf_slice(&bytes), ours.bytes);
	else if (err->code == ERR_NOT_FOUND || err->code == ERR_LIMIT)
		err = NULL;
	buf_free(&bytes);
	arena_free(arena);
	return err;
}

const struct err *
pack_compare(struct store *store, struct depot *depot, enum depot_side side,
    const char *chain, uint64_t *common, uint64_t *last)
{
	const struct err *err;
	struct comparing c = { .store = store, .chain = chain };
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	bool same;

	*common = *last = 0;
	delivery_branch(branch, store_study(store)->device, chain);
	err = depot_tip(depot, side, branch, tip);
	if (err || !tip[0])
		return err;
	if ((err = tip_number(depot, tip, &c.last)) != NULL)
		return err;
	if ((err = same_tip(&same, &c, depot, tip)) != NULL)
		return err;
	if (same)
		c.common = c.last;
	else
		err = walk_chain(&c, depot, tip);
	*common = c.common;
	*last = c.last;
	return err;
}

static const struct err *
commit_chain(struct store *store, struct depot *depot,
    const struct chain *chain, uint64_t number)
{
	const struct err *err = NULL;

	while (!err && number < chain->last) {
		struct arena *arena = arena_new();
		struct packed packed;

		err = store_changeset(&packed, arena, store, chain->id,
		    ++number);
		if (!err)
			err = commit_one(store, depot, &packed);
		arena_free(arena);
	}
	return err;
}

/*
 * The depot was lost, and the hub has what we delivered: it is taken from there
 * rather than made again, because of attachments that were merged the bytes are
 * not kept here.
 */
static const struct err *
adopt_delivered(struct store *store, struct depot *depot, const char *chain,
    uint64_t *same, uint64_t *last)
{
	const struct err *err;
	char branch[DEPOT_BRANCH_MAX];
	uint64_t common, there;

	err = pack_compare(store, depot, DEPOT_HUB, chain, &common, &there);
	if (err || there == 0 || common != there)
		return err;
	delivery_branch(branch, store_study(store)->device, chain);
	err = depot_adopt(depot, branch);
	if (!err)
		*same = *last = there;
	return err;
}

static const struct err *
commit_lacking(struct store *store, struct depot *depot,
    const struct chain *chain, bool *ahead, uint64_t *common)
{
	const struct err *err;
	uint64_t same, last;

	err = pack_compare(store, depot, DEPOT_OWN, chain->id, &same, &last);
	if (!err && last == 0)
		err = adopt_delivered(store, depot, chain->id, &same, &last);
	if (!err && same == last)
		err = commit_chain(store, depot, chain, same);
	if (!err && same < last && chain->open) {
		*ahead = true;
		*common = same;
	}
	return err;
}

const struct err *
pack_commit(struct store *store, bool *ahead, uint64_t *common)
{
	const struct err *err;
	struct arena *arena = arena_new();
	struct depot *depot;
	struct chain *chains;
	const char *elsewhere = NULL;
	size_t count = 0;

	*ahead = false;
	if ((err = store_depot(&depot, store)) == NULL)
		err = store_chains(&chains, &count, arena, store);
	for (size_t i = 0; i < count && !err; i++) {
		err = commit_lacking(store, depot, &chains[i], ahead, common);
		if (err && err->code == ERR_STATE) {
			elsewhere = chains[i].id;
			err = NULL;
		}
	}
	if (!err && elsewhere != NULL)
		err = err_new(ERR_STATE, "chain %s: its photos and recordings "
		    "were let go of after they were merged, and the depot was "
		    "lost: sync where the hub is", elsewhere);
	arena_free(arena);
	return err;
}
