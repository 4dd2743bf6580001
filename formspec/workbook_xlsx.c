/*
 * Workbooks of Excel and LibreOffice: a zip of XML parts (ECMA-376, part 1,
 * SpreadsheetML). libzip is included by this file alone.
 *
 * Nothing is trusted: parts are named by the workbook but read only from
 * inside the zip, each up to a limit that holds for all of them together.
 */
#include "formspec/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "formspec/workbook_build.h"
#include "formspec/workbook_number.h"
#include "formspec/xml.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

enum {
	STRINGS_MAX = 2000000, STYLES_MAX = 70000, FORMATS_MAX = 1000,
	NAME_BYTES_MAX = 256
};

/* The parts of xl/workbook.xml: a sheet and where its cells are. */
struct part {
	char *name, *relation, *path;
};

struct format {
	unsigned id;
	enum number_kind kind;
};

struct xlsx {
	const char *file;
	zip_t *zip;
	size_t inflated;		/* bytes so far */
	struct workbook_build *build;
	struct part parts[WORKBOOK_SHEETS_MAX];
	size_t part_count;
	char **strings;			/* shared strings */
	size_t string_count, string_capacity;
	struct format *formats;		/* of the workbook's own */
	size_t format_count, format_capacity;
	enum number_kind *styles;	/* by cell style */
	size_t style_count, style_capacity;
	bool epoch_1904;

	/* While a part is read. */
	struct buf text;
	bool in_text, in_phonetic, in_cell_styles;
	unsigned row, column;
	char type[16];			/* of the cell, "s", "inlineStr", ... */
	size_t style;
};

static const char *
attribute(const char *const *attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

static const struct err *
torn(const struct xlsx *x, const char *part)
{
	return err_new(ERR_FORMAT, "%s: damaged workbook: %s cannot be read; "
	    "open it in a spreadsheet program and save it again", x->file,
	    part);
}

/* One part, inflated. *found is false when the zip has none of that name. */
static const struct err *
read_part(struct xlsx *x, const char *path, struct buf *out, bool *found)
{
	zip_int64_t index = zip_name_locate(x->zip, path, 0);
	const struct err *err = NULL;
	zip_file_t *file;
	zip_int64_t got;
	uint8_t chunk[1 << 14];

	*found = index >= 0;
	if (index < 0)
		return NULL;
	file = zip_fopen_index(x->zip, (zip_uint64_t)index, 0);
	if (file == NULL)
		return torn(x, path);
	/* What the zip says of its sizes is not believed. */
	while ((got = zip_fread(file, chunk, sizeof(chunk))) > 0) {
		x->inflated += (size_t)got;
		if (x->inflated > WORKBOOK_INFLATED_BYTES_MAX) {
			err = err_new(ERR_LIMIT, "%s: the workbook is larger "
			    "than %d MiB once unpacked", x->file,
			    WORKBOOK_INFLATED_BYTES_MAX >> 20);
			break;
		}
		buf_append(out, chunk, (size_t)got);
	}
	if (!err && got < 0)
		err = torn(x, path);
	/* Closing checks nothing that reading to the end has not. */
	zip_fclose(file);
	return err;
}

static const struct err *
scan_part(struct xlsx *x, const char *path, const struct xml_events *events,
    bool needed)
{
	struct buf bytes = BUF_INIT;
	const struct err *err;
	bool found;

	err = read_part(x, path, &bytes, &found);
	if (!err && !found && needed)
		err = torn(x, path);
	else if (!err && found)
		err = xml_scan(buf_slice(&bytes), path, events);
	if (err && found && strncmp(err->msg, x->file, strlen(x->file)) != 0)
		err = err_in(err, "%s", x->file);
	buf_free(&bytes);
	return err;
}

/* xl/workbook.xml: the sheets, in order. */
static const struct err *
workbook_start(void *data, const char *name, const char *const *attributes)
{
	struct xlsx *x = data;
	const char *sheet = attribute(attributes, "name");
	const char *relation = attribute(attributes, "r:id");
	const char *epoch = attribute(attributes, "date1904");

	if (strcmp(name, "workbookPr") == 0 && epoch != NULL)
		x->epoch_1904 = strcmp(epoch, "1") == 0 ||
		    strcmp(epoch, "true") == 0;
	if (strcmp(name, "sheet") != 0 || sheet == NULL || relation == NULL)
		return NULL;
	if (x->part_count == WORKBOOK_SHEETS_MAX)
		return err_new(ERR_LIMIT, "more than %d sheets",
		    WORKBOOK_SHEETS_MAX);
	x->parts[x->part_count].name = mem_strdup(sheet);
	x->parts[x->part_count++].relation = mem_strdup(relation);
	return NULL;
}

/* xl/_rels/workbook.xml.rels: where each sheet's part is. */
static const struct err *
relations_start(void *data, const char *name, const char *const *attributes)
{
	struct xlsx *x = data;
	const char *id = attribute(attributes, "Id");
	const char *target = attribute(attributes, "Target");
	struct buf path = BUF_INIT;

	if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL)
		return NULL;
	for (size_t i = 0; i < x->part_count; i++) {
		struct part *part = &x->parts[i];

		if (strcmp(part->relation, id) != 0 || part->path != NULL)
			continue;
		if (target[0] == '/')
			buf_add(&path, target + 1);
		else
			buf_addf(&path, "xl/%s", target);
		part->path = buf_steal(&path);
	}
	return NULL;
}

