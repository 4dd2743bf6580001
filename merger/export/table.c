#include "merger/export/table.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/csv.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/record/response.h"
#include "merger/export/cell.h"
#include "merger/export/columns.h"
#include "merger/export/remarks.h"
#include "merger/study/forms.h"

static const char *const response_heading[] = { "response", "case", "state",
	"disposition", "device", "form_version", "last_change", "conflicts",
	"same_as" };
static const char *const repeat_heading[] = { "response", "instance",
	"parent_instance", "position" };

struct making {
	struct tables *out;
	struct dataset *dataset;
	const struct table_options *options;
	struct map *cases;		/* case id to struct met */
};

static bool
holds_answers(const struct item *item)
{
	return item->kind == ITEM_QUESTION && item->type != Q_NOTE &&
	    item->type != Q_EXTERNAL;
}

static bool
is_withheld(const struct item *item, const struct table_options *options)
{
	return item->personal && !options->personal;
}

/* "structure/siren": the way from the table's own top. */
static const char *
way_from(const struct item *top, const struct item *item)
{
	return item->path + strlen(top->path) + 1;
}

/* The same, joined with hyphens. */
static const char *
joined_name(struct arena *arena, const struct item *item,
    const struct item *top)
{
	char *name = arena_strdup(arena, way_from(top, item));

	for (char *c = name; *c != '\0'; c++)
		if (*c == '/')
			*c = '-';
	return name;
}

/* What says where a row comes from; in front of every answer. */
static const char *const *
heading_of(const struct table *table, size_t *count)
{
	*count = table->repeat ?
	    sizeof repeat_heading / sizeof *repeat_heading :
	    sizeof response_heading / sizeof *response_heading;
	return table->repeat ? repeat_heading : response_heading;
}

static bool
is_taken(const struct table *table, const char *name)
{
	size_t n;
	const char *const *heading = heading_of(table, &n);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(heading[i], name))
			return true;
	return map_has(table->names, name);
}

/* A question may be called "state", or a/b-c beside a-b/c: "state.2". */
static const char *
column_name(struct arena *arena, const struct table *table,
    const struct item *item, const struct item *top)
{
	const char *wanted = joined_name(arena, item, top), *name = wanted;

	for (unsigned n = 2; is_taken(table, name); n++)
		name = arena_printf(arena, "%s.%u", wanted, n);
	return name;
}

static struct table *
find_table(struct tables *out, const char *name)
{
	for (size_t i = 0; i < out->count; i++)
		if (!strcmp(out->items[i].name, name))
			return &out->items[i];
	return NULL;
}

enum { TABLES_MAX = 256 };

/* The table for a repeat (or the responses) of a form, made when it is new. */
static struct table *
table_for(struct tables *out, const struct form *form,
    const struct item *repeat)
{
	const char *name = repeat == NULL ? form->id :
	    arena_printf(out->arena, "%s-%s", form->id,
	    joined_name(out->arena, repeat, form->root));
	struct table *table = find_table(out, name);

	if (table != NULL || out->count == TABLES_MAX)
		return table;
	table = &out->items[out->count++];
	table->name = name;
	table->repeat = repeat;
	table->names = map_new();
	table->paths = map_new();
	table->columns = arena_alloc_n(out->arena, FORM_ITEMS_MAX / 10,
	    sizeof *table->columns);
	return table;
}

static const struct err *
add_column(struct arena *arena, struct table *table, const struct form *form,
    const struct item *item)
{
	const struct item *top = item->repeat ? item->repeat : form->root;
	const char *name = column_name(arena, table, item, top);

	if (table->column_count == FORM_ITEMS_MAX / 10)
		return err_new(ERR_LIMIT, "table %s: more than %d columns",
		    table->name, FORM_ITEMS_MAX / 10);
	table->columns[table->column_count++] = (struct table_column){
		name, way_from(top, item), item, form, false, NULL };
	map_set(table->names, name, table);
	return NULL;
}

/* Has a form a word for a question that nobody answers? (collector) */
static bool
may_stay_open(const struct item *item)
{
	for (size_t i = 0; i < item->other_count; i++)
		if (!strcmp(item->others[2 * i], "bind::recolte:nonresponse"))
			return item->others[2 * i + 1][0] != '\0';
	return false;
}

