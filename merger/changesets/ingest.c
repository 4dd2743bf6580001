#include "merger/changesets/ingest.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/delivery.h"
#include "kit/record/revision.h"
#include "merger/changesets/attachment.h"
#include "merger/changesets/received.h"
#include "merger/changesets/sweep.h"
#include "merger/changesets/verdict.h"
#include "merger/study/forms.h"
#include "merger/workspace/query.h"

enum { SHORT_COMMIT = 11 };

/* One change set on its way into the index. */
struct arrival {
	struct workspace *ws;
	const struct changeset *changeset;
	struct index_changeset row;
	struct index_entry *entries;
	size_t entry_count;
	size_t erased;			/* entries that were refused */
	/* What we could not read or write here: nothing is decided then. */
	const struct err *failure;
	bool told;			/* laptops may have to hear of it */
	const struct handover_item *handed;	/* keys of its records, or NULL */
};

/* Files that did not come with it: the laptop must keep them. */
static const struct err *
receive_files(struct arrival *a, const struct revision *revision,
    const struct index_entry *entry)
{
	struct buf missing = BUF_INIT;
	const struct err *err;

	err = attachment_receive(a->ws, a->row.commit, revision,
	    &entry->record_key, &missing);
	if (err == NULL && missing.len > 0)
		verdict_give(&a->row, VERDICT_ASIDE, buf_str(&missing));
	buf_free(&missing);
	return err;
}

/*
 * What may change a letter to a laptop (dispatch.h): all but an interview that a
 * laptop made, about nobody of the sample frame.
 */
static bool
is_told(const struct arrival *a, const struct revision *revision)
{
	return revision->kind != RECORD_RESPONSE ||
	    fields_get(&revision->set, ".case") != NULL ||
	    manifest_role(a->ws->manifest,
	    &changeset_head(a->changeset)->device) != MEMBER_DEVICE;
}

/* What we could not look up is no fault of the entry; a newer file of it is. */
static const struct err *
weigh(struct arrival *a, const struct revision *revision,
    struct index_entry *entry, bool *erased)
{
	const struct err *err = NULL;

	a->failure = sweep_judge(erased, a->ws, revision, a->row.device,
	    entry->kind);
	if (a->failure == NULL && !*erased)
		err = receive_files(a, revision, entry);
	if (err != NULL && err->code != ERR_NEWER)
		a->failure = err;
	if (err == NULL && entry->kind == ENTRY_REVISION)
		a->told = a->told || is_told(a, revision);
	return err;
}

/* A revision must speak for the device that signed the change set. */
static const struct err *
check_revision(struct arrival *a, struct slice bytes,
    struct index_entry *entry, bool *erased)
{
	struct arena *arena = arena_new();
	struct revision *revision;
	const struct err *err;

	err = revision_read(&revision, arena, bytes, &a->ws->keys.study);
	if (err == NULL && entry->kind == ENTRY_CHECKPOINT &&
	    (revision->kind != RECORD_RESPONSE ||
	    revision->state != STATE_DRAFT))
		err = err_new(ERR_FORMAT, "a checkpoint that is no draft");
	if (err == NULL && strcmp(revision->author, a->row.device) != 0)
		err = err_new(ERR_DENIED, "a revision is signed by another "
		    "device than its author %s", revision->author);
	if (err == NULL) {
		entry->revision = revision->id;
		snprintf(entry->record, sizeof entry->record, "%s",
		    revision->record);
		err = weigh(a, revision, entry, erased);
	}
	arena_free(arena);
	return err;
}

static const struct handover_key *
find_handed(const struct handover_item *item, size_t place)
{
	for (size_t i = 0; i < item->count; i++)
		if (item->keys[i].place == place)
			return &item->keys[i];
	return NULL;
}

