/*
 * make_hostile.c - files that mean harm, written into a folder for
 * tests/formspec_hostile.sh.
 */
#include <stdio.h>

#include "kit/base/file.h"
#include "zip_pack.h"

enum { GIB = 1 << 30, MIB = 1 << 20, MANY = 1000000 };

static void
repeat(struct buf *out, const char *s, size_t count)
{
	while (count-- > 0)
		buf_add(out, s);
}

/* ---- workbooks ---- */

static const char workbook[] = "<workbook xmlns:r='r'><sheets>"
    "<sheet name='survey' r:id='a'/></sheets></workbook>";
static const char relations[] = "<Relationships><Relationship Id='a' "
    "Type='t/worksheet' Target='worksheets/sheet1.xml'/></Relationships>";
static const char sheet_path[] = "xl/worksheets/sheet1.xml";
static const char strings_path[] = "xl/sharedStrings.xml";

static void
pack(struct buf *out, struct zip_pack *zip)
{
	zip_pack_add(zip, slice_str("xl/workbook.xml"), slice_str(workbook));
	zip_pack_add(zip, slice_str("xl/_rels/workbook.xml.rels"),
	    slice_str(relations));
	zip_pack_end(zip);
	buf_add_slice(out, buf_slice(&zip->bytes));
	zip_pack_free(zip);
}

/* A sheet of 1 GB that is a megabyte or so when packed. */
static void
sheet_1gb(struct buf *out)
{
	struct zip_pack zip = ZIP_PACK_INIT;

	zip_pack_add_run(&zip, slice_str(sheet_path),
	    slice_str("<worksheet><sheetData>"), ' ', GIB);
	pack(out, &zip);
}

static void
strings_1gb(struct buf *out)
{
	struct zip_pack zip = ZIP_PACK_INIT;

	zip_pack_add_run(&zip, slice_str(strings_path),
	    slice_str("<sst><si><t>"), 'a', GIB);
	pack(out, &zip);
}

/* A million cells that all show the same long string. */
static void
string_shared(struct buf *out)
{
	struct zip_pack zip = ZIP_PACK_INIT;
	struct buf strings = BUF_INIT, sheet = BUF_INIT;

	buf_add(&strings, "<sst><si><t>");
	repeat(&strings, "0123456789abcdef", 4000);
	buf_add(&strings, "</t></si></sst>");
	buf_add(&sheet, "<worksheet><sheetData>");
	for (size_t row = 0; row < 10000; row++) {
		buf_add(&sheet, "<row>");
		repeat(&sheet, "<c t='s'><v>0</v></c>", 100);
		buf_add(&sheet, "</row>");
	}
	buf_add(&sheet, "</sheetData></worksheet>");
	zip_pack_add(&zip, slice_str(strings_path), buf_slice(&strings));
	zip_pack_add(&zip, slice_str(sheet_path), buf_slice(&sheet));
	pack(out, &zip);
	buf_free(&strings);
	buf_free(&sheet);
}

/* Strings that name themselves, and strings that are not there. */
static void
string_loop(struct buf *out)
{
	struct zip_pack zip = ZIP_PACK_INIT;

	zip_pack_add(&zip, slice_str(strings_path), slice_str("<sst>"
	    "<si><t>type</t></si><si><c t='s'><v>1</v></c></si></sst>"));
	zip_pack_add(&zip, slice_str(sheet_path), slice_str("<worksheet>"
	    "<sheetData><row><c t='s'><v>0</v></c></row><row><c t='s'>"
	    "<v>4294967296</v></c></row></sheetData></worksheet>"));
	pack(out, &zip);
}

/* ---- XML ---- */

static void
xform_open(struct buf *out)
{
	buf_add(out, "<h:html xmlns='http://www.w3.org/2002/xforms' "
	    "xmlns:h='http://www.w3.org/1999/xhtml'><h:head><h:title>t"
	    "</h:title><model><instance><data id='d'>");
}

