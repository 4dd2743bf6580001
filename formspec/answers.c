#include "formspec/answers.h"

#include <math.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/text.h"

enum { ANSWERS_PATH_BYTES_MAX = 4096 };

/* ---- writing ---- */

static bool write_answer(struct buf *out, const struct answer *answer);

static void
write_key(struct buf *out, bool first, const char *name)
{
	if (!first)
		buf_add_byte(out, ',');
	json_write_string(out, slice_str(name));
	buf_add_byte(out, ':');
}

static void
write_names(struct buf *out, const char *names)
{
	bool first = true;

	buf_add_byte(out, '[');
	while (*names != '\0') {
		size_t len = strcspn(names, " ");

		if (!first)
			buf_add_byte(out, ',');
		first = false;
		json_write_string(out, slice_of(names, len));
		names += len;
		names += *names == ' ';
	}
	buf_add_byte(out, ']');
}

/* All the instances of a repeat, from its first; true: there was one. */
static bool
write_repeat(struct buf *out, const struct answer *first)
{
	bool written = false;

	buf_add_byte(out, '[');
	for (const struct answer *at = first;
	    at != NULL && at->item == first->item; at = answer_next(at)) {
		if (!at->relevant)
			continue;
		if (written)
			buf_add_byte(out, ',');
		/* An instance without answers is there all the same. */
		if (!write_answer(out, at))
			buf_add(out, "{}");
		written = true;
	}
	buf_add_byte(out, ']');
	return written;
}

static bool
write_child(struct buf *out, const struct answer *child, const char *name,
    bool first)
{
	size_t before = out->len;
	bool written;

	write_key(out, first, name);
	written = child->item->kind == ITEM_REPEAT ?
	    write_repeat(out, child) : write_answer(out, child);
	if (!written)
		out->len = before;
	return written;
}

/* What a question has inside, attributes, stands beside it: "name/@unit". */
static bool
write_attributes(struct buf *out, const struct answer *question, bool first)
{
	const struct answer *at = answer_first(question);
	bool any = false;

	for (; at != NULL; at = answer_next(at)) {
		struct buf key = BUF_INIT;

		buf_addf(&key, "%s/%s", question->item->name, at->item->name);
		any = write_child(out, at, buf_str(&key), first && !any) ||
		    any;
		buf_free(&key);
	}
	return any;
}

/* False, and nothing written, when there is no answer in it. */
static bool
write_answer(struct buf *out, const struct answer *answer)
{
	const struct item *repeat = NULL;
	size_t before = out->len;
	bool first = true;

	if (answer->item->kind == ITEM_QUESTION) {
		if (!answer->relevant || *answer_value(answer) == '\0')
			return false;
		if (answer->item->type == Q_SELECT_MULTIPLE)
			write_names(out, answer_value(answer));
		else
			json_write_string(out,
			    slice_str(answer_value(answer)));
		return true;
	}
	buf_add_byte(out, '{');
	for (const struct answer *child = answer_first(answer); child != NULL;
	    child = answer_next(child)) {
		if (child->item->kind == ITEM_REPEAT) {
			if (child->item == repeat)
				continue;	/* written with the first */
			repeat = child->item;
		}
		if (write_child(out, child, child->item->name, first))
			first = false;
		if (child->item->kind == ITEM_QUESTION &&
		    write_attributes(out, child, first))
			first = false;
	}
	if (first)
		out->len = before;
	else
		buf_add_byte(out, '}');
	return !first;
}

void
answers_write_json(struct buf *out, struct instance *instance)
{
	if (!write_answer(out, instance_root(instance)))
		buf_add(out, "{}");
}

/* ---- reading JSON ---- */

struct reading {
	struct instance *instance;
	void (*unknown)(void *data, const char *name);
	void *data;
};

static const char *const type_words[] = {
	[JSON_NULL] = "null", [JSON_BOOL] = "a truth value",
	[JSON_NUMBER] = "a number", [JSON_STRING] = "a text",
	[JSON_ARRAY] = "a list", [JSON_OBJECT] = "an object"
};

static const struct err *
unusable(const struct item *item, const char *wanted,
    const struct json *json)
{
	return err_new(ERR_FORMAT, "%s: expected %s, found %s", item->path,
	    wanted, type_words[json_type(json)]);
}

/* "name/@unit", as write_attributes() has it. */
static const struct item *
attribute_named(const struct item *parent, const char *name)
{
	const char *slash = strstr(name, "/@");
	const struct item *at = slash ? parent->first : NULL;

	while (at != NULL && (strlen(at->name) != (size_t)(slash - name) ||
	    strncmp(at->name, name, strlen(at->name)) != 0))
		at = at->next;
	for (at = at ? at->first : NULL; at != NULL; at = at->next)
		if (strcmp(at->name, slash + 1) == 0)
			return at;
	return NULL;
}

