/*
 * scenarios.c - the recorded behaviour of other engines on whole forms:
 * scenarios.jsonl. A form is loaded, answers are set, repeats added and
 * removed; after each step the whole interview is compared with what the other
 * engine said.
 *
 *	conformance_scenarios FOLDER MAY [ID]
 *
 * MAY is how many lines that must pass may fail. With an ID only that line is
 * played, and everything about it is shown.
 *
 * One difference is by design: an answer that breaks its constraint, which
 * JavaRosa refuses, is kept here and flagged. It must be flagged; then the
 * answer before it is put back, as if it had been refused.
 */
#include "scenario.h"

#include "kit/base/file.h"
#include "kit/base/platform.h"

/* ---- the world of an interview ---- */

static int64_t
world_now(void *data)
{
	(void)data;
	return INT64_C(1700000000000);
}

static int
world_offset(void *data, int64_t ms)
{
	(void)data;
	(void)ms;
	return 0;
}

static void
world_random(void *data, void *out, size_t len)
{
	uint64_t *state = data;

	for (size_t i = 0; i < len; i++) {
		*state = *state * UINT64_C(6364136223846793005) + 1442695;
		((uint8_t *)out)[i] = (uint8_t)(*state >> 33);
	}
}

/* ---- one line ---- */

/* The files that the form wants beside it, and the form. */
static const struct err *
write_files(const struct play *play, const char *folder, struct buf *path)
{
	const struct json *file = json_first(json_get(play->line,
	    "attachments"));
	const char *xml = line_string(play->line, "form_xml");
	const struct err *err = NULL;
	struct buf name = BUF_INIT;

	for (; file != NULL && err == NULL; file = json_next(file)) {
		const char *slash = strrchr(json_key(file), '/');
		const char *body = json_get_string(file, "body");

		if (body == NULL)
			continue;
		buf_reset(&name);
		buf_addf(&name, "%s/%s", folder, slash ? slash + 1 :
		    json_key(file));
		err = file_write(buf_str(&name), slice_str(body));
	}
	buf_free(&name);
	buf_addf(path, "%s/form.xml", folder);
	return err ? err : file_write(buf_str(path), slice_str(xml));
}

static const struct err *
load(struct play *play, const char *folder, struct diags *diags)
{
	static const struct instance_setting none;
	struct instance_setting setting = none;
	static uint64_t seed;
	struct buf path = BUF_INIT;
	const struct err *err;

	seed = 1;
	setting.world = (struct xpath_world){ world_now, world_offset,
	    world_random, &seed };
	setting.device_id = "device";
	/* What a client that has no location answered there. */
	setting.place = "no client implementation";
	if (json_first(json_get(play->line, "attachments")) == NULL) {
		err = form_read_xform(&play->form, slice_str(line_string(
		    play->line, "form_xml")), "form.xml", diags);
	} else {
		err = write_files(play, folder, &path);
		if (err == NULL)
			err = form_read(&play->form, buf_str(&path), diags);
	}
	if (err == NULL && play->form != NULL)
		err = instance_new(&play->instance, play->form, &setting);
	buf_free(&path);
	return err;
}

/*
 * The other engine raised an error when the interview began: it says so, or
 * never came to its first node.
 */
static bool
must_fail(const struct json *line)
{
	return line_has(line, "load_error") ||
	    json_count(json_get(line, "initial")) == 0;
}

/*
 * Here some of those are no forms, and in others the expression is at fault
 * from the start: then the interview opens, and cannot be finalised.
 */
static bool
has_failed(struct play *play)
{
	const struct problem *problems;
	size_t count;

	if (play->instance == NULL)
		return true;
	problems = instance_problems(play->instance, &count);
	for (size_t i = 0; i < count; i++)
		if (problems[i].kind == PROBLEM_EXPRESSION)
			return true;
	return false;
}

static void
play_line(struct play *play, const char *folder)
{
	struct diags *diags = diags_new();
	const struct err *err = load(play, folder, diags);
	struct buf text = BUF_INIT;

	if (err == NULL && play->form == NULL)
		diags_print(&text, diags, "en");
	else if (err != NULL)
		buf_add(&text, err->msg);
	if (must_fail(play->line) && !has_failed(play))
		play_wrong(play, 0, "form", "load", line_has(play->line,
		    "load_error") ? line_string(play->line, "load_error") :
		    "refused", "accepted");
	else if (!must_fail(play->line) && play->instance == NULL)
		play_wrong(play, 0, "form", "load", "accepted",
		    buf_str(&text));
	else if (!must_fail(play->line))
		scenario_play(play);
	buf_free(&text);
	diags_free(diags);
}

/* ---- the file ---- */

struct tally {
	const char *id;			/* or NULL */
	char folder[256];		/* for the files of a form */
	size_t must, failed, others, others_failed;
};

static bool
must_pass(const struct json *line)
{
	return line_has(line, "runnable") && !line_has(line, "volatile") &&
	    !line_has(line, "engine_known_wrong");
}

static void
count_line(void *data, const struct json *json)
{
	struct tally *tally = data;
	struct play play = { .line = json, .expected = map_new() };
	bool must = json == NULL || must_pass(json);
	bool asked = json && tally->id &&
	    strcmp(tally->id, line_string(json, "id")) == 0;
	bool ok;

	play.shown = asked;
	if (json == NULL)
		buf_add(&play.why, "    not a line of JSON\n");
	else if ((tally->id == NULL || asked) &&
	    json_get_string(json, "form_xml") != NULL)
		play_line(&play, tally->folder);
	ok = play.why.len == 0;
	tally->must += must;
	tally->failed += must && !ok;
	tally->others += !must;
	tally->others_failed += !must && !ok;
	if (!ok && (must || asked))
		fprintf(stderr, "%s: %s\n%s", json ? line_string(json, "id") :
		    "?", json ? line_string(json, "test") : "",
		    buf_str(&play.why));
	instance_free(play.instance);
	form_free(play.form);
	map_free(play.expected);
	buf_free(&play.why);
}

int
main(int argc, char **argv)
{
	struct tally tally = { .id = argc > 3 ? argv[3] : NULL };
	size_t may = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	char *bytes;

	if (argc < 3) {
		fprintf(stderr, "usage: %s FOLDER MAY [ID]\n", argv[0]);
		return 2;
	}
	bytes = lines_read(argv[1], "scenarios.jsonl");
	if (bytes == NULL) {
		printf("%s/scenarios.jsonl is not here: skipped\n", argv[1]);
		return 0;
	}
	snprintf(tally.folder, sizeof(tally.folder), "scenarios.scratch");
	(void)!platform_make_folder(tally.folder);
	lines_each(bytes, count_line, &tally);
	mem_free(bytes);
	printf("scenarios.jsonl: %zu of %zu lines that must pass do; of %zu "
	    "others %zu\n", tally.must - tally.failed, tally.must,
	    tally.others, tally.others - tally.others_failed);
	if (tally.failed < may)
		printf("%zu may fail: the number can be lowered\n", may);
	if (tally.failed > may)
		printf("only %zu may fail\n", may);
	return tally.failed <= may ? 0 : 1;
}
