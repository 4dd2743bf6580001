#include "formspec/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/diag_text.h"
#include "kit/base/arena.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

enum {
	DIAGS_MAX = 1000,	/* further ones are counted, not kept */
	CELL_COLUMNS = 72,	/* of a long cell that are shown */
	CELL_LEAD = 24		/* of them, before the caret */
};

struct diag {
	const struct diag_text *text;
	struct place place;
	const char *values[DIAG_VALUES_MAX];
	size_t number;
};

struct diags {
	struct arena *arena;
	struct diag *items;
	size_t count, capacity;
	size_t errors, warnings;
	bool errors_only;
};

struct diags *
diags_new(void)
{
	struct diags *diags = mem_alloc(sizeof(*diags));

	diags->arena = arena_new();
	return diags;
}

struct diags *
diags_new_errors(void)
{
	struct diags *diags = diags_new();

	diags->errors_only = true;
	return diags;
}

bool
diags_takes_warnings(const struct diags *diags)
{
	return !diags->errors_only;
}

void
diags_free(struct diags *diags)
{
	if (diags == NULL)
		return;
	arena_free(diags->arena);
	mem_free(diags->items);
	mem_free(diags);
}

size_t
diags_errors(const struct diags *diags)
{
	return diags->errors;
}

size_t
diags_warnings(const struct diags *diags)
{
	return diags->warnings;
}

static const char *
keep(struct diags *diags, const char *s)
{
	return s != NULL ? arena_strdup(diags->arena, s) : NULL;
}

static struct place
keep_place(struct diags *diags, const struct place *place)
{
	struct place kept = { 0 };

	if (place == NULL)
		return kept;
	kept = *place;
	kept.file = keep(diags, place->file);
	kept.sheet = keep(diags, place->sheet);
	kept.heading = keep(diags, place->heading);
	kept.cell = keep(diags, place->cell);
	return kept;
}

/* A new diagnostic of that kind, counted; NULL: it is not kept. */
static struct diag *
new_diag(struct diags *diags, const struct place *place,
    const struct diag_text *text)
{
	bool error = text->severity == DIAG_ERROR;
	struct diag *diag;

	if (!error && diags->errors_only)
		return NULL;
	*(error ? &diags->errors : &diags->warnings) += 1;
	/* The first error is kept even behind a thousand warnings. */
	if (diags->count >= DIAGS_MAX && !(error && diags->errors == 1))
		return NULL;
	mem_grow((void **)&diags->items, &diags->capacity, diags->count + 1,
	    sizeof(*diags->items));
	diag = &diags->items[diags->count];
	*diag = (struct diag){ .text = text, .number = diags->count++,
	    .place = keep_place(diags, place) };
	return diag;
}

void
diag_add(struct diags *diags, const struct place *place, const char *kind, ...)
{
	struct diag *diag = new_diag(diags, place, diag_text_find(kind));
	va_list ap;

	if (diag == NULL)
		return;
	va_start(ap, kind);
	diag_text_values(diag->text, diags->arena, ap, diag->values);
	va_end(ap);
}

void
diag_add_values(struct diags *diags, const struct place *place,
    const char *kind, const char *const values[DIAG_VALUES_MAX])
{
	struct diag *diag = new_diag(diags, place, diag_text_find(kind));

	for (size_t i = 0; diag != NULL && i < DIAG_VALUES_MAX; i++)
		diag->values[i] = keep(diags, values[i]);
}

/* What the frame around a text says in a language. */
struct frame {
	const char *language, *row, *line, *column_open, *column_close,
	    *warning, *colon, *more_before, *more_after;
};

static const struct frame frames[] = {
	{ "en", " row ", "line ", ", column \"", "\"", "warning: ", ": ",
	    "and ", " more\n" },
	{ "fr", " ligne ", "ligne ", ", colonne « ", " »", "avertissement : ",
	    " : ", "et ", " de plus\n" }
};

static const struct frame *
frame_of(const char *language)
{
	return &frames[diag_text_is_french(language)];
}

static void
add_words(struct buf *out, const struct frame *frame, const char *words)
{
	diag_text_typeset(out, slice_str(words), frame == &frames[1]);
}

static void
add_message(struct buf *out, const struct diag *diag, const struct frame *frame)
{
	diag_text_fill(out, diag->text, frame->language, diag->values);
}

