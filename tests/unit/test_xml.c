/*
 * test_xml.c - documents that are read, and documents that must be refused.
 */
#include "check.h"
#include "formspec/xml_plain.h"
#include "kit/base/mem.h"

/* ---- events as text ---- */

static const struct err *
on_start(void *data, const char *name, const char *const *attributes)
{
	struct buf *out = data;

	buf_addf(out, "<%s", name);
	for (size_t i = 0; attributes[i] != NULL; i += 2)
		buf_addf(out, " %s=%s", attributes[i], attributes[i + 1]);
	buf_add(out, ">");
	if (strcmp(name, "stop") == 0)
		return err_new(ERR_DENIED, "stopped here");
	return NULL;
}

static const struct err *
on_end(void *data, const char *name)
{
	buf_addf(data, "</%s>", name);
	return NULL;
}

static const struct err *
on_text(void *data, struct slice text)
{
	buf_add_slice(data, text);
	return NULL;
}

/* What is left to read, and how much of it at once. */
struct source {
	struct slice rest;
	size_t at_once;
};

static const struct err *
read_source(void *data, void *out, size_t size, size_t *got)
{
	struct source *source = data;

	*got = source->rest.len < size ? source->rest.len : size;
	if (*got > source->at_once)
		*got = source->at_once;
	if (*got > 0)
		memcpy(out, source->rest.data, *got);
	source->rest.data += *got;
	source->rest.len -= *got;
	return NULL;
}

static const struct err *
scan_pieces(struct buf *out, struct slice xml, size_t at_once)
{
	struct xml_events events = { out, on_start, on_end, on_text };
	struct source source = { xml, at_once };

	return xml_scan(read_source, &source, "a.xml", &events);
}

static const struct err *
scan(struct buf *out, const char *xml)
{
	return scan_pieces(out, slice_str(xml), SIZE_MAX);
}

static const struct err *
read_fails(void *data, void *out, size_t size, size_t *got)
{
	(void)data, (void)out, (void)size;
	*got = 0;
	return err_new(ERR_IO, "gone");
}

static void
test_pieces(void)
{
	static const char xml[] = "<a b='&lt;'>t&#233;<c/>té<![CDATA[<]]></a>";
	const struct xml_events none = { NULL, NULL, NULL, NULL };
	struct buf whole = BUF_INIT, pieces = BUF_INIT;

	CHECK_OK(scan(&whole, xml));
	for (size_t n = 1; n < 5; n++) {
		buf_reset(&pieces);
		CHECK_OK(scan_pieces(&pieces, slice_str(xml), n));
		CHECK_STR(buf_str(&pieces), buf_str(&whole));
	}
	CHECK_ERR(scan_pieces(&pieces, slice_of(xml, 12), 5), ERR_FORMAT,
	    "line 1");
	CHECK_ERR(xml_scan(read_fails, NULL, "a.xml", &none), ERR_IO, "gone");
	buf_free(&whole);
	buf_free(&pieces);
}

static void
test_events(void)
{
	struct buf out = BUF_INIT;

	CHECK_OK(scan(&out, "<x:a r:id='1' b='&lt;'>t&#233;<c/><![CDATA[<]]>"
	    "<!-- no --></x:a>"));
	CHECK_STR(buf_str(&out), "<a r:id=1 b=<>té<c></c><</a>");
	buf_reset(&out);
	CHECK_ERR(scan(&out, "<a><stop/><b/></a>"), ERR_DENIED,
	    "stopped here");
	CHECK_STR(buf_str(&out), "<a><stop>");
	buf_free(&out);
}

/* ---- what needs no parser ---- */

