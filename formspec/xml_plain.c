/*
 * Two passes: the first looks whether everything is plain, and the second,
 * which need not doubt it any more, tells what is there. The NUL behind the
 * document ends every loop: it is part of nothing.
 */
#include "formspec/xml_plain.h"

#include <string.h>

#include "kit/base/text.h"

enum { ATTRIBUTES_MAX = 16 };

/* ---- what may stand where ---- */

/* U+FFFE and U+FFFF, which XML does not know, begin with this byte. */
enum { RARE_BYTE = 0xef };

static bool
is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_name(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9') || c == '.' ||
	    c == '-' || c == ':';
}

static bool
is_value(char c)
{
	return (unsigned char)c >= ' ' && c != '"' && c != '<' && c != '&' &&
	    (unsigned char)c != RARE_BYTE;
}

static bool
is_text(char c)
{
	return ((unsigned char)c >= ' ' || c == '\n' || c == '\t') &&
	    c != '<' && c != '>' && c != '&' && (unsigned char)c != RARE_BYTE;
}

/* 0: there is no name. */
static size_t
name_len(const char *s)
{
	size_t len = is_name_start(*s);

	while (len > 0 && is_name(s[len]))
		len++;
	return len;
}

static const struct entity_word {
	const char *word;
	size_t len;
	char c;
} entities[] = {
	{ "&lt;", 4, '<' }, { "&gt;", 4, '>' }, { "&amp;", 5, '&' },
	{ "&quot;", 6, '"' }, { "&apos;", 6, '\'' }
};

static const struct entity_word *
find_entity(const char *s)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++)
		if (strncmp(s, entities[i].word, entities[i].len) == 0)
			return &entities[i];
	return NULL;
}

/* ---- the first pass: each gives the place behind it, or NULL ---- */

/* Of the many ways to declare a document, those that are met. */
static const char *
skip_declaration(const char *s)
{
	static const char *const declarations[] = {
		"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
		"<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>",
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>"
	};

	for (size_t i = 0; i < sizeof(declarations) / sizeof(char *); i++) {
		size_t len = strlen(declarations[i]);

		if (strncmp(s, declarations[i], len) == 0)
			return s + len;
	}
	return s;
}

