/* widget.c - what stands around every field, and which field it is. */
#include <string.h>

#include "collector/interview/problems.h"
#include "collector/page/was.h"
#include "collector/page/widget_parts.h"
#include "formspec/failure.h"
#include "formspec/markup.h"

/* ---- which field ---- */

static widget_writer *const writers[] = {
	[Q_TEXT] = widget_text, [Q_BARCODE] = widget_text,
	[Q_INTEGER] = widget_number, [Q_DECIMAL] = widget_number,
	[Q_RANGE] = widget_range, [Q_ACKNOWLEDGE] = widget_acknowledge,
	[Q_SELECT_ONE] = widget_buttons, [Q_SELECT_MULTIPLE] = widget_buttons,
	[Q_RANK] = widget_rank, [Q_DATE] = widget_date,
	[Q_TIME] = widget_time, [Q_DATETIME] = widget_datetime,
	[Q_GEOPOINT] = widget_place, [Q_GEOTRACE] = widget_places,
	[Q_GEOSHAPE] = widget_places, [Q_IMAGE] = widget_file,
	[Q_AUDIO] = widget_file, [Q_VIDEO] = widget_file,
	[Q_FILE] = widget_file
};

/* Appearances that ask for another field than the type does. */
static const struct {
	enum question_type type;
	const char *appearance;
	widget_writer *writer;
} other_writers[] = {
	{ Q_SELECT_ONE, "minimal", widget_list },
	{ Q_SELECT_ONE, "dropdown", widget_list },
	{ Q_SELECT_MULTIPLE, "minimal", widget_folded },
	{ Q_SELECT_MULTIPLE, "dropdown", widget_folded },
	{ Q_SELECT_ONE, "autocomplete", widget_search },
	{ Q_SELECT_MULTIPLE, "autocomplete", widget_search },
	{ Q_SELECT_ONE, "search", widget_search },
	{ Q_SELECT_MULTIPLE, "search", widget_search },
	{ Q_RANGE, "picker", widget_picker },
	{ Q_RANGE, "rating", widget_rating }
};

/* Those that are one field; the others are a group of them. */
static widget_writer *const single[] = {
	widget_text, widget_number, widget_range, widget_acknowledge,
	widget_date, widget_time, widget_datetime, widget_place, widget_places,
	widget_list, widget_picker
};

static widget_writer *
writer_of(const struct widget *w)
{
	const struct item *item = w->item;
	size_t type = (size_t)item->type;
	widget_writer *writer = type < sizeof(writers) / sizeof(writers[0]) ?
	    writers[type] : NULL;

	for (size_t i = 0; i < sizeof(other_writers) / sizeof(*other_writers);
	    i++)
		if (other_writers[i].type == item->type &&
		    reading_looks(item, other_writers[i].appearance))
			writer = other_writers[i].writer;
	if ((writer == widget_buttons || writer == widget_list ||
	    writer == widget_folded) &&
	    options_count(w->options) > CHOICES_SHOWN_MAX)
		writer = widget_search;
	return writer;
}

widget_writer *
widget_choose(const struct widget *w, bool *grouped)
{
	widget_writer *writer = writer_of(w);

	*grouped = writer != NULL;
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		*grouped = *grouped && writer != single[i];
	return writer;
}

void
widget_attributes(struct widget *w)
{
	html_add(w->out, " id=\"a-%s\" name=\"a:%s\"", w->path, w->path);
	if (!w->grouped)
		buf_add(w->out, w->described);
	buf_add(w->out, w->invalid);
}

void
widget_mark(struct widget *w)
{
	buf_add(w->out, "<input type=\"hidden\" name=\"q\" value=\"");
	was_add(w->out, &w->sheet->open->interview, w->answer, w->path);
	buf_add(w->out, "\">\n");
}

struct reading
widget_reading(const struct widget *w)
{
	return (struct reading){ w->view->language, NULL };
}

/* ---- texts ---- */

const char *
widget_plain(struct widget *w, const char *label)
{
	struct buf text = BUF_INIT;
	const char *kept;

	if (strpbrk(label, "*_<#[\\") == NULL)
		return label;
	markup_plain(&text, label);
	kept = arena_slice(w->arena, buf_slice(&text));
	buf_free(&text);
	return kept;
}

