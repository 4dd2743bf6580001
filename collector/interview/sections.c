#include "collector/interview/sections.h"

#include "formspec/markup.h"
#include "kit/base/mem.h"

static bool
is_asked(const struct item *item)
{
	return item->kind == ITEM_QUESTION && item->type != Q_CALCULATE &&
	    item->type != Q_HIDDEN && item->type != Q_METADATA &&
	    item->type != Q_NOTE;
}

/* It asks nothing but in its groups: a frame, whose parts are the sections. */
static bool
is_frame(const struct item *item)
{
	size_t groups = 0;

	if (item->kind != ITEM_GROUP)
		return false;
	for (const struct item *i = item->first; i != NULL; i = i->next) {
		if (is_asked(i))
			return false;
		groups += i->kind != ITEM_QUESTION;
	}
	return groups > 0;
}

/* The group at the top that a stop stands in, or NULL. */
static struct answer *
group_of(const struct stop *stop)
{
	struct answer *group = NULL;
	struct answer *chain[FORM_DEPTH_MAX + 1];
	size_t count = 0;

	for (struct answer *a = stop->answer; a && count <= FORM_DEPTH_MAX;
	    a = answer_parent(a))
		chain[count++] = a;
	/* Without the root, outermost first. */
	for (size_t i = count > 0 ? count - 1 : 0; i-- > 0;) {
		if (chain[i]->item->kind == ITEM_QUESTION)
			break;
		group = chain[i];
		if (!is_frame(group->item))
			break;
	}
	return group;
}

static struct section *
section_for(struct sections *out, struct answer *group,
    const struct item *repeat, size_t stop)
{
	void *items = out->items;
	struct section *last = out->count > 0 ? &out->items[out->count - 1] :
	    NULL;

	if (last != NULL && last->repeat == repeat &&
	    (repeat != NULL || last->group == group))
		return last;
	mem_grow(&items, &out->capacity, out->count + 1, sizeof(*out->items));
	out->items = items;
	out->items[out->count] = (struct section){ .group = group,
		.repeat = repeat, .first = stop };
	return &out->items[out->count++];
}

static void
look_at(struct section *s, const struct interview *iv,
    const struct answer *answer)
{
	bool has = answer_value(answer)[0] != '\0' ||
	    interview_nonresponse(iv, answer) != RESPONSE_OPEN;

	s->questions++;
	s->answered += has;
	s->missing += answer->required && !has;
	s->failing += !answer->type_ok || !answer->choice_ok ||
	    !answer->constraint_ok || answer_failure(answer) != NULL;
}

/*
 * All instances of a repeat stand in one section, and adding another one; what
 * a frame says between its parts belongs to the one before.
 */
static struct section *
section_of(struct sections *out, const struct stop *stop, size_t i)
{
	struct answer *group = group_of(stop);
	bool framed = group == NULL || is_frame(group->item);
	const struct section *last = out->count == 0 ? NULL :
	    &out->items[out->count - 1];

	if (stop->kind == STOP_ADD && framed)
		return section_for(out, NULL, stop->repeat, i);
	if (group != NULL && group->item->kind == ITEM_REPEAT)
		return section_for(out, group, group->item, i);
	if (group != NULL && framed && last != NULL && last->group != NULL)
		return section_for(out, last->group, last->repeat, i);
	return section_for(out, group, NULL, i);
}

void
sections_list(struct sections *out, const struct interview *iv,
    const struct stops *stops)
{
	*out = (struct sections){ .sum = { .count = stops->count } };
	for (size_t i = 0; i < stops->count; i++) {
		const struct stop *stop = &stops->items[i];
		struct section *s;

		if (stop->kind == STOP_END)
			continue;
		s = section_of(out, stop, i);
		s->count++;
		if (stop->kind != STOP_QUESTION)
			continue;
		look_at(s, iv, stop->answer);
		look_at(&out->sum, iv, stop->answer);
	}
}

void
sections_free(struct sections *sections)
{
	mem_free(sections->items);
	*sections = (struct sections){ .items = NULL };
}

enum section_state
section_state(const struct section *s)
{
	if (s->questions == 0)
		return SECTION_TOLD;
	if (s->missing + s->failing > 0)
		return s->answered > 0 ? SECTION_BEGUN : SECTION_OPEN;
	return s->answered > 0 ? SECTION_COMPLETE : SECTION_OPEN;
}

void
section_title(struct buf *out, const struct interview *iv,
    const struct section *section, const struct stops *stops)
{
	struct buf text = BUF_INIT;
	const struct item *item = section->group ? section->group->item :
	    section->repeat;
	const struct answer *from = section->group ? section->group :
	    stops->items[section->first].answer;

	/* A label that cannot be worked out is no reason to stop. */
	if (item != NULL && item->label.by_language != NULL &&
	    instance_text(iv->instance, &text, from, &item->label) != NULL)
		buf_reset(&text);
	if (text.len > 0)
		markup_plain(out, buf_str(&text));
	else if (item != NULL && item->label.by_language != NULL)
		buf_add(out, item->name);
	/* No groups at all: it is the questionnaire. */
	else if (item == NULL && section->count + 1 == stops->count &&
	    instance_form(iv->instance)->title[0] != '\0')
		buf_add(out, instance_form(iv->instance)->title);
	else
		stop_label(out, iv->instance, &stops->items[section->first]);
	buf_free(&text);
}

size_t
sections_find(const struct sections *sections, size_t stop)
{
	size_t i = sections->count > 0 ? sections->count - 1 : 0;

	while (i > 0 && sections->items[i].first > stop)
		i--;
	return i;
}
