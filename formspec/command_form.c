/*
 * A form for a command that needs it whole: what is wrong with it is said, all
 * of it, in the language of the command.
 */
#include <stdio.h>
#include <string.h>

#include "formspec/commands.h"
#include "formspec/form.h"
#include "kit/base/file.h"

void
command_add_count(struct buf *out, const struct diags *diags,
    const char *language)
{
	bool french = strcmp(language, "fr") == 0;
	size_t errors = diags_errors(diags), warnings = diags_warnings(diags);

	if (errors > 0)
		buf_addf(out, "%zu %s%s", errors, french ? "erreur" : "error",
		    errors == 1 ? "" : "s");
	if (warnings > 0)
		buf_addf(out, "%s%zu %s%s", errors > 0 ? ", " : "", warnings,
		    french ? "avertissement" : "warning",
		    warnings == 1 ? "" : "s");
}

const struct err *
command_refuse(const struct diags *diags, const char *path,
    const char *language)
{
	struct buf count = BUF_INIT;
	const struct err *err;

	if (diags_errors(diags) == 0)
		return NULL;
	command_add_count(&count, diags, language);
	err = err_new(ERR_FORMAT, "%s: this form cannot be used (%s)",
	    file_name(path), buf_str(&count));
	buf_free(&count);
	return err;
}

const struct err *
command_read_form(struct form **out, const struct cli *cli, const char *path,
    bool warnings)
{
	const char *language = command_language(cli);
	struct diags *diags = diags_new();
	struct buf said = BUF_INIT;
	const struct err *err = form_read(out, path, diags);

	if (err == NULL && (warnings || *out == NULL)) {
		diags_print(&said, diags, language);
		fputs(buf_str(&said), stderr);
	}
	if (err == NULL && *out == NULL)
		err = command_refuse(diags, path, language);
	buf_free(&said);
	diags_free(diags);
	return err;
}
