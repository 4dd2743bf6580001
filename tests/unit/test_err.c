#include <errno.h>

#include "kit/base/err.h"

#include "check.h"

int
main(void)
{
	char longest[600];
	const struct err *err;

	memset(longest, 'x', sizeof longest);
	memcpy(longest + ERR_MSG_MAX - 2, "é", 3);
	err = err_new(ERR_FORMAT, "%s", longest);
	CHECK_INT(strlen(err->msg), ERR_MSG_MAX - 2);	/* é is not torn */
	err = err_new(ERR_FORMAT, "two\nlines\tof %s", "it");
	CHECK_STR(err->msg, "two lines of it");
	err = err_in(err, "form %d", 7);
	CHECK_STR(err->msg, "form 7: two lines of it");
	CHECK_INT(err->code, ERR_FORMAT);
	CHECK(err_in(NULL, "nothing") == NULL);
	errno = ENOSPC;
	CHECK_ERR(err_errno("store"), ERR_FULL, "store: ");
	errno = EROFS;
	CHECK_ERR(err_errno("store"), ERR_READ_ONLY, "store: ");
	CHECK(err_first(NULL, err) == err);
	CHECK(err_is_of_system(err_new(ERR_IO, "x")));
	CHECK(!err_is_of_system(err_new(ERR_FORMAT, "x")));
	CHECK(!err_is_of_system(err_new(ERR_NOT_FOUND, "x")));
	CHECK_INT(err_exit_status(NULL), 0);
	CHECK_INT(err_exit_status(err_new(ERR_USAGE, "x")), 2);
	CHECK_INT(err_exit_status(err_new(ERR_SIGNATURE, "x")), 4);
	CHECK_INT(err_exit_status(err_new(ERR_FULL, "x")), 5);
	return CHECK_DONE();
}
