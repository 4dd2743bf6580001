#include "formspec/xml.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

#include "formspec/xml_plain.h"
#include "kit/base/mem.h"

/*
 * Of what is not in memory. A part of a workbook mostly fits into one piece:
 * then it can be plain, and expat, which else reads it, counts no lines, as it
 * does behind each piece but the last, byte by byte.
 */
enum { PIECE_BYTES = 1 << 20 };

/* What both kinds of reading share; the first member of each state. */
struct scan {
	XML_Parser parser;
	const char *what;
	const struct err *err;
	unsigned depth;
};

static void
scan_fail(struct scan *scan, const struct err *err)
{
	if (scan->err != NULL || err == NULL)
		return;
	scan->err = err;
	XML_StopParser(scan->parser, XML_FALSE);
}

static unsigned long
scan_line(const struct scan *scan)
{
	return (unsigned long)XML_GetCurrentLineNumber(scan->parser);
}

static void XMLCALL
on_doctype(void *data, const char *name, const char *system_id,
    const char *public_id, int has_internal_subset)
{
	struct scan *scan = data;

	(void)name, (void)system_id, (void)public_id;
	if (has_internal_subset)
		scan_fail(scan, err_new(ERR_FORMAT, "%s: line %lu: a document "
		    "type declaration with entities is not accepted",
		    scan->what, scan_line(scan)));
}

/* False when the element must not be looked at. */
static bool
scan_enter(struct scan *scan, const char **attributes)
{
	size_t count = 0;

	if (scan->err != NULL)
		return false;
	while (attributes[count] != NULL)
		count++;
	if (count / 2 > XML_ATTRIBUTES_MAX)
		scan_fail(scan, err_new(ERR_LIMIT, "%s: line %lu: more than %d "
		    "attributes on one element", scan->what, scan_line(scan),
		    XML_ATTRIBUTES_MAX));
	if (++scan->depth > XML_DEPTH_MAX)
		scan_fail(scan, err_new(ERR_LIMIT, "%s: line %lu: more than %d "
		    "elements inside each other", scan->what, scan_line(scan),
		    XML_DEPTH_MAX));
	return scan->err == NULL;
}

static const struct err *
scan_check_size(size_t len, const char *what)
{
	if (len <= XML_BYTES_MAX)
		return NULL;
	return err_new(ERR_LIMIT, "%s: larger than %d MB of XML", what,
	    XML_BYTES_MAX >> 20);
}

static void
scan_start(struct scan *scan)
{
	XML_SetUserData(scan->parser, scan);
	XML_SetStartDoctypeDeclHandler(scan->parser, on_doctype);
}

/* Say what was wrong, and release the parser. */
static const struct err *
scan_end(struct scan *scan, enum XML_Status status)
{
	if (status != XML_STATUS_OK && scan->err == NULL)
		scan->err = err_new(ERR_FORMAT, "%s: line %lu: %s", scan->what,
		    scan_line(scan),
		    XML_ErrorString(XML_GetErrorCode(scan->parser)));
	XML_ParserFree(scan->parser);
	return scan->err;
}

/* Parse everything and release the parser. */
static const struct err *
scan_run(struct scan *scan, struct slice bytes)
{
	scan_start(scan);
	return scan_end(scan, XML_Parse(scan->parser,
	    bytes.len > 0 ? (const char *)bytes.data : "", (int)bytes.len, 1));
}

/* A whole piece, or all that is left. */
static const struct err *
read_whole(xml_read_bytes *read, void *data, uint8_t *room, size_t *len)
{
	const struct err *err = NULL;
	size_t got = 1;

	for (*len = 0; !err && got > 0 && *len < PIECE_BYTES; *len += got)
		err = read(data, room + *len, PIECE_BYTES - *len, &got);
	return err;
}

/* The same of pieces; the first of them is in the room. */
static const struct err *
scan_run_pieces(struct scan *scan, xml_read_bytes *read, void *data,
    uint8_t *room, size_t len)
{
	enum XML_Status status;
	size_t total = len;

	scan_start(scan);
	status = XML_Parse(scan->parser, (const char *)room, (int)len,
	    len < PIECE_BYTES);
	while (status == XML_STATUS_OK && scan->err == NULL &&
	    len == PIECE_BYTES) {
		scan->err = read_whole(read, data, room, &len);
		if (scan->err == NULL)
			scan->err = scan_check_size(total += len, scan->what);
		status = scan->err != NULL ? XML_STATUS_ERROR :
		    XML_Parse(scan->parser, (const char *)room, (int)len,
		    len < PIECE_BYTES);
	}
	return scan_end(scan, status);
}

