#include "kit/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { CONTEXT_MAX = 200 };

static _Thread_local struct err ring[ERR_RING];
static _Thread_local unsigned ring_next;

static struct err *
take(void)
{
	return &ring[ring_next++ % ERR_RING];
}

/* Messages are one line whatever they quote. */
static void
one_line(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = ' ';
}

/* snprintf() may cut a UTF-8 sequence in two: drop the torn end. */
static void
mend_utf8_end(char *s, size_t size)
{
	size_t len = strlen(s), back = 0;

	if (len + 1 < size)
		return;
	while (back < 4 && back < len &&
	    ((unsigned char)s[len - 1 - back] & 0xc0) == 0x80)
		back++;
	if (back < len && ((unsigned char)s[len - 1 - back] & 0xc0) == 0xc0)
		s[len - 1 - back] = '\0';
}

const struct err *
err_new(enum err_code code, const char *fmt, ...)
{
	struct err *err = take();
	va_list ap;

	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof err->msg, fmt, ap);
	va_end(ap);
	mend_utf8_end(err->msg, sizeof err->msg);
	one_line(err->msg);
	return err;
}

const struct err *
err_in(const struct err *inner, const char *fmt, ...)
{
	struct err *err;
	char context[ERR_MSG_MAX];
	size_t at, len;
	va_list ap;
	int room;

	if (inner == NULL)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(context, sizeof context, fmt, ap);
	va_end(ap);
	err = take();
	err->code = inner->code;
	/* The context may be long; the reason is what must be read. */
	room = (int)(sizeof err->msg - sizeof ": " - strlen(inner->msg));
	room = room > CONTEXT_MAX ? CONTEXT_MAX : room > 40 ? room : 40;
	at = (size_t)snprintf(err->msg, sizeof err->msg, "%.*s: ", room,
	    context);
	len = strlen(inner->msg);
	if (len > sizeof err->msg - 1 - at)
		len = sizeof err->msg - 1 - at;
	memcpy(err->msg + at, inner->msg, len);
	err->msg[at + len] = '\0';
	mend_utf8_end(err->msg, sizeof err->msg);
	one_line(err->msg);
	return err;
}

static enum err_code
code_of_errno(int e)
{
	switch (e) {
	case ENOSPC:
	case EFBIG:
#ifdef EDQUOT
	case EDQUOT:
#endif
		return ERR_FULL;
	case EROFS:
	case EACCES:
	case EPERM:
		return ERR_READ_ONLY;
	case ENOENT:
	case ENOTDIR:
		return ERR_NOT_FOUND;
	case EEXIST:
		return ERR_EXISTS;
	default:
		return ERR_IO;
	}
}

const char *
err_advice(int number)
{
	if (code_of_errno(number) == ERR_FULL)
		return "; make room and do it again";
	if (number == EROFS)
		return "; is the disk write-protected?";
	return number == EIO ? "; look at the disk or drive and do it again" :
	    number == ENOMEM ? "; close other programs and do it again" : "";
}

const struct err *
err_errno(const char *fmt, ...)
{
	int saved = errno;
	char what[ERR_MSG_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	return err_new(code_of_errno(saved), "%.350s: %s%s", what,
	    strerror(saved), err_advice(saved));
}

const struct err *
err_named(const struct err *err)
{
	if (err == NULL ||
	    (err->code != ERR_NOT_FOUND && err->code != ERR_EXISTS))
		return err;
	return err_new(ERR_USAGE, "%s", err->msg);
}

bool
err_is_of_system(const struct err *err)
{
	return err->code == ERR_IO || err->code == ERR_FULL ||
	    err->code == ERR_READ_ONLY || err->code == ERR_BUSY ||
	    err->code == ERR_INTERNAL;
}

const struct err *
err_first(const struct err *first, const struct err *second)
{
	return first != NULL ? first : second;
}

int
err_exit_status(const struct err *err)
{
	static const unsigned char status[] = {
		[ERR_USAGE] = 2, [ERR_FORMAT] = 3, [ERR_LIMIT] = 3,
		[ERR_NEWER] = 3, [ERR_SIGNATURE] = 4, [ERR_FOREIGN] = 4,
		[ERR_DENIED] = 4, [ERR_NOT_FOUND] = 5, [ERR_EXISTS] = 5,
		[ERR_STATE] = 5, [ERR_IO] = 5, [ERR_FULL] = 5,
		[ERR_READ_ONLY] = 5, [ERR_BUSY] = 5, [ERR_INTERNAL] = 70,
	};

	return err == NULL ? 0 : status[err->code];
}
