#include "merger/export/columns.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/csv.h"
#include "merger/export/cell.h"
#include "merger/study/forms.h"

enum { SHORT_VERSION = 8 };

/* Is it a question in that version, too? */
static bool
is_asked(const struct form *form, const struct table *table,
    const struct table_column *column)
{
	const struct item *top = column->item->repeat ?
	    column->item->repeat : column->form->root;
	struct buf path = BUF_INIT;
	const struct item *item;

	if (strcmp(form->id, column->form->id) != 0)
		return false;
	/* The tops of two versions may be called otherwise. */
	buf_addf(&path, "%s%s/%s", form->root->path, top->path +
	    strlen(column->form->root->path), column->way);
	item = form_item(form, buf_str(&path));
	buf_free(&path);
	return item != NULL && item->kind == ITEM_QUESTION &&
	    (item->repeat != NULL) == (table->repeat != NULL);
}

/* Published again later on: it counts where it came last. */
static bool
comes_again(const struct manifest_form *forms, size_t n, size_t i)
{
	for (size_t k = i + 1; k < n; k++)
		if (hash_equal(&forms[k].version, &forms[i].version))
			return true;
	return false;
}

/* Visit the versions that are here, each once, the oldest first. */
typedef bool (*version_visitor)(void *data, const struct form *form,
    const struct hash *version);

static const struct err *
each_version(struct workspace *ws, version_visitor visit, void *data)
{
	size_t n;
	const struct manifest_form *forms = manifest_forms(ws->manifest, &n);

	for (size_t i = 0; i < n; i++) {
		const struct package *package;
		const struct err *err;

		if (comes_again(forms, n, i))
			continue;
		err = forms_package(ws, &forms[i].version, &package);
		if (err != NULL && err->code != ERR_NOT_FOUND)
			return err;
		if (err == NULL && !visit(data, package->form,
		    &forms[i].version))
			break;
	}
	return NULL;
}

/* ---- joining ---- */

static struct table_column *
find_column(struct table *table, struct slice name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (slice_equal_str(name, table->columns[i].name))
			return &table->columns[i];
	return NULL;
}

struct pair {
	const struct table *table;
	const struct table_column *older, *newer;
	char both[HASH_TEXT_MAX];	/* a version that asks for both, or "" */
};

static bool
ask_both(void *data, const struct form *form, const struct hash *version)
{
	struct pair *p = data;

	for (const struct table_column *c = p->newer; c; c = c->older)
		if (is_asked(form, p->table, c) &&
		    is_asked(form, p->table, p->older)) {
			hash_text(p->both, version);
			return false;
		}
	return true;
}

/* The older column leaves the table; the newer one has it. */
static void
join(struct arena *arena, struct table *table, struct table_column *older,
    struct table_column *newer)
{
	struct table_column *copy = arena_alloc(arena, sizeof *copy), *last;
	size_t at = (size_t)(older - table->columns);

	*copy = *older;
	for (last = newer; last->older != NULL; last = last->older)
		continue;
	last->older = copy;
	table->column_count--;
	memmove(older, older + 1, (table->column_count - at) * sizeof *older);
}

/* With the column that says why there is no answer, where both have one. */
static void
join_both(struct arena *arena, struct table *table,
    struct table_column *older, struct table_column *newer)
{
	const char *old = arena_printf(arena, "%s" WHY_SUFFIX, older->name);
	const char *new = arena_printf(arena, "%s" WHY_SUFFIX, newer->name);

	join(arena, table, older, newer);
	older = find_column(table, slice_str(old));
	newer = find_column(table, slice_str(new));
	if (older != NULL && newer != NULL && older->why && newer->why)
		join(arena, table, older, newer);
}

const struct err *
columns_join(struct tables *tables, struct workspace *ws, const char *how)
{
	const char *sign = strchr(how, '=');
	struct slice from = sign ? slice_of(how, (size_t)(sign - how)) :
	    slice_of(NULL, 0);

	for (size_t i = 0; sign && i < tables->count; i++) {
		struct table *table = &tables->items[i];
		struct table_column *older = find_column(table, from);
		struct table_column *newer = find_column(table,
		    slice_str(sign + 1));
		struct pair pair = { table, older, newer, "" };
		const struct err *err;

		if (older == NULL || newer == NULL || older == newer ||
		    older->why || newer->why)
			continue;
		err = each_version(ws, ask_both, &pair);
		if (err == NULL && pair.both[0] != '\0')
			err = err_new(ERR_USAGE, "--join %s: version %.8s "
			    "asks for both, so they are two questions", how,
			    pair.both);
		if (err == NULL)
			join_both(tables->arena, table, older, newer);
		return err;
	}
	return err_new(ERR_USAGE, "--join %s: say OLD=NEW, two columns of one "
	    "table as columns.csv names them", how);
}

/* ---- listing ---- */

struct listing {
	const struct table *table;
	const struct table_column *column;
	struct buf versions;
};

static bool
add_version(void *data, const struct form *form, const struct hash *version)
{
	struct listing *l = data;
	char text[HASH_TEXT_MAX];

	if (!is_asked(form, l->table, l->column))
		return true;
	hash_text(text, version);
	buf_addf(&l->versions, "%s%.*s", l->versions.len ? " " : "",
	    SHORT_VERSION, text);
	return true;
}

/* As it is written in the form's first language. */
static const char *
label_of(const struct item *item)
{
	const struct text *text = item->label.by_language;

	return text && text->written ? text->written : "";
}

static const struct err *
add_line(struct buf *out, struct workspace *ws, const struct table *table,
    const struct table_column *column, const char *name)
{
	struct listing l = { table, column, BUF_INIT };
	const struct err *err = each_version(ws, add_version, &l);

	csv_add_cell(out, slice_str(table->name));
	cell_add(out, name, NULL, false);
	cell_add(out, column->way, NULL, false);
	cell_add(out, column->why ? "nonresponse" :
	    column->item->word, NULL, false);
	cell_add(out, label_of(column->item), NULL, false);
	cell_add(out, buf_str(&l.versions), NULL, false);
	buf_add(out, "\r\n");
	buf_free(&l.versions);
	return err;
}

const struct err *
columns_write(struct buf *out, const struct tables *tables,
    struct workspace *ws)
{
	const struct err *err = NULL;

	buf_add(out, "table,column,question,type,label,versions\r\n");
	for (size_t i = 0; i < tables->count; i++) {
		const struct table *table = &tables->items[i];

		for (size_t k = 0; k < table->column_count && !err; k++)
			for (const struct table_column *c = &table->columns[k];
			    c && !err; c = c->older)
				err = add_line(out, ws, table, c,
				    table->columns[k].name);
	}
	return err;
}
