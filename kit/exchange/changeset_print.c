#include <inttypes.h>

#include "kit/exchange/changeset.h"

static void
add_hash(struct buf *out, const char *label, const struct hash *hash)
{
	char text[HASH_TEXT_MAX];

	hash_text(text, hash);
	buf_addf(out, "%-12s%s\n", label, text);
}

static void
add_previous(struct buf *out, const struct changeset_head *head)
{
	if (head->previous_kind == PREVIOUS_CONTINUES)
		buf_addf(out, "%-12schain %016" PRIx64 ", number %" PRIu64 "\n",
		    "continues", head->continues_chain, head->continues_number);
	if (head->previous_kind != PREVIOUS_NONE)
		add_hash(out, "previous", &head->previous);
	for (size_t i = 0; i < head->replaced_count; i++)
		buf_addf(out, "%-12snumber %" PRIu64 "\n", "replaces",
		    head->replaced[i]);
}

static void
add_lists(struct buf *out, const struct changeset *changeset)
{
	for (size_t i = 0; i < changeset_dictionary_count(changeset); i++)
		add_hash(out, "dictionary", changeset_dictionary(changeset, i));
	for (size_t i = 0; i < changeset_recipient_count(changeset); i++) {
		buf_addf(out, "%-12s", "sealed to");
		buf_add_hex(out, slice_of(
		    changeset_recipient(changeset, i)->bytes, KEY_ID_BYTES));
		buf_add(out, "\n");
	}
}

/* What this version knows nothing of, and may pass over. */
static void
add_extensions(struct buf *out, struct slice area)
{
	struct reader r = reader_of(area);

	while (r.rest.len > 0 && !r.failed) {
		unsigned type = reader_u16(&r);
		unsigned flags = reader_u16(&r);
		uint32_t len = reader_u32(&r);

		reader_take(&r, len);
		buf_addf(out, "%-12s%u, %" PRIu32 " bytes, %s\n", "extension",
		    type, len, flags & 1 ? "critical" : "passed over");
	}
}

static void
add_entries(struct buf *out, const struct changeset *changeset)
{
	size_t count = changeset_entry_count(changeset);

	buf_addf(out, "%-12s%zu\n", "entries", count);
	for (size_t i = 0; i < count; i++)
		buf_addf(out, "%12zu  %s, %zu bytes sealed\n", i + 1,
		    changeset_entry_kind(changeset, i) == ENTRY_CHECKPOINT ?
		    "draft checkpoint" : "revision",
		    changeset_entry_bytes(changeset, i));
}

void
changeset_print(struct buf *out, const struct changeset *changeset)
{
	const struct changeset_head *head = changeset_head(changeset);
	char device[DEVICE_ID_MAX];

	device_id_of(device, &head->device);
	add_hash(out, "change set", changeset_hash(changeset));
	add_hash(out, "study", &head->study);
	buf_addf(out, "%-12s%s\n", "device", device);
	buf_addf(out, "%-12s%016" PRIx64 "\n", "chain", head->chain);
	buf_addf(out, "%-12s%" PRIu64 "\n", "number", head->number);
	buf_addf(out, "%-12s%s\n", "written by", head->program);
	add_previous(out, head);
	buf_addf(out, "%-12s%zu bytes an entry\n", "limit",
	    changeset_plain_bytes_max(changeset));
	add_lists(out, changeset);
	add_extensions(out, head->extensions);
	add_entries(out, changeset);
	buf_addf(out, "%-12sfits the device's key\n", "signature");
}
