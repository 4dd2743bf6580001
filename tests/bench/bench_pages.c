/*
 * Figures of the collector's pages, one JSON line each; over one connection on
 * the loopback, kept alive. See tests/bench/pages.sh, which prepares the
 * stores: FOLDER/one has a draft of the panorama, FOLDER/thousand one of the
 * form of 1,000 questions (bench_formspec.c), FOLDER/many 2,000 responses.
 *
 *	bench_pages COLLECTOR FOLDER PANORAMA-DRAFT THOUSAND-DRAFT
 *
 * first_page      from the program's start until its first page has come.
 *                 Floor: the same program prints its version.
 * answer_p99      an answer that is on the disk, and everything that changes by
 *                 it, the whole questionnaire on one page. Floor: as many bytes
 *                 added to a file and synced, and a small file of ours sent.
 * answer_p99_1000 the same on the form of 1,000 questions, each of which feeds
 *                 five others.
 * page_weight     what the heaviest sheet loads, question by question, with
 *                 style and scripts. Floor: those alone.
 * home_2000       the first page of a store with 2,000 responses. Floor: a
 *                 small file of ours.
 * memory          resident, after all that. Floor: the program with no
 *                 responses, after its first page.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "figures.h"
#include "kit/base/buf.h"
#include "kit/base/platform.h"
#include "tests/web/client.h"

enum {
	STARTS = 21, ANSWERS = 600, HOMES = 101, SHEETS_MAX = 300,
	THOUSAND = 1000, LINE_BYTES = 512, SAVED_BYTES = 8192
};

struct program {
	pid_t pid;
	FILE *out;
	struct client client;
};

static const char *folder, *collector;

static void
die(const char *what)
{
	fprintf(stderr, "bench_pages: %s\n", what);
	exit(1);
}

/* ---- the program ---- */

static void
start(struct program *p, const char *const *arguments)
{
	int ends[2];

	if (pipe(ends) != 0 || (p->pid = fork()) < 0)
		die("no process");
	if (p->pid == 0) {
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		execv(collector, (char *const *)arguments);
		_exit(127);
	}
	close(ends[1]);
	p->out = fdopen(ends[0], "r");
}

static void
end(struct program *p)
{
	client_end(&p->client);
	kill(p->pid, SIGTERM);
	waitpid(p->pid, NULL, 0);
	fclose(p->out);
}

static void
serve(struct program *p, const char *store)
{
	char path[LINE_BYTES], line[LINE_BYTES];
	const char *const arguments[] = { collector, "--no-browser", "--store",
		path, NULL };

	snprintf(path, sizeof(path), "%s/%s", folder, store);
	start(p, arguments);
	if (fgets(line, sizeof(line), p->out) == NULL ||
	    !client_begin(&p->client, line) || !client_enter(&p->client, ""))
		die("no first page");
}

static double
resident_mb(const struct program *p)
{
	char path[64], line[LINE_BYTES];
	unsigned long kb = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)p->pid);
	if ((file = fopen(path, "r")) == NULL)
		return 0;
	while (fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "VmRSS: %lu kB", &kb) == 1)
			break;
	fclose(file);
	return (double)kb / 1024;
}

/* ---- the start ---- */

static void
bench_start(double *bare_mb)
{
	const char *const version[] = { collector, "--version", NULL };
	struct samples values = { 0 }, floors = { 0 };

	for (int i = 0; i < STARTS; i++) {
		struct program p = { .client.socket = -1 };
		char line[LINE_BYTES];
		int64_t from = platform_monotonic_us();

		serve(&p, "one");
		add_sample(&values, since_us(from) / 1000);
		*bare_mb = resident_mb(&p);
		end(&p);
		from = platform_monotonic_us();
		start(&p, version);
		while (fgets(line, sizeof(line), p.out) != NULL)
			;
		waitpid(p.pid, NULL, 0);
		add_sample(&floors, since_us(from) / 1000);
		fclose(p.out);
	}
	print_figure("first_page", "ms", median(&values), median(&floors));
}

/* ---- answers ---- */

