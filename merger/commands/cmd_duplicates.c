/* merger duplicates: interviews that may be of one person. */
#include <stdio.h>

#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/dataset/duplicates.h"

static const enum word grounds[] = {
	[DUPLICATE_CASE] = W_SAME_CASE,
	[DUPLICATE_EMAIL] = W_SAME_EMAIL
};

static void
print_one(enum language language, const struct duplicate *d)
{
	words_print(stdout, language, W_DUPLICATE, d->a->merged.id,
	    SHORT(d->a->merged.creator), d->b->merged.id,
	    SHORT(d->b->merged.creator), words_text(language,
	    grounds[d->ground]), (char *)NULL);
	if (d->ground == DUPLICATE_CASE)
		printf(": %s", record_value(d->a, ".case"));
	putchar('\n');
}

const struct err *
cmd_duplicates(struct cli *cli)
{
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct duplicate *pairs = NULL;
	size_t count = 0;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = dataset_load(&dataset, &ws);
	if (err == NULL)
		duplicates_find(&dataset, &pairs, &count);
	for (size_t i = 0; i < count; i++)
		print_one(ws.language, &pairs[i]);
	if (err == NULL)
		words_print(stderr, ws.language, W_DUPLICATES, NUMBER(count),
		    (char *)NULL);
	if (count > 0)
		cli_attention(cli);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
