#include <stdlib.h>

#include "kit/base/db.h"
#include "kit/base/mem.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/delivery.h"
#include "store_scene.h"

static struct err held;

static void
test_lock(struct scene *p)
{
	struct response r;
	struct arena *arena = arena_new();
	bool has;

	response_begin(&r, &p->form, 1770000003000);
	CHECK_ERR(store_save_draft(p->store, &r), ERR_STATE, "locked");
	CHECK_OK(store_has_response(&has, p->store, r.id));
	CHECK(!has);
	CHECK_ERR(store_unlock(p->store, slice_str("another")), ERR_DENIED,
	    "not the passphrase");
	CHECK_OK(store_unlock(p->store, slice_str(passphrase)));
	CHECK(!store_wants_passphrase(p->store));
	CHECK_STR(store_study(p->store)->hub, "hub");
	CHECK_ERR(store_response(&r, arena, p->store, "abcd"), ERR_USAGE,
	    "abcd");
	CHECK_ERR(store_response(&r, arena, p->store, "abc"), ERR_USAGE,
	    "at least");
	arena_free(arena);
}

/* ---- drafts and revisions ---- */

static void
test_draft(struct scene *p)
{
	const struct package *package;
	struct interview iv;
	char id[UUID_TEXT_MAX];
	size_t count[STAGE_COUNT];

	CHECK_OK(store_form_named(&package, p->store, "visit"));
	CHECK_OK(interview_new(&iv, p->store, package, NULL, NULL));
	answer(&iv, "who/age", "12");
	CHECK_OK(interview_save(&iv, "who/age"));
	memcpy(id, iv.response.id, UUID_TEXT_MAX);
	interview_free(&iv);
	reopen(p);
	CHECK_OK(store_unlock(p->store, slice_str(passphrase)));
	CHECK_OK(interview_open(&iv, p->store, id));
	CHECK_STR(iv.response.draft_at, "who/age");
	CHECK_STR(answer_value(instance_find(iv.instance, "who/age")), "12");
	CHECK(iv.response.has_draft && !iv.response.has_tip);
	CHECK_OK(interview_keep(&iv, ".note", "one"));
	CHECK_OK(interview_keep(&iv, ".note", NULL));
	CHECK(interview_kept(&iv, ".note") == NULL);
	answer(&iv, "who/name", "Zora");
	answer(&iv, "works", "n");
	CHECK_OK(interview_close(&iv, STATE_PARTIAL, "left early"));
	interview_free(&iv);
	CHECK_OK(store_count(p->store, count));
	CHECK_INT(count[STAGE_DRAFT], 0);
	CHECK_INT(count[STAGE_FINAL], 1);
}

/* Two programs at one response: the second does not undo the first. */
static void
test_two_at_once(struct scene *p)
{
	struct interview one, other;
	char id[UUID_TEXT_MAX];

	add_response(p, "Two", id);
	CHECK_OK(interview_open(&one, p->store, id));
	CHECK_OK(interview_open(&other, p->store, id));
	answer(&one, "who/age", "40");
	CHECK_OK(interview_close(&one, STATE_FINAL, "one"));
	answer(&other, "who/age", "50");
	CHECK_ERR(interview_close(&other, STATE_FINAL, "other"), ERR_BUSY,
	    "another program has changed it");
	CHECK_ERR(interview_save(&other, ""), ERR_BUSY, "another program");
	interview_free(&other);
	interview_free(&one);
	CHECK_OK(interview_open(&one, p->store, id));
	CHECK_STR(answer_value(instance_find(one.instance, "who/age")), "40");
	interview_free(&one);
}

/* A correction sets what changed, and knows what it changes. */
static void
test_correction(struct scene *p)
{
	struct interview iv;
	struct outgoing *out;
	struct arena *arena = arena_new();
	struct revision *revision;
	char id[UUID_TEXT_MAX];
	size_t count;
	bool more;

	add_response(p, "Ana", id);
	CHECK_OK(interview_open(&iv, p->store, id));
	answer(&iv, "who/age", "40");
	answer(&iv, "who/name", "");
	CHECK_OK(interview_close(&iv, STATE_FINAL, "misheard"));
	interview_free(&iv);
	CHECK_OK(store_unsent(&out, &count, &more, arena, p->store, 100,
	    1 << 20));
	CHECK_INT(count, 3);
	CHECK(!more);
	CHECK(!out[1].corrects && out[2].corrects);
	CHECK_OK(revision_read(&revision, arena, out[2].bytes,
	    &store_study(p->store)->id));
	CHECK_INT(revision->set.count, 1);
	CHECK_STR(fields_get(&revision->set, "who/age"), "40");
	CHECK_INT(revision->unset_count, 1);
	CHECK_STR(revision->unset[0], "who/name");
	CHECK_INT(revision->parent_count, 1);
	CHECK(hash_equal(&revision->parents[0], &out[1].id));
	CHECK_INT(revision->state, STATE_UNCHANGED);
	CHECK_STR(revision->reason, "misheard");
	CHECK_OK(store_unsent(&out, &count, &more, arena, p->store, 2,
	    1 << 20));
	CHECK(count == 2 && more);
	CHECK_OK(store_unsent(&out, &count, &more, arena, p->store, 100, 1));
	CHECK(count == 1 && more);
	arena_free(arena);
}

