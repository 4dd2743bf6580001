#include "kit/exchange/reach.h"

#include <stdio.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

enum { PATIENCE_S_MAX = 3600 };

static const struct err *
take_file(struct buf *out, const struct cli *cli, const char *option)
{
	const char *path = cli_value(cli, option);

	return path ? file_read(out, path, ACCESS_TEXT_BYTES_MAX) : NULL;
}

/* A file that an editor wrote ends with a newline; a token does not. */
static void
first_line(struct buf *text)
{
	size_t n = 0;

	while (n < text->len && text->data[n] >= ' ')
		n++;
	if (n < text->len) {
		text->data[n] = '\0';
		text->len = n;
	}
}

static const struct err *
read_options(struct access *out, const struct cli *cli)
{
	const char *token = platform_environment("RECOLTE_TOKEN");
	const char *user = cli_value(cli, "hub-user");
	const struct err *err;

	*out = (struct access){ 0 };
	err = take_file(&out->token, cli, "token-file");
	if (!err && !cli_has(cli, "token-file") && token)
		buf_add(&out->token, token);
	first_line(&out->token);
	if (!err && cli_has(cli, "token-file") && out->token.len == 0)
		err = err_new(ERR_FORMAT, "%s: no token in it",
		    cli_value(cli, "token-file"));
	if (!err && user)
		buf_add(&out->user, user);
	if (!err)
		err = take_file(&out->key, cli, "key-file");
	if (!err)
		err = take_file(&out->certificate, cli, "certificate-file");
	return err;
}

const struct err *
reach_ask(struct access *access, bool *changed, const struct cli *cli)
{
	struct access said;
	const struct err *err = read_options(&said, cli);

	*changed = !err && !access_is_empty(&said);
	if (!err && cli_has(cli, "forget-host-key")) {
		buf_reset(&access->host_key);
		*changed = true;
	}
	if (!err)
		access_update(access, &said);
	access_wipe(&said);
	return err;
}

unsigned
reach_patience_s(void)
{
	const char *text = platform_environment("RECOLTE_PATIENCE");
	uint64_t s = 0;

	if (!text || !text_parse_u64(slice_str(text), &s) ||
	    s > PATIENCE_S_MAX)
		return 0;
	return (unsigned)s;
}

void
reach_show(const struct wire_progress *progress)
{
	if (!platform_is_terminal(stderr))
		return;
	fprintf(stderr, "%s %.1f MB", progress->upward ? "->" : "<-",
	    (double)progress->bytes / 1e6);
	if (progress->total > 0)
		fprintf(stderr, "  %llu/%llu",
		    (unsigned long long)progress->done,
		    (unsigned long long)progress->total);
	/* What is said next is written over it. */
	fprintf(stderr, "    \r");
	fflush(stderr);
}

void
reach_hide(void)
{
	if (platform_is_terminal(stderr))
		fprintf(stderr, "\r%60s\r", "");
}
