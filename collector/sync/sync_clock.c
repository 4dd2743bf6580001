/* sync_clock.c - a clock that is far off dates interviews wrongly: say so. */
#include "collector/sync/sync.h"
#include "kit/base/platform.h"

enum { DAY_MS = 24 * 3600 * 1000, AHEAD_DAYS = 400 };

static const struct err *
newest_known(int64_t *out, struct store *store)
{
	const struct err *err;
	const struct manifest *manifest;
	struct sent_sums sums;

	err = store_manifest(&manifest, store);
	if (!err)
		err = store_sent_sums(&sums, store);
	if (!err)
		*out = manifest_time_ms(manifest) > sums.last_receipt_ms ?
		    manifest_time_ms(manifest) : sums.last_receipt_ms;
	return err;
}

const struct err *
sync_look_at_clock(struct clock_look *look, struct store *store)
{
	const struct err *err;
	int64_t known, now = platform_now_ms();

	*look = (struct clock_look){ 0 };
	if ((err = newest_known(&known, store)) != NULL)
		return err;
	look->off = now < known - DAY_MS ||
	    now > known + (int64_t)AHEAD_DAYS * DAY_MS;
	session_time(look->now, now);
	session_time(look->known, known);
	return NULL;
}

void
sync_say_clock(struct sync *sync)
{
	struct clock_look look;
	const struct err *err = sync_look_at_clock(&look, sync->store);

	sync_note(sync, err, "store");
	if (!err && look.off)
		session_say(sync->session, SAID_WARNING, W_D_CLOCK_BAD,
		    look.now, look.known);
}
