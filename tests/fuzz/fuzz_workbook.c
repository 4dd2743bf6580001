/*
 * fuzz_workbook.c - a workbook as it comes. Bytes that begin like a zip are
 * one. Bytes that begin with "%" are the parts of one, packed here, so that
 * what changes is the parts and not their checksums: a line "%NAME" begins a
 * part, and those that every workbook has are added where they are missing
 * (%w workbook, %r relations, %s strings, %y styles, %1 to %3 the sheets
 * survey, choices, settings). Anything else is Markdown tables.
 *
 * The cells of any workbook, packed as an .xlsx by us, must be read as the
 * same cells; a form in it that is accepted must come back, also as an XForm,
 * be printed, and hold an interview (its steps come from the end of the bytes).
 */
#include "interview.h"

#include <stdio.h>
#include <string.h>

#include "formspec/print_html.h"
#include "formspec/xlsform.h"
#include "zip_pack.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define SHEET "Type='t/worksheet' Target='worksheets/sheet"

enum { PARTS = 7, SHEETS = 3, CELLS_PACKED_MAX = 2000, TAIL = 64 };

static const struct {
	const char *mark, *path, *otherwise;
} parts[PARTS] = {
	{ "w", "xl/workbook.xml", "<workbook xmlns='" MAIN "' xmlns:r='"
	    RELATIONS "'><sheets><sheet name='survey' r:id='rId1'/><sheet "
	    "name='choices' r:id='rId2'/><sheet name='settings' r:id='rId3'/>"
	    "</sheets></workbook>" },
	{ "r", "xl/_rels/workbook.xml.rels", "<Relationships xmlns='" PACKAGE
	    "'><Relationship Id='rId1' " SHEET "1.xml'/>"
	    "<Relationship Id='rId2' " SHEET "2.xml'/>"
	    "<Relationship Id='rId3' " SHEET "3.xml'/>"
	    "</Relationships>" },
	{ "s", "xl/sharedStrings.xml", NULL },
	{ "y", "xl/styles.xml", NULL },
	{ "1", "xl/worksheets/sheet1.xml", "<worksheet/>" },
	{ "2", "xl/worksheets/sheet2.xml", "<worksheet/>" },
	{ "3", "xl/worksheets/sheet3.xml", "<worksheet/>" }
};

/* ---- parts to a zip ---- */

/* The bytes up to a line that begins with "%", which is taken too. */
static struct slice
take_part(struct slice *rest)
{
	struct slice part = *rest;
	size_t n = 0;

	while (n < rest->len && !(rest->data[n] == '%' &&
	    (n == 0 || rest->data[n - 1] == '\n')))
		n++;
	part.len = n;
	n += n < rest->len;
	*rest = slice_of(rest->data + n, rest->len - n);
	return part;
}

static struct slice
take_line(struct slice *rest)
{
	const uint8_t *end = rest->len ? memchr(rest->data, '\n', rest->len) :
	    NULL;
	size_t n = end ? (size_t)(end - rest->data) : rest->len;
	struct slice line = slice_of(rest->data, n);

	n += n < rest->len;
	*rest = slice_of(rest->data + n, rest->len - n);
	return line;
}

static void
pack_parts(struct zip_pack *zip, struct slice bytes)
{
	bool seen[PARTS] = { false };

	(void)take_part(&bytes);
	while (bytes.len > 0) {
		struct slice part = take_part(&bytes);
		struct slice name = take_line(&part);

		for (size_t i = 0; i < PARTS; i++)
			if (slice_equal_str(name, parts[i].mark)) {
				name = slice_str(parts[i].path);
				seen[i] = true;
				break;
			}
		zip_pack_add(zip, name, part);
	}
	for (size_t i = 0; i < PARTS; i++)
		if (!seen[i] && parts[i].otherwise != NULL)
			zip_pack_add(zip, slice_str(parts[i].path),
			    slice_str(parts[i].otherwise));
	zip_pack_end(zip);
}

