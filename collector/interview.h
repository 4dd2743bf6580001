/*
 * interview.h - a response of the store, open as an instance of its form
 * version, and on its way back: as a draft, or as a revision.
 */
#ifndef RECOLTE_COLLECTOR_INTERVIEW_H
#define RECOLTE_COLLECTOR_INTERVIEW_H

#include "collector/store.h"
#include "formspec/instance.h"

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
};

/*
 * ERR_STATE: the study has gone on to another phase than this store's, which
 * takes nothing new any more.
 */
const struct err *interview_check_phase(struct store *store) MUST_CHECK;

/*
 * A new one. graph and world may be NULL: the form's own, this machine's.
 * ERR_STATE: the study is in another phase than this store. Release with
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
 * the question that asks for it. Errors of store_find_case().
 */
const struct err *interview_set_case(struct interview *interview,
    const char *name) MUST_CHECK;
/* keep() with an instant, in local time. */
const struct err *interview_keep_time(struct interview *interview,
    const char *path, int64_t ms) MUST_CHECK;

/* Keep as a draft, left at that path. It is on the disk when this returns. */
const struct err *interview_save(struct interview *interview, const char *at)
    MUST_CHECK;
/*
 * Close: the revision that leads from the last one to what the instance says.
 * reason may be "". ERR_STATE: nothing is different.
 */
const struct err *interview_close(struct interview *interview,
    enum record_state state, const char *reason) MUST_CHECK;

#endif
