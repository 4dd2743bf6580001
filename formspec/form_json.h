/*
 * form_json.h - what the reader and the writer of canonical JSON share; its
 * shape stands in form_json.c.
 */
#ifndef FORMSPEC_FORM_JSON_H
#define FORMSPEC_FORM_JSON_H

#include "formspec/form_build.h"

#define FORM_JSON_FORMAT "recolte-form-1"

/* The members of an item: its fields, and these. */
enum item_member {
	MEMBER_CHOICES_FROM = FIELD_COUNT, MEMBER_ITEMS, MEMBER_LIST,
	MEMBER_NAME, MEMBER_OTHERS, MEMBER_TYPE, MEMBER_COUNT
};

struct item_key {
	const char *key;
	int member;		/* a field_id or an item_member */
};

/* In the order in which they are written. */
extern const struct item_key form_item_keys[MEMBER_COUNT];

/* Is that what form_write_json() gives? */
bool form_is_json(const struct form *form, struct slice text);

#endif
