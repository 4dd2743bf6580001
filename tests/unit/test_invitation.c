#include "check.h"
#include "golden.h"
#include "study.h"

#include "kit/base/deflate.h"
#include "kit/base/json.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/invitation.h"

static struct study study;
static struct slice manifests[2];
static struct invitation_form forms[1];

static struct invitation
sample(void)
{
	struct invitation invitation = {
		.study = *manifest_study(study.first),
		.secret = { { 1, 2, 3 } }, .id = { 4, 5 },
		.for_name = "Zo\xc3\xa9", .hub = "/media/stick/hub",
		.expires_ms = STUDY_TIME_MS, .manifests = manifests,
		.manifest_count = 2, .forms = forms, .form_count = 1,
	};

	manifests[0] = manifest_file(study.first);
	manifests[1] = manifest_file(study.second);
	forms[0].version = study.form;
	forms[0].package = slice_str("a form package");
	return invitation;
}

static const struct err *
read_only(struct slice text)
{
	struct invitation *invitation;
	const struct err *err = invitation_read(&invitation, text);

	CHECK((invitation == NULL) == (err != NULL));
	invitation_free(invitation);
	return err;
}

static void
test_round(void)
{
	struct invitation written = sample(), *read;
	struct buf text = BUF_INIT;
	struct manifest *newest;

	CHECK_OK(invitation_write(&text, &written));
	CHECK_OK(invitation_read(&read, buf_slice(&text)));
	CHECK(hash_equal(&read->study, &written.study));
	CHECK(crypto_equal(&read->secret, &written.secret, KEY_BYTES));
	CHECK(!memcmp(read->id, written.id, KEY_ID_BYTES));
	CHECK_STR(read->for_name, "Zo\xc3\xa9");
	CHECK_STR(read->hub, "/media/stick/hub");
	CHECK_INT(read->expires_ms, STUDY_TIME_MS);
	CHECK_INT(read->manifest_count, 2);
	CHECK(slice_equal(read->manifests[1], manifests[1]));
	CHECK_INT(read->form_count, 1);
	CHECK(slice_equal_str(read->forms[0].package, "a form package"));
	CHECK(hash_equal(&read->forms[0].version, &study.form));
	CHECK_OK(invitation_manifest(&newest, read));
	CHECK_INT(manifest_version(newest), 2);
	manifest_free(newest);
	invitation_free(read);
	for (size_t len = 0; len < text.len; len += 7)
		CHECK_ERR(read_only(slice_of(text.data, len)), ERR_FORMAT, "");
	CHECK_ERR(read_only(slice_of(text.data, text.len - 1)), ERR_FORMAT,
	    "");
	buf_add(&text, "\n");
	CHECK_ERR(read_only(buf_slice(&text)), ERR_FORMAT, "canonical");
	buf_free(&text);
}

