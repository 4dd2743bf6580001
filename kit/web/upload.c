/* upload.c - see upload.h. */
#include "kit/web/upload.h"

#include "kit/base/crypto.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

enum { NAME_BYTES = 8, SEALED_BYTES = UPLOAD_PIECE_BYTES + STREAM_TAG_BYTES };

struct upload {
	const char *folder;
	FILE *file;			/* NULL: all of it is in memory */
	struct buf path;
	struct secret_key key;
	struct stream stream;
	uint8_t begin[STREAM_HEADER_BYTES];
	uint64_t pieces;		/* on the disk */
	struct buf rest;		/* less than a piece */
	struct buf sealed;
};

struct upload *
upload_new(const char *folder)
{
	struct upload *u = mem_alloc(sizeof(*u));

	u->folder = folder;
	return u;
}

/* That it cannot be removed is no reason to fail: it cannot be read either. */
void
upload_free(struct upload *u)
{
	const struct err *err;

	if (u == NULL)
		return;
	if (u->file != NULL) {
		fclose(u->file);
		err = platform_remove(buf_str(&u->path));
		if (err)
			fprintf(stderr, "%s\n", err->msg);
	}
	buf_free(&u->path);
	buf_wipe(&u->rest);
	buf_free(&u->sealed);
	mem_wipe(u, sizeof(*u));
	mem_free(u);
}

uint64_t
upload_bytes(const struct upload *u)
{
	return u->pieces * UPLOAD_PIECE_BYTES + u->rest.len;
}

/* ---- in ---- */

static const struct err *
open_file(struct upload *u)
{
	uint8_t name[NAME_BYTES];
	const struct err *err;

	crypto_random(name, sizeof(name));
	crypto_random(u->key.bytes, sizeof(u->key.bytes));
	stream_start(&u->stream, u->begin, &u->key);
	buf_addf(&u->path, "%s/", u->folder);
	buf_add_hex(&u->path, slice_of(name, sizeof(name)));
	if ((err = platform_make_folder(u->folder)) != NULL)
		return err;
	u->file = platform_fopen(buf_str(&u->path), "w+b");
	return u->file ? NULL : err_errno("%s", buf_str(&u->path));
}

static const struct err *
put_piece(struct upload *u)
{
	const struct err *err;

	if (u->file == NULL && (err = open_file(u)) != NULL)
		return err;
	buf_reset(&u->sealed);
	stream_push(&u->sealed, &u->stream, buf_slice(&u->rest), SLICE_EMPTY,
	    false);
	if (fwrite(u->sealed.data, 1, u->sealed.len, u->file) != u->sealed.len)
		return err_errno("%s", buf_str(&u->path));
	u->pieces++;
	mem_wipe(u->rest.data, u->rest.len);
	buf_reset(&u->rest);
	return NULL;
}

const struct err *
upload_add(struct upload *u, struct slice bytes)
{
	const struct err *err = NULL;

	while (bytes.len > 0 && !err) {
		size_t room = UPLOAD_PIECE_BYTES - u->rest.len;
		size_t len = bytes.len < room ? bytes.len : room;

		buf_append(&u->rest, bytes.data, len);
		bytes = slice_of(bytes.data + len, bytes.len - len);
		if (u->rest.len == UPLOAD_PIECE_BYTES)
			err = put_piece(u);
	}
	return err;
}

/* ---- out ---- */

static const struct err *
read_piece(struct buf *out, struct upload *u, struct stream *stream)
{
	bool last;

	buf_reset(out);
	buf_reset(&u->sealed);
	buf_extend(&u->sealed, SEALED_BYTES);
	u->sealed.len = fread(u->sealed.data, 1, SEALED_BYTES, u->file);
	if (stream_pull(out, stream, buf_slice(&u->sealed), SLICE_EMPTY, &last))
		return NULL;
	return err_new(ERR_IO, "%s: the disk does not give back what was "
	    "written", buf_str(&u->path));
}

const struct err *
upload_read(struct upload *u, upload_taker *take, void *data)
{
	const struct err *err = NULL;
	struct stream stream;
	struct buf piece = BUF_INIT;

	stream_resume(&stream, u->begin, &u->key);
	if (u->file != NULL && (fflush(u->file) != 0 ||
	    fseek(u->file, 0, SEEK_SET) != 0))
		err = err_errno("%s", buf_str(&u->path));
	for (uint64_t i = 0; i < u->pieces && !err; i++) {
		err = read_piece(&piece, u, &stream);
		if (!err)
			err = take(data, buf_slice(&piece));
	}
	if (!err && u->rest.len > 0)
		err = take(data, buf_slice(&u->rest));
	buf_wipe(&piece);
	mem_wipe(&stream, sizeof(stream));
	return err;
}

static const struct err *
add_to_buf(void *buf, struct slice piece)
{
	buf_add_slice(buf, piece);
	return NULL;
}

const struct err *
upload_load(struct buf *out, struct upload *u)
{
	return upload_read(u, add_to_buf, out);
}

static const struct err *
add_to_draft(void *draft, struct slice piece)
{
	return file_draft_add(draft, piece);
}

const struct err *
upload_keep(struct upload *u, const char *path)
{
	struct file_draft *draft = NULL;
	const struct err *err;

	err = file_draft_begin(&draft, path);
	if (!err)
		err = upload_read(u, add_to_draft, draft);
	if (!err)
		err = file_draft_end(draft);
	file_draft_free(draft);
	return err;
}
