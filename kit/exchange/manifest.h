/*
 * manifest.h - who and what a study is: coordinators, devices, forms, phase.
 *
 * A manifest is canonical JSON; its file is that JSON, a newline, and one line
 * of hexadecimal: the Ed25519 signature over "recolte manifest 1\n" + JSON.
 * The first (version 1) is signed by the root key, and its hash (of the JSON)
 * is the study id; later ones by a coordinator of their predecessor. The root
 * signs the list of coordinators, bound to the study's nonce.
 *
 *   { "coordinators": { "list": [ { "id", "seal", "sign" } ],
 *                       "number": 1, "signature": HEX },
 *     "devices": [ { "admitted": TIME, "id", "seal", "sign",
 *                    "status": "active" | "revoked" | "lost",
 *                    "stands": [ { "chain", "number", "hash" } ] } ],
 *     "forms": [ { "name", "version": HASH } ],     newest last
 *     "kind": "recolte manifest", "nonce": 32 HEX, "phase": "field",
 *     "policies": { NAME: TEXT }, "previous": HASH | "", "root": HEX,
 *     "time": TIME, "title": TEXT, "version": 1 }
 *
 * Members that this version does not know are kept when a successor is made.
 */
#ifndef RECOLTE_EXCHANGE_MANIFEST_H
#define RECOLTE_EXCHANGE_MANIFEST_H

#include "kit/exchange/crypto.h"

enum {
	MANIFEST_BYTES_MAX = 4 << 20, MANIFEST_COORDINATORS_MAX = 32,
	MANIFEST_DEVICES_MAX = 10000, MANIFEST_FORMS_MAX = 1000
};

enum member_role { MEMBER_NONE, MEMBER_DEVICE, MEMBER_REVOKED, MEMBER_COORDINATOR };

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
 * A successor, signed by a coordinator of `previous`. The changes are made by
 * the functions below on a draft.
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
const struct err *manifest_draft_sign(struct manifest **out,
    const struct manifest_draft *draft, const struct sign_pair *coordinator,
    int64_t now_ms) MUST_CHECK;

/*
 * Read a file and verify it: the first (previous NULL) against itself and, when
 * study is given, against the id that an invitation pinned; a later one against
 * its predecessor.
 * ERR_FORMAT, ERR_LIMIT, ERR_NEWER; ERR_SIGNATURE: not signed by who may;
 * ERR_FOREIGN: not of this study, or not the successor of previous.
 */
const struct err *manifest_read(struct manifest **out, struct slice file,
    const struct manifest *previous, const struct hash *study) MUST_CHECK;
void manifest_free(struct manifest *manifest);
struct slice manifest_file(const struct manifest *manifest);	/* its bytes */
const struct hash *manifest_hash(const struct manifest *manifest);
const struct hash *manifest_study(const struct manifest *manifest);
uint64_t manifest_version(const struct manifest *manifest);
const char *manifest_title(const struct manifest *manifest);
const char *manifest_phase(const struct manifest *manifest);
const char *manifest_policy(const struct manifest *, const char *name); /* or NULL */

/* Coordinators first, in the manifest's order. */
const struct member *manifest_members(const struct manifest *, size_t *count);
const struct member *manifest_member(const struct manifest *, const char *id);
/* MEMBER_NONE when the key is unknown. */
enum member_role manifest_role(const struct manifest *,
    const struct sign_public *key);
/* The coordinators' sealing keys; the manifest's. */
const struct seal_public *manifest_recipients(const struct manifest *,
    size_t *count);
const struct manifest_form *manifest_forms(const struct manifest *,
    size_t *count);

#endif
