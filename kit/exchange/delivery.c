#include "kit/exchange/delivery.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/text.h"

void
delivery_chain(char out[DELIVERY_CHAIN_MAX], uint64_t chain)
{
	snprintf(out, DELIVERY_CHAIN_MAX, "%016llx",
	    (unsigned long long)chain);
}

void
delivery_branch(char out[DEPOT_BRANCH_MAX], const char *device,
    const char *chain)
{
	snprintf(out, DEPOT_BRANCH_MAX, "device/%s/%s", device, chain);
}

void
delivery_name(char out[DELIVERY_NAME_MAX], uint64_t number)
{
	snprintf(out, DELIVERY_NAME_MAX, "%08u.cs", (unsigned)number);
}

uint64_t
delivery_number(const char *name)
{
	uint64_t number;

	if (strlen(name) != 11 || strcmp(name + 8, ".cs") != 0 ||
	    !text_parse_u64(slice_of(name, 8), &number))
		return 0;
	return number;
}

static void
add_trailers(struct buf *out, const struct delivery *d)
{
	struct hash sha256;
	char study[HASH_TEXT_MAX], payload[HASH_TEXT_MAX];

	crypto_sha256(&sha256, d->bytes);
	hash_text(study, d->study);
	hash_text(payload, &sha256);
	buf_addf(out, "Study: %s\nDevice: %s\nChain: %s\nNumber: %llu\n"
	    "Payload-SHA256: %s", study, d->device, d->chain,
	    (unsigned long long)d->number, payload);
}

const struct err *
delivery_commit(struct depot *depot, const struct delivery *d)
{
	const struct err *err;
	char branch[DEPOT_BRANCH_MAX], name[DELIVERY_NAME_MAX];
	char id[DEPOT_ID_TEXT_MAX];
	struct buf trailers = BUF_INIT;
	struct depot_file *files = mem_alloc_n(d->attachment_count + 1,
	    sizeof(*files));
	struct depot_commit commit = { .branch = branch, .files = files,
		.file_count = d->attachment_count + 1,
		.subject = d->subject, .author = d->device,
		.time_ms = d->time_ms };

	delivery_branch(branch, d->device, d->chain);
	delivery_name(name, d->number);
	files[0] = (struct depot_file){ name, d->bytes };
	if (d->attachment_count > 0)
		memcpy(files + 1, d->attachments, d->attachment_count *
		    sizeof(*files));
	add_trailers(&trailers, d);
	commit.trailers = buf_str(&trailers);
	err = depot_commit(depot, &commit, id);
	buf_free(&trailers);
	mem_free(files);
	return err;
}
