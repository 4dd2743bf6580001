#include "kit/exchange/manifest.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/manifest_parts.h"
#include "kit/exchange/signed_text.h"

enum device_status { STATUS_ACTIVE, STATUS_REVOKED, STATUS_LOST };

static const char *const statuses[] = { "active", "revoked", "lost" };
static const char *const phases[] = { "training", "pilot", "field", "closed" };

enum { STATUS_COUNT = 3, PHASE_COUNT = 4 };

/* What is known of a device beside its keys. */
struct device {
	enum device_status status;
	int64_t admitted_ms;
	struct manifest_stand *stands;
	size_t stand_count;
};

struct manifest {
	struct arena *arena;		/* everything below but json and ids */
	struct json *json;
	struct slice file;
	struct hash hash, study, previous;
	struct sign_public root;
	uint8_t nonce[NONCE_BYTES];
	uint64_t version;
	int64_t time_ms;
	const char *title, *phase;
	uint64_t coordinators_number;
	struct member *members;		/* coordinators first, then devices */
	size_t member_count, coordinator_count;
	struct device *devices;
	size_t device_count;
	struct seal_public *recipients;
	struct manifest_form *forms;
	size_t form_count;
	struct map *ids;		/* to struct member */
	struct manifest_end end;
};

/* Reading the members. */

static void
read_member(struct want *want, struct member *member, const struct json *json,
    enum member_role role)
{
	char id[DEVICE_ID_MAX];
	const char *said;

	want_hex(want, json, "sign", member->sign.bytes, SIGN_PUBLIC_BYTES);
	want_hex(want, json, "seal", member->seal.bytes, SEAL_PUBLIC_BYTES);
	said = want_text(want, json, "id", 1, DEVICE_ID_CHARS);
	if (want->err)
		return;
	device_id_of(id, &member->sign);
	if (strcmp(id, said) != 0)
		want_refuse(want, ERR_FORMAT, "the id %s is not that of its "
		    "signing key", said);
	if (!seal_public_is_valid(&member->seal))
		want_refuse(want, ERR_FORMAT, "the sealing key of %s protects "
		    "nothing", said);
	memcpy(member->id, id, sizeof(id));
	member->role = role;
}

static void
read_stand(struct want *want, struct manifest_stand *stand,
    const struct json *json)
{
	stand->chain = want_chain(want, json, "chain");
	want_hex(want, json, "hash", stand->hash.bytes, HASH_BYTES);
	stand->number = want_u64(want, json, "number", 1, CHANGESET_NUMBER_MAX);
}

static void
read_stands(struct want *want, struct manifest *m, struct device *device,
    const struct json *json)
{
	const struct json *list =
	    want_array(want, json, "stands", MANIFEST_STANDS_MAX);
	size_t count = json_count(list);

	device->stands = arena_alloc_n(m->arena, count,
	    sizeof(*device->stands));
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at)) {
		struct manifest_stand *stand =
		    &device->stands[device->stand_count++];

		read_stand(want, stand, at);
		if (device->stand_count > 1 && stand[-1].chain >= stand->chain)
			want_refuse(want, ERR_FORMAT, "the chains that stand "
			    "are not ascending");
	}
	if (count > 0 && device->status == STATUS_ACTIVE)
		want_refuse(want, ERR_FORMAT, "an active device with a limit "
		    "to what stands");
}

/* Another word than this one is of a later version, and means nothing here. */
static void
read_was(struct want *want, struct member *member, const struct json *json)
{
	const char *was = json_get_string(json, "was");

	if (was == NULL || strcmp(was, "coordinator") != 0 || want->err)
		return;
	if (member->role == MEMBER_DEVICE)
		want_refuse(want, ERR_FORMAT, "%s was a coordinator and is an "
		    "active device", member->id);
	member->role = MEMBER_FORMER;
}

static void
read_device(struct want *want, struct manifest *m, const struct json *json)
{
	struct device *device = &m->devices[m->device_count++];
	struct member *member = &m->members[m->member_count++];

	device->status = (enum device_status)want_word(want, json, "status",
	    statuses, STATUS_COUNT);
	device->admitted_ms = want_time(want, json, "admitted");
	read_member(want, member, json, device->status == STATUS_ACTIVE ?
	    MEMBER_DEVICE : MEMBER_REVOKED);
	read_was(want, member, json);
	read_stands(want, m, device, json);
}

