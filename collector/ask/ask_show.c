/* ask_show.c - what is printed, and lines that are read. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "collector/ask/ask.h"
#include "formspec/markup.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

enum { SCREEN_COLUMNS = 78 };

void
ask_print(const char *fmt, ...)
{
	va_list ap, again;
	int len;
	char *text;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	text = mem_alloc((size_t)(len > 0 ? len : 0) + 1);
	if (len > 0)
		vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	platform_write_text(stdout, slice_str(text));
	mem_free(text);
}

static bool
read_line(struct ask *ask, bool secret)
{
	bool more;

	ask_print("> ");
	fflush(stdout);
	buf_reset(&ask->line);
	more = secret ? platform_read_secret(&ask->line) :
	    platform_read_line(&ask->line);
	/* A pipe shows nothing of what it says. */
	if (more && !platform_is_terminal(stdin))
		ask_print("%s\n", secret ? "" : buf_str(&ask->line));
	if (more)
		return true;
	ask_print("\n");
	ask->stopped = ask->input_ended = true;
	return false;
}

bool
ask_read(struct ask *ask)
{
	return read_line(ask, false);
}

bool
ask_read_secret(struct ask *ask)
{
	return read_line(ask, true);
}

/*
 * A long text is broken at words on a screen; a pipe gets it as it is. before
 * is printed in front of the first line, as many spaces in front of the others.
 */
void
ask_lines(const char *before, const char *text)
{
	struct buf lines = BUF_INIT, indent = BUF_INIT;

	for (size_t i = text_columns(slice_str(before)); i > 0; i--)
		buf_add_byte(&indent, ' ');
	if (platform_is_terminal(stdout))
		text_wrap(&lines, slice_str(text), SCREEN_COLUMNS,
		    buf_str(&indent));
	else
		buf_addf(&lines, "%s%s", buf_str(&indent), text);
	ask_print("%s%s\n", before, buf_str(&lines) + indent.len);
	buf_free(&indent);
	buf_free(&lines);
}

void
ask_say(const struct ask *ask, enum word word, const char *a, const char *b)
{
	struct buf text = BUF_INIT;

	word_add(&text, ask->language, word, a ? a : "", b ? b : "", "",
	    (char *)NULL);
	/* A table stays as it is. */
	if (strchr(buf_str(&text), '\n') != NULL)
		ask_print("%s\n", buf_str(&text));
	else
		ask_lines("", buf_str(&text));
	buf_free(&text);
}

/* Append a text of the form, without marks of emphasis. */
static const struct err *
add_text(struct buf *out, struct ask *ask, const struct answer *answer,
    const struct texts *texts)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	if (texts->by_language == NULL)
		return NULL;
	err = instance_text(ask->instance, &text, answer, texts);
	if (!err)
		markup_plain(out, buf_str(&text));
	buf_free(&text);
	return err;
}

static const struct err *
print_text(struct ask *ask, const struct answer *answer,
    const struct texts *texts, const char *before)
{
	struct buf text = BUF_INIT;
	const struct err *err = add_text(&text, ask, answer, texts);

	if (!err && text.len > 0)
		ask_lines(before, buf_str(&text));
	buf_free(&text);
	return err;
}

/* ---- titles ---- */

static bool
was_shown(const struct ask *ask, const struct answer *answer)
{
	for (size_t i = 0; i < ask->shown_count; i++)
		if (ask->shown[i] == answer)
			return true;
	return false;
}

static const struct err *
print_title(struct ask *ask, const struct answer *group)
{
	const struct err *err;
	struct buf label = BUF_INIT;

	err = add_text(&label, ask, group, &group->item->label);
	if (!err && group->item->kind == ITEM_REPEAT) {
		if (label.len == 0)
			buf_add(&label, group->item->name);
		ask_print("\n");
		ask_say(ask, W_INSTANCE, buf_str(&label),
		    session_number(ask->session, answer_number(group)));
	} else if (!err && label.len > 0) {
		ask_print("\n== %s\n", buf_str(&label));
	}
	buf_free(&label);
	return err;
}

/* Titles of the groups that one comes into, outermost first. */
static const struct err *
print_titles(struct ask *ask, const struct answer *inside)
{
	const struct err *err = NULL;
	const struct answer *chain[FORM_DEPTH_MAX + 1];
	size_t count = 0;

	for (const struct answer *a = inside; a != NULL &&
	    a != instance_root(ask->instance) && count <= FORM_DEPTH_MAX;
	    a = answer_parent(a))
		chain[count++] = a;
	for (size_t i = count; i > 0 && !err; i--)
		if (!was_shown(ask, chain[i - 1]))
			err = print_title(ask, chain[i - 1]);
	memcpy(ask->shown, chain, count * sizeof(*chain));
	ask->shown_count = count;
	return err;
}

