/*
 * bundle_take.c - a bundle from outside: its head, then its pack through the
 * scan into a quarantine, then the branches that are wanted.
 */
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/bundle.h"
#include "kit/exchange/depot_internal.h"
#include "kit/exchange/pack_scan.h"
#include "kit/exchange/quarantine.h"

enum { CHUNK_BYTES = 64 << 10 };

struct tip {
	char branch[DEPOT_BRANCH_MAX];
	struct oid id;
};

struct taking {
	struct depot *depot;
	const char *path;
	const struct bundle_wanted *wanted;
	depot_report report;
	void *data;

	FILE *file;
	struct arena *arena;
	struct buf begin;		/* of the file: the head, and more */
	struct bundle_head head;
	struct tip *tips;		/* those that are wanted */
	size_t tip_count, set, foreign;
	struct quarantine *apart;
};

static void
tell(const struct taking *t, const char *branch, const char *damage)
{
	if (t->report)
		t->report(t->data, branch, MOVE_BROKEN, damage);
}

/* ---- the head ---- */

static const struct err *
read_begin(struct taking *t)
{
	const struct err *err = NULL;
	uint8_t *room;
	size_t len;

	if (platform_is_folder(t->path))
		return err_new(ERR_FORMAT, "is a folder, not a bundle");
	t->file = platform_fopen(t->path, "rb");
	if (!t->file)
		return err_errno("cannot be opened");
	room = buf_extend(&t->begin, BUNDLE_HEAD_BYTES_MAX);
	len = fread(room, 1, BUNDLE_HEAD_BYTES_MAX, t->file);
	if (ferror(t->file))
		err = err_errno("cannot be read");
	t->begin.len = len;
	return err;
}

static bool
is_wanted(const struct bundle_wanted *wanted, const char *branch)
{
	for (size_t i = 0; i < wanted->prefix_count; i++)
		if (strncmp(branch, wanted->prefixes[i],
		    strlen(wanted->prefixes[i])) == 0)
			return true;
	return false;
}

/*
 * The branch that a tip is of, when it can be one and is wanted. What begins
 * like one that is wanted and is no name of ours is told.
 */
static bool
find_branch(const struct taking *t, struct slice name, char *branch)
{
	const char *head = depot_side_prefix(DEPOT_OWN);
	size_t len = strlen(head);

	if (name.len <= len || memcmp(name.data, head, len) != 0 ||
	    name.len - len >= DEPOT_BRANCH_MAX)
		return false;
	memcpy(branch, name.data + len, name.len - len);
	branch[name.len - len] = '\0';
	if (!is_wanted(t->wanted, branch))
		return false;
	if (name_is_branch(branch))
		return true;
	/* It goes to a terminal: only what cannot do harm there is shown. */
	for (char *c = branch; *c; c++)
		if (*c <= ' ' || *c > '~')
			*c = '?';
	tell(t, branch, "not a branch name that is allowed");
	return false;
}

static void
pick_tips(struct taking *t)
{
	t->tips = mem_alloc_n(t->head.tip_count, sizeof(*t->tips));
	for (size_t i = 0; i < t->head.tip_count; i++) {
		struct tip *tip = &t->tips[t->tip_count];

		if (!find_branch(t, t->head.tips[i].name, tip->branch))
			continue;
		tip->id = t->head.tips[i].id;
		t->tip_count++;
	}
}

static const struct err *
check_needs(const struct taking *t)
{
	char text[DEPOT_ID_TEXT_MAX];
	bool found;

	for (size_t i = 0; i < t->head.need_count; i++) {
		const struct err *err = repo_look(&found, t->depot->repo,
		    &t->head.needs[i].id);

		if (err)
			return err_in(err, "depot %s", t->depot->path);
		if (found)
			continue;
		oid_text(text, &t->head.needs[i].id);
		return err_new(ERR_STATE, "goes on from commit %.12s, which is "
		    "not here: bring an earlier bundle, or a complete one",
		    text);
	}
	return NULL;
}

/* ---- the pack ---- */

static const struct err *
feed(struct pack_scan *scan, struct repo_inflow *inflow, struct slice bytes)
{
	const struct err *err = pack_scan_feed(scan, bytes);

	if (err || bytes.len == 0)
		return err;
	return repo_inflow_add(inflow, bytes);
}

