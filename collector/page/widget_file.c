/*
 * widget_file.c - photos, recordings, files: sealed as they come, shown again
 * from what is sealed. What they are is told by their bytes: nothing that a
 * browser could run is ever shown in a page.
 */
#include <string.h>

#include "collector/interview/attachment.h"
#include "collector/page/sniff.h"
#include "collector/page/was.h"
#include "collector/page/widget_parts.h"
#include "kit/base/text.h"
#include "kit/exchange/attachment.h"

enum { KB = 1 << 10, MB = 1 << 20, DIGEST_CHARS = 12 };

/* What each question takes: by the end of its name, as it will be noted. */
static const struct {
	enum question_type type;
	const char *kind, *accept, *capture;
	enum phrase wrong;
} kinds[] = {
	{ Q_IMAGE, "image/", "image/*", "", SAY_FILE_NO_IMAGE },
	{ Q_AUDIO, "audio/", "audio/*", "", SAY_FILE_NO_AUDIO },
	{ Q_VIDEO, "video/", "video/*", "", SAY_FILE_NO_VIDEO },
	{ Q_FILE, "", "", "", SAY_FILE_NO_NAME }
};

enum { KIND_COUNT = sizeof(kinds) / sizeof(kinds[0]) };

static size_t
kind_of(const struct item *item)
{
	size_t i = 0;

	while (i < KIND_COUNT && kinds[i].type != item->type)
		i++;
	return i;
}

bool
file_is_asked(const struct item *item)
{
	return item->kind == ITEM_QUESTION && kind_of(item) < KIND_COUNT;
}

/* ---- what is there ---- */

/* Which sealed file answers it; false: none that is known. */
static bool
note_of(struct attachment_note *out, const struct interview *iv,
    const struct answer *answer)
{
	struct buf path = BUF_INIT;
	const char *text;

	buf_add(&path, ATTACHMENT_FIELD);
	answer_path(&path, answer);
	text = interview_kept(iv, buf_str(&path));
	buf_free(&path);
	return text != NULL && attachment_note_read(out, text) == NULL &&
	    slice_equal_str(out->name, answer_value(answer));
}

static const char *
size_text(struct widget *w, uint64_t bytes)
{
	static const struct { uint64_t unit; enum phrase phrase; } units[] = {
		{ MB, SAY_FILE_MB }, { KB, SAY_FILE_KB }, { 1, SAY_FILE_BYTES }
	};
	size_t i = bytes >= MB ? 0 : bytes >= KB ? 1 : 2;
	uint64_t tenths = bytes * 10 / units[i].unit;
	const char *number = i < 2 && tenths < 100 ? arena_printf(w->arena,
	    "%u%c%u", (unsigned)(tenths / 10), w->view->language == FRENCH ?
	    ',' : '.', (unsigned)(tenths % 10)) :
	    arena_printf(w->arena, "%u", (unsigned)(tenths / 10));

	return view_text(w->view, units[i].phrase, number, (char *)NULL);
}

/* Its address changes with its bytes. */
static const char *
address(struct widget *w, const struct attachment_note *note)
{
	struct buf url = BUF_INIT;
	char digest[HASH_TEXT_MAX];
	const char *kept;

	hash_text(digest, &note->hash);
	buf_addf(&url, "/interview/%s/file?of=%.*s&path=",
	    w->sheet->open->interview.response.id, DIGEST_CHARS, digest);
	html_url(&url, w->path);
	kept = arena_slice(w->arena, buf_slice(&url));
	buf_free(&url);
	return kept;
}

static void
put_preview(struct widget *w, const char *url)
{
	if (w->item->type == Q_IMAGE)
		html_add(w->out, "<a href=\"%s\"><img class=\"preview\" "
		    "src=\"%s\" alt=\"%s\"></a>\n", url, url, w->value);
	else if (w->item->type == Q_AUDIO)
		html_add(w->out, "<audio controls preload=\"none\" src=\"%s\" "
		    "aria-label=\"%s\"></audio>\n", url, w->value);
	else if (w->item->type == Q_VIDEO)
		html_add(w->out, "<video controls preload=\"metadata\" "
		    "src=\"%s\" aria-label=\"%s\"></video>\n", url, w->value);
}

