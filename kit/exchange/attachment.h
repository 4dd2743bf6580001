/*
 * attachment.h - a photo or a recording, sealed: a blob of its own, in the
 * tree of the commit whose change set names it first (delivery.h).
 *
 * The format is frozen: laptops in the field write it. Integers are big-endian.
 *
 *   offset size
 *        0    8  magic: 89 52 43 41 0d 0a 1a 0a  (\211 R C A ...)
 *        8    2  format version, 1
 *       10    2  zero
 *       12    4  bytes of a chunk before it is sealed, 65536
 *       16    8  S, bytes of the file
 *       24   24  purpose "recolte attachment", then zeroes
 *       48   32  study id
 *       80   32  salt, random
 *      112   24  header of the stream
 *      136    .  the chunks, each 17 bytes longer than what is in it: all full
 *                but the last; a file without bytes is one empty chunk
 *
 * The chunks are libsodium's secretstream (XChaCha20-Poly1305), under
 * derive(record key, "recolte attachment 1" + study 32 + salt 32): who erases
 * the record's key erases its attachments. The last chunk alone is marked as
 * the final one; bytes 0 to 136 are the associated data of each.
 *
 * What names it is a field of the record, ".file/" and the path of the
 * question, beside the answer, which is the name of the file:
 *   "1 " HASH " " BYTES " " KIND " " NAME
 * the BLAKE2b-256 of the sealed blob in hexadecimal, the bytes of the file in
 * decimal, its kind ("image/jpeg", as the laptop guesses it), and the answer
 * to which it belongs: a field that says another name than the answer stands
 * for a file that was replaced.
 */
#ifndef RECOLTE_EXCHANGE_ATTACHMENT_H
#define RECOLTE_EXCHANGE_ATTACHMENT_H

#include "kit/base/crypto.h"

#define ATTACHMENT_FIELD ".file/"

enum {
	ATTACHMENT_VERSION = 1,
	ATTACHMENT_BYTES_MAX = 48 << 20,
	ATTACHMENT_CHUNK_BYTES = 64 << 10,
	ATTACHMENT_HEAD_BYTES = 136,
	/* 17 bytes for each chunk: less than one in 2,048. */
	ATTACHMENT_SEALED_BYTES_MAX = ATTACHMENT_HEAD_BYTES +
	    ATTACHMENT_BYTES_MAX + (ATTACHMENT_BYTES_MAX >> 11),
	ATTACHMENT_NAME_BYTES_MAX = 255,
	ATTACHMENT_KIND_BYTES_MAX = 64,
	ATTACHMENT_BLOB_MAX = 24	/* "0123456789abcdef.blob" */
};

/* Append the sealed blob. ERR_LIMIT: more than ATTACHMENT_BYTES_MAX. */
const struct err *attachment_seal(struct buf *out, const struct hash *study,
    const struct secret_key *record_key, struct slice plain) MUST_CHECK;

/* How long the sealed blob of so many bytes is. */
uint64_t attachment_sealed_bytes(uint64_t plain_bytes);

/*
 * The same for a file that comes in pieces, of which the bytes are known before.
 * attachment_seal_end() comes last, always. ERR_STATE: they were not that many.
 */
struct attachment_sealing;
const struct err *attachment_seal_begin(struct attachment_sealing **out,
    struct buf *to, const struct hash *study,
    const struct secret_key *record_key, uint64_t bytes) MUST_CHECK;
void attachment_seal_add(struct attachment_sealing *sealing,
    struct slice plain);
const struct err *attachment_seal_end(struct attachment_sealing *sealing)
    MUST_CHECK;

/*
 * Open it chunk by chunk; each that is authentic goes to take (NULL: it is
 * only verified). What was taken before an error must be thrown away.
 * ERR_FORMAT     torn, or not an attachment
 * ERR_LIMIT      over the limit
 * ERR_NEWER      a newer format
 * ERR_FOREIGN    of another study
 * ERR_SIGNATURE  not authentic, or not of this record
 * and what take returns.
 */
typedef const struct err *(*attachment_taker)(void *data, struct slice chunk);
const struct err *attachment_open(struct slice sealed, const struct hash *study,
    const struct secret_key *record_key, attachment_taker take, void *data)
    MUST_CHECK;

/* What a field ".file/..." says; kind and name are text, not terminated. */
struct attachment_note {
	struct hash hash;
	uint64_t bytes;
	struct slice kind, name;
};

/* ERR_FORMAT: a name with "/", "\" or control characters, or none at all. */
const struct err *attachment_note_write(struct buf *out,
    const struct attachment_note *note) MUST_CHECK;
/* A view of text. ERR_FORMAT; ERR_NEWER: it does not begin with "1". */
const struct err *attachment_note_read(struct attachment_note *out,
    const char *text) MUST_CHECK;
/* "image/jpeg" by the end of its name; "application/octet-stream". */
const char *attachment_kind(const char *name);

/* The file in the commit's tree: the hash's first 16 digits and ".blob". */
void attachment_blob(char out[ATTACHMENT_BLOB_MAX], const struct hash *hash);
bool attachment_is_blob(const char *name);

#endif
