/*
 * store.h - what a laptop keeps: study, forms, interviews, change sets.
 *
 * One folder: store.sqlite (schema.sql, the source of truth), depot/ (the git
 * repository that carries change sets) and lock (held by whoever moves data
 * to or from the hub). What a function says is saved is on the disk when it
 * returns. Answers and secret keys rest encrypted under the store key, which
 * the passphrase opens: store_unlock() comes before anything that reads or
 * writes them (ERR_STATE otherwise).
 *
 * Errors of every function: those of db.h; ERR_SIGNATURE when something that
 * rests encrypted was altered.
 */
#ifndef RECOLTE_COLLECTOR_STORE_H
#define RECOLTE_COLLECTOR_STORE_H

#include "kit/exchange/access.h"
#include "kit/exchange/depot.h"
#include "kit/exchange/receipt.h"
#include "kit/record/downward.h"
#include "kit/record/package.h"
#include "kit/record/revision.h"

enum { CHAIN_TEXT_MAX = 17, STORE_FILES_MAX = 256,
	STORE_PASSPHRASE_BYTES_MAX = 1024 };

struct store;

/*
 * Open, or make when create is set. ERR_USAGE: there is none; ERR_NOT_FOUND:
 * there was one, whose file is missing or empty: only a restore begins anew.
 */
const struct err *store_open(struct store **out, const char *folder,
    bool create) MUST_CHECK;
void store_close(struct store *store);		/* NULL is allowed */
const char *store_folder(const struct store *store);
/* Append the path of a folder inside it, which is there afterwards. */
const struct err *store_subfolder(struct buf *out, const struct store *store,
    const char *name) MUST_CHECK;

/* One process at a time moves data to or from the hub. ERR_BUSY. */
const struct err *store_lock(struct store *store) MUST_CHECK;
/* Not any more; the repository is closed with it. */
void store_let_go(struct store *store);
/*
 * Another process has written the store, which is unlocked: what was read of
 * the study and its manifest is read again. Forms stay: they never change.
 */
const struct err *store_refresh(struct store *store) MUST_CHECK;
/* The same if another program has synchronised it since it was read. */
const struct err *store_follow(struct store *store) MUST_CHECK;
/* The git repository; store_lock() first; closed with the store. */
const struct err *store_depot(struct depot **out, struct store *store)
    MUST_CHECK;
/* Before that: store_depot() opens it again. */
void store_close_depot(struct store *store);

/* ---- study (store_study.c) ---- */

struct study {
	struct hash id;
	char device[DEVICE_ID_MAX];
	struct sign_public sign;
	struct seal_public seal;
	const char *hub;		/* "" when nobody said where */
	int64_t joined_ms;
	int64_t synced_ms;		/* 0: never */
	const char *phase;		/* of the responses here */
};

/* NULL before `join`. */
const struct study *store_study(const struct store *store);

/* What `join` has made; everything is kept, or nothing. */
struct store_joining {
	struct hash study;
	const struct sign_pair *sign;
	const struct seal_pair *seal;
	const char *hub;
	struct slice passphrase;	/* empty: keys in the clear */
	struct slice enrolment;
	int64_t now_ms;
};
/*
 * Begin the study. The rest of joining (manifests, forms) goes on in the same
 * transaction: store_begin() before, store_end() after.
 */
const struct err *store_join(struct store *store,
    const struct store_joining *joining) MUST_CHECK;
const struct err *store_begin(struct store *store) MUST_CHECK;
const struct err *store_end(struct store *store, const struct err *err)
    MUST_CHECK;

bool store_wants_passphrase(const struct store *store);
/* ERR_DENIED: not this passphrase. */
const struct err *store_unlock(struct store *store, struct slice passphrase)
    MUST_CHECK;
/* With the store key itself. ERR_DENIED: another store's. */
const struct err *store_unlock_key(struct store *store,
    const struct secret_key *key) MUST_CHECK;