/* What is given in turn: choices that much hangs on, numbers, words. */
static const char *const panorama_answers[] = {
	"interview/structure/structure_kind=commune",
	"interview/structure/structure_kind=epci",
	"interview/post/time_share=40", "interview/post/time_share=60",
	"agreement/consent=no", "agreement/consent=yes",
	"interview/post/working_time=80", "interview/post/working_time=100",
	"interview/staff/team_size=from_2", "interview/staff/team_size=from_5",
	"interview/words/verbatim_meaning=Du+temps",
	"interview/words/verbatim_meaning=Du+temps,+et+des+moyens.",
	"session/interview_mode=telephone", "session/interview_mode=video",
	"interview/profile/age_band=from_60", "interview/profile/gender=other"
};

struct answering {
	struct program program;
	char path[LINE_BYTES], window[LINE_BYTES];
	struct samples values, floors;
	FILE *file;			/* of the floor */
};

/* The page that says which window this is. */
static void
open_window(struct answering *a, const char *id)
{
	static const char name[] = "name=\"window\" value=\"";
	struct said said = { 0, BUF_INIT, BUF_INIT };
	const char *at;

	snprintf(a->path, sizeof(a->path), "/interview/%s", id);
	if (!client_get(&said, &a->program.client, a->path) ||
	    said.status != 200 ||
	    (at = strstr(buf_str(&said.body), name)) == NULL)
		die("the interview does not open");
	at += strlen(name);
	snprintf(a->window, sizeof(a->window), "%.*s", (int)strcspn(at, "\""),
	    at);
	said_free(&said);
}

static void
give(struct answering *a, const char *question, const char *value)
{
	struct said said = { 0, BUF_INIT, BUF_INIT };
	struct buf fields = BUF_INIT;
	int64_t from;

	buf_addf(&fields, "&window=%s&at=&check=&q=%s&a:%s=%s", a->window,
	    question, question, value);
	from = platform_monotonic_us();
	if (!client_post(&said, &a->program.client, a->path, buf_str(&fields),
	    true) || said.status != 200)
		die(question);
	add_sample(&a->values, since_us(from) / 1000);
	buf_free(&fields);
	said_free(&said);
}

static void
give_floor(struct answering *a)
{
	static const char bytes[SAVED_BYTES];
	struct said said = { 0, BUF_INIT, BUF_INIT };
	int64_t from = platform_monotonic_us();

	if (fwrite(bytes, sizeof(bytes), 1, a->file) != 1 ||
	    fflush(a->file) != 0 || platform_sync(a->file, "floor") != NULL ||
	    !client_get(&said, &a->program.client, "/page.svg"))
		die("no floor");
	add_sample(&a->floors, since_us(from) / 1000);
	said_free(&said);
}

static void
begin_answers(struct answering *a, const char *store, const char *id)
{
	char path[LINE_BYTES];

	memset(a, 0, sizeof(*a));
	serve(&a->program, store);
	open_window(a, id);
	snprintf(path, sizeof(path), "%s/floor", folder);
	if ((a->file = fopen(path, "ab")) == NULL)
		die(path);
}

static void
end_answers(struct answering *a, const char *figure)
{
	print_figure(figure, "ms", quantile(&a->values, 0.99),
	    quantile(&a->floors, 0.99));
	fclose(a->file);
	end(&a->program);
}

static void
bench_panorama(const char *id)
{
	struct answering a;

	begin_answers(&a, "one", id);
	for (size_t i = 0; i < ANSWERS; i++) {
		char question[LINE_BYTES];
		const char *text = panorama_answers[i %
		    (sizeof(panorama_answers) / sizeof(*panorama_answers))];
		size_t len = strcspn(text, "=");

		snprintf(question, sizeof(question), "%.*s", (int)len, text);
		give(&a, question, text + len + 1);
		give_floor(&a);
	}
	end_answers(&a, "answer_p99");
}

/* Every fifth row is computed. Values go up and down across 900. */
static void
bench_thousand(const char *id)
{
	struct answering a;

	begin_answers(&a, "thousand", id);
	for (unsigned i = 0; i < ANSWERS; i++) {
		char question[32], value[32];
		unsigned row = i * 7 % THOUSAND;

		snprintf(question, sizeof(question), "q%u", row % 5 == 4 ?
		    row - 1 : row);
		snprintf(value, sizeof(value), "%u", i % 3 == 0 ? 950 : i);
		give(&a, question, value);
		give_floor(&a);
	}
	end_answers(&a, "answer_p99_1000");
}

