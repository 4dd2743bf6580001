/*
 * xform.h - reading an ODK XForm; shared by xform_read*.c.
 * Source: https://getodk.github.io/xforms-spec/
 *
 * The document is read into a tree whose elements know their line. The items
 * are the elements of the primary instance; binds and controls then tell what
 * each one is.
 */
#ifndef FORMSPEC_XFORM_H
#define FORMSPEC_XFORM_H

#include "formspec/form_build.h"
#include "kit/base/map.h"

enum { XFORM_BODY_DEPTH_MAX = 64 };

/* A control of the body, in its order. */
struct control {
	const struct node *node;
	const char *path;	/* of the item; or NULL: a group of its own */
	bool is_repeat;
};

struct xform {
	struct form_build *build;
	const struct node *html, *model, *body, *primary;
	struct map *binds;	/* path to struct node */
	struct map *bind_ids;	/* id to path */
	struct map *items;	/* path to struct item */
	struct map *questions;	/* path to struct node of a control */
	struct map *repeats;	/* path to struct node */
	struct map *groups;	/* path to struct node */
	struct map *itexts;	/* id to struct itext */
	struct map *targets;	/* paths of attributes that actions set */
	struct control *controls;
	size_t control_count, control_capacity;
};

/* ---- the tree ---- */

/* The value of an attribute whatever its prefix, or NULL. */
const char *xform_attribute(const struct node *node, const char *name);
/* The next element from `node` on with that name; NULL: any name. */
const struct node *xform_next(const struct node *node, const char *name);
const struct node *xform_child(const struct node *node, const char *name);
struct place xform_place(const struct xform *xform, const struct node *node,
    const char *attribute);
bool xform_is_blank(const char *s);
/* Text without space around it, in the form's arena. */
const char *xform_trim(struct xform *xform, const char *s);

/* ---- paths and expressions (xform_read_paths.c) ---- */

/* A reference seen from an absolute path: absolute, of plain names. */
const char *xform_path(struct xform *xform, const char *ref,
    const char *context);

/*
 * What a ref, nodeset or bind of a node names, seen from the item at
 * `context`: an absolute path of plain names. NULL: it has none of these.
 */
const char *xform_ref(struct xform *xform, const struct node *node,
    const char *context);
/*
 * An expression as it stands in the form, compiled. An absolute path into a
 * repeat that `context` stands in means this instance, as in ODK Collect.
 */
void xform_expr(struct xform *xform, struct expr *out, const char *written,
    const struct item *context, const struct place *place);

/* ---- the parts ---- */

void xform_itexts(struct xform *xform);		/* xform_read_text.c */
/* label, hint or value: literal, with outputs, or a ref. */
void xform_texts(struct xform *xform, struct texts *out,
    const struct node *node, const struct item *context);
/* The texts of a constraintMsg and its like: jr:itext('id') or literal. */
void xform_message(struct xform *xform, struct texts *out, const char *written,
    const struct item *context, const struct place *place);
/* The text of a hint that only printed forms and supervisors show. */
void xform_guidance(struct xform *xform, struct item *item,
    const struct node *hint);
/* The id in "jr:itext('id')", or NULL. */
const char *xform_itext_id(struct xform *xform, const char *ref);
/* Images and the like of a label, into the item's other columns. */
void xform_media(struct xform *xform, struct item *item,
    const struct node *label);

/* One more of the item's other columns. */
void xform_add_other(struct xform *xform, struct item *item, const char *name,
    const char *value);

void xform_secondary(struct xform *xform);	/* xform_read_lists.c */
void xform_choices(struct xform *xform, struct item *item,
    const struct node *control);

void xform_body(struct xform *xform);		/* xform_read_body.c */
void xform_controls(struct xform *xform);
void xform_items(struct xform *xform);		/* xform_read_items.c */
void xform_binds(struct xform *xform);		/* xform_read_binds.c */
void xform_actions(struct xform *xform);	/* xform_read_actions.c */
/* The attributes that actions set, before there are items. */
void xform_targets(struct xform *xform);

/* xform_read_entities.c: an item's element may be an entity; all have binds. */
bool xform_is_entity(const struct item *item, const struct node *element);
/* Is it an attribute of one? No interview makes them: they are no items. */
bool xform_is_entity_path(struct xform *xform, const char *path);
void xform_entity(struct xform *xform, const struct item *item,
    const struct node *element);
void xform_entities(struct xform *xform);
void xform_save_to(struct xform *xform, struct item *item,
    const struct node *bind);
void xform_tags(struct xform *xform, struct item *item,
    const struct node *control);

enum xform_kind {
	XFORM_ITSELF,	/* the form is that text */
	XFORM_SHEET,	/* one that was written for an XLSForm is that again */
	XFORM_ALIKE	/* the same, by whoever: with the same elements */
};

/*
 * The XLSForm that the XForm would be written for: with the same bytes, or
 * with the same elements; or NULL. Form is what the XForm was read as.
 */
struct form *xform_sheet(struct xform *xform, const struct form *form,
    enum xform_kind kind);

/*
 * The form of these bytes; *out is NULL when there are diagnostics, or an
 * error. The build holds the files that are there already; it is used up.
 */
const struct err *xform_read(struct form **out, struct form_build *build,
    struct slice xml, enum xform_kind kind) MUST_CHECK;

#endif
