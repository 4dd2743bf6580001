/*
 * open_all KEYS FILE ... - try every key of the file KEYS (lines "pair PUBLIC
 * SECRET" and "key HEX") on every change set, envelope, attachment and backup
 * among the files, and print what opens: for the test of what an erasure
 * leaves. A key is tried as all that a key can be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/exchange/attachment.h"
#include "kit/exchange/backup.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/envelope.h"
#include "kit/record/package.h"

enum { KEYS_MAX = 4000, FILE_MAX = 64 << 20 };

struct trial {
	struct seal_pair pairs[KEYS_MAX];
	struct secret_key keys[KEYS_MAX];
	size_t pair_count, key_count, tried, opened;
	struct map *packages;		/* by the hash of the dictionary */
	struct buf dictionary;		/* the last that was found */
	const char *path;
};

static void
read_keys(struct trial *t, const char *path)
{
	char line[512], a[80], b[80];
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof line, file) != NULL) {
		if (t->pair_count < KEYS_MAX &&
		    sscanf(line, "pair %79s %79s", a, b) == 2 &&
		    hex_decode(&t->pairs[t->pair_count].public,
		    SEAL_PUBLIC_BYTES, slice_str(a)) &&
		    hex_decode(t->pairs[t->pair_count].secret,
		    SEAL_SECRET_BYTES, slice_str(b)))
			t->pair_count++;
		if (t->key_count < KEYS_MAX &&
		    sscanf(line, "key %79s", a) == 1 && hex_decode(
		    t->keys[t->key_count].bytes, KEY_BYTES, slice_str(a)))
			t->key_count++;
	}
	if (file)
		fclose(file);
}

static void
say(struct trial *t, const char *what, const struct buf *plain)
{
	t->opened++;
	printf("%s %s: ", t->path, what);
	fwrite(plain->data, 1, plain->len, stdout);
	putchar('\n');
}

static const struct err *
find(void *data, const struct changeset_head *head, const struct hash *hash,
    struct slice *out, bool *found)
{
	struct trial *t = data;
	struct package *p = map_get_slice(t->packages,
	    slice_of(hash->bytes, HASH_BYTES));
	char laptop[DEVICE_ID_MAX];
	struct hash own;

	*found = p != NULL;
	if (p != NULL)
		*out = buf_slice(&p->dictionary);
	device_id_of(laptop, &head->device);
	for (size_t i = 0; i < map_count(t->packages) && !*found; i++) {
		buf_reset(&t->dictionary);
		package_own_dictionary(&t->dictionary,
		    map_value_at(t->packages, i), &head->study, laptop);
		*out = buf_slice(&t->dictionary);
		crypto_hash(&own, *out);
		*found = hash_equal(&own, hash);
	}
	return NULL;
}

static void
try_entry(struct trial *t, const struct changeset *c, size_t i)
{
	struct buf plain = BUF_INIT;
	struct secret_key key;

	t->tried++;
	if (changeset_entry(&plain, &key, c, i, find, t) == NULL)
		say(t, "by a collection key", &plain);
	for (size_t k = 0; k < t->key_count; k++) {
		buf_reset(&plain);
		if (changeset_entry_with_key(&plain, &t->keys[k], c, i, find,
		    t) == NULL)
			say(t, "by a record's key", &plain);
	}
	buf_free(&plain);
}

static void
try_changeset(struct trial *t, struct slice bytes)
{
	struct changeset *c;

	if (changeset_open(&c, bytes, NULL) != NULL)
		return;
	for (size_t k = 0; k < t->pair_count; k++)
		if (changeset_unseal(c, &t->pairs[k]) == NULL)
			break;
	for (size_t i = 0; i < changeset_entry_count(c); i++)
		try_entry(t, c, i);
	changeset_free(c);
}

static void
try_envelope(struct trial *t, struct slice bytes)
{
	char purpose[33];
	struct hash study;
	struct sign_public writer;
	struct buf plain = BUF_INIT;

	snprintf(purpose, sizeof purpose, "%.32s",
	    (const char *)bytes.data + 16);
	memcpy(&study, bytes.data + 48, sizeof study);
	t->tried++;
	for (size_t k = 0; k < t->pair_count; k++) {
		buf_reset(&plain);
		if (envelope_open(&plain, &writer, bytes, purpose, &study,
		    &t->pairs[k]) == NULL)
			say(t, purpose, &plain);
	}
	buf_free(&plain);
}

static const struct err *
take(void *data, struct slice chunk)
{
	buf_add_slice(data, chunk);
	return NULL;
}

static void
try_attachment(struct trial *t, struct slice bytes)
{
	struct buf plain = BUF_INIT;
	struct hash study;

	memcpy(&study, bytes.data + 48, sizeof study);
	t->tried++;
	for (size_t k = 0; k < t->key_count; k++) {
		buf_reset(&plain);
		if (attachment_open(bytes, &study, &t->keys[k], take,
		    &plain) == NULL)
			say(t, "attachment", &plain);
	}
	buf_free(&plain);
}

/* Its wrapping is an envelope: what that opens is told. */
static void
try_backup(struct trial *t, struct slice bytes)
{
	if (bytes.len > 24 + 168)
		try_envelope(t, slice_of(bytes.data + 24, (size_t)
		    bytes.data[12] << 24 | (size_t)bytes.data[13] << 16 |
		    (size_t)bytes.data[14] << 8 | bytes.data[15]));
}

static void
learn_package(struct trial *t, struct slice bytes)
{
	struct package *p;

	if (package_read(&p, bytes) == NULL)
		map_set_slice(t->packages, slice_of(p->dictionary_hash.bytes,
		    HASH_BYTES), p);
}

static const struct {
	char letter;
	void (*run)(struct trial *, struct slice);
} kinds[] = {
	{ 'L', try_changeset }, { 'E', try_envelope }, { 'A', try_attachment },
	{ 'B', try_backup }
};

static void
try_file(struct trial *t, const char *path, bool first)
{
	struct buf bytes = BUF_INIT;

	t->path = path;
	if (file_read(&bytes, path, FILE_MAX) != NULL || bytes.len < 200)
		goto done;
	if (first && bytes.data[0] != 0x89)
		learn_package(t, buf_slice(&bytes));
	for (size_t i = 0; !first && i < sizeof kinds / sizeof *kinds; i++)
		if (!memcmp(bytes.data, "\211RC", 3) &&
		    bytes.data[3] == kinds[i].letter)
			kinds[i].run(t, buf_slice(&bytes));
done:
	buf_free(&bytes);
}

int
main(int argc, char **argv)
{
	struct trial *t = mem_alloc(sizeof *t);
	const struct err *err = crypto_start();

	if (argc < 2 || err != NULL)
		return 2;
	t->packages = map_new();
	read_keys(t, argv[1]);
	/* Dictionaries first. */
	for (int round = 0; round < 2; round++)
		for (int i = 2; i < argc; i++)
			try_file(t, argv[i], round == 0);
	printf("%zu pairs, %zu keys, %zu tried, %zu opened\n", t->pair_count,
	    t->key_count, t->tried, t->opened);
	for (size_t i = 0; i < map_count(t->packages); i++)
		package_free(map_value_at(t->packages, i));
	map_free(t->packages);
	buf_free(&t->dictionary);
	mem_free(t);
	return 0;
}