/* Neither a device nor a sealing key may stand there twice. */
static void
read_ids(struct want *want, struct manifest *m)
{
	struct map *seals = map_new();

	m->ids = map_new();
	for (size_t i = 0; i < m->member_count && !want->err; i++) {
		struct member *member = &m->members[i];
		struct slice seal =
		    slice_of(member->seal.bytes, SEAL_PUBLIC_BYTES);

		if (map_set(m->ids, member->id, member) != NULL)
			want_refuse(want, ERR_FORMAT, "%s is named twice",
			    member->id);
		if (map_set_slice(seals, seal, member) != NULL)
			want_refuse(want, ERR_FORMAT, "%s has the sealing key "
			    "of another", member->id);
	}
	map_free(seals);
}

static void
read_members(struct want *want, struct manifest *m)
{
	const struct json *coordinators =
	    want_object(want, m->json, "coordinators");
	const struct json *list = want_array(want, coordinators, "list",
	    MANIFEST_COORDINATORS_MAX);
	const struct json *devices = want_array(want, m->json, "devices",
	    MANIFEST_DEVICES_MAX);
	size_t device_count = json_count(devices);

	m->coordinators_number = want_u64(want, coordinators, "number", 1,
	    MANIFEST_VERSION_MAX);
	m->coordinator_count = json_count(list);
	if (m->coordinator_count == 0)
		want_refuse(want, ERR_FORMAT, "without a coordinator");
	if (want->err)
		return;
	m->members = arena_alloc_n(m->arena,
	    m->coordinator_count + device_count, sizeof(*m->members));
	m->recipients = arena_alloc_n(m->arena, m->coordinator_count,
	    sizeof(*m->recipients));
	m->devices = arena_alloc_n(m->arena, device_count,
	    sizeof(*m->devices));
	for (const struct json *at = json_first(list); at; at = json_next(at)) {
		read_member(want, &m->members[m->member_count], at,
		    MEMBER_COORDINATOR);
		m->recipients[m->member_count] =
		    m->members[m->member_count].seal;
		m->member_count++;
	}
	for (const struct json *at = json_first(devices); at && !want->err;
	    at = json_next(at))
		read_device(want, m, at);
	read_ids(want, m);
}

static void
read_forms(struct want *want, struct manifest *m)
{
	const struct json *list =
	    want_array(want, m->json, "forms", MANIFEST_FORMS_MAX);

	m->forms = arena_alloc_n(m->arena, json_count(list),
	    sizeof(*m->forms));
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at)) {
		struct manifest_form *form = &m->forms[m->form_count++];

		form->name = want_text(want, at, "name", 1,
		    MANIFEST_NAME_BYTES_MAX);
		want_hex(want, at, "version", form->version.bytes, HASH_BYTES);
	}
}

static void
read_policies(struct want *want, struct manifest *m)
{
	const struct json *policies = want_object(want, m->json, "policies");

	if (json_count(policies) > MANIFEST_POLICIES_MAX)
		want_refuse(want, ERR_LIMIT, "more than %d policies",
		    MANIFEST_POLICIES_MAX);
	for (const struct json *at = json_first(policies); at && !want->err;
	    at = json_next(at)) {
		const char *name = json_key(at);

		if (*name == '\0' || strlen(name) > MANIFEST_NAME_BYTES_MAX)
			want_refuse(want, ERR_LIMIT, "the name of a policy is "
			    "empty or over %d bytes", MANIFEST_NAME_BYTES_MAX);
		want_text(want, policies, name, 0, MANIFEST_POLICY_BYTES_MAX);
	}
}

static void
read_previous(struct want *want, struct manifest *m)
{
	const char *previous =
	    want_text(want, m->json, "previous", 0, 2 * HASH_BYTES);

	if (*previous != '\0')
		want_hex(want, m->json, "previous", m->previous.bytes,
		    HASH_BYTES);
	if ((*previous == '\0') != (m->version == 1))
		want_refuse(want, ERR_FORMAT, "its version and its predecessor "
		    "disagree");
}

static const struct err *
read_json(struct manifest *m)
{
	struct want want = { .thing = "manifest" };
	const struct json *json = m->json;

	want_kind(&want, json, "recolte manifest");
	m->version = want_u64(&want, json, "version", 1,
	    MANIFEST_VERSION_MAX);
	want_hex(&want, json, "nonce", m->nonce, NONCE_BYTES);
	want_hex(&want, json, "root", m->root.bytes, SIGN_PUBLIC_BYTES);
	m->time_ms = want_time(&want, json, "time");
	m->title = want_text(&want, json, "title", 1, MANIFEST_NAME_BYTES_MAX);
	m->phase = phases[want_word(&want, json, "phase", phases, PHASE_COUNT)];
	read_previous(&want, m);
	read_members(&want, m);
	read_forms(&want, m);
	read_policies(&want, m);
	manifest_end_read(&want, &m->end, m->arena, json);
	return want.err;
}

