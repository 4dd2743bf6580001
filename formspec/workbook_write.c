/*
 * Writing workbooks (ECMA-376, part 1, SpreadsheetML): texts alone, headings
 * in bold above a pane that scrolls. The same cells give the same bytes.
 */
#include "formspec/workbook.h"

#include <string.h>

#include "formspec/xml_write.h"
#include "formspec/zip.h"
#include "kit/base/file.h"
#include "kit/base/map.h"
#include "kit/base/text.h"

#define DECLARATION \
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN_URI "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS_URI \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE_URI "http://schemas.openxmlformats.org/package/2006/"
#define PART_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

enum {
	CELL_CHARACTERS_MAX = 32767,	/* Excel's own limits */
	NAME_CHARACTERS_MAX = 31,
	WIDTH_MIN = 10, WIDTH_MAX = 60	/* of a column, in characters */
};

/* Places in cellXfs below. */
enum style { STYLE_HEADING = 1, STYLE_BODY };

static const char styles[] = DECLARATION "<styleSheet xmlns=\"" MAIN_URI "\">"
    "<fonts count=\"2\">"
    "<font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
    "</fonts>"
    /* The first two fills are given; Excel looks at neither. */
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill>"
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE8EEF4\"/>"
    "<bgColor indexed=\"64\"/></patternFill></fill></fills>"
    "<borders count=\"2\">"
    "<border><left/><right/><top/><bottom/><diagonal/></border>"
    "<border><left/><right/><top/><bottom style=\"thin\"><color auto=\"1\"/>"
    "</bottom><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\""
    " borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"3\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"1\" xfId=\"0\""
    " applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\">"
    "<alignment wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\""
    " applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "</cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\""
    " builtinId=\"0\"/></cellStyles></styleSheet>";

static const char package_relations[] = DECLARATION
    "<Relationships xmlns=\"" PACKAGE_URI "relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" RELATIONS_URI "/officeDocument\""
    " Target=\"xl/workbook.xml\"/></Relationships>";

struct writing {
	struct zip_writer zip;
	struct map *strings;		/* to their place, from 1 */
	struct buf items;		/* of the shared strings */
	size_t uses;
};

/* ---- cells ---- */

static size_t
column_width(const struct sheet *sheet, size_t column)
{
	size_t width = WIDTH_MIN;

	for (size_t r = 0; r < sheet->row_count; r++) {
		size_t len = text_length(
		    slice_str(sheet->rows[r].cells[column]));

		if (len + 2 > width)
			width = len + 2;
	}
	return width < WIDTH_MAX ? width : WIDTH_MAX;
}

/*
 * What XML cannot hold is written as "_x0001_"; so that "_x0041_" is not read
 * as "A", its first character is such an escape (ECMA-376, part 1, 22.9.2.19).
 */
static void
escape(struct buf *out, const char *cell)
{
	static const char hex[] = "0123456789abcdefABCDEF";

	for (const char *s = cell; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < ' ' && c != '\t' && c != '\n')
			buf_addf(out, "_x%04X_", c);
		else if (s[0] == '_' && s[1] == 'x' &&
		    strspn(s + 2, hex) >= 4 && s[6] == '_')
			buf_add(out, "_x005F_");
		else
			buf_add_byte(out, c);
	}
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* The place of a text among the shared strings. */
static size_t
share(struct writing *w, const struct buf *text)
{
	const char *s = buf_str(text);
	size_t place = (size_t)(uintptr_t)map_get_slice(w->strings,
	    buf_slice(text));

	w->uses++;
	if (place > 0)
		return place - 1;
	place = map_count(w->strings);
	map_set_slice(w->strings, buf_slice(text), (void *)(place + 1));
	buf_add(&w->items, is_space(s[0]) || is_space(s[text->len - 1]) ?
	    "<si><t xml:space=\"preserve\">" : "<si><t>");
	xml_escape(&w->items, s, false);
	buf_add(&w->items, "</t></si>");
	return place;
}

/* "AB" of column 27, from 0. */
static void
add_column(struct buf *out, size_t column)
{
	if (column >= 26)
		add_column(out, column / 26 - 1);
	buf_add_byte(out, (uint8_t)('A' + column % 26));
}

