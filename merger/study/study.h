/*
 * study.h - how a study begins: keys, the first manifest, the form published,
 * the hub made.
 */
#ifndef RECOLTE_MERGER_STUDY_H
#define RECOLTE_MERGER_STUDY_H

#include "formspec/form.h"
#include "merger/workspace/workspace.h"

struct study_plan {
	const struct form *form;
	const char *title, *phase, *hub;
	struct slice passphrase;
	enum hub_sharing sharing;	/* of a hub that is made on a path */
};

/*
 * Make a workspace and a study in it. The hub is made when nothing is there;
 * a repository that is no empty hub is refused (ERR_USAGE).
 */
const struct err *study_begin(struct workspace *out, struct cli *cli,
    const struct study_plan *plan) MUST_CHECK;

#endif
