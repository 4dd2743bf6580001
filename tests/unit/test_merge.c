/*
 * The merge: cases from cases/merge (merge_notation.h says how they read), each
 * in many orders of arrival, and properties of random histories.
 *
 *   test_merge [update]      update: write the .out files from what is seen
 */
#include <stdlib.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/record/digest.h"
#include "tests/unit/check.h"
#include "tests/unit/merge_notation.h"

enum { ORDERS = 120, HISTORIES = 400, CASE_BYTES_MAX = 1 << 20 };

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static size_t
below(uint64_t *state, size_t n)
{
	return (size_t)(next_random(state) >> 11) % n;
}

static void
shuffle(struct merge_input *inputs, size_t count, uint64_t *state)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = below(state, i);
		struct merge_input swap = inputs[i - 1];

		inputs[i - 1] = inputs[j];
		inputs[j] = swap;
	}
}

/* ---- Cases ---- */

static void
check_orders(struct history *history, const char *name, const char *expected)
{
	struct merge_input inputs[HISTORY_MAX];
	uint64_t state = 88172645463325252u;
	struct buf seen = BUF_INIT;

	for (int i = 0; i < ORDERS; i++) {
		size_t count = history_inputs(history, inputs);

		shuffle(inputs, count, &state);
		buf_reset(&seen);
		history_merge(&seen, history, inputs, count);
		if (strcmp(buf_str(&seen), expected) != 0)
			break;
	}
	CHECK_RESULT(strcmp(buf_str(&seen), expected) == 0,
	    "%s\nexpected:\n%s\nsaw:\n%s", name, expected, buf_str(&seen));
	buf_free(&seen);
}

static void
update_case(struct history *history, const char *path)
{
	struct merge_input inputs[HISTORY_MAX];
	struct buf seen = BUF_INIT;
	size_t count = history_inputs(history, inputs);

	history_merge(&seen, history, inputs, count);
	CHECK_OK(file_write(path, buf_slice(&seen)));
	buf_free(&seen);
}

static void
run_case(const char *name, bool update)
{
	struct buf path = BUF_INIT, text = BUF_INIT, expected = BUF_INIT;
	struct history *history = calloc(1, sizeof *history);

	history->arena = arena_new();
	buf_addf(&path, "cases/merge/%s", name);
	CHECK_OK(file_read(&text, buf_str(&path), CASE_BYTES_MAX));
	history_parse(history, buf_str(&text));
	CHECK_RESULT(history->problem == NULL, "%s: cannot be read: %s", name,
	    history->problem);
	path.len -= strlen(".in");
	path.data[path.len] = '\0';
	buf_add(&path, ".out");
	if (history->problem == NULL && update) {
		update_case(history, buf_str(&path));
	} else if (history->problem == NULL) {
		CHECK_OK(file_read(&expected, buf_str(&path), CASE_BYTES_MAX));
		check_orders(history, name, buf_str(&expected));
	}
	arena_free(history->arena);
	free(history);
	buf_free(&expected);
	buf_free(&text);
	buf_free(&path);
}

static void
run_cases(bool update)
{
	char **names = NULL;
	size_t count = 0, run = 0;

	CHECK_OK(platform_list("cases/merge", &names, &count));
	for (size_t i = 0; i < count; i++)
		if (strcmp(file_extension(names[i]), ".in") == 0) {
			run_case(names[i], update);
			run++;
		}
	platform_list_free(names, count);
	CHECK_RESULT(run >= 20, "expected 20 cases or more, saw %zu", run);
}

/* ---- Random histories ---- */

static const char *const people[] = { "alice", "bob(coordinator)", "carol",
	"dora", "emma(coordinator)" };
static const char *const paths[] = { "a", "b", "consent", "jobs[1]",
	"jobs[1]/part", "jobs[1]/tasks[1]", "jobs[1]/tasks[1]/name", "jobs[2]",
	"jobs[2]/part" };
static const char *const states[] = { "draft", "partial", "final",
	"withdrawn", "void" };

enum { PATHS = sizeof paths / sizeof paths[0] };

