#include "collector/import.h"

#include <stdio.h>
#include <string.h>

#include "collector/interview/interview.h"
#include "collector/interview/problems.h"
#include "formspec/answers.h"
#include "kit/base/csv.h"
#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/map.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

enum { PROGRESS_EVERY = 50 };

/*
 * What a line draws at random (the ids of repeats) is derived from its record's
 * id: the same line gives the same ids wherever it is imported.
 */
struct luck {
	struct secret_key key;
	uint64_t drawn;
};

struct import {
	const struct session *session;
	const struct import_plan *plan;
	struct import_sums *sums;
	struct form_graph *graph;
	struct map *cases;		/* by key and id: what it is called */
	size_t line, total;
	bool progress;
};

/* One line: either of JSON, or the cells of a table. */
struct line {
	struct slice text;
	const char *const *headings, *const *cells;
	size_t count;
	const char *source, *case_id, *start, *end;
	struct buf problems;
};

static void
draw(void *data, void *out, size_t len)
{
	struct luck *luck = data;
	uint8_t *at = out;

	while (len > 0) {
		struct secret_key block;
		struct buf purpose = BUF_INIT;
		size_t part = len < KEY_BYTES ? len : KEY_BYTES;

		buf_add(&purpose, "recolte import 1");
		buf_add_u64(&purpose, luck->drawn++);
		crypto_derive(&block, &luck->key, buf_slice(&purpose));
		memcpy(at, block.bytes, part);
		at += part;
		len -= part;
		buf_free(&purpose);
	}
}

/* The line's name: its key, or what it says. */
static void
record_id(char out[UUID_TEXT_MAX], const struct import *im,
    const struct line *line)
{
	struct buf all = BUF_INIT;
	struct hash hash;
	char text[HASH_TEXT_MAX];

	if (line->source != NULL && line->source[0] != '\0') {
		uuid_derive(out, store_study(im->session->store)->device,
		    line->source);
		return;
	}
	buf_add_slice(&all, line->text);
	for (size_t i = 0; i < line->count; i++) {
		buf_add(&all, line->headings[i]);
		buf_add_byte(&all, 0);
		buf_add(&all, line->cells[i]);
		buf_add_byte(&all, 0);
	}
	crypto_hash(&hash, buf_slice(&all));
	hash_text(text, &hash);
	uuid_derive(out, store_study(im->session->store)->device, text);
	buf_wipe(&all);
}

static void
add_problem(struct line *line, const char *text)
{
	if (line->problems.len > 0)
		buf_add(&line->problems, "; ");
	buf_add(&line->problems, text);
}

struct reading {
	struct line *line;
	enum language language;
	bool unknown;
};

static void
add_unknown(struct reading *reading, enum word word, const char *name)
{
	struct buf text = BUF_INIT;

	word_add(&text, reading->language, word, name, (char *)NULL);
	add_problem(reading->line, buf_str(&text));
	reading->unknown = true;
	buf_free(&text);
}

static void
tell_unknown(void *data, const char *name)
{
	add_unknown(data, W_P_UNKNOWN, name);
}

/*
 * *unknown: there is a sample, and it is not in there. Of those who were erased
 * the store says so itself.
 */
static const struct err *
keep_case(struct interview *iv, const struct import *im, const char *named,
    bool *unknown)
{
	const char *key = map_get(im->cases, named);
	const struct err *err = NULL;
	bool erased = false;

	*unknown = false;
	if (key == NULL && map_count(im->cases) > 0 && !im->plan->any_case) {
		err = store_is_erased(&erased, im->session->store, "", named);
		*unknown = !err && !erased;
	}
	return err || *unknown ? err :
	    interview_keep_case(iv, key ? key : named);
}

static const struct err *
keep_own(struct interview *iv, const struct line *line)
{
	const struct err *err;
	const char *const times[][2] = { { ".start", line->start },
		{ ".end", line->end } };
	int64_t ms;
	int offset;

	err = interview_keep(iv, ".source", line->source);
	for (size_t i = 0; i < 2 && !err; i++) {
		const char *text = times[i][1];

		if (text == NULL || text[0] == '\0')
			continue;
		if (!moment_parse(slice_str(text), &ms, &offset))
			return err_new(ERR_FORMAT, "%s: \"%s\" is no instant, "
			    "\"2024-11-22T09:30:00.000+01:00\"", times[i][0],
			    text);
		err = interview_keep(iv, times[i][0], text);
	}
	return err;
}

