#include "kit/exchange/invitation.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/deflate.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/signed_text.h"

/* Writing. */

static void
add_base64(struct json *array, struct slice bytes)
{
	struct buf text = BUF_INIT;

	buf_add_base64(&text, bytes);
	json_add_string(array, buf_str(&text));
	buf_free(&text);
}

static struct json *
form_json(const struct invitation_form *form)
{
	struct json *json = json_new_object();
	struct buf packed = BUF_INIT, text = BUF_INIT;

	deflate_pack(&packed, form->package, SLICE_EMPTY);
	buf_add_base64(&text, buf_slice(&packed));
	json_put_string(json, "package", buf_str(&text));
	json_put_hex(json, "version", form->version.bytes, HASH_BYTES);
	buf_free(&packed);
	buf_free(&text);
	return json;
}

static struct json *
invitation_json(const struct invitation *invitation)
{
	struct json *json = json_new_object();
	struct json *manifests = json_new_array(), *forms = json_new_array();

	for (size_t i = 0; i < invitation->manifest_count; i++)
		add_base64(manifests, invitation->manifests[i]);
	for (size_t i = 0; i < invitation->form_count; i++)
		json_add(forms, form_json(&invitation->forms[i]));
	put_time(json, "expires", invitation->expires_ms);
	json_put_string(json, "for", invitation->for_name);
	json_put(json, "forms", forms);
	json_put_string(json, "hub", invitation->hub);
	if (!access_is_empty(&invitation->access))
		json_put(json, "access", access_to_json(&invitation->access));
	json_put_hex(json, "id", invitation->id, KEY_ID_BYTES);
	json_put_string(json, "kind", "recolte invitation");
	json_put(json, "manifests", manifests);
	json_put_hex(json, "secret", invitation->secret.bytes, KEY_BYTES);
	json_put_hex(json, "study", invitation->study.bytes, HASH_BYTES);
	json_put_string(json, "v", "1");
	return json;
}

static void
wipe_string(const struct json *object, const char *key)
{
	char *secret = (char *)json_get_string(object, key);

	if (secret != NULL)
		mem_wipe(secret, strlen(secret));
}

/* The secrets in the tree, which is about to go. */
static void
free_json(struct json *json)
{
	const struct json *access = json_get(json, "access");

	wipe_string(json, "secret");
	wipe_string(access, "token");
	wipe_string(access, "key");
	json_free(json);
}

/* Sizes that would be refused on reading, before any work is done. */
static const struct err *
check_sizes(const struct invitation *invitation)
{
	size_t total = 0;

	for (size_t i = 0; i < invitation->manifest_count; i++)
		total += invitation->manifests[i].len;
	if (invitation->manifest_count > INVITATION_MANIFESTS_MAX ||
	    invitation->form_count > MANIFEST_FORMS_MAX ||
	    total > INVITATION_BYTES_MAX)
		return err_new(ERR_LIMIT, "invitation: too many manifests or "
		    "forms");
	total = 0;
	for (size_t i = 0; i < invitation->form_count; i++) {
		total += invitation->forms[i].package.len;
		if (total > INVITATION_PACKAGES_BYTES_MAX)
			return err_new(ERR_LIMIT, "invitation: more than %d "
			    "bytes of forms", INVITATION_PACKAGES_BYTES_MAX);
	}
	return NULL;
}

const struct err *
invitation_write(struct buf *out, const struct invitation *invitation)
{
	struct buf text = BUF_INIT;
	struct invitation *check;
	struct json *json;
	const struct err *err = check_sizes(invitation);

	if (err)
		return err;
	json = invitation_json(invitation);
	json_write(&text, json);
	buf_add(&text, "\n");
	free_json(json);
	/* What leaves must be readable: the decoder has the last word. */
	err = invitation_read(&check, buf_slice(&text));
	if (err == NULL)
		buf_add_slice(out, buf_slice(&text));
	invitation_free(check);
	buf_wipe(&text);
	return err;
}

/* Reading. */

