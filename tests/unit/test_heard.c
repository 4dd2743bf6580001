#include "check.h"
#include "golden.h"
#include "study.h"

#include "kit/exchange/heard.h"
#include "kit/exchange/signed_text.h"

static struct study study;

static const struct err *
read_back(struct slice file)
{
	struct heard heard;

	return heard_read(&heard, file, manifest_study(study.first),
	    &study.laptop.sign.public);
}

static void
write_one(struct buf *out, const struct sign_pair *device)
{
	const struct heard heard = { .study = *manifest_study(study.first),
		.manifest = 4, .erased = 9, .time_ms = STUDY_TIME_MS };

	heard_write(out, &heard, device);
}

static void
test_round(void)
{
	struct buf file = BUF_INIT;
	struct heard heard;
	struct hash other = { { 1 } };

	write_one(&file, &study.laptop.sign);
	CHECK_OK(heard_read(&heard, buf_slice(&file),
	    manifest_study(study.first), &study.laptop.sign.public));
	CHECK_INT(heard.manifest, 4);
	CHECK_INT(heard.erased, 9);
	CHECK_INT(heard.time_ms, STUDY_TIME_MS);
	CHECK_ERR(heard_read(&heard, buf_slice(&file), &other,
	    &study.laptop.sign.public), ERR_FOREIGN, "another study");
	CHECK_ERR(heard_read(&heard, buf_slice(&file),
	    manifest_study(study.first), &study.stranger.sign.public),
	    ERR_SIGNATURE, "another device");
	buf_free(&file);
}

static void
test_altered(void)
{
	struct buf file = BUF_INIT;

	write_one(&file, &study.laptop.sign);
	for (size_t i = 0; i < file.len; i++) {
		const struct err *err;

		file.data[i] ^= 1;
		err = read_back(buf_slice(&file));
		CHECK_RESULT(err != NULL, "byte %zu altered: expected a "
		    "refusal, saw success", i);
		file.data[i] ^= 1;
	}
	for (size_t len = 0; len < file.len; len++)
		CHECK_ERR(read_back(slice_of(file.data, len)), ERR_FORMAT, "");
	memset(buf_extend(&file, HEARD_BYTES_MAX), 'x', HEARD_BYTES_MAX);
	CHECK_ERR(read_back(buf_slice(&file)), ERR_LIMIT, "more than 4096");
	buf_free(&file);
}

/* Signed by the laptop, and still refused. */
static void
test_meaningless(void)
{
	static const struct {
		const char *json;
		enum err_code code;
		const char *text;
	} rows[] = {
		{ "{\"kind\":\"recolte heard\",\"v\":\"2\"}", ERR_NEWER,
		    "format 2" },
		{ "{\"kind\":\"recolte word\",\"v\":\"1\"}", ERR_FORMAT,
		    "not a" },
		{ "{\"device\":\"x\",\"kind\":\"recolte heard\",\"v\":\"1\"}",
		    ERR_SIGNATURE, "another device" },
		{ "[]", ERR_FORMAT, "kind" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf file = BUF_INIT;
		struct json *json;

		CHECK_OK(json_parse(&json, slice_str(rows[i].json)));
		signed_text_write(&file, json, "recolte heard 1",
		    &study.laptop.sign);
		CHECK_ERR(read_back(buf_slice(&file)), rows[i].code,
		    rows[i].text);
		json_free(json);
		buf_free(&file);
	}
}

static void
test_golden(void)
{
	struct buf file = BUF_INIT, said = BUF_INIT;
	uint8_t seed[KEY_BYTES];
	struct sign_pair device;
	struct heard heard;
	struct hash of;

	golden_read(&file, "heard.bin");
	golden_read(&said, "heard.txt");
	golden_hex(&said, "writer-seed", seed, sizeof(seed));
	golden_hex(&said, "study", &of, sizeof(of));
	sign_pair_from_seed(&device, seed);
	CHECK_OK(heard_read(&heard, buf_slice(&file), &of, &device.public));
	CHECK_INT(heard.manifest, 7);
	CHECK_INT(heard.erased, 3);
	CHECK_INT(heard.time_ms, 1771234567000);
	buf_free(&file);
	buf_free(&said);
}

int
main(void)
{
	study_new(&study);
	test_round();
	test_altered();
	test_meaningless();
	test_golden();
	study_free(&study);
	return CHECK_DONE();
}
