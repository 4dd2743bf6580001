#include "collector/interview/slip.h"

#include <string.h>

#include "formspec/markup.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

enum { SLIP_COLUMNS = 72 };

/* A label as plain text; "" when there is none, or it cannot be worked out. */
static const char *
label_of(struct arena *arena, struct interview *iv,
    const struct answer *answer)
{
	struct buf text = BUF_INIT, plain = BUF_INIT;
	const char *out;

	if (answer->item->label.by_language != NULL &&
	    instance_text(iv->instance, &text, answer,
	    &answer->item->label) == NULL)
		markup_plain(&plain, buf_str(&text));
	out = arena_slice(arena, buf_slice(&plain));
	buf_free(&text);
	buf_free(&plain);
	return out;
}

static const struct item *
find_notice(const struct form *form)
{
	const struct item *item = form_item_role(form, "notice");

	for (size_t i = 0; item == NULL && i < form->item_count; i++)
		if (form->items[i]->kind == ITEM_GROUP &&
		    form->items[i] != form->root &&
		    strcmp(form->items[i]->name, "notice") == 0)
			item = form->items[i];
	return item != NULL && item->kind == ITEM_GROUP &&
	    item->repeat == NULL ? item : NULL;
}

static void
add_notes(struct slip *out, struct arena *arena, struct interview *iv,
    const struct answer *parent)
{
	for (const struct answer *a = answer_first(parent); a != NULL;
	    a = answer_next(a)) {
		if (!a->relevant)
			continue;
		if (a->item->kind == ITEM_GROUP)
			add_notes(out, arena, iv, a);
		if (a->item->kind == ITEM_QUESTION &&
		    a->item->type == Q_NOTE &&
		    out->paragraph_count < SLIP_PARAGRAPHS_MAX)
			out->paragraphs[out->paragraph_count++] =
			    label_of(arena, iv, a);
	}
}

static const char *
contact_of(struct arena *arena, struct interview *iv)
{
	const struct item *item = form_item_role(iv->package->form, "contact");
	const struct answer *answer = item == NULL || item->repeat != NULL ?
	    NULL : answer_of(instance_root(iv->instance), item);

	return answer == NULL ? "" :
	    arena_strdup(arena, answer_value(answer));
}

static const char *
day_of(struct arena *arena, const struct interview *iv)
{
	const char *start = interview_kept(iv, ".start");
	int64_t ms = iv->response.created_ms;
	int offset = platform_local_offset_minutes(ms);
	struct civil c;

	if (start != NULL && !moment_parse(slice_str(start), &ms, &offset))
		offset = platform_local_offset_minutes(ms);
	c = civil_from_ms(ms, offset);
	return arena_printf(arena, "%02d/%02d/%04d", c.day, c.month, c.year);
}

void
slip_of(struct slip *out, struct arena *arena, struct interview *iv)
{
	const struct form *form = iv->package->form;
	const struct item *notice = find_notice(form);
	const struct answer *group;

	*out = (struct slip){ .title = form->title[0] != '\0' ? form->title :
	    form->id, .heading = "" };
	out->date = day_of(arena, iv);
	out->contact = contact_of(arena, iv);
	reference_of(out->reference, iv->response.id);
	group = notice == NULL ? NULL :
	    answer_of(instance_root(iv->instance), notice);
	if (group == NULL)
		return;
	out->heading = label_of(arena, iv, group);
	add_notes(out, arena, iv, group);
}

static void
add_lines(struct buf *out, const char *text)
{
	if (text[0] == '\0')
		return;
	text_wrap(out, slice_str(text), SLIP_COLUMNS, "");
	buf_add(out, "\n\n");
}

void
slip_write(struct buf *out, const struct slip *slip, enum language language)
{
	struct buf line = BUF_INIT;
	enum word rights = slip->contact[0] != '\0' ? W_SLIP_RIGHTS :
	    slip->paragraph_count > 0 ? W_SLIP_RIGHTS_NOTICE :
	    W_SLIP_RIGHTS_ASK;

	add_lines(out, slip->title);
	word_add(&line, language, W_SLIP_REFERENCE, slip->reference,
	    slip->date, (char *)NULL);
	add_lines(out, buf_str(&line));
	buf_reset(&line);
	word_add(&line, language, rights, slip->reference, slip->contact,
	    (char *)NULL);
	add_lines(out, buf_str(&line));
	add_lines(out, slip->heading);
	for (size_t i = 0; i < slip->paragraph_count; i++)
		add_lines(out, slip->paragraphs[i]);
	if (out->len > 0)
		out->data[--out->len] = '\0';
	buf_free(&line);
}
