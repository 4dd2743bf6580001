#include "kit/record/revision_check.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/moment.h"
#include "kit/base/text.h"

enum { REPEAT_ID_DIGITS = 16, PATH_SHOWN_BYTES = 80 };

const struct err *
revision_bad(const char *what)
{
	return err_new(ERR_FORMAT, "revision: %s", what);
}

/*
 * What comes from outside does not belong on somebody's terminal as it is: the
 * start of the path, without control characters, is enough to find it.
 */
const struct err *
revision_bad_path(const char *path, const char *what)
{
	char shown[PATH_SHOWN_BYTES + 1];
	size_t len = 0;

	for (; len < PATH_SHOWN_BYTES && path[len] != '\0'; len++) {
		uint8_t c = (uint8_t)path[len];

		shown[len] = c < 0x20 || c == 0x7f ? '?' : path[len];
	}
	/* Not in the middle of a character. */
	while (path[len] != '\0' && len > 0 &&
	    ((uint8_t)path[len] & 0xc0) == 0x80)
		len--;
	shown[len] = '\0';
	return err_new(ERR_FORMAT, "revision: path \"%s\" %s", shown, what);
}

static bool
text_is_nfc(const char *text)
{
	struct slice s = slice_str(text);
	struct buf normal = BUF_INIT;
	bool same = true;
	size_t i = 0;

	while (i < s.len && s.data[i] < 0x80)
		i++;
	if (i == s.len)
		return true;
	same = text_nfc(&normal, s) == NULL &&
	    slice_equal(s, buf_slice(&normal));
	buf_free(&normal);
	return same;
}

/* The digits and the bracket behind "name[". */
static bool
repeat_id_is_valid(struct slice s)
{
	uint8_t id[REPEAT_ID_DIGITS / 2];

	return s.len == REPEAT_ID_DIGITS + 1 &&
	    s.data[REPEAT_ID_DIGITS] == ']' &&
	    hex_decode(id, sizeof id, slice_of(s.data, REPEAT_ID_DIGITS));
}

static bool
step_is_valid(struct slice step)
{
	size_t name = 0, dots = 0;

	while (name < step.len && step.data[name] != '[') {
		uint8_t c = step.data[name++];

		if (c < 0x20 || c == 0x7f || c == ']')
			return false;
		dots += c == '.';
	}
	if (name == dots)
		return false;
	return name == step.len || repeat_id_is_valid(slice_of(
	    step.data + name + 1, step.len - name - 1));
}

static const struct err *
path_check(const char *path)
{
	const char *step = path, *end;

	if (strlen(path) > REVISION_PATH_BYTES_MAX)
		return err_new(ERR_LIMIT, "revision: a path is longer than "
		    "%d bytes", REVISION_PATH_BYTES_MAX);
	if (!text_is_nfc(path))
		return revision_bad_path(path, "is not NFC");
	for (;; step = end + 1) {
		end = step + strcspn(step, "/");
		if (!step_is_valid(slice_of(step, (size_t)(end - step))))
			return revision_bad_path(path, "is malformed");
		if (*end == '\0')
			return NULL;
	}
}

int
revision_path_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_unset(const struct revision *r, const char *path)
{
	return r->unset_count > 0 && bsearch(&path, r->unset, r->unset_count,
	    sizeof *r->unset, revision_path_compare) != NULL;
}

/* Set here, and unset itself or inside a repeat that is. */
static const struct err *
set_check(const struct revision *r, const char *path)
{
	char repeat[REVISION_PATH_BYTES_MAX + 1];

	if (is_unset(r, path))
		return revision_bad_path(path, "is both set and unset");
	for (const char *at = strstr(path, "]/"); at != NULL;
	    at = strstr(at + 1, "]/")) {
		size_t len = (size_t)(at + 1 - path);

		memcpy(repeat, path, len);
		repeat[len] = '\0';
		if (is_unset(r, repeat))
			return revision_bad_path(path,
			    "is inside a repeat that is unset");
	}
	return NULL;
}

