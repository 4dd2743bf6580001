/* The merger's index: verdicts, keys at rest, how far branches were read. */
#include "merger/workspace/index.h"
#include "merger/workspace/query.h"
#include "tests/unit/check.h"
#include "tests/unit/golden.h"
#include "tests/unit/scratch.h"

static const char one_device[] = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
static const char two_device[] = "bbbbbbbbbbbbbbbbbbbbbbbbbb";

static struct index_changeset
some_changeset(const char *device, uint64_t number)
{
	struct index_changeset c = { .chain = 0xfedcba9876543210u,
		.number = number, .verdict = VERDICT_WAITS };

	memset(c.hash.bytes, (int)number, HASH_BYTES);
	c.hash.bytes[0] = (uint8_t)device[0];
	memset(c.previous.bytes, (int)number - 1, HASH_BYTES);
	snprintf(c.device, sizeof c.device, "%s", device);
	snprintf(c.file, sizeof c.file, "%08u.cs", (unsigned)number);
	snprintf(c.reason, sizeof c.reason, "not admitted");
	return c;
}

static void
a_verdict_changes(struct index *index)
{
	struct index_changeset c = some_changeset(one_device, 1), seen;
	struct hash nobody = { { 9 } };
	int64_t key, n;
	bool found;

	CHECK_OK(index_put(index, &c));
	key = c.key;
	c.verdict = VERDICT_MERGED;
	c.reason[0] = '\0';
	snprintf(c.file, sizeof c.file, "elsewhere.cs");
	CHECK_OK(index_put(index, &c));
	CHECK_INT(c.key, key);
	CHECK_OK(index_find(index, &c.hash, &seen, &found));
	CHECK(found);
	CHECK_INT(seen.verdict, VERDICT_MERGED);
	CHECK_STR(seen.reason, "");
	CHECK_STR(seen.device, one_device);
	CHECK(seen.chain == 0xfedcba9876543210u && seen.number == 1);
	CHECK(hash_equal(&seen.previous, &c.previous));
	CHECK_STR(seen.file, "00000001.cs");	/* where it came first */
	CHECK_OK(index_find(index, &nobody, &seen, &found));
	CHECK(!found);
	CHECK_OK(index_count(index, "SELECT count(*) FROM changeset", &n));
	CHECK_INT(n, 1);
}

static const struct err *
note_number(void *data, const struct index_changeset *c)
{
	struct buf *out = data;

	buf_addf(out, "%c%u ", c->device[0], (unsigned)c->number);
	return NULL;
}

static void
they_are_visited_in_order(struct index *index)
{
	struct buf seen = BUF_INIT;

	for (unsigned number = 3; number > 1; number--) {
		struct index_changeset b = some_changeset(two_device, number);
		struct index_changeset a = some_changeset(one_device, number);

		CHECK_OK(index_put(index, &b));
		CHECK_OK(index_put(index, &a));
	}
	CHECK_OK(index_each(index, 0, note_number, &seen));
	CHECK_STR(buf_str(&seen), "a1 a2 a3 b2 b3 ");
	buf_reset(&seen);
	CHECK_OK(index_each(index, VERDICT_WAITS, note_number, &seen));
	CHECK_STR(buf_str(&seen), "a2 a3 b2 b3 ");
	buf_free(&seen);
}

/* The key of one device is never given out as that of another. */
static void
keys_are_of_a_device(struct index *index)
{
	struct index_changeset a = some_changeset(one_device, 1);
	struct index_entry entry = { .place = 4, .record = "a record" };
	struct secret_key key;
	bool found;

	memset(entry.record_key.bytes, 5, KEY_BYTES);
	CHECK_OK(index_put(index, &a));
	CHECK_OK(index_put_entry(index, a.key, &entry));
	CHECK_OK(index_record_key(index, "a record", one_device, &key,
	    &found));
	CHECK(found);
	CHECK(crypto_equal(&key, &entry.record_key, sizeof key));
	CHECK_OK(index_record_key(index, "a record", two_device, &key,
	    &found));
	CHECK(!found);
	CHECK_OK(index_record_key(index, "another", one_device, &key,
	    &found));
	CHECK(!found);
}

