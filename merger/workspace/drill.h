/*
 * drill.h - would a copy of the keyring help? It is opened with its passphrase,
 * and a change set is sealed as a laptop would and opened with it. A copy that
 * nobody has ever opened is no copy.
 */
#ifndef RECOLTE_MERGER_DRILL_H
#define RECOLTE_MERGER_DRILL_H

#include "kit/base/secret.h"
#include "merger/workspace/workspace.h"

/*
 * ERR_FOREIGN: the keys of another study or coordinator; ERR_STATE: not those
 * that the manifest lists now; ERR_DENIED: not this passphrase. When the copy
 * is a numbered one, that it opened is written down.
 */
const struct err *drill_keyring(struct workspace *workspace, const char *path,
    struct slice passphrase, uint64_t *number) MUST_CHECK;

/*
 * The same with the passphrase asked for, as `merger keys check` does; says
 * what it found on standard output.
 */
const struct err *drill_copy(struct workspace *workspace,
    const struct cli *cli, const char *path) MUST_CHECK;
/* Where the passphrase of a copy comes from. */
extern const struct secret_source drill_secret;

#endif
