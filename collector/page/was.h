/*
 * was.h - two windows at one interview. A page says with each question what it
 * showed of it, <input name="q" value="PATH WWWW[RRRR]">: a few characters of
 * the digest of what was said, and of the remark when there is one. What comes
 * back from a window that showed something else than what stands now,
 *
 * - and is what that window showed, was not changed there: it is not written;
 * - and is something new, takes nobody's place: it is kept beside
 *   (interview_set_unkept()), and both are shown until one of them is chosen.
 *
 * What a window wrote itself is no surprise to it, whatever its page said when
 * it came: who wrote last is remembered as long as the interview is open.
 */
#ifndef RECOLTE_COLLECTOR_PAGE_WAS_H
#define RECOLTE_COLLECTOR_PAGE_WAS_H

#include "collector/page/sheet.h"

enum { WAS_CHARS = 4 };

/* A question of a form that was sent. */
struct was {
	const char *path;
	/* WAS_CHARS each; "": the page did not say, and nothing is compared. */
	char said[WAS_CHARS + 1], remark[WAS_CHARS + 1];
};

/* Append the value of "q". */
void was_add(struct buf *out, const struct interview *interview,
    const struct answer *answer, const char *path);
/* Of such a value, in the request's arena. */
struct was was_read(struct arena *arena, const char *value);
/* What the form at hand says of that question; false: nothing. */
bool was_find(struct was *out, const struct sheet *sheet, const char *path);

/* Did the window show something else than what stands there now? */
bool was_other(const struct sheet *sheet, const struct was *was,
    const struct answer *answer, bool remark);
/* Is that what it showed? */
bool was_shown(const struct was *was, const char *said);
/* This window wrote that question, or its remark. */
void was_wrote(struct sheet *sheet, const char *path, bool remark);

/* It is kept beside what stands, and whoever sent it is told. */
const struct err *was_unkept(struct sheet *sheet, const char *path,
    const char *said) MUST_CHECK;

/*
 * What a form brought for a question that is not there any more: with its
 * repeat. count values of its field, the remark or NULL.
 */
const struct err *was_gone(struct sheet *sheet, const struct was *was,
    const char *const *values, size_t count, const char *remark) MUST_CHECK;

/* The question of a path, whatever instances it is in; or NULL. */
const struct item *was_item(const struct sheet *sheet, const char *path);

/* ---- shown, and settled (unkept.c) ---- */

/* Beside a question: what else was said. */
struct widget;
void unkept_show(struct widget *widget);
/* <div id="unkept">: what was said where nothing is any more. */
void unkept_show_gone(struct sheet *sheet);
/* What was in an instance that is there again takes its place. */
const struct err *unkept_return(struct sheet *sheet, const char *instance)
    MUST_CHECK;
/* Buttons: "mine:PATH", "theirs:PATH"; with "#" in front for a remark. */
const struct err *unkept_take(struct sheet *sheet, const char *what)
    MUST_CHECK;
const struct err *unkept_drop(struct sheet *sheet, const char *what)
    MUST_CHECK;

#endif
