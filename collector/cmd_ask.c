/* cmd_ask.c - an interview at the terminal. */
#include "collector/ask.h"
#include "collector/commands.h"
#include "kit/base/platform.h"

const struct cli_option cmd_ask_options[] = {
	{ "form", "NAME", "the form, when the study has several", 0 },
	{ "case", "ID", "the case that this interview is about", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
set_case(struct session *s, struct interview *iv)
{
	const char *given = cli_value(s->cli, "case");

	return given == NULL ? NULL : interview_set_case(iv, given);
}

static const struct err *
begin(struct session *s, struct interview *iv)
{
	const struct err *err;
	const struct package *package;

	err = store_form_named(&package, s->store, cli_value(s->cli, "form"));
	if (err)
		return err;
	err = interview_new(iv, s->store, package, NULL, NULL);
	if (!err)
		err = stops_clear_repeats(iv->instance,
		    instance_root(iv->instance));
	if (!err)
		err = interview_keep_time(iv, ".start", platform_now_ms());
	return err ? err : set_case(s, iv);
}

static const struct err *
resume(struct session *s, struct interview *iv)
{
	const struct err *err;

	err = interview_open(iv, s->store, cli_operand(s->cli, 0));
	if (err)
		return err;
	if (!iv->response.has_draft)
		return err_new(ERR_USAGE, "response %.8s is closed; change it "
		    "with \"collector correct %.8s\"", iv->response.id,
		    iv->response.id);
	return set_case(s, iv);
}

/* The form's language, and with it the interface's. */
static const struct err *
set_language(struct ask *ask)
{
	const struct form *form = ask->interview->package->form;
	const char *asked = cli_value(ask->session->cli, "language");
	int index;

	ask->language = asked ? language_of(asked) :
	    language_of(form->default_language);
	if (asked == NULL) {
		/* A form that does not say: the computer's. */
		if (form->language_count == 1)
			ask->language = ask->session->language;
		return NULL;
	}
	index = form_language(form, asked);
	if (index >= 0)
		instance_set_language(ask->instance, (size_t)index);
	else if (form->language_count > 1)
		return err_new(ERR_USAGE, "--language %s: the form has no such "
		    "language", asked);
	return NULL;
}

const struct err *
cmd_ask(struct cli *cli)
{
	struct session session;
	struct interview interview = { .store = NULL };
	struct ask ask = { .session = &session, .interview = &interview };
	struct platform_lock *lock = NULL;
	const struct err *err;

	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err) {
		err = cli_operand(cli, 0) ? resume(&session, &interview) :
		    begin(&session, &interview);
		ask.instance = interview.instance;
		if (!err)
			err = interview_lock(&lock, &interview);
		if (!err)
			err = set_language(&ask);
		if (!err)
			err = ask_run(&ask);
		interview_free(&interview);
		platform_unlock(lock);
	}
	session_close(&session);
	return err;
}