/* Binary from base64, in the arena. */
static struct slice
want_base64(struct want *want, struct arena *arena, const char *text,
    const char *what)
{
	struct buf bytes = BUF_INIT;
	struct slice copy = SLICE_EMPTY;

	if (want->err)
		return copy;
	if (text == NULL || buf_from_base64(&bytes, slice_str(text)) != NULL)
		want_refuse(want, ERR_FORMAT, "%s is not base64", what);
	else
		copy = slice_of(arena_slice(arena, buf_slice(&bytes)),
		    bytes.len);
	buf_free(&bytes);
	return copy;
}

static void
read_manifests(struct want *want, struct invitation *invitation,
    const struct json *json)
{
	const struct json *list =
	    want_array(want, json, "manifests", INVITATION_MANIFESTS_MAX);
	struct slice *manifests = arena_alloc_n(invitation->arena,
	    json_count(list), sizeof(*manifests));

	invitation->manifests = manifests;
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at))
		manifests[invitation->manifest_count++] = want_base64(want,
		    invitation->arena, json_string(at), "a manifest");
	if (invitation->manifest_count == 0)
		want_refuse(want, ERR_FORMAT, "without a manifest");
}

/* Unpack one form; total counts the bytes of all of them. */
static void
read_form(struct want *want, struct arena *arena, struct invitation_form *form,
    const struct json *json, size_t *total)
{
	size_t left = INVITATION_PACKAGES_BYTES_MAX - *total;
	const char *text = want_text(want, json, "package", 1,
	    INVITATION_BYTES_MAX);
	struct slice packed = want_base64(want, arena, text, "a form");
	struct buf plain = BUF_INIT;
	const struct err *err;
	struct hash hash;

	want_hex(want, json, "version", form->version.bytes, HASH_BYTES);
	if (want->err)
		return;
	err = deflate_unpack(&plain, packed, SLICE_EMPTY,
	    left < INVITATION_PACKAGE_BYTES_MAX ? left :
	    INVITATION_PACKAGE_BYTES_MAX);
	if (err)
		want_refuse(want, err->code, "a form %s", err->msg);
	crypto_hash(&hash, buf_slice(&plain));
	if (!hash_equal(&hash, &form->version))
		want_refuse(want, ERR_SIGNATURE, "a form is not what its "
		    "version says");
	*total += plain.len;
	form->package = slice_of(arena_slice(arena, buf_slice(&plain)),
	    plain.len);
	buf_free(&plain);
}

static void
read_forms(struct want *want, struct invitation *invitation,
    const struct json *json)
{
	const struct json *list =
	    want_array(want, json, "forms", MANIFEST_FORMS_MAX);
	struct invitation_form *forms = arena_alloc_n(invitation->arena,
	    json_count(list), sizeof(*forms));
	size_t total = 0;

	invitation->forms = forms;
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at))
		read_form(want, invitation->arena,
		    &forms[invitation->form_count++], at, &total);
}

static const struct err *
read_json(struct invitation *invitation, const struct json *json)
{
	struct want want = { .thing = "invitation" };
	struct arena *arena = invitation->arena;

	want_kind(&want, json, "recolte invitation");
	want_hex(&want, json, "study", invitation->study.bytes, HASH_BYTES);
	want_hex(&want, json, "secret", invitation->secret.bytes, KEY_BYTES);
	want_hex(&want, json, "id", invitation->id, KEY_ID_BYTES);
	invitation->expires_ms = want_time(&want, json, "expires");
	invitation->for_name = arena_strdup(arena, want_text(&want, json,
	    "for", 1, ENROLMENT_NAME_BYTES_MAX));
	invitation->hub = arena_strdup(arena, want_text(&want, json, "hub", 0,
	    INVITATION_HUB_BYTES_MAX));
	read_manifests(&want, invitation, json);
	read_forms(&want, invitation, json);
	if (want.err)
		return want.err;
	return err_in(access_from_json(&invitation->access,
	    json_get(json, "access")), "invitation");
}

