#include "merger/remarks.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/csv.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "merger/print.h"
#include "merger/spreadsheet.h"

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
	for (size_t i = 0; i < record->merged.field_count; i++) {
		const struct merged_field *field = &record->merged.fields[i];
		size_t kind;
		const char *path = about(field, &kind);

		if (path == NULL ||
		    is_withheld(instance_find(instance, path), options))
			continue;
		if (out->remark_count++ == 0)
			buf_add(&out->remarks,
			    "response,question,kind,remark\r\n");
		buf_add(&out->remarks, record->merged.id);
		table_add_value(&out->remarks, path, NULL, options->raw);
		table_add_value(&out->remarks, kind == 0 ? "remark" :
		    field->value, NULL, options->raw);
		table_add_value(&out->remarks, kind == 0 ? field->value : "",
		    NULL, options->raw);
		buf_add(&out->remarks, "\r\n");
	}
}

const struct err *
remarks_write(const struct tables *tables, const char *folder,
    bool spreadsheet)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	char rows[PRINT_COUNT_MAX];
	const struct err *err = NULL;

	file_join(&path, folder, "remarks.csv");
	if (tables->remark_count == 0) {
		/* Somebody may have been erased since the last export. */
		if (platform_exists(buf_str(&path)))
			err = file_shred(buf_str(&path));
		buf_free(&path);
		return err;
	}
	if (spreadsheet)
		err = spreadsheet_write(&text, buf_slice(&tables->remarks));
	if (err == NULL)
		err = file_write(buf_str(&path), spreadsheet ?
		    buf_slice(&text) : buf_slice(&tables->remarks));
	if (err == NULL)
		printf("%s: %s\n", buf_str(&path), print_count(rows,
		    tables->remark_count, "row"));
	buf_wipe(&text);
	buf_free(&path);
	return err;
}
