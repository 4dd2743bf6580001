/*
 * fuzz_json_form.c - a form in our own JSON. What is accepted must give JSON
 * that reads back to the same bytes, and hold an interview. The interview's
 * steps stand behind the first NUL byte.
 */
#include "interview.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\0', size) : NULL;
	size_t len = end ? (size_t)(end - data) : size;
	struct diags *diags = diags_new();
	struct form *form;
	const struct err *err = form_read_json(&form, slice_of(data, len),
	    "fuzz.json", diags);

	FUZZ_MUST(err == NULL || form == NULL);
	FUZZ_MUST(err != NULL || (form == NULL) == (diags_errors(diags) > 0));
	if (form != NULL) {
		form_must_come_back(form);
		form_play(form, slice_of(data + len, size - len));
	}
	form_free(form);
	diags_free(diags);
	return 0;
}
