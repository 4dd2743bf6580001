/*
 * xlsform_export.h - what recorded cases say of the ODK XForm that is made of
 * an XLSForm.
 */
#ifndef CONFORMANCE_XLSFORM_EXPORT_H
#define CONFORMANCE_XLSFORM_EXPORT_H

#include "formspec/workbook.h"
#include "kit/base/json.h"

struct export_tally {
	unsigned assertions, failed;
	unsigned forms, returned;	/* written, and read back the same */
	bool verbose;
};

/* The assertions of an accepted case. */
void export_check(struct export_tally *tally, const struct json *test,
    const struct workbook *workbook);

#endif
