/*
 * fuzz_xml.c - any bytes as XML, by both readers: what one of them takes is
 * well-formed for the other, but for prefixes.
 */
#include "fuzz.h"

#include <string.h>

#include "formspec/xml.h"

enum { SOME_BYTES = 7 };

static const struct err *
count_start(void *data, const char *name, const char *const *attributes)
{
	size_t *depth = data;

	FUZZ_MUST(*name != '\0' && attributes != NULL);
	FUZZ_MUST(++*depth <= XML_DEPTH_MAX);
	return NULL;
}

static const struct err *
count_end(void *data, const char *name)
{
	size_t *depth = data;

	FUZZ_MUST(*name != '\0' && (*depth)-- > 0);
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t depth = 0;
	struct xml_events events = { &depth, count_start, count_end, NULL };
	struct arena *arena = arena_new();
	struct node *root;
	struct slice rest = slice_of(data, size);
	const struct err *scanned = xml_scan(read_some, &rest, "fuzz",
	    &events);
	const struct err *read = xml_read(&root, arena, slice_of(data, size),
	    "fuzz", XML_SPACE_DROP);

	FUZZ_MUST(scanned != NULL || depth == 0);
	FUZZ_MUST((read == NULL) == (root != NULL));
	FUZZ_MUST(read != NULL || scanned == NULL);
	FUZZ_MUST(read == NULL || scanned != NULL ||
	    strstr(read->msg, "prefix") != NULL);
	if (root != NULL)
		check_tree(root);
	arena_free(arena);
	return 0;
}
