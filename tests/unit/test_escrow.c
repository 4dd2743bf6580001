/* test_escrow - codes, escrows, unlock files, backups; each of them damaged. */
#include "golden.h"
#include "kit/exchange/backup.h"
#include "kit/exchange/keyfile.h"
#include "scratch.h"

struct scene {
	struct hash study;
	struct sign_pair device;
	struct seal_pair office, other;
	struct secret_key store;
	struct buf folder, image, sealed, open, back;
};

static void
scene_open(struct scene *p)
{
	*p = (struct scene){ 0 };
	CHECK_OK(crypto_start());
	CHECK_OK(scratch_make(&p->folder, "escrow"));
	crypto_random(p->study.bytes, HASH_BYTES);
	crypto_random(p->store.bytes, KEY_BYTES);
	sign_pair_new(&p->device);
	seal_pair_new(&p->office);
	seal_pair_new(&p->other);
	file_join(&p->image, buf_str(&p->folder), "image");
	file_join(&p->sealed, buf_str(&p->folder), "sealed");
	file_join(&p->open, buf_str(&p->folder), "open");
	file_join(&p->back, buf_str(&p->folder), "back");
}

static void
scene_close(struct scene *p)
{
	CHECK_OK(scratch_remove(buf_str(&p->folder)));
	buf_free(&p->folder);
	buf_free(&p->image);
	buf_free(&p->sealed);
	buf_free(&p->open);
	buf_free(&p->back);
}

/* ---- codes ---- */

static void
test_codes(void)
{
	static const struct {
		const char *typed, *code;	/* NULL: none */
	} rows[] = {
		{ "7K3F-Q9ZM-20TX-B5WC", "7K3F-Q9ZM-20TX-B5WC" },
		{ "7k3fq9zm20txb5wc", "7K3F-Q9ZM-20TX-B5WC" },
		{ " 7K3F Q9ZM\t2OTX B5WC ", "7K3F-Q9ZM-20TX-B5WC" },
		{ "iLoO-1100-iLoO-1100", "1100-1100-1100-1100" },
		{ "7K3F-Q9ZM-20TX-B5W", NULL },
		{ "7K3F-Q9ZM-20TX-B5WCC", NULL },
		{ "7K3F-Q9ZM-20TX-B5WU", NULL },
		{ "7K3F_Q9ZM_20TX_B5WC", NULL },
		{ "", NULL },
	};
	char code[CODE_TEXT_MAX], again[CODE_TEXT_MAX];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].code == NULL) {
			CHECK_ERR(code_read(code, slice_str(rows[i].typed)),
			    ERR_USAGE, "16 digits");
			continue;
		}
		CHECK_OK(code_read(code, slice_str(rows[i].typed)));
		CHECK_STR(code, rows[i].code);
	}
	code_new(code);
	CHECK_OK(code_read(again, slice_str(code)));
	CHECK_STR(again, code);
	code_new(again);
	CHECK(strcmp(again, code) != 0);
}

/* ---- escrows and unlock files ---- */

static void
test_escrow(struct scene *p)
{
	struct buf sealed = BUF_INIT;
	struct store_opener opener;
	struct hash foreign = p->study;

	CHECK_OK(escrow_seal(&sealed, &p->study, &p->store, 1770000000000,
	    &p->office.public, 1, &p->device));
	CHECK_OK(escrow_open(&opener, buf_slice(&sealed), &p->study,
	    &p->office));
	CHECK(!memcmp(&opener.store, &p->store, sizeof(p->store)));
	CHECK(!memcmp(&opener.device, &p->device.public,
	    sizeof(opener.device)));
	CHECK(!opener.has_image);
	CHECK_ERR(escrow_open(&opener, buf_slice(&sealed), &p->study,
	    &p->other), ERR_DENIED, "");
	foreign.bytes[0] ^= 1;
	CHECK_ERR(escrow_open(&opener, buf_slice(&sealed), &foreign,
	    &p->office), ERR_FOREIGN, "");
	sealed.data[sealed.len - 1] ^= 1;
	CHECK_ERR(escrow_open(&opener, buf_slice(&sealed), &p->study,
	    &p->office), ERR_SIGNATURE, "");
	buf_free(&sealed);
}

