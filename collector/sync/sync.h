/*
 * sync.h - to and from the hub. Every part can fail and be done again: what is
 * in the store decides, and both sides of every step may be there already.
 */
#ifndef RECOLTE_COLLECTOR_SYNC_H
#define RECOLTE_COLLECTOR_SYNC_H

#include "collector/session.h"
#include "kit/exchange/reach.h"

/*
 * Is it our study's hub? ERR_FOREIGN: another's, or nobody's. The first asks a
 * hub that was never seen, before the depot sees it; the second, when main was
 * found to have another history than before.
 */
const struct err *sync_check_hub(struct store *store, const char *hub)
    MUST_CHECK;
const struct err *sync_check_fetched(struct store *store, const char *hub)
    MUST_CHECK;

/*
 * The way to a hub on a network (sync_reach.c): what opens it, progress on the
 * terminal, and what is the matter when it is not reached.
 */
struct reaching {
	struct session *session;
	struct hub_reach reach;
	struct access access;
	bool changed;			/* access has news to be kept */
	enum trouble trouble;
	char remark[256];
};
/* The depot knows the way until reaching_close(). */
const struct err *reaching_open(struct reaching *reaching,
    struct session *session, const char *hub) MUST_CHECK;
void reaching_close(struct reaching *reaching);
/* The hub was there: what opened it is kept for the next time. */
const struct err *reaching_keep(struct reaching *reaching) MUST_CHECK;
/* The error in the interviewer's words, when it is the network's. */
const struct err *reaching_say(struct reaching *reaching,
    const struct err *err, const char *hub);

/* Deliver the request to be admitted. store_lock() first. */
const struct err *sync_enrolment(struct store *store, const char *hub)
    MUST_CHECK;

/* A sync under way, for sync*.c. */
struct sync {
	struct session *session;
	struct store *store;
	struct depot *depot;
	const char *hub;
	struct reaching way;
	size_t news;			/* things done or seen */
	bool main_is_there, main_diverged;	/* on the hub */
	struct err trouble;		/* the first failure; code 0: none */
	struct err cause;		/* the same, as it was met */
};

/*
 * Fetch, pack, deliver; says what it does. The first failure is returned.
 * *reached: the hub was there, and is our study's.
 */
const struct err *sync_run(struct session *session, const char *hub,
    bool *reached) MUST_CHECK;

/*
 * The same to a hub that is named, or to the one that is known (NULL); it is
 * kept once it was seen to be our study's.
 */
const struct err *sync_at(struct session *session, const char *given)
    MUST_CHECK;

/* One line, counted. */
void sync_say(struct sync *sync, enum word word, const char *a, const char *b);
/* Keep the first failure of a part and go on; NULL is fine. */
void sync_note(struct sync *sync, const struct err *err, const char *part);

/* The clock, by the newest time that somebody else has signed (sync_clock.c). */
struct clock_look {
	bool off;			/* far from it */
	char now[SESSION_TIME_MAX], known[SESSION_TIME_MAX];
};
const struct err *sync_look_at_clock(struct clock_look *look,
    struct store *store) MUST_CHECK;
/* When it is off, say so in one line, and go on. */
void sync_say_clock(struct sync *sync);

/* What is closed into change sets, and these into the depot. */
void sync_pack(struct sync *sync);
/* Where the responses are, in one line. */
void sync_say_sums(struct sync *sync);
/* What keeps this laptop's interviews from counting, as long as it does. */
void sync_say_standing(struct sync *sync);
/* ERR_...: the first manifest on that commit of main is not our study's. */
const struct err *sync_check_main(struct depot *depot, const char *tip,
    const struct hash *study) MUST_CHECK;

/* Bring the branch enrol/<device> in the depot up to date; *branch names it. */
const struct err *sync_write_enrolment(struct store *store,
    char branch[DEPOT_BRANCH_MAX]) MUST_CHECK;
/* The branch enrol/<device> (sync_enrol.c): the request, the escrow. */
void sync_deliver_enrolment(struct sync *sync);
/* What is for this laptop alone on that commit of main (sync_down.c). */
const struct err *sync_take_down(struct sync *sync, const char *tip)
    MUST_CHECK;
/* After hub_fetch() (sync_take.c): what it brought goes into the store. */
void sync_take(struct sync *sync);
/*
 * Lock the store, read what is asked all along without a word for failure (what
 * the study's manifest says), and open the depot: what a crash left between it
 * and the store is brought into it, and one that is broken made again.
 */
const struct err *sync_begin(struct sync *sync) MUST_CHECK;
/* Is the open chain still ours alone? If not, a new one begins. */
const struct err *sync_check_chain(struct sync *sync, enum depot_side side)
    MUST_CHECK;

#endif
