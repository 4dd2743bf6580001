/*
 * xml_write.h - writing XML: elements on lines of their own, indented, except
 * inside an element that holds text. Attributes come in the order of their
 * names, those with a prefix last, so that one element has one text.
 */
#ifndef FORMSPEC_XML_WRITE_H
#define FORMSPEC_XML_WRITE_H

#include <stdbool.h>

#include "kit/base/buf.h"

enum { XML_WRITE_DEPTH_MAX = 128 };

struct xml_attribute {
	const char *name, *value;
};

struct xml_writer {
	struct buf *out;
	const char *open[XML_WRITE_DEPTH_MAX];	/* names of open elements */
	bool mixed[XML_WRITE_DEPTH_MAX];	/* text was written inside */
	unsigned depth;
	bool in_tag;				/* the last start is open */
	struct xml_attribute *attributes;	/* of that tag */
	size_t attribute_count, attribute_capacity;
};

void xml_write_begin(struct xml_writer *writer, struct buf *out);
/* All elements are closed. */
void xml_write_done(struct xml_writer *writer);

/* Names and values are looked at until the next call that is no attribute. */
void xml_start(struct xml_writer *writer, const char *name);
/* A second value of one name replaces the first. */
void xml_attribute(struct xml_writer *writer, const char *name,
    const char *value);
/* Characters that XML has no place for are left out. */
void xml_text(struct xml_writer *writer, const char *text);
void xml_end(struct xml_writer *writer);
/* Text or a value alone, as it is written; nothing else is added. */
void xml_escape(struct buf *out, const char *text, bool attribute);
/* An element with nothing but text. */
void xml_leaf(struct xml_writer *writer, const char *name, const char *text);

#endif
