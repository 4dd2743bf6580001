#include "kit/exchange/backup.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/keyfile.h"
#include "kit/exchange/signed_text.h"

enum { MAGIC_BYTES = 8, BACKUP_VERSION = 1, FIXED_BYTES = 24 };
enum wrapping { FOR_COORDINATORS = 1, UNDER_CODE = 2 };

static const uint8_t magic[MAGIC_BYTES] =
    { 0x89, 'R', 'C', 'B', 0x0d, 0x0a, 0x1a, 0x0a };
static const char purpose[] = "recolte backup";

/* A file that is written beside its place. */
struct writing {
	const char *path;
	struct buf temporary;
	FILE *file;
};

/* A backup that is read: its head, and where its pieces begin. */
struct reading {
	const char *path;
	FILE *file;
	enum wrapping wrapping;
	struct buf wrap;
	uint64_t size;
};

/* What the pieces of an image are bound to. */
struct image {
	const struct secret_key *key;
	struct buf bound;
};

static void
image_begin(struct image *image, const struct secret_key *key,
    const struct hash *study, uint64_t size)
{
	*image = (struct image){ .key = key };
	buf_add(&image->bound, "recolte backup 1");
	buf_append(&image->bound, study->bytes, HASH_BYTES);
	buf_add_u64(&image->bound, size);
}

static void
piece_nonce(uint8_t nonce[AEAD_NONCE_BYTES], uint64_t number)
{
	memset(nonce, 0, AEAD_NONCE_BYTES);
	for (int i = 0; i < 8; i++)
		nonce[AEAD_NONCE_BYTES - 1 - i] = (uint8_t)(number >> 8 * i);
}

/* ---- files ---- */

static const struct err *
writing_begin(struct writing *w, const char *path)
{
	*w = (struct writing){ .path = path };
	buf_addf(&w->temporary, "%s.%u.tmp", path, platform_process_id());
	w->file = platform_fopen(buf_str(&w->temporary), "wb");
	return w->file != NULL ? NULL : err_errno("%s", path);
}

static const struct err *
writing_add(struct writing *w, struct slice bytes)
{
	if (bytes.len == 0 ||
	    fwrite(bytes.data, 1, bytes.len, w->file) == bytes.len)
		return NULL;
	return err_errno("%s", w->path);
}

static const struct err *
writing_end(struct writing *w, const struct err *err)
{
	struct buf folder = BUF_INIT;

	file_folder(&folder, w->path);
	if (!err && w->file != NULL)
		err = platform_sync(w->file, w->path);
	if (w->file != NULL && fclose(w->file) != 0)
		err = err_first(err, err_errno("%s", w->path));
	if (!err)
		err = platform_replace(buf_str(&w->temporary), w->path);
	if (!err)
		err = platform_sync_folder(buf_str(&folder));
	else
		err = err_first(err, platform_remove(buf_str(&w->temporary)));
	buf_free(&w->temporary);
	buf_free(&folder);
	return err;
}

/* Exactly len bytes, or a torn file. */
static const struct err *
take(struct buf *out, FILE *file, size_t len, const char *path)
{
	if (fread(buf_extend(out, len), 1, len, file) == len)
		return NULL;
	return ferror(file) ? err_errno("%s", path) :
	    err_new(ERR_FORMAT, "%s: torn: it ends too early", path);
}

static const struct err *
at_end(FILE *file, const char *path)
{
	return fgetc(file) == EOF ? NULL : err_new(ERR_FORMAT,
	    "%s: something stands behind its end", path);
}

/* ---- the head ---- */

static const struct err *
check_head(struct reading *in, uint16_t version, uint16_t wrapping,
    uint32_t wrap_bytes)
{
	if (version > BACKUP_VERSION)
		return err_new(ERR_NEWER, "%s: made by a newer program: "
		    "update this one", in->path);
	if (version == 0 || in->size == 0 ||
	    (wrapping != FOR_COORDINATORS && wrapping != UNDER_CODE))
		return err_new(ERR_FORMAT, "%s: its bytes mean nothing",
		    in->path);
	if (wrap_bytes > BACKUP_WRAP_BYTES_MAX ||
	    in->size > BACKUP_IMAGE_BYTES_MAX)
		return err_new(ERR_LIMIT, "%s: larger than a backup may be",
		    in->path);
	in->wrapping = (enum wrapping)wrapping;
	return take(&in->wrap, in->file, wrap_bytes, in->path);
}

