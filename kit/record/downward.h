/*
 * downward.h - what the coordinators tell one laptop about its work: how its
 * cases stand, and what was corrected in the responses that it created.
 *
 * A file `to/<device id>` on main: an envelope "recolte downward" (envelope.h),
 * sealed to that device and the coordinators, signed by a coordinator. In it,
 * canonical JSON, every scalar a string:
 *
 *   { "cases": [ { "attempts": [ { "by": NAME, "call-back": DAY, "how": WORD,
 *                                  "id": 16 HEX, "outcome": CODE,
 *                                  "remark": TEXT, "when": MOMENT } ],
 *                  "count": N, "id": UUID, "mine": "1",
 *                  "reason": TEXT, "status": WORD, "with": NAME } ],
 *     "corrections": [ { "by": NAME, "bytes": BASE64, "fields": [ PATH ],
 *                        "reason": TEXT, "response": UUID, "revision": HASH,
 *                        "time": MOMENT } ],
 *     "device": DEVICE ID, "kind": "recolte downward",
 *     "manifest": N, "number": N, "readers": HASH, "v": "1" }
 *
 * Every such file is whole: it takes the place of the one before. `manifest`
 * and `number` order them, manifest first; what is not greater than what was
 * taken is old, whoever shows it. `readers` is the hash of those whom it is
 * sealed to, in ascending order of their keys.
 *
 * Cases ascend by id; one that nothing is to be said about is not there, and is
 * open. "status" is "open", "taken" (somebody else has it: "with"), "answered",
 * "answered-online", "refused" or "do-not-contact"; another word is of a newer
 * program, and asks for as much care as these. "mine" is there when the case
 * was given to this device. "attempts" are those of other devices, the newest
 * DOWNWARD_ATTEMPTS_MAX, oldest first; "count" is how many there are. Of a case
 * that is taken none are told. An empty text is left out.
 *
 * Corrections stand in the order in which they count. "bytes" is the revision
 * as the coordinator wrote it, whose hash is "revision"; it is there when the
 * study lets laptops keep answers (policy "purge" is "keep"), else only which
 * fields, why, when and by whom. Records that were erased are never named.
 * Members that this version does not know are passed over; an item that it
 * cannot read is skipped and counted, the rest stands.
 */
#ifndef RECOLTE_RECORD_DOWNWARD_H
#define RECOLTE_RECORD_DOWNWARD_H

#include "kit/base/json.h"
#include "kit/record/attempt.h"

enum {
	DOWNWARD_ATTEMPTS_MAX = 8,	/* told of a case */
	DOWNWARD_CASES_MAX = 200000, DOWNWARD_CORRECTIONS_MAX = 20000,
	DOWNWARD_NAME_MAX = 64		/* "to/" and a device id, with room */
};

enum case_status {
	CASE_OPEN, CASE_TAKEN, CASE_ANSWERED, CASE_ANSWERED_ONLINE,
	CASE_REFUSED, CASE_DO_NOT_CONTACT,
	CASE_OTHER			/* a newer program's word */
};

/* "open" ...; "" for CASE_OTHER. */
const char *case_status_word(enum case_status status);
enum case_status case_status_parse(const char *word);

struct down_attempt {
	struct attempt attempt;
	const char *by;
};

/* Strings are never NULL. */
struct down_case {
	char id[UUID_TEXT_MAX];
	enum case_status status;
	const char *word;		/* of the status, as it came */
	bool mine;
	const char *with, *reason;
	const struct down_attempt *attempts;
	size_t attempt_count;		/* told */
	uint64_t count;			/* that there are */
};

struct down_correction {
	char response[UUID_TEXT_MAX];
	struct hash revision;
	int64_t time_ms;
	int offset_minutes;
	const char *by, *reason;
	const char *const *paths;
	size_t path_count;
	struct slice bytes;		/* the revision; empty: not told */
};

struct downward {
	char device[DEVICE_ID_MAX];
	uint64_t manifest, number;
	struct hash readers;
	const struct down_case *cases;
	size_t case_count;
	const struct down_correction *corrections;
	size_t correction_count;
	size_t skipped;			/* items that could not be read */
};

/* "to/<device id>" */
void downward_name(char out[DOWNWARD_NAME_MAX], const char *device);
/* Of the keys that it is sealed to, in any order. */
void downward_readers(struct hash *out, const struct seal_public *keys,
    size_t count);

/* Append the envelope. ERR_LIMIT. */
const struct err *downward_seal(struct buf *out, const struct downward *down,
    const struct hash *study, const struct seal_public *to, size_t to_count,
    const struct sign_pair *writer) MUST_CHECK;
/*
 * Errors as envelope_open(); ERR_FOREIGN: it is for another device (device may
 * be NULL: any). The caller decides whether to believe *writer.
 */
const struct err *downward_open(struct downward **out, struct arena *arena,
    struct sign_public *writer, struct slice sealed, const struct hash *study,
    const char *device, const struct seal_pair *mine) MUST_CHECK;

/* Do both say the same, whatever their numbers? */
bool downward_same(const struct downward *a, const struct downward *b);

/* One item alone, as a laptop keeps it. ERR_FORMAT. */
struct json *down_case_json(const struct down_case *item);
const struct err *down_case_read(struct down_case *out, struct arena *arena,
    const struct json *json) MUST_CHECK;
struct json *down_correction_json(const struct down_correction *item);
const struct err *down_correction_read(struct down_correction *out,
    struct arena *arena, const struct json *json) MUST_CHECK;

#endif
