/* merger policy: what the study asks of its laptops. */
#include <stdio.h>
#include <string.h>

#include "merger/cases/dispatch.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/study/mainline.h"

/* The first value is what counts when nothing was said. */
static const struct policy {
	const char *name, *values[2];
	enum word meaning;
} policies[] = {
	{ "purge", { "after receipt", "keep" }, W_POLICY_PURGE },
	{ "passphrase", { "required", "optional" }, W_POLICY_PASSPHRASE },
};

enum { POLICIES = sizeof policies / sizeof *policies };

static const char *
value_of(const struct manifest *manifest, const struct policy *policy)
{
	const char *value = manifest_policy(manifest, policy->name);

	return value != NULL ? value : policy->values[0];
}

static void
print_policies(const struct workspace *ws)
{
	for (size_t i = 0; i < POLICIES; i++) {
		printf("%-11s %-14s ", policies[i].name,
		    value_of(ws->manifest, &policies[i]));
		words_print(stdout, ws->language, policies[i].meaning,
		    (char *)NULL);
	}
}

static const struct err *
find_policy(const struct policy **out, const char *name, const char *value)
{
	for (size_t i = 0; i < POLICIES; i++) {
		const struct policy *p = &policies[i];

		if (strcmp(p->name, name) != 0)
			continue;
		*out = p;
		if (!strcmp(p->values[0], value) ||
		    !strcmp(p->values[1], value))
			return NULL;
		return err_new(ERR_USAGE, "policy %s: \"%s\" or \"%s\"", name,
		    p->values[0], p->values[1]);
	}
	return err_new(ERR_USAGE, "\"%s\": no such policy (merger policy lists "
	    "them)", name);
}

static const struct err *
set_policy(struct workspace *ws, const char *name, const char *value)
{
	struct manifest_draft *draft;
	char subject[96];
	const struct err *err;

	draft = manifest_draft_of(ws->manifest);
	manifest_draft_set_policy(draft, name, value);
	snprintf(subject, sizeof subject, "policy %s: %s", name, value);
	err = mainline_commit(ws, draft, NULL, 0, subject);
	manifest_draft_free(draft);
	return err ? err : err_in(dispatch_publish(ws), "set here, and merger "
	    "pull will bring it to the hub");
}

const struct err *
cmd_policy(struct cli *cli)
{
	const char *name = cli_operand(cli, 0), *value = cli_operand(cli, 1);
	const struct policy *policy = NULL;
	struct workspace ws;
	const struct err *err = NULL;

	if (name != NULL && value == NULL)
		return err_new(ERR_USAGE, "say NAME and VALUE, or neither");
	if (name != NULL && (err = find_policy(&policy, name, value)) != NULL)
		return err;
	err = session_open_study(&ws, cli);
	if (err != NULL)
		return err;
	if (policy != NULL && strcmp(value_of(ws.manifest, policy), value) != 0)
		err = set_policy(&ws, name, value);
	if (err == NULL)
		print_policies(&ws);
	workspace_close(&ws);
	return err;
}
