#include "check.h"
#include "kit/record/reference.h"

int
main(void)
{
	static const struct { const char *typed, *start; } rows[] = {
		{ "1D29-A372", "1d29a372" }, { "1d29-a372", "1d29a372" },
		{ "1d29a372", "1d29a372" }, { "1d29", "1d29" },
		{ "1d29a372-36a5-4f0c", "1d29a372-36a5-4f0c" },
		{ "1D29A372", "1d29a372" }, { "1D29 a372", "1d29a372" },
		{ "1D29", "1D29" }, { "1D29A372F", "1D29A372F" },
		{ "1D29  A372", "1D29  A372" }, { "1D29-A372F", "1D29-A372F" },
		{ "1D29-A37", "1D29-A37" }, { "1D29-A37G", "1D29-A37G" },
		{ "CASE-0001", "CASE-0001" }, { "", "" }
	};
	char out[UUID_TEXT_MAX], code[REFERENCE_MAX];
	char text[100];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		reference_read(out, rows[i].typed);
		CHECK_STR(out, rows[i].start);
	}
	reference_of(code, "1d29a372-36a5-4f0c-8b1e-000000000000");
	CHECK_STR(code, "1D29-A372");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	reference_read(out, text);
	CHECK_STR(out, "?");
	return CHECK_DONE();
}
