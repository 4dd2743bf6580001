/*
 * Does the reader accept and refuse the forms that pyxform does, and does it
 * point at the same row of the same sheet, naming the same word?
 *
 *	conformance_xlsform FILE.jsonl [-v | -x]
 *
 * The numbers of cases that may differ can only go down.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/xlsform.h"
#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/platform.h"
#include "xlsform_case.h"
#include "xlsform_export.h"

enum {
	VERDICTS_DIFFERENT_MAX = 2,
	PLACES_DIFFERENT_MAX = 1,
	RETURNED_MIN = 555,
	ASSERTIONS_FAILED_MAX = 28,
	BYTES_MAX = 64 << 20
};

struct tally {
	unsigned cases, verdicts, places, refused;
	bool verbose;
	struct export_tally export;
};

/* The text between two marks, into out; "" when they are not there. */
static void
between(char *out, size_t size, const char *s, const char *open,
    const char *close)
{
	const char *at = strstr(s, open), *end;
	size_t len = 0;

	if (at != NULL && (end = strstr(at + strlen(open), close)) != NULL) {
		at += strlen(open);
		len = (size_t)(end - at);
		if (len >= size)
			len = size - 1;
		memcpy(out, at, len);
	}
	out[len] = '\0';
}

/* Is there a diagnostic of ours in that row and sheet, with that word? */
static bool
points_there(const struct diags *diags, const char *message)
{
	char row[16], sheet[64], word[256], ours[400];
	struct buf out = BUF_INIT;
	bool found;

	between(row, sizeof(row), message, "[row : ", "]");
	between(sheet, sizeof(sheet), message, "On the '", "' sheet");
	between(word, sizeof(word), message, "' value '", "' is invalid");
	diags_print(&out, diags, "en");
	snprintf(ours, sizeof(ours), "%s row %s,", sheet, row);
	/* Of what is made from rows they say "row : unknown". */
	found = row[0] < '0' || row[0] > '9' || sheet[0] == '\0' ||
	    strstr(buf_str(&out), ours) != NULL;
	if (!found) {
		snprintf(ours, sizeof(ours), "%s row %s:", sheet, row);
		found = strstr(buf_str(&out), ours) != NULL;
	}
	if (word[0] != '\0' && strstr(buf_str(&out), word) == NULL)
		found = false;
	buf_free(&out);
	return found;
}

static void
tell(const struct tally *tally, const struct json *test,
    const struct diags *diags, const char *what)
{
	struct buf out = BUF_INIT;
	const char *md = json_get_string(test, "md");
	const char *error = json_get_string(test, "actual_error");

	if (!tally->verbose)
		return;
	diags_print(&out, diags, "en");
	printf("--- %s: %s\n%s\nthey: %s\nwe: %s\n",
	    json_get_string(test, "id"), what, md ? md : "",
	    error ? error : "accepted", buf_str(&out));
	buf_free(&out);
}

static void
run(struct tally *tally, const struct json *test)
{
	bool expected = json_bool(json_get(test, "ok"));
	const char *error = json_get_string(test, "actual_error");
	struct diags *diags = diags_new();
	struct workbook *workbook = NULL;
	struct form *form = NULL;
	const struct err *err = case_workbook(&workbook, test);

	if (!err)
		form = form_from_workbook(workbook, "case.md", NULL, diags);
	tally->cases++;
	if ((form != NULL) != expected) {
		tally->verdicts++;
		tell(tally, test, diags, "verdict");
	} else if (!expected) {
		tally->refused++;
		if (error != NULL && !points_there(diags, error)) {
			tally->places++;
			tell(tally, test, diags, "place");
		}
	}
	if (!err && expected)
		export_check(&tally->export, test, workbook);
	form_free(form);
	workbook_free(workbook);
	diags_free(diags);
}

static const struct err *
run_all(struct tally *tally, struct slice text)
{
	const struct err *err = NULL;

	while (text.len > 0 && !err) {
		const uint8_t *end = memchr(text.data, '\n', text.len);
		size_t len = end ? (size_t)(end - text.data) : text.len;
		struct json *test;

		err = json_parse(&test, slice_of(text.data, len));
		if (!err) {
			run(tally, test);
			json_free(test);
		}
		len += end ? 1 : 0;
		text = slice_of(text.data + len, text.len - len);
	}
	return err;
}

int
main(int argc, char **argv)
{
	struct tally tally = { .verbose = argc > 2 && !strcmp(argv[2], "-v"),
	    .export.verbose = argc > 2 && !strcmp(argv[2], "-x") };
	struct buf bytes = BUF_INIT;
	const struct err *err;

	if (argc < 2 || !platform_exists(argv[1])) {
		printf("skipped: the conformance cases are not here\n");
		return 77;
	}
	err = file_read(&bytes, argv[1], BYTES_MAX);
	if (!err)
		err = run_all(&tally, buf_slice(&bytes));
	buf_free(&bytes);
	if (err) {
		fprintf(stderr, "%s: %s\n", argv[1], err->msg);
		return 1;
	}
	printf("%u forms: %u verdicts differ (%d may), of %u refused %u "
	    "elsewhere (%d may)\n", tally.cases, tally.verdicts,
	    VERDICTS_DIFFERENT_MAX, tally.refused, tally.places,
	    PLACES_DIFFERENT_MAX);
	printf("%u assertions on the XForm: %u fail (%d may)\n",
	    tally.export.assertions, tally.export.failed,
	    ASSERTIONS_FAILED_MAX);
	printf("%u of %u XForms come back as the same form (%d must)\n",
	    tally.export.returned, tally.export.forms, RETURNED_MIN);
	return tally.export.returned < RETURNED_MIN ||
	    tally.export.failed > ASSERTIONS_FAILED_MAX ||
	    tally.verdicts > VERDICTS_DIFFERENT_MAX ||
	    tally.places > PLACES_DIFFERENT_MAX;
}
