#include "kit/record/downward.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/text.h"
#include "kit/exchange/envelope.h"

static const char purpose[] = "recolte downward";

static const char *const status_words[] = {
	[CASE_OPEN] = "open", [CASE_TAKEN] = "taken",
	[CASE_ANSWERED] = "answered",
	[CASE_ANSWERED_ONLINE] = "answered-online",
	[CASE_REFUSED] = "refused", [CASE_DO_NOT_CONTACT] = "do-not-contact",
	[CASE_OTHER] = ""
};

const char *
case_status_word(enum case_status status)
{
	return status_words[status];
}

enum case_status
case_status_parse(const char *word)
{
	for (int i = CASE_OPEN; i < CASE_OTHER; i++)
		if (!strcmp(status_words[i], word))
			return (enum case_status)i;
	return CASE_OTHER;
}

void
downward_name(char out[DOWNWARD_NAME_MAX], const char *device)
{
	snprintf(out, DOWNWARD_NAME_MAX, "to/%s", device);
}

static int
compare_keys(const void *a, const void *b)
{
	return memcmp(a, b, SEAL_PUBLIC_BYTES);
}

void
downward_readers(struct hash *out, const struct seal_public *keys, size_t count)
{
	struct seal_public *sorted = mem_alloc_n(count + 1, sizeof *sorted);
	struct buf all = BUF_INIT;

	if (count > 0) {
		memcpy(sorted, keys, count * sizeof *sorted);
		qsort(sorted, count, sizeof *sorted, compare_keys);
	}
	for (size_t i = 0; i < count; i++)
		buf_append(&all, sorted[i].bytes,
		    SEAL_PUBLIC_BYTES);
	crypto_hash(out, buf_slice(&all));
	buf_free(&all);
	mem_free(sorted);
}

/* ---- writing ---- */

static void
put_number(struct json *object, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%llu", (unsigned long long)value);
	json_put_string(object, key, text);
}

static void
put_text(struct json *object, const char *key, const char *value)
{
	if (value[0] != '\0')
		json_put_string(object, key, value);
}

static struct json *
attempt_json(const struct down_attempt *item)
{
	const struct attempt *a = &item->attempt;
	struct json *object = json_new_object();

	put_text(object, "by", item->by);
	put_text(object, "call-back", a->call_back);
	put_text(object, "how", a->how);
	put_text(object, "id", a->id);
	put_text(object, "outcome", a->outcome);
	put_text(object, "remark", a->remark);
	put_text(object, "when", a->when);
	return object;
}

struct json *
down_case_json(const struct down_case *item)
{
	struct json *object = json_new_object(), *attempts = json_new_array();

	for (size_t i = 0; i < item->attempt_count; i++)
		json_add(attempts, attempt_json(&item->attempts[i]));
	json_put(object, "attempts", attempts);
	put_number(object, "count", item->count);
	json_put_string(object, "id", item->id);
	put_text(object, "mine", item->mine ? "1" : "");
	put_text(object, "reason", item->reason);
	json_put_string(object, "status", item->status == CASE_OTHER ?
	    item->word : case_status_word(item->status));
	put_text(object, "with", item->with);
	return object;
}

struct json *
down_correction_json(const struct down_correction *item)
{
	struct json *object = json_new_object(), *paths = json_new_array();
	struct buf base64 = BUF_INIT;
	char when[MOMENT_TEXT_MAX];

	moment_format(when, item->time_ms, item->offset_minutes);
	for (size_t i = 0; i < item->path_count; i++)
		json_add_string(paths, item->paths[i]);
	put_text(object, "by", item->by);
	buf_add_base64(&base64, item->bytes);
	put_text(object, "bytes", buf_str(&base64));
	json_put(object, "fields", paths);
	put_text(object, "reason", item->reason);
	json_put_string(object, "response", item->response);
	json_put_hex(object, "revision", item->revision.bytes, HASH_BYTES);
	json_put_string(object, "time", when);
	buf_wipe(&base64);
	return object;
}

static const struct err *
check_counts(const struct downward *down)
{
	if (down->case_count > DOWNWARD_CASES_MAX)
		return err_new(ERR_LIMIT, "more than %d cases to tell of",
		    DOWNWARD_CASES_MAX);
	if (down->correction_count > DOWNWARD_CORRECTIONS_MAX)
		return err_new(ERR_LIMIT, "more than %d corrections to tell "
		    "of", DOWNWARD_CORRECTIONS_MAX);
	return NULL;
}

