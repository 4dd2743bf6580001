/*
 * formspec fake: valid random responses to a form, a line of JSON each.
 */
#include <stdio.h>

#include "formspec/commands.h"
#include "formspec/fake.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"

enum { FAKE_COUNT_MAX = 10000000, FAKE_PROGRESS_EVERY = 1000 };

const struct cli_option cmd_fake_options[] = {
	{ "count", "N", "how many responses (1)", 'n' },
	{ "seed", "S", "another seed, other answers (0)", 0 },
	{ "output", "FILE", "write there and not to standard output", 'o' },
	{ NULL, NULL, NULL, 0 }
};

struct job {
	struct form_graph *graph;
	uint64_t count, seed;
	FILE *out;
	const char *out_name;
};

static const struct err *
fake_line(const struct job *job, uint64_t number, struct buf *line)
{
	struct fake_world world;
	struct instance_setting setting = { .device_id = "formspec:fake",
	    .username = "fake" };
	struct instance *instance = NULL;
	const struct err *err;

	fake_world_start(&world, job->seed, number);
	setting.world = fake_world_xpath(&world);
	err = instance_new_of(&instance, job->graph, &setting);
	if (err == NULL)
		err = fake_fill(instance, job->seed, number);
	if (err == NULL) {
		fake_world_pass(&world);
		err = instance_finish(instance);
	}
	if (err == NULL)
		err = fake_write(line, instance);
	instance_free(instance);
	return err ? err_in(err, "response %llu",
	    (unsigned long long)number) : NULL;
}

static void
show_progress(const struct job *job, uint64_t done)
{
	if (job->count < 2 * FAKE_PROGRESS_EVERY ||
	    !platform_is_terminal(stderr))
		return;
	if (done % FAKE_PROGRESS_EVERY == 0 || done == job->count)
		fprintf(stderr, "\r%llu of %llu%s", (unsigned long long)done,
		    (unsigned long long)job->count,
		    done == job->count ? "\n" : "");
}

static const struct err *
fake_lines(const struct job *job)
{
	const struct err *err = NULL;
	struct buf line = BUF_INIT;

	for (uint64_t i = 1; i <= job->count && err == NULL; i++) {
		buf_reset(&line);
		err = fake_line(job, i, &line);
		if (err != NULL)
			break;
		buf_add_byte(&line, '\n');
		if (fwrite(line.data, 1, line.len, job->out) != line.len)
			err = err_errno("%s", job->out_name);
		show_progress(job, i);
	}
	buf_free(&line);
	if (fflush(job->out) != 0)
		err = err_first(err, err_errno("%s", job->out_name));
	return err;
}

static const struct err *
open_output(struct job *job, const char *path)
{
	job->out = stdout;
	job->out_name = "standard output";
	if (path == NULL)
		return NULL;
	job->out_name = path;
	job->out = platform_fopen(path, "wb");
	return job->out ? NULL : err_errno("%s", path);
}

static const struct err *
fake_form(struct cli *cli, struct job *job, const struct form *form)
{
	const struct err *err = form_graph_new(&job->graph, form);

	if (err == NULL)
		err = open_output(job, cli_value(cli, "output"));
	if (err == NULL)
		err = fake_lines(job);
	if (job->out != NULL && job->out != stdout && fclose(job->out) != 0)
		err = err_first(err, err_errno("%s", job->out_name));
	form_graph_free(job->graph);
	return err;
}

const struct err *
cmd_fake(struct cli *cli)
{
	const char *path = cli_operand(cli, 0);
	struct job job = { .count = 1 };
	struct form *form = NULL;
	const struct err *err;

	err = cli_number(cli, "count", 1, FAKE_COUNT_MAX, &job.count);
	if (err == NULL)
		err = cli_number(cli, "seed", 0, UINT64_MAX, &job.seed);
	if (err == NULL)
		err = command_read_form(&form, cli, path, false);
	if (err == NULL)
		err = fake_form(cli, &job, form);
	form_free(form);
	return err;
}
