#include "kit/exchange/changeset_parts.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"

static const uint8_t magic[MAGIC_BYTES] =
    { 0x89, 'R', 'C', 'L', 0x0d, 0x0a, 0x1a, 0x0a };
static const uint8_t purpose[PURPOSE_BYTES] = "recolte change set";

static void
add_zeroes(struct buf *out, size_t count)
{
	memset(buf_extend(out, count), 0, count);
}

/* The place from 1 of a dictionary in the list; 0 when it is not there. */
static void
add_fixed_header(struct changeset_encoder *e, size_t entry_count)
{
	const struct changeset_head *head = e->head;
	struct hash commitment;

	crypto_hash(&commitment, slice_of(e->batch_key.bytes, KEY_BYTES));
	buf_append(&e->out, magic, MAGIC_BYTES);
	buf_add_u16(&e->out, CHANGESET_VERSION);
	buf_add_u16(&e->out, 0);
	buf_add_u32(&e->out, 0);	/* H, filled in when it is known */
	buf_add_u32(&e->out, (uint32_t)entry_count);
	buf_add_u32(&e->out, REVISION_BYTES_MAX);
	buf_append(&e->out, purpose, PURPOSE_BYTES);
	buf_append(&e->out, head->study.bytes, HASH_BYTES);
	buf_append(&e->out, head->device.bytes, SIGN_PUBLIC_BYTES);
	buf_add_u64(&e->out, head->chain);
	buf_add_u64(&e->out, head->number);
	buf_add_byte(&e->out, (uint8_t)head->previous_kind);
	add_zeroes(&e->out, 7);
	buf_append(&e->out, head->previous.bytes, HASH_BYTES);
	buf_add_u64(&e->out, head->continues_chain);
	buf_add_u64(&e->out, head->continues_number);
	buf_append(&e->out, commitment.bytes, HASH_BYTES);
}

static int
compare_recipients(const void *a, const void *b)
{
	return memcmp(a, b, KEY_ID_BYTES);
}

static const struct err *
add_recipients(struct changeset_encoder *e,
    const struct seal_public *recipients, size_t count)
{
	uint8_t *first, *at;

	buf_add_u16(&e->out, (uint16_t)count);
	first = at = buf_extend(&e->out, count * RECIPIENT_BYTES);
	for (size_t i = 0; i < count; i++, at += RECIPIENT_BYTES) {
		struct key_id id;

		seal_key_id(&id, &recipients[i]);
		memcpy(at, id.bytes, KEY_ID_BYTES);
		if (!crypto_seal_key(at + KEY_ID_BYTES, &e->batch_key,
		    &recipients[i]))
			return err_new(ERR_FORMAT, "change set: recipient %zu "
			    "has a sealing key that protects nothing", i + 1);
	}
	qsort(first, count, RECIPIENT_BYTES, compare_recipients);
	return NULL;
}

const struct err *
changeset_write_head(struct changeset_encoder *e, size_t entry_count,
    const struct seal_public *recipients, size_t recipient_count)
{
	const struct changeset_head *head = e->head;
	struct buf length = BUF_INIT;
	const struct err *err;

	add_fixed_header(e, entry_count);
	buf_add_u16(&e->out, (uint16_t)strlen(head->program));
	buf_add(&e->out, head->program);
	buf_add_u16(&e->out, (uint16_t)head->replaced_count);
	for (size_t i = 0; i < head->replaced_count; i++)
		buf_add_u64(&e->out, head->replaced[i]);
	buf_add_u16(&e->out, (uint16_t)e->dictionary_count);
	for (size_t i = 0; i < e->dictionary_count; i++)
		buf_append(&e->out, e->hashes[i].bytes, HASH_BYTES);
	err = add_recipients(e, recipients, recipient_count);
	if (err)
		return err;
	buf_add_u32(&e->out, (uint32_t)head->extensions.len);
	buf_add_slice(&e->out, head->extensions);
	buf_add_u32(&length, (uint32_t)e->out.len);
	memcpy(e->out.data + HEADER_BYTES_AT, length.data, length.len);
	buf_free(&length);
	return NULL;
}

static const struct err *
take_list(struct slice *out, size_t *count, struct reader *r,
    size_t item_bytes, size_t max, const char *what)
{
	*out = SLICE_EMPTY;
	*count = reader_u16(r);
	if (*count > max)
		return changeset_over_limit(what, *count, max);
	*out = reader_take(r, *count * item_bytes);
	return r->failed ? changeset_refuse("torn in its header") : NULL;
}

