/*
 * stick.h - sync without a hub: bundles from a folder, bundles into a folder
 * (kit/exchange/stick.h says what lies there). What goes out is whatever no
 * receipt covers; it counts as delivered when a receipt has come back.
 */
#ifndef RECOLTE_COLLECTOR_STICK_H
#define RECOLTE_COLLECTOR_STICK_H

#include "collector/session.h"

struct stick_plan {
	const char *from;	/* a folder or one bundle; NULL: take nothing */
	const char *to;		/* a folder; NULL: write nothing */
	const char *file;	/* or one bundle with all of it, written anew */
	bool complete;		/* every change set, receipted ones too */
};

const struct err *stick_run(struct session *session,
    const struct stick_plan *plan) MUST_CHECK;

#endif
