/*
 * attachment.h - photos and recordings of a response: kept sealed beside it,
 * and sent in the commit of the change set that is the first to name them.
 */
#ifndef RECOLTE_COLLECTOR_ATTACHMENT_H
#define RECOLTE_COLLECTOR_ATTACHMENT_H

#include "collector/interview/interview.h"
#include "kit/exchange/attachment.h"

/* Sealed bytes of the files that travel with one change set. */
enum { PACK_FILE_BYTES_MAX = 64 << 20 };

/*
 * Answer a question with a file: seal it, keep it, and set the answer and the
 * field that names it in the interview, which the caller saves. Then
 * attachment_drop_unused(), should it be a draft.
 * ERR_USAGE: not a question for a file; ERR_LIMIT; errors of file_read().
 */
const struct err *attachment_set(struct interview *interview,
    struct answer *question, const char *path) MUST_CHECK;
/* The same with bytes at hand: of a file that was called name. */
const struct err *attachment_set_bytes(struct interview *interview,
    struct answer *question, const char *name, struct slice plain) MUST_CHECK;
/* The same with a file that is read in pieces, bytes of them in all. */
struct attachment_source {
	uint64_t bytes;
	const struct err *(*read)(void *data, attachment_taker take, void *to);
	void *data;
};
const struct err *attachment_set_from(struct interview *interview,
    struct answer *question, const char *name,
    const struct attachment_source *source) MUST_CHECK;
/* Files of a draft that was never closed, and that it names no longer. */
const struct err *attachment_drop_unused(struct interview *interview)
    MUST_CHECK;

/*
 * The first question whose file was chosen here and is not all here any more,
 * and nowhere else yet; NULL: there is none. A response with one cannot be sent.
 */
const struct err *attachment_find_broken(struct answer **out,
    struct interview *interview) MUST_CHECK;
/* The same of one question; its name is the answer. */
bool attachment_is_broken(const struct interview *interview,
    const struct answer *answer);

struct travelling {
	struct hash hashes[STORE_FILES_MAX];
	size_t count, bytes;
};

/*
 * The files that these items are the first to name. Where they are too many
 * for one change set, *count is cut, one item at least stays, and *more is set.
 * What names a file that is not all here is taken out, with all that is of the
 * same response: *held says so, of the first one.
 */
const struct err *attachment_gather(struct travelling *out,
    struct store *store, struct outgoing *items, size_t *count, bool *more,
    struct err *held) MUST_CHECK;

#endif
