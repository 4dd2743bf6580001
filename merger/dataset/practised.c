#include "merger/dataset/practised.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "merger/dataset/drafts.h"

const char *
practised_phase(const struct practised *practised, const char *device)
{
	for (size_t i = 0; i < practised->count; i++)
		if (!strcmp(practised->items[i].device, device))
			return practised->items[i].phase;
	return NULL;
}

static void
add(struct practised *out, const char *device, const char *phase)
{
	void *items = out->items;
	struct practised_laptop *laptop;

	if (practised_phase(out, device) != NULL)
		return;
	mem_grow(&items, &out->capacity, out->count + 1, sizeof *out->items);
	out->items = items;
	laptop = &out->items[out->count++];
	snprintf(laptop->device, sizeof laptop->device, "%s", device);
	laptop->phase = strcmp(phase, "pilot") ? "training" : "pilot";
}

static void
add_responses(struct practised *out, const struct dataset *dataset,
    const char *now)
{
	for (size_t i = 0; i < dataset->count; i++) {
		const struct record *r = &dataset->records[i];
		const char *phase = record_value(r, ".phase");

		if (r->merged.kind == RECORD_RESPONSE &&
		    record_is_practice(r) && strcmp(phase, now) != 0)
			add(out, r->merged.creator, phase);
	}
}

static const struct err *
add_drafts(struct practised *out, struct workspace *ws,
    const struct dataset *dataset)
{
	struct drafts drafts;
	const struct err *err = drafts_load(&drafts, ws, dataset, "");

	for (size_t i = 0; err == NULL && i < drafts.count; i++) {
		const char *phase = fields_get(&drafts.items[i].revision->set,
		    ".phase");

		if (drafts.items[i].standing == DRAFT_PRACTICE && phase)
			add(out, drafts.items[i].source.device, phase);
	}
	drafts_free(&drafts);
	return err;
}

const struct err *
practised_load(struct practised *out, struct workspace *ws,
    const struct dataset *dataset)
{
	const char *now = manifest_phase(ws->manifest);
	struct dataset own = { 0 };
	const struct err *err = NULL;

	*out = (struct practised){ 0 };
	if (!strcmp(now, "training"))
		return NULL;
	if (dataset == NULL) {
		err = dataset_load(&own, ws);
		dataset = &own;
	}
	if (err == NULL)
		err = add_drafts(out, ws, dataset);
	if (err == NULL)
		add_responses(out, dataset, now);
	dataset_free(&own);
	return err;
}

void
practised_free(struct practised *practised)
{
	mem_free(practised->items);
	memset(practised, 0, sizeof *practised);
}
