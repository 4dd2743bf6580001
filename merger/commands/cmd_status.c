/* merger status: what has arrived, and what waits. */
#include <stdio.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/moment.h"
#include "kit/record/outcome.h"
#include "kit/record/phase_name.h"
#include "merger/commands/census.h"
#include "merger/commands/commands.h"
#include "merger/commands/phase.h"
#include "merger/commands/session.h"
#include "merger/dataset/dataset.h"
#include "merger/dataset/duplicates.h"
#include "merger/print.h"
#include "merger/study/editions.h"
#include "merger/workspace/query.h"

const struct cli_option status_options[] = {
	{ "responses", NULL, "list the responses", 0 },
	{ "json", NULL, "for programs", 0 },
	{ NULL, NULL, NULL, 0 }
};

enum { STATE_KINDS = STATE_WITHDRAWN + 1, SHORT_COMMIT = 11,
    STATE_COLUMNS = 9 };

struct sums {
	size_t states[STATE_KINDS], cases, conflicts, waiting, aside;
	size_t formless, duplicates, older, practice;
	int64_t changesets, changesets_aside, changesets_waiting, alarms;
	struct census census;
};

static void
count_record(struct sums *sums, const struct record *record)
{
	const struct merged_record *m = &record->merged;

	sums->waiting += m->waiting;
	sums->aside += m->aside;
	if (m->standing == 0)
		return;
	if (m->kind == RECORD_CASE)
		sums->cases++;
	if (m->kind != RECORD_RESPONSE)
		return;
	sums->states[m->state]++;
	sums->conflicts += m->conflicts;
	sums->formless += record->package == NULL;
	sums->practice += record_is_practice(record);
}

static const struct err *
count_all(struct sums *sums, struct workspace *ws, struct dataset *dataset,
    const struct editions *editions)
{
	struct duplicate *pairs;
	const struct err *err;

	for (size_t i = 0; i < dataset->count; i++)
		count_record(sums, &dataset->records[i]);
	for (size_t i = 0; i < editions->count; i++)
		if (!editions->items[i].in_field)
			sums->older += dataset_in_version(dataset,
			    &editions->items[i].version);
	duplicates_find(dataset, &pairs, &sums->duplicates);
	err = index_count(ws->index, "SELECT count(*) FROM changeset",
	    &sums->changesets);
	if (err == NULL)
		err = index_count(ws->index, "SELECT count(*) FROM changeset"
		    " WHERE verdict IN (2, 5)", &sums->changesets_aside);
	if (err == NULL)
		err = index_count(ws->index, "SELECT count(*) FROM changeset"
		    " WHERE verdict = 3", &sums->changesets_waiting);
	if (err == NULL)
		err = index_count(ws->index, "SELECT count(*) FROM alarm",
		    &sums->alarms);
	return err;
}

/* Its form has a newer version in the field. */
static bool
is_older(const struct editions *editions, const struct record *record)
{
	for (size_t i = 0; i < editions->count; i++)
		if (hash_equal(&editions->items[i].version,
		    &record->merged.form))
			return !editions->items[i].in_field;
	return false;
}

/* In the order in which they are told. */
static const enum record_state states[] = {
	STATE_FINAL, STATE_PARTIAL, STATE_DRAFT, STATE_VOID, STATE_WITHDRAWN
};

enum { STATES = sizeof states / sizeof *states };

static size_t
response_count(const struct sums *sums)
{
	size_t n = 0;

	for (size_t i = 0; i < STATE_KINDS; i++)
		n += sums->states[i];
	return n;
}

/* " (2 final, 1 draft)" */
static void
print_states(enum language language, const struct sums *sums)
{
	const char *before = " (";

	for (size_t i = 0; i < STATES; i++) {
		size_t n = sums->states[states[i]];

		if (n == 0)
			continue;
		printf("%s%zu ", before, n);
		words_print(stdout, language, words_state(states[i]),
		    NUMBER(n), (char *)NULL);
		before = ", ";
	}
	puts(before[0] == ',' ? ")" : "");
}

