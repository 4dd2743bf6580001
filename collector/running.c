#include "collector/running.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

enum { ADDRESS_BYTES_MAX = 1024, WAIT_MS = 100, TURNS_MAX = 50 };

#define ADDRESS_START "http://127.0.0.1:"

struct running {
	struct platform_lock *lock;
	struct buf path;		/* of the address */
	uint16_t port;			/* of one that was killed, or 0 */
};

static bool
is_address(const struct buf *text)
{
	return !strncmp(buf_str(text), ADDRESS_START,
	    sizeof(ADDRESS_START) - 1) && strpbrk(buf_str(text),
	    "\r\n\"' ") == NULL;
}

/* What cannot be read, or is no address, names no port. */
static uint16_t
port_left(const char *path)
{
	struct buf text = BUF_INIT;
	unsigned long port = 0;

	if (file_read(&text, path, ADDRESS_BYTES_MAX) == NULL &&
	    is_address(&text))
		port = strtoul(buf_str(&text) + sizeof(ADDRESS_START) - 1,
		    NULL, 10);
	buf_wipe(&text);
	return port <= UINT16_MAX ? (uint16_t)port : 0;
}

/* It may have begun a moment ago, and have nothing to say yet. */
static const struct err *
hear(struct buf *address, const char *path, const char *folder)
{
	const struct err *err = NULL;
	struct buf text = BUF_INIT;
	bool heard = false;

	for (int i = 0; i < TURNS_MAX && !heard && !err; i++) {
		buf_reset(&text);
		err = file_read(&text, path, ADDRESS_BYTES_MAX);
		heard = !err && is_address(&text);
		if (err && err->code == ERR_NOT_FOUND)
			err = NULL;
		if (!heard && !err)
			platform_sleep_ms(WAIT_MS);
	}
	if (heard)
		buf_add_slice(address, buf_slice(&text));
	else if (!err)
		err = err_new(ERR_BUSY, "%s: the program runs already, and does "
		    "not say where; wait a moment, or end it", folder);
	buf_free(&text);
	return err;
}

const struct err *
running_begin(struct running **out, struct buf *address, const char *folder)
{
	struct running *running = mem_alloc(sizeof(*running));
	struct buf path = BUF_INIT;
	const struct err *err;

	*out = NULL;
	file_join(&path, folder, "page.lock");
	file_join(&running->path, folder, "page.address");
	err = platform_make_folder(folder);
	if (!err)
		err = platform_lock(&running->lock, buf_str(&path));
	if (!err) {
		/* Of one that was killed: nobody answers there. */
		running->port = port_left(buf_str(&running->path));
		err = platform_remove(buf_str(&running->path));
		*out = err ? NULL : running;
	} else if (err->code == ERR_BUSY) {
		err = hear(address, buf_str(&running->path), folder);
	}
	if (*out == NULL)
		running_end(running);
	buf_free(&path);
	return err;
}

const struct err *
running_say(struct running *running, const char *address)
{
	return file_write(buf_str(&running->path), slice_str(address));
}

uint16_t
running_port(const struct running *running)
{
	return running->port;
}

void
running_end(struct running *running)
{
	const struct err *err;

	if (running == NULL)
		return;
	if (running->lock != NULL) {
		err = platform_remove(buf_str(&running->path));
		/* The next one writes over it. */
		if (err)
			fprintf(stderr, "collector: %s\n", err->msg);
	}
	platform_unlock(running->lock);
	buf_free(&running->path);
	mem_free(running);
}
