#include "collector/interview/attachment.h"

#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
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

/* Packed is packed: what is on its way may have been let go of here. */
static const struct err *
is_whole(bool *whole, struct attachment_state *state, struct store *store,
    const struct attachment_note *note)
{
	const struct err *err = store_attachment_state(state, store,
	    &note->hash);

	*whole = !err && state->known && (state->packed || state->bytes ==
	    attachment_sealed_bytes(note->bytes));
	return err;
}

/* What one revision brings to a change set. */
enum fit { FIT_WELL, FIT_LATER, FIT_NEVER };

/* What one revision names stays together, however large it is. */
static const struct err *
add_file(struct travelling *out, enum fit *fit, struct store *store,
    const struct attachment_note *note, bool alone)
{
	struct attachment_state state;
	bool whole;
	const struct err *err = is_whole(&whole, &state, store, note);

	*fit = err || whole ? FIT_WELL : FIT_NEVER;
	if (err || !whole || state.packed)
		return err;
	if (out->count == STORE_FILES_MAX || (!alone &&
	    out->bytes + state.bytes > PACK_FILE_BYTES_MAX)) {
		*fit = FIT_LATER;
		return NULL;
	}
	out->hashes[out->count++] = note->hash;
	out->bytes += state.bytes;
	return NULL;
}

/* A draft may name what it has not. */
static const struct err *
gather_one(struct travelling *out, enum fit *fit, struct store *store,
    struct arena *arena, const struct outgoing *item, bool alone,
    struct err *held)
{
	const struct err *err;
	struct revision *revision;
	struct attachment_note note;

	*fit = FIT_WELL;
	err = revision_read(&revision, arena, item->bytes, NULL);
	for (size_t i = 0; !err && *fit == FIT_WELL &&
	    i < revision->set.count; i++) {
		const struct field *field = &revision->set.items[i];

		if (!is_file_field(field) ||
		    attachment_note_read(&note, field->value) != NULL ||
		    is_among(out, &note.hash))
			continue;
		err = add_file(out, fit, store, &note, alone);
		if (!err && *fit == FIT_NEVER && item->is_draft)
			*fit = FIT_WELL;
		if (!err && *fit == FIT_NEVER && held->code == 0)
			*held = *err_new(ERR_STATE, "response %.8s is not "
			    "sent: its file \"%.*s\" is not whole on this "
			    "computer any more; correct it, and choose the "
			    "file again", item->response, (int)note.name.len,
			    (const char *)note.name.data);
	}
	return err;
}

/* Most name none, and need not be read for that. */
static bool
may_name_files(struct slice bytes)
{
	static const char sign[] = "\"" ATTACHMENT_FIELD;
	const size_t len = sizeof(sign) - 1;

	for (size_t i = 0; i + len <= bytes.len; i++)
		if (memcmp(bytes.data + i, sign, len) == 0)
			return true;
	return false;
}

/* What comes later hangs on what is held back. */
static void
hold(struct outgoing *items, size_t *count, size_t at)
{
	char response[UUID_TEXT_MAX];
	size_t kept = at;

	memcpy(response, items[at].response, sizeof(response));
	for (size_t i = at; i < *count; i++)
		if (strcmp(items[i].response, response) != 0)
			items[kept++] = items[i];
	mem_wipe(&items[kept], (*count - kept) * sizeof(*items));
	*count = kept;
}

const struct err *
attachment_gather(struct travelling *out, struct store *store,
    struct outgoing *items, size_t *count, bool *more, struct err *held)
{
	const struct err *err = NULL;
	enum fit fit;

	out->count = out->bytes = 0;
	for (size_t i = 0; i < *count && !err; i++) {
		struct arena *arena;
		size_t count_before = out->count, bytes_before = out->bytes;

		if (!may_name_files(items[i].bytes))
			continue;
		arena = arena_new();
		err = gather_one(out, &fit, store, arena, &items[i], i == 0,
		    held);
		arena_free(arena);
		if (err || fit == FIT_WELL)
			continue;
		out->count = count_before;
		out->bytes = bytes_before;
		if (fit == FIT_NEVER) {
			hold(items, count, i--);
			continue;
		}
		/* The item goes with the next change set, files and all. */
		*count = i;
		*more = true;
	}
	return err;
}

/* ---- before it is closed ---- */

/* What was closed with it is not chosen again. */
static bool
is_of_before(const struct interview *iv, const struct field *field)
{
	const char *before = iv->response.has_tip ?
	    fields_get(&iv->response.fields, field->path) : NULL;

	return before != NULL && strcmp(before, field->value) == 0;
}

static const struct err *
check_field(bool *whole, const struct interview *iv,
    const struct field *field, const struct answer *answer)
{
	struct attachment_note note;
	struct attachment_state state;

	*whole = true;
	if (answer == NULL || !answer->relevant || is_of_before(iv, field) ||
	    attachment_note_read(&note, field->value) != NULL ||
	    !slice_equal_str(note.name, answer_value(answer)))
		return NULL;
	return is_whole(whole, &state, iv->store, &note);
}

const struct err *
attachment_find_broken(struct answer **out, struct interview *iv)
{
	const struct err *err = NULL;
	bool whole = true;

	*out = NULL;
	for (size_t i = 0; i < iv->kept_count && !err && whole; i++) {
		const struct field *field = &iv->kept[i];
		struct answer *answer;

		if (!is_file_field(field))
			continue;
		answer = instance_find(iv->instance, field->path +
		    strlen(ATTACHMENT_FIELD));
		err = check_field(&whole, iv, field, answer);
		if (!err && !whole)
			*out = answer;
	}
	return err;
}

bool
attachment_is_broken(const struct interview *iv, const struct answer *answer)
{
	struct buf path = BUF_INIT;
	struct field field;
	bool whole = true;

	buf_add(&path, ATTACHMENT_FIELD);
	answer_path(&path, answer);
	field = (struct field){ buf_str(&path),
		interview_kept(iv, buf_str(&path)) };
	if (field.value != NULL &&
	    check_field(&whole, iv, &field, answer) != NULL)
		whole = true;
	buf_free(&path);
	return !whole;
}
