/* merger conflicts: answers that were written twice, differently. */
#include <stdio.h>
#include <string.h>

#include "kit/base/moment.h"
#include "kit/record/response.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/dataset/dataset.h"
#include "merger/print.h"
#include "merger/study/roster.h"

const struct cli_option conflicts_options[] = {
	{ "personal", NULL, "show answers that name people, too", 0 },
	{ NULL, NULL, NULL, 0 }
};

enum { SHOWN_BYTES_MAX = 300, MINUTES = 16 };

static const enum word kinds[] = {
	[CONFLICT_VALUES] = W_CONFLICT_VALUES,
	[CONFLICT_REMOVED] = W_CONFLICT_REMOVED,
	[CONFLICT_STATE] = W_CONFLICT_STATE,
	[CONFLICT_CONSTRAINT] = W_CONFLICT_CONSTRAINT,
	[CONFLICT_RELEVANCE] = W_CONFLICT_RELEVANCE
};

struct showing {
	enum language language;
	bool personal;
	struct json *roster;		/* who wrote it, by name */
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

/* What was written, as far as it may be seen. */
static void
add_value(struct buf *out, enum language language,
    const struct merge_head *head, bool hidden)
{
	if (hidden)
		words_add(out, language, W_CONFLICT_HIDDEN, (char *)NULL);
	else if (head->value == NULL)
		words_add(out, language, W_CONFLICT_TAKEN_AWAY, (char *)NULL);
	else
		print_clean(out, head->value, SHOWN_BYTES_MAX);
}

static void
print_head(const struct showing *showing, const struct merge_head *head,
    bool hidden, const char *mark)
{
	enum language language = showing->language;
	const struct source *source = head->input->source;
	const struct revision *r = head->input->revision;
	char when[MOMENT_TEXT_MAX];
	struct buf value = BUF_INIT, reason = BUF_INIT, who = BUF_INIT;

	roster_call(&who, showing->roster, r->author);
	moment_format(when, r->time_ms, r->offset_minutes);
	when[MINUTES] = '\0';
	add_value(&value, language, head, hidden);
	if (!hidden)
		print_clean(&reason, r->reason, SHOWN_BYTES_MAX);
	words_print(stdout, language, head->input->role == MEMBER_COORDINATOR ?
	    W_CONFLICT_BY_COORDINATOR : W_CONFLICT_BY, mark, buf_str(&value),
	    buf_str(&who), when, NUMBER(source->number), (char *)NULL);
	printf("%s%s\n", reason.len > 0 ? words_text(language, W_COLON) : "",
	    buf_str(&reason));
	buf_free(&who);
	buf_wipe(&value);
	buf_wipe(&reason);
}

static void
print_field(const struct showing *showing, const struct record *record,
    const struct merged_field *field)
{
	bool hidden = is_hidden(record, field->path, showing->personal);

	printf("%s  %s%s%s\n", record->merged.id, field->path,
	    words_text(showing->language, W_COLON),
	    words_text(showing->language, kinds[field->conflict]));
	for (size_t i = 0; i < field->head_count; i++)
		print_head(showing, &field->heads[i], hidden,
		    field->heads[i].input == field->winner ? "*" : " ");
}

static size_t
print_record(const struct showing *showing, const struct record *record)
{
	const struct merged_record *m = &record->merged;
	enum language language = showing->language;
	size_t n = 0;

	if (m->state_conflict != CONFLICT_NONE) {
		struct buf state = BUF_INIT;

		words_add(&state, language, words_state(m->state), NUMBER(1),
		    (char *)NULL);
		words_print(stdout, language, W_CONFLICT_OF_STATE, m->id,
		    words_text(language, kinds[m->state_conflict]),
		    buf_str(&state), (char *)NULL);
		buf_free(&state);
		n++;
	}
	for (size_t i = 0; i < m->field_count; i++)
		if (m->fields[i].conflict != CONFLICT_NONE) {
			print_field(showing, record, &m->fields[i]);
			n++;
		}
	return n;
}

const struct err *
cmd_conflicts(struct cli *cli)
{
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct showing showing = { .personal = cli_has(cli, "personal") };
	size_t count = 0;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	showing.language = ws.language;
	err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = roster_read(&ws, &showing.roster);
	for (size_t i = 0; err == NULL && i < dataset.count; i++)
		count += print_record(&showing, &dataset.records[i]);
	if (err == NULL)
		words_print(stderr, ws.language, count > 0 ? W_CONFLICTS :
		    W_NO_CONFLICTS, NUMBER(count), (char *)NULL);
	if (count > 0)
		cli_attention(cli);
	json_free(showing.roster);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