/* Of an unlocked store; empty: none from now on. The store key stays. */
const struct err *store_set_passphrase(struct store *store,
    struct slice passphrase) MUST_CHECK;
/*
 * Append the store key, sealed to the coordinators (kit/exchange/escrow.h): the
 * same bytes until the manifest names others; *to tells whom.
 */
const struct err *store_escrow(struct buf *out, struct hash *to,
    struct store *store, int64_t now_ms) MUST_CHECK;
const struct secret_key *store_key(const struct store *store);
const struct sign_pair *store_sign_pair(const struct store *store);
const struct seal_pair *store_seal_pair(const struct store *store);
/* Append the enrolment request. */
const struct err *store_enrolment(struct buf *out, struct store *store)
    MUST_CHECK;
/* Ask anew, with another request: what was refused before is forgotten. */
const struct err *store_set_enrolment(struct store *store,
    struct slice enrolment) MUST_CHECK;
/* A word of struct refusal (receipt.h); "" when nobody refused us. */
const struct err *store_refusal(struct buf *out, struct store *store)
    MUST_CHECK;
const struct err *store_set_refusal(struct store *store, const char *reason)
    MUST_CHECK;
const struct err *store_set_hub(struct store *store, const char *hub)
    MUST_CHECK;
/* What opens the hub; access_wipe() it. Empty when nothing was said. */
const struct err *store_access(struct access *out, const struct store *store)
    MUST_CHECK;
const struct err *store_set_access(struct store *store,
    const struct access *access) MUST_CHECK;
const struct err *store_set_synced(struct store *store, int64_t now_ms)
    MUST_CHECK;
/* Append the interviewer's name; nothing when it was never said. */
const struct err *store_interviewer(struct buf *out,
    const struct store *store) MUST_CHECK;
const struct err *store_set_interviewer(struct store *store,
    const char *name) MUST_CHECK;

const struct err *store_add_manifest(struct store *store,
    const struct manifest *manifest) MUST_CHECK;
/* The newest; owned by the store, good until the next store_add_manifest(). */
const struct err *store_manifest(const struct manifest **out,
    struct store *store) MUST_CHECK;

const struct err *store_has_form(bool *has, struct store *store,
    const struct hash *version) MUST_CHECK;
const struct err *store_add_form(struct store *store, const char *name,
    const struct hash *version, struct slice package) MUST_CHECK;
/* Owned by the store: a version is read once. ERR_NOT_FOUND. */
const struct err *store_form(const struct package **out, struct store *store,
    const struct hash *version) MUST_CHECK;
/*
 * The newest version in the manifest, of those that are here, of the form with
 * that name, or of the only one when name is NULL. ERR_USAGE: none, or several:
 * name one.
 */
const struct err *store_form_named(const struct package **out,
    struct store *store, const char *name) MUST_CHECK;
/*
 * The version whose hash begins with this text, of the form with that name or
 * of any (NULL). ERR_USAGE: none or several: which there are is said.
 */
const struct err *store_form_version(const struct package **out,
    struct store *store, const char *name, const char *version) MUST_CHECK;
/* Is there a newer version of the form that this is a version of? */
const struct err *store_form_is_old(bool *old, struct store *store,
    const struct hash *version) MUST_CHECK;
/* The same for the form that this is a version of; itself when nothing is. */
const struct err *store_form_newest(const struct package **out,
    struct store *store, const struct hash *version) MUST_CHECK;

/* ---- copies (store_place.c) ---- */

enum store_moved {
	STORE_STAYED, STORE_RESTORED, STORE_OTHER_MACHINE, STORE_COPIED
};
/*
 * Is this store a copy: from a backup, on another computer, or in a file that
 * is not the one of last time? Then a new chain begins, and what was not seen
 * on the hub goes out in it. Told once.
 */
const struct err *store_settle(struct store *store, int64_t now_ms,
    enum store_moved *moved) MUST_CHECK;
/*
 * An image of the store as it is now in a new file, while others go on; it
 * knows that it is one.
 */
