/*
 * formspec eval: what an expression gives, on a new response or on answers.
 */
#include <stdio.h>

#include "formspec/answers.h"
#include "formspec/commands.h"
#include "formspec/failure.h"
#include "formspec/form.h"
#include "kit/base/file.h"

enum { EVAL_ANSWERS_BYTES_MAX = 16 << 20 };

const struct cli_option cmd_eval_options[] = {
	{ "answers", "FILE", "a response as `formspec fake` writes it", 'a' },
	{ "at", "PATH", "seen from there, \"team[0a1b...]/name\" (the top)",
	    0 },
	{ NULL, NULL, NULL, 0 }
};

struct source {
	const char *path, *language;
};

static void
say_unknown(void *data, const char *name)
{
	const struct source *source = data;
	struct buf said = BUF_INIT;

	failure_say(&said, err_new(ERR_NOT_FOUND, "%s: the form has no \"%s\"",
	    source->path, name)->msg, source->language);
	fprintf(stderr, "%s\n", buf_str(&said));
	buf_free(&said);
}

static const struct err *
load_answers(struct instance *instance, struct cli *cli)
{
	const char *path = cli_value(cli, "answers");
	struct source source = { path, command_language(cli) };
	struct buf line = BUF_INIT;
	const struct err *err;

	if (path == NULL)
		return NULL;
	err = file_read(&line, path, EVAL_ANSWERS_BYTES_MAX);
	if (err == NULL)
		err = answers_read_json(instance, buf_slice(&line),
		    say_unknown, &source);
	buf_free(&line);
	return err ? err_in(err, "%s", path) : NULL;
}

/* Of nodes, each on its line; of anything else its text. */
static void
print_value(const struct xpath_value *value)
{
	struct arena *arena = arena_new();
	struct buf text = BUF_INIT;

	if (value->type == XPATH_NODES) {
		for (size_t i = 0; i < value->node_count; i++) {
			node_string(&text, value->nodes[i]);
			buf_add_byte(&text, '\n');
		}
	} else {
		buf_add(&text, xpath_to_string(arena, value));
		buf_add_byte(&text, '\n');
	}
	fwrite(text.data, 1, text.len, stdout);
	buf_free(&text);
	arena_free(arena);
}

static const struct err *
evaluate(struct cli *cli, const struct form *form)
{
	const char *path = cli_value(cli, "at");
	struct instance *instance = NULL;
	struct xpath_value value;
	const struct answer *answer;
	const struct err *err;

	err = instance_new(&instance, form, NULL);
	if (err == NULL)
		err = load_answers(instance, cli);
	if (err != NULL)
		goto done;
	answer = instance_find(instance, path ? path : "");
	if (answer == NULL) {
		err = err_new(ERR_NOT_FOUND, "--at %s: no such answer", path);
		goto done;
	}
	err = instance_evaluate(instance, answer, cli_operand(cli, 1), &value);
	if (err == NULL)
		print_value(&value);
done:
	instance_free(instance);
	return err;
}

const struct err *
cmd_eval(struct cli *cli)
{
	struct form *form = NULL;
	const struct err *err;

	err = command_read_form(&form, cli, cli_operand(cli, 0), false);
	if (err == NULL)
		err = evaluate(cli, form);
	form_free(form);
	return err;
}
