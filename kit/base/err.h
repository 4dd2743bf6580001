/*
 * err.h - how every function of Récolte reports a failure.
 *
 * A function that can fail returns a `const struct err *`: NULL is success.
 * Errors live in a small ring of the calling thread (ERR_RING of them), so
 * nobody frees one; a caller that keeps an error for longer than the next few
 * failures copies the struct.
 *
 * Running out of memory is not an error that travels: mem.h ends the program,
 * which is safe because every acknowledged answer is already on disk.
 */
#ifndef RECOLTE_BASE_ERR_H
#define RECOLTE_BASE_ERR_H

#include <stdbool.h>

#if defined(__clang__)
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#elif defined(__GNUC__)
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(gnu_printf, fmt, args)))
#else
#define MUST_CHECK
#define PRINTF_LIKE(fmt, args)
#endif

enum { ERR_RING = 16, ERR_MSG_MAX = 512 };

enum err_code {
	ERR_USAGE = 1,	/* the command line is wrong */
	ERR_FORMAT,	/* bytes that are not what they should be */
	ERR_LIMIT,	/* over a size, depth or count that is allowed */
	ERR_NEWER,	/* made by a newer version of the program */
	ERR_SIGNATURE,	/* bytes that nobody with the right key signed */
	ERR_FOREIGN,	/* belongs to another study */
	ERR_DENIED,	/* understood, but not allowed */
	ERR_NOT_FOUND,	/* the thing named is not there */
	ERR_EXISTS,	/* the thing named is there already */
	ERR_STATE,	/* not now: something must be done first */
	ERR_IO,		/* the system failed to read or write */
	ERR_FULL,	/* no room left to write */
	ERR_READ_ONLY,	/* a place that cannot be written */
	ERR_BUSY,	/* another process is at work there */
	ERR_INTERNAL	/* a mistake of ours */
};

struct err {
	enum err_code code;
	char msg[ERR_MSG_MAX];
};

/* A new error. The message is one line, lowercase, and names the thing. */
const struct err *err_new(enum err_code code, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/* The same failure seen from further out: "context: message", same code. */
const struct err *err_in(const struct err *err, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/*
 * The failure that the C library left in errno, as "what: reason".
 * ENOSPC and EDQUOT and EFBIG give ERR_FULL, EROFS and EACCES ERR_READ_ONLY,
 * ENOENT ERR_NOT_FOUND, EEXIST ERR_EXISTS, everything else ERR_IO.
 */
const struct err *err_errno(const char *fmt, ...) PRINTF_LIKE(1, 2);

/*
 * What to do about an errno, to be put behind a message: "; make room and do it
 * again", or "" where that is not for us to say. err_errno() has put it there.
 */
const char *err_advice(int number);

/*
 * What the user named is not there, or is there already: their mistake, with
 * the exit status of one. Any other failure stays what it is; NULL is fine.
 */
const struct err *err_named(const struct err *err);

/*
 * Is it this machine that failed, and not what it was given? The same bytes may
 * be read well the next time: nothing must be decided about them.
 */
bool err_is_of_system(const struct err *err);

/* The first failure of two: what close() says never hides what write() said. */
const struct err *err_first(const struct err *first, const struct err *second);

/*
 * What the program exits with; README.md has the same table.
 *   0 done   1 done, something asks for attention   2 usage
 *   3 the input is not usable   4 not trusted or not allowed
 *   5 the system, the disk or the hub failed   70 a mistake of ours
 */
int err_exit_status(const struct err *err);

#endif
