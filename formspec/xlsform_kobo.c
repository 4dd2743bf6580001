/*
 * KoboToolbox's blocks, from begin_score, begin_rank or begin_kobomatrix to
 * their end, written out as the questions that they are to everybody else:
 * one choice for every row of a score; ranks that differ; of a matrix, its
 * questions once for every choice of its list, under the names that Kobo gives
 * them.
 */
#include <string.h>

#include "formspec/xlsform_survey.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

/* A block while it is written out. */
struct block {
	struct reading *reading;
	const struct kobo_kind *kind;
	struct columns columns;		/* the sheet's, and those we need */
	const struct sheet_row *begin;
	const char *name, *list;
	struct sheet_row *rows;
	size_t count, capacity;
};

struct kobo_kind {
	const char *begin, *end, *row;	/* row: the type of its rows, or NULL */
	const char *list;		/* the column that names its list */
	void (*write)(struct block *block, const struct sheet_row *rows,
	    size_t count);
};

static const enum field_id ours[] = {
	FIELD_APPEARANCE, FIELD_CONSTRAINT, FIELD_CONSTRAINT_MESSAGE
};

enum { OURS = sizeof(ours) / sizeof(*ours) };

/* The cell under a heading that XLSForm itself does not know. */
static const char *
cell_under(const struct columns *columns, const struct sheet_row *row,
    const char *heading)
{
	for (size_t c = 0; c < columns->count; c++)
		if (strcmp(columns->items[c].written, heading) == 0)
			return row->cells[c];
	return "";
}

static void
extend_columns(struct block *block)
{
	const struct columns *sheet = block->reading->columns;
	struct column *items = arena_alloc_n(block->reading->build->arena,
	    sheet->count + OURS, sizeof(*items));

	memcpy(items, sheet->items, sheet->count * sizeof(*items));
	for (size_t i = 0; i < OURS; i++) {
		struct column *column = &items[sheet->count + i];

		column->kind = COLUMN_FIELD;
		column->field = ours[i];
		column->heading = column->written =
		    form_fields[ours[i]].heading;
	}
	block->columns = (struct columns){ sheet->sheet, items,
	    sheet->count + OURS };
}

/* ---- rows ---- */

static void
set_kind(struct block *block, enum column_kind kind, const char *text)
{
	const char **cells = (const char **)(uintptr_t)
	    block->rows[block->count - 1].cells;

	for (size_t c = 0; c < block->columns.count; c++)
		if (block->columns.items[c].kind == kind) {
			cells[c] = text;
			return;
		}
}

/* In the last column of that field, ours if it is one; the others empty. */
static void
set_field(struct block *block, enum field_id field, const char *text)
{
	const char **cells = (const char **)(uintptr_t)
	    block->rows[block->count - 1].cells;
	size_t last = block->columns.count;

	for (size_t c = 0; c < block->columns.count; c++)
		if (block->columns.items[c].kind == COLUMN_FIELD &&
		    block->columns.items[c].field == field) {
			cells[c] = "";
			last = c;
		}
	if (last < block->columns.count)
		cells[last] = text;
}

/* A new row like `from`, of another type and name. */
static void
add_row(struct block *block, const struct sheet_row *from, const char *type,
    const char *name)
{
	const char **cells = arena_alloc_n(block->reading->build->arena,
	    block->columns.count, sizeof(*cells));
	size_t sheet = block->columns.count - OURS;

	memcpy(cells, from->cells, sheet * sizeof(*cells));
	for (size_t i = 0; i < OURS; i++)
		cells[sheet + i] = "";
	mem_grow((void **)&block->rows, &block->capacity, block->count + 1,
	    sizeof(*block->rows));
	block->rows[block->count++] = (struct sheet_row){
	    .number = from->number, .cells = cells };
	set_kind(block, COLUMN_TYPE, type);
	set_kind(block, COLUMN_NAME, name);
}

/* The row that begins the block, without what is said by another. */
static void
add_begin(struct block *block, const char *appearance)
{
	add_row(block, block->begin, "begin_group", block->name);
	set_field(block, FIELD_REQUIRED, "");
	set_field(block, FIELD_APPEARANCE, appearance);
}

