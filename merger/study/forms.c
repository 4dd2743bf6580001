#include "merger/study/forms.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "merger/study/mainline.h"

/* Whoever reaches the hub can put a file on it: the manifest decides. */
static bool
is_published(const struct workspace *ws, const struct hash *version)
{
	size_t n;
	const struct manifest_form *forms = manifest_forms(ws->manifest, &n);

	for (size_t i = 0; i < n; i++)
		if (hash_equal(&forms[i].version, version))
			return true;
	return false;
}

const struct err *
forms_package(struct workspace *ws, const struct hash *version,
    const struct package **out)
{
	char hex[HASH_TEXT_MAX], name[HASH_TEXT_MAX + 8];
	struct buf bytes = BUF_INIT;
	struct package *package;
	const struct err *err;

	hash_text(hex, version);
	if ((*out = map_get(ws->packages, hex)) != NULL)
		return NULL;
	if (!is_published(ws, version))
		return err_new(ERR_NOT_FOUND, "form %.12s: no manifest of the "
		    "study lists it", hex);
	snprintf(name, sizeof name, "form/%s", hex);
	err = mainline_read(ws, &bytes, name, PACKAGE_BYTES_MAX);
	if (err == NULL)
		err = package_read(&package, buf_slice(&bytes));
	if (err == NULL && !hash_equal(&package->version, version)) {
		package_free(package);
		err = err_new(ERR_SIGNATURE, "%s: the file has other bytes "
		    "than its name says", name);
	}
	if (err == NULL) {
		map_set(ws->packages, hex, package);
		*out = package;
	}
	buf_free(&bytes);
	return err;
}

/*
 * The hash of a laptop's own dictionary costs as much as reading a change set:
 * it is worked out once.
 */
static const struct hash *
own_hash(struct workspace *ws, const struct package *package,
    const char *laptop)
{
	char key[DEVICE_ID_MAX + HASH_TEXT_MAX];
	struct hash *hash;
	size_t len = strlen(laptop);

	memcpy(key, laptop, len);
	hash_text(key + len, &package->version);
	if ((hash = map_get(ws->own_hashes, key)) != NULL)
		return hash;
	buf_reset(&ws->dictionary);
	package_own_dictionary(&ws->dictionary, package, &ws->keys.study,
	    laptop);
	hash = mem_alloc(sizeof *hash);
	crypto_hash(hash, buf_slice(&ws->dictionary));
	map_set(ws->own_hashes, key, hash);
	return hash;
}

/* The one that is published, or the laptop's own. */
static bool
find_in_package(struct workspace *ws, const struct package *package,
    const char *laptop, const struct hash *hash, struct slice *out)
{
	bool own = hash_equal(own_hash(ws, package, laptop), hash);

	if (own) {
		buf_reset(&ws->dictionary);
		package_own_dictionary(&ws->dictionary, package,
		    &ws->keys.study, laptop);
	}
	*out = buf_slice(own ? &ws->dictionary : &package->dictionary);
	return own || hash_equal(&package->dictionary_hash, hash);
}

const struct err *
forms_dictionary(void *data, const struct changeset_head *head,
    const struct hash *hash, struct slice *out, bool *found)
{
	struct workspace *ws = data;
	char laptop[DEVICE_ID_MAX];
	size_t count;
	const struct manifest_form *forms =
	    manifest_forms(ws->manifest, &count);

	*found = false;
	device_id_of(laptop, &head->device);
	while (count-- > 0 && !*found) {	/* the newest is the likeliest */
		const struct package *package;
		const struct err *err = forms_package(ws,
		    &forms[count].version, &package);

		if (err != NULL && err_is_of_system(err))
			return err;
		if (err == NULL)	/* or it is said where it is used */
			*found = find_in_package(ws, package, laptop, hash,
			    out);
	}
	return NULL;
}
