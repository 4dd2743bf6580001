/*
 * xml_plain.h - XML as programs write it, spreadsheets above all, read without
 * a parser: elements, attributes in double quotes, text and the five entities
 * that need no declaration. Whatever else there is, and whatever is wrong, is
 * for the parser (xml.c) to judge: here it only makes a document not plain.
 */
#ifndef FORMSPEC_XML_PLAIN_H
#define FORMSPEC_XML_PLAIN_H

#include "formspec/xml.h"

/*
 * Is the whole document so? A parser then takes it, and finds the same in it.
 * There is a NUL behind the len bytes.
 */
bool xml_plain_is(const char *xml, size_t len);

/* What happens in a plain document; its bytes are used up. */
const struct err *xml_plain_scan(char *xml, const struct xml_events *events)
    MUST_CHECK;

#endif
