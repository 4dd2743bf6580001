/*
 * fuzz_answers.c - answers to one form that has something of everything. Bytes
 * that begin with "{" are a response in JSON, with "=" a row of cells (lines
 * HEADING=CELL), anything else steps: see form_play().
 */
#include "interview.h"

#include <stdio.h>
#include <string.h>

#include "formspec/answers.h"
#include "formspec/xlsform.h"

enum { CELLS_MAX = 64 };

/* A row of the sheet: its type, its name, its label, then HEADING=CELL. */
static const char *const survey[][6] = {
	{ "text", "name", "Name", "constraint=string-length(.) < 9",
	    "required=yes" },
	{ "integer", "age", "Age of ${name}",
	    "constraint=. > 0 and . < 120", "required=${name} != ''" },
	{ "decimal", "part", "Part", "relevant=${age} > 17",
	    "constraint=. <= 1.5", "readonly=${age} > 60" },
	{ "select_one yesno", "sure", "Sure?",
	    "choice_filter=${age} != 18 or name = 'yes'" },
	{ "begin_group", "about", "About", "relevant=${sure} = 'yes'",
	    "readonly=${part} = 1" },
	{ "select_multiple letters", "marks", "Marks",
	    "constraint=count-selected(.) < 3",
	    "choice_filter=letter != 'c' or ${age} > 2", "default=a" },
	{ "select_one letters", "mark", "Mark",
	    "relevant=selected(${marks}, 'a')",
	    "choice_filter=selected(${marks}, name)" },
	{ "rank letters", "order", "Order" },
	{ "calculate", "marked", "", "calculation=concat(count-selected("
	    "${marks}), '/', jr:choice-name(${mark}, '${mark}'))" },
	{ "date", "day", "Day", "constraint=. <= today()" },
	{ "time", "hour", "Hour", "relevant=${day} > '2024-01-01'" },
	{ "dateTime", "instant", "Instant" },
	{ "geopoint", "place", "Place" },
	{ "geotrace", "way", "Way", "constraint=distance(.) > 5" },
	{ "end_group", "", "" },
	{ "range", "score", "Score", "constraint=. != 3",
	    "parameters=start=1 end=5" },
	{ "begin_repeat", "team", "Team", "relevant=${age} != 4" },
	{ "text", "who", "Who", "constraint=not(. = ${name})" },
	{ "integer", "hours", "Hours of ${who}", "relevant=${who} != ''",
	    "constraint=. < ${age}" },
	{ "calculate", "number", "", "calculation=position(..)" },
	{ "calculate", "before", "", "calculation=coalesce(indexed-repeat("
	    "${hours}, ${team}, position(..) - 1), 'none')" },
	{ "begin_repeat", "job", "Job", "repeat_count=${hours}" },
	{ "text", "title", "Title", "default=${who}" },
	{ "calculate", "nth", "",
	    "calculation=concat(${number}, '.', position(..))" },
	{ "end_repeat", "", "" },
	{ "calculate", "jobs", "", "calculation=count(${job}[title != ''])" },
	{ "end_repeat", "", "" },
	{ "integer", "total", "Total", "calculation=sum(${hours})",
	    "constraint=. >= 0" },
	{ "select_one ${who}", "chief", "Chief",
	    "relevant=count(${team}) > 1" },
	{ "calculate", "hidden", "", "relevant=${total} > 3",
	    "calculation=${total} + 1" },
	{ "calculate", "seen", "",
	    "calculation=if(${hidden} = '', 'no', 'yes')" },
	{ "begin_repeat", "visit", "Visit", "repeat_count=${total} div 2" },
	{ "integer", "cost", "Cost", "relevant=position(..) != 2" },
	{ "calculate", "so_far", "", "calculation=sum("
	    "../preceding-sibling::visit/cost) + ${cost}" },
	{ "end_repeat", "", "" },
	{ "calculate", "most", "", "calculation=max(${cost})" },
	{ "note", "bye", "Bye ${name}, ${most}",
	    "relevant=regex(${name}, '[a-z]+')" }
};

static const char *const headings[] = {
	"relevant", "constraint", "calculation", "required", "readonly",
	"choice_filter", "repeat_count", "default", "parameters"
};

