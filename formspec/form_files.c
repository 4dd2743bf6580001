/*
 * The files beside a form: attachments, and the lists that they hold.
 */
#include <string.h>

#include "formspec/form_build.h"
#include "formspec/geojson.h"
#include "formspec/xml.h"
#include "kit/base/csv.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

static const struct attachment *
find_attachment(const struct form_build *build, const char *name)
{
	for (size_t i = 0; i < build->form->attachment_count; i++)
		if (strcmp(build->attachments[i].name, name) == 0)
			return &build->attachments[i];
	return NULL;
}

void
form_build_attach(struct form_build *build, const char *name,
    struct slice bytes)
{
	struct form *form = build->form;
	struct attachment *attachment;

	mem_grow((void **)&build->attachments, &build->attachment_capacity,
	    form->attachment_count + 1, sizeof(*build->attachments));
	attachment = &build->attachments[form->attachment_count++];
	attachment->name = arena_strdup(build->arena, name);
	attachment->bytes = (const uint8_t *)arena_slice(build->arena, bytes);
	attachment->len = bytes.len;
}

/* A plain name: nothing outside the form's folder is ever opened. */
static bool
is_plain_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' &&
	    strpbrk(name, "/\\:") == NULL;
}

const struct attachment *
form_build_attachment(struct form_build *build, const char *name)
{
	const struct attachment *found = find_attachment(build, name);
	struct buf path = BUF_INIT, bytes = BUF_INIT;
	const struct err *err;

	if (found != NULL || build->folder == NULL || !is_plain_name(name))
		return found;
	file_join(&path, build->folder, name);
	err = file_read(&bytes, buf_str(&path), FORM_FILE_BYTES_MAX);
	if (err == NULL) {
		form_build_attach(build, name, buf_slice(&bytes));
		found = find_attachment(build, name);
	}
	buf_free(&path);
	buf_free(&bytes);
	return found;
}

/* The column of a file that holds the labels in a language, or -1. */
static int
label_column(const struct csv *csv, const char *label_ref, const char *language)
{
	struct buf name = BUF_INIT;
	int column;

	buf_addf(&name, "%s::%s", label_ref, language);
	column = csv_column(csv, buf_str(&name));
	buf_free(&name);
	return column;
}

static void
fill_labels(struct form_build *build, struct choice *choice,
    const struct csv *csv, size_t row, const char *label_ref)
{
	const struct form *form = build->form;
	int plain = csv_column(csv, label_ref);

	for (size_t i = 0; i < form->language_count; i++) {
		int own = label_column(csv, label_ref, form->languages[i]);
		const char *text = own < 0 ? "" :
		    csv_cell(csv, row, (size_t)own);

		if (text[0] == '\0' && plain >= 0)
			text = csv_cell(csv, row, (size_t)plain);
		form_build_text(build, &choice->label, i, text);
	}
}

static void
fill_list(struct form_build *build, struct choice_list *list,
    const struct csv *csv)
{
	struct choice *choices = arena_alloc_n(build->arena, csv->row_count,
	    sizeof(*choices));
	const char **names = arena_alloc_n(build->arena, csv->column_count,
	    sizeof(*names));
	int value = csv_column(csv, list->value_ref);

	for (size_t c = 0; c < csv->column_count; c++)
		names[c] = arena_strdup(build->arena, csv->header[c]);
	list->extra_names = names;
	list->extra_count = csv->column_count;
	for (size_t r = 0; r < csv->row_count; r++) {
		const char **extra = arena_alloc_n(build->arena,
		    csv->column_count, sizeof(*extra));

		for (size_t c = 0; c < csv->column_count; c++)
			extra[c] = arena_strdup(build->arena,
			    csv_cell(csv, r, c));
		choices[r].extra = extra;
		choices[r].row = (unsigned)csv->lines[r];
		choices[r].name = value >= 0 ? extra[value] : "";
		fill_labels(build, &choices[r], csv, r, list->label_ref);
	}
	list->choices = choices;
	list->choice_count = csv->row_count;
}

static void
check_columns(struct form_build *build, const struct place *place,
    const struct choice_list *list, const struct csv *csv)
{
	const char *const wanted[] = { list->value_ref, list->label_ref };

	for (size_t i = 0; i < 2; i++) {
		if (csv_column(csv, wanted[i]) >= 0)
			continue;
		/* Labels may be there by language only; names are needed. */
		if (i == 1 && label_column(csv, wanted[i],
		    build->form->languages[0]) >= 0)
			continue;
		diag_add(build->diags, place, "file-column", list->name,
		    wanted[i], text_nearest(wanted[i], csv->header,
		    csv->column_count));
	}
}

