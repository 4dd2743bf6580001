#include "collector/interview/audit.h"

#include <math.h>
#include <string.h>

#include "collector/interview/attachment.h"
#include "collector/interview/reading.h"
#include "kit/base/csv.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/exchange/attachment.h"

#define FILE_NAME "audit.csv"

enum { PLACE_AGE_MAX_S = 86400 };

static const struct { const char *word; bool interval; } events[] = {
	[AUDIT_QUESTION] = { "question", true },
	[AUDIT_GROUP] = { "group questions", true },
	[AUDIT_ADD_REPEAT] = { "add repeat", true },
	[AUDIT_END_SCREEN] = { "end screen", true },
	[AUDIT_JUMP] = { "jump", true },
	[AUDIT_START] = { "form start", false },
	[AUDIT_RESUME] = { "form resume", false },
	[AUDIT_SAVE] = { "form save", false },
	[AUDIT_EXIT] = { "form exit", false },
	[AUDIT_FINALIZE] = { "form finalize", false },
	[AUDIT_DELETE_REPEAT] = { "delete repeat", false },
	[AUDIT_CONSTRAINT_ERROR] = { "constraint error", false },
	[AUDIT_FINALIZE_ERROR] = { "finalize error", false },
	[AUDIT_CHANGE_REASON] = { "change reason", false }
};

/* What is on the screen: an event that has begun. */
struct shown {
	enum audit_event event;
	/* Looked up again: an answer may go with its repeat. */
	const char *path;		/* or NULL */
	const char *node, *before;	/* with path, of audit->visit */
	int64_t start_ms;
};

struct audit {
	struct buf rows;
	bool places, changes, user, reasons;
	bool full;
	char place[3][32];		/* latitude, longitude, accuracy */
	struct arena *visit;		/* texts of what is shown */
	struct shown *shown;
	size_t count, capacity;
};

/* ---- rows ---- */

/* "/data/people[2]/age": the place in a repeat is always said. */
static void
add_node(struct buf *out, const struct answer *answer)
{
	const struct answer *chain[FORM_DEPTH_MAX + 1];
	size_t count = 0;

	for (const struct answer *a = answer; a && count <= FORM_DEPTH_MAX;
	    a = answer_parent(a))
		chain[count++] = a;
	for (size_t i = count; i-- > 0;) {
		buf_addf(out, "/%s", chain[i]->item->name);
		if (chain[i]->item->kind == ITEM_REPEAT)
			buf_addf(out, "[%zu]", answer_number(chain[i]));
	}
}

static void
add_cell(struct buf *row, const char *value)
{
	size_t len = strlen(value);

	/* Not in the middle of a character. */
	if (len > AUDIT_VALUE_BYTES_MAX)
		for (len = AUDIT_VALUE_BYTES_MAX; len > 0 &&
		    ((uint8_t)value[len] & 0xc0) == 0x80;)
			len--;
	buf_add_byte(row, ',');
	csv_add_cell(row, slice_of(value, len));
}

struct row {
	enum audit_event event;
	const char *node, *before, *after, *reason;
	int64_t start_ms, end_ms;	/* end: 0, it has none */
};

static void
add_row(struct interview *iv, const struct row *row)
{
	struct audit *a = iv->audit;
	struct buf *out = &a->rows;

	if (a->full && row->event != AUDIT_FINALIZE &&
	    row->event != AUDIT_EXIT)
		return;
	buf_add(out, events[row->event].word);
	add_cell(out, row->node ? row->node : "");
	buf_addf(out, ",%lld,", (long long)row->start_ms);
	if (row->end_ms != 0)
		buf_addf(out, "%lld", (long long)row->end_ms);
	for (size_t i = 0; i < 3 && a->places; i++)
		add_cell(out, a->place[i]);
	if (a->changes) {
		add_cell(out, row->before ? row->before : "");
		add_cell(out, row->after ? row->after : "");
	}
	if (a->user)
		add_cell(out, store_study(iv->store)->device);
	if (a->reasons)
		add_cell(out, row->reason ? row->reason : "");
	buf_add_byte(out, '\n');
	a->full = out->len > AUDIT_BYTES_MAX;
}

static void
add_heading(struct buf *out, const struct audit *a)
{
	buf_add(out, "event,node,start,end");
	if (a->places)
		buf_add(out, ",latitude,longitude,accuracy");
	if (a->changes)
		buf_add(out, ",old-value,new-value");
	if (a->user)
		buf_add(out, ",user");
	if (a->reasons)
		buf_add(out, ",change-reason");
	buf_add_byte(out, '\n');
}

/* ---- what is on the screen ---- */