static void
print_text(const struct workspace *ws, const struct dataset *dataset,
    const struct sums *sums)
{
	enum language language = ws->language;
	char digest[HASH_TEXT_MAX];

	hash_text(digest, &dataset->digest);
	words_print(stdout, language, W_STATUS_STUDY,
	    manifest_title(ws->manifest),
	    phase_name(manifest_phase(ws->manifest), words_code(language)),
	    NUMBER(manifest_version(ws->manifest)), (char *)NULL);
	words_print(stdout, language, W_STATUS_RESPONSES,
	    NUMBER(response_count(sums)), (char *)NULL);
	print_states(language, sums);
	if (sums->practice > 0)
		words_print(stdout, language, W_STATUS_PRACTICE,
		    NUMBER(sums->practice), (char *)NULL);
	words_print(stdout, language, W_STATUS_CASES, NUMBER(sums->cases),
	    (char *)NULL);
	words_print(stdout, language, W_STATUS_CHANGESETS,
	    NUMBER(sums->changesets), NUMBER(sums->changesets_aside),
	    NUMBER(sums->changesets_waiting), (char *)NULL);
	words_print(stdout, language, W_STATUS_REVISIONS,
	    NUMBER(dataset->revisions), NUMBER(sums->waiting),
	    NUMBER(sums->aside), (char *)NULL);
	words_print(stdout, language, W_STATUS_CONFLICTS,
	    NUMBER(sums->conflicts), NUMBER(sums->duplicates),
	    NUMBER(sums->alarms), (char *)NULL);
	if (sums->older > 0)
		words_print(stdout, language, W_STATUS_OLDER,
		    NUMBER(sums->older), (char *)NULL);
	if (sums->formless > 0)
		words_print(stdout, language, W_STATUS_FORMLESS,
		    NUMBER(sums->formless), (char *)NULL);
	census_print(&sums->census, language);
	words_print(stdout, language, W_STATUS_DIGEST, digest, (char *)NULL);
	phase_remind(ws);
}

static void
print_json(const struct workspace *ws, const struct dataset *dataset,
    const struct sums *sums)
{
	struct json *o = json_new_object(), *counts = json_new_object();
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < STATES; i++)
		json_put_u64(counts, record_state_word(states[i]),
		    sums->states[states[i]]);
	json_put(o, "states", counts);
	json_put_u64(o, "responses", response_count(sums));
	json_put_u64(o, "responses_of_older_forms", sums->older);
	json_put_u64(o, "responses_of_practice", sums->practice);
	json_put_u64(o, "cases", sums->cases);
	json_put_u64(o, "conflicts", sums->conflicts);
	json_put_u64(o, "duplicates", sums->duplicates);
	json_put_u64(o, "changesets", (uint64_t)sums->changesets);
	json_put_u64(o, "changesets_aside", (uint64_t)sums->changesets_aside);
	json_put_u64(o, "changesets_waiting",
	    (uint64_t)sums->changesets_waiting);
	json_put_u64(o, "alarms", (uint64_t)sums->alarms);
	json_put_u64(o, "revisions", dataset->revisions);
	json_put_u64(o, "manifest", manifest_version(ws->manifest));
	json_put_string(o, "phase", manifest_phase(ws->manifest));
	census_put(o, &sums->census);
	json_put_hex(o, "digest", dataset->digest.bytes, HASH_BYTES);
	json_write(&text, o);
	puts(buf_str(&text));
	buf_free(&text);
	json_free(o);
}

static enum word
state_word(const struct record *record)
{
	return !strcmp(record_disposition(record),
	    OUTCOME_CODE_BROKEN_OFF) ?
	    W_STATE_BROKEN_OFF : words_state(record->merged.state);
}

