#include "formspec/instance_internal.h"
#include "kit/base/mem.h"

const char *
answer_failure(const struct answer *answer)
{
	const struct failure *failure = cell_of(answer)->failures;

	return failure ? failure->msg : NULL;
}

static struct failure **
find_failure(struct cell *cell, uint32_t unit)
{
	struct failure **at = &cell->failures;

	while (*at != NULL && (*at)->unit != unit)
		at = &(*at)->next;
	return at;
}

void
cell_fail(struct cell *cell, uint32_t unit, const char *msg)
{
	struct failure **at = find_failure(cell, unit);

	if (*at == NULL) {
		*at = mem_alloc(sizeof(**at));
		(*at)->unit = unit;
	}
	mem_free((*at)->msg);
	(*at)->msg = mem_strdup(msg);
}

void
cell_recover(struct cell *cell, uint32_t unit)
{
	struct failure **at = find_failure(cell, unit), *gone = *at;

	if (gone == NULL)
		return;
	*at = gone->next;
	mem_free(gone->msg);
	mem_free(gone);
}

void
cell_forget_failures(struct cell *cell)
{
	while (cell->failures != NULL)
		cell_recover(cell, cell->failures->unit);
}