static const char *
value_to_note(const struct answer *answer)
{
	return answer == NULL || answer->item->kind != ITEM_QUESTION ||
	    answer->item->personal ? "" : answer_value(answer);
}

void
audit_leave(struct interview *iv)
{
	struct audit *a = iv->audit;
	int64_t now = platform_now_ms();

	if (a == NULL)
		return;
	for (size_t i = 0; i < a->count; i++) {
		const struct shown *s = &a->shown[i];
		const char *after = value_to_note(s->path == NULL ? NULL :
		    instance_find(iv->instance, s->path));
		bool same = strcmp(s->before, after) == 0;

		add_row(iv, &(struct row){ .event = s->event, .node = s->node,
			.before = same ? "" : s->before,
			.after = same ? "" : after, .start_ms = s->start_ms,
			.end_ms = now });
	}
	a->count = 0;
	arena_free(a->visit);
	a->visit = NULL;
}

static void
enter(struct audit *a, enum audit_event event, const struct answer *answer)
{
	void *items = a->shown;
	struct buf node = BUF_INIT, path = BUF_INIT;

	if (a->visit == NULL)
		a->visit = arena_new();
	mem_grow(&items, &a->capacity, a->count + 1, sizeof(*a->shown));
	a->shown = items;
	if (answer != NULL) {
		add_node(&node, answer);
		answer_path(&path, answer);
	}
	a->shown[a->count++] = (struct shown){ event,
		answer ? arena_slice(a->visit, buf_slice(&path)) : NULL,
		arena_slice(a->visit, buf_slice(&node)),
		arena_strdup(a->visit, value_to_note(answer)),
		platform_now_ms() };
	buf_free(&node);
	buf_free(&path);
}

/* Is it what is shown already? A page that is drawn again is the same visit. */
static bool
is_shown(const struct audit *a, const struct answer *const *shown,
    size_t count)
{
	size_t first = a->count > 0 && a->shown[0].event == AUDIT_GROUP;
	struct buf path = BUF_INIT;
	bool same = count > 0 && a->count == first + count;

	for (size_t i = 0; i < count && same; i++) {
		buf_reset(&path);
		answer_path(&path, shown[i]);
		same = a->shown[first + i].event == AUDIT_QUESTION &&
		    !strcmp(a->shown[first + i].path, buf_str(&path));
	}
	buf_free(&path);
	return same;
}

void
audit_show(struct interview *iv, const struct answer *group,
    const struct answer *const *shown, size_t count)
{
	struct audit *a = iv->audit;

	if (a == NULL || is_shown(a, shown, count))
		return;
	audit_leave(iv);
	if (count > AUDIT_SHOWN_MAX)
		count = AUDIT_SHOWN_MAX;
	if (group != NULL)
		enter(a, AUDIT_GROUP, group);
	for (size_t i = 0; i < count; i++)
		enter(a, AUDIT_QUESTION, shown[i]);
}

void
audit_note(struct interview *iv, enum audit_event event,
    const struct answer *node)
{
	struct buf text = BUF_INIT;

	if (iv->audit == NULL)
		return;
	if (events[event].interval) {
		audit_leave(iv);
		enter(iv->audit, event, node);
		return;
	}
	if (node != NULL)
		add_node(&text, node);
	add_row(iv, &(struct row){ .event = event, .node = buf_str(&text),
		.start_ms = platform_now_ms() });
	buf_free(&text);
}

/* Latitude and longitude, perhaps altitude, accuracy; nothing but numbers. */
void
audit_place(struct interview *iv, const char *place)
{
	static const int columns[] = { 0, 1, -1, 2 };
	struct audit *a = iv->audit;

	if (a == NULL)
		return;
	memset(a->place, 0, sizeof(a->place));
	if (strspn(place, "0123456789.- ") != strlen(place))
		return;
	for (size_t i = 0; i < 4 && *place != '\0'; i++) {
		size_t len = strcspn(place, " ");

		if (columns[i] >= 0 && len < sizeof(a->place[0]))
			memcpy(a->place[columns[i]], place, len);
		place += len + (place[len] == ' ');
	}
}

/* ---- beginning and end ---- */

static struct answer *
audit_answer(const struct interview *iv)
{
	const struct form *form = iv->package->form;

	for (size_t i = 0; i < form->item_count; i++) {
		const struct item *item = form->items[i];

		if (item->kind == ITEM_QUESTION && item->metadata != NULL &&
		    item->type == Q_METADATA &&
		    strcmp(item->metadata, "audit") == 0)
			return answer_of(instance_root(iv->instance), item);
	}
	return NULL;
}

