/*
 * platform.h - everything that differs between Linux, macOS and Windows.
 * Paths are UTF-8 with '/' or the system's own separator. No other file of
 * Récolte asks which system this is.
 */
#ifndef RECOLTE_BASE_PLATFORM_H
#define RECOLTE_BASE_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "kit/base/buf.h"

/* Does a backslash separate folders here? */
#ifdef _WIN32
#define PLATFORM_BACKSLASH 1
#else
#define PLATFORM_BACKSLASH 0
#endif

/* Once, first thing in main(): UTF-8 arguments and console, no core files. */
void platform_start(int *argc, char ***argv);
/* Last thing: what platform_start() made is given back. */
void platform_stop(void);

/* Bytes from the system's generator. It does not fail: it ends the program. */
void platform_random(void *out, size_t len);

int64_t platform_now_ms(void);			/* since 1970, UTC */
int64_t platform_monotonic_us(void);
void platform_sleep_ms(unsigned ms);
int platform_local_offset_minutes(int64_t ms);	/* of the local zone, then */

/*
 * fopen() for a UTF-8 path; mode as there: "rb", "wb", "ab", "r+b" or "w+b".
 * Files are made for the user alone.
 */
FILE *platform_fopen(const char *path, const char *mode);
const struct err *platform_sync(FILE *file, const char *path) MUST_CHECK;
const struct err *platform_sync_folder(const char *path) MUST_CHECK;
/* rename() that replaces, atomically. */
const struct err *platform_replace(const char *from, const char *to) MUST_CHECK;
const struct err *platform_remove(const char *path) MUST_CHECK;	/* gone is fine */
const struct err *platform_make_folder(const char *path) MUST_CHECK; /* with parents; there is fine */
bool platform_exists(const char *path);
bool platform_is_folder(const char *path);
/* A file that is there, without a byte in it; it is not opened. */
bool platform_is_empty(const char *path);
bool platform_is_writable(const char *path);
/* Paths that are not absolute are meant from there from now on. */
const struct err *platform_enter(const char *path) MUST_CHECK;
/*
 * The permissions that new files do not get, as POSIX's umask; what they were
 * before. Windows: nothing changes, the folder decides.
 */
unsigned platform_file_mask(unsigned mask);
/*
 * Let every account read that file, or write into that folder, whatever the
 * mask: what lies on a stick is read on another computer, by somebody else.
 * Where files have no permissions, or it is not ours, nothing changes.
 */
void platform_open_to_all(const char *path);

/* Names in a folder, sorted bytewise, without "." and "..". */
const struct err *platform_list(const char *path, char ***names, size_t *count)
    MUST_CHECK;
void platform_list_free(char **names, size_t count);

/*
 * Where a folder lies. network: on another computer; moving: on a stick or the
 * like, whose files get new ids each time it is put in.
 */
enum platform_place { PLACE_FIXED, PLACE_NETWORK, PLACE_MOVING };
enum platform_place platform_place(const char *path);
/* Room left for this user where path lies; false: nobody knows. */
bool platform_free_bytes(const char *path, uint64_t *out);
/*
 * What tells this computer from others, and a file from its copies. Nothing is
 * appended when the system does not say; neither is meant to be read.
 */
void platform_machine_id(struct buf *out);
void platform_file_id(struct buf *out, const char *path);

/*
 * A lock that dies with the process, on a file made for it.
 * ERR_BUSY: another process holds it.
 */
struct platform_lock;
const struct err *platform_lock(struct platform_lock **out, const char *path)
    MUST_CHECK;
void platform_unlock(struct platform_lock *lock);	/* NULL is allowed */

/* Where a user's data belongs, "~/.local/share/recolte" and the like. */
void platform_data_folder(struct buf *out);
/* An absolute path without "." and ".."; the last part may not exist yet. */
const struct err *platform_absolute(struct buf *out, const char *path) MUST_CHECK;

bool platform_is_terminal(FILE *file);
/*
 * UTF-8 to standard output or error, or a file. On Windows, wide-character calls
 * when it is a console. That it fails is seen on the stream, as with fwrite().
 */