static void
add_place(struct buf *out, const struct place *place, const struct frame *frame)
{
	if (place->file != NULL) {
		buf_add(out, place->file);
		add_words(out, frame, frame->colon);
	}
	if (place->sheet == NULL && place->row == 0)
		return;
	if (place->sheet != NULL)
		buf_add(out, place->sheet);
	if (place->row != 0) {
		buf_add(out, place->sheet ? frame->row : frame->line);
		buf_addf(out, "%u", place->row);
	}
	if (place->heading != NULL && place->sheet == NULL)
		buf_addf(out, ", %s", place->heading);
	if (place->heading != NULL && place->sheet != NULL) {
		add_words(out, frame, frame->column_open);
		buf_add(out, place->heading);
		add_words(out, frame, frame->column_close);
	}
	add_words(out, frame, frame->colon);
}

/* What is shown of a cell: a piece of one line. */
struct excerpt {
	struct slice before, marked, after;
	bool cut_before, cut_after;
};

/*
 * Drop code points from the front until no more than so many columns stay; a
 * word that is cut goes as a whole, unless it is long.
 */
static bool
cut_front(struct slice *s, size_t columns)
{
	size_t width = text_columns(*s);
	const uint8_t *space;
	bool cut = width > columns;

	while (width > columns) {
		struct slice c = *s;

		text_next(s);
		c.len -= s->len;
		width -= text_columns(c);
	}
	space = memchr(s->data, ' ', s->len < columns / 2 ? s->len :
	    columns / 2);
	if (cut && space != NULL) {
		s->len -= (size_t)(space + 1 - s->data);
		s->data = space + 1;
	}
	return cut;
}

static bool
cut_back(struct slice *s, size_t columns)
{
	struct slice rest = *s;
	size_t len = 0, used = 0;

	while (rest.len > 0) {
		struct slice c = rest;

		text_next(&rest);
		c.len -= rest.len;
		used += text_columns(c);
		if (used > columns)
			break;
		len += c.len;
	}
	if (len == s->len)
		return false;
	s->len = len;
	return true;
}

/*
 * The line of the cell that holds the caret, cut when it is long: what is
 * marked stays, with a little in front and the rest of the room behind.
 */
static struct excerpt
excerpt_of(const struct place *place)
{
	const char *cell = place->cell;
	size_t len = strlen(cell), start = 0, end, width, mark;
	size_t at = place->caret < len ? place->caret : len;
	struct excerpt e = { .cut_before = false };

	for (size_t i = 0; i < at; i++)
		if (cell[i] == '\n')
			start = i + 1;
	end = start + strcspn(cell + start, "\r\n");
	at = at < end ? at : end;
	mark = place->caret_len < end - at ? place->caret_len : end - at;
	e.before = slice_of(cell + start, at - start);
	e.marked = slice_of(cell + at, mark);
	e.after = slice_of(cell + at + mark, end - at - mark);
	if (text_columns(slice_of(cell + start, end - start)) <= CELL_COLUMNS)
		return e;
	/* Near the end of the cell there is more room in front. */
	width = text_columns(e.marked) + text_columns(e.after);
	e.cut_before = cut_front(&e.before, width + CELL_LEAD < CELL_COLUMNS ?
	    CELL_COLUMNS - width : CELL_LEAD);
	width = CELL_COLUMNS - text_columns(e.before);
	if (cut_back(&e.marked, width))
		e.after.len = 0;
	width -= text_columns(e.marked);
	e.cut_after = cut_back(&e.after, width) ||
	    (size_t)(e.after.data + e.after.len - (const uint8_t *)cell) < end;
	return e;
}

static void
add_piece(struct buf *out, struct slice piece)
{
	while (piece.len > 0) {
		uint32_t c = text_next(&piece);

		text_add_codepoint(out, c < ' ' || c == 0x7f ? ' ' : c);
	}
}

static void
add_caret(struct buf *out, const struct place *place)
{
	struct excerpt e;
	size_t marks;

	if (place->cell == NULL || place->cell[0] == '\0' ||
	    place->caret_len == 0)
		return;
	e = excerpt_of(place);
	buf_add(out, e.cut_before ? "    …" : "    ");
	add_piece(out, e.before);
	add_piece(out, e.marked);
	add_piece(out, e.after);
	buf_add(out, e.cut_after ? "…\n" : "\n");
	marks = 4 + e.cut_before + text_columns(e.before);
	for (; marks > 0; marks--)
		buf_add_byte(out, ' ');
	buf_add_byte(out, '^');
	for (marks = text_columns(e.marked); marks > 1; marks--)
		buf_add_byte(out, '~');
	buf_add_byte(out, '\n');
}

