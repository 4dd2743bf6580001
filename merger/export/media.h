/*
 * media.h - photos and recordings beside an exported table: media/ holds the
 * files, media.csv says whose each is. A file is called after its response,
 * its column and its repeat instance, never after what a laptop calls it.
 */
#ifndef RECOLTE_MERGER_MEDIA_H
#define RECOLTE_MERGER_MEDIA_H

#include "formspec/instance.h"
#include "kit/base/arena.h"
#include "merger/dataset/dataset.h"

struct media {
	const char *response, *column, *name, *kind;
	const char *author;		/* whose key of the record opens it */
	uint64_t instance;		/* 0: in no repeat */
	struct hash hash;
	uint64_t bytes;
	const char *file;		/* below the folder */
};

struct media_list {
	struct media *items;
	size_t count, capacity;
};

/* Note the file behind an answer, if it is one. Strings are of arena. */
void media_note(struct media_list *list, struct arena *arena,
    const struct record *record, const struct answer *answer,
    const char *column);
void media_free(struct media_list *list);

/*
 * Write media/ and media.csv; nothing when the list is empty. *missing: files
 * that have not arrived, or that did not open; each is told.
 */
const struct err *media_write(struct workspace *workspace, const char *folder,
    const struct media_list *list, bool raw, size_t *missing) MUST_CHECK;

#endif