/* Under the batch key, or under the record's that was handed over. */
static const struct err *
decrypt_entry(const struct arrival *a, size_t place, struct buf *plain,
    struct secret_key *key)
{
	if (a->handed == NULL)
		return changeset_entry(plain, key, a->changeset, place,
		    forms_dictionary, a->ws);
	*key = find_handed(a->handed, place)->key;
	return changeset_entry_with_key(plain, key, a->changeset, place,
	    forms_dictionary, a->ws);
}

static const struct err *
open_entry(struct arrival *a, size_t place)
{
	struct index_entry *entry = &a->entries[a->entry_count];
	struct buf plain = BUF_INIT;
	const struct err *err;
	bool erased = false;

	entry->place = place;
	entry->kind = changeset_entry_kind(a->changeset, place);
	err = decrypt_entry(a, place, &plain, &entry->record_key);
	if (err != NULL && err_is_of_system(err))
		a->failure = err;
	if (err == NULL)
		err = check_revision(a, buf_slice(&plain), entry, &erased);
	/* Its key is not kept: that is all that there is to an erasure. */
	if (erased)
		mem_wipe(&entry->record_key, sizeof entry->record_key);
	a->erased += erased;
	a->entry_count += err == NULL && !erased;
	buf_wipe(&plain);
	return err_in(err, "entry %zu", place + 1);
}

/*
 * Open every revision. An entry that cannot be read puts the change set aside,
 * so that the laptop keeps it; the entries that can be read count all the same.
 * One whose dictionary is not here belongs to a form that has not arrived: the
 * change set waits for it; or for a newer program, if one wrote it. What we
 * fail to read ourselves decides nothing: the next pull reads it again.
 */
static void
open_entries(struct arrival *a)
{
	size_t count = changeset_entry_count(a->changeset);
	const struct err *err;

	a->entries = mem_alloc_n(count, sizeof *a->entries);
	verdict_give(&a->row, VERDICT_MERGED, "");
	/* What was put aside there is put aside here. */
	if (a->handed != NULL && a->handed->reason[0] != '\0')
		verdict_give(&a->row, VERDICT_ASIDE, a->handed->reason);
	for (size_t i = 0; i < count; i++) {
		if (a->handed != NULL && find_handed(a->handed, i) == NULL)
			continue;	/* erased, or unreadable there too */
		err = open_entry(a, i);
		if (a->failure != NULL)
			return;
		if (err != NULL && (err->code == ERR_NOT_FOUND ||
		    err->code == ERR_NEWER)) {
			verdict_give(&a->row, VERDICT_WAITS,
			    err->code == ERR_NEWER ? err->msg :
			    "its form has not arrived");
			a->entry_count = 0;
			return;
		}
		if (err != NULL)
			verdict_give(&a->row, VERDICT_ASIDE, err->msg);
	}
}

static const struct err *
store(struct arrival *a)
{
	struct index *index = a->ws->index;
	const struct err *err = index_put(index, &a->row);

	for (size_t i = 0; i < a->entry_count && err == NULL; i++)
		err = index_put_entry(index, a->row.key, &a->entries[i]);
	for (size_t i = 0; i < a->entry_count && err == NULL && !a->told; i++)
		err = index_has_more(index, a->entries[i].record, &a->told);
	return err;
}

/* was: the verdict until now, or 0. */
static void
count(struct ingest_sums *sums, const struct arrival *a, int was)
{
	sums->told += a->told;
	if (was == (int)a->row.verdict)
		return;
	if (was == VERDICT_WAITS && sums->waiting > 0)
		sums->waiting--;
	sums->merged += a->row.verdict == VERDICT_MERGED;
	sums->aside += a->row.verdict == VERDICT_ASIDE ||
	    a->row.verdict == VERDICT_SEALED;
	sums->waiting += a->row.verdict == VERDICT_WAITS;
	sums->late += a->row.verdict == VERDICT_LATE;
	sums->erased += a->erased;
	for (size_t i = 0; i < a->entry_count; i++) {
		sums->drafts += a->entries[i].kind == ENTRY_CHECKPOINT;
		sums->revisions += a->entries[i].kind == ENTRY_REVISION;
	}
}