/* "_x000D_" stands for a character that XML cannot hold. */
static void
add_unescaped(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		const char *s = (const char *)text.data + i;
		unsigned value;
		char digits[5] = { 0 };
		size_t plain;

		if (text.len - i >= 7 && s[0] == '_' && s[1] == 'x' &&
		    s[6] == '_') {
			memcpy(digits, s + 2, 4);
			if (strspn(digits, "0123456789abcdefABCDEF") == 4) {
				value = (unsigned)strtoul(digits, NULL, 16);
				if (value != 0 && value != '\r' &&
				    (value < 0xd800 || value > 0xdfff))
					text_add_codepoint(out, value);
				i += 6;
				continue;
			}
		}
		if (*s == '\r')
			continue;
		plain = 1;
		while (i + plain < text.len && s[plain] != '_' &&
		    s[plain] != '\r')
			plain++;
		buf_append(out, s, plain);
		i += plain - 1;
	}
}

static const struct err *
take_text(void *data, struct slice text)
{
	struct xlsx *x = data;

	if (!x->in_text || x->in_phonetic)
		return NULL;
	if (x->text.len + text.len > WORKBOOK_CELL_BYTES_MAX)
		return err_new(ERR_LIMIT, "a cell holds more than %d bytes",
		    WORKBOOK_CELL_BYTES_MAX);
	buf_add_slice(&x->text, text);
	return NULL;
}

/* xl/sharedStrings.xml: <si><t> or <si><r><t>..., phonetics passed over. */
static const struct err *
strings_start(void *data, const char *name, const char *const *attributes)
{
	struct xlsx *x = data;

	(void)attributes;
	if (strcmp(name, "si") == 0)
		buf_reset(&x->text);
	else if (strcmp(name, "t") == 0)
		x->in_text = true;
	else if (strcmp(name, "rPh") == 0)
		x->in_phonetic = true;
	return NULL;
}

static const struct err *
strings_end(void *data, const char *name)
{
	struct xlsx *x = data;
	struct buf plain = BUF_INIT;

	if (strcmp(name, "t") == 0)
		x->in_text = false;
	else if (strcmp(name, "rPh") == 0)
		x->in_phonetic = false;
	if (strcmp(name, "si") != 0)
		return NULL;
	if (x->string_count == STRINGS_MAX)
		return err_new(ERR_LIMIT, "more than %d strings", STRINGS_MAX);
	mem_grow((void **)&x->strings, &x->string_capacity,
	    x->string_count + 1, sizeof(*x->strings));
	add_unescaped(&plain, buf_slice(&x->text));
	x->strings[x->string_count++] = buf_steal(&plain);
	return NULL;
}

/* The formats that need no code, ECMA-376 part 1, 18.8.30. */
static enum number_kind
number_kind(const struct xlsx *x, unsigned id)
{
	if (id >= 14 && id <= 17)
		return NUMBER_DATE;
	if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47))
		return NUMBER_TIME;
	if (id == 22)
		return NUMBER_DATETIME;
	for (size_t i = 0; i < x->format_count; i++)
		if (x->formats[i].id == id)
			return x->formats[i].kind;
	return NUMBER_PLAIN;
}

