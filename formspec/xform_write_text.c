/*
 * Texts: those of one language stand where they are shown; those of several,
 * and those with pictures or sounds, in <itext>, under an id.
 */
#include <string.h>

#include "formspec/xform_write.h"
#include "kit/base/mem.h"

/*
 * A text around an output has a space at its ends, where readers trim it: so
 * pyxform has it, and forms are compared.
 */
void
xform_text(struct xform *xform, const struct text *text)
{
	bool padded = text->part_count > 1;

	/* Even nothing makes it a text, in which no line is broken. */
	xml_text(&xform->xml, padded && text->parts[0].literal ? " " : "");
	for (size_t i = 0; i < text->part_count; i++) {
		const struct text_part *part = &text->parts[i];

		if (part->literal != NULL) {
			xml_text(&xform->xml, part->literal);
			continue;
		}
		xml_start(&xform->xml, "output");
		xml_attribute(&xform->xml, "value", part->value.source);
		xml_end(&xform->xml);
	}
	if (padded)
		xml_text(&xform->xml, " ");
}

void
xform_plain(struct xform *xform, const struct texts *texts)
{
	const struct text *text = form_text(xform->form, texts, 0);

	if (text != NULL)
		xform_text(xform, text);
}

/* Is there more than a text of the form that has but one language? */
static bool
is_translated(const struct form *form, const struct texts *texts)
{
	bool named = strcmp(form->languages[0], "default") != 0 &&
	    !texts->plain;

	if (texts->by_language == NULL)
		return false;
	for (size_t i = 0; i < form->language_count; i++)
		if (texts->by_language[i].written != NULL && (i > 0 || named))
			return true;
	return false;
}

/* "media" alone says nothing about how it is shown. */
static bool
is_shown_medium(const char *heading)
{
	return form_is_media(heading) && strcmp(heading, "media") != 0;
}

static bool
has_media(const struct item *item)
{
	for (size_t i = 0; i < item->other_count; i++)
		if (is_shown_medium(item->others[2 * i]))
			return true;
	return false;
}

bool
xform_label_is_itext(const struct xform *xform, const struct item *item)
{
	return is_translated(xform->form, &item->label) || has_media(item);
}

bool
xform_hint_is_itext(const struct xform *xform, const struct item *item)
{
	return is_translated(xform->form, &item->hint) ||
	    item->guidance.by_language != NULL;
}

static bool
has_output(const struct form *form, const struct texts *texts)
{
	for (size_t i = 0; texts->by_language && i < form->language_count; i++)
		for (size_t k = 0; k < texts->by_language[i].part_count; k++)
			if (texts->by_language[i].parts[k].literal == NULL)
				return true;
	return false;
}

bool
xform_texts_are_itext(const struct xform *xform, const struct texts *texts)
{
	return is_translated(xform->form, texts) ||
	    has_output(xform->form, texts);
}

static struct itext_entry *
add_entry(struct xform *xform, const char *id)
{
	struct itext_entry *entry;

	mem_grow((void **)&xform->entries, &xform->entry_capacity,
	    xform->entry_count + 1, sizeof(*xform->entries));
	entry = &xform->entries[xform->entry_count++];
	*entry = (struct itext_entry){ .id = id };
	return entry;
}

static const struct texts *
present(const struct texts *texts)
{
	return texts->by_language ? texts : NULL;
}

/* "image::French" and a file's name; a column without one is the default's. */
static bool
read_medium(const struct xform *xform, struct medium *medium,
    const char *heading, const char *written)
{
	size_t len = strcspn(heading, ":");
	int language;

	if (!is_shown_medium(heading) || written[0] == '\0')
		return false;
	medium->form = arena_strndup(xform->arena, heading, len);
	medium->written = written;
	medium->language = 0;
	if (heading[len] == '\0')
		return true;
	language = form_language(xform->form, heading + len + 2);
	medium->language = language < 0 ? 0 : (size_t)language;
	return true;
}

static void
item_media(struct xform *xform, struct itext_entry *entry,
    const struct item *item)
{
	struct medium *media = arena_alloc_n(xform->arena,
	    item->other_count + 1, sizeof(*media));

	for (size_t i = 0; i < item->other_count; i++) {
		struct medium *medium = &media[entry->medium_count];

		medium->context = item;
		entry->medium_count += read_medium(xform, medium,
		    item->others[2 * i], item->others[2 * i + 1]);
	}
	entry->media = media;
}

static void
choice_media(struct xform *xform, struct itext_entry *entry,
    const struct choice_list *list, const struct choice *choice)
{
	struct medium *media = arena_alloc_n(xform->arena,
	    list->extra_count + 1, sizeof(*media));

	for (size_t i = 0; i < list->extra_count; i++)
		entry->medium_count += read_medium(xform,
		    &media[entry->medium_count], list->extra_names[i],
		    choice->extra[i]);
	entry->media = media;
}

static void
collect_message(struct xform *xform, const struct item *item,
    const struct texts *texts, const char *what)
{
	if (texts->by_language != NULL && xform_texts_are_itext(xform, texts))
		add_entry(xform, arena_printf(xform->arena, "%s:%s",
		    item->path, what))->plain = texts;
}

static void
collect_item(struct xform *xform, const struct item *item)
{
	struct itext_entry *entry;

	if (xform_label_is_itext(xform, item)) {
		entry = add_entry(xform, arena_printf(xform->arena,
		    "%s:label", item->path));
		entry->plain = present(&item->label);
		item_media(xform, entry, item);
	}
	if (xform_hint_is_itext(xform, item)) {
		entry = add_entry(xform, arena_printf(xform->arena, "%s:hint",
		    item->path));
		entry->plain = present(&item->hint);
		entry->guidance = present(&item->guidance);
	}
	collect_message(xform, item, &item->constraint_message,
	    "jr:constraintMsg");
	collect_message(xform, item, &item->required_message,
	    "jr:requiredMsg");
}