/* The order in which sheets are looked at; what has no sheet comes first. */
static int
sheet_rank(const char *sheet)
{
	static const char *const order[] = {
		"survey", "choices", "external_choices", "settings"
	};
	int count = (int)(sizeof(order) / sizeof(*order));

	if (sheet == NULL)
		return -1;
	for (int i = 0; i < count; i++)
		if (strcmp(sheet, order[i]) == 0)
			return i;
	return count;
}

static int
compare(const void *a, const void *b)
{
	const struct diag *x = a, *y = b;
	int order = sheet_rank(x->place.sheet) - sheet_rank(y->place.sheet);

	if (order == 0)
		order = (x->place.row > y->place.row) -
		    (x->place.row < y->place.row);
	if (order == 0)
		order = (x->number > y->number) - (x->number < y->number);
	return order;
}

/* A copy in order of place; the caller frees it. */
static struct diag *
sorted(const struct diags *diags)
{
	struct diag *items = mem_alloc_n(diags->count + 1, sizeof(*items));

	if (diags->count > 0) {
		memcpy(items, diags->items, diags->count * sizeof(*items));
		qsort(items, diags->count, sizeof(*items), compare);
	}
	return items;
}

void
diags_print(struct buf *out, const struct diags *diags, const char *language)
{
	const struct frame *frame = frame_of(language);
	struct diag *items = sorted(diags);
	size_t total = diags->errors + diags->warnings;

	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *diag = &items[i];

		add_place(out, &diag->place, frame);
		if (diag->text->severity == DIAG_WARNING)
			add_words(out, frame, frame->warning);
		add_message(out, diag, frame);
		buf_add_byte(out, '\n');
		add_caret(out, &diag->place);
	}
	if (total > diags->count)
		buf_addf(out, "%s%zu%s", frame->more_before,
		    total - diags->count, frame->more_after);
	mem_free(items);
}

/* Characters are code points: what most languages count in a string. */
static void
put_place(struct json *json, const struct place *place)
{
	size_t len = place->cell ? strlen(place->cell) : 0;
	size_t at = place->caret < len ? place->caret : len;
	size_t mark = place->caret_len < len - at ? place->caret_len :
	    len - at;

	if (place->file != NULL)
		json_put_string(json, "file", place->file);
	if (place->sheet != NULL)
		json_put_string(json, "sheet", place->sheet);
	if (place->row != 0)
		json_put_u64(json, "row", place->row);
	if (place->column != 0)
		json_put_u64(json, "column", place->column);
	if (place->heading != NULL)
		json_put_string(json, "heading", place->heading);
	if (place->cell == NULL || place->caret_len == 0)
		return;
	json_put_string(json, "cell", place->cell);
	json_put_u64(json, "start", text_length(slice_of(place->cell, at)));
	json_put_u64(json, "length",
	    text_length(slice_of(place->cell + at, mark)));
}

static struct json *
diag_to_json(const struct diag *diag, const struct frame *frame)
{
	struct json *json = json_new_object();
	struct buf message = BUF_INIT;
	size_t count = 0;

	add_message(&message, diag, frame);
	json_put_string(json, "kind", diag->text->kind);
	json_put_string(json, "severity",
	    diag->text->severity == DIAG_ERROR ? "error" : "warning");
	json_put_string(json, "message", buf_str(&message));
	for (const char *s = diag->text->english;
	    (s = diag_text_place(s)) != NULL; s += 2)
		count += s[1] != 'p';
	if (diag->text->suggests && diag->values[count] != NULL)
		json_put_string(json, "suggestion", diag->values[count]);
	put_place(json, &diag->place);
	buf_free(&message);
	return json;
}

void
diags_print_json(struct buf *out, const struct diags *diags,
    const char *language)
{
	struct json *array = json_new_array();
	struct diag *items = sorted(diags);

	for (size_t i = 0; i < diags->count; i++)
		json_add(array, diag_to_json(&items[i], frame_of(language)));
	json_write(out, array);
	json_free(array);
	mem_free(items);
}

const struct err *
diags_error(const struct diags *diags)
{
	const struct err *err;
	struct buf line = BUF_INIT;
	size_t i = 0;

	if (diags->errors == 0)
		return NULL;
	while (diags->items[i].text->severity != DIAG_ERROR)
		i++;
	add_place(&line, &diags->items[i].place, &frames[0]);
	add_message(&line, &diags->items[i], &frames[0]);
	err = err_new(ERR_FORMAT, "%s", buf_str(&line));
	buf_free(&line);
	return err;
}