static bool
manifest_has_form(const struct manifest *manifest, const struct hash *version)
{
	size_t count;
	const struct manifest_form *forms = manifest_forms(manifest, &count);

	for (size_t i = 0; i < count; i++)
		if (hash_equal(&forms[i].version, version))
			return true;
	return false;
}

static const struct err *
check_manifests(const struct invitation *invitation)
{
	struct manifest *manifest;
	const struct err *err;

	err = invitation_manifest(&manifest, invitation);
	if (err)
		return err_in(err, "invitation");
	for (size_t i = 0; i < invitation->form_count && !err; i++)
		if (!manifest_has_form(manifest, &invitation->forms[i].version))
			err = err_new(ERR_FOREIGN, "invitation: a form that "
			    "its manifest does not name");
	manifest_free(manifest);
	return err;
}

const struct err *
invitation_read(struct invitation **out, struct slice text)
{
	struct invitation *invitation;
	struct json *json;
	const struct err *err;

	*out = NULL;
	if (text.len > INVITATION_BYTES_MAX)
		return err_new(ERR_LIMIT, "invitation: %zu bytes, more than "
		    "%d", text.len, INVITATION_BYTES_MAX);
	if (text.len == 0 || text.data[text.len - 1] != '\n')
		return err_new(ERR_FORMAT, "invitation: torn, or not one");
	err = json_parse_canonical(&json, slice_of(text.data, text.len - 1));
	if (err)
		return err_in(err, "invitation");
	invitation = mem_alloc(sizeof(*invitation));
	invitation->arena = arena_new();
	err = read_json(invitation, json);
	if (err == NULL)
		err = check_manifests(invitation);
	free_json(json);
	if (err)
		invitation_free(invitation);
	else
		*out = invitation;
	return err;
}

void
invitation_free(struct invitation *invitation)
{
	if (invitation == NULL)
		return;
	mem_wipe(&invitation->secret, sizeof(invitation->secret));
	access_wipe(&invitation->access);
	arena_free(invitation->arena);
	mem_free(invitation);
}

const struct err *
invitation_manifest(struct manifest **out, const struct invitation *invitation)
{
	struct manifest *newest = NULL;
	const struct err *err = NULL;

	*out = NULL;
	for (size_t i = 0; i < invitation->manifest_count && !err; i++) {
		struct manifest *next;

		err = manifest_read(&next, invitation->manifests[i], newest,
		    &invitation->study);
		manifest_free(newest);
		newest = next;
	}
	if (err == NULL && newest == NULL)
		err = err_new(ERR_FORMAT, "invitation: without a manifest");
	*out = newest;
	return err;
}

/* Enrolment. */

static void
prove(struct enrolment_proof *out, const struct secret_key *secret,
    const struct hash *study, const struct sign_public *sign,
    const struct seal_public *seal, const uint8_t id[KEY_ID_BYTES])
{
	struct buf context = BUF_INIT;
	struct secret_key proof;

	buf_add(&context, "recolte enrolment 1");
	buf_append(&context, study->bytes, HASH_BYTES);
	buf_append(&context, sign->bytes, SIGN_PUBLIC_BYTES);
	buf_append(&context, seal->bytes, SEAL_PUBLIC_BYTES);
	buf_append(&context, id, KEY_ID_BYTES);
	crypto_derive(&proof, secret, buf_slice(&context));
	memcpy(out->bytes, proof.bytes, KEY_BYTES);
	buf_free(&context);
}

static const struct err *
seal_enrolment(struct buf *out, const char *as,
    const struct invitation *invitation, const struct manifest *manifest,
    const struct sign_pair *sign, const struct seal_pair *seal, int64_t now_ms)
{
	const struct seal_public *coordinators;
	struct json *json = json_new_object();
	struct enrolment_proof proof;
	struct buf text = BUF_INIT;
	const struct err *err;
	size_t count;

	prove(&proof, &invitation->secret, &invitation->study, &sign->public,
	    &seal->public, invitation->id);
	if (as != NULL)
		json_put_string(json, "as", as);
	json_put_hex(json, "invitation", invitation->id, KEY_ID_BYTES);
	json_put_string(json, "kind", "recolte enrolment");
	json_put_string(json, "name", invitation->for_name);
	json_put_hex(json, "proof", proof.bytes, KEY_BYTES);
	json_put_hex(json, "seal", seal->public.bytes, SEAL_PUBLIC_BYTES);
	json_put_hex(json, "sign", sign->public.bytes, SIGN_PUBLIC_BYTES);
	put_time(json, "time", now_ms);
	json_put_string(json, "v", "1");
	json_write(&text, json);
	json_free(json);
	coordinators = manifest_recipients(manifest, &count);
	err = envelope_seal(out, "recolte enrolment", &invitation->study,
	    buf_slice(&text), coordinators, count, sign);
	buf_wipe(&text);
	return err;
}