void platform_write_text(FILE *file, struct slice text);
/*
 * One line from standard input, without its end; false at the end of input.
 * On Windows, wide-character calls when it is a console.
 */
bool platform_read_line(struct buf *out);
/* The same without echo, for passphrases. */
bool platform_read_secret(struct buf *out);
/* UTF-8, or NULL; good until the eighth call after it. */
const char *platform_environment(const char *name);
/* For this process alone, and only where there is no such variable. */
void platform_lend_environment(const char *name, const char *value);
unsigned platform_process_id(void);

/* Where the running program's own file lies. */
const struct err *platform_program(struct buf *out) MUST_CHECK;

/*
 * Another program beside this one: we write its standard input and read its
 * standard output; its standard error is ours. It inherits nothing else that
 * is open. arguments[0] is the program's path, the list ends with NULL.
 */
struct platform_child;
const struct err *platform_spawn(struct platform_child **out,
    const char *const *arguments) MUST_CHECK;
/* ERR_IO: it does not read any more. */
const struct err *platform_child_write(struct platform_child *child,
    struct slice bytes) MUST_CHECK;

enum platform_heard { HEARD_BYTES, HEARD_NOTHING, HEARD_END };

/* Append what it says; wait for that no longer than wait_ms. */
enum platform_heard platform_child_read(struct platform_child *child,
    struct buf *out, unsigned wait_ms);
/* Kill it if it still runs, and forget it; NULL is allowed. */
void platform_child_end(struct platform_child *child);
/*
 * For a child: its parent may be killed, so it ends by itself unless this is
 * said again within that many seconds.
 */
void platform_live_for(unsigned seconds);

/*
 * A socket that listens on 127.0.0.1, inherited by nobody; port 0: any that is
 * free. *port tells which it is. Whoever serves it closes it.
 */
const struct err *platform_listen(intptr_t *listener, uint16_t *port) MUST_CHECK;
/*
 * Whose program is at the other end of a connection that came to our port of
 * 127.0.0.1; address and size as accept() gave them. It costs a question to the
 * system: once a connection. The system's administrator counts as us, for
 * nothing here is hidden from him; who has hung up already, as another.
 * PEER_UNKNOWN: this system does not say (Linux does, where the kernel has
 * NETLINK_SOCK_DIAG); then whatever else is checked must do.
 */
enum platform_peer { PEER_US, PEER_OTHER, PEER_UNKNOWN };
enum platform_peer platform_peer(const void *address, size_t size,
    uint16_t port);
/* End a connection that somebody else reads and will close. */
void platform_hang_up(intptr_t connection);
/*
 * A connection to a port of another computer, inherited by nobody; each address
 * that its name has is tried. ERR_NOT_FOUND: there is no such name.
 */
const struct err *platform_connect(intptr_t *out, const char *host,
    const char *port) MUST_CHECK;
/* How many bytes came or went; 0 received: the other side ended; -1: broken. */
ptrdiff_t platform_receive(intptr_t connection, void *out, size_t len);
ptrdiff_t platform_send(intptr_t connection, const void *bytes, size_t len);
void platform_disconnect(intptr_t connection);
/*
 * The proxies that the user's settings name, and the hosts that need none, as
 * the system writes them; false: none, or (elsewhere than on Windows) no such
 * settings but the environment.
 */
bool platform_proxy(struct buf *proxies, struct buf *except);
/*
 * The certificates that this computer's user trusts to vouch for servers, as
 * PEM, appended where a library does not find them by itself: on Windows.
 */
void platform_trusted(struct buf *out);
/*
 * Does the system itself trust a server's certificate, in DER, for that name?
 * Windows fetches authorities when they are first needed, so its list is never
 * whole: for whom a library has not believed. False where there is no such list.
 */
bool platform_trusts(struct slice certificate, const char *host);
/*
 * Show an address in the user's browser, and do not wait for it. ERR_NOT_FOUND:
 * nothing here can.
 */
const struct err *platform_browse(const char *address) MUST_CHECK;

#endif
