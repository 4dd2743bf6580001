#include "merger/people/coordinators.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/platform.h"
#include "kit/exchange/invitation.h"
#include "merger/changesets/ingest.h"
#include "merger/study/mainline.h"

static size_t
coordinator_count(const struct workspace *ws)
{
	size_t n;

	manifest_recipients(ws->manifest, &n);
	return n;
}

const struct err *
coordinators_find(struct workspace *ws, const char *text,
    char id[DEVICE_ID_MAX])
{
	size_t n, matches = 0;
	const struct member *members = manifest_members(ws->manifest, &n);

	for (size_t i = 0; i < coordinator_count(ws); i++)
		if (!strncmp(members[i].id, text, strlen(text))) {
			memcpy(id, members[i].id, DEVICE_ID_MAX);
			matches++;
		}
	if (matches == 0)
		return err_new(ERR_USAGE, "no coordinator \"%s\" (merger "
		    "coordinators lists them)", text);
	if (matches > 1)
		return err_new(ERR_USAGE, "%zu coordinators begin with \"%s\"",
		    matches, text);
	return NULL;
}

/* A new list: all that there are, one more or one less. */
static void
set_list(struct manifest_draft *draft, const struct workspace *ws,
    const struct member *more, const char *less, const struct sign_pair *root)
{
	size_t n, count = 0;
	const struct member *members = manifest_members(ws->manifest, &n);
	struct member list[MANIFEST_COORDINATORS_MAX + 1];

	for (size_t i = 0; i < coordinator_count(ws); i++)
		if (less == NULL || strcmp(members[i].id, less) != 0)
			list[count++] = members[i];
	if (more != NULL)
		list[count++] = *more;
	manifest_draft_set_coordinators(draft, root, list, count);
}

static const struct err *
check_new(const struct workspace *ws, const struct enrolment *who)
{
	const struct member *known =
	    manifest_member(ws->manifest, who->device.id);

	if (known != NULL && known->role == MEMBER_COORDINATOR)
		return err_new(ERR_USAGE, "%s coordinates already",
		    who->device.id);
	if (coordinator_count(ws) == MANIFEST_COORDINATORS_MAX)
		return err_new(ERR_LIMIT, "there are %d coordinators already",
		    MANIFEST_COORDINATORS_MAX);
	return NULL;
}

static const struct err *
write_added(struct workspace *ws, const struct enrolment *who,
    const struct sign_pair *root, const struct request *as)
{
	struct manifest_draft *draft = manifest_draft_of(ws->manifest);
	const struct err *err;

	set_list(draft, ws, &who->device, NULL, root);
	err = mainline_commit(ws, draft, NULL, 0, "one more coordinator");
	manifest_draft_free(draft);
	if (err == NULL)
		err = people_seal_again(ws, as);
	return err ? err : people_use_up(ws, who);
}

const struct err *
coordinators_add(struct workspace *ws, struct arena *arena,
    struct slice request, const struct sign_pair *root, struct request *out)
{
	struct enrolment who;
	const char *word;
	const struct err *err = people_check(ws, request, true, &who, &word);

	memset(out, 0, sizeof *out);
	if (err == NULL)
		err = check_new(ws, &who);
	if (err != NULL)
		return err_in(err, "request refused");
	out->device = who.device;
	memcpy(out->invitation, who.invitation, sizeof out->invitation);
	out->name = arena_strdup(arena, who.name);
	out->time_ms = who.time_ms;
	out->refused = "";
	return write_added(ws, &who, root, out);
}

const struct err *
coordinators_remove(struct workspace *ws, const char *id,
    const struct sign_pair *root, const struct stands *stands)
{
	struct manifest_draft *draft;
	struct ingest_sums sums = { 0 };
	const struct err *err;

	if (!strcmp(id, ws->id))
		return err_new(ERR_USAGE, "that is you: another coordinator "
		    "says it");
	/* Signed by us: what they signed is nobody's afterwards. */
	if ((err = people_seal_again(ws, NULL)) != NULL)
		return err;
	draft = manifest_draft_of(ws->manifest);
	set_list(draft, ws, NULL, id, root);
	manifest_draft_retire(draft, manifest_member(ws->manifest, id),
	    platform_now_ms(), stands->items, stands->count);
	err = mainline_commit(ws, draft, NULL, 0, "one coordinator less");
	manifest_draft_free(draft);
	if (err == NULL)
		err = people_seal_again(ws, NULL);
	return err ? err : ingest_waiting(ws, &sums);
}
