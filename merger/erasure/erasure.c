#include "merger/erasure/erasure.h"

#include <stdio.h>

#include "kit/base/mem.h"
#include "merger/cases/frame.h"
#include "merger/changesets/sweep.h"
#include "merger/print.h"
#include "merger/study/mainline.h"
#include "merger/study/tombstones.h"

static const struct err *
commit(struct workspace *ws, const struct manifest_draft *draft, size_t count)
{
	struct buf frame = BUF_INIT;
	struct depot_file file = { "frame", SLICE_EMPTY };
	char records[PRINT_COUNT_MAX], subject[96];
	const struct err *err = NULL;
	size_t cases = 0;

	if (!ws->keys.closed)
		err = frame_seal(ws, &frame, NULL, 0, &cases);
	file.bytes = buf_slice(&frame);
	snprintf(subject, sizeof subject, "%s erased", print_count(records,
	    count, "record"));
	if (err == NULL)
		err = mainline_commit(ws, draft, &file, frame.len > 0,
		    subject);
	buf_free(&frame);
	return err;
}

const struct err *
erasure_say(struct workspace *ws, size_t *said)
{
	const char **ids;
	struct manifest_draft *draft;
	const struct err *err = NULL;

	*said = map_count(ws->erasures);
	if (*said == 0)
		return NULL;
	ids = mem_alloc_n(*said, sizeof *ids);
	for (size_t i = 0; i < *said; i++)
		ids[i] = map_key_at(ws->erasures, i);
	draft = manifest_draft_of(ws->manifest);
	manifest_draft_erase(draft, ids, *said);
	err = commit(ws, draft, *said);
	manifest_draft_free(draft);
	mem_free(ids);
	return err ? err : tombstones_load(ws);
}

const struct err *
erasure_write(struct workspace *ws, const char *const *records, size_t count,
    const char *reason)
{
	size_t said;
	const struct err *err = tombstones_note(ws, records, count, reason), *wait;

	if (err != NULL)
		return err;
	wait = erasure_say(ws, &said);
	/* Ours is done whatever keeps the others from being told. */
	err = sweep_settle(ws);
	return err ? err : err_in(wait, "erased here; the others are told by "
	    "the next merger pull");
}
