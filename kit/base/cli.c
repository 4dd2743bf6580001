#include "kit/base/cli.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/buf.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

struct given {
	const struct cli_option *option;
	const char *value;
};

struct cli {
	const struct cli_program *program;
	const struct cli_command *command;
	struct given *given;
	size_t given_count;
	const char **operands;
	size_t operand_count;
	bool help, attention;
};

static const struct cli_option help_option =
    { "help", NULL, "this help", 'h' };

/* The i-th option that a command understands: its own, the program's, help. */
static const struct cli_option *
option_at(const struct cli *cli, size_t i)
{
	const struct cli_option *tables[2] = {
		cli->command ? cli->command->options : NULL,
		cli->program->options };

	for (size_t t = 0; t < 2; t++)
		for (const struct cli_option *o = tables[t];
		    o != NULL && o->name != NULL; o++)
			if (i-- == 0)
				return o;
	return i == 0 ? &help_option : NULL;
}

static const struct cli_option *
option_of_all(const struct cli_program *program, const char *name)
{
	const struct cli_option *o = program->options;

	while (o != NULL && o->name != NULL && strcmp(o->name, name) != 0)
		o++;
	return o != NULL && o->name != NULL ? o : NULL;
}

static const struct cli_option *
find_option(const struct cli *cli, struct slice name, char letter)
{
	const struct cli_option *o;

	for (size_t i = 0; (o = option_at(cli, i)) != NULL; i++)
		if (letter ? o->letter == letter :
		    slice_equal_str(name, o->name))
			return o;
	return NULL;
}

static const struct err *
unknown_option(const struct cli *cli, const char *word)
{
	const char *names[64], *nearest;
	const struct cli_option *o;
	size_t n = 0;

	while (n < 64 && (o = option_at(cli, n)) != NULL)
		names[n++] = o->name;
	nearest = text_nearest(word + strspn(word, "-"), names, n);
	if (nearest != NULL)
		return err_new(ERR_USAGE, "unknown option %s (did you mean "
		    "--%s?)", word, nearest);
	return err_new(ERR_USAGE, "unknown option %s (see --help)", word);
}

static const struct err *
read_option(struct cli *cli, int argc, char **argv, int *i)
{
	const char *word = argv[*i], *equals = strchr(word, '=');
	bool is_long = word[1] == '-';
	const char *name = word + 2;
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const struct cli_option *o;
	const char *value = is_long && equals ? equals + 1 : NULL;

	o = is_long ? find_option(cli, slice_of(name, len), 0) :
	    find_option(cli, SLICE_EMPTY, word[1]);
	if (o == NULL || (!is_long && word[2] != '\0'))
		return unknown_option(cli, word);
	if (o == &help_option) {
		cli->help = true;
		return NULL;
	}
	if (o->value == NULL && value != NULL)
		return err_new(ERR_USAGE, "--%s takes no value", o->name);
	if (o->value != NULL && value == NULL) {
		if (*i + 1 >= argc)
			return err_new(ERR_USAGE, "--%s needs a value: %s",
			    o->name, o->value);
		value = argv[++*i];
	}
	cli->given[cli->given_count++] = (struct given){ o, value };
	return NULL;
}

/* How many of the words at hand a command's name takes; 0: not this one. */
static int
name_matches(const char *name, int count, char **words)
{
	const char *space = strchr(name, ' ');
	size_t len = space ? (size_t)(space - name) : strlen(name);

	if (count < 1 || strlen(words[0]) != len || memcmp(words[0], name, len))
		return 0;
	if (space == NULL)
		return 1;
	return count > 1 && !strcmp(words[1], space + 1) ? 2 : 0;
}

/* The commands of two words that begin with this one. */
static const struct err *
name_family(const struct cli_program *program, const char *word)
{
	const struct err *err = NULL;
	struct buf names = BUF_INIT;
	size_t len = strlen(word);

	for (const struct cli_command *c = program->commands; c->name; c++)
		if (!strncmp(c->name, word, len) && c->name[len] == ' ')
			buf_addf(&names, "%s%s", names.len ? ", " : "",
			    c->name);
	if (names.len > 0)
		err = err_new(ERR_USAGE, "%s: which of these? %s", word,
		    buf_str(&names));
	buf_free(&names);
	return err;
}