static const struct err *
write_cell(struct writing *w, struct buf *out, size_t row, size_t column,
    const char *cell)
{
	struct buf text = BUF_INIT;
	const struct err *err = NULL;

	escape(&text, cell);
	if (text_length(buf_slice(&text)) > CELL_CHARACTERS_MAX) {
		err = err_new(ERR_LIMIT, "row %zu: a cell of a workbook cannot "
		    "hold more than %d characters", row + 1,
		    CELL_CHARACTERS_MAX);
	} else {
		buf_add(out, "<c r=\"");
		add_column(out, column);
		buf_addf(out, "%zu\" s=\"%d\" t=\"s\"><v>%zu</v></c>", row + 1,
		    row == 0 ? STYLE_HEADING : STYLE_BODY, share(w, &text));
	}
	buf_free(&text);
	return err;
}

static const struct err *
write_row(struct writing *w, struct buf *out, const struct sheet *sheet,
    size_t row)
{
	const struct err *err = NULL;

	buf_addf(out, "<row r=\"%zu\">", row + 1);
	for (size_t c = 0; !err && c < sheet->column_count; c++)
		if (sheet->rows[row].cells[c][0] != '\0')
			err = write_cell(w, out, row, c,
			    sheet->rows[row].cells[c]);
	buf_add(out, "</row>");
	return err;
}

/* ---- parts ---- */

static void
add_columns(struct buf *out, const struct sheet *sheet)
{
	if (sheet->column_count == 0)
		return;
	buf_add(out, "<cols>");
	for (size_t c = 0; c < sheet->column_count; c++)
		buf_addf(out, "<col min=\"%zu\" max=\"%zu\" width=\"%zu\""
		    " customWidth=\"1\"/>", c + 1, c + 1,
		    column_width(sheet, c));
	buf_add(out, "</cols>");
}

static const struct err *
write_sheet(struct writing *w, const struct sheet *sheet, size_t index)
{
	struct buf out = BUF_INIT, path = BUF_INIT;
	const struct err *err = NULL;

	buf_addf(&out, DECLARATION "<worksheet xmlns=\"" MAIN_URI "\">"
	    "<sheetViews><sheetView%s workbookViewId=\"0\"><pane ySplit=\"1\""
	    " topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
	    "<selection pane=\"bottomLeft\"/></sheetView></sheetViews>"
	    "<sheetFormatPr defaultRowHeight=\"15\"/>",
	    index == 0 ? " tabSelected=\"1\"" : "");
	add_columns(&out, sheet);
	buf_add(&out, "<sheetData>");
	for (size_t r = 0; !err && r < sheet->row_count; r++)
		err = write_row(w, &out, sheet, r);
	buf_add(&out, "</sheetData></worksheet>");
	buf_addf(&path, "xl/worksheets/sheet%zu.xml", index + 1);
	if (!err)
		zip_add(&w->zip, buf_str(&path), buf_slice(&out));
	buf_free(&out);
	buf_free(&path);
	return err;
}

static bool
can_be_named(const struct workbook *workbook, const struct sheet *sheet)
{
	const char *name = sheet->name;
	size_t len = text_length(slice_str(name));

	return len > 0 && len <= NAME_CHARACTERS_MAX &&
	    strpbrk(name, "[]:*?/\\") == NULL && name[0] != '\'' &&
	    name[strlen(name) - 1] != '\'' &&
	    workbook_sheet(workbook, name) == sheet;
}

static const struct err *
write_sheets(struct writing *w, const struct workbook *workbook,
    const char *path)
{
	for (size_t i = 0; i < workbook->sheet_count; i++) {
		const struct sheet *sheet = &workbook->sheets[i];
		const struct err *err;

		if (!can_be_named(workbook, sheet))
			return err_new(ERR_FORMAT, "%s: a sheet cannot be "
			    "named \"%s\"", path, sheet->name);
		err = write_sheet(w, sheet, i);
		if (err)
			return err_in(err, "%s: %s", path, sheet->name);
	}
	return NULL;
}

static void
add_part(struct writing *w, const char *path, struct buf *text)
{
	zip_add(&w->zip, path, buf_slice(text));
	buf_reset(text);
}

