/* fuzz_package.c - form packages, as they come and made canonical. */
#include "fuzz.h"

#include "kit/base/json.h"
#include "kit/record/package.h"

static void
read_bytes(struct slice bytes)
{
	struct package *package;
	const struct err *err = package_read(&package, bytes);

	FUZZ_MUST((err == NULL) == (package != NULL));
	if (err == NULL) {
		FUZZ_MUST(package->form != NULL);
		FUZZ_MUST(package->dictionary.len <= DICTIONARY_BYTES_MAX);
	}
	package_free(package);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf canonical = BUF_INIT;
	struct json *json;

	FUZZ_MUST(crypto_start() == NULL);
	read_bytes(slice_of(data, size));
	if (json_parse(&json, slice_of(data, size)) != NULL)
		return 0;
	json_write(&canonical, json);
	json_free(json);
	read_bytes(buf_slice(&canonical));
	buf_free(&canonical);
	return 0;
}