/*
 * Read the answers. *refuse: the line cannot be taken at all; its problems are
 * in line->problems. What is wrong with single answers is there too.
 */
static void
read_answers(struct interview *iv, const struct import *im, struct line *line,
    bool *refuse)
{
	struct reading reading = { line, im->session->language, false };
	const struct err *err;
	bool unknown = false;

	err = line->cells ? answers_read_flat(iv->instance, line->headings,
	    line->cells, line->count, tell_unknown, &reading) :
	    answers_read_json(iv->instance, line->text, tell_unknown, &reading);
	if (!err)
		err = keep_own(iv, line);
	if (!err && line->case_id != NULL && line->case_id[0] != '\0')
		err = keep_case(iv, im, line->case_id, &unknown);
	if (unknown)
		add_unknown(&reading, W_P_CASE, line->case_id);
	if (err)
		add_problem(line, session_reason(im->session, err));
	else
		(void)problems_add(&line->problems, im->session->language,
		    iv->instance);
	*refuse = err != NULL || reading.unknown;
}

/* Of the disk or the study, or of this line alone? */
static bool
is_line_failure(const struct import *im, const struct err *err)
{
	/* Somebody who was erased is refused for ever. */
	return err->code == ERR_FORMAT || err->code == ERR_LIMIT ||
	    (err->code == ERR_DENIED && !store_is_closed(im->session->store));
}

static void
refuse(const struct import *im, const struct line *line)
{
	im->sums->refused++;
	word_say(stderr, im->session->language, W_REFUSED, im->plan->path,
	    session_number(im->session, im->line), buf_str(&line->problems),
	    (char *)NULL);
}

static const struct err *
close_line(struct interview *iv, const struct import *im, struct line *line)
{
	const struct err *err;
	bool bad = line->problems.len > 0;

	err = interview_close(iv, bad ? STATE_PARTIAL : STATE_FINAL, "");
	if (err && is_line_failure(im, err)) {
		add_problem(line, session_reason(im->session, err));
		refuse(im, line);
		return NULL;
	}
	if (err && err->code == ERR_EXISTS) {
		/* Another import was faster. */
		im->sums->there++;
		return NULL;
	}
	if (err)
		return err;
	im->sums->imported++;
	if (bad)
		word_say(stderr, im->session->language, W_PARTIAL_KEPT,
		    im->plan->path, session_number(im->session, im->line),
		    buf_str(&line->problems), (char *)NULL);
	/* Said only now that it is on the disk. */
	if (im->plan->ids) {
		printf("%zu %s\n", im->line, iv->response.id);
		fflush(stdout);
	}
	return NULL;
}

static const struct err *
import_line(const struct import *im, struct line *line)
{
	const struct err *err;
	struct interview iv;
	struct luck luck = { .drawn = 0 };
	struct hash seed;
	struct xpath_world world = { .random = draw, .data = &luck };
	char id[UUID_TEXT_MAX];
	bool out = false;

	record_id(id, im, line);
	err = store_has_response(&out, im->session->store, id);
	if (err || out) {
		im->sums->there += out;
		return err;
	}
	crypto_hash(&seed, slice_str(id));
	memcpy(luck.key.bytes, seed.bytes, KEY_BYTES);
	err = interview_new(&iv, im->session->store, im->plan->package,
	    im->graph, &world);
	if (!err) {
		memcpy(iv.response.id, id, sizeof(id));
		read_answers(&iv, im, line, &out);
		if (out || (line->problems.len > 0 && !im->plan->partial))
			refuse(im, line);
		else
			err = close_line(&iv, im, line);
	}
	interview_free(&iv);
	return err;
}

static void
show_progress(const struct import *im, bool last)
{
	static const char clear_line[] = "\r\033[K";
	struct buf text = BUF_INIT;

	if (!im->progress || (!last && im->line % PROGRESS_EVERY != 0))
		return;
	word_add(&text, im->session->language, W_PROGRESS,
	    session_number(im->session, im->line),
	    session_number(im->session, im->total), (char *)NULL);
	fprintf(stderr, "\r%s%s", buf_str(&text), last ? clear_line : "");
	buf_free(&text);
}

/* ---- lines of JSON ---- */

