#include "merger/dataset/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

/* What an interview is compared by; "" is no evidence. */
struct traits {
	const struct record *record;
	const char *case_id;
	const char *email;		/* lower case */
	const char *given, *family;	/* folded */
};

struct pairs {
	struct duplicate *items;
	size_t count, capacity;
};

static const char *
folded(struct arena *arena, const char *text)
{
	struct buf b = BUF_INIT;
	const char *out;

	text_fold(&b, slice_str(text));
	out = arena_slice(arena, buf_slice(&b));
	buf_free(&b);
	return out;
}

static const char *
lowered(struct arena *arena, const char *text)
{
	struct slice trimmed = text_trim(slice_str(text));
	char *out = arena_slice(arena, trimmed);

	for (char *c = out; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c + 32);
	return out;
}

static struct traits
traits_of(struct arena *arena, const struct record *r)
{
	return (struct traits){ r, record_value(r, ".case"),
		lowered(arena, record_role_value(r, "email")),
		folded(arena, record_role_value(r, "given-name")),
		folded(arena, record_role_value(r, "family-name")) };
}

/* Offices share mailboxes: an address counts only with an agreeing name. */
static bool
names_agree(const struct traits *a, const struct traits *b)
{
	if (a->family[0] == '\0' || b->family[0] == '\0')
		return false;
	if (!strcmp(a->family, b->family) && !strcmp(a->given, b->given))
		return true;
	return a->given[0] != '\0' && !strcmp(a->family, b->given) &&
	    !strcmp(a->given, b->family);
}

static void
add_pair(struct pairs *pairs, const struct traits *a, const struct traits *b,
    enum duplicate_ground ground)
{
	void *items = pairs->items;
	bool swap = strcmp(a->record->merged.id, b->record->merged.id) > 0;

	mem_grow(&items, &pairs->capacity, pairs->count + 1,
	    sizeof *pairs->items);
	pairs->items = items;
	pairs->items[pairs->count++] = (struct duplicate){
		swap ? b->record : a->record, swap ? a->record : b->record,
		ground };
}

static int
by_id(const struct traits *a, const struct traits *b)
{
	return strcmp(a->record->merged.id, b->record->merged.id);
}

static int
by_case(const void *a, const void *b)
{
	const struct traits *x = a, *y = b;
	int order = strcmp(x->case_id, y->case_id);

	return order ? order : by_id(x, y);
}

static int
by_email(const void *a, const void *b)
{
	const struct traits *x = a, *y = b;
	int order = strcmp(x->email, y->email);

	return order ? order : by_id(x, y);
}

/*
 * With so many at once each is compared, or a laptop that sends one case ten
 * thousand times would ask for fifty million pairs.
 */
enum { NEIGHBOURS_MAX = 100 };

/* Pairs within each run of equal case ids: the table is sorted by them. */
static void
pair_by_case(struct pairs *pairs, const struct traits *t, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n && j - i <= NEIGHBOURS_MAX &&
		    t[i].case_id[0] != '\0' &&
		    !strcmp(t[i].case_id, t[j].case_id); j++)
			add_pair(pairs, &t[i], &t[j], DUPLICATE_CASE);
}

static void
pair_by_email(struct pairs *pairs, const struct traits *t, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n && j - i <= NEIGHBOURS_MAX &&
		    t[i].email[0] != '\0' &&
		    !strcmp(t[i].email, t[j].email); j++) {
			bool same_case = t[i].case_id[0] != '\0' &&
			    !strcmp(t[i].case_id, t[j].case_id);

			if (!same_case && names_agree(&t[i], &t[j]))
				add_pair(pairs, &t[i], &t[j],
				    DUPLICATE_EMAIL);
		}
}

static int
compare_pairs(const void *a, const void *b)
{
	const struct duplicate *x = a, *y = b;
	int order = strcmp(x->a->merged.id, y->a->merged.id);

	return order ? order : strcmp(x->b->merged.id, y->b->merged.id);
}

void
duplicates_find(struct dataset *dataset, struct duplicate **out,
    size_t *count)
{
	struct traits *t = arena_alloc_n(dataset->arena, dataset->count,
	    sizeof *t);
	struct pairs pairs = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < dataset->count; i++)
		if (record_is_interview(&dataset->records[i]) &&
		    !record_is_practice(&dataset->records[i]))
			t[n++] = traits_of(dataset->arena,
			    &dataset->records[i]);
	qsort(t, n, sizeof *t, by_case);
	pair_by_case(&pairs, t, n);
	qsort(t, n, sizeof *t, by_email);
	pair_by_email(&pairs, t, n);
	if (pairs.count > 0)
		qsort(pairs.items, pairs.count, sizeof *pairs.items,
		    compare_pairs);
	*out = arena_alloc_n(dataset->arena, pairs.count, sizeof **out);
	if (pairs.count > 0)
		memcpy(*out, pairs.items, pairs.count * sizeof **out);
	*count = pairs.count;
	mem_free(pairs.items);
}