static void
fill_row(struct index_changeset *row, const struct changeset *changeset,
    const char *commit, const char *file)
{
	const struct changeset_head *head = changeset_head(changeset);

	row->hash = *changeset_hash(changeset);
	device_id_of(row->device, &head->device);
	row->chain = head->chain;
	row->number = head->number;
	row->previous = head->previous;
	snprintf(row->commit, sizeof row->commit, "%s", commit);
	snprintf(row->file, sizeof row->file, "%s", file);
}

/*
 * With one of several coordinators' keys: what was sealed to the others alone,
 * before a laptop knew of us, they hand over. So they do with what a laptop
 * names us in and seals to us wrongly, once our receipt says so; until then the
 * digest is not theirs, for neither is the dataset.
 */
static void
unseal(struct arrival *a, struct changeset *changeset)
{
	const struct err *err = changeset_unseal(changeset,
	    &a->ws->keys.seal);
	size_t coordinators;

	manifest_recipients(a->ws->manifest, &coordinators);
	if (err == NULL)
		open_entries(a);
	else if (err->code == ERR_DENIED && coordinators > 1)
		verdict_give(&a->row, VERDICT_WAITS, "sealed to other "
		    "coordinators: they hand it over at their next pull");
	else
		verdict_give(&a->row, VERDICT_SEALED, err->msg);
}

/* Decide about a verified change set, and write it down. */
static const struct err *
take(struct workspace *ws, struct changeset *changeset, const char *commit,
    const char *file, int was, const struct handover_item *handed,
    struct ingest_sums *sums)
{
	struct arrival a = { .ws = ws, .changeset = changeset,
		.handed = handed };
	const struct err *err;
	bool authorised;

	fill_row(&a.row, changeset, commit, file);
	err = verdict_on_device(&authorised, ws, manifest_role(ws->manifest,
	    &changeset_head(changeset)->device), &a.row);
	if (err != NULL)
		return err;
	if (authorised && ws->keys.closed) {
		verdict_give(&a.row, VERDICT_LATE, "the key that opens it is "
		    "destroyed here");
	} else if (authorised && handed != NULL) {
		open_entries(&a);
	} else if (authorised) {
		unseal(&a, changeset);
	}
	err = a.failure ? a.failure : store(&a);
	if (err == NULL)
		count(sums, &a, was);
	if (a.entries != NULL)
		mem_wipe(a.entries, changeset_entry_count(changeset) *
		    sizeof *a.entries);
	mem_free(a.entries);
	return err;
}

struct reading {
	struct workspace *ws;
	struct ingest_sums *sums;
	const char *branch;
};

static bool
ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n > m && !strcmp(text + n - m, end);
}

/* Not a change set that anybody can be held to: an alarm, and no receipt. */
static const struct err *
raise_alarm(struct reading *r, const struct depot_visit *visit,
    const char *what)
{
	char commit[SHORT_COMMIT];

	r->sums->alarms++;
	snprintf(commit, sizeof commit, "%s", visit->commit);
	words_print(stderr, r->ws->language, W_PULL_ALARM, r->branch,
	    visit->name, commit, what, (char *)NULL);
	return index_alarm(r->ws->index, r->branch, visit->commit,
	    visit->name, what);
}

/* Does it lie where the device that signed it would have put it? */
static bool
is_in_place(const struct reading *r, const struct depot_visit *visit,
    const struct changeset *changeset)
{
	const struct changeset_head *head = changeset_head(changeset);
	char id[DEVICE_ID_MAX], branch[DEPOT_BRANCH_MAX];
	char chain[DELIVERY_CHAIN_MAX], name[DELIVERY_NAME_MAX];
	size_t len;

	device_id_of(id, &head->device);
	delivery_chain(chain, head->chain);
	delivery_branch(branch, id, chain);
	delivery_name(name, head->number);
	len = strlen(branch);
	/* The other side of a rewritten branch is kept as BRANCH+TIP. */
	return !strcmp(visit->name, name) &&
	    !strncmp(r->branch, branch, len) &&
	    (r->branch[len] == '\0' || r->branch[len] == '+');
}