const struct err *
widget_markup(struct buf *out, struct widget *w, const struct texts *texts)
{
	struct buf text = BUF_INIT;
	const struct err *err = NULL;

	if (texts->by_language != NULL)
		err = instance_text(w->sheet->instance, &text, w->answer,
		    texts);
	if (!err)
		markup_add(out, buf_str(&text));
	buf_free(&text);
	return err;
}

const struct err *
widget_hint(struct widget *w)
{
	struct buf text = BUF_INIT;
	const struct err *err = widget_markup(&text, w, &w->item->hint);

	if (!err && text.len > 0) {
		html_add(w->out, "<div class=\"hint\" id=\"h-%s\">", w->path);
		buf_add_slice(w->out, buf_slice(&text));
		buf_add(w->out, "</div>\n");
	}
	buf_free(&text);
	return err;
}

const struct err *
widget_label(struct buf *out, struct widget *w)
{
	size_t before = out->len;
	const struct err *err = widget_markup(out, w, &w->item->label);

	if (!err && out->len == before)
		markup_escape(out, w->item->name);
	if (w->answer->required && w->writer != NULL)
		html_add(out, " <span class=\"must\" aria-hidden=\"true\">*"
		    "</span><span class=\"aside\"> (%s)</span>",
		    view_word(w->view, SAY_REQUIRED_MARK));
	return err;
}

/*
 * One field has a <label>, several of them a group that is named by it; both
 * are found by the id "l-PATH". What is only told may have titles and lists.
 */
static const struct err *
put_label(struct widget *w)
{
	const struct err *err;
	bool field = w->writer != NULL && !w->grouped;
	const char *tag = field ? "label" : "div";

	html_add(w->out, "<%s class=\"label\" id=\"l-%s\"", tag, w->path);
	if (field)
		html_add(w->out, " for=\"a-%s\"", w->path);
	buf_add(w->out, ">");
	err = widget_label(w->out, w);
	html_add(w->out, "</%s>\n", tag);
	return err;
}

/* ---- failures ---- */

static bool
is_missing(const struct widget *w)
{
	return w->sheet->checking && w->answer->required &&
	    w->value[0] == '\0' && interview_nonresponse(
	    &w->sheet->open->interview, w->answer) == RESPONSE_OPEN;
}

static bool
has_trouble(const struct widget *w)
{
	return w->sheet->trouble != NULL &&
	    !strcmp(w->sheet->trouble_at, w->path);
}

static bool
is_wrong(const struct widget *w)
{
	const struct answer *a = w->answer;

	return !a->constraint_ok || !a->type_ok || !a->choice_ok ||
	    answer_failure(a) != NULL || is_missing(w) || has_trouble(w);
}

/* Why what was typed cannot be an answer, in the words of who reads it. */
static void
say_reading(struct buf *out, struct widget *w, const char *language)
{
	const struct reading reading = widget_reading(w);
	const struct err *err;
	struct buf ignored = BUF_INIT;

	err = reading_value(&ignored, &reading, w->answer, w->options,
	    slice_str(w->value));
	if (err)
		failure_say(out, err->msg, language);
	buf_free(&ignored);
}

static void
say_problem(struct buf *out, struct widget *w, enum problem_kind kind)
{
	const struct problem problem = { kind, w->answer };

	problem_add(out, w->view->language, w->sheet->instance, &problem,
	    true);
}

static void
say_failure(struct buf *out, struct widget *w)
{
	const struct answer *a = w->answer;
	const char *language = language_code(w->view->language);

	if (has_trouble(w))
		buf_add(out, w->sheet->trouble);
	else if (answer_failure(a) != NULL)
		failure_say(out, answer_failure(a), language);
	else if (!a->type_ok)
		say_reading(out, w, language);
	else if (!a->constraint_ok)
		problem_message(out, w->sheet->instance, a);
	if (out->len > 0)
		return;
	say_problem(out, w, !a->type_ok ? PROBLEM_TYPE : !a->choice_ok ?
	    PROBLEM_CHOICE : !a->constraint_ok ? PROBLEM_CONSTRAINT :
	    PROBLEM_REQUIRED);
}

