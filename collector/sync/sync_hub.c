/* sync_hub.c - is this hub our study's? Asked before anything is delivered. */
#include <string.h>

#include "collector/sync/sync.h"
#include "kit/base/file.h"
#include "kit/exchange/address.h"

const struct err *
sync_at(struct session *s, const char *given)
{
	const struct err *err;
	const char *known = store_study(s->store)->hub;
	struct buf path = BUF_INIT;
	bool fresh, reached;

	if (given != NULL) {
		if ((err = address_read(&path, given)) != NULL)
			return err;
	} else {
		buf_add(&path, known);
	}
	fresh = strcmp(buf_str(&path), known) != 0;
	err = sync_run(s, buf_str(&path), &reached);
	if (fresh && reached) {
		err = err_first(err, store_set_hub(s->store, buf_str(&path)));
		session_say(s, SAID_LINE, W_HUB_AT, buf_str(&path), NULL);
	}
	buf_free(&path);
	return err;
}

/* The first manifest on that commit of main must be our study's. */
const struct err *
sync_check_main(struct depot *depot, const char *tip, const struct hash *study)
{
	const struct err *err;
	struct manifest *first = NULL;
	struct buf file = BUF_INIT;

	err = depot_read(&file, depot, tip, "manifest/00000001",
	    MANIFEST_BYTES_MAX);
	if (!err)
		err = manifest_read(&first, buf_slice(&file), NULL, study);
	manifest_free(first);
	buf_free(&file);
	return err;
}

static const struct err *
probe(struct depot *depot, const char *hub, const struct hash *study)
{
	static const char *const prefixes[] = { "main" };
	const struct err *err;
	char tip[DEPOT_ID_TEXT_MAX];

	err = hub_fetch(depot, hub, prefixes, 1, NULL, NULL);
	if (!err)
		err = depot_tip(depot, DEPOT_HUB, "main", tip);
	if (err)
		return err;
	if (!tip[0])
		return err_new(ERR_FOREIGN, "hub %s: no study is there", hub);
	err = sync_check_main(depot, tip, study);
	return err ? err_new(ERR_FOREIGN, "hub %s: not that of this study (%s)",
	    hub, err->msg) : NULL;
}

/*
 * What a depot has seen of a hub it never forgets, so a hub that was not seen
 * before is looked at from another one.
 */
static const struct err *
probe_apart(struct store *store, const char *hub)
{
	const struct err *err;
	struct depot *known;
	struct buf path = BUF_INIT;
	struct depot *depot = NULL;

	file_join(&path, store_folder(store), "probe");
	err = file_remove_tree(buf_str(&path));
	if (!err)
		err = depot_open(&depot, buf_str(&path), true);
	if (!err)
		err = store_depot(&known, store);
	if (!err) {
		depot_set_reach(depot, depot_reach(known));
		err = probe(depot, hub, &store_study(store)->id);
	}
	depot_close(depot);
	err = err_first(err, file_remove_tree(buf_str(&path)));
	buf_free(&path);
	return err;
}

const struct err *
sync_check_hub(struct store *store, const char *hub)
{
	const struct err *err;
	struct depot *depot;
	char tip[DEPOT_ID_TEXT_MAX];

	if ((err = store_depot(&depot, store)) != NULL)
		return err;
	err = depot_tip(depot, DEPOT_HUB, "main", tip);
	return err || tip[0] ? err : probe_apart(store, hub);
}

/*
 * The hub's main has another history than before. Sides that were kept from
 * earlier syncs tell nothing about today's hub: it is looked at afresh.
 */
const struct err *
sync_check_fetched(struct store *store, const char *hub)
{
	const struct err *err = probe_apart(store, hub);

	if (err == NULL || err->code != ERR_FOREIGN)
		return err;
	return err_new(ERR_FOREIGN, "hub %s: not that of this study any more; "
	    "nothing was delivered", hub);
}
