#include "merger/study/refusal.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "merger/workspace/query.h"

static const struct {
	const char *word, *text;
} texts[] = {
	{ "expired", "its invitation has expired" },
	{ "used", "its invitation was used already by another" },
	{ "unknown", "its invitation is not known here" },
	{ "forged", "it does not prove its invitation" }
};

const char *
refusal_text(const char *reason)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!strcmp(texts[i].word, reason))
			return texts[i].text;
	return reason;
}

const struct err *
refusal_keep(struct workspace *ws, const char *device, const char *reason)
{
	if (!device_id_is_valid(device))
		return err_new(ERR_FORMAT, "%s is no device", device);
	return query_run(index_db(ws->index), "INSERT INTO refusal"
	    " (device, reason, time_ms) VALUES (?, ?, ?)"
	    " ON CONFLICT (device) DO UPDATE SET reason = excluded.reason,"
	    " time_ms = excluded.time_ms, told = 0"
	    " WHERE reason <> excluded.reason", VALUES(bound_text(device),
	    bound_text(reason), bound_int(platform_now_ms())));
}

const struct err *
refusal_forget(struct workspace *ws, const char *device)
{
	return query_run(index_db(ws->index), "DELETE FROM refusal"
	    " WHERE device = ?", VALUES(bound_text(device)));
}

const struct err *
refusal_mark_told(struct workspace *ws, const char *device)
{
	return query_run(index_db(ws->index), "UPDATE refusal SET told = 1"
	    " WHERE device = ?", VALUES(bound_text(device)));
}

static void
add(struct refusals *out, size_t *capacity, const char *device,
    const char *reason)
{
	void *items = out->items;
	struct refusal *r;

	mem_grow(&items, capacity, out->count + 1, sizeof *out->items);
	out->items = items;
	r = &out->items[out->count++];
	memset(r, 0, sizeof *r);
	memcpy(r->device, device, strlen(device) + 1);
	r->reason = arena_strdup(out->arena, reason);
}

const struct err *
refusals_read(struct refusals *out, struct workspace *ws, bool untold)
{
	size_t capacity = 0, max = untold ? RECEIPT_REFUSALS_MAX : SIZE_MAX;
	struct db_statement *s = NULL;
	bool row = false;
	const struct err *err;

	memset(out, 0, sizeof *out);
	out->arena = arena_new();
	err = query_start(&s, index_db(ws->index), "SELECT device, reason"
	    " FROM refusal WHERE told = 0 OR NOT ? ORDER BY device",
	    VALUES(bound_int(untold)));
	while (err == NULL && out->count < max &&
	    (err = db_step(s, &row)) == NULL && row)
		if (device_id_is_valid(db_text(s, 0)) &&
		    manifest_member(ws->manifest, db_text(s, 0)) == NULL)
			add(out, &capacity, db_text(s, 0), db_text(s, 1));
	db_done(s);
	return err;
}

void
refusals_free(struct refusals *refusals)
{
	mem_free(refusals->items);
	arena_free(refusals->arena);
	memset(refusals, 0, sizeof *refusals);
}