void
widget_failure(struct widget *w)
{
	struct buf text = BUF_INIT;

	if (!is_wrong(w))
		return;
	say_failure(&text, w);
	html_add(w->out, "<p class=\"error\" id=\"e-%s\">%s</p>\n", w->path,
	    buf_str(&text));
	buf_free(&text);
}

/* What a reader of the screen hears with the field. */
static void
describe(struct widget *w)
{
	struct buf text = BUF_INIT;
	bool hint = w->item->hint.by_language != NULL, wrong = is_wrong(w);

	if (hint || wrong) {
		buf_add(&text, " aria-describedby=\"");
		if (wrong)
			html_add(&text, "e-%s%s", w->path, hint ? " " : "");
		if (hint)
			html_add(&text, "h-%s", w->path);
		buf_add(&text, "\"");
	}
	w->described = arena_slice(w->arena, buf_slice(&text));
	w->invalid = wrong ? " aria-invalid=\"true\"" : "";
	buf_free(&text);
}

/* ---- a question ---- */

static void
put_value(struct widget *w)
{
	const struct reading reading = widget_reading(w);
	struct buf text = BUF_INIT;

	reading_show(&text, &reading, w->answer, w->options);
	if (text.len > 0)
		html_add(w->out, "<p class=\"value\"><output id=\"a-%s\">%s"
		    "</output></p>\n", w->path, buf_str(&text));
	buf_free(&text);
}

static void
put_field(struct widget *w)
{
	widget_mark(w);
	if (w->grouped) {
		html_add(w->out, "<div class=\"choices%s\" role=\"%s\" "
		    "aria-labelledby=\"l-%s\"", widget_choices_class(w),
		    w->writer == widget_rating || (w->writer ==
		    widget_buttons && widget_is_one(w)) ? "radiogroup" :
		    "group", w->path);
		buf_add(w->out, w->described);
		buf_add(w->out, ">\n");
	}
	w->writer(w);
	if (w->grouped)
		buf_add(w->out, "</div>\n");
	widget_clear_button(w);
	widget_beside(w);
}

static const struct err *
put_guidance(struct widget *w)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	err = widget_markup(&text, w, &w->item->guidance);
	if (!err && text.len > 0) {
		view_put(w->view, "<details class=\"guidance\"><summary>",
		    SAY_GUIDANCE, "</summary><div>");
		buf_add_slice(w->out, buf_slice(&text));
		buf_add(w->out, "</div></details>\n");
	}
	buf_free(&text);
	return err;
}

static const struct err *
put_question(struct widget *w)
{
	const struct err *err;

	err = put_label(w);
	if (!err)
		err = widget_hint(w);
	if (err)
		return err;
	widget_question_media(w);
	if ((err = put_guidance(w)) != NULL)
		return err;
	widget_failure(w);
	unkept_show(w);
	if (w->writer == NULL)
		put_value(w);
	else
		put_field(w);
	return NULL;
}

const struct err *
widget_of(struct widget *w, struct sheet *sheet, struct answer *answer)
{
	const struct err *err = NULL;
	struct buf path = BUF_INIT;
	struct arena *arena = sheet->view->request->arena;

	*w = (struct widget){ .sheet = sheet, .view = sheet->view,
		.out = sheet->view->out, .arena = arena, .answer = answer,
		.item = answer->item };
	answer_path(&path, answer);
	w->path = arena_slice(arena, buf_slice(&path));
	buf_free(&path);
	/* Rendering asks for other choices and texts meanwhile. */
	w->value = arena_strdup(arena, answer_value(answer));
	if (options_offered(w->item))
		err = options_of(&w->options, sheet->instance, answer);
	if (err)
		return err;
	if (!answer->readonly && !answer->calculated)
		w->writer = widget_choose(w, &w->grouped);
	describe(w);
	return NULL;
}

void
widget_free(struct widget *w)
{
	options_free(w->options);
}

const struct err *
question_show(struct sheet *sheet, struct answer *answer)
{
	const struct err *err;
	struct widget w;

	err = widget_of(&w, sheet, answer);
	if (!err)
		err = put_question(&w);
	widget_free(&w);
	return err;
}
