/* drafts_give.c - drafts and their files, sealed to another laptop. */
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/exchange/envelope.h"
#include "merger/changesets/attachment.h"
#include "merger/dataset/drafts.h"

static const char drafts_purpose[] = "recolte drafts";

struct giving {
	struct workspace *ws;
	struct draft_sums *sums;
	const char *path;		/* of the envelope */
	struct json *list;		/* of files */
};

static const struct err *
append(void *data, struct slice chunk)
{
	buf_add_slice(data, chunk);
	return NULL;
}

static const struct err *
open_plain(struct buf *plain, struct workspace *ws, const struct draft *draft,
    const struct attachment_note *note)
{
	struct buf sealed = BUF_INIT;
	struct secret_key key;
	const struct err *err;
	bool found;

	err = index_record_key(ws->index, draft->revision->record,
	    draft->source.device, &key, &found);
	if (err == NULL && !found)
		err = err_new(ERR_NOT_FOUND, "no key");
	if (err == NULL)
		err = attachment_read(ws, &sealed, &note->hash);
	if (err == NULL)
		err = attachment_open(buf_slice(&sealed), &ws->keys.study,
		    &key, append, plain);
	mem_wipe(&key, sizeof key);
	buf_free(&sealed);
	return err;
}

static const struct err *
write_blob(const struct giving *g, const struct hash *hash, struct slice bytes)
{
	char name[ATTACHMENT_BLOB_MAX];
	struct buf folder = BUF_INIT, path = BUF_INIT;
	const struct err *err;

	attachment_blob(name, hash);
	file_folder(&folder, g->path);
	file_join(&path, buf_str(&folder), name);
	err = file_write(buf_str(&path), bytes);
	buf_free(&folder);
	buf_free(&path);
	return err;
}

/* Sealed anew: the key of the lost laptop's record stays here. */
static const struct err *
give_bytes(struct giving *g, const struct draft *draft, const char *field,
    struct slice plain)
{
	struct secret_key key;
	struct hash hash;
	struct buf sealed = BUF_INIT;
	struct json *o = json_new_object();
	const struct err *err;

	crypto_random(key.bytes, KEY_BYTES);
	err = attachment_seal(&sealed, &g->ws->keys.study, &key, plain);
	crypto_hash(&hash, buf_slice(&sealed));
	if (err == NULL)
		err = write_blob(g, &hash, buf_slice(&sealed));
	json_put_string(o, "field", field);
	json_put_hex(o, "hash", hash.bytes, HASH_BYTES);
	json_put_hex(o, "key", key.bytes, KEY_BYTES);
	json_put_string(o, "record", draft->revision->record);
	json_add(g->list, o);
	mem_wipe(&key, sizeof key);
	buf_free(&sealed);
	return err;
}

static const struct err *
give_file(struct giving *g, const struct draft *draft,
    const struct field *field)
{
	struct attachment_note note;
	struct buf plain = BUF_INIT;
	const struct err *err;

	if (strncmp(field->path, ATTACHMENT_FIELD, strlen(ATTACHMENT_FIELD)))
		return NULL;
	err = attachment_note_read(&note, field->value);
	if (err == NULL)
		err = open_plain(&plain, g->ws, draft, &note);
	if (err != NULL) {
		/* The answers go all the same. */
		g->sums->missing++;
		err = NULL;
	} else {
		g->sums->files++;
		err = give_bytes(g, draft, field->path, buf_slice(&plain));
	}
	buf_wipe(&plain);
	return err;
}

static const struct err *
give_draft(struct giving *g, struct buf *text, const struct draft *draft)
{
	const struct fields *set = &draft->revision->set;
	const struct err *err = NULL;

	/* A revision's bytes are canonical JSON: so is a list of them. */
	buf_add(text, g->sums->drafts > 0 ? "," : "");
	buf_add_slice(text, draft->bytes);
	g->sums->drafts++;
	for (size_t i = 0; i < set->count && err == NULL; i++)
		err = give_file(g, draft, &set->items[i]);
	return err;
}

static const struct err *
write_envelope(const struct giving *g, const struct buf *text,
    const struct seal_public *to)
{
	struct buf sealed = BUF_INIT;
	const struct err *err;

	err = envelope_seal(&sealed, drafts_purpose, &g->ws->keys.study,
	    buf_slice(text), to, 1, &g->ws->keys.sign);
	if (err == NULL)
		err = file_write(g->path, buf_slice(&sealed));
	buf_free(&sealed);
	return err;
}

const struct err *
drafts_give(struct draft_sums *sums, struct workspace *ws,
    const struct drafts *drafts, bool all, const struct seal_public *to,
    const char *path)
{
	struct giving g = { ws, sums, path, json_new_array() };
	struct buf text = BUF_INIT;
	const struct err *err = NULL;

	*sums = (struct draft_sums){ 0 };
	buf_add(&text, "{\"drafts\":[");
	for (size_t i = 0; i < drafts->count && err == NULL; i++)
		if (all || drafts->items[i].standing == DRAFT_OPEN)
			err = give_draft(&g, &text, &drafts->items[i]);
	buf_add(&text, "],\"files\":");
	json_write(&text, g.list);
	buf_add(&text, ",\"v\":\"1\"}");
	/* Last: who sees it finds the files beside it. */
	if (err == NULL && sums->drafts > 0)
		err = write_envelope(&g, &text, to);
	buf_wipe(&text);
	json_free(g.list);
	return err;
}
