/*
 * pack_scan.h - a git pack from outside, looked at while it passes, before
 * libgit2 unpacks any of it: a megabyte may hold a gigabyte, and a delta says
 * in two bytes how much memory it wants.
 *
 *   OFFSET  SIZE  WHAT (git's gitformat-pack, version 2)
 *   0       4     "PACK"
 *   4       4     version, 2
 *   8       4     number of objects
 *   12      -     each: kind and size (7 bits a byte), for a delta also where
 *                 its base is (offset, or 20 bytes of a name), a zlib stream
 *   end-20  20    SHA-1 of all before; libgit2 compares it
 *
 * Commits, trees, files and deltas may come, each up to what repo.h allows;
 * a delta counts as what it makes. Tags may not.
 */
#ifndef RECOLTE_EXCHANGE_PACK_SCAN_H
#define RECOLTE_EXCHANGE_PACK_SCAN_H

#include "kit/base/buf.h"

enum { PACK_OBJECTS_MAX = 1000000 };

/* What all objects of a pack may make together. */
#define PACK_PLAIN_TOTAL_MAX (UINT64_C(8) << 30)

struct pack_scan;

struct pack_scan *pack_scan_new(void);
void pack_scan_free(struct pack_scan *scan);	/* NULL is allowed */

/*
 * The next bytes, in pieces of any size.
 * ERR_FORMAT not a pack, or torn; ERR_NEWER; ERR_LIMIT.
 */
const struct err *pack_scan_feed(struct pack_scan *scan, struct slice bytes)
    MUST_CHECK;
/* No more bytes: ERR_FORMAT when something is missing. */
const struct err *pack_scan_end(const struct pack_scan *scan) MUST_CHECK;

#endif
