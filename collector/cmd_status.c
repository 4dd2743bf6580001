/* cmd_status.c - where this laptop stands. Needs no passphrase. */
#include <string.h>

#include "collector/commands.h"
#include "collector/session.h"
#include "kit/record/phase_name.h"

static enum word
role_word(enum member_role role)
{
	static const enum word words[] = { [MEMBER_NONE] = W_NOT_ADMITTED,
		[MEMBER_DEVICE] = W_ADMITTED, [MEMBER_REVOKED] = W_REVOKED,
		[MEMBER_COORDINATOR] = W_ADMITTED, [MEMBER_FORMER] = W_REVOKED };

	return words[role];
}

static const char *
time_or_never(const struct session *s, char *out, int64_t ms)
{
	if (ms == 0)
		return word_text(s->language, W_NEVER);
	session_time(out, ms);
	return out;
}

/* Nobody collects for nothing without having read it. */
static void
say_phase(const struct session *s, const char *ours, const struct manifest *m)
{
	if (manifest_is_past(m, ours))
		word_say(stdout, s->language, manifest_is_practice(m) ?
		    W_PHASE_TRAINED : W_PHASE_PRACTISED, (char *)NULL);
	else if (manifest_is_practice(m))
		word_say(stdout, s->language, W_PHASE_PRACTICE,
		    phase_name(manifest_phase(m), language_code(s->language)),
		    (char *)NULL);
}

static const struct err *
say_study(const struct session *s)
{
	const struct err *err;
	const struct study *study = store_study(s->store);
	const struct manifest *m;
	size_t cases, waiting;

	if ((err = store_manifest(&m, s->store)) != NULL)
		return err;
	if ((err = store_case_count(s->store, &cases)) != NULL ||
	    (err = store_waiting_cases(&waiting, s->store)) != NULL)
		return err;
	word_say(stdout, s->language, W_STUDY, manifest_title(m),
	    phase_name(manifest_phase(m), language_code(s->language)),
	    (char *)NULL);
	say_phase(s, study->phase, m);
	word_say(stdout, s->language, W_DEVICE, study->device,
	    word_text(s->language, role_word(manifest_role(m, &study->sign))),
	    (char *)NULL);
	if (manifest_role(m, &study->sign) == MEMBER_NONE)
		session_say_waiting(s, W_STILL_WAITS);
	word_say(stdout, s->language, W_MANIFEST_IS, session_number(s,
	    (size_t)manifest_version(m)), (char *)NULL);
	word_say(stdout, s->language, W_HUB, study->hub, (char *)NULL);
	word_say(stdout, s->language, W_CASES, session_number(s, cases),
	    (char *)NULL);
	if (waiting > 0)
		word_say(stdout, s->language, W_NOTES_WAIT,
		    session_number(s, waiting), (char *)NULL);
	return NULL;
}

static const struct err *
say_responses(const struct session *s)
{
	const struct err *err;
	struct buf text = BUF_INIT;
	size_t count[STAGE_COUNT], all = 0, older;

	if ((err = store_count(s->store, count)) != NULL)
		return err;
	for (int i = 0; i < STAGE_COUNT; i++) {
		all += count[i];
		if (count[i] > 0)
			buf_addf(&text, "%s%s%s%zu", text.len ? ", " : " (",
			    word_text(s->language,
			    (enum word)(W_STAGE_DRAFT + i)),
			    word_text(s->language, W_COLON), count[i]);
	}
	word_say(stdout, s->language, W_RESPONSES, arena_printf(s->arena,
	    "%zu%s%s", all, buf_str(&text), text.len ? ")" : ""), (char *)NULL);
	buf_free(&text);
	if ((err = store_count_older(s->store, &older)) == NULL && older > 0)
		word_say(stdout, s->language, W_OLDER_FORMS,
		    session_number(s, older), (char *)NULL);
	return err;
}

static const struct err *
say_sending(const struct session *s)
{
	const struct err *err;
	struct sent_sums sums;
	char when[SESSION_TIME_MAX];

	if ((err = store_sent_sums(&sums, s->store)) != NULL)
		return err;
	word_say(stdout, s->language, W_SENDING,
	    session_number(s, sums.changesets),
	    session_number(s, sums.delivered), session_number(s, sums.merged),
	    session_number(s, sums.aside), (char *)NULL);
	word_say(stdout, s->language, W_LAST_SYNC, time_or_never(s, when,
	    store_study(s->store)->synced_ms), (char *)NULL);
	word_say(stdout, s->language, W_LAST_RECEIPT, time_or_never(s, when,
	    sums.last_receipt_ms), (char *)NULL);
	return NULL;
}

const struct err *
cmd_status(struct cli *cli)
{
	struct session session;
	const struct err *err;

	err = session_open(&session, cli, SESSION_READ);
	if (!err)
		err = say_study(&session);
	if (!err)
		err = say_responses(&session);
	if (!err)
		err = say_sending(&session);
	session_close(&session);
	return err;
}
