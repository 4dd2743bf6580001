#include "merger/export/media.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/csv.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "merger/changesets/attachment.h"

enum { COLUMN_BYTES_MAX = 100, EXTENSION_BYTES_MAX = 8 };

/* ---- whose it is ---- */

static uint64_t
instance_of(const struct answer *answer)
{
	for (const struct answer *a = answer; a != NULL; a = answer_parent(a))
		if (a->repeat_id != 0)
			return a->repeat_id;
	return 0;
}

/* ".jpg", of letters and digits; or nothing. */
static void
add_extension(struct buf *out, const char *name)
{
	const char *end = file_extension(name);
	size_t len = strlen(end);

	if (len < 2 || len > EXTENSION_BYTES_MAX)
		return;
	for (size_t i = 1; i < len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", end[i]))
			return;
	buf_add(out, end);
}

/* A long name is cut, and told from others by the beginning of its hash. */
static char *
file_of(struct arena *arena, const struct media *m)
{
	size_t len = strlen(m->column);
	struct buf path = BUF_INIT;
	char *out;

	buf_addf(&path, "media/%s-", m->response);
	if (len <= COLUMN_BYTES_MAX) {
		buf_add(&path, m->column);
	} else {
		len = COLUMN_BYTES_MAX;
		while (len > 0 && ((uint8_t)m->column[len] & 0xc0) == 0x80)
			len--;
		buf_append(&path, m->column, len);
		buf_add_byte(&path, '-');
		buf_add_hex(&path, slice_of(m->hash.bytes, 8));
	}
	if (m->instance != 0)
		buf_addf(&path, "-%016llx", (unsigned long long)m->instance);
	add_extension(&path, m->name);
	out = arena_slice(arena, buf_slice(&path));
	buf_free(&path);
	return out;
}

static const struct merged_field *
field_of(const struct record *record, const struct answer *answer)
{
	struct buf path = BUF_INIT;
	const struct merged_field *field;

	buf_add(&path, ATTACHMENT_FIELD);
	answer_path(&path, answer);
	field = merged_field(&record->merged, buf_str(&path));
	buf_free(&path);
	return field != NULL && field->value != NULL && field->winner != NULL ?
	    field : NULL;
}

void
media_note(struct media_list *list, struct arena *arena,
    const struct record *record, const struct answer *answer,
    const char *column)
{
	const struct merged_field *field;
	struct attachment_note note;
	struct media *m;
	void *items = list->items;

	if (answer->item->value_type != V_BINARY ||
	    (field = field_of(record, answer)) == NULL ||
	    attachment_note_read(&note, field->value) != NULL ||
	    !slice_equal_str(note.name, answer_value(answer)))
		return;
	mem_grow(&items, &list->capacity, list->count + 1,
	    sizeof *list->items);
	list->items = items;
	m = &list->items[list->count++];
	*m = (struct media){ .response = record->merged.id, .column = column,
		.name = arena_slice(arena, note.name),
		.kind = arena_slice(arena, note.kind),
		.author = field->winner->revision->author,
		.instance = instance_of(answer), .hash = note.hash,
		.bytes = note.bytes };
	m->file = file_of(arena, m);
}

void
media_free(struct media_list *list)
{
	mem_free(list->items);
	memset(list, 0, sizeof *list);
}

/* ---- writing ---- */

static const struct err *
add_chunk(void *data, struct slice chunk)
{
	return file_draft_add(data, chunk);
}

/* *here is false when it is not the disk's fault that there is no file. */
static const struct err *
write_file(struct workspace *ws, const char *path, const struct media *m,
    struct slice sealed, bool *here)
{
	struct file_draft *draft;
	struct secret_key key;
	const struct err *err;

	*here = false;
	err = index_record_key(ws->index, m->response, m->author, &key, here);
	if (err != NULL || !*here)
		return err;
	err = file_draft_begin(&draft, path);
	if (err == NULL) {
		err = attachment_open(sealed, &ws->keys.study, &key,
		    add_chunk, draft);
		if (err == NULL)
			err = file_draft_end(draft);
		file_draft_free(draft);
	}
	mem_wipe(&key, sizeof key);
	if (err != NULL && err->code == ERR_SIGNATURE) {
		*here = false;
		return NULL;
	}
	return err;
}

static const struct err *
write_one(struct workspace *ws, const char *folder, const struct media *m,
    bool *here)
{
	struct buf path = BUF_INIT, sealed = BUF_INIT;
	const struct err *err;

	file_join(&path, folder, m->file);
	err = attachment_read(ws, &sealed, &m->hash);
	*here = err == NULL;
	if (err == NULL)
		err = write_file(ws, buf_str(&path), m, buf_slice(&sealed),
		    here);
	else if (err->code == ERR_NOT_FOUND || err->code == ERR_SIGNATURE)
		err = NULL;
	if (err == NULL && !*here)
		words_print(stderr, ws->language, W_MEDIA_MISSING, m->file,
		    (char *)NULL);
	buf_free(&path);
	buf_free(&sealed);
	return err;
}

/* A name that a spreadsheet would run becomes a text, as in the tables. */
static void
add_name(struct buf *out, const char *name, bool raw)
{
	struct buf safe = BUF_INIT;

	if (!raw && strchr("=+-@", name[0]))
		buf_add_byte(&safe, '\'');
	buf_add(&safe, name);
	csv_add_cell(out, buf_slice(&safe));
	buf_free(&safe);
}

static void
add_row(struct buf *out, const struct media *m, bool raw)
{
	csv_add_cell(out, slice_str(m->file));
	buf_addf(out, ",%s,", m->response);
	if (m->instance != 0)
		buf_addf(out, "%016llx", (unsigned long long)m->instance);
	buf_add_byte(out, ',');
	csv_add_cell(out, slice_str(m->column));
	buf_add_byte(out, ',');
	add_name(out, m->name, raw);
	buf_add_byte(out, ',');
	csv_add_cell(out, slice_str(m->kind));
	buf_addf(out, ",%llu\r\n", (unsigned long long)m->bytes);
}

static const struct err *
write_list(const char *folder, const struct buf *rows)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	file_join(&path, folder, "media.csv");
	err = file_write(buf_str(&path), buf_slice(rows));
	buf_free(&path);
	return err;
}

