#include "kit/record/revision.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/exchange/changeset.h"
#include "kit/record/revision_check.h"

static const char *const kind_words[] = {
	[RECORD_RESPONSE] = "response",
	[RECORD_CASE] = "case",
	[RECORD_LINK] = "link",
	[RECORD_RETRACTION] = "retraction",
};

static const char *const state_words[] = {
	[STATE_UNCHANGED] = "",
	[STATE_FINAL] = "final",
	[STATE_PARTIAL] = "partial",
	[STATE_DRAFT] = "draft",
	[STATE_VOID] = "void",
	[STATE_WITHDRAWN] = "withdrawn",
};

enum {
	KIND_COUNT = sizeof kind_words / sizeof kind_words[0],
	STATE_COUNT = sizeof state_words / sizeof state_words[0]
};

const char *
record_kind_word(enum record_kind kind)
{
	return kind_words[kind];
}

const char *
record_state_word(enum record_state state)
{
	return state_words[state];
}

static bool
word_find(const char *word, const char *const *words, size_t count, size_t *at)
{
	for (*at = 0; *at < count; ++*at)
		if (strcmp(words[*at], word) == 0)
			return true;
	return false;
}

bool
record_state_parse(const char *word, enum record_state *out)
{
	size_t at;

	if (!word_find(word, state_words, STATE_COUNT, &at))
		return false;
	*out = (enum record_state)at;
	return true;
}

/* ---- Writing ---- */

/*
 * The members are written in their canonical order, straight into the buffer:
 * a tree would be searched for every field that goes into it.
 */
static void
add_member(struct buf *out, const char *key)
{
	buf_add(out, key[0] == 'a' ? "{" : ",");
	json_write_string(out, slice_str(key));
	buf_add_byte(out, ':');
}

static void
add_text(struct buf *out, const char *key, const char *text)
{
	add_member(out, key);
	json_write_string(out, slice_str(text));
}

static void
add_hash(struct buf *out, const char *key, const struct hash *hash)
{
	char text[HASH_TEXT_MAX] = "";

	if (!hash_is_zero(hash))
		hash_text(text, hash);
	add_text(out, key, text);
}

static void
add_hashes(struct buf *out, const char *key, const struct hash *hashes,
    size_t count)
{
	char text[HASH_TEXT_MAX];

	add_member(out, key);
	buf_add_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		hash_text(text, &hashes[i]);
		buf_add(out, i > 0 ? "," : "");
		json_write_string(out, slice_str(text));
	}
	buf_add_byte(out, ']');
}

/*
 * Keys go by UTF-16 code unit. That is the order of the UTF-8 bytes, but for
 * what lies beyond U+FFFF (first byte f0 to f4): its surrogates come before
 * U+E000 to U+FFFF (first byte ee or ef).
 */
static unsigned
utf16_weight(uint8_t byte)
{
	return byte >= 0xf0 ? byte : byte >= 0xee ? byte + 0x10u : byte;
}

static int
key_compare(const void *a, const void *b)
{
	const struct field *const *left = a, *const *right = b;
	const uint8_t *l = (const uint8_t *)(*left)->path;
	const uint8_t *r = (const uint8_t *)(*right)->path;

	while (*l != 0 && *l == *r) {
		l++;
		r++;
	}
	return (utf16_weight(*l) > utf16_weight(*r)) -
	    (utf16_weight(*l) < utf16_weight(*r));
}

static void
add_fields(struct buf *out, const char *key, const struct fields *set)
{
	const struct field **sorted = mem_alloc_n(set->count, sizeof *sorted);

	for (size_t i = 0; i < set->count; i++)
		sorted[i] = &set->items[i];
	if (set->count > 1)
		qsort(sorted, set->count, sizeof *sorted, key_compare);
	add_member(out, key);
	buf_add_byte(out, '{');
	for (size_t i = 0; i < set->count; i++) {
		buf_add(out, i > 0 ? "," : "");
		json_write_string(out, slice_str(sorted[i]->path));
		buf_add_byte(out, ':');
		json_write_string(out, slice_str(sorted[i]->value));
	}
	buf_add_byte(out, '}');
	mem_free(sorted);
}

static void
add_unset(struct buf *out, const char *key, const struct revision *r)
{
	add_member(out, key);
	buf_add_byte(out, '[');
	for (size_t i = 0; i < r->unset_count; i++) {
		buf_add(out, i > 0 ? "," : "");
		json_write_string(out, slice_str(r->unset[i]));
	}
	buf_add_byte(out, ']');
}