static const struct err *
read_workbook(struct workbook **out, struct slice bytes)
{
	struct zip_pack zip = ZIP_PACK_INIT;
	const struct err *err;

	if (bytes.len > 1 && memcmp(bytes.data, "PK", 2) == 0)
		return workbook_read_xlsx(out, bytes, "fuzz.xlsx");
	if (bytes.len == 0 || bytes.data[0] != '%')
		return workbook_read_md(out, bytes, "fuzz.md");
	pack_parts(&zip, bytes);
	err = workbook_read_xlsx(out, buf_slice(&zip.bytes), "fuzz.xlsx");
	zip_pack_free(&zip);
	return err;
}

/* ---- cells to a zip ---- */

static void
add_xml(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (strchr("<>&'\"\n\t", *text) != NULL)
			buf_addf(out, "&#%d;", *text);
		else
			buf_add_byte(out, (uint8_t)*text);
}

/*
 * _x0041_ is an escape in a workbook's strings, "_x005F_" its "_". What XML
 * cannot hold goes that way: controls, and what looks like U+FFFE and U+FFFF.
 */
static void
add_escaped(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		char one[2] = { *text, '\0' };

		if (*text == '_' && text[1] == 'x')
			buf_add(out, "_x005F_");
		else if (strncmp(text, "\xef\xbf\xbe", 3) == 0 ||
		    strncmp(text, "\xef\xbf\xbf", 3) == 0)
			buf_addf(out, "_xFFF%c_", text[2] == '\xbe' ? 'E' : 'F'),
			    text += 2;
		else if ((unsigned char)*text < ' ' && *text != '\n')
			buf_addf(out, "_x%04X_", (unsigned)*text);
		else
			add_xml(out, one);
	}
}

static void
add_cell(struct buf *sheet, struct buf *strings, size_t *count,
    const char *text)
{
	if (*text == '\0') {
		buf_add(sheet, "<c/>");
	} else if (strlen(text) % 2 == 0) {
		buf_add(sheet, "<c t='inlineStr'><is><t>");
		add_escaped(sheet, text);
		buf_add(sheet, "</t></is></c>");
	} else {
		buf_add(strings, "<si><t>");
		add_escaped(strings, text);
		buf_add(strings, "</t></si>");
		buf_addf(sheet, "<c t='s'><v>%zu</v></c>", (*count)++);
	}
}

static void
pack_sheet(struct zip_pack *zip, const struct sheet *sheet, size_t index,
    struct buf *strings, size_t *count)
{
	struct buf xml = BUF_INIT;
	char name[64];

	buf_add(&xml, "<worksheet xmlns='" MAIN "'><sheetData>");
	for (size_t row = 0; row < sheet->row_count; row++) {
		buf_addf(&xml, "<row r='%u'>", sheet->rows[row].number);
		for (size_t i = 0; i < sheet->column_count; i++)
			add_cell(&xml, strings, count,
			    sheet->rows[row].cells[i]);
		buf_add(&xml, "</row>");
	}
	buf_add(&xml, "</sheetData></worksheet>");
	snprintf(name, sizeof(name), "xl/worksheets/sheet%zu.xml", index);
	zip_pack_add(zip, slice_str(name), buf_slice(&xml));
	buf_free(&xml);
}

static void
pack_cells(struct zip_pack *zip, const struct workbook *workbook)
{
	struct buf list = BUF_INIT, relations = BUF_INIT, strings = BUF_INIT;
	size_t count = 0;

	buf_add(&list, "<workbook xmlns:r='" RELATIONS "'><sheets>");
	buf_add(&relations, "<Relationships>");
	buf_add(&strings, "<sst>");
	for (size_t i = 0; i < workbook->sheet_count; i++) {
		buf_add(&list, "<sheet name='");
		add_xml(&list, workbook->sheets[i].name);
		buf_addf(&list, "' r:id='r%zu'/>", i);
		buf_addf(&relations, "<Relationship Id='r%zu' "
		    SHEET "%zu.xml'/>", i, i);
		pack_sheet(zip, &workbook->sheets[i], i, &strings, &count);
	}
	buf_add(&list, "</sheets></workbook>");
	buf_add(&relations, "</Relationships>");
	buf_add(&strings, "</sst>");
	zip_pack_add(zip, slice_str(parts[0].path), buf_slice(&list));
	zip_pack_add(zip, slice_str(parts[1].path), buf_slice(&relations));
	zip_pack_add(zip, slice_str(parts[2].path), buf_slice(&strings));
	zip_pack_end(zip);
	buf_free(&list);
	buf_free(&relations);
	buf_free(&strings);
}

