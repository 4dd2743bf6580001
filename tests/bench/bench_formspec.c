/*
 * Figures of formspec, one JSON line each, on a form of 1,000 questions in
 * which each answer feeds the five rows after it. See tests/bench.sh.
 *
 *	bench_formspec FORMSPEC FOLDER	the figures; FOLDER holds what it makes
 *	bench_formspec --inflate FILE	read and inflate a workbook, no more
 *	bench_formspec --form FILE	write the form, as JSON
 *	bench_formspec --memory FILE	load a form, print what it took, in KB
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "formspec/instance.h"
#include "formspec/workbook.h"
#include "formspec/xlsform.h"
#include "formspec/zip.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

enum {
	QUESTIONS = 1000, FEEDS = 5, INSTANCES = 10000,
	COMMAND_RUNS = 101, WAIT_MS = 1000, LOAD_RUNS = 51, ANSWER_ROUNDS = 20,
	REPEAT_RUNS = 501, FLOOR_BATCH = 1000, FILE_BYTES_MAX = 64 << 20
};

/* ---- the forms ---- */

static bool
is_computed(unsigned i)
{
	return i % FEEDS == FEEDS - 1;
}

/*
 * Each row reads the questions among the five in front of it: one in five
 * rows adds them up, the others are relevant unless they are large.
 */
static void
add_row(struct buf *md, unsigned i)
{
	struct buf formula = BUF_INIT;

	for (unsigned k = i > FEEDS ? i - FEEDS : 0; k < i; k++) {
		if (is_computed(k))
			continue;
		buf_addf(&formula, is_computed(i) ?
		    "%scoalesce(${q%u}, 0)" : "%s${q%u} > 900",
		    formula.len == 0 ? "" : is_computed(i) ? " + " : " or ",
		    k);
	}
	if (is_computed(i))
		buf_addf(md, "| | calculate | q%u | | | | %s |\n", i,
		    buf_str(&formula));
	else
		buf_addf(md, "| | integer | q%u | Question %u, how many? |"
		    " . >= 0 | %s%s%s | |\n", i, i, i ? "not(" : "",
		    buf_str(&formula), i ? ")" : "");
	buf_free(&formula);
}

static struct form *
form_of(const struct buf *md)
{
	struct workbook *workbook;
	struct diags *diags = diags_new();
	struct form *form;

	must(workbook_read_md(&workbook, buf_slice(md), "bench.md"));
	form = form_from_workbook(workbook, "bench.md", NULL, diags);
	if (form == NULL)
		must(err_new(ERR_FORMAT, "the form of the bench is wrong"));
	workbook_free(workbook);
	diags_free(diags);
	return form;
}

static struct form *
wide_form(void)
{
	struct buf md = BUF_INIT;
	struct form *form;

	buf_add(&md, "| survey |\n| | type | name | label | constraint | "
	    "relevant | calculation |\n");
	for (unsigned i = 0; i < QUESTIONS; i++)
		add_row(&md, i);
	form = form_of(&md);
	buf_free(&md);
	return form;
}

static int
write_wide_form(const char *path)
{
	struct buf json = BUF_INIT;
	struct form *form = wide_form();

	form_write_json(&json, form);
	must(file_write(path, buf_slice(&json)));
	form_free(form);
	buf_free(&json);
	return 0;
}

static struct form *
repeat_form(void)
{
	struct buf md = BUF_INIT;
	struct form *form;

	buf_add(&md, "| survey |\n| | type | name | label | calculation |\n"
	    "| | begin_repeat | r | R | |\n| | decimal | part | Part | |\n"
	    "| | end_repeat | | | |\n| | calculate | whole | |"
	    " sum(${part}) |\n");
	form = form_of(&md);
	buf_free(&md);
	return form;
}

/* ---- xlsx_check ---- */

/* All that a program has to say, and its end, without a shell in between. */
static void
run(const char *const *arguments)
{
	struct platform_child *child;
	struct buf said = BUF_INIT;

	must(platform_spawn(&child, arguments));
	while (platform_child_read(child, &said, WAIT_MS) != HEARD_END)
		;
	platform_child_end(child);
	if (said.len == 0)
		must(err_new(ERR_IO, "%s %s: failed", arguments[0],
		    arguments[1]));
	buf_free(&said);
}

/*
 * The floor is another program, started in the same way, that reads and
 * inflates the same file and looks at nothing. The two take turns.
 */
static void
bench_check(const char *self, const char *formspec, const char *xlsx)
{
	const char *const check[] = { formspec, "check", xlsx, NULL };
	const char *const inflate[] = { self, "--inflate", xlsx, NULL };
	struct samples values = { NULL, 0, 0 }, floors = { NULL, 0, 0 };

	for (int i = 0; i < COMMAND_RUNS; i++) {
		int64_t start = platform_monotonic_us();

		run(check);
		add_sample(&values, since_us(start) / 1000);
		start = platform_monotonic_us();
		run(inflate);
		add_sample(&floors, since_us(start) / 1000);
	}
	print_figure("xlsx_check", "ms", median(&values), median(&floors));
}

