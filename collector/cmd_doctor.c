/* cmd_doctor.c - is all well here? */
#include "collector/commands.h"
#include "collector/doctor.h"

const struct cli_option cmd_doctor_options[] = {
	{ "verbose", NULL, "of a damaged store, what is broken in it", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* A store that does not even open: what can be done is said all the same. */
static void
say_hopeless(const struct session *s, const struct err *err)
{
	if (err->code == ERR_FORMAT || err->code == ERR_SIGNATURE)
		word_say(stderr, s->language, W_D_HOPELESS, (char *)NULL);
}

const struct err *
cmd_doctor(struct cli *cli)
{
	struct session session;
	struct doctor doctor = { .session = &session };
	const struct err *err;

	err = session_open(&session, cli, SESSION_UNLOCK);
	if (err) {
		say_hopeless(&session, err);
	} else {
		doctor.store = session.store;
		doctor.verbose = cli_has(cli, "verbose");
		doctor_run(&doctor);
		if (doctor.count[DOCTOR_BAD] > 0)
			cli_attention(cli);
	}
	session_close(&session);
	return err;
}
