/*
 * search('villages', 'matches', 'district', ${district}) in the appearance of a
 * select: its choices come from villages.csv, and the one row of its own list
 * names the columns that hold them. ODK Collect and SurveyCTO know it; here it
 * becomes the select from a file, with a filter, that everybody knows.
 */
#include <string.h>

#include "formspec/form_build.h"
#include "kit/base/text.h"

enum { ARGS_MAX = 6 };

struct search {
	struct form_build *build;
	struct item *item;
	struct place place;
	const char *args[ARGS_MAX];	/* expressions as written */
	size_t count;
	const char *key, *label;	/* columns */
};

/* The length of the call at s up to its ")", or 0 when it does not close. */
static size_t
cut(struct search *search, const char *s)
{
	struct arena *arena = search->build->arena;
	size_t start = strlen("search("), depth = 1;
	char quote = 0;

	for (size_t i = start; s[i] != '\0'; i++) {
		if (quote != 0) {
			quote = s[i] == quote ? 0 : quote;
			continue;
		}
		if (s[i] == '\'' || s[i] == '"')
			quote = s[i];
		depth += s[i] == '(';
		depth -= s[i] == ')';
		if (depth > 0 && (s[i] != ',' || depth > 1))
			continue;
		if (search->count == ARGS_MAX)
			return 0;
		search->args[search->count++] = arena_slice(arena, text_trim(
		    slice_of(s + start, i - start)));
		start = i + 1;
		if (depth == 0)
			return i + 1;
	}
	return 0;
}

/* The text of a literal; NULL: it is something else. */
static const char *
literal(struct search *search, size_t arg)
{
	const char *s = search->args[arg];
	size_t len = strlen(s);

	if (len < 2 || (s[0] != '\'' && s[0] != '"') || s[len - 1] != s[0])
		return NULL;
	return arena_strndup(search->build->arena, s + 1, len - 2);
}

static bool
is_number(const char *name)
{
	name += *name == '-';
	return *name != '\0' && name[strspn(name, "0123456789")] == '\0';
}

/* The row that names the columns is no number; numbers are choices. */
static void
find_columns(struct search *search)
{
	const struct choice_list *list = search->item->list;

	for (size_t i = 0; i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i];
		const struct text *label = form_text(search->build->form,
		    &choice->label, 0);

		if (is_number(choice->name)) {
			diag_add(search->build->diags, &search->place,
			    "search-static", choice->name, list->name);
		} else if (search->key == NULL) {
			search->key = choice->name;
			search->label = label == NULL ? choice->name :
			    arena_strndup(search->build->arena, label->written,
			    strcspn(label->written, ", "));
		}
	}
}

/* One column, or several with commas between, against the value. */
static bool
add_condition(struct search *search, struct buf *out, const char *mode,
    const char *columns, const char *value)
{
	static const char *const modes[][2] = {
		{ "matches", NULL }, { "contains", "contains(" },
		{ "startswith", "starts-with(" }, { "endswith", "ends-with(" }
	};
	size_t m = 0;

	while (m < 4 && strcmp(modes[m][0], mode) != 0)
		m++;
	if (m == 4)
		return false;
	buf_add_byte(out, '(');
	for (const char *s = columns; *s != '\0'; s += *s == ',') {
		size_t len = strcspn(s, ",");
		const char *column = arena_slice(search->build->arena,
		    text_trim(slice_of(s, len)));

		buf_add(out, s == columns ? "" : " or ");
		if (m == 0)
			buf_addf(out, "%s = %s", column, value);
		else
			buf_addf(out, "%s%s, %s)", modes[m][1], column, value);
		s += len;
	}
	buf_add_byte(out, ')');
	return true;
}

static bool
add_filter(struct search *search, struct buf *out)
{
	const char *mode = search->count > 1 ? literal(search, 1) : NULL;
	const char *columns = search->count > 2 ? literal(search, 2) : NULL;
	const char *column = search->count > 4 ? literal(search, 4) : NULL;

	if (search->count == 1)
		return true;
	if (search->count == 4 && mode != NULL && columns != NULL)
		return add_condition(search, out, mode, columns,
		    search->args[3]);
	if (search->count != 6 || mode == NULL || columns == NULL ||
	    column == NULL || !add_condition(search, out, mode, columns,
	    search->args[3]))
		return false;
	buf_add(out, " and ");
	return add_condition(search, out, "matches", column, search->args[5]);
}

static void
become_file(struct search *search, const char *file)
{
	struct form_build *build = search->build;
	struct item *item = search->item;
	size_t lists;

	if (strlen(file) < 4 || strcmp(file + strlen(file) - 4, ".csv") != 0)
		file = arena_printf(build->arena, "%s.csv", file);
	item->parameters = arena_printf(build->arena, "%s%svalue=%s label=%s",
	    item->parameters, item->parameters[0] != '\0' ? " " : "",
	    search->key, search->label);
	item->word = item->type == Q_SELECT_ONE ? "select_one_from_file" :
	    "select_multiple_from_file";
	lists = build->list_count;
	item->list = form_build_file_list(build, &search->place, file,
	    item->parameters, true);
	item->list->searched |= build->list_count > lists;
}

static struct search_origin *
keep_origin(struct arena *arena, const struct item *item)
{
	struct search_origin *origin = arena_alloc(arena, sizeof(*origin));

	*origin = (struct search_origin){ item->list, item->word,
	    item->appearance, item->parameters, item->choice_filter.written };
	return origin;
}

static void
replace(struct search *search, const char *at)
{
	struct form_build *build = search->build;
	struct item *item = search->item;
	struct buf filter = BUF_INIT;
	size_t len = cut(search, at);
	const char *file = len > 0 ? literal(search, 0) : NULL;

	find_columns(search);
	if (item->choice_filter.written != NULL)
		buf_addf(&filter, "(%s) and ", item->choice_filter.written);
	if (file == NULL || search->key == NULL ||
	    !add_filter(search, &filter)) {
		diag_add(build->diags, &search->place, "search-unknown",
		    item->name);
	} else {
		item->search = keep_origin(build->arena, item);
		if (search->count > 1)
			item->choice_filter.written = arena_strdup(build->arena,
			    buf_str(&filter));
		item->appearance = arena_slice(build->arena, text_trim(
		    slice_str(arena_printf(build->arena, "%.*s%s",
		    (int)(at - item->appearance), item->appearance,
		    at + len))));
		become_file(search, file);
	}
	buf_free(&filter);
}

void
form_search(struct form_build *build)
{
	for (size_t i = 1; i < build->form->item_count; i++) {
		struct item *item = build->items[i];
		const char *at = item->list != NULL && !item->list->from_file &&
		    (item->type == Q_SELECT_ONE ||
		    item->type == Q_SELECT_MULTIPLE) ?
		    strstr(item->appearance, "search(") : NULL;
		struct search search = { .build = build, .item = item,
		    .place = item->place };

		if (at == NULL)
			continue;
		search.place.heading = "appearance";
		replace(&search, at);
	}
}