bool
form_list_is_itext(const struct form *form, const struct choice_list *list)
{
	if (list->from_file || list->external)
		return false;
	for (size_t i = 0; i < list->extra_count; i++)
		if (form_is_media(list->extra_names[i]))
			return true;
	for (size_t i = 0; i < list->choice_count; i++)
		if (is_translated(form, &list->choices[i].label) ||
		    has_output(form, &list->choices[i].label))
			return true;
	return false;
}

static void
collect_list(struct xform *xform, const struct choice_list *list)
{
	if (!form_list_is_itext(xform->form, list))
		return;
	xform->itext_lists[list - xform->form->lists] = true;
	for (size_t i = 0; i < list->choice_count; i++) {
		struct itext_entry *entry = add_entry(xform,
		    arena_printf(xform->arena, "%s-%zu", list->name, i));

		entry->plain = present(&list->choices[i].label);
		choice_media(xform, entry, list, &list->choices[i]);
	}
}

static void
collect_tags(struct xform *xform, const struct choice_list *tags)
{
	for (size_t i = 0; i < tags->choice_count; i++)
		if (xform_texts_are_itext(xform, &tags->choices[i].label))
			add_entry(xform, arena_printf(xform->arena,
			    "osm-%s-%zu", tags->name, i))->plain =
			    &tags->choices[i].label;
}

void
xform_collect_itext(struct xform *xform)
{
	const struct form *form = xform->form;

	for (size_t i = 0; i < form->list_count; i++)
		collect_list(xform, &form->lists[i]);
	for (size_t i = 0; i < form->tag_list_count; i++)
		collect_tags(xform, &form->tag_lists[i]);
	for (size_t i = 1; i < form->item_count; i++)
		collect_item(xform, form->items[i]);
}

static bool
says(const struct texts *texts, size_t language)
{
	return texts != NULL && texts->by_language[language].written != NULL;
}

static bool
entry_says(const struct itext_entry *entry, size_t language)
{
	for (size_t i = 0; i < entry->medium_count; i++)
		if (entry->media[i].language == language)
			return true;
	return says(entry->plain, language) || says(entry->guidance, language);
}

/* A text that is missing in one language is "-": it must be there in all. */
static void
write_value(struct xform *xform, const struct texts *texts, size_t language,
    const char *form)
{
	if (texts == NULL)
		return;
	xml_start(&xform->xml, "value");
	if (form != NULL)
		xml_attribute(&xform->xml, "form", form);
	if (says(texts, language))
		xform_text(xform, &texts->by_language[language]);
	else
		xml_text(&xform->xml, "-");
	xml_end(&xform->xml);
}

/* A file's name, in which ${name} is allowed, as text and outputs. */
static void
write_medium(struct xform *xform, const struct medium *medium)
{
	const char *folder = strcmp(medium->form, "audio") == 0 ? "audio" :
	    strcmp(medium->form, "video") == 0 ? "video" : "images";
	const char *s = medium->written, *ref, *end;

	xml_start(&xform->xml, "value");
	xml_attribute(&xform->xml, "form", medium->form);
	xml_text(&xform->xml, arena_printf(xform->arena, "jr://%s/", folder));
	while ((ref = strstr(s, "${")) != NULL &&
	    (end = strchr(ref, '}')) != NULL) {
		xml_text(&xform->xml, arena_strndup(xform->arena, s,
		    (size_t)(ref - s)));
		xml_start(&xform->xml, "output");
		xml_attribute(&xform->xml, "value", xform_resolve(xform,
		    medium->context, arena_strndup(xform->arena, ref,
		    (size_t)(end + 1 - ref))));
		xml_end(&xform->xml);
		s = end + 1;
	}
	xml_text(&xform->xml, s);
	xml_end(&xform->xml);
}

static void
write_entry(struct xform *xform, const struct itext_entry *entry,
    size_t language)
{
	bool any = entry->plain != NULL || entry->guidance != NULL;

	for (size_t i = 0; i < entry->medium_count; i++)
		any |= entry->media[i].language == language;
	if (!any)
		return;
	xml_start(&xform->xml, "text");
	xml_attribute(&xform->xml, "id", entry->id);
	write_value(xform, entry->plain, language, NULL);
	write_value(xform, entry->guidance, language, "guidance");
	for (size_t i = 0; i < entry->medium_count; i++)
		if (entry->media[i].language == language)
			write_medium(xform, &entry->media[i]);
	xml_end(&xform->xml);
}

/* Otherwise the first language is just the first. */
static bool
has_default(const struct form *form)
{
	return form_setting(form, "default_language") != NULL ||
	    strcmp(form->languages[0], "default") == 0;
}

static void
write_translation(struct xform *xform, size_t language)
{
	bool any = false;

	for (size_t i = 0; i < xform->entry_count && !any; i++)
		any = entry_says(&xform->entries[i], language);
	if (!any)
		return;
	xml_start(&xform->xml, "translation");
	xml_attribute(&xform->xml, "lang", xform->form->languages[language]);
	if (language == 0 && has_default(xform->form))
		xml_attribute(&xform->xml, "default", "true()");
	for (size_t i = 0; i < xform->entry_count; i++)
		write_entry(xform, &xform->entries[i], language);
	xml_end(&xform->xml);
}

void
xform_write_itext(struct xform *xform)
{
	if (xform->entry_count == 0)
		return;
	xml_start(&xform->xml, "itext");
	for (size_t i = 0; i < xform->form->language_count; i++)
		write_translation(xform, i);
	xml_end(&xform->xml);
}
