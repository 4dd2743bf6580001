#include <string.h>

#include "check.h"
#include "kit/base/platform.h"

/* What the child does with its lines. */
static int
be_child(const char *how)
{
	struct buf line = BUF_INIT;

	if (strcmp(how, "mute") == 0)
		for (;;)
			platform_sleep_ms(1000);
	while (platform_read_line(&line)) {
		printf("heard <%s>\n", buf_str(&line));
		fflush(stdout);
		buf_reset(&line);
	}
	buf_free(&line);
	return 0;
}

static void
start(struct platform_child **child, const char *how, const char *more)
{
	struct buf program = BUF_INIT;
	const char *arguments[] = { NULL, "--child", how, more, NULL };

	CHECK_OK(platform_program(&program));
	arguments[0] = buf_str(&program);
	CHECK_OK(platform_spawn(child, arguments));
	buf_free(&program);
}

static void
hear(struct platform_child *child, const char *expected)
{
	struct buf said = BUF_INIT;

	for (int i = 0; i < 200 && !memchr(buf_str(&said), '\n', said.len + 1);
	    i++)
		if (platform_child_read(child, &said, 100) == HEARD_END)
			break;
	/* Windows writes "\r\n". */
	CHECK(strstr(buf_str(&said), expected) != NULL);
	buf_free(&said);
}

static void
it_answers(void)
{
	struct platform_child *child;

	start(&child, "echo", "a \"quoted\\\" word\\");
	CHECK_OK(platform_child_write(child, slice_str("hello there\n")));
	hear(child, "heard <hello there>");
	CHECK_OK(platform_child_write(child, slice_str("again\n")));
	hear(child, "heard <again>");
	platform_child_end(child);
	platform_child_end(NULL);
}

static void
it_is_not_waited_for(void)
{
	int64_t before_us = platform_monotonic_us();
	struct platform_child *child;
	struct buf said = BUF_INIT;

	start(&child, "mute", NULL);
	CHECK_INT(platform_child_read(child, &said, 50), HEARD_NOTHING);
	platform_child_end(child);
	CHECK(platform_monotonic_us() - before_us < 20 * 1000000);
	buf_free(&said);
}

static void
it_may_be_missing(void)
{
	const char *arguments[] = { "/nowhere/at/all", NULL };
	struct platform_child *child;
	const struct err *err = platform_spawn(&child, arguments);

	CHECK(err != NULL);
	CHECK(err && strstr(err->msg, "/nowhere/at/all"));
}

int
main(int argc, char **argv)
{
	int status;

	platform_start(&argc, &argv);
	if (argc > 2 && strcmp(argv[1], "--child") == 0)
		return be_child(argv[2]);
	it_answers();
	it_is_not_waited_for();
	it_may_be_missing();
	status = CHECK_DONE();
	platform_stop();
	return status;
}