static const struct err *
find_command(struct cli *cli, int count, char **words, int *taken)
{
	const struct err *err;
	const struct cli_command *c;
	const char *names[64], *nearest;
	size_t n = 0;

	*taken = 0;
	for (c = cli->program->commands; c->name != NULL; c++) {
		int w = name_matches(c->name, count, words);

		if (w > *taken) {
			cli->command = c;
			*taken = w;
		}
		if (n < 64)
			names[n++] = c->name;
	}
	if (cli->command != NULL)
		return NULL;
	if ((err = name_family(cli->program, words[0])) != NULL)
		return err;
	nearest = text_nearest(words[0], names, n);
	if (nearest != NULL)
		return err_new(ERR_USAGE, "unknown command \"%s\" (did you "
		    "mean \"%s\"?)", words[0], nearest);
	return err_new(ERR_USAGE, "unknown command \"%s\" (see --help)",
	    words[0]);
}

/* The command that runs when none is named: its options need no name either. */
static void
find_alone(struct cli *cli)
{
	for (const struct cli_command *c = cli->program->commands;
	    cli->program->alone != NULL && c->name != NULL; c++)
		if (!strcmp(c->name, cli->program->alone))
			cli->command = c;
}

/* It may have one of its own of the same name. */
static bool
has_option(const struct cli *cli, const struct cli_option *option)
{
	const struct cli_option *o;
	size_t i = 0;

	while ((o = option_at(cli, i++)) != NULL && o != option)
		;
	return o != NULL;
}

/* One was named after all: is what stood in front of it for every command? */
static const struct err *
check_given(const struct cli *cli)
{
	for (size_t i = 0; i < cli->given_count; i++)
		if (!has_option(cli, cli->given[i].option))
			return err_new(ERR_USAGE, "%s has no option --%s",
			    cli->command->name, cli->given[i].option->name);
	return NULL;
}

static const struct err *
read_line(struct cli *cli, int argc, char **argv)
{
	const struct cli_command *c;
	const struct err *err;
	bool only_operands = false;
	int at = 1, taken = 0;

	/* The program's own options may stand in front of the command. */
	find_alone(cli);
	for (; at < argc && argv[at][0] == '-' && argv[at][1] != '\0'; at++)
		if ((err = read_option(cli, argc, argv, &at)) != NULL)
			return err;
	if (cli->help)
		cli->command = NULL;
	if (cli->help || at == argc)
		return NULL;
	cli->command = NULL;
	err = find_command(cli, argc - at, argv + at, &taken);
	if (!err)
		err = check_given(cli);
	if (err != NULL)
		return err;
	c = cli->command;
	for (int i = at + taken; i < argc; i++) {
		if (only_operands || argv[i][0] != '-' || argv[i][1] == '\0')
			cli->operands[cli->operand_count++] = argv[i];
		else if (!strcmp(argv[i], "--"))
			only_operands = true;
		else if ((err = read_option(cli, argc, argv, &i)) != NULL)
			return err;
	}
	if (cli->help)
		return NULL;
	if (cli->operand_count < c->operands_min)
		return err_new(ERR_USAGE, "something is missing: %s %s %s",
		    cli->program->name, c->name, c->operands);
	if (cli->operand_count > c->operands_max)
		return err_new(ERR_USAGE, "what is \"%s\"? usage: %s %s %s",
		    cli->operands[c->operands_max], cli->program->name,
		    c->name, c->operands);
	return NULL;
}

enum { HELP_COLUMN = 26, HELP_WIDTH = 80 };

static void
drop_last(struct buf *out, uint8_t byte)
{
	while (out->len > 0 && out->data[out->len - 1] == byte)
		out->len--;
}

/* A line of help, or several, in the reader's language. */
static void
say_line(struct buf *out, const struct cli *cli, const char *text)
{
	cli_say(out, cli, text);
	drop_last(out, '\n');
	buf_add_byte(out, '\n');
}

/* The same of a line that is made up; it is used up. */
static void
say_made(struct buf *out, const struct cli *cli, struct buf *line)
{
	say_line(out, cli, buf_str(line));
	buf_free(line);
}

/* A name on the left, a text on the right, broken at words. */
static void
add_entry(struct buf *out, const struct cli *cli, const char *left,
    const char *help)
{
	size_t column = text_columns(slice_str(left)) + 2;
	struct buf said = BUF_INIT;
	const char *text;

	cli_say(&said, cli, help);
	text = buf_str(&said);
	buf_addf(out, "  %s", left);
	if (column >= HELP_COLUMN) {
		buf_add_byte(out, '\n');
		column = 0;
	}
	for (; column < HELP_COLUMN; column++)
		buf_add_byte(out, ' ');
	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		size_t width = text_columns(slice_of(text, len));

		if (column + width > HELP_WIDTH && column > HELP_COLUMN) {
			drop_last(out, ' ');
			buf_addf(out, "\n%*s", HELP_COLUMN, "");
			column = HELP_COLUMN;
		}
		buf_addf(out, "%.*s", (int)len, text);
		column += width;
		text += len;
		if (*text == ' ') {
			if (column + 1 < HELP_WIDTH)
				buf_add_byte(out, ' ');
			column++;
			text++;
		}
	}
	buf_add_byte(out, '\n');
	buf_free(&said);
}