static void
encode(struct buf *out, const struct revision *r)
{
	char time[MOMENT_TEXT_MAX], nonce[2 * sizeof r->nonce + 1];

	moment_format(time, r->time_ms, r->offset_minutes);
	hex_encode(nonce, r->nonce, sizeof r->nonce);
	add_text(out, "author", r->author);
	add_fields(out, "fields", &r->set);
	add_hash(out, "form", &r->form);
	add_text(out, "kind", record_kind_word(r->kind));
	add_text(out, "nonce", nonce);
	add_hashes(out, "parents", r->parents, r->parent_count);
	add_text(out, "reason", r->reason);
	add_text(out, "record", r->record);
	add_hashes(out, "retracts", r->retracts, r->retract_count);
	add_text(out, "state", record_state_word(r->state));
	add_hash(out, "study", &r->study);
	add_text(out, "time", time);
	add_unset(out, "unset", r);
	add_text(out, "v", "1");
	buf_add_byte(out, '}');
}

/* The lists are the caller's, and const only to those who read them. */
static void
sort_lists(struct revision *r)
{
	if (r->parent_count > 1)
		qsort((void *)(uintptr_t)r->parents, r->parent_count,
		    sizeof *r->parents, revision_hash_compare);
	if (r->retract_count > 1)
		qsort((void *)(uintptr_t)r->retracts, r->retract_count,
		    sizeof *r->retracts, revision_hash_compare);
	if (r->unset_count > 1)
		qsort((void *)(uintptr_t)r->unset, r->unset_count,
		    sizeof *r->unset, revision_path_compare);
	fields_sort((struct field *)(uintptr_t)r->set.items, r->set.count);
}

const struct err *
revision_write(struct buf *out, struct revision *revision)
{
	const struct err *err;
	size_t before = out->len;

	sort_lists(revision);
	err = revision_check(revision);
	if (err)
		return err;
	encode(out, revision);
	if (out->len - before > REVISION_BYTES_MAX) {
		out->len = before;
		return err_new(ERR_LIMIT, "revision: longer than %d bytes",
		    REVISION_BYTES_MAX);
	}
	crypto_hash(&revision->id,
	    slice_of(out->data + before, out->len - before));
	return NULL;
}

/* ---- Reading ---- */

/* In canonical order. */
static const struct {
	const char *name;
	enum json_type type;
} members[] = {
	{ "author", JSON_STRING }, { "fields", JSON_OBJECT },
	{ "form", JSON_STRING }, { "kind", JSON_STRING },
	{ "nonce", JSON_STRING }, { "parents", JSON_ARRAY },
	{ "reason", JSON_STRING }, { "record", JSON_STRING },
	{ "retracts", JSON_ARRAY }, { "state", JSON_STRING },
	{ "study", JSON_STRING }, { "time", JSON_STRING },
	{ "unset", JSON_ARRAY }, { "v", JSON_STRING },
};

enum { MEMBER_COUNT = sizeof members / sizeof members[0] };

static const struct err *
check_members(const struct json *object)
{
	const struct json *member = json_first(object);

	for (size_t i = 0; i < MEMBER_COUNT; i++, member = json_next(member))
		if (member == NULL ||
		    strcmp(json_key(member), members[i].name) != 0 ||
		    json_type(member) != members[i].type)
			return err_new(ERR_FORMAT, "revision: \"%s\" is "
			    "missing, of the wrong type, or behind an unknown "
			    "member",
			    members[i].name);
	return member == NULL ? NULL : revision_bad("an unknown member");
}

static const struct err *
read_words(struct revision *r, const struct json *object)
{
	size_t at;

	if (!word_find(json_get_string(object, "kind"), kind_words, KIND_COUNT,
	    &at))
		return revision_bad("an unknown kind");
	r->kind = (enum record_kind)at;
	if (!record_state_parse(json_get_string(object, "state"), &r->state))
		return revision_bad("an unknown state");
	return NULL;
}

/* A copy into a fixed array; what is too long leaves it empty, so invalid. */
static void
read_name(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);

	if (len < size)
		memcpy(out, text, len + 1);
}

static const struct err *
read_names(struct revision *r, const struct json *object)
{
	const char *form = json_get_string(object, "form");

	read_name(r->author, sizeof r->author,
	    json_get_string(object, "author"));
	read_name(r->record, sizeof r->record,
	    json_get_string(object, "record"));
	if (!hash_parse(&r->study, slice_str(json_get_string(object, "study"))))
		return revision_bad("the study is not a hash");
	if (*form != '\0' && !hash_parse(&r->form, slice_str(form)))
		return revision_bad("the form is not a hash");
	if (!hex_decode(r->nonce, sizeof r->nonce,
	    slice_str(json_get_string(object, "nonce"))))
		return revision_bad("the nonce is not 32 hexadecimal digits");
	if (!moment_parse(slice_str(json_get_string(object, "time")),
	    &r->time_ms, &r->offset_minutes))
		return revision_bad("the time is not one");
	return NULL;
}

