/* reply.c - struct web_reply to bytes of HTTP. */
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/web/exchange.h"

enum { FILE_PIECE_BYTES = 64 << 10, LINE_MAX = 256 };

static const char policy[] = "default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

/* What every reply says. */
static const char *const every_header[][2] = {
	{ "Content-Security-Policy", policy },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "geolocation=(self), camera=(), microphone=()" }
};

static unsigned
status_of(const struct err *err)
{
	switch (err->code) {
	case ERR_NOT_FOUND: return MHD_HTTP_NOT_FOUND;
	case ERR_DENIED: return MHD_HTTP_FORBIDDEN;
	case ERR_USAGE: case ERR_FORMAT: return MHD_HTTP_BAD_REQUEST;
	case ERR_LIMIT: return MHD_HTTP_CONTENT_TOO_LARGE;
	case ERR_STATE: case ERR_BUSY: return MHD_HTTP_CONFLICT;
	default: return MHD_HTTP_INTERNAL_SERVER_ERROR;
	}
}

static void
add_cookie(struct MHD_Response *response, const struct web_reply *reply)
{
	char line[LINE_MAX];

	snprintf(line, sizeof(line), "%s=%s; Path=/; Max-Age=31536000; "
	    "HttpOnly; SameSite=Strict", reply->cookie, reply->cookie_value);
	MHD_add_response_header(response, "Set-Cookie", line);
}

/* A name in quotes, and what is not ASCII as RFC 5987 has it. */
static void
add_file_name(struct MHD_Response *response, const char *name)
{
	struct buf line = BUF_INIT;

	buf_add(&line, "attachment; filename*=UTF-8''");
	for (; *name; name++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
		    "XYZ0123456789.-_", *name))
			buf_add_byte(&line, (uint8_t)*name);
		else
			buf_addf(&line, "%%%02X", (uint8_t)*name);
	MHD_add_response_header(response, "Content-Disposition",
	    buf_str(&line));
	buf_free(&line);
}

static enum MHD_Result
send_response(struct MHD_Connection *connection, unsigned status,
    struct MHD_Response *response)
{
	enum MHD_Result result;

	for (size_t i = 0; i < sizeof(every_header) / sizeof(every_header[0]);
	    i++)
		MHD_add_response_header(response, every_header[i][0],
		    every_header[i][1]);
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static ssize_t
read_piece(void *data, uint64_t at, char *out, size_t max)
{
	size_t n = fread(out, 1, max, data);

	(void)at;		/* one piece after the other */
	if (n > 0)
		return (ssize_t)n;
	return ferror((FILE *)data) ? MHD_CONTENT_READER_END_WITH_ERROR :
	    MHD_CONTENT_READER_END_OF_STREAM;
}

static void
close_file(void *data)
{
	fclose(data);
}

/* A file goes out piece by piece, however large it is. */
static struct MHD_Response *
response_of_file(const char *path)
{
	struct MHD_Response *response;
	FILE *file = platform_fopen(path, "rb");
	uint64_t size = MHD_SIZE_UNKNOWN;

	if (file == NULL)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && ftell(file) >= 0)
		size = (uint64_t)ftell(file);
	rewind(file);
	response = MHD_create_response_from_callback(size, FILE_PIECE_BYTES,
	    read_piece, file, close_file);
	if (response == NULL)
		fclose(file);
	return response;
}

static bool
is_recording(const struct web_reply *reply)
{
	return reply->status == MHD_HTTP_OK && reply->file == NULL &&
	    (!strncmp(reply->type, "audio/", 6) ||
	    !strncmp(reply->type, "video/", 6));
}

/* What of a recording was asked for; the line to say so, or "". */
static void
cut_to_range(char line[LINE_MAX], const struct exchange *x,
    struct web_reply *reply)
{
	size_t first, len, bytes = reply->body.len;

	line[0] = '\0';
	switch (web_range(&first, &len, exchange_header(x, "Range"), bytes)) {
	case RANGE_ALL:
		return;
	case RANGE_NONE:
		reply->status = MHD_HTTP_RANGE_NOT_SATISFIABLE;
		buf_wipe(&reply->body);
		snprintf(line, LINE_MAX, "bytes */%zu", bytes);
		return;
	case RANGE_PART:
		reply->status = MHD_HTTP_PARTIAL_CONTENT;
		memmove(reply->body.data, reply->body.data + first, len);
		reply->body.len = len;
		snprintf(line, LINE_MAX, "bytes %zu-%zu/%zu", first,
		    first + len - 1, bytes);
	}
}

enum MHD_Result
reply_send(struct exchange *x, struct web_reply *reply)
{
	struct MHD_Response *response;
	char range[LINE_MAX] = "";
	bool recording = is_recording(reply);
	size_t len;

	if (recording)
		cut_to_range(range, x, reply);
	len = reply->body.len;
	if (reply->file != NULL)
		response = response_of_file(reply->file);
	else
		response = MHD_create_response_from_buffer_with_free_callback(
		    len, buf_steal(&reply->body), mem_free);
	if (response == NULL)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", reply->type);
	MHD_add_response_header(response, "Cache-Control", reply->lasting ?
	    "private, max-age=31536000, immutable" : "no-store");
	if (recording)
		MHD_add_response_header(response, "Accept-Ranges", "bytes");
	if (range[0] != '\0')
		MHD_add_response_header(response, "Content-Range", range);
	if (reply->location != NULL)
		MHD_add_response_header(response, "Location", reply->location);
	if (reply->file_name != NULL)
		add_file_name(response, reply->file_name);
	if (reply->cookie != NULL)
		add_cookie(response, reply);
	return send_response(x->connection, reply->location != NULL ?
	    MHD_HTTP_SEE_OTHER : reply->status, response);
}

enum MHD_Result
reply_word(struct exchange *x, unsigned status, const char *word)
{
	struct web_reply reply = { .status = status, .type = "text/plain" };

	buf_addf(&reply.body, "%s\n", word);
	return reply_send(x, &reply);
}

enum MHD_Result
reply_failure(struct exchange *x, const struct err *err, unsigned status)
{
	struct web_reply reply = { .status = status ? status : status_of(err),
		.type = "text/html; charset=utf-8" };
	const struct web_site *site = x->server->site;

	site->failed(site->data, &x->request, err, &reply);
	return reply_send(x, &reply);
}

enum MHD_Result
reply_asset(struct exchange *x, const struct web_asset *asset)
{
	struct web_reply reply = { .status = MHD_HTTP_OK, .type = asset->type,
		.lasting = true };

	buf_append(&reply.body, asset->bytes, asset->len);
	return reply_send(x, &reply);
}

enum MHD_Result
reply_session(struct exchange *x)
{
	const struct guard *guard = &x->server->guard;
	struct MHD_Response *response;
	char line[LINE_MAX];

	response = MHD_create_response_from_buffer(0, NULL,
	    MHD_RESPMEM_PERSISTENT);
	if (response == NULL)
		return MHD_NO;
	snprintf(line, sizeof(line), "%s=%s; Path=/; HttpOnly; "
	    "SameSite=Strict", guard->cookie, guard->session);
	MHD_add_response_header(response, "Set-Cookie", line);
	MHD_add_response_header(response, "Cache-Control", "no-store");
	MHD_add_response_header(response, "Location", "/");
	return send_response(x->connection, MHD_HTTP_SEE_OTHER, response);
}
