/*
 * xform_write.h - a form as an ODK XForm; shared by xform_write*.c. The shape
 * is that of pyxform, so that what reads its forms reads ours.
 * Source: https://getodk.github.io/xforms-spec/
 */
#ifndef FORMSPEC_XFORM_WRITE_H
#define FORMSPEC_XFORM_WRITE_H

#include "formspec/form_build.h"
#include "formspec/xml_write.h"
#include "kit/base/map.h"

/* Pictures and sounds of a label: "image", a language, a file's name. */
struct medium {
	const char *form;
	size_t language;
	const char *written;
	const struct item *context;	/* of ${name} inside; or NULL */
};

/* One <text id=...>. */
struct itext_entry {
	const char *id;
	const struct texts *plain, *guidance;	/* or NULL */
	const struct medium *media;
	size_t medium_count;
};

struct xform {
	const struct form *form;
	struct xml_writer xml;
	struct arena *arena;
	struct itext_entry *entries;
	size_t entry_count, entry_capacity;
	struct map *prefixes;	/* of namespaces that the form declares */
	struct map *items;	/* by path, and the first of a name by it */
	bool *itext_lists;	/* by form->lists: labels stand in itext */
	bool *inline_lists;	/* shown by search(): written in the body */
	/* By index of an item, 1 + the first that it sets off in `set_off`. */
	size_t *set_off_first;
	size_t *set_off;	/* index of an item, 1 + the next; in pairs */
	size_t set_off_count;
};

/* xform_write_text.c: labels, and what goes to itext. */
void xform_collect_itext(struct xform *xform);
void xform_write_itext(struct xform *xform);
bool xform_label_is_itext(const struct xform *xform, const struct item *item);
bool xform_hint_is_itext(const struct xform *xform, const struct item *item);
/* Is it in several languages, or does it hold an expression? */
bool xform_texts_are_itext(const struct xform *xform,
    const struct texts *texts);
/* The pieces of a text, in the open element. */
void xform_text(struct xform *xform, const struct text *text);
/* The text in the default language; "" when there is none. */
void xform_plain(struct xform *xform, const struct texts *texts);

/* xform_write_instance.c: the answers, and the lists that they choose from. */
void xform_write_primary(struct xform *xform);
void xform_write_instances(struct xform *xform);
const char *xform_list_id(struct xform *xform, const struct choice_list *list);

/* xform_write_bind.c */
void xform_write_binds(struct xform *xform);
/* setvalue and setgeopoint of an item, as children of the open element. */
void xform_write_action(struct xform *xform, const struct item *item,
    const char *event);
/* "count" when a repeat's number stands in a node of its own, or NULL. */
const char *xform_count_path(struct xform *xform, const struct item *repeat);

/* xform_write_entities.c */
void xform_entities_version(struct xform *xform);
/* The entity that a container holds, in its open element, if it does. */
void xform_write_entity(struct xform *xform, const struct item *container);
void xform_write_entity_binds(struct xform *xform);
/* What new instances of a repeat hold gets ids of its own. */
void xform_write_new_entities(struct xform *xform, const struct item *repeat);
/* The tags of a question of type osm. */
void xform_write_tags(struct xform *xform, const struct item *item);

/* xform_write_body.c */
void xform_write_body(struct xform *xform);

/* The item with that path, or the first with that name; or NULL. */
const struct item *xform_item(const struct xform *xform, struct slice name);
/* A parameter of an item, in the arena; or NULL. */
const char *xform_parameter(struct xform *xform, const struct item *item,
    const char *key);
/* A further column of an item, or NULL. */
const char *xform_other(const struct item *item, const char *heading);
/* The columns "bind::x" (prefix "bind") as attributes of the open element. */
void xform_attributes(struct xform *xform, const struct item *item,
    const char *prefix);
/* Text with ${name} made into paths, seen from an item or from nowhere. */
const char *xform_resolve(struct xform *xform, const struct item *context,
    const char *written);
/* An XML name whose prefix, if any, is declared. */
bool xform_name_is_known(const struct xform *xform, const char *name);

#endif
