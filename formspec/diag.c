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
	DIAG_VALUES_MAX = 8,
	CARET_WINDOW = 100	/* characters of a long cell that are shown */
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
	struct diag first_error;
};

struct diags *
diags_new(void)
{
	struct diags *diags = mem_alloc(sizeof(*diags));

	diags->arena = arena_new();
	return diags;
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

static size_t
count_values(const struct diag_text *text)
{
	size_t count = text->suggests ? 1 : 0;

	for (const char *s = text->english; (s = strstr(s, "%s")); s += 2)
		count++;
	return count;
}

void
diag_add(struct diags *diags, const struct place *place, const char *kind, ...)
{
	const struct diag_text *text = diag_text_find(kind);
	struct diag diag = { .text = text, .number = diags->count };
	size_t count = count_values(text);
	va_list ap;

	if (text->severity == DIAG_ERROR)
		diags->errors++;
	else
		diags->warnings++;
	/* The first error is kept even behind a thousand warnings. */
	if (diags->count >= DIAGS_MAX &&
	    (text->severity != DIAG_ERROR || diags->first_error.text != NULL))
		return;
	diag.place = keep_place(diags, place);
	va_start(ap, kind);
	for (size_t i = 0; i < count && i < DIAG_VALUES_MAX; i++)
		diag.values[i] = keep(diags, va_arg(ap, const char *));
	va_end(ap);
	if (text->severity == DIAG_ERROR && diags->first_error.text == NULL)
		diags->first_error = diag;
	mem_grow((void **)&diags->items, &diags->capacity, diags->count + 1,
	    sizeof(*diags->items));
	diags->items[diags->count++] = diag;
}

/* What the frame around a text says in a language. */
struct frame {
	const char *language, *row, *line, *column, *warning, *colon, *suggestion,
	    *more;
};

static const struct frame frames[] = {
	{ "en", " row %u", "line %u", ", column \"%s\"", "warning: ", ": ",
	    " (did you mean \"%s\"?)", "and %zu more\n" },
	{ "fr", " ligne %u", "ligne %u", ", colonne « %s »", "avertissement : ", " : ",
	    " (vouliez-vous dire « %s » ?)", "et %zu de plus\n" }
};

static const struct frame *
frame_of(const char *language)
{
	return language != NULL && strcmp(language, "fr") == 0 ?
	    &frames[1] : &frames[0];
}

/* A pattern of ours with one %s; the value may hold a %. */
static void
add_filled(struct buf *out, const char *pattern, const char *value)
{
	const char *at = strstr(pattern, "%s");

	buf_append(out, pattern, (size_t)(at - pattern));
	buf_add(out, value);
	buf_add(out, at + 2);
}

static void
add_number(struct buf *out, const char *pattern, const char *code,
    size_t number)
{
	const char *at = strstr(pattern, code);

	buf_append(out, pattern, (size_t)(at - pattern));
	buf_addf(out, "%zu", number);
	buf_add(out, at + strlen(code));
}

/* A value stands on one line, and a very long one is cut. */
static void
add_value(struct buf *out, const char *value)
{
	struct slice rest = slice_str(value);

	for (size_t n = 0; rest.len > 0; n++) {
		uint32_t c = text_next(&rest);

		if (n == CARET_WINDOW) {
			buf_add(out, "…");
			return;
		}
		text_add_codepoint(out, c < ' ' || c == 0x7f ? ' ' : c);
	}
}

static void
add_message(struct buf *out, const struct diag *diag, const struct frame *frame)
{
	const char *text = frame == &frames[1] ?
	    diag->text->french : diag->text->english;
	size_t used = 0;
	const char *at;

	while ((at = strstr(text, "%s")) != NULL) {
		const char *value = diag->values[used++];

		buf_append(out, text, (size_t)(at - text));
		add_value(out, value != NULL ? value : "");
		text = at + 2;
	}
	buf_add(out, text);
	if (diag->text->suggests && diag->values[used] != NULL)
		add_filled(out, frame->suggestion, diag->values[used]);
}

static void
add_place(struct buf *out, const struct place *place, const struct frame *frame)
{
	if (place->file != NULL) {
		buf_add(out, place->file);
		buf_add(out, frame->colon);
	}
	if (place->sheet == NULL && place->row == 0)
		return;
	if (place->sheet == NULL) {
		add_number(out, frame->line, "%u", place->row);
		if (place->heading != NULL)
			buf_addf(out, ", %s", place->heading);
		buf_add(out, frame->colon);
		return;
	}
	buf_add(out, place->sheet);
	if (place->row != 0)
		add_number(out, frame->row, "%u", place->row);
	if (place->heading != NULL)
		add_filled(out, frame->column, place->heading);
	buf_add(out, frame->colon);
}

/* The line of the cell that holds the caret, cut to a window around it. */
static struct slice
caret_line(const struct place *place, size_t *at)
{
	const char *cell = place->cell;
	size_t start = 0, end, len = strlen(cell);

	*at = place->caret < len ? place->caret : len;
	for (size_t i = 0; i < *at; i++)
		if (cell[i] == '\n')
			start = i + 1;
	end = start + strcspn(cell + start, "\r\n");
	if (*at - start > CARET_WINDOW) {
		start = *at - CARET_WINDOW / 2;
		while (((unsigned char)cell[start] & 0xc0) == 0x80)
			start++;
	}
	if (end - start > 2 * CARET_WINDOW) {
		end = start + 2 * CARET_WINDOW;
		while (((unsigned char)cell[end] & 0xc0) == 0x80)
			end--;
	}
	*at -= start;
	return slice_of(cell + start, end - start);
}

static void
add_caret(struct buf *out, const struct place *place)
{
	size_t at, len, marks;
	struct slice line;

	if (place->cell == NULL || place->caret_len == 0)
		return;
	line = caret_line(place, &at);
	len = place->caret_len;
	if (len > line.len - (at < line.len ? at : line.len))
		len = line.len - (at < line.len ? at : line.len);
	buf_add(out, "    ");
	for (struct slice rest = line; rest.len > 0;) {
		uint32_t c = text_next(&rest);

		text_add_codepoint(out, c < ' ' ? ' ' : c);
	}
	buf_add(out, "\n    ");
	for (size_t n = text_length(slice_of(line.data, at)); n > 0; n--)
		buf_add_byte(out, ' ');
	buf_add_byte(out, '^');
	marks = text_length(slice_of(line.data + at, len));
	for (; marks > 1; marks--)
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
			buf_add(out, frame->warning);
		add_message(out, diag, frame);
		buf_add_byte(out, '\n');
		add_caret(out, &diag->place);
	}
	if (total > diags->count)
		add_number(out, frame->more, "%zu", total - diags->count);
	mem_free(items);
}

static struct json *
diag_to_json(const struct diag *diag, const struct frame *frame)
{
	struct json *json = json_new_object();
	struct buf message = BUF_INIT;

	add_message(&message, diag, frame);
	json_put_string(json, "kind", diag->text->kind);
	json_put_string(json, "severity",
	    diag->text->severity == DIAG_ERROR ? "error" : "warning");
	json_put_string(json, "message", buf_str(&message));
	if (diag->place.file != NULL)
		json_put_string(json, "file", diag->place.file);
	if (diag->place.sheet != NULL)
		json_put_string(json, "sheet", diag->place.sheet);
	if (diag->place.row != 0)
		json_put_u64(json, "row", diag->place.row);
	if (diag->place.column != 0)
		json_put_u64(json, "column", diag->place.column);
	if (diag->place.heading != NULL)
		json_put_string(json, "heading", diag->place.heading);
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

	if (diags->errors == 0)
		return NULL;
	add_place(&line, &diags->first_error.place, &frames[0]);
	add_message(&line, &diags->first_error, &frames[0]);
	err = err_new(ERR_FORMAT, "%s", buf_str(&line));
	buf_free(&line);
	return err;
}