static void
test_unlock(struct scene *p)
{
	struct store_opener opener = { p->study, p->device.public, p->store,
		false, { { 0 } } };
	struct store_opener read;
	struct buf file = BUF_INIT;
	struct json *other = json_new_object();

	CHECK_OK(unlock_write(&file, &opener, "7K3F-Q9ZM-20TX-B5WC"));
	CHECK_OK(unlock_read(&read, buf_slice(&file), "7K3F-Q9ZM-20TX-B5WC"));
	CHECK(!memcmp(&read.store, &opener.store, sizeof(read.store)));
	CHECK(hash_equal(&read.study, &opener.study));
	CHECK(!read.has_image);
	CHECK_ERR(unlock_read(&read, buf_slice(&file), "7K3F-Q9ZM-20TX-B5WD"),
	    ERR_DENIED, "not this code");
	/* A key file of another kind, though its code is right. */
	buf_reset(&file);
	keyfile_put(other, "store", p->store.bytes, KEY_BYTES);
	CHECK_OK(keyfile_seal(&file, other, slice_str("a sentence")));
	CHECK_ERR(unlock_read(&read, buf_slice(&file), "a sentence"), ERR_FORMAT,
	    "not one that opens");
	buf_reset(&file);
	CHECK_OK(keyfile_write_plain(&file, other));
	CHECK_ERR(unlock_read(&read, buf_slice(&file), ""), ERR_FORMAT,
	    "not under a code");
	keyfile_free(other);
	buf_free(&file);
}

/* ---- backups ---- */

static void
put(const struct buf *path, size_t size)
{
	struct buf bytes = BUF_INIT;

	for (size_t i = 0; i < size; i++)
		buf_add_byte(&bytes, (uint8_t)(i * 7 + i / 251));
	CHECK_OK(file_write(buf_str(path), buf_slice(&bytes)));
	buf_free(&bytes);
}

static void
get(struct buf *out, const struct buf *path)
{
	buf_reset(out);
	CHECK_OK(file_read(out, buf_str(path), 16 << 20));
}

static const char code[] = "7K3F-Q9ZM-20TX-B5WC";

static const struct err *
write_backup(struct scene *p)
{
	return backup_write(buf_str(&p->sealed), buf_str(&p->image), &p->study,
	    &p->store, 1770000000000, &p->office.public, 1, &p->device);
}

/* Image, backup, a code, image: the same bytes, on both sides of a piece. */
static void
test_sizes(struct scene *p)
{
	static const size_t sizes[] = { 1, 4096, BACKUP_PIECE_BYTES - 1,
		BACKUP_PIECE_BYTES, BACKUP_PIECE_BYTES + 1,
		3 * BACKUP_PIECE_BYTES };
	struct buf before = BUF_INIT, after = BUF_INIT;
	struct store_opener opener, restored;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		put(&p->image, sizes[i]);
		CHECK_OK(write_backup(p));
		CHECK_OK(backup_open(&opener, buf_str(&p->sealed), &p->study,
		    &p->office));
		CHECK_OK(backup_reseal(buf_str(&p->open), buf_str(&p->sealed),
		    &opener, code));
		CHECK_OK(backup_restore(&restored, buf_str(&p->back),
		    buf_str(&p->open), code));
		CHECK(!memcmp(&restored.store, &p->store,
		    sizeof(restored.store)));
		CHECK(!memcmp(&restored.device, &p->device.public,
		    sizeof(restored.device)));
		get(&before, &p->image);
		get(&after, &p->back);
		CHECK_RESULT(slice_equal(buf_slice(&before),
		    buf_slice(&after)), "an image of %zu bytes", sizes[i]);
	}
	put(&p->image, 0);
	CHECK_ERR(write_backup(p), ERR_FORMAT, "empty");
	buf_free(&before);
	buf_free(&after);
}

static void
test_whose(struct scene *p)
{
	struct store_opener opener;

	put(&p->image, 5000);
	CHECK_OK(write_backup(p));
	CHECK_ERR(backup_open(&opener, buf_str(&p->sealed), &p->study,
	    &p->other), ERR_DENIED, "sealed");
	CHECK_ERR(backup_restore(&opener, buf_str(&p->back),
	    buf_str(&p->sealed), code), ERR_STATE, "only a coordinator");
	CHECK_OK(backup_open(&opener, buf_str(&p->sealed), &p->study,
	    &p->office));
	CHECK_OK(backup_reseal(buf_str(&p->open), buf_str(&p->sealed), &opener,
	    code));
	CHECK_ERR(backup_open(&opener, buf_str(&p->open), &p->study,
	    &p->office), ERR_STATE, "under a code");
	CHECK_OK(platform_remove(buf_str(&p->back)));
	CHECK_ERR(backup_restore(&opener, buf_str(&p->back),
	    buf_str(&p->open), "0000-0000-0000-0000"), ERR_DENIED, "code");
	CHECK(!platform_exists(buf_str(&p->back)));
}

