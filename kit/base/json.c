#include "kit/base/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

/* A struct json is a cJSON in disguise; only this file knows. */
static cJSON *
raw(struct json *json)
{
	return (cJSON *)(void *)json;
}

static const cJSON *
look(const struct json *json)
{
	return (const cJSON *)(const void *)json;
}

static struct json *
dress(cJSON *item)
{
	return (struct json *)(void *)item;
}

/*
 * cJSON takes its memory by functions that know nothing of the tree they are
 * called for: while json_read() runs, that is the arena set here.
 */
static _Thread_local struct arena *reading;

static void *
take(size_t size)
{
	return reading != NULL ? arena_alloc(reading, size) : mem_alloc(size);
}

static void
give_back(void *p)
{
	if (reading == NULL)
		mem_free(p);
}

/* From the quote at *at to the one that ends the string, or to the end. */
static const struct err *
check_string(struct slice text, size_t *at)
{
	size_t i = *at + 1;

	i += json_plain(slice_of(text.data + i, text.len - i));
	for (; i < text.len && text.data[i] != '"'; i++) {
		if (text.data[i] < 0x20)
			return err_new(ERR_FORMAT,
			    "JSON: a control character at byte %zu", i);
		if (text.data[i] != '\\')
			continue;
		if (text.len - i > 5 && !memcmp(text.data + i, "\\u0000", 6))
			return err_new(ERR_FORMAT,
			    "JSON: a NUL in a string at byte %zu", i);
		i++;
	}
	*at = i;
	return NULL;
}

/*
 * cJSON reads strings up to a NUL and nests by recursion: what it would
 * misread is refused before it sees the text.
 */
static const struct err *
check_shape(struct slice text)
{
	const struct err *err = NULL;
	size_t depth = 0, values = 0;

	for (size_t i = 0; err == NULL && i < text.len; i++)
		switch (text.data[i]) {
		case '"':
			err = check_string(text, &i);
			break;
		case '{': case '[':
			if (++depth > JSON_DEPTH_MAX)
				return err_new(ERR_LIMIT,
				    "JSON: nested deeper than %d",
				    JSON_DEPTH_MAX);
			/* Each value but the first has a mark in front. */
			values++;
			break;
		case ',':
			values++;
			break;
		case '}': case ']':
			depth -= depth > 0;
			break;
		}
	if (err == NULL && values >= JSON_VALUES_MAX)
		err = err_new(ERR_LIMIT, "JSON: more than %d values",
		    JSON_VALUES_MAX);
	return err;
}

static int
compare_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Keys that ascend, as ours do, are all different. */
static bool
ascends(const cJSON *object)
{
	const cJSON *child = object->child;

	for (; child != NULL && child->next != NULL; child = child->next)
		if (strcmp(child->string, child->next->string) >= 0)
			return false;
	return true;
}

static const struct err *
check_keys(const cJSON *item)
{
	const struct err *err = NULL;
	const cJSON *child;
	const char **keys;
	size_t n = 0, count = 0;

	for (child = item->child; child != NULL; child = child->next, n++)
		if (child->child != NULL && (err = check_keys(child)) != NULL)
			return err;
	if (!cJSON_IsObject(item) || ascends(item))
		return NULL;
	keys = mem_alloc_n(n, sizeof *keys);
	for (child = item->child; child != NULL; child = child->next)
		keys[count++] = child->string;
	qsort(keys, count, sizeof *keys, compare_strings);
	for (size_t i = 1; i < count && err == NULL; i++)
		if (!strcmp(keys[i - 1], keys[i]))
			err = err_new(ERR_FORMAT,
			    "JSON: the key \"%s\" stands twice", keys[i]);
	mem_free(keys);
	return err;
}

static const struct err *
parse(cJSON **out, struct slice text)
{
	const struct err *err;
	const char *end = NULL;

	*out = NULL;
	if (!text_is_valid(text))
		return err_new(ERR_FORMAT, "JSON: not UTF-8, or a NUL inside");
	if ((err = check_shape(text)) != NULL)
		return err;
	*out = cJSON_ParseWithLengthOpts((const char *)text.data, text.len,
	    &end, 0);
	if (*out == NULL)
		return err_new(ERR_FORMAT, "JSON: cannot be read at byte %zu",
		    end ? (size_t)(end - (const char *)text.data) : 0);
	if (!text_is_blank(slice_of(end, (size_t)((const char *)text.data +
	    text.len - end))))
		err = err_new(ERR_FORMAT, "JSON: something behind the value");
	if (err == NULL)
		err = check_keys(*out);
	if (err != NULL) {
		cJSON_Delete(*out);
		*out = NULL;
	}
	return err;
}

/* Memory that runs out ends the program; it is no fault of the text. */
static void
use_our_memory(void)
{
	cJSON_Hooks hooks = { take, give_back };

	cJSON_InitHooks(&hooks);
}

