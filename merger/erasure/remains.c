#include "merger/erasure/remains.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "merger/dataset/practised.h"
#include "merger/erasure/followers.h"
#include "merger/print.h"
#include "merger/study/roster.h"
#include "merger/study/tombstones.h"
#include "merger/workspace/query.h"

const struct err *
remains_note_export(struct workspace *ws, const char *folder)
{
	struct buf path = BUF_INIT;
	const struct err *err = platform_absolute(&path, folder);

	if (err == NULL)
		err = query_run(index_db(ws->index), "INSERT OR REPLACE INTO"
		    " exported VALUES (?, ?)", VALUES(bound_text(
		    buf_str(&path)), bound_int(platform_now_ms())));
	buf_free(&path);
	return err;
}

const struct err *
remains_note_handed(struct workspace *ws, const char *path,
    const char *device, enum handed what)
{
	struct buf whole = BUF_INIT;
	const struct err *err = platform_absolute(&whole, path);

	if (err == NULL)
		err = query_run(index_db(ws->index), "INSERT OR REPLACE INTO"
		    " handed_out VALUES (?, ?, ?, ?)", VALUES(bound_text(
		    buf_str(&whole)), bound_text(device), bound_int(what),
		    bound_int(platform_now_ms())));
	buf_free(&whole);
	return err;
}

/* A file of ours is called after its response: UUID "-" question. */
static bool
is_of_erased(const struct workspace *ws, const char *name)
{
	char id[UUID_TEXT_MAX];

	if (strlen(name) <= UUID_TEXT_MAX || name[UUID_TEXT_MAX - 1] != '-')
		return false;
	snprintf(id, sizeof id, "%.*s", UUID_TEXT_MAX - 1, name);
	return uuid_is_valid(id) && tombstones_refuse(ws, id);
}

const struct err *
remains_clean_export(const struct workspace *ws, const char *folder)
{
	struct buf media = BUF_INIT, path = BUF_INIT;
	char **names = NULL;
	size_t count = 0;
	const struct err *err = NULL;

	file_join(&media, folder, "media");
	file_join(&path, folder, "media.csv");
	if (platform_is_folder(buf_str(&media)))
		err = platform_list(buf_str(&media), &names, &count);
	/* It is written anew where there is still something to list. */
	if (err == NULL && names != NULL)
		err = file_shred(buf_str(&path));
	for (size_t i = 0; i < count && err == NULL; i++) {
		if (!is_of_erased(ws, names[i]))
			continue;
		buf_reset(&path);
		file_join(&path, buf_str(&media), names[i]);
		err = file_shred(buf_str(&path));
	}
	if (names != NULL)
		platform_list_free(names, count);
	buf_free(&media);
	buf_free(&path);
	return err;
}

enum { DAY_CHARS = 10, SHORT_ID = 9 };

/* "2026-11-23" */
static const char *
day_of(char out[MOMENT_TEXT_MAX], int64_t ms)
{
	moment_format(out, ms, 0);
	out[DAY_CHARS] = '\0';
	return out;
}

static void
print_coordinator(const struct workspace *ws, const struct json *roster,
    const struct follower *f, bool done, FILE *out)
{
	struct buf name = BUF_INIT;
	enum word word = W_REMAINS_KEYRING;

	if (done)
		word = tombstones_count(ws) > 0 ? W_REMAINS_ERASED_THERE :
		    W_REMAINS_THEIR_KEY;
	else if (f->closed)
		word = W_REMAINS_KEYRING_PULL;
	else if (manifest_is_closed(ws->manifest))
		word = W_REMAINS_KEYRING_CLOSED;
	roster_call(&name, roster, f->member->id);
	words_print(out, ws->language, word, buf_str(&name), (char *)NULL);
	buf_free(&name);
}

static const struct err *
print_coordinators(struct workspace *ws, const struct followers *followers,
    bool planned, FILE *out)
{
	struct json *roster;
	const struct err *err = roster_read(ws, &roster);

	for (size_t i = 0; i < followers->count && err == NULL; i++) {
		const struct follower *f = &followers->items[i];
		bool done = !planned && follower_is_done(f, ws);

		if (f->member->role == MEMBER_COORDINATOR &&
		    !(done && f->closed))
			print_coordinator(ws, roster, f, done, out);
	}
	json_free(roster);
	return err;
}

static const struct err *
print_copies(struct workspace *ws, FILE *out)
{
	struct db_statement *s;
	struct buf clean = BUF_INIT;
	char day[MOMENT_TEXT_MAX];
	bool row = false;
	const struct err *err = db_prepare(&s, index_db(ws->index),
	    "SELECT number, made_ms, path FROM keyring_export ORDER BY number");

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		buf_reset(&clean);
		print_clean(&clean, db_text(s, 2), 1024);
		words_print(out, ws->language, W_REMAINS_COPY,
		    NUMBER(db_int(s, 0)), day_of(day, db_int(s, 1)),
		    buf_str(&clean), (char *)NULL);
	}
	db_done(s);
	buf_free(&clean);
	return err;
}

