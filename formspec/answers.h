/*
 * answers.h - the answers of a response as a line of JSON, and as a row of a
 * table. The shape of the JSON is that of the form: an object keyed by item
 * name, groups are objects, repeats arrays of objects.
 */
#ifndef FORMSPEC_ANSWERS_H
#define FORMSPEC_ANSWERS_H

#include "formspec/instance.h"

/*
 * Append the response: items in the order of the form, values as strings, a
 * select_multiple as an array; what is empty or not relevant is absent.
 */
void answers_write_json(struct buf *out, struct instance *instance);

/*
 * Replace everything in the instance by what the line says, then settle it.
 * A value is a string, a number, a boolean or null (empty); a select_multiple
 * also an array of strings. Keys that start with "." at the top belong to the
 * caller and are passed over; for any other key that the form does not know,
 * unknown() is called with its path ("structure/sirene"), if it is given.
 * A value that is wrong for its item (not a number, not offered) is stored and
 * flagged; see instance_problems().
 *
 * ERR_FORMAT  not an object in JSON, or a value that can be no answer (an
 *             object for a question); the message names the item
 * ERR_LIMIT   too long, or too many instances
 */
const struct err *answers_read_json(struct instance *instance,
    struct slice line, void (*unknown)(void *data, const char *name),
    void *data) MUST_CHECK;

/*
 * The same from a row of cells. A heading is the name of a question (when only
 * one has it, and it is in no repeat), its path ("structure/siren"), or a path
 * with the numbers of repeat instances ("contrats[2]/part", from 1); empty
 * cells say nothing.
 */
const struct err *answers_read_flat(struct instance *instance,
    const char *const *headings, const char *const *cells, size_t count,
    void (*unknown)(void *data, const char *name), void *data) MUST_CHECK;

#endif
