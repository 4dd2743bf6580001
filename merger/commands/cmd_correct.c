/* merger correct: correct answers of a response, with a reason. */
#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/record/response.h"
#include "merger/changesets/author.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/dataset/correction.h"

const struct cli_option correct_options[] = {
	{ "reason", "TEXT", "why; it stays with the response", 'r' },
	{ "consent-given", NULL, "a yes where the response has none: the person "
	    "told you", 0 },
	{ "anyway", NULL, "even if the form's rules are broken by it", 0 },
	{ NULL, NULL, NULL, 0 }
};

const struct err *
cmd_correct(struct cli *cli)
{
	struct workspace ws;
	struct dataset dataset = { 0 };
	const struct record *record;
	const struct correction_leave leave = { cli_has(cli, "anyway"),
		cli_has(cli, "consent-given") };
	struct revision revision;
	const struct err *err;
	const char *reason = cli_value(cli, "reason");

	if (reason == NULL || reason[0] == '\0')
		return err_new(ERR_USAGE, "--reason TEXT is missing: why is "
		    "the answer corrected?");
	if ((err = session_open_author(&ws, cli)) != NULL)
		return err;
	err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = dataset_response(&dataset, cli_operand(cli, 0), &record);
	if (err == NULL)
		err = correction_make(&revision, dataset.arena, record, cli,
		    leave);
	if (err == NULL) {
		author_sign_in(&ws, &revision);
		revision.reason = reason;
		err = author_write(&ws, &revision, 1, "1 correction");
	}
	if (err == NULL)
		words_print(stdout, ws.language, W_CORRECTED,
		    record->merged.id, NUMBER(revision.set.count +
		    revision.unset_count), (char *)NULL);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
