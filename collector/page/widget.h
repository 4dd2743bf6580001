/*
 * widget.h - a question on a page: its label, hint and failures, and the field
 * that its type and appearance ask for; and what comes back from that field.
 *
 * Every question's block holds <input type="hidden" name="q" value="PATH">, and
 * its fields are called "a:PATH": none of them is an answer too (no box is
 * checked). What was typed is kept even when it cannot be an answer, and is
 * flagged.
 *
 * widget_parts.h    the files that write fields, and what they share
 * repeat.c          titles of groups; repeats as cards, add and remove
 * buttons.c         what buttons of questions and repeats do
 * answers.c         what came back
 */
#ifndef RECOLTE_COLLECTOR_PAGE_WIDGET_H
#define RECOLTE_COLLECTOR_PAGE_WIDGET_H

#include "collector/interview/reading.h"
#include "collector/page/sheet.h"

/* A question, or what is only told, inside its block. */
const struct err *question_show(struct sheet *sheet, struct answer *answer)
    MUST_CHECK;

/*
 * How many stops from the i-th stand in one table, or 0: questions of a group
 * table-list, or label and list-nolabel, that have the same choices.
 */
size_t grid_length(const struct sheet *sheet, size_t i);
const struct err *grid_show(struct sheet *sheet, size_t i, size_t count)
    MUST_CHECK;

/* The title of a group, or of one instance of a repeat (repeat.c). */
const struct err *group_show(struct sheet *sheet, struct answer *group)
    MUST_CHECK;
/* "Add another", and where questions stand alone, the instances. */
const struct err *repeat_show(struct sheet *sheet, const struct stop *stop)
    MUST_CHECK;
/* Do what a button of these says, "add:contrats+"; *done: it was one. */
const struct err *button_take(struct sheet *sheet, const char *button,
    bool *done) MUST_CHECK;

/* What stands around the questions (outline.c). */
void tools_show(struct sheet *sheet);
void outline_show(struct sheet *sheet);

/*
 * What cannot stand as it is (wrong.c): a list whose entries lead to it, on the
 * page whose address ends with a path, "": this one. The caller ends the <div>.
 */
void wrong_list(struct sheet *sheet, const struct problem *items, size_t count,
    const char *page);
/* Is an answer of this sheet such, and no calculation; and what is said then. */
bool wrong_holds(const struct sheet *sheet);
void wrong_show(struct sheet *sheet);

/* The last sheet (ending.c); failure: why it could not be ended, or NULL. */
const struct err *ending_show(struct sheet *sheet, const char *failure)
    MUST_CHECK;

/*
 * Set the answers that the form of a page brought: those that "q" names.
 */
const struct err *answers_take(struct sheet *sheet) MUST_CHECK;

#endif