const struct err *store_image(struct store *store, const char *path)
    MUST_CHECK;
/* 0: never. */
const struct err *store_backup_ms(struct store *store, int64_t *out)
    MUST_CHECK;
const struct err *store_set_backup(struct store *store, int64_t now_ms)
    MUST_CHECK;

/* ---- looking for damage (store_check.c) ---- */

/* Hears what is wrong: "response.label of 1d29a372". */
struct store_look {
	void (*bad)(void *data, const char *what);
	void *data;
};
/* The file, as SQLite sees it. */
const struct err *store_look_at_file(const struct store_look *look,
    struct store *store) MUST_CHECK;
/* Every row that rests encrypted opens, and is what its name says. */
const struct err *store_look_at_rows(const struct store_look *look,
    struct store *store, size_t *rows) MUST_CHECK;

/* ---- the sample (store_sample.c) ---- */

const struct err *store_frame_hash(struct hash *out, struct store *store)
    MUST_CHECK;
/* Replace the sample by the cases of a frame: {"cases":[{"fields","id"}]}. */
const struct err *store_set_frame(struct store *store, struct slice json,
    const struct hash *hash, size_t *count) MUST_CHECK;
/*
 * By id or by key (the field ".key"); *key is what people call it, in arena. A
 * laptop without a sample takes every key. ERR_USAGE: not there.
 */
const struct err *store_find_case(const char **key, struct arena *arena,
    struct store *store, const char *name) MUST_CHECK;
const struct err *store_case_count(struct store *store, size_t *out) MUST_CHECK;

/* ---- cases, and what we wrote about them (store_case.c) ---- */

struct json;

struct casework {
	char id[UUID_TEXT_MAX];
	const char *key;		/* what people call it */
	bool in_sample;
	struct fields sample;		/* of the frame */
	struct fields own;		/* all that this laptop wrote */
	bool has_tip;			/* of what this laptop wrote */
	struct hash tip;
	struct secret_key record_key;	/* good with has_tip */
	bool waits;			/* some of it is not merged yet */
	const struct json *said;	/* by the coordinators, or NULL */
};

/* Those of the sample and those written about here, by id, in arena. */
const struct err *store_cases(struct store *store, struct arena *arena,
    struct casework **out, size_t *count) MUST_CHECK;
/* By key or id, as store_find_case(); ERR_DENIED: it was erased. */
const struct err *store_case(struct casework *out, struct arena *arena,
    struct store *store, const char *name) MUST_CHECK;
/*
 * May anything be written about it? ERR_DENIED: it was erased, or the study is
 * closed.
 */
const struct err *store_case_open(struct store *store,
    const struct casework *c) MUST_CHECK;
/*
 * Keep a revision that was made on c->tip; c->own is what it leads to, and
 * c->record_key the record's key. ERR_BUSY: the tip is another by now.
 */
const struct err *store_add_case_revision(struct store *store,
    const struct casework *c, const struct revision *revision,
    struct slice bytes) MUST_CHECK;
/* ---- what was sent down to us (store_down.c) ---- */

/* How new the last word was that was taken; zeroes: none yet. */
struct down_mark {
	uint64_t manifest, number;
	struct hash hash;
};
const struct err *store_down(struct down_mark *out, struct store *store)
    MUST_CHECK;
/*
 * All of it takes the place of what was there, in one transaction. Answers of
 * corrections are kept only where the response's are. *cases, *corrections: how
 * many are kept.
 */
const struct err *store_set_down(struct store *store,
    const struct downward *down, const struct hash *hash, size_t *cases,
    size_t *corrections) MUST_CHECK;
struct kept_correction {
	struct down_correction said;
	bool known;			/* a revision of ours builds on it */
};
/* In the order in which they count, in arena. */
const struct err *store_corrections(struct kept_correction **out,
    size_t *count, struct arena *arena, struct store *store,
    const char *response) MUST_CHECK;

