/*
 * reading_parts.h - what the files of reading.h share: one way in, one way into
 * a field and one for people a type of answer. All append; values are not "".
 */
#ifndef RECOLTE_COLLECTOR_READING_PARTS_H
#define RECOLTE_COLLECTOR_READING_PARTS_H

#include "collector/interview/reading.h"

/* text is trimmed and not empty. On failure out is as it was. */
const struct err *reading_number(struct buf *out,
    const struct reading *reading, const struct item *item, struct slice text)
    MUST_CHECK;
void reading_show_number(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice value, bool field);

const struct err *reading_moment(struct buf *out,
    const struct reading *reading, const struct item *item, struct slice text)
    MUST_CHECK;
void reading_show_moment(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice value, bool field);

const struct err *reading_places(struct buf *out,
    const struct reading *reading, const struct item *item, struct slice text)
    MUST_CHECK;
void reading_show_places(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice value, bool field);

const struct err *reading_choices(struct buf *out, const struct item *item,
    struct options *options, struct slice text) MUST_CHECK;
void reading_show_choices(struct buf *out, const struct options *options,
    struct slice value);

/* Up to the next of these ASCII characters; s becomes what is behind it. */
struct slice reading_cut(struct slice *s, const char *separators);

#endif