/* An invitation is not signed, but what it brings proves itself. */
static void
test_meaningless(void)
{
	static const struct {
		const char *key, *value;
		enum err_code code;
		const char *text;
	} rows[] = {
		{ "v", "\"2\"", ERR_NEWER, "format 2" },
		{ "kind", "\"x\"", ERR_FORMAT, "not a" },
		{ "study", "\"0e5751c026e543b2e8ab2eb06099daa1"
		    "d1e5df47778f7787faab45cdf12fe3a8\"", ERR_FOREIGN,
		    "another study" },
		{ "secret", "\"01\"", ERR_FORMAT, "hexadecimal" },
		{ "for", "\"\"", ERR_FORMAT, "is empty" },
		{ "manifests", "[]", ERR_FORMAT, "without a manifest" },
		{ "manifests", "[\"A\"]", ERR_FORMAT, "not base64" },
		{ "manifests", "[1]", ERR_FORMAT, "not base64" },
		{ "manifests", "[\"AAAA\"]", ERR_FORMAT, "manifest: torn" },
		{ "forms", "[{\"package\":\"AAAA\",\"version\":\"0e5751c026e5"
		    "43b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8\"}]",
		    ERR_FORMAT, "does not unpack" },
		/* nothing, packed; then its hash, which the manifest lacks */
		{ "forms", "[{\"package\":\"eNoDAAAAAAE=\",\"version\":\"1e57"
		    "51c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12f"
		    "e3a8\"}]", ERR_SIGNATURE, "not what its version says" },
		{ "forms", "[{\"package\":\"eNoDAAAAAAE=\",\"version\":\"0e57"
		    "51c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12f"
		    "e3a8\"}]", ERR_FOREIGN, "does not name" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct invitation written = sample();
		struct buf text = BUF_INIT, again = BUF_INIT;
		struct json *json, *member;

		CHECK_OK(invitation_write(&text, &written));
		CHECK_OK(json_parse(&json, buf_slice(&text)));
		CHECK_OK(json_parse(&member, slice_str(rows[i].value)));
		json_put(json, rows[i].key, member);
		json_write(&again, json);
		buf_add(&again, "\n");
		CHECK_ERR(read_only(buf_slice(&again)), rows[i].code,
		    rows[i].text);
		json_free(json);
		buf_free(&text);
		buf_free(&again);
	}
}

static void
test_refused_to_write(void)
{
	struct invitation written = sample();
	struct slice only_second = manifests[1];
	struct buf text = BUF_INIT;

	forms[0].version.bytes[3] ^= 1;
	CHECK_ERR(invitation_write(&text, &written), ERR_SIGNATURE, "a form");
	forms[0].version.bytes[3] ^= 1;
	written.manifests = &only_second;
	written.manifest_count = 1;
	CHECK_ERR(invitation_write(&text, &written), ERR_FOREIGN,
	    "without those before it");
	written.manifest_count = INVITATION_MANIFESTS_MAX + 1;
	written.manifests = NULL;
	written.manifest_count = 0;
	CHECK_ERR(invitation_write(&text, &written), ERR_FORMAT,
	    "without a manifest");
	CHECK_INT(text.len, 0);
}

static void
test_enrolment(void)
{
	struct invitation invitation = sample();
	struct secret_key wrong = { { 1, 2, 4 } };
	struct buf request = BUF_INIT;
	struct enrolment enrolment;
	struct enrolment_proof proof;
	struct hash other = { { 1 } };

	CHECK_OK(enrolment_seal(&request, &invitation, study.second,
	    &study.stranger.sign, &study.stranger.seal, STUDY_TIME_MS));
	CHECK_OK(enrolment_open(&enrolment, &proof, buf_slice(&request),
	    &invitation.study, &study.ana.seal));
	CHECK_STR(enrolment.name, "Zo\xc3\xa9");
	CHECK_STR(enrolment.device.id, study.stranger.member.id);
	CHECK_INT(enrolment.device.role, MEMBER_NONE);
	CHECK(!memcmp(&enrolment.device.seal, &study.stranger.seal.public,
	    SEAL_PUBLIC_BYTES));
	CHECK(!memcmp(enrolment.invitation, invitation.id, KEY_ID_BYTES));
	CHECK_INT(enrolment.time_ms, STUDY_TIME_MS);
	CHECK(enrolment_proves(&enrolment, &proof, &invitation.secret,
	    &invitation.study));

	/* The proof is bound to each of these. */
	CHECK(!enrolment_proves(&enrolment, &proof, &wrong,
	    &invitation.study));
	CHECK(!enrolment_proves(&enrolment, &proof, &invitation.secret,
	    &other));
	enrolment.invitation[0] ^= 1;
	CHECK(!enrolment_proves(&enrolment, &proof, &invitation.secret,
	    &invitation.study));
	enrolment.invitation[0] ^= 1;
	enrolment.device.seal = study.laptop.seal.public;
	CHECK(!enrolment_proves(&enrolment, &proof, &invitation.secret,
	    &invitation.study));
	enrolment.device.seal = study.stranger.seal.public;
	enrolment.device.sign = study.laptop.sign.public;
	CHECK(!enrolment_proves(&enrolment, &proof, &invitation.secret,
	    &invitation.study));

	CHECK_ERR(enrolment_open(&enrolment, &proof, buf_slice(&request),
	    &invitation.study, &study.laptop.seal), ERR_DENIED, "not sealed");
	CHECK_ERR(enrolment_open(&enrolment, &proof, buf_slice(&request),
	    &other, &study.ana.seal), ERR_FOREIGN, "another study");
	CHECK(!enrolment.coordinator);
	buf_reset(&request);
	CHECK_OK(enrolment_seal_coordinator(&request, &invitation,
	    study.second, &study.stranger.sign, &study.stranger.seal,
	    STUDY_TIME_MS));
	CHECK_OK(enrolment_open(&enrolment, &proof, buf_slice(&request),
	    &invitation.study, &study.ana.seal));
	CHECK(enrolment.coordinator);
	buf_free(&request);
}

/* A body that its envelope's writer may not send. */
static const struct err *
open_body(const char *body, const struct person *writer)
{
	struct buf request = BUF_INIT;
	struct enrolment enrolment;
	struct enrolment_proof proof;
	const struct err *err;

	CHECK_OK(envelope_seal(&request, "recolte enrolment",
	    manifest_study(study.first), slice_str(body),
	    &study.ana.seal.public, 1, &writer->sign));
	err = enrolment_open(&enrolment, &proof, buf_slice(&request),
	    manifest_study(study.first), &study.ana.seal);
	buf_free(&request);
	return err;
}

static void
add_body(struct buf *out, const struct person *person, const char *name,
    const struct seal_public *seal)
{
	struct json *json = json_new_object();

	json_put_string(json, "kind", "recolte enrolment");
	json_put_string(json, "v", "1");
	json_put_string(json, "invitation", "00000000000000000000000000000000");
	json_put_hex(json, "proof", person->sign.public.bytes, KEY_BYTES);
	json_put_hex(json, "sign", person->sign.public.bytes, KEY_BYTES);
	json_put_hex(json, "seal", seal->bytes, KEY_BYTES);
	json_put_string(json, "name", name);
	json_put_string(json, "time", "2024-11-22T08:30:00.000+00:00");
	json_write(out, json);
	json_free(json);
}

static void
test_false_enrolment(void)
{
	const struct seal_public weak = { { 0 } };
	struct person *person = &study.stranger;
	struct buf body = BUF_INIT, name = BUF_INIT;

	add_body(&body, person, "Zo", &person->seal.public);
	CHECK_OK(open_body(buf_str(&body), person));
	CHECK_ERR(open_body(buf_str(&body), &study.laptop), ERR_SIGNATURE,
	    "signed by another key");
	buf_add(&body, " ");
	CHECK_ERR(open_body(buf_str(&body), person), ERR_FORMAT, "canonical");
	buf_reset(&body);
	add_body(&body, person, "Zo", &weak);
	CHECK_ERR(open_body(buf_str(&body), person), ERR_FORMAT,
	    "protects nothing");
	buf_reset(&body);
	memset(buf_extend(&name, 256), 'n', 256);
	add_body(&body, person, buf_str(&name), &person->seal.public);
	CHECK_ERR(open_body(buf_str(&body), person), ERR_LIMIT, "256 bytes");
	CHECK_ERR(open_body("[]", person), ERR_FORMAT, "no text \"kind\"");
	buf_free(&body);
	buf_free(&name);
}

/* One that lies in somebody's mail: it must let a laptop join for ever. */
static void
test_golden(void)
{
	struct buf text = BUF_INIT;
	struct invitation *read;
	struct manifest *newest;

	golden_read(&text, "invitation");
	CHECK_OK(invitation_read(&read, buf_slice(&text)));
	if (read == NULL)
		return;
	CHECK_STR(read->for_name, "Zo\xc3\xa9");
	CHECK_STR(read->hub, "https://hub.example/study.git");
	CHECK_STR(buf_str(&read->access.user), "zoe");
	CHECK_STR(buf_str(&read->access.token), "a token: \xc3\xa9");
	CHECK_STR(buf_str(&read->access.key), "not a key\n");
	CHECK_STR(buf_str(&read->access.certificate),
	    "-----BEGIN CERTIFICATE-----\n");
	CHECK_INT(read->access.host_key.len, ACCESS_HOST_KEY_DIGITS);
	CHECK_INT(read->expires_ms, 1771234567000);
	CHECK_INT(read->secret.bytes[2], 3);
	CHECK_INT(read->id[1], 5);
	CHECK_INT(read->form_count, 1);
	CHECK(slice_equal_str(read->forms[0].package, "a form package"));
	CHECK_OK(invitation_manifest(&newest, read));
	CHECK_INT(manifest_version(newest), 2);
	manifest_free(newest);
	invitation_free(read);
	buf_free(&text);
}

int
main(void)
{
	study_new(&study);
	test_round();
	test_meaningless();
	test_refused_to_write();
	test_enrolment();
	test_false_enrolment();
	test_golden();
	study_free(&study);
	return CHECK_DONE();
}