/*
 * A field that the coordinators changed may be one that this laptop changed as
 * well. store_overlap() merges what both wrote as the coordinators do, as far
 * as it is kept here (nothing of what was wiped); overlap_of() says of one path
 * that they corrected whose value stands.
 */
enum overlap {
	OVERLAP_NONE,		/* theirs alone */
	OVERLAP_OURS,		/* ours, which knew of theirs or is protected */
	OVERLAP_THEIRS,		/* theirs, until the coordinators decide */
	OVERLAP_DRAFT		/* a draft says another: theirs, once closed */
};
struct merged_record;
struct response;
const struct err *store_overlap(struct merged_record *out,
    struct arena *arena, struct store *store, const char *response)
    MUST_CHECK;
enum overlap overlap_of(const struct merged_record *merged,
    const struct response *response, const char *path);

/* Revisions of cases that are not on the hub yet. */
const struct err *store_waiting_cases(size_t *out, struct store *store)
    MUST_CHECK;

/* ---- responses (store_response.c) ---- */

/* Where a response is on its way. The later, the further. */
enum stage {
	STAGE_DRAFT, STAGE_FINAL, STAGE_PACKED, STAGE_SENT, STAGE_ASIDE,
	STAGE_MERGED, STAGE_COUNT
};

struct response {
	char id[UUID_TEXT_MAX];
	struct hash form;
	enum record_state state;
	enum stage stage;
	int64_t created_ms, changed_ms;
	const char *case_id, *name;	/* "" when none */
	const char *remark;		/* said when it was closed last, or "" */
	bool broken_off;		/* by the person: how it was closed */
	bool has_draft, has_tip;
	bool purged;			/* no key, no name, no fields */
	bool declined;			/* closed with a no to taking part */
	struct hash tip;
	struct secret_key key;
	const char *reason;		/* why it was put aside, or "" */
	/* Filled by store_response() alone: */
	struct fields fields;		/* as of the tip, and corrected */
	/* Coordinators' revisions in them that the tip does not know. */
	const struct hash *corrections;
	size_t correction_count;
	struct fields draft;
	const char *draft_at;		/* where the draft was left, or "" */
};

/* A new response: key and id are made, times are now's; nothing is saved. */
void response_begin(struct response *out, const struct hash *form,
    int64_t now_ms);

/*
 * Keep the draft; makes the response when it is not there. ERR_BUSY: another
 * program has closed or corrected it meanwhile.
 */
const struct err *store_save_draft(struct store *store,
    const struct response *response) MUST_CHECK;

/* Let go of the draft of what was closed before. ERR_BUSY: as above. */
const struct err *store_drop_draft(struct store *store,
    const struct response *response) MUST_CHECK;

/*
 * A revision that was written, with the fields it leads to: response->fields.
 * The draft is dropped. response->id may be new, ->state is the new state.
 * response->tip is what it was made on: ERR_EXISTS, ERR_BUSY when it is not the
 * tip any more.
 */
const struct err *store_add_revision(struct store *store,
    const struct response *response, const struct revision *revision,
    struct slice bytes) MUST_CHECK;

const struct err *store_has_response(bool *has, struct store *store,
    const char *id) MUST_CHECK;
/*
 * By id, or the beginning of one (four characters at least).
 * ERR_USAGE: none begins so, or several. Strings are of arena.
 */
const struct err *store_response(struct response *out, struct arena *arena,
    struct store *store, const char *id) MUST_CHECK;
typedef const struct err *(*response_visitor)(void *data,
    const struct response *response);
/* In the order of their making, without fields. */
const struct err *store_responses(struct store *store, response_visitor visit,
    void *data) MUST_CHECK;
/* The newest ones, newest first. */
const struct err *store_newest_responses(struct store *store, size_t limit,
    response_visitor visit, void *data) MUST_CHECK;
/* How many at each stage; needs no passphrase. */
const struct err *store_count(struct store *store, size_t count[STAGE_COUNT])
    MUST_CHECK;