static const struct err *
take_file(struct reading *r, const struct depot_visit *visit,
    struct changeset *changeset)
{
	struct index_changeset known;
	const struct err *err = NULL;
	bool found = false;

	/* Who carried it and under what name changes nothing: it is signed. */
	if (!is_in_place(r, visit, changeset))
		err = raise_alarm(r, visit, "a change set that belongs "
		    "elsewhere; it is taken for what it is");
	if (err == NULL)
		err = index_find(r->ws->index, changeset_hash(changeset),
		    &known, &found);
	if (err == NULL && !found)
		err = take(r->ws, changeset, visit->commit, visit->name, 0,
		    NULL, r->sums);
	return err;
}

static const struct err *
visit_file(void *data, const struct depot_visit *visit)
{
	struct reading *r = data;
	struct changeset *changeset;
	const struct err *err;

	/* What names it says whether it is what it should be. */
	if (attachment_is_blob(visit->name))
		return NULL;
	if (!ends_with(visit->name, ".cs"))
		return raise_alarm(r, visit, "a file that is no change set");
	if (visit->too_large)
		return raise_alarm(r, visit, "larger than a change set may be");
	err = changeset_open(&changeset, visit->bytes, &r->ws->keys.study);
	/* No receipt: it is read again by the program that understands it. */
	if (err != NULL && err->code == ERR_NEWER)
		r->sums->newer++;
	if (err != NULL)
		return raise_alarm(r, visit, err->msg);
	err = take_file(r, visit, changeset);
	changeset_free(changeset);
	return err;
}

/* What a branch brings and how far it was read are written down together. */
static const struct err *
read_until(struct workspace *ws, enum depot_side side, const char *branch,
    const char *since, const char *tip, struct ingest_sums *sums)
{
	struct reading r = { ws, sums, branch };
	struct db *db = index_db(ws->index);
	const struct err *err = db_begin(db);

	if (err != NULL)
		return err;
	err = depot_walk(ws->depot, tip, since[0] ? since : NULL,
	    CHANGESET_BYTES_MAX, visit_file, &r);
	if (err == NULL)
		err = index_set_branch(ws->index, side, branch, tip);
	return db_end(db, err);
}

static const struct err *
read_branch(struct workspace *ws, enum depot_side side, const char *branch,
    struct ingest_sums *sums)
{
	char tip[DEPOT_ID_TEXT_MAX], since[DEPOT_ID_TEXT_MAX];
	const struct err *err;

