/*
 * widget_media.c - pictures and sounds that the form itself has, beside a
 * question or a choice: its columns "image", "image::Français (fr)", ... The
 * bytes came with the form; nothing else of it is served.
 */
#include <string.h>

#include "collector/page/sniff.h"
#include "collector/page/widget_parts.h"

/* "image::Français (fr)", "media::image": 2 for the language that is read. */
static int
fits(const struct widget *w, const char *heading, const char *kind)
{
	const struct form *form = instance_form(w->sheet->instance);
	const char *language = form->languages[
	    instance_language(w->sheet->instance)];
	size_t len = strlen(kind);

	if (!strncmp(heading, "media::", 7))
		heading += 7;
	if (strncmp(heading, kind, len) != 0)
		return 0;
	heading += len;
	if (*heading == '\0')
		return 1;
	heading += strspn(heading, ":");
	return strcmp(heading, language) == 0 ? 2 : 0;
}

/* The cell of the column that fits best; "" when there is none. */
static const char *
best(const struct widget *w, const char *const *names,
    const char *const *cells, size_t step, size_t count, const char *kind)
{
	const char *found = "";
	int how = 0;

	for (size_t i = 0; i < count; i++) {
		int now = fits(w, names[i * step], kind);

		if (now > how && cells[i * step][0] != '\0') {
			how = now;
			found = cells[i * step];
		}
	}
	return found;
}

static const struct attachment *
find(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->attachment_count; i++)
		if (!strcmp(form->attachments[i].name, name))
			return &form->attachments[i];
	return NULL;
}

static const char *
type_of(const struct attachment *a)
{
	return a == NULL ? NULL : sniff_type(slice_of(a->bytes, a->len));
}

/* The address of a file of the form, of that type; NULL: there is none. */
static const char *
address(struct widget *w, const char *name, const char *type)
{
	const struct form *form = instance_form(w->sheet->instance);
	const char *is = name[0] != '\0' ? type_of(find(form, name)) : NULL;
	const struct interview *iv = &w->sheet->open->interview;
	struct buf url = BUF_INIT;
	char version[HASH_TEXT_MAX];
	const char *kept;

	if (is == NULL || strncmp(is, type, strlen(type)) != 0)
		return NULL;
	hash_text(version, &iv->package->version);
	buf_addf(&url, "/interview/%s/media?of=%.12s&name=", iv->response.id,
	    version);
	html_url(&url, name);
	kept = arena_slice(w->arena, buf_slice(&url));
	buf_free(&url);
	return kept;
}

void
widget_question_media(struct widget *w)
{
	static const struct {
		const char *kind, *type, *before, *after;
	} kinds[] = {
		{ "image", "image/", "<img class=\"media\" alt=\"\" src=\"",
		    "\">" },
		{ "audio", "audio/", "<audio controls preload=\"none\" src=\"",
		    "\"" },
		{ "video", "video/", "<video controls preload=\"metadata\" "
		    "src=\"", "\"" }
	};
	const char *const *pairs = w->item->others;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *url;

		if (w->item->other_count == 0)
			return;
		url = address(w, best(w, pairs, pairs + 1, 2,
		    w->item->other_count, kinds[i].kind), kinds[i].type);
		if (url == NULL)
			continue;
		buf_add(w->out, kinds[i].before);
		html_add(w->out, "%s", url);
		buf_add(w->out, kinds[i].after);
		if (i > 0)
			html_add(w->out, " aria-label=\"%s\"></%s>",
			    view_word(w->view, SAY_MEDIA_PLAY), kinds[i].kind);
		buf_add(w->out, "\n");
	}
}

void
widget_choice_image(struct widget *w, const char *name)
{
	const struct choice_list *list = w->item->list;
	const struct choice *choice;
	const char *url;

	if (list == NULL || list->from_file || list->extra_count == 0)
		return;
	choice = choice_list_find(list, name);
	if (choice == NULL)
		return;
	url = address(w, best(w, list->extra_names, choice->extra, 1,
	    list->extra_count, "image"), "image/");
	/* The label beside it says what it shows. */
	if (url != NULL)
		html_add(w->out, "<img alt=\"\" src=\"%s\">", url);
}

const struct err *
media_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const char *name = web_value(&request->query, "name");
	const struct attachment *file;
	const struct err *err;
	struct open *open;

	err = open_interview(&open, view.page, request->segments[0]);
	if (err)
		return err;
	file = name ? find(open->interview.package->form, name) : NULL;
	if (type_of(file) == NULL)
		return err_new(ERR_NOT_FOUND, "no such picture");
	reply->type = type_of(file);
	reply->lasting = true;
	buf_append(view.out, file->bytes, file->len);
	return NULL;
}
