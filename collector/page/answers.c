/* answers.c - what the form of a page brought becomes answers. */
#include <string.h>

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

static const struct err *
take_value(struct sheet *sheet, struct answer *answer, const char *path)
{
	const struct err *err;
	struct brought brought = gather(sheet, path);
	struct buf value = BUF_INIT;

	err = read_one(&value, sheet, answer, &brought);
	if (!err && strcmp(buf_str(&value), answer_value(answer)) != 0)
		err = instance_set(sheet->instance, answer, buf_str(&value));
	buf_wipe(&value);
	return err;
}

static const struct err *
take_one(struct sheet *sheet, const char *path)
{
	const struct err *err;
	struct answer *answer = instance_find(sheet->instance, path);
	enum nonresponse before;

	/* It went away meanwhile: with its repeat, in another window. */
	if (answer == NULL || answer->item->kind != ITEM_QUESTION)
		return NULL;
	if (answer->calculated || answer->readonly)
		return NULL;
	before = interview_nonresponse(&sheet->open->interview, answer);
	err = file_is_asked(answer->item) ? file_take(sheet, answer, path) :
	    take_value(sheet, answer, path);
	if (!err)
		err = beside_take(sheet, answer, path, before);
	return err_in(err, "%s", path);
}

const struct err *
answers_take(struct sheet *sheet)
{
	const struct web_fields *form = &sheet->view->request->form;
	const struct err *err = NULL;

	for (const struct web_field *q = web_field(form, "q"); q && !err;
	    q = web_next(form, q))
		err = take_one(sheet, q->value);
	return err;
}
