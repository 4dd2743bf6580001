/*
 * What a form may say and hardly means: conditions that are never true, texts
 * that are no choice of the question they are compared with, names without
 * their ${}. Warnings, all of them: nothing here keeps a form from being used.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/form_advice.h"
#include "formspec/xpath.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

enum { BOUNDS_MAX = 16 };

/* What the conditions that must all hold leave of one answer. */
struct bounds {
	const struct item *item;
	double low, high;
	bool open;			/* the ends do not count */
	const char *equal;		/* the one value, or NULL */
	bool empty;			/* nothing is left */
};

struct advice {
	struct form_build *build;
	const struct map *paths;	/* to items */
	struct item *item;
	enum field_id field;
	const struct expr *expr;
	struct bounds bounds[BOUNDS_MAX];
	size_t bound_count;
	bool reads_itself, reads;
};

/* ---- where ---- */

static bool
is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    c == '-' || c == '.' || (c >= '0' && c <= '9') ||
	    (unsigned char)c >= 0x80;
}

/* A word of the cell as a whole, or what it holds in quotes; or NULL. */
static const char *
find_word(const char *cell, const char *word, bool quoted)
{
	size_t len = strlen(word);

	for (const char *s = cell; len > 0 && (s = strstr(s, word)); s++) {
		char before = s > cell ? s[-1] : ' ', after = s[len];

		if (quoted ? (before == '\'' || before == '"' ||
		    (unsigned char)before >= 0x80) : !is_word_byte(before) &&
		    !is_word_byte(after) && before != '{' && before != '\'' &&
		    before != '"')
			return s;
	}
	return NULL;
}

static struct place
place_of(const struct advice *a, const char *word, bool quoted)
{
	struct place place = form_place(a->build, a->item, a->field,
	    a->expr->written);
	const char *at = word ? find_word(place.cell, word, quoted) : NULL;

	place.caret = at ? (unsigned)(at - place.cell) : 0;
	place.caret_len = (unsigned)strlen(at ? word : place.cell);
	return place;
}

static void
say(const struct advice *a, const struct xpath_use *use, const char *kind,
    const char *first, const char *second, const char *third)
{
	struct place place = place_of(a, use->value, use->text);

	diag_add(a->build->diags, &place, kind, first, second, third);
}

/* ---- names without ${} ---- */

/* "dep, region": what the list has besides names and labels. */
static const char *
columns_of(struct arena *arena, const struct choice_list *list)
{
	struct buf columns = BUF_INIT;
	const char *kept;

	for (size_t i = 0; i < list->extra_count; i++)
		buf_addf(&columns, "%s%s", i > 0 ? ", " : "",
		    list->extra_names[i]);
	if (columns.len == 0)
		buf_add(&columns, "name, label");
	kept = arena_slice(arena, buf_slice(&columns));
	buf_free(&columns);
	return kept;
}

static const char *
nearest_column(const struct choice_list *list, const char *name)
{
	const char **names = mem_alloc_n(list->extra_count + 2,
	    sizeof(*names));
	const char *found;

	names[0] = "name";
	names[1] = "label";
	for (size_t i = 0; i < list->extra_count; i++)
		names[i + 2] = list->extra_names[i];
	found = text_nearest(name, names, list->extra_count + 2);
	mem_free(names);
	return found;
}

/* A filter may name the columns of its list, and nothing else. */
static void
advise_filter(const struct advice *a, const struct xpath_use *use)
{
	const struct choice_list *list = a->item->list;
	const char *name = use->value;
	bool known = strcmp(name, "name") == 0 || strcmp(name, "label") == 0;

	if (list == NULL || a->item->itemset.written != NULL ||
	    (list->from_file && list->extra_count == 0))
		return;
	for (size_t i = 0; i < list->extra_count; i++)
		known |= strcmp(list->extra_names[i], name) == 0;
	if (list->from_file)
		known |= strcmp(list->value_ref, name) == 0 ||
		    strcmp(list->label_ref, name) == 0;
	if (!known) {
		struct place place = place_of(a, name, false);

		diag_add(a->build->diags, &place, "filter-column", list->name,
		    name, columns_of(a->build->arena, list),
		    nearest_column(list, name));
	}
}

static void
advise_bare(const struct advice *a, const struct xpath_use *use)
{
	const char *nearest, *name = use->value;
	bool flag = a->field == FIELD_REQUIRED || a->field == FIELD_READONLY;

	if (a->field == FIELD_CHOICE_FILTER)
		advise_filter(a, use);
	else if (map_has(a->build->names, name))
		say(a, use, "bare-name", name, name, NULL);
	else if (flag && strcmp(a->expr->written, name) == 0)
		say(a, use, "flag-word", name, NULL, NULL);
	else if (xpath_word_problem(name, &nearest) != NULL &&
	    strcmp(xpath_word_problem(name, &nearest),
	    "call-without-parentheses") == 0)
		say(a, use, "bare-function", name, name, NULL);
	else
		say(a, use, "bare-word", name, name, name);
}

