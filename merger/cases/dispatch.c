#include "merger/cases/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"
#include "kit/exchange/envelope.h"
#include "kit/record/downward.h"
#include "merger/cases/casework.h"
#include "merger/cases/frame.h"
#include "merger/print.h"
#include "merger/study/mainline.h"
#include "merger/study/news.h"
#include "merger/study/roster.h"

/* What one letter may hold, far below ENVELOPE_BYTES_MAX together. */
enum {
	CASE_BYTES_MAX = 10 << 20,
	CORRECTION_BYTES_MAX = 8 << 20,
	ITEM_BYTES = 256,		/* of an item beside its texts */
	PATH_BYTES = 16,
	NUMBER_TEXT_MAX = 48
};

/* One time of sending down. */
struct dispatch {
	struct workspace *ws;
	struct dataset dataset;
	struct arena *arena;		/* of the letter under way */
	struct casebook book;
	struct json *roster;
	struct depot_file *files;
	size_t count;
	bool keeps_answers;		/* laptops do: policy "purge" "keep" */
	size_t case_bytes;		/* of attempts and reasons so far */
};

/* Who it is: the name in the roster, or the beginning of the id. */
static const char *
name_of(const struct dispatch *d, const char *device)
{
	const char *name = roster_name(d->roster, device);

	return name[0] != '\0' ? arena_strdup(d->arena, name) :
	    arena_printf(d->arena, "%.8s", device);
}

/* ---- cases ---- */

/* The newest attempts of others, oldest first. */
static void
tell_attempts(struct dispatch *d, struct down_case *out,
    const struct casework *c, const char *device)
{
	struct down_attempt *items;
	size_t others = 0, skip, n = 0;

	for (size_t i = 0; i < c->attempt_count; i++)
		others += strcmp(c->attempts[i].input->revision->author, device) != 0;
	out->count = others;
	/* Who has no business there learns no remarks. */
	if (out->status == CASE_TAKEN || others == 0)
		return;
	out->attempts = items = arena_alloc_n(d->arena, DOWNWARD_ATTEMPTS_MAX,
	    sizeof *items);
	skip = others > DOWNWARD_ATTEMPTS_MAX ?
	    others - DOWNWARD_ATTEMPTS_MAX : 0;
	for (size_t i = 0; i < c->attempt_count; i++) {
		const struct case_attempt *a = &c->attempts[i];

		if (!strcmp(a->input->revision->author, device) || n++ < skip)
			continue;
		d->case_bytes += ITEM_BYTES + strlen(a->attempt.remark);
		if (d->case_bytes > CASE_BYTES_MAX)
			return;
		items[out->attempt_count++] = (struct down_attempt){
			a->attempt, name_of(d, a->input->revision->author) };
	}
}

/* False: there is nothing to say about it to this device. */
static bool
tell_case(struct dispatch *d, struct down_case *out, const struct casework *c,
    const char *device)
{
	*out = (struct down_case){ .status = c->status, .with = "",
		.reason = c->reason, .word = case_status_word(c->status) };
	snprintf(out->id, sizeof out->id, "%.36s", c->record->merged.id);
	out->mine = !strcmp(c->handed, device);
	if (c->status == CASE_OPEN)
		out->reason = c->handed_reason;
	if (c->status == CASE_OPEN && c->handed[0] != '\0' && !out->mine) {
		out->status = CASE_TAKEN;
		out->with = name_of(d, c->handed);
	}
	d->case_bytes += strlen(out->reason);
	/* How it stands is told of every case, the rest while there is room. */
	if (d->case_bytes > CASE_BYTES_MAX)
		out->reason = "";
	tell_attempts(d, out, c, device);
	return out->status != CASE_OPEN || out->mine || out->count > 0;
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(((const struct down_case *)a)->id,
	    ((const struct down_case *)b)->id);
}

static void
tell_cases(struct dispatch *d, struct downward *out)
{
	struct down_case *items = arena_alloc_n(d->arena, d->book.count + 1,
	    sizeof *items);

	d->case_bytes = 0;
	for (size_t i = 0; i < d->book.count &&
	    out->case_count < DOWNWARD_CASES_MAX; i++)
		out->case_count += tell_case(d, &items[out->case_count],
		    &d->book.cases[i], out->device);
	if (out->case_count > 0)
		qsort(items, out->case_count, sizeof *items, by_id);
	out->cases = items;
}