static const struct err *
fields_check(const struct revision *r)
{
	const struct err *err;

	if (r->set.count > REVISION_FIELDS_MAX ||
	    r->unset_count > REVISION_FIELDS_MAX)
		return err_new(ERR_LIMIT, "revision: more than %d fields",
		    REVISION_FIELDS_MAX);
	for (size_t i = 0; i < r->unset_count; i++) {
		err = path_check(r->unset[i]);
		if (err)
			return err;
		if (i > 0 && strcmp(r->unset[i - 1], r->unset[i]) >= 0)
			return revision_bad_path(r->unset[i],
			    "is in \"unset\" twice or out of order");
	}
	for (size_t i = 0; i < r->set.count; i++) {
		const struct field *f = &r->set.items[i];

		err = path_check(f->path);
		if (!err)
			err = set_check(r, f->path);
		if (err)
			return err;
		if (i > 0 && strcmp(f[-1].path, f->path) == 0)
			return revision_bad_path(f->path, "is set twice");
		if (!text_is_nfc(f->value))
			return revision_bad_path(f->path,
			    "has a value that is not NFC");
	}
	return NULL;
}

int
revision_hash_compare(const void *a, const void *b)
{
	return memcmp(a, b, HASH_BYTES);
}

const struct err *
revision_check_hashes(const struct hash *hashes, size_t count, const char *name)
{
	if (count > REVISION_PARENTS_MAX)
		return err_new(ERR_LIMIT, "revision: more than %d in \"%s\"",
		    REVISION_PARENTS_MAX, name);
	for (size_t i = 1; i < count; i++)
		if (revision_hash_compare(&hashes[i - 1], &hashes[i]) >= 0)
			return err_new(ERR_FORMAT, "revision: \"%s\" has a "
			    "hash twice or out of order", name);
	return NULL;
}

static bool
link_id_is_valid(const char *id)
{
	char first[UUID_TEXT_MAX];

	if (strlen(id) != RECORD_ID_MAX - 1 || id[UUID_TEXT_MAX - 1] != '~')
		return false;
	memcpy(first, id, UUID_TEXT_MAX - 1);
	first[UUID_TEXT_MAX - 1] = '\0';
	return uuid_is_valid(first) && uuid_is_valid(id + UUID_TEXT_MAX) &&
	    strcmp(first, id + UUID_TEXT_MAX) < 0;
}

static const struct err *
names_check(const struct revision *r)
{
	bool one = uuid_is_valid(r->record), pair = link_id_is_valid(r->record);
	bool fits = r->kind == RECORD_LINK ? pair :
	    r->kind == RECORD_RETRACTION ? one || pair : one;

	if (!fits)
		return revision_bad(r->kind == RECORD_LINK ?
		    "the record of a link is not two sorted UUIDs" :
		    "the record is not a UUID");
	if (!device_id_is_valid(r->author))
		return revision_bad("the author is not a device id");
	if (hash_is_zero(&r->study))
		return revision_bad("it names no study");
	return NULL;
}

static const struct err *
kind_check(const struct revision *r)
{
	if (r->kind != RECORD_RETRACTION)
		return r->retract_count == 0 ? NULL :
		    revision_bad("only a retraction has \"retracts\"");
	if (r->retract_count == 0)
		return revision_bad("a retraction that retracts nothing");
	if (r->parent_count == 0)
		return revision_bad("a retraction without parents");
	if (r->set.count > 0 || r->unset_count > 0 ||
	    r->state != STATE_UNCHANGED || !hash_is_zero(&r->form))
		return revision_bad(
		    "a retraction changes no field, state or form");
	return NULL;
}

static const struct err *
reason_check(const struct revision *r)
{
	if (strlen(r->reason) > REVISION_REASON_BYTES_MAX)
		return err_new(ERR_LIMIT, "revision: the reason is longer than "
		    "%d bytes", REVISION_REASON_BYTES_MAX);
	return text_is_nfc(r->reason) ? NULL :
	    revision_bad("the reason is not NFC");
}

/* A year of five digits, or an offset of a day, has no text of its own. */
static const struct err *
time_check(const struct revision *r)
{
	char text[MOMENT_TEXT_MAX];
	int64_t ms;
	int offset;

	moment_format(text, r->time_ms, r->offset_minutes);
	return moment_parse(slice_str(text), &ms, &offset) &&
	    ms == r->time_ms && offset == r->offset_minutes ? NULL :
	    revision_bad("the time cannot be written");
}

const struct err *
revision_check(const struct revision *r)
{
	const struct err *err;

	err = names_check(r);
	if (!err)
		err = time_check(r);
	if (!err)
		err = reason_check(r);
	if (!err)
		err = revision_check_hashes(r->parents, r->parent_count,
		    "parents");
	if (!err)
		err = revision_check_hashes(r->retracts, r->retract_count,
		    "retracts");
	if (!err)
		err = kind_check(r);
	return err ? err : fields_check(r);
}
