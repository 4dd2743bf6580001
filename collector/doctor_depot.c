/* doctor_depot.c - the repository, only a copy of the store; the hub. */
#include <string.h>

#include "collector/doctor.h"
#include "collector/sync/mend.h"
#include "collector/sync/pack.h"
#include "collector/sync/sync.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/delivery.h"

/* Reading it all is what finds a damaged object. */
static const struct err *
pass_over(void *data, const struct depot_visit *visit)
{
	(void)data;
	(void)visit;
	return NULL;
}

static const struct err *
read_side(struct depot *depot, enum depot_side side)
{
	const struct err *err;
	char **names, tip[DEPOT_ID_TEXT_MAX];
	size_t count;

	err = depot_branches(depot, side, "", &names, &count);
	if (err)
		return err;
	for (size_t i = 0; i < count && !err; i++) {
		err = depot_tip(depot, side, names[i], tip);
		if (!err && tip[0])
			err = depot_walk(depot, tip, NULL,
			    DEPOT_BLOB_BYTES_MAX, pass_over, NULL);
		err = err_in(err, "%s", names[i]);
	}
	depot_names_free(names, count);
	return err;
}

static const struct err *
read_depot(struct doctor *d)
{
	const struct err *err;
	struct depot *depot;

	err = store_depot(&depot, d->store);
	if (!err && depot_torn(depot)[0])
		doctor_say(d, DOCTOR_MENDED, W_DEPOT_TORN, depot_torn(depot),
		    NULL);
	if (!err)
		err = read_side(depot, DEPOT_OWN);
	return err ? err : read_side(depot, DEPOT_HUB);
}

const struct err *
doctor_depot(struct doctor *d)
{
	const struct err *err;
	struct err damage;
	uint64_t common;
	bool ahead = false;

	err = store_lock(d->store);
	if (err && err->code == ERR_BUSY) {
		doctor_say(d, DOCTOR_NOTE, W_D_BUSY, NULL, NULL);
		return NULL;
	}
	if (!err)
		err = read_depot(d);
	if (!err)
		err = pack_commit(d->store, &ahead, &common);
	if (err && err->code == ERR_STATE)
		err = NULL;
	if (err && mend_is_damage(err)) {
		damage = *err;
		err = mend_depot(d->store);
		if (!err)
			doctor_say(d, DOCTOR_MENDED, W_D_DEPOT_MENDED,
			    damage.msg, NULL);
		return err;
	}
	if (!err && ahead)
		doctor_say(d, DOCTOR_NOTE, W_D_DEPOT_AHEAD, NULL, NULL);
	else if (!err)
		doctor_say(d, DOCTOR_GOOD, W_D_DEPOT, NULL, NULL);
	return err;
}

/* ---- the hub ---- */

const struct err *
doctor_hub(struct doctor *d)
{
	const char *hub = store_study(d->store)->hub;
	const struct err *err;
	struct reaching way;

	if (hub[0] == '\0') {
		doctor_say(d, DOCTOR_NOTE, W_D_NO_HUB, NULL, NULL);
		return NULL;
	}
	err = store_lock(d->store);
	if (err && err->code == ERR_BUSY)
		return NULL;		/* said already */
	if (err || (err = reaching_open(&way, d->session, hub)) != NULL)
		return err;
	err = reaching_say(&way, sync_check_fetched(d->store, hub), hub);
	if (err)
		doctor_say(d, DOCTOR_NOTE, W_D_HUB_AWAY,
		    session_reason(d->session, err), NULL);
	else
		doctor_say(d, DOCTOR_GOOD, W_D_HUB, hub, NULL);
	reaching_close(&way);
	return NULL;
}
