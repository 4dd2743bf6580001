#include "kit/base/secret.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"

enum { SECRET_BYTES_MAX = 4096 };

static const struct err *
from_file(struct buf *out, const char *path)
{
	struct buf bytes = BUF_INIT;
	const struct err *err = file_read(&bytes, path, SECRET_BYTES_MAX);

	if (err == NULL)
		buf_append(out, bytes.data, strcspn(buf_str(&bytes), "\r\n"));
	buf_wipe(&bytes);
	return err_in(err, "passphrase file");
}

static void
ask(const struct cli *cli, const char *question)
{
	struct buf said = BUF_INIT;

	cli_say(&said, cli, question);
	platform_write_text(stderr, buf_slice(&said));
	buf_free(&said);
}

static const struct err *
from_terminal(struct buf *out, const struct cli *cli,
    const struct secret_source *source, bool fresh)
{
	struct buf line = BUF_INIT, again = BUF_INIT;
	const struct err *err = NULL;

	if (!platform_is_terminal(stdin))
		return err_new(ERR_USAGE, "%s: give the passphrase with --%s "
		    "or in %s", source->what, source->option,
		    source->variable);
	buf_addf(&line, fresh ? "%s: new passphrase: " : "%s: passphrase: ",
	    source->what);
	ask(cli, buf_str(&line));
	buf_free(&line);
	if (!platform_read_secret(out))
		return err_new(ERR_USAGE, "no passphrase was given");
	if (!fresh)
		return NULL;
	ask(cli, "once more: ");
	if (!platform_read_secret(&again) ||
	    !slice_equal(buf_slice(out), buf_slice(&again)))
		err = err_new(ERR_USAGE, "the two passphrases differ");
	buf_wipe(&again);
	return err;
}

const struct err *
secret_ask(struct buf *out, const struct cli *cli, const char *what,
    bool fresh)
{
	const struct secret_source source = { "passphrase-file",
		"RECOLTE_PASSPHRASE", what };

	return secret_ask_from(out, cli, &source, fresh);
}

const struct err *
secret_ask_from(struct buf *out, const struct cli *cli,
    const struct secret_source *source, bool fresh)
{
	const char *path = cli_value(cli, source->option);
	const char *given = platform_environment(source->variable);

	if (path != NULL)
		return from_file(out, path);
	if (given != NULL) {
		buf_add(out, given);
		return NULL;
	}
	return from_terminal(out, cli, source, fresh);
}
