#define PCRE2_CODE_UNIT_WIDTH 8

#include <pcre2.h>
#include <string.h>

#include "formspec/xpath_tree.h"

/* What a pattern of a form may cost; a runaway one ends as an error. */
enum {
	PATTERN_BYTES_MAX = 8 << 10,
	MATCH_STEPS_MIN = 1000, MATCH_STEPS_MAX = 1000000, MATCH_STEP_WORK = 4,
	MATCH_DEPTH_MAX = 10000, MATCH_HEAP_KB_MAX = 16 << 10
};

/* ODK matches the whole answer, as Java's matches() does. */
static pcre2_code *
compile(struct eval *eval, const struct xpath_expr *call, const char *pattern)
{
	PCRE2_UCHAR reason[128];
	PCRE2_SIZE at = 0;
	int error = 0;
	pcre2_code *code;

	if (strlen(pattern) > PATTERN_BYTES_MAX) {
		xpath_fail(eval, call, "a pattern of more than %d bytes",
		    PATTERN_BYTES_MAX);
		return NULL;
	}
	code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
	    PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (xpath_is_strict(eval) ? 0 :
	    PCRE2_ANCHORED | PCRE2_ENDANCHORED), &error, &at, NULL);
	if (code != NULL)
		return code;
	pcre2_get_error_message(error, reason, sizeof(reason));
	xpath_fail(eval, call, "the pattern \"%.60s\" is wrong at %u: %s",
	    pattern, (unsigned)at, (const char *)reason);
	return NULL;
}

static int
match(const pcre2_code *code, const char *text, uint32_t steps_max)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int found = PCRE2_ERROR_NOMEMORY;

	if (context != NULL && data != NULL) {
		pcre2_set_match_limit(context, steps_max);
		pcre2_set_depth_limit(context, MATCH_DEPTH_MAX);
		pcre2_set_heap_limit(context, MATCH_HEAP_KB_MAX);
		found = pcre2_match(code, (PCRE2_SPTR)text, strlen(text), 0, 0,
		    data, context);
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(context);
	return found;
}

/*
 * PCRE2 does not say how many steps a match took. It is tried with few, then
 * with more, so that what is counted is about what was done.
 */
static int
match_counted(struct eval *eval, const pcre2_code *code, const char *text)
{
	int found = PCRE2_ERROR_MATCHLIMIT;

	for (uint32_t steps = MATCH_STEPS_MIN; steps <= MATCH_STEPS_MAX &&
	    found == PCRE2_ERROR_MATCHLIMIT; steps *= 10) {
		found = match(code, text, steps);
		if (found == PCRE2_ERROR_MATCHLIMIT &&
		    !xpath_work(eval, (uint64_t)MATCH_STEP_WORK * steps))
			break;
	}
	return found;
}

bool
xpath_regex_match(struct eval *eval, const struct xpath_expr *call,
    const char *text, const char *pattern)
{
	PCRE2_UCHAR reason[128];
	pcre2_code *code;
	int found;

	/* The pattern is compiled each time, the text looked at once. */
	if (!xpath_work(eval, 100 + 4 * (uint64_t)strlen(pattern) +
	    strlen(text) / 16))
		return false;
	code = compile(eval, call, pattern);
	if (code == NULL)
		return false;
	found = match_counted(eval, code, text);
	pcre2_code_free(code);
	if (found < 0 && found != PCRE2_ERROR_NOMATCH) {
		pcre2_get_error_message(found, reason, sizeof(reason));
		xpath_fail(eval, call, "the pattern \"%.60s\": %s", pattern,
		    (const char *)reason);
	}
	return found >= 0;
}