static const struct err *
reading_begin(struct reading *in, const char *path)
{
	const struct err *err;
	struct buf head = BUF_INIT;
	struct reader r;
	uint16_t version, wrapping;
	uint32_t wrap_bytes;

	*in = (struct reading){ .path = path };
	in->file = platform_fopen(path, "rb");
	if (in->file == NULL)
		return err_errno("%s", path);
	err = take(&head, in->file, FIXED_BYTES, path);
	r = reader_of(buf_slice(&head));
	if (!err && !slice_equal(reader_take(&r, MAGIC_BYTES),
	    slice_of(magic, MAGIC_BYTES)))
		err = err_new(ERR_FORMAT, "%s: not a backup", path);
	if (!err) {
		version = reader_u16(&r);
		wrapping = reader_u16(&r);
		wrap_bytes = reader_u32(&r);
		in->size = reader_u64(&r);
		err = check_head(in, version, wrapping, wrap_bytes);
	}
	buf_free(&head);
	return err;
}

static void
reading_end(struct reading *in)
{
	if (in->file != NULL)
		fclose(in->file);
	buf_free(&in->wrap);
}

static const struct err *
write_head(struct writing *w, enum wrapping wrapping, struct slice wrap,
    uint64_t size)
{
	const struct err *err;
	struct buf head = BUF_INIT;

	buf_append(&head, magic, MAGIC_BYTES);
	buf_add_u16(&head, BACKUP_VERSION);
	buf_add_u16(&head, (uint16_t)wrapping);
	buf_add_u32(&head, (uint32_t)wrap.len);
	buf_add_u64(&head, size);
	buf_add_slice(&head, wrap);
	err = writing_add(w, buf_slice(&head));
	buf_free(&head);
	return err;
}

/* ---- sealing ---- */

static const struct err *
seal_wrap(struct buf *out, const struct secret_key *image,
    const struct hash *study, const struct secret_key *store, int64_t now_ms,
    const struct seal_public *coordinators, size_t count,
    const struct sign_pair *device)
{
	struct json *secrets = json_new_object();

	keyfile_put(secrets, "image", image->bytes, KEY_BYTES);
	keyfile_put(secrets, "store", store->bytes, KEY_BYTES);
	return escrow_seal_secrets(out, purpose, secrets, study, now_ms,
	    coordinators, count, device);
}

static const struct err *
seal_pieces(struct writing *w, FILE *file, const char *path, uint64_t size,
    const struct image *image)
{
	const struct err *err = NULL;
	struct buf plain = BUF_INIT, sealed = BUF_INIT;
	uint8_t nonce[AEAD_NONCE_BYTES];

	for (uint64_t number = 0; size > 0 && !err; number++) {
		size_t len = size < BACKUP_PIECE_BYTES ? (size_t)size :
		    BACKUP_PIECE_BYTES;

		buf_reset(&plain);
		buf_reset(&sealed);
		if ((err = take(&plain, file, len, path)) != NULL)
			break;
		piece_nonce(nonce, number);
		aead_encrypt(&sealed, buf_slice(&plain),
		    buf_slice(&image->bound), nonce, image->key);
		err = writing_add(w, buf_slice(&sealed));
		size -= len;
	}
	buf_free(&plain);
	buf_free(&sealed);
	return err ? err : at_end(file, path);
}

static const struct err *
size_of(uint64_t *out, FILE *file, const char *path)
{
	uint8_t chunk[16 << 10];
	size_t n;

	*out = 0;
	while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
		*out += n;
	if (ferror(file))
		return err_errno("%s", path);
	rewind(file);
	return *out > 0 ? NULL : err_new(ERR_FORMAT, "%s: empty", path);
}

static const struct err *
write_all(struct writing *w, const char *path, FILE *file, struct slice wrap,
    const struct hash *study, const struct secret_key *key)
{
	const struct err *err;
	struct image image;
	uint64_t size;

	if ((err = size_of(&size, file, path)) != NULL)
		return err;
	image_begin(&image, key, study, size);
	err = write_head(w, FOR_COORDINATORS, wrap, size);
	if (!err)
		err = seal_pieces(w, file, path, size, &image);
	buf_free(&image.bound);
	return err;
}

const struct err *
backup_write(const char *path, const char *image, const struct hash *study,
    const struct secret_key *store, int64_t now_ms,
    const struct seal_public *coordinators, size_t count,
    const struct sign_pair *device)
{
	const struct err *err;
	struct secret_key key;
	struct buf wrap = BUF_INIT;
	struct writing w;
	FILE *file = platform_fopen(image, "rb");

	if (file == NULL)
		return err_errno("%s", image);
	crypto_random(key.bytes, KEY_BYTES);
	err = seal_wrap(&wrap, &key, study, store, now_ms, coordinators, count,
	    device);
	if (!err) {
		err = writing_begin(&w, path);
		if (!err)
			err = write_all(&w, image, file, buf_slice(&wrap),
			    study, &key);
		err = writing_end(&w, err);
	}
	fclose(file);
	mem_wipe(&key, sizeof(key));
	buf_free(&wrap);
	return err;
}

