/*
 * keys_of_workspace FOLDER - every key that a coordinator still has, for the
 * test of what an erasure leaves:
 *   pair PUBLIC SECRET    key HEX    sealed NONCE RECORD
 */
#include <stdio.h>
#include <string.h>

#include "merger/workspace/index.h"
#include "merger/workspace/query.h"

static void
print_hex(const char *what, const void *bytes, size_t len)
{
	struct buf hex = BUF_INIT;

	buf_add_hex(&hex, slice_of(bytes, len));
	printf("%s %s", what, buf_str(&hex));
	buf_free(&hex);
}

static const struct err *
print_entry(void *data, const struct index_entry *entry)
{
	(void)data;
	print_hex("key", &entry->record_key, KEY_BYTES);
	putchar('\n');
	return NULL;
}

static const struct err *
print_changeset(void *data, const struct index_changeset *c)
{
	return index_each_entry(data, c->key, print_entry, NULL);
}

static const struct err *
print_sealed(struct index *index)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = db_prepare(&s, index_db(index),
	    "SELECT record_key, record FROM entry");

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		print_hex("sealed", db_blob(s, 0).data, AEAD_NONCE_BYTES);
		printf(" %s\n", db_text(s, 1));
	}
	db_done(s);
	return err;
}

int
main(int argc, char **argv)
{
	struct buf path = BUF_INIT;
	struct index *index = NULL;
	struct keyring keys;
	const struct err *err = crypto_start();

	if (argc != 2)
		return 2;
	buf_addf(&path, "%s/keys", argv[1]);
	if (err == NULL)
		err = keyring_load(&keys, buf_str(&path), SLICE_EMPTY);
	buf_reset(&path);
	buf_addf(&path, "%s/index.sqlite", argv[1]);
	if (err == NULL)
		err = index_open(&index, buf_str(&path), &keys);
	if (err == NULL) {
		print_hex("pair", &keys.seal.public, SEAL_PUBLIC_BYTES);
		print_hex("", keys.seal.secret, SEAL_SECRET_BYTES);
		print_hex("\nkey", &keys.index, KEY_BYTES);
		putchar('\n');
		err = index_each(index, 0, print_changeset, index);
	}
	if (err == NULL)
		err = print_sealed(index);
	index_close(index);
	buf_free(&path);
	if (err != NULL)
		fprintf(stderr, "keys_of_workspace: %s\n", err->msg);
	return err != NULL;
}
