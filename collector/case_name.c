/*
 * case_name.c - what a case is called by, and in which order people read what
 * is known of it. A frame brings any columns, in any language; which are names,
 * places, work or ways to reach somebody is read from how they are called.
 */
#include <stdlib.h>
#include <string.h>

#include "collector/casebook.h"
#include "kit/base/text.h"

/* In the order in which they are shown. */
enum kind { KIND_GIVEN, KIND_NAME, KIND_PLACE, KIND_WORK, KIND_OTHER,
	KIND_REACH };

enum { OTHERS_MAX = 3, WHOLE_WORD_MAX = 4 };

/*
 * Words of a column's name, without accents; what stands first in this table
 * decides: "nom_structure" is a place, "tel_contact" a telephone. Those up to
 * WHOLE_WORD_MAX letters are whole words, others how a word begins.
 */
static const struct { const char *word; enum kind kind; } words[] = {
	{ "tel", KIND_REACH }, { "telephone", KIND_REACH },
	{ "phone", KIND_REACH }, { "mobile", KIND_REACH },
	{ "portable", KIND_REACH }, { "fax", KIND_REACH },
	{ "mail", KIND_REACH }, { "email", KIND_REACH },
	{ "courriel", KIND_REACH }, { "adresse", KIND_REACH },
	{ "address", KIND_REACH }, { "url", KIND_REACH },
	{ "web", KIND_REACH }, { "site", KIND_REACH },
	{ "structure", KIND_PLACE }, { "organi", KIND_PLACE },
	{ "employ", KIND_PLACE }, { "institut", KIND_PLACE },
	{ "associ", KIND_PLACE }, { "service", KIND_PLACE },
	{ "etablissement", KIND_PLACE }, { "collectivit", KIND_PLACE },
	{ "commune", KIND_PLACE }, { "municip", KIND_PLACE },
	{ "mairie", KIND_PLACE }, { "ville", KIND_PLACE },
	{ "town", KIND_PLACE }, { "city", KIND_PLACE },
	{ "school", KIND_PLACE }, { "ecole", KIND_PLACE },
	{ "company", KIND_PLACE }, { "entreprise", KIND_PLACE },
	{ "fonction", KIND_WORK }, { "function", KIND_WORK },
	{ "role", KIND_WORK }, { "poste", KIND_WORK },
	{ "job", KIND_WORK }, { "title", KIND_WORK },
	{ "titre", KIND_WORK }, { "position", KIND_WORK },
	{ "metier", KIND_WORK }, { "profession", KIND_WORK },
	{ "prenom", KIND_GIVEN }, { "given", KIND_GIVEN },
	{ "first", KIND_GIVEN }, { "firstname", KIND_GIVEN },
	{ "nom", KIND_NAME }, { "name", KIND_NAME },
	{ "surname", KIND_NAME }, { "lastname", KIND_NAME },
	{ "fullname", KIND_NAME }, { "personne", KIND_NAME },
	{ "person", KIND_NAME }, { "contact", KIND_REACH }
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
has_word(const char *folded, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = folded; (at = strstr(at, word)) != NULL; at++)
		if ((at == folded || !is_letter(at[-1])) &&
		    (len > WHOLE_WORD_MAX || !is_letter(at[len])))
			return true;
	return false;
}

static enum kind
kind_of(const char *column)
{
	struct buf folded = BUF_INIT;
	enum kind kind = KIND_OTHER;

	text_fold(&folded, slice_str(column));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (has_word(buf_str(&folded), words[i].word)) {
			kind = words[i].kind;
			break;
		}
	buf_free(&folded);
	return kind;
}

struct ranked { const char *path, *value; enum kind kind; };

static int
compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) :
	    strcmp(x->path, y->path);
}

static struct ranked *
rank(struct arena *arena, const struct field *items, size_t count, size_t *n)
{
	struct ranked *out = arena_alloc_n(arena, count + 1, sizeof(*out));

	*n = 0;
	for (size_t i = 0; i < count; i++)
		if (items[i].path[0] != '.')
			out[(*n)++] = (struct ranked){ items[i].path,
				items[i].value, kind_of(items[i].path) };
	if (*n > 0)
		qsort(out, *n, sizeof(*out), compare_ranked);
	return out;
}

const struct fields *
casebook_known(const struct casework *c)
{
	return c->in_sample ? &c->sample : &c->own;
}

struct field *
casebook_in_order(struct arena *arena, const struct field *items, size_t count,
    size_t *n)
{
	struct ranked *ranked = rank(arena, items, count, n);
	struct field *out = arena_alloc_n(arena, *n + 1, sizeof(*out));

	for (size_t i = 0; i < *n; i++)
		out[i] = (struct field){ ranked[i].path, ranked[i].value };
	return out;
}

const char *
casebook_name(struct arena *arena, const struct casework *c)
{
	const struct fields *known = casebook_known(c);
	struct buf text = BUF_INIT;
	const char *kept;
	size_t n, shown = 0;
	struct ranked *r = rank(arena, known->items, known->count, &n);
	enum kind last = KIND_GIVEN;

	for (size_t i = 0; i < n && r[i].kind < KIND_REACH; i++) {
		if (r[i].kind == KIND_OTHER &&
		    (last < KIND_OTHER ? shown > 0 : shown >= OTHERS_MAX))
			break;
		/* "Agnès Müller" is one name, whatever the columns. */
		buf_addf(&text, "%s%s", shown == 0 ? "" :
		    last == KIND_GIVEN && r[i].kind == KIND_NAME ? " " : ", ",
		    r[i].value);
		last = r[i].kind;
		shown++;
	}
	kept = arena_slice(arena, buf_slice(&text));
	buf_free(&text);
	return kept[0] != '\0' ? kept : c->key;
}

const struct err *
casebook_name_of_key(const char **out, const struct session *s,
    struct arena *arena, const char *key)
{
	struct casework *cases;
	size_t count = 0;
	const struct err *err;

	*out = "";
	if (key[0] == '\0')
		return NULL;
	*out = arena_strdup(arena, key);
	err = store_cases(s->store, arena, &cases, &count);
	for (size_t i = 0; i < count && !err; i++)
		if (!strcmp(cases[i].key, key) || !strcmp(cases[i].id, key)) {
			*out = casebook_name(arena, &cases[i]);
			break;
		}
	return err;
}