static void
add_changes(struct buf *line, uint64_t *state)
{
	bool unset[PATHS] = { false };

	for (size_t p = 0; p < PATHS; p++)
		unset[p] = below(state, 6) == 0;
	/* Not inside a repeat that goes. */
	for (size_t p = 4; p < 7; p++)
		unset[p] = unset[p] || unset[3];
	unset[6] = unset[6] || unset[5];
	unset[8] = unset[8] || unset[7];
	for (size_t p = 0; p < PATHS; p++)
		if (unset[p])
			buf_addf(line, " unset %s", paths[p]);
		else if (below(state, 4) == 0)
			buf_addf(line, " set %s=%zu", paths[p],
			    below(state, 3));
	if (below(state, 8) == 0)
		buf_addf(line, " state %s", states[below(state, 5)]);
	if (below(state, 8) == 0)
		buf_add(line, " set .handed=@dora");
}

static void
add_line(struct buf *text, size_t i, uint64_t *state)
{
	size_t parents = below(state, 3) + 1;
	bool used[HISTORY_MAX] = { false };

	buf_addf(text, "r%zu by %s at %zu", i, i == 0 ? "alice" :
	    people[below(state, 5)], below(state, 4));
	if (i == 0 || below(state, 25) == 0) {
		add_changes(text, state);
		buf_add(text, "\n");
		return;
	}
	for (size_t p = 0; p < parents; p++) {
		size_t near = below(state, i < 4 ? i : 4);
		size_t at = below(state, 2) ? i - 1 - near : below(state, i);

		if (!used[at])
			buf_addf(text, " after r%zu", at);
		used[at] = true;
	}
	if (below(state, 6) == 0)
		buf_addf(text, " retracts r%zu", below(state, i));
	else
		add_changes(text, state);
	buf_add(text, below(state, 20) == 0 ? " absent\n" : "\n");
}

static struct history *
random_history(uint64_t *state, struct buf *text)
{
	struct history *history = calloc(1, sizeof *history);
	size_t count = 1 + below(state, 30);

	buf_reset(text);
	buf_add(text, "consent consent\n");
	for (size_t i = 0; i < count; i++)
		add_line(text, i, state);
	history->arena = arena_new();
	history_parse(history, buf_str(text));
	return history;
}

/* Any order, and one after another, gives the same in the end. */
static void
check_order_is_nothing(struct history *history, const char *text,
    uint64_t *state)
{
	struct merge_input inputs[HISTORY_MAX], again[HISTORY_MAX];
	size_t count = history_inputs(history, inputs);
	struct buf first = BUF_INIT, other = BUF_INIT;

	history_merge(&first, history, inputs, count);
	for (int i = 0; i < 6; i++) {
		buf_reset(&other);
		shuffle(inputs, count, state);
		history_merge(&other, history, inputs, count);
		CHECK_RESULT(strcmp(buf_str(&first), buf_str(&other)) == 0,
		    "order counts:\n%s\nfirst:\n%s\nthen:\n%s", text,
		    buf_str(&first), buf_str(&other));
	}
	/* Inputs that were merged before hold old verdicts: no matter. */
	shuffle(inputs, count, state);
	for (size_t n = 1; n <= count; n++) {
		memcpy(again, inputs, n * sizeof *inputs);
		buf_reset(&other);
		history_merge(&other, history, again, n);
	}
	CHECK_RESULT(strcmp(buf_str(&first), buf_str(&other)) == 0,
	    "one by one is different:\n%s", text);
	buf_free(&first);
	buf_free(&other);
}

/* Ancestors by plain closure, to compare the heads with. */
static void
closure(bool knows[HISTORY_MAX][HISTORY_MAX], const struct merge_input *inputs,
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			for (size_t p = 0; p < inputs[i].revision->parent_count;
			    p++)
				if (hash_equal(&inputs[i].revision->parents[p],
				    &inputs[j].revision->id))
					knows[i][j] = true;
	for (size_t k = 0; k < count; k++)
		for (size_t i = 0; i < count; i++)
			for (size_t j = 0; j < count; j++)
				if (knows[i][k] && knows[k][j])
					knows[i][j] = true;
}

