#include "kit/record/attempt.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/moment.h"
#include "kit/record/outcome.h"

static const char prefix[] = ".attempt[";
enum { PREFIX_LEN = sizeof prefix - 1, ID_DIGITS = ATTEMPT_ID_MAX - 1 };

static const char *const hows[] = {
	"phone", "mail", "visit", "video", "other"
};

void
attempt_name(struct attempt *attempt)
{
	uint8_t random[ID_DIGITS / 2];

	crypto_random(random, sizeof random);
	hex_encode(attempt->id, random, sizeof random);
}

void
attempt_path(char out[ATTEMPT_PATH_MAX], const char *id)
{
	snprintf(out, ATTEMPT_PATH_MAX, "%s%.16s]", prefix, id);
}

bool
attempt_is_field(const char *path)
{
	return strncmp(path, prefix, PREFIX_LEN) == 0;
}

/* ---- checking ---- */

static bool
is_how(const char *text)
{
	for (size_t i = 0; i < sizeof hows / sizeof *hows; i++)
		if (!strcmp(hows[i], text))
			return true;
	return false;
}

static bool
digits(const char *text, size_t len, int *out)
{
	*out = 0;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*out = *out * 10 + (text[i] - '0');
	}
	return true;
}

bool
attempt_is_call_back(const char *t)
{
	int year, month, day, hour, minute;
	size_t len = strlen(t);

	if (len != 10 && len != 16)
		return false;
	if (!digits(t, 4, &year) || t[4] != '-' || !digits(t + 5, 2, &month) ||
	    t[7] != '-' || !digits(t + 8, 2, &day) ||
	    !civil_is_date(year, month, day))
		return false;
	return len == 10 || (t[10] == 'T' && digits(t + 11, 2, &hour) &&
	    t[13] == ':' && digits(t + 14, 2, &minute) && hour < 24 &&
	    minute < 60);
}

static bool
instant(const char *text, int64_t *ms)
{
	int offset;

	return moment_parse(slice_str(text), ms, &offset);
}

const struct err *
attempt_check(const struct attempt *a)
{
	int64_t ms;

	if (!is_how(a->how))
		return err_new(ERR_USAGE, "\"%s\": how was it tried? phone, "
		    "mail, visit, video or other", a->how);
	if (outcome_find(a->outcome) == NULL)
		return err_new(ERR_USAGE, "\"%s\": not an outcome; \"case "
		    "outcomes\" lists them", a->outcome);
	if (!instant(a->when, &ms))
		return err_new(ERR_USAGE, "\"%s\": not a moment", a->when);
	if (a->call_back[0] != '\0' && !attempt_is_call_back(a->call_back))
		return err_new(ERR_USAGE, "\"%s\": a day is needed, "
		    "2026-11-30, or 2026-11-30T14:00", a->call_back);
	if (strlen(a->remark) > ATTEMPT_REMARK_BYTES_MAX)
		return err_new(ERR_LIMIT, "the remark is longer than %d bytes",
		    ATTEMPT_REMARK_BYTES_MAX);
	return NULL;
}

/* ---- fields ---- */

/* The members, in the order of their names. */
static const struct member {
	const char *name;
	size_t at;
} members[] = {
	{ "call-back", offsetof(struct attempt, call_back) },
	{ "how", offsetof(struct attempt, how) },
	{ "outcome", offsetof(struct attempt, outcome) },
	{ "phase", offsetof(struct attempt, phase) },
	{ "remark", offsetof(struct attempt, remark) },
	{ "when", offsetof(struct attempt, when) },
};
enum { MEMBER_COUNT = sizeof members / sizeof *members };

static const char **
member_of(struct attempt *a, const struct member *member)
{
	return (const char **)(void *)((char *)a + member->at);
}

struct field *
attempt_fields(struct arena *arena, const struct attempt *attempt,
    size_t *count)
{
	struct field *out = arena_alloc_n(arena, ATTEMPT_FIELDS, sizeof *out);
	struct attempt copy = *attempt;
	char path[ATTEMPT_PATH_MAX];

	attempt_path(path, attempt->id);
	out[0] = (struct field){ arena_strdup(arena, path), "1" };
	*count = 1;
	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		const char *value = *member_of(&copy, &members[i]);

		if (value[0] != '\0')
			out[(*count)++] = (struct field){ arena_printf(arena,
			    "%s/%s", path, members[i].name), value };
	}
	return out;
}

/* ".attempt[ID]" alone: here one begins, and its members come right behind. */
static bool
begins(const char *path)
{
	return attempt_is_field(path) &&
	    strlen(path) == PREFIX_LEN + ID_DIGITS + 1 &&
	    path[PREFIX_LEN + ID_DIGITS] == ']';
}

static void
read_one(struct attempt *out, const struct fields *fields, const char *path)
{
	char member[ATTEMPT_PATH_MAX + 16];

	memcpy(out->id, path + PREFIX_LEN, ID_DIGITS);
	out->id[ID_DIGITS] = '\0';
	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		const char *value;

		snprintf(member, sizeof member, "%s/%s", path,
		    members[i].name);
		value = fields_get(fields, member);
		*member_of(out, &members[i]) = value ? value : "";
	}
}

static int
compare(const void *a, const void *b)
{
	const struct attempt *x = a, *y = b;
	int64_t xs = 0, ys = 0;

	(void)instant(x->when, &xs);
	(void)instant(y->when, &ys);
	if (xs != ys)
		return xs < ys ? -1 : 1;
	return strcmp(x->id, y->id);
}

struct attempt *
attempts_read(struct arena *arena, const struct fields *fields, size_t *count)
{
	struct attempt *out;
	size_t n = 0;
	int64_t ms;

	for (size_t i = 0; i < fields->count; i++)
		n += begins(fields->items[i].path);
	if (n > ATTEMPTS_MAX)
		n = ATTEMPTS_MAX;
	out = arena_alloc_n(arena, n + 1, sizeof *out);
	*count = 0;
	for (size_t i = 0; i < fields->count && *count < n; i++) {
		if (!begins(fields->items[i].path))
			continue;
		read_one(&out[*count], fields, fields->items[i].path);
		*count += instant(out[*count].when, &ms) &&
		    out[*count].outcome[0] != '\0';
	}
	if (*count > 0)
		qsort(out, *count, sizeof *out, compare);
	return out;
}