static void
put_kept(struct widget *w)
{
	struct attachment_note note;
	const char *url;

	if (attachment_is_broken(&w->sheet->open->interview, w->answer)) {
		buf_add(w->out, "<p class=\"error\">");
		view_say(w->view, SAY_FILE_BROKEN, w->value, (char *)NULL);
		buf_add(w->out, "</p>\n");
	}
	buf_add(w->out, "<div class=\"kept\">\n");
	if (note_of(&note, &w->sheet->open->interview, w->answer)) {
		url = address(w, &note);
		put_preview(w, url);
		html_add(w->out, "<p><a href=\"%s&save=1\" title=\"%s\">%s</a> "
		    "<span class=\"stage\">%s</span></p>\n", url,
		    view_word(w->view, SAY_FILE_OPEN), w->value,
		    size_text(w, note.bytes));
	} else {
		html_add(w->out, "<p>%s</p>\n", w->value);
	}
	html_add(w->out, "<button name=\"do\" class=\"second\" "
	    "id=\"drop-%s\" value=\"drop:%s\">%s</button></div>\n", w->path,
	    w->path, view_word(w->view, SAY_FILE_REMOVE));
}

static void
put_choose(struct widget *w)
{
	const char *limit = arena_printf(w->arena, "%d",
	    ATTACHMENT_BYTES_MAX / MB);
	const char *accept = kinds[kind_of(w->item)].accept;

	html_add(w->out, "<div class=\"upload\" data-limit=\"%zu\" "
	    "data-too-large=\"", (size_t)ATTACHMENT_BYTES_MAX);
	view_say(w->view, SAY_FILE_TOO_LARGE, limit, (char *)NULL);
	html_add(w->out, "\"><label class=\"%s\" for=\"a-%s\">%s</label> "
	    "<input type=\"file\" id=\"a-%s\" name=\"file:%s\"",
	    w->value[0] != '\0' ? "stage" : "aside", w->path,
	    view_word(w->view, w->value[0] != '\0' ? SAY_FILE_REPLACE :
	    SAY_FILE_CHOOSE), w->path, w->path);
	if (accept[0] != '\0')
		html_add(w->out, " accept=\"%s\"", accept);
	buf_add(w->out, w->invalid);
	html_add(w->out, "><span class=\"stage\">");
	view_say(w->view, SAY_FILE_LIMIT, limit, (char *)NULL);
	html_add(w->out, "</span>\n<button name=\"do\" class=\"second "
	    "unscripted\" value=\"keep:%s\">%s</button>\n<progress hidden "
	    "data-own max=\"1\" value=\"0\" aria-labelledby=\"l-%s\">"
	    "</progress></div>\n", w->path, view_word(w->view, SAY_FILE_SEND),
	    w->path);
}

void
widget_file(struct widget *w)
{
	if (w->value[0] != '\0')
		put_kept(w);
	put_choose(w);
}

/* ---- what comes ---- */

/* Some browsers send a whole path; control characters are in no name. */
static const char *
plain_name(struct arena *arena, const char *name)
{
	struct buf out = BUF_INIT;
	const char *kept;

	for (const char *at = name; *at != '\0'; at++)
		if (*at == '/' || *at == '\\')
			name = at + 1;
	for (; *name != '\0'; name++)
		if ((uint8_t)*name >= ' ' && *name != 0x7f)
			buf_add_byte(&out, (uint8_t)*name);
	kept = arena_slice(arena, text_trim(buf_slice(&out)));
	buf_free(&out);
	return kept;
}

static void
refuse(struct sheet *sheet, const char *path, enum phrase why,
    const char *name)
{
	sheet->trouble_at = path;
	sheet->trouble = view_text(sheet->view, why, name, (char *)NULL);
}