/* ---- what pages weigh ---- */

/* The bytes of what src="..." and href="..." of a head name. */
static double
assets_of(struct client *c, const char *page)
{
	double sum = 0;
	const char *ends = strstr(page, "</head>");

	for (const char *at = page; at != NULL && at < ends; at++) {
		struct said said = { 0, BUF_INIT, BUF_INIT };
		char path[LINE_BYTES];
		const char *href = strstr(at, "href=\""), *src =
		    strstr(at, "src=\"");

		at = href == NULL || (src != NULL && src < href) ? src : href;
		if (at == NULL || at >= ends)
			break;
		at = strchr(at, '"') + 1;
		snprintf(path, sizeof(path), "%.*s", (int)strcspn(at, "\""),
		    at);
		if (!client_get(&said, c, path) || said.status != 200)
			die(path);
		sum += (double)said.body.len;
		said_free(&said);
	}
	return sum;
}

/* From sheet to sheet, as the buttons lead. */
static void
bench_weight(const char *id)
{
	struct program p = { .client.socket = -1 };
	struct said said = { 0, BUF_INIT, BUF_INIT };
	char path[LINE_BYTES], at[LINE_BYTES] = "";
	struct buf fields = BUF_INIT;
	double assets = 0, most = 0;

	serve(&p, "one");
	p.client.mode = "question";
	snprintf(path, sizeof(path), "/interview/%s?at=", id);
	for (int i = 0; i < SHEETS_MAX && strcmp(at, ".") != 0; i++) {
		if (!client_get(&said, &p.client, path) || said.status != 200)
			die(path);
		if (assets == 0)
			assets = assets_of(&p.client, buf_str(&said.body));
		if ((double)said.body.len > most)
			most = (double)said.body.len;
		buf_reset(&fields);
		buf_addf(&fields, "&do=next&at=%s", at);
		snprintf(path, sizeof(path), "/interview/%s", id);
		if (!client_post(&said, &p.client, path, buf_str(&fields),
		    false) || said.status != 303)
			die("next");
		snprintf(path, sizeof(path), "%s",
		    said_header(&said, "Location"));
		snprintf(at, sizeof(at), "%s", strstr(path, "at=") ?
		    strstr(path, "at=") + 3 : "");
		at[strcspn(at, "&")] = '\0';
	}
	print_figure("page_weight", "KB", (most + assets) / 1000,
	    assets / 1000);
	buf_free(&fields);
	said_free(&said);
	end(&p);
}

/* ---- many responses ---- */

static void
bench_many(double bare_mb)
{
	struct program p = { .client.socket = -1 };
	struct said said = { 0, BUF_INIT, BUF_INIT };
	struct samples values = { 0 }, floors = { 0 };

	serve(&p, "many");
	for (int i = 0; i < HOMES; i++) {
		int64_t from = platform_monotonic_us();

		if (!client_get(&said, &p.client, "/") || said.status != 200)
			die("home");
		add_sample(&values, since_us(from) / 1000);
		from = platform_monotonic_us();
		client_get(&said, &p.client, "/page.svg");
		add_sample(&floors, since_us(from) / 1000);
	}
	print_figure("home_2000", "ms", median(&values), median(&floors));
	if (!client_post(&said, &p.client, "/interview", "", false) ||
	    said.status != 303 || !client_get(&said, &p.client,
	    said_header(&said, "Location")))
		die("a new interview");
	print_figure("memory", "MB", resident_mb(&p), bare_mb);
	said_free(&said);
	end(&p);
}

int
main(int argc, char **argv)
{
	double bare_mb = 0;

	if (argc != 5) {
		fputs("usage: bench_pages COLLECTOR FOLDER PANORAMA-DRAFT "
		    "THOUSAND-DRAFT\n", stderr);
		return 2;
	}
	collector = argv[1];
	folder = argv[2];
	bench_start(&bare_mb);
	bench_panorama(argv[3]);
	bench_thousand(argv[4]);
	bench_weight(argv[3]);
	bench_many(bare_mb);
	return 0;
}