	err = depot_tip(ws->depot, side, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	if ((err = index_branch(ws->index, side, branch, since)) != NULL)
		return err;
	if (!strcmp(tip, since))
		return NULL;
	return err_in(read_until(ws, side, branch, since, tip, sums), "%s",
	    branch);
}

static const struct err *
read_side(struct workspace *ws, enum depot_side side, struct ingest_sums *sums)
{
	const struct err *err;
	char **names = NULL;
	size_t n = 0;

	err = depot_branches(ws->depot, side, "device/", &names, &n);
	for (size_t i = 0; i < n && err == NULL; i++)
		err = read_branch(ws, side, names[i], sums);
	depot_names_free(names, n);
	return err;
}

/* A newer program may understand what an older one could not read. */
static const struct err *
forget_if_older(struct workspace *ws)
{
	struct buf reader = BUF_INIT;
	struct db *db = index_db(ws->index);
	const struct err *err = index_setting(ws->index, "read_by", &reader);
	bool same = !strcmp(buf_str(&reader), RECOLTE_VERSION);

	buf_free(&reader);
	if (err != NULL || same)
		return err;
	if ((err = db_begin(db)) != NULL)
		return err;
	err = query_run(db, "DELETE FROM branch WHERE side IN (?, ?)"
	    " AND name LIKE 'device/%'", VALUES(bound_int(DEPOT_OWN),
	    bound_int(DEPOT_HUB)));
	if (err == NULL)
		err = db_exec(db, "DELETE FROM alarm");
	if (err == NULL)
		err = index_set(ws->index, "read_by", RECOLTE_VERSION);
	return db_end(db, err);
}

const struct err *
ingest_branches(struct workspace *ws, struct ingest_sums *sums)
{
	const struct err *err = forget_if_older(ws);

	if (err == NULL)
		err = read_side(ws, DEPOT_HUB, sums);
	return err ? err : ingest_own(ws, sums);
}

const struct err *
ingest_own(struct workspace *ws, struct ingest_sums *sums)
{
	return read_side(ws, DEPOT_OWN, sums);
}

/* What to look at again, first: the table changes while we do. */
struct again {
	struct workspace *ws;
	struct index_changeset *items;
	size_t count, capacity;
};

static enum member_role
role_of(const struct workspace *ws, const char *device)
{
	const struct member *member = manifest_member(ws->manifest, device);

	return member ? member->role : MEMBER_NONE;
}

static const struct err *
remember(void *data, const struct index_changeset *row)
{
	struct again *a = data;
	void *items = a->items;

	if (row->verdict != VERDICT_WAITS &&
	    !manifest_is_closed(a->ws->manifest) &&
	    role_of(a->ws, row->device) != MEMBER_REVOKED &&
	    role_of(a->ws, row->device) != MEMBER_FORMER)
		return NULL;
	mem_grow(&items, &a->capacity, a->count + 1, sizeof *a->items);
	a->items = items;
	a->items[a->count++] = *row;
	return NULL;
}

static const struct err *
take_again(struct workspace *ws, const struct index_changeset *row,
    const struct handover_item *handed, struct ingest_sums *sums)
{
	struct received r;
	const struct err *err = received_open(&r, ws, row);

	if (err == NULL)
		err = take(ws, r.changeset, row->commit, row->file,
		    (int)row->verdict, handed, sums);
	received_close(&r);
	return err;
}

const struct err *
ingest_handed(struct workspace *ws, struct index_changeset *row,
    const struct handover_item *item, struct ingest_sums *sums)
{
	const struct err *err = take_again(ws, row, item, sums);
	bool found;

	return err ? err : index_find(ws->index, &item->changeset, row,
	    &found);
}

static const struct err *
look_again(struct workspace *ws, struct index_changeset *row,
    struct ingest_sums *sums)
{
	enum verdict was = row->verdict;
	const struct err *err;
	bool authorised;

	err = verdict_on_device(&authorised, ws, role_of(ws, row->device), row);
	if (err != NULL)
		return err;
	if (authorised)
		return was == VERDICT_WAITS || (was == VERDICT_LATE &&
		    !ws->keys.closed) ? take_again(ws, row, NULL, sums) : NULL;
	if (was == row->verdict)
		return NULL;
	/* Merged before the device was revoked, or before the closing. */
	sums->waiting += row->verdict == VERDICT_WAITS;
	sums->late += row->verdict == VERDICT_LATE;
	return index_put(ws->index, row);
}

const struct err *
ingest_waiting(struct workspace *ws, struct ingest_sums *sums)
{
	struct again a = { .ws = ws };
	struct db *db = index_db(ws->index);
	const struct err *err = index_each(ws->index, 0, remember, &a);

	if (err == NULL && a.count > 0 && (err = db_begin(db)) == NULL) {
		for (size_t i = 0; i < a.count && err == NULL; i++)
			err = look_again(ws, &a.items[i], sums);
		err = db_end(db, err);
	}
	mem_free(a.items);
	return err;
}
