/* widget.c - see widget.h: what stands around every field. */
#include "collector/page/widget.h"

#include <string.h>

#include "collector/problems.h"
#include "formspec/failure.h"
#include "formspec/markup.h"

static widget_writer *const writers[] = {
	[Q_TEXT] = widget_text, [Q_BARCODE] = widget_text,
	[Q_INTEGER] = widget_number, [Q_DECIMAL] = widget_number,
	[Q_RANGE] = widget_range, [Q_ACKNOWLEDGE] = widget_acknowledge,
	[Q_SELECT_ONE] = widget_one, [Q_SELECT_MULTIPLE] = widget_many,
	[Q_RANK] = widget_rank, [Q_DATE] = widget_date,
	[Q_TIME] = widget_time, [Q_DATETIME] = widget_datetime,
	[Q_GEOPOINT] = widget_text, [Q_GEOTRACE] = widget_text,
	[Q_GEOSHAPE] = widget_text
};

static widget_writer *
writer_of(const struct item *item)
{
	size_t type = (size_t)item->type;

	return type < sizeof(writers) / sizeof(writers[0]) ? writers[type] :
	    NULL;
}

void
widget_attributes(struct widget *w)
{
	html_add(w->out, " id=\"a-%s\" name=\"a:%s\"", w->path, w->path);
	buf_add(w->out, w->described);
}

/* ---- texts ---- */

/* Append a text of the form as markup; nothing when there is none. */
static const struct err *
read_text(struct buf *out, struct widget *w, const struct texts *texts)
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

static const struct err *
put_hint(struct widget *w)
{
	struct buf text = BUF_INIT;
	const struct err *err = read_text(&text, w, &w->item->hint);

	if (!err && text.len > 0) {
		html_add(w->out, "<p class=\"hint\" id=\"h-%s\">", w->path);
		buf_add_slice(w->out, buf_slice(&text));
		buf_add(w->out, "</p>\n");
	}
	buf_free(&text);
	return err;
}

/*
 * One field has a <label>, several of them a group that is named by it; both
 * are found by the id "l-PATH".
 */
static const struct err *
put_label(struct widget *w, bool is_field)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	if (is_field)
		html_add(w->out, "<label class=\"label\" id=\"l-%s\" "
		    "for=\"a-%s\">", w->path, w->path);
	else
		html_add(w->out, "<p class=\"label\" id=\"l-%s\">", w->path);
	err = read_text(&text, w, &w->item->label);
	if (!err && text.len == 0)
		markup_escape(&text, w->item->name);
	buf_add_slice(w->out, buf_slice(&text));
	buf_free(&text);
	if (w->answer->required)
		html_add(w->out, " <span class=\"must\" title=\"%s\">*</span>",
		    view_word(w->sheet->view, SAY_REQUIRED_MARK));
	buf_add(w->out, is_field ? "</label>\n" : "</p>\n");
	return err;
}

/* ---- failures ---- */

static bool
is_wrong(const struct widget *w)
{
	const struct answer *a = w->answer;

	return !a->constraint_ok || !a->type_ok || !a->choice_ok ||
	    answer_failure(a) != NULL ||
	    (w->sheet->checking && a->required && w->value[0] == '\0');
}

/* Why what was typed cannot be an answer, in the words of who reads it. */
static void
say_reading(struct buf *out, struct widget *w, const char *language)
{
	const struct reading reading = { w->sheet->view->language, NULL };
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

	problem_add(out, w->sheet->view->language, w->sheet->instance,
	    &problem, true);
}

static void
say_failure(struct buf *out, struct widget *w)
{
	const struct answer *a = w->answer;
	const char *language = w->sheet->view->language == FRENCH ? "fr" : "en";

	if (answer_failure(a) != NULL)
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

static void
put_failure(struct widget *w)
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
	if (wrong)
		buf_add(&text, " aria-invalid=\"true\"");
	w->described = arena_slice(w->sheet->view->request->arena,
	    buf_slice(&text));
	buf_free(&text);
}

/* ---- a question ---- */

/* Selects and ranks are groups of fields, everything else is one. */
static bool
is_one_field(const struct widget *w)
{
	return w->options == NULL || reading_looks(w->item, "minimal") ||
	    reading_looks(w->item, "autocomplete");
}

static void
put_value(struct widget *w)
{
	const struct reading reading = { w->sheet->view->language, NULL };
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
	bool one = is_one_field(w);

	html_add(w->out, "<input type=\"hidden\" name=\"q\" value=\"%s\">\n",
	    w->path);
	if (!one)
		html_add(w->out, "<div class=\"choices\" role=\"%s\" "
		    "aria-labelledby=\"l-%s\">\n", w->item->type ==
		    Q_SELECT_ONE ? "radiogroup" : "group", w->path);
	writer_of(w->item)(w);
	if (!one)
		buf_add(w->out, "</div>\n");
}

static const struct err *
put_guidance(struct widget *w)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	err = read_text(&text, w, &w->item->guidance);
	if (!err && text.len > 0) {
		view_put(w->sheet->view, "<details class=\"guidance\">"
		    "<summary>", SAY_GUIDANCE, "</summary><p>");
		buf_add_slice(w->out, buf_slice(&text));
		buf_add(w->out, "</p></details>\n");
	}
	buf_free(&text);
	return err;
}

static const struct err *
put_question(struct widget *w)
{
	const struct err *err;
	bool told = w->answer->readonly || w->answer->calculated ||
	    writer_of(w->item) == NULL;

	describe(w);
	err = put_label(w, !told && is_one_field(w));
	if (!err)
		err = put_hint(w);
	if (err)
		return err;
	put_failure(w);
	if (told)
		put_value(w);
	else
		put_field(w);
	return put_guidance(w);
}

const struct err *
question_show(struct sheet *sheet, struct answer *answer)
{
	const struct err *err = NULL;
	const struct item *item = answer->item;
	struct arena *arena = sheet->view->request->arena;
	struct buf path = BUF_INIT;
	struct widget w = { .sheet = sheet, .out = sheet->view->out,
		.answer = answer, .item = item };

	answer_path(&path, answer);
	w.path = arena_slice(arena, buf_slice(&path));
	buf_free(&path);
	/* Rendering asks for other choices and texts meanwhile. */
	w.value = arena_strdup(arena, answer_value(answer));
	if (options_offered(item))
		err = options_of(&w.options, sheet->instance, answer);
	if (!err)
		err = put_question(&w);
	options_free(w.options);
	return err;
}
