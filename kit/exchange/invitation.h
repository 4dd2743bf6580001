/*
 * invitation.h - the file that lets a laptop join, and the laptop's answer.
 *
 * The invitation is canonical JSON and a newline: the study id, the manifests
 * from the first to the current one, the form packages, where the hub is, a
 * one-time secret and when it expires. It is handed over on a stick or by a
 * channel that the coordinator trusts: whoever holds it may ask to be admitted.
 *
 *   { "access": OBJECT as in access.h, when the hub wants one,
 *     "expires": TIME, "for": TEXT,
 *     "forms": [ { "package": BASE64 of its zlib stream, "version": HASH } ],
 *     "hub": TEXT, "id": 32 HEX, "kind": "recolte invitation",
 *     "manifests": [ BASE64 of a file ], "secret": 64 HEX, "study": HASH,
 *     "v": "1" }
 *
 * The answer is an envelope "recolte enrolment", sealed to the coordinators and
 * signed by the new device:
 *
 *   { "invitation": 32 HEX, "kind": "recolte enrolment", "name": TEXT,
 *     "proof": 64 HEX, "seal": HEX, "sign": HEX, "time": TIME, "v": "1" }
 *
 * The proof is derive(secret, "recolte enrolment 1" + study 32 + signing key 32
 * + sealing key 32 + invitation id 16). The writer of the envelope must be the
 * signing key, which binds the rest. TIME as in manifest.h. In both, members
 * that this version does not know are passed over.
 */
#ifndef RECOLTE_EXCHANGE_INVITATION_H
#define RECOLTE_EXCHANGE_INVITATION_H

#include "kit/exchange/access.h"
#include "kit/exchange/manifest.h"

enum {
	INVITATION_BYTES_MAX = 64 << 20,
	INVITATION_MANIFESTS_MAX = 10000,
	INVITATION_PACKAGE_BYTES_MAX = 48 << 20,
	INVITATION_PACKAGES_BYTES_MAX = 256 << 20,	/* all of them */
	INVITATION_HUB_BYTES_MAX = 4096,
	ENROLMENT_NAME_BYTES_MAX = 255
};

struct invitation_form {
	struct hash version;
	struct slice package;		/* its hash is the version */
};

struct invitation {
	struct hash study;
	struct secret_key secret;
	uint8_t id[KEY_ID_BYTES];	/* names the invitation, no secret */
	const char *for_name;		/* the interviewer, as the coordinator says */
	const char *hub;		/* path or address, may be "" */
	struct access access;		/* to the hub; often empty */
	int64_t expires_ms;
	const struct slice *manifests;	/* files, oldest first */
	size_t manifest_count;
	const struct invitation_form *forms;
	size_t form_count;
	struct arena *arena;		/* set by invitation_read() */
};

/* ERR_LIMIT: over INVITATION_BYTES_MAX, or another limit. */
const struct err *invitation_write(struct buf *out,
    const struct invitation *invitation) MUST_CHECK;
/*
 * The manifests are verified from the first one on, the forms against their
 * hashes and the newest manifest. Whether it has expired is for the caller.
 *
 * ERR_FORMAT, ERR_LIMIT, ERR_NEWER, and what manifest_read() says;
 * ERR_SIGNATURE: a form is not its hash; ERR_FOREIGN: a form is not in the
 * manifest.
 */
const struct err *invitation_read(struct invitation **out, struct slice text)
    MUST_CHECK;
void invitation_free(struct invitation *invitation);
/* The newest manifest, verified from the first one on. */
const struct err *invitation_manifest(struct manifest **out,
    const struct invitation *invitation) MUST_CHECK;

/*
 * A coordinator to be asks in the same way, with one more member,
 * "as": "coordinator"; nobody is admitted as what they did not ask to be.
 */
struct enrolment {
	struct member device;
	uint8_t invitation[KEY_ID_BYTES];
	char name[ENROLMENT_NAME_BYTES_MAX + 1];
	int64_t time_ms;
	bool coordinator;
};

const struct err *enrolment_seal_coordinator(struct buf *out,
    const struct invitation *invitation, const struct manifest *manifest,
    const struct sign_pair *sign, const struct seal_pair *seal,
    int64_t now_ms) MUST_CHECK;
const struct err *enrolment_seal(struct buf *out,
    const struct invitation *invitation, const struct manifest *manifest,
    const struct sign_pair *sign, const struct seal_pair *seal,
    int64_t now_ms) MUST_CHECK;
/*
 * Open a request. The proof is checked with enrolment_proves(); the device has
 * the role MEMBER_NONE, because only a manifest admits it.
 * Errors as envelope_open().
 */
struct enrolment_proof { uint8_t bytes[KEY_BYTES]; };
const struct err *enrolment_open(struct enrolment *out,
    struct enrolment_proof *proof, struct slice sealed,
    const struct hash *study, const struct seal_pair *mine) MUST_CHECK;
bool enrolment_proves(const struct enrolment *enrolment,
    const struct enrolment_proof *proof, const struct secret_key *secret,
    const struct hash *study);

#endif
