/*
 * collector - the program on an interviewer's laptop.
 */
#include "collector/background.h"
#include "collector/commands.h"
#include "collector/words.h"
#include "kit/exchange/wire.h"

static const struct cli_command commands[] = {
	{ .name = "page", .operands = "",
	    .summary = "everything as pages in the browser; also without a "
		"command",
	    .options = cmd_page_options, .run = cmd_page,
	    .details =
	"The pages are for this computer alone: nobody else on the network can\n"
	"see them. Every answer is kept as it is given; closing the window\n"
	"loses nothing.\n" },
	{ .name = "join", .operands = "INVITATION",
	    .summary = "take part in a study with the file you were given",
	    .options = cmd_join_options,
	    .operands_min = 1, .operands_max = 1, .run = cmd_join,
	    .details =
	"Makes this laptop's keys and its store, and asks the coordinator to\n"
	"be admitted. Interviews can begin at once. A passphrase protects the\n"
	"store; without --passphrase-file or RECOLTE_PASSPHRASE you are asked\n"
	"for it.\n" },
	{ .name = "ask", .operands = "[RESPONSE]",
	    .summary = "an interview, one question after the other",
	    .options = cmd_ask_options,
	    .operands_min = 0, .operands_max = 1, .run = cmd_ask,
	    .details =
	"Begins a new response, or goes on with the draft RESPONSE. Every\n"
	"answer is kept on the disk before the next question comes. Answers\n"
	"may also come from a pipe, one a line; at its end the draft is kept.\n"
	},
	{ .name = "attach", .operands = "RESPONSE QUESTION FILE",
	    .summary = "a photo or a recording as the answer to a question",
	    .options = cmd_attach_options,
	    .operands_min = 3, .operands_max = 3, .run = cmd_attach,
	    .details =
	"A copy of the file is kept, encrypted; it travels with the response.\n"
	"QUESTION is the name of a question for an image, audio, video or file,\n"
	"or its path as \"show\" prints it. At most 48 MiB a file.\n" },
	{ .name = "import", .operands = "FILE",
	    .summary = "take in responses from a .ndjson or .csv file, or drafts",
	    .options = cmd_import_options,
	    .operands_min = 1, .operands_max = 1, .run = cmd_import,
	    .details =
	"Each line is a response: all of it is taken, or none. A line that is\n"
	"there already (by its key \".source\", or by its text) is passed\n"
	"over, so that a file can be imported again. \".case\" names the\n"
	"case.\n"
	"A .drafts file brings what a lost laptop left unfinished; \"ask\" goes\n"
	"on with it.\n"
	"The exit status is 1 when a line was refused.\n" },
	{ .name = "correct", .operands = "RESPONSE FIELD=VALUE...",
	    .summary = "change answers of a closed response",
	    .options = cmd_correct_options,
	    .operands_min = 2, .operands_max = 200, .run = cmd_correct,
	    .details =
	"FIELD is the name of a question, or its path as \"show\" prints it;\n"
	"an empty VALUE takes the answer away. What was there stays in the\n"
	"history.\n" },
	{ .name = "case list", .operands = "",
	    .summary = "the cases: how they stand, attempts, call-backs",
	    .options = cmd_case_list_options, .run = cmd_case_list },
	{ .name = "case show", .operands = "CASE",
	    .summary = "who it is, and every attempt",
	    .operands_min = 1, .operands_max = 1, .run = cmd_case_show },
	{ .name = "case attempt", .operands = "CASE",
	    .summary = "log an attempt to reach somebody",
	    .options = cmd_case_attempt_options,
	    .operands_min = 1, .operands_max = 1, .run = cmd_case_attempt,
	    .details =
	"CODE is a disposition code of AAPOR (case outcomes lists them). It\n"
	"travels with the next sync, and colleagues see it after theirs.\n" },
	{ .name = "case add", .operands = "[FIELD=VALUE...]",
	    .summary = "somebody who was met and is not in the sample",
	    .options = cmd_case_add_options,
	    .operands_max = 200, .run = cmd_case_add },
	{ .name = "case outcomes", .operands = "",
	    .summary = "the codes for what came of an attempt",
	    .run = cmd_case_outcomes },
	{ .name = "list", .operands = "",
	    .summary = "the responses on this laptop, and where they are",
	    .options = cmd_list_options, .run = cmd_list },
	{ .name = "show", .operands = "[RESPONSE]",
	    .summary = "the answers of a response, or what a change set says",
	    .options = cmd_show_options,
	    .operands_min = 0, .operands_max = 1, .run = cmd_show },
	{ .name = "sync", .operands = "",
	    .summary = "deliver what is closed, fetch what is new",
	    .options = cmd_sync_options, .run = cmd_sync,
	    .details =
	"Nothing is lost when it fails: the next sync goes on from there.\n"
	"Without a hub: sync --stick FOLDER takes what a coordinator wrote to\n"
	"the stick and writes what has no receipt yet, as git bundle files.\n" },
	{ .name = "status", .operands = "",
	    .summary = "the study, this device, what is delivered",
	    .run = cmd_status },
	{ .name = "backup", .operands = "FILE",
	    .summary = "keep a copy of all that is here in a file",
	    .options = cmd_backup_options,
	    .operands_min = 1, .operands_max = 1, .run = cmd_backup,
	    .details =
	"Also while an interview goes on. Only the coordinators can open FILE:\n"
	"to restore it, send it to them, or its name if they have it.\n" },
	{ .name = "restore", .operands = "FILE",
	    .summary = "go on from a backup, here or on another laptop",
	    .options = cmd_restore_options,
	    .operands_min = 1, .operands_max = 1, .run = cmd_restore,
	    .details =
	"FILE comes from the coordinator (merger devices unlock --backup), who\n"
	"tells you its code on the telephone. Then choose a passphrase. What\n"
	"was delivered since the backup is with the coordinator already.\n" },
	{ .name = "doctor", .operands = "",
	    .summary = "is all well here? mends what can be mended",
	    .options = cmd_doctor_options,
	    .run = cmd_doctor,
	    .details =
	"Looks at the store, at every answer in it, at what was packed, at the\n"
	"repository (made again from the store when it is broken), the disk,\n"
	"the clock, the folder, the hub. The exit status is 1 when something\n"
	"is wrong.\n" },
	{ .name = "passphrase", .operands = "",
	    .summary = "choose another passphrase for this laptop",
	    .options = cmd_passphrase_options, .run = cmd_passphrase,
	    .details =
	"The old one is asked for first. Nothing else changes, and nothing is\n"
	"encrypted again: both passphrases open the same store key.\n" },
	{ .name = "unlock", .operands = "FILE",
	    .summary = "the passphrase was forgotten: open with a coordinator's "
		"help",
	    .options = cmd_unlock_options,
	    .operands_min = 1, .operands_max = 1, .run = cmd_unlock,
	    .details =
	"FILE comes from the coordinator (merger devices unlock), who tells\n"
	"you its code on the telephone. Then choose a new passphrase.\n" },
	{ .name = NULL }
};

static const struct cli_option everywhere[] = {
	{ "store", "DIR", "where this laptop keeps its study", 's' },
	{ "passphrase-file", "FILE", "the passphrase of the store "
	    "(or RECOLTE_PASSPHRASE)", 0 },
	{ "language", "LANGUAGE", "fr or en", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const char *const languages[] = { "fr", "en", NULL };

static const struct cli_program program = {
	.languages = languages,
	.name = "collector", .version = RECOLTE_VERSION,
	.summary = "survey interviews, kept on this laptop and sent on",
	.options = everywhere, .commands = commands, .alone = "page",
	.say = word_answer
};

int
main(int argc, char **argv)
{
	int status;

	if (wire_main(argc, argv, &status) ||
	    background_main(argc, argv, &status))
		return status;
	return cli_main(&program, argc, argv);
}
