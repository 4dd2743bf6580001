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

/* "fr" or "en": --lang, or else what the environment asks for. */
const char *command_language(const struct cli *cli);

#endif
