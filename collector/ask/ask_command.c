/* ask_command.c - lines that are no answers. */
#include "collector/ask/ask.h"

#include <string.h>

#include "collector/interview/audit.h"
#include "collector/interview/sections.h"
#include "collector/interview/slip.h"
#include "kit/base/text.h"

enum { TITLE_COLUMNS = 60 };

typedef const struct err *(*command)(struct ask *ask, struct slice rest,
    size_t *at);

/* ---- moving ---- */

static const struct err *
stop_here(struct ask *ask, struct slice rest, size_t *at)
{
	(void)rest;
	(void)at;
	ask->stopped = true;
	return NULL;
}

/* Backwards, notes are passed over. */
static const struct err *
go_back(struct ask *ask, struct slice rest, size_t *at)
{
	(void)rest;
	for (size_t i = *at; i > 0;)
		if (ask->stops.items[--i].kind != STOP_NOTE) {
			*at = i;
			return NULL;
		}
	ask_say(ask, W_AT_START, NULL, NULL);
	return NULL;
}

static const struct err *
help(struct ask *ask, struct slice rest, size_t *at)
{
	(void)rest;
	ask->fresh = true;
	return ask_show_help(ask, &ask->stops.items[*at]);
}

static const struct err *
go_to_end(struct ask *ask, struct slice rest, size_t *at)
{
	(void)rest;
	*at = ask->stops.count - 1;
	return NULL;
}

/* To one line of a list: its beginning. */
static void
shorten(struct buf *text)
{
	struct slice rest = buf_slice(text);
	size_t columns = 0;

	for (size_t i = 0; i < text->len; i++)
		if (text->data[i] == '\n')
			text->data[i] = ' ';
	while (rest.len > 0 && columns++ < TITLE_COLUMNS)
		text_next(&rest);
	if (rest.len == 0)
		return;
	text->len -= rest.len;
	buf_add(text, "\u2026");
}

static void
list_found(struct ask *ask, const size_t *found, size_t count, size_t total)
{
	struct buf label = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		ask->found[i] = ask->stops.items[found[i]];
		buf_reset(&label);
		stop_label(&label, ask->instance, &ask->found[i]);
		shorten(&label);
		ask_print("  %zu) %s\n", i + 1, buf_str(&label));
	}
	ask->found_count = count;
	ask_say(ask, total > count ? W_FOUND_MORE : W_JUMP_PICK,
	    session_number(ask->session, total > count ? total - count :
	    total), NULL);
	buf_free(&label);
}

/* ">words" looks for a question, ">2" goes to the second of those found. */
static const struct err *
jump(struct ask *ask, struct slice rest, size_t *at)
{
	size_t found[ASK_FOUND_MAX], total, count;
	struct buf asked = BUF_INIT;
	uint64_t number;

	if (text_parse_u64(rest, &number) && number >= 1 &&
	    number <= ask->found_count) {
		*at = stops_find(&ask->stops, &ask->found[number - 1]);
		return NULL;
	}
	total = stops_search(&ask->stops, ask->instance, rest, found,
	    ASK_FOUND_MAX);
	count = total > ASK_FOUND_MAX ? ASK_FOUND_MAX : total;
	audit_note(ask->interview, AUDIT_JUMP, NULL);
	buf_add_slice(&asked, rest);
	if (total == 0)
		ask_say(ask, W_FOUND_NONE, buf_str(&asked), NULL);
	else if (total == 1)
		*at = found[0];
	else
		list_found(ask, found, count, total);
	buf_free(&asked);
	return NULL;
}

static void
print_section(const struct ask *ask, const struct sections *all, size_t i)
{
	static const enum word words[] = { [SECTION_TOLD] = W_SECTION_TOLD,
		[SECTION_OPEN] = W_SECTION_OPEN,
		[SECTION_BEGUN] = W_SECTION_BEGUN,
		[SECTION_COMPLETE] = W_SECTION_COMPLETE };
	const struct section *s = &all->items[i];
	struct buf line = BUF_INIT, title = BUF_INIT;

	section_title(&title, ask->interview, s, &ask->stops);
	shorten(&title);
	buf_addf(&line, "  %zu) %s: ", i + 1, buf_str(&title));
	word_add(&line, ask->language, words[section_state(s)],
	    session_number(ask->session, s->answered),
	    session_number(ask->session, s->questions),
	    session_number(ask->session, s->missing + s->failing),
	    (char *)NULL);
	ask_print("%s\n", buf_str(&line));
	buf_free(&line);
	buf_free(&title);
}

/* All of them, or to the one with that number. */
static const struct err *
sections(struct ask *ask, struct slice rest, size_t *at)
{
	struct sections all;
	uint64_t number;

	sections_list(&all, ask->interview, &ask->stops);
	if (text_parse_u64(rest, &number) && number >= 1 &&
	    number <= all.count) {
		*at = all.items[number - 1].first;
	} else {
		for (size_t i = 0; i < all.count; i++)
			print_section(ask, &all, i);
		ask_say(ask, W_SECTION_PICK, NULL, NULL);
	}
	sections_free(&all);
	ask->fresh = true;
	return NULL;
}

/* ---- beside the answers ---- */