static const struct {
	const char *xml;
	bool plain;
} documents[] = {
	{ "<a/>", true },
	{ "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"
	    "<x:a r:id=\"1\" b=\">\"><c d=\"\" />é\n\t<c/><e>f</e></x:a> ",
	    true },
	{ "<a>&lt;&amp;&gt;x&quot;&apos;</a>", true },
	{ "<a><a.-1_>t</a.-1_></a>", true },
	/* What the parser must look at. */
	{ "<a b='1'/>", false },
	{ "<a b=\"&lt;\"/>", false },
	{ "<a  b=\"\"/>", false },
	{ "<a b=\"\n\"/>", false },
	{ "<a>&#233;</a>", false },
	{ "<a>></a>", false },
	{ "<a>\r\n</a>", false },
	{ "<a><!-- --></a>", false },
	{ "<a></a >", false },
	{ "<\xc3\xa9/>", false },
	{ "<?xml version=\"1.1\"?><a/>", false },
	/* What it refuses. */
	{ "", false },
	{ "<a>", false },
	{ "<a", false },
	{ "<a b", false },
	{ "<a b=\"", false },
	{ "<a>&", false },
	{ "<a>&lt", false },
	{ "</a>", false },
	{ "<a></b>", false },
	{ "<a></a", false },
	{ "<a><b></a></b>", false },
	{ "<a></aa>", false },
	{ "<aa></a>", false },
	{ "<a/><b/>", false },
	{ "<a/>text", false },
	{ "<1/>", false },
	{ "<a b=\"1\"c=\"2\"/>", false },
	{ "<a b=\"1\" b=\"2\"/>", false },
	{ "<a b=\"<\"/>", false },
	{ "<a>\x01</a>", false },
	{ "<a>\xff</a>", false },
	{ "<a>\xed\xa0\x80</a>", false },
	{ "<a>\xef\xbf\xbe</a>", false },
	{ "<a>&nbsp;</a>", false }
};

/* Behind a plain document a comment makes it the parser's: it says the same. */
static void
test_plain(void)
{
	for (size_t i = 0; i < sizeof(documents) / sizeof(*documents); i++) {
		const char *xml = documents[i].xml;
		struct buf out = BUF_INIT, again = BUF_INIT, more = BUF_INIT;

		CHECK(xml_plain_is(xml, strlen(xml)) == documents[i].plain);
		if (!documents[i].plain)
			continue;
		buf_addf(&more, "%s<!-- -->", xml);
		CHECK(!xml_plain_is(buf_str(&more), more.len));
		CHECK_OK(scan(&out, xml));
		CHECK_OK(scan(&again, buf_str(&more)));
		CHECK_STR(buf_str(&out), buf_str(&again));
		buf_free(&out);
		buf_free(&again);
		buf_free(&more);
	}
	CHECK(!xml_plain_is("<a>\0</a>", 8));
	CHECK(!xml_plain_is("<a/>\0", 5));
}

/* ---- what is refused, by both readers ---- */

static char *
nested(size_t depth)
{
	struct buf s = BUF_INIT;

	for (size_t i = 0; i < depth; i++)
		buf_add(&s, "<a>");
	for (size_t i = 0; i < depth; i++)
		buf_add(&s, "</a>");
	return buf_steal(&s);
}

static char *
crowded(size_t attributes)
{
	struct buf s = BUF_INIT;

	buf_add(&s, "<a");
	for (size_t i = 0; i < attributes; i++)
		buf_addf(&s, " b%zu=''", i);
	buf_add(&s, "/>");
	return buf_steal(&s);
}

static void
check_refused(const char *xml, enum err_code code, const char *message)
{
	struct arena *arena = arena_new();
	struct node *root;
	struct buf out = BUF_INIT;

	CHECK_ERR(scan(&out, xml), code, message);
	CHECK_ERR(xml_read(&root, arena, slice_str(xml), "a.xml",
	    XML_SPACE_KEEP), code, message);
	CHECK(root == NULL);
	buf_free(&out);
	arena_free(arena);
}