static const struct err *
give_upload(void *upload, attachment_taker take, void *to)
{
	return upload_read(upload, take, to);
}

const struct err *
file_take(struct sheet *sheet, struct answer *answer, const struct was *was)
{
	struct view *view = sheet->view;
	const char *path = was->path;
	size_t kind = kind_of(answer->item);
	const struct web_field *file = web_field(&view->request->form,
	    arena_printf(view->request->arena, "file:%s", path));
	const struct err *err;
	const char *name;

	if (file == NULL || file->file_name == NULL ||
	    file->file_name[0] == '\0' || file->upload == NULL)
		return NULL;
	name = plain_name(view->request->arena, file->file_name);
	if (name[0] == '\0' || strlen(name) > ATTACHMENT_NAME_BYTES_MAX) {
		refuse(sheet, path, SAY_FILE_NO_NAME, name);
		return NULL;
	}
	if (strncmp(attachment_kind(name), kinds[kind].kind,
	    strlen(kinds[kind].kind)) != 0) {
		refuse(sheet, path, kinds[kind].wrong, name);
		return NULL;
	}
	/* It is still where it was chosen; the other one is seen first. */
	if (was_other(sheet, was, answer, false)) {
		refuse(sheet, path, SAY_FILE_OTHER, name);
		return NULL;
	}
	err = attachment_set_from(&sheet->open->interview, answer, name,
	    &(struct attachment_source){ upload_bytes(file->upload),
	    give_upload, file->upload });
	was_wrote(sheet, path, false);
	sheet->files_changed = true;
	if (!err || err->code != ERR_FORMAT)
		return err;
	refuse(sheet, path, SAY_FILE_NO_NAME, name);
	return NULL;
}

const struct err *
file_drop(struct sheet *sheet, const char *path)
{
	struct answer *answer = instance_find(sheet->instance, path);
	struct interview *iv = &sheet->open->interview;
	struct buf field = BUF_INIT;
	const struct err *err;

	if (answer == NULL || !file_is_asked(answer->item) ||
	    answer->readonly || answer->calculated)
		return NULL;
	buf_addf(&field, "%s%s", ATTACHMENT_FIELD, path);
	err = instance_set(sheet->instance, answer, "");
	if (!err)
		err = interview_keep(iv, buf_str(&field), NULL);
	sheet->files_changed = true;
	buf_free(&field);
	return err;
}

/* ---- shown again ---- */

static const struct err *
take_chunk(void *data, struct slice chunk)
{
	buf_add_slice(data, chunk);
	return NULL;
}

static const struct err *
show(struct view *view, struct interview *iv, const struct answer *answer)
{
	const struct err *err;
	struct attachment_note note;
	struct slice sealed;
	const char *type;

	if (!note_of(&note, iv, answer))
		return err_new(ERR_NOT_FOUND, "no such file");
	err = store_attachment(&sealed, view->request->arena, view->store,
	    &note.hash);
	if (!err)
		err = attachment_open(sealed, &store_study(view->store)->id,
		    &iv->response.key, take_chunk, view->out);
	if (err)
		return err;
	type = sniff_type(buf_slice(view->out));
	view->reply->type = type ? type : "application/octet-stream";
	if (type == NULL || web_value(&view->request->query, "save") != NULL)
		view->reply->file_name = arena_strdup(view->request->arena,
		    answer_value(answer));
	return NULL;
}

const struct err *
file_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const char *path = web_value(&request->query, "path");
	struct answer *answer;
	const struct err *err;
	struct open *open;

	err = open_interview(&open, view.page, request->segments[0]);
	if (err)
		return err;
	answer = path ? instance_find(open->interview.instance, path) : NULL;
	if (answer == NULL || !file_is_asked(answer->item))
		return err_new(ERR_NOT_FOUND, "no such file");
	return show(&view, &open->interview, answer);
}
