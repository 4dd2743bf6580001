/*
 * What somebody meant whose row or sheet cannot be taken as it stands. It is
 * diagnosed once; reading goes on with what was probably meant, so that one
 * slip is not told again by everything that refers to it.
 */
#include <string.h>

#include "formspec/suggest.h"
#include "formspec/xlsform_survey.h"
#include "kit/base/text.h"

enum { GUESS_EDITS_MAX = 2, HEADING_ROWS_MAX = 20 };

/* ---- types ---- */

/* The bytes that the first `count` words take; 0 when there are fewer. */
static size_t
words_length(const char *s, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		n += strspn(s + n, " ");
		if (s[n] == '\0')
			return 0;
		n += strcspn(s + n, " ");
	}
	return n;
}

/*
 * The type that the first words of a cell were meant to be. Several words are
 * taken together only when they are nearly one of ours.
 */
static const char *
guess_word(struct form_build *build, const char *written, size_t count,
    size_t *len)
{
	const char *words, *nearest;
	size_t first = words_length(written, 1), edits;

	*len = words_length(written, count);
	if (*len == 0)
		return NULL;
	words = arena_strndup(build->arena, written, *len);
	nearest = type_nearest(words);
	if (nearest == NULL || count == 1)
		return nearest;
	edits = text_distance(slice_str(words), slice_str(nearest), 20);
	/* What is not much like it is what the table of synonyms has. */
	if (strlen(nearest) == first && memcmp(nearest, words, first) == 0)
		return NULL;
	return edits <= GUESS_EDITS_MAX || edits > *len / 3 ? nearest : NULL;
}

/* "select_one_yesno", "select_one(yesno)": the list is stuck to its type. */
static const struct type_word *
guess_stuck(struct reading *reading, const char *written, struct slice *rest)
{
	static const char *const selects[] = {
		"select_one", "select_multiple", "rank"
	};
	struct form_build *build = reading->build;

	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(selects[i]), n;
		const char *list = written + len;

		if (strncmp(written, selects[i], len) != 0 ||
		    strchr("_-:(/", *list) == NULL || *list == '\0')
			continue;
		list += strspn(list, "_-:(/ ");
		n = strcspn(list, " )");
		*rest = slice_of(list, n);
		survey_diag_type(reading, len, (size_t)(list - written) - len,
		    "type-list-space", selects[i],
		    arena_printf(build->arena, "%s %.*s", selects[i], (int)n,
		    list));
		return n > 0 ? type_canonical(selects[i]) : NULL;
	}
	return NULL;
}

/* "integer 0 100": nothing may stand behind this type. */
static const struct type_word *
guess_extra(struct reading *reading, const char *written)
{
	size_t len = strcspn(written, " ");
	struct slice rest;
	const struct type_word *type = type_find(slice_of(written, len),
	    &rest);

	if (type == NULL || written[len] == '\0')
		return NULL;
	len += strspn(written + len, " ");
	survey_diag_type(reading, len, strlen(written + len), "type-extra",
	    type->word, NULL);
	return type;
}

/* A list that the cell names is not unused. */
static void
use_lists(struct reading *reading, const char *written)
{
	for (size_t at = 0, n; written[at] != '\0'; at += n) {
		struct choice_list *list;

		at += strspn(written + at, " ");
		n = strcspn(written + at, " ");
		list = form_build_find_list(reading->build,
		    arena_strndup(reading->build->arena, written + at, n),
		    false);
		if (list != NULL)
			list->used = true;
	}
}

static const struct type_word *
guess_slip(struct reading *reading, const char *written, struct slice *rest)
{
	static const size_t counts[] = { 3, 2, 1 };
	const struct type_word *type;
	const char *nearest = NULL;
	size_t len = 0;

	for (size_t i = 0; i < 3 && nearest == NULL; i++) {
		/* "integer" is not what is wrong with "integer 0 100". */
		if (counts[i] == 1 &&
		    (type = guess_extra(reading, written)) != NULL)
			return type;
		nearest = guess_word(reading->build, written, counts[i],
		    &len);
	}
	survey_diag_type(reading, 0, len, "unknown-type",
	    arena_strndup(reading->build->arena, written, len), nearest);
	if (nearest == NULL)
		return NULL;
	*rest = text_trim(slice_str(written + len));
	return type_find(slice_str(nearest), &(struct slice){ NULL, 0 });
}

/* No-break spaces and the like look as they should, and are not. */
static const struct type_word *
guess_spaces(struct reading *reading, const char *written, struct slice *rest)
{
	struct buf plain = BUF_INIT;
	const struct type_word *type;
	const char *at = written;

	while (*at != '\0' && strncmp(at, "\xc2\xa0", 2) != 0 &&
	    strncmp(at, "\xe2\x80", 2) != 0)
		at++;
	if (*at == '\0')
		return NULL;
	buf_append(&plain, written, (size_t)(at - written));
	buf_add_byte(&plain, ' ');
	buf_add(&plain, at + ((unsigned char)*at == 0xc2 ? 2 : 3));
	type = type_find(text_trim(slice_str(arena_slice(
	    reading->build->arena, buf_slice(&plain)))), rest);
	buf_free(&plain);
	if (type != NULL)
		survey_diag_type(reading, (size_t)(at - written),
		    (unsigned char)*at == 0xc2 ? 2 : 3, "odd-space", "",
		    NULL);
	return type;
}

