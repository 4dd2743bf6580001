/*
 * merger_main.h - main() of a merger that does what the real one never would:
 * the libraries begun, a command of its table run, the libraries ended.
 */
#ifndef RECOLTE_TESTS_MERGER_MAIN_H
#define RECOLTE_TESTS_MERGER_MAIN_H

#include "kit/base/cli.h"
#include "kit/base/crypto.h"
#include "kit/exchange/depot.h"

static int
merger_main(const struct cli_program *program, int argc, char **argv)
{
	const struct err *err = err_first(crypto_start(), depot_start());
	int status;

	if (err != NULL)
		return err_exit_status(err);
	status = cli_main(program, argc, argv);
	depot_stop();
	return status;
}

#endif