/* "age.nonresponse": an empty cell beside it was asked for, and refused. */
static const struct err *
add_why(struct arena *arena, struct table *table)
{
	struct table_column why = table->columns[table->column_count - 1];

	if (table->column_count == FORM_ITEMS_MAX / 10)
		return err_new(ERR_LIMIT, "table %s: more than %d columns",
		    table->name, FORM_ITEMS_MAX / 10);
	why.why = true;
	why.name = arena_printf(arena, "%s" WHY_SUFFIX, why.name);
	table->columns[table->column_count++] = why;
	map_set(table->names, why.name, table);
	return NULL;
}

/*
 * What a newer version has said of this question counts: also that it names
 * people, when an older one did not know.
 */
static const struct err *
consider(struct arena *arena, struct table *table, const struct form *form,
    const struct item *item, const struct table_options *options)
{
	const char *way = way_from(item->repeat ? item->repeat : form->root,
	    item);
	const struct err *err;

	if (!holds_answers(item) || map_has(table->paths, way))
		return NULL;
	map_set(table->paths, way, table);
	if (is_withheld(item, options))
		return NULL;
	err = add_column(arena, table, form, item);
	return err || !may_stay_open(item) ? err : add_why(arena, table);
}

static const struct err *
add_columns(struct tables *out, const struct form *form,
    const struct table_options *options)
{
	const struct err *err;

	table_for(out, form, NULL);
	for (size_t i = 0; i < form->item_count; i++) {
		const struct item *item = form->items[i];
		struct table *table;

		/* A repeat is its own table, even without a question inside. */
		table = table_for(out, form, item->kind == ITEM_REPEAT ?
		    item : item->repeat);
		if (table == NULL)
			return err_new(ERR_LIMIT, "more than %d tables",
			    TABLES_MAX);
		if ((table->repeat == NULL) != (item->repeat == NULL &&
		    item->kind != ITEM_REPEAT))
			return err_new(ERR_FORMAT, "two tables would be "
			    "called %s.csv: give form %s another id",
			    table->name, form->id);
		err = consider(out->arena, table, form, item, options);
		if (err != NULL)
			return err;
	}
	return NULL;
}

static void
add_heading(struct table *table)
{
	size_t n;
	const char *const *names = heading_of(table, &n);

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_add_byte(&table->rows, ',');
		buf_add(&table->rows, names[i]);
	}
	for (size_t i = 0; i < table->column_count; i++) {
		buf_add_byte(&table->rows, ',');
		csv_add_cell(&table->rows,
		    slice_str(table->columns[i].name));
	}
	buf_add(&table->rows, "\r\n");
}

/* The first two interviews of a case: enough to name another one. */
struct met {
	const struct record *first, *second;
};

static void
collect_cases(struct making *m)
{
	m->cases = map_new();
	for (size_t i = 0; i < m->dataset->count; i++) {
		const struct record *record = &m->dataset->records[i];
		const char *id = record_value(record, ".case");
		struct met *met;

		if (id[0] == '\0' || !record_is_interview(record) ||
		    record_is_practice(record) != m->options->practice)
			continue;
		met = map_get(m->cases, id);
		if (met == NULL) {
			met = arena_alloc(m->out->arena, sizeof *met);
			met->first = record;
			map_set(m->cases, id, met);
		} else if (met->second == NULL)
			met->second = record;
	}
}

/* The first other interview of the same case, "" when there is none. */
static const char *
same_as(const struct making *m, const struct record *record)
{
	const struct met *met = map_get(m->cases,
	    record_value(record, ".case"));
	const struct record *other;

	if (met == NULL)
		return "";
	other = met->first == record ? met->second : met->first;
	return other ? other->merged.id : "";
}

static void
add_origin(const struct making *m, struct buf *row,
    const struct record *record)
{
	const struct merged_record *merged = &record->merged;
	char when[MOMENT_TEXT_MAX], version[HASH_TEXT_MAX];

	moment_format(when, merged->last_time_ms, 0);
	hash_text(version, &merged->form);
	buf_add(row, merged->id);
	cell_add(row, record_value(record, ".case"), NULL,
	    m->options->raw);
	buf_addf(row, ",%s,%s,%s,%.12s,%s,%zu,%s",
	    record_state_word(merged->state), record_disposition(record),
	    merged->creator, version, when, merged->conflicts,
	    same_as(m, record));
}