const struct type_word *
survey_guess_type(struct reading *reading, struct slice *rest)
{
	const char *written = survey_cell(reading, COLUMN_TYPE);
	const struct type_word *type = guess_spaces(reading, written, rest);

	if (type == NULL)
		type = guess_stuck(reading, written, rest);
	if (type == NULL)
		type = guess_slip(reading, written, rest);
	use_lists(reading, written);
	if (type != NULL && (type->list == LIST_NONE || rest->len > 0))
		return type;
	*rest = SLICE_EMPTY;
	return type_canonical("text");
}

/* ---- sheets ---- */

static bool
has_heading(const struct sheet *sheet, const struct sheet_row *row,
    const char *wanted)
{
	for (size_t i = 0; i < sheet->column_count; i++) {
		struct buf folded = BUF_INIT;
		bool same;

		text_fold(&folded, slice_str(row->cells[i]));
		same = strcmp(buf_str(&folded), wanted) == 0;
		buf_free(&folded);
		if (same)
			return true;
	}
	return false;
}

/*
 * Titles and merged cells above the headings: the sheet as it is from its
 * headings on.
 */
struct sheet
survey_from_headings(struct xlsform *xlsform, const struct sheet *sheet)
{
	struct place place = { .file = xlsform->build->file,
	    .sheet = "survey", .row = 1 };
	struct sheet found = *sheet;

	for (size_t i = 0; i < sheet->row_count && i < HEADING_ROWS_MAX; i++) {
		if (!has_heading(sheet, &sheet->rows[i], "type") ||
		    (!has_heading(sheet, &sheet->rows[i], "name") &&
		    !has_heading(sheet, &sheet->rows[i], "label")))
			continue;
		found.rows += i;
		found.row_count -= i;
		if (i > 0)
			diag_add(xlsform->build->diags, &place,
			    "headings-below", sheet->rows[i].number);
		return found;
	}
	return *sheet;
}

/* The sheet that was meant to be the survey, or NULL. */
const struct sheet *
survey_guess_sheet(const struct workbook *workbook)
{
	static const char *const wanted[] = { "survey" };

	for (size_t i = 0; i < workbook->sheet_count; i++)
		if (suggest_word(WORDS_SHEETS, workbook->sheets[i].name,
		    wanted, 1) != NULL)
			return &workbook->sheets[i];
	for (size_t i = 0; i < workbook->sheet_count; i++)
		if (workbook->sheets[i].row_count > 0 &&
		    has_heading(&workbook->sheets[i],
		    &workbook->sheets[i].rows[0], "type"))
			return &workbook->sheets[i];
	return NULL;
}

/* ---- names ---- */

static bool
is_name_byte(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (unsigned char)c >= 0x80 ||
	    (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
}

/* The first byte at which it cannot be a name, and how many there are. */
static size_t
bad_byte(const char *name, size_t *len)
{
	size_t i = 0;

	*len = 1;
	if ((name[0] >= '0' && name[0] <= '9') || name[0] == '-' ||
	    name[0] == '.')
		return 0;
	while (name[i] != '\0' && is_name_byte(name[i], false) &&
	    strncmp(name + i, "\xc2\xa0", 2) != 0)
		i++;
	*len = strncmp(name + i, "\xc2\xa0", 2) == 0 ? 2 : 1;
	return i;
}

/* "1er prénom" to "q1er_prénom". */
static const char *
mend_name(struct form_build *build, const char *name)
{
	struct buf mended = BUF_INIT;
	const char *kept;

	if (!is_name_byte(name[0], true) && is_name_byte(name[0], false))
		buf_add_byte(&mended, 'q');
	while (name[0] != '\0') {
		bool space = strncmp(name, "\xc2\xa0", 2) == 0;
		bool good = !space && is_name_byte(name[0], false);

		if (good)
			buf_add_byte(&mended, (uint8_t)name[0]);
		else if (mended.len > 0 &&
		    mended.data[mended.len - 1] != '_')
			buf_add_byte(&mended, '_');
		name += space ? 2 : 1;
	}
	while (mended.len > 1 && mended.data[mended.len - 1] == '_')
		mended.len--;
	kept = arena_slice(build->arena, buf_slice(&mended));
	buf_free(&mended);
	return kept;
}

const char *
survey_bad_name(struct reading *reading, const char *name)
{
	struct place place = survey_place(reading, COLUMN_NAME);
	const char *mended = mend_name(reading->build, name), *bad;
	size_t at, len;

	at = bad_byte(name, &len);
	bad = arena_strndup(reading->build->arena, name + at, len);
	place.caret = (unsigned)at;
	place.caret_len = (unsigned)len;
	if (!form_name_is_valid(mended))
		mended = NULL;
	if (at == 0 && is_name_byte(name[0], false))
		diag_add(reading->build->diags, &place, "name-start", name,
		    mended);
	else if (bad[0] == ' ' || len == 2)
		diag_add(reading->build->diags, &place, "name-space", name,
		    mended);
	else
		diag_add(reading->build->diags, &place, "bad-name", name, bad,
		    mended);
	return mended != NULL ? mended : name;
}

/* ---- lists ---- */

/* "yesno or_ohter": the list is there, what follows it is not understood. */
struct choice_list *
survey_guess_list(struct reading *reading, const char *name, size_t at,
    bool external)
{
	static const char *const wanted[] = { "or_other" };
	struct form_build *build = reading->build;
	size_t len = strcspn(name, " "), behind = len;
	struct choice_list *list = form_build_find_list(build,
	    arena_strndup(build->arena, name, len), external);

	behind += strspn(name + len, " ");
	if (list == NULL || name[behind] == '\0')
		return NULL;
	survey_diag_type(reading, at + behind, strlen(name + behind),
	    "list-extra", name + behind,
	    text_nearest(name + behind, wanted, 1));
	return list;
}