const struct err *
enrolment_seal(struct buf *out, const struct invitation *invitation,
    const struct manifest *manifest, const struct sign_pair *sign,
    const struct seal_pair *seal, int64_t now_ms)
{
	return seal_enrolment(out, NULL, invitation, manifest, sign, seal,
	    now_ms);
}

const struct err *
enrolment_seal_coordinator(struct buf *out,
    const struct invitation *invitation, const struct manifest *manifest,
    const struct sign_pair *sign, const struct seal_pair *seal, int64_t now_ms)
{
	return seal_enrolment(out, "coordinator", invitation, manifest, sign,
	    seal, now_ms);
}

static bool
asks_as_coordinator(const struct json *json)
{
	const char *as = json_get_string(json, "as");

	return as != NULL && !strcmp(as, "coordinator");
}

static const struct err *
read_enrolment(struct enrolment *out, struct enrolment_proof *proof,
    const struct json *json, const struct sign_public *writer)
{
	struct want want = { .thing = "enrolment" };
	const char *name;

	want_kind(&want, json, "recolte enrolment");
	want_hex(&want, json, "invitation", out->invitation, KEY_ID_BYTES);
	want_hex(&want, json, "proof", proof->bytes, KEY_BYTES);
	want_hex(&want, json, "sign", out->device.sign.bytes,
	    SIGN_PUBLIC_BYTES);
	want_hex(&want, json, "seal", out->device.seal.bytes,
	    SEAL_PUBLIC_BYTES);
	out->time_ms = want_time(&want, json, "time");
	name = want_text(&want, json, "name", 1, ENROLMENT_NAME_BYTES_MAX);
	memcpy(out->name, name, strlen(name) + 1);
	out->coordinator = asks_as_coordinator(json);
	if (!want.err && memcmp(writer, &out->device.sign, sizeof(*writer)))
		want_refuse(&want, ERR_SIGNATURE, "signed by another key than "
		    "the one that it names");
	if (!want.err && !seal_public_is_valid(&out->device.seal))
		want_refuse(&want, ERR_FORMAT, "its sealing key protects "
		    "nothing");
	device_id_of(out->device.id, &out->device.sign);
	out->device.role = MEMBER_NONE;
	return want.err;
}

const struct err *
enrolment_open(struct enrolment *out, struct enrolment_proof *proof,
    struct slice sealed, const struct hash *study, const struct seal_pair *mine)
{
	struct buf text = BUF_INIT;
	struct sign_public writer;
	struct json *json;
	const struct err *err;

	memset(out, 0, sizeof(*out));
	memset(proof, 0, sizeof(*proof));
	err = envelope_open(&text, &writer, sealed, "recolte enrolment", study,
	    mine);
	if (err)
		return err;
	err = json_parse_canonical(&json, buf_slice(&text));
	if (err == NULL)
		err = read_enrolment(out, proof, json, &writer);
	else
		err = err_in(err, "enrolment");
	json_free(json);
	buf_wipe(&text);
	return err;
}

bool
enrolment_proves(const struct enrolment *enrolment,
    const struct enrolment_proof *proof, const struct secret_key *secret,
    const struct hash *study)
{
	struct enrolment_proof expected;

	prove(&expected, secret, study, &enrolment->device.sign,
	    &enrolment->device.seal, enrolment->invitation);
	return crypto_equal(&expected, proof, sizeof(expected));
}