/* ---- values that an answer never has ---- */

static bool
advise_choice(const struct advice *a, const struct item *item,
    const struct xpath_use *use)
{
	bool known = true, several = item->type == Q_SELECT_MULTIPLE;
	bool equal = use->kind == XPATH_USE_EQUAL ||
	    use->kind == XPATH_USE_UNEQUAL;

	if (!advice_choices_known(item) || use->kind == XPATH_USE_ORDER)
		return false;
	for (const char *s = use->value; *s != '\0'; s += strspn(s, " ")) {
		size_t len = several ? strcspn(s, " ") : strlen(s);

		known &= advice_has_choice(item->list, s, len);
		s += len;
	}
	if (!known)
		say(a, use, "choice-unknown", use->value, item->name,
		    advice_nearest_choice(a->build->form, item->list, use->value));
	else if (several && equal && use->value[0] != '\0')
		say(a, use, "multiple-equal", item->name, item->name,
		    use->value);
	return !known;
}

static bool
never(const struct bounds *b)
{
	double value = b->equal != NULL && advice_is_number(b->equal) ?
	    strtod(b->equal, NULL) : NAN;

	return b->empty || b->low > b->high ||
	    (b->low == b->high && b->open) || value < b->low ||
	    value > b->high;
}

/* What must hold besides: is anything left? */
static void
bound(struct advice *a, const struct item *item, const struct xpath_use *use)
{
	struct bounds *b = a->bounds;
	double value = advice_is_number(use->value) ? strtod(use->value, NULL) : NAN;
	bool strict = use->order[1] == '\0';

	while (b < a->bounds + a->bound_count && b->item != item)
		b++;
	if (b == a->bounds + a->bound_count) {
		if (a->bound_count == BOUNDS_MAX)
			return;
		a->bound_count++;
		*b = (struct bounds){ .item = item, .low = -INFINITY,
		    .high = INFINITY };
	}
	if (use->kind == XPATH_USE_EQUAL) {
		b->empty |= b->equal != NULL &&
		    strcmp(b->equal, use->value) != 0;
		b->equal = arena_strdup(a->build->arena, use->value);
	} else if (use->order[0] == '<' && value <= b->high) {
		b->high = value;
		b->open |= strict;
	} else if (use->order[0] == '>' && value >= b->low) {
		b->low = value;
		b->open |= strict;
	}
}

static bool
is_inside(const struct item *item, const struct item *repeat)
{
	while (item != NULL && item != repeat)
		item = item->parent;
	return item != NULL;
}

/* About an answer itself, where the cell names it. */
static void
say_name(const struct advice *a, const char *kind, const struct item *item,
    const char *second)
{
	const char *name = arena_printf(a->build->arena, "${%s}", item->name);
	const char *cell = a->expr->written, *at = strstr(cell, name);
	struct place place = place_of(a, NULL, false);

	if (at != NULL) {
		place.caret = (unsigned)(at - cell);
		place.caret_len = (unsigned)strlen(name);
	}
	diag_add(a->build->diags, &place, kind, item->name, second);
}

static void
visit_use(void *data, const struct xpath_use *use)
{
	struct advice *a = data;
	const struct item *item;
	const char *kind;

	if (use->kind == XPATH_USE_BARE) {
		advise_bare(a, use);
		return;
	}
	a->reads = true;
	a->reads_itself |= strcmp(use->path, a->item->path) == 0;
	item = map_get(a->paths, use->path);
	if (item == NULL || (item == a->item && item->kind != ITEM_QUESTION))
		return;
	if (item->kind != ITEM_QUESTION) {
		say_name(a, item->kind == ITEM_REPEAT ? "repeat-compared" :
		    "group-compared", item, item->name);
		return;
	}
	if (item->repeat != NULL && !is_inside(a->item, item->repeat))
		say_name(a, "repeat-outside", item, item->repeat->name);
	if (advise_choice(a, item, use))
		return;
	kind = use->text && use->kind != XPATH_USE_SELECTED ?
	    advice_misfit(item, use->value) : NULL;
	if (kind != NULL)
		say(a, use, kind, item->name, use->value, NULL);
	else if (use->must && (use->kind == XPATH_USE_ORDER ||
	    (use->kind == XPATH_USE_EQUAL && use->value[0] != '\0')))
		bound(a, item, use);
}

