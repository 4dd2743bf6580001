/*
 * blocks.h - the pieces of a sheet that a window has: only what differs is sent
 * again after an answer.
 *
 * A block is <div class="block ..." id="...">. The window has a name that its
 * page gave it; another window of the same interview is sent everything.
 */
#ifndef RECOLTE_COLLECTOR_PAGE_BLOCKS_H
#define RECOLTE_COLLECTOR_PAGE_BLOCKS_H

#include <stdint.h>

#include "kit/base/buf.h"

enum { WINDOW_NAME_MAX = 24 };

struct sent_block { uint64_t id, content; };

struct blocks {
	char window[WINDOW_NAME_MAX];
	struct sent_block *sent, *now;
	size_t sent_count, sent_capacity, now_count, now_capacity;
	size_t cursor;		/* where the last one stood that was found */
	bool only_new;
	size_t from;		/* in out: of the block that is being written */
};

/* A sheet is written for that window; all: it has nothing yet. */
void blocks_begin(struct blocks *blocks, const char *window, bool all);
/* What was written now is what the window has. */
void blocks_end(struct blocks *blocks);
void blocks_free(struct blocks *blocks);

/* <div class="block KIND" id="KIND-PATH"> ... </div> */
void block_begin(struct blocks *blocks, struct buf *out, const char *kind,
    const char *path);
/* Its content is replaced by nothing when the window has it. */
void block_end(struct blocks *blocks, struct buf *out, const char *kind,
    const char *path);

#endif