/* Each byte of the head and some of the rest, altered; cut at each length. */
static void
test_damage(struct scene *p)
{
	struct buf whole = BUF_INIT, bad = BUF_INIT;
	struct store_opener opener, none;

	put(&p->image, 3000);
	CHECK_OK(write_backup(p));
	CHECK_OK(backup_open(&opener, buf_str(&p->sealed), &p->study,
	    &p->office));
	get(&whole, &p->sealed);
	for (size_t at = 0; at < whole.len; at += at < 32 ? 1 : 397) {
		buf_reset(&bad);
		buf_add_slice(&bad, buf_slice(&whole));
		bad.data[at] ^= 0x10;
		CHECK_OK(file_write(buf_str(&p->sealed), buf_slice(&bad)));
		CHECK_RESULT(backup_open(&none, buf_str(&p->sealed), &p->study,
		    &p->office) != NULL || backup_reseal(buf_str(&p->open),
		    buf_str(&p->sealed), &opener, code) != NULL,
		    "byte %zu altered", at);
		bad.len = at;
		CHECK_OK(file_write(buf_str(&p->sealed), buf_slice(&bad)));
		CHECK_RESULT(backup_open(&none, buf_str(&p->sealed), &p->study,
		    &p->office) != NULL || backup_reseal(buf_str(&p->open),
		    buf_str(&p->sealed), &opener, code) != NULL,
		    "cut at %zu", at);
	}
	buf_add_byte(&whole, 0);
	CHECK_OK(file_write(buf_str(&p->sealed), buf_slice(&whole)));
	CHECK_ERR(backup_reseal(buf_str(&p->open), buf_str(&p->sealed),
	    &opener, code), ERR_FORMAT, "behind its end");
	buf_free(&whole);
	buf_free(&bad);
}

/* ---- what laptops in the field have written ---- */

static void
check_opener(const struct store_opener *opener, const struct buf *said)
{
	uint8_t seed[KEY_BYTES];
	struct store_opener known;
	struct sign_pair device;

	golden_hex(said, "writer-seed", seed, sizeof(seed));
	sign_pair_from_seed(&device, seed);
	golden_hex(said, "study", &known.study, HASH_BYTES);
	golden_hex(said, "store", &known.store, KEY_BYTES);
	CHECK(hash_equal(&opener->study, &known.study));
	CHECK(!memcmp(&opener->store, &known.store, KEY_BYTES));
	CHECK(!memcmp(&opener->device, &device.public, SIGN_PUBLIC_BYTES));
}

static void
test_golden(struct scene *p)
{
	struct buf said = BUF_INIT, bytes = BUF_INIT;
	struct store_opener opener;
	struct seal_pair office;
	struct hash study;
	uint8_t seed[KEY_BYTES];

	golden_read(&said, "escrow.txt");
	golden_hex(&said, "reader-3-seed", seed, sizeof(seed));
	golden_hex(&said, "study", &study, HASH_BYTES);
	seal_pair_from_seed(&office, seed);
	golden_read(&bytes, "escrow.bin");
	CHECK_OK(escrow_open(&opener, buf_slice(&bytes), &study, &office));
	check_opener(&opener, &said);
	buf_reset(&bytes);
	golden_read(&bytes, "unlock.bin");
	CHECK_OK(unlock_read(&opener, buf_slice(&bytes), code));
	check_opener(&opener, &said);
	CHECK_OK(backup_open(&opener, "golden/backup.bin", &study, &office));
	check_opener(&opener, &said);
	CHECK_OK(backup_restore(&opener, buf_str(&p->back),
	    "golden/backup-code.bin", code));
	check_opener(&opener, &said);
	get(&bytes, &p->back);
	CHECK_STR(buf_str(&bytes), "not a database, but its bytes\n");
	buf_free(&said);
	buf_free(&bytes);
}

int
main(void)
{
	struct scene scene;

	scene_open(&scene);
	test_codes();
	test_escrow(&scene);
	test_unlock(&scene);
	test_sizes(&scene);
	test_whose(&scene);
	test_damage(&scene);
	test_golden(&scene);
	scene_close(&scene);
	return CHECK_DONE();
}
