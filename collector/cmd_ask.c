/* cmd_ask.c - an interview at the terminal. */
#include <stdio.h>
#include <string.h>

#include "collector/ask/ask.h"
#include "collector/casebook.h"
#include "collector/commands.h"
#include "kit/base/platform.h"

const struct cli_option cmd_ask_options[] = {
	{ "language", "LANGUAGE", "fr, en, or one of the form's", 0 },
	{ "form", "NAME", "the form, when the study has several", 0 },
	{ "case", "ID", "the case that this interview is about", 0 },
	{ "anyway", NULL, "also when somebody else has the case, it was "
	    "answered or refused", 0 },
	{ "move", NULL, "go on with RESPONSE in the newest version of its "
	    "questionnaire; also when it is closed", 0 },
	{ "correct", NULL, "open RESPONSE again though it is closed; the end "
	    "asks why", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
set_case(struct session *s, struct interview *iv)
{
	const char *given = cli_value(s->cli, "case");

	return given == NULL ? NULL : interview_set_case(iv, given);
}

/* Somebody else has it, or an interview was had: is that meant? */
static const struct err *
confirm(const struct session *s, const char *key, const char *status)
{
	const struct err *err = NULL;
	struct buf line = BUF_INIT;
	bool yes = false;

	if (platform_is_terminal(stdin)) {
		word_add(&line, s->language, W_CASE_GO_ON, key, status,
		    (char *)NULL);
		fputs(buf_str(&line), stderr);
		buf_reset(&line);
		yes = platform_read_line(&line) && line.len > 0 &&
		    strchr("yYoO", buf_str(&line)[0]) != NULL;
		buf_reset(&line);
	}
	word_add(&line, s->language, W_CASE_ANYWAY, key, status, (char *)NULL);
	if (!yes)
		err = err_new(ERR_USAGE, "%s", buf_str(&line));
	buf_free(&line);
	return err;
}

static const struct err *
check_case(const struct session *s)
{
	const struct err *err;
	struct casework c;
	struct case_interviews interviews;
	struct case_view view;
	struct buf status = BUF_INIT;

	if (cli_value(s->cli, "case") == NULL)
		return NULL;
	err = store_case(&c, s->arena, s->store, cli_value(s->cli, "case"));
	if (!err)
		err = casebook_interviews(&interviews, s);
	if (err)
		return err;
	casebook_view(&view, s->arena, &c, &interviews);
	if (casebook_is_free(&view.said))
		casebook_say_interview(&status, s->language, &view);
	else
		casebook_say_status(&status, s->language, &view.said);
	if (status.len == 0)
		return NULL;
	if (cli_has(s->cli, "anyway"))
		word_say(stderr, s->language, W_CASE_LOGGED, c.key,
		    buf_str(&status), (char *)NULL);
	else
		err = confirm(s, c.key, buf_str(&status));
	buf_free(&status);
	return err;
}

static const struct err *
begin(struct session *s, struct interview *iv)
{
	const struct err *err;
	const struct package *package;

	/* Before anybody is asked anything. */
	if ((err = store_check_open(s->store, "", NULL)) != NULL ||
	    (err = check_case(s)) != NULL)
		return err;
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

/* To the newest version of the form; what is closed is open again. */
static const struct err *
move(struct session *s, struct interview *iv)
{
	const struct err *err;
	bool moved;
	size_t homeless;

	if ((err = interview_move(iv, &moved, &homeless)) != NULL)
		return err;
	if (!moved)
		return iv->response.has_draft ? NULL : err_new(ERR_USAGE,
		    "response %.8s is of the newest version already; change it "
		    "with \"collector correct %.8s\"", iv->response.id,
		    iv->response.id);
	if ((err = interview_save(iv, "")) != NULL)
		return err;
	iv->response.has_draft = true;
	word_say(stdout, s->language, W_MOVED, session_number(s, homeless),
	    (char *)NULL);
	return NULL;
}

/* That there is a newer version: one line, once. */
static const struct err *
tell_newer(struct session *s, const struct interview *iv)
{
	const struct err *err;
	const struct package *newest;

	err = store_form_newest(&newest, s->store, &iv->response.form);
	if (!err && !hash_equal(&newest->version, &iv->package->version))
		word_say(stdout, s->language, W_NEWER_FORM,
		    cli_operand(s->cli, 0), (char *)NULL);
	return err;
}

/* What is there already, once it is ours. */
static const struct err *
resume(struct session *s, struct interview *iv)
{
	const struct err *err;

	if (cli_has(s->cli, "move"))
		err = move(s, iv);
	else if (!iv->response.has_draft && !cli_has(s->cli, "correct"))
		err = err_new(ERR_USAGE, "response %.8s is closed; change it "
		    "with \"collector ask %.8s --correct\"", iv->response.id,
		    iv->response.id);
	else
		err = tell_newer(s, iv);
	return err ? err : set_case(s, iv);
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
	const char *id = cli_operand(cli, 0);

	if (id == NULL && cli_has(cli, "move"))
		return err_new(ERR_USAGE, "--move: which RESPONSE?");
	if (id == NULL && cli_has(cli, "correct"))
		return err_new(ERR_USAGE, "--correct: which RESPONSE?");
	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err) {
		err = id ? interview_open(&interview, session.store, id) :
		    begin(&session, &interview);
		if (!err)
			err = interview_lock(&lock, &interview);
		if (!err && id != NULL)
			err = resume(&session, &interview);
		ask.instance = interview.instance;
		if (cli_has(cli, "move"))
			ask.reason = word_text(session.language,
			    W_MOVED_REASON);
		if (!err)
			err = set_language(&ask);
		if (!err)
			session_say_practising(&session);
		if (!err)
			err = ask_run(&ask);
		interview_free(&interview);
		platform_unlock(lock);
	}
	session_close(&session);
	return err;
}