static const struct err *
no_parser(const char *what)
{
	return err_new(ERR_INTERNAL, "%s: the XML reader cannot start", what);
}

/* ---- events ---- */

struct events_scan {
	struct scan scan;
	const struct xml_events *events;
};

/* Names are short: this is asked of each. */
const char *
xml_local_name(const char *name)
{
	const char *s = name;

	while (*s != '\0' && *s != ':')
		s++;
	return *s == ':' && s[1] != '\0' ? s + 1 : name;
}

static void XMLCALL
events_start(void *data, const char *name, const char **attributes)
{
	struct events_scan *state = data;
	const struct xml_events *events = state->events;

	if (scan_enter(&state->scan, attributes) && events->start != NULL)
		scan_fail(&state->scan, events->start(events->data,
		    xml_local_name(name), (const char *const *)attributes));
}

static void XMLCALL
events_end(void *data, const char *name)
{
	struct events_scan *state = data;
	const struct xml_events *events = state->events;

	state->scan.depth--;
	if (state->scan.err == NULL && events->end != NULL)
		scan_fail(&state->scan,
		    events->end(events->data, xml_local_name(name)));
}

static void XMLCALL
events_text(void *data, const char *text, int len)
{
	struct events_scan *state = data;
	const struct xml_events *events = state->events;

	if (state->scan.err == NULL && events->text != NULL)
		scan_fail(&state->scan, events->text(events->data,
		    slice_of(text, (size_t)len)));
}

static const struct err *
scan_events(xml_read_bytes *read, void *data, const char *what,
    const struct xml_events *events, uint8_t *room, size_t len)
{
	struct events_scan state = { { NULL, what, NULL, 0 }, events };
	struct scan *scan = &state.scan;

	scan->parser = XML_ParserCreate(NULL);
	if (scan->parser == NULL)
		return no_parser(what);
	XML_SetElementHandler(scan->parser, events_start, events_end);
	XML_SetCharacterDataHandler(scan->parser, events_text);
	return scan_run_pieces(scan, read, data, room, len);
}

const struct err *
xml_scan(xml_read_bytes *read, void *data, const char *what,
    const struct xml_events *events)
{
	uint8_t *room = mem_resize(NULL, PIECE_BYTES + 1, 1);
	const struct err *err;
	size_t len;

	err = read_whole(read, data, room, &len);
	if (err != NULL)
		goto done;
	room[len] = '\0';
	if (len < PIECE_BYTES && xml_plain_is((const char *)room, len))
		err = xml_plain_scan((char *)room, events);
	else
		err = scan_events(read, data, what, events, room, len);
done:
	mem_free(room);
	return err;
}

/* ---- trees ---- */

struct tree_scan {
	struct scan scan;
	struct arena *arena;
	enum xml_space space;
	bool lines;			/* are kept, as owners */
	struct node *at;		/* the element that is open */
	struct buf text;		/* since the last tag */
	size_t count;
};

static struct node *
tree_node(struct tree_scan *state, enum node_kind kind, const char *name)
{
	if (++state->count > XML_NODES_MAX)
		scan_fail(&state->scan, err_new(ERR_LIMIT,
		    "%s: more than %d elements and texts", state->scan.what,
		    XML_NODES_MAX));
	return node_new(state->arena, kind, name);
}

/* A node of "prefix:local"; the URI comes when all declarations are known. */
static struct node *
tree_named_node(struct tree_scan *state, enum node_kind kind, const char *name)
{
	struct node *node = tree_node(state, kind, xml_local_name(name));
	size_t prefix_len = strlen(name) - strlen(node->name);

	if (strchr(node->name, ':') != NULL || prefix_len == 1)
		scan_fail(&state->scan, err_new(ERR_FORMAT, "%s: line %lu: "
		    "\"%.60s\" is not a prefix, a colon and a name",
		    state->scan.what, scan_line(&state->scan), name));
	if (prefix_len > 0)
		node->prefix = arena_strndup(state->arena, name,
		    prefix_len - 1);
	return node;
}

static bool
is_declaration(const struct node *attribute)
{
	return attribute->uri != NULL &&
	    strcmp(attribute->uri, XML_XMLNS_URI) == 0;
}

