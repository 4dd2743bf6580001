#include <string.h>

#include "formspec/instance_internal.h"
#include "kit/base/text.h"

static void
add_part(struct instance *instance, struct buf *out,
    const struct answer *answer, const struct text_part *part)
{
	struct xpath_value value;

	if (part->literal != NULL)
		buf_add(out, part->literal);
	else if (instance_eval(instance, &part->value,
	    (struct node *)(uintptr_t)&answer->node, &value))
		buf_add(out, xpath_to_string(instance->scratch, &value));
}

/* A label may name a choice whose label names a choice, and so on. */
static void
add_text(struct instance *instance, struct buf *out,
    const struct answer *answer, const struct texts *texts)
{
	const struct text *text = form_text(instance->form, texts,
	    instance->language);

	if (text == NULL || text->written == NULL)
		return;
	if (instance->text_depth >= TEXT_DEPTH_MAX) {
		settle_fail(instance, err_new(ERR_LIMIT,
		    "%s: texts inside texts, more than %d deep",
		    answer->item->path, TEXT_DEPTH_MAX));
		return;
	}
	instance->text_depth++;
	for (size_t i = 0; i < text->part_count; i++)
		add_part(instance, out, answer, &text->parts[i]);
	instance->text_depth--;
}

static void
add_choice_label(struct instance *instance, struct buf *out,
    const struct answer *answer, const struct choice *choice)
{
	size_t before = out->len;

	if (choice->label.by_language != NULL)
		add_text(instance, out, answer, &choice->label);
	if (out->len == before)
		buf_add(out, choice->name);
}

const struct err *
instance_text(struct instance *instance, struct buf *out,
    const struct answer *answer, const struct texts *texts)
{
	instance_start_call(instance);
	if (texts->by_language != NULL)
		add_text(instance, out, answer, texts);
	return settle_failure(instance);
}

const struct err *
instance_choice_label(struct instance *instance, struct buf *out,
    const struct answer *answer, const struct choice *choice)
{
	instance_start_call(instance);
	add_choice_label(instance, out, answer, choice);
	return settle_failure(instance);
}

const struct err *
instance_name(struct instance *instance, struct buf *out)
{
	struct xpath_value value;

	instance_start_call(instance);
	if (instance_eval(instance, &instance->form->instance_name,
	    &instance_root(instance)->node, &value))
		buf_add(out, xpath_to_string(instance->scratch, &value));
	return settle_failure(instance);
}

const struct err *
instance_evaluate(struct instance *instance, const struct answer *answer,
    const char *source, struct xpath_value *out)
{
	struct xpath_problem problem;
	struct expr expr = { .written = source, .source = source };

	*out = (struct xpath_value){ .type = XPATH_STRING, .string = "" };
	instance_start_call(instance);
	expr.compiled = xpath_parse(instance->scratch, source, &problem);
	if (expr.compiled == NULL)
		return err_new(ERR_FORMAT, "%.200s%s: at character %zu: %s",
		    source, strlen(source) > 200 ? "..." : "", problem.at + 1,
		    problem.msg);
	instance_eval(instance, &expr,
	    (struct node *)(uintptr_t)&answer->node, out);
	return settle_failure(instance);
}

static struct node *
find_instance(void *data, const char *id)
{
	struct instance *instance = data;
	struct node *document = form_instance(instance->form, id);

	/* The interview before this one is not at hand: as if it were first. */
	return document == NULL && strcmp(id, "__last-saved") == 0 ?
	    &instance->last_saved : document;
}

static void
drop_step(struct buf *path)
{
	while (path->len > 0 && path->data[path->len - 1] != '/')
		path->len--;
	if (path->len > 0)
		path->len--;
}

/* One more step of a path as jr:choice-name() is given it. */
static void
take_step(struct buf *path, struct slice step)
{
	size_t n = 0;

	while (n < step.len && step.data[n] != '[')
		n++;
	step.len = n;
	if (slice_equal_str(step, ".."))
		drop_step(path);
	else if (step.len > 0 && !slice_equal_str(step, ".") &&
	    !slice_equal_str(step, "current()"))
		buf_addf(path, "/%.*s", (int)step.len,
		    (const char *)step.data);
}

/*
 * The item that the second argument of jr:choice-name() names: a path in a
 * string, absolute or from the context; predicates do not matter.
 */
static const struct item *
named_item(const struct instance *instance, struct slice path,
    const struct node *context)
{
	const struct answer *answer = node_answer(context);
	const struct item *item;
	struct buf full = BUF_INIT;

	path = text_trim(path);
	if ((path.len == 0 || path.data[0] != '/') && answer != NULL)
		buf_add(&full, answer->item->path);
	while (path.len > 0) {
		size_t n = 0;
		int inside = 0;

		while (n < path.len && (inside > 0 || path.data[n] != '/')) {
			inside += path.data[n] == '[';
			inside -= path.data[n] == ']';
			n++;
		}
		take_step(&full, slice_of(path.data, n));
		n += n < path.len;
		path = slice_of(path.data + n, path.len - n);
	}
	item = map_get_slice(instance->graph->form->paths, buf_slice(&full));
	buf_free(&full);
	return item;
}

