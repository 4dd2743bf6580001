/*
 * A form as canonical JSON, written from left to right: what is read is always
 * written again, so that is not the place for a tree. Members stand in the
 * order of their keys; where keys are the form's, they are sorted.
 */
#include <string.h>

#include "formspec/form_json.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

const struct item_key form_item_keys[MEMBER_COUNT] = {
	{ "appearance", FIELD_APPEARANCE },
	{ "calculation", FIELD_CALCULATION },
	{ "choice_filter", FIELD_CHOICE_FILTER },
	{ "choices_from", MEMBER_CHOICES_FROM },
	{ "constraint", FIELD_CONSTRAINT },
	{ "constraint_message", FIELD_CONSTRAINT_MESSAGE },
	{ "default", FIELD_DEFAULT },
	{ "guidance_hint", FIELD_GUIDANCE },
	{ "hint", FIELD_HINT },
	{ "items", MEMBER_ITEMS },
	{ "label", FIELD_LABEL },
	{ "list", MEMBER_LIST },
	{ "name", MEMBER_NAME },
	{ "others", MEMBER_OTHERS },
	{ "parameters", FIELD_PARAMETERS },
	{ "personal", FIELD_PERSONAL },
	{ "readonly", FIELD_READONLY },
	{ "relevant", FIELD_RELEVANT },
	{ "repeat_count", FIELD_REPEAT_COUNT },
	{ "required", FIELD_REQUIRED },
	{ "required_message", FIELD_REQUIRED_MESSAGE },
	{ "role", FIELD_ROLE },
	{ "trigger", FIELD_TRIGGER },
	{ "type", MEMBER_TYPE }
};

/*
 * A text that is written, or one that is at hand and must be the same: it is
 * compared piece by piece then, and none is kept.
 */
struct writer {
	struct buf *out;
	bool compares, differs;
	struct slice rest;		/* what is still to be compared */
};

enum { PIECE_BYTES = 4 << 10 };

static void
compare_front(struct writer *writer, size_t len)
{
	struct slice *rest = &writer->rest;

	if (len > rest->len || memcmp(rest->data, writer->out->data, len) != 0)
		writer->differs = true;
	if (writer->differs)
		return;
	*rest = slice_of(rest->data + len, rest->len - len);
}

/* The last byte stays: on it hangs whether a comma comes next. */
static void
end_piece(struct writer *writer)
{
	struct buf *out = writer->out;
	uint8_t last;

	if (!writer->compares || out->len < PIECE_BYTES)
		return;
	last = out->data[out->len - 1];
	compare_front(writer, out->len - 1);
	buf_reset(out);
	buf_add_byte(out, last);
}

static void
put_texts(struct buf *out, const char *key, const struct form *form,
    const struct texts *texts)
{
	struct json_pair pairs[FORM_LANGUAGES_MAX];
	size_t count = 0;

	if (texts->by_language == NULL)
		return;
	for (size_t i = 0; i < form->language_count; i++)
		if (texts->by_language[i].written != NULL)
			pairs[count++] = (struct json_pair){
			    .key = form->languages[i],
			    .value = texts->by_language[i].written };
	json_write_key(out, key);
	json_write_pairs(out, pairs, count);
}

/* Names and values in turn. */
static void
put_pairs(struct buf *out, const char *key, const char *const *strings,
    size_t count)
{
	struct json_pair *pairs = mem_alloc_n(count, sizeof(*pairs));

	for (size_t i = 0; i < count; i++)
		pairs[i] = (struct json_pair){ .key = strings[2 * i],
		    .value = strings[2 * i + 1] };
	json_write_key(out, key);
	json_write_pairs(out, pairs, count);
	mem_free(pairs);
}

static void
put_names(struct buf *out, const char *key, const char *const *names,
    size_t count)
{
	json_write_key(out, key);
	buf_add_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		json_write_next(out);
		json_write_string(out, slice_str(names[i]));
	}
	buf_add_byte(out, ']');
}

