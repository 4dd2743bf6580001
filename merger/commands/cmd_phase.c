/* merger phase: from training to pilot to the field. */
#include <stdio.h>
#include <string.h>

#include "kit/record/phase_name.h"
#include "merger/cases/dispatch.h"
#include "merger/commands/commands.h"
#include "merger/commands/device.h"
#include "merger/commands/phase.h"
#include "merger/commands/session.h"
#include "merger/dataset/practised.h"
#include "merger/study/mainline.h"
#include "merger/study/roster.h"
#include "merger/workspace/drill.h"

const struct cli_option phase_options[] = {
	{ "copy", "FILE", "the copy of the keyring to be tried (merger keys "
	    "export)", 0 },
	{ "copy-passphrase-file", "FILE",
	    "take the copy's passphrase from the first line of FILE", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const char *const phases[] = { "training", "pilot", "field", "closed" };
enum { PHASES = 4, FIELD = 2, CLOSED = 3 };

static size_t
place_of(const char *phase)
{
	size_t i = 0;

	while (i < PHASES && strcmp(phases[i], phase) != 0)
		i++;
	return i;
}

/* What was collected belongs to the phase of its time: there is no way back. */
static const struct err *
check_step(const char *now, const char *wanted)
{
	size_t to = place_of(wanted);

	if (to == PHASES)
		return err_new(ERR_USAGE, "phase \"%s\": training, pilot or "
		    "field", wanted);
	if (to == CLOSED)
		return err_new(ERR_USAGE, "merger close closes a study");
	if (to == place_of(now))
		return err_new(ERR_USAGE, "the study is in the %s already",
		    phase_in_failure(now));
	if (to < place_of(now))
		return err_new(ERR_USAGE, "the study is in the %s: phases "
		    "only go forward", phase_in_failure(now));
	return NULL;
}

/* Nobody goes to the field whose keys might be lost with one computer. */
static const struct err *
drill(struct workspace *ws, const struct cli *cli)
{
	const char *copy = cli_value(cli, "copy");
	const char *policy = manifest_policy(ws->manifest, "passphrase");

	if (copy != NULL)
		return drill_copy(ws, cli, copy);
	if (policy != NULL && !strcmp(policy, "optional"))
		return NULL;		/* a study for trying out */
	return err_new(ERR_USAGE, "before the field, try a copy of the "
	    "keyring: merger keys export FILE, then merger phase field "
	    "--copy FILE");
}

static const struct err *
change(struct workspace *ws, const char *phase)
{
	struct manifest_draft *draft = manifest_draft_of(ws->manifest);
	char subject[64];
	const struct err *err;

	manifest_draft_set_phase(draft, phase);
	snprintf(subject, sizeof subject, "phase %s", phase);
	err = mainline_commit(ws, draft, NULL, 0, subject);
	manifest_draft_free(draft);
	return err;
}

/* Whom to invite again. */
static const struct err *
list_practised(struct workspace *ws)
{
	struct practised practised;
	struct json *roster;
	const struct err *err = practised_load(&practised, ws, NULL);

	if (err == NULL)
		err = roster_read(ws, &roster);
	for (size_t i = 0; err == NULL && i < practised.count; i++)
		device_print(stdout, ws, practised.items[i].device,
		    W_DEVICE_PRACTISED,
		    roster_name(roster, practised.items[i].device));
	if (err == NULL)
		json_free(roster);
	practised_free(&practised);
	return err;
}

const struct err *
cmd_phase(struct cli *cli)
{
	const char *phase = cli_operand(cli, 0);
	struct workspace ws;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	if (phase == NULL) {
		puts(manifest_phase(ws.manifest));
		phase_remind(&ws);
		workspace_close(&ws);
		return NULL;
	}
	err = check_step(manifest_phase(ws.manifest), phase);
	if (err == NULL && place_of(phase) == FIELD)
		err = drill(&ws, cli);
	if (err == NULL)
		err = change(&ws, phase);
	if (err == NULL) {
		words_print(stdout, ws.language, W_PHASE_CHANGED,
		    phase_name_typed(phase, words_code(ws.language)),
		    (char *)NULL);
		err = list_practised(&ws);
	}
	if (err == NULL)
		err = err_in(dispatch_publish(&ws), "changed here, and merger "
		    "pull will bring it to the hub");
	workspace_close(&ws);
	return err;
}