static const struct err *
import_json(const struct import *im, struct slice text)
{
	const struct err *err;
	struct json *json = NULL;
	struct line line = { .text = text };

	err = json_parse(&json, text);
	if (err) {
		add_problem(&line, session_reason(im->session, err));
		refuse(im, &line);
	} else {
		line.source = json_get_string(json, ".source");
		line.case_id = json_get_string(json, ".case");
		line.start = json_get_string(json, ".start");
		line.end = json_get_string(json, ".end");
	}
	err = err ? NULL : import_line(im, &line);
	json_free(json);
	buf_wipe(&line.problems);
	return err;
}

static struct slice
next_line(struct slice *rest)
{
	const uint8_t *end = rest->len ?
	    memchr(rest->data, '\n', rest->len) : NULL;
	size_t len = end ? (size_t)(end - rest->data) : rest->len;
	struct slice line = { rest->data, len };

	rest->data += len + (end != NULL);
	rest->len -= len + (end != NULL);
	return line;
}

static const struct err *
import_ndjson(struct import *im, struct slice text)
{
	const struct err *err = NULL;

	for (struct slice rest = text; rest.len > 0; im->total++)
		(void)next_line(&rest);
	for (im->line = 1; text.len > 0 && !err; im->line++) {
		struct slice line = text_trim(next_line(&text));

		show_progress(im, false);
		if (line.len > 0)
			err = import_json(im, line);
	}
	return err;
}

/* ---- tables ---- */

static const char *
cell_named(const struct csv *csv, size_t row, const char *name)
{
	int column = csv_column(csv, name);

	return column < 0 ? NULL : csv_cell(csv, row, (size_t)column);
}

static const struct err *
import_csv(struct import *im, struct slice text)
{
	const struct err *err;
	struct csv *csv;

	if ((err = csv_parse(&csv, text)) != NULL)
		return err_in(err, "%s", im->plan->path);
	im->total = csv->row_count;
	for (size_t row = 0; row < csv->row_count && !err; row++) {
		struct line line = { .headings = csv->header,
			.cells = csv->cells + row * csv->column_count,
			.count = csv->column_count,
			.source = cell_named(csv, row, ".source"),
			.case_id = cell_named(csv, row, ".case"),
			.start = cell_named(csv, row, ".start"),
			.end = cell_named(csv, row, ".end") };

		im->line = csv->lines[row];
		show_progress(im, false);
		err = import_line(im, &line);
		buf_wipe(&line.problems);
	}
	csv_free(csv);
	return err;
}

static const struct err *
find_cases(struct import *im)
{
	struct casework *cases;
	size_t count;
	const struct err *err = store_cases(im->session->store,
	    im->session->arena, &cases, &count);

	/* Keys last: a key that looks like another's id is a key. */
	for (size_t i = 0; !err && i < count; i++)
		map_set(im->cases, cases[i].id, (void *)cases[i].key);
	for (size_t i = 0; !err && i < count; i++)
		map_set(im->cases, cases[i].key, (void *)cases[i].key);
	return err;
}

const struct err *
import_file(struct import_sums *sums, const struct session *session,
    const struct import_plan *plan)
{
	static const struct {
		const char *extension;
		const struct err *(*run)(struct import *, struct slice);
	} kinds[] = {
		{ ".ndjson", import_ndjson }, { ".jsonl", import_ndjson },
		{ ".csv", import_csv }
	};
	const struct err *err;
	struct import im = { .session = session, .plan = plan, .sums = sums,
		.progress = platform_is_terminal(stderr) };
	struct buf text = BUF_INIT;
	size_t kind = 0;

	*sums = (struct import_sums){ 0 };
	while (kind < 3 && strcmp(file_extension(plan->path),
	    kinds[kind].extension) != 0)
		kind++;
	if (kind == 3)
		return err_new(ERR_USAGE, "%s: the name should end with "
		    ".ndjson, .csv or .drafts", plan->path);
	err = err_named(file_read(&text, plan->path, IMPORT_BYTES_MAX));
	if (err)
		goto done;
	im.cases = map_new();
	if ((err = find_cases(&im)) != NULL)
		goto done;
	if ((err = form_graph_new(&im.graph, plan->package->form)) != NULL)
		goto done;
	err = kinds[kind].run(&im, buf_slice(&text));
	show_progress(&im, true);
done:
	map_free(im.cases);
	form_graph_free(im.graph);
	buf_wipe(&text);
	return err;
}