/* The parts that a check reads. */
static int
inflate(const char *path)
{
	static const char *const names[] = {
		"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
		"xl/sharedStrings.xml", "xl/styles.xml",
		"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
	};
	static uint8_t piece[1 << 16];
	struct buf bytes = BUF_INIT;
	struct zip *zip;
	size_t got, total = 0;

	must(file_read(&bytes, path, FILE_BYTES_MAX));
	must(zip_open(&zip, buf_slice(&bytes)));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		must(zip_begin(zip, names[i]));
		do {
			must(zip_read(zip, piece, sizeof(piece), &got));
			total += got;
		} while (got > 0);
	}
	printf("%zu\n", total);
	zip_close(zip);
	buf_free(&bytes);
	return 0;
}

/* ---- form_load ---- */

/* As an interviewer's laptop loads a form that was published. */
static void
load(const struct buf *json, struct form **form, struct instance **instance)
{
	struct diags *diags = diags_new_errors();

	must(form_read_json(form, buf_slice(json), "bench.json", diags));
	must(instance_new(instance, *form, NULL));
	diags_free(diags);
}

/* The floor is to copy the bytes of the same form once. */
static void
bench_load(const struct buf *json)
{
	struct samples values = { NULL, 0, 0 }, floors = { NULL, 0, 0 };
	uint8_t *copy = mem_alloc(json->len);

	for (int i = 0; i < LOAD_RUNS; i++) {
		struct form *form;
		struct instance *instance;
		int64_t start = platform_monotonic_us();

		load(json, &form, &instance);
		add_sample(&values, since_us(start) / 1000);
		instance_free(instance);
		form_free(form);
		start = platform_monotonic_us();
		for (int k = 0; k < FLOOR_BATCH; k++) {
			memcpy(copy, json->data, json->len);
			copy[k % 8]++;
		}
		add_sample(&floors, since_us(start) / 1000 / FLOOR_BATCH);
	}
	print_figure("form_load", "ms", median(&values), median(&floors));
	mem_free(copy);
}

/* ---- answer ---- */

/* The floor is to read the answer and add up five numbers for five rows. */
static double
answer_floor_us(void)
{
	double numbers[FEEDS + 1] = { 1, 2, 3, 4, 5, 6 };
	volatile double sink = 0;
	int64_t start = platform_monotonic_us();

	for (int i = 0; i < FLOOR_BATCH; i++) {
		numbers[i % FEEDS] = strtod(i % 2 ? "17" : "18", NULL);
		for (int row = 0; row < FEEDS; row++) {
			double sum = 0;

			for (int k = 0; k < FEEDS; k++)
				sum += numbers[k];
			sink = sink + sum;
		}
	}
	return since_us(start) / FLOOR_BATCH;
}

static struct answer **
questions_of(struct instance *instance, size_t *count)
{
	struct answer **all = mem_alloc_n(QUESTIONS, sizeof(struct answer *));
	struct answer *answer = answer_first(instance_root(instance));

	*count = 0;
	for (; answer != NULL; answer = answer_next(answer))
		if (answer->item->type == Q_INTEGER)
			all[(*count)++] = answer;
	return all;
}

/* The clock counts whole microseconds: a round of all questions is one sample. */
static void
bench_answer(const struct buf *json)
{
	struct samples values = { NULL, 0, 0 }, floors = { NULL, 0, 0 };
	struct form *form;
	struct instance *instance;
	struct answer **answers;
	size_t count;

	load(json, &form, &instance);
	answers = questions_of(instance, &count);
	for (int round = 0; round < ANSWER_ROUNDS; round++) {
		int64_t start = platform_monotonic_us();

		for (size_t i = 0; i < count; i++)
			must(instance_set(instance, answers[i],
			    round % 2 ? "17" : "18"));
		add_sample(&values, since_us(start) / (double)count);
		add_sample(&floors, answer_floor_us());
	}
	print_figure("answer", "us", median(&values), median(&floors));
	mem_free(answers);
	instance_free(instance);
	form_free(form);
}

/* ---- memory ---- */

/* What the system gave this process, in KB; 0 where it does not say. */
static double
resident_kb(void)
{
	struct buf text = BUF_INIT;
	unsigned long pages = 0, resident = 0;

	if (file_read(&text, "/proc/self/statm", 4096) == NULL &&
	    sscanf(buf_str(&text), "%lu %lu", &pages, &resident) != 2)
		resident = 0;
	buf_free(&text);
	return (double)resident * 4;
}

