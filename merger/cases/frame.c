#include "merger/cases/frame.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"
#include "kit/exchange/envelope.h"
#include "merger/cases/casework.h"
#include "merger/changesets/author.h"
#include "merger/dataset/dataset.h"
#include "merger/print.h"
#include "merger/study/mainline.h"
#include "merger/study/tombstones.h"

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

/* The columns of a table of cases: how each is called as a field. */
struct columns {
	const char **paths;		/* NULL: without heading, and empty */
	size_t key;
};

static const struct err *
check_heading(const struct csv *csv, size_t column, const char *path,
    struct map *seen)
{
	if (path[0] == '\0') {
		for (size_t row = 0; row < csv->row_count; row++)
			if (csv_cell(csv, row, column)[0] != '\0')
				return err_new(ERR_FORMAT, "line %zu: a cell "
				    "under no heading, in column %zu",
				    csv->lines[row], column + 1);
		return NULL;
	}
	if (strpbrk(path, "/[]") != NULL || path[0] == '.')
		return err_new(ERR_FORMAT, "column \"%s\": a name without "
		    "/ [ ] and without a dot in front is needed", path);
	if (map_set(seen, path, seen) != NULL)
		return err_new(ERR_FORMAT, "column \"%s\" stands twice", path);
	return NULL;
}

static const struct err *
read_headings(struct columns *out, struct arena *arena, const struct csv *csv)
{
	struct map *seen = map_new();
	const struct err *err = NULL;

	out->paths = arena_alloc_n(arena, csv->column_count,
	    sizeof *out->paths);
	for (size_t c = 0; c < csv->column_count && err == NULL; c++) {
		err = normal(arena, csv->header[c], &out->paths[c]);
		if (err == NULL)
			err = check_heading(csv, c, out->paths[c], seen);
		if (out->paths[c][0] == '\0')
			out->paths[c] = NULL;
		if (c == out->key)
			out->paths[c] = ".key";
	}
	map_free(seen);
	return err;
}

/* A row as fields, "" left out; the key becomes ".key". */
static const struct err *
row_fields(struct arena *arena, const struct csv *csv, size_t row,
    const struct columns *columns, struct fields *out)
{
	struct field *items = arena_alloc_n(arena, csv->column_count,
	    sizeof *items);
	const struct err *err;
	size_t n = 0;

	for (size_t c = 0; c < csv->column_count; c++) {
		if (columns->paths[c] == NULL)
			continue;
		items[n].path = columns->paths[c];
		err = normal(arena, csv_cell(csv, row, c), &items[n].value);
		if (err != NULL)
			return err;
		n += items[n].value[0] != '\0';
	}
	fields_sort(items, n);
	*out = (struct fields){ items, n };
	return NULL;
}

static bool
is_column(const struct csv *csv, const struct columns *columns,
    const char *path)
{
	for (size_t c = 0; c < csv->column_count; c++)
		if (columns->paths[c] && !strcmp(columns->paths[c], path))
			return true;
	return false;
}

/* The revision that brings a case to what the row says; *needed: or nothing. */
static void
case_revision(struct workspace *ws, struct arena *arena,
    const struct merged_record *known, const struct fields *wanted,
    const struct csv *csv, const struct columns *columns,
    struct revision *out, bool *needed)
{
	struct fields before = { NULL, 0 };
	const char *const *gone;
	const char **unset;
	size_t n;

	memset(out, 0, sizeof *out);
	out->kind = RECORD_CASE;
	out->reason = "";
	author_sign_in(ws, out);
	if (known != NULL) {
		merged_fields(&before, arena, known);
		out->parents = known->tips;
		out->parent_count = known->tip_count;
	}
	fields_diff(arena, &before, wanted, &out->set, &gone, &n);
	/* What a case has gathered otherwise (attempts) the table knows not. */
	unset = arena_alloc_n(arena, n, sizeof *unset);
	for (size_t i = 0; i < n; i++)
		if (is_column(csv, columns, gone[i]))
			unset[out->unset_count++] = gone[i];
	out->unset = unset;
	*needed = known == NULL || out->set.count + out->unset_count > 0;
}

