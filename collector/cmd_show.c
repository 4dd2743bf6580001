/* cmd_show.c - the answers of one response, or the header of a change set. */
#include <stdio.h>
#include <string.h>

#include "collector/commands.h"
#include "collector/interview/corrected.h"
#include "collector/interview/interview.h"
#include "collector/session.h"
#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/exchange/changeset.h"

const struct cli_option cmd_show_options[] = {
	{ "language", "LANGUAGE", "fr, en, or one of the form's", 0 },
	{ "json", NULL, "fields by path, as JSON", 0 },
	{ "changeset", "FILE", "print what a change set's header says", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* ---- a change set ---- */

static const struct err *
show_changeset(const char *path)
{
	const struct err *err;
	struct changeset *changeset = NULL;
	struct buf bytes = BUF_INIT, text = BUF_INIT;

	if ((err = crypto_start()) != NULL)
		return err;
	err = file_read(&bytes, path, CHANGESET_BYTES_MAX);
	if (!err)
		err = err_in(changeset_open(&changeset, buf_slice(&bytes),
		    NULL), "%s", path);
	if (!err) {
		changeset_print(&text, changeset);
		fputs(buf_str(&text), stdout);
	}
	changeset_free(changeset);
	buf_free(&bytes);
	buf_free(&text);
	return err;
}

/* ---- a response ---- */

/* A choice's label beside its name; the answer itself for everything else. */
static const struct err *
add_value(struct buf *out, struct instance *instance,
    const struct answer *answer)
{
	const struct err *err = NULL;
	const struct item *item = answer->item;
	const char *value = answer_value(answer);
	char *name = mem_strdup(value), *rest = name;

	if (item->list == NULL) {
		buf_add(out, value);
		mem_free(name);
		return NULL;
	}
	while (!err && *rest != '\0') {
		size_t len = strcspn(rest, " ");
		bool last = rest[len] == '\0';
		const struct choice *choice;

		rest[len] = '\0';
		choice = choice_list_find(item->list, rest);
		if (choice != NULL) {
			err = instance_choice_label(instance, out, answer,
			    choice);
			buf_addf(out, " [%s]", rest);
		} else {
			buf_add(out, rest);
		}
		if (!last)
			buf_add(out, ", ");
		rest += len + !last;
	}
	mem_free(name);
	return err;
}

static const struct err *
show_answer(struct interview *iv, const struct answer *answer)
{
	const struct err *err = NULL;
	struct buf path = BUF_INIT, label = BUF_INIT, value = BUF_INIT;

	answer_path(&path, answer);
	if (answer->item->label.by_language != NULL)
		err = instance_text(iv->instance, &label, answer,
		    &answer->item->label);
	if (!err)
		err = add_value(&value, iv->instance, answer);
	if (!err)
		printf("%s%s%s\n    %s\n", buf_str(&path),
		    label.len ? "  " : "", buf_str(&label), buf_str(&value));
	buf_free(&path);
	buf_free(&label);
	buf_wipe(&value);
	return err;
}

/* As deep as the form is, at most FORM_DEPTH_MAX. */
static const struct err *
show_answers(struct interview *iv, const struct answer *parent)
{
	const struct err *err = NULL;

	for (const struct answer *a = answer_first(parent); a && !err;
	    a = answer_next(a)) {
		if (!a->relevant)
			continue;
		if (a->item->kind != ITEM_QUESTION)
			err = show_answers(iv, a);
		else if (answer_value(a)[0] != '\0')
			err = show_answer(iv, a);
	}
	return err;
}

/* ---- corrections ---- */

static void
show_corrected(const struct session *s, const struct corrected_answer *c)
{
	if (c->value == NULL)
		printf("    %s\n", c->path);
	else
		printf("    %s%s%s\n", c->path,
		    word_text(s->language, W_COLON), c->value[0] ? c->value :
		    word_text(s->language, W_CORRECTED_TAKEN));
	if (c->overlap != OVERLAP_NONE)
		printf("      %s\n", word_text(s->language,
		    corrected_word(c->overlap)));
}

static const struct err *
show_corrections(const struct session *s, const char *response)
{
	struct corrected corrected;
	const struct down_correction *said = NULL;
	const struct err *err = corrected_of(&corrected, s->arena, s->store,
	    response);

	for (size_t i = 0; i < corrected.count && !err; i++) {
		const struct corrected_answer *c = &corrected.items[i];
		char when[SESSION_TIME_MAX];

		if (c->said != said) {
			session_time(when, c->said->time_ms);
			word_say(stdout, s->language, W_CORRECTED_BY,
			    c->said->by, when, c->said->reason, (char *)NULL);
		}
		said = c->said;
		show_corrected(s, c);
	}
	return err;
}

/* ---- the whole ---- */

static void
show_json(const struct interview *iv)
{
	const struct response *r = &iv->response;
	const struct fields *fields = r->has_draft ? &r->draft : &r->fields;
	struct json *object = json_new_object(), *values = json_new_object();
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < fields->count; i++)
		json_put_string(values, fields->items[i].path,
		    fields->items[i].value);
	json_put(object, "fields", values);
	json_put_hex(object, "form", r->form.bytes, HASH_BYTES);
	json_put_string(object, "id", r->id);
	json_put_string(object, "remark", r->remark);
	json_put_string(object, "stage", stage_word(r->stage));
	json_put_string(object, "state", record_state_word(r->state));
	if (r->has_tip)
		json_put_hex(object, "tip", r->tip.bytes, HASH_BYTES);
	json_write(&text, object);
	printf("%s\n", buf_str(&text));
	buf_wipe(&text);
	json_free(object);
}

static const struct err *
show_text(const struct session *s, struct interview *iv)
{
	const struct response *r = &iv->response;
	const char *language = cli_value(s->cli, "language");
	const char *colon = word_text(s->language, W_COLON);
	char form[HASH_TEXT_MAX];
	int index = language ? form_language(iv->package->form, language) : -1;

	if (index >= 0)
		instance_set_language(iv->instance, (size_t)index);
	hash_text(form, &r->form);
	printf("%s\n%s%s%s\n%s%s%s %.8s\n", r->id,
	    word_text(s->language, W_HISTORY), colon,
	    word_text(s->language, (enum word)(W_STAGE_DRAFT + (int)r->stage)),
	    word_text(s->language, W_FORM_IS), colon, iv->package->form->id,
	    form);
	if (r->remark[0] != '\0')
		word_say(stdout, s->language, W_ASK_REMARK, r->remark,
		    (char *)NULL);
	/* A draft's trail, and what was removed from it, are no news. */
	for (size_t i = 0; i < iv->kept_count; i++)
		if (strncmp(iv->kept[i].path, INTERVIEW_DRAFT_FIELD,
		    strlen(INTERVIEW_DRAFT_FIELD)) != 0)
			printf("%s\n    %s\n", iv->kept[i].path,
			    iv->kept[i].value);
	return show_answers(iv, instance_root(iv->instance));
}

static const struct err *
show_response(struct session *s)
{
	const struct err *err;
	struct interview interview;

	err = interview_open(&interview, s->store, cli_operand(s->cli, 0));
	if (!err && cli_has(s->cli, "json"))
		show_json(&interview);
	else if (!err)
		err = show_text(s, &interview);
	/* Also of a response whose answers are no longer here. */
	if (!cli_has(s->cli, "json") && interview.response.id[0] != '\0')
		err = err_first(err, show_corrections(s,
		    interview.response.id));
	interview_free(&interview);
	return err;
}

const struct err *
cmd_show(struct cli *cli)
{
	struct session session;
	const struct err *err;

	if (cli_has(cli, "changeset"))
		return show_changeset(cli_value(cli, "changeset"));
	if (cli_operand(cli, 0) == NULL)
		return err_new(ERR_USAGE, "which one? say a RESPONSE, or "
		    "--changeset FILE");
	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err)
		err = show_response(&session);
	session_close(&session);
	return err;
}
