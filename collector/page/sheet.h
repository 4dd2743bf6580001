/*
 * sheet.h - what of an interview stands on one page.
 *
 * The stops of an interview (collector/ask/ask.h) fall into sheets: by question
 * (a group of appearance field-list stays together), by section (sections.h), or
 * all on one. The last sheet is the end: what still stands
 * in the way, and closing.
 */
#ifndef RECOLTE_COLLECTOR_PAGE_SHEET_H
#define RECOLTE_COLLECTOR_PAGE_SHEET_H

#include "collector/ask/ask.h"
#include "collector/page/open.h"

enum sheet_mode { SHEET_QUESTION, SHEET_SECTION, SHEET_ALL, SHEET_MODE_COUNT };

struct sheet {
	struct view *view;
	struct open *open;
	struct instance *instance;
	enum sheet_mode mode;
	struct stops stops;
	size_t first, count;		/* stops that stand on this one */
	bool is_end;
	bool checking;		/* an answer that is missing is a failure */
	/* What a question brought that cannot be kept at all: a file. */
	const char *trouble_at, *trouble;
	bool unkept;		/* something came too late: was.h */
	bool files_changed;	/* attachment_drop_unused() after saving */
	const char *more;	/* for the address of the next page, or NULL */
	struct answer *go;	/* what one goes on with: just added, or NULL */
};

/* sheet_open()'s word for the last sheet, whatever the form's questions are. */
#define SHEET_END "."

/*
 * The sheet on which the stop of that text stands (stop_text(); "" the first
 * one). The instance's language is the reader's where the form has it.
 */
const struct err *sheet_open(struct sheet *out, struct view *view,
    struct open *open, const char *at) MUST_CHECK;
void sheet_free(struct sheet *sheet);
/*
 * What most pages of an interview do: open the one that the address names, and
 * the sheet of `at` (NULL: where the draft was left), and run that on it.
 */
typedef const struct err *sheet_handler(struct sheet *sheet);
const struct err *sheet_run(struct view *view, const char *at,
    sheet_handler *run) MUST_CHECK;
/* Append where a sheet is: of its first stop. */
void sheet_text(struct buf *out, const struct sheet *sheet);
/* Is there a version of its questionnaire that it is not in? */
const struct err *sheet_has_newer(bool *newer, const struct sheet *sheet)
    MUST_CHECK;
/* Step to the next sheet, or the one before; stays at the ends. */
void sheet_next(struct sheet *sheet);
void sheet_back(struct sheet *sheet);
/* To the first stop that is in a group or repeat; stays when there is none. */
void sheet_enter(struct sheet *sheet, const struct answer *group);
/* After answers were set: the stops anew, and the sheet of the same stop. */
const struct err *sheet_again(struct sheet *sheet) MUST_CHECK;

/*
 * Append the blocks of the sheet, <div id="sheet">: titles, questions, repeats,
 * in order. all: every one; else those that are not as that window has them
 * (blocks.h), in their place among the others.
 */
const struct err *sheet_show(struct sheet *sheet, const char *window,
    bool all) MUST_CHECK;

#endif