/* A command's own, or the program's under a name that it has itself. */
static bool
is_shadowed(const struct cli *cli, const struct cli_option *option)
{
	const struct cli_option *o;

	for (size_t i = 0; (o = option_at(cli, i)) != option; i++)
		if (!strcmp(o->name, option->name))
			return true;
	return false;
}

static void
add_options(struct buf *out, const struct cli *cli)
{
	struct buf left = BUF_INIT;
	const struct cli_option *o;

	buf_add_byte(out, '\n');
	say_line(out, cli, "options:");
	for (size_t i = 0; (o = option_at(cli, i)) != NULL; i++) {
		if (is_shadowed(cli, o))
			continue;
		buf_reset(&left);
		if (o->letter)
			buf_addf(&left, "-%c, ", o->letter);
		buf_addf(&left, "--%s", o->name);
		if (o->value != NULL) {
			buf_add(&left, " ");
			cli_say(&left, cli, o->value);
		}
		add_entry(out, cli, buf_str(&left), o->help);
	}
	buf_free(&left);
}

/*
 * The line cannot be read: how the program is to speak may stand behind what is
 * wrong with it.
 */
static void
read_rest(struct cli *cli, int argc, char **argv)
{
	const struct cli_option *o;
	const char *word;
	size_t len;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		word = argv[i];
		len = strcspn(word, "=");
		if (word[0] != '-' || word[1] != '-' ||
		    (o = find_option(cli, slice_of(word + 2, len - 2), 0)) ==
		    NULL || o->value == NULL || cli_has(cli, o->name) ||
		    (word[len] == '\0' && ++i == argc))
			continue;
		cli->given[cli->given_count++] = (struct given){ o,
		    word[len] == '=' ? word + len + 1 : argv[i] };
	}
}

static void
add_command_help(struct buf *out, const struct cli *cli)
{
	const struct cli_command *c = cli->command;
	const char *name = cli->program->name;
	struct buf line = BUF_INIT, operands = BUF_INIT;

	/* Apart: where a command has two words, nobody could tell them. */
	cli_say(&operands, cli, c->operands);
	if (c->operands[0] != '\0')
		buf_addf(&line, "usage: %s %s %s [options]", name, c->name,
		    buf_str(&operands));
	else
		buf_addf(&line, "usage: %s %s [options]", name, c->name);
	buf_free(&operands);
	say_made(out, cli, &line);
	buf_add_byte(out, '\n');
	say_line(out, cli, c->summary);
	if (c->details != NULL) {
		buf_add_byte(out, '\n');
		say_line(out, cli, c->details);
	}
	add_options(out, cli);
}

static void
add_help(struct buf *out, const struct cli *cli)
{
	const struct cli_program *p = cli->program;
	const struct cli_command *c = cli->command;
	struct buf line = BUF_INIT;

	if (c != NULL) {
		add_command_help(out, cli);
		return;
	}
	buf_addf(&line, "%s %s: %s", p->name, p->version, p->summary);
	say_made(out, cli, &line);
	buf_add_byte(out, '\n');
	buf_addf(&line, "usage: %s COMMAND [options]", p->name);
	say_made(out, cli, &line);
	buf_add_byte(out, '\n');
	say_line(out, cli, "commands:");
	for (c = p->commands; c->name != NULL; c++)
		add_entry(out, cli, c->name, c->summary);
	add_options(out, cli);
	buf_add_byte(out, '\n');
	buf_addf(&line, "%s COMMAND --help tells more about a command.",
	    p->name);
	say_made(out, cli, &line);
	say_line(out, cli, "exit status: 0 done, 1 done but look at it, 2 usage, "
	    "3 unusable input,\n4 not trusted or not allowed, 5 the system or "
	    "the hub failed, 70 a mistake of ours");
}

static void
print_help(const struct cli *cli)
{
	struct buf text = BUF_INIT;

	add_help(&text, cli);
	platform_write_text(stdout, buf_slice(&text));
	buf_free(&text);
}

static const struct err *
flush_output(void)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		return err_errno("standard output");
	return NULL;
}

