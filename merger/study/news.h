/*
 * news.h - is there something that laptops may have to hear of? To write to
 * them (dispatch.h) takes everything that was merged, so whatever may matter to
 * one leaves a note here, and nothing is done without one.
 */
#ifndef RECOLTE_MERGER_NEWS_H
#define RECOLTE_MERGER_NEWS_H

#include "merger/workspace/workspace.h"

/* Something was decided or came in. */
const struct err *news_note(struct workspace *workspace) MUST_CHECK;
/* *out: it was, or main is not as news_told() left it: another may have put
 * letters there. */
const struct err *news_wait(struct workspace *workspace, bool *out) MUST_CHECK;
/* All is told, and lies on our main as it stands now. */
const struct err *news_told(struct workspace *workspace) MUST_CHECK;

#endif
