#include "merger/commands/agree.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/buf.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

bool
agree_to(const struct cli *cli, const char *question)
{
	static const char *const yes[] = { "y", "yes", "o", "oui" };
	struct buf line = BUF_INIT, folded = BUF_INIT;
	bool found = cli_has(cli, "yes");

	if (!found && platform_is_terminal(stdin)) {
		fputs(question, stderr);
		if (platform_read_line(&line))
			text_fold(&folded, buf_slice(&line));
		for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
			found = found || !strcmp(buf_str(&folded), yes[i]);
	}
	buf_free(&line);
	buf_free(&folded);
	return found;
}