/* ---- corrections ---- */

struct told {
	struct down_correction *items;
	const struct merge_input **inputs;
	size_t count, capacity, bytes;
};

/* By depth, which is the order in which they count, then time, then id. */
static int
by_depth(const void *a, const void *b)
{
	const struct merge_input *x = *(const struct merge_input *const *)a;
	const struct merge_input *y = *(const struct merge_input *const *)b;

	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	if (x->revision->time_ms != y->revision->time_ms)
		return x->revision->time_ms < y->revision->time_ms ? -1 : 1;
	return memcmp(x->revision->id.bytes, y->revision->id.bytes,
	    HASH_BYTES);
}

static bool
is_of_form(const char *path)
{
	return path[0] != '.';
}

/* What a revision changes among the answers, whether it sets or takes away. */
static void
list_paths(struct down_correction *out, struct arena *arena,
    const struct revision *r)
{
	const char **paths = arena_alloc_n(arena, r->set.count +
	    r->unset_count + 1, sizeof *paths);

	for (size_t i = 0; i < r->set.count; i++)
		if (is_of_form(r->set.items[i].path))
			paths[out->path_count++] = r->set.items[i].path;
	for (size_t i = 0; i < r->unset_count; i++)
		if (is_of_form(r->unset[i]))
			paths[out->path_count++] = r->unset[i];
	out->paths = paths;
}

static const struct err *
tell_correction(struct dispatch *d, struct down_correction *out,
    const struct merge_input *input)
{
	const struct revision *r = input->revision;
	struct revision copy = *r;
	struct buf bytes = BUF_INIT;
	const struct err *err = NULL;

	*out = (struct down_correction){ .revision = r->id,
		.time_ms = r->time_ms, .offset_minutes = r->offset_minutes,
		.by = name_of(d, r->author), .reason = r->reason };
	snprintf(out->response, sizeof out->response, "%.36s", r->record);
	list_paths(out, d->arena, r);
	if (d->keeps_answers)
		err = revision_write(&bytes, &copy);
	if (err == NULL && bytes.len > 0)
		out->bytes = slice_of(arena_slice(d->arena,
		    buf_slice(&bytes)), bytes.len);
	buf_wipe(&bytes);
	return err;
}

/* A response of this device, or one that it was handed. */
static bool
concerns(const struct record *r, const char *device)
{
	return r->merged.kind == RECORD_RESPONSE && r->merged.standing > 0 &&
	    (!strcmp(r->merged.creator, device) ||
	    !strcmp(record_value(r, ".handed"), device));
}

static size_t
gather(const struct merge_input **out, const struct record *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->merged.input_count; i++)
		if (r->merged.inputs[i].role == MEMBER_COORDINATOR &&
		    r->merged.inputs[i].standing == STANDS &&
		    r->merged.inputs[i].revision->kind == RECORD_RESPONSE)
			out[n++] = &r->merged.inputs[i];
	if (n > 0)
		qsort(out, n, sizeof *out, by_depth);
	return n;
}

static const struct err *
tell_of_record(struct dispatch *d, struct told *told, const struct record *r)
{
	const struct merge_input **inputs = arena_alloc_n(d->arena,
	    r->merged.input_count + 1, sizeof *inputs);
	size_t n = gather(inputs, r);
	const struct err *err = NULL;

	for (size_t i = 0; i < n && err == NULL; i++) {
		void *items = told->items;

		mem_grow(&items, &told->capacity, told->count + 1,
		    sizeof *told->items);
		told->items = items;
		err = tell_correction(d, &told->items[told->count], inputs[i]);
		told->bytes += told->items[told->count].bytes.len;
		told->count++;
	}
	return err;
}

static size_t
bytes_of(const struct down_correction *c)
{
	size_t bytes = ITEM_BYTES + strlen(c->reason);

	for (size_t i = 0; i < c->path_count; i++)
		bytes += PATH_BYTES + strlen(c->paths[i]);
	return bytes;
}