/* Verifying. */

void
manifest_coordinators_message(struct buf *out, const struct json *list,
    const char *nonce, uint64_t number)
{
	buf_add(out, COORDINATORS_PURPOSE "\n{\"list\":");
	json_write(out, list);
	buf_add(out, ",\"nonce\":");
	json_write_string(out, slice_str(nonce));
	buf_addf(out, ",\"number\":%llu}", (unsigned long long)number);
}

static const struct err *
verify_coordinators(const struct manifest *m)
{
	const struct json *c = json_get(m->json, "coordinators");
	struct want want = { .thing = "manifest" };
	uint8_t signature[SIGNATURE_BYTES];
	struct buf message = BUF_INIT;
	bool ok;

	want_hex(&want, c, "signature", signature, sizeof(signature));
	if (want.err)
		return want.err;
	manifest_coordinators_message(&message, json_get(c, "list"),
	    json_get_string(m->json, "nonce"), m->coordinators_number);
	ok = crypto_verify(signature, buf_slice(&message), &m->root);
	buf_free(&message);
	if (ok)
		return NULL;
	return err_new(ERR_SIGNATURE, "manifest: its list of coordinators is "
	    "not signed by the study's root key");
}

/* An older list is refused; the same number has the same list. */
static const struct err *
check_coordinators(const struct manifest *m, const struct manifest *previous)
{
	struct buf mine = BUF_INIT, theirs = BUF_INIT;
	bool same;

	if (m->coordinators_number < previous->coordinators_number)
		return err_new(ERR_SIGNATURE, "manifest: an older list of "
		    "coordinators comes back");
	if (m->coordinators_number > previous->coordinators_number)
		return NULL;
	json_write(&mine, json_get(json_get(m->json, "coordinators"), "list"));
	json_write(&theirs,
	    json_get(json_get(previous->json, "coordinators"), "list"));
	same = slice_equal(buf_slice(&mine), buf_slice(&theirs));
	buf_free(&mine);
	buf_free(&theirs);
	if (same)
		return NULL;
	return err_new(ERR_SIGNATURE, "manifest: two lists of coordinators "
	    "with one number");
}

static const struct err *
check_kept(const struct manifest *m, const struct manifest *previous)
{
	const struct member *old = previous->members;

	for (size_t i = 0; i < previous->device_count; i++) {
		const struct member *was = &old[previous->coordinator_count + i];
		const struct member *is = map_get(m->ids, was->id);

		/* A coordinator's word weighs more: that takes new keys. */
		if (is == NULL || is->role == MEMBER_COORDINATOR ||
		    memcmp(&is->seal, &was->seal, sizeof(is->seal)) != 0)
			return err_new(ERR_FORMAT, "manifest: device %s was "
			    "taken away, or has another key", was->id);
	}
	if (m->form_count < previous->form_count)
		return err_new(ERR_FORMAT, "manifest: a form was taken away");
	for (size_t i = 0; i < previous->form_count; i++)
		if (!hash_equal(&m->forms[i].version,
		    &previous->forms[i].version) ||
		    strcmp(m->forms[i].name, previous->forms[i].name) != 0)
			return err_new(ERR_FORMAT, "manifest: form %s was "
			    "taken away or moved", previous->forms[i].name);
	return NULL;
}

static const struct err *
check_successor(const struct manifest *m, const struct manifest *previous)
{
	const struct err *err;

	if (m->version != previous->version + 1 ||
	    !hash_equal(&m->previous, &previous->hash) ||
	    memcmp(m->nonce, previous->nonce, NONCE_BYTES) != 0 ||
	    memcmp(&m->root, &previous->root, sizeof(m->root)) != 0)
		return err_new(ERR_FOREIGN, "manifest: version %llu is not the "
		    "successor of version %llu", (unsigned long long)m->version,
		    (unsigned long long)previous->version);
	err = check_coordinators(m, previous);
	if (err == NULL)
		err = check_kept(m, previous);
	return err ? err : manifest_end_check(&m->end, &previous->end);
}

static bool
signed_by_coordinator(const struct signed_text *text,
    const struct manifest *manifest)
{
	for (size_t i = 0; i < manifest->coordinator_count; i++)
		if (signed_text_verify(text, MANIFEST_PURPOSE,
		    &manifest->members[i].sign))
			return true;
	return false;
}

