/* was.c - see was.h. */
#include "collector/page/was.h"

#include <string.h>

#include "collector/page/widget_parts.h"
#include "kit/base/mem.h"

/* ---- a few characters that tell one text from another ---- */

static uint64_t
digest_of(const char *text)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (; *text != '\0'; text++)
		hash = (hash ^ (uint8_t)*text) * 0x100000001b3u;
	return hash ^ hash >> 32;
}

static void
write_digest(char out[WAS_CHARS + 1], const char *text)
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuv"
	    "wxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
	uint64_t hash = digest_of(text);

	for (size_t i = 0; i < WAS_CHARS; i++, hash >>= 6)
		out[i] = digits[hash & 63];
	out[WAS_CHARS] = '\0';
}

static void
digest_said(char out[WAS_CHARS + 1], const struct interview *iv,
    const struct answer *answer)
{
	struct buf said = BUF_INIT;

	interview_said(&said, iv, answer);
	write_digest(out, buf_str(&said));
	buf_wipe(&said);
}

/* A remark as interview_say() takes it. */
static void
digest_remark(char out[WAS_CHARS + 1], const struct interview *iv,
    const struct answer *answer)
{
	struct buf said = BUF_INIT;

	buf_addf(&said, "%c%s", INTERVIEW_SAID_REMARK,
	    interview_remark(iv, answer));
	write_digest(out, buf_str(&said));
	buf_wipe(&said);
}

/* ---- what a page says ---- */

void
was_add(struct buf *out, const struct interview *iv,
    const struct answer *answer, const char *path)
{
	char text[WAS_CHARS + 1];

	digest_said(text, iv, answer);
	html_add(out, "%s %s", path, text);
	if (interview_remark(iv, answer)[0] == '\0')
		return;
	digest_remark(text, iv, answer);
	buf_add(out, text);
}

struct was
was_read(struct arena *arena, const char *value)
{
	size_t len = strcspn(value, " ");
	const char *at = value + len + (value[len] == ' ');
	struct was was = { .path = arena_strndup(arena, value, len) };

	if (strlen(at) < WAS_CHARS)
		return was;
	memcpy(was.said, at, WAS_CHARS);
	if (strlen(at) == 2 * WAS_CHARS)
		memcpy(was.remark, at + WAS_CHARS, WAS_CHARS);
	else
		write_digest(was.remark, "#");
	return was;
}

bool
was_find(struct was *out, const struct sheet *sheet, const char *path)
{
	const struct web_request *request = sheet->view->request;

	for (const struct web_field *q = web_field(&request->form, "q");
	    q != NULL; q = web_next(&request->form, q)) {
		*out = was_read(request->arena, q->value);
		if (!strcmp(out->path, path))
			return true;
	}
	return false;
}

/* ---- who wrote what ---- */

static uint64_t
name_of(const char *path, bool remark)
{
	uint64_t hash = digest_of(path);

	return remark ? ~hash : hash;
}

static struct writer *
writer_of(const struct open *open, uint64_t name)
{
	for (size_t i = 0; i < open->writer_count; i++)
		if (open->writers[i].name == name)
			return &open->writers[i];
	return NULL;
}

void
was_wrote(struct sheet *sheet, const char *path, bool remark)
{
	struct open *open = sheet->open;
	uint64_t name = name_of(path, remark);
	struct writer *writer = writer_of(open, name);
	void *writers = open->writers;

	if (writer == NULL) {
		mem_grow(&writers, &open->writer_capacity,
		    open->writer_count + 1, sizeof(*open->writers));
		open->writers = writers;
		writer = &open->writers[open->writer_count++];
		writer->name = name;
	}
	writer->window = digest_of(view_field(sheet->view, "window"));
}

bool
was_other(const struct sheet *sheet, const struct was *was,
    const struct answer *answer, bool remark)
{
	const struct writer *writer = writer_of(sheet->open,
	    name_of(was->path, remark));
	const char *shown = remark ? was->remark : was->said;
	char now[WAS_CHARS + 1];

	if (shown[0] == '\0' || (writer != NULL && writer->window ==
	    digest_of(view_field(sheet->view, "window"))))
		return false;
	if (remark)
		digest_remark(now, &sheet->open->interview, answer);
	else
		digest_said(now, &sheet->open->interview, answer);
	return strcmp(now, shown) != 0;
}

bool
was_shown(const struct was *was, const char *said)
{
	char text[WAS_CHARS + 1];

	write_digest(text, said);
	return !strcmp(text, said[0] == INTERVIEW_SAID_REMARK ? was->remark :
	    was->said);
}

/* ---- what could not be kept ---- */

/* The same once more, from a window that sends all it has, is no news. */
const struct err *
was_unkept(struct sheet *sheet, const char *path, const char *said)
{
	struct interview *iv = &sheet->open->interview;
	bool remark = said[0] == INTERVIEW_SAID_REMARK;
	const char *before = interview_unkept(iv, path, remark);

	if (before != NULL && !strcmp(before, said))
		return NULL;
	sheet->unkept = true;
	return interview_set_unkept(iv, path, said, remark);
}

const struct item *
was_item(const struct sheet *sheet, const char *path)
{
	struct buf names = BUF_INIT;
	const struct item *item;

	buf_addf(&names, "%s/", instance_root(sheet->instance)->item->path);
	for (; *path != '\0'; path++)
		if (*path == '[')
			path += strcspn(path, "]");
		else
			buf_add_byte(&names, (uint8_t)*path);
	item = form_item(instance_form(sheet->instance), buf_str(&names));
	buf_free(&names);
	return item != NULL && item->kind == ITEM_QUESTION ? item : NULL;
}

/* As an answer of its own would be, had it one. */
static const struct err *
read_gone(struct buf *said, const struct sheet *sheet,
    const struct item *item, const char *const *values, size_t count)
{
	const struct reading reading = { sheet->view->language, NULL };
	const struct answer answer = { .item = item };
	const struct err *err = NULL;

	buf_add(said, "=");
	if (options_offered(item) || count == 0) {
		for (size_t i = 0; i < count; i++)
			buf_addf(said, "%s%s", i > 0 ? " " : "", values[i]);
		return NULL;
	}
	err = reading_value(said, &reading, &answer, NULL,
	    slice_str(values[0]));
	if (err && err->code == ERR_FORMAT) {
		buf_add(said, values[0]);
		err = NULL;
	}
	return err;
}

const struct err *
was_gone(struct sheet *sheet, const struct was *was,
    const char *const *values, size_t count, const char *remark)
{
	const struct err *err = NULL;
	const struct item *item = was_item(sheet, was->path);
	struct buf said = BUF_INIT;

	/* No page of ours, or what nobody could type. */
	if (item == NULL || was->said[0] == '\0' || file_is_asked(item))
		return NULL;
	if (remark != NULL) {
		buf_addf(&said, "%c%s", INTERVIEW_SAID_REMARK, remark);
		if (said.len > 1 && !was_shown(was, buf_str(&said)))
			err = was_unkept(sheet, was->path, buf_str(&said));
	}
	buf_reset(&said);
	if (!err)
		err = read_gone(&said, sheet, item, values, count);
	if (!err && said.len > 1 && !was_shown(was, buf_str(&said)))
		err = was_unkept(sheet, was->path, buf_str(&said));
	buf_wipe(&said);
	return err;
}
