/* store_study.c - the study that the store belongs to, its manifests, forms. */
#include "collector/store/store_parts.h"

#include <string.h>

#include "kit/base/mem.h"

static const struct err *
study_take(struct store *store, struct db_statement *st)
{
	struct study *study = &store->study;
	const struct err *err;

	err = take_bytes(study->id.bytes, HASH_BYTES, st, 0, "the study id");
	if (!err)
		err = take_bytes(study->sign.bytes, SIGN_PUBLIC_BYTES, st, 1,
		    "the signing key");
	if (!err)
		err = take_bytes(study->seal.bytes, SEAL_PUBLIC_BYTES, st, 2,
		    "the sealing key");
	if (err)
		return err;
	device_id_of(study->device, &study->sign);
	mem_free(store->hub);
	store->hub = mem_strdup(db_text(st, 3));
	study->hub = store->hub;
	study->joined_ms = db_int(st, 4);
	study->synced_ms = db_int(st, 5);
	buf_reset(&store->keyfile);
	buf_add_slice(&store->keyfile, db_blob(st, 6));
	mem_free(store->phase);
	store->phase = mem_strdup(db_text(st, 7));
	study->phase = store->phase;
	store->joined = true;
	return NULL;
}

const struct err *
study_load(struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	err = db_prepare(&st, store->db, "select id, sign_public, seal_public,"
	    " hub, joined_ms, synced_ms, keyfile, phase from study");
	if (err)
		return err;
	err = db_step(st, &row);
	if (!err && row)
		err = study_take(store, st);
	db_done(st);
	return err;
}

const struct study *
store_study(const struct store *store)
{
	return store->joined ? &store->study : NULL;
}

/* ---- joining ---- */

static const struct err *
insert_study(struct store *store, const struct store_joining *j)
{
	const struct err *err;
	struct db_statement *st;
	char device[DEVICE_ID_MAX];

	err = db_prepare(&st, store->db, "insert into study (one, id, device,"
	    " sign_public, seal_public, keyfile, sign_sealed, seal_sealed, hub,"
	    " enrolment, joined_ms) values (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	if (err)
		return err;
	device_id_of(device, &j->sign->public);
	bind_hash(st, 1, &j->study);
	db_bind_text(st, 2, device);
	db_bind_blob(st, 3, slice_of(j->sign->public.bytes, SIGN_PUBLIC_BYTES));
	db_bind_blob(st, 4, slice_of(j->seal->public.bytes, SEAL_PUBLIC_BYTES));
	db_bind_blob(st, 5, buf_slice(&store->keyfile));
	err = bind_sealed(st, 6, store, "study.sign", NULL,
	    slice_of(j->sign->secret, SIGN_SECRET_BYTES));
	if (!err)
		err = bind_sealed(st, 7, store, "study.seal", NULL,
		    slice_of(j->seal->secret, SEAL_SECRET_BYTES));
	db_bind_text(st, 8, j->hub);
	db_bind_blob(st, 9, j->enrolment);
	db_bind_int(st, 10, j->now_ms);
	if (!err)
		err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_join(struct store *store, const struct store_joining *joining)
{
	const struct err *err;

	if (store->joined)
		return err_new(ERR_USAGE, "%s: a study was joined here "
		    "already", store->folder);
	err = keys_make(store, joining->passphrase);
	if (!err)
		err = insert_study(store, joining);
	if (!err)
		err = store_new_chain(store, 0, joining->now_ms);
	if (!err)
		err = study_load(store);
	store->sign = *joining->sign;
	store->seal = *joining->seal;
	return err ? err : place_keep(store);
}

/* ---- the rest of the row ---- */

/* The one value of a query, as bytes. */
static const struct err *
read_one(struct buf *out, struct store *store, const char *sql)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	err = db_prepare(&st, store->db, sql);
	if (err)
		return err;
	err = db_step(st, &row);
	if (!err && row)
		buf_add_slice(out, db_blob(st, 0));
	db_done(st);
	return err;
}

const struct err *
store_enrolment(struct buf *out, struct store *store)
{
	return read_one(out, store, "select enrolment from study");
}

const struct err *
store_set_enrolment(struct store *store, struct slice enrolment)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update study set enrolment = ?,"
	    " refused = ''");
	if (err)
		return err;
	db_bind_blob(st, 1, enrolment);
	err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_refusal(struct buf *out, struct store *store)
{
	return read_one(out, store, "select refused from study");
}

