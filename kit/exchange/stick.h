/*
 * stick.h - what lies on a stick, or in a folder that is mailed: bundles
 * (bundle.h), each whole or not there.
 *
 *   outbox/<device>-<chain>-<from>-<to>.bundle   from a laptop: its change sets
 *   outbox/<device>-enrolment.bundle             its request and escrow
 *   inbox/<coordinator>-<16 hex>.bundle          to laptops: main and receipts
 *
 * <from> and <to> are numbers of change sets, 8 digits. A laptop writes what no
 * receipt covers yet: a stick that is lost holds up nothing.
 */
#ifndef RECOLTE_EXCHANGE_STICK_H
#define RECOLTE_EXCHANGE_STICK_H

#include "kit/exchange/delivery.h"
#include "kit/exchange/manifest.h"

#define STICK_OUTBOX "outbox"
#define STICK_INBOX "inbox"

enum { STICK_NAME_MAX = 96, STICK_FILES_MAX = 10000 };

struct stick_name {
	char device[DEVICE_ID_MAX], chain[DELIVERY_CHAIN_MAX];
	uint64_t from, to;
};

void stick_name_write(char out[STICK_NAME_MAX], const struct stick_name *name);
/* False: not the name of a chain's bundle. */
bool stick_name_read(struct stick_name *out, const char *file);
void stick_enrolment_name(char out[STICK_NAME_MAX], const char *device);

/*
 * The box of a stick that is there, made when it is missing.
 * ERR_NOT_FOUND: no stick. ERR_READ_ONLY, ERR_FULL.
 */
const struct err *stick_open_box(struct buf *out, const char *stick,
    const char *box) MUST_CHECK;

/*
 * Paths of the bundles in the box of a stick, sorted; of the folder itself when
 * it has no such box; or the one file. platform_list_free() them.
 * ERR_NOT_FOUND: nothing is there. ERR_LIMIT.
 */
const struct err *stick_bundles(char ***paths, size_t *count,
    const char *place, const char *box) MUST_CHECK;

/*
 * Remove from a box what `owner` wrote there and `gone` names, and what a
 * pulled stick left of it half written.
 */
typedef bool (*stick_judge)(void *data, const char *file);
const struct err *stick_clear(const char *box, const char *owner,
    stick_judge gone, void *data) MUST_CHECK;

#endif
