#include "merger/export/remarks.h"

#include <stdlib.h>
#include <string.h>

#include "merger/export/cell.h"

static const char *const prefixes[] = { ".remark/", ".nonresponse/" };

/* The path that a field is about, and of which kind it is; or NULL. */
static const char *
about(const struct merged_field *field, size_t *kind)
{
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		size_t len = strlen(prefixes[i]);

		*kind = i;
		if (field->value != NULL &&
		    strncmp(field->path, prefixes[i], len) == 0)
			return field->path + len;
	}
	return NULL;
}

static bool
is_withheld(const struct answer *answer, const struct table_options *options)
{
	if (answer == NULL)
		return !options->personal;
	return !answer->relevant ||
	    (answer->item->personal && !options->personal);
}

static void
add_row(struct tables *out, const struct record *record, const char *path,
    const char *kind, const char *text, bool raw)
{
	struct buf *rows = &out->remarks.rows;

	if (out->remarks.row_count++ == 0) {
		out->remarks.name = "remarks";
		buf_add(rows, "response,question,kind,remark\r\n");
	}
	buf_add(rows, record->merged.id);
	cell_add(rows, path, NULL, raw);
	cell_add(rows, kind, NULL, raw);
	cell_add(rows, text, NULL, raw);
	buf_add(rows, "\r\n");
}

static int
compare_moments(const void *a, const void *b)
{
	const struct merge_input *x = *(const struct merge_input *const *)a;
	const struct merge_input *y = *(const struct merge_input *const *)b;

	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	return memcmp(x->revision->id.bytes, y->revision->id.bytes,
	    HASH_BYTES);
}

/* What was said when it was closed, and why it was changed since. */
static void
add_reasons(struct tables *out, const struct record *record, bool raw)
{
	const struct merged_record *m = &record->merged;
	const struct merge_input **said = arena_alloc_n(out->arena,
	    m->input_count + 1, sizeof *said);
	size_t count = 0;

	for (size_t i = 0; i < m->input_count; i++)
		if (m->inputs[i].standing == STANDS &&
		    m->inputs[i].revision->reason != NULL &&
		    m->inputs[i].revision->reason[0] != '\0')
			said[count++] = &m->inputs[i];
	if (count > 0)
		qsort(said, count, sizeof *said, compare_moments);
	for (size_t i = 0; i < count; i++)
		add_row(out, record, "", said[i]->revision->parent_count > 0 ?
		    "correction" : "closing", said[i]->revision->reason, raw);
}

void
remarks_add(struct tables *out, const struct record *record,
    const struct instance *instance, const struct table_options *options)
{
	for (size_t i = 0; i < record->merged.field_count; i++) {
		const struct merged_field *field = &record->merged.fields[i];
		size_t kind;
		const char *path = about(field, &kind);

		if (path == NULL ||
		    is_withheld(instance_find(instance, path), options))
			continue;
		add_row(out, record, path, kind == 0 ? "remark" : field->value,
		    kind == 0 ? field->value : "", options->raw);
	}
	add_reasons(out, record, options->raw);
}