static void
print_responses(enum language language, const struct dataset *dataset,
    const struct editions *editions)
{
	for (size_t i = 0; i < dataset->count; i++) {
		const struct merged_record *m = &dataset->records[i].merged;
		char when[MOMENT_TEXT_MAX];
		struct buf state = BUF_INIT;

		if (m->kind != RECORD_RESPONSE || m->standing == 0)
			continue;
		moment_format(when, m->last_time_ms, 0);
		words_add(&state, language, state_word(&dataset->records[i]),
		    NUMBER(1), (char *)NULL);
		printf("%s  ", m->id);
		print_column(buf_str(&state), STATE_COLUMNS);
		printf("  %.16s  %.8s  %s", when, m->creator,
		    record_value(&dataset->records[i], ".case"));
		if (m->conflicts > 0)
			words_print(stdout, language, W_STATUS_IN_CONFLICT,
			    (char *)NULL);
		if (is_older(editions, &dataset->records[i]))
			words_print(stdout, language, W_STATUS_OF_OLDER,
			    (char *)NULL);
		putchar('\n');
		buf_free(&state);
	}
}

/* Why something is put aside or waits, in full. */
static const struct err *
print_reason(void *data, const struct index_changeset *row)
{
	static const enum word words[] = { [VERDICT_ASIDE] = W_VERDICT_ASIDE,
		[VERDICT_WAITS] = W_VERDICT_WAITS,
		[VERDICT_LATE] = W_VERDICT_LATE,
		[VERDICT_SEALED] = W_VERDICT_SEALED };
	const struct workspace *ws = data;

	if (row->verdict != VERDICT_MERGED)
		words_print(stderr, ws->language, W_STATUS_VERDICT, SHORT(row->device),
		    NUMBER(row->number), words_text(ws->language,
		    words[row->verdict]), row->reason, (char *)NULL);
	return NULL;
}

static const struct err *
print_alarms(const struct workspace *ws)
{
	struct db_statement *s;
	char commit[SHORT_COMMIT];
	bool row = false;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT branch, file, commit_id, what FROM alarm"
	    " ORDER BY branch, commit_id, file", NO_VALUES);

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		snprintf(commit, sizeof commit, "%s", db_text(s, 2));
		words_print(stderr, ws->language, W_STATUS_ALARM,
		    db_text(s, 0), db_text(s, 1), commit, db_text(s, 3),
		    (char *)NULL);
	}
	db_done(s);
	return err;
}

/* Numbers tell what is missing in a chain, and what was numbered twice. */
static const struct err *
print_accounts(const struct workspace *ws)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT device, max(number) - count(DISTINCT number) AS missing,"
	    " count(*) - count(DISTINCT number) AS twice, max(number)"
	    " FROM changeset GROUP BY device, chain"
	    " HAVING missing > 0 OR twice > 0 ORDER BY device, chain",
	    NO_VALUES);

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		words_print(stderr, ws->language, W_STATUS_ACCOUNTS,
		    SHORT(db_text(s, 0)), NUMBER(db_int(s, 3)), NUMBER(db_int(s, 1)),
		    NUMBER(db_int(s, 2)), (char *)NULL);
	}
	db_done(s);
	return err;
}

static void
print_problems(const struct workspace *ws, const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->count; i++)
		if (dataset->records[i].problem != NULL)
			words_print(stderr, ws->language, W_STATUS_PROBLEM,
			    dataset->records[i].merged.id,
			    dataset->records[i].problem, (char *)NULL);
}

static const struct err *
print_remarks(struct workspace *ws, const struct dataset *dataset)
{
	const struct err *err = index_each(ws->index, 0, print_reason, ws);

	if (err == NULL)
		err = print_alarms(ws);
	if (err == NULL)
		err = print_accounts(ws);
	print_problems(ws, dataset);
	return err;
}

const struct err *
cmd_status(struct cli *cli)
{
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct sums sums = { 0 };
	struct editions editions = { NULL, 0 };
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = editions_list(&editions, &ws);
	if (err == NULL)
		err = count_all(&sums, &ws, &dataset, &editions);
	if (err == NULL)
		err = census_take(&sums.census, &ws, &dataset);
	if (err == NULL && cli_has(cli, "json"))
		print_json(&ws, &dataset, &sums);
	else if (err == NULL && cli_has(cli, "responses"))
		print_responses(ws.language, &dataset, &editions);
	else if (err == NULL)
		print_text(&ws, &dataset, &sums);
	if (err == NULL)
		err = print_remarks(&ws, &dataset);
	editions_free(&editions);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