const struct err *
store_set_refusal(struct store *store, const char *reason)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update study set refused = ?");
	if (err)
		return err;
	db_bind_text(st, 1, reason);
	err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_set_hub(struct store *store, const char *hub)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update study set hub = ?");
	if (err)
		return err;
	db_bind_text(st, 1, hub);
	err = db_run(st);
	db_done(st);
	return err ? err : study_load(store);
}

const struct err *
store_set_synced(struct store *store, int64_t now_ms)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update study set synced_ms = ?");
	if (err)
		return err;
	db_bind_int(st, 1, now_ms);
	err = db_run(st);
	db_done(st);
	return err ? err : study_load(store);
}

/* ---- manifests ---- */

/*
 * A store is of the phase in which its first response began: what was tried
 * out and what counts never lie in one store.
 */
static const struct err *
follow_phase(struct store *store, const struct manifest *manifest)
{
	const struct err *err;
	struct db_statement *st;
	const char *phase = manifest_phase(manifest);

	if (!strcmp(phase, "closed"))
		return NULL;
	err = db_prepare(&st, store->db, "update study set phase = ?"
	    " where not exists (select 1 from response)"
	    " and not exists (select 1 from contact)");
	if (err)
		return err;
	db_bind_text(st, 1, phase);
	err = db_run(st);
	db_done(st);
	return err ? err : study_load(store);
}

const struct err *
store_add_manifest(struct store *store, const struct manifest *manifest)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db,
	    "insert into manifest (version, file) values (?, ?)");
	if (err)
		return err;
	db_bind_int(st, 1, (int64_t)manifest_version(manifest));
	db_bind_blob(st, 2, manifest_file(manifest));
	err = db_run(st);
	db_done(st);
	manifest_free(store->manifest);
	store->manifest = NULL;
	return err ? err : follow_phase(store, manifest);
}

/*
 * Each was verified before it was kept; here they are read from the first on,
 * so that a store that somebody else has written is found out.
 */
static const struct err *
load_manifests(struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	struct manifest *last = NULL, *next;
	bool row;

	err = db_prepare(&st, store->db,
	    "select file from manifest order by version");
	if (err)
		return err;
	while ((err = db_step(st, &row)) == NULL && row) {
		err = manifest_read(&next, db_blob(st, 0), last,
		    last ? NULL : &store->study.id);
		if (err)
			break;
		manifest_free(last);
		last = next;
	}
	db_done(st);
	if (!err && last == NULL)
		err = err_new(ERR_FORMAT, "no manifest");
	if (err) {
		manifest_free(last);
		return err_in(err, "%s", store->folder);
	}
	store->manifest = last;
	return NULL;
}

const struct err *
store_manifest(const struct manifest **out, struct store *store)
{
	const struct err *err = NULL;

	if (store->manifest == NULL)
		err = load_manifests(store);
	*out = store->manifest;
	return err;
}

/* ---- forms ---- */

const struct err *
store_has_form(bool *has, struct store *store, const struct hash *version)
{
	struct db_statement *st;
	const struct err *err;

	*has = false;
	err = db_prepare(&st, store->db,
	    "select 1 from form where version = ?");
	if (err)
		return err;
	bind_hash(st, 1, version);
	err = db_step(st, has);
	db_done(st);
	return err;
}

const struct err *
store_add_form(struct store *store, const char *name,
    const struct hash *version, struct slice package)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "insert into form (version, name,"
	    " package) values (?, ?, ?) on conflict do nothing");
	if (err)
		return err;
	bind_hash(st, 1, version);
	db_bind_text(st, 2, name);
	db_bind_blob(st, 3, package);
	err = db_run(st);
	db_done(st);
	return err;
}

static const struct err *
load_form(struct package **out, struct store *store, const struct hash *version)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	err = db_prepare(&st, store->db,
	    "select package from form where version = ?");
	if (err)
		return err;
	bind_hash(st, 1, version);
	err = db_step(st, &row);
	if (!err && row)
		err = package_read(out, db_blob(st, 0));
	else if (!err)
		err = err_new(ERR_NOT_FOUND, "this form version is not here "
		    "yet; sync first");
	db_done(st);
	return err;
}

