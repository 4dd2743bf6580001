#include "kit/exchange/bundle.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/depot_internal.h"

static const char first_line[] = "# v2 git bundle\n";

enum { OID_DIGITS = 2 * OID_BYTES };

/* ---- reading ---- */

/* The next line without its end, taken from rest. */
static const struct err *
take_line(struct slice *line, struct slice *rest)
{
	size_t most = rest->len < BUNDLE_LINE_BYTES_MAX ? rest->len :
	    BUNDLE_LINE_BYTES_MAX;
	const uint8_t *end = most ? memchr(rest->data, '\n', most) : NULL;

	if (end == NULL && most < BUNDLE_LINE_BYTES_MAX)
		return err_new(ERR_FORMAT, "torn: it ends in its head");
	if (end == NULL)
		return err_new(ERR_LIMIT, "a line of more than %d bytes in its "
		    "head", BUNDLE_LINE_BYTES_MAX);
	*line = slice_of(rest->data, (size_t)(end - rest->data));
	*rest = slice_of(end + 1, rest->len - line->len - 1);
	return NULL;
}

static const struct err *
take_first_line(struct slice *rest)
{
	static const char any[] = "# v";
	size_t len = strlen(first_line);

	if (rest->len >= len && memcmp(rest->data, first_line, len) == 0) {
		*rest = slice_of(rest->data + len, rest->len - len);
		return NULL;
	}
	if (rest->len >= strlen(any) &&
	    memcmp(rest->data, any, strlen(any)) == 0 && rest->len >= len)
		return err_new(ERR_NEWER, "not a git bundle of version 2");
	return err_new(ERR_FORMAT, "not a git bundle");
}

/* "40 hex", and after a space the rest; a tip must have a name. */
static bool
read_line(struct bundle_line *out, struct slice line, bool named)
{
	char hex[OID_DIGITS + 1];

	*out = (struct bundle_line){ .name = SLICE_EMPTY };
	if (line.len < OID_DIGITS)
		return false;
	memcpy(hex, line.data, OID_DIGITS);
	hex[OID_DIGITS] = '\0';
	if (!oid_parse(&out->id, hex))
		return false;
	if (line.len == OID_DIGITS)
		return !named;
	out->name = slice_of(line.data + OID_DIGITS + 1,
	    line.len - OID_DIGITS - 1);
	return line.data[OID_DIGITS] == ' ' && out->name.len > 0 &&
	    memchr(out->name.data, '\0', out->name.len) == NULL;
}

static const struct err *
add_line(struct bundle_head *head, struct slice line)
{
	bool need = line.data[0] == '-';
	struct bundle_line read;

	if (need)
		line = slice_of(line.data + 1, line.len - 1);
	/* Tips come last: git writes it so, and we would write it back so. */
	if (!read_line(&read, line, !need) || (need && head->tip_count > 0))
		return err_new(ERR_FORMAT, "torn or altered: a line of its "
		    "head makes no sense");
	if (head->need_count + head->tip_count == BUNDLE_LINES_MAX)
		return err_new(ERR_LIMIT, "more than %d lines in its head",
		    BUNDLE_LINES_MAX);
	if (need)
		head->needs[head->need_count++] = read;
	else
		head->tips[head->tip_count++] = read;
	return NULL;
}

const struct err *
bundle_head_read(struct bundle_head *out, struct arena *arena,
    struct slice bytes)
{
	struct bundle_head head = {
		.needs = arena_alloc_n(arena, BUNDLE_LINES_MAX,
		    sizeof(*head.needs)),
		.tips = arena_alloc_n(arena, BUNDLE_LINES_MAX,
		    sizeof(*head.tips)) };
	struct slice rest = bytes, line = SLICE_EMPTY;
	const struct err *err;

	*out = (struct bundle_head){ 0 };
	err = take_first_line(&rest);
	while (!err) {
		err = take_line(&line, &rest);
		if (err || line.len == 0)
			break;
		err = add_line(&head, line);
	}
	if (!err && head.tip_count == 0)
		err = err_new(ERR_FORMAT, "a bundle without branches");
	if (err)
		return err;
	head.bytes = bytes.len - rest.len;
	*out = head;
	return NULL;
}

/* ---- writing ---- */

static void
write_lines(struct buf *out, const char *mark, const struct bundle_line *lines,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_add(out, mark);
		buf_add_hex(out, slice_of(lines[i].id.bytes, OID_BYTES));
		if (lines[i].name.len > 0)
			buf_add(out, " ");
		buf_add_slice(out, lines[i].name);
		buf_add(out, "\n");
	}
}

void
bundle_head_write(struct buf *out, const struct bundle_head *head)
{
	buf_add(out, first_line);
	write_lines(out, "-", head->needs, head->need_count);
	write_lines(out, "", head->tips, head->tip_count);
	buf_add(out, "\n");
}