static void
write_plain(struct buf *out, const struct downward *down)
{
	struct json *object = json_new_object(), *list = json_new_array();

	for (size_t i = 0; i < down->case_count; i++)
		json_add(list, down_case_json(&down->cases[i]));
	json_put(object, "cases", list);
	list = json_new_array();
	for (size_t i = 0; i < down->correction_count; i++)
		json_add(list, down_correction_json(&down->corrections[i]));
	json_put(object, "corrections", list);
	json_put_string(object, "device", down->device);
	json_put_string(object, "kind", purpose);
	put_number(object, "manifest", down->manifest);
	put_number(object, "number", down->number);
	json_put_hex(object, "readers", down->readers.bytes, HASH_BYTES);
	json_put_string(object, "v", "1");
	json_write(out, object);
	json_free(object);
}

bool
downward_same(const struct downward *a, const struct downward *b)
{
	struct downward one = *a, other = *b;
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same;

	one.manifest = other.manifest = one.number = other.number = 0;
	write_plain(&x, &one);
	write_plain(&y, &other);
	same = a->skipped == 0 && b->skipped == 0 &&
	    slice_equal(buf_slice(&x), buf_slice(&y));
	buf_wipe(&x);
	buf_wipe(&y);
	return same;
}

const struct err *
downward_seal(struct buf *out, const struct downward *down,
    const struct hash *study, const struct seal_public *to, size_t to_count,
    const struct sign_pair *writer)
{
	struct buf plain = BUF_INIT;
	const struct err *err = check_counts(down);

	if (err == NULL) {
		write_plain(&plain, down);
		err = envelope_seal(out, purpose, study, buf_slice(&plain), to,
		    to_count, writer);
	}
	buf_wipe(&plain);
	return err;
}

/* ---- reading ---- */

static const char *
text_of(struct arena *arena, const struct json *object, const char *key)
{
	const char *text = json_get_string(object, key);

	return text ? arena_strdup(arena, text) : "";
}

static bool
number_of(uint64_t *out, const struct json *object, const char *key)
{
	const char *text = json_get_string(object, key);

	return text != NULL && text_parse_u64(slice_str(text), out);
}

static bool
is_attempt_id(const char *id)
{
	uint8_t bytes[(ATTEMPT_ID_MAX - 1) / 2];

	return id != NULL && strlen(id) == ATTEMPT_ID_MAX - 1 &&
	    hex_decode(bytes, sizeof bytes, slice_str(id));
}

/* False: not one that can be shown. */
static bool
read_attempt(struct down_attempt *out, struct arena *arena,
    const struct json *json)
{
	struct attempt *a = &out->attempt;
	const char *id = json_get_string(json, "id");
	int64_t ms;
	int offset;

	if (!is_attempt_id(id))
		return false;
	memcpy(a->id, id, sizeof a->id);
	a->when = text_of(arena, json, "when");
	a->how = text_of(arena, json, "how");
	a->outcome = text_of(arena, json, "outcome");
	a->call_back = text_of(arena, json, "call-back");
	a->remark = text_of(arena, json, "remark");
	a->phase = "";
	out->by = text_of(arena, json, "by");
	return a->outcome[0] != '\0' &&
	    moment_parse(slice_str(a->when), &ms, &offset);
}

static void
read_attempts(struct down_case *out, struct arena *arena,
    const struct json *list)
{
	size_t n = json_count(list);
	struct down_attempt *items;

	if (n > DOWNWARD_ATTEMPTS_MAX)
		n = DOWNWARD_ATTEMPTS_MAX;
	items = arena_alloc_n(arena, n + 1, sizeof *items);
	out->attempts = items;
	for (const struct json *a = json_first(list);
	    a != NULL && out->attempt_count < n; a = json_next(a))
		out->attempt_count += read_attempt(&items[out->attempt_count],
		    arena, a);
}

const struct err *
down_case_read(struct down_case *out, struct arena *arena,
    const struct json *json)
{
	const char *id = json_get_string(json, "id");

	*out = (struct down_case){ .status = CASE_OPEN };
	out->word = text_of(arena, json, "status");
	if (id == NULL || !uuid_is_valid(id) || out->word[0] == '\0')
		return err_new(ERR_FORMAT, "word of a case without id or "
		    "status");
	memcpy(out->id, id, sizeof out->id);
	out->status = case_status_parse(out->word);
	out->mine = json_get_string(json, "mine") != NULL;
	out->with = text_of(arena, json, "with");
	out->reason = text_of(arena, json, "reason");
	read_attempts(out, arena, json_get(json, "attempts"));
	if (!number_of(&out->count, json, "count"))
		out->count = out->attempt_count;
	return NULL;
}

static void
read_paths(struct down_correction *out, struct arena *arena,
    const struct json *list)
{
	const char **paths = arena_alloc_n(arena, json_count(list) + 1,
	    sizeof *paths);

	out->paths = paths;
	for (const struct json *p = json_first(list); p; p = json_next(p))
		if (json_string(p) != NULL)
			paths[out->path_count++] = arena_strdup(arena,
			    json_string(p));
}