static const struct err *
verify(const struct manifest *m, const struct signed_text *text,
    const struct manifest *previous)
{
	bool ok;

	if (previous == NULL)
		ok = signed_text_verify(text, MANIFEST_PURPOSE, &m->root);
	else
		ok = signed_by_coordinator(text, previous) ||
		    (m->coordinators_number > previous->coordinators_number &&
		    signed_by_coordinator(text, m));
	if (ok)
		return NULL;
	return err_new(ERR_SIGNATURE, "manifest: version %llu is altered, or "
	    "signed by nobody who may", (unsigned long long)m->version);
}

static const struct err *
check(struct manifest *m, const struct signed_text *text,
    const struct manifest *previous, const struct hash *study)
{
	const struct err *err;

	crypto_hash(&m->hash, text->json);
	if (previous == NULL && m->version != 1)
		return err_new(ERR_FOREIGN, "manifest: version %llu without "
		    "those before it", (unsigned long long)m->version);
	m->study = previous ? previous->study : m->hash;
	err = verify_coordinators(m);
	if (err == NULL && previous != NULL)
		err = check_successor(m, previous);
	if (err == NULL)
		err = verify(m, text, previous);
	if (err)
		return err;
	if (study != NULL && !hash_equal(study, &m->study))
		return err_new(ERR_FOREIGN, "manifest: of another study");
	return NULL;
}

const struct err *
manifest_read(struct manifest **out, struct slice file,
    const struct manifest *previous, const struct hash *study)
{
	struct manifest *m;
	struct signed_text text;
	struct json *json;
	const struct err *err;

	*out = NULL;
	err = signed_text_read(&text, &json, file, "manifest",
	    MANIFEST_BYTES_MAX);
	if (err)
		return err;
	m = mem_alloc(sizeof(*m));
	m->arena = arena_new();
	m->json = json;
	m->file = slice_of(arena_slice(m->arena, file), file.len);
	err = read_json(m);
	if (err == NULL)
		err = check(m, &text, previous, study);
	if (err) {
		manifest_free(m);
		return err;
	}
	*out = m;
	return NULL;
}

void
manifest_free(struct manifest *m)
{
	if (m == NULL)
		return;
	map_free(m->ids);
	json_free(m->json);
	arena_free(m->arena);
	mem_free(m);
}

/* Answering. */

const struct json *
manifest_json(const struct manifest *m)
{
	return m->json;
}

const struct manifest_end *
manifest_end_of(const struct manifest *m)
{
	return &m->end;
}

struct slice
manifest_file(const struct manifest *m)
{
	return m->file;
}

const struct hash *
manifest_hash(const struct manifest *m)
{
	return &m->hash;
}

const struct hash *
manifest_study(const struct manifest *m)
{
	return &m->study;
}

uint64_t
manifest_version(const struct manifest *m)
{
	return m->version;
}

int64_t
manifest_time_ms(const struct manifest *m)
{
	return m->time_ms;
}

const char *
manifest_title(const struct manifest *m)
{
	return m->title;
}

const char *
manifest_phase(const struct manifest *m)
{
	return m->phase;
}

const char *
manifest_policy(const struct manifest *m, const char *name)
{
	return json_get_string(json_get(m->json, "policies"), name);
}

const struct member *
manifest_members(const struct manifest *m, size_t *count)
{
	*count = m->member_count;
	return m->members;
}

const struct member *
manifest_member(const struct manifest *m, const char *id)
{
	return map_get(m->ids, id);
}

enum member_role
manifest_role(const struct manifest *m, const struct sign_public *key)
{
	char id[DEVICE_ID_MAX];
	const struct member *member;

	device_id_of(id, key);
	member = map_get(m->ids, id);
	if (member == NULL || memcmp(&member->sign, key, sizeof(*key)) != 0)
		return MEMBER_NONE;
	return member->role;
}

static const struct device *
find_device(const struct manifest *m, const char *id)
{
	const struct member *member = map_get(m->ids, id);

	if (member == NULL || member->role == MEMBER_COORDINATOR)
		return NULL;
	return &m->devices[(size_t)(member - m->members) -
	    m->coordinator_count];
}

const char *
manifest_device_status(const struct manifest *m, const char *id)
{
	const struct device *device = find_device(m, id);

	return device ? statuses[device->status] : NULL;
}

const struct manifest_stand *
manifest_stands(const struct manifest *m, const char *id, size_t *count)
{
	const struct device *device = find_device(m, id);

	*count = device ? device->stand_count : 0;
	return device ? device->stands : NULL;
}

const struct seal_public *
manifest_recipients(const struct manifest *m, size_t *count)
{
	*count = m->coordinator_count;
	return m->recipients;
}

const struct manifest_form *
manifest_forms(const struct manifest *m, size_t *count)
{
	*count = m->form_count;
	return m->forms;
}
