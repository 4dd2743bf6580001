/*
 * ${name} to paths. A name stands for one item of the whole survey. Seen from
 * inside the same repeat it becomes a relative path, so that it means the
 * answer of this repeat instance; from anywhere else an absolute one, so that
 * it means all of them. A relative path inside a predicate starts at the
 * question, current(), because the context there is another node.
 */
#include <string.h>

#include "formspec/form_build.h"
#include "formspec/xpath.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

struct named {
	struct item *item;	/* the first of that name */
	size_t count;
};

/* A stretch of the source that stands for another of what was written. */
struct segment {
	size_t source_at, source_len, written_at, written_len;
};

enum { CALL_DEPTH_MAX = 64 };

struct scan {
	struct form_build *build;
	const struct item *context;	/* NULL: paths are absolute */
	const struct item *repeat;	/* choice_filter over its instances */
	struct place place;
	const char *written;
	struct buf source;
	struct segment *segments;
	size_t segment_count, segment_capacity;
	char quote;			/* inside a literal, or 0 */
	bool curly;			/* and a word processor's quote began it */
	unsigned brackets;		/* depth of predicates */
	unsigned depth;			/* of parentheses */
	/* Of each open parenthesis: its argument when indexed-repeat's. */
	int argument[CALL_DEPTH_MAX];
};

static void
add_segment(struct scan *scan, size_t source_at, size_t written_at,
    size_t written_len)
{
	mem_grow((void **)&scan->segments, &scan->segment_capacity,
	    scan->segment_count + 1, sizeof(*scan->segments));
	scan->segments[scan->segment_count++] = (struct segment){ source_at,
	    scan->source.len - source_at, written_at, written_len };
}

/* Where in the cell a byte of the source comes from. */
static void
locate(const struct scan *scan, size_t at, size_t len, struct place *place)
{
	size_t written = at;

	place->caret_len = (unsigned)(len ? len : 1);
	for (size_t i = 0; i < scan->segment_count; i++) {
		const struct segment *s = &scan->segments[i];

		if (at < s->source_at)
			break;
		if (at < s->source_at + s->source_len) {
			place->caret = (unsigned)s->written_at;
			place->caret_len = (unsigned)s->written_len;
			return;
		}
		written = at - (s->source_at + s->source_len) +
		    s->written_at + s->written_len;
	}
	place->caret = (unsigned)written;
}

/* The length of "${...}" at s, or 0 when it does not close on one name. */
static size_t
reference_length(const char *s)
{
	size_t n = strcspn(s + 2, "}{$ \n");

	return s[2 + n] == '}' && n > 0 ? n + 3 : 0;
}

static void
diag_reference(struct scan *scan, size_t at, size_t len, const char *kind,
    const char *name, const char *nearest)
{
	struct place place = scan->place;

	place.caret = (unsigned)at;
	place.caret_len = (unsigned)len;
	diag_add(scan->build->diags, &place, kind, name, nearest);
}

static const char *
nearest_name(struct form_build *build, const char *name)
{
	size_t count = map_count(build->names);
	const char **names = mem_alloc_n(count + 1, sizeof(*names));
	const char *found;

	for (size_t i = 0; i < count; i++)
		names[i] = map_key_at(build->names, i);
	found = text_nearest(name, names, count);
	mem_free(names);
	return found;
}

static struct item *
find_item(struct scan *scan, const char *name, size_t at, size_t len)
{
	struct named *named = map_get(scan->build->names, name);

	if (named == NULL)
		diag_reference(scan, at, len, "unknown-reference", name,
		    nearest_name(scan->build, name));
	else if (named->count > 1)
		diag_reference(scan, at, len, "ambiguous-reference", name,
		    NULL);
	else
		return named->item;
	return NULL;
}

static bool
is_above(const struct item *ancestor, const struct item *item)
{
	while (item != NULL && item != ancestor)
		item = item->parent;
	return item != NULL;
}

/* The innermost repeat that holds both, or NULL. */
static const struct item *
common_repeat(const struct item *context, const struct item *target)
{
	const struct item *repeat = target->repeat;

	while (repeat != NULL && !is_above(repeat, context))
		repeat = repeat->repeat;
	return repeat;
}

