/* merger drafts: what lies unfinished on laptops; merger drafts recover. */
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/moment.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/dataset/drafts.h"
#include "merger/erasure/remains.h"
#include "merger/print.h"
#include "merger/study/mainline.h"
#include "merger/study/roster.h"

const struct cli_option drafts_recover_options[] = {
	{ "to", "DEVICE", "the laptop that goes on with them", 0 },
	{ "all", NULL, "also corrections, and drafts that were closed since",
	    0 },
	{ NULL, NULL, NULL, 0 }
};

static const enum word standing_words[] = {
	[DRAFT_OPEN] = W_DRAFT_OPEN, [DRAFT_CORRECTION] = W_DRAFT_CORRECTION,
	[DRAFT_CLOSED] = W_DRAFT_CLOSED, [DRAFT_PRACTICE] = W_DRAFT_PRACTICE
};

enum { NAME_COLUMNS = 12, ANSWERS_COLUMNS = 11 };

/* Answers alone: what has a dot belongs to the record. */
static size_t
answer_count(const struct revision *revision)
{
	size_t count = 0;

	for (size_t i = 0; i < revision->set.count; i++)
		count += revision->set.items[i].path[0] != '.';
	return count;
}

static void
print_draft(enum language language, const struct draft *draft,
    const struct json *roster)
{
	const struct revision *r = draft->revision;
	const char *case_id = fields_get(&r->set, ".case");
	char when[MOMENT_TEXT_MAX];
	struct buf name = BUF_INIT, place = BUF_INIT, answers = BUF_INIT;

	moment_format(when, r->time_ms, r->offset_minutes);
	print_clean(&name, roster_name(roster, draft->source.device), 40);
	print_clean(&place, case_id ? case_id : "-", 40);
	words_add(&answers, language, W_DRAFT_ANSWERS, NUMBER(answer_count(r)),
	    (char *)NULL);
	printf("%.8s  ", draft->source.device);
	print_column(buf_str(&name), NAME_COLUMNS);
	printf("  %.8s  %.16s  ", r->record, when);
	print_column(buf_str(&answers), ANSWERS_COLUMNS);
	fputs("  ", stdout);
	words_print(stdout, language, W_DRAFT_CASE, buf_str(&place),
	    (char *)NULL);
	printf("  %s\n", words_text(language,
	    standing_words[draft->standing]));
	buf_free(&answers);
	buf_free(&name);
	buf_free(&place);
}

static const struct err *
print_all(struct workspace *ws, const struct drafts *drafts)
{
	struct json *roster;
	const struct err *err = roster_read(ws, &roster);

	for (size_t i = 0; i < drafts->count && err == NULL; i++)
		print_draft(ws->language, &drafts->items[i], roster);
	json_free(roster);
	return err;
}

const struct err *
cmd_drafts(struct cli *cli)
{
	const char *device = cli_operand(cli, 0);
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct drafts drafts = { 0 };
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = drafts_load(&drafts, &ws, &dataset,
		    device ? device : "");
	if (err == NULL && drafts.count == 0)
		words_print(stdout, ws.language, W_NO_DRAFTS, (char *)NULL);
	if (err == NULL)
		err = print_all(&ws, &drafts);
	drafts_free(&drafts);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}

/* ---- recover ---- */

/* The one device whose id begins so. */
static const struct err *
find_device(const struct member **out, const struct workspace *ws,
    const char *text)
{
	size_t n, matches = 0;
	const struct member *members = manifest_members(ws->manifest, &n);

	for (size_t i = 0; i < n; i++)
		if (!strncmp(members[i].id, text, strlen(text))) {
			*out = &members[i];
			matches++;
		}
	if (matches == 0)
		return err_new(ERR_USAGE, "no device \"%s\" (merger "
		    "devices lists them)", text);
	if (matches > 1)
		return err_new(ERR_USAGE, "%zu devices begin with \"%s\": "
		    "give more of the id", matches, text);
	return NULL;
}

/* Who goes on with them: named, admitted, and not the one that is lost. */
static const struct err *
find_heir(const struct member **out, const struct workspace *ws,
    const struct member *from, const char *text)
{
	const struct err *err;

	if (text == NULL)
		return err_new(ERR_USAGE, "which laptop goes on with them? "
		    "say --to DEVICE: the file opens there alone");
	if ((err = find_device(out, ws, text)) != NULL)
		return err;
	if (*out == from)
		return err_new(ERR_USAGE, "%s has them: name another laptop "
		    "with --to", text);
	if ((*out)->role != MEMBER_DEVICE && (*out)->role != MEMBER_COORDINATOR)
		return err_new(ERR_DENIED, "%s is not admitted (any more): "
		    "nothing is sealed to it", text);
	return NULL;
}

static void
tell_recovered(enum language language, const char *path, size_t drafts,
    const struct draft_sums *sums, const struct member *to)
{
	size_t rest = drafts - sums->drafts;

	words_print(stdout, language, W_DRAFTS_GIVEN, path,
	    NUMBER(sums->drafts), SHORT(to->id), (char *)NULL);
	if (sums->files > 0)
		words_print(stdout, language, W_DRAFTS_FILES,
		    NUMBER(sums->files), (char *)NULL);
	if (sums->missing > 0)
		words_print(stderr, language, W_DRAFTS_MISSING,
		    NUMBER(sums->missing), (char *)NULL);
	if (rest > 0)
		words_print(stderr, language, W_DRAFTS_LEFT, NUMBER(rest),
		    (char *)NULL);
}

static const struct err *
recover(struct cli *cli, struct workspace *ws, const struct drafts *drafts,
    const struct member *to)
{
	const char *path = cli_operand(cli, 1);
	struct draft_sums sums;
	const struct err *err;

	err = drafts_give(&sums, ws, drafts, cli_has(cli, "all"), &to->seal,
	    path);
	if (err != NULL)
		return err;
	if (sums.drafts == 0)
		return err_new(ERR_USAGE, "no open draft of %s was "
		    "received (merger drafts lists all)", cli_operand(cli, 0));
	tell_recovered(ws->language, path, drafts->count, &sums, to);
	return remains_note_handed(ws, path, to->id, HANDED_DRAFTS);
}

const struct err *
cmd_drafts_recover(struct cli *cli)
{
	const struct member *from = NULL, *to = NULL;
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct drafts drafts = { 0 };
	const struct err *err;

	if (strcmp(file_extension(cli_operand(cli, 1)), ".drafts") != 0)
		return err_new(ERR_USAGE, "%s: the name should end with "
		    ".drafts", cli_operand(cli, 1));
	if ((err = session_open_study(&ws, cli)) != NULL)
		return err;
	err = mainline_check_open(&ws);
	if (err == NULL)
		err = find_device(&from, &ws, cli_operand(cli, 0));
	if (err == NULL)
		err = find_heir(&to, &ws, from, cli_value(cli, "to"));
	if (err == NULL)
		err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = drafts_load(&drafts, &ws, &dataset, from->id);
	if (err == NULL)
		err = recover(cli, &ws, &drafts, to);
	drafts_free(&drafts);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