/*
 * A child of an answer by the steps of a path below it; NULL: not there. What
 * is a repeat in this version, and was none in another, has its own table.
 */
static const struct answer *
descend(const struct answer *from, const char *steps)
{
	while (from != NULL && *steps != '\0') {
		size_t len = strcspn(steps, "/");
		const struct answer *child = answer_first(from);

		while (child != NULL && (strlen(child->item->name) != len ||
		    memcmp(child->item->name, steps, len) != 0))
			child = answer_next(child);
		from = child && child->item->kind == ITEM_REPEAT ? NULL :
		    child;
		steps += len + (steps[len] == '/');
	}
	return from;
}

/*
 * The answer to a question that this response's version does not have: it was
 * given before the response went on in that version.
 */
static const char *
kept_value(const struct record *record, const struct answer *top,
    const char *way)
{
	struct buf path = BUF_INIT;
	const char *value = "";

	answer_path(&path, top);
	buf_addf(&path, "%s%s", path.len ? "/" : "", way);
	if (response_item(record->package->form, buf_str(&path)) == NULL)
		value = record_value(record, buf_str(&path));
	buf_free(&path);
	return value;
}

static const char *
cell_value(const struct making *m, const struct record *record,
    const struct answer *top, const char *way, const struct answer *a)
{
	if (a == NULL)
		return kept_value(record, top, way);
	/* Given when the form said that it would not leave. */
	return a->relevant && !is_withheld(a->item, m->options) ?
	    answer_value(a) : "";
}

/* Why there is no answer: a field of the record, beside where it would be. */
static const char *
why_none(const struct making *m, const struct record *record,
    const struct answer *a)
{
	struct buf path = BUF_INIT;
	const char *why;

	if (a == NULL || !a->relevant || is_withheld(a->item, m->options) ||
	    answer_value(a)[0] != '\0')
		return "";
	buf_add(&path, ".nonresponse/");
	answer_path(&path, a);
	why = record_value(record, buf_str(&path));
	buf_free(&path);
	return why;
}

/* Of a question and its older names: what stands under the newest one. */
static void
add_cell(const struct making *m, struct table *table,
    const struct record *record, const struct answer *top,
    const struct table_column *column)
{
	const struct answer *a = NULL;
	const char *value = "";

	for (const struct table_column *c = column; c && value[0] == '\0';
	    c = c->older) {
		a = descend(top, c->way);
		value = c->why ? why_none(m, record, a) :
		    cell_value(m, record, top, c->way, a);
	}
	cell_add(&table->rows, value, column->why ? NULL :
	    column->item, m->options->raw);
	if (!column->why && a != NULL && value[0] != '\0')
		media_note(&m->out->media, m->out->arena, record, a,
		    column->name);
}

static void
add_cells(const struct making *m, struct table *table,
    const struct record *record, const struct answer *top)
{
	for (size_t i = 0; i < table->column_count; i++)
		add_cell(m, table, record, top, &table->columns[i]);
	buf_add(&table->rows, "\r\n");
	table->row_count++;
}

static const struct answer *
outer_instance(const struct answer *a)
{
	while ((a = answer_parent(a)) != NULL && a->repeat_id == 0)
		continue;
	return a;
}

static void
add_repeat_row(const struct making *m, const struct form *form,
    const struct record *record, const struct answer *instance, size_t position)
{
	struct table *table = table_for(m->out, form, instance->item);
	const struct answer *outer = outer_instance(instance);

	buf_addf(&table->rows, "%s,%016llx,", record->merged.id,
	    (unsigned long long)instance->repeat_id);
	if (outer != NULL)
		buf_addf(&table->rows, "%016llx",
		    (unsigned long long)outer->repeat_id);
	buf_addf(&table->rows, ",%zu", position);
	add_cells(m, table, record, instance);
}

