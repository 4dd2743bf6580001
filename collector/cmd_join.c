/* cmd_join.c - an invitation in, keys and a store out. */
#include <string.h>

#include "collector/aside.h"
#include "collector/commands.h"
#include "collector/join.h"
#include "collector/session.h"
#include "collector/sync/sync.h"
#include "kit/base/file.h"

const struct cli_option cmd_join_options[] = {
	{ "name", "NAME", "your name, as the coordinator knows it", 0 },
	REACH_OPTIONS,
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
read_invitation(struct join *out, const char *path)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	if ((err = crypto_start()) != NULL)
		return err;
	err = err_named(file_read(&text, path, INVITATION_BYTES_MAX));
	if (!err)
		err = join_read(out, buf_slice(&text), path);
	buf_free(&text);
	return err;
}

static const struct err *
send_request(struct session *s, const char *hub)
{
	struct reaching way;
	const struct err *err = reaching_open(&way, s, hub);

	if (err)
		return err;
	err = sync_enrolment(s->store, hub);
	if (!err)
		err = reaching_keep(&way);
	err = reaching_say(&way, err, hub);
	reaching_close(&way);
	return err;
}

/* The request travels now if the hub is there, else with the next sync. */
static void
try_hub(struct session *s)
{
	const struct err *err;
	const char *hub = store_study(s->store)->hub;

	err = hub[0] == '\0' ? err_new(ERR_STATE, "%s",
	    word_text(s->language, W_NO_HUB_YET)) : send_request(s, hub);
	if (err)
		word_say(stderr, s->language, W_REQUEST_LATER,
		    session_reason(s, err), (char *)NULL);
	else
		word_say(stdout, s->language, W_REQUEST_SENT, hub,
		    (char *)NULL);
	word_say(stdout, s->language, W_WAIT_FOR_ADMISSION, (char *)NULL);
}

static const struct err *
ask_again(struct session *s, const struct join *join)
{
	const struct err *err;

	if ((err = session_unlock(s)) != NULL)
		return err;
	err = join_again(s->store, join, cli_value(s->cli, "name"));
	if (!err)
		word_say(stdout, s->language, W_JOINED_AGAIN,
		    store_study(s->store)->device, (char *)NULL);
	return err;
}

static const struct err *
begin(struct session *s, const struct join *join)
{
	struct buf passphrase = BUF_INIT;
	const struct err *err;
	bool given;

	err = session_passphrase(&passphrase, &given, s, true);
	if (!err)
		err = session_check_passphrase(join->manifest,
		    buf_slice(&passphrase),
		    "--passphrase-file FILE or set RECOLTE_PASSPHRASE");
	if (!err)
		err = join_begin(s->store, join, cli_value(s->cli, "name"),
		    buf_slice(&passphrase));
	if (!err)
		word_say(stdout, s->language, W_JOINED,
		    manifest_title(join->manifest),
		    store_study(s->store)->device, (char *)NULL);
	buf_wipe(&passphrase);
	return err;
}

static const struct err *
make_room(struct session *s)
{
	struct buf aside = BUF_INIT;
	const struct err *err = aside_move(&aside, &s->store);

	if (!err)
		word_say(stdout, s->language, W_SET_ASIDE, buf_str(&aside),
		    (char *)NULL);
	buf_free(&aside);
	return err;
}

static const struct err *
join(struct session *s, const struct join *join)
{
	const struct err *err;
	enum join_kind kind;

	err = err_named(join_plan(&kind, join, s->store));
	if (!err && kind == JOIN_ASIDE)
		err = make_room(s);
	if (!err)
		err = store_lock(s->store);
	if (!err)
		err = kind == JOIN_AGAIN ? ask_again(s, join) : begin(s, join);
	if (!err)
		try_hub(s);
	return err;
}

const struct err *
cmd_join(struct cli *cli)
{
	struct session session = { .cli = cli };
	struct join invitation;
	const struct err *err;

	if ((err = read_invitation(&invitation, cli_operand(cli, 0))) != NULL)
		return err;
	err = session_open(&session, cli, SESSION_MAKE);
	if (!err)
		err = join(&session, &invitation);
	session_close(&session);
	join_free(&invitation);
	return err;
}
