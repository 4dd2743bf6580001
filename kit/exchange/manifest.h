/*
 * manifest.h - who and what a study is: coordinators, devices, forms, phase.
 *
 * A manifest is canonical JSON; its file is that JSON, a newline, 128 lowercase
 * hexadecimal digits and a newline: the Ed25519 signature over
 * "recolte manifest 1\n" + JSON. Its hash is that of the JSON; the hash of the
 * first one (version 1) is the study id.
 *
 *   { "coordinators": { "list": [ { "id", "seal", "sign" } ],
 *                       "number": 1, "signature": HEX },
 *     "devices": [ { "admitted": TIME, "id", "seal", "sign",
 *                    "stands": [ { "chain": HEX16, "hash", "number": N } ],
 *                    "status": "active" | "revoked" | "lost",
 *                    "was": "coordinator" } ],      "was" may be missing
 *     "closing": [ { "chain", "device", "hash", "number" } ],
 *     "erased": [ RECORD ],                 both may be missing
 *     "forms": [ { "name", "version": HASH } ],     newest last
 *     "kind": "recolte manifest", "nonce": 32 HEX, "phase": "field",
 *     "policies": { NAME: TEXT }, "previous": HASH | "", "root": HEX,
 *     "time": TIME, "title": TEXT, "v": "1", "version": 1 }
 *
 * TIME is moment_format()'s text with the offset +00:00. "v" is the format's
 * version, "version" counts the manifests of the study.
 *
 * Who signs: the root the first one; a later one a coordinator of its
 * predecessor or, when the list of coordinators is newer, one of that list (so
 * that a study whose only coordinator lost the keys goes on with the root's
 * help). The root signs "recolte coordinators 1\n" + the canonical JSON of
 * { "list", "nonce", "number" }. The number goes up with each new list.
 *
 * A successor keeps nonce and root, raises the version by one, and takes
 * nothing away: devices stay devices with their keys, forms stay in order. No
 * sealing key is used twice. Members that this version does not know are kept
 * when a successor is made.
 *
 * "erased" names records that nobody takes in again, ascending; a successor
 * names them too. "closing" stands from the closing of the study on, when the
 * phase is "closed" for ever and the sealing keys of the coordinators are
 * destroyed: the change sets that stand then (and those that they build on),
 * ascending by device, chain and hash; what else arrives is read by nobody.
 *
 * A coordinator who is taken off the list becomes a revoked device that "was"
 * one: what stands of it has a coordinator's say for ever.
 */
#ifndef RECOLTE_EXCHANGE_MANIFEST_H
#define RECOLTE_EXCHANGE_MANIFEST_H

#include "kit/base/crypto.h"

enum {
	MANIFEST_BYTES_MAX = 4 << 20, MANIFEST_COORDINATORS_MAX = 32,
	MANIFEST_DEVICES_MAX = 10000, MANIFEST_FORMS_MAX = 1000,
	MANIFEST_VERSION_MAX = 99999999,	/* eight digits on the hub */
	MANIFEST_POLICIES_MAX = 1000,
	MANIFEST_STANDS_MAX = 1000,	/* chains of one device */
	MANIFEST_NAME_BYTES_MAX = 255,	/* of a form, a policy, the title */
	MANIFEST_ERASED_MAX = 20000, MANIFEST_RECORD_BYTES_MAX = 79,
	MANIFEST_CLOSING_MAX = 15000
};

enum member_role {
	MEMBER_NONE, MEMBER_DEVICE, MEMBER_REVOKED, MEMBER_COORDINATOR,
	MEMBER_FORMER		/* a coordinator once, revoked now */
};

struct member {
	char id[DEVICE_ID_MAX];
	struct sign_public sign;
	struct seal_public seal;
	enum member_role role;
};

struct manifest_form {
	const char *name;
	struct hash version;
};

/*
 * How far the chain of a device that is revoked stands: up to this number,
 * which has this hash. What follows waits until a coordinator lists it.
 */
struct manifest_stand {
	uint64_t chain, number;
	struct hash hash;
};

/* The end of a chain (or of one side of a fork) when the study closed. */
struct manifest_last {
	char device[DEVICE_ID_MAX];
	struct manifest_stand stand;
};

struct manifest;	/* one verified version, immutable */

/* Who the person at the root is; never stored beside the rest. */
struct manifest_plan {
	const char *title, *phase;	/* "training" "pilot" "field" "closed" */
	int64_t now_ms;
	const struct sign_pair *root;
	const struct member *coordinators;	/* role is ignored */
	size_t coordinator_count;
};

/* The first manifest of a new study. */
const struct err *manifest_first(struct manifest **out,
    const struct manifest_plan *plan) MUST_CHECK;
/*
 * A successor, signed by a coordinator of `previous`, which must live as long
 * as the draft. The changes are made by the functions below on a draft.
 */