/* ---- packing ---- */

static void
note_subject(void *data, const char *subject)
{
	buf_addf(data, "%s;", strchr(subject, '#'));
}

static struct chain *
chain_at(struct scene *p, struct arena *arena, size_t i, size_t expected)
{
	struct chain *chains;
	size_t count;

	CHECK_OK(store_chains(&chains, &count, arena, p->store));
	CHECK_INT(count, expected);
	return &chains[i];
}

static void
test_pack(struct scene *p)
{
	struct buf said = BUF_INIT;
	struct arena *arena = arena_new();
	struct changeset *changeset;
	struct packed packed;
	struct chain *chain;
	char id[UUID_TEXT_MAX];

	CHECK_OK(pack_unsent(p->store, &held, note_subject, &said));
	CHECK_STR(buf_str(&said), "#1: 3 interviews (3 new, 0 corrected);");
	CHECK_OK(pack_unsent(p->store, &held, note_subject, &said));
	add_response(p, "Bea", id);
	buf_reset(&said);
	CHECK_OK(pack_unsent(p->store, &held, note_subject, &said));
	CHECK_STR(buf_str(&said), "#2: 1 interview (1 new, 0 corrected);");
	chain = chain_at(p, arena, 0, 1);
	CHECK_INT(chain->last, 2);
	CHECK_OK(store_changeset(&packed, arena, p->store, chain->id, 2));
	CHECK_OK(changeset_open(&changeset, packed.bytes,
	    &store_study(p->store)->id));
	CHECK_INT(changeset_head(changeset)->previous_kind, PREVIOUS_SAME);
	CHECK_OK(changeset_unseal(changeset, &p->office));
	changeset_free(changeset);
	CHECK_ERR(store_changeset(&packed, arena, p->store, chain->id, 3),
	    ERR_NOT_FOUND, "3");
	arena_free(arena);
	buf_free(&said);
}

/* The depot lags, is lost, has more: what is in the store decides. */
static void
test_commit(struct scene *p)
{
	struct arena *arena = arena_new();
	struct depot *depot;
	struct buf path = BUF_INIT;
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	char again[DEPOT_ID_TEXT_MAX];
	uint64_t common, last;
	bool ahead;

	CHECK_OK(store_lock(p->store));
	CHECK_OK(pack_commit(p->store, &ahead, &common));
	CHECK(!ahead);
	CHECK_OK(store_depot(&depot, p->store));
	delivery_branch(branch, store_study(p->store)->device,
	    chain_at(p, arena, 0, 1)->id);
	CHECK_OK(depot_tip(depot, DEPOT_OWN, branch, tip));
	CHECK(tip[0] != '\0');
	CHECK_OK(pack_compare(p->store, depot, DEPOT_OWN,
	    chain_at(p, arena, 0, 1)->id, &common, &last));
	CHECK(common == 2 && last == 2);
	reopen(p);
	CHECK_OK(store_unlock(p->store, slice_str(passphrase)));
	file_join(&path, buf_str(&p->path), "depot");
	CHECK_OK(scratch_remove(buf_str(&path)));
	CHECK_OK(store_lock(p->store));
	CHECK_OK(pack_commit(p->store, &ahead, &common));
	CHECK_OK(store_depot(&depot, p->store));
	CHECK_OK(depot_tip(depot, DEPOT_OWN, branch, again));
	CHECK(again[0] != '\0');
	CHECK_STR(again, tip);
	arena_free(arena);
	buf_free(&path);
}

