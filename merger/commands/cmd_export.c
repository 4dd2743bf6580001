/* merger export csv: the dataset as CSV files. */
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/platform.h"
#include "merger/commands/commands.h"
#include "merger/commands/phase.h"
#include "merger/commands/session.h"
#include "merger/erasure/remains.h"
#include "merger/export/columns.h"
#include "merger/export/spreadsheet.h"
#include "merger/export/table.h"

enum { JOINS_MAX = 64 };

const struct cli_option export_options[] = {
	{ "personal", NULL, "with answers that name people: not for analysis",
	    0 },
	{ "raw", NULL, "texts exactly as given, even if a spreadsheet would "
	    "run them", 0 },
	{ "practice", NULL, "what was collected in the training or the pilot, "
	    "and nothing else", 0 },
	{ "join", "OLD=NEW", "one column for a question that was renamed", 0 },
	{ "spreadsheet", NULL, "for a double click: semicolons, codes with "
	    "their zeroes", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
write_table(const struct workspace *ws, const char *folder,
    const struct table *table, bool spreadsheet)
{
	struct buf name = BUF_INIT, path = BUF_INIT, text = BUF_INIT;
	const struct err *err = NULL;

	buf_addf(&name, "%s.csv", table->name);
	file_join(&path, folder, buf_str(&name));
	if (spreadsheet)
		err = spreadsheet_write(&text, buf_slice(&table->rows));
	if (err == NULL)
		err = file_write(buf_str(&path), spreadsheet ?
		    buf_slice(&text) : buf_slice(&table->rows));
	if (err == NULL)
		words_print(stdout, ws->language, W_EXPORTED, buf_str(&path),
		    NUMBER(table->row_count), (char *)NULL);
	buf_wipe(&text);
	buf_free(&name);
	buf_free(&path);
	return err;
}

/* None: somebody may have been erased since an earlier export had some. */
static const struct err *
write_remarks(const struct workspace *ws, const char *folder,
    const struct table *remarks, bool spreadsheet)
{
	struct buf path = BUF_INIT;
	const struct err *err = NULL;

	file_join(&path, folder, "remarks.csv");
	if (remarks->row_count > 0)
		err = write_table(ws, folder, remarks, spreadsheet);
	else if (platform_exists(buf_str(&path)))
		err = file_shred(buf_str(&path));
	buf_free(&path);
	return err;
}

/* What the files were made from; the same study gives the same bytes. */
static const struct err *
write_origin(const char *folder, const struct workspace *ws,
    const struct dataset *dataset, const struct tables *tables,
    const struct table_options *options)
{
	struct json *o = json_new_object();
	struct buf text = BUF_INIT, path = BUF_INIT;
	const struct err *err;

	json_put_hex(o, "digest", dataset->digest.bytes, HASH_BYTES);
	json_put_u64(o, "manifest", manifest_version(ws->manifest));
	json_put_u64(o, "merge_rule", MERGE_RULE);
	json_put(o, "personal", json_new_bool(options->personal));
	json_put(o, "practice", json_new_bool(options->practice));
	json_put_string(o, "program", "merger " RECOLTE_VERSION);
	json_put_hex(o, "study", ws->keys.study.bytes, HASH_BYTES);
	json_put_string(o, "title", manifest_title(ws->manifest));
	json_put_u64(o, "without_agreement", tables->left_out);
	json_put_u64(o, "withdrawn_or_void", tables->withdrawn);
	json_write(&text, o);
	buf_add_byte(&text, '\n');
	file_join(&path, folder, "origin.json");
	err = file_write(buf_str(&path), buf_slice(&text));
	json_free(o);
	buf_free(&text);
	buf_free(&path);
	return err;
}

/* What each column is, and which versions of the form have it. */
static const struct err *
write_columns(const char *folder, struct workspace *ws,
    const struct tables *tables, bool spreadsheet)
{
	struct buf text = BUF_INIT, sheet = BUF_INIT, path = BUF_INIT;
	const struct err *err = columns_write(&text, tables, ws);

	file_join(&path, folder, "columns.csv");
	if (err == NULL && spreadsheet)
		err = spreadsheet_write(&sheet, buf_slice(&text));
	if (err == NULL)
		err = file_write(buf_str(&path), buf_slice(spreadsheet ?
		    &sheet : &text));
	buf_free(&text);
	buf_free(&sheet);
	buf_free(&path);
	return err;
}

static void
remark(enum language language, const struct tables *tables, bool practice)
{
	const struct {
		size_t count;
		enum word why;
	} kinds[] = {
		{ tables->left_out, W_LEFT_NO_AGREEMENT },
		{ tables->withdrawn, W_LEFT_WITHDRAWN },
		{ tables->practice, practice ? W_LEFT_NO_PRACTICE :
		    W_LEFT_PRACTICE },
		{ tables->formless, W_LEFT_FORMLESS },
		{ tables->broken, W_LEFT_BROKEN }
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].count > 0)
			words_print(stderr, language, kinds[i].why,
			    NUMBER(kinds[i].count), (char *)NULL);
}

static const struct err *
take_joins(const char **joins, const struct cli *cli)
{
	for (size_t i = 0; (joins[i] = cli_value_at(cli, "join", i)); i++)
		if (i == JOINS_MAX)
			return err_new(ERR_LIMIT, "more than %d times --join",
			    JOINS_MAX);
	return NULL;
}

/* Its parents are not made: a drive that is away would be invented. */
static const struct err *
make_folder(const char *folder)
{
	struct buf above = BUF_INIT;
	const struct err *err = NULL;

	if (!platform_exists(folder) && !file_has_folder(&above, folder))
		err = err_new(ERR_NOT_FOUND, "%s: the folder %s is not there",
		    folder, buf_str(&above));
	buf_free(&above);
	return err ? err : platform_make_folder(folder);
}

const struct err *
cmd_export_csv(struct cli *cli)
{
	const char *folder = cli_operand(cli, 0);
	const char *joins[JOINS_MAX + 1] = { NULL };
	struct table_options options = { cli_has(cli, "personal"),
		cli_has(cli, "raw"), cli_has(cli, "practice"), joins };
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct tables tables = { 0 };
	size_t missing;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = take_joins(joins, cli);
	if (err == NULL)
		err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = tables_make(&tables, &ws, &dataset, &options);
	if (err == NULL)
		err = make_folder(folder);
	if (err == NULL)
		err = remains_note_export(&ws, folder);
	if (err == NULL)
		err = remains_clean_export(&ws, folder);
	for (size_t i = 0; i < tables.count && err == NULL; i++)
		err = write_table(&ws, folder, &tables.items[i],
		    cli_has(cli, "spreadsheet"));
	if (err == NULL)
		err = write_remarks(&ws, folder, &tables.remarks,
		    cli_has(cli, "spreadsheet"));
	if (err == NULL)
		err = media_write(&ws, folder, &tables.media, options.raw,
		    &missing);
	if (err == NULL)
		err = write_columns(folder, &ws, &tables,
		    cli_has(cli, "spreadsheet"));
	if (err == NULL)
		err = write_origin(folder, &ws, &dataset, &tables, &options);
	if (err == NULL && options.personal)
		words_print(stderr, ws.language, W_EXPORT_PERSONAL, folder,
		    (char *)NULL);
	if (err == NULL)
		remark(ws.language, &tables, options.practice);
	if (err == NULL && !options.practice)
		phase_remind(&ws);
	if (err == NULL && missing > 0)
		cli_attention(cli);
	tables_free(&tables);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