static void
add_cells(struct buf *out, const struct workbook *workbook)
{
	for (size_t i = 0; i < workbook->sheet_count; i++) {
		const struct sheet *sheet = &workbook->sheets[i];

		buf_addf(out, "%s %zu\n", sheet->name, sheet->column_count);
		for (size_t row = 0; row < sheet->row_count; row++) {
			buf_addf(out, "%u", sheet->rows[row].number);
			for (size_t c = 0; c < sheet->column_count; c++)
				buf_addf(out, "|%s", sheet->rows[row].cells[c]);
			buf_add(out, "\n");
		}
	}
}

/* A name that XML holds: no controls, no U+FFFE and U+FFFF. */
static bool
is_plain(const char *name)
{
	for (; *name != '\0'; name++)
		if ((unsigned char)*name < ' ' || *name == '\xef')
			return false;
	return true;
}

/* Carriage returns are dropped when a workbook is read. */
static bool
has_return(const struct sheet *sheet)
{
	for (size_t row = 0; row < sheet->row_count; row++)
		for (size_t i = 0; i < sheet->column_count; i++)
			if (strchr(sheet->rows[row].cells[i], '\r') != NULL)
				return true;
	return false;
}

static bool
fits(const struct workbook *workbook)
{
	size_t cells = 0;

	for (size_t i = 0; i < workbook->sheet_count; i++) {
		const struct sheet *sheet = &workbook->sheets[i];

		cells += sheet->row_count * sheet->column_count;
		if (cells > CELLS_PACKED_MAX || !is_plain(sheet->name) ||
		    has_return(sheet))
			return false;
	}
	return workbook->sheet_count > 0;
}

static void
must_survive_xlsx(const struct workbook *workbook)
{
	struct zip_pack zip = ZIP_PACK_INIT;
	struct buf cells = BUF_INIT, again = BUF_INIT;
	const struct err *err;
	struct workbook *copy;

	pack_cells(&zip, workbook);
	err = workbook_read_xlsx(&copy, buf_slice(&zip.bytes), "copy.xlsx");
	if (err != NULL)
		fprintf(stderr, "%s\n", err->msg);
	FUZZ_MUST(err == NULL);
	add_cells(&cells, workbook);
	add_cells(&again, copy);
	if (!slice_equal(buf_slice(&cells), buf_slice(&again)))
		fprintf(stderr, "%s---\n%s", buf_str(&cells),
		    buf_str(&again));
	FUZZ_MUST(slice_equal(buf_slice(&cells), buf_slice(&again)));
	workbook_free(copy);
	buf_free(&cells);
	buf_free(&again);
	zip_pack_free(&zip);
}

/* ---- forms ---- */

static void
see_form(const struct form *form, struct slice steps)
{
	struct buf page = BUF_INIT;

	form_must_come_back(form);
	form_must_survive_xform(form);
	for (size_t i = 0; i < form->language_count; i++)
		print_html(&page, form, i, "en");
	buf_free(&page);
	form_play(form, steps);
}

static void
see_workbook(const struct workbook *workbook, struct slice steps)
{
	struct diags *diags = diags_new();
	struct buf said = BUF_INIT;
	struct form *form = form_from_workbook(workbook, "fuzz", NULL, diags);

	FUZZ_MUST((form == NULL) == (diags_errors(diags) > 0));
	diags_print(&said, diags, "fr");
	buf_reset(&said);
	diags_print_json(&said, diags, "en");
	buf_free(&said);
	if (form != NULL)
		see_form(form, steps);
	form_free(form);
	diags_free(diags);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t tail = size < TAIL ? size : TAIL;
	struct workbook *workbook;
	const struct err *err = read_workbook(&workbook, slice_of(data, size));

	FUZZ_MUST((err == NULL) == (workbook != NULL));
	if (err != NULL)
		return 0;
	if (fits(workbook))
		must_survive_xlsx(workbook);
	see_workbook(workbook, slice_of(data + size - tail, tail));
	workbook_free(workbook);
	return 0;
}