const struct err *
changeset_read_magic(struct reader *r)
{
	unsigned version;

	if (!slice_equal(reader_take(r, MAGIC_BYTES),
	    slice_of(magic, MAGIC_BYTES)))
		return changeset_refuse("not one: its first bytes are others");
	version = reader_u16(r);
	if (r->failed || version == 0)
		return changeset_refuse("torn in its first bytes");
	if (version > CHANGESET_VERSION)
		return err_new(ERR_NEWER, "change set: format %u is newer than "
		    "this program: update it", version);
	return NULL;
}

/* What a chain's change sets say of the one before them. */
static const struct err *
check_previous(const struct changeset_head *head)
{
	bool first = head->number == 1;
	bool continues = head->previous_kind == PREVIOUS_CONTINUES;

	if (first != (head->previous_kind != PREVIOUS_SAME))
		return changeset_refuse("its number and what comes before it disagree");
	if (hash_is_zero(&head->previous) !=
	    (head->previous_kind == PREVIOUS_NONE))
		return changeset_refuse("the hash before it is missing or too much");
	if ((head->continues_chain != 0) != continues ||
	    (head->continues_number != 0) != continues)
		return changeset_refuse("the chain it continues is missing or too much");
	if (continues && head->continues_chain == head->chain)
		return changeset_refuse("its chain continues itself");
	if (head->continues_number > CHANGESET_NUMBER_MAX)
		return err_new(ERR_LIMIT, "change set: it continues a number "
		    "over %d", CHANGESET_NUMBER_MAX);
	return NULL;
}

static const struct err *
check_numbers(const struct changeset *c, size_t entry_count)
{
	if (c->head.chain == 0 || c->head.number == 0)
		return changeset_refuse("without a chain or a number");
	if (c->head.number > CHANGESET_NUMBER_MAX)
		return err_new(ERR_LIMIT, "change set: its number is over %d",
		    CHANGESET_NUMBER_MAX);
	if (entry_count > CHANGESET_ENTRIES_MAX)
		return changeset_over_limit("entries", entry_count,
		    CHANGESET_ENTRIES_MAX);
	if (c->plain_bytes_max == 0)
		return changeset_refuse("its entries may hold nothing");
	if (c->plain_bytes_max > REVISION_BYTES_MAX)
		return changeset_over_limit("bytes allowed in an entry",
		    c->plain_bytes_max, REVISION_BYTES_MAX);
	return check_previous(&c->head);
}

static const struct err *
read_fixed_header(struct changeset *c, struct reader *r, size_t *header_bytes)
{
	struct slice zero, named, more;
	struct changeset_head *head = &c->head;
	unsigned previous_kind;

	zero = reader_take(r, 2);
	*header_bytes = reader_u32(r);
	c->entry_count = reader_u32(r);
	c->plain_bytes_max = reader_u32(r);
	named = reader_take(r, PURPOSE_BYTES);
	reader_copy(r, head->study.bytes, HASH_BYTES);
	reader_copy(r, head->device.bytes, SIGN_PUBLIC_BYTES);
	head->chain = reader_u64(r);
	head->number = reader_u64(r);
	previous_kind = reader_u8(r);
	more = reader_take(r, 7);
	reader_copy(r, head->previous.bytes, HASH_BYTES);
	head->continues_chain = reader_u64(r);
	head->continues_number = reader_u64(r);
	reader_copy(r, c->commitment.bytes, HASH_BYTES);
	if (r->failed)
		return changeset_refuse("torn in its header");
	if (!slice_equal(named, slice_of(purpose, PURPOSE_BYTES)))
		return changeset_refuse("made for another purpose");
	if (!changeset_is_zero(zero) || !changeset_is_zero(more) ||
	    previous_kind > PREVIOUS_CONTINUES)
		return changeset_refuse("bytes in its header mean nothing");
	head->previous_kind = (enum changeset_previous)previous_kind;
	return check_numbers(c, c->entry_count);
}