static void
xform_close(struct buf *out, const char *binds, const char *body)
{
	buf_addf(out, "</data></instance>%s</model></h:head><h:body>%s"
	    "</h:body></h:html>", binds, body);
}

static void
entities(struct buf *out)
{
	buf_add(out, "<!DOCTYPE d [<!ENTITY a0 'ha'>");
	for (int i = 1; i < 30; i++)
		buf_addf(out, "<!ENTITY a%d '&a%d;&a%d;&a%d;&a%d;'>", i,
		    i - 1, i - 1, i - 1, i - 1);
	buf_add(out, "]><d>&a29;</d>");
}

static void
entity_outside(struct buf *out)
{
	buf_add(out, "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>"
	    "]><d>&a;</d>");
}

static void
groups_nested(struct buf *out)
{
	xform_open(out);
	repeat(out, "<g>", MANY);
	repeat(out, "</g>", MANY);
	xform_close(out, "", "");
}

static void
controls_nested(struct buf *out)
{
	xform_open(out);
	buf_add(out, "<a/>");
	buf_add(out, "</data></instance></model></h:head><h:body>");
	repeat(out, "<group>", MANY);
	repeat(out, "</group>", MANY);
	buf_add(out, "</h:body></h:html>");
}

static void
groups_beside(struct buf *out)
{
	xform_open(out);
	for (int i = 0; i < MANY; i++)
		buf_addf(out, "<g%d><a/></g%d>", i, i);
	xform_close(out, "", "");
}

static void
nul_in_xml(struct buf *out)
{
	xform_open(out);
	buf_add_byte(out, 0);
	xform_close(out, "", "");
}

static void
latin_in_xml(struct buf *out)
{
	xform_open(out);
	buf_add(out, "<a>\xe9t\xe9\xff</a>");
	xform_close(out, "", "");
}

/* ---- Markdown ---- */

static void
sheet_open(struct buf *out)
{
	buf_add(out, "| survey |\n| | type | name | label | calculation |"
	    " constraint | relevant | repeat_count |\n");
}

static void
add_row(struct buf *out, const char *type, const char *name,
    const char *calculation, const char *constraint, const char *relevant)
{
	buf_addf(out, "| | %s | %s | L | %s | %s | %s |\n", type, name,
	    calculation, constraint, relevant);
}

static void
rows_nested(struct buf *out)
{
	sheet_open(out);
	for (int i = 0; i < MANY / 10; i++)
		buf_addf(out, "| | begin_group | g%d | L |\n", i);
}

static void
rows_million(struct buf *out)
{
	sheet_open(out);
	for (int i = 0; i < MANY; i++)
		buf_addf(out, "| | text | t%d | L |\n", i);
}

static void
parentheses(struct buf *out)
{
	sheet_open(out);
	buf_add(out, "| | calculate | a | L | ");
	repeat(out, "(", 10000);
	buf_add(out, "1");
	repeat(out, ")", 10000);
	buf_add(out, " |\n");
}

static void
predicates(struct buf *out)
{
	sheet_open(out);
	buf_add(out, "| | calculate | a | L | ");
	repeat(out, "b[", 10000);
	buf_add(out, "1");
	repeat(out, "]", 10000);
	buf_add(out, " |\n");
}

/* A cell of mistakes. */
static void
references(struct buf *out)
{
	sheet_open(out);
	buf_add(out, "| | text | a | ");
	repeat(out, "${x} ", 13000);
	buf_add(out, " |\n");
	for (int i = 0; i < 20000; i++)
		buf_addf(out, "| | select_one list%d | n%d | ${n%dx} |\n", i,
		    i, i);
}

/* Minus signs and sums: depth without brackets. */
static void
minuses(struct buf *out)
{
	sheet_open(out);
	buf_add(out, "| | calculate | a | L | ");
	repeat(out, "-", 30000);
	buf_add(out, "1");
	repeat(out, "+1", 10000);
	buf_add(out, " |\n");
}

