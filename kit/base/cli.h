/*
 * cli.h - a command line made of subcommands, described by tables.
 *
 * A program is a table of commands; a command is a name, a line of help, a
 * table of options and a function. --help goes to standard output and fits 80
 * columns; bad usage is an error with exit status 2. What a command prints on
 * standard output is data; remarks and progress go to standard error.
 */
#ifndef RECOLTE_BASE_CLI_H
#define RECOLTE_BASE_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/base/err.h"

struct cli_option {
	const char *name;	/* without the dashes; NULL ends the table */
	const char *value;	/* what it takes, "FILE"; NULL: a switch */
	const char *help;
	char letter;		/* short form, or 0 */
};

struct buf;
struct cli;

struct cli_command {
	const char *name;	/* may be two words, "cases import" */
	const char *operands;	/* "FORM OUT.json", for the help */
	const char *summary;	/* one line */
	const struct cli_option *options;	/* or NULL */
	size_t operands_min, operands_max;
	const struct err *(*run)(struct cli *cli);
	const char *details;	/* more help, lines of at most 78, or NULL */
};

struct cli_program {
	const char *name, *summary, *version;
	const struct cli_option *options;	/* for every command */
	const struct cli_command *commands;	/* ends with a NULL name */
	/*
	 * Append a message, or a line or a word of the help, in the language
	 * of whoever reads; NULL: as it is.
	 */
	void (*say)(struct buf *out, const struct cli *cli, const char *text);
	/* The command that runs when none is named; NULL: the help is shown. */
	const char *alone;
	/*
	 * What --language of every command may begin with, "fr"; ends with
	 * NULL. A command's own option of that name takes anything.
	 */
	const char *const *languages;
};

/* Read the line, run the command, print the error; returns the exit status. */
int cli_main(const struct cli_program *program, int argc, char **argv);

/* Without a command line, cli is NULL: nothing was given. */
bool cli_has(const struct cli *cli, const char *option);
const char *cli_value(const struct cli *cli, const char *option);  /* or NULL */
/* Options may be given several times: the i-th value, or NULL. */
const char *cli_value_at(const struct cli *cli, const char *option, size_t i);
const struct err *cli_number(const struct cli *cli, const char *option,
    uint64_t otherwise, uint64_t max, uint64_t *out) MUST_CHECK;
/* The option --language, or what the environment says; NULL: nobody does. */
const char *cli_language(const struct cli *cli);
/* Append a message in the language of whoever reads, as the program has it. */
void cli_say(struct buf *out, const struct cli *cli, const char *text);
size_t cli_operand_count(const struct cli *cli);
const char *cli_operand(const struct cli *cli, size_t i);	/* or NULL */

/* Done, but something asks for attention: the exit status becomes 1. */
void cli_attention(struct cli *cli);

#endif