static void
test_refusals(void)
{
	char *deep = nested(XML_DEPTH_MAX + 1), *fits = nested(XML_DEPTH_MAX);
	char *many = crowded(XML_ATTRIBUTES_MAX + 1);
	struct buf out = BUF_INIT;

	check_refused("", ERR_FORMAT, "a.xml: line 1");
	check_refused("<a>\n<b>\n</a>", ERR_FORMAT, "a.xml: line 3");
	check_refused("<a/><b/>", ERR_FORMAT, "line 1");
	check_refused("<a>\xff</a>", ERR_FORMAT, "line 1");
	check_refused("<a>&b;</a>", ERR_FORMAT, "line 1");
	check_refused("<!DOCTYPE a [<!ENTITY b 'ha'>]><a>&b;</a>", ERR_FORMAT,
	    "document type");
	check_refused("<!DOCTYPE a [<!ENTITY b SYSTEM '/etc/passwd'>]>"
	    "<a>&b;</a>", ERR_FORMAT, "document type");
	check_refused(deep, ERR_LIMIT, "inside each other");
	check_refused(many, ERR_LIMIT, "attributes");
	CHECK_OK(scan(&out, fits));
	CHECK_OK(scan(&out, "<!DOCTYPE html><a/>"));
	buf_free(&out);
	mem_free(deep);
	mem_free(fits);
	mem_free(many);
}

/* White space without end. */
static const struct err *
read_spaces(void *data, void *out, size_t size, size_t *got)
{
	(void)data;
	memset(out, ' ', size);
	*got = size;
	return NULL;
}

static void
test_size(void)
{
	static const uint8_t byte = ' ';
	const struct xml_events events = { NULL, NULL, NULL, NULL };
	struct arena *arena = arena_new();
	struct node *root;

	CHECK_ERR(xml_scan(read_spaces, NULL, "a.xml", &events), ERR_LIMIT,
	    "larger than 64 MB");
	/* Refused by its length alone: the bytes are not looked at. */
	CHECK_ERR(xml_read(&root, arena, slice_of(&byte, (size_t)XML_BYTES_MAX +
	    1), "a.xml", XML_SPACE_KEEP), ERR_LIMIT, "larger than 64 MB");
	arena_free(arena);
}

/* ---- trees ---- */

static void
write_tree(struct buf *out, const struct node *node)
{
	static const char letters[] = "/eatc?";

	buf_addf(out, "%c%u:%s%s%s", letters[node->kind], node->order,
	    node->prefix ? node->prefix : "", node->prefix ? ":" : "",
	    node->name);
	if (node->uri != NULL)
		buf_addf(out, "{%s}", node->uri);
	if (node->value != NULL)
		buf_addf(out, "=%s", node->value);
	for (const struct node *a = node->attributes; a; a = a->next)
		buf_add(out, " "), write_tree(out, a);
	if (node->first != NULL)
		buf_add(out, " (");
	for (const struct node *n = node->first; n; n = n->next) {
		write_tree(out, n);
		buf_add(out, n->next ? " " : ")");
	}
}

static void
check_tree(const char *xml, enum xml_space space, const char *expected)
{
	struct arena *arena = arena_new();
	struct node *root;
	struct buf out = BUF_INIT;

	CHECK_OK(xml_read(&root, arena, slice_str(xml), "a.xml", space));
	if (root != NULL)
		write_tree(&out, root);
	CHECK_STR(buf_str(&out), expected);
	buf_free(&out);
	arena_free(arena);
}

