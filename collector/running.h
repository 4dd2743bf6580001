/*
 * running.h - one program shows the pages of a store. It holds page.lock in the
 * store's folder and says in page.address where its pages are; a second start
 * opens a window there. A program that was killed is no obstacle: its lock died
 * with it, and its address is written over.
 *
 * The address holds the token that lets a browser in (kit/web/guard.h), so the
 * file is for the user's eyes only, and is gone when the program ends.
 */
#ifndef RECOLTE_COLLECTOR_RUNNING_H
#define RECOLTE_COLLECTOR_RUNNING_H

#include <stdint.h>

#include "kit/base/buf.h"
#include "kit/base/err.h"

struct running;

/*
 * Be the one; the folder is made when it is missing. *out NULL: another is, and
 * its address was appended. ERR_BUSY: another is, and does not say where.
 */
const struct err *running_begin(struct running **out, struct buf *address,
    const char *folder) MUST_CHECK;
const struct err *running_say(struct running *running, const char *address)
    MUST_CHECK;
/*
 * The port of one that was killed, so that windows of it find the next program;
 * 0: the last one ended as it should.
 */
uint16_t running_port(const struct running *running);
void running_end(struct running *running);	/* NULL is allowed */

#endif
