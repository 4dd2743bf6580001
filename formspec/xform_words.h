/*
 * xform_words.h - what reading and writing XForms both know: where metadata
 * come from, and which parameters of XLSForm are attributes there.
 */
#ifndef FORMSPEC_XFORM_WORDS_H
#define FORMSPEC_XFORM_WORDS_H

#include "formspec/form.h"

/* The namespace of roles, unless the form declares one itself. */
#define XFORM_RECOLTE_URI "urn:recolte"

/* Where metadata come from. */
struct xform_preload {
	const char *word;	/* of the type column */
	const char *preload, *parameters;
};

extern const struct xform_preload xform_preloads[];
extern const size_t xform_preload_count;

/* A parameter of a type that is an attribute: of the bind, or in the body. */
struct xform_parameter {
	enum question_type type;
	const char *metadata;	/* which, of Q_METADATA; or NULL */
	const char *key, *attribute;
};

extern const struct xform_parameter xform_bind_parameters[],
    xform_body_parameters[];
extern const size_t xform_bind_parameter_count, xform_body_parameter_count;

/* Columns that are attributes of that name in the body. */
extern const char *const xform_body_columns[];
extern const size_t xform_body_column_count;

#endif
