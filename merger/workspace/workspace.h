/*
 * workspace.h - the coordinator's folder, opened:
 *   keys           the keyring       index.sqlite   what was seen
 *   depot/         a bare repository
 * A workspace can be made anew from the keyring and the hub.
 */
#ifndef RECOLTE_MERGER_WORKSPACE_H
#define RECOLTE_MERGER_WORKSPACE_H

#include "kit/base/cli.h"
#include "kit/base/map.h"
#include "kit/exchange/access.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/depot.h"
#include "kit/exchange/manifest.h"
#include "kit/record/package.h"
#include "merger/words.h"
#include "merger/workspace/index.h"

struct workspace {
	enum language language;		/* that the coordinator reads */
	struct buf folder, hub;
	struct access access;		/* to the hub */
	bool access_changed;
	struct hub_reach reach;
	struct buf passphrase;		/* of the keyring; empty: none */
	struct keyring keys;
	char id[DEVICE_ID_MAX];		/* ours, as a coordinator */
	struct depot *depot;
	struct index *index;
	struct manifest *manifest;	/* the newest verified one */
	/* Of the forms (forms.h): */
	struct map *packages;		/* version in hex to struct package */
	struct map *own_hashes;		/* laptop and version to struct hash */
	struct buf dictionary;		/* the last that was found */
	struct map *erasures;	/* noted, in no manifest yet: tombstones.h */
};

/* The options that every command takes. */
extern const struct cli_option workspace_options[];

/*
 * Open what --workspace names (the current folder without it). Commands say
 * session_open(), which also finishes what was cut short.
 * ERR_USAGE: no workspace there. ERR_BUSY: another merger is at work.
 */
const struct err *workspace_open(struct workspace *out, struct cli *cli)
    MUST_CHECK;
/*
 * Make the folder and open it with these keys, which are not saved yet: while
 * they are not, it is no workspace, and making one can begin again.
 * ERR_USAGE: there is a workspace already.
 */
const struct err *workspace_create(struct workspace *out, struct cli *cli,
    const struct keyring *keys) MUST_CHECK;
/*
 * Draw a new key for the index and seal everything in it anew, in one
 * transaction with `step` (or NULL), so that old copies of the index open with
 * no key that still exists. A crash at any point is settled when the workspace
 * is opened the next time.
 */
typedef const struct err *(*workspace_step)(void *data);
const struct err *workspace_rekey(struct workspace *workspace,
    workspace_step step, void *data) MUST_CHECK;
/* Write the keyring anew as it is now; the old bytes are overwritten. */
const struct err *workspace_save_keyring(struct workspace *workspace)
    MUST_CHECK;
/*
 * Once opened: finish what was cut short; a workspace of before the index had a
 * key of its own gets one. ERR_FORMAT: keyring and index do not belong together.
 */
const struct err *workspace_settle_keys(struct workspace *workspace)
    MUST_CHECK;
/* A new index is under the key that the keyring has. */
const struct err *workspace_name_key(struct workspace *workspace) MUST_CHECK;
/* From here on it is one. */
const struct err *workspace_save_keys(const struct workspace *workspace,
    struct slice passphrase) MUST_CHECK;
/*
 * Begin with an empty depot; what was in the old one is kept beside it, under
 * a name that is told.
 */
const struct err *workspace_new_depot(struct workspace *workspace,
    struct buf *old_name) MUST_CHECK;
void workspace_close(struct workspace *workspace);

/* The hub, or ERR_USAGE when none is set. */
const struct err *workspace_hub(const struct workspace *workspace,
    const char **out) MUST_CHECK;
/* For this run; workspace_keep_hub() writes it down. */
const struct err *workspace_set_hub(struct workspace *workspace,
    const char *path) MUST_CHECK;
const struct err *workspace_keep_hub(struct workspace *workspace) MUST_CHECK;

/*
 * What opens a hub on a network (kit/exchange/reach.h): as it was kept, and as
 * the options say; workspace_keep_hub() keeps it. For workspace*.c: load.
 */
const struct err *workspace_load_access(struct workspace *workspace)
    MUST_CHECK;
const struct err *workspace_ask_access(struct workspace *workspace,
    const struct cli *cli) MUST_CHECK;
const struct err *workspace_keep_access(struct workspace *workspace)
    MUST_CHECK;

/*
 * Take a manifest over: it becomes workspace->manifest and is kept in the
 * index. The workspace owns it from then on, also when this fails.
 */
const struct err *workspace_adopt_manifest(struct workspace *workspace,
    struct manifest *manifest) MUST_CHECK;

/* Our own public half, as a manifest lists it. */
void workspace_self(const struct workspace *workspace, struct member *out);

#endif