static void
print_failure(const struct cli *cli, const struct err *err)
{
	struct buf said = BUF_INIT;

	buf_addf(&said, "%s: ", cli->program->name);
	cli_say(&said, cli, err->msg);
	buf_add_byte(&said, '\n');
	platform_write_text(stderr, buf_slice(&said));
	buf_free(&said);
}

/* "fr" and "fr_FR", but not "frisian". */
static bool
is_language(const char *text, const char *code)
{
	size_t n = strlen(code);

	return !strncmp(text, code, n) && (text[n] == '\0' ||
	    strchr("-_.", text[n]) != NULL);
}

static const struct err *
check_language(const struct cli *cli)
{
	const char *const *known = cli->program->languages;
	const char *text = cli_value(cli, "language");
	struct buf all = BUF_INIT;
	const struct err *err;

	if (known == NULL || text == NULL || *known == NULL ||
	    find_option(cli, slice_str("language"), 0) !=
	    option_of_all(cli->program, "language"))
		return NULL;
	for (; *known != NULL; known++) {
		if (is_language(text, *known)) {
			buf_free(&all);
			return NULL;
		}
		buf_addf(&all, "%s%s", all.len > 0 ? ", " : "", *known);
	}
	err = err_new(ERR_USAGE, "--language %s: there is %s", text,
	    buf_str(&all));
	buf_free(&all);
	return err;
}

static int
run(struct cli *cli, int argc, char **argv)
{
	const struct err *err;

	if (argc == 2 && !strcmp(argv[1], "--version")) {
		printf("%s %s\n", cli->program->name, cli->program->version);
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "help"))
		cli->help = true;
	err = cli->help ? NULL : read_line(cli, argc, argv);
	if (err != NULL)
		read_rest(cli, argc, argv);
	if (err == NULL)
		err = check_language(cli);
	if (err == NULL && cli->command != NULL && !cli->help)
		err = cli->command->run(cli);
	else if (err == NULL)
		print_help(cli);
	err = err_first(err, flush_output());
	if (err != NULL) {
		print_failure(cli, err);
		return err_exit_status(err);
	}
	if (cli->command == NULL && !cli->help)
		return 2;		/* the help was not asked for */
	return cli->attention ? 1 : 0;
}

int
cli_main(const struct cli_program *program, int argc, char **argv)
{
	struct cli cli = { .program = program };
	int status;

	platform_start(&argc, &argv);
	cli.given = mem_alloc_n((size_t)argc + 1, sizeof *cli.given);
	cli.operands = mem_alloc_n((size_t)argc + 1, sizeof *cli.operands);
	status = run(&cli, argc, argv);
	mem_free(cli.given);
	mem_free(cli.operands);
	platform_stop();
	return status;
}

const char *
cli_value_at(const struct cli *cli, const char *option, size_t i)
{
	for (size_t g = 0; cli != NULL && g < cli->given_count; g++)
		if (!strcmp(cli->given[g].option->name, option) && i-- == 0)
			return cli->given[g].value ? cli->given[g].value : "";
	return NULL;
}

const char *
cli_value(const struct cli *cli, const char *option)
{
	return cli_value_at(cli, option, 0);
}

bool
cli_has(const struct cli *cli, const char *option)
{
	return cli_value(cli, option) != NULL;
}

const char *
cli_language(const struct cli *cli)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *language = cli_value(cli, "language");

	for (size_t i = 0; language == NULL && i < 3; i++) {
		language = platform_environment(names[i]);
		if (language != NULL && language[0] == '\0')
			language = NULL;
	}
	return language;
}

const struct err *
cli_number(const struct cli *cli, const char *option, uint64_t otherwise,
    uint64_t max, uint64_t *out)
{
	const char *text = cli_value(cli, option);

	*out = otherwise;
	if (text == NULL)
		return NULL;
	if (!text_parse_u64(slice_str(text), out) || *out > max)
		return err_new(ERR_USAGE, "--%s %s: not a whole number up to "
		    "%llu", option, text, (unsigned long long)max);
	return NULL;
}

void
cli_say(struct buf *out, const struct cli *cli, const char *text)
{
	if (cli != NULL && cli->program->say != NULL)
		cli->program->say(out, cli, text);
	else
		buf_add(out, text);
}

size_t
cli_operand_count(const struct cli *cli)
{
	return cli->operand_count;
}

const char *
cli_operand(const struct cli *cli, size_t i)
{
	return i < cli->operand_count ? cli->operands[i] : NULL;
}

void
cli_attention(struct cli *cli)
{
	cli->attention = true;
}
