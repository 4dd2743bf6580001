#include "check.h"
#include "golden.h"

#include "kit/exchange/keyfile.h"

enum { FIXED_BYTES = 64 };

static struct json *
sample(void)
{
	struct json *secrets = json_new_object();
	uint8_t key[KEY_BYTES];

	memset(key, 0x42, sizeof(key));
	keyfile_put(secrets, "sign", key, sizeof(key));
	keyfile_put(secrets, "chain", "\1\2\3\4", 4);
	return secrets;
}

static const struct err *
open_only(struct slice bytes, const char *passphrase)
{
	struct json *secrets;
	const struct err *err;

	err = keyfile_open(&secrets, bytes, slice_str(passphrase));
	CHECK((secrets == NULL) == (err != NULL));
	keyfile_free(secrets);
	return err;
}

static void
check_sample(const struct json *secrets)
{
	uint8_t key[KEY_BYTES], chain[4];

	CHECK_INT(json_count(secrets), 2);
	CHECK(keyfile_get(secrets, "sign", key, sizeof(key)));
	CHECK_INT(key[0], 0x42);
	CHECK_INT(key[31], 0x42);
	CHECK(keyfile_get(secrets, "chain", chain, 4) && chain[3] == 4);
	CHECK(!keyfile_get(secrets, "chain", chain, 3));
	CHECK(!keyfile_get(secrets, "seal", key, sizeof(key)));
}

static void
test_sealed(void)
{
	struct json *secrets = sample(), *opened;
	struct buf file = BUF_INIT, again = BUF_INIT;

	CHECK_OK(keyfile_seal(&file, secrets,
	    slice_str("tout l'\xc3\xa9t\xc3\xa9")));
	CHECK_OK(keyfile_seal(&again, secrets,
	    slice_str("tout l'\xc3\xa9t\xc3\xa9")));
	CHECK(!slice_equal(buf_slice(&file), buf_slice(&again)));
	CHECK(!keyfile_is_plain(buf_slice(&file)));
	CHECK_OK(keyfile_open(&opened, buf_slice(&file),
	    slice_str("tout l'\xc3\xa9t\xc3\xa9")));
	check_sample(opened);
	keyfile_free(opened);
	CHECK_ERR(open_only(buf_slice(&file), "tout l'ete"), ERR_DENIED,
	    "wrong passphrase, or an altered file");
	CHECK_ERR(open_only(buf_slice(&file), ""), ERR_DENIED,
	    "wrong passphrase");
	CHECK_ERR(keyfile_seal(&file, secrets, SLICE_EMPTY), ERR_USAGE,
	    "passphrase is empty");
	CHECK_ERR(keyfile_seal(&file, secrets, slice_str("seven77")), ERR_USAGE,
	    "too short");
	keyfile_free(secrets);
	buf_free(&file);
	buf_free(&again);
}

/* Each part once: Argon2id takes its time. */
static void
test_altered(void)
{
	static const struct {
		size_t at;
		enum err_code code;
	} rows[] = {
		{ 0, ERR_FORMAT }, { 7, ERR_FORMAT }, { 8, ERR_NEWER },
		{ 9, ERR_FORMAT }, { 10, ERR_FORMAT }, { 15, ERR_NEWER },
		{ 17, ERR_NEWER }, { 23, ERR_FORMAT }, { 24, ERR_DENIED },
		{ 39, ERR_DENIED }, { 40, ERR_DENIED }, { 63, ERR_DENIED },
		{ 64, ERR_DENIED }, { 80, ERR_DENIED },
	};
	struct json *secrets = sample();
	struct buf file = BUF_INIT;

	CHECK_OK(keyfile_seal(&file, secrets, slice_str("a sentence")));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		file.data[rows[i].at] ^= 1;
		CHECK_ERR(open_only(buf_slice(&file), "a sentence"),
		    rows[i].code, "");
		file.data[rows[i].at] ^= 1;
	}
	for (size_t len = 0; len < file.len; len++)
		CHECK_ERR(open_only(slice_of(file.data, len), "a sentence"), ERR_FORMAT,
		    "");
	buf_add_byte(&file, 0);
	CHECK_ERR(open_only(buf_slice(&file), "a sentence"), ERR_FORMAT, "torn");
	keyfile_free(secrets);
	buf_free(&file);
}

static void
test_plain(void)
{
	struct json *secrets = sample(), *opened;
	struct buf file = BUF_INIT;

	CHECK_OK(keyfile_write_plain(&file, secrets));
	CHECK_STR(buf_str(&file), "recolte keys without a passphrase 1\n"
	    "{\"chain\":\"01020304\",\"sign\":\"4242424242424242424242424242"
	    "424242424242424242424242424242424242\"}\n");
	CHECK(keyfile_is_plain(buf_slice(&file)));
	CHECK_OK(keyfile_open(&opened, buf_slice(&file), SLICE_EMPTY));
	check_sample(opened);
	keyfile_free(opened);
	CHECK_ERR(open_only(buf_slice(&file), "a sentence"), ERR_STATE,
	    "not protected by a passphrase");
	for (size_t len = 0; len < file.len; len++)
		CHECK_ERR(open_only(slice_of(file.data, len), ""), ERR_FORMAT,
		    "");
	buf_add(&file, "\n");
	CHECK_ERR(open_only(buf_slice(&file), ""), ERR_FORMAT, "canonical");
	keyfile_free(secrets);
	buf_free(&file);
}

static void
test_refused_to_write(void)
{
	struct json *secrets = json_new_object();
	struct buf file = BUF_INIT;

	json_put_string(secrets, "a", "0A");
	CHECK_ERR(keyfile_write_plain(&file, secrets), ERR_FORMAT,
	    "secret \"a\" is not");
	json_put_string(secrets, "a", "0");
	CHECK_ERR(keyfile_seal(&file, secrets, slice_str("a sentence")), ERR_FORMAT,
	    "secret \"a\" is not");
	json_put_u64(secrets, "a", 1);
	CHECK_ERR(keyfile_write_plain(&file, secrets), ERR_FORMAT, "not in");
	json_put_string(secrets, "a", "");
	for (int i = 0; i < KEYFILE_SECRETS_MAX; i++) {
		char name[16];

		snprintf(name, sizeof(name), "k%d", i);
		json_put_string(secrets, name, "00");
	}
	CHECK_ERR(keyfile_write_plain(&file, secrets), ERR_LIMIT,
	    "1001 secrets");
	CHECK_INT(file.len, 0);
	keyfile_free(secrets);
	keyfile_free(NULL);
}

static void
test_golden(void)
{
	struct buf file = BUF_INIT, said = BUF_INIT;
	uint8_t expected[KEY_BYTES], key[KEY_BYTES];
	struct json *secrets;

	golden_read(&file, "keyfile.bin");
	golden_read(&said, "keyfile.txt");
	CHECK_OK(keyfile_open(&secrets, buf_slice(&file),
	    golden_value(&said, "passphrase")));
	golden_hex(&said, "sign", expected, sizeof(expected));
	CHECK(keyfile_get(secrets, "sign", key, sizeof(key)));
	CHECK(!memcmp(key, expected, sizeof(key)));
	CHECK_INT(json_count(secrets), 1);
	keyfile_free(secrets);
	buf_free(&file);
	buf_free(&said);
}

int
main(void)
{
	CHECK_OK(crypto_start());
	test_sealed();
	test_altered();
	test_plain();
	test_refused_to_write();
	test_golden();
	return CHECK_DONE();
}