static void
pattern_slow(struct buf *out)
{
	sheet_open(out);
	add_row(out, "text", "a", "", "regex(., '(a+)+$')", "");
	add_row(out, "calculate", "b", "regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaa!', '^(([a-z])+.)+[A-Z]([a-z])+$')", "",
	    "");
	add_row(out, "calculate", "c", "regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaa!', '((a*)*)*\\2')", "", "");
}

/* The pattern is slow, but each match stays below its limit. */
static void
pattern_often(struct buf *out)
{
	sheet_open(out);
	add_row(out, "calculate", "a", "count(instance('l')/root/item[regex("
	    "concat(name, 'aaaaaaaaaaaaaaaaaa!'), '[0-9]*(a+)+')])", "", "");
	add_row(out, "select_one l", "b", "", "", "");
	buf_add(out, "| choices |\n| | list_name | name | label |\n");
	for (int i = 0; i < 100000; i++)
		buf_addf(out, "| | l | %d | L |\n", i);
}

static void
pattern_large(struct buf *out)
{
	sheet_open(out);
	add_row(out, "calculate", "a", "regex('a', '((((((((a{1,999}){1,999})"
	    "{1,999}){1,999}){1,999}){1,999}){1,999}){1,999}')", "", "");
}

static void
cycle_long(struct buf *out)
{
	sheet_open(out);
	for (int i = 0; i < 20000; i++)
		buf_addf(out, "| | calculate | c%d | | ${c%d} + 1 |\n", i,
		    (i + 1) % 20000);
}

static void
cycle_self(struct buf *out)
{
	sheet_open(out);
	add_row(out, "calculate", "a", "${a} + 1", "", "");
	add_row(out, "calculate", "b", "${c}", "", "");
	add_row(out, "calculate", "c", "${b}", "", "");
	add_row(out, "text", "d", "", "", "${e} = 1");
	add_row(out, "text", "e", "", "", "${d} = 1");
}

/* Each text is twice the one before. */
static void
doubling(struct buf *out)
{
	sheet_open(out);
	add_row(out, "calculate", "c0", "'0123456789abcdef'", "", "");
	for (int i = 1; i < 2000; i++)
		buf_addf(out, "| | calculate | c%d | | concat(${c%d}, "
		    "${c%d}) |\n", i, (i - 1) % 16, (i - 1) % 16);
}

static void
nodes_squared(struct buf *out)
{
	sheet_open(out);
	add_row(out, "calculate", "a", "count(instance('l')/root/item[count("
	    "/root/item[name = current()/../b]) > count(//item[count(//item)"
	    " > 3])])", "", "");
	add_row(out, "select_one l", "b", "", "", "");
	buf_add(out, "| choices |\n| | list_name | name | label |\n");
	for (int i = 0; i < 20000; i++)
		buf_addf(out, "| | l | %d | L |\n", i);
}

/* Each instance reads all in front of it. */
static void
repeats_squared(struct buf *out)
{
	sheet_open(out);
	buf_add(out, "| | begin_repeat | r | L | | | | 100000 |\n");
	add_row(out, "integer", "a", "", "", "");
	add_row(out, "calculate", "b", "sum(../preceding-sibling::r/a) + 1",
	    "", "");
	add_row(out, "calculate", "c", "count(/data/r[position() < 5])", "",
	    "");
	buf_add(out, "| | end_repeat |\n");
}

static void
repeats_nested(struct buf *out)
{
	sheet_open(out);
	for (int i = 0; i < 6; i++)
		buf_addf(out, "| | begin_repeat | r%d | L | | | | 99999 |\n",
		    i);
	add_row(out, "text", "a", "", "", "");
	repeat(out, "| | end_repeat |\n", 6);
}