static void
secrets_are_sealed(struct index *index)
{
	struct buf sealed = BUF_INIT, plain = BUF_INIT;

	index_seal(index, &sealed, slice_str("a name"), "row 1");
	CHECK(memcmp(sealed.data, "a name", 6) != 0);
	CHECK_OK(index_unseal(index, &plain, buf_slice(&sealed), "row 1"));
	CHECK_STR(buf_str(&plain), "a name");
	CHECK_ERR(index_unseal(index, &plain, buf_slice(&sealed), "row 2"),
	    ERR_SIGNATURE, "row 2");
	CHECK_ERR(index_unseal(index, &plain, slice_str("x"), "row 1"),
	    ERR_SIGNATURE, "row 1");
	buf_free(&sealed);
	buf_free(&plain);
}

static void
branches_and_settings(struct index *index)
{
	char tip[DEPOT_ID_TEXT_MAX];
	struct buf value = BUF_INIT;

	CHECK_OK(index_branch(index, DEPOT_HUB, "device/x", tip));
	CHECK_STR(tip, "");
	CHECK_OK(index_set_branch(index, DEPOT_HUB, "device/x", "0123"));
	CHECK_OK(index_set_branch(index, DEPOT_HUB, "device/x", "4567"));
	CHECK_OK(index_branch(index, DEPOT_HUB, "device/x", tip));
	CHECK_STR(tip, "4567");
	CHECK_OK(index_branch(index, DEPOT_OWN, "device/x", tip));
	CHECK_STR(tip, "");
	CHECK_OK(index_setting(index, "hub", &value));
	CHECK_STR(buf_str(&value), "");
	CHECK_OK(index_set(index, "hub", "/a"));
	CHECK_OK(index_set(index, "hub", "/b"));
	CHECK_OK(index_setting(index, "hub", &value));
	CHECK_STR(buf_str(&value), "/b");
	buf_free(&value);
}

static const char columns[] = "SELECT count(*) FROM sqlite_schema s,"
    " pragma_table_info(s.name) WHERE s.type = 'table'";

/* What version 1 of the schema left behind opens, and has every column. */
static void
version_1_opens(struct index *fresh, const char *folder)
{
	struct buf said = BUF_INIT, bytes = BUF_INIT, path = BUF_INIT;
	struct index *index = NULL;
	struct keyring keys;
	struct secret_key key, nothing = { { 0 } };
	struct slice device, response;
	char id[DEVICE_ID_MAX], record[64];
	int64_t seen, wanted;
	bool found = false;

	golden_read(&said, "index-1.txt");
	device = golden_value(&said, "device");
	response = golden_value(&said, "response");
	snprintf(id, sizeof id, "%.*s", (int)device.len, (char *)device.data);
	snprintf(record, sizeof record, "%.*s", (int)response.len,
	    (char *)response.data);
	golden_read(&bytes, "index-1.sqlite");
	file_join(&path, folder, "old.sqlite");
	CHECK_OK(file_write(buf_str(&path), buf_slice(&bytes)));
	CHECK_OK(keyring_load(&keys, "golden/index-1.keys", SLICE_EMPTY));
	CHECK_OK(index_open(&index, buf_str(&path), &keys));
	if (index != NULL) {
		CHECK_OK(index_record_key(index, record, id, &key,
		    &found));
		CHECK(found && !crypto_equal(&key, &nothing, sizeof key));
		CHECK_OK(index_count(index, columns, &seen));
		CHECK_OK(index_count(fresh, columns, &wanted));
		CHECK_INT(seen, wanted);
	}
	index_close(index);
	keyring_wipe(&keys);
	buf_free(&said);
	buf_free(&bytes);
	buf_free(&path);
}

int
main(void)
{
	struct buf folder = BUF_INIT, path = BUF_INIT;
	struct index *index = NULL;
	struct keyring keys;

	CHECK_OK(crypto_start());
	keyring_new(&keys);
	CHECK_OK(scratch_make(&folder, "merger-index"));
	file_join(&path, buf_str(&folder), "index.sqlite");
	CHECK_OK(index_open(&index, buf_str(&path), &keys));
	if (index != NULL) {
		a_verdict_changes(index);
		they_are_visited_in_order(index);
		keys_are_of_a_device(index);
		secrets_are_sealed(index);
		branches_and_settings(index);
		version_1_opens(index, buf_str(&folder));
	}
	index_close(index);
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	buf_free(&path);
	return CHECK_DONE();
}
