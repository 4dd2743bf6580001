/*
 * ${name} to paths. A name stands for one item of the whole survey. Seen from
 * inside the same repeat it becomes a relative path, so that it means the
 * answer of this repeat instance; from anywhere else an absolute one, so that
 * it means all of them. A relative path inside a predicate starts at the
 * question, current(), because the context there is another node.
 */
#include <string.h>

#include "formspec/form_scan.h"
#include "formspec/xpath.h"

/* The length of what s opens and closes again, or 0. */
static size_t
bracketed_length(const char *s)
{
	size_t depth = 0, n = 0;

	do {
		if (s[n] == '\'' || s[n] == '"') {
			const char *end = strchr(s + n + 1, s[n]);

			if (end == NULL)
				return 0;
			n = (size_t)(end - s);
		} else if (s[n] == '(' || s[n] == '[') {
			depth++;
		} else if (s[n] == ')' || s[n] == ']') {
			depth--;
		} else if (s[n] == '\0') {
			return 0;
		}
		n++;
	} while (depth > 0);
	return n;
}

/*
 * The length of instance('towns')/root/item[name = ${town}]/label, a path that
 * stands in a text as it is, or 0.
 */
static size_t
instance_length(const char *s)
{
	size_t n = strlen("instance"), step;

	if (strncmp(s, "instance('", n + 2) != 0 &&
	    strncmp(s, "instance(\"", n + 2) != 0)
		return 0;
	n += step = bracketed_length(s + n);
	if (step == 0 || s[n] != '/')
		return 0;
	while (s[n] != '\0' && strchr(" \t\n,;!?)]\"'<>=", s[n]) == NULL) {
		step = s[n] == '[' || s[n] == '(' ?
		    bracketed_length(s + n) : 1;
		if (step == 0)
			return 0;
		n += step;
	}
	while (s[n - 1] == '.' || s[n - 1] == '/')
		n--;
	return n;
}

/* Would it be an expression, if every ${name} were a node? */
static bool
is_expression(struct form_build *build, const char *s, size_t len)
{
	struct xpath_problem problem;
	struct buf source = BUF_INIT;
	bool is;

	for (size_t i = 0; i < len; i++) {
		size_t reference = s[i] == '$' && s[i + 1] == '{' ?
		    scan_reference_length(s + i) : 0;

		buf_add_byte(&source, reference > 0 ? '.' : (uint8_t)s[i]);
		i += reference > 0 ? reference - 1 : 0;
	}
	is = xpath_parse_open(build->arena, buf_str(&source), &problem) !=
	    NULL;
	buf_free(&source);
	return is;
}

/* The first byte that a part of another kind begins with, or NULL. */
static const char *
next_value(struct form_build *build, const char *s)
{
	for (; (s = strpbrk(s, "$i")) != NULL; s++) {
		size_t len;

		if (s[0] == '$' && s[1] == '{')
			return s;
		len = instance_length(s);
		if (len > 0 && is_expression(build, s, len))
			return s;
	}
	return NULL;
}

/* An expression in a text, as a part; returns its length. */
static size_t
resolve_instance(struct form_build *build, const struct item *context,
    const struct place *place, const char *s, struct text_part *part)
{
	struct scan scan = { .build = build, .context = context,
	    .place = *place };
	size_t len = instance_length(s);

	if (len == 0)
		return 0;
	part->value.written = arena_strndup(build->arena, s, len);
	scan.place.cell = part->value.written;
	scan_resolve(&scan, &part->value, false);
	return len;
}

static void
keep_literal(struct form_build *build, struct text *text)
{
	struct text_part *part = arena_alloc(build->arena, sizeof(*part));

	part->literal = text->written;
	text->parts = part;
	text->part_count = 1;
}