/* From a node of `from` to target, which is not above it. */
static void
add_relative(struct buf *out, const struct item *from,
    const struct item *target)
{
	const struct item *meet = from;

	if (is_above(meet, target->parent))
		buf_add(out, ".");
	for (; !is_above(meet, target->parent); meet = meet->parent)
		buf_add(out, meet == from ? ".." : "/..");
	buf_add(out, target->path + strlen(meet->path));
}

static bool
is_absolute_argument(const struct scan *scan)
{
	for (unsigned i = 0; i < scan->depth && i < CALL_DEPTH_MAX; i++) {
		int argument = scan->argument[i];

		/* indexed-repeat(node, repeat, index, repeat, index, ...) */
		if (argument == 0 || argument % 2 == 1)
			return true;
	}
	return false;
}

static void
add_path(struct scan *scan, const struct item *target)
{
	const struct item *context = scan->context;

	if (scan->repeat != NULL && is_above(scan->repeat, target->parent)) {
		add_relative(&scan->source, scan->repeat, target);
		return;
	}
	if (context == NULL || is_absolute_argument(scan) ||
	    common_repeat(context, target) == NULL) {
		buf_add(&scan->source, target->path);
		return;
	}
	if (scan->brackets > 0)
		buf_add(&scan->source, "current()/");
	add_relative(&scan->source, context, target);
}

/* What ${name} becomes; returns what was used of the cell. */
static size_t
add_reference(struct scan *scan, size_t at)
{
	static const char saved[] = "last-saved#";
	const char *s = scan->written + at;
	size_t len = reference_length(s), start = scan->source.len;
	const char *space = scan->quote ? "" : " ";
	bool last_saved;
	char *name;
	struct item *item;

	if (len == 0) {
		diag_reference(scan, at, 2, "bad-reference", "", NULL);
		return 2;
	}
	name = arena_strndup(scan->build->arena, s + 2, len - 3);
	last_saved = strncmp(name, saved, sizeof(saved) - 1) == 0;
	if (last_saved)
		name += sizeof(saved) - 1;
	item = find_item(scan, name, at, len);
	buf_add(&scan->source, space);
	if (item != NULL && last_saved)
		buf_addf(&scan->source, "instance('__last-saved')%s",
		    item->path);
	else if (item != NULL)
		add_path(scan, item);
	else
		buf_add(&scan->source, "''");
	buf_add(&scan->source, space);
	add_segment(scan, start, at, len);
	return len;
}

/* Does the source end with this function's name, just before its "("? */
static bool
calls(const struct scan *scan, const char *function)
{
	struct slice s = text_trim(buf_slice(&scan->source));
	size_t len = strlen(function);

	return s.len >= len &&
	    memcmp(s.data + s.len - len, function, len) == 0;
}

static void
follow(struct scan *scan, char c)
{
	unsigned top = scan->depth - 1;

	if (scan->quote != 0) {
		if (c == scan->quote)
			scan->quote = 0;
	} else if (c == '\'' || c == '"') {
		scan->quote = c;
	} else if (c == '[') {
		scan->brackets++;
	} else if (c == ']' && scan->brackets > 0) {
		scan->brackets--;
	} else if (c == '(') {
		if (scan->depth < CALL_DEPTH_MAX)
			scan->argument[scan->depth] =
			    calls(scan, "indexed-repeat") ? 0 : -2;
		scan->depth++;
	} else if (c == ')' && scan->depth > 0) {
		scan->depth--;
	} else if (c == ',' && scan->depth > 0 && top < CALL_DEPTH_MAX &&
	    scan->argument[top] >= 0) {
		scan->argument[top]++;
	}
}

/*
 * Word processors turn quotes into these. Around a literal no expression means
 * them; inside one that straight quotes hold they are the apostrophes of a
 * text, and stay.
 */
static size_t
curly_quote(const struct scan *scan, const char *s, char *straight)
{
	static const char *const curly[] = {
		"\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9c", "\xe2\x80\x9d"
	};

	if (scan->quote != 0 && !scan->curly)
		return 0;
	for (size_t i = 0; i < 4; i++) {
		char mark = i < 2 ? '\'' : '"';

		if (strncmp(s, curly[i], 3) != 0 ||
		    (scan->quote != 0 && scan->quote != mark))
			continue;
		*straight = mark;
		return 3;
	}
	return 0;
}

