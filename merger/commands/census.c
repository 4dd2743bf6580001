#include "merger/commands/census.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/moment.h"
#include "merger/changesets/handing.h"
#include "merger/dataset/practised.h"
#include "merger/erasure/followers.h"
#include "merger/people/people.h"
#include "merger/study/refusal.h"
#include "merger/study/tombstones.h"

enum { DAY_CHARS = 10 };

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
count_practised(struct census *out, struct workspace *ws,
    const struct dataset *dataset)
{
	struct practised practised;
	const struct err *err = practised_load(&practised, ws, dataset);

	for (size_t i = 0; i < practised.count; i++) {
		const char *status = manifest_device_status(ws->manifest,
		    practised.items[i].device);

		out->practised += status && !strcmp(status, "active");
	}
	practised_free(&practised);
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

	out->erased = tombstones_count(ws);
	if (out->erased == 0)
		return NULL;
	err = followers_read(&followers, ws);
	out->laptops_behind = followers_behind(&followers, ws, MEMBER_DEVICE);
	out->coordinators_behind = followers_behind(&followers, ws,
	    MEMBER_COORDINATOR);
	out->lost_behind = followers_behind(&followers, ws, MEMBER_REVOKED);
	followers_free(&followers);
	return err;
}

const struct err *
census_take(struct census *out, struct workspace *ws,
    const struct dataset *dataset)
{
	const char *policy = manifest_policy(ws->manifest, "passphrase");
	bool trial = policy != NULL && !strcmp(policy, "optional");
	const struct err *err;

	memset(out, 0, sizeof *out);
	err = count_members(out, ws);
	if (err == NULL)
		err = count_practised(out, ws, dataset);
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
print_some(enum language language, size_t count, enum word word)
{
	if (count > 0)
		words_print(stdout, language, word, NUMBER(count),
		    (char *)NULL);
}

static void
print_erased(const struct census *c, enum language language)
{
	if (c->erased == 0)
		return;
	words_print(stdout, language, W_CENSUS_ERASED, NUMBER(c->erased),
	    (char *)NULL);
	if (c->laptops_behind + c->coordinators_behind > 0)
		words_print(stdout, language, W_CENSUS_BEHIND,
		    NUMBER(c->laptops_behind), NUMBER(c->coordinators_behind),
		    (char *)NULL);
	else
		words_print(stdout, language, c->lost_behind > 0 ?
		    W_CENSUS_FOLLOWED_BUT : W_CENSUS_FOLLOWED,
		    NUMBER(c->lost_behind), (char *)NULL);
}

static void
print_copies(const struct census *c, enum language language)
{
	char day[MOMENT_TEXT_MAX];

	moment_format(day, c->opened_ms, 0);
	day[DAY_CHARS] = '\0';
	words_print(stdout, language, W_CENSUS_COPIES, NUMBER(c->copies),
	    c->opened_ms ? day : words_text(language, W_CENSUS_NEVER),
	    (char *)NULL);
	if (c->needs_copy)
		words_print(stderr, language, W_CENSUS_NEEDS_COPY,
		    (char *)NULL);
}

void
census_print(const struct census *c, enum language language)
{
	words_print(stdout, language, W_CENSUS_COORDINATORS,
	    NUMBER(c->coordinators), (char *)NULL);
	print_some(language, c->unread, W_CENSUS_UNREAD);
	words_print(stdout, language, W_CENSUS_ACTIVE, NUMBER(c->active),
	    (char *)NULL);
	print_some(language, c->practised, W_CENSUS_PRACTISED);
	print_some(language, c->revoked, W_CENSUS_REVOKED);
	print_some(language, c->lost, W_CENSUS_LOST);
	print_some(language, c->asking, W_CENSUS_ASKING);
	print_some(language, c->refused, W_CENSUS_REFUSED);
	putchar('\n');
	print_erased(c, language);
	print_copies(c, language);
}

void
census_put(struct json *object, const struct census *c)
{
	json_put_u64(object, "coordinators", c->coordinators);
	json_put_u64(object, "unread", c->unread);
	json_put_u64(object, "devices_active", c->active);
	json_put_u64(object, "devices_practised", c->practised);
	json_put_u64(object, "devices_revoked", c->revoked);
	json_put_u64(object, "devices_lost", c->lost);
	json_put_u64(object, "devices_asking", c->asking);
	json_put_u64(object, "devices_refused", c->refused);
	json_put_u64(object, "records_erased", c->erased);
	json_put_u64(object, "erased_laptops_behind", c->laptops_behind);
	json_put_u64(object, "erased_laptops_lost", c->lost_behind);
	json_put_u64(object, "erased_coordinators_behind",
	    c->coordinators_behind);
	json_put_u64(object, "key_copies", (uint64_t)c->copies);
	json_put_u64(object, "key_copies_tried_ms", (uint64_t)c->opened_ms);
}