/* Pieces of a label: text, ${name}, text, ... */
static void
resolve_text(struct form_build *build, const struct item *context,
    const struct place *place, struct text *text)
{
	const char *s = text->written, *ref = next_value(build, s);
	struct text_part *parts;
	size_t most = 1, count = 0;

	if (ref == NULL) {
		keep_literal(build, text);
		return;
	}
	for (; ref != NULL; ref = next_value(build, ref + 2))
		most += 2;
	parts = arena_alloc_n(build->arena, most, sizeof(*parts));
	while (*s != '\0') {
		struct scan scan = { .build = build, .context = context,
		    .place = *place, .written = text->written };
		size_t len, at;

		ref = next_value(build, s);
		if (ref != s) {
			len = ref ? (size_t)(ref - s) : strlen(s);
			parts[count++].literal =
			    arena_strndup(build->arena, s, len);
			s += len;
			continue;
		}
		len = resolve_instance(build, context, place, s,
		    &parts[count]);
		if (len > 0) {
			count++;
			s += len;
			continue;
		}
		at = (size_t)(s - text->written);
		len = scan_reference(&scan, at);
		parts[count].value.written =
		    arena_strndup(build->arena, s, len);
		if (diags_errors(build->diags) == 0)
			scan_compile(&scan, &parts[count].value);
		count++;
		scan_free(&scan);
		s += len;
	}
	text->parts = parts;
	text->part_count = count;
}

static void
resolve_texts(struct form_build *build, struct item *item, enum field_id id)
{
	const struct texts *texts = field_texts(&form_fields[id], item);
	struct text *all = (struct text *)(void *)texts->by_language;

	for (size_t i = 0; all != NULL && i < build->form->language_count;
	    i++) {
		struct place place;

		if (all[i].written == NULL)
			continue;
		place = form_text_place(build, item, id, i);
		place.cell = all[i].written;
		resolve_text(build, item, &place, &all[i]);
	}
}

/*
 * Does the hyphen at s take away? Not in a name ("f-4"), nor at the front. In
 * a text only behind a path ("./f - 4"): elsewhere it is a dash.
 */
static bool
is_minus(const char *written, const char *s, bool text)
{
	const char *end = s, *word;

	while (end > written && end[-1] == ' ')
		end--;
	for (word = end; word > written && word[-1] != ' '; word--)
		;
	if (word == end)
		return false;
	if (text)
		return end < s && s[1] == ' ' && (*word == '.' || *word == '/');
	return end < s || end[-1] == ')' || (*word >= '0' && *word <= '9');
}

/*
 * Is a default an expression? As pyxform has it: when it calls a function,
 * names an item, or computes; a hyphen does not count in dates and places.
 */
static bool
is_dynamic(const struct item *item, const char *written)
{
	bool computes = item->value_type == V_INT ||
	    item->value_type == V_DECIMAL || item->value_type == V_STRING;
	char quote = 0;

	for (const char *s = written; *s != '\0'; s++) {
		bool word = s > written && ((s[-1] | 32) >= 'a' &&
		    (s[-1] | 32) <= 'z');

		if (s[0] == '$' && s[1] == '{')
			return true;
		if (quote != 0) {
			quote = *s == quote ? 0 : quote;
			continue;
		}
		if ((*s == '\'' || *s == '"') && strchr(s + 1, *s) != NULL)
			quote = *s;
		if (*s == '(' && word)
			return true;
		if (computes && (*s == '*' || *s == '|' ||
		    (*s == '+' && s > written)))
			return true;
		if (*s == '-' && computes &&
		    is_minus(written, s, item->value_type == V_STRING))
			return true;
	}
	return computes && (strstr(written, " div ") != NULL ||
	    strstr(written, " mod ") != NULL);
}

static void
resolve_default(struct form_build *build, struct item *item)
{
	struct scan scan = { .build = build, .context = item };

	if (!is_dynamic(item, item->default_value))
		return;
	item->dynamic_default.written = item->default_value;
	item->default_value = NULL;
	scan.place = form_place(build, item, FIELD_DEFAULT,
	    item->dynamic_default.written);
	scan_resolve(&scan, &item->dynamic_default, false);
}

