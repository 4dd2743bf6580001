#include "merger/remains.h"

#include <string.h>

#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "merger/erasure.h"
#include "merger/people.h"
#include "merger/print.h"
#include "merger/query.h"

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

/* A file of ours is called after its response: UUID "-" question. */
static bool
is_of_erased(const struct workspace *ws, const char *name)
{
	char id[UUID_TEXT_MAX];

	if (strlen(name) <= UUID_TEXT_MAX || name[UUID_TEXT_MAX - 1] != '-')
		return false;
	snprintf(id, sizeof id, "%.*s", UUID_TEXT_MAX - 1, name);
	return uuid_is_valid(id) && erasure_refuses(ws, id);
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

static void
print_git(const struct workspace *ws, FILE *out)
{
	if (!ws->keys.closed)
		fputs("  git (the hub, every clone, bundles, backups of "
		    "laptops): sealed, and your\n    collection key opens it "
		    "until merger close destroys that key\n", out);
}

static void
print_coordinators(const struct workspace *ws, FILE *out)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);
	const char *until = manifest_is_closed(ws->manifest) ?
	    "until they say merger pull\n    and merger close" :
	    "until they say merger pull,\n    and their collection key opens "
	    "git until they say merger close";

	for (size_t i = 0; i < n; i++)
		if (members[i].role == MEMBER_COORDINATOR &&
		    strcmp(members[i].id, ws->id) != 0)
			fprintf(out, "  the keyring of coordinator %s: %s\n",
			    members[i].id, until);
}

static void
print_day(FILE *out, int64_t ms)
{
	char when[MOMENT_TEXT_MAX];

	moment_format(when, ms, 0);
	fprintf(out, "%.10s", when);
}

static const struct err *
print_copies(struct workspace *ws, FILE *out)
{
	struct db_statement *s;
	struct buf clean = BUF_INIT;
	bool row = false;
	const struct err *err = db_prepare(&s, index_db(ws->index),
	    "SELECT number, made_ms, path FROM keyring_export ORDER BY number");

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		buf_reset(&clean);
		print_clean(&clean, db_text(s, 2), 1024);
		fprintf(out, "  keyring copy %lld of ", (long long)db_int(s,
		    0));
		print_day(out, db_int(s, 1));
		fprintf(out, " (%s): opens everything\n    in git that was "
		    "sealed to it; destroy it\n", buf_str(&clean));
	}
	db_done(s);
	buf_free(&clean);
	return err;
}

static const struct err *
print_laptops(struct workspace *ws, FILE *out)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);
	struct buf name = BUF_INIT;
	struct json *roster;
	const struct err *err = people_roster(ws, &roster);

	for (size_t i = 0; i < n && err == NULL; i++) {
		if (members[i].role == MEMBER_COORDINATOR ||
		    members[i].role == MEMBER_FORMER)
			continue;
		buf_reset(&name);
		print_clean(&name, people_name(roster, members[i].id), 200);
		fprintf(out, "  laptop %.8s (%s): %s\n", members[i].id,
		    buf_str(&name), members[i].role == MEMBER_DEVICE ?
		    "until its next sync" :
		    "revoked or lost: what is on it stays, under its "
		    "passphrase");
	}
	buf_free(&name);
	json_free(roster);
	return err;
}

/* Those that we made; copies of them are beyond anybody's knowledge. */
static const struct err *
print_exports(struct workspace *ws, FILE *out)
{
	struct db_statement *s;
	struct buf clean = BUF_INIT;
	bool row = false;
	const struct err *err = db_prepare(&s, index_db(ws->index),
	    "SELECT path, time_ms FROM exported ORDER BY path");

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		if (!platform_exists(db_text(s, 0)))
			continue;
		buf_reset(&clean);
		print_clean(&clean, db_text(s, 0), 1024);
		fprintf(out, "  export %s of ", buf_str(&clean));
		print_day(out, db_int(s, 1));
		fputs(": delete it, or export there again\n", out);
	}
	db_done(s);
	buf_free(&clean);
	return err;
}

const struct err *
remains_print(struct workspace *ws, FILE *out)
{
	const struct err *err;

	print_git(ws, out);
	print_coordinators(ws, out);
	err = print_copies(ws, out);
	if (err == NULL)
		err = print_laptops(ws, out);
	if (err == NULL)
		err = print_exports(ws, out);
	fputs("  copies that this program did not make or cannot see: of this "
	    "folder and its keys,\n    of exports, of laptops, on paper\n",
	    out);
	return err;
}
