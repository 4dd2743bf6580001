/*
 * open.h - interviews that a browser is at: loaded once, kept between requests
 * so that an answer costs its consequences and a save, nothing else.
 */
#ifndef RECOLTE_COLLECTOR_PAGE_OPEN_H
#define RECOLTE_COLLECTOR_PAGE_OPEN_H

#include "collector/interview/interview.h"
#include "collector/page/blocks.h"
#include "collector/page/page.h"

enum { OPEN_MAX = 4 };			/* the one used longest ago goes */

/* Which window wrote a question last (was.h): digests of their names. */
struct writer { uint64_t name, window; };

struct open {
	struct interview interview;
	struct platform_lock *lock;
	struct blocks blocks;		/* what its window shows */
	const char *whom;		/* what its case is called; "" */
	struct writer *writers;
	size_t writer_count, writer_capacity;
	uint64_t used;
};

struct opened *opened_new(void);
/* All of them; every answer is on the disk already. NULL is allowed. */
void opened_free(struct opened *opened);

/*
 * The interview with that id, loaded when it was not. ERR_BUSY: another program
 * has it. ERR_USAGE: there is none.
 */
const struct err *open_interview(struct open **out, struct page *page,
    const char *id) MUST_CHECK;
/* A new response, kept as an empty draft. */
const struct err *open_new(struct open **out, struct page *page,
    const char *form, const char *case_key) MUST_CHECK;
/* Let go of one: it was closed, or changed by somebody else. */
void open_forget(struct page *page, struct open *open);
void open_forget_id(struct page *page, const char *id);
/* Of all: somebody else has written the store; they are loaded again. */
void opened_forget(struct page *page);

#endif