static const char choices[] = "| choices |\n"
    "| | list_name | name | label::English (en) | label::Français (fr) |"
    " letter |\n"
    "| | yesno | yes | Yes | Oui | |\n"
    "| | yesno | no | No | Non | |\n"
    "| | letters | a | A ${name} | A de ${name} | a |\n"
    "| | letters | b | B | B | b |\n"
    "| | letters | c | C | C | c |\n"
    "| settings |\n"
    "| | form_id | instance_name | default_language |\n"
    "| | everything | concat(${name}, ' ', ${age}) | English (en) |\n";

enum {
	ROWS = sizeof(survey) / sizeof(*survey), CELLS = 6,
	HEADINGS = sizeof(headings) / sizeof(*headings)
};

static const char *
cell_of(const char *const *row, const char *heading)
{
	size_t len = strlen(heading);

	for (size_t i = 3; i < CELLS && row[i] != NULL; i++)
		if (strncmp(row[i], heading, len) == 0 && row[i][len] == '=')
			return row[i] + len + 1;
	return "";
}

static void
add_sheets(struct buf *out)
{
	buf_add(out, "| survey |\n| | type | name | label::English (en) |"
	    " label::Français (fr) |");
	for (size_t i = 0; i < HEADINGS; i++)
		buf_addf(out, " %s |", headings[i]);
	for (size_t row = 0; row < ROWS; row++) {
		buf_addf(out, "\n| | %s | %s | %s | %s |", survey[row][0],
		    survey[row][1], survey[row][2], survey[row][2]);
		for (size_t i = 0; i < HEADINGS; i++)
			buf_addf(out, " %s |", cell_of(survey[row],
			    headings[i]));
	}
	buf_addf(out, "\n%s", choices);
}

/* Read once; all inputs share it, as all interviews share a form. */
static const struct form *
the_form(void)
{
	static struct form *form;
	struct diags *diags;
	struct workbook *workbook;
	struct buf sheets = BUF_INIT, said = BUF_INIT;

	if (form != NULL)
		return form;
	diags = diags_new();
	add_sheets(&sheets);
	FUZZ_MUST(workbook_read_md(&workbook, buf_slice(&sheets), "answers") ==
	    NULL);
	form = form_from_workbook(workbook, "answers", NULL, diags);
	diags_print(&said, diags, "en");
	if (form == NULL)
		fprintf(stderr, "%s", buf_str(&said));
	FUZZ_MUST(form != NULL);
	buf_free(&sheets);
	buf_free(&said);
	diags_free(diags);
	workbook_free(workbook);
	return form;
}

static void
see_unknown(void *data, const char *name)
{
	(void)data;
	FUZZ_MUST(name != NULL);
}

static const struct err *
read_flat(struct instance *instance, struct slice bytes)
{
	struct arena *arena = arena_new();
	const char *names[CELLS_MAX], *cells[CELLS_MAX];
	const struct err *err;
	size_t count = 0;

	while (bytes.len > 0 && count < CELLS_MAX) {
		const uint8_t *end = memchr(bytes.data, '\n', bytes.len);
		size_t len = end ? (size_t)(end - bytes.data) : bytes.len;
		char *line = arena_strndup(arena, (const char *)bytes.data,
		    len);
		char *equals = strchr(line, '=');

		len += end != NULL;
		bytes = slice_of(bytes.data + len, bytes.len - len);
		if (equals == NULL)
			continue;
		*equals = '\0';
		names[count] = line;
		cells[count++] = equals + 1;
	}
	err = answers_read_flat(instance, names, cells, count, see_unknown,
	    NULL);
	arena_free(arena);
	return err;
}

static void
read_answers(const struct form *form, struct slice bytes)
{
	uint64_t counter = 0;
	struct instance_setting setting = fuzz_setting(&counter);
	struct form_graph *graph;
	struct instance *instance;

	FUZZ_MUST(form_graph_new(&graph, form) == NULL);
	FUZZ_MUST(instance_new_of(&instance, graph, &setting) == NULL);
	/* Also what is refused must leave an interview that holds. */
	if (bytes.data[0] == '{')
		(void)!answers_read_json(instance, bytes, see_unknown, NULL);
	else
		(void)!read_flat(instance, slice_of(bytes.data + 1,
		    bytes.len - 1));
	instance_must_hold(instance, graph);
	instance_free(instance);
	form_graph_free(graph);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0 && (data[0] == '{' || data[0] == '='))
		read_answers(the_form(), slice_of(data, size));
	else
		form_play(the_form(), slice_of(data, size));
	return 0;
}