/* "key=value" among the parameters. */
static bool
has_parameter(const struct item *item, const char *pair)
{
	const char *at = item->parameters;
	size_t len = strlen(pair);

	for (; *at != '\0'; at += strcspn(at, " "), at += *at == ' ')
		if (strncmp(at, pair, len) == 0 && (pair[len - 1] == '=' ||
		    at[len] == '\0' || at[len] == ' '))
			return true;
	return false;
}

static const struct err *
take_chunk(void *data, struct slice chunk)
{
	buf_add_slice(data, chunk);
	return NULL;
}

/* The rows of the file that was closed with it, if its columns are the same. */
static const struct err *
read_closed(struct interview *iv, const struct answer *question)
{
	const struct err *err;
	const char *kept;
	struct attachment_note note;
	struct arena *arena;
	struct slice sealed;
	struct buf path = BUF_INIT, plain = BUF_INIT, heading = BUF_INIT;

	buf_add(&path, ATTACHMENT_FIELD);
	answer_path(&path, question);
	kept = interview_kept(iv, buf_str(&path));
	buf_free(&path);
	if (kept == NULL || attachment_note_read(&note, kept) != NULL)
		return NULL;
	arena = arena_new();
	err = store_attachment(&sealed, arena, iv->store, &note.hash);
	if (!err)
		err = attachment_open(sealed, &store_study(iv->store)->id,
		    &iv->response.key, take_chunk, &plain);
	add_heading(&heading, iv->audit);
	if (!err && plain.len >= heading.len &&
	    memcmp(plain.data, heading.data, heading.len) == 0)
		buf_append(&iv->audit->rows, plain.data + heading.len,
		    plain.len - heading.len);
	buf_free(&heading);
	buf_wipe(&plain);
	arena_free(arena);
	/* Let go of when it was merged: what comes is a part of its own. */
	return err && err->code == ERR_NOT_FOUND ? NULL : err;
}

const struct err *
audit_begin(struct interview *iv)
{
	const struct err *err = NULL;
	const struct answer *question = audit_answer(iv);
	const char *before = interview_kept(iv, INTERVIEW_DRAFT_FIELD "audit");
	struct audit *a;

	if (question == NULL || iv->audit != NULL)
		return NULL;
	iv->audit = a = mem_alloc(sizeof(*a));
	a->places = has_parameter(question->item, "location-priority=");
	a->changes = has_parameter(question->item, "track-changes=true");
	a->user = has_parameter(question->item, "identify-user=true");
	a->reasons = has_parameter(question->item, "track-changes-reasons=");
	if (before != NULL)
		buf_add(&a->rows, before);
	else
		err = read_closed(iv, question);
	a->full = a->rows.len > AUDIT_BYTES_MAX;
	audit_note(iv, iv->response.has_draft || iv->response.has_tip ?
	    AUDIT_RESUME : AUDIT_START, NULL);
	return err ? err : interview_keep(iv, INTERVIEW_DRAFT_FIELD "audit",
	    NULL);
}

bool
audit_wants_place(const struct interview *iv, bool *exact, unsigned *age_s)
{
	const struct item *item;

	if (iv->audit == NULL || !iv->audit->places)
		return false;
	item = audit_answer(iv)->item;
	*exact = has_parameter(item, "location-priority=high-accuracy");
	*age_s = (unsigned)fmin(fmax(reading_parameter(item,
	    "location-max-age", 0), 0), PLACE_AGE_MAX_S);
	return true;
}

struct slice
audit_text(const struct interview *iv)
{
	return iv->audit == NULL ? SLICE_EMPTY : buf_slice(&iv->audit->rows);
}

const struct err *
audit_close(struct interview *iv, bool final, const char *reason)
{
	const struct err *err;
	struct answer *question = audit_answer(iv);
	struct buf file = BUF_INIT;

	if (iv->audit == NULL || question == NULL)
		return NULL;
	audit_leave(iv);
	if (iv->audit->reasons && iv->response.has_tip)
		add_row(iv, &(struct row){ .event = AUDIT_CHANGE_REASON,
			.reason = reason, .start_ms = platform_now_ms() });
	audit_note(iv, final ? AUDIT_FINALIZE : AUDIT_EXIT, NULL);
	add_heading(&file, iv->audit);
	buf_add_slice(&file, buf_slice(&iv->audit->rows));
	err = attachment_set_bytes(iv, question, FILE_NAME, buf_slice(&file));
	buf_wipe(&file);
	return err;
}

void
audit_free(struct audit *a)
{
	if (a == NULL)
		return;
	arena_free(a->visit);
	mem_free(a->shown);
	buf_wipe(&a->rows);
	mem_free(a);
}
