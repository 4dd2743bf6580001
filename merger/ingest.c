#include "merger/ingest.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/record/revision.h"

/* One change set on its way into the index. */
struct arrival {
	struct workspace *ws;
	const struct changeset *changeset;
	struct index_changeset row;
	struct index_entry *entries;
	size_t entry_count;
};

static void
put_aside(struct arrival *a, enum verdict verdict, const char *reason)
{
	a->row.verdict = verdict;
	snprintf(a->row.reason, sizeof a->row.reason, "%.300s", reason);
}

/* The numbers of a revoked device that a coordinator let stand. */
static bool
still_stands(const struct arrival *a)
{
	size_t count;
	const struct manifest_stand *stands =
	    manifest_stands(a->ws->manifest, a->row.device, &count);

	for (size_t i = 0; i < count; i++)
		if (stands[i].chain == a->row.chain &&
		    a->row.number <= stands[i].number)
			return true;
	return false;
}

/* May this device write at all? Sets the verdict when it may not. */
static bool
is_authorised(struct arrival *a)
{
	switch (manifest_role(a->ws->manifest,
	    &changeset_head(a->changeset)->device)) {
	case MEMBER_DEVICE:
	case MEMBER_COORDINATOR:
		return true;
	case MEMBER_REVOKED:
		if (still_stands(a))
			return true;
		put_aside(a, VERDICT_WAITS, "the device was revoked before "
		    "this change set; a coordinator may list it");
		return false;
	default:
		put_aside(a, VERDICT_WAITS, "the device is not admitted");
		return false;
	}
}

/* A revision must speak for the device that signed the change set. */
static const struct err *
check_revision(const struct arrival *a, struct slice bytes,
    struct index_entry *entry)
{
	struct arena *arena = arena_new();
	struct revision *revision;
	const struct err *err;

	err = revision_read(&revision, arena, bytes, &a->ws->keys.study);
	if (err == NULL && strcmp(revision->author, a->row.device) != 0)
		err = err_new(ERR_DENIED, "a revision is signed by another "
		    "device than its author %s", revision->author);
	if (err == NULL) {
		entry->revision = revision->id;
		snprintf(entry->record, sizeof entry->record, "%s",
		    revision->record);
	}
	arena_free(arena);
	return err;
}

static const struct err *
open_entry(struct arrival *a, size_t place)
{
	struct index_entry *entry = &a->entries[a->entry_count];
	struct buf plain = BUF_INIT;
	const struct err *err;

	entry->place = place;
	err = changeset_entry(&plain, &entry->record_key, a->changeset, place,
	    workspace_dictionary, a->ws);
	if (err == NULL)
		err = check_revision(a, buf_slice(&plain), entry);
	if (err == NULL)
		a->entry_count++;
	buf_wipe(&plain);
	return err_in(err, "entry %zu", place + 1);
}

/*
 * Open every revision. An entry that cannot be read puts the change set aside,
 * so that the laptop keeps it; the entries that can be read count all the same.
 */
static void
open_entries(struct arrival *a)
{
	size_t count = changeset_entry_count(a->changeset);
	const struct err *err;

	a->entries = mem_alloc_n(count, sizeof *a->entries);
	put_aside(a, VERDICT_MERGED, "");
	for (size_t i = 0; i < count; i++) {
		if (changeset_entry_kind(a->changeset, i) != ENTRY_REVISION)
			continue;	/* a draft's checkpoint is no data */
		if ((err = open_entry(a, i)) != NULL)
			put_aside(a, VERDICT_ASIDE, err->msg);
	}
}

static const struct err *
store(struct arrival *a)
{
	struct index *index = a->ws->index;
	const struct err *err;

	if ((err = db_begin(index_db(index))) != NULL)
		return err;
	err = index_put(index, &a->row);
	for (size_t i = 0; i < a->entry_count && err == NULL; i++)
		err = index_put_entry(index, a->row.key, &a->entries[i]);
	return db_end(index_db(index), err);
}

static void
count(struct ingest_sums *sums, const struct arrival *a)
{
	sums->merged += a->row.verdict == VERDICT_MERGED;
	sums->aside += a->row.verdict == VERDICT_ASIDE;
	sums->waiting += a->row.verdict == VERDICT_WAITS;
	sums->revisions += a->entry_count;
}