static const struct err *
styles_start(void *data, const char *name, const char *const *attributes)
{
	struct xlsx *x = data;
	const char *id = attribute(attributes, "numFmtId");
	const char *code = attribute(attributes, "formatCode");
	unsigned number = id ? (unsigned)strtoul(id, NULL, 10) : 0;

	if (strcmp(name, "cellXfs") == 0)
		x->in_cell_styles = true;
	if (strcmp(name, "numFmt") == 0 && code != NULL) {
		if (x->format_count == FORMATS_MAX)
			return err_new(ERR_LIMIT, "too many number formats");
		mem_grow((void **)&x->formats, &x->format_capacity,
		    x->format_count + 1, sizeof(*x->formats));
		x->formats[x->format_count++] = (struct format){ number,
		    number_format_kind(code) };
	}
	if (strcmp(name, "xf") != 0 || !x->in_cell_styles)
		return NULL;
	if (x->style_count == STYLES_MAX)
		return err_new(ERR_LIMIT, "too many cell styles");
	mem_grow((void **)&x->styles, &x->style_capacity, x->style_count + 1,
	    sizeof(*x->styles));
	x->styles[x->style_count++] = number_kind(x, number);
	return NULL;
}

static const struct err *
styles_end(void *data, const char *name)
{
	struct xlsx *x = data;

	if (strcmp(name, "cellXfs") == 0)
		x->in_cell_styles = false;
	return NULL;
}

/* "AB12" to row 12, column 27; false: not a reference. */
static bool
parse_reference(const char *s, unsigned *row, unsigned *column)
{
	unsigned c = 0, r = 0;

	for (; *s >= 'A' && *s <= 'Z' && c < 100000; s++)
		c = c * 26 + (unsigned)(*s - 'A' + 1);
	for (; *s >= '0' && *s <= '9' && r < 100000000; s++)
		r = r * 10 + (unsigned)(*s - '0');
	if (*s != '\0' || c == 0 || r == 0)
		return false;
	*row = r;
	*column = c - 1;
	return true;
}

static const struct err *
start_cell(struct xlsx *x, const char *const *attributes)
{
	const char *reference = attribute(attributes, "r");
	const char *type = attribute(attributes, "t");
	const char *style = attribute(attributes, "s");
	unsigned row = x->row;

	x->column++;
	if (reference != NULL &&
	    (!parse_reference(reference, &row, &x->column) || row != x->row))
		return err_new(ERR_FORMAT, "bad cell reference");
	if (x->column >= WORKBOOK_COLUMNS_MAX)
		return err_new(ERR_LIMIT, "more than %d columns",
		    WORKBOOK_COLUMNS_MAX);
	snprintf(x->type, sizeof(x->type), "%s", type ? type : "n");
	x->style = style ? (size_t)strtoul(style, NULL, 10) : 0;
	buf_reset(&x->text);
	return NULL;
}

static const struct err *
start_row(struct xlsx *x, const char *const *attributes)
{
	const char *reference = attribute(attributes, "r");
	unsigned before = x->row;
	uint64_t row = before + 1;

	if (reference != NULL && !text_parse_u64(slice_str(reference), &row))
		row = 0;
	if (row <= before)
		return err_new(ERR_FORMAT, "rows are out of order");
	if (row > 16777216)
		return err_new(ERR_LIMIT, "too many rows");
	x->row = (unsigned)row;
	x->column = (unsigned)-1;	/* the first cell is the next */
	return NULL;
}

static const struct err *
sheet_start(void *data, const char *name, const char *const *attributes)
{
	struct xlsx *x = data;

	if (strcmp(name, "row") == 0)
		return start_row(x, attributes);
	if (strcmp(name, "c") == 0)
		return start_cell(x, attributes);
	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		x->in_text = true;
	else if (strcmp(name, "rPh") == 0)
		x->in_phonetic = true;
	return NULL;
}

static const struct err *
cell_text(struct xlsx *x, struct buf *out)
{
	const char *text = buf_str(&x->text);
	uint64_t index;

	if (strcmp(x->type, "s") == 0) {
		if (!text_parse_u64(text_trim(buf_slice(&x->text)), &index) ||
		    index >= x->string_count)
			return err_new(ERR_FORMAT, "a cell names a string "
			    "that is not there");
		buf_add(out, x->strings[index]);
	} else if (strcmp(x->type, "b") == 0) {
		buf_add(out, strcmp(text, "1") == 0 ? "TRUE" : "FALSE");
	} else if (strcmp(x->type, "n") == 0) {
		number_add(out, text, x->style < x->style_count ?
		    x->styles[x->style] : NUMBER_PLAIN, x->epoch_1904);
	} else {
		add_unescaped(out, buf_slice(&x->text));
	}
	return NULL;
}