struct writing {
	struct depot *depot;
	struct file_draft *file;
	struct bundle_head head;
	char (*refs)[REPO_REF_MAX];	/* what the tips' names point into */
	struct map *seen;		/* commits */
	struct oid *commits;
	size_t count, capacity;
	bool refused;			/* the file took no more */
};

static const struct err *
pour(void *data, struct slice bytes)
{
	struct writing *w = data;
	const struct err *err = file_draft_add(w->file, bytes);

	w->refused = err != NULL;
	return err;
}

/* Queue a commit, once; what is built on counts as seen. */
static const struct err *
add_commit(struct writing *w, const struct oid *id)
{
	void *items = w->commits;

	if (map_set_slice(w->seen, slice_of(id->bytes, OID_BYTES), w->seen))
		return NULL;
	if (w->count == DEPOT_COMMITS_MAX)
		return err_new(ERR_LIMIT, "over %d commits",
		    DEPOT_COMMITS_MAX);
	mem_grow(&items, &w->capacity, w->count + 1, sizeof(*w->commits));
	w->commits = items;
	w->commits[w->count++] = *id;
	return NULL;
}

static const struct err *
add_past(struct writing *w)
{
	const struct err *err = NULL;

	for (size_t i = 0; !err && i < w->count; i++) {
		struct repo_commit commit;

		err = repo_read_commit(&commit, w->depot->repo,
		    &w->commits[i]);
		for (size_t p = 0; !err && p < commit.parent_count; p++)
			err = add_commit(w, &commit.parents[p]);
		repo_commit_free(&commit);
	}
	return err;
}

static const struct err *
add_branch(struct writing *w, const struct bundle_branch *branch)
{
	struct bundle_line *tip = &w->head.tips[w->head.tip_count];
	char ref[REPO_REF_MAX], *name = w->refs[w->head.tip_count];
	struct bundle_line *need = &w->head.needs[w->head.need_count];
	const struct err *err;
	bool found = false;

	err = depot_ref(ref, branch->side, branch->branch);
	if (!err)
		err = repo_tip(&tip->id, &found, w->depot->repo, ref);
	if (!err && !found)
		err = err_new(ERR_NOT_FOUND, "no branch %s", branch->branch);
	if (err)
		return err;
	snprintf(name, REPO_REF_MAX, "%s%s", depot_side_prefix(DEPOT_OWN),
	    branch->branch);
	tip->name = slice_str(name);
	w->head.tip_count++;
	if (!branch->since)
		return NULL;
	if (!oid_parse(&need->id, branch->since))
		return err_new(ERR_USAGE, "\"%.64s\" is not a commit",
		    branch->since);
	w->head.need_count++;
	map_set_slice(w->seen, slice_of(need->id.bytes, OID_BYTES), w->seen);
	return NULL;
}

static const struct err *
write_all(struct writing *w, const struct bundle_branch *branches,
    size_t count)
{
	const struct err *err = NULL;
	struct buf head = BUF_INIT;

	for (size_t i = 0; !err && i < count; i++)
		err = add_branch(w, &branches[i]);
	for (size_t i = 0; !err && i < w->head.tip_count; i++)
		err = add_commit(w, &w->head.tips[i].id);
	if (!err)
		err = add_past(w);
	if (err)
		return err_in(err, "depot %s", w->depot->path);
	bundle_head_write(&head, &w->head);
	err = file_draft_add(w->file, buf_slice(&head));
	buf_free(&head);
	if (err)
		return err;
	err = repo_send_pack(w->depot->repo, w->commits, w->count, pour, w);
	return !err || w->refused ? err :
	    err_in(err, "depot %s", w->depot->path);
}

const struct err *
bundle_write(const char *path, struct depot *depot,
    const struct bundle_branch *branches, size_t count, size_t *commits)
{
	struct writing w = { .depot = depot };
	const struct err *err;

	*commits = 0;
	if (count == 0 || count > BUNDLE_LINES_MAX / 2)
		return err_new(ERR_LIMIT, "%s: %zu branches in one bundle",
		    path, count);
	w.seen = map_new();
	w.head.tips = mem_alloc_n(count, sizeof(*w.head.tips));
	w.head.needs = mem_alloc_n(count, sizeof(*w.head.needs));
	w.refs = mem_alloc_n(count, sizeof(*w.refs));
	err = file_draft_begin(&w.file, path);
	if (!err)
		err = write_all(&w, branches, count);
	if (!err)
		err = file_draft_end(w.file);
	/* It is carried to somebody who has another account. */
	if (!err)
		platform_open_to_all(path);
	if (!err)
		*commits = w.count;
	file_draft_free(w.file);
	map_free(w.seen);
	mem_free(w.head.tips);
	mem_free(w.head.needs);
	mem_free(w.refs);
	mem_free(w.commits);
	return err;
}
