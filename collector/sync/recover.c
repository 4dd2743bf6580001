#include "collector/sync/recover.h"

#include <string.h>

#include "collector/interview/attachment.h"
#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/exchange/attachment.h"
#include "kit/exchange/envelope.h"

static const char drafts_purpose[] = "recolte drafts";

struct recovery {
	const struct session *session;
	struct import_sums *sums;
	const char *path;
	const struct json *files;
};

static const struct err *
open_file(struct json **out, const struct recovery *r)
{
	const struct err *err;
	struct store *store = r->session->store;
	const struct manifest *manifest;
	struct sign_public writer;
	struct buf sealed = BUF_INIT, text = BUF_INIT;

	*out = NULL;
	err = file_read(&sealed, r->path, ENVELOPE_BYTES_MAX);
	if (!err)
		err = err_in(envelope_open(&text, &writer, buf_slice(&sealed),
		    drafts_purpose, &store_study(store)->id,
		    store_seal_pair(store)), "%s", r->path);
	if (err && err->code == ERR_DENIED)
		err = err_new(ERR_DENIED, "%s: made for another laptop, and "
		    "opens there alone; this one is %s", r->path,
		    store_study(store)->device);
	if (!err)
		err = store_manifest(&manifest, store);
	if (!err && manifest_role(manifest, &writer) != MEMBER_COORDINATOR)
		err = err_new(ERR_SIGNATURE, "%s: not signed by a coordinator "
		    "of this study", r->path);
	if (!err)
		err = err_in(json_parse(out, buf_slice(&text)), "%s", r->path);
	buf_free(&sealed);
	buf_wipe(&text);
	return err;
}

/* ---- files of a draft ---- */

static const struct json *
find_file(const struct recovery *r, const char *record, const char *field)
{
	const struct json *file = json_first(r->files);

	for (; file != NULL; file = json_next(file)) {
		const char *whose = json_get_string(file, "record");
		const char *which = json_get_string(file, "field");

		if (whose != NULL && which != NULL && !strcmp(whose, record) &&
		    !strcmp(which, field))
			return file;
	}
	return NULL;
}

static const struct err *
append(void *data, struct slice chunk)
{
	buf_add_slice(data, chunk);
	return NULL;
}

/* The blob lies beside the file with the drafts. */
static const struct err *
read_blob(struct buf *out, const struct recovery *r, const struct hash *hash)
{
	const struct err *err;
	char name[ATTACHMENT_BLOB_MAX];
	struct hash seen;
	struct buf folder = BUF_INIT, path = BUF_INIT;

	attachment_blob(name, hash);
	file_folder(&folder, r->path);
	file_join(&path, buf_str(&folder), name);
	err = file_read(out, buf_str(&path), ATTACHMENT_SEALED_BYTES_MAX);
	crypto_hash(&seen, buf_slice(out));
	if (!err && !hash_equal(&seen, hash))
		err = err_new(ERR_FORMAT, "%s: another file than the one that "
		    "is named", buf_str(&path));
	buf_free(&folder);
	buf_free(&path);
	return err;
}

static const struct err *
open_blob(struct buf *plain, const struct recovery *r,
    const struct json *file)
{
	const struct err *err;
	const char *hex = json_get_string(file, "hash");
	const char *key_hex = json_get_string(file, "key");
	struct buf sealed = BUF_INIT;
	struct hash hash;
	struct secret_key key;

	if (hex == NULL || key_hex == NULL ||
	    !hash_parse(&hash, slice_str(hex)) ||
	    !hex_decode(key.bytes, KEY_BYTES, slice_str(key_hex)))
		return err_new(ERR_FORMAT, "a file is not described");
	err = read_blob(&sealed, r, &hash);
	if (!err)
		err = attachment_open(buf_slice(&sealed),
		    &store_study(r->session->store)->id, &key, append, plain);
	mem_wipe(&key, sizeof(key));
	buf_free(&sealed);
	return err;
}

/*
 * Sealed under the new response's key. The old field says where the lost
 * laptop's lies: it goes, whether the file came along or not.
 */
static const struct err *
take_file(const struct recovery *r, struct interview *iv, const char *record,
    const char *field)
{
	const struct err *err = NULL;
	const struct json *file = find_file(r, record, field);
	struct answer *question = instance_find(iv->instance,
	    field + strlen(ATTACHMENT_FIELD));
	struct buf plain = BUF_INIT;
	char *name;

	if ((err = interview_keep(iv, field, NULL)) != NULL)
		return err;
	if (file == NULL || question == NULL)
		err = err_new(ERR_NOT_FOUND, "it did not come along");
	if (!err)
		err = open_blob(&plain, r, file);
	if (!err) {
		name = mem_strdup(answer_value(question));
		err = attachment_set_bytes(iv, question, name,
		    buf_slice(&plain));
		mem_free(name);
	}
	if (err) {
		session_tell(r->session, SAID_FAILURE, err_in(err, "%s: %s",
		    r->path, field)->msg);
		err = NULL;
	}
	buf_wipe(&plain);
	return err;
}

