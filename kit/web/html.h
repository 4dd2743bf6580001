/*
 * html.h - HTML that says what it is meant to say: whatever comes from outside
 * goes in by %s, escaped for text and for attributes in quotes alike.
 */
#ifndef RECOLTE_WEB_HTML_H
#define RECOLTE_WEB_HTML_H

#include "kit/base/buf.h"
#include "kit/web/web.h"

/*
 * Append markup of ours, as printf() would: %s a text, escaped; %d, %u, %zu
 * numbers; %% a percent sign. Nothing else. Attributes stand in double quotes.
 */
void html_add(struct buf *out, const char *markup, ...) PRINTF_LIKE(2, 3);
/* Append text, escaped. */
void html_text(struct buf *out, struct slice text);
/* Append a part of an address: what has a meaning there is encoded. */
void html_url(struct buf *out, const char *text);
/*
 * Begin a form that the server will believe: <form method="post" action="...">
 * and its token. attributes: more of them, markup of ours, or "".
 */
void html_form(struct buf *out, const struct web_request *request,
    const char *action, const char *attributes);

#endif