/* What was packed after the common part goes out again, in a new chain. */
static void
test_new_chain(struct scene *p)
{
	struct arena *arena = arena_new();
	struct buf said = BUF_INIT;
	struct changeset *changeset;
	struct packed packed;
	struct chain *old, *chain;
	uint64_t common;
	size_t fresh;
	bool ahead;

	CHECK_OK(store_begin(p->store));
	CHECK_OK(store_end(p->store, store_new_chain(p->store, 1,
	    1770000009000)));
	old = chain_at(p, arena, 0, 2);
	chain = chain_at(p, arena, 1, 2);
	CHECK(!old->open && chain->open);
	CHECK_INT(old->last, 1);
	CHECK_STR(chain->continues, old->id);
	CHECK_INT(chain->continues_number, 1);
	CHECK_OK(pack_unsent(p->store, &held, note_subject, &said));
	CHECK_STR(buf_str(&said), "#1: 1 interview (1 new, 0 corrected);");
	CHECK_OK(store_changeset(&packed, arena, p->store, chain->id, 1));
	CHECK_OK(changeset_open(&changeset, packed.bytes,
	    &store_study(p->store)->id));
	CHECK_INT(changeset_head(changeset)->previous_kind, PREVIOUS_CONTINUES);
	CHECK(hash_equal(&changeset_head(changeset)->previous,
	    &old->last_hash));
	changeset_free(changeset);
	/* The old branch, which has more than we know, stays as it is. */
	CHECK_OK(pack_commit(p->store, &ahead, &common));
	CHECK(!ahead);
	CHECK_OK(store_set_delivered(p->store, chain->id, 1, 5, &fresh));
	CHECK_INT(fresh, 1);
	CHECK_OK(store_set_delivered(p->store, chain->id, 1, 6, &fresh));
	CHECK_INT(fresh, 0);
	arena_free(arena);
	buf_free(&said);
}

static void
test_receipts(struct scene *p)
{
	struct arena *arena = arena_new();
	struct chain *chain = chain_at(p, arena, 1, 2);
	struct receipt receipt = { .chain = strtoull(chain->id, NULL, 16),
		.number = 1, .hash = chain->last_hash,
		.verdict = RECEIPT_ASIDE, .reason = "not admitted" };
	struct sent_sums sums;
	size_t count[STAGE_COUNT];
	bool fresh;

	CHECK_OK(store_set_receipt(p->store, &receipt, 7, &fresh));
	CHECK(fresh);
	CHECK_OK(store_count(p->store, count));
	CHECK_INT(count[STAGE_ASIDE], 1);
	receipt.verdict = RECEIPT_MERGED;
	receipt.reason = "";
	CHECK_OK(store_set_receipt(p->store, &receipt, 8, &fresh));
	CHECK(fresh);
	receipt.verdict = RECEIPT_ASIDE;
	CHECK_OK(store_set_receipt(p->store, &receipt, 9, &fresh));
	CHECK(!fresh);
	receipt.hash.bytes[0] ^= 1;
	CHECK_OK(store_set_receipt(p->store, &receipt, 9, &fresh));
	CHECK(!fresh);
	CHECK_OK(store_sent_sums(&sums, p->store));
	CHECK(sums.merged == 1 && sums.aside == 0 && sums.last_receipt_ms == 8);
	arena_free(arena);
}

/* ---- somebody else's hands ---- */

/* One statement on the closed store. */
static void
meddle(struct scene *p, const char *sql)
{
	static const struct db_schema any = { .what = "collector store",
		.application = 0x52434c31, .version = 2, .text = "" };
	struct buf path = BUF_INIT;
	struct db *db;

	store_close(p->store);
	p->store = NULL;
	file_join(&path, buf_str(&p->path), "store.sqlite");
	CHECK_OK(db_open(&db, buf_str(&path), &any));
	CHECK_OK(db_exec(db, sql));
	db_close(db);
	buf_free(&path);
	CHECK_OK(store_open(&p->store, buf_str(&p->path), false));
	CHECK_OK(store_unlock(p->store, slice_str(passphrase)));
}

static const struct err *
visit_none(void *data, const struct response *response)
{
	(void)data;
	(void)response;
	return NULL;
}

static void
test_altered(struct scene *p)
{
	/* Answers of one response put where another's were. */
	meddle(p, "update response set label_sealed ="
	    " (select label_sealed from response order by id limit 1)");
	CHECK_ERR(store_responses(p->store, visit_none, NULL), ERR_SIGNATURE,
	    "altered");
}

int
main(void)
{
	struct scene scene;

	scene_open(&scene);
	test_lock(&scene);
	test_draft(&scene);
	test_correction(&scene);
	test_two_at_once(&scene);
	test_pack(&scene);
	test_commit(&scene);
	test_new_chain(&scene);
	test_receipts(&scene);
	test_altered(&scene);
	scene_close(&scene);
	return CHECK_DONE();
}
