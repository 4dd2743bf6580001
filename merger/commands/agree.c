#include "merger/commands/agree.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/buf.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

static bool
is_answered_yes(const char *question)
{
	static const char *const yes[] = { "y", "yes", "o", "oui" };
	struct buf line = BUF_INIT, folded = BUF_INIT;
	bool found = false;

	fputs(question, stderr);
	if (platform_read_line(&line))
		text_fold(&folded, buf_slice(&line));
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		found = found || !strcmp(buf_str(&folded), yes[i]);
	buf_free(&line);
	buf_free(&folded);
	return found;
}

bool
agree_to(struct cli *cli, enum language language, enum word question,
    enum word not_yet)
{
	fflush(stdout);
	if (cli_has(cli, "yes") || (platform_is_terminal(stdin) &&
	    is_answered_yes(words_text(language, question))))
		return true;
	words_print(stdout, language, not_yet, (char *)NULL);
	cli_attention(cli);
	return false;
}
