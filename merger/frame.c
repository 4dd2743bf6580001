#include "merger/frame.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"
#include "kit/exchange/envelope.h"
#include "merger/author.h"
#include "merger/dataset.h"
#include "merger/mainline.h"

static const char frame_purpose[] = "recolte frame";

static const struct err *
normal(struct arena *arena, const char *text, const char **out)
{
	struct buf b = BUF_INIT;
	const struct err *err = text_nfc(&b, text_trim(slice_str(text)));

	*out = arena_slice(arena, buf_slice(&b));
	buf_free(&b);
	return err;
}

/* A row as fields, "" left out; the key becomes ".key". */
static const struct err *
row_fields(struct arena *arena, const struct csv *csv, size_t row,
    size_t key_column, struct fields *out)
{
	struct field *items = arena_alloc_n(arena, csv->column_count,
	    sizeof *items);
	const struct err *err;
	size_t n = 0;

	for (size_t c = 0; c < csv->column_count; c++) {
		struct field *f = &items[n];

		f->path = ".key";
		if (c != key_column &&
		    (err = normal(arena, csv->header[c], &f->path)) != NULL)
			return err;
		err = normal(arena, csv_cell(csv, row, c), &f->value);
		if (err != NULL)
			return err;
		n += f->value[0] != '\0';
	}
	fields_sort(items, n);
	*out = (struct fields){ items, n };
	return NULL;
}

/* The revision that brings a case to what the row says; *needed: is there one? */
static const struct err *
case_revision(struct workspace *ws, struct arena *arena,
    const struct merged_record *known, const struct fields *wanted,
    struct revision *out, bool *needed)
{
	struct fields before = { NULL, 0 };

	memset(out, 0, sizeof *out);
	out->kind = RECORD_CASE;
	out->reason = "";
	author_sign_in(ws, out);
	if (known != NULL) {
		merged_fields(&before, arena, known);
		out->parents = known->tips;
		out->parent_count = known->tip_count;
	}
	fields_diff(arena, &before, wanted, &out->set, &out->unset,
	    &out->unset_count);
	/* What a case has gathered otherwise (attempts) the table knows not. */
	out->unset_count = 0;
	*needed = known == NULL || out->set.count > 0;
	return NULL;
}

static const struct err *
check_key(struct map *seen, const struct csv *csv, size_t row, size_t column)
{
	struct slice key = text_trim(slice_str(csv_cell(csv, row, column)));

	if (key.len == 0)
		return err_new(ERR_FORMAT, "line %zu: column \"%s\" is empty",
		    csv->lines[row], csv->header[column]);
	if (map_set_slice(seen, key, seen) != NULL)
		return err_new(ERR_FORMAT, "line %zu: \"%.*s\" stands twice in "
		    "column \"%s\"", csv->lines[row], (int)key.len,
		    (const char *)key.data, csv->header[column]);
	return NULL;
}

static const struct err *
one_row(struct workspace *ws, struct dataset *dataset, const struct csv *csv,
    size_t row, size_t column, struct revision *out, bool *needed,
    struct frame_sums *sums)
{
	const struct merged_record *known;
	struct fields wanted;
	const struct err *err;
	char space[HASH_TEXT_MAX], id[UUID_TEXT_MAX];

	err = row_fields(dataset->arena, csv, row, column, &wanted);
	if (err != NULL)
		return err_in(err, "line %zu", csv->lines[row]);
	hash_text(space, &ws->keys.study);
	uuid_derive(id, space, fields_get(&wanted, ".key"));
	known = dataset_record(dataset, id);
	err = case_revision(ws, dataset->arena, known, &wanted, out, needed);
	memcpy(out->record, id, sizeof id);
	sums->added += known == NULL;
	sums->changed += known != NULL && *needed;
	sums->same += !*needed;
	return err;
}

const struct err *
frame_import(struct workspace *ws, const struct csv *csv, const char *column,
    struct frame_sums *sums)
{
	struct revision *revisions = mem_alloc_n(csv->row_count,
	    sizeof *revisions);
	int key_column = csv_column(csv, column);
	struct map *seen = map_new();
	struct dataset dataset;
	const struct err *err;
	size_t n = 0;
	char subject[64];

	memset(sums, 0, sizeof *sums);
	err = dataset_load(&dataset, ws);
	if (err == NULL && key_column < 0)
		err = err_new(ERR_FORMAT, "no column \"%s\" (--key names the "
		    "one with the case's key)", column);
	for (size_t row = 0; row < csv->row_count && err == NULL; row++) {
		bool needed = false;

		err = check_key(seen, csv, row, (size_t)key_column);
		if (err == NULL)
			err = one_row(ws, &dataset, csv, row,
			    (size_t)key_column, &revisions[n], &needed, sums);
		n += err == NULL && needed;
	}
	snprintf(subject, sizeof subject, "%zu cases", n);
	if (err == NULL && n > 0)
		err = author_write(ws, revisions, n, subject);
	if (err == NULL && n > 0)
		err = frame_seal_again(ws);
	dataset_free(&dataset);
	map_free(seen);
	mem_free(revisions);
	return err;
}

static struct json *
case_json(const struct merged_record *record)
{
	struct json *object = json_new_object(), *fields = json_new_object();

	for (size_t i = 0; i < record->field_count; i++)
		if (record->fields[i].value != NULL)
			json_put_string(fields, record->fields[i].path,
			    record->fields[i].value);
	json_put(object, "fields", fields);
	json_put_string(object, "id", record->id);
	return object;
}

/* Coordinators and every device that is active now. */
static struct seal_public *
frame_recipients(struct workspace *ws, size_t *count)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);
	struct seal_public *out = mem_alloc_n(n, sizeof *out);

	*count = 0;
	for (size_t i = 0; i < n; i++)
		if (members[i].role == MEMBER_COORDINATOR ||
		    members[i].role == MEMBER_DEVICE)
			out[(*count)++] = members[i].seal;
	return out;
}

static const struct err *
commit_frame(struct workspace *ws, const struct json *frame, size_t cases)
{
	struct buf plain = BUF_INIT, sealed = BUF_INIT;
	size_t n;
	struct seal_public *to = frame_recipients(ws, &n);
	const struct err *err;
	char subject[64];

	json_write(&plain, frame);
	err = envelope_seal(&sealed, frame_purpose, &ws->keys.study,
	    buf_slice(&plain), to, n, &ws->keys.sign);
	if (err == NULL) {
		struct depot_file file = { "frame", buf_slice(&sealed) };

		snprintf(subject, sizeof subject, "sample frame: %zu cases",
		    cases);
		err = mainline_commit_files(ws, &file, 1, subject);
	}
	mem_free(to);
	buf_wipe(&plain);
	buf_free(&sealed);
	return err;
}

const struct err *
frame_seal_again(struct workspace *ws)
{
	struct json *frame = json_new_object(), *cases = json_new_array();
	struct dataset dataset;
	const struct err *err = dataset_load(&dataset, ws);
	size_t n = 0;

	for (size_t i = 0; err == NULL && i < dataset.count; i++)
		if (dataset.records[i].merged.kind == RECORD_CASE) {
			json_add(cases, case_json(&dataset.records[i].merged));
			n++;
		}
	json_put(frame, "cases", cases);
	if (err == NULL && n > 0)
		err = commit_frame(ws, frame, n);
	json_free(frame);
	dataset_free(&dataset);
	return err;
}