static const char *
skip_space(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

static bool
stands_there(const struct slice *names, size_t count, struct slice name)
{
	for (size_t i = 0; i < count; i++)
		if (slice_equal(names[i], name))
			return true;
	return false;
}

/* What a start tag holds behind its name, up to its "/>" or ">". */
static const char *
skip_attributes(const char *s)
{
	struct slice names[ATTRIBUTES_MAX];
	size_t count = 0;

	while (*s == ' ' && s[1] != '/') {
		struct slice name = slice_of(s + 1, name_len(s + 1));

		s += 1 + name.len;
		if (name.len == 0 || s[0] != '=' || s[1] != '"' ||
		    count == ATTRIBUTES_MAX || stands_there(names, count, name))
			return NULL;
		names[count++] = name;
		for (s += 2; is_value(*s); s++)
			;
		if (*s++ != '"')
			return NULL;
	}
	return *s == ' ' ? s + 1 : s;
}

static const char *
skip_text(const char *s)
{
	const struct entity_word *entity;

	for (;;) {
		while (is_text(*s))
			s++;
		if (*s != '&')
			return s;
		entity = find_entity(s);
		if (entity == NULL)
			return NULL;
		s += entity->len;
	}
}

/* The elements that are open. */
struct opened {
	struct slice names[XML_DEPTH_MAX];
	size_t count;
};

static const char *
skip_start_tag(const char *s, struct opened *opened)
{
	struct slice name = slice_of(s + 1, name_len(s + 1));

	if (name.len == 0 || opened->count == XML_DEPTH_MAX)
		return NULL;
	s = skip_attributes(s + 1 + name.len);
	if (s == NULL)
		return NULL;
	if (*s == '/')
		s++;
	else
		opened->names[opened->count++] = name;
	return *s == '>' ? s + 1 : NULL;
}

static const char *
skip_end_tag(const char *s, struct opened *opened)
{
	struct slice name = opened->names[--opened->count];

	s += 2;
	if (memcmp(s, name.data, name.len) != 0 || s[name.len] != '>')
		return NULL;
	return s + name.len + 1;
}

/* The outermost element, with all that is in it. */
static const char *
skip_element(const char *s)
{
	struct opened opened;

	opened.count = 0;
	do {
		if (*s != '<')
			return NULL;
		s = s[1] == '/' && opened.count > 0 ?
		    skip_end_tag(s, &opened) : skip_start_tag(s, &opened);
		if (s != NULL && opened.count > 0)
			s = skip_text(s);
	} while (s != NULL && opened.count > 0);
	return s;
}

bool
xml_plain_is(const char *xml, size_t len)
{
	const char *end = skip_element(skip_space(skip_declaration(xml)));

	return end != NULL && skip_space(end) == xml + len &&
	    text_is_valid(slice_of(xml, len));
}

/* ---- the second pass ---- */

struct telling {
	const struct xml_events *events;
	const char *names[XML_DEPTH_MAX];	/* of what is open */
	size_t count;
};

static const struct err *
tell_start(struct telling *t, const char *name, const char *const *attributes)
{
	t->names[t->count++] = name;
	return t->events->start == NULL ? NULL : t->events->start(
	    t->events->data, xml_local_name(name), attributes);
}

static const struct err *
tell_end(struct telling *t)
{
	const char *name = t->names[--t->count];

	return t->events->end == NULL ? NULL : t->events->end(
	    t->events->data, xml_local_name(name));
}

static const struct err *
tell_text(struct telling *t, const char *text, size_t len)
{
	return t->events->text == NULL || len == 0 ? NULL : t->events->text(
	    t->events->data, slice_of(text, len));
}

/* Names and values end where they stand: a NUL takes the place of a mark. */
static const struct err *
start_tag(struct telling *t, char **s)
{
	const char *attributes[2 * ATTRIBUTES_MAX + 1];
	char *name = *s + 1, *at = name + name_len(name), mark = *at;
	size_t count = 0;
	const struct err *err;

	*at++ = '\0';
	while (mark == ' ' && *at != '/') {
		attributes[count++] = at;
		at += name_len(at);
		*at = '\0';
		attributes[count++] = at += 2;
		at = strchr(at, '"');
		*at++ = '\0';
		mark = *at++;
	}
	attributes[count] = NULL;
	/* Behind " />", "/>" or ">". */
	*s = at + (mark == ' ' ? 2 : mark == '/');
	err = tell_start(t, name, attributes);
	return err || mark == '>' ? err : tell_end(t);
}

static const struct err *
text(struct telling *t, char **s)
{
	const struct entity_word *entity;
	const struct err *err;
	char *start;

	for (;;) {
		for (start = *s; is_text(**s); ++*s)
			;
		err = tell_text(t, start, (size_t)(*s - start));
		if (err != NULL || **s != '&')
			return err;
		entity = find_entity(*s);
		*s += entity->len;
		err = tell_text(t, &entity->c, 1);
		if (err != NULL)
			return err;
	}
}

const struct err *
xml_plain_scan(char *xml, const struct xml_events *events)
{
	char *s = xml + (skip_space(skip_declaration(xml)) - xml);
	const struct err *err;
	struct telling t;

	t.events = events;
	t.count = 0;
	do {
		if (s[1] == '/') {
			s = strchr(s, '>') + 1;
			err = tell_end(&t);
		} else {
			err = start_tag(&t, &s);
		}
		if (err == NULL && t.count > 0)
			err = text(&t, &s);
	} while (err == NULL && t.count > 0);
	return err;
}
