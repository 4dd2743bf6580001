/*
 * Workbooks of Excel and LibreOffice: a zip of XML parts (ECMA-376, part 1,
 * SpreadsheetML).
 *
 * Nothing is trusted: parts are named by the workbook but read only from
 * inside the zip, each up to a limit that holds for all of them together.
 */
#include "formspec/workbook.h"

#include <stdlib.h>
#include <string.h>

#include "formspec/workbook_build.h"
#include "formspec/workbook_number.h"
#include "formspec/workbook_xlsx.h"
#include "formspec/xml.h"
#include "formspec/zip.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

enum {
	STRINGS_MAX = 2000000, STYLES_MAX = 70000, FORMATS_MAX = 1000,
	NAME_BYTES_MAX = 256
};

/* A sheet that the workbook lists, and where its cells are. */
struct part {
	char *name, *relation, *path;
};

/* Parts that relationships point to, by the end of their type. */
enum known_part {
	PART_WORKBOOK, PART_STRINGS, PART_STYLES, PART_SHEET, PART_KNOWN
};

static const char *const part_types[PART_KNOWN] = {
	"/officeDocument", "/sharedStrings", "/styles", "/worksheet"
};

struct format {
	unsigned id;
	enum number_kind kind;
};

struct xlsx {
	const char *file;
	struct zip *zip;
	size_t inflated;		/* bytes so far */
	struct workbook_build *build;
	char *paths[PART_KNOWN];	/* or NULL */
	const char *base;		/* of relative targets, "xl/" */
	struct part parts[WORKBOOK_SHEETS_MAX];
	size_t part_count;
	const char **strings;		/* shared strings, as cells hold them */
	size_t string_count, string_capacity;
	struct format *formats;		/* of the workbook's own */
	size_t format_count, format_capacity;
	enum number_kind *styles;	/* by cell style */
	size_t style_count, style_capacity;
	bool epoch_1904;

	/* While a part is read. */
	const char *part_path;
	struct buf text, plain;		/* as it stands there; unescaped */
	bool in_text, in_phonetic, in_cell_styles;
	unsigned row, column;
	enum xlsx_cell type;
	size_t style;
	bool formula, valued;		/* of the cell: <f>, <v> or <t> */
};

static const char *
attribute(const char *const *attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

/* The same, whatever its prefix: "r:id" is "id" of a namespace. */
static const char *
prefixed_attribute(const char *const *attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2) {
		const char *colon = strchr(attributes[0], ':');

		if (colon != NULL && strcmp(colon + 1, name) == 0)
			return attributes[1];
	}
	return NULL;
}

static const struct err *
torn(const struct xlsx *x, const char *part, const struct err *why)
{
	return err_new(ERR_FORMAT, "%s: damaged workbook: %s cannot be read "
	    "(%s); open it in a spreadsheet program and save it again", x->file,
	    part, why->msg);
}

static const struct err *
read_piece(void *data, void *out, size_t size, size_t *got)
{
	struct xlsx *x = data;
	const struct err *err = zip_read(x->zip, out, size, got);

	if (err)
		return torn(x, x->part_path, err);
	/* What the zip says of its sizes is not believed. */
	x->inflated += *got;
	if (x->inflated > WORKBOOK_INFLATED_BYTES_MAX)
		return err_new(ERR_LIMIT, "%s: the workbook is larger than %d "
		    "MiB once unpacked", x->file,
		    WORKBOOK_INFLATED_BYTES_MAX >> 20);
	return NULL;
}

/* A part that is damaged is not blamed for what it says: so to its end. */
static const struct err *
read_rest(struct xlsx *x)
{
	const struct err *err;
	uint8_t piece[1 << 12];
	size_t got;

	do
		err = read_piece(x, piece, sizeof(piece), &got);
	while (err == NULL && got > 0);
	return err;
}

static const struct err *
scan_part(struct xlsx *x, const char *path, const struct xml_events *events,
    bool needed)
{
	const struct err *err, *worse;

	if (!needed && !zip_has(x->zip, path))
		return NULL;
	err = zip_begin(x->zip, path);
	if (err)
		return torn(x, path, err);
	x->part_path = path;
	err = xml_scan(read_piece, x, path, events);
	worse = err ? read_rest(x) : NULL;
	if (worse)
		err = worse;
	if (err && strncmp(err->msg, x->file, strlen(x->file)) != 0)
		err = err_in(err, "%s", x->file);
	return err;
}