static void
write_strings(struct writing *w, struct buf *out)
{
	buf_addf(out, DECLARATION "<sst xmlns=\"" MAIN_URI "\" count=\"%zu\""
	    " uniqueCount=\"%zu\">", w->uses, map_count(w->strings));
	buf_add_slice(out, buf_slice(&w->items));
	buf_add(out, "</sst>");
	add_part(w, "xl/sharedStrings.xml", out);
}

static void
write_workbook(struct writing *w, struct buf *out,
    const struct workbook *workbook)
{
	buf_add(out, DECLARATION "<workbook xmlns=\"" MAIN_URI "\" xmlns:r=\""
	    RELATIONS_URI "\"><bookViews><workbookView/></bookViews><sheets>");
	for (size_t i = 0; i < workbook->sheet_count; i++) {
		buf_add(out, "<sheet name=\"");
		xml_escape(out, workbook->sheets[i].name, true);
		buf_addf(out, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i + 1,
		    i + 1);
	}
	buf_add(out, "</sheets></workbook>");
	add_part(w, "xl/workbook.xml", out);
}

static void
add_relation(struct buf *out, size_t id, const char *type, const char *target)
{
	buf_addf(out, "<Relationship Id=\"rId%zu\" Type=\"" RELATIONS_URI
	    "/%s\" Target=\"%s\"/>", id, type, target);
}

static void
write_relations(struct writing *w, struct buf *out, size_t sheet_count)
{
	buf_add(out, DECLARATION "<Relationships xmlns=\"" PACKAGE_URI
	    "relationships\">");
	for (size_t i = 1; i <= sheet_count; i++) {
		struct buf target = BUF_INIT;

		buf_addf(&target, "worksheets/sheet%zu.xml", i);
		add_relation(out, i, "worksheet", buf_str(&target));
		buf_free(&target);
	}
	add_relation(out, sheet_count + 1, "styles", "styles.xml");
	add_relation(out, sheet_count + 2, "sharedStrings",
	    "sharedStrings.xml");
	buf_add(out, "</Relationships>");
	add_part(w, "xl/_rels/workbook.xml.rels", out);
}

static void
add_type(struct buf *out, const char *path, const char *type)
{
	buf_addf(out, "<Override PartName=\"/xl/%s.xml\" ContentType=\""
	    PART_TYPE "%s+xml\"/>", path, type);
}

static void
write_types(struct writing *w, struct buf *out, size_t sheet_count)
{
	buf_add(out, DECLARATION "<Types xmlns=\"" PACKAGE_URI "content-types\">"
	    "<Default Extension=\"rels\" ContentType=\"application/"
	    "vnd.openxmlformats-package.relationships+xml\"/>"
	    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
	add_type(out, "workbook", "sheet.main");
	for (size_t i = 1; i <= sheet_count; i++) {
		struct buf path = BUF_INIT;

		buf_addf(&path, "worksheets/sheet%zu", i);
		add_type(out, buf_str(&path), "worksheet");
		buf_free(&path);
	}
	add_type(out, "styles", "styles");
	add_type(out, "sharedStrings", "sharedStrings");
	buf_add(out, "</Types>");
	add_part(w, "[Content_Types].xml", out);
}

static void
write_parts(struct writing *w, const struct workbook *workbook)
{
	struct buf out = BUF_INIT;

	/* Programs that look at the first file alone see what it is. */
	write_types(w, &out, workbook->sheet_count);
	zip_add(&w->zip, "_rels/.rels", slice_str(package_relations));
	write_workbook(w, &out, workbook);
	write_relations(w, &out, workbook->sheet_count);
	zip_add(&w->zip, "xl/styles.xml", slice_str(styles));
	buf_free(&out);
}

const struct err *
workbook_write_xlsx(const struct workbook *workbook, const char *path)
{
	struct writing w = { ZIP_WRITER_INIT, map_new(), BUF_INIT, 0 };
	struct buf strings = BUF_INIT;
	const struct err *err;

	write_parts(&w, workbook);
	err = write_sheets(&w, workbook, path);
	write_strings(&w, &strings);
	if (!err && (err = zip_finish(&w.zip)) != NULL)
		err = err_in(err, "%s", path);
	if (!err)
		err = file_write(path, buf_slice(&w.zip.bytes));
	zip_writer_free(&w.zip);
	map_free(w.strings);
	buf_free(&w.items);
	buf_free(&strings);
	return err;
}
