/* commands.h - what main.c's table names: one file a command. */
#ifndef RECOLTE_MERGER_COMMANDS_H
#define RECOLTE_MERGER_COMMANDS_H

#include "kit/base/cli.h"

extern const struct cli_option devices_unlock_options[];
extern const struct cli_option init_options[], invite_options[],
    devices_options[], cases_options[], pull_options[], status_options[],
    correct_options[], conflicts_options[], export_options[],
    revoke_options[], keys_copy_options[], keys_import_options[],
    phase_options[], coordinators_request_options[],
    coordinators_add_options[], coordinators_remove_options[];

extern const struct cli_option cases_list_options[], cases_decide_options[];
extern const struct cli_option drafts_recover_options[];

extern const struct cli_option close_options[], erase_options[];

extern const struct cli_option form_publish_options[], form_list_options[];

const struct err *cmd_close(struct cli *cli) MUST_CHECK;
const struct err *cmd_erase(struct cli *cli) MUST_CHECK;
const struct err *cmd_drafts(struct cli *cli) MUST_CHECK;
const struct err *cmd_drafts_recover(struct cli *cli) MUST_CHECK;
const struct err *cmd_form_list(struct cli *cli) MUST_CHECK;
const struct err *cmd_form_publish(struct cli *cli) MUST_CHECK;
const struct err *cmd_init(struct cli *cli) MUST_CHECK;
const struct err *cmd_invite(struct cli *cli) MUST_CHECK;
const struct err *cmd_devices(struct cli *cli) MUST_CHECK;
const struct err *cmd_devices_admit(struct cli *cli) MUST_CHECK;
const struct err *cmd_devices_lost(struct cli *cli) MUST_CHECK;
const struct err *cmd_devices_restore(struct cli *cli) MUST_CHECK;
const struct err *cmd_devices_revoke(struct cli *cli) MUST_CHECK;
const struct err *cmd_devices_unlock(struct cli *cli) MUST_CHECK;
const struct err *cmd_cases_assign(struct cli *cli) MUST_CHECK;
const struct err *cmd_cases_import(struct cli *cli) MUST_CHECK;
const struct err *cmd_cases_list(struct cli *cli) MUST_CHECK;
const struct err *cmd_cases_status(struct cli *cli) MUST_CHECK;
const struct err *cmd_policy(struct cli *cli) MUST_CHECK;
const struct err *cmd_coordinators(struct cli *cli) MUST_CHECK;
const struct err *cmd_coordinators_add(struct cli *cli) MUST_CHECK;
const struct err *cmd_coordinators_remove(struct cli *cli) MUST_CHECK;
const struct err *cmd_coordinators_request(struct cli *cli) MUST_CHECK;
const struct err *cmd_keys_check(struct cli *cli) MUST_CHECK;
const struct err *cmd_keys_export(struct cli *cli) MUST_CHECK;
const struct err *cmd_keys_import(struct cli *cli) MUST_CHECK;
const struct err *cmd_keys_list(struct cli *cli) MUST_CHECK;
const struct err *cmd_phase(struct cli *cli) MUST_CHECK;
const struct err *cmd_pull(struct cli *cli) MUST_CHECK;
const struct err *cmd_status(struct cli *cli) MUST_CHECK;
const struct err *cmd_correct(struct cli *cli) MUST_CHECK;
const struct err *cmd_conflicts(struct cli *cli) MUST_CHECK;
const struct err *cmd_duplicates(struct cli *cli) MUST_CHECK;
const struct err *cmd_export_csv(struct cli *cli) MUST_CHECK;

#endif
