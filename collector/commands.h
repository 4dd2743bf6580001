/*
 * commands.h - one file a command: cmd_NAME.c; main.c has the table.
 */
#ifndef RECOLTE_COLLECTOR_COMMANDS_H
#define RECOLTE_COLLECTOR_COMMANDS_H

#include "kit/base/cli.h"

const struct err *cmd_attach(struct cli *cli) MUST_CHECK;
const struct err *cmd_ask(struct cli *cli) MUST_CHECK;
const struct err *cmd_backup(struct cli *cli) MUST_CHECK;
const struct err *cmd_case_add(struct cli *cli) MUST_CHECK;
const struct err *cmd_case_attempt(struct cli *cli) MUST_CHECK;
const struct err *cmd_case_list(struct cli *cli) MUST_CHECK;
const struct err *cmd_case_outcomes(struct cli *cli) MUST_CHECK;
const struct err *cmd_case_show(struct cli *cli) MUST_CHECK;
const struct err *cmd_correct(struct cli *cli) MUST_CHECK;
const struct err *cmd_doctor(struct cli *cli) MUST_CHECK;
const struct err *cmd_import(struct cli *cli) MUST_CHECK;
const struct err *cmd_join(struct cli *cli) MUST_CHECK;
const struct err *cmd_list(struct cli *cli) MUST_CHECK;
const struct err *cmd_page(struct cli *cli) MUST_CHECK;
const struct err *cmd_passphrase(struct cli *cli) MUST_CHECK;
const struct err *cmd_restore(struct cli *cli) MUST_CHECK;
const struct err *cmd_show(struct cli *cli) MUST_CHECK;
const struct err *cmd_status(struct cli *cli) MUST_CHECK;
const struct err *cmd_sync(struct cli *cli) MUST_CHECK;
const struct err *cmd_unlock(struct cli *cli) MUST_CHECK;

extern const struct cli_option cmd_ask_options[];
extern const struct cli_option cmd_attach_options[];
extern const struct cli_option cmd_backup_options[];
extern const struct cli_option cmd_doctor_options[];
extern const struct cli_option cmd_case_add_options[];
extern const struct cli_option cmd_case_attempt_options[];
extern const struct cli_option cmd_case_list_options[];
extern const struct cli_option cmd_correct_options[];
extern const struct cli_option cmd_import_options[];
extern const struct cli_option cmd_join_options[];
extern const struct cli_option cmd_list_options[];
extern const struct cli_option cmd_page_options[];
extern const struct cli_option cmd_passphrase_options[];
extern const struct cli_option cmd_restore_options[];
extern const struct cli_option cmd_show_options[];
extern const struct cli_option cmd_sync_options[];
extern const struct cli_option cmd_unlock_options[];

#endif
