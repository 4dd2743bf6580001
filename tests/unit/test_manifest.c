#include "check.h"
#include "golden.h"
#include "study.h"

#include "kit/base/json.h"
#include "kit/exchange/manifest_parts.h"
#include "kit/exchange/signed_text.h"

static struct study study;

static const struct err *
read_after(struct slice file, const struct manifest *previous,
    const struct hash *pinned)
{
	struct manifest *m;
	const struct err *err = manifest_read(&m, file, previous, pinned);

	CHECK((m == NULL) == (err != NULL));
	manifest_free(m);
	return err;
}

static void
test_first(void)
{
	struct manifest *m;
	size_t count;

	CHECK_OK(manifest_read(&m, manifest_file(study.first), NULL,
	    manifest_study(study.first)));
	CHECK(hash_equal(manifest_hash(m), manifest_study(m)));
	CHECK_INT(manifest_version(m), 1);
	CHECK_INT(manifest_time_ms(m), STUDY_TIME_MS);
	CHECK_STR(manifest_title(m), "Politique de la ville");
	CHECK_STR(manifest_phase(m), "field");
	CHECK(manifest_policy(m, "passphrase") == NULL);
	CHECK_STR(manifest_members(m, &count)[1].id, study.bob.member.id);
	CHECK_INT(count, 2);
	CHECK(!memcmp(&manifest_recipients(m, &count)[0],
	    &study.ana.seal.public, SEAL_PUBLIC_BYTES));
	CHECK_INT(count, 2);
	manifest_forms(m, &count);
	CHECK_INT(count, 0);
	CHECK_INT(manifest_role(m, &study.ana.sign.public),
	    MEMBER_COORDINATOR);
	CHECK_INT(manifest_role(m, &study.laptop.sign.public), MEMBER_NONE);
	manifest_free(m);
}

static void
test_successor(void)
{
	struct manifest *m;
	const struct member *laptop;
	const struct manifest_form *forms;
	size_t count;

	CHECK_OK(manifest_read(&m, manifest_file(study.second), study.first,
	    manifest_study(study.first)));
	CHECK_INT(manifest_version(m), 2);
	CHECK(hash_equal(manifest_study(m), manifest_study(study.first)));
	CHECK(!hash_equal(manifest_hash(m), manifest_study(m)));
	CHECK_STR(manifest_policy(m, "passphrase"), "yes");
	forms = manifest_forms(m, &count);
	CHECK_INT(count, 1);
	CHECK_STR(forms[0].name, "entretien");
	CHECK(hash_equal(&forms[0].version, &study.form));
	laptop = manifest_member(m, study.laptop.member.id);
	CHECK(laptop != NULL && laptop->role == MEMBER_DEVICE);
	CHECK_INT(manifest_role(m, &study.laptop.sign.public), MEMBER_DEVICE);
	CHECK_STR(manifest_device_status(m, study.laptop.member.id), "active");
	CHECK(manifest_device_status(m, study.ana.member.id) == NULL);
	manifest_stands(m, study.laptop.member.id, &count);
	CHECK_INT(count, 0);
	manifest_free(m);
}

static void
test_revoked(void)
{
	const struct manifest_stand stands[] =
	    { { 9, 3, { { 1 } } }, { 4, 17, { { 2 } } } };
	struct manifest_draft *draft = manifest_draft_of(study.second);
	const char *id = study.laptop.member.id;
	const struct manifest_stand *stand;
	struct manifest *m;
	size_t count;

	CHECK_ERR(manifest_draft_set_device(draft, study.ana.member.id, "lost",
	    NULL, 0), ERR_NOT_FOUND, "no device");
	CHECK_OK(manifest_draft_set_device(draft, id, "lost", stands, 2));
	manifest_draft_set_phase(draft, "closed");
	CHECK_OK(manifest_draft_sign(&m, draft, &study.ana.sign, 5));
	CHECK_STR(manifest_phase(m), "closed");
	CHECK_INT(manifest_role(m, &study.laptop.sign.public), MEMBER_REVOKED);
	CHECK_STR(manifest_device_status(m, id), "lost");
	stand = manifest_stands(m, id, &count);
	CHECK_INT(count, 2);
	CHECK_INT(stand[0].chain, 4);
	CHECK_INT(stand[0].number, 17);
	CHECK_INT(stand[0].hash.bytes[0], 2);
	CHECK_INT(stand[1].chain, 9);
	manifest_free(m);
	CHECK_OK(manifest_draft_set_device(draft, id, "active", stands, 2));
	CHECK_ERR(manifest_draft_sign(&m, draft, &study.ana.sign, 5),
	    ERR_FORMAT, "an active device");
	manifest_draft_free(draft);
}