static void
read_csv_list(struct form_build *build, const struct place *place,
    struct choice_list *list, const struct attachment *file)
{
	struct csv *csv;
	const struct err *err = csv_parse(&csv,
	    slice_of(file->bytes, file->len));

	if (err) {
		diag_add(build->diags, place, "file-unreadable", list->name,
		    err->msg);
		return;
	}
	if (csv->row_count > FORM_CHOICES_MAX)
		diag_add(build->diags, place, "file-unreadable", list->name,
		    "too many rows");
	else
		fill_list(build, list, csv);
	if (list->used)
		check_columns(build, place, list, csv);
	csv_free(csv);
}

/* The elements of a tree that are choices: <root><item>... */
static struct node *
first_item(const struct choice_list *list)
{
	struct node *root = list->document->first;

	while (root != NULL && root->kind != NODE_ELEMENT)
		root = root->next;
	return root != NULL ? root->first : NULL;
}

static const char *
child_text(const struct node *item, const char *name)
{
	const struct node *child = node_child(item, name);

	return child != NULL && child->value != NULL ? child->value : "";
}

/* Filters look at the elements themselves, so no further columns are kept. */
static void
choices_from_xml(struct form_build *build, const struct place *place,
    struct choice_list *list)
{
	struct choice *choices;
	size_t count = 0;

	for (struct node *n = first_item(list); n != NULL; n = n->next)
		count++;
	choices = arena_alloc_n(build->arena, count + 1, sizeof(*choices));
	list->choices = choices;
	for (struct node *n = first_item(list); n != NULL; n = n->next) {
		struct choice *choice = &choices[list->choice_count];

		if (n->kind != NODE_ELEMENT)
			continue;
		choice->name = child_text(n, list->value_ref);
		for (size_t i = 0; i < build->form->language_count; i++)
			form_build_text(build, &choice->label, i,
			    child_text(n, list->label_ref));
		n->owner = choice;
		list->choice_count++;
	}
	if (list->choice_count > 0 && choices[0].name[0] == '\0')
		diag_add(build->diags, place, "file-column", list->name,
		    list->value_ref, NULL);
}

/* What is not XML is GeoJSON. */
static void
read_tree_list(struct form_build *build, const struct place *place,
    struct choice_list *list, const struct attachment *file, bool xml)
{
	struct slice bytes = slice_of(file->bytes, file->len);
	const struct err *err = xml ? xml_read(&list->document, build->arena,
	    bytes, list->name, XML_SPACE_DROP) :
	    geojson_read(&list->document, build->arena, bytes);

	if (err) {
		diag_add(build->diags, place, "file-unreadable", list->name,
		    err->msg);
		return;
	}
	if (list->used)
		choices_from_xml(build, place, list);
}

static struct choice_list *
find_file_list(const struct form_build *build, const char *file,
    const char *value_ref, const char *label_ref)
{
	for (size_t i = 0; i < build->list_count; i++) {
		struct choice_list *list = build->lists[i];

		if (list->from_file && strcmp(list->name, file) == 0 &&
		    strcmp(list->value_ref, value_ref) == 0 &&
		    strcmp(list->label_ref, label_ref) == 0)
			return list;
	}
	return NULL;
}

static void
fill_from_file(struct form_build *build, const struct place *place,
    struct choice_list *list)
{
	const char *extension = file_extension(list->name);
	const struct attachment *attachment;

	if (strcmp(extension, ".csv") != 0 && strcmp(extension, ".xml") != 0 &&
	    strcmp(extension, ".geojson") != 0) {
		diag_add(build->diags, place, "file-kind", list->name);
		return;
	}
	if (build->without_files)
		return;
	attachment = form_build_attachment(build, list->name);
	if (attachment == NULL)
		diag_add(build->diags, place, "file-missing", list->name);
	else if (strcmp(extension, ".csv") == 0)
		read_csv_list(build, place, list, attachment);
	else
		read_tree_list(build, place, list, attachment,
		    strcmp(extension, ".xml") == 0);
}

struct choice_list *
form_build_file_list(struct form_build *build, const struct place *place,
    const char *file, const char *parameters, bool choices)
{
	const char *value = form_parameter(build->arena, parameters, "value");
	const char *label = form_parameter(build->arena, parameters, "label");
	bool geojson = strcmp(file_extension(file), ".geojson") == 0;
	struct choice_list *list;

	value = value ? value : geojson ? "id" : "name";
	label = label ? label : geojson ? "title" : "label";
	list = find_file_list(build, file, value, label);
	if (list != NULL)
		return list;
	list = form_build_add_list(build, file);
	list->from_file = true;
	list->value_ref = value;
	list->label_ref = label;
	list->used = choices;
	fill_from_file(build, place, list);
	return list;
}