/* The workbook's own part: the sheets, in order. */
static const struct err *
workbook_start(void *data, const char *name, const char *const *attributes)
{
	struct xlsx *x = data;
	const char *sheet = attribute(attributes, "name");
	const char *relation = prefixed_attribute(attributes, "id");
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

static bool
ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), tail = strlen(end);

	return len >= tail && strcmp(s + len - tail, end) == 0;
}

/* Where the parts are; those of sheets are found by their relation. */
static const struct err *
relations_start(void *data, const char *name, const char *const *attributes)
{
	struct xlsx *x = data;
	const char *id = attribute(attributes, "Id");
	const char *target = attribute(attributes, "Target");
	const char *type = attribute(attributes, "Type");

	if (strcmp(name, "Relationship") != 0 || id == NULL ||
	    target == NULL || type == NULL)
		return NULL;
	for (size_t i = 0; i < PART_SHEET; i++)
		if (x->paths[i] == NULL && ends_with(type, part_types[i]))
			x->paths[i] = xlsx_path(x->base, target);
	for (size_t i = 0; i < x->part_count; i++)
		if (strcmp(x->parts[i].relation, id) == 0 &&
		    x->parts[i].path == NULL &&
		    ends_with(type, part_types[PART_SHEET]))
			x->parts[i].path = xlsx_path(x->base, target);
	return NULL;
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
	buf_reset(&x->plain);
	xlsx_unescape(&x->plain, buf_slice(&x->text));
	x->strings[x->string_count++] = workbook_build_keep(x->build,
	    buf_slice(&x->plain));
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

static const struct err *
start_cell(struct xlsx *x, const char *const *attributes)
{
	const char *reference = attribute(attributes, "r");
	const char *type = attribute(attributes, "t");
	const char *style = attribute(attributes, "s");
	unsigned row = x->row;

	x->column++;
	if (reference != NULL &&
	    (!xlsx_reference(reference, &row, &x->column) || row != x->row))
		return err_new(ERR_FORMAT, "bad cell reference");
	if (x->column >= WORKBOOK_COLUMNS_MAX)
		return err_new(ERR_LIMIT, "more than %d columns",
		    WORKBOOK_COLUMNS_MAX);
	x->type = type ? xlsx_cell_type(type) : CELL_NUMBER;
	x->style = style && x->type == CELL_NUMBER ?
	    (size_t)strtoul(style, NULL, 10) : 0;
	x->formula = x->valued = false;
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
		x->in_text = x->valued = true;
	else if (strcmp(name, "rPh") == 0)
		x->in_phonetic = true;
	else if (strcmp(name, "f") == 0)
		x->formula = true;
	return NULL;
}

static const struct err *
shared_string(const struct xlsx *x, const char **out)
{
	uint64_t index;

	if (!text_parse_u64(text_trim(buf_slice(&x->text)), &index) ||
	    index >= x->string_count)
		return err_new(ERR_FORMAT, "a cell names a string that is not "
		    "there");
	*out = x->strings[index];
	return NULL;
}

static void
cell_text(struct xlsx *x, struct buf *out)
{
	const char *text = buf_str(&x->text);

	buf_reset(out);
	if (x->type == CELL_BOOLEAN)
		buf_add(out, strcmp(text, "1") == 0 ? "TRUE" : "FALSE");
	else if (x->type == CELL_NUMBER)
		number_add(out, text, x->style < x->style_count ?
		    x->styles[x->style] : NUMBER_PLAIN, x->epoch_1904);
	else if (x->type == CELL_DATE)
		buf_add_slice(out, xlsx_date(buf_slice(&x->text)));
	else
		xlsx_unescape(out, buf_slice(&x->text));
}

static const struct err *
end_cell(struct xlsx *x)
{
	const struct err *err;
	const char *text = "";

	if (x->type != CELL_SHARED) {
		cell_text(x, &x->plain);
		return workbook_build_cell(x->build, x->row, x->column,
		    buf_slice(&x->plain));
	}
	err = shared_string(x, &text);
	return err ? err : workbook_build_kept(x->build, x->row, x->column,
	    text);
}

/* What a program computes it also saves; one that did not is not guessed. */
static const struct err *
check_formula(const struct xlsx *x)
{
	return !x->formula || x->valued ? NULL : err_new(ERR_FORMAT, "row %u, "
	    "column %u: the value of a formula was not saved; open the "
	    "workbook in a spreadsheet program and save it again", x->row,
	    x->column + 1);
}

static const struct err *
sheet_end(void *data, const char *name)
{
	struct xlsx *x = data;

	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		x->in_text = false;
	else if (strcmp(name, "rPh") == 0)
		x->in_phonetic = false;
	if (strcmp(name, "c") != 0)
		return NULL;
	return x->text.len == 0 ? check_formula(x) : end_cell(x);
}

static const struct err *
read_sheet(struct xlsx *x, const struct part *part)
{
	const struct xml_events events = { x, sheet_start, sheet_end,
	    take_text };
	const struct err *err;

	/* A chart's sheet and the like have no cells. */
	if (part->path == NULL)
		return NULL;
	err = workbook_build_sheet(x->build, slice_str(part->name));
	if (err)
		return err;
	x->row = 0;
	x->in_text = x->in_phonetic = false;
	return scan_part(x, part->path, &events, true);
}

/* "xl/workbook.xml" to "xl/_rels/workbook.xml.rels", and the base "xl/". */
static void
relations_path(struct buf *out, struct buf *base, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash != NULL ? (size_t)(slash + 1 - path) : 0;

	buf_append(base, path, len);
	buf_addf(out, "%s_rels/%s.rels", buf_str(base), path + len);
}

/* The workbook and its relationships, wherever the zip has them. */
static const struct err *
find_parts(struct xlsx *x)
{
	const struct xml_events workbook = { x, workbook_start, NULL, NULL };
	const struct xml_events relations = { x, relations_start, NULL, NULL };
	struct buf path = BUF_INIT, base = BUF_INIT;
	const struct err *err;

	x->base = "";
	err = scan_part(x, "_rels/.rels", &relations, false);
	if (!err && x->paths[PART_WORKBOOK] == NULL)
		x->paths[PART_WORKBOOK] = mem_strdup("xl/workbook.xml");
	if (!err && !zip_has(x->zip, x->paths[PART_WORKBOOK]))
		err = err_new(ERR_FORMAT, "%s: a zip file, but not an .xlsx "
		    "workbook", x->file);
	if (!err)
		err = scan_part(x, x->paths[PART_WORKBOOK], &workbook, true);
	if (!err) {
		relations_path(&path, &base, x->paths[PART_WORKBOOK]);
		x->base = buf_str(&base);
		err = scan_part(x, buf_str(&path), &relations, true);
	}
	x->base = "";
	buf_free(&path);
	buf_free(&base);
	return err;
}

/* A part that a relationship names; else where it usually is, if it is. */
static const struct err *
scan_known(struct xlsx *x, enum known_part known, const char *usual,
    const struct xml_events *events)
{
	const char *path = x->paths[known];

	return scan_part(x, path ? path : usual, events, path != NULL);
}

static const struct err *
read_parts(struct xlsx *x)
{
	const struct xml_events strings = { x, strings_start, strings_end,
	    take_text };
	const struct xml_events styles = { x, styles_start, styles_end, NULL };
	const struct err *err = find_parts(x);

	if (!err)
		err = scan_known(x, PART_STRINGS, "xl/sharedStrings.xml",
		    &strings);
	if (!err)
		err = scan_known(x, PART_STYLES, "xl/styles.xml", &styles);
	for (size_t i = 0; !err && i < x->part_count; i++)
		err = read_sheet(x, &x->parts[i]);
	return err;
}

static const struct err *
open_zip(struct xlsx *x, struct slice bytes)
{
	const struct err *err;

	if (bytes.len >= 4 && memcmp(bytes.data, "\xd0\xcf\x11\xe0", 4) == 0)
		return err_new(ERR_FORMAT, "%s: not an .xlsx workbook, but an "
		    "old one (.xls) or one that a password protects: save it "
		    "as .xlsx, without a password", x->file);
	if (bytes.len < 4 || memcmp(bytes.data, "PK\3\4", 4) != 0)
		return err_new(ERR_FORMAT, "%s: not an .xlsx workbook",
		    x->file);
	err = zip_open(&x->zip, bytes);
	if (err && err->code == ERR_FORMAT)
		return err_new(ERR_FORMAT, "%s: the workbook is torn: the file "
		    "is not complete", x->file);
	return err ? err_in(err, "%s", x->file) : NULL;
}

static void
xlsx_close(struct xlsx *x)
{
	for (size_t i = 0; i < x->part_count; i++) {
		mem_free(x->parts[i].name);
		mem_free(x->parts[i].relation);
		mem_free(x->parts[i].path);
	}
	for (size_t i = 0; i < PART_KNOWN; i++)
		mem_free(x->paths[i]);
	mem_free(x->strings);
	mem_free(x->formats);
	mem_free(x->styles);
	buf_free(&x->text);
	buf_free(&x->plain);
	zip_close(x->zip);
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
