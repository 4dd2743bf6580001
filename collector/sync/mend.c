#include "collector/sync/mend.h"

#include "collector/sync/pack.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"

bool
mend_is_damage(const struct err *err)
{
	return err->code == ERR_FORMAT || err->code == ERR_NOT_FOUND ||
	    err->code == ERR_SIGNATURE || err->code == ERR_LIMIT;
}

static const struct err *
make_again(struct store *store)
{
	const struct err *err;
	uint64_t common;
	bool ahead;

	err = pack_commit(store, &ahead, &common);
	if (err && err->code == ERR_STATE)
		err = NULL;
	return err ? err : store_forget_seen(store);
}

/* Maybe it was the store: what the old depot has may be all there is. */
static const struct err *
put_back(struct store *store, const char *path, const char *aside,
    struct err why)
{
	const struct err *err;

	store_close_depot(store);
	err = file_remove_tree(path);
	if (!err)
		err = platform_replace(aside, path);
	return err ? err : err_new(why.code, "%s", why.msg);
}

const struct err *
mend_depot(struct store *store)
{
	const struct err *err;
	struct buf path = BUF_INIT, aside = BUF_INIT;
	bool kept = false;

	store_close_depot(store);
	file_join(&path, store_folder(store), "depot");
	file_join(&aside, store_folder(store), "depot-broken");
	err = file_remove_tree(buf_str(&aside));
	if (!err && platform_exists(buf_str(&path))) {
		err = platform_replace(buf_str(&path), buf_str(&aside));
		kept = !err;
	}
	if (!err)
		err = make_again(store);
	if (err && kept)
		err = put_back(store, buf_str(&path), buf_str(&aside), *err);
	buf_free(&path);
	buf_free(&aside);
	return err;
}