static enum word
handed_word(int64_t what)
{
	if (what == HANDED_DRAFTS)
		return W_REMAINS_DRAFTS;
	return what == HANDED_OPENER ? W_REMAINS_UNLOCK : W_REMAINS_BACKUP;
}

/* A code was told with most, and nobody here knows where they are. */
static const struct err *
print_handed(struct workspace *ws, FILE *out)
{
	struct db_statement *s;
	struct buf clean = BUF_INIT;
	char day[MOMENT_TEXT_MAX], device[SHORT_ID];
	bool row = false;
	const struct err *err = db_prepare(&s, index_db(ws->index),
	    "SELECT path, device, backup, time_ms FROM handed_out"
	    " ORDER BY path");

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		buf_reset(&clean);
		print_clean(&clean, db_text(s, 0), 1024);
		snprintf(device, sizeof device, "%.8s", db_text(s, 1));
		words_print(out, ws->language, handed_word(db_int(s, 2)),
		    buf_str(&clean),
		    day_of(day, db_int(s, 3)), device, (char *)NULL);
	}
	db_done(s);
	buf_free(&clean);
	return err;
}

static const struct err *
print_laptops(struct workspace *ws, const struct followers *followers,
    bool planned, FILE *out)
{
	struct buf name = BUF_INIT;
	char device[SHORT_ID];
	const char *phase;
	struct practised practised = { 0 };
	struct json *roster;
	const struct err *err = roster_read(ws, &roster);

	if (err == NULL)
		err = practised_load(&practised, ws, NULL);
	for (size_t i = 0; i < followers->count && err == NULL; i++) {
		const struct follower *f = &followers->items[i];

		if (f->member->role == MEMBER_COORDINATOR ||
		    (!planned && follower_is_done(f, ws)))
			continue;
		buf_reset(&name);
		print_clean(&name, roster_name(roster, f->member->id), 200);
		snprintf(device, sizeof device, "%.8s", f->member->id);
		phase = practised_phase(&practised, f->member->id);
		words_print(out, ws->language, f->member->role !=
		    MEMBER_DEVICE ? W_REMAINS_LOST : phase ?
		    W_REMAINS_PRACTISED : W_REMAINS_LAPTOP, device,
		    buf_str(&name), phase ? phase : "", (char *)NULL);
	}
	practised_free(&practised);
	buf_free(&name);
	json_free(roster);
	return err;
}

static void
print_followed(const struct workspace *ws, const struct followers *followers,
    FILE *out)
{
	size_t laptops = 0, coordinators = 0;

	for (size_t i = 0; i < followers->count; i++) {
		bool done = follower_is_done(&followers->items[i], ws);

		if (followers->items[i].member->role == MEMBER_COORDINATOR)
			coordinators += done;
		else
			laptops += done;
	}
	if (tombstones_count(ws) > 0 && laptops + coordinators > 0)
		words_print(out, ws->language, W_REMAINS_FOLLOWED,
		    NUMBER(laptops), NUMBER(coordinators), (char *)NULL);
}

/*
 * Those that we made, and that may hold somebody who is erased; copies of them
 * are beyond anybody's knowledge.
 */
static const struct err *
print_exports(struct workspace *ws, bool planned, FILE *out)
{
	struct buf marked = BUF_INIT;
	struct db_statement *s;
	struct buf clean = BUF_INIT;
	char day[MOMENT_TEXT_MAX];
	bool row = false;
	const struct err *err = db_prepare(&s, index_db(ws->index),
	    "SELECT path, abs(time_ms), time_ms > 0 FROM exported"
	    " ORDER BY path");

	if (err == NULL)
		err = index_setting(ws->index, "exports_marked", &marked);
	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		bool newer = marked.len > 0 && db_int(s, 2) != 0;

		if ((newer && !planned) || !platform_exists(db_text(s, 0)))
			continue;
		buf_reset(&clean);
		print_clean(&clean, db_text(s, 0), 1024);
		words_print(out, ws->language, W_REMAINS_EXPORT,
		    buf_str(&clean), day_of(day, db_int(s, 1)), (char *)NULL);
	}
	db_done(s);
	buf_free(&clean);
	buf_free(&marked);
	return err;
}

static const struct err *
print_all(struct workspace *ws, const struct followers *followers,
    bool planned, FILE *out)
{
	const struct err *err;

	if (!planned)
		print_followed(ws, followers, out);
	if (!ws->keys.closed)
		words_print(out, ws->language, W_REMAINS_GIT, (char *)NULL);
	err = print_coordinators(ws, followers, planned, out);
	if (err == NULL)
		err = print_copies(ws, out);
	if (err == NULL)
		err = print_handed(ws, out);
	if (err == NULL)
		err = print_laptops(ws, followers, planned, out);
	if (err == NULL)
		err = print_exports(ws, planned, out);
	words_print(out, ws->language, W_REMAINS_UNKNOWN, (char *)NULL);
	return err;
}

const struct err *
remains_print(struct workspace *ws, bool planned, FILE *out)
{
	struct followers followers;
	const struct err *err = followers_read(&followers, ws);

	if (err == NULL)
		err = print_all(ws, &followers, planned, out);
	followers_free(&followers);
	return err;
}
