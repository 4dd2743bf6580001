/*
 * fuzz_xml.c - any bytes as XML, by both readers: what one of them takes is
 * well-formed for the other, but for prefixes. What is plain is the same to the
 * parser, which reads it as soon as a comment stands behind it.
 */
#include "fuzz.h"

#include <string.h>

#include "formspec/xml.h"

enum { SOME_BYTES = 7 };

/* What was told, as text. */
struct told {
	size_t depth;
	struct buf text;
};

static const struct err *
tell_start(void *data, const char *name, const char *const *attributes)
{
	struct told *told = data;

	FUZZ_MUST(*name != '\0' && attributes != NULL);
	FUZZ_MUST(++told->depth <= XML_DEPTH_MAX);
	buf_addf(&told->text, "\n<%s", name);
	for (; *attributes != NULL; attributes++)
		buf_addf(&told->text, "\n%s", *attributes);
	buf_add(&told->text, ">");
	return NULL;
}

static const struct err *
tell_end(void *data, const char *name)
{
	struct told *told = data;

	FUZZ_MUST(*name != '\0' && told->depth-- > 0);
	buf_addf(&told->text, "\n</%s>", name);
	return NULL;
}

static const struct err *
tell_text(void *data, struct slice text)
{
	struct told *told = data;

	buf_add_slice(&told->text, text);
	return NULL;
}

static void
check_tree(const struct node *node)
{
	for (const struct node *n = node->first; n != NULL; n = n->next) {
		FUZZ_MUST(n->parent == node && n->order > node->order);
		FUZZ_MUST(n->next == NULL ? node->last == n :
		    n->next->prev == n && n->next->order > n->order);
		check_tree(n);
	}
}

/* A few bytes at once: tokens are torn. */
static const struct err *
read_some(void *data, void *out, size_t size, size_t *got)
{
	struct slice *rest = data;

	*got = rest->len < SOME_BYTES ? rest->len : SOME_BYTES;
	FUZZ_MUST(size >= SOME_BYTES);
	if (*got > 0)
		memcpy(out, rest->data, *got);
	*rest = slice_of(rest->data + *got, rest->len - *got);
	return NULL;
}

static const struct err *
scan(struct told *told, struct slice bytes)
{
	struct xml_events events = { told, tell_start, tell_end, tell_text };

	return xml_scan(read_some, &bytes, "fuzz", &events);
}

static void
check_plain(const struct told *told, const uint8_t *data, size_t size)
{
	struct told again = { 0, BUF_INIT };
	struct buf bytes = BUF_INIT;

	buf_append(&bytes, data, size);
	buf_add(&bytes, "<!-- -->");
	FUZZ_MUST(scan(&again, buf_slice(&bytes)) == NULL);
	FUZZ_MUST(slice_equal(buf_slice(&told->text), buf_slice(&again.text)));
	buf_free(&again.text);
	buf_free(&bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told told = { 0, BUF_INIT };
	struct arena *arena = arena_new();
	struct node *root;
	const struct err *scanned = scan(&told, slice_of(data, size));
	const struct err *read = xml_read(&root, arena, slice_of(data, size),
	    "fuzz", XML_SPACE_DROP);

	FUZZ_MUST(scanned != NULL || told.depth == 0);
	if (scanned == NULL)
		check_plain(&told, data, size);
	FUZZ_MUST((read == NULL) == (root != NULL));
	FUZZ_MUST(read != NULL || scanned == NULL);
	FUZZ_MUST(read == NULL || scanned != NULL ||
	    strstr(read->msg, "prefix") != NULL);
	if (root != NULL)
		check_tree(root);
	arena_free(arena);
	buf_free(&told.text);
	return 0;
}
