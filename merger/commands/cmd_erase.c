/* merger erase: forget a person for ever. */
#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/moment.h"
#include "merger/cases/dispatch.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/dataset/duplicates.h"
#include "merger/dataset/person.h"
#include "merger/erasure/erasure.h"
#include "merger/erasure/remains.h"
#include "merger/print.h"
#include "merger/study/tombstones.h"

const struct cli_option erase_options[] = {
	{ "reason", "TEXT", "why; it stays here, and nobody else is told",
	    'r' },
	{ "alone", NULL, "this record only, not what else is of the person",
	    0 },
	{ "yes", NULL, "do it; without, only say what would be erased", 0 },
	{ NULL, NULL, NULL, 0 }
};

enum { KIND_COLUMNS = 9 };

static void
print_record(enum language language, const struct record *record,
    bool is_draft)
{
	static const enum word kinds[] = { W_KIND_RESPONSE, W_KIND_CASE,
		W_KIND_LINK, W_KIND_RETRACTION };
	const struct merged_record *m = &record->merged;
	char when[MOMENT_TEXT_MAX];
	struct buf key = BUF_INIT;

	moment_format(when, m->last_time_ms, 0);
	print_clean(&key, record_value(record, ".key"), 100);
	printf("  ");
	print_column(words_text(language, is_draft ? W_KIND_DRAFT :
	    kinds[m->kind]), KIND_COLUMNS);
	printf("  %s  %.10s  ", m->id, when);
	words_print(stdout, language, W_REVISIONS,
	    NUMBER(record->input_count), (char *)NULL);
	printf("%s%s\n", key.len > 0 ? "  " : "", buf_str(&key));
	buf_free(&key);
}

static const struct err *
erase(struct workspace *ws, const struct dataset *dataset,
    const struct person *person, const char *reason)
{
	const char **ids = arena_alloc_n(dataset->arena, person->count,
	    sizeof *ids);
	const struct err *err;

	for (size_t i = 0; i < person->count; i++)
		ids[i] = person->records[i]->merged.id;
	err = erasure_write(ws, ids, person->count, reason);
	if (err == NULL)
		err = err_in(dispatch_publish(ws), "erased here, and merger "
		    "pull will tell the others");
	return err;
}

static bool
has_record(const struct record *const *records, size_t count,
    const struct record *record)
{
	for (size_t i = 0; i < count; i++)
		if (records[i] == record)
			return true;
	return false;
}

/* Interviews that may be the person's too: nobody sees the pairs afterwards. */
static void
say_perhaps(enum language language, struct dataset *dataset,
    const struct person *person)
{
	struct duplicate *pairs;
	const struct record **told;
	size_t count, told_count = 0;

	duplicates_find(dataset, &pairs, &count);
	told = arena_alloc_n(dataset->arena, count + 1, sizeof *told);
	for (size_t i = 0; i < count; i++) {
		bool a = has_record(person->records, person->count, pairs[i].a);
		bool b = has_record(person->records, person->count, pairs[i].b);
		const struct record *other = a ? pairs[i].b : pairs[i].a;

		if (a == b || has_record(told, told_count, other))
			continue;
		if (told_count == 0)
			words_print(stdout, language, W_ERASE_PERHAPS,
			    (char *)NULL);
		told[told_count++] = other;
		print_record(language, other, false);
	}
}

static const struct err *
say_and_do(struct cli *cli, struct workspace *ws, struct dataset *dataset,
    const struct person *person)
{
	const struct err *err = NULL, *told;
	bool yes = cli_has(cli, "yes");
	enum language language = ws->language;

	words_print(stdout, language, yes ? W_ERASED : W_WOULD_ERASE,
	    NUMBER(person->count), (char *)NULL);
	for (size_t i = 0; i < person->count; i++)
		print_record(language, person->records[i], map_get(
		    dataset->by_id, person->records[i]->merged.id) == NULL);
	say_perhaps(language, dataset, person);
	fflush(stdout);
	if (yes)
		err = erase(ws, dataset, person, cli_value(cli, "reason"));
	words_print(stdout, language, yes ? W_STILL_READABLE :
	    W_WOULD_READABLE, (char *)NULL);
	told = remains_print(ws, !yes, stdout);
	if (!yes) {
		words_print(stdout, language, W_NOT_ERASED_YET, (char *)NULL);
		cli_attention(cli);
	}
	return err_first(err, told);
}

/* Nobody named: who was erased is not said, what is left of it is. */
static const struct err *
list_remains(struct cli *cli)
{
	struct workspace ws;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	if (tombstones_count(&ws) == 0) {
		words_print(stdout, ws.language, W_NOBODY_ERASED,
		    (char *)NULL);
	} else {
		words_print(stdout, ws.language, W_ERASED_SO_FAR,
		    NUMBER(tombstones_count(&ws)), (char *)NULL);
		err = remains_print(&ws, false, stdout);
	}
	workspace_close(&ws);
	return err;
}

static const struct err *
erase_person(struct cli *cli)
{
	const char *reason = cli_value(cli, "reason");
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct drafts drafts = { 0 };
	struct person person;
	const struct err *err;

	if (reason == NULL || reason[0] == '\0')
		return err_new(ERR_USAGE, "--reason TEXT is missing: why is "
		    "the person erased?");
	if ((err = session_open_study(&ws, cli)) != NULL)
		return err;
	err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = drafts_load(&drafts, &ws, &dataset, "");
	if (err == NULL)
		err = person_find(&person, &ws, &dataset, &drafts,
		    cli_operand(cli, 0), cli_has(cli, "alone"));
	if (err == NULL)
		err = say_and_do(cli, &ws, &dataset, &person);
	drafts_free(&drafts);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}

const struct err *
cmd_erase(struct cli *cli)
{
	return cli_operand(cli, 0) == NULL ? list_remains(cli) :
	    erase_person(cli);
}
