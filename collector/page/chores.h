/*
 * chores.h - what goes on beside the pages: a sync and the like in the
 * background, an invitation that is being looked at, files that were made to be
 * taken along or that were brought.
 */
#ifndef RECOLTE_COLLECTOR_PAGE_CHORES_H
#define RECOLTE_COLLECTOR_PAGE_CHORES_H

#include "collector/background.h"
#include "collector/join.h"
#include "collector/page/page.h"

enum {
	/* Of files that come through a form: on the disk, sealed (upload.h). */
	UPLOAD_BYTES_MAX = 256 << 20,
	CHORES_NAME_MAX = 80
};

struct chores {
	struct background *background;	/* NULL: nothing was begun */
	const struct background_news *news;	/* NULL with it */
	bool seen;			/* its end was acted upon */
	struct join join;		/* invitation NULL: none */
	enum store_moved moved;		/* to be told once */
	char made[CHORES_NAME_MAX];	/* a file to be taken; "" */
	bool weak;			/* the passphrase that was just chosen */
	bool remote;			/* the last sync went over a network */
	bool wants_token;		/* which a token may open, if it fails */
};

/* Folders inside the store's, for files on their way; emptied at the start. */
#define CHORES_OUT "outgoing"
#define CHORES_IN "incoming"
/* What is still coming through a form; there may be no store yet. */
#define CHORES_UPLOADS "uploads"

struct chores *chores_new(void);
void chores_free(struct chores *chores);	/* NULL is allowed */
/* Hear what goes on, and act on its end: between requests, before each one. */
void chores_hear(struct page *page);
/* ERR_BUSY: something goes on already. */
const struct err *chores_start(struct page *page,
    const struct background_plan *plan) MUST_CHECK;
bool chores_busy(const struct page *page);
/* What goes on or went on last is of that kind. */
bool chores_did(const struct page *page, enum background_work work);

/* A file of a folder inside the store's, made empty when fresh. */
const struct err *chores_path(struct buf *out, const struct page *page,
    const char *folder, const char *name) MUST_CHECK;
const struct err *chores_clear(const struct page *page, const char *folder)
    MUST_CHECK;

/*
 * Begin to make a file of that extension for the user to take, and show that
 * page. Nothing when something goes on already.
 */
const struct err *chores_make(struct view *view, enum background_work work,
    const char *extension, const char *page) MUST_CHECK;

/* ---- parts of pages that show it (chores_view.c) ---- */

/* What a page says of what goes on: chores_view.c has the words. */
enum chore {
	CHORE_SYNC, CHORE_REQUEST, CHORE_CARRY, CHORE_BACKUP, CHORE_DOCTOR,
	CHORE_COUNT
};
/*
 * While it runs: what it does, renewed by the page's script (progress_show());
 * afterwards nothing but an empty part of that id.
 */
void chores_show_progress(struct view *view, enum chore chore);
/* A link to the file that was made. */
void chores_put_made(struct view *view);
/* All that was said, to be unfolded; nothing when there was nothing. */
void chores_show_lines(struct view *view);
/* Why it failed, in the reader's words. */
void chores_show_failure(struct view *view);

/* What is wrong with what was sent; text NULL: nothing. */
struct wrong {
	const char *text;
	const char *detail;		/* what the program says, or NULL */
};
/* What a failure of that kind means on that page; the last code is 0. */
struct reason {
	int code;
	enum phrase phrase;
};
struct wrong chores_wrong(struct view *view, const struct err *err,
    const struct reason *reasons);
void chores_put_wrong(struct view *view, const struct wrong *wrong);
/* <p class="field"><label>..</label><input type="password"..></p> */
void chores_put_secret(struct view *view, const char *name, enum phrase label,
    const char *attributes);
/* The two fields of a new passphrase, and what makes a good one. */
void chores_put_new_passphrase(struct view *view);
/* What those fields brought; *out points into the request. */
struct wrong chores_read_new_passphrase(struct slice *out, struct view *view,
    bool wanted);
/* <p class="field"> with a file; several: more than one at a time. */
void chores_put_file(struct view *view, const char *name, enum phrase label,
    enum phrase hint, const char *attributes);
/* The file of a form's field; ERR_USAGE: none was chosen. */
const struct err *chores_file(const struct web_field **out,
    const struct view *view, const char *name) MUST_CHECK;

#endif
