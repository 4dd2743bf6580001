/*
 * keys_of_store STORE - every key that a laptop still has, and what it opens in
 * its own database, for the test of what an erasure leaves:
 *   pair PUBLIC SECRET    key HEX    sealed NONCE RECORD    text ...
 */
#include <stdio.h>
#include <string.h>

#include "collector/store/store_parts.h"
#include "kit/base/mem.h"

static void
print_hex(const char *what, const void *bytes, size_t len)
{
	struct buf hex = BUF_INIT;

	buf_add_hex(&hex, slice_of(bytes, len));
	printf("%s %s", what, buf_str(&hex));
	buf_free(&hex);
}

static const struct column {
	const char *name, *select;	/* sealed bytes, row, record */
} columns[] = {
	{ "response.key", "select key_sealed, id, id from response" },
	{ "response.label", "select label_sealed, id, id from response" },
	{ "response.fields", "select fields_sealed, id, id from response" },
	{ "response.draft", "select draft_sealed, id, id from response" },
	{ "revision.bytes", "select bytes_sealed, lower(hex(id)), response"
	    " from revision" },
	{ "sample.fields", "select fields_sealed, id, id from sample" },
};

static const struct err *
print_cell(struct store *store, const struct column *column,
    struct db_statement *st)
{
	struct slice sealed = db_blob(st, 0);
	struct buf plain = BUF_INIT;
	const struct err *err;

	if (sealed.len < AEAD_NONCE_BYTES)
		return NULL;
	print_hex("sealed", sealed.data, AEAD_NONCE_BYTES);
	printf(" %s\n", db_text(st, 2));
	err = store_unseal(&plain, store, column->name, db_text(st, 1),
	    sealed);
	if (err == NULL && !strcmp(column->name, "response.key")) {
		print_hex("key", plain.data, plain.len);
		putchar('\n');
	} else if (err == NULL)
		printf("text %s %s\n", db_text(st, 2), buf_str(&plain));
	buf_wipe(&plain);
	return err;
}

static const struct err *
print_column(struct store *store, const struct column *column)
{
	struct db_statement *st;
	bool row = false;
	const struct err *err = db_prepare(&st, store->db, column->select);

	while (err == NULL && (err = db_step(st, &row)) == NULL && row)
		err = print_cell(store, column, st);
	db_done(st);
	return err;
}

int
main(int argc, char **argv)
{
	struct store *store = NULL;
	const struct err *err = crypto_start();

	if (argc != 2)
		return 2;
	if (err == NULL)
		err = store_open(&store, argv[1], false);
	if (err == NULL)
		err = store_unlock(store, SLICE_EMPTY);
	if (err == NULL) {
		print_hex("pair", &store->seal.public, SEAL_PUBLIC_BYTES);
		print_hex("", store->seal.secret, SEAL_SECRET_BYTES);
		print_hex("\nkey", &store->key, KEY_BYTES);
		putchar('\n');
	}
	for (size_t i = 0; i < sizeof columns / sizeof *columns && err == NULL;
	    i++)
		err = print_column(store, &columns[i]);
	store_close(store);
	if (err != NULL)
		fprintf(stderr, "keys_of_store: %s\n", err->msg);
	return err != NULL;
}