static void
test_trees(void)
{
	struct arena *arena = arena_new();
	struct node *root;

	check_tree("<a> <b>1</b> <c/> </a>", XML_SPACE_DROP,
	    "/0: (e1:a (e2:b=1 e4:c))");
	check_tree("<a> <b>1</b></a>", XML_SPACE_KEEP,
	    "/0: (e1:a (t2:=  e4:b=1))");
	/* White space in a leaf is its text. */
	check_tree("<a> </a>", XML_SPACE_DROP, "/0: (e1:a= )");
	check_tree("<a>x<!--y--><?z w?></a>", XML_SPACE_DROP,
	    "/0: (e1:a (t2:=x c4:=y ?6:z=w))");
	check_tree("<a>x<![CDATA[y]]>z</a>", XML_SPACE_DROP, "/0: (e1:a=xyz)");
	check_tree("<a>x<![CDATA[y]]></a>", XML_SPACE_KEEP,
	    "/0: (e1:a (t2:=x t4:=y))");
	check_tree("<a><![CDATA[y]]></a>", XML_SPACE_KEEP, "/0: (e1:a=y)");
	/* Declarations hold for their own element, and keep their place. */
	check_tree("<p:a x='1' xmlns:p='u' p:y='2'><b/></p:a>", XML_SPACE_DROP,
	    "/0: (e1:p:a{u} a2:x=1 a3:xmlns:p{" XML_XMLNS_URI "}=u "
	    "a4:p:y{u}=2 (e5:b))");
	check_tree("<a xmlns='u'><b xmlns=''/><c xml:lang='fr'/></a>",
	    XML_SPACE_DROP, "/0: (e1:a{u} a2:xmlns:{" XML_XMLNS_URI "}=u "
	    "(e3:b a4:xmlns:{" XML_XMLNS_URI "}= e6:c{u} a7:xml:lang{"
	    XML_URI "}=fr))");
	CHECK_ERR(xml_read(&root, arena, slice_str("<q:a/>"), "a.xml",
	    XML_SPACE_DROP), ERR_FORMAT, "prefix \"q\" is not declared");
	/* A name of a prefix alone was once an element without a name. */
	CHECK_ERR(xml_read(&root, arena, slice_str("<a xmlns:p='u'><p:/></a>"),
	    "a.xml", XML_SPACE_DROP), ERR_FORMAT, "\"p:\" is not a prefix");
	CHECK_ERR(xml_read(&root, arena, slice_str("<a b:c:d='1'/>"),
	    "a.xml", XML_SPACE_DROP), ERR_FORMAT, "\"b:c:d\" is not a prefix");
	arena_free(arena);
}

/* ---- node.h ---- */

static void
test_nodes(void)
{
	struct arena *arena = arena_new();
	struct node *a = node_new(arena, NODE_ELEMENT, "a");
	struct node *b = node_new(arena, NODE_ELEMENT, "b");
	struct node *c = node_new(arena, NODE_ELEMENT, "c");
	struct buf out = BUF_INIT;

	b->value = "1";
	c->value = "2";
	node_insert(a, c, NULL);
	node_insert(a, b, c);
	CHECK(a->first == b && a->last == c && c->prev == b);
	CHECK(node_child(a, "c") == c && node_child(a, "d") == NULL);
	node_string(&out, a);
	CHECK_STR(buf_str(&out), "12");
	node_number(a);
	CHECK(a->order < b->order && b->order + 1 < c->order);
	node_remove(b);
	CHECK(a->first == c && c->prev == NULL && b->parent == NULL);
	buf_reset(&out);
	node_string(&out, a);
	CHECK_STR(buf_str(&out), "2");
	node_remove(c);
	CHECK(a->first == NULL && a->last == NULL);
	buf_free(&out);
	arena_free(arena);
}

static void
test_lines(void)
{
	static const struct { const char *xml, *value; } rows[] = {
		{ "<a b='x'/>", "x" },
		{ "<a\nb='x<y and \">\" &lt;'/>", "x<y and \">\" <" },
		{ "<!-- a='<' -->\n<?p a='<'?><a c='>' b=\"'<\">'\"</a>",
		    "'<" },
		{ "<a b='1'><![CDATA[<x y='<'>]]></a>", "1" },
		{ "<a b='<", NULL }, { "<a b=\"<\"><c d='<'></a>", NULL },
		{ "<a b='1'><</a>", NULL }, { "<!--", NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena *arena = arena_new();
		struct node *root, *a;
		const struct err *err = xml_read_lines(&root, arena,
		    slice_str(rows[i].xml), "a.xml", XML_SPACE_DROP);

		CHECK_RESULT((err == NULL) == (rows[i].value != NULL), "%s: %s",
		    rows[i].xml, err ? err->msg : "accepted");
		for (a = root ? root->first : NULL; a && a->kind !=
		    NODE_ELEMENT;)
			a = a->next;
		for (const struct node *b = a ? a->attributes : NULL; b;
		    b = b->next)
			if (strcmp(b->name, "b") == 0)
				CHECK_STR(b->value, rows[i].value);
		arena_free(arena);
	}
}

int
main(void)
{
	test_lines();
	test_events();
	test_plain();
	test_pieces();
	test_refusals();
	test_size();
	test_trees();
	test_nodes();
	return CHECK_DONE();
}
