/*
 * formspec - check, convert and try out questionnaires.
 */
#include <string.h>

#include "formspec/commands.h"
#include "formspec/failure.h"

static const struct cli_command commands[] = {
	{ .name = "check", .operands = "FORM",
	    .summary = "say what is wrong with a form",
	    .options = cmd_check_options,
	    .operands_min = 1, .operands_max = 1, .run = cmd_check,
	    .details =
	"FORM is an XLSForm workbook (.xlsx), the same as Markdown tables (.md)\n"
	"or a form written by formspec (.json). Files that the form names are\n"
	"looked for beside it.\n"
	"The exit status is 0 when there are at most warnings, 3 when there are\n"
	"errors." },
	{ .name = "convert", .operands = "FORM OUT",
	    .summary = "write a form as .json, .xlsx, .xml or .html",
	    .options = cmd_convert_options,
	    .operands_min = 2, .operands_max = 2, .run = cmd_convert,
	    .details =
	"OUT ends with .json (the form and its files in one canonical text),\n"
	"with .xlsx (an XLSForm workbook) or with .xml (an ODK XForm); the files\n"
	"beside these two are not written. With .html it is a questionnaire on\n"
	"paper, to be printed." },
	{ .name = "diff", .operands = "OLD NEW",
	    .summary = "what changed between two versions of a form",
	    .options = cmd_diff_options,
	    .operands_min = 2, .operands_max = 2, .run = cmd_diff,
	    .details =
	"A line a change, and what becomes of the answers collected with OLD:\n"
	"kept, kept but checked again, lost at export unless mapped, or no longer\n"
	"valid because choices are gone.\n"
	"The exit status is 0 when nothing changed, 1 when something did, 3 when\n"
	"one of the forms cannot be used." },
	{ .name = "eval", .operands = "FORM EXPRESSION",
	    .summary = "evaluate an expression on a response",
	    .options = cmd_eval_options,
	    .operands_min = 2, .operands_max = 2, .run = cmd_eval },
	{ .name = "fake", .operands = "FORM",
	    .summary = "print random valid answers to a form",
	    .options = cmd_fake_options,
	    .operands_min = 1, .operands_max = 1, .run = cmd_fake },
	{ .name = NULL }
};

static const struct cli_option everywhere[] = {
	{ "language", "LANGUAGE", "fr or en, for what is printed", 0 },
	{ NULL, NULL, NULL, 0 }
};

static void
say(struct buf *out, const struct cli *cli, const char *text)
{
	failure_say(out, text, command_language(cli));
}

static const char *const languages[] = { "fr", "en", NULL };

static const struct cli_program program = {
	.languages = languages,
	.name = "formspec", .version = RECOLTE_VERSION,
	.summary = "check, convert and try out questionnaires",
	.options = everywhere, .commands = commands, .say = say
};

const char *
command_language(const struct cli *cli)
{
	const char *language = cli_language(cli);

	return language != NULL && strncmp(language, "fr", 2) == 0 ?
	    "fr" : "en";
}

int
main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
