/*
 * page.h - what the files of the local pages share.
 *
 * cmd_page.c    the command: one server a store, the browser, the end
 * chores.h      what goes on beside: a sync, files on their way
 * routes.c      which address is shown by what, and what it needs before
 * view.c        one page being written: its frame, its words, its failures
 * phrases.h     what pages say, in French and English
 * open.c        interviews that are open, kept in memory between requests
 * sheet.c       what of an interview stands on one page, and its blocks
 * again.c       a window that has outlived its program
 * widget*.c     a question's field by its type and appearance
 *
 * and one file a page. All logic is in the rooms below: a page shows what they
 * say, and hands on what was typed.
 *
 * Every page works without a script; page.js keeps answers as they are typed
 * and exchanges the parts that changed (web_request.by_script).
 */
#ifndef RECOLTE_COLLECTOR_PAGE_H
#define RECOLTE_COLLECTOR_PAGE_H

#include "collector/page/phrases.h"
#include "collector/session.h"
#include "kit/web/html.h"
#include "kit/web/server.h"

enum { ASSET_VERSION_CHARS = 12, PROOF_BYTES = 12,
	PROOF_TEXT = 2 * PROOF_BYTES + 1 };

struct opened;
struct chores;

struct page {
	struct cli *cli;
	struct session session;		/* store NULL: there is none yet;
					   arena: of the request */
	struct arena *arena;		/* as long as the program runs */
	bool unlocked;
	struct server *server;
	bool stopping;			/* somebody has quit */
	struct err broken;		/* the store does not open; code 0: it does */
	struct opened *opened;		/* see open.h */
	struct chores *chores;		/* see chores.h */
	char proof[PROOF_TEXT];		/* see again.c; "" while locked */
	char asset_version[HASH_TEXT_MAX];	/* changes when style or script do */
};

/* One request being answered. */
struct view {
	struct page *page;
	struct store *store;
	const struct web_request *request;
	struct web_reply *reply;
	struct buf *out;		/* the reply's body */
	enum language language;
};

/* What must be there before a page: web_route.need. */
enum page_need {
	NEED_NOTHING,
	NEED_STORE,			/* else: the first start */
	NEED_UNLOCKED			/* else: the passphrase */
};

/* routes.c; its data is the struct page. */
void page_site(struct web_site *site, struct page *page);

/* ---- the store behind the pages (cmd_page.c) ---- */

/*
 * Open the store that is there, unlocked when it wants no passphrase; none is
 * no error. Also after a page has made one.
 */
const struct err *page_open_store(struct page *page) MUST_CHECK;
/* Let go of the store and all that was read of it. */
void page_close_store(struct page *page);
/* After session.store was unlocked: a copy settles, pages are shown. */
const struct err *page_unlocked(struct page *page) MUST_CHECK;

/* What only a program with this store, unlocked, can say (again.c). */
void page_make_proof(struct page *page);

/* ---- one page (view.c) ---- */

struct view view_of(struct page *page, const struct web_request *request,
    struct web_reply *reply);
/* Everything before what the page itself says; title: also of the window. */
void view_begin(struct view *view, const char *title);
void view_end(struct view *view);
/* A phrase as escaped text; its arguments are strings, the last one is NULL. */
void view_say(struct view *view, enum phrase phrase, ...);
/* The same within markup of ours: "<p class=\"note\">", "</p>". */
void view_put(struct view *view, const char *before, enum phrase phrase,
    const char *after);
/* A phrase with its arguments as plain text, in the request's arena. */
const char *view_text(struct view *view, enum phrase phrase, ...);
/* Without arguments: for html_add()'s %s. */
const char *view_word(const struct view *view, enum phrase phrase);
/* Go there instead: an address of ours, copied. */
void view_go(struct view *view, const char *path);
/* What went wrong, as a box that is read out. */
void view_failure(struct view *view, const char *message);
/* An error in the reader's words, of the request's arena. */
const char *view_reason(struct view *view, const struct err *err);
/* What an address names is not there: ERR_USAGE of the rooms below. */
const struct err *view_missing(const struct err *err);
/* A time as people write it: "lundi 23 novembre, 14:30"; 0: "never". */
const char *view_time(struct view *view, int64_t ms);
/* What a form calls an interview, its dates as one reads them: "23/11/2026". */
const char *view_name(const struct view *view, const char *name);
/* A field of the form that was sent, "" when it is not there. */
const char *view_field(const struct view *view, const char *name);

/* When it was last synchronised, when a receipt came (sync_page.c). */
void sync_put_last(struct view *view, const struct sent_sums *sums);
/* Not admitted, refused and why, or revoked, and what to do (sync_page.c). */
const struct err *sync_put_standing(struct view *view) MUST_CHECK;

/* Where a response is, for people; closed: the study is (home.c). */
enum phrase response_phrase(const struct response *response, bool closed);

/* ---- cases (case.c) ---- */

struct case_view;
/* One line of a list, <li>: who, how it stands, when to call back. */
void case_put(struct view *view, const struct casework *c,
    const struct case_view *seen);

/* ---- pages: one file each ---- */

web_handler cases_show, case_show, case_log_take, case_add_show, case_add_take;

web_handler home_show, again_show;
web_handler unlock_show, unlock_take;
web_handler quit_show, quit_take, preference_take;
web_handler join_show, join_take, join_begin_take, joined_show, strength_show;
web_handler progress_show, made_show, sync_show, sync_take_start;
web_handler carry_show, carry_make_take, carry_receive_take;
web_handler settings_show, passphrase_take, doctor_show, doctor_take;
web_handler backup_show, backup_take;
web_handler restore_show, restore_take, forgotten_show, forgotten_take;
web_handler broken_show;
web_handler interview_new_take, interview_show, interview_answer,
    choices_show, media_show, file_show;
web_handler interview_find_show, interview_end_take, interview_abandon_take;
web_handler interview_answers_show, interview_move_take, interview_slip_show;

#endif
