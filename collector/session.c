#include "collector/session.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/exchange/reach.h"
#include "kit/record/phase_name.h"

/* ---- saying things ---- */

void
session_tell(const struct session *s, enum said how, const char *text)
{
	static const enum word levels[SAID_COUNT] = { [SAID_GOOD] = W_D_GOOD,
		[SAID_NOTE] = W_D_NOTE, [SAID_MENDED] = W_D_MENDED,
		[SAID_BAD] = W_D_BAD };
	static const char program[] = "collector: ";
	bool aside = how == SAID_WARNING || how == SAID_FAILURE;
	struct buf line = BUF_INIT;

	if (s->ear != NULL) {
		s->ear->said(s->ear->data, how, text);
		return;
	}
	buf_addf(&line, "%s%s\n", how >= SAID_GOOD ?
	    word_text(s->language, levels[how]) :
	    how == SAID_FAILURE ? program : "", text);
	platform_write_text(aside ? stderr : stdout, buf_slice(&line));
	buf_free(&line);
}

void
session_say(const struct session *s, enum said how, enum word word,
    const char *a, const char *b)
{
	struct buf text = BUF_INIT;

	word_add(&text, s->language, word, a ? a : "", b ? b : "",
	    (char *)NULL);
	session_tell(s, how, buf_str(&text));
	buf_free(&text);
}

void
session_moved(const struct session *s, const struct wire_progress *progress)
{
	if (s->ear != NULL)
		s->ear->moved(s->ear->data, progress);
	else
		reach_show(progress);
}

const char *
session_reason(const struct session *s, const struct err *err)
{
	struct buf text = BUF_INIT;
	const char *kept;

	word_message(&text, s->language, err->msg);
	kept = arena_strdup(s->arena, buf_str(&text));
	buf_free(&text);
	return kept;
}

/* ---- the store ---- */

void
session_folder(struct buf *out, const struct cli *cli)
{
	const char *given = cli_value(cli, "store");

	if (given != NULL)
		buf_add(out, given);
	else
		platform_data_folder(out);
}

const struct err *
session_check_folder(const struct cli *cli)
{
	const char *given = cli_value(cli, "store");
	struct buf above = BUF_INIT;
	const struct err *err = NULL;

	if (given == NULL || platform_exists(given))
		return NULL;
	if (!file_has_folder(&above, given))
		err = err_new(ERR_NOT_FOUND, "%s: the folder %s is not there: "
		    "is --store right?", given, buf_str(&above));
	buf_free(&above);
	return err;
}

/* On a stick that was pulled out there is no study to begin. */
static const struct err *
check_given(const struct cli *cli)
{
	const char *given = cli_value(cli, "store");

	if (given == NULL || platform_exists(given))
		return NULL;
	return err_new(ERR_USAGE, "%s: no study here yet, not even a folder "
	    "(is --store right, and its disk or stick connected?); begin with "
	    "\"collector join INVITATION\"", given);
}

static const struct err *
open_store(struct session *s, bool create)
{
	const struct err *err;
	struct buf folder = BUF_INIT;

	err = create ? session_check_folder(s->cli) : check_given(s->cli);
	if (err)
		return err;
	session_folder(&folder, s->cli);
	err = store_open(&s->store, buf_str(&folder), create);
	buf_free(&folder);
	return err;
}

const struct err *
session_unlock(struct session *s)
{
	const struct err *err = NULL;
	struct buf passphrase = BUF_INIT;
	bool given = true;

	if (store_wants_passphrase(s->store))
		err = session_passphrase(&passphrase, &given, s, false);
	if (!err && !given)
		err = err_new(ERR_USAGE, "%s: a passphrase is needed: say "
		    "--passphrase-file FILE or set RECOLTE_PASSPHRASE",
		    store_folder(s->store));
	if (!err)
		err = store_unlock(s->store, buf_slice(&passphrase));
	buf_wipe(&passphrase);
	return err;
}

enum word
session_moved_word(enum store_moved moved)
{
	static const enum word words[] = { [STORE_RESTORED] = W_COPY_BACKUP,
		[STORE_OTHER_MACHINE] = W_COPY_MACHINE,
		[STORE_COPIED] = W_COPY_PLACE };

	return words[moved];
}

void
session_say_moved(const struct session *s, enum store_moved moved)
{
	if (moved != STORE_STAYED)
		session_say(s, SAID_WARNING, session_moved_word(moved), NULL,
		    NULL);
}

const struct err *
session_settle(struct session *s)
{
	enum store_moved moved;
	const struct err *err;

	err = store_settle(s->store, platform_now_ms(), &moved);
	if (!err)
		session_say_moved(s, moved);
	return err;
}

const struct err *
session_open(struct session *s, struct cli *cli, enum session_need need)
{
	const struct err *err;

	*s = (struct session){ .cli = cli, .language = language_asked(cli) };
	s->arena = arena_new();
	if ((err = crypto_start()) != NULL)
		return err;
	if ((err = depot_start()) != NULL)
		return err;
	err = open_store(s, need == SESSION_MAKE);
	if (!err && need == SESSION_UNLOCK)
		err = session_unlock(s);
	if (!err && need == SESSION_UNLOCK)
		err = session_settle(s);
	return err;
}

void
session_close(struct session *s)
{
	store_close(s->store);
	arena_free(s->arena);
	depot_stop();
}

/* ---- not admitted yet ---- */

