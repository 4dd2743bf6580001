/*
 * References and expressions of an XForm. In ODK Collect an absolute path that
 * leads into a repeat, from an expression within the same repeat, means the
 * instance that the expression stands in; here it becomes a relative path. A
 * path that ends with the repeat itself, or has a predicate on it, means all.
 */
#include "formspec/xform.h"

#include <ctype.h>
#include <string.h>

#include "formspec/form_scan.h"
#include "kit/base/text.h"

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
	    c == ':' || (unsigned char)c >= 0x80;
}

static size_t
skip_space(const char *s)
{
	return strspn(s, " \t\r\n");
}

/* ---- references ---- */

static void
drop_step(struct buf *path)
{
	while (path->len > 0 && path->data[path->len - 1] != '/')
		path->len--;
	if (path->len > 0)
		path->len--;
}

static void
add_step(struct buf *path, const char *s, size_t len)
{
	const char *colon = memchr(s, ':', len);

	if (len == 0 || (len == 1 && *s == '.') ||
	    (len == 9 && memcmp(s, "current()", 9) == 0))
		return;
	if (len == 2 && memcmp(s, "..", 2) == 0) {
		drop_step(path);
		return;
	}
	if (colon != NULL) {
		len -= (size_t)(colon + 1 - s);
		s = colon + 1;
	}
	buf_add_byte(path, '/');
	buf_append(path, s, len);
}

const char *
xform_path(struct xform *xform, const char *ref, const char *context)
{
	struct buf path = BUF_INIT;
	const char *s = ref + skip_space(ref), *out;

	if (*s != '/')
		buf_add(&path, context);
	while (*s != '\0') {
		size_t len = strcspn(s, "/ \t\r\n[");

		add_step(&path, s, len);
		s += len;
		if (*s == '[')
			s += strcspn(s, "]");
		if (*s != '\0')
			s++;
	}
	out = arena_strdup(xform->build->arena, buf_str(&path));
	buf_free(&path);
	return out;
}

const char *
xform_ref(struct xform *xform, const struct node *node, const char *context)
{
	const char *ref = xform_attribute(node, "nodeset");
	const char *bind = xform_attribute(node, "bind");

	if (ref == NULL)
		ref = xform_attribute(node, "ref");
	if (ref != NULL)
		return xform_path(xform, ref, context);
	return bind ? map_get(xform->bind_ids, bind) : NULL;
}

/* ---- expressions ---- */

struct rewrite {
	struct xform *xform;
	const struct item *context;
	const char *source;
	unsigned brackets;
	bool operand;		/* what stands in front of here is one */
	struct buf *out;
};

static bool
is_above(const struct item *above, const struct item *item)
{
	while (item != NULL && item != above)
		item = item->parent;
	return item != NULL;
}

/* From the node of the context up to its instance of a repeat. */
static void
add_way_up(struct rewrite *rewrite, const struct item *repeat)
{
	const struct item *item = rewrite->context;
	bool started = false;

	if (rewrite->brackets > 0) {
		buf_add(rewrite->out, "current()");
		started = true;
	}
	if (item == repeat && !started)
		buf_add(rewrite->out, ".");
	for (; item != repeat; item = item->parent) {
		buf_add(rewrite->out, started ? "/.." : "..");
		started = true;
	}
}

/* A step of a path at s, with its "/": its length; 0: not a plain name. */
static size_t
step_length(const char *s, const char **name, size_t *len)
{
	const char *at, *colon;

	if (*s != '/')
		return 0;
	at = s + 1 + skip_space(s + 1);
	if (!is_name(*at) || *at == '.')
		return 0;
	*name = at;
	while (is_name(*at))
		at++;
	*len = (size_t)(at - *name);
	if (at[skip_space(at)] == '(' || (at[0] == ':' && at[1] == ':'))
		return 0;
	colon = memchr(*name, ':', *len);
	if (colon != NULL) {
		*len -= (size_t)(colon + 1 - *name);
		*name = colon + 1;
	}
	return (size_t)(at - s);
}

