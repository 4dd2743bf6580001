/* A bundle's head, that is written as it is read, and the scan of its pack. */
#include "fuzz.h"

#include <string.h>

#include "kit/exchange/bundle.h"
#include "kit/exchange/pack_scan.h"

/* In pieces that do not matter: the answer is the same. */
static enum err_code
scan(struct slice bytes, size_t piece)
{
	struct pack_scan *scan = pack_scan_new();
	const struct err *err = NULL;

	while (!err && bytes.len > 0) {
		size_t len = piece < bytes.len ? piece : bytes.len;

		err = pack_scan_feed(scan, slice_of(bytes.data, len));
		bytes = slice_of(bytes.data + len, bytes.len - len);
	}
	if (!err)
		err = pack_scan_end(scan);
	pack_scan_free(scan);
	return err ? err->code : 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of(data, size);
	struct arena *arena = arena_new();
	struct bundle_head head;
	struct buf again = BUF_INIT;

	if (!bundle_head_read(&head, arena, bytes)) {
		bundle_head_write(&again, &head);
		FUZZ_MUST(again.len == head.bytes &&
		    memcmp(again.data, data, again.len) == 0);
		bytes = slice_of(data + head.bytes, size - head.bytes);
	}
	FUZZ_MUST(scan(bytes, 7) == scan(bytes, size + 1));
	buf_free(&again);
	arena_free(arena);
	return 0;
}
