/* background.c - the parent's side of background.h. */
#include "collector/background.h"

#include <stdlib.h>
#include <string.h>

#include "collector/background_parts.h"
#include "kit/base/arena.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

const char *const background_works[BACKGROUND_WORK_COUNT] = {
	[BACKGROUND_SYNC] = "sync", [BACKGROUND_STICK] = "stick",
	[BACKGROUND_DRAFTS] = "drafts", [BACKGROUND_BACKUP] = "backup",
	[BACKGROUND_DOCTOR] = "doctor"
};

const char *const background_kinds[SAID_COUNT] = {
	[SAID_LINE] = "line", [SAID_WARNING] = "warning",
	[SAID_FAILURE] = "failure", [SAID_GOOD] = "good",
	[SAID_NOTE] = "note", [SAID_MENDED] = "mended", [SAID_BAD] = "bad"
};

enum { LINE_BYTES_MAX = 1 << 16, READS_MAX = 64 };

struct background {
	struct platform_child *child;
	struct arena *arena;		/* of the lines */
	struct buf heard;
	size_t capacity;
	struct background_news news;
};

/* ---- starting ---- */

static void
write_plan(struct buf *out, const struct background_plan *plan,
    const struct store *store)
{
	struct json *json = json_new_object();

	json_put_string(json, "work", background_works[plan->work]);
	json_put_string(json, "language", language_code(plan->language));
	json_put_string(json, "store", store_folder(store));
	if (plan->hub != NULL)
		json_put_string(json, "hub", plan->hub);
	if (plan->hub_user != NULL)
		json_put_string(json, "hub_user", plan->hub_user);
	if (plan->from != NULL)
		json_put_string(json, "from", plan->from);
	if (plan->file != NULL)
		json_put_string(json, "file", plan->file);
	json_write(out, json);
	buf_add_byte(out, '\n');
	json_free(json);
}

static const struct err *
hand_over(struct background *b, const struct background_plan *plan,
    const struct store *store)
{
	struct buf text = BUF_INIT;
	const struct err *err;

	write_plan(&text, plan, store);
	buf_add_hex(&text, slice_of(store_key(store)->bytes, KEY_BYTES));
	buf_add_byte(&text, '\n');
	for (int i = 0; i < BACKGROUND_SECRET_COUNT; i++) {
		buf_add_hex(&text, plan->secrets[i]);
		buf_add_byte(&text, '\n');
	}
	err = platform_child_write(b->child, buf_slice(&text));
	buf_wipe(&text);
	return err;
}

static const struct err *
spawn(struct background *b)
{
	struct buf program = BUF_INIT;
	const char *arguments[] = { NULL, BACKGROUND_WORD, NULL };
	const struct err *err = platform_program(&program);

	arguments[0] = buf_str(&program);
	if (!err)
		err = platform_spawn(&b->child, arguments);
	/* A newer one was put in its place. */
	if (err && err->code == ERR_NOT_FOUND)
		err = err_new(ERR_STATE, "%s: the program is not there any "
		    "more; quit, and start it again", buf_str(&program));
	buf_free(&program);
	return err;
}

const struct err *
background_start(struct background **out, const struct background_plan *plan,
    struct store *store)
{
	struct background *b = mem_alloc(sizeof(*b));
	const struct err *err;

	*out = NULL;
	b->arena = arena_new();
	b->news.work = plan->work;
	err = spawn(b);
	if (!err)
		err = hand_over(b, plan, store);
	if (err) {
		background_end(b);
		return err;
	}
	*out = b;
	return NULL;
}

/* ---- hearing ---- */

static void
end_with(struct background *b, enum background_state state,
    const struct err *failure)
{
	b->news.state = state;
	if (failure != NULL)
		b->news.failure = *failure;
	b->news.ended_ms = platform_now_ms();
	platform_child_end(b->child);
	b->child = NULL;
}

static void
add_line(struct background *b, enum said how, const char *text)
{
	struct background_news *news = &b->news;
	void *lines = news->lines;

	if (news->count == BACKGROUND_LINES_MAX)
		return;
	mem_grow(&lines, &b->capacity, news->count + 1, sizeof(*news->lines));
	news->lines = lines;
	news->lines[news->count++] = (struct background_line){ how,
		arena_strdup(b->arena, text) };
}

static void
take_moved(struct wire_progress *p, const char *text)
{
	char *end;

	p->upward = strncmp(text, "up ", 3) == 0;
	text += strcspn(text, " ");
	p->bytes = strtoull(text, &end, 10);
	p->done = strtoull(end, &end, 10);
	p->total = strtoull(end, NULL, 10);
}

static void
take_failure(struct background *b, const char *text)
{
	char *message;
	unsigned long code = strtoul(text, &message, 10);

	if (code < ERR_USAGE || code > ERR_INTERNAL)
		code = ERR_INTERNAL;
	end_with(b, BACKGROUND_FAILED, err_new((enum err_code)code, "%s",
	    message + strspn(message, " ")));
}

static void
take_line(struct background *b, const char *line)
{
	size_t word = strcspn(line, " ");
	const char *text = line + word + strspn(line + word, " ");

	if (b->news.state != BACKGROUND_RUNNING)
		return;
	for (int how = 0; how < SAID_COUNT; how++)
		if (strlen(background_kinds[how]) == word &&
		    !strncmp(line, background_kinds[how], word))
			add_line(b, (enum said)how, text);
	if (!strncmp(line, "moved ", 6))
		take_moved(&b->news.moved, text);
	else if (!strcmp(line, "done"))
		end_with(b, BACKGROUND_DONE, NULL);
	else if (!strncmp(line, "failed ", 7))
		take_failure(b, text);
}

/* Whole lines; the rest waits for its end. */
static void
take_lines(struct background *b)
{
	size_t at = 0;

	for (;;) {
		uint8_t *start = b->heard.data + at;
		uint8_t *end = at < b->heard.len ?
		    memchr(start, '\n', b->heard.len - at) : NULL;

		if (end == NULL)
			break;
		*end = '\0';
		if (end > start && end[-1] == '\r')
			end[-1] = '\0';
		at += (size_t)(end - start) + 1;
		take_line(b, (const char *)start);
	}
	if (at > 0) {
		memmove(b->heard.data, b->heard.data + at, b->heard.len - at);
		b->heard.len -= at;
	}
}

const struct background_news *
background_hear(struct background *b)
{
	enum platform_heard heard = HEARD_BYTES;

	for (int i = 0; i < READS_MAX && heard == HEARD_BYTES &&
	    b->child != NULL; i++) {
		heard = platform_child_read(b->child, &b->heard, 0);
		take_lines(b);
		if (b->heard.len > LINE_BYTES_MAX)
			heard = HEARD_END;
	}
	if (heard == HEARD_END && b->news.state == BACKGROUND_RUNNING)
		end_with(b, BACKGROUND_FAILED, err_new(ERR_INTERNAL,
		    "the program that did it has ended before its time"));
	return &b->news;
}

void
background_end(struct background *b)
{
	if (b == NULL)
		return;
	platform_child_end(b->child);
	arena_free(b->arena);
	buf_free(&b->heard);
	mem_free(b->news.lines);
	mem_free(b);
}