/* How many are of a version that has a newer one. No passphrase either. */
const struct err *store_count_older(struct store *store, size_t *count)
    MUST_CHECK;
const char *stage_word(enum stage stage);

/* ---- sending (store_send.c) ---- */

struct chain {
	char id[CHAIN_TEXT_MAX];
	bool open;
	uint64_t last;			/* its last number, 0: none yet */
	struct hash last_hash;
	char continues[CHAIN_TEXT_MAX];	/* "" when it begins by itself */
	uint64_t continues_number;
	struct hash continues_hash;
};

/* All our chains, oldest first, in arena; the last one is open. */
const struct err *store_chains(struct chain **out, size_t *count,
    struct arena *arena, struct store *store) MUST_CHECK;
/*
 * Open a chain that continues the open one after the number `common` (0: after
 * nothing), which the hub has as we do. What we packed after it goes back to
 * what is to be sent.
 */
const struct err *store_new_chain(struct store *store, uint64_t common,
    int64_t now_ms) MUST_CHECK;

struct outgoing {
	bool is_draft;			/* a checkpoint; id is its mark then */
	bool is_case;			/* of a case: `response` names it */
	struct hash id, form;
	char response[UUID_TEXT_MAX];
	bool corrects;
	struct secret_key key;
	struct slice bytes;
};

/*
 * Revisions that are not packed, oldest first, up to the limits, in arena.
 * *more: there are others.
 */
const struct err *store_unsent(struct outgoing **out, size_t *count, bool *more,
    struct arena *arena, struct store *store, size_t count_max,
    size_t bytes_max) MUST_CHECK;

/* Append those of cases to `items`, which has room for count_max. */
const struct err *store_unsent_cases(struct outgoing *items, size_t *count,
    bool *more, struct arena *arena, struct store *store, size_t count_max,
    size_t bytes_max) MUST_CHECK;

/* A draft that has changed since it was sent along; mark tells this save. */
struct changed_draft {
	char response[UUID_TEXT_MAX];
	struct hash mark;
};
/* In the order of their making, in arena (store_checkpoint.c). */
const struct err *store_changed_drafts(struct changed_draft **out,
    size_t *count, struct arena *arena, struct store *store) MUST_CHECK;

struct packed {
	const char *chain;
	uint64_t number;
	struct hash hash;
	struct slice bytes;
	const char *subject;
	int64_t made_ms;
};

/* Keep a change set and mark its revisions and drafts. */
const struct err *store_add_changeset(struct store *store,
    const struct packed *packed, const struct outgoing *revisions,
    size_t count) MUST_CHECK;
/* In arena. ERR_NOT_FOUND. */
const struct err *store_changeset(struct packed *out, struct arena *arena,
    struct store *store, const char *chain, uint64_t number) MUST_CHECK;
/* *fresh: how many were not known to be delivered. */
const struct err *store_set_delivered(struct store *store, const char *chain,
    uint64_t up_to, int64_t now_ms, size_t *fresh) MUST_CHECK;
/* Merged stands against put aside. *fresh: something changed. */
const struct err *store_set_receipt(struct store *store,
    const struct receipt *receipt, int64_t time_ms, bool *fresh) MUST_CHECK;

/* ---- photos and recordings (store_attachment.c) ---- */

/*
 * Keep a sealed file of a response (kit/exchange/attachment.h). A field must
 * name it before it goes anywhere. Is it there already: fine.
 */
const struct err *store_add_attachment(struct store *store,
    const char *response, const struct hash *hash, struct slice sealed,
    int64_t now_ms) MUST_CHECK;
/* The bytes, in arena. ERR_NOT_FOUND: not here, or let go of. */
const struct err *store_attachment(struct slice *out, struct arena *arena,
    struct store *store, const struct hash *hash) MUST_CHECK;
/* Files of a response that were never packed, and are none of these: gone. */
const struct err *store_drop_attachments(struct store *store,
    const char *response, const struct hash *named, size_t count) MUST_CHECK;
