/*
 * markup.h - the light Markdown of labels and hints as HTML: emphasis, titles,
 * lists, line breaks. Tags that only style are passed over, everything else is
 * shown as it was written. See https://docs.getodk.org/form-styling/.
 */
#ifndef FORMSPEC_MARKUP_H
#define FORMSPEC_MARKUP_H

#include "kit/base/buf.h"

void markup_add(struct buf *out, const char *text);
/* Without marks, for where nothing can be emphasised; no newline at its end. */
void markup_plain(struct buf *out, const char *text);
/* Escaped, nothing else; control characters are left out. */
void markup_escape(struct buf *out, const char *text);

#endif