static void
nul_in_md(struct buf *out)
{
	sheet_open(out);
	buf_add(out, "| | text | a | b");
	buf_add_byte(out, 0);
	buf_add(out, "c |\n");
}

static void
latin_in_md(struct buf *out)
{
	sheet_open(out);
	add_row(out, "text", "a", "", "'\xe9\xff\xc0\x80'", "");
}

/* ---- JSON ---- */

static void
brackets(struct buf *out)
{
	repeat(out, "[", MANY);
	repeat(out, "]", MANY);
}

static void
zeros(struct buf *out)
{
	buf_add(out, "{\"items\":[0");
	repeat(out, ",0", 20 * MIB);
	buf_add(out, "]}");
}

static void
items_nested(struct buf *out)
{
	buf_add(out, "{\"format\":\"recolte-form-1\",\"items\":[");
	repeat(out, "{\"items\":[", MANY);
}

static void
nul_in_json(struct buf *out)
{
	buf_add(out, "{\"format\":\"recolte-form-1\\u0000\"}");
}

static void
latin_in_json(struct buf *out)
{
	buf_add(out, "{\"format\":\"\xe9\xff\"}");
}

/* Answers: a million instances of the repeat of formspec_hostile.sh's form. */
static void
answers_million(struct buf *out)
{
	buf_add(out, "{\"r\":[{}");
	repeat(out, ",{}", MANY);
	buf_add(out, "]}");
}

static void
answer_long(struct buf *out)
{
	buf_add(out, "{\"a\":\"");
	repeat(out, "aaaaaaaaaaaaaaaa", MIB / 8);
	buf_add(out, "\"}");
}

static const struct {
	const char *kind;
	void (*write)(struct buf *out);
} kinds[] = {
	{ "sheet_1gb.xlsx", sheet_1gb },
	{ "strings_1gb.xlsx", strings_1gb },
	{ "string_shared.xlsx", string_shared },
	{ "string_loop.xlsx", string_loop },
	{ "entities.xml", entities },
	{ "entity_outside.xml", entity_outside },
	{ "groups_nested.xml", groups_nested },
	{ "controls_nested.xml", controls_nested },
	{ "groups_beside.xml", groups_beside },
	{ "nul.xml", nul_in_xml },
	{ "latin.xml", latin_in_xml },
	{ "rows_nested.md", rows_nested },
	{ "rows_million.md", rows_million },
	{ "parentheses.md", parentheses },
	{ "predicates.md", predicates },
	{ "references.md", references },
	{ "minuses.md", minuses },
	{ "pattern_slow.md", pattern_slow },
	{ "pattern_often.md", pattern_often },
	{ "pattern_large.md", pattern_large },
	{ "cycle_long.md", cycle_long },
	{ "cycle_self.md", cycle_self },
	{ "doubling.md", doubling },
	{ "nodes_squared.md", nodes_squared },
	{ "repeats_nested.md", repeats_nested },
	{ "repeats_squared.md", repeats_squared },
	{ "nul.md", nul_in_md },
	{ "latin.md", latin_in_md },
	{ "brackets.json", brackets },
	{ "items_nested.json", items_nested },
	{ "zeros.json", zeros },
	{ "nul.json", nul_in_json },
	{ "latin.json", latin_in_json },
	{ "answers_million.ndjson", answers_million },
	{ "answer_long.ndjson", answer_long }
};

int
main(int argc, char **argv)
{
	struct buf bytes = BUF_INIT, path = BUF_INIT;
	const struct err *err = NULL;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && !err; i++) {
		buf_reset(&bytes);
		buf_reset(&path);
		kinds[i].write(&bytes);
		file_join(&path, argv[1], kinds[i].kind);
		err = file_write(buf_str(&path), buf_slice(&bytes));
	}
	if (err)
		fprintf(stderr, "%s\n", err->msg);
	buf_free(&bytes);
	buf_free(&path);
	return err ? 1 : 0;
}
