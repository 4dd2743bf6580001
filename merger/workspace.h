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
#include "kit/exchange/manifest.h"
#include "kit/record/package.h"
#include "merger/index.h"

struct workspace {
	struct buf folder, hub;
	struct keyring keys;
	char id[DEVICE_ID_MAX];		/* ours, as a coordinator */
	struct depot *depot;
	struct index *index;
	struct manifest *manifest;	/* the newest verified one */
	struct map *packages;		/* version in hex to struct package */
};

/* The options that every command takes. */
extern const struct cli_option workspace_options[];

/*
 * Open what --workspace names (the current folder without it).
 * ERR_NOT_FOUND: no workspace there. ERR_BUSY: another merger is at work.
 */
const struct err *workspace_open(struct workspace *out, struct cli *cli)
    MUST_CHECK;
/*
 * Make the folder with these keys and open it; the manifests are added later.
 * ERR_EXISTS: there is a workspace already.
 */
const struct err *workspace_create(struct workspace *out, struct cli *cli,
    const struct keyring *keys, struct slice passphrase) MUST_CHECK;
void workspace_close(struct workspace *workspace);

/* The hub, or ERR_STATE when none is set. */
const struct err *workspace_hub(const struct workspace *workspace,
    const char **out) MUST_CHECK;
const struct err *workspace_set_hub(struct workspace *workspace,
    const char *path) MUST_CHECK;

/*
 * Take a manifest over: it becomes workspace->manifest and is kept in the
 * index. The workspace owns it from then on, also when this fails.
 */
const struct err *workspace_adopt_manifest(struct workspace *workspace,
    struct manifest *manifest) MUST_CHECK;

/* A published form version; the workspace's. ERR_NOT_FOUND. */
const struct err *workspace_package(struct workspace *workspace,
    const struct hash *version, const struct package **out) MUST_CHECK;
/* For changeset_entry(): data is the workspace. */
bool workspace_dictionary(void *data, const struct hash *hash,
    struct slice *out);

/* Our own public half, as a manifest lists it. */
void workspace_self(const struct workspace *workspace, struct member *out);

#endif
