#include "merger/changesets/received.h"

const struct err *
received_open(struct received *out, const struct workspace *ws,
    const struct index_changeset *row)
{
	const struct err *err;

	*out = (struct received){ BUF_INIT, NULL };
	err = depot_read(&out->bytes, ws->depot, row->commit, row->file,
	    CHANGESET_BYTES_MAX);
	if (err != NULL && err->code == ERR_NOT_FOUND)
		return err_new(ERR_NOT_FOUND, "%s; merger pull fetches it again",
		    err->msg);
	return err ? err : changeset_open(&out->changeset,
	    buf_slice(&out->bytes), &ws->keys.study);
}

void
received_close(struct received *received)
{
	changeset_free(received->changeset);
	buf_free(&received->bytes);
	received->changeset = NULL;
}