/* Decide about a verified change set, and write it down. */
static const struct err *
take(struct workspace *ws, struct changeset *changeset, const char *commit,
    const char *file, struct ingest_sums *sums)
{
	const struct changeset_head *head = changeset_head(changeset);
	struct arrival a = { .ws = ws, .changeset = changeset };
	const struct err *err;

	a.row.hash = *changeset_hash(changeset);
	device_id_of(a.row.device, &head->device);
	a.row.chain = head->chain;
	a.row.number = head->number;
	snprintf(a.row.commit, sizeof a.row.commit, "%s", commit);
	snprintf(a.row.file, sizeof a.row.file, "%s", file);
	if (is_authorised(&a)) {
		err = changeset_unseal(changeset, &ws->keys.seal);
		if (err != NULL)
			put_aside(&a, VERDICT_ASIDE, err->msg);
		else
			open_entries(&a);
	}
	err = store(&a);
	if (err == NULL)
		count(sums, &a);
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
	r->sums->alarms++;
	fprintf(stderr, "merger: %s: %s in commit %.10s: %s\n", r->branch,
	    visit->name, visit->commit, what);
	return index_alarm(r->ws->index, r->branch, visit->commit,
	    visit->name, what);
}

static const struct err *
visit_file(void *data, const struct depot_visit *visit)
{
	struct reading *r = data;
	struct index_changeset known;
	struct changeset *changeset;
	const struct err *err;
	bool found = false;

	if (!ends_with(visit->name, ".cs"))
		return raise_alarm(r, visit, "a file that is no change set");
	if (visit->too_large)
		return raise_alarm(r, visit, "larger than a change set may be");
	err = changeset_open(&changeset, visit->bytes, &r->ws->keys.study);
	if (err != NULL)
		return raise_alarm(r, visit, err->msg);
	err = index_find(r->ws->index, changeset_hash(changeset), &known,
	    &found);
	if (err == NULL && !found)
		err = take(r->ws, changeset, visit->commit, visit->name,
		    r->sums);
	changeset_free(changeset);
	return err;
}

static const struct err *
read_branch(struct workspace *ws, enum depot_side side, const char *branch,
    struct ingest_sums *sums)
{
	char tip[DEPOT_ID_TEXT_MAX], since[DEPOT_ID_TEXT_MAX];
	struct reading r = { ws, sums, branch };
	const struct err *err;

	if (!depot_tip(ws->depot, side, branch, tip))
		return NULL;
	if ((err = index_branch(ws->index, side, branch, since)) != NULL)
		return err;
	if (!strcmp(tip, since))
		return NULL;
	err = depot_walk(ws->depot, tip, since[0] ? since : NULL,
	    CHANGESET_BYTES_MAX, visit_file, &r);
	if (err != NULL)
		return err_in(err, "%s", branch);
	return index_set_branch(ws->index, side, branch, tip);
}

static const struct err *
read_side(struct workspace *ws, enum depot_side side, const char *prefix,
    struct ingest_sums *sums)
{
	const struct err *err;
	char **names = NULL;
	size_t n = 0;

	err = depot_branches(ws->depot, side, prefix, &names, &n);
	for (size_t i = 0; i < n && err == NULL; i++)
		err = read_branch(ws, side, names[i], sums);
	depot_names_free(names, n);
	return err;
}

const struct err *
ingest_branches(struct workspace *ws, struct ingest_sums *sums)
{
	const struct err *err = read_side(ws, DEPOT_HUB, "device/", sums);

	return err ? err : read_side(ws, DEPOT_OWN, "device/", sums);
}

/* The keys of what waits, first: the table changes while we look again. */
struct waiting {
	struct index_changeset *items;
	size_t count, capacity;
};

static const struct err *
remember(void *data, const struct index_changeset *changeset)
{
	struct waiting *w = data;
	void *items = w->items;

	mem_grow(&items, &w->capacity, w->count + 1, sizeof *w->items);
	w->items = items;
	w->items[w->count++] = *changeset;
	return NULL;
}

static const struct err *
look_again(struct workspace *ws, const struct index_changeset *row,
    struct ingest_sums *sums)
{
	struct buf bytes = BUF_INIT;
	struct changeset *changeset = NULL;
	const struct err *err;

	err = depot_read(&bytes, ws->depot, row->commit, row->file,
	    CHANGESET_BYTES_MAX);
	if (err == NULL)
		err = changeset_open(&changeset, buf_slice(&bytes),
		    &ws->keys.study);
	if (err == NULL)
		err = take(ws, changeset, row->commit, row->file, sums);
	changeset_free(changeset);
	buf_free(&bytes);
	return err;
}

const struct err *
ingest_waiting(struct workspace *ws, struct ingest_sums *sums)
{
	struct waiting w = { 0 };
	const struct err *err =
	    index_each(ws->index, VERDICT_WAITS, remember, &w);

	for (size_t i = 0; i < w.count && err == NULL; i++)
		err = look_again(ws, &w.items[i], sums);
	mem_free(w.items);
	return err;
}