static const struct err *
remark(struct ask *ask, struct slice rest, size_t *at)
{
	const struct err *err;
	const struct stop *stop = &ask->stops.items[*at];
	struct buf text = BUF_INIT;

	if (stop->answer == NULL)
		return NULL;
	if (rest.len == 0) {
		ask_say(ask, W_REMARK_HOW, NULL, NULL);
		return NULL;
	}
	if (!slice_equal_str(rest, "-"))
		buf_add_slice(&text, rest);
	err = interview_set_remark(ask->interview, stop->answer,
	    buf_str(&text));
	buf_free(&text);
	if (ask_is_the_forms(err)) {
		ask_fail(ask, err);
		return NULL;
	}
	if (!err && interview_remark(ask->interview, stop->answer)[0] != '\0')
		ask_say(ask, W_ASK_REMARK, interview_remark(ask->interview,
		    stop->answer), NULL);
	return err ? err : ask_save(ask, stop);
}

static const struct err *
undo(struct ask *ask, struct slice rest, size_t *at)
{
	const struct err *err;
	struct answer *one;
	struct stop stop = ask->stops.items[*at];

	(void)rest;
	err = interview_undo(ask->interview, NULL, &one);
	if (err && (err->code == ERR_STATE || err->code == ERR_NOT_FOUND ||
	    ask_is_the_forms(err))) {
		ask_say(ask, W_NOTHING_TO_UNDO, NULL, NULL);
		return NULL;
	}
	if (!err)
		err = ask_relist(ask, &stop, at);
	if (!err)
		ask_say(ask, W_BACK_AGAIN, NULL, NULL);
	ask->fresh = true;
	return err ? err : ask_save(ask, &stop);
}

static const struct err *
language(struct ask *ask, struct slice rest, size_t *at)
{
	const struct form *form = ask->interview->package->form;
	struct buf name = BUF_INIT;
	uint64_t number;
	int index;

	(void)at;
	buf_add_slice(&name, rest);
	index = form_language(form, buf_str(&name));
	if (text_parse_u64(rest, &number) && number >= 1 &&
	    number <= form->language_count)
		index = (int)number - 1;
	buf_free(&name);
	if (index < 0 || rest.len == 0) {
		for (size_t i = 0; i < form->language_count; i++)
			ask_print("  %zu) %s\n", i + 1, form->languages[i]);
		ask_say(ask, W_LANGUAGE_PICK, NULL, NULL);
		return NULL;
	}
	instance_set_language(ask->instance, (size_t)index);
	if (form->language_count > 1)
		ask->language = language_of(form->languages[index]);
	ask->shown_count = 0;
	ask->fresh = true;
	return NULL;
}

static const struct err *
slip(struct ask *ask, struct slice rest, size_t *at)
{
	struct arena *arena = arena_new();
	struct slip made;
	struct buf text = BUF_INIT;

	(void)rest;
	(void)at;
	slip_of(&made, arena, ask->interview);
	slip_write(&text, &made, ask->language);
	ask_print("%s", buf_str(&text));
	buf_free(&text);
	arena_free(arena);
	ask->fresh = true;
	return NULL;
}

/* ---- which it is ---- */

static const struct { const char *english, *french; command run; } words[] = {
	{ "sections", "parties", sections },
	{ "undo", "annuler", undo },
	{ "language", "langue", language },
	{ "end", "fin", go_to_end },
	{ "slip", "fiche", slip }
};

/* ":sections", ":s 3", in any of the languages: the first that begins so. */
static const struct err *
colon(struct ask *ask, struct slice rest, size_t *at)
{
	size_t len = 0;
	struct slice tail;

	while (len < rest.len && rest.data[len] != ' ')
		len++;
	tail = text_trim(slice_of(rest.data + len, rest.len - len));
	for (size_t i = 0; len > 0 && i < sizeof(words) / sizeof(*words); i++)
		if (strncmp(ask->language == FRENCH ? words[i].french :
		    words[i].english, (const char *)rest.data, len) == 0)
			return words[i].run(ask, tail, at);
	for (size_t i = 0; len > 0 && i < sizeof(words) / sizeof(*words); i++)
		if (strncmp(ask->language == FRENCH ? words[i].english :
		    words[i].french, (const char *)rest.data, len) == 0)
			return words[i].run(ask, tail, at);
	ask_say(ask, W_ASK_MORE, NULL, NULL);
	return NULL;
}

/* tail: something may stand behind the sign. */
static const struct { char sign; bool tail; command run; } signs[] = {
	{ 'q', false, stop_here }, { '<', false, go_back },
	{ '?', false, help }, { '>', true, jump }, { '!', true, remark },
	{ ':', true, colon }
};

const struct err *
ask_command(struct ask *ask, size_t *at, bool *done)
{
	struct slice line = text_trim(buf_slice(&ask->line));
	const struct stop *stop = &ask->stops.items[*at];
	uint64_t number;

	*done = false;
	/* ">2" at a repeat is its second instance, unless a jump has found. */
	if (stop->kind == STOP_ADD && ask->found_count == 0 && line.len > 1 &&
	    line.data[0] == '>' && text_parse_u64(slice_of(line.data + 1,
	    line.len - 1), &number))
		return NULL;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (line.len == 0 || line.data[0] != signs[i].sign ||
		    (line.len > 1 && !signs[i].tail))
			continue;
		*done = true;
		return signs[i].run(ask, text_trim(slice_of(line.data + 1,
		    line.len - 1)), at);
	}
	return NULL;
}
