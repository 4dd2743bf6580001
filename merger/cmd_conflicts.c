/* merger conflicts: answers that were written twice, differently. */
#include <stdio.h>
#include <string.h>

#include "kit/base/moment.h"
#include "kit/record/response.h"
#include "merger/commands.h"
#include "merger/dataset.h"
#include "merger/print.h"

const struct cli_option conflicts_options[] = {
	{ "personal", NULL, "show answers that name people, too", 0 },
	{ NULL, NULL, NULL, 0 }
};

enum { SHOWN_BYTES_MAX = 300 };

static const char *const kinds[] = {
	[CONFLICT_NONE] = "",
	[CONFLICT_VALUES] = "two answers, neither knowing the other",
	[CONFLICT_REMOVED] = "removed by one, filled in by another",
	[CONFLICT_STATE] = "two states",
	[CONFLICT_CONSTRAINT] = "together, the answers break a rule of the "
	    "form",
	[CONFLICT_RELEVANCE] = "together, the answers make this one not apply"
};

static bool
is_hidden(const struct record *record, const char *path, bool personal)
{
	const struct item *item;

	if (personal || path[0] == '.')
		return false;
	if (record->package == NULL)
		return true;		/* nobody can say what it is */
	item = response_item(record->package->form, path);
	return item == NULL || item->personal;
}

static void
print_head(const struct merge_head *head, bool hidden, const char *mark)
{
	const struct source *source = head->input->source;
	const struct revision *r = head->input->revision;
	char when[MOMENT_TEXT_MAX];
	struct buf value = BUF_INIT, reason = BUF_INIT;

	moment_format(when, r->time_ms, r->offset_minutes);
	print_clean(&value, hidden ? "(hidden: --personal)" :
	    head->value ? head->value : "(taken away)", SHOWN_BYTES_MAX);
	if (!hidden)
		print_clean(&reason, r->reason, SHOWN_BYTES_MAX);
	printf("  %s %s  by %s%.8s, %.16s, change set #%llu%s%s\n", mark,
	    buf_str(&value),
	    head->input->role == MEMBER_COORDINATOR ? "coordinator " : "",
	    r->author, when, (unsigned long long)source->number,
	    reason.len > 0 ? ": " : "", buf_str(&reason));
	buf_wipe(&value);
	buf_wipe(&reason);
}

static void
print_field(const struct record *record, const struct merged_field *field,
    bool personal)
{
	bool hidden = is_hidden(record, field->path, personal);

	printf("%s  %s: %s\n", record->merged.id, field->path,
	    kinds[field->conflict]);
	for (size_t i = 0; i < field->head_count; i++)
		print_head(&field->heads[i], hidden,
		    field->heads[i].input == field->winner ? "*" : " ");
}

static size_t
print_record(const struct record *record, bool personal)
{
	const struct merged_record *m = &record->merged;
	size_t n = 0;

	if (m->state_conflict != CONFLICT_NONE) {
		printf("%s  state: %s; it counts as %s\n", m->id,
		    kinds[m->state_conflict], record_state_word(m->state));
		n++;
	}
	for (size_t i = 0; i < m->field_count; i++)
		if (m->fields[i].conflict != CONFLICT_NONE) {
			print_field(record, &m->fields[i], personal);
			n++;
		}
	return n;
}

const struct err *
cmd_conflicts(struct cli *cli)
{
	struct workspace ws;
	struct dataset dataset = { 0 };
	size_t count = 0;
	const struct err *err = workspace_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = dataset_load(&dataset, &ws);
	for (size_t i = 0; err == NULL && i < dataset.count; i++)
		count += print_record(&dataset.records[i],
		    cli_has(cli, "personal"));
	if (err == NULL)
		fprintf(stderr, "merger: %zu conflict%s%s\n", count,
		    count == 1 ? "" : "s", count > 0 ? " (* counts for now; "
		    "merger correct RESPONSE FIELD=VALUE settles one)" : "");
	if (count > 0)
		cli_attention(cli);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
