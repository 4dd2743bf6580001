/* cmd_import.c - responses from a file. */
#include <string.h>

#include "collector/commands.h"
#include "collector/import.h"
#include "collector/sync/recover.h"
#include "kit/base/file.h"

const struct cli_option cmd_import_options[] = {
	{ "form", "NAME", "the form, when the study has several", 0 },
	{ "form-version", "HASH", "a version by the beginning of its hash: what "
	    "was asked before a correction", 0 },
	{ "any-case", NULL, "also of cases that are not in the sample", 0 },
	{ "partial", NULL, "keep responses with problems, as partial", 0 },
	{ "ids", NULL, "print line and id of each response, once kept", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
find_form(const struct package **out, const struct session *s)
{
	const char *name = cli_value(s->cli, "form");
	const char *version = cli_value(s->cli, "form-version");

	return version != NULL ? store_form_version(out, s->store, name,
	    version) : store_form_named(out, s->store, name);
}

static const struct err *
import(struct session *s)
{
	const struct err *err;
	struct import_plan plan = { .path = cli_operand(s->cli, 0),
		.partial = cli_has(s->cli, "partial"),
		.ids = cli_has(s->cli, "ids"),
		.any_case = cli_has(s->cli, "any-case") };
	struct import_sums sums;

	if (!strcmp(file_extension(plan.path), ".drafts")) {
		/* Each draft names its form. */
		err = recover_file(&sums, s, plan.path);
	} else {
		err = find_form(&plan.package, s);
		if (err)
			return err;
		err = import_file(&sums, s, &plan);
	}
	/* Also after a failure: so much is kept. */
	word_say(plan.ids ? stderr : stdout, s->language, W_IMPORT_SUMS,
	    session_number(s, sums.imported), session_number(s, sums.there),
	    session_number(s, sums.refused), (char *)NULL);
	if (!err && sums.refused > 0)
		cli_attention(s->cli);
	return err;
}

const struct err *
cmd_import(struct cli *cli)
{
	struct session session;
	const struct err *err;

	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err)
		session_say_practising(&session);
	if (!err)
		err = import(&session);
	session_close(&session);
	return err;
}
