/*
 * formspec convert: a form from one kind of file to another.
 */
#include <stdio.h>
#include <string.h>

#include "formspec/commands.h"
#include "formspec/form.h"
#include "formspec/print_html.h"
#include "kit/base/file.h"

const struct cli_option cmd_convert_options[] = {
	{ "language", "NAME", "of the form, for .html (its default language)", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
write_json(const struct form *form, const char *path)
{
	struct buf out = BUF_INIT;
	const struct err *err;

	form_write_json(&out, form);
	err = file_write(path, buf_slice(&out));
	buf_free(&out);
	return err;
}

static const struct err *
write_xform(const struct form *form, const char *path)
{
	struct buf out = BUF_INIT;
	const struct err *err;

	form_write_xform(&out, form);
	err = file_write(path, buf_slice(&out));
	buf_free(&out);
	return err;
}

static const struct err *
write_html(const struct form *form, const char *path, const struct cli *cli)
{
	const char *name = cli_value(cli, "language");
	int language = name != NULL ? form_language(form, name) : 0;
	struct buf out = BUF_INIT;
	const struct err *err;

	if (language < 0)
		return err_new(ERR_USAGE, "--language %s: the form has no such "
		    "language (its first is \"%s\")", name,
		    form->languages[0]);
	print_html(&out, form, (size_t)language, command_language(cli));
	err = file_write(path, buf_slice(&out));
	buf_free(&out);
	return err;
}

static const struct {
	const char *extension;
	const struct err *(*write)(const struct form *form, const char *path);
} kinds[] = {
	{ ".json", write_json },
	{ ".xml", write_xform },
	{ ".xlsx", form_write_xlsx }
};

static const struct err *
write_form(const struct form *form, const char *path, const struct cli *cli)
{
	const char *extension = file_extension(path);

	if (strcmp(extension, ".html") == 0)
		return write_html(form, path, cli);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].extension, extension) == 0)
			return kinds[i].write(form, path);
	return err_new(ERR_USAGE, "%s: cannot write this kind of file: use "
	    ".json, .xlsx, .xml or .html", path);
}

const struct err *
cmd_convert(struct cli *cli)
{
	struct form *form = NULL;
	const struct err *err;

	err = command_read_form(&form, cli, cli_operand(cli, 0), true);
	if (err == NULL)
		err = write_form(form, cli_operand(cli, 1), cli);
	form_free(form);
	return err;
}
