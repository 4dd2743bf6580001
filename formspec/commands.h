/*
 * commands.h - the subcommands of the formspec tool, one file each. The
 * options stand beside the code that reads them.
 */
#ifndef FORMSPEC_COMMANDS_H
#define FORMSPEC_COMMANDS_H

#include "kit/base/cli.h"

const struct err *cmd_check(struct cli *cli) MUST_CHECK;
const struct err *cmd_convert(struct cli *cli) MUST_CHECK;
const struct err *cmd_diff(struct cli *cli) MUST_CHECK;
const struct err *cmd_eval(struct cli *cli) MUST_CHECK;
const struct err *cmd_fake(struct cli *cli) MUST_CHECK;

extern const struct cli_option cmd_check_options[];
extern const struct cli_option cmd_convert_options[];
extern const struct cli_option cmd_diff_options[];
extern const struct cli_option cmd_eval_options[];
extern const struct cli_option cmd_fake_options[];

/* "fr" or "en": --language, or else what the environment asks for. */
const char *command_language(const struct cli *cli);

struct buf;
struct diags;
struct form;

/* Append "2 errors, 1 warning"; nothing when there are none. */
void command_add_count(struct buf *out, const struct diags *diags,
    const char *language);
/* When there are errors: ERR_FORMAT that says so. */
const struct err *command_refuse(const struct diags *diags, const char *path,
    const char *language) MUST_CHECK;
/*
 * Read a form, which the caller owns. What is wrong with an unusable one goes
 * to standard error, and with warnings what is odd about a usable one too.
 */
const struct err *command_read_form(struct form **out, const struct cli *cli,
    const char *path, bool warnings) MUST_CHECK;

#endif