/* The revision, if it came along, must be what it is named by. */
static const struct err *
read_bytes(struct down_correction *out, struct arena *arena, const char *text)
{
	const struct err *err;
	struct buf bytes = BUF_INIT;
	struct hash hash;

	if (text == NULL)
		return NULL;
	err = buf_from_base64(&bytes, slice_str(text));
	crypto_hash(&hash, buf_slice(&bytes));
	if (err == NULL && !hash_equal(&hash, &out->revision))
		err = err_new(ERR_FORMAT, "a correction that is not what it "
		    "is named by");
	if (err == NULL)
		out->bytes = slice_of(arena_slice(arena, buf_slice(&bytes)),
		    bytes.len);
	buf_wipe(&bytes);
	return err;
}

const struct err *
down_correction_read(struct down_correction *out, struct arena *arena,
    const struct json *json)
{
	const char *response = json_get_string(json, "response");
	const char *revision = json_get_string(json, "revision");
	const char *when = json_get_string(json, "time");

	*out = (struct down_correction){ .time_ms = 0 };
	if (response == NULL || !uuid_is_valid(response) || revision == NULL ||
	    !hash_parse(&out->revision, slice_str(revision)) || when == NULL ||
	    !moment_parse(slice_str(when), &out->time_ms,
	    &out->offset_minutes))
		return err_new(ERR_FORMAT, "word of a correction without "
		    "response, revision or time");
	memcpy(out->response, response, sizeof out->response);
	out->by = text_of(arena, json, "by");
	out->reason = text_of(arena, json, "reason");
	read_paths(out, arena, json_get(json, "fields"));
	return read_bytes(out, arena, json_get_string(json, "bytes"));
}

static const struct err *
read_head(struct downward *out, const struct json *json)
{
	const char *v = json_get_string(json, "v");
	const char *kind = json_get_string(json, "kind");
	const char *device = json_get_string(json, "device");
	const char *readers = json_get_string(json, "readers");

	if (kind == NULL || strcmp(kind, purpose) != 0 || v == NULL)
		return err_new(ERR_FORMAT, "not a word sent down to a laptop");
	if (strcmp(v, "1") != 0)
		return err_new(ERR_NEWER, "written by a newer program: "
		    "version %s", v);
	if (device == NULL || !device_id_is_valid(device) ||
	    !number_of(&out->manifest, json, "manifest") ||
	    !number_of(&out->number, json, "number") || readers == NULL ||
	    !hash_parse(&out->readers, slice_str(readers)))
		return err_new(ERR_FORMAT, "it does not say for whom it is, "
		    "or how new");
	memcpy(out->device, device, sizeof out->device);
	return NULL;
}

static const struct err *
read_lists(struct downward *out, struct arena *arena, const struct json *json)
{
	const struct json *cases = json_get(json, "cases");
	const struct json *corrections = json_get(json, "corrections");
	size_t n = json_count(cases), m = json_count(corrections);
	struct down_case *case_items;
	struct down_correction *items;

	if (n > DOWNWARD_CASES_MAX || m > DOWNWARD_CORRECTIONS_MAX)
		return err_new(ERR_LIMIT, "more cases or corrections than a "
		    "laptop is told");
	case_items = arena_alloc_n(arena, n + 1, sizeof *case_items);
	items = arena_alloc_n(arena, m + 1, sizeof *items);
	out->cases = case_items;
	out->corrections = items;
	for (const struct json *c = json_first(cases); c; c = json_next(c))
		out->case_count += down_case_read(
		    &case_items[out->case_count], arena, c) == NULL;
	for (const struct json *c = json_first(corrections); c;
	    c = json_next(c))
		out->correction_count += down_correction_read(
		    &items[out->correction_count], arena, c) == NULL;
	out->skipped = n + m - out->case_count - out->correction_count;
	return NULL;
}

static const struct err *
read_plain(struct downward **out, struct arena *arena, struct slice plain,
    const char *device)
{
	struct downward *down = arena_alloc(arena, sizeof *down);
	struct json *json;
	const struct err *err = json_parse(&json, plain);

	if (err != NULL)
		return err;
	err = read_head(down, json);
	if (err == NULL && device != NULL && strcmp(down->device, device) != 0)
		err = err_new(ERR_FOREIGN, "it is for another device");
	if (err == NULL)
		err = read_lists(down, arena, json);
	json_free(json);
	*out = err ? NULL : down;
	return err;
}

const struct err *
downward_open(struct downward **out, struct arena *arena,
    struct sign_public *writer, struct slice sealed, const struct hash *study,
    const char *device, const struct seal_pair *mine)
{
	struct buf plain = BUF_INIT;
	const struct err *err;

	*out = NULL;
	err = envelope_open(&plain, writer, sealed, purpose, study, mine);
	if (err == NULL)
		err = read_plain(out, arena, buf_slice(&plain), device);
	buf_wipe(&plain);
	return err;
}