/* Too much for one letter: then only the facts, and at last not even these. */
static void
cut(struct told *told, enum language language, const char *device)
{
	size_t bytes = 0, n = 0;

	if (told->bytes > CORRECTION_BYTES_MAX)
		for (size_t i = 0; i < told->count; i++)
			told->items[i].bytes = slice_of(NULL, 0);
	while (n < told->count && n < DOWNWARD_CORRECTIONS_MAX &&
	    bytes <= CORRECTION_BYTES_MAX)
		bytes += bytes_of(&told->items[n++]);
	if (n < told->count)
		words_print(stderr, language, W_CORRECTIONS_TOLD, SHORT(device),
		    NUMBER(told->count), NUMBER(n), (char *)NULL);
	told->count = n;
}

static const struct err *
tell_corrections(struct dispatch *d, struct downward *out)
{
	struct told told = { .count = 0 };
	struct down_correction *items;
	const struct err *err = NULL;

	for (size_t i = 0; i < d->dataset.count && err == NULL; i++)
		if (concerns(&d->dataset.records[i], out->device))
			err = tell_of_record(d, &told, &d->dataset.records[i]);
	cut(&told, d->ws->language, out->device);
	items = arena_alloc_n(d->arena, told.count + 1, sizeof *items);
	if (told.count > 0)
		memcpy(items, told.items, told.count * sizeof *items);
	out->corrections = items;
	out->correction_count = told.count;
	mem_free(told.items);
	return err;
}

/* ---- one device ---- */

/* What main has for it, as far as we can read it and may believe it. */
static struct downward *
read_old(struct dispatch *d, const char *name, const char *device)
{
	struct buf sealed = BUF_INIT;
	struct downward *old = NULL;
	struct sign_public writer;
	const struct err *err;

	err = mainline_read(d->ws, &sealed, name, ENVELOPE_BYTES_MAX);
	if (err == NULL)
		err = downward_open(&old, d->arena, &writer,
		    buf_slice(&sealed), &d->ws->keys.study, device,
		    &d->ws->keys.seal);
	buf_free(&sealed);
	/* Whatever is wrong with it, a new one takes its place. */
	return err == NULL && manifest_role(d->ws->manifest, &writer) ==
	    MEMBER_COORDINATOR ? old : NULL;
}

static void
setting_name(char out[DOWNWARD_NAME_MAX], const char *device)
{
	snprintf(out, DOWNWARD_NAME_MAX, "down/%s", device);
}

/* "12 3": the number that was given last from here. */
static const struct err *
last_given(struct dispatch *d, const char *device, uint64_t *manifest,
    uint64_t *number)
{
	struct buf text = BUF_INIT;
	char name[DOWNWARD_NAME_MAX];
	const struct err *err;
	char *end;

	setting_name(name, device);
	err = index_setting(d->ws->index, name, &text);
	*manifest = strtoull(buf_str(&text), &end, 10);
	*number = strtoull(end, NULL, 10);
	buf_free(&text);
	return err;
}

/* Greater than whatever the device may have seen of us or of `old`. */
static const struct err *
give_number(struct dispatch *d, struct downward *out,
    const struct downward *old)
{
	char name[DOWNWARD_NAME_MAX], text[NUMBER_TEXT_MAX];
	uint64_t manifest, number;
	const struct err *err = last_given(d, out->device, &manifest, &number);

	if (err != NULL)
		return err;
	if (old != NULL && (old->manifest > manifest ||
	    (old->manifest == manifest && old->number > number))) {
		manifest = old->manifest;
		number = old->number;
	}
	out->manifest = manifest_version(d->ws->manifest);
	out->number = 1;
	if (manifest >= out->manifest) {
		out->manifest = manifest;
		out->number = number + 1;
	}
	setting_name(name, out->device);
	snprintf(text, sizeof text, "%llu %llu",
	    (unsigned long long)out->manifest,
	    (unsigned long long)out->number);
	return index_set(d->ws->index, name, text);
}

/* The device first, then the coordinators. */
static struct seal_public *
readers_of(struct dispatch *d, const struct member *device, size_t *count)
{
	const struct seal_public *coordinators =
	    manifest_recipients(d->ws->manifest, count);
	struct seal_public *out = arena_alloc_n(d->arena, *count + 1,
	    sizeof *out);

	memcpy(out, coordinators, *count * sizeof *out);
	out[(*count)++] = device->seal;
	return out;
}

