/*
 * interview.h - a response of the store, open as an instance of its form
 * version, and on its way back: as a draft, or as a revision. All that a page
 * and a terminal do alike.
 *
 * interview.c          opening, the record's own fields
 * interview_close.c    saving and closing
 * interview_end.c      what stands in the way, the ways to end
 * interview_remark.c   remarks, "refused", "does not know"
 * interview_repeat.c   instances of repeats: add, remove, undo
 * interview_unkept.c   what was said in two windows at once
 *
 * Beside them: stops.h (where one can stand, jumps), sections.h (how far each
 * part is), reading.h (what is typed and shown), attachment.h (files), audit.h
 * (the trail that a form may ask for).
 */
#ifndef RECOLTE_COLLECTOR_INTERVIEW_H
#define RECOLTE_COLLECTOR_INTERVIEW_H

#include "collector/store/store.h"
#include "formspec/instance.h"

/*
 * Fields of the record that hang on an answer: the prefix, then its path
 * (answer_path()). They travel and are exported as all fields are; a revision
 * has none whose answer is gone or not relevant.
 */
#define INTERVIEW_REMARK_FIELD ".remark/"
#define INTERVIEW_NONRESPONSE_FIELD ".nonresponse/"
/* Of a draft alone: no revision has one. */
#define INTERVIEW_DRAFT_FIELD ".draft/"

enum { REMARK_BYTES_MAX = 2000 };

struct interview {
	struct store *store;
	struct arena *arena;
	struct response response;
	const struct package *package;
	struct instance *instance;
	/*
	 * Fields that are not the form's: those of the record (".case"), and
	 * those that the form does not know, which are never dropped.
	 */
	struct field *kept;
	size_t kept_count, kept_capacity;
	struct arena *saved;		/* of the last save; or NULL */
	struct audit *audit;		/* audit.h; or NULL */
};

/*
 * ERR_DENIED: the study has gone on to another phase than this store's, which
 * takes nothing new any more.
 */
const struct err *interview_check_phase(struct store *store) MUST_CHECK;
/* Neither that nor closed: something new may begin. */
bool interview_may_begin(struct store *store);

/*
 * A new one. graph and world may be NULL: the form's own, this machine's.
 * ERR_DENIED: the study is in another phase than this store. Release with
 * interview_free(), also after an error.
 */
const struct err *interview_new(struct interview *interview,
    struct store *store, const struct package *package,
    const struct form_graph *graph, const struct xpath_world *world)
    MUST_CHECK;
/* The draft if there is one, else what is final. Errors of store_response(). */
const struct err *interview_open(struct interview *interview,
    struct store *store, const char *id) MUST_CHECK;
/* Fill a new one from the fields of a response or draft. */
const struct err *interview_load(struct interview *interview,
    const struct fields *fields) MUST_CHECK;
/*
 * Go on in the newest version of its form that is here; nothing is saved yet.
 * *homeless: answers that have no place in it. They are kept beside the others,
 * and are in their place again in a version that has one. *moved: false when it
 * is of that version already.
 */
const struct err *interview_move(struct interview *interview, bool *moved,
    size_t *homeless) MUST_CHECK;
/*
 * Two windows at one interview would write over each other's answers: taken
 * before one is asked or gets a file, platform_unlock() after interview_free().
 * ERR_BUSY: another program has it.
 */
struct platform_lock;
const struct err *interview_lock(struct platform_lock **out,
    const struct interview *interview) MUST_CHECK;
void interview_free(struct interview *interview);

/*
 * A question by its path, or by its name when only one has it and it is in no
 * repeat. ERR_USAGE: there is none.
 */
const struct err *interview_question(struct answer **out,
    struct interview *interview, const char *name) MUST_CHECK;

/* A field of the record, ".case"; NULL takes it away. Text becomes NFC. */
const struct err *interview_keep(struct interview *interview,
    const char *path, const char *value) MUST_CHECK;
const char *interview_kept(const struct interview *interview,
    const char *path);			/* or NULL */
/*
 * The case that it is about, by id or key: it goes with the response, and into
 * the question that asks for it. What is known of the case fills the empty
 * questions of the same names. Errors of store_find_case(), store_case().
 */
const struct err *interview_set_case(struct interview *interview,
    const char *name) MUST_CHECK;
/* The same with a key that was found, or need not be. */
const struct err *interview_keep_case(struct interview *interview,
    const char *key) MUST_CHECK;
/* keep() with an instant, in local time. */
const struct err *interview_keep_time(struct interview *interview,
    const char *path, int64_t ms) MUST_CHECK;

/* ---- remarks, and questions that nobody answers ---- */

/*
 * A remark of the interviewer on any question or group: the field
 * ".remark/PATH". It may stand on an empty question, is shown again when the
 * draft or response is opened, and goes with the next save or closing. Blank
 * text takes it away. ERR_LIMIT: over REMARK_BYTES_MAX.
 */
const struct err *interview_set_remark(struct interview *interview,
    const struct answer *answer, const char *text) MUST_CHECK;
/* "" when there is none; good until it changes. */
const char *interview_remark(const struct interview *interview,
    const struct answer *answer);

/*
 * Why a question has no answer, where the form allows to say so: its column
 * bind::recolte:nonresponse holds "refused", "unknown" or both. It is the field
 * ".nonresponse/PATH" with that word as its value, stands in place of an answer
 * (a required question is done with it) and is gone as soon as there is one.
 * Choices that mean the same ("dont_know") are choices like any other.
 */
enum nonresponse { RESPONSE_OPEN, RESPONSE_REFUSED, RESPONSE_UNKNOWN };