/* The child of that name, looked for from the one after the last found. */
static const struct item *
child_named(const struct item *parent, const char *name,
    const struct item *hint)
{
	const struct item *start = hint && hint->next ? hint->next :
	    parent->first;
	const struct item *at = start;

	while (at != NULL) {
		if (strcmp(at->name, name) == 0 &&
		    (at->kind != ITEM_QUESTION || at->type != Q_EXTERNAL))
			return at;
		at = at->next ? at->next : parent->first;
		if (at == start)
			break;
	}
	return NULL;
}

static void
tell_unknown(const struct reading *reading, const struct item *parent,
    const char *key)
{
	struct buf path = BUF_INIT;
	const char *inside = strchr(parent->path + 1, '/');

	if (parent->parent == NULL && key[0] == '.')
		return;
	if (reading->unknown != NULL) {
		buf_addf(&path, "%s%s%s", inside ? inside + 1 : "",
		    inside ? "/" : "", key);
		reading->unknown(reading->data, buf_str(&path));
	}
	buf_free(&path);
}

static const struct err *
join_names(const struct item *item, const struct json *list, struct buf *out)
{
	for (const struct json *at = json_first(list); at; at = json_next(at)) {
		const char *name = json_string(at);

		if (name == NULL)
			return unusable(item, "a list of texts", at);
		if (out->len > 0)
			buf_add_byte(out, ' ');
		buf_add(out, name);
	}
	return NULL;
}

static const struct err *
read_question(const struct reading *reading, struct answer *answer,
    const struct json *json)
{
	const struct item *item = answer->item;
	const struct err *err = NULL;
	struct buf text = BUF_INIT;
	char number[400];

	switch (json_type(json)) {
	case JSON_NULL:
		return NULL;
	case JSON_STRING:
		buf_add(&text, json_string(json));
		break;
	case JSON_BOOL:
		buf_add(&text, json_bool(json) ? "true" : "false");
		break;
	case JSON_NUMBER:
		if (!isfinite(json_number(json)))
			return unusable(item, "a finite number", json);
		xpath_number_text(number, json_number(json));
		buf_add(&text, number);
		break;
	case JSON_ARRAY:
		if (item->type == Q_SELECT_MULTIPLE || item->type == Q_RANK)
			err = join_names(item, json, &text);
		else
			err = unusable(item, "one answer", json);
		break;
	default:
		err = unusable(item, "an answer", json);
	}
	if (err == NULL)
		err = instance_load(reading->instance, answer, buf_str(&text));
	buf_free(&text);
	return err;
}

static const struct err *read_members(const struct reading *reading,
    struct answer *parent, const struct json *object);

static const struct err *
read_repeat(const struct reading *reading, struct answer *parent,
    const struct item *repeat, const struct json *list)
{
	const struct err *err;
	struct answer *added;

	if (json_type(list) == JSON_NULL)
		return NULL;
	if (json_type(list) != JSON_ARRAY)
		return unusable(repeat, "a list of objects", list);
	for (const struct json *at = json_first(list); at; at = json_next(at)) {
		if (json_type(at) != JSON_OBJECT)
			return unusable(repeat, "a list of objects", at);
		err = instance_add_repeat(reading->instance, &added, parent,
		    repeat, 0, NULL);
		if (err == NULL)
			err = read_members(reading, added, at);
		if (err != NULL)
			return err;
	}
	return NULL;
}

static const struct err *
read_group(const struct reading *reading, struct answer *group,
    const struct json *json)
{
	if (json_type(json) == JSON_NULL)
		return NULL;
	if (json_type(json) != JSON_OBJECT)
		return unusable(group->item, "an object", json);
	return read_members(reading, group, json);
}

static const struct err *
read_members(const struct reading *reading, struct answer *parent,
    const struct json *object)
{
	const struct item *hint = NULL;
	const struct err *err = NULL;

	for (const struct json *at = json_first(object);
	    at != NULL && err == NULL; at = json_next(at)) {
		const struct item *item = child_named(parent->item,
		    json_key(at), hint);

		if (item != NULL)
			hint = item;
		else
			item = attribute_named(parent->item, json_key(at));
		if (item == NULL) {
			tell_unknown(reading, parent->item, json_key(at));
			continue;
		}
		if (item->kind == ITEM_REPEAT)
			err = read_repeat(reading, parent, item, at);
		else if (item->kind == ITEM_GROUP)
			err = read_group(reading, answer_of(parent, item), at);
		else
			err = read_question(reading, answer_of(parent, item),
			    at);
	}
	return err;
}

