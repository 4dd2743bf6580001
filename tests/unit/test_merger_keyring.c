/* The merger's keyring: replaced whole or not at all; a key for the index. */
#include "kit/base/mem.h"
#include "merger/workspace/index.h"
#include "merger/workspace/query.h"
#include "tests/unit/check.h"
#include "tests/unit/scratch.h"

static struct buf folder = BUF_INIT;

static const char *
path_of(struct buf *out, const char *name)
{
	buf_reset(out);
	file_join(out, buf_str(&folder), name);
	return buf_str(out);
}

static void
what_is_kept(void)
{
	struct buf path = BUF_INIT;
	struct keyring keys, again;

	keyring_new(&keys);
	CHECK_OK(keyring_save(&keys, path_of(&path, "one"), SLICE_EMPTY));
	CHECK_OK(keyring_load(&again, path_of(&path, "one"), SLICE_EMPTY));
	CHECK(!again.closed && !again.derived && !again.has_next);
	CHECK(crypto_equal(&again.index, &keys.index, KEY_BYTES));
	CHECK(crypto_equal(again.seal.secret, keys.seal.secret, KEY_BYTES));
	keys.closed = true;
	keys.has_next = true;
	CHECK_OK(keyring_replace(&keys, path_of(&path, "one"), SLICE_EMPTY));
	CHECK_OK(keyring_load(&again, path_of(&path, "one"), SLICE_EMPTY));
	CHECK(again.closed && again.has_next);
	CHECK(!memcmp(&again.seal.public, &keys.seal.public, KEY_BYTES));
	for (size_t i = 0; i < KEY_BYTES; i++)
		CHECK_INT(again.seal.secret[i], 0);
	CHECK(!platform_exists(path_of(&path, "one.old")));
	CHECK(!platform_exists(path_of(&path, "one.new")));
	buf_free(&path);
}

/* Each place where a crash can cut the replacement short. */
static void
cut_short(void)
{
	static const struct {
		bool path, fresh, old;
		char expected;		/* which of the three counts */
	} rows[] = {
		{ true, true, false, 'p' },	/* the new one may be torn */
		{ false, true, true, 'n' },
		{ true, false, true, 'p' },
		{ true, false, false, 'p' },
	};
	static const char *const names[] = { "two", "two.new", "two.old" };
	struct buf path = BUF_INIT, bytes = BUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const bool there[] = { rows[i].path, rows[i].fresh,
			rows[i].old };

		for (size_t k = 0; k < 3; k++)
			if (there[k])
				CHECK_OK(file_write(path_of(&path, names[k]),
				    slice_of(&"pno"[k], 1)));
		CHECK(keyring_exists(path_of(&path, "two")));
		CHECK_OK(keyring_recover(path_of(&path, "two")));
		buf_reset(&bytes);
		CHECK_OK(file_read(&bytes, path_of(&path, "two"), 9));
		CHECK_INT(bytes.data[0], rows[i].expected);
		CHECK(!platform_exists(path_of(&path, "two.new")));
		CHECK(!platform_exists(path_of(&path, "two.old")));
		CHECK_OK(platform_remove(path_of(&path, "two")));
	}
	CHECK(!keyring_exists(path_of(&path, "two")));
	CHECK_OK(keyring_recover(path_of(&path, "two")));
	buf_free(&path);
	buf_free(&bytes);
}

static void
fill(struct index *index, struct index_entry *entry)
{
	struct index_changeset c = { .number = 1, .chain = 7,
		.verdict = VERDICT_MERGED, .device = "a device" };
	struct buf sealed = BUF_INIT;

	CHECK_OK(index_put(index, &c));
	entry->place = 3;
	memset(entry->record_key.bytes, 5, KEY_BYTES);
	snprintf(entry->record, sizeof entry->record, "a record");
	CHECK_OK(index_put_entry(index, c.key, entry));
	index_seal(index, &sealed, slice_str("Ana"), "a device");
	CHECK_OK(query_run(index_db(index), "INSERT INTO request VALUES"
	    " ('a device', x'', x'', x'', ?, 0)",
	    VALUES(bound_blob(buf_slice(&sealed)))));
	buf_free(&sealed);
}

static void
look(struct index *index, const struct index_entry *entry, bool opens)
{
	struct secret_key key;
	struct buf name = BUF_INIT;
	struct db_statement *s;
	bool row, found;
	const struct err *err;

	err = index_record_key(index, "a record", "a device", &key, &found);
	CHECK(found && (err == NULL) == opens);
	CHECK(!opens || crypto_equal(&key, &entry->record_key, KEY_BYTES));
	CHECK_OK(query_first(&s, &row, index_db(index),
	    "SELECT name FROM request", NO_VALUES));
	err = index_unseal(index, &name, db_blob(s, 0), "a device");
	CHECK((err == NULL) == opens);
	CHECK(!opens || !strcmp(buf_str(&name), "Ana"));
	db_done(s);
	buf_free(&name);
}

static void
a_new_key(void)
{
	struct buf path = BUF_INIT, name = BUF_INIT;
	struct index_entry entry = { .place = 0 };
	char expected[HASH_TEXT_MAX];
	struct index *index;
	struct keyring keys;
	struct secret_key fresh;

	keyring_new(&keys);
	crypto_random(&fresh, sizeof fresh);
	CHECK_OK(index_open(&index, path_of(&path, "index"), &keys));
	fill(index, &entry);
	look(index, &entry, true);
	CHECK_OK(index_rekey(index, &keys.index, &fresh));
	look(index, &entry, false);
	index_set_key(index, &fresh);
	look(index, &entry, true);
	CHECK_OK(index_setting(index, "key", &name));
	index_key_name(expected, &fresh);
	CHECK_STR(buf_str(&name), expected);
	index_close(index);
	buf_free(&path);
	buf_free(&name);
}

int
main(void)
{
	CHECK_OK(crypto_start());
	CHECK_OK(scratch_make(&folder, "merger-keyring"));
	what_is_kept();
	cut_short();
	a_new_key();
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	return CHECK_DONE();
}
