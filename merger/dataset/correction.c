#include "merger/dataset/correction.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"
#include "kit/record/response.h"

/* A change asked for: its path as revisions name it. */
struct change {
	const char *path, *value;
	struct answer *answer;
};

static const struct err *
unknown_field(const struct form *form, const char *name)
{
	const struct item *item = form_item_named(form, name);
	const char **names;
	const char *nearest;
	size_t n = 0;

	if (item != NULL && item->repeat != NULL)
		return err_new(ERR_USAGE, "\"%s\" is asked once for each "
		    "\"%s\": say %s[INSTANCE]/... (the export names the "
		    "instances)", name, item->repeat->name,
		    item->repeat->name);
	names = mem_alloc_n(form->item_count, sizeof *names);
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i]->kind == ITEM_QUESTION)
			names[n++] = form->items[i]->name;
	nearest = text_nearest(name, names, n);
	mem_free(names);
	if (nearest != NULL)
		return err_new(ERR_USAGE, "no question \"%s\" in this "
		    "response (did you mean \"%s\"?)", name, nearest);
	return err_new(ERR_USAGE, "no question \"%s\" in this response",
	    name);
}

static struct answer *
find_answer(const struct instance *instance, const char *name)
{
	struct answer *answer = instance_find(instance, name);
	const struct form *form = instance_form(instance);
	const struct item *item;

	if (answer != NULL)
		return answer;
	item = form_item_named(form, name);
	if (item == NULL || item->repeat != NULL)
		return NULL;
	return instance_find(instance, item->path +
	    strlen(form->root->path) + 1);
}

static const struct err *
normal(const char **out, struct arena *arena, const char *text)
{
	struct buf nfc = BUF_INIT;
	const struct err *err = text_nfc(&nfc, slice_str(text));

	*out = arena_slice(arena, buf_slice(&nfc));
	buf_free(&nfc);
	return err;
}

static const struct err *
read_change(struct change *out, struct arena *arena,
    const struct instance *instance, const char *text)
{
	const char *equals = strchr(text, '=');
	struct buf path = BUF_INIT;
	const char *name;
	const struct err *err;

	if (equals == NULL)
		return err_new(ERR_USAGE, "\"%s\": write FIELD=VALUE", text);
	name = arena_strndup(arena, text, (size_t)(equals - text));
	if ((err = normal(&out->value, arena, equals + 1)) != NULL)
		return err_in(err, "%s", name);
	out->answer = find_answer(instance, name);
	if (out->answer == NULL || out->answer->item->kind != ITEM_QUESTION)
		return unknown_field(instance_form(instance), name);
	answer_path(&path, out->answer);
	out->path = arena_strdup(arena, buf_str(&path));
	buf_free(&path);
	return NULL;
}

static const struct err *
check_answer(const struct change *change)
{
	const struct answer *a = change->answer;

	if (!a->type_ok)
		return err_new(ERR_DENIED, "%s: \"%s\" is not of the right "
		    "kind (--anyway keeps it)", change->path, change->value);
	if (!a->choice_ok)
		return err_new(ERR_DENIED, "%s: \"%s\" is not among the "
		    "choices (--anyway keeps it)", change->path,
		    change->value);
	if (!a->constraint_ok)
		return err_new(ERR_DENIED, "%s: \"%s\" breaks the question's "
		    "rule (--anyway keeps it)", change->path, change->value);
	return NULL;
}

/* A closed interview holds no answer to a question that was not asked. */
static const struct err *
check_relevant(const struct change *change)
{
	if (change->answer->relevant || change->value[0] == '\0')
		return NULL;
	return err_new(ERR_DENIED, "%s: with the other answers of this "
	    "response, this question is not asked", change->path);
}

/*
 * Consent is the person's: a coordinator takes it back at her word, or settles
 * which of the answers given counts, but does not turn a no into a yes.
 */
static const struct err *
check_consent(const struct change *change, const struct record *record)
{
	if (!response_is_consent(record->package->form, change->path) ||
	    merged_consents(merged_field(&record->merged, change->path),
	    change->value))
		return NULL;
	return err_new(ERR_DENIED, "%s: nobody said \"%s\" in this response; "
	    "the interviewer who asked may (collector correct); if the person "
	    "told you, say --consent-given, and how in --reason",
	    change->path, change->value);
}