/* ---- opening ---- */

static const struct err *
read_wrap(struct store_opener *out, struct slice plain)
{
	struct json *object;
	struct want want = { .thing = "backup" };
	const struct err *err;

	if ((err = json_parse_canonical(&object, plain)) != NULL)
		return err;
	want_kind(&want, object, purpose);
	want_hex(&want, object, "image", out->image.bytes, KEY_BYTES);
	want_hex(&want, object, "store", out->store.bytes, KEY_BYTES);
	out->has_image = want.err == NULL;
	keyfile_free(object);
	return want.err;
}

const struct err *
backup_open(struct store_opener *out, const char *path,
    const struct hash *study, const struct seal_pair *mine)
{
	const struct err *err;
	struct reading in;
	struct buf plain = BUF_INIT;

	*out = (struct store_opener){ .study = *study };
	err = reading_begin(&in, path);
	if (!err && in.wrapping != FOR_COORDINATORS)
		err = err_new(ERR_STATE, "%s: it is under a code already: "
		    "collector restore opens it", path);
	else if (!err)
		err = envelope_open(&plain, &out->device, buf_slice(&in.wrap),
		    purpose, study, mine);
	if (!err)
		err = read_wrap(out, buf_slice(&plain));
	reading_end(&in);
	buf_wipe(&plain);
	return err && strstr(err->msg, path) ? err : err_in(err, "%s", path);
}

/* Each piece, opened; it goes on as it is, or in the clear. */
static const struct err *
open_pieces(struct writing *w, struct reading *in, const struct image *image,
    bool clear)
{
	const struct err *err = NULL;
	struct buf plain = BUF_INIT, sealed = BUF_INIT;
	uint8_t nonce[AEAD_NONCE_BYTES];
	uint64_t left = in->size;

	for (uint64_t number = 0; left > 0 && !err; number++) {
		size_t len = left < BACKUP_PIECE_BYTES ? (size_t)left :
		    BACKUP_PIECE_BYTES;

		buf_reset(&plain);
		buf_reset(&sealed);
		err = take(&sealed, in->file, len + AEAD_TAG_BYTES, in->path);
		if (err)
			break;
		piece_nonce(nonce, number);
		err = aead_decrypt(&plain, buf_slice(&sealed),
		    buf_slice(&image->bound), nonce, image->key) ?
		    writing_add(w, buf_slice(clear ? &plain : &sealed)) :
		    err_new(ERR_SIGNATURE, "%s: was altered", in->path);
		left -= len;
	}
	buf_free(&plain);
	buf_free(&sealed);
	return err ? err : at_end(in->file, in->path);
}

static const struct err *
copy_pieces(struct writing *w, struct reading *in,
    const struct store_opener *opener, bool clear)
{
	const struct err *err;
	struct image image;

	image_begin(&image, &opener->image, &opener->study, in->size);
	err = open_pieces(w, in, &image, clear);
	buf_free(&image.bound);
	return err;
}

const struct err *
backup_reseal(const char *to, const char *from,
    const struct store_opener *opener, const char *code)
{
	const struct err *err;
	struct reading in;
	struct writing w;
	struct buf wrap = BUF_INIT;

	err = reading_begin(&in, from);
	if (!err)
		err = unlock_write(&wrap, opener, code);
	if (!err) {
		err = writing_begin(&w, to);
		if (!err)
			err = write_head(&w, UNDER_CODE, buf_slice(&wrap),
			    in.size);
		if (!err)
			err = copy_pieces(&w, &in, opener, false);
		err = writing_end(&w, err);
	}
	reading_end(&in);
	buf_free(&wrap);
	return err;
}

static const struct err *
read_code(struct store_opener *out, const struct reading *in,
    const char *code)
{
	const struct err *err;

	if (in->wrapping != UNDER_CODE)
		return err_new(ERR_STATE, "%s: only a coordinator can open it: "
		    "ask for \"merger devices unlock DEVICE --backup FILE "
		    "OUT\"", in->path);
	err = unlock_read(out, buf_slice(&in->wrap), code);
	if (!err && !out->has_image)
		err = err_new(ERR_FORMAT, "without the key of its image");
	return err_in(err, "%s", in->path);
}

const struct err *
backup_restore(struct store_opener *out, const char *image, const char *from,
    const char *code)
{
	const struct err *err;
	struct reading in;
	struct writing w;

	err = reading_begin(&in, from);
	if (!err)
		err = read_code(out, &in, code);
	if (!err) {
		err = writing_begin(&w, image);
		if (!err)
			err = copy_pieces(&w, &in, out, true);
		err = writing_end(&w, err);
	}
	reading_end(&in);
	return err;
}