static const struct err *
check_key(struct map *seen, const char *key, const struct csv *csv, size_t row,
    size_t column)
{
	if (key == NULL)
		return err_new(ERR_FORMAT, "line %zu: column \"%s\" is empty",
		    csv->lines[row], csv->header[column]);
	if (map_set(seen, key, seen) != NULL)
		return err_new(ERR_FORMAT, "line %zu: \"%s\" stands twice in "
		    "column \"%s\"", csv->lines[row], key,
		    csv->header[column]);
	return NULL;
}

/* A table of cases on its way in. */
struct importing {
	struct workspace *ws;
	struct dataset dataset;
	const struct csv *csv;
	struct columns columns;
	struct map *seen;
	struct revision *revisions;
	size_t count;
	struct frame_sums *sums;
};

static const struct err *
one_row(struct importing *im, size_t row)
{
	struct arena *arena = im->dataset.arena;
	struct revision *out = &im->revisions[im->count];
	const struct merged_record *known;
	struct fields wanted;
	const struct err *err;
	const char *key;
	char id[UUID_TEXT_MAX];
	bool needed;

	err = row_fields(arena, im->csv, row, &im->columns, &wanted);
	if (err != NULL)
		return err_in(err, "line %zu", im->csv->lines[row]);
	key = fields_get(&wanted, ".key");
	err = check_key(im->seen, key, im->csv, row, im->columns.key);
	if (err != NULL)
		return err;
	case_record_id(id, &im->ws->keys.study, key);
	if (tombstones_refuse(im->ws, id)) {
		im->sums->erased++;
		return NULL;
	}
	known = dataset_record(&im->dataset, id);
	case_revision(im->ws, arena, known, &wanted, im->csv, &im->columns,
	    out, &needed);
	memcpy(out->record, id, sizeof id);
	im->count += needed;
	im->sums->added += known == NULL;
	im->sums->changed += known != NULL && needed;
	im->sums->same += !needed;
	return NULL;
}

static const struct err *
find_key(const struct csv *csv, const char *column, size_t *out)
{
	int found = csv_column(csv, column);
	const char *near;

	if (found >= 0) {
		*out = (size_t)found;
		return NULL;
	}
	near = text_nearest(column, csv->header, csv->column_count);
	if (near != NULL)
		return err_new(ERR_FORMAT, "no column \"%s\", but \"%s\" "
		    "(--key names the one with the case's key)", column, near);
	return err_new(ERR_FORMAT, "no column \"%s\" (--key names the one "
	    "with the case's key)", column);
}

static const struct err *
write_cases(struct importing *im)
{
	char count[PRINT_COUNT_MAX];
	const struct err *err;

	if (im->count == 0)
		return NULL;
	err = author_write(im->ws, im->revisions, im->count,
	    print_count(count, im->count, "case"));
	return err ? err : frame_seal_again(im->ws);
}

const struct err *
frame_import(struct workspace *ws, const struct csv *csv, const char *column,
    struct frame_sums *sums)
{
	struct importing im = { .ws = ws, .csv = csv, .sums = sums };
	const struct err *err;

	memset(sums, 0, sizeof *sums);
	if ((err = find_key(csv, column, &im.columns.key)) != NULL)
		return err;
	im.revisions = mem_alloc_n(csv->row_count, sizeof *im.revisions);
	im.seen = map_new();
	err = dataset_load(&im.dataset, ws);
	if (err == NULL)
		err = read_headings(&im.columns, im.dataset.arena, csv);
	for (size_t row = 0; row < csv->row_count && err == NULL; row++)
		err = one_row(&im, row);
	if (err == NULL)
		err = write_cases(&im);
	dataset_free(&im.dataset);
	map_free(im.seen);
	mem_free(im.revisions);
	return err;
}

/*
 * What the table says, and what laptops wrote of people whom they met. How the
 * case stands, and who tried what, each laptop is told alone (dispatch.h).
 */
static bool
is_of_frame(const struct merged_field *field)
{
	return field->value != NULL &&
	    (field->path[0] != '.' || !strcmp(field->path, ".key"));
}

static struct json *
case_json(const struct merged_record *record)
{
	struct json *object = json_new_object(), *fields = json_new_object();

	for (size_t i = 0; i < record->field_count; i++)
		if (is_of_frame(&record->fields[i]))
			json_put_string(fields, record->fields[i].path,
			    record->fields[i].value);
	json_put(object, "fields", fields);
	json_put_string(object, "id", record->id);
	return object;
}