/* Its choices are answers: those that it is offered where we look from. */
static const char *
label_of_answer(struct instance *instance, const struct answer *seen_from,
    const struct item *item, const char *value)
{
	const struct answer *answer = answer_of(seen_from, item);

	return answer != NULL && item->itemset.compiled != NULL ?
	    choices_label(instance, answer, value) : NULL;
}

static const char *
find_choice_name(void *data, struct arena *scratch, const char *value,
    const char *field_path, struct node *context)
{
	struct instance *instance = data;
	const struct item *item = named_item(instance, slice_str(field_path),
	    context);
	const struct answer *answer = node_answer(context);
	const struct choice *choice;
	struct buf label = BUF_INIT;
	const char *text;

	if (item != NULL && item->kind == ITEM_QUESTION &&
	    item->list == NULL && item->itemset.compiled == NULL)
		settle_fail(instance, err_new(ERR_FORMAT,
		    "jr:choice-name(): %s has no choices", item->path));
	if (answer == NULL)
		answer = instance_root(instance);
	if (item != NULL && item->kind == ITEM_QUESTION && item->list == NULL)
		return label_of_answer(instance, answer, item, value);
	if (item == NULL || item->list == NULL)
		return NULL;
	choice = graph_choice(instance->graph, item->list, value);
	if (choice == NULL)
		return NULL;
	add_choice_label(instance, &label, answer, choice);
	text = arena_strdup(scratch, buf_str(&label));
	buf_free(&label);
	return text;
}

/* "list-3": of what an XForm of this form would have. */
static const struct texts *
text_of_choice(const struct form *form, const char *id)
{
	const char *dash = strrchr(id, '-');
	uint64_t at;

	if (dash == NULL || !text_parse_u64(slice_str(dash + 1), &at))
		return NULL;
	for (size_t i = 0; i < form->list_count; i++) {
		const struct choice_list *list = &form->lists[i];

		if (!list->from_file && at < list->choice_count &&
		    strlen(list->name) == (size_t)(dash - id) &&
		    strncmp(list->name, id, (size_t)(dash - id)) == 0)
			return &list->choices[at].label;
	}
	return NULL;
}

/* Only an XForm has texts with ids of their own. */
static const char *
find_itext(void *data, struct arena *scratch, const char *id)
{
	struct instance *instance = data;
	const struct itext *itext = form_itext(instance->form, id);
	const struct texts *texts = itext ? &itext->texts :
	    instance->form->xform != NULL ? NULL :
	    text_of_choice(instance->form, id);
	struct buf out = BUF_INIT;
	const char *text;

	if (texts == NULL || texts->by_language == NULL)
		return NULL;
	add_text(instance, &out, instance_root(instance), texts);
	text = arena_strdup(scratch, buf_str(&out));
	buf_free(&out);
	return text;
}

static const char *
language_name(void *data)
{
	const struct instance *instance = data;

	return instance->form->languages[instance->language];
}

/* The answer that says when the interview began outlives this machine's. */
static const char *
started(const struct instance *instance)
{
	const struct form *form = instance->form;

	for (size_t i = 1; i < form->item_count; i++) {
		const struct item *item = form->items[i];

		if (item->kind == ITEM_QUESTION && item->type == Q_METADATA &&
		    strcmp(item->metadata, "start") == 0) {
			const struct answer *answer =
			    answer_of(instance_root(instance), item);

			if (answer != NULL && *answer_value(answer) != '\0')
				return answer_value(answer);
		}
	}
	return instance->started;
}

static const char *
find_about(void *data, const char *what)
{
	const struct instance *instance = data;
	const struct instance_setting *setting = &instance->setting;
	const struct {
		const char *name, *value;
	} all[] = {
		{ "username", setting->username }, { "email", setting->email },
		{ "deviceid", setting->device_id },
		{ "phonenumber", setting->phone_number },
		{ "version", instance->form->version },
		{ "start", started(instance) }
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (strcmp(all[i].name, what) == 0)
			return all[i].value;
	return NULL;
}

static bool
find_relevant(void *data, const struct node *node)
{
	const struct answer *answer = node_answer(node);

	(void)data;
	return answer == NULL || answer->relevant;
}

void
text_bind(struct instance *instance)
{
	instance->xpath_form = (struct xpath_form){
		.spent = &instance->spent,
		.instance = find_instance, .choice_name = find_choice_name,
		.itext = find_itext, .language = language_name,
		.about = find_about, .is_relevant = find_relevant,
		.data = instance
	};
}