/* ---- conditions as a whole ---- */

static int64_t
no_time(void *data)
{
	(void)data;
	return 0;
}

static int
no_offset(void *data, int64_t ms)
{
	(void)data;
	(void)ms;
	return 0;
}

static void
no_random(void *data, void *out, size_t len)
{
	(void)data;
	memset(out, 0, len);
}

/* An expression that looks at nothing: is it false, once and for all? */
static bool
is_false(const struct expr *expr)
{
	const struct xpath_world world = { no_time, no_offset, no_random,
	    NULL };
	struct xpath_context context = { .position = 1, .size = 1,
	    .world = &world, .scratch = arena_new() };
	struct xpath_value value;
	const struct err *err = xpath_eval(&value, expr->compiled, &context);
	bool is = err == NULL && !xpath_to_boolean(&value);

	arena_free(context.scratch);
	return is;
}

static void
visit_read(void *data, const char *path, size_t kept, bool counted)
{
	struct advice *a = data;
	size_t len = strlen(path);

	(void)kept, (void)counted;
	a->reads = true;
	if (strcmp(path, a->item->path) == 0 ||
	    (len > 1 && path[len - 1] == '*'))
		a->reads_itself = true;
}

static void
say_whole(const struct advice *a, const char *kind, const char *name)
{
	struct place place = place_of(a, NULL, false);

	diag_add(a->build->diags, &place, kind, name);
}

static void
advise_condition(struct advice *a)
{
	const char *written = a->expr->written;

	for (size_t i = 0; i < a->bound_count; i++)
		if (never(&a->bounds[i])) {
			say_whole(a, a->field == FIELD_RELEVANT ?
			    "never-relevant-of" : "never-fits",
			    a->bounds[i].item->name);
			return;
		}
	if (a->field == FIELD_CONSTRAINT) {
		if (a->item->kind == ITEM_QUESTION && !a->reads_itself &&
		    form_yes_no(written) < 0 &&
		    strstr(written, "pulldata(") == NULL)
			say_whole(a, "constraint-no-answer", "");
	} else if (!a->reads && !xpath_is_volatile(a->expr->compiled) &&
	    strstr(written, "instance(") == NULL && is_false(a->expr)) {
		say_whole(a, "never-relevant", "");
	}
}

/* "${household}" where a number is needed. */
static void
advise_count(const struct advice *a)
{
	const char *written = a->expr->written;
	size_t len = strlen(written);

	if (len < 4 || strncmp(written, "${", 2) != 0 ||
	    strcspn(written, "}") != len - 1)
		return;
	for (size_t i = 1; i < a->build->form->item_count; i++) {
		const struct item *item = a->build->items[i];

		if (item->kind != ITEM_QUESTION &&
		    strlen(item->name) == len - 3 &&
		    memcmp(item->name, written + 2, len - 3) == 0)
			say_name(a, item->kind == ITEM_REPEAT ?
			    "repeat-compared" : "group-compared", item,
			    item->name);
	}
}

static void
advise_expr(struct advice *a, enum field_id field)
{
	size_t warnings;

	a->field = field;
	a->expr = field_expr(&form_fields[field], a->item);
	a->bound_count = 0;
	a->reads = a->reads_itself = false;
	if (a->expr->compiled == NULL)
		return;
	warnings = diags_warnings(a->build->diags);
	xpath_uses(a->expr->compiled, a->item->path, visit_use, a);
	/* One remark leads to the other. */
	if (warnings != diags_warnings(a->build->diags))
		return;
	if (field == FIELD_REPEAT_COUNT)
		advise_count(a);
	if (field != FIELD_RELEVANT && field != FIELD_CONSTRAINT)
		return;
	/* What was met on the way is often enough to know. */
	if (field == FIELD_RELEVANT ? !a->reads : !a->reads_itself)
		xpath_reads(a->expr->compiled, a->item->path, visit_read, a);
	advise_condition(a);
}

void
form_advise(struct form_build *build)
{
	static const enum field_id fields[] = {
		FIELD_RELEVANT, FIELD_REQUIRED, FIELD_READONLY,
		FIELD_CONSTRAINT, FIELD_CALCULATION, FIELD_CHOICE_FILTER,
		FIELD_REPEAT_COUNT
	};
	struct advice a = { .build = build,
	    .paths = form_build_paths(build) };

	for (size_t i = 1; i < build->form->item_count; i++) {
		a.item = build->items[i];
		for (size_t f = 0; f < sizeof(fields) / sizeof(*fields); f++)
			advise_expr(&a, fields[f]);
		advice_of_row(build, a.item);
	}
}
