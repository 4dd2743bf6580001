#include "merger/remarks.h"

#include <string.h>

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

void
remarks_add(struct tables *out, const struct record *record,
    const struct instance *instance, const struct table_options *options)
{
	struct buf *rows = &out->remarks.rows;

	for (size_t i = 0; i < record->merged.field_count; i++) {
		const struct merged_field *field = &record->merged.fields[i];
		size_t kind;
		const char *path = about(field, &kind);

		if (path == NULL ||
		    is_withheld(instance_find(instance, path), options))
			continue;
		if (out->remarks.row_count++ == 0) {
			out->remarks.name = "remarks";
			buf_add(rows, "response,question,kind,remark\r\n");
		}
		buf_add(rows, record->merged.id);
		table_add_value(rows, path, NULL, options->raw);
		table_add_value(rows, kind == 0 ? "remark" : field->value,
		    NULL, options->raw);
		table_add_value(rows, kind == 0 ? field->value : "", NULL,
		    options->raw);
		buf_add(rows, "\r\n");
	}
}
