#include "kit/record/package.h"

#include <string.h>

#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/record/dictionary.h"

static const char kind[] = "recolte form package";

/* The members around what varies; their order is the canonical one. */
static const char before_dictionary[] = "{\"dictionary\":\"";
static const char before_form[] = "\",\"form\":";
static const char behind_form[] =
    ",\"kind\":\"recolte form package\",\"v\":\"1\"}";

const struct err *
package_write(struct buf *out, const struct form *form)
{
	const struct err *err;
	size_t start = out->len;
	struct buf dictionary = BUF_INIT;

	err = dictionary_make(&dictionary, form);
	if (err)
		goto done;
	buf_add(out, before_dictionary);
	buf_add_base64(out, buf_slice(&dictionary));
	buf_add(out, before_form);
	form_write_json(out, form);
	buf_add(out, behind_form);
	if (out->len - start > PACKAGE_BYTES_MAX) {
		out->len = start;
		err = err_new(ERR_LIMIT, "form %s: its package is larger than "
		    "%d MB: take something out of its files", form->id,
		    PACKAGE_BYTES_MAX >> 20);
	}
done:
	buf_free(&dictionary);
	return err;
}

/* Exactly "dictionary", "form", "kind" and "v". */
static const struct err *
check_members(const struct json *json)
{
	static const struct {
		const char *name;
		enum json_type type;
	} members[] = {
		{ "dictionary", JSON_STRING }, { "form", JSON_OBJECT },
		{ "kind", JSON_STRING }, { "v", JSON_STRING }
	};
	const struct json *member = json_first(json);

	for (size_t i = 0; i < sizeof members / sizeof members[0];
	    i++, member = json_next(member))
		if (member == NULL ||
		    strcmp(json_key(member), members[i].name) != 0 ||
		    json_type(member) != members[i].type)
			return err_new(ERR_FORMAT, "form package: \"%s\" is "
			    "missing, of the wrong type, or behind an unknown "
			    "member", members[i].name);
	return member == NULL ? NULL :
	    err_new(ERR_FORMAT, "form package: an unknown member");
}

static const struct err *
read_head(const struct json *json)
{
	const char *seen = json_get_string(json, "kind");
	const char *version = json_get_string(json, "v");

	if (json_type(json) != JSON_OBJECT || seen == NULL ||
	    strcmp(seen, kind) != 0)
		return err_new(ERR_FORMAT, "form package: it is not one");
	if (version != NULL && strcmp(version, "1") != 0)
		return err_new(ERR_NEWER, "form package: written by a newer "
		    "program (v \"%.8s\"): update this one", version);
	return check_members(json);
}

static const struct err *
read_dictionary(struct package *package, const struct json *json)
{
	struct slice text = slice_str(json_get_string(json, "dictionary"));

	if (text.len > (DICTIONARY_BYTES_MAX + 2) / 3 * 4)
		return err_new(ERR_LIMIT, "form package: its dictionary is "
		    "larger than %d bytes", DICTIONARY_BYTES_MAX);
	if (buf_from_base64(&package->dictionary, text) != NULL)
		return err_new(ERR_FORMAT,
		    "form package: its dictionary is not base64");
	if (package->dictionary.len > DICTIONARY_BYTES_MAX)
		return err_new(ERR_LIMIT, "form package: its dictionary is "
		    "larger than %d bytes", DICTIONARY_BYTES_MAX);
	crypto_hash(&package->dictionary_hash, buf_slice(&package->dictionary));
	return NULL;
}

/* The bytes are canonical, so where the form starts and ends is known. */
static const struct err *
read_form(struct package *package, const struct json *json, struct slice bytes)
{
	const struct err *err;
	size_t front = strlen(before_dictionary) + strlen(before_form) +
	    strlen(json_get_string(json, "dictionary"));
	struct diags *diags = diags_new_errors();

	err = form_read_json(&package->form, slice_of(bytes.data + front,
	    bytes.len - front - strlen(behind_form)), "form package", diags);
	if (!err && package->form == NULL)
		err = err_first(diags_error(diags), err_new(ERR_FORMAT,
		    "form package: its form is not usable"));
	diags_free(diags);
	return err;
}

static const struct err *
read_parts(struct package *package, const struct json *json,
    struct slice bytes)
{
	const struct err *err;

	err = read_head(json);
	if (!err)
		err = read_dictionary(package, json);
	return err ? err : read_form(package, json, bytes);
}

const struct err *
package_read(struct package **out, struct slice bytes)
{
	const struct err *err;
	struct package *package;
	struct json *json;

	*out = NULL;
	if (bytes.len > PACKAGE_BYTES_MAX)
		return err_new(ERR_LIMIT, "form package: larger than %d MB",
		    PACKAGE_BYTES_MAX >> 20);
	err = json_parse_canonical(&json, bytes);
	if (err)
		return err_in(err, "form package");
	package = mem_alloc(sizeof *package);
	err = read_parts(package, json, bytes);
	json_free(json);
	if (err) {
		package_free(package);
		return err;
	}
	crypto_hash(&package->version, bytes);
	*out = package;
	return NULL;
}

void
package_free(struct package *package)
{
	if (package == NULL)
		return;
	form_free(package->form);
	buf_free(&package->dictionary);
	mem_free(package);
}

void
package_own_dictionary(struct buf *out, const struct package *package,
    const struct hash *study, const char *author)
{
	const struct dictionary_owner owner = { *study, package->version,
		author };

	dictionary_own(out, buf_slice(&package->dictionary), &owner);
}