static bool
writes(const struct merge_input *input, const char *path)
{
	const struct revision *r = input->revision;

	if (input->standing != STANDS)
		return false;
	for (size_t i = 0; i < r->unset_count; i++)
		if (strcmp(r->unset[i], path) == 0)
			return true;
	return fields_get(&r->set, path) != NULL;
}

static void
check_heads(const struct merged_record *record,
    const struct merge_input *inputs, size_t count, const char *path,
    const char *text)
{
	static bool knows[HISTORY_MAX][HISTORY_MAX];
	const struct merged_field *field = merged_field(record, path);
	size_t heads = 0;

	memset(knows, 0, sizeof knows);
	closure(knows, inputs, count);
	for (size_t i = 0; i < count; i++) {
		bool head = writes(&inputs[i], path);

		for (size_t j = 0; head && j < count; j++)
			if (writes(&inputs[j], path) && knows[j][i])
				head = false;
		heads += head;
	}
	CHECK_RESULT((field ? field->head_count : 0) == heads,
	    "field %s: expected %zu heads, saw %zu in\n%s", path, heads,
	    field ? field->head_count : 0, text);
}

/* What stands has all its ancestors standing. */
static void
check_standing(const struct merge_input *inputs, size_t count,
    const char *text)
{
	static bool knows[HISTORY_MAX][HISTORY_MAX];
	bool right = true;

	memset(knows, 0, sizeof knows);
	closure(knows, inputs, count);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			if (knows[i][j] && (inputs[i].standing == STANDS ||
			    inputs[i].standing == RETRACTED) &&
			    inputs[j].standing != STANDS &&
			    inputs[j].standing != RETRACTED)
				right = false;
	CHECK_RESULT(right, "stands on what does not:\n%s", text);
}

/*
 * A coordinator who knows all tips and writes what is in conflict, as it is
 * shown, ends every conflict and changes nothing else.
 */
static void
check_resolve(struct history *history, const struct merged_record *record,
    struct merge_input *inputs, size_t count, const char *text)
{
	struct revision *r = arena_alloc(history->arena, sizeof *r);
	struct field set[PATHS + 1];
	const char *unset[PATHS + 1];
	struct buf bytes = BUF_INIT;
	struct merged_record after;
	struct fields was, is;

	*r = *history->lines[0].revision;
	history_device(r->author, "bob");
	r->parents = record->tips;
	r->parent_count = record->tip_count;
	r->state = record->state;
	r->set.items = set;
	r->unset = unset;
	r->set.count = r->unset_count = 0;
	for (size_t f = 0; f < record->field_count; f++) {
		const struct merged_field *field = &record->fields[f];

		if (field->conflict == CONFLICT_NONE)
			continue;
		if (field->value == NULL)
			unset[r->unset_count++] = field->path;
		else
			set[r->set.count++] = (struct field){ field->path,
			    field->value };
	}
	CHECK_OK(revision_write(&bytes, r));
	inputs[count] = (struct merge_input){ .revision = r,
	    .role = MEMBER_COORDINATOR, .source = &history->lines[0] };
	merge_record(&after, history->arena, inputs, count + 1,
	    history_is_consent, history);
	CHECK_RESULT(after.conflicts == 0 && after.tip_count == 1,
	    "%zu conflicts, %zu tips left in\n%s", after.conflicts,
	    after.tip_count, text);
	merged_fields(&was, history->arena, record);
	merged_fields(&is, history->arena, &after);
	fields_diff(history->arena, &was, &is, &r->set, &r->unset,
	    &r->unset_count);
	CHECK_RESULT(r->set.count == 0 && r->unset_count == 0,
	    "resolving changed %s of\n%s", r->set.count ?
	    r->set.items[0].path : r->unset_count ? r->unset[0] : "", text);
	buf_free(&bytes);
}