/* The instance is settled whatever happened: it must stay usable. */
static const struct err *
settle_after(struct instance *instance, const struct err *err)
{
	struct err kept;

	if (err == NULL)
		return instance_settle(instance);
	kept = *err;
	err = instance_settle(instance);
	return err_new(kept.code, "%s", kept.msg);
}

const struct err *
answers_read_json(struct instance *instance, struct slice line,
    void (*unknown)(void *data, const char *name), void *data)
{
	struct reading reading = { instance, unknown, data };
	struct json *json;
	const struct err *err;

	err = json_parse(&json, line);
	if (err != NULL)
		return err;
	if (json_type(json) != JSON_OBJECT) {
		err = err_new(ERR_FORMAT, "expected an object, found %s",
		    type_words[json_type(json)]);
	} else {
		instance_clear(instance);
		err = settle_after(instance, read_members(&reading,
		    instance_root(instance), json));
	}
	json_free(json);
	return err;
}

/* ---- reading a row ---- */

/* The instance of that number, made with those before it; from 1. */
static const struct err *
numbered_instance(struct instance *instance, struct answer *parent,
    const struct item *repeat, uint64_t number, struct answer **out)
{
	const struct err *err = NULL;
	struct answer *added;

	if (number == 0 || number > REPEAT_INSTANCES_MAX)
		return err_new(ERR_LIMIT, "%s: instances are numbered from 1 "
		    "to %d", repeat->path, REPEAT_INSTANCES_MAX);
	while (err == NULL && instance_repeat_count(parent, repeat) < number)
		err = instance_add_repeat(instance, &added, parent, repeat, 0,
		    NULL);
	*out = instance_repeat_at(parent, repeat, (size_t)(number - 1));
	return err;
}

/* "contrats[2]" to its name and number; no number: 0. False: neither. */
static bool
read_step(struct slice step, struct buf *name, uint64_t *number)
{
	size_t open = 0;

	while (open < step.len && step.data[open] != '[')
		open++;
	buf_reset(name);
	buf_append(name, step.data, open);
	*number = 0;
	if (open == step.len)
		return name->len > 0;
	return step.data[step.len - 1] == ']' && text_parse_u64(
	    slice_of(step.data + open + 1, step.len - open - 2), number);
}

static struct slice
first_step(struct slice *path)
{
	size_t n = 0;
	struct slice step;

	while (n < path->len && path->data[n] != '/')
		n++;
	step = slice_of(path->data, n);
	n += n < path->len;
	*path = slice_of(path->data + n, path->len - n);
	return step;
}

/* *out stays NULL when the form does not know the path. */
static const struct err *
follow(struct instance *instance, struct slice path, struct answer **out)
{
	struct answer *at = instance_root(instance);
	struct buf name = BUF_INIT;
	const struct err *err = NULL;
	uint64_t number;

	*out = NULL;
	while (path.len > 0 && err == NULL && at != NULL) {
		const struct item *item = NULL;

		if (read_step(first_step(&path), &name, &number))
			item = child_named(at->item, buf_str(&name), NULL);
		if (item == NULL || (number > 0 && item->kind != ITEM_REPEAT))
			at = NULL;
		else if (item->kind == ITEM_REPEAT)
			err = numbered_instance(instance, at, item,
			    number ? number : 1, &at);
		else
			at = answer_of(at, item);
	}
	buf_free(&name);
	if (at != NULL && at->item->kind == ITEM_QUESTION)
		*out = at;
	return err;
}

static const struct err *
find_heading(struct instance *instance, const char *heading,
    struct answer **out)
{
	const struct item *item;
	const struct err *err;

	err = strlen(heading) > ANSWERS_PATH_BYTES_MAX ? NULL :
	    follow(instance, slice_str(heading), out);
	if (err != NULL || *out != NULL)
		return err;
	item = form_item_named(instance_form(instance), heading);
	if (item != NULL && item->kind == ITEM_QUESTION)
		*out = answer_of(instance_root(instance), item);
	return NULL;
}

static const struct err *
read_cells(const struct reading *reading, const char *const *headings,
    const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct answer *answer = NULL;
		const struct err *err;

		if (cells[i][0] == '\0' || headings[i][0] == '.')
			continue;
		err = find_heading(reading->instance, headings[i], &answer);
		if (err == NULL && answer != NULL)
			err = instance_load(reading->instance, answer,
			    cells[i]);
		else if (err == NULL && reading->unknown != NULL)
			reading->unknown(reading->data, headings[i]);
		if (err != NULL)
			return err;
	}
	return NULL;
}

const struct err *
answers_read_flat(struct instance *instance, const char *const *headings,
    const char *const *cells, size_t count,
    void (*unknown)(void *data, const char *name), void *data)
{
	struct reading reading = { instance, unknown, data };

	instance_clear(instance);
	return settle_after(instance,
	    read_cells(&reading, headings, cells, count));
}