static void
add_end(struct block *block)
{
	add_row(block, block->begin, "end_group", "");
}

static bool
is_row_of(const struct block *block, const struct sheet_row *row)
{
	const char *type = xlsform_cell(&block->columns, row, COLUMN_TYPE);

	if (strcmp(type, block->kind->row) == 0)
		return true;
	if (type[0] != '\0') {
		block->reading->row = row;
		survey_diag_type(block->reading, 0, strlen(type),
		    "kobo-row", type, block->kind->begin);
	}
	return false;
}

/* ---- begin_score ---- */

static void
write_score(struct block *block, const struct sheet_row *rows, size_t count)
{
	const char *select = arena_printf(block->reading->build->arena,
	    "select_one %s", block->list);

	add_begin(block, "field-list");
	for (size_t i = 0; i < count; i++) {
		if (is_row_of(block, &rows[i]))
			add_row(block, &rows[i], select, xlsform_cell(
			    &block->columns, &rows[i], COLUMN_NAME));
	}
	add_end(block);
}

/* ---- begin_rank ---- */

/* Not what an earlier level holds. */
static const char *
differs(struct block *block, const struct sheet_row *rows, size_t count)
{
	struct buf out = BUF_INIT;
	const char *text;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(xlsform_cell(&block->columns, &rows[i],
		    COLUMN_TYPE), block->kind->row) != 0)
			continue;
		buf_addf(&out, "%s. != ${%s}", out.len > 0 ? " and " : "",
		    xlsform_cell(&block->columns, &rows[i], COLUMN_NAME));
	}
	text = arena_strdup(block->reading->build->arena, buf_str(&out));
	buf_free(&out);
	return text;
}

static void
write_rank(struct block *block, const struct sheet_row *rows, size_t count)
{
	const char *select = arena_printf(block->reading->build->arena,
	    "select_one %s", block->list);
	const char *message = cell_under(&block->columns, block->begin,
	    "kobo--rank-constraint-message");

	add_begin(block, "field-list");
	for (size_t i = 0; i < count; i++) {
		if (!is_row_of(block, &rows[i]))
			continue;
		add_row(block, &rows[i], select,
		    xlsform_cell(&block->columns, &rows[i], COLUMN_NAME));
		set_field(block, FIELD_APPEARANCE, "minimal");
		set_field(block, FIELD_CONSTRAINT, differs(block, rows, i));
		if (message[0] != '\0')
			set_field(block, FIELD_CONSTRAINT_MESSAGE, message);
	}
	add_end(block);
}

/* ---- begin_kobomatrix ---- */

/* ${column} of the matrix is that column of the same line. */
static const char *
own_names(struct block *block, const char *cell, const char *line,
    const struct sheet_row *rows, size_t count)
{
	struct buf out = BUF_INIT;
	const char *text;

	if (strstr(cell, "${") == NULL)
		return cell;
	while (*cell != '\0') {
		size_t len = strncmp(cell, "${", 2) == 0 ?
		    strcspn(cell, "}") : 0;
		bool own = false;

		for (size_t i = 0; i < count && len > 2; i++) {
			const char *name = xlsform_cell(&block->columns,
			    &rows[i], COLUMN_NAME);

			own |= strlen(name) == len - 2 &&
			    memcmp(name, cell + 2, len - 2) == 0;
		}
		if (own)
			buf_addf(&out, "${%s_", line);
		else
			buf_append(&out, cell, len > 2 ? 2 : 1);
		cell += own || len > 2 ? 2 : 1;
	}
	text = arena_strdup(block->reading->build->arena, buf_str(&out));
	buf_free(&out);
	return text;
}

