/* merger duplicates: interviews that may be of one person. */
#include <stdio.h>

#include "merger/commands.h"
#include "merger/duplicates.h"

static const char *const grounds[] = {
	[DUPLICATE_CASE] = "the same case",
	[DUPLICATE_EMAIL] = "the same e-mail address and an agreeing name"
};

static void
print_one(const struct duplicate *d)
{
	printf("%s  by %.8s\n%s  by %.8s\n    %s", d->a->merged.id,
	    d->a->merged.creator, d->b->merged.id, d->b->merged.creator,
	    grounds[d->ground]);
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
	const struct err *err = workspace_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = dataset_load(&dataset, &ws);
	if (err == NULL)
		duplicates_find(&dataset, &pairs, &count);
	for (size_t i = 0; i < count; i++)
		print_one(&pairs[i]);
	if (err == NULL)
		fprintf(stderr, "merger: %zu pair%s of interviews may be of "
		    "one person\n", count, count == 1 ? "" : "s");
	if (count > 0)
		cli_attention(cli);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