static void
resolve_trigger(struct form_build *build, struct item *item)
{
	struct scan scan = { .build = build, .written = item->trigger };
	const char *s = item->trigger;
	struct buf paths = BUF_INIT;

	scan.place = form_place(build, item, FIELD_TRIGGER, s);
	s += strspn(s, " ,");
	while (*s != '\0') {
		size_t at = (size_t)(s - item->trigger);
		size_t len = s[0] == '$' && s[1] == '{' ?
		    scan_reference_length(s) : 0;
		struct item *source;

		if (len == 0) {
			scan_diag(&scan, at, strlen(s), "bad-trigger", s,
			    NULL);
			break;
		}
		source = scan_find_item(&scan, slice_of(s + 2, len - 3), at,
		    len);
		if (source != NULL && source->type == Q_CALCULATE &&
		    source->kind == ITEM_QUESTION)
			scan_diag(&scan, at, len, "silent-trigger",
			    source->name, NULL);
		if (source != NULL)
			buf_addf(&paths, "%s%s", paths.len ? " " : "",
			    source->path);
		s += len;
		s += strspn(s, " ");
		if (*s != '\0' && *s != ',') {
			scan_diag(&scan, (size_t)(s - item->trigger),
			    strlen(s), "bad-trigger", s, NULL);
			break;
		}
		s += strspn(s, " ,");
	}
	item->trigger = arena_strdup(build->arena, buf_str(&paths));
	buf_free(&paths);
}

/* The repeat that a select over answers takes its choices from, or NULL. */
static const struct item *
resolve_itemset(struct form_build *build, struct item *item)
{
	struct scan scan = { .build = build, .context = item };
	const char *written = item->itemset.written;
	struct named *named;
	char *name;

	scan.place = item->place;
	scan.place.file = build->file;
	scan.place.heading = "type";
	scan.place.cell = written;
	if (scan_reference_length(written) != strlen(written)) {
		scan.written = written;
		scan_diag(&scan, 0, strlen(written), "bad-reference", "",
		    NULL);
		return NULL;
	}
	scan_resolve(&scan, &item->itemset, false);
	name = arena_strndup(build->arena, written + 2, strlen(written) - 3);
	named = map_get(build->names, name);
	if (named == NULL)
		return NULL;
	if (named->item->repeat == NULL)
		diag_add(build->diags, &scan.place, "itemset-no-repeat", name);
	return named->item->repeat;
}

/* randomize=true, and perhaps seed=${x}: what choices are shuffled by. */
static void
resolve_random(struct form_build *build, struct item *item)
{
	struct scan scan = { .build = build, .context = item };
	const char *randomize = form_parameter(build->arena, item->parameters,
	    "randomize");

	if (randomize == NULL)
		return;
	item->randomize = form_yes_no(randomize) == 1;
	item->seed.written = form_parameter(build->arena, item->parameters,
	    "seed");
	scan.place = form_place(build, item, FIELD_PARAMETERS,
	    item->seed.written);
	scan_resolve(&scan, &item->seed, false);
}

/* Names in the columns that we only keep must be there as well. */
static void
check_names(struct form_build *build, struct place place, const char *heading,
    const char *cell)
{
	struct scan scan = { .build = build, .written = cell };

	place.heading = heading;
	place.cell = cell;
	scan.place = place;
	for (const char *s = cell; (s = strstr(s, "${")) != NULL;)
		s += scan_reference(&scan, (size_t)(s - cell));
	scan_free(&scan);
}

static void
check_others(struct form_build *build, struct item *item)
{
	for (size_t i = 0; i < item->other_count; i++)
		check_names(build, item->place, item->others[2 * i],
		    item->others[2 * i + 1]);
}

static void
resolve_expr(struct form_build *build, struct item *item, enum field_id id,
    const struct item *repeat)
{
	bool filter = id == FIELD_CHOICE_FILTER;
	struct expr *expr = field_expr(&form_fields[id], item);
	struct scan scan = { .build = build, .context = item,
	    .repeat = filter ? repeat : NULL, .brackets = filter ? 1 : 0 };

	scan.place = form_place(build, item, id, expr->written);
	scan_resolve(&scan, expr, !filter && id != FIELD_REPEAT_COUNT);
}

/* Of most of the columns an item has nothing. */
static void
resolve_field(struct form_build *build, struct item *item, enum field_id id,
    const struct item *repeat)
{
	const struct field *field = &form_fields[id];

	if (field->shape == FIELD_TEXTS &&
	    field_texts(field, item)->by_language != NULL)
		resolve_texts(build, item, id);
	if (field->shape == FIELD_EXPR &&
	    field_expr(field, item)->written != NULL)
		resolve_expr(build, item, id, repeat);
}

