/*
 * check.h - assertions for unit tests. Each says what was expected and what
 * was seen, goes on, and counts; CHECK_DONE() closes with the sums and gives
 * the exit status.
 */
#ifndef RECOLTE_TESTS_CHECK_H
#define RECOLTE_TESTS_CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kit/base/buf.h"

static int check_passed, check_failed;

#define CHECK_RESULT(ok, ...) do {					\
	if (ok) {							\
		check_passed++;						\
	} else {							\
		check_failed++;						\
		fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);		\
		fprintf(stderr, __VA_ARGS__);				\
		fputc('\n', stderr);					\
	}								\
} while (0)

#define CHECK(condition)						\
	CHECK_RESULT(condition, "expected %s", #condition)

#define CHECK_STR(seen, expected) do {					\
	const char *s_ = (seen), *e_ = (expected);			\
	CHECK_RESULT(s_ != NULL && strcmp(s_, e_) == 0,			\
	    "expected \"%s\", saw \"%s\"", e_, s_ ? s_ : "(null)");	\
} while (0)

#define CHECK_INT(seen, expected) do {					\
	int64_t s_ = (int64_t)(seen), e_ = (int64_t)(expected);		\
	CHECK_RESULT(s_ == e_, "expected %" PRId64 ", saw %" PRId64,	\
	    e_, s_);							\
} while (0)

/* The call must succeed. */
#define CHECK_OK(call) do {						\
	const struct err *err_ = (call);				\
	CHECK_RESULT(err_ == NULL, "%s: %s", #call,			\
	    err_ ? err_->msg : "");					\
} while (0)

/* The call must fail with that code, and its message must hold that text. */
#define CHECK_ERR(call, expected_code, text) do {			\
	const struct err *err_ = (call);				\
	CHECK_RESULT(err_ != NULL && err_->code == (expected_code) &&	\
	    strstr(err_->msg, (text)) != NULL,				\
	    "%s: expected %s with \"%s\", saw %d \"%s\"", #call,	\
	    #expected_code, (text), err_ ? (int)err_->code : 0,		\
	    err_ ? err_->msg : "success");				\
} while (0)

#define CHECK_DONE()							\
	(printf("%d passed, %d failed\n", check_passed, check_failed),	\
	check_failed != 0)

#endif
