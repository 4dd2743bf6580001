/*
 * formspec diff: what changed between two versions of a form.
 */
#include <stdio.h>

#include "formspec/commands.h"
#include "formspec/diff.h"
#include "kit/base/file.h"

const struct cli_option cmd_diff_options[] = {
	{ "json", NULL, "print JSON", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* Warnings are for `formspec check`; an unusable form says why. */
static const struct err *
read_form(struct form **out, const char *path, const char *language)
{
	struct diags *diags = diags_new();
	struct buf said = BUF_INIT;
	const struct err *err;

	err = form_read(out, path, diags);
	if (err == NULL && *out == NULL) {
		diags_print(&said, diags, language);
		fputs(buf_str(&said), stderr);
		err = err_new(ERR_FORMAT, "%s: not compared, because of the "
		    "errors above", file_name(path));
	}
	buf_free(&said);
	diags_free(diags);
	return err;
}

static const struct err *
print(struct cli *cli, const struct diff *diff)
{
	const char *language = command_language(cli);
	struct buf out = BUF_INIT;
	const struct err *err = NULL;

	(cli_has(cli, "json") ? diff_print_json : diff_print)(&out, diff,
	    language);
	if (fwrite(buf_str(&out), 1, out.len, stdout) != out.len ||
	    fflush(stdout) != 0)
		err = err_errno("standard output");
	if (err == NULL && diff_count(diff) > 0)
		cli_attention(cli);
	buf_free(&out);
	return err;
}

const struct err *
cmd_diff(struct cli *cli)
{
	struct form *old = NULL, *new = NULL;
	struct diff *diff = NULL;
	const struct err *err;

	err = read_form(&old, cli_operand(cli, 0), command_language(cli));
	if (err == NULL)
		err = read_form(&new, cli_operand(cli, 1),
		    command_language(cli));
	if (err)
		goto done;
	diff = diff_new(old, new);
	err = print(cli, diff);
done:
	diff_free(diff);
	form_free(old);
	form_free(new);
	return err;
}