static void
scan_expression(struct scan *scan)
{
	const char *s = scan->written;

	for (size_t i = 0; s[i] != '\0';) {
		size_t len, start = scan->source.len;
		char straight = s[i];

		if (s[i] == '$' && s[i + 1] == '{') {
			i += add_reference(scan, i);
			continue;
		}
		len = curly_quote(scan, s + i, &straight);
		if (scan->quote == 0)
			scan->curly = len > 0;
		follow(scan, straight);
		buf_add_byte(&scan->source, (uint8_t)straight);
		if (len > 0)
			add_segment(scan, start, i, len);
		i += len > 0 ? len : 1;
	}
}

static void
compile(struct scan *scan, struct expr *expr)
{
	struct xpath_problem problem;
	struct place place = scan->place;

	expr->source = arena_strdup(scan->build->arena, buf_str(&scan->source));
	expr->compiled = xpath_parse(scan->build->arena, expr->source,
	    &problem);
	if (expr->compiled != NULL)
		return;
	locate(scan, problem.at, problem.len, &place);
	diag_add(scan->build->diags, &place, "expression", problem.msg);
}

static void
scan_free(struct scan *scan)
{
	buf_free(&scan->source);
	mem_free(scan->segments);
}

/* scan says from where the expression looks. */
static void
resolve(struct scan *scan, struct expr *expr, bool yes_no)
{
	size_t errors = diags_errors(scan->build->diags);

	if (expr->written == NULL)
		return;
	scan->written = expr->written;
	if (yes_no && form_yes_no(expr->written) >= 0)
		buf_add(&scan->source,
		    form_yes_no(expr->written) ? "true()" : "false()");
	else
		scan_expression(scan);
	/* A wrong name was said; what stands in for it would only confuse. */
	if (errors == diags_errors(scan->build->diags))
		compile(scan, expr);
	scan_free(scan);
}

/* Pieces of a label: text, ${name}, text, ... */
static void
resolve_text(struct form_build *build, const struct item *context,
    const struct place *place, struct text *text)
{
	const char *s = text->written, *ref;
	struct text_part *parts;
	size_t most = 1, count = 0;

	for (ref = s; (ref = strstr(ref, "${")) != NULL; ref += 2)
		most += 2;
	parts = arena_alloc_n(build->arena, most, sizeof(*parts));
	while (*s != '\0') {
		struct scan scan = { .build = build, .context = context,
		    .place = *place, .written = text->written };
		size_t len, at;

		ref = strstr(s, "${");
		if (ref != s) {
			len = ref ? (size_t)(ref - s) : strlen(s);
			parts[count++].literal =
			    arena_strndup(build->arena, s, len);
			s += len;
			continue;
		}
		at = (size_t)(s - text->written);
		len = add_reference(&scan, at);
		parts[count].value.written =
		    arena_strndup(build->arena, s, len);
		if (diags_errors(build->diags) == 0)
			compile(&scan, &parts[count].value);
		count++;
		scan_free(&scan);
		s += len;
	}
	text->parts = parts;
	text->part_count = count;
}

static void
resolve_texts(struct form_build *build, const struct item *context,
    struct place *place, const struct texts *texts)
{
	struct text *all = (struct text *)(void *)texts->by_language;

	for (size_t i = 0; all != NULL && i < build->form->language_count; i++)
		if (all[i].written != NULL) {
			place->cell = all[i].written;
			resolve_text(build, context, place, &all[i]);
		}
}

/*
 * Is a default an expression? As pyxform has it: when it calls a function,
 * names an item, or computes; a hyphen alone does not count in texts, dates
 * and places, where it is only a hyphen.
 */
static bool
is_dynamic(const struct item *item, const char *written)
{
	bool computes = item->value_type == V_INT ||
	    item->value_type == V_DECIMAL || item->value_type == V_STRING;
	bool hyphens = computes && item->value_type != V_STRING;
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
		if (*s == '-' && hyphens && s > written)
			return true;
	}
	return computes && (strstr(written, " div ") != NULL ||
	    strstr(written, " mod ") != NULL);
}

static void
resolve_default(struct form_build *build, struct item *item)
{
	struct scan scan = { .build = build, .context = item };

	if (item->default_value == NULL ||
	    !is_dynamic(item, item->default_value))
		return;
	item->dynamic_default.written = item->default_value;
	item->default_value = NULL;
	scan.place = form_place(build, item, FIELD_DEFAULT,
	    item->dynamic_default.written);
	resolve(&scan, &item->dynamic_default, false);
}

