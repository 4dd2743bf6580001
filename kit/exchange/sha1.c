/* sha1.c - see sha1.h. The one file that includes nettle. */
#include "kit/exchange/sha1.h"

#include <nettle/sha1.h>
#include <nettle/version.h>

void
sha1(uint8_t out[SHA1_BYTES], struct slice bytes)
{
	struct sha1_ctx context;

	sha1_init(&context);
	sha1_update(&context, bytes.len, bytes.data);
#if NETTLE_VERSION_MAJOR >= 4
	sha1_digest(&context, out);
#else
	sha1_digest(&context, SHA1_BYTES, out);
#endif
}