/* ---- choices ---- */

static void
print_option(const struct ask *ask, size_t i)
{
	struct buf number = BUF_INIT, label = BUF_INIT;

	buf_addf(&number, "  %zu) ", i + 1);
	markup_plain(&label, options_at(ask->options, i)->label);
	ask_lines(buf_str(&number), buf_str(&label));
	buf_free(&label);
	buf_free(&number);
}

static void
print_options(const struct ask *ask)
{
	size_t count = options_count(ask->options);

	if (count > ASK_SHOWN_MAX) {
		ask_print("  ");
		ask_say(ask, W_LONG_LIST, session_number(ask->session, count),
		    NULL);
		return;
	}
	for (size_t i = 0; i < count; i++)
		print_option(ask, i);
}

size_t
ask_search(struct ask *ask, struct slice word)
{
	size_t found[ASK_SHOWN_MAX];
	size_t count = options_search(ask->options, word, found,
	    ASK_SHOWN_MAX);
	size_t shown = count > ASK_SHOWN_MAX ? ASK_SHOWN_MAX : count;
	struct buf asked = BUF_INIT;

	for (size_t i = 0; i < shown; i++)
		print_option(ask, found[i]);
	ask_print("  ");
	buf_add_slice(&asked, word);
	if (count == 0)
		ask_say(ask, W_FOUND_NONE, buf_str(&asked), NULL);
	else
		ask_say(ask, count > shown ? W_FOUND_MORE : W_FOUND,
		    session_number(ask->session, count > shown ?
		    count - shown : count), NULL);
	buf_free(&asked);
	return count;
}

/* ---- a question ---- */

/* The answer as people read it, and what was said beside it. */
static void
print_now(struct ask *ask, const struct answer *answer)
{
	static const enum word why[] = { [RESPONSE_REFUSED] = W_REFUSED_NOW,
		[RESPONSE_UNKNOWN] = W_UNKNOWN_NOW };
	const struct interview *iv = ask->interview;
	enum nonresponse open = interview_nonresponse(iv, answer);
	struct buf text = BUF_INIT;
	struct reading reading = ask_reading(ask);

	reading_show(&text, &reading, answer, ask->options);
	if (open != RESPONSE_OPEN)
		buf_add(&text, word_text(ask->language, why[open]));
	if (text.len > 0) {
		ask_print("  ");
		ask_say(ask, W_NOW, buf_str(&text), NULL);
	}
	if (interview_remark(iv, answer)[0] != '\0') {
		ask_print("  ");
		ask_say(ask, W_ASK_REMARK, interview_remark(iv, answer), NULL);
	}
	buf_wipe(&text);
}

static void
print_range(const struct ask *ask, const struct item *item)
{
	struct buf text = BUF_INIT;
	double step = reading_parameter(item, "step", 1);
	char number[3][32];

	snprintf(number[0], sizeof(number[0]), "%.10g",
	    reading_parameter(item, "start", 1));
	snprintf(number[1], sizeof(number[1]), "%.10g",
	    reading_parameter(item, "end", 10));
	snprintf(number[2], sizeof(number[2]), "%.10g", step);
	for (size_t i = 0; i < 3 && ask->language == FRENCH; i++)
		if (strchr(number[i], '.') != NULL)
			*strchr(number[i], '.') = ',';
	word_add(&text, ask->language, step == 1 || step == -1 ? W_HOW_RANGE :
	    W_HOW_RANGE_STEP, number[0], number[1], number[2], (char *)NULL);
	ask_print("  (%s)\n", buf_str(&text));
	buf_free(&text);
}