static const char clear_line[] = "\r\033[K";

static void
show_progress(enum language language, size_t done, size_t total)
{
	if (!platform_is_terminal(stderr))
		return;
	words_print(stderr, language, W_MEDIA_PROGRESS, NUMBER(done),
	    NUMBER(total), (char *)NULL);
	if (done == total)
		fputs(clear_line, stderr);
}

const struct err *
media_write(struct workspace *ws, const char *folder,
    const struct media_list *list, bool raw, size_t *missing)
{
	struct buf path = BUF_INIT, rows = BUF_INIT;
	const struct err *err;

	*missing = 0;
	if (list->count == 0)
		return NULL;
	file_join(&path, folder, "media");
	err = platform_make_folder(buf_str(&path));
	buf_add(&rows, "file,response,instance,question,name,kind,bytes\r\n");
	for (size_t i = 0; i < list->count && err == NULL; i++) {
		bool here = false;

		err = write_one(ws, folder, &list->items[i], &here);
		*missing += !here;
		if (here)
			add_row(&rows, &list->items[i], raw);
		show_progress(ws->language, i + 1, list->count);
	}
	if (err == NULL)
		err = write_list(folder, &rows);
	if (err == NULL)
		words_print(stdout, ws->language, W_EXPORTED_FILES,
		    buf_str(&path), NUMBER(list->count - *missing),
		    (char *)NULL);
	buf_free(&path);
	buf_wipe(&rows);
	return err;
}
