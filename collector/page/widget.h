/*
 * widget.h - a question on a page: its label, hint and failures, and the field
 * that its type and appearance ask for; and what comes back from that field.
 *
 * Every question's block holds <input type="hidden" name="q" value="PATH">, and
 * its fields are called "a:PATH": none of them is an answer too (no box is
 * checked). What was typed is kept even when it cannot be an answer, and is
 * flagged.
 *
 * widget.c          what stands around every field; which field it is
 * widget_text.c     what is typed: texts, numbers, dates, times
 * widget_choice.c   choices: radio buttons, check boxes, lists, ranks
 * repeat.c          titles of groups; repeats as cards, add and remove
 * answers.c         what came back
 */
#ifndef RECOLTE_COLLECTOR_PAGE_WIDGET_H
#define RECOLTE_COLLECTOR_PAGE_WIDGET_H

#include "collector/page/sheet.h"
#include "collector/reading.h"

struct widget {
	struct sheet *sheet;
	struct buf *out;
	struct answer *answer;
	const struct item *item;
	const char *path;		/* answer_path(), in the request's arena */
	const char *value;		/* what is there now, as stored */
	struct options *options;	/* of a select or rank, else NULL */
	const char *described;		/* attributes: aria-describedby, ... */
};

/* A field by type and appearance: one of these writes it. */
typedef void widget_writer(struct widget *widget);
widget_writer widget_text, widget_number, widget_date, widget_time,
    widget_datetime, widget_range, widget_acknowledge;
widget_writer widget_one, widget_many, widget_rank;

/* `id="a-PATH" name="a:PATH"` and what describes it. */
void widget_attributes(struct widget *widget);

/* A question, or what is only told, inside its block. */
const struct err *question_show(struct sheet *sheet, struct answer *answer)
    MUST_CHECK;

/* The title of a group, or of one instance of a repeat (repeat.c). */
const struct err *group_show(struct sheet *sheet, struct answer *group)
    MUST_CHECK;
/* "Add another", and where questions stand alone, the instances. */
const struct err *repeat_show(struct sheet *sheet, const struct stop *stop)
    MUST_CHECK;
/* Do what a button of these says, "add:contrats+"; *done: it was one. */
const struct err *repeat_take(struct sheet *sheet, const char *button,
    bool *done) MUST_CHECK;

/* The last sheet (ending.c); failure: why it could not be ended, or NULL. */
const struct err *ending_show(struct sheet *sheet, const char *failure)
    MUST_CHECK;

/* What stands around the questions (outline.c). */
void tools_show(struct sheet *sheet);
void outline_show(struct sheet *sheet);

/*
 * Set the answers that the form of a page brought: those that "q" names.
 */
const struct err *answers_take(struct sheet *sheet) MUST_CHECK;

#endif
