/* uuid.c - the names of records; declared in revision.h. */
#include <stdio.h>
#include <string.h>

#include "kit/record/revision.h"

enum { UUID_BYTES = 16 };

/* RFC 9562: the version in the high half of byte 6, the variant in byte 8. */
static void
uuid_format(char out[UUID_TEXT_MAX], uint8_t bytes[UUID_BYTES], uint8_t version)
{
	char *at = out;

	bytes[6] = (uint8_t)(version << 4 | (bytes[6] & 0x0f));
	bytes[8] = (uint8_t)(0x80 | (bytes[8] & 0x3f));
	for (size_t i = 0; i < UUID_BYTES; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*at++ = '-';
		hex_encode(at, bytes + i, 1);
		at += 2;
	}
}

void
uuid_new(char out[UUID_TEXT_MAX])
{
	uint8_t bytes[UUID_BYTES];

	crypto_random(bytes, sizeof bytes);
	uuid_format(out, bytes, 4);
}

void
uuid_derive(char out[UUID_TEXT_MAX], const char *space, const char *key)
{
	struct buf bytes = BUF_INIT;
	struct hash hash;

	/* The NUL behind each part keeps ("a", "bc") apart from ("ab", "c"). */
	buf_append(&bytes, "recolte uuid 1", sizeof "recolte uuid 1");
	buf_append(&bytes, space, strlen(space) + 1);
	buf_append(&bytes, key, strlen(key) + 1);
	crypto_hash(&hash, buf_slice(&bytes));
	buf_free(&bytes);
	uuid_format(out, hash.bytes, 8);
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool
uuid_is_valid(const char *text)
{
	if (strlen(text) != UUID_TEXT_MAX - 1)
		return false;
	for (size_t i = 0; i < UUID_TEXT_MAX - 1; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text[i] != '-' : !is_hex(text[i]))
			return false;
	}
	return text[14] >= '1' && text[14] <= '8' &&
	    strchr("89ab", text[19]) != NULL;
}

void
link_record_id(char out[RECORD_ID_MAX], const char *a, const char *b)
{
	bool swap = strcmp(a, b) > 0;

	snprintf(out, RECORD_ID_MAX, "%s~%s", swap ? b : a, swap ? a : b);
}

void
case_record_id(char out[UUID_TEXT_MAX], const struct hash *study,
    const char *key)
{
	char space[HASH_TEXT_MAX];

	hash_text(space, study);
	uuid_derive(out, space, key);
}

void
recovered_record_id(char out[UUID_TEXT_MAX], const char *device,
    const char *draft)
{
	char key[RECORD_ID_MAX + 16];

	snprintf(key, sizeof key, "recovered %s", draft);
	uuid_derive(out, device, key);
}
