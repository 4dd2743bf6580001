/*
 * fuzz_revision.c - each line as a revision, as it comes and made canonical;
 * those that can be read are strung together into a history and merged, in two
 * orders.
 */
#include "fuzz.h"

#include <string.h>

#include "kit/base/json.h"
#include "kit/exchange/changeset.h"
#include "kit/record/merge.h"

enum { LINES_MAX = 32 };

struct history {
	struct arena *arena;
	struct revision *revisions[LINES_MAX];
	size_t count;
};

static bool
is_known(const struct history *history, const struct hash *id)
{
	for (size_t i = 0; i < history->count; i++)
		if (hash_equal(&history->revisions[i]->id, id))
			return true;
	return false;
}

/* What was read is written as the same bytes, under the same name. */
static void
read_bytes(struct history *history, struct slice bytes)
{
	struct revision *r;
	struct buf again = BUF_INIT;
	struct hash id;
	const struct err *err;

	err = revision_read(&r, history->arena, bytes, NULL);
	FUZZ_MUST((err == NULL) == (r != NULL));
	if (err != NULL)
		return;
	id = r->id;
	FUZZ_MUST(revision_write(&again, r) == NULL);
	FUZZ_MUST(slice_equal(buf_slice(&again), bytes));
	FUZZ_MUST(hash_equal(&id, &r->id));
	buf_free(&again);
	if (history->count < LINES_MAX && !is_known(history, &id))
		history->revisions[history->count++] = r;
}

static void
read_line(struct history *history, struct slice line)
{
	struct buf canonical = BUF_INIT;
	struct json *json;

	read_bytes(history, line);
	if (line.len > REVISION_BYTES_MAX || json_parse(&json, line) != NULL)
		return;
	json_write(&canonical, json);
	json_free(json);
	if (!slice_equal(buf_slice(&canonical), line))
		read_bytes(history, buf_slice(&canonical));
	buf_free(&canonical);
}

/* Parents out of the bits of the nonce: a hash cannot be guessed. */
static void
string_together(struct history *history)
{
	for (size_t i = 1; i < history->count; i++) {
		struct revision *r = history->revisions[i];
		struct hash *parents = arena_alloc_n(history->arena, 2,
		    sizeof *parents);

		parents[0] = history->revisions[i - 1]->id;
		parents[1] = history->revisions[r->nonce[1] % i]->id;
		r->parents = parents;
		r->parent_count = r->nonce[0] % 3;
		memcpy(r->record, history->revisions[0]->record, RECORD_ID_MAX);
		if (r->retract_count > 0)
			r->retracts = parents;
		if (r->retract_count > 2)
			r->retract_count = 2;
	}
}

static void
merge_from(struct merged_record *out, const struct history *history,
    bool backwards)
{
	struct merge_input *inputs = arena_alloc_n(history->arena, LINES_MAX,
	    sizeof *inputs);

	for (size_t i = 0; i < history->count; i++) {
		size_t at = backwards ? history->count - 1 - i : i;

		inputs[i].revision = history->revisions[at];
		inputs[i].role = (enum member_role)
		    (history->revisions[at]->nonce[2] % 4);
	}
	merge_record(out, history->arena, inputs, history->count, NULL, NULL);
}

static void
merge_twice(const struct history *history)
{
	struct merged_record a, b;
	struct fields left, right, set;
	const char *const *unset;
	size_t unset_count;

	merge_from(&a, history, false);
	merge_from(&b, history, true);
	FUZZ_MUST(a.standing + a.waiting + a.aside + a.retracted ==
	    history->count);
	FUZZ_MUST(a.standing == b.standing && a.conflicts == b.conflicts &&
	    a.state == b.state && a.tip_count == b.tip_count);
	merged_fields(&left, history->arena, &a);
	merged_fields(&right, history->arena, &b);
	fields_diff(history->arena, &left, &right, &set, &unset, &unset_count);
	FUZZ_MUST(set.count == 0 && unset_count == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct history history = { .arena = arena_new() };

	FUZZ_MUST(crypto_start() == NULL);
	while (size > 0) {
		const uint8_t *end = memchr(data, '\n', size);
		size_t len = end ? (size_t)(end - data) : size;

		read_line(&history, slice_of(data, len));
		len += end != NULL;
		data += len;
		size -= len;
	}
	string_together(&history);
	merge_twice(&history);
	arena_free(history.arena);
	return 0;
}