static const struct err *
read_program(struct changeset *c, struct reader *r)
{
	struct slice name;
	size_t len;
	const struct err *err;

	err = take_list(&name, &len, r, 1, CHANGESET_PROGRAM_BYTES_MAX,
	    "bytes in the program's name");
	if (err)
		return err;
	for (size_t i = 0; i < len; i++)
		if (name.data[i] < 0x20 || name.data[i] > 0x7e)
			return changeset_refuse("the program's name is not plain text");
	if (len > 0)
		memcpy(c->program, name.data, len);
	c->head.program = c->program;
	return NULL;
}

static const struct err *
read_replaced(struct changeset *c, struct reader *r)
{
	struct changeset_head *head = &c->head;
	struct slice list;
	struct reader numbers;
	uint64_t before = 0;
	const struct err *err;

	err = take_list(&list, &head->replaced_count, r, 8,
	    CHANGESET_REPLACED_MAX, "replaced numbers");
	if (err)
		return err;
	c->replaced = mem_alloc_n(head->replaced_count, sizeof(*c->replaced));
	head->replaced = c->replaced;
	numbers = reader_of(list);
	for (size_t i = 0; i < head->replaced_count; i++) {
		c->replaced[i] = reader_u64(&numbers);
		if (c->replaced[i] <= before || c->replaced[i] >= head->number)
			return changeset_refuse("the numbers it replaces are not "
			    "ascending, or not before its own");
		before = c->replaced[i];
	}
	return NULL;
}

static const struct err *
read_dictionaries(struct changeset *c, struct reader *r)
{
	size_t count;
	const struct err *err;

	err = take_list(&c->dictionaries, &count, r, HASH_BYTES,
	    CHANGESET_DICTIONARIES_MAX, "dictionaries");
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		if (hash_is_zero(changeset_dictionary(c, i)))
			return changeset_refuse("a dictionary without a hash");
		for (size_t j = 0; j < i; j++)
			if (hash_equal(changeset_dictionary(c, i),
			    changeset_dictionary(c, j)))
				return changeset_refuse("a dictionary named twice");
	}
	return NULL;
}

static const struct err *
read_recipients(struct changeset *c, struct reader *r)
{
	size_t count;
	const struct err *err;

	err = take_list(&c->recipients, &count, r, RECIPIENT_BYTES,
	    CHANGESET_RECIPIENTS_MAX, "recipients");
	if (err)
		return err;
	if (count == 0)
		return changeset_refuse("sealed to nobody");
	for (size_t i = 1; i < count; i++)
		if (memcmp(changeset_recipient(c, i - 1),
		    changeset_recipient(c, i), KEY_ID_BYTES) >= 0)
			return changeset_refuse("its recipients are not sorted, or one "
			    "is named twice");
	return NULL;
}

static const struct err *
read_extensions(struct changeset *c, struct reader *r)
{
	size_t len = reader_u32(r);
	struct reader area;
	unsigned before = 0;

	if (len > CHANGESET_EXTENSION_BYTES_MAX)
		return changeset_over_limit("bytes of extensions", len,
		    CHANGESET_EXTENSION_BYTES_MAX);
	c->head.extensions = reader_take(r, len);
	if (r->failed)
		return changeset_refuse("torn in its header");
	area = reader_of(c->head.extensions);
	while (area.rest.len > 0) {
		unsigned type = reader_u16(&area);
		unsigned flags = reader_u16(&area);

		reader_take(&area, reader_u32(&area));
		if (area.failed || type <= before)
			return changeset_refuse("its extensions are torn or not sorted");
		if (flags & ~(unsigned)EXTENSION_CRITICAL)
			return changeset_refuse("an extension's flags mean nothing");
		/* This version knows none, so a critical one is too new. */
		if (flags & EXTENSION_CRITICAL)
			c->newer_extension = type;
		before = type;
	}
	return NULL;
}

const struct err *
changeset_read_head(struct changeset *c, struct reader *r, size_t whole)
{
	size_t header_bytes;
	const struct err *err;

	err = read_fixed_header(c, r, &header_bytes);
	if (err == NULL)
		err = read_program(c, r);
	if (err == NULL)
		err = read_replaced(c, r);
	if (err == NULL)
		err = read_dictionaries(c, r);
	if (err == NULL)
		err = read_recipients(c, r);
	if (err == NULL)
		err = read_extensions(c, r);
	if (err == NULL && whole - r->rest.len != header_bytes)
		err = changeset_refuse("its header is not as long as it says");
	return err;
}