static void
check_history(struct history *history, const char *text, uint64_t *state)
{
	struct merge_input inputs[HISTORY_MAX];
	struct merged_record record;
	size_t count = history_inputs(history, inputs);

	CHECK_RESULT(history->problem == NULL, "%s in\n%s", history->problem,
	    text);
	if (history->problem != NULL || count == 0)
		return;
	check_order_is_nothing(history, text, state);
	merge_record(&record, history->arena, inputs, count,
	    history_is_consent, history);
	check_heads(&record, inputs, count, "a", text);
	check_heads(&record, inputs, count, "b", text);
	check_heads(&record, inputs, count, "consent", text);
	check_standing(inputs, count, text);
	if (record.standing > 0 && record.tip_count <= REVISION_PARENTS_MAX)
		check_resolve(history, &record, inputs, count, text);
}

static void
test_histories(void)
{
	uint64_t state = 0x9e3779b97f4a7c15u;
	struct buf text = BUF_INIT;

	for (int i = 0; i < HISTORIES; i++) {
		struct history *history = random_history(&state, &text);

		check_history(history, buf_str(&text), &state);
		arena_free(history->arena);
		free(history);
	}
	buf_free(&text);
}

/* ---- Many revisions ---- */

/* A comb: a chain, each link with a side branch that writes the same field. */
static void
test_many(void)
{
	enum { MANY = 10000 };
	static const struct field fields[] = { { "a", "1" }, { "b", "2" } };
	struct revision *revisions = calloc(MANY, sizeof *revisions);
	struct merge_input *inputs = calloc(MANY, sizeof *inputs);
	struct arena *arena = arena_new();
	struct merged_record record;

	for (size_t i = 0; i < MANY; i++) {
		struct revision *r = &revisions[i];
		uint32_t n = (uint32_t)i;

		crypto_hash(&r->id, slice_of(&n, sizeof n));
		r->set = (struct fields){ fields, i % 2 ? 1 : 2 };
		r->parent_count = i > 0;
		if (i > 0)
			r->parents = &revisions[i % 2 ? i - 1 : i - 2].id;
		inputs[i] = (struct merge_input){ .revision = r,
		    .role = MEMBER_COORDINATOR };
	}
	merge_record(&record, arena, inputs, MANY, NULL, NULL);
	CHECK_INT(record.standing, MANY);
	CHECK_INT(record.tip_count, MANY / 2);
	CHECK_INT(merged_field(&record, "a")->head_count, MANY / 2);
	CHECK_INT(merged_field(&record, "b")->head_count, 1);
	CHECK_INT(record.conflicts, 0);
	arena_free(arena);
	free(inputs);
	free(revisions);
}

static void
test_nothing(void)
{
	struct arena *arena = arena_new();
	struct merged_record record;

	merge_record(&record, arena, NULL, 0, NULL, NULL);
	CHECK_INT(record.field_count, 0);
	CHECK(merged_field(&record, "a") == NULL);
	arena_free(arena);
}

static void
test_digest(void)
{
	struct hash a = { { 1 } }, b = { { 2 } }, manifest = { { 3 } };
	struct hash sets[3] = { a, b, a }, turned[2] = { b, a }, first, second;
	char text[HASH_TEXT_MAX];

	digest_dataset(&first, &manifest, sets, 3);
	digest_dataset(&second, &manifest, turned, 2);
	CHECK(hash_equal(&first, &second));
	/* Of merge rule 2, computed with another program. */
	hash_text(text, &first);
	CHECK_STR(text, "f8f0895bc07c8e48d23f4284f1ba78ea"
	    "c07054e93b5754c5e82d26c06b7612d2");
	digest_dataset(&second, &manifest, turned, 1);
	CHECK(!hash_equal(&first, &second));
	digest_dataset(&second, &a, turned, 2);
	CHECK(!hash_equal(&first, &second));
}

int
main(int argc, char **argv)
{
	bool update = argc > 1 && strcmp(argv[1], "update") == 0;

	CHECK_OK(crypto_start());
	run_cases(update);
	test_histories();
	test_many();
	test_nothing();
	test_digest();
	return CHECK_DONE();
}