static void
write_line(struct block *block, const struct choice *choice,
    const struct sheet_row *rows, size_t count)
{
	struct arena *arena = block->reading->build->arena;
	const char *line = arena_printf(arena, "%s_%s", block->name,
	    choice->name);
	const char **cells;

	add_row(block, block->begin, "begin_group", line);
	cells = (const char **)(uintptr_t)block->rows[block->count - 1].cells;
	for (size_t c = 0; c < block->columns.count; c++) {
		const struct column *column = &block->columns.items[c];

		if (column->kind == COLUMN_FIELD)
			cells[c] = column->field != FIELD_LABEL ? "" :
			    survey_choice_label(block->reading, choice,
			    column);
	}
	for (size_t i = 0; i < count; i++) {
		add_row(block, &rows[i], xlsform_cell(&block->columns,
		    &rows[i], COLUMN_TYPE), arena_printf(arena, "%s_%s", line,
		    xlsform_cell(&block->columns, &rows[i], COLUMN_NAME)));
		cells = (const char **)(uintptr_t)
		    block->rows[block->count - 1].cells;
		for (size_t c = 0; c < block->columns.count; c++)
			cells[c] = own_names(block, cells[c], line, rows,
			    count);
	}
	add_end(block);
}

static void
write_matrix(struct block *block, const struct sheet_row *rows, size_t count)
{
	struct choice_list *list = form_build_find_list(
	    block->reading->build, block->list, false);

	if (list == NULL) {
		survey_diag_type(block->reading, 0,
		    strlen(block->kind->begin), "unknown-list", block->list,
		    NULL);
		return;
	}
	list->used = true;
	add_begin(block, "");
	for (size_t i = 0; i < list->choice_count; i++)
		write_line(block, &list->choices[i], rows, count);
	add_end(block);
}

/* ---- blocks ---- */

static const struct kobo_kind kinds[] = {
	{ "begin_score", "end_score", "score__row", "kobo--score-choices",
	    write_score },
	{ "begin_rank", "end_rank", "rank__level", "kobo--rank-items",
	    write_rank },
	{ "begin_kobomatrix", "end_kobomatrix", NULL, "kobo--matrix_list",
	    write_matrix }
};

static const struct kobo_kind *
kind_of(const struct reading *reading, const struct sheet_row *row)
{
	const char *type = xlsform_cell(reading->columns, row, COLUMN_TYPE);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(type, kinds[i].begin) == 0)
			return &kinds[i];
	return NULL;
}

/* How many rows stand between the first one and its end; count: no end. */
static size_t
inner_count(const struct reading *reading, const struct kobo_kind *kind,
    const struct sheet_row *rows, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const char *type = xlsform_cell(reading->columns, &rows[i],
		    COLUMN_TYPE);

		/* Kobo's help has "end_matrix", its builder the long word. */
		if (strcmp(type, kind->end) == 0 ||
		    (kind->row == NULL && strcmp(type, "end_matrix") == 0))
			return i - 1;
	}
	return count;
}

static void
read_block(struct block *block, const struct sheet_row *rows, size_t count)
{
	struct reading *reading = block->reading;
	const struct columns *sheet = reading->columns;

	extend_columns(block);
	block->kind->write(block, rows, count);
	reading->loop_rows += block->count;
	if (reading->loop_rows > LOOP_ROWS_MAX) {
		survey_diag_type(reading, 0, 0, "too-many-items", "", NULL);
		return;
	}
	reading->columns = &block->columns;
	survey_rows(reading, block->rows, block->count);
	reading->columns = sheet;
}

size_t
survey_kobo(struct reading *reading, const struct sheet_row *rows, size_t count)
{
	struct block block = { .reading = reading, .begin = rows,
	    .kind = kind_of(reading, rows) };
	size_t inner;

	if (block.kind == NULL)
		return 0;
	inner = inner_count(reading, block.kind, rows, count);
	block.name = survey_cell(reading, COLUMN_NAME);
	block.list = cell_under(reading->columns, rows, block.kind->list);
	if (inner == count) {
		survey_diag_type(reading, 0, strlen(block.kind->begin),
		    "begin-without-end", block.kind->begin, block.name);
		return count;
	}
	if (block.list[0] == '\0')
		survey_diag_type(reading, 0, strlen(block.kind->begin),
		    "kobo-list", block.kind->begin, block.kind->list);
	else
		read_block(&block, rows + 1, inner);
	mem_free(block.rows);
	return inner + 2;
}
