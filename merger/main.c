/* merger: what the coordinator runs. */
#include "kit/base/crypto.h"
#include "kit/base/platform.h"
#include "kit/exchange/depot.h"
#include "kit/exchange/wire.h"
#include "merger/commands/commands.h"
#include "merger/words.h"
#include "merger/workspace/workspace.h"

static const struct cli_command commands[] = {
	{ "init", "", "begin a study, or open it with keys that you have",
	    init_options, 0, 0, cmd_init,
	    "Begin:  merger init -w FOLDER --hub HUB --form FORM.xlsx --title "
	    "TITLE\nAnew:   merger init -w FOLDER --hub HUB --keys KEYRING" },
	{ "invite", "NAME", "write the file with which a laptop joins",
	    invite_options, 1, 1, cmd_invite,
	    "Whoever holds the file may ask to be admitted, once: hand it over "
	    "in person.\nWhat a laptop sends before it is admitted waits." },
	{ "devices", "", "the laptops: admitted, and asking to be",
	    devices_options, 0, 0, cmd_devices, NULL },
	{ "devices admit", "[DEVICE ...]", "admit those who ask (all, or some)",
	    NULL, 0, 1000, cmd_devices_admit, NULL },
	{ "devices revoke", "DEVICE", "a laptop's word counts no longer",
	    revoke_options, 1, 1, cmd_devices_revoke,
	    "DEVICE is the beginning of its id. What is named with --stands, "
	    "and what leads\nthere, still counts; everything else of the laptop "
	    "waits until it is named in\nanother devices revoke. --stands may "
	    "be given once for each chain." },
	{ "devices lost", "DEVICE", "a laptop is gone: revoke it, free its "
	    "cases", revoke_options, 1, 1, cmd_devices_lost,
	    "Prints whose data may be on it, for those whom you have to tell. "
	    "What arrives\nof it later, on a stick perhaps, waits: devices "
	    "revoke --stands lists it." },
	{ "devices restore", "DEVICE", "take a revoked or lost laptop back",
	    NULL, 1, 1, cmd_devices_restore, NULL },
	{ "devices unlock", "DEVICE OUT",
	    "help a laptop whose passphrase was forgotten",
	    devices_unlock_options, 2, 2, cmd_devices_unlock,
	    "OUT opens the laptop's store, or its backup, under a code that is "
	    "printed:\nsend OUT, and tell the code on the telephone. On the "
	    "laptop: collector unlock\nOUT, or collector restore OUT." },
	{ "drafts", "[DEVICE]", "interviews that lie unfinished on laptops",
	    NULL, 0, 1, cmd_drafts,
	    "What a laptop sent along at its last sync. A draft has no say in "
	    "the dataset." },
	{ "drafts recover", "DEVICE FILE.drafts",
	    "bring the drafts of a lost laptop to another",
	    drafts_recover_options, 2, 2, cmd_drafts_recover,
	    "FILE opens on the laptop named with --to alone. There:\n"
	    "collector import FILE.drafts" },
	{ "policy", "[NAME VALUE]", "what the study asks of its laptops", NULL,
	    0, 2, cmd_policy, NULL },
	{ "phase", "[WORD]", "training, pilot, field: where the study is",
	    phase_options, 0, 1, cmd_phase,
	    "Before the field a copy of the keyring is opened with its "
	    "passphrase, and with\nit what a laptop would send: a copy that "
	    "nobody has tried is no copy." },
	{ "coordinators", "", "who coordinates, and what each can read", NULL,
	    0, 0, cmd_coordinators, NULL },
	{ "coordinators request", "INVITATION FILE",
	    "ask to coordinate: your keys, and a request",
	    coordinators_request_options, 2, 2, cmd_coordinators_request,
	    "Makes a workspace of your own and writes the request into FILE; "
	    "whoever\ninvited you adds you with it." },
	{ "coordinators add", "FILE", "let somebody coordinate too",
	    coordinators_add_options, 1, 1, cmd_coordinators_add,
	    "FILE is what merger coordinators request wrote. The root key "
	    "comes out of its\ndrawer for this, and goes back. What laptops "
	    "sealed until now is handed over." },
	{ "coordinators remove", "ID", "somebody coordinates no more",
	    coordinators_remove_options, 1, 1, cmd_coordinators_remove,
	    "What they did until now stands (or what --stands names). What "
	    "they could read\nuntil now they still can." },
	{ "keys export", "FILE", "a numbered copy of the keyring, for another "
	    "place", keys_copy_options, 1, 1, cmd_keys_export,
	    "It has a passphrase of its own (RECOLTE_COPY_PASSPHRASE, "
	    "--copy-passphrase-file,\nor typed). Without a copy, a lost "
	    "computer is a lost study." },
	{ "keys check", "FILE", "would this copy help? open it and see",
	    keys_copy_options, 1, 1, cmd_keys_check, NULL },
	{ "keys import", "FILE", "make a workspace from a copy of the keyring",
	    keys_import_options, 1, 1, cmd_keys_import, NULL },
	{ "keys list", "", "the copies that were given out", NULL, 0, 0,
	    cmd_keys_list, NULL },
	{ "form publish", "FILE", "a corrected questionnaire, or a further "
	    "one", form_publish_options, 1, 1, cmd_form_publish,
	    "FILE is .xlsx, .md, .xml or .json, its files beside it. Prints "
	    "what changed against\nthe version in the field, and what becomes "
	    "of the answers. Responses keep the\nversion that they were "
	    "collected with; laptops take the new one at their next\nsync. "
	    "An older version can be published again." },
	{ "form list", "", "forms and versions, and how many responses each "
	    "has", form_list_options, 0, 0, cmd_form_list, NULL },
	{ "cases import", "FILE.csv", "take the sample frame from a table",
	    cases_options, 1, 1, cmd_cases_import,
	    "One row a case. A table that is imported again changes what "
	    "changed; a case\nor a column that it leaves out stays." },
	{ "cases list", "[CASE]", "how cases stand, and who tried to reach "
	    "people", cases_list_options, 0, 1, cmd_cases_list,
	    "CASE, a key or the beginning of an id, shows every attempt." },
	{ "cases status", "CASE ... WORD", "decide how cases stand",
	    cases_decide_options, 2, 10000, cmd_cases_status,
	    "WORD is refused, do-not-contact, answered-online, or open again. "
	    "The laptops\nlearn it at their next sync." },
	{ "cases assign", "CASE ... DEVICE", "give cases to a laptop",
	    cases_decide_options, 2, 10000, cmd_cases_assign,
	    "DEVICE is the beginning of its id, or \"nobody\". The others see "
	    "who has them." },
	{ "pull", "", "fetch, verify, merge, and give receipts",
	    pull_options, 0, 0, cmd_pull,
	    "What was written here goes out too. It can be said at any time, "
	    "and again\nafter any failure: nothing is lost or taken twice. The "
	    "exit status is 1\nwhen something asks for attention. A stick is "
	    "taken besides the hub, and the\nlaptops' bundle is written when "
	    "all is merged." },
	{ "status", "", "what has arrived, and what waits",
	    status_options, 0, 0, cmd_status, NULL },
	{ "correct", "RESPONSE FIELD=VALUE ...",
	    "correct answers, with a reason", correct_options, 2, 1000,
	    cmd_correct,
	    "RESPONSE is the beginning of its id. FIELD is the name of a "
	    "question; inside a\nrepeat NAME[INSTANCE]/FIELD, as the export "
	    "names the instances. An empty VALUE\ntakes the answer away. To "
	    "settle a conflict, name the value that shall count,\neven if it "
	    "counts for now." },
	{ "conflicts", "", "answers that were written twice, differently",
	    conflicts_options, 0, 0, cmd_conflicts,
	    "The value with the star counts until merger correct settles it. "
	    "The exit status\nis 1 when there is one." },
	{ "duplicates", "", "interviews that may be of one person", NULL, 0, 0,
	    cmd_duplicates,
	    "The same case, or the same e-mail address with an agreeing name. "
	    "Nothing is\njoined. The exit status is 1 when there is a pair." },
	{ "export csv", "FOLDER", "write the dataset as CSV files",
	    export_options, 1, 1, cmd_export_csv,
	    "One row a response, one file a repeat. Answers that name people "
	    "stay out,\nand so does every response without agreement to take "
	    "part." },
	{ "erase", "[PERSON]", "forget a person for ever", erase_options, 0, 1,
	    cmd_erase,
	    "PERSON is the key of a case, or the beginning of the id of a case "
	    "or a response.\nThe case, its responses, what corrects them and "
	    "what joins them go together.\nNobody can take it back. Laptops "
	    "and other coordinators follow at their next sync\nor pull, and "
	    "say so; what remains readable until then is listed, also when "
	    "nobody\nis named." },
	{ "close", "", "end the study, and destroy the collection key",
	    close_options, 0, 0, cmd_close,
	    "What was merged stays readable in this folder alone. Each "
	    "coordinator closes for\nherself or himself. Nobody can take it "
	    "back." },
	{ NULL, NULL, NULL, NULL, 0, 0, NULL, NULL }
};

static const char *const languages[] = { "fr", "en", NULL };

static const struct cli_program program = {
	.languages = languages,
	.name = "merger", .version = RECOLTE_VERSION,
	.summary = "brings the interviews of a study together",
	.options = workspace_options, .commands = commands, .say = words_say
};

int
main(int argc, char **argv)
{
	const struct err *err;
	int status;

	if (wire_main(argc, argv, &status))
		return status;
	err = err_first(crypto_start(), depot_start());
	if (err != NULL) {
		fprintf(stderr, "merger: %s\n", err->msg);
		return err_exit_status(err);
	}
	status = cli_main(&program, argc, argv);
	depot_stop();
	return status;
}
