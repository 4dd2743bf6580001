/*
 * intake.h - objects on their way into a repository.
 *
 * They are brought in an order where each comes after what it refers to: then
 * nothing that arrives ever lacks what it needs, and an object that is there
 * vouches for all below it. A few are written one by one, many as one pack,
 * because a backlog of thousands of small files takes a minute to write. They
 * are on disk only after intake_flush().
 */
#ifndef RECOLTE_EXCHANGE_INTAKE_H
#define RECOLTE_EXCHANGE_INTAKE_H

#include "kit/exchange/repo.h"

struct intake;

struct intake *intake_new(struct repo *to);
/*
 * One that only looks: kind and size of each object, as if it were copied. For
 * a repository whose packs are ours and were hashed when they came.
 */
struct intake *intake_new_looking(struct repo *to);
void intake_free(struct intake *intake);	/* NULL is allowed */
/* How many objects were copied since the last flush, or looked at. */
size_t intake_count(const struct intake *intake);

/* Is it there, or on its way? */
bool intake_has(const struct intake *intake, const struct oid *id);

/*
 * Copy one object. *ours tells whose failure it was: true when the repository
 * could not take it, false when `from` could not give it.
 */
const struct err *intake_copy(struct intake *intake, struct repo *from,
    const struct oid *id, enum object_kind kind, bool *ours) MUST_CHECK;
const struct err *intake_flush(struct intake *intake) MUST_CHECK;

#endif
