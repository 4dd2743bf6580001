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

static const struct err *
from_terminal(struct buf *out, const char *what, bool fresh)
{
	struct buf again = BUF_INIT;
	const struct err *err = NULL;

	if (!platform_is_terminal(stdin))
		return err_new(ERR_STATE, "%s: give the passphrase with "
		    "--passphrase-file or in RECOLTE_PASSPHRASE", what);
	fprintf(stderr, "%s: %spassphrase: ", what, fresh ? "new " : "");
	if (!platform_read_secret(out))
		return err_new(ERR_STATE, "no passphrase was given");
	if (!fresh)
		return NULL;
	fputs("once more: ", stderr);
	if (!platform_read_secret(&again) ||
	    !slice_equal(buf_slice(out), buf_slice(&again)))
		err = err_new(ERR_STATE, "the two passphrases differ");
	buf_wipe(&again);
	return err;
}

const struct err *
secret_ask(struct buf *out, const struct cli *cli, const char *what,
    bool fresh)
{
	const char *path = cli_value(cli, "passphrase-file");
	const char *given = platform_environment("RECOLTE_PASSPHRASE");

	if (path != NULL)
		return from_file(out, path);
	if (given != NULL) {
		buf_add(out, given);
		return NULL;
	}
	return from_terminal(out, what, fresh);
}
