/*
 * cmd_page.c - the collector as pages in a browser: what the program does when
 * nothing else is asked for.
 */
#include <stdio.h>
#include <string.h>

#include "collector/commands.h"
#include "collector/page/chores.h"
#include "collector/page/open.h"
#include "collector/running.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"

enum { WAIT_MS = 1000, PORT_MAX = 65535, LAST_WORDS_MS = 500 };

const struct cli_option cmd_page_options[] = {
	{ "no-browser", NULL, "print the address instead of opening it", 0 },
	{ "port", "N", "listen on that port (otherwise any that is free)", 0 },
	{ NULL, NULL, NULL, 0 }
};

const struct err *
page_unlocked(struct page *page)
{
	struct store *store = page->session.store;
	const struct err *err;

	err = store_settle(store, platform_now_ms(), &page->chores->moved);
	/* What an earlier run has left there. */
	if (!err)
		err = chores_clear(page, CHORES_OUT);
	if (!err)
		err = chores_clear(page, CHORES_IN);
	page->unlocked = err == NULL;
	page_make_proof(page);
	return err;
}

void
page_close_store(struct page *page)
{
	opened_free(page->opened);
	page->opened = opened_new();
	store_close(page->session.store);
	page->session.store = NULL;
	page->unlocked = false;
}

const struct err *
page_open_store(struct page *page)
{
	struct session *s = &page->session;
	const struct err *err;
	struct buf folder = BUF_INIT;

	if (s->store == NULL) {
		session_folder(&folder, page->cli);
		err = store_open(&s->store, buf_str(&folder), false);
		buf_free(&folder);
		if (err)	/* ERR_USAGE: there is none yet */
			return err->code == ERR_USAGE ? NULL : err;
	}
	if (store_study(s->store) == NULL || store_wants_passphrase(s->store))
		return NULL;
	err = store_unlock(s->store, SLICE_EMPTY);
	return err ? err : page_unlocked(page);
}

/* ---- running ---- */

static const struct err *
show(const struct page *page, const char *address)
{
	if (cli_has(page->cli, "no-browser") || platform_browse(address)) {
		printf("%s\n", address);
		fflush(stdout);
	}
	return NULL;
}

/*
 * An address opens one browser: the next one is for a second start. A full disk
 * does not take it; the page that says so is shown all the same.
 */
static const struct err *
say_where(struct page *page, struct running *running, struct buf *said)
{
	const char *address = server_address(page->server);
	const struct err *err;

	if (!strcmp(buf_str(said), address))
		return NULL;
	buf_wipe(said);
	err = running_say(running, address);
	if (err)
		return err->code == ERR_FULL ? NULL : err;
	buf_add(said, address);
	return NULL;
}

/* The reply to "quit" is still on its way when it was asked for. */
static const struct err *
serve(struct page *page, struct running *running, struct buf *said)
{
	const struct err *err = NULL;
	int64_t until;

	while (!page->stopping && !err) {
		err = server_run(page->server, WAIT_MS);
		chores_hear(page);
		if (!err)
			err = say_where(page, running, said);
	}
	until = platform_monotonic_us() + LAST_WORDS_MS * 1000;
	while (!err && platform_monotonic_us() < until)
		err = server_run(page->server, LAST_WORDS_MS / 10);
	return err;
}

/*
 * Windows that a killed program has left hold what was not saved: they find the
 * next one where they left the last (again.c).
 */
static const struct err *
start(struct page *page, const struct web_site *site,
    const struct running *running)
{
	const struct err *err;
	uint64_t port;

	err = cli_number(page->cli, "port", 0, PORT_MAX, &port);
	if (err)
		return err;
	if (port == 0 && running_port(running) != 0 && server_start(
	    &page->server, site, running_port(running)) == NULL)
		return NULL;
	return server_start(&page->server, site, (uint16_t)port);
}

static const struct err *
run(struct page *page, struct running *running)
{
	const struct err *err;
	struct web_site site;
	struct buf said = BUF_INIT;

	/* Whoever began with a click reads it on a page, or nowhere. */
	if ((err = page_open_store(page)) != NULL)
		page->broken = *err;
	page_site(&site, page);
	/* What was coming in when an earlier run was killed: nobody reads it. */
	err = file_remove_tree(site.upload_folder);
	if (!err)
		err = start(page, &site, running);
	if (!err)
		err = say_where(page, running, &said);
	if (!err)
		err = show(page, server_address(page->server));
	if (!err)
		err = serve(page, running, &said);
	server_stop(page->server);
	err = err_first(err, file_remove_tree(site.upload_folder));
	buf_wipe(&said);
	return err;
}

/* A second start finds the running one, and opens a window of it. */
static const struct err *
run_once(struct page *page)
{
	struct buf folder = BUF_INIT, address = BUF_INIT;
	struct running *running;
	const struct err *err;

	session_folder(&folder, page->cli);
	err = running_begin(&running, &address, buf_str(&folder));
	if (!err)
		err = running ? run(page, running) :
		    show(page, buf_str(&address));
	running_end(running);
	buf_free(&folder);
	buf_wipe(&address);
	return err;
}

const struct err *
cmd_page(struct cli *cli)
{
	struct page page = { .cli = cli, .session = { .cli = cli,
		.language = language_asked(cli) } };
	const struct err *err;

	page.arena = page.session.arena = arena_new();
	page.opened = opened_new();
	page.chores = chores_new();
	err = crypto_start();
	if (!err)
		err = depot_start();
	if (!err)
		err = session_check_folder(cli);
	if (!err)
		err = run_once(&page);
	chores_free(page.chores);
	opened_free(page.opened);
	page.session.arena = page.arena;
	session_close(&page.session);
	return err;
}
