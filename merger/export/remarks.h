/*
 * remarks.h - what interviewers said beside the answers, as a
 * table: remarks.csv, one row each. The fields are the collector's
 * (collector/interview/interview.h): ".remark/PATH", and ".nonresponse/PATH"
 * with "refused" or "unknown".
 */
#ifndef RECOLTE_MERGER_REMARKS_H
#define RECOLTE_MERGER_REMARKS_H

#include "merger/export/table.h"

/*
 * The rows of one response: kind is "remark", "refused" or "unknown"; about the
 * whole interview, without a question, "closing" (what was said at its end) and
 * "correction" (why it was changed since, by whomever). What is
 * not relevant is left out, and, without options->personal, what is about a
 * question that names people or that the form does not know.
 */
void remarks_add(struct tables *out, const struct record *record,
    const struct instance *instance, const struct table_options *options);

#endif
