/*
 * secret.h - how a program comes by a passphrase: from the file named with
 * --passphrase-file, from the environment (RECOLTE_PASSPHRASE), or from the
 * terminal, without echo.
 */
#ifndef RECOLTE_BASE_SECRET_H
#define RECOLTE_BASE_SECRET_H

#include "kit/base/buf.h"
#include "kit/base/cli.h"

/* For a table of options. */
#define SECRET_OPTION { "passphrase-file", "FILE", \
    "take the passphrase from the first line of FILE", 0 }

/*
 * Append the passphrase; release it with buf_wipe(). fresh: a new one, asked
 * for twice. An empty one is possible.
 * ERR_USAGE: there is neither a file, nor the environment, nor a terminal.
 */
const struct err *secret_ask(struct buf *out, const struct cli *cli,
    const char *what, bool fresh) MUST_CHECK;

/* A second passphrase of one command: its option, its variable, its name. */
struct secret_source {
	const char *option, *variable, *what;
};
const struct err *secret_ask_from(struct buf *out, const struct cli *cli,
    const struct secret_source *source, bool fresh) MUST_CHECK;

#endif
