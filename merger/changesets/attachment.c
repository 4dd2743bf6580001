#include "merger/changesets/attachment.h"

#include <string.h>

#include "merger/workspace/query.h"

static const struct err *
read_blob(struct workspace *ws, struct buf *out, const struct hash *hash,
    const char *commit, const char *file)
{
	const struct err *err;
	struct hash seen;

	buf_reset(out);
	err = depot_read(out, ws->depot, commit, file,
	    ATTACHMENT_SEALED_BYTES_MAX);
	if (err != NULL)
		return err;
	crypto_hash(&seen, buf_slice(out));
	return hash_equal(&seen, hash) ? NULL : err_new(ERR_SIGNATURE,
	    "another file than the one that is named");
}

const struct err *
attachment_read(struct workspace *ws, struct buf *out, const struct hash *hash)
{
	struct db_statement *s;
	bool found;
	const struct err *err = query_first(&s, &found, index_db(ws->index),
	    "SELECT commit_id, file FROM attachment WHERE hash = ?",
	    VALUES(bound_hash(hash)));

	if (err == NULL && !found)
		err = err_new(ERR_NOT_FOUND, "the file has not arrived");
	if (err == NULL)
		err = read_blob(ws, out, hash, db_text(s, 0), db_text(s, 1));
	db_done(s);
	return err;
}

static const struct err *
count_bytes(void *data, struct slice chunk)
{
	*(uint64_t *)data += chunk.len;
	return NULL;
}

/* *here: it lies in this commit, not in one before. */
static const struct err *
verify(struct workspace *ws, const char *commit,
    const struct attachment_note *note, const struct secret_key *key,
    bool *here)
{
	struct buf sealed = BUF_INIT;
	char file[ATTACHMENT_BLOB_MAX];
	const struct err *err;
	uint64_t bytes = 0;

	attachment_blob(file, &note->hash);
	err = read_blob(ws, &sealed, &note->hash, commit, file);
	*here = err == NULL;
	if (err != NULL && err->code == ERR_NOT_FOUND)
		err = attachment_read(ws, &sealed, &note->hash);
	if (err == NULL)
		err = attachment_open(buf_slice(&sealed), &ws->keys.study, key,
		    count_bytes, &bytes);
	if (err == NULL && bytes != note->bytes)
		err = err_new(ERR_FORMAT, "it is not as long as is said");
	buf_free(&sealed);
	return err;
}

static const struct err *
remember(struct workspace *ws, const char *commit, const char *record,
    const struct hash *hash)
{
	char file[ATTACHMENT_BLOB_MAX];

	attachment_blob(file, hash);
	return query_run(index_db(ws->index), "INSERT OR IGNORE INTO attachment"
	    " (hash, record, commit_id, file) VALUES (?, ?, ?, ?)",
	    VALUES(bound_hash(hash), bound_text(record), bound_text(commit),
	    bound_text(file)));
}

static const struct err *
receive_one(struct workspace *ws, const char *commit,
    const struct revision *revision, const struct field *field,
    const struct secret_key *key, struct buf *missing)
{
	struct attachment_note note;
	const struct err *err;
	bool here = false;

	err = attachment_note_read(&note, field->value);
	if (err == NULL)
		err = verify(ws, commit, &note, key, &here);
	if (err == NULL)
		return here ? remember(ws, commit, revision->record,
		    &note.hash) : NULL;
	if (err->code == ERR_NEWER || err_is_of_system(err))
		return err;
	buf_addf(missing, "%s%s: %s", missing->len > 0 ? "; " : "",
	    field->path, err->msg);
	return NULL;
}

const struct err *
attachment_receive(struct workspace *ws, const char *commit,
    const struct revision *revision, const struct secret_key *key,
    struct buf *missing)
{
	const struct err *err = NULL;

	for (size_t i = 0; i < revision->set.count && err == NULL; i++) {
		const struct field *field = &revision->set.items[i];

		if (!strncmp(field->path, ATTACHMENT_FIELD,
		    strlen(ATTACHMENT_FIELD)))
			err = receive_one(ws, commit, revision, field, key,
			    missing);
	}
	return err;
}
