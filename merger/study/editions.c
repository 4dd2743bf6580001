#include "merger/study/editions.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "merger/study/forms.h"
#include "merger/workspace/query.h"

/* ---- what the manifests list ---- */

static struct edition *
find(const struct editions *editions, const struct hash *version)
{
	for (size_t i = 0; i < editions->count; i++)
		if (hash_equal(&editions->items[i].version, version))
			return &editions->items[i];
	return NULL;
}

/* Published again, it is the newest: behind all others. */
static void
list_one(struct editions *out, const struct manifest_form *form,
    int64_t time_ms)
{
	struct edition *known = find(out, &form->version);
	struct edition one = { .form = form->name, .version = form->version,
		.published_ms = time_ms };

	if (known != NULL) {
		size_t behind = (size_t)(out->items + out->count - known) - 1;

		memmove(known, known + 1, behind * sizeof *known);
		out->count--;
	}
	out->items[out->count++] = one;
}

/* What a manifest lists beyond those before it was published with it. */
static void
list_manifest(struct editions *out, const struct workspace *ws,
    const struct manifest *manifest, size_t *known)
{
	size_t count, all;
	const struct manifest_form *forms =
	    manifest_forms(ws->manifest, &all);

	(void)manifest_forms(manifest, &count);
	for (; *known < count && *known < all; ++*known)
		list_one(out, &forms[*known], manifest_time_ms(manifest));
}

static const struct err *
walk_manifests(struct editions *out, struct workspace *ws)
{
	struct manifest *last = NULL;
	struct db_statement *s;
	bool row = false;
	size_t known = 0;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT file FROM manifest ORDER BY version", NO_VALUES);

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		struct manifest *next = NULL;

		err = manifest_read(&next, db_blob(s, 0), last,
		    &ws->keys.study);
		if (err == NULL)
			list_manifest(out, ws, next, &known);
		if (err == NULL) {
			manifest_free(last);
			last = next;
		}
	}
	manifest_free(last);
	db_done(s);
	return err_in(err, "manifest in the index");
}

static void
mark_field(struct editions *editions)
{
	struct map *seen = map_new();

	for (size_t i = editions->count; i-- > 0;)
		editions->items[i].in_field = map_set(seen,
		    editions->items[i].form, editions) == NULL;
	map_free(seen);
}

const struct err *
editions_list(struct editions *out, struct workspace *ws)
{
	const struct err *err;
	size_t count;

	(void)manifest_forms(ws->manifest, &count);
	*out = (struct editions){ mem_alloc_n(count + 1, sizeof *out->items),
		0 };
	err = walk_manifests(out, ws);
	mark_field(out);
	return err;
}

void
editions_free(struct editions *editions)
{
	mem_free(editions->items);
	*editions = (struct editions){ NULL, 0 };
}

/* ---- looking among them ---- */

const struct edition *
editions_in_field(const struct editions *editions, const char *form)
{
	for (size_t i = editions->count; i-- > 0;)
		if (!strcmp(editions->items[i].form, form))
			return &editions->items[i];
	return NULL;
}

static const struct err *
says(bool *out, struct workspace *ws, const struct edition *edition,
    struct slice json)
{
	const struct package *package;
	struct buf own = BUF_INIT;
	const struct err *err = forms_package(ws, &edition->version,
	    &package);

	*out = false;
	if (err != NULL)	/* one that is damaged is another one */
		return err_is_of_system(err) ? err : NULL;
	form_write_json(&own, package->form);
	*out = slice_equal(buf_slice(&own), json);
	buf_free(&own);
	return NULL;
}

const struct err *
editions_find(const struct edition **out, const struct editions *editions,
    struct workspace *ws, const struct form *form)
{
	struct buf json = BUF_INIT;
	const struct err *err = NULL;

	*out = NULL;
	form_write_json(&json, form);
	for (size_t i = editions->count; i-- > 0 && *out == NULL && !err;) {
		const struct edition *edition = &editions->items[i];
		bool same = false;

		if (!strcmp(edition->form, form->id))
			err = says(&same, ws, edition, buf_slice(&json));
		*out = same ? edition : NULL;
	}
	buf_free(&json);
	return err;
}

/* ---- from a file ---- */

static void
say_all(const struct diags *diags, const char *language)
{
	struct buf said = BUF_INIT;

	diags_print(&said, diags, language);
	fputs(buf_str(&said), stderr);
	buf_free(&said);
}

const struct err *
editions_read(struct form **out, const char *path, const char *language)
{
	struct diags *diags = diags_new();
	const struct err *err = err_named(form_read(out, path, diags));

	if (err == NULL && language != NULL)
		say_all(diags, language);
	if (err == NULL && *out == NULL && language != NULL)
		err = err_new(ERR_FORMAT, "%s: not a usable form", path);
	if (err == NULL && *out == NULL)
		err = err_first(diags_error(diags),
		    err_new(ERR_FORMAT, "%s: not a usable form", path));
	if (err == NULL && form_missing_file(*out) != NULL)
		err = err_new(ERR_USAGE, "%s: the file \"%s\" is not "
		    "beside it", path, form_missing_file(*out));
	diags_free(diags);
	return err;
}