static const struct err *
feed_file(struct taking *t, struct pack_scan *scan, struct repo_inflow *inflow)
{
	const struct err *err;
	uint8_t *chunk = mem_alloc(CHUNK_BYTES);
	size_t len;

	err = feed(scan, inflow, slice_of(t->begin.data + t->head.bytes,
	    t->begin.len - t->head.bytes));
	while (!err && (len = fread(chunk, 1, CHUNK_BYTES, t->file)) > 0)
		err = feed(scan, inflow, slice_of(chunk, len));
	if (!err && ferror(t->file))
		err = err_errno("cannot be read");
	mem_free(chunk);
	return err ? err : pack_scan_end(scan);
}

static const struct err *
take_pack(struct taking *t)
{
	struct pack_scan *scan = pack_scan_new();
	struct repo_inflow *inflow = NULL;
	const struct err *err;

	err = repo_inflow_begin(&inflow, quarantine_repo(t->apart));
	if (!err)
		err = feed_file(t, scan, inflow);
	if (!err)
		err = repo_inflow_end(inflow);
	repo_inflow_free(inflow);
	pack_scan_free(scan);
	return err;
}

/* What is there vouches for all below it: an old bundle costs nothing. */
static bool
is_known(const struct taking *t)
{
	for (size_t i = 0; i < t->tip_count; i++)
		if (!repo_has(t->depot->repo, &t->tips[i].id))
			return false;
	return true;
}

/* ---- the branches ---- */

/* Does the commit's trailer name another study, or none? */
static const struct err *
is_foreign(bool *out, struct taking *t, const struct oid *id)
{
	char text[HASH_TEXT_MAX];
	struct buf bytes = BUF_INIT, line = BUF_INIT;
	const struct err *err;

	err = repo_read(&bytes, quarantine_repo(t->apart), id, OBJECT_COMMIT,
	    REPO_COMMIT_BYTES_MAX);
	hash_text(text, t->wanted->study);
	buf_addf(&line, "\nStudy: %s\n", text);
	*out = !err && !strstr(buf_str(&bytes), buf_str(&line));
	buf_free(&bytes);
	buf_free(&line);
	return err;
}

static const struct err *
set_tip(struct taking *t, const struct tip *tip)
{
	char text[DEPOT_ID_TEXT_MAX];
	const struct err *err;
	bool foreign = false;

	err = is_foreign(&foreign, t, &tip->id);
	if (err) {
		tell(t, tip->branch, err->msg);
		return NULL;
	}
	t->foreign += foreign;
	if (foreign)
		return NULL;
	oid_text(text, &tip->id);
	t->set++;
	return quarantine_set(t->apart, tip->branch, text);
}

static const struct err *
take_branches(struct taking *t)
{
	struct buf source = BUF_INIT;
	const struct err *err = NULL;

	for (size_t i = 0; !err && i < t->tip_count; i++)
		err = set_tip(t, &t->tips[i]);
	if (!err && t->set == 0 && t->foreign > 0)
		err = err_new(ERR_FOREIGN, "is of another study");
	buf_addf(&source, "bundle %s", t->path);
	if (!err && t->set > 0)
		err = quarantine_take(t->apart, buf_str(&source),
		    t->wanted->prefixes, t->wanted->prefix_count, t->report,
		    t->data);
	buf_free(&source);
	return err;
}

static const struct err *
take(struct taking *t)
{
	const struct err *err;

	if ((err = read_begin(t)) != NULL)
		return err;
	err = bundle_head_read(&t->head, t->arena, buf_slice(&t->begin));
	if (err)
		return err;
	pick_tips(t);
	if (t->tip_count == 0)
		return NULL;
	if ((err = check_needs(t)) != NULL)
		return err;
	if ((err = quarantine_open(&t->apart, t->depot)) != NULL)
		return err;
	if (!is_known(t))
		err = take_pack(t);
	return err ? err : take_branches(t);
}

const struct err *
bundle_take(struct depot *depot, const char *path,
    const struct bundle_wanted *wanted, depot_report report, void *data)
{
	struct taking t = { .depot = depot, .path = path, .wanted = wanted,
		.report = report, .data = data, .arena = arena_new() };
	const struct err *err = take(&t);

	err = err_first(err, quarantine_close(t.apart));
	if (t.file)
		fclose(t.file);
	arena_free(t.arena);
	mem_free(t.tips);
	buf_free(&t.begin);
	return err ? err_in(err, "%s", path) : NULL;
}
