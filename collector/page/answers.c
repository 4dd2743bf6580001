/* answers.c - what the form of a page brought becomes answers. */
#include <string.h>

#include "collector/page/was.h"
#include "collector/page/widget_parts.h"
#include "kit/base/mem.h"

/* The names that were picked, or the text that was typed, for one question. */
struct brought {
	const char **values;
	size_t count;
};

static struct brought
gather(struct sheet *sheet, const char *path)
{
	const struct web_request *request = sheet->view->request;
	const char *name = arena_printf(request->arena, "a:%s", path);
	const struct web_field *first = web_field(&request->form, name);
	struct brought b = { NULL, 0 };

	for (const struct web_field *f = first; f != NULL;
	    f = web_next(&request->form, f))
		b.count++;
	b.values = arena_alloc_n(request->arena, b.count + 1,
	    sizeof(*b.values));
	b.count = 0;
	for (const struct web_field *f = first; f != NULL;
	    f = web_next(&request->form, f))
		b.values[b.count++] = f->value;
	return b;
}

/* Names of choices that the form has, if not here and now; else nothing. */
static bool
join_known(struct buf *out, const struct item *item, const struct brought *b)
{
	bool known = item->list != NULL && item->type != Q_RANK &&
	    (item->type != Q_SELECT_ONE || b->count == 1);

	for (size_t i = 0; i < b->count && known; i++)
		known = choice_list_find(item->list, b->values[i]) != NULL;
	for (size_t i = 0; i < b->count && known; i++)
		buf_addf(out, "%s%s", i > 0 ? " " : "", b->values[i]);
	return known;
}

/* What cannot be an answer is kept as it was typed, and flagged. */
static const struct err *
read_one(struct buf *out, struct sheet *sheet, struct answer *answer,
    const struct brought *b)
{
	const struct reading reading = { sheet->view->language, NULL };
	const struct err *err;
	struct options *options = NULL;
	const char *typed = b->count > 0 ? b->values[0] : "";

	if (!options_offered(answer->item)) {
		err = reading_value(out, &reading, answer, NULL,
		    slice_str(typed));
		if (err && err->code == ERR_FORMAT)
			buf_add(out, typed);
		return err && err->code != ERR_FORMAT ? err : NULL;
	}
	err = options_of(&options, sheet->instance, answer);
	if (!err)
		err = reading_picked(out, answer, options, b->values,
		    b->count);
	options_free(options);
	if (!err || err->code != ERR_FORMAT)
		return err;
	/* It was offered when the page was made: kept, and flagged. */
	if (!join_known(out, answer->item, b))
		buf_add(out, answer_value(answer));
	return NULL;
}

/* The answer that was brought, or why there is none: for interview_say(). */
static const struct err *
read_said(struct buf *out, struct sheet *sheet, struct answer *answer,
    const char *path)
{
	const struct err *err;
	struct brought brought = gather(sheet, path);
	struct buf value = BUF_INIT;
	const char *way;

	err = read_one(&value, sheet, answer, &brought);
	way = beside_way(sheet, answer, path, buf_str(&value));
	if (way != NULL)
		buf_add(out, way);
	else
		buf_addf(out, "=%s", buf_str(&value));
	buf_wipe(&value);
	return err;
}

/* What stands is not known to who says something else: both stay. */
static const struct err *
say(struct sheet *sheet, struct answer *answer, const struct was *was,
    const char *said, bool remark)
{
	struct interview *iv = &sheet->open->interview;
	struct buf now = BUF_INIT;
	const struct err *err;
	bool same;

	if (remark)
		buf_addf(&now, "%c%s", INTERVIEW_SAID_REMARK,
		    interview_remark(iv, answer));
	else
		interview_said(&now, iv, answer);
	same = !strcmp(buf_str(&now), said);
	buf_wipe(&now);
	if (same)
		return NULL;
	if (was_other(sheet, was, answer, remark))
		return was_shown(was, said) ? NULL :
		    was_unkept(sheet, was->path, said);
	was_wrote(sheet, was->path, remark);
	err = interview_say(iv, answer, said);
	/* Who knows of both has chosen. */
	return err ? err : interview_set_unkept(iv, was->path, NULL, remark);
}

static const struct err *
take_value(struct sheet *sheet, struct answer *answer, const struct was *was)
{
	const struct err *err;
	struct buf said = BUF_INIT;

	err = read_said(&said, sheet, answer, was->path);
	if (!err)
		err = say(sheet, answer, was, buf_str(&said), false);
	buf_wipe(&said);
	return err;
}

/* It comes as bytes; that there is none, as for any question. */
static const struct err *
take_file(struct sheet *sheet, struct answer *answer, const struct was *was)
{
	struct arena *arena = sheet->view->request->arena;
	const struct err *err = file_take(sheet, answer, was);
	const char *value = answer_value(answer);
	const char *way = beside_way(sheet, answer, was->path, value);

	return err ? err : say(sheet, answer, was, way ? way :
	    arena_printf(arena, "=%s", value), false);
}

static const struct err *
take_remark(struct sheet *sheet, struct answer *answer, const struct was *was)
{
	const struct err *err = NULL;
	const char *text = beside_remark(sheet, was->path);

	if (text != NULL)
		err = say(sheet, answer, was, arena_printf(
		    sheet->view->request->arena, "%c%s",
		    INTERVIEW_SAID_REMARK, text), true);
	return err;
}

static const struct err *
take_one(struct sheet *sheet, const struct was *was)
{
	const struct err *err;
	struct answer *answer = instance_find(sheet->instance, was->path);
	struct brought brought;

	/* It went away meanwhile: with its repeat, in another window. */
	if (answer == NULL) {
		brought = gather(sheet, was->path);
		return was_gone(sheet, was, brought.values, brought.count,
		    beside_remark(sheet, was->path));
	}
	if (answer->item->kind != ITEM_QUESTION || answer->calculated ||
	    answer->readonly)
		return NULL;
	err = file_is_asked(answer->item) ? take_file(sheet, answer, was) :
	    take_value(sheet, answer, was);
	if (!err)
		err = take_remark(sheet, answer, was);
	return err_in(err, "%s", was->path);
}

const struct err *
answers_take(struct sheet *sheet)
{
	const struct web_request *request = sheet->view->request;
	const struct err *err = NULL;

	for (const struct web_field *q = web_field(&request->form, "q");
	    q && !err; q = web_next(&request->form, q)) {
		struct was was = was_read(request->arena, q->value);

		err = take_one(sheet, &was);
	}
	return err;
}
