/* cmd_attach.c - a photo or a recording becomes the answer to a question. */
#include <stdio.h>

#include "collector/commands.h"
#include "collector/interview/attachment.h"
#include "collector/session.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"

const struct cli_option cmd_attach_options[] = {
	{ "reason", "TEXT", "why, when the response is closed", 'r' },
	{ NULL, NULL, NULL, 0 }
};

/* A draft stays one; a response that is closed gets a correction. */
static const struct err *
keep(const struct session *s, struct interview *iv)
{
	const struct err *err;
	const char *reason = cli_value(s->cli, "reason");
	const struct response *r = &iv->response;

	if (!r->has_tip || r->has_draft) {
		err = interview_save(iv, r->draft_at);
		return err ? err : attachment_drop_unused(iv);
	}
	if (reason == NULL || reason[0] == '\0')
		return err_new(ERR_USAGE, "response %.8s is closed: say why it "
		    "changes, --reason TEXT", r->id);
	return interview_close(iv, r->state, reason);
}

static const struct err *
attach(const struct session *s, struct interview *iv,
    struct platform_lock **lock)
{
	const struct err *err;
	const char *path = cli_operand(s->cli, 2);
	struct answer *question;

	err = interview_open(iv, s->store, cli_operand(s->cli, 0));
	if (!err)
		err = interview_lock(lock, iv);
	if (!err)
		err = interview_question(&question, iv,
		    cli_operand(s->cli, 1));
	if (!err)
		err = attachment_set(iv, question, path);
	if (!err)
		err = keep(s, iv);
	if (!err)
		word_say(stdout, s->language, W_ATTACHED, file_name(path),
		    question->item->name, iv->response.id, (char *)NULL);
	return err;
}

const struct err *
cmd_attach(struct cli *cli)
{
	struct session session;
	struct interview interview = { .store = NULL };
	struct platform_lock *lock = NULL;
	const struct err *err;

	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err) {
		err = attach(&session, &interview, &lock);
		interview_free(&interview);
		platform_unlock(lock);
	}
	session_close(&session);
	return err;
}