static const struct err *
take_files(const struct recovery *r, struct interview *iv,
    const struct revision *revision)
{
	const struct err *err = NULL;

	for (size_t i = 0; i < revision->set.count && !err; i++)
		if (!strncmp(revision->set.items[i].path, ATTACHMENT_FIELD,
		    strlen(ATTACHMENT_FIELD)))
			err = take_file(r, iv, revision->record,
			    revision->set.items[i].path);
	return err;
}

/* ---- one draft ---- */

/* The fields of the draft, and what response it was. */
static const struct err *
fill(struct interview *iv, const struct revision *revision, const char **at)
{
	const struct err *err;

	*at = "";
	err = interview_load(iv, &revision->set);
	if (!err && interview_kept(iv, ".at") != NULL) {
		*at = arena_strdup(iv->arena, interview_kept(iv, ".at"));
		err = interview_keep(iv, ".at", NULL);
	}
	return err ? err : interview_keep(iv, ".recovered", revision->record);
}

static const struct err *
take(const struct recovery *r, const struct revision *revision, const char *id)
{
	const struct err *err;
	const struct package *package;
	struct interview iv;
	const char *at;

	err = store_form(&package, r->session->store, &revision->form);
	if (err)
		return err;
	err = interview_new(&iv, r->session->store, package, NULL, NULL);
	memcpy(iv.response.id, id, UUID_TEXT_MAX);
	if (!err)
		err = fill(&iv, revision, &at);
	if (!err)
		err = take_files(r, &iv, revision);
	if (!err)
		err = interview_save(&iv, at);
	interview_free(&iv);
	return err;
}

/* Is something wrong with this draft, or with the disk? */
static bool
is_of_draft(const struct err *err)
{
	return err->code == ERR_FORMAT || err->code == ERR_LIMIT ||
	    err->code == ERR_NEWER || err->code == ERR_FOREIGN ||
	    err->code == ERR_NOT_FOUND ||
	    err->code == ERR_DENIED;	/* erased: refused for ever */
}

static void
refuse(const struct recovery *r, size_t place, const char *why)
{
	struct buf text = BUF_INIT;

	r->sums->refused++;
	word_add(&text, r->session->language, W_REFUSED, r->path,
	    session_number(r->session, place), why, (char *)NULL);
	session_tell(r->session, SAID_WARNING, buf_str(&text));
	buf_free(&text);
}

static const struct err *
take_new(const struct recovery *r, const struct revision *revision)
{
	const struct err *err;
	struct store *store = r->session->store;
	char id[UUID_TEXT_MAX];
	bool there;

	recovered_record_id(id, store_study(store)->device, revision->record);
	/* Back on the laptop that wrote it, it may never have been gone. */
	err = store_has_response(&there, store, revision->record);
	if (!err && !there)
		err = store_has_response(&there, store, id);
	if (err)
		return err;
	if (!there && (err = take(r, revision, id)) != NULL)
		return err;
	r->sums->there += there;
	r->sums->imported += !there;
	return NULL;
}

static const struct err *
take_one(const struct recovery *r, const struct json *json, size_t place)
{
	const struct err *err;
	struct arena *arena = arena_new();
	struct buf bytes = BUF_INIT;
	struct revision *revision;

	json_write(&bytes, json);
	err = revision_read(&revision, arena, buf_slice(&bytes),
	    &store_study(r->session->store)->id);
	if (!err && revision->kind != RECORD_RESPONSE)
		err = err_new(ERR_FORMAT, "not a response");
	if (!err)
		err = take_new(r, revision);
	if (err && is_of_draft(err)) {
		refuse(r, place, session_reason(r->session, err));
		err = NULL;
	}
	buf_wipe(&bytes);
	arena_free(arena);
	return err;
}

const struct err *
recover_file(struct import_sums *sums, const struct session *session,
    const char *path)
{
	const struct err *err;
	struct recovery r = { session, sums, path, NULL };
	struct json *json;
	const struct json *draft;
	size_t place = 0;

	*sums = (struct import_sums){ 0 };
	if ((err = open_file(&json, &r)) != NULL)
		return err;
	r.files = json_get(json, "files");
	if (json_type(json_get(json, "drafts")) != JSON_ARRAY)
		err = err_new(ERR_FORMAT, "%s: no drafts in it", path);
	for (draft = json_first(json_get(json, "drafts")); draft && !err;
	    draft = json_next(draft))
		err = take_one(&r, draft, ++place);
	json_free(json);
	return err;
}