/* ---- lists ---- */

static void
put_extra(struct buf *out, const struct choice_list *list,
    const struct choice *choice)
{
	struct json_pair *pairs = mem_alloc_n(list->extra_count,
	    sizeof(*pairs));
	size_t count = 0;

	for (size_t i = 0; i < list->extra_count; i++)
		if (choice->extra[i][0] != '\0')
			pairs[count++] = (struct json_pair){
			    .key = list->extra_names[i],
			    .value = choice->extra[i] };
	if (count > 0) {
		json_write_key(out, "extra");
		json_write_pairs(out, pairs, count);
	}
	mem_free(pairs);
}

static void
put_choices(struct writer *writer, const struct form *form,
    const struct choice_list *list)
{
	struct buf *out = writer->out;

	json_write_key(out, "choices");
	buf_add_byte(out, '[');
	for (size_t i = 0; i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i];

		json_write_next(out);
		buf_add_byte(out, '{');
		if (list->extra_count > 0)
			put_extra(out, list, choice);
		put_texts(out, "label", form, &choice->label);
		json_write_member(out, "name", choice->name);
		buf_add_byte(out, '}');
		end_piece(writer);
	}
	buf_add_byte(out, ']');
}

/* Those of files are read again from the files. */
static void
put_lists(struct writer *writer, const char *key, const struct form *form,
    const struct choice_list *lists, size_t count)
{
	struct buf *out = writer->out;

	json_write_key(out, key);
	buf_add_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		const struct choice_list *list = &lists[i];

		if (list->from_file)
			continue;
		json_write_next(out);
		buf_add_byte(out, '{');
		put_choices(writer, form, list);
		if (list->external) {
			json_write_key(out, "external");
			buf_add(out, "true");
		}
		if (list->extra_count > 0)
			put_names(out, "extra", list->extra_names,
			    list->extra_count);
		json_write_member(out, "name", list->name);
		buf_add_byte(out, '}');
	}
	buf_add_byte(out, ']');
}

/* ---- items ---- */

static void
put_field(struct buf *out, const struct form *form, const struct field *field,
    struct item *item)
{
	struct buf room = BUF_INIT;
	const char *cell;

	if (field->shape == FIELD_TEXTS) {
		put_texts(out, field->json, form, field_texts(field, item));
		return;
	}
	/* Of most expressions an item has none. */
	if (field->shape == FIELD_EXPR &&
	    field_expr(field, item)->written == NULL)
		return;
	cell = field_cell(&room, field, item);
	if (*cell != '\0' && field->shape == FIELD_FLAG) {
		json_write_key(out, field->json);
		buf_add(out, "true");
	} else if (*cell != '\0') {
		json_write_member(out, field->json, cell);
	}
	buf_free(&room);
}

static void put_items(struct writer *writer, const struct form *form,
    const struct item *parent);

static void
put_member(struct writer *writer, const struct form *form, int member,
    struct item *item)
{
	struct buf *out = writer->out;

	if (member < FIELD_COUNT)
		put_field(out, form, &form_fields[member], item);
	else if (member == MEMBER_TYPE)
		json_write_member(out, "type", item->word);
	else if (member == MEMBER_NAME)
		json_write_member(out, "name", item->name);
	else if (member == MEMBER_LIST && item->list != NULL &&
	    item->type != Q_EXTERNAL)
		json_write_member(out, "list", item->list->name);
	else if (member == MEMBER_CHOICES_FROM && item->itemset.written)
		json_write_member(out, "choices_from", item->itemset.written);
	else if (member == MEMBER_OTHERS && item->other_count > 0)
		put_pairs(out, "others", item->others, item->other_count);
	else if (member == MEMBER_ITEMS && item->kind != ITEM_QUESTION)
		put_items(writer, form, item);
}

