/*
 * background.h - what takes long, beside the pages: a sync, a stick's work, a
 * backup, the doctor. A child process does it: the program itself, started as
 * "PROGRAM --background", so that the pages go on answering.
 *
 * Down its standard input go lines: the plan as JSON; then what stands nowhere
 * else, in hex: the store key, and each of enum background_secret, empty where
 * there is none. Up come lines: a word of enum said and the
 * text ("line packed k3f9 #42: 12 interviews"), "moved up|down BYTES DONE
 * TOTAL"; and last "done", or "failed CODE MESSAGE".
 */
#ifndef RECOLTE_COLLECTOR_BACKGROUND_H
#define RECOLTE_COLLECTOR_BACKGROUND_H

#include "collector/session.h"

/* First in main(): is this the child? Then *status is what to exit with. */
bool background_main(int argc, char **argv, int *status);

enum background_work {
	BACKGROUND_SYNC, BACKGROUND_STICK, BACKGROUND_DRAFTS,
	BACKGROUND_BACKUP, BACKGROUND_DOCTOR,
	BACKGROUND_WORK_COUNT
};

/* What was typed on a page: in no list of processes, and in no log. */
enum background_secret {
	SECRET_TOKEN,			/* of a hub, with a sync */
	BACKGROUND_SECRET_COUNT
};

struct background_plan {
	enum background_work work;
	enum language language;
	const char *hub;		/* of a sync; NULL: the one that is known */
	const char *hub_user;		/* whose token it is, or NULL */
	struct slice secrets[BACKGROUND_SECRET_COUNT];
	const char *from;		/* of a stick: struct stick_plan; drafts */
	const char *file;		/* of a stick or a backup: to be written */
};

enum background_state {
	BACKGROUND_RUNNING, BACKGROUND_DONE, BACKGROUND_FAILED
};

struct background_line {
	enum said how;
	const char *text;
};

/* What was heard so far; good until the next call. */
struct background_news {
	enum background_work work;
	enum background_state state;
	struct background_line *lines;
	size_t count;
	struct wire_progress moved;	/* bytes 0: nothing yet */
	struct err failure;		/* with BACKGROUND_FAILED */
	int64_t ended_ms;		/* 0: it runs */
};

enum { BACKGROUND_LINES_MAX = 2000 };	/* what is said beyond is left out */

struct background;

/* store is unlocked; its lock must be free, the child takes it. */
const struct err *background_start(struct background **out,
    const struct background_plan *plan, struct store *store) MUST_CHECK;
/*
 * Take in what was said meanwhile, without waiting. The store of the parent
 * knows of changes after store_refresh(), once state is not RUNNING.
 */
const struct background_news *background_hear(struct background *background);
/* End it if it still runs: nothing is lost by that. NULL is allowed. */
void background_end(struct background *background);

#endif