const struct err *
json_parse(struct json **out, struct slice text)
{
	const struct err *err;
	cJSON *item;

	use_our_memory();
	err = parse(&item, text);
	*out = dress(item);
	return err;
}

const struct err *
json_read(const struct json **out, struct arena *arena, struct slice text)
{
	const struct err *err;
	cJSON *item;

	use_our_memory();
	reading = arena;
	err = parse(&item, text);
	reading = NULL;
	*out = dress(item);
	return err;
}

void
json_free(struct json *json)
{
	cJSON_Delete(raw(json));
}

enum json_type
json_type(const struct json *json)
{
	const cJSON *item = look(json);

	if (cJSON_IsBool(item))
		return JSON_BOOL;
	if (cJSON_IsNumber(item))
		return JSON_NUMBER;
	if (cJSON_IsString(item))
		return JSON_STRING;
	if (cJSON_IsArray(item))
		return JSON_ARRAY;
	return cJSON_IsObject(item) ? JSON_OBJECT : JSON_NULL;
}

const struct json *
json_get(const struct json *object, const char *key)
{
	if (!cJSON_IsObject(look(object)))
		return NULL;
	return dress(cJSON_GetObjectItemCaseSensitive(look(object), key));
}

const char *
json_string(const struct json *json)
{
	return cJSON_IsString(look(json)) ? look(json)->valuestring : NULL;
}

const char *
json_get_string(const struct json *object, const char *key)
{
	return json_string(json_get(object, key));
}

bool
json_bool(const struct json *json)
{
	return cJSON_IsTrue(look(json)) != 0;
}

double
json_number(const struct json *json)
{
	return cJSON_IsNumber(look(json)) ? look(json)->valuedouble : 0;
}

bool
json_u64(const struct json *json, uint64_t *out)
{
	double d = json_number(json);

	if (!cJSON_IsNumber(look(json)) || !(d >= 0) ||
	    d >= 9007199254740992.0 || d != floor(d))
		return false;
	*out = (uint64_t)d;
	return true;
}

size_t
json_count(const struct json *json)
{
	size_t n = 0;

	for (json = json_first(json); json != NULL; json = json_next(json))
		n++;
	return n;
}

const struct json *
json_first(const struct json *json)
{
	const cJSON *item = look(json);

	return cJSON_IsArray(item) || cJSON_IsObject(item) ?
	    dress(item->child) : NULL;
}

const struct json *
json_next(const struct json *member)
{
	return member ? dress(look(member)->next) : NULL;
}

const char *
json_key(const struct json *member)
{
	return member ? look(member)->string : NULL;
}

/* cJSON gives NULL only when memory is out: end as mem_alloc() does. */
static struct json *
made(cJSON *item)
{
	if (item == NULL)
		mem_resize(NULL, SIZE_MAX, 2);
	return dress(item);
}

struct json *
json_new_object(void)
{
	return made(cJSON_CreateObject());
}

struct json *
json_new_array(void)
{
	return made(cJSON_CreateArray());
}

struct json *
json_new_string(const char *s)
{
	return made(cJSON_CreateString(s));
}

struct json *
json_new_u64(uint64_t v)
{
	return made(cJSON_CreateNumber((double)v));
}

struct json *
json_new_bool(bool v)
{
	return made(cJSON_CreateBool(v));
}

void
json_put(struct json *object, const char *key, struct json *value)
{
	if (json_get(object, key) != NULL)
		cJSON_ReplaceItemInObjectCaseSensitive(raw(object), key,
		    raw(value));
	else
		cJSON_AddItemToObject(raw(object), key, raw(value));
}

void
json_put_string(struct json *object, const char *key, const char *s)
{
	json_put(object, key, json_new_string(s));
}

void
json_put_slice(struct json *object, const char *key, struct slice s)
{
	char *copy = mem_strndup((const char *)s.data, s.len);

	json_put_string(object, key, copy);
	mem_free(copy);
}

void
json_put_hex(struct json *object, const char *key, const void *data,
    size_t len)
{
	struct buf hex = BUF_INIT;

	buf_add_hex(&hex, slice_of(data, len));
	json_put_string(object, key, buf_str(&hex));
	buf_free(&hex);
}

void
json_put_u64(struct json *object, const char *key, uint64_t v)
{
	json_put(object, key, json_new_u64(v));
}

void
json_add(struct json *array, struct json *value)
{
	cJSON_AddItemToArray(raw(array), raw(value));
}

void
json_add_string(struct json *array, const char *s)
{
	json_add(array, json_new_string(s));
}

const struct err *
json_parse_canonical(struct json **out, struct slice text)
{
	const struct err *err = json_parse(out, text);
	struct buf again = BUF_INIT;

	if (err != NULL)
		return err;
	json_write(&again, *out);
	if (!slice_equal(buf_slice(&again), text)) {
		json_free(*out);
		*out = NULL;
		err = err_new(ERR_FORMAT, "JSON: not in canonical form");
	}
	buf_free(&again);
	return err;
}
