/* cmd_correct.c - a new revision by the interviewer, with a reason. */
#include <stdio.h>
#include <string.h>

#include "collector/commands.h"
#include "collector/interview/interview.h"
#include "collector/interview/problems.h"
#include "collector/session.h"

const struct cli_option cmd_correct_options[] = {
	{ "reason", "TEXT", "why; asked for", 'r' },
	{ "anyway", NULL, "also when the form does not allow the answer", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
set_one(struct interview *iv, const char *operand)
{
	const struct err *err;
	const char *equals = strchr(operand, '=');
	struct answer *answer;
	char *name;

	if (equals == NULL || equals == operand)
		return err_new(ERR_USAGE, "\"%s\": write FIELD=VALUE", operand);
	name = arena_strndup(iv->arena, operand, (size_t)(equals - operand));
	if ((err = interview_question(&answer, iv, name)) != NULL)
		return err;
	return err_in(instance_set(iv->instance, answer, equals + 1), "%s",
	    name);
}

static const struct err *
check(const struct session *s, struct interview *iv)
{
	struct buf text = BUF_INIT;
	const struct err *err = NULL;

	if (problems_add(&text, s->language, iv->instance) > 0 &&
	    !cli_has(s->cli, "anyway"))
		err = err_new(ERR_FORMAT, "response %.8s: %s (--anyway to keep "
		    "it so)", iv->response.id, buf_str(&text));
	buf_free(&text);
	return err;
}

static const struct err *
correct(const struct session *s, struct interview *iv)
{
	const struct err *err;
	const char *reason = cli_value(s->cli, "reason");
	const struct response *r = &iv->response;

	err = interview_open(iv, s->store, cli_operand(s->cli, 0));
	if (err)
		return err;
	if (!r->has_tip || r->has_draft)
		return err_new(ERR_USAGE, "response %.8s: a draft; go on with "
		    "\"collector ask %.8s\"", r->id, r->id);
	for (size_t i = 1; i < cli_operand_count(s->cli); i++)
		if ((err = set_one(iv, cli_operand(s->cli, i))) != NULL)
			return err;
	if (r->state == STATE_FINAL && (err = check(s, iv)) != NULL)
		return err;
	if ((err = interview_close(iv, r->state, reason)) != NULL)
		return err;
	word_say(stdout, s->language, W_CORRECTED, r->id, reason, (char *)NULL);
	return NULL;
}

const struct err *
cmd_correct(struct cli *cli)
{
	struct session session;
	struct interview interview = { .store = NULL };
	const struct err *err;

	if (cli_value(cli, "reason") == NULL ||
	    cli_value(cli, "reason")[0] == '\0')
		return err_new(ERR_USAGE, "say why: --reason TEXT");
	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err) {
		err = correct(&session, &interview);
		interview_free(&interview);
	}
	session_close(&session);
	return err;
}