/* "xmlns" declares the namespace of names without a prefix: an empty one. */
static struct node *
tree_attribute(struct tree_scan *state, const char *name, const char *value)
{
	struct node *attribute;

	if (strcmp(name, "xmlns") == 0) {
		attribute = tree_node(state, NODE_ATTRIBUTE, "");
		attribute->prefix = "xmlns";
	} else {
		attribute = tree_named_node(state, NODE_ATTRIBUTE, name);
	}
	if (attribute->prefix && strcmp(attribute->prefix, "xmlns") == 0)
		attribute->uri = XML_XMLNS_URI;
	attribute->value = arena_strdup(state->arena, value);
	return attribute;
}

/* The URI that a prefix ("" for none) has at an element, or NULL. */
static const char *
prefix_uri(const struct node *element, const char *prefix)
{
	for (; element != NULL; element = element->parent)
		for (const struct node *a = element->attributes; a; a = a->next)
			if (is_declaration(a) && strcmp(a->name, prefix) == 0)
				return *a->value != '\0' ? a->value : NULL;
	return NULL;
}

static void
resolve(struct tree_scan *state, const struct node *element,
    struct node *named)
{
	if (named->prefix == NULL) {
		if (named->kind == NODE_ELEMENT)
			named->uri = prefix_uri(element, "");
		return;
	}
	if (is_declaration(named))
		return;
	named->uri = strcmp(named->prefix, "xml") == 0 ? XML_URI :
	    prefix_uri(element, named->prefix);
	if (named->uri == NULL)
		scan_fail(&state->scan, err_new(ERR_FORMAT,
		    "%s: line %lu: the prefix \"%.60s\" is not declared",
		    state->scan.what, scan_line(&state->scan), named->prefix));
}

static bool
tree_drops(const struct tree_scan *state, bool leaf)
{
	size_t i = 0;

	if (leaf || state->space == XML_SPACE_KEEP)
		return false;
	while (i < state->text.len && strchr(" \t\r\n", state->text.data[i]))
		i++;
	return i == state->text.len;
}

/* Put the text that was gathered where it belongs. */
static void
tree_flush(struct tree_scan *state, bool leaf)
{
	struct node *text;

	if (state->text.len > 0 && !tree_drops(state, leaf)) {
		const char *value = arena_slice(state->arena,
		    buf_slice(&state->text));

		if (leaf) {
			state->at->value = value;
		} else {
			text = tree_node(state, NODE_TEXT, "");
			text->value = value;
			node_insert(state->at, text, NULL);
		}
	}
	buf_reset(&state->text);
}

static void XMLCALL
tree_start(void *data, const char *name, const char **attributes)
{
	struct tree_scan *state = data;
	struct node *element, **end;

	if (!scan_enter(&state->scan, attributes))
		return;
	tree_flush(state, false);
	element = tree_named_node(state, NODE_ELEMENT, name);
	if (state->lines)
		element->owner = (void *)(uintptr_t)scan_line(&state->scan);
	end = &element->attributes;
	for (size_t i = 0; attributes[i] != NULL; i += 2) {
		*end = tree_attribute(state, attributes[i],
		    attributes[i + 1]);
		(*end)->parent = element;
		end = &(*end)->next;
	}
	node_insert(state->at, element, NULL);
	resolve(state, element, element);
	for (struct node *a = element->attributes; a != NULL; a = a->next)
		resolve(state, element, a);
	state->at = element;
}

static void XMLCALL
tree_end(void *data, const char *name)
{
	struct tree_scan *state = data;

	(void)name;
	if (state->scan.err != NULL)
		return;
	state->scan.depth--;
	tree_flush(state, state->at->first == NULL);
	state->at = state->at->parent;
}

static void XMLCALL
tree_text(void *data, const char *text, int len)
{
	struct tree_scan *state = data;

	if (state->scan.err == NULL)
		buf_append(&state->text, text, (size_t)len);
}

static void
tree_aside(struct tree_scan *state, enum node_kind kind, const char *name,
    const char *value)
{
	struct node *node;

	if (state->scan.err != NULL)
		return;
	tree_flush(state, false);
	node = tree_node(state, kind, name);
	node->value = arena_strdup(state->arena, value);
	node_insert(state->at, node, NULL);
}

static void XMLCALL
tree_comment(void *data, const char *text)
{
	tree_aside(data, NODE_COMMENT, "", text);
}

static void XMLCALL
tree_pi(void *data, const char *target, const char *text)
{
	tree_aside(data, NODE_PI, target, text);
}

