/*
 * A form from a file, whatever its kind.
 */
#include <string.h>

#include "formspec/form_build.h"
#include "formspec/xform.h"
#include "formspec/xlsform.h"
#include "kit/base/file.h"

typedef const struct err *(*read_workbook)(struct workbook **out,
    struct slice bytes, const char *name);

static const struct {
	const char *extension;
	size_t bytes_max;
	read_workbook read;	/* NULL: see read_bytes() */
} kinds[] = {
	{ ".xlsx", WORKBOOK_FILE_BYTES_MAX, workbook_read_xlsx },
	{ ".xlsm", WORKBOOK_FILE_BYTES_MAX, workbook_read_xlsx },
	{ ".md", WORKBOOK_FILE_BYTES_MAX, workbook_read_md },
	{ ".json", FORM_FILE_BYTES_MAX, NULL },
	{ ".xml", FORM_FILE_BYTES_MAX, NULL },
	{ ".xhtml", FORM_FILE_BYTES_MAX, NULL }
};

static const struct err *
read_bytes(struct form **out, const char *path, size_t kind,
    struct slice bytes, struct diags *diags)
{
	const char *name = file_name(path);
	struct workbook *workbook;
	struct buf folder = BUF_INIT;
	const struct err *err;

	if (strcmp(kinds[kind].extension, ".json") == 0)
		return form_read_json(out, bytes, name, diags);
	file_folder(&folder, path);
	if (kinds[kind].read == NULL) {
		err = xform_read(out, form_build_new(name, buf_str(&folder),
		    diags), bytes, XFORM_SHEET);
		buf_free(&folder);
		return err;
	}
	err = kinds[kind].read(&workbook, bytes, name);
	if (err) {
		buf_free(&folder);
		return err;
	}
	*out = form_from_workbook(workbook, name, buf_str(&folder), diags);
	buf_free(&folder);
	workbook_free(workbook);
	return NULL;
}

const struct err *
form_read(struct form **out, const char *path, struct diags *diags)
{
	const char *extension = file_extension(path);
	size_t count = sizeof(kinds) / sizeof(*kinds), kind = 0;
	struct buf bytes = BUF_INIT;
	const struct err *err;

	*out = NULL;
	while (kind < count && strcmp(kinds[kind].extension, extension) != 0)
		kind++;
	if (kind == count)
		return err_new(ERR_FORMAT, "%s: not a form: the name ends "
		    "with .xlsx, .md, .xml or .json", path);
	err = file_read(&bytes, path, kinds[kind].bytes_max);
	if (!err)
		err = read_bytes(out, path, kind, buf_slice(&bytes), diags);
	buf_free(&bytes);
	return err;
}
