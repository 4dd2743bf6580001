/* merge_settle.c - one value from several heads. */
#include <string.h>

#include "kit/record/merge_parts.h"

static bool
same_value(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

void
settle_values(struct merge_field *field)
{
	struct merged_field *out = &field->out;

	out->value = out->heads[0].value;
	out->winner = out->heads[0].input;
	for (size_t h = 1; h < out->head_count; h++)
		if (!same_value(out->heads[h].value, out->value))
			out->conflict = CONFLICT_VALUES;
}

/* ---- Consent ---- */

/* Names that forms give to "no", compared without regard to ASCII case. */
static const char *const refusals[] = {
	"0", "declined", "denied", "false", "n", "no", "non", "refus", "refuse",
	"refused",
};

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_refusal(const char *value)
{
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		const char *word = refusals[i], *at = value;

		while (*word != '\0' && *word == lower(*at)) {
			word++;
			at++;
		}
		if (*word == '\0' && *at == '\0')
			return true;
	}
	return false;
}

static bool
has_token(const char *value, const char *token, size_t len)
{
	for (const char *at = value; at != NULL && *at != '\0';) {
		size_t n = strcspn(at, " ");

		if (n == len && memcmp(at, token, len) == 0)
			return true;
		at += n + (at[n] == ' ');
	}
	return false;
}

static bool
all_have_token(const struct merged_field *field, const char *token, size_t len)
{
	for (size_t h = 0; h < field->head_count; h++)
		if (!has_token(field->heads[h].value, token, len))
			return false;
	return true;
}

/* Every word of it, in what that head says. */
static bool
has_all_tokens(const char *said, const char *value)
{
	for (const char *at = value; *at != '\0';) {
		size_t n = strcspn(at, " ");

		if (n > 0 && !has_token(said, at, n))
			return false;
		at += n + (at[n] == ' ');
	}
	return true;
}

bool
merged_consents(const struct merged_field *field, const char *value)
{
	if (value[0] == '\0' || is_refusal(value))
		return true;
	for (size_t h = 0; field != NULL && h < field->head_count; h++)
		if (has_all_tokens(field->heads[h].value, value))
			return true;
	return false;
}

/* What every head says yes to, or NULL. */
static const char *
shared_tokens(const struct merged_field *field, struct arena *arena)
{
	struct buf shared = BUF_INIT;
	const char *result = NULL, *at = field->heads[0].value;

	while (at != NULL && *at != '\0') {
		size_t n = strcspn(at, " ");

		if (n > 0 && all_have_token(field, at, n)) {
			if (shared.len > 0)
				buf_add_byte(&shared, ' ');
			buf_append(&shared, at, n);
		}
		at += n + (at[n] == ' ');
	}
	if (shared.len > 0)
		result = arena_strdup(arena, buf_str(&shared));
	buf_free(&shared);
	return result;
}

/* The best head with that value, else the best of all. */
static const struct merge_input *
head_with(const struct merged_field *field, const char *value)
{
	for (size_t h = 0; h < field->head_count; h++)
		if (same_value(field->heads[h].value, value))
			return field->heads[h].input;
	return field->heads[0].input;
}

/*
 * A refusal protects most. Without one, only what all heads agree to is
 * consented: "yes" here and nothing there is nothing.
 */
void
settle_consent(struct merge_field *field, struct arena *arena)
{
	struct merged_field *out = &field->out;

	if (out->conflict != CONFLICT_VALUES)
		return;
	for (size_t h = 0; h < out->head_count; h++) {
		const char *value = out->heads[h].value;

		if (value != NULL && is_refusal(value)) {
			out->value = value;
			out->winner = out->heads[h].input;
			return;
		}
	}
	out->value = shared_tokens(out, arena);
	out->winner = head_with(out, out->value);
}

/* ---- State ---- */

void
settle_state(struct merged_record *out, struct merge_graph *graph,
    struct arena *arena)
{
	struct merge_head *writes = arena_alloc_n(arena, graph->count,
	    sizeof *writes);
	const struct merge_head *heads;
	size_t count = 0;

	for (size_t i = 0; i < graph->count; i++)
		if (graph->inputs[i].standing == STANDS &&
		    graph->inputs[i].revision->state != STATE_UNCHANGED)
			writes[count++].input = &graph->inputs[i];
	if (count == 0)
		return;
	heads = heads_of(graph, arena, writes, count, &count);
	out->state = heads[0].input->revision->state;
	for (size_t h = 1; h < count; h++) {
		enum record_state state = heads[h].input->revision->state;

		if (state != heads[0].input->revision->state)
			out->state_conflict = CONFLICT_STATE;
		if (state > out->state)
			out->state = state;
	}
}

/* ---- Form version ---- */

/* What revision i builds on: of the parents' versions, that of the best. */
static struct hash
inherited_form(const struct merge_graph *graph, const struct hash *forms,
    size_t i)
{
	const struct merge_input *best = NULL;
	struct hash form = { { 0 } };

	for (size_t e = graph->parents_at[i]; e < graph->parents_at[i + 1];
	    e++) {
		const struct merge_input *parent =
		    &graph->inputs[graph->parents[e]];

		if (best != NULL && !head_is_better(parent, best))
			continue;
		best = parent;
		form = forms[graph->parents[e]];
	}
	return form;
}

/*
 * To go on in the version of a parent is no choice of a version: a correction
 * by somebody who has not got the new one yet takes nothing back.
 */
static bool
chooses_form(const struct merge_graph *graph, const struct hash *forms,
    size_t i)
{
	const struct merge_input *input = &graph->inputs[i];

	if (hash_is_zero(&input->revision->form))
		return false;
	if (input->revision->parent_count == 0)
		return standing_is_accepted(input);
	for (size_t e = graph->parents_at[i]; e < graph->parents_at[i + 1];
	    e++)
		if (hash_equal(&forms[graph->parents[e]],
		    &input->revision->form))
			return false;
	return input->standing == STANDS;
}

void
settle_form(struct merged_record *out, struct merge_graph *graph,
    struct arena *arena)
{
	struct hash *forms = arena_alloc_n(arena, graph->count, sizeof *forms);
	struct merge_head *writes = arena_alloc_n(arena, graph->count,
	    sizeof *writes);
	const struct merge_head *heads;
	size_t count = 0;

	for (size_t n = 0; n < graph->order_count; n++) {
		size_t i = graph->order[n];
		const struct hash *own = &graph->inputs[i].revision->form;

		forms[i] = hash_is_zero(own) ?
		    inherited_form(graph, forms, i) : *own;
	}
	for (size_t i = 0; i < graph->count; i++)
		if (standing_is_accepted(&graph->inputs[i]) &&
		    chooses_form(graph, forms, i))
			writes[count++].input = &graph->inputs[i];
	if (count == 0)
		return;
	heads = heads_of(graph, arena, writes, count, &count);
	out->form = heads[0].input->revision->form;
}