/* An absolute path at s: what was read of it, written to out. */
static size_t
rewrite_path(struct rewrite *rewrite, const char *s)
{
	const struct item *item = NULL, *repeat = NULL;
	struct buf path = BUF_INIT, tail = BUF_INIT;
	const char *name;
	size_t used = 0, len, n;

	while ((n = step_length(s + used, &name, &len)) > 0) {
		const struct item *found;
		const char *behind = s + used + n;
		bool last;

		buf_add_byte(&path, '/');
		buf_append(&path, name, len);
		found = map_get(rewrite->xform->items, buf_str(&path));
		if (found == NULL)
			break;
		item = found;
		used += n;
		behind += skip_space(behind);
		last = *behind != '/';
		buf_add_byte(&tail, '/');
		buf_append(&tail, name, len);
		if (item->kind == ITEM_REPEAT && rewrite->context != NULL &&
		    is_above(item, rewrite->context) && !last &&
		    *behind != '[') {
			repeat = item;
			buf_reset(&tail);
		}
		if (*behind == '[')
			break;
	}
	if (repeat != NULL)
		add_way_up(rewrite, repeat);
	buf_add(rewrite->out, buf_str(&tail));
	buf_free(&path);
	buf_free(&tail);
	return used;
}

/* A name, number or function; says whether an operand has ended. */
static size_t
rewrite_word(struct rewrite *rewrite, const char *s)
{
	static const char *const operators[] = { "and", "or", "div", "mod" };
	size_t len = 0;

	while (is_name(s[len]))
		len++;
	buf_append(rewrite->out, s, len);
	for (size_t i = 0; i < 4; i++)
		if (rewrite->operand && len == strlen(operators[i]) &&
		    memcmp(s, operators[i], len) == 0) {
			rewrite->operand = false;
			return len;
		}
	rewrite->operand = true;
	return len;
}

static size_t
rewrite_literal(struct rewrite *rewrite, const char *s)
{
	const char *end = strchr(s + 1, *s);
	size_t len = end ? (size_t)(end + 1 - s) : strlen(s);

	buf_append(rewrite->out, s, len);
	rewrite->operand = true;
	return len;
}

static size_t
rewrite_symbol(struct rewrite *rewrite, const char *s)
{
	buf_append(rewrite->out, s, 1);
	if (*s == '[')
		rewrite->brackets++;
	else if (*s == ']' && rewrite->brackets > 0)
		rewrite->brackets--;
	/* Behind "/" or an operator "*" is a name, else it multiplies. */
	if (*s == '*')
		rewrite->operand = !rewrite->operand;
	else
		rewrite->operand = *s == ')' || *s == ']' || *s == '/';
	if (*s == '/')
		rewrite->operand = false;
	return 1;
}

static void
rewrite_all(struct rewrite *rewrite)
{
	const char *s = rewrite->source;

	while (*s != '\0') {
		size_t n = skip_space(s);

		buf_append(rewrite->out, s, n);
		s += n;
		if (*s == '\0')
			break;
		n = 0;
		if (*s == '/' && !rewrite->operand && (s ==
		    rewrite->source || s[-1] != '/'))
			n = rewrite_path(rewrite, s);
		if (n > 0)
			rewrite->operand = true;
		else if (*s == '"' || *s == '\'')
			n = rewrite_literal(rewrite, s);
		else if (is_name(*s))
			n = rewrite_word(rewrite, s);
		else
			n = rewrite_symbol(rewrite, s);
		s += n;
	}
}

void
xform_expr(struct xform *xform, struct expr *out, const char *written,
    const struct item *context, const struct place *place)
{
	struct scan scan = { .build = xform->build, .place = *place };
	struct rewrite rewrite = { .xform = xform, .context = context,
	    .out = &scan.source };

	if (xform_is_blank(written))
		return;
	out->written = xform_trim(xform, written);
	rewrite.source = scan.written = scan.place.cell = out->written;
	rewrite_all(&rewrite);
	scan_compile(&scan, out);
	scan_free(&scan);
}
