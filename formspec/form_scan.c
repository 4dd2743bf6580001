#include "formspec/form_scan.h"

#include <string.h>

#include "formspec/xpath.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

/* A stretch of the source that stands for another of what was written. */
struct segment {
	size_t source_at, source_len, written_at, written_len;
};

void
scan_add_segment(struct scan *scan, size_t source_at, size_t written_at,
    size_t written_len)
{
	mem_grow((void **)&scan->segments, &scan->segment_capacity,
	    scan->segment_count + 1, sizeof(*scan->segments));
	scan->segments[scan->segment_count++] = (struct segment){ source_at,
	    scan->source.len - source_at, written_at, written_len };
}

/* Stretches are short: this is quicker than strcspn(), which prepares itself. */
static bool
is_reference_byte(char c)
{
	switch (c) {
	case '\0': case '}': case '{': case '$': case ' ': case '\n':
		return false;
	default:
		return true;
	}
}

/* The same of what scan_expression() takes over as it is. */
static bool
is_expression_byte(char c)
{
	switch ((unsigned char)c) {
	case '\0': case '$': case '\'': case '"': case '[': case ']':
	case '(': case ')': case ',': case 0xc2: case 0xe2:
		return false;
	default:
		return true;
	}
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
size_t
scan_reference_length(const char *s)
{
	size_t n = 2;

	while (is_reference_byte(s[n]))
		n++;
	return s[n] == '}' && n > 2 ? n + 1 : 0;
}

void
scan_diag(struct scan *scan, size_t at, size_t len, const char *kind,
    const char *name, const char *nearest)
{
	struct place place = scan->place;

	place.caret = (unsigned)at;
	place.caret_len = (unsigned)len;
	diag_add(scan->build->diags, &place, kind, name, nearest);
}

static bool
is_name_byte(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    c == '-' || (c >= '0' && c <= '9') || c >= 0x80;
}

/* Does what stands before a "(" end with this function's name? */
static bool
calls(struct slice s, const char *function)
{
	size_t len = strlen(function);

	return s.len >= len && s.data[s.len - 1] == function[len - 1] &&
	    memcmp(s.data + s.len - len, function, len) == 0 &&
	    (s.len == len || !is_name_byte(s.data[s.len - len - 1]));
}

/*
 * "sum-if" was written: "sum" it becomes. Which argument are the values, of
 * all instances?
 */
static int
open_over(struct scan *scan, struct slice before)
{
	static const struct { const char *name; int values; } calls_over[] = {
		{ "count-if", 0 }, { "sum-if", 0 }, { "min-if", 0 },
		{ "max-if", 0 }, { "join-if", 1 }
	};

	for (size_t i = 0; i < 5 && before.len > 0 &&
	    before.data[before.len - 1] == 'f'; i++)
		if (calls(before, calls_over[i].name)) {
			while (scan->source.data[scan->source.len - 1] != 'f')
				scan->source.len--;
			scan->source.len -= strlen("-if");
			return calls_over[i].values;
		}
	return calls(before, "rank-index") ? 1 : -1;
}

static void
open_call(struct scan *scan)
{
	struct slice before = text_trim(buf_slice(&scan->source));

	if (scan->calls == NULL)
		scan->calls = mem_alloc_n(SCAN_CALL_DEPTH_MAX,
		    sizeof(*scan->calls));
	if (scan->depth < SCAN_CALL_DEPTH_MAX)
		scan->calls[scan->depth] = (struct scan_call){
		    calls(before, "indexed-repeat") ? 0 : -2,
		    { .values = open_over(scan, before) } };
	scan->depth++;
}

static struct over *
innermost_over(struct scan *scan)
{
	return scan->depth > 0 && scan->depth <= SCAN_CALL_DEPTH_MAX &&
	    scan->calls[scan->depth - 1].over.values >= 0 ?
	    &scan->calls[scan->depth - 1].over : NULL;
}

/* What a comma or closing parenthesis becomes: of a condition, the bracket. */
static char
turn(struct scan *scan, char c)
{
	struct over *over = innermost_over(scan);

	if (scan->quote != 0 || over == NULL)
		return c;
	if (c == ',' && ++over->argument == over->values + 1)
		return '[';
	if (c == ')' && over->argument > over->values) {
		scan->brackets--;
		buf_add_byte(&scan->source, ']');
	}
	return c;
}

/* SurveyCTO's index(): which instance of its repeat this is. */
static size_t
replace_index(struct scan *scan, const char *s)
{
	const struct item *repeat = scan->context ? scan->context->repeat :
	    NULL;
	size_t close = 1 + strspn(s + 1, " "), start;

	if (s[close] != ')' || repeat == NULL ||
	    !calls(text_trim(buf_slice(&scan->source)), "index"))
		return 0;
	while (scan->source.data[scan->source.len - 1] != 'x')
		scan->source.len--;
	scan->source.len -= strlen("index");
	start = scan->source.len;
	buf_addf(&scan->source, "position(%s.",
	    scan->brackets > 0 ? "current()/" : "");
	for (const struct item *at = scan->context; at != repeat;
	    at = at->parent)
		buf_add(&scan->source, at == scan->context ? "." : "/..");
	buf_add_byte(&scan->source, ')');
	scan_add_segment(scan, start, (size_t)(s - scan->written) - strlen("index"),
	    strlen("index") + close + 1);
	return close + 1;
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
		open_call(scan);
	} else if (c == ')' && scan->depth > 0) {
		scan->depth--;
	} else if (c == ',' && scan->depth > 0 && top < SCAN_CALL_DEPTH_MAX &&
	    scan->calls[top].argument >= 0) {
		scan->calls[top].argument++;
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

	if ((unsigned char)*s != 0xe2 || (scan->quote != 0 && !scan->curly))
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

/* No-break spaces, and spaces without a width: pasted from elsewhere. */
static size_t
odd_space(const char *s)
{
	static const char *const spaces[] = {
		"\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x8b", "\xe2\x80\x89"
	};

	if ((unsigned char)*s < 0x80)
		return 0;
	for (size_t i = 0; i < sizeof(spaces) / sizeof(*spaces); i++)
		if (strncmp(s, spaces[i], strlen(spaces[i])) == 0)
			return strlen(spaces[i]);
	return 0;
}

/* What stands before most references: "not(", "${a} + ", "${a} or ". */
static bool
is_before_value(const char *s, size_t end)
{
	if (end == 0 || strchr("(,=<>+*", s[end - 1]) != NULL)
		return true;
	return (end >= 3 && memcmp(s + end - 3, " or", 3) == 0) ||
	    (end >= 4 && memcmp(s + end - 4, " and", 4) == 0);
}

static bool
is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    c == '-' || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/*
 * A path in place of ${name} can swallow what stands before it: "not ${a}"
 * would be the path "not/data/a", and "${a} / 2" no division. So what stands
 * there is looked at as it was written.
 */
static void
check_before(struct scan *scan, size_t at)
{
	const char *s = scan->written, *kind, *nearest;
	size_t end = at, start, len;
	struct arena *arena = scan->build->arena;
	char *word;

	while (end > 0 && strchr(" \t\n", s[end - 1]) != NULL)
		end--;
	if (is_before_value(s, end))
		return;
	len = scan_reference_length(s + at);
	for (start = end; start > 0 && is_word_char(s[start - 1]); start--)
		;
	if (scan->blamed || s[end - 1] == '-')
		return;
	scan->blamed = true;
	if (s[end - 1] == '/' && (end < at || (end > 1 &&
	    strchr(" })", s[end - 2]) != NULL)))
		scan_diag(scan, end - 1, 1, "slash-divides", "", NULL);
	else if (strchr("}\"')].", s[end - 1]) != NULL ||
	    (start < end && s[start] >= '0' && s[start] <= '9'))
		scan_diag(scan, at, len > 0 ? len : 2, scan->depth > 0 ?
		    "comma-missing" : "operator-missing",
		    arena_strndup(arena, s + at, len > 0 ? len : 2), NULL);
	else if (start < end && (start == 0 || s[start - 1] != '/')) {
		word = arena_strndup(arena, s + start, end - start);
		kind = xpath_word_problem(word, &nearest);
		scan->blamed = kind != NULL;
		if (kind != NULL)
			scan_diag(scan, start, end - start, kind, word,
			    nearest);
	} else {
		scan->blamed = false;
	}
}

static void
scan_expression(struct scan *scan)
{
	const char *s = scan->written;

	/* Paths are longer than names: room that is mostly enough. */
	buf_extend(&scan->source, 2 * strlen(s));
	buf_reset(&scan->source);
	for (size_t i = 0; s[i] != '\0';) {
		size_t len, start = i;
		char straight;

		while (is_expression_byte(s[i]))
			i++;
		buf_append(&scan->source, s + start, i - start);
		start = scan->source.len;
		straight = s[i];
		if (straight == '\0')
			return;
		if (s[i] == '$' && s[i + 1] == '{') {
			if (scan->quote == 0)
				check_before(scan, i);
			i += scan_reference(scan, i);
			continue;
		}
		if (s[i] == '(' && scan->quote == 0 &&
		    (len = replace_index(scan, s + i)) > 0) {
			i += len;
			continue;
		}
		len = scan->quote == 0 ? odd_space(s + i) : 0;
		if (len > 0) {
			buf_add_byte(&scan->source, ' ');
			scan_add_segment(scan, start, i, len);
			i += len;
			continue;
		}
		len = curly_quote(scan, s + i, &straight);
		straight = turn(scan, straight);
		if (scan->quote == 0)
			scan->curly = len > 0;
		follow(scan, straight);
		buf_add_byte(&scan->source, (uint8_t)straight);
		if (len > 0)
			scan_add_segment(scan, start, i, len);
		i += len > 0 ? len : 1;
	}
}

/* Forms say the same of many questions: what is the same is parsed once. */
static void
parse_once(struct scan *scan, struct expr *expr, struct xpath_problem *problem)
{
	struct form_build *build = scan->build;
	const struct expr *same = map_get_slice(build->expressions,
	    buf_slice(&scan->source));
	struct expr *kept;

	if (same != NULL) {
		expr->source = same->source;
		expr->compiled = same->compiled;
		return;
	}
	expr->source = arena_strdup(build->arena, buf_str(&scan->source));
	expr->compiled = xpath_parse_shared(build->arena, build->xpaths,
	    expr->source, problem);
	if (expr->compiled == NULL)
		return;
	/* A copy: who asked may change its mind, or be gone. */
	kept = arena_alloc(build->arena, sizeof(*kept));
	*kept = *expr;
	map_set_kept(build->expressions, expr->source, kept);
}

void
scan_compile(struct scan *scan, struct expr *expr)
{
	struct xpath_problem problem;
	struct place place = scan->place;

	parse_once(scan, expr, &problem);
	if (expr->compiled != NULL) {
		const char *name = xpath_elsewhere(expr->compiled);

		if (name != NULL)
			diag_add(scan->build->diags, &place,
			    "function-elsewhere", name);
		return;
	}
	locate(scan, problem.at, problem.len, &place);
	diag_add_values(scan->build->diags, &place, problem.kind,
	    problem.values);
}

/* A form has thousands of expressions: each takes up the memory of the last. */
static void
take_room(struct scan *scan)
{
	struct scan_room *room = &scan->build->scan_room;

	scan->source = room->source;
	scan->segments = room->segments;
	scan->segment_capacity = room->segment_capacity;
	scan->calls = room->calls;
	*room = (struct scan_room){ BUF_INIT, NULL, 0, NULL };
	buf_reset(&scan->source);
}

void
scan_free(struct scan *scan)
{
	struct scan_room *room = &scan->build->scan_room;

	buf_free(&room->source);
	mem_free(room->segments);
	mem_free(room->calls);
	*room = (struct scan_room){ scan->source, scan->segments,
	    scan->segment_capacity, scan->calls };
}

/* scan says from where the expression looks. */
void
scan_resolve(struct scan *scan, struct expr *expr, bool yes_no)
{
	size_t errors = diags_errors(scan->build->diags);

	if (expr->written == NULL)
		return;
	take_room(scan);
	scan->written = expr->written;
	if (yes_no && form_yes_no(expr->written) >= 0)
		buf_add(&scan->source,
		    form_yes_no(expr->written) ? "true()" : "false()");
	else
		scan_expression(scan);
	/* A wrong name was said; what stands in for it would only confuse. */
	if (errors == diags_errors(scan->build->diags))
		scan_compile(scan, expr);
	scan_free(scan);
}