/* Coordinators, every device that is active now, and these. */
static struct seal_public *
frame_recipients(struct workspace *ws, const struct seal_public *more,
    size_t more_count, size_t *count)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);
	struct seal_public *out = mem_alloc_n(n + more_count, sizeof *out);

	*count = 0;
	for (size_t i = 0; i < n; i++)
		if (members[i].role == MEMBER_COORDINATOR ||
		    members[i].role == MEMBER_DEVICE)
			out[(*count)++] = members[i].seal;
	for (size_t i = 0; i < more_count; i++)
		out[(*count)++] = more[i];
	return out;
}

/* { "cases": [...] } */
static struct json *
frame_json(const struct dataset *dataset, size_t *count)
{
	struct json *frame = json_new_object(), *cases = json_new_array();

	*count = 0;
	for (size_t i = 0; i < dataset->count; i++) {
		const struct merged_record *m = &dataset->records[i].merged;

		if (m->kind != RECORD_CASE || m->standing == 0 ||
		    casework_is_practice(&dataset->records[i]))
			continue;
		json_add(cases, case_json(m));
		++*count;
	}
	json_put(frame, "cases", cases);
	return frame;
}

static bool
has_frame(struct workspace *ws)
{
	struct buf old = BUF_INIT;
	bool there = mainline_read(ws, &old, "frame", ENVELOPE_BYTES_MAX) ==
	    NULL;

	buf_free(&old);
	return there;
}

static void
write_plain(struct buf *out, const struct dataset *dataset, size_t *cases)
{
	struct json *frame = frame_json(dataset, cases);

	json_write(out, frame);
	json_free(frame);
}

static const struct err *
seal(struct workspace *ws, struct buf *out, struct slice plain,
    const struct seal_public *more, size_t more_count)
{
	size_t n;
	struct seal_public *to = frame_recipients(ws, more, more_count, &n);
	const struct err *err = envelope_seal(out, frame_purpose,
	    &ws->keys.study, plain, to, n, &ws->keys.sign);

	mem_free(to);
	return err;
}

const struct err *
frame_seal(struct workspace *ws, struct buf *out,
    const struct seal_public *more, size_t more_count, size_t *cases)
{
	struct dataset dataset;
	struct buf plain = BUF_INIT;
	const struct err *err = dataset_load(&dataset, ws);

	*cases = 0;
	if (err == NULL)
		write_plain(&plain, &dataset, cases);
	/* An empty one takes the place of one whose last case was erased. */
	if (err == NULL && (*cases > 0 || has_frame(ws)))
		err = seal(ws, out, buf_slice(&plain), more, more_count);
	dataset_free(&dataset);
	buf_wipe(&plain);
	return err;
}

/* As it lies on main; empty when there is none that we can read. */
static void
read_plain(struct workspace *ws, struct buf *out)
{
	struct buf sealed = BUF_INIT;
	struct sign_public writer;
	const struct err *err = mainline_read(ws, &sealed, "frame",
	    ENVELOPE_BYTES_MAX);

	if (err == NULL)
		err = envelope_open(out, &writer, buf_slice(&sealed),
		    frame_purpose, &ws->keys.study, &ws->keys.seal);
	if (err != NULL)
		buf_reset(out);
	buf_free(&sealed);
}

const struct err *
frame_renew(struct workspace *ws, const struct dataset *dataset,
    struct buf *out)
{
	struct buf plain = BUF_INIT, old = BUF_INIT;
	const struct err *err = NULL;
	size_t cases;

	write_plain(&plain, dataset, &cases);
	if (cases > 0)
		read_plain(ws, &old);
	if (cases > 0 && !slice_equal(buf_slice(&plain), buf_slice(&old)))
		err = seal(ws, out, buf_slice(&plain), NULL, 0);
	buf_wipe(&plain);
	buf_wipe(&old);
	return err;
}

const struct err *
frame_seal_again(struct workspace *ws)
{
	struct buf sealed = BUF_INIT;
	char count[PRINT_COUNT_MAX], subject[96];
	const struct err *err;
	size_t cases;

	err = frame_seal(ws, &sealed, NULL, 0, &cases);
	if (err == NULL && sealed.len > 0) {
		struct depot_file file = { "frame", buf_slice(&sealed) };

		snprintf(subject, sizeof subject, "sample frame: %s",
		    print_count(count, cases, "case"));
		err = mainline_commit_files(ws, &file, 1, subject);
	}
	buf_free(&sealed);
	return err;
}
