#include "kit/record/digest.h"

#include <stdlib.h>
#include <string.h>

#include "kit/record/merge.h"

static int
hash_compare(const void *a, const void *b)
{
	return memcmp(a, b, HASH_BYTES);
}

/* Sort, and drop what is there twice; the number that is left. */
static size_t
sort_unique(struct hash *hashes, size_t count)
{
	size_t kept = 0;

	if (count > 1)
		qsort(hashes, count, sizeof *hashes, hash_compare);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !hash_equal(&hashes[kept - 1], &hashes[i]))
			hashes[kept++] = hashes[i];
	return kept;
}

void
digest_dataset(struct hash *out, const struct hash *manifest,
    struct hash *changesets, size_t changeset_count)
{
	struct buf bytes = BUF_INIT;
	size_t count = sort_unique(changesets, changeset_count);

	buf_add(&bytes, "recolte digest 1");
	buf_add_u32(&bytes, MERGE_RULE);
	buf_append(&bytes, manifest->bytes, HASH_BYTES);
	buf_add_u64(&bytes, count);
	for (size_t i = 0; i < count; i++)
		buf_append(&bytes, changesets[i].bytes, HASH_BYTES);
	crypto_hash(out, buf_slice(&bytes));
	buf_free(&bytes);
}
