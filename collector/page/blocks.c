/* blocks.c - see blocks.h. */
#include "collector/page/blocks.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/web/html.h"

/* FNV-1a: a block that is taken for another one is stale until the next page. */
static uint64_t
digest(struct slice bytes, uint64_t hash)
{
	for (size_t i = 0; i < bytes.len; i++)
		hash = (hash ^ bytes.data[i]) * 0x100000001b3u;
	return hash;
}

static uint64_t
id_of(const char *kind, const char *path)
{
	return digest(slice_str(path), digest(slice_str(kind),
	    0xcbf29ce484222325u));
}

void
blocks_begin(struct blocks *b, const char *window, bool all)
{
	b->only_new = !all && window[0] != '\0' &&
	    strcmp(b->window, window) == 0;
	if (!b->only_new)
		b->sent_count = 0;
	snprintf(b->window, sizeof(b->window), "%.*s", WINDOW_NAME_MAX - 1,
	    window);
	b->now_count = 0;
	b->cursor = 0;
}

void
blocks_end(struct blocks *b)
{
	struct sent_block *sent = b->sent;
	size_t capacity = b->sent_capacity;

	b->sent = b->now;
	b->sent_count = b->now_count;
	b->sent_capacity = b->now_capacity;
	b->now = sent;
	b->now_capacity = capacity;
	b->now_count = 0;
}

void
blocks_free(struct blocks *b)
{
	mem_free(b->sent);
	mem_free(b->now);
}

void
block_begin(struct blocks *b, struct buf *out, const char *kind,
    const char *path)
{
	b->from = out->len;
	html_add(out, "<div class=\"block %s\" id=\"%s-%s\">\n", kind, kind,
	    path);
}

/* They come in the order of last time, but for a few. */
static bool
has_it(struct blocks *b, struct sent_block block)
{
	for (size_t i = 0; i < b->sent_count; i++) {
		size_t at = (b->cursor + i) % b->sent_count;

		if (b->sent[at].id == block.id) {
			b->cursor = at + 1;
			return b->sent[at].content == block.content;
		}
	}
	return false;
}

void
block_end(struct blocks *b, struct buf *out, const char *kind,
    const char *path)
{
	struct sent_block block = { id_of(kind, path), 0 };
	void *now = b->now;

	buf_add(out, "</div>\n");
	block.content = digest(slice_of(out->data + b->from,
	    out->len - b->from), 0xcbf29ce484222325u);
	mem_grow(&now, &b->now_capacity, b->now_count + 1, sizeof(*b->now));
	b->now = now;
	b->now[b->now_count++] = block;
	if (b->only_new && has_it(b, block)) {
		out->len = b->from;
		html_add(out, "<div id=\"%s-%s\" data-same></div>\n", kind,
		    path);
	}
}