struct manifest_draft;
struct manifest_draft *manifest_draft_of(const struct manifest *previous);
void manifest_draft_free(struct manifest_draft *draft);
void manifest_draft_admit(struct manifest_draft *draft,
    const struct member *device, int64_t now_ms);
void manifest_draft_add_form(struct manifest_draft *draft, const char *name,
    const struct hash *version);
void manifest_draft_set_policy(struct manifest_draft *draft, const char *name,
    const char *value);
void manifest_draft_set_phase(struct manifest_draft *draft, const char *phase);
/* Records to be refused from now on, in any order; named already is fine. */
void manifest_draft_erase(struct manifest_draft *draft,
    const char *const *records, size_t count);
/* Close the study for ever: these change sets stand. */
void manifest_draft_close(struct manifest_draft *draft,
    const struct manifest_last *lasts, size_t count);
/*
 * Revoke a device ("revoked" when it did wrong, "lost" when it got lost), or
 * list anew what stands; "active" takes it back. ERR_NOT_FOUND: no such device.
 */
const struct err *manifest_draft_set_device(struct manifest_draft *draft,
    const char *id, const char *status, const struct manifest_stand *stands,
    size_t stand_count) MUST_CHECK;
/*
 * A new list of coordinators; the root key comes out of its drawer for it. Who
 * is on the list no more is retired in the same draft.
 */
void manifest_draft_set_coordinators(struct manifest_draft *draft,
    const struct sign_pair *root, const struct member *coordinators,
    size_t coordinator_count);
/* Of a coordinator who leaves, with what stands, to the devices. */
void manifest_draft_retire(struct manifest_draft *draft,
    const struct member *coordinator, int64_t now_ms,
    const struct manifest_stand *stands, size_t stand_count);
/*
 * What is signed can be read: the errors are those of manifest_read().
 * ERR_SIGNATURE: not a coordinator.
 */
const struct err *manifest_draft_sign(struct manifest **out,
    const struct manifest_draft *draft, const struct sign_pair *coordinator,
    int64_t now_ms) MUST_CHECK;

/*
 * Read a file and verify it: the first (previous NULL) against itself and, when
 * study is given, against the id that an invitation pinned; a later one against
 * its predecessor.
 * ERR_FORMAT, ERR_LIMIT, ERR_NEWER; ERR_SIGNATURE: not signed by who may;
 * ERR_FOREIGN: not of this study, or not the successor of previous: see
 * manifest_version() and manifest_hash() for whether that is an alarm.
 */
const struct err *manifest_read(struct manifest **out, struct slice file,
    const struct manifest *previous, const struct hash *study) MUST_CHECK;
void manifest_free(struct manifest *manifest);
struct slice manifest_file(const struct manifest *manifest);	/* its bytes */
const struct hash *manifest_hash(const struct manifest *manifest);
const struct hash *manifest_study(const struct manifest *manifest);
uint64_t manifest_version(const struct manifest *manifest);
int64_t manifest_time_ms(const struct manifest *manifest);
const char *manifest_title(const struct manifest *manifest);
const char *manifest_phase(const struct manifest *manifest);
/* NULL when it is not set. */
const char *manifest_policy(const struct manifest *, const char *name);

/* Coordinators first, in the manifest's order. */
const struct member *manifest_members(const struct manifest *, size_t *count);
const struct member *manifest_member(const struct manifest *, const char *id);
/*
 * A lost device is MEMBER_REVOKED too, one that was a coordinator
 * MEMBER_FORMER; MEMBER_NONE when the key is unknown.
 */
enum member_role manifest_role(const struct manifest *,
    const struct sign_public *key);
/* "active", "revoked", "lost"; NULL when there is no such device. */
const char *manifest_device_status(const struct manifest *, const char *id);
/* What stands of a device that is revoked or lost, in the manifest's order. */
const struct manifest_stand *manifest_stands(const struct manifest *,
    const char *id, size_t *count);
/* The coordinators' sealing keys; the manifest's. */
const struct seal_public *manifest_recipients(const struct manifest *,
    size_t *count);
const struct manifest_form *manifest_forms(const struct manifest *,
    size_t *count);

/* Ascending; the manifest's. */
const char *const *manifest_erased(const struct manifest *, size_t *count);
bool manifest_is_erased(const struct manifest *, const char *record);
/* Does nothing that is collected now count: a training, a pilot? */
bool manifest_is_practice(const struct manifest *);
/*
 * Has the study gone on to another phase than that one, in which something was
 * begun? Its end is not one: what was collected until then counts.
 */
bool manifest_is_past(const struct manifest *, const char *phase);
/* Was the study closed, which cannot be taken back? */
bool manifest_is_closed(const struct manifest *);
const struct manifest_last *manifest_closing(const struct manifest *,
    size_t *count);

#endif