static void
test_altered(void)
{
	struct slice file = manifest_file(study.second);
	struct buf bytes = BUF_INIT;

	buf_add_slice(&bytes, file);
	for (size_t i = 0; i < bytes.len; i++) {
		const struct err *err;

		bytes.data[i] ^= 1;
		err = read_after(buf_slice(&bytes), study.first, NULL);
		CHECK_RESULT(err != NULL && err->code != ERR_INTERNAL,
		    "byte %zu altered: expected a refusal, saw %s", i,
		    err ? err->msg : "success");
		bytes.data[i] ^= 1;
	}
	for (size_t len = 0; len < file.len; len++)
		CHECK_ERR(read_after(slice_of(file.data, len), study.first,
		    NULL), ERR_FORMAT, "manifest: ");
	buf_add(&bytes, "\n");
	CHECK_ERR(read_after(buf_slice(&bytes), study.first, NULL), ERR_FORMAT,
	    "signature");
	buf_free(&bytes);
}

/* The JSON of a manifest with one member exchanged, signed again. */
static void
forge(struct buf *out, const struct manifest *from, const char *key,
    const char *value, const struct sign_pair *signer)
{
	struct json *json, *member;
	struct buf text = BUF_INIT;

	json_write(&text, manifest_json(from));
	CHECK_OK(json_parse(&json, buf_slice(&text)));
	CHECK_OK(json_parse(&member, slice_str(value)));
	json_put(json, key, member);
	signed_text_write(out, json, MANIFEST_PURPOSE, signer);
	json_free(json);
	buf_free(&text);
}

