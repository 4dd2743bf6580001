#include "formspec/xml_write.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"

static void
indent(struct xml_writer *writer)
{
	buf_add(writer->out, "\n");
	for (unsigned i = 0; i < writer->depth; i++)
		buf_add(writer->out, "  ");
}

void
xml_escape(struct buf *out, const char *text, bool attribute)
{
	for (const char *s = text; *s != '\0'; s++) {
		uint8_t c = (uint8_t)*s;

		if (c == '&')
			buf_add(out, "&amp;");
		else if (c == '<')
			buf_add(out, "&lt;");
		else if (c == '>')
			buf_add(out, "&gt;");
		else if (c == '"' && attribute)
			buf_add(out, "&quot;");
		else if (c == '\r' || (attribute && (c == '\n' || c == '\t')))
			buf_addf(out, "&#%u;", c);
		else if (c == 0xef && memcmp(s, "\xef\xbf", 2) == 0 &&
		    (uint8_t)s[2] >= 0xbe)
			s += 2;		/* U+FFFE and U+FFFF: not in XML */
		else if (c >= ' ' || c == '\n' || c == '\t')
			buf_add_byte(out, c);
	}
}

static int
compare(const void *a, const void *b)
{
	const struct xml_attribute *x = a, *y = b;
	bool x_prefix = strchr(x->name, ':') != NULL;
	bool y_prefix = strchr(y->name, ':') != NULL;

	if (x_prefix != y_prefix)
		return x_prefix ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void
close_tag(struct xml_writer *writer, const char *end)
{
	if (writer->attribute_count > 1)
		qsort(writer->attributes, writer->attribute_count,
		    sizeof(*writer->attributes), compare);
	for (size_t i = 0; i < writer->attribute_count; i++) {
		buf_addf(writer->out, " %s=\"", writer->attributes[i].name);
		xml_escape(writer->out, writer->attributes[i].value, true);
		buf_add(writer->out, "\"");
	}
	buf_add(writer->out, end);
	writer->attribute_count = 0;
	writer->in_tag = false;
}

void
xml_write_begin(struct xml_writer *writer, struct buf *out)
{
	memset(writer, 0, sizeof(*writer));
	writer->out = out;
	buf_add(out, "<?xml version=\"1.0\"?>");
}

void
xml_write_done(struct xml_writer *writer)
{
	assert(writer->depth == 0);
	buf_add(writer->out, "\n");
	mem_free(writer->attributes);
}

void
xml_start(struct xml_writer *writer, const char *name)
{
	if (writer->in_tag)
		close_tag(writer, ">");
	if (writer->depth == 0 || !writer->mixed[writer->depth - 1])
		indent(writer);
	assert(writer->depth < XML_WRITE_DEPTH_MAX);
	writer->open[writer->depth] = name;
	/* What stands in a text is part of it: no white space is added. */
	writer->mixed[writer->depth] = writer->depth > 0 &&
	    writer->mixed[writer->depth - 1];
	writer->depth++;
	buf_addf(writer->out, "<%s", name);
	writer->in_tag = true;
}

void
xml_attribute(struct xml_writer *writer, const char *name, const char *value)
{
	size_t i = 0;

	assert(writer->in_tag);
	while (i < writer->attribute_count &&
	    strcmp(writer->attributes[i].name, name) != 0)
		i++;
	if (i == writer->attribute_count) {
		mem_grow((void **)&writer->attributes,
		    &writer->attribute_capacity, i + 1,
		    sizeof(*writer->attributes));
		writer->attribute_count++;
	}
	writer->attributes[i].name = name;
	writer->attributes[i].value = value;
}

void
xml_text(struct xml_writer *writer, const char *text)
{
	if (writer->in_tag)
		close_tag(writer, ">");
	writer->mixed[writer->depth - 1] = true;
	xml_escape(writer->out, text, false);
}

void
xml_end(struct xml_writer *writer)
{
	const char *name = writer->open[--writer->depth];

	if (writer->in_tag) {
		close_tag(writer, "/>");
		return;
	}
	if (!writer->mixed[writer->depth])
		indent(writer);
	buf_addf(writer->out, "</%s>", name);
}

void
xml_leaf(struct xml_writer *writer, const char *name, const char *text)
{
	xml_start(writer, name);
	if (*text != '\0')
		xml_text(writer, text);
	xml_end(writer);
}