/* Every relevant instance of every repeat below an answer. */
static void
add_repeat_rows(const struct making *m, const struct form *form,
    const struct record *record, const struct answer *top)
{
	const struct item *last = NULL;
	size_t position = 0;

	for (const struct answer *a = answer_first(top); a != NULL;
	    a = answer_next(a)) {
		if (a->item->kind == ITEM_QUESTION)
			continue;
		if (a->item->kind == ITEM_REPEAT && a->relevant) {
			position = a->item == last ? position + 1 : 1;
			last = a->item;
			add_repeat_row(m, form, record, a, position);
		}
		add_repeat_rows(m, form, record, a);
	}
}

static const struct err *
add_response(struct making *m, const struct record *record)
{
	const struct form *form = record->package->form;
	struct table *table = table_for(m->out, form, NULL);
	struct instance *instance;
	const struct err *err;

	err = record_instance(record, m->out->arena, &instance);
	if (err != NULL)
		return err_in(err, "response %s", record->merged.id);
	add_origin(m, &table->rows, record);
	add_cells(m, table, record, instance_root(instance));
	add_repeat_rows(m, form, record, instance_root(instance));
	remarks_add(m->out, record, instance, m->options);
	instance_free(instance);
	return NULL;
}

static const struct err *
add_all(struct making *m)
{
	const struct err *err = NULL;

	for (size_t i = 0; i < m->dataset->count && err == NULL; i++) {
		const struct record *record = &m->dataset->records[i];

		if (record->merged.kind != RECORD_RESPONSE ||
		    record->merged.standing == 0)
			continue;
		if (record->package == NULL)
			m->out->formless++;
		else if (record->problem != NULL)
			m->out->broken++;
		else if (!record_is_interview(record))
			m->out->withdrawn++;
		else if (record_is_practice(record) != m->options->practice)
			m->out->practice++;
		else if (!record_agreed(record))
			m->out->left_out++;
		else
			err = add_response(m, record);
	}
	return err;
}

/* next: a form that may come, or NULL. */
static const struct err *
find_columns(struct tables *out, struct workspace *ws,
    const struct form *next, const struct table_options *options)
{
	size_t n;
	const struct manifest_form *forms = manifest_forms(ws->manifest, &n);
	const struct err *err = NULL;

	memset(out, 0, sizeof *out);
	out->arena = arena_new();
	out->items = arena_alloc_n(out->arena, TABLES_MAX,
	    sizeof *out->items);
	if (next != NULL)
		err = add_columns(out, next, options);
	while (n-- > 0 && err == NULL) {	/* the newest version first */
		const struct package *package;

		err = forms_package(ws, &forms[n].version, &package);
		if (err == NULL)
			err = add_columns(out, package->form, options);
		else if (err->code == ERR_NOT_FOUND)
			err = NULL;	/* so have its responses: `formless` */
	}
	return err;
}

const struct err *
tables_check(struct workspace *ws, const struct form *next)
{
	const struct table_options all = { .personal = true };
	struct tables tables;
	const struct err *err = find_columns(&tables, ws, next, &all);

	tables_free(&tables);
	return err;
}

const struct err *
tables_make(struct tables *out, struct workspace *ws, struct dataset *dataset,
    const struct table_options *options)
{
	struct making m = { .out = out, .dataset = dataset,
		.options = options };
	const struct err *err = find_columns(out, ws, NULL, options);

	for (size_t i = 0; err == NULL && options->joins != NULL &&
	    options->joins[i] != NULL; i++)
		err = columns_join(out, ws, options->joins[i]);
	for (size_t i = 0; i < out->count; i++)
		add_heading(&out->items[i]);
	if (err != NULL)
		return err;
	collect_cases(&m);
	err = add_all(&m);
	map_free(m.cases);
	return err;
}

void
tables_free(struct tables *tables)
{
	for (size_t i = 0; i < tables->count; i++) {
		buf_wipe(&tables->items[i].rows);
		map_free(tables->items[i].names);
		map_free(tables->items[i].paths);
	}
	buf_wipe(&tables->remarks.rows);
	media_free(&tables->media);
	arena_free(tables->arena);
	memset(tables, 0, sizeof *tables);
}
