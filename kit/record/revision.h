/*
 * revision.h - a change to a record, and the bytes that say it.
 *
 * Canonical JSON (RFC 8785), all values strings, text NFC:
 *   { "author": DEVICE ID, "fields": { PATH: VALUE }, "form": HASH | "",
 *     "kind": "response" | "case" | "link" | "retraction",
 *     "nonce": 32 HEX, "parents": [ HASH ] sorted, "reason": TEXT,
 *     "record": UUID (a link: UUID "~" UUID, sorted), "retracts": [ HASH ] sorted,
 *     "state": "" | "draft" | "partial" | "final" | "withdrawn" | "void",
 *     "study": HASH, "time": "2024-11-22T09:30:00.000+01:00",
 *     "unset": [ PATH ] sorted, "v": "1" }
 * "state" is "" where it does not change. A revision sets only what changed
 * against its parents. Its id is the BLAKE2b-256 of these bytes as received.
 *
 * Paths are those of formspec/instance.h (answer_path). An instance of a repeat
 * exists by the field "contrats[00a1b2c3d4e5f607]", whose value is its position
 * among its siblings. Fields of the record as a whole start with a dot:
 * ".case" the case it answers, ".handed" the device it was handed to, ".start",
 * ".end" the interview's times, ".source" the key of an import, ".file/PATH" the
 * attachment behind an answer (kit/exchange/attachment.h), ".recovered" the
 * response of a lost laptop whose draft it goes on with, ".remark/PATH" and
 * ".nonresponse/PATH" what was said about a question beside its answer, ".ending"
 * that it was broken off (collector/interview/interview.h). Of a case: ".key"
 * what people call it by, ".status" and ".handed" what a coordinator decided
 * (merger/cases/casework.h), ".attempt[...]" who tried to reach the person
 * (attempt.h), ".phase" that it was practice.
 *
 * A path is steps between "/"; a step is a name, then "[" 16 hex digits "]" for
 * an instance of a repeat. A name holds no "/", "[", "]", control character,
 * and is not dots alone.
 *
 * A retraction belongs to the record whose revisions it takes back: it has that
 * record's id, at least one parent, at least one entry in "retracts" (each
 * known to its parents), and no field, unset, state or form. Every other kind has no
 * "retracts". A link's record id is two different UUIDs, the others' is one,
 * a retraction's is either. A revision that removes a repeat ("unset" of its
 * existence) sets nothing inside it.
 */
#ifndef RECOLTE_RECORD_REVISION_H
#define RECOLTE_RECORD_REVISION_H

#include <stdbool.h>

#include "kit/base/arena.h"
#include "kit/base/crypto.h"

enum {
	UUID_TEXT_MAX = 37, RECORD_ID_MAX = 74,
	REVISION_PARENTS_MAX = 64, REVISION_FIELDS_MAX = 100000,
	REVISION_PATH_BYTES_MAX = 1024, REVISION_REASON_BYTES_MAX = 4096
};

enum record_kind { RECORD_RESPONSE, RECORD_CASE, RECORD_LINK, RECORD_RETRACTION };

/* In order of how much they protect: the later, the more. */
enum record_state {
	STATE_UNCHANGED, STATE_FINAL, STATE_PARTIAL, STATE_DRAFT, STATE_VOID,
	STATE_WITHDRAWN
};

struct field {
	const char *path;
	const char *value;	/* never NULL */
};

/* Sorted by path, bytewise; each path once. */
struct fields {
	const struct field *items;
	size_t count;
};

struct revision {
	struct hash id;			/* set by revision_read() and _write() */
	enum record_kind kind;
	struct hash study;
	char record[RECORD_ID_MAX];
	char author[DEVICE_ID_MAX];
	struct hash form;		/* zeroes: none */
	int64_t time_ms;
	int offset_minutes;
	uint8_t nonce[16];
	const struct hash *parents;
	size_t parent_count;
	struct fields set;
	const char *const *unset;	/* sorted */
	size_t unset_count;
	const struct hash *retracts;
	size_t retract_count;
	enum record_state state;
	const char *reason;		/* "" when none */
};

/*
 * Append the bytes and set revision->id. Lists are sorted here; nothing else is
 * changed: text that is not NFC is refused, who imports it calls text_nfc().
 * ERR_FORMAT: it breaks a rule above. ERR_LIMIT.
 */
const struct err *revision_write(struct buf *out, struct revision *revision)
    MUST_CHECK;
/*
 * Read bytes into arena. What is read would be written as the same bytes, which
 * are the revision's for ever: at most REVISION_BYTES_MAX (changeset.h).
 * ERR_FORMAT, ERR_LIMIT, ERR_NEWER ("v" is not "1"); ERR_FOREIGN: study is
 * given and another.
 */
const struct err *revision_read(struct revision **out, struct arena *arena,
    struct slice bytes, const struct hash *study) MUST_CHECK;

void uuid_new(char out[UUID_TEXT_MAX]);			/* version 4 */
/* Version 8, from the hash of namespace and key: for imports. */
void uuid_derive(char out[UUID_TEXT_MAX], const char *space, const char *key);
/* The response that goes on, on this device, with another one's draft. */
void recovered_record_id(char out[UUID_TEXT_MAX], const char *device,
    const char *draft);
/*
 * The record of a case of the sample frame, from its key (what people call it
 * by, and what ".case" holds).
 */
void case_record_id(char out[UUID_TEXT_MAX], const struct hash *study,
    const char *key);
bool uuid_is_valid(const char *text);
void link_record_id(char out[RECORD_ID_MAX], const char *a, const char *b);

const char *record_kind_word(enum record_kind kind);
const char *record_state_word(enum record_state state);	/* "" if unchanged */
bool record_state_parse(const char *word, enum record_state *out);

/* Binary search; NULL when the path is not there. */
const char *fields_get(const struct fields *fields, const char *path);
/* Sort by path; the items array is reordered in place. */
void fields_sort(struct field *items, size_t count);
/*
 * What turns `before` into `after`: fields to set and paths to unset, in arena.
 */
void fields_diff(struct arena *arena, const struct fields *before,
    const struct fields *after, struct fields *set,
    const char *const **unset, size_t *unset_count);

#endif
