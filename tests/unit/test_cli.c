#include "kit/base/cli.h"

#include "check.h"

static const char *seen_store, *seen_name, *seen_operand;
static bool seen_fast;
static size_t seen_operands;

static const struct err *
look(struct cli *cli)
{
	uint64_t n;
	const struct err *err = cli_number(cli, "count", 7, 100, &n);

	if (err != NULL)
		return err;
	seen_store = cli_value(cli, "store");
	seen_name = cli_value_at(cli, "name", 1);
	seen_fast = cli_has(cli, "fast");
	seen_operands = cli_operand_count(cli);
	seen_operand = cli_operand(cli, 0);
	if (n == 9)
		cli_attention(cli);
	return n == 8 ? err_new(ERR_FULL, "full") : NULL;
}

static const struct cli_option all[] = {
	{ "store", "DIR", "where", 's' }, { NULL, NULL, NULL, 0 } };
static const struct cli_option own[] = {
	{ "name", "TEXT", "who", 0 }, { "fast", NULL, "at once", 'f' },
	{ "count", "N", "how many", 'n' }, { NULL, NULL, NULL, 0 } };
static const struct cli_command commands[] = {
	{ "look", "[FILE ...]", "look at it", own, 0, 2, look, NULL },
	{ "look twice", "", "look again", own, 0, 0, look, NULL },
	{ "hear", "", "hear it", NULL, 0, 0, look, NULL },
	{ NULL, NULL, NULL, NULL, 0, 0, NULL, NULL } };
static const struct cli_program program =
    { "prog", "a program", "1", all, commands, NULL, NULL, NULL };
static const struct cli_program willing =
    { "prog", "a program", "1", all, commands, NULL, "look", NULL };

/* Words are separated by spaces. */
static int
run_program(const struct cli_program *which, const char *line)
{
	static char text[200];
	char *argv[20];
	int argc = 0;

	snprintf(text, sizeof text, "%s", line);
	for (char *w = strtok(text, " "); w != NULL; w = strtok(NULL, " "))
		argv[argc++] = w;
	argv[argc] = NULL;
	seen_operands = 99;
	return cli_main(which, argc, argv);
}

static int
run(const char *line)
{
	return run_program(&program, line);
}

int
main(void)
{
	CHECK_INT(run("prog"), 2);
	CHECK_INT(run_program(&willing, "prog"), 0);
	CHECK_INT(seen_operands, 0);
	CHECK_INT(run_program(&willing, "prog --store here"), 0);
	CHECK_INT(run_program(&willing, "prog --fast"), 0);
	CHECK_INT(run_program(&willing, "prog --fast hear"), 2);
	CHECK_INT(run_program(&willing, "prog lok"), 2);
	CHECK_INT(run("prog look a b"), 0);
	CHECK_INT(seen_operands, 2);
	CHECK_STR(seen_operand, "a");
	CHECK_INT(run("prog --store x look -f --name p --name=q a"), 0);
	CHECK_STR(seen_store, "x");
	CHECK_STR(seen_name, "q");
	CHECK(seen_fast);
	CHECK_INT(run("prog look -s y -- --fast"), 0);
	CHECK_STR(seen_store, "y");
	CHECK_STR(seen_operand, "--fast");
	CHECK(!seen_fast);
	CHECK_INT(run("prog look twice"), 0);
	CHECK_INT(seen_operands, 0);
	CHECK_INT(run("prog look -n 9"), 1);
	CHECK_INT(run("prog look -n 8"), 5);
	CHECK_INT(run("prog look -n 101"), 2);
	CHECK_INT(run("prog look -n x"), 2);
	CHECK_INT(run("prog look a b c"), 2);
	CHECK_INT(run("prog look --fas"), 2);
	CHECK_INT(run("prog look --fast=1"), 2);
	CHECK_INT(run("prog look --name"), 2);
	CHECK_INT(run("prog loook"), 2);
	CHECK_INT(run("prog --fast look"), 2);	/* the command's, too early */
	CHECK_INT(run("prog"), 2);
	seen_operands = 99;
	CHECK_INT(run("prog look --help"), 0);
	CHECK_INT(seen_operands, 99);		/* help alone runs nothing */
	CHECK_INT(run("prog --help"), 0);
	CHECK_INT(run("prog --version"), 0);
	return CHECK_DONE();
}
