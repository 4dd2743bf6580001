/*
 * web.h - what a page's handler is given, and what it gives back. Both
 * programs show local pages; nothing here knows what is on them.
 */
#ifndef RECOLTE_WEB_WEB_H
#define RECOLTE_WEB_WEB_H

#include <stdbool.h>

#include "kit/base/arena.h"
#include "kit/web/upload.h"

enum {
	WEB_BODY_MAX = 1 << 20,		/* of a form, unless its route says */
	WEB_FIELDS_MAX = 20000,
	WEB_FIELD_NAME_MAX = 1024,
	WEB_FILES_MAX = 64,		/* of those that wait on the disk */
	WEB_SEGMENTS_MAX = 4
};

enum web_method { WEB_GET, WEB_POST };

/* What a form or an address says. A value may hold any bytes. */
struct web_field {
	const char *name;
	const char *value;		/* followed by a NUL not counted */
	size_t len;
	const char *file_name;		/* of a file, else NULL */
	struct upload *upload;		/* its bytes, of a route for large ones;
					   then value is "" */
};

struct web_fields {
	struct web_field *items;
	size_t count, capacity;
};

struct web_request {
	enum web_method method;
	const char *path;		/* "/interview/1d29a372" */
	const char *segments[WEB_SEGMENTS_MAX];	/* what stood for each ':' */
	const char *languages;		/* Accept-Language, or "" */
	bool by_script;			/* of fetch(): X-Part */
	const char *form_token;		/* for html_form() */
	struct web_fields query, form;
	struct web_fields cookies;	/* preferences: never the session's */
	struct arena *arena;		/* dies with the request */
};

/* The first value of that name, or NULL. */
const char *web_value(const struct web_fields *fields, const char *name);
const struct web_field *web_field(const struct web_fields *fields,
    const char *name);
/* The next one of that name after a field, or NULL: check boxes. */
const struct web_field *web_next(const struct web_fields *fields,
    const struct web_field *field);
struct web_field *web_add(struct web_fields *fields, struct arena *arena,
    const char *name);

struct web_reply {
	unsigned status;		/* 200 unless said otherwise */
	const char *type;		/* HTML unless said otherwise */
	const char *location;		/* go there: 303 */
	const char *file_name;		/* the browser keeps it under this name */
	/* A preference to remember for a year: a cookie; or NULL. */
	const char *cookie, *cookie_value;
	bool lasting;			/* the address names these very bytes */
	const char *file;		/* instead of a body: a file's bytes */
	struct buf body;
};

/*
 * What of those bytes a header Range asks for: a browser that seeks in a
 * recording. Several parts at once, or anything that is no range, ask for all;
 * RANGE_NONE: there are not that many.
 */
enum web_range { RANGE_ALL, RANGE_PART, RANGE_NONE };
enum web_range web_range(size_t *first, size_t *len, const char *header,
    size_t bytes);

/* An error becomes the page that web_site.failed makes of it. */
typedef const struct err *web_handler(void *data,
    const struct web_request *request, struct web_reply *reply);

struct web_route {
	enum web_method method;
	const char *pattern;		/* "/interview/:/answer": ':' is any part */
	web_handler *handler;
	/* 0: WEB_BODY_MAX. Where it is more, files wait on the disk
	   (upload.h), and the rest may be as much as that. */
	size_t body_max;
	int need;			/* for web_site.before */
};

/* A file in the program: style sheet, script, picture. */
struct web_asset {
	const char *path, *type;
	const char *bytes;
	size_t len;
};

struct web_site {
	const struct web_route *routes;
	size_t route_count;
	const struct web_asset *assets;
	size_t asset_count;
	const char *upload_folder;	/* for uploads, if a route has any */
	/*
	 * What must be there before a route's handler is called: *answered
	 * when it has done so instead ("the passphrase first"). NULL: nothing.
	 */
	const struct err *(*before)(void *data, const struct web_route *route,
	    struct web_reply *reply, bool *answered);
	/* Makes a page of a failure; status is set already. */
	void (*failed)(void *data, const struct web_request *request,
	    const struct err *err, struct web_reply *reply);
	void *data;			/* for every handler */
};

/*
 * The route of a path; segments are filled in, in arena. NULL with *known: the
 * path is there, for another method.
 */
const struct web_route *web_route(const struct web_site *site,
    enum web_method method, const char *path, struct arena *arena,
    const char *segments[WEB_SEGMENTS_MAX], bool *known);

#endif
