#include "merger/erasure/followers.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/heard.h"
#include "kit/exchange/receipt.h"
#include "merger/study/tombstones.h"

/* Whatever is wrong with it, it says nothing. */
static const struct err *
unless_ours(const struct err *err)
{
	return err != NULL && err_is_of_system(err) ? err : NULL;
}

static const struct err *
ask_laptop(struct follower *out, struct workspace *ws)
{
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	struct buf file = BUF_INIT;
	struct heard heard;
	const struct err *err;

	snprintf(branch, sizeof branch, "enrol/%s", out->member->id);
	err = depot_tip(ws->depot, DEPOT_HUB, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	err = depot_read(&file, ws->depot, tip, "heard", HEARD_BYTES_MAX);
	if (err == NULL)
		err = heard_read(&heard, buf_slice(&file), &ws->keys.study,
		    &out->member->sign);
	if (err == NULL) {
		out->erased = heard.erased;
		out->manifest = heard.manifest;
	}
	buf_free(&file);
	return unless_ours(err);
}

static const struct err *
read_receipts(struct follower *out, struct workspace *ws, const char *tip,
    const char *name)
{
	struct receipts *receipts = NULL;
	struct buf file = BUF_INIT;
	const struct err *err = depot_read(&file, ws->depot, tip, name,
	    RECEIPT_BYTES_MAX);

	if (err == NULL)
		err = receipts_read(&receipts, buf_slice(&file),
		    ws->manifest);
	if (err == NULL && !strcmp(receipts->coordinator, out->member->id)) {
		out->erased = receipts->erased;
		out->closed = receipts->closed;
	}
	receipts_free(receipts);
	buf_free(&file);
	return unless_ours(err);
}

/* The last batch lies alone at the tip. */
static const struct err *
ask_coordinator(struct follower *out, struct workspace *ws)
{
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	char **names = NULL;
	size_t count = 0;
	const struct err *err;

	snprintf(branch, sizeof branch, "0receipts/%s", out->member->id);
	err = depot_tip(ws->depot, DEPOT_HUB, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	err = unless_ours(depot_list(ws->depot, tip, "", &names, &count));
	for (size_t i = 0; i < count && err == NULL; i++)
		err = read_receipts(out, ws, tip, names[i]);
	depot_names_free(names, count);
	return err;
}

const struct err *
followers_read(struct followers *out, struct workspace *ws)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);
	const struct err *err = NULL;

	*out = (struct followers){ mem_alloc_n(n, sizeof *out->items), 0 };
	for (size_t i = 0; i < n && err == NULL; i++) {
		struct follower *f = &out->items[out->count];

		if (members[i].role == MEMBER_FORMER ||
		    !strcmp(members[i].id, ws->id))
			continue;
		out->count++;
		f->member = &members[i];
		err = members[i].role == MEMBER_COORDINATOR ?
		    ask_coordinator(f, ws) : ask_laptop(f, ws);
	}
	return err;
}

void
followers_free(struct followers *followers)
{
	mem_free(followers->items);
	*followers = (struct followers){ NULL, 0 };
}

bool
follower_is_done(const struct follower *f, const struct workspace *ws)
{
	if (f->erased < tombstones_count(ws))
		return false;
	return f->member->role == MEMBER_COORDINATOR ||
	    !manifest_is_closed(ws->manifest) ||
	    f->manifest >= manifest_version(ws->manifest);
}

size_t
followers_behind(const struct followers *followers,
    const struct workspace *ws, enum member_role role)
{
	size_t behind = 0;

	for (size_t i = 0; i < followers->count; i++)
		behind += followers->items[i].member->role == role &&
		    !follower_is_done(&followers->items[i], ws);
	return behind;
}
