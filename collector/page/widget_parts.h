/*
 * widget_parts.h - what the files that write the field of a question share.
 *
 * widget.c          what stands around every field; which field it is
 * widget_text.c     what is typed: texts, numbers, dates, times
 * widget_choice.c   choices: buttons, boxes, drop-down lists
 * widget_search.c   choices that are too many to be shown
 * widget_grid.c     questions with the same choices as a table
 * widget_rank.c     an order
 * widget_range.c    a number on a scale: slider, list, stars
 * widget_place.c    points, lines, areas
 * widget_file.c     photos, recordings, files
 * widget_media.c    pictures and sounds of the form itself
 * widget_beside.c   remarks, and "refuses to answer"
 *
 * was.h             a window that did not know what another had said
 *
 * What only works with a script stands in <div data-own hidden>: widgets.js
 * shows it, and an exchange of blocks leaves it alone.
 */
#ifndef RECOLTE_COLLECTOR_PAGE_WIDGET_PARTS_H
#define RECOLTE_COLLECTOR_PAGE_WIDGET_PARTS_H

#include "collector/page/widget.h"

enum {
	CHOICES_SHOWN_MAX = 60,		/* more of them are searched for */
	CHOICES_FOUND_MAX = 20		/* that are listed at once */
};

struct widget;

/* A field by type and appearance: one of these writes it. */
typedef void widget_writer(struct widget *widget);

struct widget {
	struct sheet *sheet;
	struct view *view;
	struct buf *out;
	struct arena *arena;		/* of the request */
	struct answer *answer;
	const struct item *item;
	const char *path;		/* answer_path() */
	const char *value;		/* what is there now, as stored */
	struct options *options;	/* of a select or rank, else NULL */
	widget_writer *writer;		/* NULL: it is only told */
	bool grouped;			/* several fields, named as a group */
	const char *described;		/* attributes: aria-describedby */
	const char *invalid;		/* aria-invalid */
};

/* Of an answer as it is now. Release with widget_free(), also after an error. */
const struct err *widget_of(struct widget *out, struct sheet *sheet,
    struct answer *answer) MUST_CHECK;
void widget_free(struct widget *widget);
/* `id="a-PATH" name="a:PATH"` and what describes it. */
void widget_attributes(struct widget *widget);
/* <input type="hidden" name="q">: this question is on the page. */
void widget_mark(struct widget *widget);
/* Markup of its label, or its name; the hint; what is wrong. */
const struct err *widget_label(struct buf *out, struct widget *widget)
    MUST_CHECK;
const struct err *widget_hint(struct widget *widget) MUST_CHECK;
void widget_failure(struct widget *widget);
/* A label where no markup can be: in a list, in an attribute. */
const char *widget_plain(struct widget *widget, const char *label);
/* Append a text of the form as markup; nothing when there is none. */
const struct err *widget_markup(struct buf *out, struct widget *widget,
    const struct texts *texts) MUST_CHECK;
struct reading widget_reading(const struct widget *widget);

/* Which one writes it; *grouped: they are several fields. */
widget_writer *widget_choose(const struct widget *widget, bool *grouped);

widget_writer widget_text, widget_number, widget_date, widget_time,
    widget_datetime, widget_acknowledge;
widget_writer widget_buttons, widget_list, widget_folded, widget_search;
widget_writer widget_rank;
widget_writer widget_range, widget_picker, widget_rating;
widget_writer widget_place, widget_places;
widget_writer widget_file;

/* ---- choices (widget_choice.c) ---- */

/* Classes of what holds them, " likert"; "" when there are none. */
const char *widget_choices_class(const struct widget *widget);
/* Does it count as one choice at a time? */
bool widget_is_one(const struct widget *widget);
/*
 * One choice as a button or box; the first one has the question's own id. key:
 * the digit that picks it, 0: none.
 */
void widget_choice(struct widget *widget, const struct option *option,
    bool first, unsigned key);
/* Those that are picked and not offered any more; how many there are. */
size_t widget_stale(struct widget *widget);
void widget_clear_button(struct widget *widget);

/* ---- pictures and sounds of the form (widget_media.c) ---- */

/* Of the question itself, beside its label. */
void widget_question_media(struct widget *widget);
/* The picture of a choice, when it has one. */
void widget_choice_image(struct widget *widget, const char *name);

/* ---- beside the answer (widget_beside.c) ---- */

/* "Refuses to answer", where the form allows it; a remark. */
void widget_beside(struct widget *widget);
/* The remark that a form brought for it, in the request's arena; or NULL. */
const char *beside_remark(const struct sheet *sheet, const char *path);
/* Why it has no answer, where value came for one: "refused"; NULL: it has. */
const char *beside_way(const struct sheet *sheet, const struct answer *answer,
    const char *path, const char *value);

/* ---- files (widget_file.c) ---- */

bool file_is_asked(const struct item *item);
/* The file that the form brought for it, if it did. */
struct was;
const struct err *file_take(struct sheet *sheet, struct answer *answer,
    const struct was *was) MUST_CHECK;

/* ---- what buttons do: a word before ":", and what is behind it ---- */

const struct err *rank_up(struct sheet *sheet, const char *what) MUST_CHECK;
const struct err *rank_down(struct sheet *sheet, const char *what) MUST_CHECK;
const struct err *rank_take(struct sheet *sheet, const char *what) MUST_CHECK;
const struct err *file_drop(struct sheet *sheet, const char *what) MUST_CHECK;
const struct err *repeat_add(struct sheet *sheet, const char *what) MUST_CHECK;
const struct err *repeat_remove(struct sheet *sheet, const char *what)
    MUST_CHECK;
const struct err *repeat_undo(struct sheet *sheet, const char *what)
    MUST_CHECK;

#endif
