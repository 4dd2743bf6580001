/*
 * roster.h - the sealed roster on main, which alone knows the names of those who
 * take part: { "devices": { ID: NAME } }.
 */
#ifndef RECOLTE_MERGER_ROSTER_H
#define RECOLTE_MERGER_ROSTER_H

#include "kit/base/json.h"
#include "merger/workspace/workspace.h"

/*
 * An empty one if there is none; the caller frees it. ERR_SIGNATURE: no
 * coordinator signed it.
 */
const struct err *roster_read(struct workspace *workspace,
    struct json **out) MUST_CHECK;
/* The interviewer's name of a device, "" when the roster has none. */
const char *roster_name(const struct json *roster, const char *device);
/*
 * Append what a reader calls the device: its name, with the beginning of the id
 * where another one has the same; that alone where it has none.
 */
void roster_call(struct buf *out, const struct json *roster,
    const char *device);

/*
 * Append a new one, for the coordinators whom the manifest names now, with
 * these names too: { ID: NAME }, or NULL.
 */
const struct err *roster_seal(struct workspace *workspace, struct buf *out,
    const struct json *more) MUST_CHECK;

#endif