/* Depth is limited where forms are read. */
static void
put_items(struct writer *writer, const struct form *form,
    const struct item *parent)
{
	struct buf *out = writer->out;

	json_write_key(out, "items");
	buf_add_byte(out, '[');
	for (struct item *item = parent->first; item; item = item->next) {
		if (item->implied)
			continue;
		json_write_next(out);
		buf_add_byte(out, '{');
		for (size_t i = 0; i < MEMBER_COUNT; i++)
			put_member(writer, form, form_item_keys[i].member,
			    item);
		buf_add_byte(out, '}');
		end_piece(writer);
	}
	buf_add_byte(out, ']');
}

/* ---- entities and files ---- */

static void
put_entity(struct buf *out, struct entity *entity)
{
	struct json_pair pairs[ENTITY_EXPR_COUNT + 2] = {
		{ .key = "list_name", .value = entity->name },
		{ .key = "repeat", .value = entity->repeat } };
	size_t count = entity->repeat != NULL ? 2 : 1;

	for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++)
		if (entity_expr(k, entity)->written != NULL)
			pairs[count++] = (struct json_pair){
			    .key = entity_exprs[k].heading,
			    .value = entity_expr(k, entity)->written };
	json_write_next(out);
	json_write_pairs(out, pairs, count);
}

static void
put_entities(struct buf *out, const struct form *form)
{
	json_write_key(out, "entities");
	buf_add_byte(out, '[');
	for (size_t i = 0; i < form->entity_count; i++)
		put_entity(out, &form->entities[i]);
	buf_add_byte(out, ']');
}

static void
put_file(struct buf *out, const struct attachment *file)
{
	struct slice bytes = slice_of(file->bytes, file->len);
	bool text = text_is_valid(bytes);

	json_write_next(out);
	buf_add_byte(out, '{');
	if (!text) {
		json_write_key(out, "base64");
		buf_add_byte(out, '"');
		buf_add_base64(out, bytes);
		buf_add_byte(out, '"');
	}
	json_write_member(out, "name", file->name);
	if (text) {
		json_write_key(out, "text");
		json_write_string(out, bytes);
	}
	buf_add_byte(out, '}');
}

static void
put_files(struct writer *writer, const struct form *form)
{
	struct buf *out = writer->out;

	json_write_key(out, "files");
	buf_add_byte(out, '[');
	for (size_t i = 0; i < form->attachment_count; i++) {
		put_file(out, &form->attachments[i]);
		end_piece(writer);
	}
	buf_add_byte(out, ']');
}

/* Of tags and entities, which most forms have none of, nothing is said then. */
static void
put_form(struct writer *writer, const struct form *form)
{
	struct buf *out = writer->out;
	bool xform = form->xform != NULL;

	buf_add_byte(out, '{');
	if (!xform && form->entity_count > 0)
		put_entities(out, form);
	put_files(writer, form);
	json_write_member(out, "format", FORM_JSON_FORMAT);
	if (!xform) {
		put_items(writer, form, form->root);
		put_names(out, "languages", form->languages,
		    form->language_count);
		put_lists(writer, "lists", form, form->lists,
		    form->list_count);
		put_pairs(out, "settings", form->settings,
		    form->setting_count);
	}
	if (!xform && form->tag_list_count > 0)
		put_lists(writer, "tags", form, form->tag_lists,
		    form->tag_list_count);
	if (xform)
		json_write_member(out, "xform", form->xform);
	buf_add_byte(out, '}');
}

void
form_write_json(struct buf *out, const struct form *form)
{
	struct writer writer = { .out = out };

	put_form(&writer, form);
}

bool
form_is_json(const struct form *form, struct slice text)
{
	struct buf piece = BUF_INIT;
	struct writer writer = { .out = &piece, .compares = true,
	    .rest = text };

	put_form(&writer, form);
	compare_front(&writer, piece.len);
	buf_free(&piece);
	return !writer.differs && writer.rest.len == 0;
}
