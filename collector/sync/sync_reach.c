/* sync_reach.c - the way to a hub on a network, in interviewers' words. */
#include <stdio.h>
#include <string.h>

#include "collector/sync/sync.h"

static const enum word trouble_words[TROUBLE_COUNT] = {
	[TROUBLE_NO_NETWORK] = W_T_NO_NETWORK,
	[TROUBLE_LOGIN_PAGE] = W_T_LOGIN_PAGE,
	[TROUBLE_CERTIFICATE] = W_T_CERTIFICATE,
	[TROUBLE_EXPIRED] = W_T_EXPIRED,
	[TROUBLE_CLOCK] = W_T_CLOCK, [TROUBLE_PROXY] = W_T_PROXY,
	[TROUBLE_DENIED] = W_T_DENIED,
	[TROUBLE_FULL] = W_T_FULL, [TROUBLE_NOT_FOUND] = W_T_NOT_FOUND,
	[TROUBLE_STALLED] = W_T_STALLED, [TROUBLE_HUB] = W_T_HUB,
	[TROUBLE_GARBAGE] = W_T_GARBAGE, [TROUBLE_UNSPOKEN] = W_T_UNSPOKEN,
};

static void
show(void *data, const struct wire_progress *progress)
{
	const struct reaching *r = data;

	session_moved(r->session, progress);
}

static void
note_key(void *data, const char *host_key)
{
	struct reaching *r = data;

	buf_reset(&r->access.host_key);
	buf_add(&r->access.host_key, host_key);
	r->changed = true;
}

static void
note_again(void *data, enum trouble trouble)
{
	struct reaching *r = data;

	(void)trouble;
	reach_hide();
	session_say(r->session, SAID_WARNING, W_TRYING_AGAIN, NULL, NULL);
}

static void
note_failure(void *data, enum trouble trouble, const char *remark)
{
	struct reaching *r = data;

	reach_hide();
	r->trouble = trouble;
	snprintf(r->remark, sizeof(r->remark), "%s", remark);
}

const struct err *
reaching_open(struct reaching *r, struct session *session, const char *hub)
{
	const struct err *err;
	struct depot *depot;
	bool changed;

	*r = (struct reaching){ .session = session };
	r->reach = (struct hub_reach){ .access = &r->access, .data = r,
		.patience_s = reach_patience_s(), .progress = show,
		.first_key = note_key, .again = note_again,
		.failed = note_failure };
	if ((err = store_depot(&depot, session->store)) != NULL)
		return err;
	/* What opens one hub is not shown to another. */
	if (strcmp(hub, store_study(session->store)->hub) == 0)
		err = store_access(&r->access, session->store);
	else
		r->changed = true;
	changed = r->changed;
	if (!err)
		err = reach_ask(&r->access, &r->changed, session->cli);
	if (!err && session->access != NULL &&
	    !access_is_empty(session->access)) {
		access_update(&r->access, session->access);
		changed = true;
	}
	r->changed = r->changed || changed;
	if (err)
		access_wipe(&r->access);
	else
		depot_set_reach(depot, &r->reach);
	return err;
}

void
reaching_close(struct reaching *r)
{
	struct depot *depot;

	reach_hide();
	if (store_depot(&depot, r->session->store) == NULL)
		depot_set_reach(depot, NULL);
	access_wipe(&r->access);
}

const struct err *
reaching_keep(struct reaching *r)
{
	const struct err *err = NULL;

	if (r->changed)
		err = store_set_access(r->session->store, &r->access);
	r->changed = r->changed && err != NULL;
	return err;
}

const struct err *
reaching_say(struct reaching *r, const struct err *err, const char *hub)
{
	struct buf text = BUF_INIT;
	const struct err *said;

	if (err == NULL || r->trouble == TROUBLE_NONE)
		return err;
	word_add(&text, r->session->language, trouble_words[r->trouble], hub,
	    (char *)NULL);
	if (r->remark[0] != '\0')
		buf_add(&text, " ");
	word_message(&text, r->session->language, r->remark);
	said = err_new(err->code, "%.480s", buf_str(&text));
	r->trouble = TROUBLE_NONE;
	buf_free(&text);
	return said;
}