static void
resolve_item(struct form_build *build, struct item *item)
{
	const struct item *repeat = NULL;

	if (item->itemset.written != NULL)
		repeat = resolve_itemset(build, item);
	for (int i = 0; i < FIELD_COUNT; i++)
		resolve_field(build, item, (enum field_id)i, repeat);
	if (item->default_value != NULL)
		resolve_default(build, item);
	if (item->trigger != NULL)
		resolve_trigger(build, item);
	if (item->list != NULL)
		resolve_random(build, item);
	check_others(build, item);
}

/* What every response has, though no row says so: ${instanceID}. */
static void
add_meta_name(struct form_build *build, const char *name)
{
	struct named *named = map_get(build->names, name);
	struct item *item;

	if (named != NULL)
		return;
	named = arena_alloc(build->arena, sizeof(*named));
	item = arena_alloc(build->arena, sizeof(*item));
	item->kind = ITEM_QUESTION;
	item->parent = build->form->root;
	item->name = name;
	item->path = arena_printf(build->arena, "/%s/meta/%s",
	    build->form->root_name, name);
	named->item = item;
	named->count = 1;
	map_set(build->names, name, named);
}

static const char *
path_of(struct arena *arena, const struct item *item)
{
	const char *above = item->parent ? item->parent->path : "";
	size_t above_len = strlen(above), len = strlen(item->name);
	char *path = arena_alloc(arena, above_len + 1 + len + 1);

	memcpy(path, above, above_len);
	path[above_len] = '/';
	memcpy(path + above_len + 1, item->name, len);
	return path;
}

static void
set_paths(struct form_build *build)
{
	const char *omit;

	for (size_t i = 0; i < build->form->item_count; i++) {
		struct item *item = build->items[i];
		struct named *named;

		item->path = path_of(build->arena, item);
		if (item->parent == NULL)
			continue;
		named = map_get(build->names, item->name);
		if (named == NULL) {
			named = arena_alloc(build->arena, sizeof(*named));
			named->item = item;
			map_set_kept(build->names, item->name, named);
		}
		named->count++;
	}
	omit = form_setting(build->form, "omit_instanceID");
	if (omit == NULL || form_yes_no(omit) != 1)
		add_meta_name(build, "instanceID");
	add_meta_name(build, "instanceName");
}

/* In a file, "${" is text like any other. */
static void
keep_literals(struct form_build *build, const struct texts *texts)
{
	struct text *all = (struct text *)(void *)texts->by_language;

	for (size_t i = 0; all != NULL && i < build->form->language_count; i++)
		if (all[i].written != NULL)
			keep_literal(build, &all[i]);
}

static void
resolve_choice(struct form_build *build, const struct choice_list *list,
    const struct choice *choice)
{
	struct text *all = (struct text *)(void *)choice->label.by_language;

	for (size_t i = 0; all != NULL && i < build->form->language_count;
	    i++) {
		struct place place;

		if (all[i].written == NULL)
			continue;
		place = form_choice_text_place(build, list, choice, i);
		place.cell = all[i].written;
		resolve_text(build, NULL, &place, &all[i]);
	}
}

static void
resolve_choices(struct form_build *build, const struct choice_list *list)
{
	struct place place = { .file = build->file, .heading = "label",
	    .sheet = list->external ? "external_choices" : "choices" };

	for (size_t i = 0; i < list->choice_count; i++) {
		const struct texts *label = &list->choices[i].label;

		place.row = list->choices[i].row;
		if (list->from_file) {
			keep_literals(build, label);
			continue;
		}
		resolve_choice(build, list, &list->choices[i]);
		for (size_t k = 0; k < list->extra_count; k++)
			if (form_is_media(list->extra_names[k]))
				check_names(build, place,
				    list->extra_names[k],
				    list->choices[i].extra[k]);
	}
}

void
form_resolve(struct form_build *build)
{
	struct form *form = build->form;
	struct scan scan = { .build = build, .context = form->root };

	set_paths(build);
	for (size_t i = 0; i < form->item_count; i++)
		resolve_item(build, build->items[i]);
	for (size_t i = 0; i < build->list_count; i++)
		resolve_choices(build, build->lists[i]);
	for (size_t i = 0; i < form->tag_list_count; i++)
		resolve_choices(build, &form->tag_lists[i]);
	scan.place = (struct place){ .file = build->file, .sheet = "settings",
	    .row = build->settings_row,
	    .heading = "instance_name", .cell = form->instance_name.written };
	scan_resolve(&scan, &form->instance_name, false);
}
