/*
 * xlsform_case.h - the workbook of a recorded case.
 */
#ifndef CONFORMANCE_XLSFORM_CASE_H
#define CONFORMANCE_XLSFORM_CASE_H

#include "formspec/workbook.h"
#include "kit/base/json.h"

/* From its Markdown, or from its objects by sheet and column. */
const struct err *case_workbook(struct workbook **out,
    const struct json *test) MUST_CHECK;

#endif