static void
resolve_trigger(struct form_build *build, struct item *item)
{
	struct scan scan = { .build = build, .written = item->trigger };
	const char *s = item->trigger;
	struct buf paths = BUF_INIT;

	if (s == NULL)
		return;
	scan.place = form_place(build, item, FIELD_TRIGGER, s);
	s += strspn(s, " ,");
	while (*s != '\0') {
		size_t at = (size_t)(s - item->trigger);
		size_t len = s[0] == '$' && s[1] == '{' ?
		    reference_length(s) : 0;
		struct item *source;
		char *name;

		if (len == 0) {
			diag_reference(&scan, at, strlen(s), "bad-trigger", s,
			    NULL);
			break;
		}
		name = arena_strndup(build->arena, s + 2, len - 3);
		source = find_item(&scan, name, at, len);
		if (source != NULL && source->type == Q_CALCULATE &&
		    source->kind == ITEM_QUESTION)
			diag_reference(&scan, at, len, "silent-trigger", name,
			    NULL);
		if (source != NULL)
			buf_addf(&paths, "%s%s", paths.len ? " " : "",
			    source->path);
		s += len;
		s += strspn(s, " ");
		if (*s != '\0' && *s != ',') {
			diag_reference(&scan, (size_t)(s - item->trigger),
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

	if (written == NULL)
		return NULL;
	scan.place = item->place;
	scan.place.file = build->file;
	scan.place.heading = "type";
	scan.place.cell = written;
	resolve(&scan, &item->itemset, false);
	name = arena_strndup(build->arena, written + 2, strlen(written) - 3);
	named = map_get(build->names, name);
	if (named == NULL)
		return NULL;
	if (named->item->repeat == NULL)
		diag_add(build->diags, &scan.place, "itemset-no-repeat", name);
	return named->item->repeat;
}

static void
resolve_item(struct form_build *build, struct item *item)
{
	const struct item *repeat = resolve_itemset(build, item);

	for (int i = 0; i < FIELD_COUNT; i++) {
		const struct field *field = &form_fields[i];
		struct scan scan = { .build = build, .context = item };
		struct expr *expr;
		bool filter = i == FIELD_CHOICE_FILTER;

		scan.place = form_place(build, item, (enum field_id)i, NULL);
		if (field->shape == FIELD_TEXTS)
			resolve_texts(build, item, &scan.place,
			    field_texts(field, item));
		if (field->shape != FIELD_EXPR)
			continue;
		expr = field_expr(field, item);
		scan.place.cell = expr->written;
		scan.repeat = filter ? repeat : NULL;
		scan.brackets = filter ? 1 : 0;
		resolve(&scan, expr, !filter && i != FIELD_REPEAT_COUNT);
	}
	resolve_default(build, item);
	resolve_trigger(build, item);
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

static void
set_paths(struct form_build *build)
{
	const char *omit;

	for (size_t i = 0; i < build->form->item_count; i++) {
		struct item *item = build->items[i];
		struct named *named;

		item->path = arena_printf(build->arena, "%s/%s",
		    item->parent ? item->parent->path : "", item->name);
		if (item->parent == NULL)
			continue;
		named = map_get(build->names, item->name);
		if (named == NULL) {
			named = arena_alloc(build->arena, sizeof(*named));
			named->item = item;
			map_set(build->names, item->name, named);
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
keep_literal(struct form_build *build, const struct texts *texts)
{
	struct text *all = (struct text *)(void *)texts->by_language;

	for (size_t i = 0; all != NULL && i < build->form->language_count;
	    i++) {
		struct text_part *part;

		if (all[i].written == NULL)
			continue;
		part = arena_alloc(build->arena, sizeof(*part));
		part->literal = all[i].written;
		all[i].parts = part;
		all[i].part_count = 1;
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
		if (list->from_file)
			keep_literal(build, label);
		else
			resolve_texts(build, NULL, &place, label);
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
	scan.place = (struct place){ .file = build->file, .sheet = "settings",
	    .row = build->settings_row,
	    .heading = "instance_name", .cell = form->instance_name.written };
	resolve(&scan, &form->instance_name, false);
}
