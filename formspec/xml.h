/*
 * xml.h - reading XML: as a stream of events, or as a tree of struct node.
 *
 * Only what data needs: a document type declaration with anything inside (and
 * with it every entity and default attribute) is refused, nothing outside the
 * bytes is ever opened, and sizes are limited.
 */
#ifndef FORMSPEC_XML_H
#define FORMSPEC_XML_H

#include "formspec/node.h"

enum {
	XML_BYTES_MAX = 64 << 20, XML_DEPTH_MAX = 256,
	XML_ATTRIBUTES_MAX = 256, XML_NODES_MAX = 4000000
};

/*
 * What happens, in the order of the document. Each function may be NULL; an
 * error that one returns ends the scan and is passed on.
 * name: without its prefix. attributes: name, value, name, value, ..., NULL;
 * these names are as written ("r:id", "xmlns:r").
 * text: may come in several pieces for one run of text.
 */
struct xml_events {
	void *data;
	const struct err *(*start)(void *data, const char *name,
	    const char *const *attributes);
	const struct err *(*end)(void *data, const char *name);
	const struct err *(*text)(void *data, struct slice text);
};

/* "b" of "a:b". */
const char *xml_local_name(const char *name);

/* Up to size bytes to out; *got is how many, 0 at the end. */
typedef const struct err *xml_read_bytes(void *data, void *out, size_t size,
    size_t *got);

/*
 * The bytes come piece by piece from read(), whose errors end the scan as well.
 * what names them in messages ("communes.xml").
 * ERR_FORMAT  not well-formed, or with a document type of its own
 * ERR_LIMIT   over one of the limits above
 */
const struct err *xml_scan(xml_read_bytes *read, void *data, const char *what,
    const struct xml_events *events) MUST_CHECK;

enum xml_space {
	XML_SPACE_KEEP,		/* every character; CDATA as texts of their own */
	XML_SPACE_DROP		/* text between elements that is blank goes */
};

/*
 * Read a document into a tree in the arena; *out is its NODE_ROOT, numbered.
 * Prefixes are resolved. Namespace declarations stand among the attributes,
 * with the URI XML_XMLNS_URI, "xmlns" as their prefix (the default one has
 * an empty name); XPath does not count them as attributes.
 * Errors: as xml_scan(); ERR_FORMAT also for a prefix that is not declared.
 */
const struct err *xml_read(struct node **out, struct arena *arena,
    struct slice bytes, const char *what, enum xml_space space) MUST_CHECK;

/*
 * The same; the owner of each element is its line, a number from 1. A "<" may
 * stand in an attribute, as people write it by hand.
 */
const struct err *xml_read_lines(struct node **out, struct arena *arena,
    struct slice bytes, const char *what, enum xml_space space) MUST_CHECK;

#define XML_XMLNS_URI "http://www.w3.org/2000/xmlns/"
#define XML_URI "http://www.w3.org/XML/1998/namespace"

#endif