const struct err *
store_form(const struct package **out, struct store *store,
    const struct hash *version)
{
	const struct err *err;
	char text[HASH_TEXT_MAX];
	struct package *package = NULL;

	hash_text(text, version);
	*out = map_get(store->forms, text);
	if (*out != NULL)
		return NULL;
	if ((err = load_form(&package, store, version)) != NULL)
		return err_in(err, "form %.8s", text);
	(void)map_set(store->forms, text, package);
	*out = package;
	return NULL;
}

const struct err *
store_form_named(const struct package **out, struct store *store,
    const char *name)
{
	const struct err *err;
	const struct manifest *manifest;
	const struct manifest_form *forms, *found = NULL;
	bool here = false;
	size_t count;

	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	forms = manifest_forms(manifest, &count);
	for (size_t i = 0; i < count; i++) {
		bool is_here;

		if (name != NULL && strcmp(forms[i].name, name) != 0)
			continue;
		if (found != NULL && strcmp(found->name, forms[i].name) != 0)
			return err_new(ERR_USAGE, "the study has several "
			    "forms: say --form %s or --form %s", found->name,
			    forms[i].name);
		err = store_has_form(&is_here, store, &forms[i].version);
		if (err)
			return err;
		/* One that did not come whole stops nobody: the one before. */
		if (is_here || !here)
			found = &forms[i];
		here = here || is_here;
	}
	if (found == NULL)
		return err_new(ERR_USAGE, name ? "no form \"%s\" in this "
		    "study" : "the study has no form yet%s",
		    name ? name : "");
	return store_form(out, store, &found->version);
}

/* "visit 1f2e3d4c, visit 5a6b7c8d (newest)": those that may be named. */
static void
list_versions(struct buf *out, const struct manifest_form *forms,
    size_t count, const char *name)
{
	char text[HASH_TEXT_MAX];

	for (size_t i = 0; i < count; i++) {
		if (name != NULL && strcmp(forms[i].name, name) != 0)
			continue;
		hash_text(text, &forms[i].version);
		buf_addf(out, "%s%s %.8s", out->len > 0 ? ", " : "",
		    forms[i].name, text);
	}
}

const struct err *
store_form_version(const struct package **out, struct store *store,
    const char *name, const char *version)
{
	const struct err *err;
	const struct manifest *manifest;
	const struct manifest_form *forms, *found = NULL;
	char text[HASH_TEXT_MAX];
	struct buf known = BUF_INIT;
	size_t count, matches = 0;

	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	forms = manifest_forms(manifest, &count);
	for (size_t i = 0; i < count; i++) {
		hash_text(text, &forms[i].version);
		if ((name != NULL && strcmp(forms[i].name, name) != 0) ||
		    version[0] == '\0' ||
		    strncmp(text, version, strlen(version)) != 0)
			continue;
		/* What is published again is no other version. */
		matches += found == NULL ||
		    !hash_equal(&found->version, &forms[i].version);
		found = &forms[i];
	}
	if (matches == 1)
		return store_form(out, store, &found->version);
	list_versions(&known, forms, count, name);
	err = err_new(ERR_USAGE, "%zu versions begin with \"%s\"; there are: "
	    "%s", matches, version, buf_str(&known));
	buf_free(&known);
	return err;
}

const struct err *
store_form_is_old(bool *old, struct store *store, const struct hash *version)
{
	const struct manifest *manifest;
	const struct manifest_form *forms;
	const char *name = NULL;
	const struct err *err = store_manifest(&manifest, store);
	size_t count;

	*old = false;
	if (err)
		return err;
	/* Newest last; what is published again is the newest again. */
	forms = manifest_forms(manifest, &count);
	for (size_t i = 0; i < count; i++) {
		if (hash_equal(&forms[i].version, version)) {
			name = forms[i].name;
			*old = false;
		} else if (name != NULL && !strcmp(forms[i].name, name)) {
			*old = true;
		}
	}
	return NULL;
}

const struct err *
store_form_newest(const struct package **out, struct store *store,
    const struct hash *version)
{
	const struct err *err;
	const struct manifest *manifest;
	const struct manifest_form *forms;
	size_t count;

	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	forms = manifest_forms(manifest, &count);
	for (size_t i = 0; i < count; i++)
		if (hash_equal(&forms[i].version, version))
			return store_form_named(out, store, forms[i].name);
	return store_form(out, store, version);
}
