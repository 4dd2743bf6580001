/* merger devices: who is admitted, asks, was refused; merger devices admit. */
#include <stdio.h>
#include <string.h>

#include "kit/exchange/invitation.h"
#include "merger/cases/dispatch.h"
#include "merger/commands/commands.h"
#include "merger/commands/device.h"
#include "merger/commands/session.h"
#include "merger/people/people.h"
#include "merger/print.h"
#include "merger/study/refusal.h"
#include "merger/study/roster.h"

const struct cli_option devices_options[] = {
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
print_admitted(struct workspace *ws)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);
	struct practised practised = { 0 };
	struct json *roster;
	const struct err *err = roster_read(ws, &roster);

	if (err == NULL)
		err = practised_load(&practised, ws, NULL);
	for (size_t i = 0; i < n && err == NULL; i++)
		device_print(stdout, ws, members[i].id, device_status_word(
		    ws->manifest, &members[i], &practised),
		    !strcmp(members[i].id, ws->id) ?
		    words_text(ws->language, W_COORDINATOR_YOU) :
		    roster_name(roster, members[i].id));
	practised_free(&practised);
	json_free(roster);
	return err;
}

/* Whom we know by name, and who may still be admitted by name. */
static const char *
name_of_request(const struct requests *requests, const char *device)
{
	for (size_t i = 0; i < requests->count; i++)
		if (!strcmp(requests->items[i].device.id, device))
			return requests->items[i].name;
	return "";
}

static const struct err *
print_refused(struct workspace *ws, const struct requests *requests)
{
	struct refusals refusals;
	const struct err *err = refusals_read(&refusals, ws, false);

	for (size_t i = 0; i < refusals.count && err == NULL; i++) {
		const struct refusal *r = &refusals.items[i];
		const char *name = name_of_request(requests, r->device);
		struct buf text = BUF_INIT;

		buf_addf(&text, "%s%s", name, name[0] ?
		    words_text(ws->language, W_COLON) : "");
		words_message(&text, ws->language, refusal_text(r->reason));
		device_print(stdout, ws, r->device, W_DEVICE_REFUSED,
		    buf_str(&text));
		buf_free(&text);
	}
	refusals_free(&refusals);
	return err;
}

const struct err *
cmd_devices(struct cli *cli)
{
	struct requests requests = { 0 };
	size_t asking = 0;
	struct workspace ws;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = print_admitted(&ws);
	if (err == NULL)
		err = people_requests(&ws, &requests);
	for (size_t i = 0; i < requests.count && err == NULL; i++) {
		if (requests.items[i].refused[0] != '\0')
			continue;
		device_print(stdout, &ws, requests.items[i].device.id,
		    W_DEVICE_ASKS, requests.items[i].name);
		asking++;
	}
	if (err == NULL)
		err = print_refused(&ws, &requests);
	if (err == NULL && asking > 0) {
		words_print(stderr, ws.language, W_DEVICES_TO_ADMIT,
		    NUMBER(asking), (char *)NULL);
		cli_attention(cli);
	}
	people_requests_free(&requests);
	workspace_close(&ws);
	return err;
}

/* The one who asks and whose id begins so. */
static const struct err *
find_named(const struct requests *requests, const char *text, size_t *out)
{
	size_t matches = 0;

	for (size_t i = 0; i < requests->count; i++)
		if (!strncmp(requests->items[i].device.id, text,
		    strlen(text))) {
			*out = i;
			matches++;
		}
	if (matches == 0)
		return err_new(ERR_USAGE, "%s does not ask to be admitted "
		    "(merger devices lists who does)", text);
	if (matches > 1)
		return err_new(ERR_USAGE, "%zu who ask begin with \"%s\"",
		    matches, text);
	return NULL;
}

/* Those that were named, or all with nothing against them. */
static const struct err *
keep_named(const struct cli *cli, struct requests *requests)
{
	size_t named = cli_operand_count(cli), kept = 0, at = 0;
	bool *keep = arena_alloc_n(requests->arena, requests->count,
	    sizeof *keep);
	const struct err *err;

	for (size_t i = 0; i < named; i++) {
		err = find_named(requests, cli_operand(cli, i), &at);
		if (err != NULL)
			return err;
		keep[at] = true;
	}
	for (size_t i = 0; i < requests->count; i++)
		if (named == 0 ? requests->items[i].refused[0] == '\0' :
		    keep[i])
			requests->items[kept++] = requests->items[i];
	requests->count = kept;
	return NULL;
}

static void
print_new(const struct workspace *ws, const struct requests *requests)
{
	for (size_t i = 0; i < requests->count; i++)
		device_print(stdout, ws, requests->items[i].device.id,
		    W_DEVICE_ADMITTED, requests->items[i].name);
}

/* A command that was cut short may have admitted those who asked. */
static const struct err *
admit_nobody(struct workspace *ws)
{
	bool brought;
	const struct err *err = dispatch_publish_waiting(ws, &brought);

	if (err == NULL)
		words_print(stdout, ws->language, brought ? W_ADMIT_BROUGHT :
		    W_ADMIT_NOBODY, (char *)NULL);
	return err;
}

const struct err *
cmd_devices_admit(struct cli *cli)
{
	struct requests requests = { 0 };
	struct workspace ws;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = people_requests(&ws, &requests);
	if (err == NULL)
		err = keep_named(cli, &requests);
	if (err == NULL && requests.count == 0)
		err = admit_nobody(&ws);
	if (err == NULL && requests.count > 0) {
		err = people_admit(&ws, &requests);
		if (err == NULL) {
			print_new(&ws, &requests);
			err = err_in(dispatch_publish(&ws), "admitted here, "
			    "and merger pull will bring it to the hub");
		}
	}
	people_requests_free(&requests);
	workspace_close(&ws);
	return err;
}
