#include <stdio.h>
#include <string.h>

#include "collector/ask.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

void
ask_say(const struct ask *ask, enum word word, const char *a, const char *b)
{
	word_say(stdout, ask->language, word, a ? a : "", b ? b : "",
	    (char *)NULL);
}

bool
ask_read(struct ask *ask)
{
	fputs("> ", stdout);
	fflush(stdout);
	buf_reset(&ask->line);
	if (platform_read_line(&ask->line)) {
		/* A pipe shows nothing of what it says. */
		if (!platform_is_terminal(stdin))
			printf("%s\n", buf_str(&ask->line));
		return true;
	}
	putchar('\n');
	ask->stopped = ask->input_ended = true;
	return false;
}

enum { SCREEN_COLUMNS = 78 };

/* A long text is broken at words on a screen; a pipe gets it as it is. */
static void
print_lines(const char *before, const char *text, const char *after)
{
	struct buf lines = BUF_INIT, whole = BUF_INIT;

	buf_addf(&whole, "%s%s", text, after);
	if (platform_is_terminal(stdout))
		text_wrap(&lines, buf_slice(&whole), SCREEN_COLUMNS, before);
	else
		buf_addf(&lines, "%s%s", before, buf_str(&whole));
	printf("%s\n", buf_str(&lines));
	buf_free(&whole);
	buf_free(&lines);
}

static const struct err *
print_text(struct ask *ask, const struct answer *answer,
    const struct texts *texts, const char *before)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	if (texts->by_language == NULL)
		return NULL;
	err = instance_text(ask->instance, &text, answer, texts);
	if (!err && text.len > 0)
		print_lines(before, buf_str(&text), "");
	buf_free(&text);
	return err;
}

static bool
was_shown(const struct ask *ask, const struct answer *answer)
{
	for (size_t i = 0; i < ask->shown_count; i++)
		if (ask->shown[i] == answer)
			return true;
	return false;
}

static size_t
instance_number(const struct answer *one)
{
	const struct answer *parent = answer_parent(one);
	size_t i = 0;

	while (instance_repeat_at(parent, one->item, i) != one)
		i++;
	return i + 1;
}

static const struct err *
print_title(struct ask *ask, const struct answer *group)
{
	const struct err *err = NULL;
	struct buf label = BUF_INIT;

	if (group->item->label.by_language != NULL)
		err = instance_text(ask->instance, &label, group,
		    &group->item->label);
	if (!err && group->item->kind == ITEM_REPEAT) {
		if (label.len == 0)
			buf_add(&label, group->item->name);
		putchar('\n');
		ask_say(ask, W_INSTANCE, buf_str(&label),
		    session_number(ask->session, instance_number(group)));
	} else if (!err && label.len > 0) {
		printf("\n== %s\n", buf_str(&label));
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

/* The answer as people read it. */
static void
print_now(struct ask *ask, const struct answer *answer)
{
	struct buf text = BUF_INIT;
	struct reading reading = ask_reading(ask);

	reading_show(&text, &reading, answer, ask->options);
	if (text.len > 0) {
		fputs("  ", stdout);
		ask_say(ask, W_NOW, buf_str(&text), NULL);
	}
	buf_wipe(&text);
}

static void
print_option(const struct ask *ask, size_t i)
{
	printf("  %zu) %s\n", i + 1, options_at(ask->options, i)->label);
}

static void
print_options(const struct ask *ask)
{
	size_t count = options_count(ask->options);

	if (count > ASK_SHOWN_MAX) {
		fputs("  ", stdout);
		ask_say(ask, W_LONG_LIST, session_number(ask->session, count),
		    NULL);
		return;
	}
	for (size_t i = 0; i < count; i++)
		print_option(ask, i);
}

void
ask_search(struct ask *ask, struct slice word)
{
	size_t found[ASK_SHOWN_MAX];
	size_t count = options_search(ask->options, word, found,
	    ASK_SHOWN_MAX);
	size_t shown = count > ASK_SHOWN_MAX ? ASK_SHOWN_MAX : count;
	struct buf asked = BUF_INIT;

	for (size_t i = 0; i < shown; i++)
		print_option(ask, found[i]);
	fputs("  ", stdout);
	buf_add_slice(&asked, word);
	if (count == 0)
		ask_say(ask, W_FOUND_NONE, buf_str(&asked), NULL);
	else
		ask_say(ask, count > shown ? W_FOUND_MORE : W_FOUND,
		    session_number(ask->session, count > shown ?
		    count - shown : count), NULL);
	buf_free(&asked);
}

static const struct err *
print_question(struct ask *ask, const struct answer *answer)
{
	const struct err *err = NULL;
	const struct item *item = answer->item;
	struct buf label = BUF_INIT;

	options_free(ask->options);
	ask->options = NULL;
	if (item->label.by_language != NULL)
		err = instance_text(ask->instance, &label, answer,
		    &item->label);
	if (!err && label.len == 0)
		buf_add(&label, item->name);
	if (!err) {
		putchar('\n');
		print_lines("", buf_str(&label),
		    answer->required ? " *" : "");
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
	if (stop->repeat->label.by_language != NULL &&
	    instance_text(ask->instance, &label, stop->answer,
	    &stop->repeat->label) != NULL)
		buf_reset(&label);
	if (label.len == 0)
		buf_add(&label, stop->repeat->name);
	putchar('\n');
	ask_say(ask, count ? W_ADD_ANOTHER : W_ADD_FIRST, buf_str(&label),
	    NULL);
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
	if (ask->options != NULL && stop->kind == STOP_QUESTION) {
		static const enum word how[] = { [Q_SELECT_ONE] = W_CHOOSE_ONE,
			[Q_SELECT_MULTIPLE] = W_CHOOSE_MANY,
			[Q_RANK] = W_RANK_ALL };
		enum question_type type = stop->answer->item->type;

		print_options(ask);
		if (type == Q_SELECT_ONE || type == Q_SELECT_MULTIPLE ||
		    type == Q_RANK)
			printf("  (%s)\n", word_text(ask->language, how[type]));
	}
	print_now(ask, stop->answer);
	return NULL;
}

const struct err *
ask_show_help(struct ask *ask, const struct stop *stop)
{
	const struct err *err = NULL;

	ask_say(ask, W_ASK_HELP, NULL, NULL);
	if (stop->kind == STOP_QUESTION)
		err = print_text(ask, stop->answer,
		    &stop->answer->item->guidance, "  ");
	return err;
}
