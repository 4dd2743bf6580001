#include "collector/interview/attachment.h"

#include <string.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/exchange/attachment.h"

static bool
is_file_field(const struct field *field)
{
	return strncmp(field->path, ATTACHMENT_FIELD,
	    strlen(ATTACHMENT_FIELD)) == 0;
}

/* ---- answering with a file ---- */

static bool
is_audit(const struct item *item)
{
	return item->type == Q_METADATA && strcmp(item->metadata, "audit") == 0;
}

static bool
takes_file(const struct item *item)
{
	return item->kind == ITEM_QUESTION && (item->type == Q_IMAGE ||
	    item->type == Q_AUDIO || item->type == Q_VIDEO ||
	    item->type == Q_FILE || is_audit(item));
}

/* Nobody answers the audit's question: only loading sets it. */
static const struct err *
set_name(struct interview *iv, struct answer *question, const char *name)
{
	const struct err *err;

	if (!is_audit(question->item))
		return instance_set(iv->instance, question, name);
	err = instance_load(iv->instance, question, name);
	return err_first(err, instance_settle(iv->instance));
}

/* Set the answer and the field that names the file. */
static const struct err *
name_file(struct interview *iv, struct answer *question, struct slice name,
    const struct hash *hash, size_t bytes)
{
	const struct err *err;
	const char *kind;
	struct buf path = BUF_INIT, text = BUF_INIT, nfc = BUF_INIT;
	struct attachment_note note = { .hash = *hash, .bytes = bytes };

	err = text_nfc(&nfc, name);
	kind = attachment_kind(buf_str(&nfc));
	note.kind = slice_str(kind);
	note.name = buf_slice(&nfc);
	buf_add(&path, ATTACHMENT_FIELD);
	answer_path(&path, question);
	if (!err)
		err = attachment_note_write(&text, &note);
	if (!err)
		err = set_name(iv, question, buf_str(&nfc));
	if (!err)
		err = interview_keep(iv, buf_str(&path), buf_str(&text));
	buf_free(&path);
	buf_free(&text);
	buf_free(&nfc);
	return err;
}

/* Is there a question for it, and room? */
static const struct err *
check_place(const struct interview *iv, const struct answer *question)
{
	size_t files = 0;

	for (size_t i = 0; i < iv->kept_count; i++)
		files += is_file_field(&iv->kept[i]);
	if (files >= STORE_FILES_MAX / 2)
		return err_new(ERR_LIMIT, "response %.8s: more than %d files",
		    iv->response.id, STORE_FILES_MAX / 2);
	return takes_file(question->item) ? NULL : err_new(ERR_USAGE,
	    "\"%s\" is no question for a file", question->item->name);
}

static const struct err *
seal_piece(void *sealing, struct slice piece)
{
	attachment_seal_add(sealing, piece);
	return NULL;
}

static const struct err *
seal_from(struct buf *out, const struct interview *iv,
    const struct attachment_source *source)
{
	struct attachment_sealing *sealing;
	const struct err *err;

	err = attachment_seal_begin(&sealing, out,
	    &store_study(iv->store)->id, &iv->response.key, source->bytes);
	if (err)
		return err;
	err = source->read(source->data, seal_piece, sealing);
	return err_first(err, attachment_seal_end(sealing));
}

const struct err *
attachment_set_from(struct interview *iv, struct answer *question,
    const char *name, const struct attachment_source *source)
{
	const struct err *err;
	struct buf sealed = BUF_INIT;
	struct hash hash;

	if ((err = check_place(iv, question)) != NULL)
		return err;
	err = seal_from(&sealed, iv, source);
	crypto_hash(&hash, buf_slice(&sealed));
	/* Named only once it is on the disk: what is named is there. */
	if (!err)
		err = store_add_attachment(iv->store, iv->response.id, &hash,
		    buf_slice(&sealed), platform_now_ms());
	if (!err)
		err = name_file(iv, question, slice_str(name), &hash,
		    (size_t)source->bytes);
	buf_free(&sealed);
	return err;
}

static const struct err *
give_slice(void *slice, attachment_taker take, void *to)
{
	return take(to, *(const struct slice *)slice);
}

const struct err *
attachment_set_bytes(struct interview *iv, struct answer *question,
    const char *name, struct slice plain)
{
	const struct attachment_source source = { plain.len, give_slice,
		&plain };

	return attachment_set_from(iv, question, name, &source);
}

const struct err *
attachment_set(struct interview *iv, struct answer *question, const char *path)
{
	const struct err *err;
	struct buf plain = BUF_INIT;

	err = file_read(&plain, path, ATTACHMENT_BYTES_MAX);
	if (!err)
		err = attachment_set_bytes(iv, question, file_name(path),
		    buf_slice(&plain));
	buf_wipe(&plain);
	return err;
}

/* ---- which files fields name ---- */

/* A field that this program does not understand names nothing that it has. */
static bool
names(struct hash *out, const struct field *field)
{
	struct attachment_note note;

	if (!is_file_field(field) ||
	    attachment_note_read(&note, field->value) != NULL)
		return false;
	*out = note.hash;
	return true;
}

const struct err *
attachment_drop_unused(struct interview *iv)
{
	struct hash *named = arena_alloc_n(iv->arena, iv->kept_count + 1,
	    sizeof(*named));
	size_t count = 0;

	/* Of what was closed, a revision may name it on its way out. */
	if (iv->response.has_tip)
		return NULL;
	for (size_t i = 0; i < iv->kept_count; i++)
		count += names(&named[count], &iv->kept[i]);
	return store_drop_attachments(iv->store, iv->response.id, named,
	    count);
}

/* ---- on the way out ---- */

static bool
is_among(const struct travelling *files, const struct hash *hash)
{
	for (size_t i = 0; i < files->count; i++)
		if (hash_equal(&files->hashes[i], hash))
			return true;
	return false;
}

/*
 * *fits: there was room for all that this item names. What one revision names
 * stays together, however large it is.
 */
static const struct err *
gather_one(struct travelling *out, bool *fits, struct store *store,
    struct arena *arena, const struct outgoing *item, bool alone)
{
	const struct err *err;
	struct revision *revision;
	struct hash hash;
	size_t bytes;

	*fits = true;
	err = revision_read(&revision, arena, item->bytes, NULL);
	for (size_t i = 0; !err && i < revision->set.count; i++) {
		if (!names(&hash, &revision->set.items[i]) ||
		    is_among(out, &hash))
			continue;
		err = store_unpacked_bytes(&bytes, store, &hash);
		if (err || bytes == 0)
			continue;
		*fits = out->count < STORE_FILES_MAX && (alone ||
		    out->bytes + bytes <= PACK_FILE_BYTES_MAX);
		if (!*fits)
			break;
		out->hashes[out->count++] = hash;
		out->bytes += bytes;
	}
	return err;
}

const struct err *
attachment_gather(struct travelling *out, struct store *store,
    const struct outgoing *items, size_t *count, bool *more)
{
	const struct err *err;
	bool any, fits;

	out->count = out->bytes = 0;
	if ((err = store_has_unpacked(&any, store)) != NULL || !any)
		return err;
	for (size_t i = 0; i < *count && !err; i++) {
		struct arena *arena = arena_new();
		size_t count_before = out->count, bytes_before = out->bytes;

		err = gather_one(out, &fits, store, arena, &items[i],
		    i == 0);
		arena_free(arena);
		if (err || fits || i == 0)
			continue;
		/* The item goes with the next change set, files and all. */
		out->count = count_before;
		out->bytes = bytes_before;
		*count = i;
		*more = true;
	}
	return err;
}
