/* merger duplicates: interviews that may be of one person. */
#include <stdio.h>

#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/dataset/duplicates.h"
#include "merger/study/roster.h"

static const enum word grounds[] = {
	[DUPLICATE_CASE] = W_SAME_CASE,
	[DUPLICATE_EMAIL] = W_SAME_EMAIL
};

static void
print_one(enum language language, const struct json *roster,
    const struct duplicate *d)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	roster_call(&a, roster, d->a->merged.creator);
	roster_call(&b, roster, d->b->merged.creator);
	words_print(stdout, language, W_DUPLICATE, d->a->merged.id,
	    buf_str(&a), d->b->merged.id, buf_str(&b), words_text(language,
	    grounds[d->ground]), (char *)NULL);
	buf_free(&a);
	buf_free(&b);
	if (d->ground == DUPLICATE_CASE)
		printf("%s%s", words_text(language, W_COLON),
		    record_value(d->a, ".case"));
	putchar('\n');
}

const struct err *
cmd_duplicates(struct cli *cli)
{
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct duplicate *pairs = NULL;
	struct json *roster = NULL;
	size_t count = 0;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = roster_read(&ws, &roster);
	if (err == NULL)
		duplicates_find(&dataset, &pairs, &count);
	for (size_t i = 0; i < count; i++)
		print_one(ws.language, roster, &pairs[i]);
	if (err == NULL)
		words_print(stderr, ws.language, W_DUPLICATES, NUMBER(count),
		    (char *)NULL);
	if (count > 0)
		cli_attention(cli);
	json_free(roster);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
