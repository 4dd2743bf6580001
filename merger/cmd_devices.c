/* merger devices: who is admitted and who asks; merger devices admit. */
#include <stdio.h>
#include <string.h>

#include "kit/base/moment.h"
#include "merger/commands.h"
#include "merger/mainline.h"
#include "merger/people.h"

const struct cli_option devices_options[] = {
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
print_admitted(struct workspace *ws)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);

	for (size_t i = 0; i < n; i++) {
		struct buf name = BUF_INIT;
		const struct err *err = people_name(ws, members[i].id, &name);
		const char *status =
		    manifest_device_status(ws->manifest, members[i].id);

		if (err != NULL)
			return err;
		printf("%s  %-11s  %s\n", members[i].id,
		    members[i].role == MEMBER_COORDINATOR ? "coordinator" :
		    status ? status : "", buf_str(&name));
		buf_free(&name);
	}
	return NULL;
}

const struct err *
cmd_devices(struct cli *cli)
{
	struct requests requests = { 0 };
	struct workspace ws;
	const struct err *err = workspace_open(&ws, cli);

	if (err != NULL)
		return err;
	err = print_admitted(&ws);
	if (err == NULL)
		err = people_requests(&ws, &requests);
	for (size_t i = 0; i < requests.count && err == NULL; i++) {
		char when[MOMENT_TEXT_MAX];

		moment_format(when, requests.items[i].time_ms, 0);
		printf("%s  %-11s  %s (%.10s)\n", requests.items[i].device.id,
		    "asks", requests.items[i].name, when);
	}
	if (err == NULL && requests.count > 0) {
		fprintf(stderr, "merger: %zu to admit: merger devices admit\n",
		    requests.count);
		cli_attention(cli);
	}
	people_requests_free(&requests);
	workspace_close(&ws);
	return err;
}

static bool
is_named(const struct cli *cli, const char *device)
{
	size_t n = cli_operand_count(cli);

	for (size_t i = 0; i < n; i++)
		if (!strncmp(device, cli_operand(cli, i),
		    strlen(cli_operand(cli, i))))
			return true;
	return n == 0;
}

/* Every device that was named must be among those who ask. */
static const struct err *
keep_named(const struct cli *cli, struct requests *requests)
{
	size_t kept = 0;

	for (size_t i = 0; i < requests->count; i++)
		if (is_named(cli, requests->items[i].device.id))
			requests->items[kept++] = requests->items[i];
	requests->count = kept;
	if (kept < cli_operand_count(cli))
		return err_new(ERR_NOT_FOUND, "one of the devices named does "
		    "not ask to be admitted (merger devices lists them)");
	return NULL;
}

const struct err *
cmd_devices_admit(struct cli *cli)
{
	struct requests requests = { 0 };
	struct workspace ws;
	const struct err *err = workspace_open(&ws, cli);

	if (err != NULL)
		return err;
	err = people_requests(&ws, &requests);
	if (err == NULL)
		err = keep_named(cli, &requests);
	if (err == NULL && requests.count == 0)
		puts("nobody asks to be admitted");
	if (err == NULL && requests.count > 0) {
		err = people_admit(&ws, &requests);
		for (size_t i = 0; err == NULL && i < requests.count; i++)
			printf("admitted %s  %s\n",
			    requests.items[i].device.id,
			    requests.items[i].name);
		if (err == NULL)
			err = mainline_publish(&ws);
	}
	people_requests_free(&requests);
	workspace_close(&ws);
	return err;
}