/* Where a sealed file is, and how many bytes of it are here. */
struct attachment_state { bool known, packed; size_t bytes; };
const struct err *store_attachment_state(struct attachment_state *out,
    struct store *store, const struct hash *hash) MUST_CHECK;
/* Say in which change set they travel; with store_add_changeset(). */
const struct err *store_pack_attachments(struct store *store,
    const struct packed *packed, const struct hash *hashes, size_t count)
    MUST_CHECK;
/*
 * The files of a change set, as they lie in git, in arena. ERR_STATE: they were
 * let go of.
 */
const struct err *store_changeset_files(struct depot_file **out, size_t *count,
    struct arena *arena, struct store *store, const char *chain,
    uint64_t number) MUST_CHECK;

/* The last number of a chain before which, itself included, all have one. */
const struct err *store_receipted(uint64_t *out, struct store *store,
    const char *chain) MUST_CHECK;

struct sent_sums {
	size_t changesets, delivered, merged, aside;
	int64_t last_receipt_ms;	/* 0: none */
};
const struct err *store_sent_sums(struct sent_sums *out, struct store *store)
    MUST_CHECK;

/* ---- letting go (store_purge.c): between store_begin() and store_end() ---- */

/*
 * Wipe the answers, draft, name and key of a response that is safe elsewhere;
 * its row stays and says since when, and which case it was about.
 */
const struct err *store_purge(struct store *store, const char *response,
    int64_t now_ms) MUST_CHECK;
/* Take a response or a case out, its row too. *found: set when it was there. */
const struct err *store_erase(struct store *store, const char *record,
    bool *found) MUST_CHECK;
/*
 * Was the record erased by the coordinators, or the case that it is about (its
 * key, "" when none)?
 */
const struct err *store_is_erased(bool *erased, struct store *store,
    const char *record, const char *case_key) MUST_CHECK;
/*
 * May this response be written? ERR_DENIED: it was erased, or it would
 * be a new one ("" too) and the study is closed.
 */
const struct err *store_check_open(struct store *store, const char *response,
    const char *case_key) MUST_CHECK;
/* Outside a transaction: take out what the manifest has erased. */
const struct err *store_follow_erasures(struct store *store, size_t *count)
    MUST_CHECK;
/* The manifest closes the study: nobody can read what is sent any more. */
bool store_is_closed(struct store *store);
/*
 * Append our word on that, and on the end of the study (kit/exchange/heard.h),
 * unless `before`, the word that was given last or nothing, says as much.
 */
const struct err *store_heard(struct buf *out, struct store *store,
    struct slice before, int64_t now_ms) MUST_CHECK;
/* In a transaction: merged revisions of cases need not lie here any more. */
const struct err *store_purge_case_revisions(struct store *store) MUST_CHECK;
/* In a transaction: the sample, and all about cases that was merged. */
const struct err *store_forget_cases(struct store *store) MUST_CHECK;
/* The study is closed: the sealing key is destroyed, and the sample. */
const struct err *store_close_study(struct store *store) MUST_CHECK;
/*
 * After the transaction: what was deleted stays in no part of the file, unless
 * another program is reading just then.
 */
const struct err *store_scrub(struct store *store) MUST_CHECK;
/*
 * A transaction of its own: store_purge() for every response of which all was
 * merged and nothing is under way, then store_scrub().
 */
const struct err *store_purge_merged(struct store *store, int64_t now_ms,
    size_t *count) MUST_CHECK;

/* How far a branch of the hub was read; tip holds DEPOT_ID_TEXT_MAX, "". */
const struct err *store_seen(char *tip, struct store *store,
    const char *branch) MUST_CHECK;
const struct err *store_set_seen(struct store *store, const char *branch,
    const char *tip) MUST_CHECK;
/* After the depot was lost: every branch of the hub is read afresh. */
const struct err *store_forget_seen(struct store *store) MUST_CHECK;

#endif
