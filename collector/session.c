#include "collector/session.h"

#include <stdio.h>

#include "kit/base/file.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

static const struct err *
open_store(struct session *s, bool create)
{
	const struct err *err;
	const char *given = cli_value(s->cli, "store");
	struct buf folder = BUF_INIT;

	if (given != NULL)
		buf_add(&folder, given);
	else
		platform_data_folder(&folder);
	err = store_open(&s->store, buf_str(&folder), create);
	buf_free(&folder);
	return err;
}

static const struct err *
unlock(struct session *s)
{
	const struct err *err = NULL;
	struct buf passphrase = BUF_INIT;
	bool given = true;

	if (store_wants_passphrase(s->store))
		err = session_passphrase(&passphrase, &given, s, false);
	if (!err && !given)
		err = err_new(ERR_STATE, "%s: a passphrase is needed: say "
		    "--passphrase-file FILE or set RECOLTE_PASSPHRASE",
		    store_folder(s->store));
	if (!err)
		err = store_unlock(s->store, buf_slice(&passphrase));
	buf_wipe(&passphrase);
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
		err = unlock(s);
	return err;
}

void
session_close(struct session *s)
{
	store_close(s->store);
	arena_free(s->arena);
	depot_stop();
}

/* ---- passphrases ---- */

static const struct err *
from_file(struct buf *out, const char *path)
{
	const struct err *err;

	err = file_read(out, path, STORE_PASSPHRASE_BYTES_MAX);
	if (err)
		return err_in(err, "passphrase");
	while (out->len > 0 && (out->data[out->len - 1] == '\n' ||
	    out->data[out->len - 1] == '\r'))
		out->len--;
	return NULL;
}

static const struct err *
from_terminal(struct buf *out, const struct session *s, bool fresh)
{
	const struct err *err = NULL;
	struct buf again = BUF_INIT;

	fputs(word_text(s->language, fresh ? W_PASSPHRASE_NEW : W_PASSPHRASE),
	    stderr);
	if (!platform_read_secret(out))
		return err_new(ERR_STATE, "no passphrase was typed");
	if (fresh && out->len > 0) {
		fputs(word_text(s->language, W_PASSPHRASE_AGAIN), stderr);
		if (!platform_read_secret(&again) ||
		    !slice_equal(buf_slice(out), buf_slice(&again)))
			err = err_new(ERR_USAGE, "the two passphrases differ");
		buf_wipe(&again);
	}
	return err;
}

const struct err *
session_passphrase(struct buf *out, bool *given, const struct session *s,
    bool fresh)
{
	const char *path = cli_value(s->cli, "passphrase-file");
	const char *environment = platform_environment("RECOLTE_PASSPHRASE");

	*given = true;
	if (path != NULL)
		return from_file(out, path);
	if (environment != NULL) {
		buf_add(out, environment);
		return NULL;
	}
	*given = platform_is_terminal(stdin);
	return *given ? from_terminal(out, s, fresh) : NULL;
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
