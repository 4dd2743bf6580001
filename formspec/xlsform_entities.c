/*
 * The sheet entities; form_entities.c finds out what it means. And the sheet
 * osm: what may be said of a thing on a map.
 */
#include <string.h>

#include "formspec/xlsform.h"
#include "kit/base/text.h"

static const char *const columns_known[] = {
	"list_name", "dataset", "label", "entity_id", "create_if", "update_if",
	"repeat"
};

enum { COLUMN_COUNT = sizeof(columns_known) / sizeof(*columns_known) };

/* The cell of a column, or NULL when it is empty. */
static const char *
cell_of(const struct sheet *sheet, size_t row, const char *heading)
{
	for (size_t c = 0; c < sheet->column_count; c++)
		if (strcmp(sheet->rows[0].cells[c], heading) == 0 &&
		    sheet->rows[row].cells[c][0] != '\0')
			return sheet->rows[row].cells[c];
	return NULL;
}

static void
check_columns(struct xlsform *xlsform, const struct sheet *sheet)
{
	struct place place = { .file = xlsform->build->file,
	    .sheet = "entities", .row = sheet->rows[0].number };

	for (size_t c = 0; c < sheet->column_count; c++) {
		const char *heading = sheet->rows[0].cells[c];
		size_t k = 0;

		while (k < COLUMN_COUNT && strcmp(columns_known[k], heading))
			k++;
		if (k == COLUMN_COUNT && heading[0] != '\0')
			diag_add(xlsform->build->diags, &place,
			    "entity-column", heading, text_nearest(heading,
			    columns_known, COLUMN_COUNT));
	}
}

static const char *
keep(struct xlsform *xlsform, const char *cell)
{
	return cell ? arena_strdup(xlsform->build->arena, cell) : NULL;
}

static void
read_entity(struct xlsform *xlsform, const struct sheet *sheet, size_t row)
{
	struct form *form = xlsform->build->form;
	struct entity *entity = &form->entities[form->entity_count++];
	const char *name = cell_of(sheet, row, "list_name");

	if (name == NULL)
		name = cell_of(sheet, row, "dataset");
	entity->name = name ? keep(xlsform, name) : "";
	entity->repeat = keep(xlsform, cell_of(sheet, row, "repeat"));
	for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++)
		entity_expr(k, entity)->written = keep(xlsform,
		    cell_of(sheet, row, entity_exprs[k].heading));
	entity->place.file = xlsform->build->file;
	entity->place.sheet = "entities";
	entity->place.row = sheet->rows[row].number;
}

void
xlsform_entities(struct xlsform *xlsform, const struct sheet *sheet)
{
	struct place place = { .file = xlsform->build->file,
	    .sheet = "entities" };

	if (sheet->row_count < 1)
		return;
	check_columns(xlsform, sheet);
	if (sheet->row_count - 1 > ENTITIES_MAX) {
		place.row = sheet->rows[ENTITIES_MAX + 1].number;
		diag_add(xlsform->build->diags, &place, "too-many-entities",
		    "");
		return;
	}
	form_build_entities(xlsform->build, sheet->row_count - 1);
	for (size_t row = 1; row < sheet->row_count; row++)
		read_entity(xlsform, sheet, row);
}

void
xlsform_osm(struct xlsform *xlsform, const struct sheet *sheet)
{
	size_t first = xlsform->build->list_count;

	xlsform_choices(xlsform, sheet, &xlsform->osm_columns, false);
	form_build_tag_lists(xlsform->build, first);
}