const char *
session_refusal(enum language language, const char *reason)
{
	static const struct {
		const char *reason;
		enum word word;
	} known[] = {
		{ "expired", W_REFUSED_EXPIRED }, { "used", W_REFUSED_USED },
		{ "unknown", W_REFUSED_UNKNOWN },
		{ "forged", W_REFUSED_FORGED }
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(known[i].reason, reason))
			return word_text(language, known[i].word);
	return reason;
}

void
session_say_waiting(const struct session *s, enum word word)
{
	struct buf reason = BUF_INIT;

	if (store_refusal(&reason, s->store) == NULL && reason.len > 0)
		session_say(s, SAID_LINE, W_JOIN_REFUSED,
		    session_refusal(s->language, buf_str(&reason)), NULL);
	else
		session_say(s, SAID_LINE, word, NULL, NULL);
	buf_free(&reason);
}

void
session_say_practising(const struct session *s)
{
	const struct manifest *manifest;

	if (store_manifest(&manifest, s->store) == NULL &&
	    manifest_is_practice(manifest))
		session_say(s, SAID_WARNING, W_PRACTISING,
		    phase_name(manifest_phase(manifest),
		    language_code(s->language)), NULL);
}

/* ---- passphrases and codes ---- */

static const struct err *
from_file(struct buf *out, const char *path)
{
	const struct err *err;

	err = file_read(out, path, STORE_PASSPHRASE_BYTES_MAX);
	if (err)
		return err;
	while (out->len > 0 && (out->data[out->len - 1] == '\n' ||
	    out->data[out->len - 1] == '\r'))
		out->len--;
	return NULL;
}

static const struct err *
from_terminal(struct buf *out, const struct session *s,
    const struct session_secret *secret)
{
	const struct err *err = NULL;
	struct buf again = BUF_INIT;

	fputs(word_text(s->language, secret->prompt), stderr);
	if (!platform_read_secret(out))
		return err_new(ERR_USAGE, "nothing was typed");
	if (secret->twice && out->len > 0) {
		fputs(word_text(s->language, W_PASSPHRASE_AGAIN), stderr);
		if (!platform_read_secret(&again) ||
		    !slice_equal(buf_slice(out), buf_slice(&again)))
			err = err_new(ERR_USAGE, "the two passphrases differ");
		buf_wipe(&again);
	}
	return err;
}

const struct err *
session_secret(struct buf *out, bool *given, const struct session *s,
    const struct session_secret *secret)
{
	const char *path = cli_value(s->cli, secret->option);
	const char *environment = platform_environment(secret->variable);

	*given = true;
	if (path != NULL)
		return err_in(from_file(out, path), "--%s", secret->option);
	if (environment != NULL) {
		buf_add(out, environment);
		return NULL;
	}
	*given = platform_is_terminal(stdin);
	return *given ? from_terminal(out, s, secret) : NULL;
}

const struct err *
session_passphrase(struct buf *out, bool *given, const struct session *s,
    bool fresh)
{
	const struct session_secret passphrase = { "passphrase-file",
		"RECOLTE_PASSPHRASE", fresh ? W_PASSPHRASE_NEW : W_PASSPHRASE,
		fresh };

	return session_secret(out, given, s, &passphrase);
}

bool
session_wants_passphrase(const struct manifest *manifest)
{
	const char *policy = manifest_policy(manifest, "passphrase");

	return policy == NULL || strcmp(policy, "optional") != 0;
}

const struct err *
session_check_passphrase(const struct manifest *manifest,
    struct slice passphrase, const char *how)
{
	if (passphrase.len > 0 || !session_wants_passphrase(manifest))
		return NULL;
	return err_new(ERR_USAGE, "this study wants a passphrase: say %s",
	    how);
}

const struct err *
session_code(char code[CODE_TEXT_MAX], const struct session *s)
{
	static const struct session_secret how = { "code-file",
		"RECOLTE_CODE", W_CODE, false };
	const struct err *err;
	struct buf typed = BUF_INIT;
	bool given;

	err = session_secret(&typed, &given, s, &how);
	if (!err && !given)
		err = err_new(ERR_USAGE, "the coordinator's code is needed: "
		    "say --code-file FILE or set RECOLTE_CODE");
	if (!err)
		err = code_read(code, buf_slice(&typed));
	buf_wipe(&typed);
	return err;
}

const struct err *
session_choose_passphrase(void *session, struct store *store)
{
	const struct session *s = session;
	struct buf passphrase = BUF_INIT;
	const struct manifest *manifest;
	const struct err *err;
	bool given;

	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	err = session_passphrase(&passphrase, &given, s, true);
	if (!err)
		err = session_check_passphrase(manifest,
		    buf_slice(&passphrase),
		    "--passphrase-file FILE or set RECOLTE_PASSPHRASE");
	if (!err)
		err = store_set_passphrase(store, buf_slice(&passphrase));
	buf_wipe(&passphrase);
	return err;
}

/* ---- small things ---- */

void
session_time(char out[SESSION_TIME_MAX], int64_t ms)
{
	struct civil c = civil_from_ms(ms, platform_local_offset_minutes(ms));

	snprintf(out, SESSION_TIME_MAX, "%04d-%02d-%02d %02d:%02d",
	    c.year % 10000, c.month % 100, c.day % 100, c.hour % 100,
	    c.minute % 100);
}

const char *
session_number(const struct session *s, size_t n)
{
	return arena_printf(s->arena, "%zu", n);
}