static const struct err *
sheet_end(void *data, const char *name)
{
	struct xlsx *x = data;
	struct buf text = BUF_INIT;
	const struct err *err;

	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		x->in_text = false;
	else if (strcmp(name, "rPh") == 0)
		x->in_phonetic = false;
	if (strcmp(name, "c") != 0 || x->text.len == 0)
		return NULL;
	err = cell_text(x, &text);
	if (!err)
		err = workbook_build_cell(x->build, x->row, x->column,
		    buf_slice(&text));
	buf_free(&text);
	return err;
}

static const struct err *
read_sheet(struct xlsx *x, const struct part *part)
{
	const struct xml_events events = { x, sheet_start, sheet_end,
	    take_text };
	const struct err *err;

	/* A chart's sheet and the like have no cells. */
	if (part->path == NULL ||
	    strncmp(part->path, "xl/worksheets/", 14) != 0)
		return NULL;
	err = workbook_build_sheet(x->build, slice_str(part->name));
	if (err)
		return err;
	x->row = 0;
	x->in_text = x->in_phonetic = false;
	return scan_part(x, part->path, &events, true);
}

static const struct err *
read_parts(struct xlsx *x)
{
	const struct xml_events workbook = { x, workbook_start, NULL, NULL };
	const struct xml_events relations = { x, relations_start, NULL, NULL };
	const struct xml_events strings = { x, strings_start, strings_end,
	    take_text };
	const struct xml_events styles = { x, styles_start, styles_end, NULL };
	const struct err *err;

	if (zip_name_locate(x->zip, "xl/workbook.xml", 0) < 0)
		return err_new(ERR_FORMAT, "%s: a zip file, but not an .xlsx "
		    "workbook", x->file);
	err = scan_part(x, "xl/workbook.xml", &workbook, true);
	if (!err)
		err = scan_part(x, "xl/_rels/workbook.xml.rels", &relations,
		    true);
	if (!err)
		err = scan_part(x, "xl/sharedStrings.xml", &strings, false);
	if (!err)
		err = scan_part(x, "xl/styles.xml", &styles, false);
	for (size_t i = 0; !err && i < x->part_count; i++)
		err = read_sheet(x, &x->parts[i]);
	return err;
}

static const struct err *
open_zip(struct xlsx *x, struct slice bytes)
{
	zip_error_t error;
	zip_source_t *source;

	if (bytes.len < 4 || memcmp(bytes.data, "PK\3\4", 4) != 0)
		return err_new(ERR_FORMAT, "%s: not an .xlsx workbook",
		    x->file);
	zip_error_init(&error);
	source = zip_source_buffer_create(bytes.data, bytes.len, 0, &error);
	if (source != NULL) {
		x->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
		if (x->zip == NULL)
			zip_source_free(source);
	}
	zip_error_fini(&error);
	return x->zip != NULL ? NULL : err_new(ERR_FORMAT, "%s: the workbook "
	    "is torn: the file is not complete", x->file);
}

static void
xlsx_close(struct xlsx *x)
{
	for (size_t i = 0; i < x->part_count; i++) {
		mem_free(x->parts[i].name);
		mem_free(x->parts[i].relation);
		mem_free(x->parts[i].path);
	}
	for (size_t i = 0; i < x->string_count; i++)
		mem_free(x->strings[i]);
	mem_free(x->strings);
	mem_free(x->formats);
	mem_free(x->styles);
	buf_free(&x->text);
	if (x->zip != NULL)
		zip_discard(x->zip);
}

const struct err *
workbook_read_xlsx(struct workbook **out, struct slice bytes, const char *name)
{
	struct xlsx x = { .file = name, .build = workbook_build_new(name) };
	const struct err *err;

	*out = NULL;
	err = open_zip(&x, bytes);
	if (!err)
		err = read_parts(&x);
	xlsx_close(&x);
	if (!err)
		return workbook_build_done(out, x.build);
	workbook_build_free(x.build);
	return err;
}
