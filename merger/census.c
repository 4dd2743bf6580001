#include "merger/census.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/moment.h"
#include "merger/erasure.h"
#include "merger/followers.h"
#include "merger/handing.h"
#include "merger/people.h"
#include "merger/refusal.h"

static const struct err *
count_members(struct census *out, struct workspace *ws)
{
	size_t n, unread;
	const struct member *members = manifest_members(ws->manifest, &n);
	const struct err *err = NULL;

	manifest_recipients(ws->manifest, &out->coordinators);
	for (size_t i = 0; i < n && err == NULL; i++) {
		const char *status =
		    manifest_device_status(ws->manifest, members[i].id);

		if (members[i].role == MEMBER_FORMER)
			continue;
		if (status != NULL) {
			out->active += !strcmp(status, "active");
			out->revoked += !strcmp(status, "revoked");
			out->lost += !strcmp(status, "lost");
		} else if (out->coordinators > 1) {
			err = handing_unread(ws, &members[i].seal, &unread);
			if (err == NULL && unread > out->unread)
				out->unread = unread;
		}
	}
	return err;
}

static const struct err *
count_requests(struct census *out, struct workspace *ws)
{
	struct requests requests;
	struct refusals refusals = { 0 };
	const struct err *err = people_requests(ws, &requests);

	for (size_t i = 0; err == NULL && i < requests.count; i++)
		out->asking += requests.items[i].refused[0] == '\0';
	if (err == NULL)
		err = refusals_read(&refusals, ws, false);
	out->refused = refusals.count;
	people_requests_free(&requests);
	refusals_free(&refusals);
	return err;
}

static const struct err *
count_followers(struct census *out, struct workspace *ws)
{
	struct followers followers;
	const struct err *err;

	out->erased = erasure_count(ws);
	if (out->erased == 0)
		return NULL;
	err = followers_read(&followers, ws);
	out->laptops_behind = followers_behind(&followers, ws, MEMBER_DEVICE);
	out->coordinators_behind = followers_behind(&followers, ws,
	    MEMBER_COORDINATOR);
	followers_free(&followers);
	return err;
}

const struct err *
census_take(struct census *out, struct workspace *ws)
{
	const char *policy = manifest_policy(ws->manifest, "passphrase");
	bool trial = policy != NULL && !strcmp(policy, "optional");
	const struct err *err;

	memset(out, 0, sizeof *out);
	err = count_members(out, ws);
	if (err == NULL)
		err = count_requests(out, ws);
	if (err == NULL)
		err = count_followers(out, ws);
	if (err == NULL)
		err = index_count(ws->index, "SELECT count(*) FROM"
		    " keyring_export", &out->copies);
	if (err == NULL)
		err = index_count(ws->index, "SELECT coalesce(max(drilled_ms),"
		    " 0) FROM keyring_export", &out->opened_ms);
	out->needs_copy = !trial && out->opened_ms == 0 &&
	    !strcmp(manifest_phase(ws->manifest), "field");
	return err;
}

/* ", 2 lost"; nothing for none. */
static void
print_some(size_t count, const char *what)
{
	if (count > 0)
		printf(", %zu %s", count, what);
}

static void
print_erased(const struct census *c)
{
	if (c->erased == 0)
		return;
	printf("erased      %zu", c->erased);
	if (c->laptops_behind + c->coordinators_behind > 0)
		printf(" (not yet on %zu laptops, nor by %zu coordinators: "
		    "merger erase says who)", c->laptops_behind,
		    c->coordinators_behind);
	else
		printf(" (everybody has followed)");
	putchar('\n');
}

void
census_print(const struct census *c)
{
	char day[MOMENT_TEXT_MAX] = "never";

	if (c->opened_ms != 0)
		moment_format(day, c->opened_ms, 0);
	printf("coordinators %zu", c->coordinators);
	if (c->unread > 0)
		printf(" (the keys of %zu change sets are still to be handed "
		    "over)", c->unread);
	printf("\ndevices     %zu active", c->active);
	print_some(c->revoked, "revoked");
	print_some(c->lost, "lost");
	print_some(c->asking, "asking to be admitted");
	print_some(c->refused, "refused");
	putchar('\n');
	print_erased(c);
	printf("key copies  %lld, last tried: %.10s\n",
	    (long long)c->copies, day);
	if (c->needs_copy)
		fprintf(stderr, "merger: no copy of the keyring was ever "
		    "tried: merger keys export, then merger keys check\n");
}

void
census_put(struct json *object, const struct census *c)
{
	json_put_u64(object, "coordinators", c->coordinators);
	json_put_u64(object, "unread", c->unread);
	json_put_u64(object, "devices_active", c->active);
	json_put_u64(object, "devices_revoked", c->revoked);
	json_put_u64(object, "devices_lost", c->lost);
	json_put_u64(object, "devices_asking", c->asking);
	json_put_u64(object, "devices_refused", c->refused);
	json_put_u64(object, "records_erased", c->erased);
	json_put_u64(object, "erased_laptops_behind", c->laptops_behind);
	json_put_u64(object, "erased_coordinators_behind",
	    c->coordinators_behind);
	json_put_u64(object, "key_copies", (uint64_t)c->copies);
	json_put_u64(object, "key_copies_tried_ms", (uint64_t)c->opened_ms);
}