static void
add_file(struct dispatch *d, const char *name, const struct buf *sealed)
{
	struct arena *arena = d->dataset.arena;

	d->files[d->count++] = (struct depot_file){
		arena_strdup(arena, name), slice_of(arena_slice(arena,
		buf_slice(sealed)), sealed->len) };
}

static const struct err *
write_one(struct dispatch *d, const struct member *device)
{
	struct downward down = { .number = 0 }, *old;
	struct seal_public *to;
	struct buf sealed = BUF_INIT;
	char name[DOWNWARD_NAME_MAX];
	const struct err *err;
	size_t to_count;

	memcpy(down.device, device->id, sizeof down.device);
	downward_name(name, device->id);
	to = readers_of(d, device, &to_count);
	downward_readers(&down.readers, to, to_count);
	tell_cases(d, &down);
	err = tell_corrections(d, &down);
	if (err != NULL)
		return err;
	old = read_old(d, name, device->id);
	if (old != NULL ? downward_same(old, &down) :
	    down.case_count + down.correction_count == 0)
		return NULL;
	err = give_number(d, &down, old);
	if (err == NULL)
		err = downward_seal(&sealed, &down, &d->ws->keys.study, to,
		    to_count, &d->ws->keys.sign);
	if (err == NULL)
		add_file(d, name, &sealed);
	buf_free(&sealed);
	return err_in(err, "device %.8s", device->id);
}

static const struct err *
write_for(struct dispatch *d, const struct member *device)
{
	const struct err *err;

	d->arena = arena_new();
	err = write_one(d, device);
	arena_free(d->arena);
	d->arena = NULL;
	return err;
}

/* ---- all of them ---- */

static const struct err *
write_all(struct dispatch *d)
{
	size_t n;
	const struct member *members = manifest_members(d->ws->manifest, &n);
	const char *policy = manifest_policy(d->ws->manifest, "purge");
	const struct err *err = roster_read(d->ws, &d->roster);

	d->keeps_answers = policy != NULL && !strcmp(policy, "keep");
	d->files = arena_alloc_n(d->dataset.arena, n + 2, sizeof *d->files);
	casebook_read(&d->book, d->ws, &d->dataset);
	for (size_t i = 0; i < n && err == NULL; i++)
		if (members[i].role == MEMBER_DEVICE)
			err = write_for(d, &members[i]);
	json_free(d->roster);
	return err;
}

/* Laptops have met people who are not in the frame on main. */
static const struct err *
add_frame(struct dispatch *d)
{
	struct buf sealed = BUF_INIT;
	const struct err *err = frame_renew(d->ws, &d->dataset, &sealed);

	if (err == NULL && sealed.len > 0)
		add_file(d, "frame", &sealed);
	buf_free(&sealed);
	return err;
}

static const struct err *
commit(struct dispatch *d, size_t devices)
{
	char count[PRINT_COUNT_MAX], subject[96];

	if (d->count == 0)
		return NULL;
	snprintf(subject, sizeof subject, "to %s", print_count(count, devices,
	    "device"));
	return mainline_commit_files(d->ws, d->files, d->count, subject);
}

const struct err *
dispatch_write(struct workspace *ws, size_t *written)
{
	struct dispatch d = { .ws = ws };
	bool due;
	const struct err *err = news_wait(ws, &due);

	*written = 0;
	if (err != NULL || !due || manifest_is_closed(ws->manifest))
		return err;
	err = dataset_load(&d.dataset, ws);
	if (err == NULL)
		err = write_all(&d);
	*written = d.count;
	if (err == NULL)
		err = add_frame(&d);
	if (err == NULL)
		err = commit(&d, *written);
	if (err == NULL)
		err = news_told(ws);
	dataset_free(&d.dataset);
	return err;
}

const struct err *
dispatch_publish(struct workspace *ws)
{
	size_t told;
	const struct err *err = dispatch_write(ws, &told);

	return err ? err : mainline_publish(ws);
}

const struct err *
dispatch_publish_waiting(struct workspace *ws, bool *brought)
{
	const struct err *err = mainline_waits(ws, brought);

	return err != NULL || !*brought ? err : dispatch_publish(ws);
}