/* By what is asked for, and how it looks. The first row that fits counts. */
static const struct {
	enum question_type type;
	const char *appearance;		/* NULL: any */
	enum word word;
} hows[] = {
	{ Q_SELECT_ONE, NULL, W_CHOOSE_ONE },
	{ Q_SELECT_MULTIPLE, NULL, W_CHOOSE_MANY },
	{ Q_RANK, NULL, W_RANK_ALL },
	{ Q_DATE, "month-year", W_TYPE_MONTH },
	{ Q_DATE, "year", W_TYPE_YEAR }, { Q_DATE, NULL, W_TYPE_DATE },
	{ Q_TIME, NULL, W_TYPE_TIME }, { Q_DATETIME, NULL, W_TYPE_DATETIME },
	{ Q_ACKNOWLEDGE, NULL, W_TYPE_OK },
	{ Q_GEOPOINT, NULL, W_TYPE_PLACE }, { Q_GEOTRACE, NULL, W_TYPE_WAY },
	{ Q_GEOSHAPE, NULL, W_TYPE_AREA },
	{ Q_BARCODE, NULL, W_TYPE_CODE },
	{ Q_IMAGE, NULL, W_TYPE_FILE }, { Q_AUDIO, NULL, W_TYPE_FILE },
	{ Q_VIDEO, NULL, W_TYPE_FILE }, { Q_FILE, NULL, W_TYPE_FILE },
	{ Q_TEXT, "multiline", W_TYPE_LINES }, { Q_TEXT, "masked", W_TYPE_MASKED }
};

static void
print_how(struct ask *ask, const struct item *item)
{
	bool refused = interview_allows(item, RESPONSE_REFUSED);
	bool unknown = interview_allows(item, RESPONSE_UNKNOWN);

	if (item->type == Q_RANGE)
		print_range(ask, item);
	for (size_t i = 0; i < sizeof(hows) / sizeof(*hows); i++)
		if (hows[i].type == item->type && (hows[i].appearance == NULL
		    || reading_looks(item, hows[i].appearance))) {
			ask_print("  (%s)\n", word_text(ask->language,
			    hows[i].word));
			break;
		}
	if (refused || unknown)
		ask_print("  (%s)\n", word_text(ask->language,
		    refused && unknown ? W_MAY_BOTH :
		    refused ? W_MAY_REFUSE : W_MAY_NOT_KNOW));
}

static const struct err *
print_question(struct ask *ask, const struct answer *answer)
{
	const struct err *err;
	const struct item *item = answer->item;
	struct buf label = BUF_INIT;

	options_free(ask->options);
	ask->options = NULL;
	err = add_text(&label, ask, answer, &item->label);
	if (!err && label.len == 0)
		buf_add(&label, item->name);
	/* On a screen the star does not come to stand alone on a line. */
	if (!err && answer->required)
		buf_add(&label, platform_is_terminal(stdout) ? "\u00a0*" :
		    " *");
	if (!err) {
		ask_print("\n");
		ask_lines("", buf_str(&label));
	}
	buf_free(&label);
	if (!err)
		err = print_text(ask, answer, &item->hint, "  ");
	if (!err && options_offered(item))
		err = options_of(&ask->options, ask->instance, answer);
	return err;
}

static void
show_add(struct ask *ask, const struct stop *stop)
{
	struct buf label = BUF_INIT;
	size_t count = instance_repeat_count(stop->answer, stop->repeat);

	/* Before there is an instance, its label may have nothing to say. */
	if (add_text(&label, ask, stop->answer, &stop->repeat->label) != NULL)
		buf_reset(&label);
	if (label.len == 0)
		buf_add(&label, stop->repeat->name);
	ask_print("\n");
	ask_say(ask, count ? W_ADD_ANOTHER : W_ADD_FIRST, buf_str(&label),
	    NULL);
	if (count > 0) {
		ask_print("  ");
		ask_say(ask, W_ADD_HOW, session_number(ask->session, count),
		    NULL);
	}
	if (interview_can_undo(ask->interview)) {
		ask_print("  ");
		ask_say(ask, W_CAN_UNDO, NULL, NULL);
	}
	buf_free(&label);
}

const struct err *
ask_show(struct ask *ask, const struct stop *stop)
{
	const struct err *err;

	if (stop->kind == STOP_END)
		return NULL;
	err = print_titles(ask, stop->kind == STOP_ADD ? stop->answer :
	    answer_parent(stop->answer));
	if (err)
		return err;
	if (stop->kind == STOP_ADD) {
		show_add(ask, stop);
		return NULL;
	}
	if ((err = print_question(ask, stop->answer)) != NULL)
		return err;
	if (stop->kind == STOP_QUESTION) {
		if (ask->options != NULL)
			print_options(ask);
		print_how(ask, stop->answer->item);
	}
	print_now(ask, stop->answer);
	return NULL;
}

const struct err *
ask_show_help(struct ask *ask, const struct stop *stop)
{
	const struct err *err = NULL;

	ask_say(ask, W_ASK_HELP, NULL, NULL);
	ask_say(ask, W_ASK_MORE, NULL, NULL);
	if (stop->kind == STOP_QUESTION)
		err = print_text(ask, stop->answer,
		    &stop->answer->item->guidance, "  ");
	return err;
}
