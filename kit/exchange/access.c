#include "kit/exchange/access.h"

#include <stddef.h>
#include <string.h>

#include "kit/base/json.h"

static const struct {
	const char *name;
	size_t at;
} members[] = {
	{ "certificate", offsetof(struct access, certificate) },
	{ "host_key", offsetof(struct access, host_key) },
	{ "key", offsetof(struct access, key) },
	{ "token", offsetof(struct access, token) },
	{ "user", offsetof(struct access, user) },
};

enum { MEMBER_COUNT = sizeof(members) / sizeof(members[0]) };

static struct buf *
member(const struct access *access, size_t i)
{
	return (struct buf *)((char *)(uintptr_t)access + members[i].at);
}

void
access_wipe(struct access *access)
{
	for (size_t i = 0; i < MEMBER_COUNT; i++)
		buf_wipe(member(access, i));
}

bool
access_is_empty(const struct access *access)
{
	for (size_t i = 0; i < MEMBER_COUNT; i++)
		if (member(access, i)->len > 0)
			return false;
	return true;
}

void
access_update(struct access *access, const struct access *from)
{
	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		if (member(from, i)->len == 0)
			continue;
		buf_wipe(member(access, i));
		buf_add_slice(member(access, i), buf_slice(member(from, i)));
	}
}

struct json *
access_to_json(const struct access *access)
{
	struct json *json = json_new_object();

	for (size_t i = 0; i < MEMBER_COUNT; i++)
		if (member(access, i)->len > 0)
			json_put_slice(json, members[i].name,
			    buf_slice(member(access, i)));
	return json;
}

static const struct err *
check(const struct access *access)
{
	uint8_t hash[ACCESS_HOST_KEY_DIGITS / 2];

	for (size_t i = 0; i < MEMBER_COUNT; i++)
		if (member(access, i)->len > ACCESS_TEXT_BYTES_MAX)
			return err_new(ERR_LIMIT, "access: %s is too long",
			    members[i].name);
	if (access->host_key.len > 0 && !hex_decode(hash, sizeof(hash),
	    buf_slice(&access->host_key)))
		return err_new(ERR_FORMAT, "access: host_key is no SHA-256");
	/* What goes into a header of HTTP or a question of ssh. */
	for (size_t i = 0; i < access->token.len; i++)
		if (access->token.data[i] < ' ')
			return err_new(ERR_FORMAT, "access: a token is one "
			    "line");
	return NULL;
}

const struct err *
access_from_json(struct access *out, const struct json *json)
{
	const struct err *err;

	*out = (struct access){ 0 };
	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		const struct json *value = json_get(json, members[i].name);
		const char *text = json_string(value);

		if (value && !text) {
			access_wipe(out);
			return err_new(ERR_FORMAT, "access: %s is no text",
			    members[i].name);
		}
		if (text)
			buf_add(member(out, i), text);
	}
	if ((err = check(out)) != NULL)
		access_wipe(out);
	return err;
}

void
access_write(struct buf *out, const struct access *access)
{
	struct json *json;

	if (access_is_empty(access))
		return;
	json = access_to_json(access);
	json_write(out, json);
	json_free(json);
}

const struct err *
access_read(struct access *out, struct slice text)
{
	struct json *json = NULL;
	const struct err *err;

	*out = (struct access){ 0 };
	if (text.len == 0)
		return NULL;
	if ((err = json_parse(&json, text)) == NULL)
		err = access_from_json(out, json);
	json_free(json);
	return err;
}