static bool
is_named(const struct change *changes, size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(changes[i].path, path))
			return true;
	return false;
}

static const struct err *
read_changes(struct change *out, size_t count, struct arena *arena,
    const struct instance *instance, const struct cli *cli)
{
	const struct err *err;

	for (size_t i = 0; i < count; i++) {
		err = read_change(&out[i], arena, instance,
		    cli_operand(cli, i + 1));
		if (err != NULL)
			return err;
		if (is_named(out, i, out[i].path))
			return err_new(ERR_USAGE, "%s is given twice",
			    out[i].path);
	}
	return NULL;
}

/*
 * What the revision is measured against: the record's values without the
 * fields that are corrected, so that these are written even when the value is
 * the provisional one; fields of the record as a whole stay out of it.
 */
static void
without_named(struct fields *out, struct arena *arena,
    const struct fields *all, const struct change *changes, size_t count)
{
	struct field *items = arena_alloc_n(arena, all->count, sizeof *items);
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].path[0] != '.' &&
		    !is_named(changes, count, all->items[i].path))
			items[n++] = all->items[i];
	*out = (struct fields){ items, n };
}

/* Named answers that became empty are unset: the measure does not know them. */
static void
add_emptied(struct revision *out, struct arena *arena,
    const struct change *changes, size_t count)
{
	const char **unset = arena_alloc_n(arena, out->unset_count + count,
	    sizeof *unset);
	size_t n = 0;

	for (size_t i = 0; i < out->unset_count; i++)
		unset[n++] = out->unset[i];
	for (size_t i = 0; i < count; i++)
		if (fields_get(&out->set, changes[i].path) == NULL)
			unset[n++] = changes[i].path;
	out->unset = unset;
	out->unset_count = n;
}

static const struct err *
apply(struct instance *instance, struct change *changes, size_t count,
    bool closed, bool anyway)
{
	const struct err *err = NULL;

	for (size_t i = 0; i < count && err == NULL; i++)
		err = err_in(instance_set(instance, changes[i].answer,
		    changes[i].value), "%s", changes[i].path);
	for (size_t i = 0; i < count && err == NULL && closed; i++)
		err = check_relevant(&changes[i]);
	for (size_t i = 0; i < count && err == NULL && !anyway; i++)
		err = check_answer(&changes[i]);
	return err;
}

static const struct err *
build(struct revision *out, struct arena *arena, const struct record *record,
    struct instance *instance, const struct change *changes, size_t count)
{
	struct fields all, before, after;
	const struct err *err;

	err = response_fields(&after, arena, instance,
	    record->merged.state == STATE_FINAL);
	if (err != NULL)
		return err;
	merged_fields(&all, arena, &record->merged);
	without_named(&before, arena, &all, changes, count);
	memset(out, 0, sizeof *out);
	out->kind = RECORD_RESPONSE;
	memcpy(out->record, record->merged.id, sizeof out->record);
	out->form = record->merged.form;
	out->parents = record->merged.tips;
	out->parent_count = record->merged.tip_count;
	fields_diff(arena, &before, &after, &out->set, &out->unset,
	    &out->unset_count);
	add_emptied(out, arena, changes, count);
	return NULL;
}

const struct err *
correction_make(struct revision *out, struct arena *arena,
    const struct record *record, const struct cli *cli,
    struct correction_leave leave)
{
	size_t count = cli_operand_count(cli) - 1;
	struct change *changes = arena_alloc_n(arena, count, sizeof *changes);
	struct instance *instance = NULL;
	const struct err *err;

	if (record->package == NULL)
		return err_new(ERR_STATE, "the form of response %s is not "
		    "here yet (merger pull)", record->merged.id);
	if (!record_is_interview(record))
		return err_new(ERR_USAGE, "response %s is %s",
		    record->merged.id, record->problem ? record->problem :
		    record_state_word(record->merged.state));
	err = record_instance(record, arena, &instance);
	if (err == NULL)
		err = read_changes(changes, count, arena, instance, cli);
	for (size_t i = 0; i < count && err == NULL && !leave.consent_given;
	    i++)
		err = check_consent(&changes[i], record);
	if (err == NULL)
		err = apply(instance, changes, count,
		    record->merged.state == STATE_FINAL, leave.anyway);
	if (err == NULL)
		err = build(out, arena, record, instance, changes, count);
	instance_free(instance);
	return err;
}