bool interview_allows(const struct item *item, enum nonresponse why);
/*
 * Takes the answer away. RESPONSE_OPEN: nothing is said any more. ERR_DENIED:
 * the form does not allow it here.
 */
const struct err *interview_set_nonresponse(struct interview *interview,
    struct answer *answer, enum nonresponse why) MUST_CHECK;
/* RESPONSE_OPEN also when there is an answer. */
enum nonresponse interview_nonresponse(const struct interview *interview,
    const struct answer *answer);

/* ---- repeats ---- */

/*
 * An instance at the end, with its defaults, and without the first instances
 * that the form begins the repeats inside it with. Errors of
 * instance_add_repeat().
 */
const struct err *interview_add_repeat(struct interview *interview,
    struct answer **out, struct answer *parent, const struct item *repeat)
    MUST_CHECK;
/*
 * Take one away, to come back by interview_undo(): answers, remarks and files
 * stay with the draft (also after a crash) until it is closed; the last eight.
 * Errors of instance_remove_repeat(): nothing is removed then.
 */
const struct err *interview_remove_repeat(struct interview *interview,
    struct answer *one) MUST_CHECK;
bool interview_can_undo(const struct interview *interview);
/*
 * The path of what was removed last from the repeat of that stop ("contrats+",
 * stop_text()); of what was removed last with that path in it; or NULL.
 */
const char *interview_removed(const struct interview *interview,
    const char *stop);
const char *interview_removed_with(const struct interview *interview,
    const char *path);
/*
 * Bring back the instance that was removed last (path: NULL), or that one, with
 * all that was in it, where it was and under the same path. ERR_STATE: nothing
 * was removed. ERR_NOT_FOUND: what it was in is gone; the one removed before it
 * is next.
 */
const struct err *interview_undo(struct interview *interview,
    const char *path, struct answer **out) MUST_CHECK;

/* ---- what was said in two windows ---- */

/*
 * What is said about a question, in a text: "=ANSWER", or "refused" or
 * "unknown"; INTERVIEW_SAID_REMARK and a remark. Append the one that stands
 * (without a remark); make a text the one that stands. ERR_DENIED: it may not
 * be said there.
 */
#define INTERVIEW_SAID_REMARK '#'
void interview_said(struct buf *out, const struct interview *interview,
    const struct answer *answer);
const struct err *interview_say(struct interview *interview,
    struct answer *answer, const char *said) MUST_CHECK;
/*
 * What was said at that path and could not take the place of what stands there:
 * nobody knew of the other. It stays with the draft until somebody settles it,
 * or the interview is closed. said NULL: it is settled. ERR_LIMIT: too many.
 */
enum { UNKEPT_MAX = 100 };
const struct err *interview_set_unkept(struct interview *interview,
    const char *path, const char *said, bool remark) MUST_CHECK;
/* The i-th, and its path; NULL: there are no more. */
const char *interview_unkept_at(const struct interview *interview, size_t i,
    const char **path);
/* At that path, a remark or not; or NULL. */
const char *interview_unkept(const struct interview *interview,
    const char *path, bool remark);

/* ---- saving and closing ---- */

/*
 * Keep as a draft, left at that path. It is on the disk when this returns. Of
 * what was closed before it makes a draft beside it: nothing is sent until it is
 * closed again, with a reason, or interview_abandon() lets it go.
 */
const struct err *interview_save(struct interview *interview, const char *at)
    MUST_CHECK;
/* Would closing it so change anything against what was closed last? */
const struct err *interview_differs(bool *differs,
    struct interview *interview, enum record_state state) MUST_CHECK;
/*
 * Close: the revision that leads from the last one to what the instance says.
 * reason may be "". ERR_STATE: nothing is different.
 */
const struct err *interview_close(struct interview *interview,
    enum record_state state, const char *reason) MUST_CHECK;

/*
 * What stands in the way of finalising: instance_problems() without required
 * questions that have a nonresponse. A fault of the form alone (a constraint
 * that is broken, an expression that cannot be worked out) can be finalised
 * over with a remark. Release with obstacles_free().
 */
struct obstacles {
	struct problem *items;		/* in document order */
	size_t count;
	bool can_overrule;		/* some, and all are such */
};
void interview_obstacles(struct obstacles *out, struct interview *interview);
void obstacles_free(struct obstacles *obstacles);

/*
 * The ways to end; each stamps the field ".end" and the metadata "end" (but not
 * when a final response is corrected), and closes. remark becomes the reason of
 * the revision. Save nothing afterwards: the draft is gone.
 *
 * final        nothing stands in the way; or it can be overruled and there is a
 *              remark
 * partial      enough was asked to be of use, whatever stands in the way
 * broken off   it was stopped before that: a partial response with the field
 *              ".ending", "broken-off", which goes when it is finalised later
 *
 * ERR_STATE: something stands in the way that no remark overrules; or nothing
 * is different from what was closed. ERR_USAGE: a remark is needed: to overrule,
 * or because it was closed before (interview_is_correction()) and this makes a
 * new revision. Nothing has changed then.
 */
enum ending { ENDING_FINAL, ENDING_PARTIAL, ENDING_BROKEN_OFF };
const struct err *interview_end(struct interview *interview,
    enum ending ending, const char *remark) MUST_CHECK;
/* It was closed before: ending it corrects it, and wants a reason. */
bool interview_is_correction(const struct interview *interview);
/*
 * Let go of the draft of a correction: what was closed stands as it was. The
 * interview can only be freed then. ERR_STATE: it was never closed.
 */
const struct err *interview_abandon(struct interview *interview) MUST_CHECK;

#endif
