/*
 * xform_sheet.h - an XForm back as the XLSForm that it was written for; shared
 * by xform_sheet*.c. What is found is a guess, and proved in the end: written
 * as an XForm it must give the same bytes.
 */
#ifndef FORMSPEC_XFORM_SHEET_H
#define FORMSPEC_XFORM_SHEET_H

#include "formspec/xform.h"

struct recovery {
	struct xform *xform;		/* its tree, and what is where */
	const struct form *from;	/* what it was read as */
	struct form_build *build;	/* of the XLSForm */
	struct arena *arena;		/* the build's */
	struct map *names;		/* of items: how many have it */
	struct map *devices;		/* path to struct device */
	struct map *files;		/* id of an instance to a file's name */
	struct map *asked;		/* ids of those that questions use */
	size_t languages[FORM_LANGUAGES_MAX];	/* ours, by index of theirs */
	bool failed;			/* it says what no sheet can */
};

/* What a device sets: an element setgeopoint or recordaudio. */
struct device {
	const char *word;		/* "start-geopoint" */
	const char *sources;		/* paths of what sets it off, or "" */
	const char *quality;		/* or NULL */
};

/* An item of the XForm, and what the XForm says of it. */
struct found {
	const struct item *item;
	const struct node *element, *bind, *control;	/* or NULL */
	struct item *made;		/* in the XLSForm */
};

/* ---- xform_sheet_text.c ---- */

/*
 * Paths to ${name}, as a cell of the item at `context` would have it. What is
 * relative, but not to current(), is seen from `inner`.
 */
const char *sheet_expr(struct recovery *r, const char *s, const char *context,
    const char *inner);
/* "${name}" for a path that is seen from there; NULL: it names no item. */
const char *sheet_reference(struct recovery *r, const char *path,
    const char *context);
/* plain: it has but one language, that of the form. */
void sheet_texts(struct recovery *r, struct texts *out,
    const struct texts *from, bool plain, const char *context);
/* The pictures and sounds of a text, as columns: "image::French". */
void sheet_media(struct recovery *r, const char *id, const char *context,
    void (*add)(void *data, const char *heading, const char *value),
    void *data);

/* ---- xform_sheet_lists.c ---- */

void sheet_lists(struct recovery *r);
/* The list, the filter and the parameters of a question. */
void sheet_choices(struct recovery *r, const struct found *found);
/* A row csv-external for each file that nothing else asks for. */
void sheet_externals(struct recovery *r, bool first);

/* ---- xform_sheet_binds.c ---- */

void sheet_bind(struct recovery *r, const struct found *found);
/* xmlns="..." and the like. */
bool sheet_is_declaration(const struct node *attribute);
/* The attributes of the element and of the control. */
void sheet_attributes(struct recovery *r, const struct found *found);
void sheet_parameter(struct recovery *r, struct item *item, const char *key,
    const char *value);
void sheet_other(struct recovery *r, struct item *item, const char *heading,
    const char *value);

/* ---- xform_sheet_items.c ---- */

void sheet_items(struct recovery *r);

#endif
