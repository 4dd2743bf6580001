/* background_child.c - the child's side of background.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "collector/background_parts.h"
#include "collector/doctor.h"
#include "collector/rescue.h"
#include "collector/sync/recover.h"
#include "collector/sync/stick.h"
#include "collector/sync/sync.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

struct work {
	struct session session;
	struct buf secrets[BACKGROUND_SECRET_COUNT];
	struct access access;		/* what opens the hub, as was typed */
	const struct json *plan;
};

/* ---- up ---- */

/* A line is a line, whatever stands in it. Nobody may listen any more. */
static void
write_line(const char *word, const char *text)
{
	printf("%s ", word);
	for (; *text != '\0'; text++)
		putchar(*text == '\n' || *text == '\r' ? ' ' : *text);
	putchar('\n');
	fflush(stdout);
}

static void
tell_line(void *data, enum said how, const char *text)
{
	(void)data;
	write_line(background_kinds[how], text);
}

static void
tell_moved(void *data, const struct wire_progress *p)
{
	(void)data;
	printf("moved %s %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
	    p->upward ? "up" : "down", p->bytes, p->done, p->total);
	fflush(stdout);
}

static void
tell_end(const struct err *err)
{
	if (err) {
		printf("failed %d ", (int)err->code);
		write_line("", err->msg);
	} else {
		printf("done\n");
	}
	fflush(stdout);
}

/* ---- the works ---- */

typedef const struct err *worker(struct work *work);

static const struct err *
work_sync(struct work *w)
{
	const char *user = json_get_string(w->plan, "hub_user");

	buf_add_slice(&w->access.token, buf_slice(&w->secrets[SECRET_TOKEN]));
	buf_add(&w->access.user, user ? user : "");
	w->session.access = &w->access;
	return sync_at(&w->session, json_get_string(w->plan, "hub"));
}

static const struct err *
work_stick(struct work *w)
{
	const struct stick_plan plan = {
		.from = json_get_string(w->plan, "from"),
		.file = json_get_string(w->plan, "file") };

	return stick_run(&w->session, &plan);
}

/* What a lost laptop had left unfinished. */
static const struct err *
work_drafts(struct work *w)
{
	const struct session *s = &w->session;
	const char *from = json_get_string(w->plan, "from");
	struct import_sums sums = { 0 };
	struct buf text = BUF_INIT;
	const struct err *err;

	if (from == NULL)
		return err_new(ERR_INTERNAL, "drafts come from a file");
	err = recover_file(&sums, s, from);
	word_add(&text, s->language, W_IMPORT_SUMS,
	    session_number(s, sums.imported), session_number(s, sums.there),
	    session_number(s, sums.refused), (char *)NULL);
	session_tell(s, SAID_LINE, buf_str(&text));
	buf_free(&text);
	return err;
}

static const struct err *
work_backup(struct work *w)
{
	const char *file = json_get_string(w->plan, "file");

	return file ? rescue_backup(w->session.store, file, true) :
	    err_new(ERR_INTERNAL, "a backup needs a file");
}

static const struct err *
work_doctor(struct work *w)
{
	struct doctor doctor = { .session = &w->session,
		.store = w->session.store };

	doctor_run(&doctor);
	return NULL;
}

static worker *const workers[BACKGROUND_WORK_COUNT] = {
	[BACKGROUND_SYNC] = work_sync, [BACKGROUND_STICK] = work_stick,
	[BACKGROUND_DRAFTS] = work_drafts, [BACKGROUND_BACKUP] = work_backup,
	[BACKGROUND_DOCTOR] = work_doctor
};

static const struct err *
find_worker(worker **out, const struct json *plan)
{
	const char *name = json_get_string(plan, "work");

	for (size_t i = 0; name != NULL && i < BACKGROUND_WORK_COUNT; i++)
		if (!strcmp(name, background_works[i])) {
			*out = workers[i];
			return NULL;
		}
	return err_new(ERR_INTERNAL, "not a plan for the background");
}

/* ---- down ---- */

static const struct err *
not_by_hand(void)
{
	return err_new(ERR_USAGE, "this command is for the program itself");
}

static const struct err *
read_plan(struct json **out)
{
	struct buf line = BUF_INIT;
	const struct err *err;

	err = platform_read_line(&line) ?
	    json_parse(out, buf_slice(&line)) : not_by_hand();
	buf_free(&line);
	return err;
}

static const struct err *
read_key(struct secret_key *out)
{
	struct buf line = BUF_INIT;
	bool ok;

	ok = platform_read_line(&line) && line.len == 2 * KEY_BYTES &&
	    hex_decode(out->bytes, KEY_BYTES, buf_slice(&line));
	buf_wipe(&line);
	return ok ? NULL : not_by_hand();
}

static const struct err *
read_secrets(struct work *w)
{
	const struct err *err = NULL;
	struct buf line = BUF_INIT;

	for (int i = 0; i < BACKGROUND_SECRET_COUNT && !err; i++) {
		buf_reset(&line);
		err = platform_read_line(&line) ? buf_from_hex(&w->secrets[i],
		    buf_slice(&line)) : not_by_hand();
	}
	buf_wipe(&line);
	return err;
}

static const struct err *
open_store(struct session *s, const struct json *plan)
{
	const char *folder = json_get_string(plan, "store");
	struct secret_key key;
	const struct err *err;

	if ((err = read_key(&key)) == NULL)
		err = folder ? store_open(&s->store, folder, false) :
		    not_by_hand();
	/* Whoever started us has it open: its folder went elsewhere. */
	if (err && err->code == ERR_USAGE && folder)
		err = err_new(ERR_STATE, "%s: the folder is not there any "
		    "more; quit, and start again where it is now", folder);
	else if (err && err->code == ERR_NOT_FOUND)
		err = err_new(ERR_STATE, "%s", err->msg);
	if (!err)
		err = store_unlock_key(s->store, &key);
	mem_wipe(&key, sizeof(key));
	return err;
}

static const struct err *
run(struct work *w)
{
	worker *work = NULL;
	const struct err *err;

	if ((err = crypto_start()) != NULL)
		return err;
	if ((err = depot_start()) != NULL)
		return err;
	if ((err = find_worker(&work, w->plan)) != NULL)
		return err;
	if ((err = open_store(&w->session, w->plan)) != NULL)
		return err;
	err = read_secrets(w);
	return err ? err : work(w);
}

bool
background_main(int argc, char **argv, int *status)
{
	static const struct session_ear ear = { tell_line, tell_moved, NULL };
	struct work w = { .session = { .ear = &ear } };
	struct json *plan = NULL;
	const struct err *err;

	if (argc != 2 || strcmp(argv[1], BACKGROUND_WORD) != 0)
		return false;
	platform_start(&argc, &argv);
	w.session.arena = arena_new();
	err = read_plan(&plan);
	w.plan = plan;
	w.session.language = language_of(json_get_string(plan, "language"));
	if (!err)
		err = run(&w);
	tell_end(err);
	*status = err ? err_exit_status(err) : 0;
	session_close(&w.session);
	access_wipe(&w.access);
	for (int i = 0; i < BACKGROUND_SECRET_COUNT; i++)
		buf_wipe(&w.secrets[i]);
	json_free(plan);
	platform_stop();
	return true;
}