static int
print_memory(const char *path)
{
	struct buf json = BUF_INIT;
	struct form *form;
	struct instance *instance;
	double before;

	must(file_read(&json, path, FILE_BYTES_MAX));
	before = resident_kb();
	load(&json, &form, &instance);
	printf("%.0f\n", resident_kb() - before);
	instance_free(instance);
	form_free(form);
	buf_free(&json);
	return 0;
}

/* The floor is the text of the form itself. */
static void
bench_memory(const char *self, const char *path, const char *out,
    const struct buf *json)
{
	struct buf command = BUF_INIT, text = BUF_INIT;
	double kb;

	buf_addf(&command, "exec '%s' --memory '%s' >'%s'", self, path, out);
	if (system(buf_str(&command)) != 0)
		must(err_new(ERR_IO, "%s: failed", buf_str(&command)));
	must(file_read(&text, out, 4096));
	kb = strtod(buf_str(&text), NULL);
	if (kb > 0)
		print_figure("memory", "MB", kb / 1024,
		    (double)json->len / (1 << 20));
	buf_free(&command);
	buf_free(&text);
}

/* ---- repeat_answer ---- */

static double
sum_us(const double *numbers, size_t count)
{
	volatile double sink = 0;
	int64_t start = platform_monotonic_us();

	for (int i = 0; i < FLOOR_BATCH; i++) {
		double sum = 0;

		for (size_t k = 0; k < count; k++)
			sum += numbers[k];
		sink = sink + sum;
	}
	return since_us(start) / FLOOR_BATCH;
}

static double
repeat_us(struct form *form, size_t count)
{
	const struct item *repeat = form_item(form, "/data/r");
	struct samples samples = { NULL, 0, 0 };
	struct instance *instance;
	struct answer *one, *root;

	must(instance_new(&instance, form, NULL));
	root = instance_root(instance);
	while (instance_repeat_count(root, repeat) < count) {
		must(instance_add_repeat(instance, &one, root, repeat, 0,
		    NULL));
		must(instance_load(instance, answer_first(one), "2.5"));
	}
	must(instance_settle(instance));
	one = answer_first(instance_repeat_at(root, repeat, count / 2));
	for (int i = 0; i < REPEAT_RUNS; i++) {
		int64_t start = platform_monotonic_us();

		must(instance_set(instance, one, i % 2 ? "3.5" : "4.5"));
		add_sample(&samples, since_us(start));
	}
	instance_free(instance);
	return median(&samples);
}

/* The floor is a plain sum over as many doubles. How it grows goes to stderr. */
static void
bench_repeat(void)
{
	struct form *form = repeat_form();
	double *numbers = mem_alloc_n(INSTANCES, sizeof(*numbers));

	for (size_t i = 0; i < INSTANCES; i++)
		numbers[i] = 2.5;
	for (size_t count = 100; count < INSTANCES; count *= 10)
		fprintf(stderr, "repeat_answer with %zu instances: %.4g us\n",
		    count, repeat_us(form, count));
	print_figure("repeat_answer", "us", repeat_us(form, INSTANCES),
	    sum_us(numbers, INSTANCES));
	mem_free(numbers);
	form_free(form);
}

static int
bench(int argc, char **argv)
{
	struct buf json = BUF_INIT, path = BUF_INIT, xlsx = BUF_INIT;
	struct buf out = BUF_INIT;
	struct form *form;

	if (argc == 3 && strcmp(argv[1], "--inflate") == 0)
		return inflate(argv[2]);
	if (argc == 3 && strcmp(argv[1], "--form") == 0)
		return write_wide_form(argv[2]);
	if (argc == 3 && strcmp(argv[1], "--memory") == 0)
		return print_memory(argv[2]);
	if (argc != 3) {
		fprintf(stderr, "usage: bench_formspec FORMSPEC FOLDER\n");
		return 2;
	}
	file_join(&path, argv[2], "bench.json");
	file_join(&xlsx, argv[2], "bench.xlsx");
	file_join(&out, argv[2], "bench.out");
	form = wide_form();
	form_write_json(&json, form);
	must(file_write(buf_str(&path), buf_slice(&json)));
	must(form_write_xlsx(form, buf_str(&xlsx)));
	form_free(form);
	bench_check(argv[0], argv[1], buf_str(&xlsx));
	bench_load(&json);
	bench_answer(&json);
	bench_memory(argv[0], buf_str(&path), buf_str(&out), &json);
	bench_repeat();
	buf_free(&json);
	buf_free(&path);
	buf_free(&xlsx);
	buf_free(&out);
	return 0;
}

/* Started and ended as every program of ours is. */
int
main(int argc, char **argv)
{
	int status;

	platform_start(&argc, &argv);
	status = bench(argc, argv);
	platform_stop();
	return status;
}