static void
test_meaningless(void)
{
	static const struct {
		const char *key, *value;
		enum err_code code;
		const char *text;
	} rows[] = {
		{ "kind", "\"recolte receipt\"", ERR_FORMAT, "not a" },
		{ "kind", "1", ERR_FORMAT, "no text \"kind\"" },
		{ "v", "\"2\"", ERR_NEWER, "format 2 is newer" },
		{ "version", "0", ERR_FORMAT, "less than 1" },
		{ "version", "2", ERR_FORMAT, "disagree" },
		{ "version", "100000000", ERR_LIMIT, "more than 99999999" },
		{ "version", "\"1\"", ERR_FORMAT, "no whole number" },
		{ "previous", "\"00\"", ERR_FORMAT, "32 bytes" },
		{ "nonce", "\"00\"", ERR_FORMAT, "16 bytes" },
		{ "nonce", "\"00112233445566778899aabbccddeeff\"",
		    ERR_SIGNATURE, "list of coordinators" },
		{ "root", "\"AB\"", ERR_FORMAT, "hexadecimal" },
		{ "phase", "\"over\"", ERR_FORMAT, "means nothing" },
		{ "title", "\"\"", ERR_FORMAT, "is empty" },
		{ "time", "\"2024-11-22T09:30:00.000+01:00\"", ERR_FORMAT,
		    "not a time" },
		{ "time", "\"2024-11-22T09:30:00Z\"", ERR_FORMAT,
		    "not a time" },
		{ "coordinators", "{}", ERR_FORMAT, "no list" },
		{ "coordinators", "{\"list\":[],\"number\":1,"
		    "\"signature\":\"\"}", ERR_FORMAT, "without a coord" },
		{ "coordinators", "{\"list\":[1],\"number\":1,"
		    "\"signature\":\"\"}", ERR_FORMAT, "no text" },
		{ "devices", "{}", ERR_FORMAT, "no list \"devices\"" },
		{ "devices", "[{}]", ERR_FORMAT, "no text \"status\"" },
		{ "devices", "[{\"status\":\"asleep\"}]", ERR_FORMAT,
		    "\"asleep\"" },
		{ "forms", "[{\"name\":\"\",\"version\":\"\"}]", ERR_FORMAT,
		    "empty" },
		{ "forms", "[{\"name\":\"a\",\"version\":\"0\"}]", ERR_FORMAT,
		    "hexadecimal" },
		{ "policies", "[]", ERR_FORMAT, "no object" },
		{ "policies", "{\"\":\"x\"}", ERR_LIMIT, "policy" },
		{ "policies", "{\"a\":1}", ERR_FORMAT, "no text \"a\"" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf file = BUF_INIT;

		forge(&file, study.first, rows[i].key, rows[i].value,
		    &study.root);
		CHECK_ERR(read_after(buf_slice(&file), NULL, NULL),
		    rows[i].code, rows[i].text);
		buf_free(&file);
	}
}

/* Who may sign what. */
static void
test_signers(void)
{
	struct manifest_draft *draft = manifest_draft_of(study.second);
	struct buf file = BUF_INIT;
	struct manifest *m;

	CHECK_ERR(manifest_draft_sign(&m, draft, &study.laptop.sign, 9),
	    ERR_SIGNATURE, "nobody who may");
	CHECK_ERR(manifest_draft_sign(&m, draft, &study.stranger.sign, 9),
	    ERR_SIGNATURE, "nobody who may");
	CHECK_ERR(manifest_draft_sign(&m, draft, &study.root, 9),
	    ERR_SIGNATURE, "nobody who may");
	CHECK_OK(manifest_draft_sign(&m, draft, &study.ana.sign, 9));
	manifest_free(m);
	forge(&file, study.first, "phase", "\"pilot\"", &study.ana.sign);
	CHECK_ERR(read_after(buf_slice(&file), NULL, NULL), ERR_SIGNATURE,
	    "nobody who may");
	buf_free(&file);
	manifest_draft_free(draft);
}

/* Versions in their order, of one study. */
static void
test_chain(void)
{
	struct study other;
	struct buf file = BUF_INIT;

	study_new(&other);
	CHECK_ERR(read_after(manifest_file(study.second), NULL, NULL),
	    ERR_FOREIGN, "without those before it");
	CHECK_ERR(read_after(manifest_file(study.first), study.first, NULL),
	    ERR_FOREIGN, "not the successor");
	CHECK_ERR(read_after(manifest_file(study.second), study.second, NULL),
	    ERR_FOREIGN, "not the successor");
	CHECK_ERR(read_after(manifest_file(other.second), study.first, NULL),
	    ERR_FOREIGN, "not the successor");
	CHECK_ERR(read_after(manifest_file(other.first), NULL,
	    manifest_study(study.first)), ERR_FOREIGN, "of another study");
	CHECK_ERR(read_after(manifest_file(study.second), study.first,
	    manifest_study(other.first)), ERR_FOREIGN, "of another study");
	forge(&file, study.second, "root", "\"d75a980182b10ab7d54bfed3c964073a"
	    "0ee172f3daa62325af021a68f707511a\"", &study.ana.sign);
	CHECK_ERR(read_after(buf_slice(&file), study.first, NULL),
	    ERR_SIGNATURE, "root key");
	buf_free(&file);
	study_free(&other);
}

/*
 * A successor of the first manifest by Ana, with another nonce, root, number or
 * list; `root` signs the list, whoever that is.
 */
struct forgery {
	const char *nonce, *previous;
	const struct sign_pair *root;
	uint64_t number;
	const char *list;
	const struct manifest *after;	/* then without devices */
};

static const struct err *
read_forgery(const struct forgery *f)
{
	struct json *json, *list, *coordinators;
	struct buf text = BUF_INIT, message = BUF_INIT, file = BUF_INIT;
	uint8_t signature[SIGNATURE_BYTES];
	const struct err *err;

	json_write(&text, manifest_json(study.second));
	CHECK_OK(json_parse(&json, buf_slice(&text)));
	coordinators = (struct json *)json_get(json, "coordinators");
	if (f->list != NULL) {
		CHECK_OK(json_parse(&list, slice_str(f->list)));
		json_put(coordinators, "list", list);
	}
	if (f->after != NULL) {
		char hash[HASH_TEXT_MAX];

		hash_text(hash, manifest_hash(f->after));
		json_put(json, "devices", json_new_array());
		json_put_string(json, "previous", hash);
		json_put_u64(json, "version", manifest_version(f->after) + 1);
	}
	if (f->nonce != NULL)
		json_put_string(json, "nonce", f->nonce);
	if (f->previous != NULL)
		json_put_string(json, "previous", f->previous);
	json_put_hex(json, "root", &f->root->public, SIGN_PUBLIC_BYTES);
	json_put_u64(coordinators, "number", f->number);
	manifest_coordinators_message(&message, json_get(coordinators, "list"),
	    json_get_string(json, "nonce"), f->number);
	crypto_sign(signature, buf_slice(&message), f->root);
	json_put_hex(coordinators, "signature", signature, sizeof(signature));
	signed_text_write(&file, json, MANIFEST_PURPOSE, &study.ana.sign);
	err = read_after(buf_slice(&file), f->after ? f->after : study.first,
	    NULL);
	json_free(json);
	buf_free(&text);
	buf_free(&message);
	buf_free(&file);
	return err;
}

static void
test_forged(void)
{
	struct sign_pair own_root;
	struct buf list = BUF_INIT;
	struct forgery f = { .root = &study.root, .number = 1 };

	sign_pair_new(&own_root);
	buf_addf(&list, "[{\"id\":\"%s\",\"seal\":\"",
	    study.ana.member.id);
	buf_add_hex(&list, slice_of(&study.ana.member.seal, KEY_BYTES));
	buf_add(&list, "\",\"sign\":\"");
	buf_add_hex(&list, slice_of(&study.ana.member.sign, KEY_BYTES));
	buf_add(&list, "\"}]");

	CHECK_OK(read_forgery(&f));
	f.root = &own_root;
	CHECK_ERR(read_forgery(&f), ERR_FOREIGN, "not the successor");
	f.root = &study.root;
	f.nonce = "00112233445566778899aabbccddeeff";
	CHECK_ERR(read_forgery(&f), ERR_FOREIGN, "not the successor");
	f.nonce = NULL;
	f.previous = "0e5751c026e543b2e8ab2eb06099daa1"
	    "d1e5df47778f7787faab45cdf12fe3a8";
	CHECK_ERR(read_forgery(&f), ERR_FOREIGN, "not the successor");
	f.previous = NULL;
	f.list = buf_str(&list);
	CHECK_ERR(read_forgery(&f), ERR_SIGNATURE, "with one number");
	f.number = 2;
	CHECK_OK(read_forgery(&f));
	buf_free(&list);
}

/* Devices that the reader of the members must refuse. */
static void
test_devices(void)
{
	static const char stands[] = "\"stands\":["
	    "{\"chain\":\"0000000000000002\",\"hash\":\"%s\",\"number\":1},"
	    "{\"chain\":\"000000000000000%c\",\"hash\":\"%s\",\"number\":1}],"
	    "\"status\":\"revoked\"}]";
	static const struct {
		const char *id;
		char second_chain;
		const char *text;
	} rows[] = {
		{ NULL, '3', NULL },
		{ NULL, '2', "not ascending" },
		{ NULL, '1', "not ascending" },
		{ NULL, '0', "\"chain\" is zero" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaa", '3', "not that of its" },
	};
	const struct member *member = &study.laptop.member;
	char hash[HASH_TEXT_MAX], sign[HASH_TEXT_MAX], seal[HASH_TEXT_MAX];

	hash_text(hash, &study.form);
	hex_encode(sign, &member->sign, KEY_BYTES);
	hex_encode(seal, &member->seal, KEY_BYTES);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf devices = BUF_INIT, file = BUF_INIT;

		buf_addf(&devices, "[{\"admitted\":\"2024-11-22T08:30:00.000"
		    "+00:00\",\"id\":\"%s\",\"seal\":\"%s\",\"sign\":"
		    "\"%s\",", rows[i].id ? rows[i].id : member->id, seal,
		    sign);
		buf_addf(&devices, stands, hash, rows[i].second_chain, hash);
		forge(&file, study.first, "devices", buf_str(&devices),
		    &study.root);
		if (rows[i].text == NULL)
			CHECK_OK(read_after(buf_slice(&file), NULL, NULL));
		else
			CHECK_ERR(read_after(buf_slice(&file), NULL, NULL),
			    ERR_FORMAT, rows[i].text);
		buf_free(&devices);
		buf_free(&file);
	}
}

/* A successor adds; it never takes away. */
static void
test_kept(void)
{
	struct manifest_draft *draft;
	struct manifest *third;
	struct buf file = BUF_INIT;

	draft = manifest_draft_of(study.second);
	CHECK_OK(manifest_draft_sign(&third, draft, &study.ana.sign, 9));
	manifest_draft_free(draft);
	forge(&file, third, "devices", "[]", &study.ana.sign);
	CHECK_ERR(read_after(buf_slice(&file), study.second, NULL), ERR_FORMAT,
	    "was taken away");
	buf_reset(&file);
	forge(&file, third, "forms", "[]", &study.ana.sign);
	CHECK_ERR(read_after(buf_slice(&file), study.second, NULL), ERR_FORMAT,
	    "a form was taken away");
	buf_reset(&file);
	forge(&file, third, "forms", "[{\"name\":\"autre\",\"version\":\""
	    "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"
	    "\"}]", &study.ana.sign);
	CHECK_ERR(read_after(buf_slice(&file), study.second, NULL), ERR_FORMAT,
	    "taken away or moved");
	buf_free(&file);
	manifest_free(third);
}

static const struct err *
admit(const struct manifest *previous, const struct member *device)
{
	struct manifest_draft *draft = manifest_draft_of(previous);
	struct manifest *m;
	const struct err *err;

	manifest_draft_admit(draft, device, 7);
	err = manifest_draft_sign(&m, draft, &study.ana.sign, 8);
	manifest_free(m);
	manifest_draft_free(draft);
	return err;
}

static void
test_admitted_twice(void)
{
	struct member twin = study.stranger.member;

	CHECK_OK(admit(study.second, &twin));
	CHECK_ERR(admit(study.second, &study.laptop.member), ERR_FORMAT,
	    "is named twice");
	CHECK_ERR(admit(study.second, &study.ana.member), ERR_FORMAT,
	    "is named twice");
	twin.seal = study.laptop.seal.public;
	CHECK_ERR(admit(study.second, &twin), ERR_FORMAT,
	    "sealing key of another");
	memset(&twin.seal, 0, sizeof(twin.seal));
	CHECK_ERR(admit(study.second, &twin), ERR_FORMAT, "protects nothing");
}

/* The list of coordinators is the root's word alone. */
static void
test_coordinators(void)
{
	struct manifest_draft *draft = manifest_draft_of(study.second);
	const struct member only[] = { study.stranger.member };
	struct sign_pair false_root;
	struct manifest *m, *later;
	struct buf old = BUF_INIT, file = BUF_INIT;

	sign_pair_new(&false_root);
	manifest_draft_set_coordinators(draft, &false_root, only, 1);
	CHECK_ERR(manifest_draft_sign(&m, draft, &study.ana.sign, 9),
	    ERR_SIGNATURE, "root key");
	manifest_draft_set_coordinators(draft, &study.root, only, 1);
	CHECK_OK(manifest_draft_sign(&m, draft, &study.ana.sign, 9));
	manifest_free(m);
	/* Ana and Bob lost their keys: the one who follows signs. */
	CHECK_OK(manifest_draft_sign(&m, draft, &study.stranger.sign, 9));
	manifest_draft_free(draft);
	CHECK_INT(manifest_role(m, &study.ana.sign.public), MEMBER_NONE);
	CHECK_INT(manifest_role(m, &study.stranger.sign.public),
	    MEMBER_COORDINATOR);

	draft = manifest_draft_of(m);
	CHECK_ERR(manifest_draft_sign(&later, draft, &study.ana.sign, 9),
	    ERR_SIGNATURE, "nobody who may");
	CHECK_OK(manifest_draft_sign(&later, draft, &study.stranger.sign, 9));
	manifest_draft_free(draft);
	/* The old list, still signed by the root, does not come back. */
	json_write(&old, json_get(manifest_json(study.second),
	    "coordinators"));
	forge(&file, later, "coordinators", buf_str(&old),
	    &study.stranger.sign);
	CHECK_ERR(read_after(buf_slice(&file), m, NULL), ERR_SIGNATURE,
	    "older list");
	buf_free(&old);
	buf_free(&file);
	manifest_free(later);
	manifest_free(m);
}

/* Bob leaves: what he let stand is a coordinator's, the rest is nobody's. */
static void
test_retired(void)
{
	struct manifest_draft *draft = manifest_draft_of(study.second);
	const struct member only[] = { study.ana.member };
	const struct manifest_stand stands[] = { { .chain = 5, .number = 3,
	    .hash = { { 1 } } } };
	struct manifest *m, *later;
	size_t count;

	manifest_draft_set_coordinators(draft, &study.root, only, 1);
	manifest_draft_retire(draft, &study.bob.member, 9, stands, 1);
	CHECK_OK(manifest_draft_sign(&m, draft, &study.ana.sign, 9));
	manifest_draft_free(draft);
	CHECK_INT(manifest_role(m, &study.bob.sign.public), MEMBER_FORMER);
	CHECK_STR(manifest_device_status(m, study.bob.member.id), "revoked");
	CHECK_INT(manifest_stands(m, study.bob.member.id, &count)->number, 3);
	manifest_recipients(m, &count);
	CHECK_INT(count, 1);

	/* He comes back with other keys, never as a laptop. */
	draft = manifest_draft_of(m);
	CHECK_OK(manifest_draft_set_device(draft, study.bob.member.id,
	    "active", NULL, 0));
	CHECK_ERR(manifest_draft_sign(&later, draft, &study.ana.sign, 9),
	    ERR_FORMAT, "was a coordinator");
	manifest_draft_free(draft);
	manifest_free(m);
}

/* A device does not become a coordinator under the keys that it has. */
static void
test_promoted(void)
{
	const struct member both[] = { study.ana.member, study.laptop.member };
	struct manifest_draft *draft = manifest_draft_of(study.second);
	struct buf list = BUF_INIT;
	struct manifest *m;
	struct forgery f = { .root = &study.root, .number = 2 };

	manifest_draft_set_coordinators(draft, &study.root, both, 2);
	CHECK_ERR(manifest_draft_sign(&m, draft, &study.ana.sign, 9),
	    ERR_FORMAT, "is named twice");
	manifest_draft_free(draft);
	draft = manifest_draft_of(study.first);
	manifest_draft_set_coordinators(draft, &study.root, both, 2);
	CHECK_OK(manifest_draft_sign(&m, draft, &study.ana.sign, 9));
	manifest_draft_free(draft);
	json_write(&list, json_get(json_get(manifest_json(m), "coordinators"),
	    "list"));
	f.list = buf_str(&list);
	f.after = study.second;
	CHECK_ERR(read_forgery(&f), ERR_FORMAT, "was taken away");
	manifest_free(m);
	buf_free(&list);
}

/* What a newer program wrote survives this one. */
static void
test_unknown_kept(void)
{
	struct manifest_draft *draft;
	struct manifest *m, *later;
	struct buf file = BUF_INIT;

	forge(&file, study.second, "quota", "{\"lens\":[\"12\",true,null]}",
	    &study.ana.sign);
	CHECK_OK(manifest_read(&m, buf_slice(&file), study.first, NULL));
	draft = manifest_draft_of(m);
	manifest_draft_set_policy(draft, "retention", "2 years");
	CHECK_OK(manifest_draft_sign(&later, draft, &study.ana.sign, 9));
	CHECK(strstr((const char *)manifest_file(later).data,
	    "\"quota\":{\"lens\":[\"12\",true,null]}") != NULL);
	CHECK_STR(manifest_policy(later, "retention"), "2 years");
	manifest_draft_free(draft);
	manifest_free(m);
	manifest_free(later);
	buf_free(&file);
}

static void
test_refused_to_write(void)
{
	struct manifest_draft *draft = manifest_draft_of(study.second);
	struct manifest *m;

	manifest_draft_set_phase(draft, "later");
	CHECK_ERR(manifest_draft_sign(&m, draft, &study.ana.sign, 9),
	    ERR_FORMAT, "means nothing");
	manifest_draft_set_phase(draft, "pilot");
	manifest_draft_set_policy(draft, "caf\xe9", "x");
	CHECK_ERR(manifest_draft_sign(&m, draft, &study.ana.sign, 9),
	    ERR_FORMAT, "UTF-8");
	CHECK(m == NULL);
	manifest_draft_free(draft);
}

static void
test_golden(void)
{
	struct buf first = BUF_INIT, second = BUF_INIT, said = BUF_INIT;
	struct manifest *one, *two;
	struct hash golden_study;
	struct sign_public device;
	const struct manifest_stand *stands;
	char id[DEVICE_ID_MAX];
	size_t count;

	golden_read(&first, "manifest-1");
	golden_read(&second, "manifest-2");
	golden_read(&said, "manifest.txt");
	golden_hex(&said, "study", &golden_study, HASH_BYTES);
	golden_hex(&said, "device", &device, SIGN_PUBLIC_BYTES);
	CHECK_OK(manifest_read(&one, buf_slice(&first), NULL, &golden_study));
	CHECK_OK(manifest_read(&two, buf_slice(&second), one, &golden_study));
	if (one == NULL || two == NULL)
		return;
	CHECK_STR(manifest_title(two), "Enqu\xc3\xaate");
	CHECK_STR(manifest_phase(two), "pilot");
	CHECK_STR(manifest_policy(two, "passphrase"), "yes");
	CHECK_INT(manifest_time_ms(two), 1732264202500);
	CHECK_INT(manifest_role(two, &device), MEMBER_REVOKED);
	device_id_of(id, &device);
	stands = manifest_stands(two, id, &count);
	CHECK_INT(count, 1);
	CHECK_INT(stands[0].chain, 0x0123456789abcdef);
	CHECK_INT(stands[0].number, 42);
	CHECK_STR(manifest_forms(two, &count)[0].name, "entretien");
	manifest_free(one);
	manifest_free(two);
	buf_free(&first);
	buf_free(&second);
	buf_free(&said);
}

int
main(void)
{
	study_new(&study);
	test_first();
	test_successor();
	test_revoked();
	test_altered();
	test_meaningless();
	test_signers();
	test_chain();
	test_forged();
	test_devices();
	test_kept();
	test_admitted_twice();
	test_coordinators();
	test_retired();
	test_promoted();
	test_unknown_kept();
	test_refused_to_write();
	test_golden();
	study_free(&study);
	return CHECK_DONE();
}