/* For XPath a CDATA section is text; a DOM keeps it apart, and so do we. */
static void XMLCALL
tree_cdata(void *data)
{
	struct tree_scan *state = data;

	if (state->scan.err == NULL && state->space == XML_SPACE_KEEP)
		tree_flush(state, false);
}

static void XMLCALL
tree_cdata_end(void *data)
{
	struct tree_scan *state = data;

	/* Alone in its element, it is the text of a leaf. */
	if (state->at->first != NULL)
		tree_cdata(data);
}

static void
tree_handlers(XML_Parser parser)
{
	XML_SetElementHandler(parser, tree_start, tree_end);
	XML_SetCharacterDataHandler(parser, tree_text);
	XML_SetCommentHandler(parser, tree_comment);
	XML_SetProcessingInstructionHandler(parser, tree_pi);
	XML_SetCdataSectionHandler(parser, tree_cdata, tree_cdata_end);
}

static const struct err *
read_tree(struct node **out, struct tree_scan *tree, struct slice bytes)
{
	struct tree_scan state = *tree;
	const char *what = state.scan.what;
	const struct err *err = scan_check_size(bytes.len, what);
	struct node *root;

	*out = NULL;
	if (err != NULL)
		return err;
	root = node_new(state.arena, NODE_ROOT, "");
	state.at = root;
	state.scan.parser = XML_ParserCreate(NULL);
	if (state.scan.parser == NULL)
		return no_parser(what);
	tree_handlers(state.scan.parser);
	err = scan_run(&state.scan, bytes);
	buf_free(&state.text);
	if (err != NULL)
		return err;
	node_number(root);
	*out = root;
	return NULL;
}

const struct err *
xml_read(struct node **out, struct arena *arena, struct slice bytes,
    const char *what, enum xml_space space)
{
	struct tree_scan state = { .scan = { NULL, what, NULL, 0 },
	    .arena = arena, .space = space };

	return read_tree(out, &state, bytes);
}

/* ---- a "<" that stands in an attribute ---- */

/* What is copied as it stands: the length from "<" to its end, or 0. */
static size_t
aside_len(struct slice s)
{
	static const struct { const char *start, *end; } asides[] = {
		{ "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<?", "?>" }
	};

	for (size_t i = 0; i < sizeof(asides) / sizeof(*asides); i++) {
		size_t len = strlen(asides[i].start);
		size_t end_len = strlen(asides[i].end);

		if (s.len < len || memcmp(s.data, asides[i].start, len) != 0)
			continue;
		while (len + end_len <= s.len &&
		    memcmp(s.data + len, asides[i].end, end_len) != 0)
			len++;
		return len + end_len <= s.len ? len + end_len : s.len;
	}
	return 0;
}

/* Append with "&lt;" for every such "<"; false when there was none. */
static bool
escape_attributes(struct buf *out, struct slice s)
{
	bool found = false, inside = false;
	uint8_t quote = 0;

	for (size_t i = 0; i < s.len; i++) {
		uint8_t c = s.data[i];
		size_t aside = c != '<' || inside ? 0 :
		    aside_len(slice_of(s.data + i, s.len - i));

		if (aside > 0) {
			buf_append(out, s.data + i, aside);
			i += aside - 1;
			continue;
		}
		if (quote != 0 && c == '<') {
			buf_add(out, "&lt;");
			found = true;
			continue;
		}
		if (inside && quote == 0 && (c == '"' || c == '\''))
			quote = c;
		else if (c == quote)
			quote = 0;
		inside = quote != 0 || (inside ? c != '>' : c == '<');
		buf_add_byte(out, c);
	}
	return found;
}

/*
 * "[value < /data/a]" in an attribute is not XML, but ODK Collect reads the
 * forms that people write so. What is wrong otherwise is told as it stands.
 */
const struct err *
xml_read_lines(struct node **out, struct arena *arena, struct slice bytes,
    const char *what, enum xml_space space)
{
	struct tree_scan state = { .scan = { NULL, what, NULL, 0 },
	    .arena = arena, .space = space, .lines = true };
	const struct err *err = read_tree(out, &state, bytes);
	struct buf escaped = BUF_INIT;

	if (err != NULL && err->code == ERR_FORMAT &&
	    escape_attributes(&escaped, bytes)) {
		err = read_tree(out, &state, buf_slice(&escaped));
		if (err != NULL)
			err = read_tree(out, &state, bytes);
	}
	buf_free(&escaped);
	return err;
}