static const struct err *
read_hashes(const struct hash **out, size_t *count, struct arena *arena,
    const struct json *object, const char *name)
{
	const struct json *array = json_get(object, name);
	struct hash *hashes;

	if (json_count(array) > REVISION_PARENTS_MAX)
		return revision_check_hashes(NULL, json_count(array), name);
	hashes = arena_alloc_n(arena, json_count(array), sizeof *hashes);
	*out = hashes;
	*count = 0;
	for (const struct json *item = json_first(array); item != NULL;
	    item = json_next(item)) {
		const char *text = json_string(item);

		if (text == NULL ||
		    !hash_parse(&hashes[(*count)++], slice_str(text)))
			return err_new(ERR_FORMAT,
			    "revision: \"%s\" holds what is not a hash", name);
	}
	return NULL;
}

static const struct err *
read_set(struct revision *r, struct arena *arena, const struct json *object)
{
	size_t count = json_count(object), i = 0;
	struct field *items = arena_alloc_n(arena, count, sizeof *items);

	for (const struct json *member = json_first(object); member != NULL;
	    member = json_next(member), i++) {
		if (json_string(member) == NULL)
			return revision_bad_path(json_key(member),
			    "has a value that is not a string");
		items[i].path = arena_strdup(arena, json_key(member));
		items[i].value = arena_strdup(arena, json_string(member));
	}
	fields_sort(items, count);
	r->set = (struct fields){ items, count };
	return NULL;
}

static const struct err *
read_unset(struct revision *r, struct arena *arena, const struct json *array)
{
	const char **paths = arena_alloc_n(arena, json_count(array),
	    sizeof *paths);
	size_t i = 0;

	for (const struct json *item = json_first(array); item != NULL;
	    item = json_next(item)) {
		if (json_string(item) == NULL)
			return revision_bad(
			    "\"unset\" holds what is not a string");
		paths[i++] = arena_strdup(arena, json_string(item));
	}
	r->unset = paths;
	r->unset_count = i;
	return NULL;
}

static const struct err *
decode(struct revision *r, struct arena *arena, const struct json *object)
{
	const struct err *err;

	err = check_members(object);
	if (!err)
		err = read_words(r, object);
	if (!err)
		err = read_names(r, object);
	if (!err)
		err = read_hashes(&r->parents, &r->parent_count, arena, object,
		    "parents");
	if (!err)
		err = read_hashes(&r->retracts, &r->retract_count, arena,
		    object, "retracts");
	if (!err)
		err = read_set(r, arena, json_get(object, "fields"));
	if (!err)
		err = read_unset(r, arena, json_get(object, "unset"));
	if (err)
		return err;
	r->reason = arena_strdup(arena, json_get_string(object, "reason"));
	return revision_check(r);
}

/* "2024-11-22T09:30Z" and ":00.000+00:00" say one time: one of them is ours. */
static const struct err *
check_same_bytes(const struct revision *r, struct slice bytes)
{
	struct buf again = BUF_INIT;
	bool same;

	encode(&again, r);
	same = slice_equal(buf_slice(&again), bytes);
	buf_free(&again);
	return same ? NULL :
	    revision_bad("it would not be written as the same bytes");
}

static const struct err *
read_object(struct revision *r, struct arena *arena, const struct json *object,
    struct slice bytes, const struct hash *study)
{
	const struct err *err;
	const char *version = json_get_string(object, "v");

	/* A newer format may have other members: its number comes first. */
	if (version != NULL && strcmp(version, "1") != 0)
		return err_new(ERR_NEWER, "revision: written by a newer "
		    "program (v \"%.8s\"): update this one", version);
	err = decode(r, arena, object);
	if (!err)
		err = check_same_bytes(r, bytes);
	if (err)
		return err;
	if (study != NULL && !hash_equal(study, &r->study))
		return err_new(ERR_FOREIGN, "revision: of another study");
	crypto_hash(&r->id, bytes);
	return NULL;
}

const struct err *
revision_read(struct revision **out, struct arena *arena, struct slice bytes,
    const struct hash *study)
{
	const struct err *err;
	struct revision *r = arena_alloc(arena, sizeof *r);
	struct json *object;

	*out = NULL;
	if (bytes.len > REVISION_BYTES_MAX)
		return err_new(ERR_LIMIT, "revision: longer than %d bytes",
		    REVISION_BYTES_MAX);
	err = json_parse_canonical(&object, bytes);
	if (err)
		return err_in(err, "revision");
	err = read_object(r, arena, object, bytes, study);
	json_free(object);
	if (!err)
		*out = r;
	return err;
}
