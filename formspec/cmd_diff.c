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

	/* Warnings are for `formspec check`. */
	err = command_read_form(&old, cli, cli_operand(cli, 0), false);
	if (err == NULL)
		err = command_read_form(&new, cli, cli_operand(cli, 1), false);
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
