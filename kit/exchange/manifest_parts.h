/*
 * manifest_parts.h - what the two files of manifests share: manifest.c reads
 * and answers, manifest_draft.c writes. Nobody else includes it.
 */
#ifndef RECOLTE_EXCHANGE_MANIFEST_PARTS_H
#define RECOLTE_EXCHANGE_MANIFEST_PARTS_H

#include "kit/base/json.h"
#include "kit/exchange/manifest.h"

enum { NONCE_BYTES = 16, MANIFEST_POLICY_BYTES_MAX = 64 << 10 };

#define MANIFEST_PURPOSE "recolte manifest 1"
#define COORDINATORS_PURPOSE "recolte coordinators 1"

/* What the root signs: the list, bound to the study and to its number. */
void manifest_coordinators_message(struct buf *out, const struct json *list,
    const char *nonce, uint64_t number);
struct arena;
struct want;

/* What ends (manifest_end.c): a part of every manifest. */
struct manifest_end {
	const char **erased;		/* ascending */
	size_t erased_count;
	bool closed;
	struct manifest_last *lasts;
	size_t last_count;
};

void manifest_end_read(struct want *want, struct manifest_end *end,
    struct arena *arena, const struct json *json);
const struct err *manifest_end_check(const struct manifest_end *end,
    const struct manifest_end *previous) MUST_CHECK;
const struct manifest_end *manifest_end_of(const struct manifest *manifest);
struct json *manifest_draft_json(struct manifest_draft *draft);

/* The parsed manifest, the draft's starting point. */
const struct json *manifest_json(const struct manifest *manifest);

#endif
