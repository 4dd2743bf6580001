/*
 * make_golden.c - wrote the files beside it, once. They are what laptops in
 * the field have written: they are never made again, only read. It is kept to
 * show where they come from, and to write the file of a format to come.
 *
 *   make_golden FOLDER
 */
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/exchange/attachment.h"
#include "kit/exchange/backup.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/handover.h"
#include "kit/exchange/heard.h"
#include "kit/exchange/invitation.h"
#include "kit/exchange/keyfile.h"
#include "kit/exchange/manifest.h"
#include "kit/exchange/receipt.h"
#include "kit/record/dictionary.h"
#include "kit/record/downward.h"

static const char *folder;
static int failed;

static void
must(const struct err *err)
{
	if (err == NULL)
		return;
	fprintf(stderr, "make_golden: %s\n", err->msg);
	failed = 1;
}

static void
write_golden(const char *name, const struct buf *bytes)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "wbx");
	if (file == NULL ||
	    fwrite(bytes->data, 1, bytes->len, file) != bytes->len ||
	    fclose(file) != 0) {
		fprintf(stderr, "make_golden: %s is there, or cannot be "
		    "written\n", path);
		failed = 1;
	}
}

static void
say_hex(struct buf *said, const char *name, const void *bytes, size_t len)
{
	buf_addf(said, "%s ", name);
	buf_add_hex(said, slice_of(bytes, len));
	buf_add(said, "\n");
}

static struct seal_pair
reader(struct buf *said, uint8_t number)
{
	uint8_t seed[KEY_BYTES];
	struct seal_pair pair;
	char name[32];

	memset(seed, 0xa0 + number, sizeof(seed));
	snprintf(name, sizeof(name), "reader-%u-seed", number);
	say_hex(said, name, seed, sizeof(seed));
	seal_pair_from_seed(&pair, seed);
	return pair;
}

static struct sign_pair
writer(struct buf *said, uint8_t number)
{
	uint8_t seed[KEY_BYTES];
	struct sign_pair pair;

	memset(seed, 0xd0 + number, sizeof(seed));
	say_hex(said, "writer-seed", seed, sizeof(seed));
	sign_pair_from_seed(&pair, seed);
	return pair;
}

static void
make_changeset(void)
{
	static const char dictionary[] = "\"q1\":\"oui\",\"q2\":\"oui\"";
	static const char *const texts[] = { "{\"q1\":\"oui\",\"q2\":\"non\"}",
		"{\"q1\":\"\xc3\xa9t\xc3\xa9\"}", "{\"q2\":\"oui\"}" };
	static const uint64_t replaced[] = { 2, 3 };
	struct buf out = BUF_INIT, said = BUF_INIT, text = BUF_INIT;
	struct seal_pair one = reader(&said, 1), two = reader(&said, 2);
	struct seal_public readers[] = { one.public, two.public };
	struct sign_pair device = writer(&said, 1);
	struct changeset_draft_entry entries[3];
	struct changeset_head head = {
		.chain = 0x0123456789abcdef, .number = 42,
		.previous_kind = PREVIOUS_SAME, .program = "collector 0.1.0",
		.replaced = replaced, .replaced_count = 2,
		.extensions = slice_of("\0\1\0\0\0\0\0\2ok", 10),
	};
	struct changeset *changeset;
	struct hash hash;

	memset(&head.study, 0x51, sizeof(head.study));
	memset(&head.previous, 0x9e, sizeof(head.previous));
	say_hex(&said, "study", &head.study, sizeof(head.study));
	crypto_hash(&hash, slice_str(dictionary));
	say_hex(&said, "dictionary", &hash, sizeof(hash));
	for (int i = 0; i < 3; i++) {
		char name[32];

		entries[i] = (struct changeset_draft_entry){
		    i == 2 ? ENTRY_CHECKPOINT : ENTRY_REVISION,
		    slice_str(texts[i]), { { 0 } },
		    i == 0 ? SLICE_EMPTY : slice_str(dictionary) };
		memset(&entries[i].record_key, 0xe1 + i, KEY_BYTES);
		snprintf(name, sizeof(name), "entry-%d-key", i + 1);
		say_hex(&said, name, &entries[i].record_key, KEY_BYTES);
		buf_addf(&said, "entry-%d %s\n", i + 1, texts[i]);
	}
	must(changeset_encode(&out, &head, entries, 3, readers, 2, &device));
	must(changeset_open(&changeset, buf_slice(&out), NULL));
	if (changeset != NULL)
		changeset_print(&text, changeset);
	write_golden("changeset.cs", &out);
	write_golden("changeset.txt", &said);
	write_golden("changeset.print", &text);
	changeset_free(changeset);
	buf_free(&out);
	buf_free(&said);
	buf_free(&text);
}

/* Packed with a laptop's own dictionary. */
static void
make_dictionary(void)
{
	static const char published[] = "\"q1\":\"oui\",\"q2\":\"oui\"";
	static const char text[] = "{\"q2\":\"non\",\"q1\":\"oui\"},\"form\":"
	    "\"f0f0f0f0f0f0f0f0\",\"kind\":\"response\",\"nonce\":\"1234\"}";
	struct buf out = BUF_INIT, said = BUF_INIT, bytes = BUF_INIT;
	struct seal_pair one = reader(&said, 1);
	struct sign_pair device = writer(&said, 3);
	struct changeset_head head = { .chain = 7, .number = 1,
		.program = "collector 0.1.0" };
	struct changeset_draft_entry entry = { ENTRY_REVISION,
		slice_str(text), { { 0xe1 } }, SLICE_EMPTY };
	char author[DEVICE_ID_MAX];
	struct dictionary_owner owner = { .author = author };
	struct hash hash;

	memset(&head.study, 0x51, sizeof(head.study));
	memset(&owner.form, 0xf0, sizeof(owner.form));
	owner.study = head.study;
	device_id_of(author, &device.public);
	dictionary_own(&bytes, slice_str(published), &owner);
	entry.dictionary = buf_slice(&bytes);
	crypto_hash(&hash, entry.dictionary);
	say_hex(&said, "study", &owner.study, sizeof(owner.study));
	say_hex(&said, "form", &owner.form, sizeof(owner.form));
	buf_addf(&said, "author %s\npublished %s\nentry %s\n", author,
	    published, text);
	say_hex(&said, "dictionary", &hash, sizeof(hash));
	must(changeset_encode(&out, &head, &entry, 1, &one.public, 1, &device));
	write_golden("dictionary.cs", &out);
	write_golden("dictionary.txt", &said);
	buf_free(&out);
	buf_free(&said);
	buf_free(&bytes);
}

static void
make_handover(void)
{
	struct buf out = BUF_INIT, said = BUF_INIT;
	struct seal_pair one = reader(&said, 1), two = reader(&said, 2);
	struct seal_public readers[] = { one.public, two.public };
	struct sign_pair pair = writer(&said, 2);
	const struct handover_key keys[] = { { 0, { { 1, 2, 3 } } },
		{ 7, { { 4, 5, 6 } } } };
	const struct handover_item items[] = {
		{ { { 0x10 } }, "", keys, 2 },
		{ { { 0x20 } }, "entry 1: alt\xc3\xa9r\xc3\xa9""e", NULL, 0 }
	};
	struct hash study;

	memset(&study, 0x51, sizeof(study));
	say_hex(&said, "study", &study, sizeof(study));
	buf_addf(&said, "reason %s\n", items[1].reason);
	must(handover_seal(&out, &study, items, 2, readers, 2, &pair));
	write_golden("handover.bin", &out);
	write_golden("handover.txt", &said);
	buf_free(&out);
	buf_free(&said);
}

static void
make_envelope(void)
{
	struct buf out = BUF_INIT, said = BUF_INIT;
	struct seal_pair one = reader(&said, 1), two = reader(&said, 2);
	struct seal_public readers[] = { one.public, two.public };
	struct sign_pair pair = writer(&said, 2);
	const char *text = "{\"k3f9\":\"Ana\xc3\xafs\"}";
	struct hash study;

	memset(&study, 0x51, sizeof(study));
	say_hex(&said, "study", &study, sizeof(study));
	buf_addf(&said, "text %s\n", text);
	must(envelope_seal(&out, "recolte roster", &study, slice_str(text),
	    readers, 2, &pair));
	write_golden("envelope.bin", &out);
	write_golden("envelope.txt", &said);
	buf_free(&out);
	buf_free(&said);
}

static void
make_receipts(const struct manifest *manifest, const struct member *device,
    const struct sign_pair *coordinator)
{
	struct buf out = BUF_INIT, said = BUF_INIT;
	struct receipt items[2] = {
		{ .chain = 0x0123456789abcdef, .number = 42,
		  .verdict = RECEIPT_MERGED, .reason = "" },
		{ .chain = 0x0123456789abcdef, .number = 43,
		  .verdict = RECEIPT_ASIDE, .reason = "r\xc3\xa9vision \"?\"" },
	};
	struct receipts receipts = { .study = *manifest_study(manifest),
		.number = 7, .time_ms = 1732264203000, .items = items,
		.count = 2 };

	for (int i = 0; i < 2; i++) {
		memcpy(items[i].device, device->id, DEVICE_ID_MAX);
		memset(&items[i].hash, 0x9e, HASH_BYTES);
	}
	say_hex(&said, "hash", &items[0].hash, HASH_BYTES);
	buf_addf(&said, "reason %s\n", items[1].reason);
	must(receipts_write(&out, &receipts, coordinator));
	write_golden("00000007.receipts", &out);
	write_golden("receipts.txt", &said);
	buf_reset(&out);
	receipts.number = 8;
	receipts.count = 0;
	receipts.erased = 3;
	receipts.closed = true;
	must(receipts_write(&out, &receipts, coordinator));
	write_golden("00000008.receipts", &out);
	buf_free(&out);
	buf_free(&said);
}

static void
make_second(const struct manifest *first, const struct member *device,
    const struct sign_pair *coordinator)
{
	struct manifest_stand stand = { .chain = 0x0123456789abcdef,
		.number = 42 };
	struct manifest_draft *draft = manifest_draft_of(first);
	struct manifest *second;
	struct hash form;
	struct buf out = BUF_INIT;

	crypto_hash(&form, slice_str("a form package"));
	memset(&stand.hash, 0x9e, HASH_BYTES);
	manifest_draft_admit(draft, device, 1732264201250);
	manifest_draft_add_form(draft, "entretien", &form);
	manifest_draft_set_policy(draft, "passphrase", "yes");
	must(manifest_draft_set_device(draft, device->id, "lost", &stand, 1));
	must(manifest_draft_sign(&second, draft, coordinator, 1732264202500));
	manifest_draft_free(draft);
	if (second == NULL)
		return;
	buf_add_slice(&out, manifest_file(second));
	write_golden("manifest-2", &out);
	make_receipts(second, device, coordinator);
	manifest_free(second);
	buf_free(&out);
}

static void
make_manifests(void)
{
	struct buf out = BUF_INIT, said = BUF_INIT;
	struct sign_pair root = writer(&said, 3), sign = writer(&said, 4);
	struct sign_pair laptop = writer(&said, 5);
	struct member coordinator = { .sign = sign.public,
		.seal = reader(&said, 3).public };
	struct member device = { .sign = laptop.public,
		.seal = reader(&said, 4).public };
	struct manifest_plan plan = { .title = "Enqu\xc3\xaate",
		.phase = "pilot", .now_ms = 1732264200000, .root = &root,
		.coordinators = &coordinator, .coordinator_count = 1 };
	struct manifest *first;

	device_id_of(device.id, &device.sign);
	must(manifest_first(&first, &plan));
	if (first == NULL)
		return;
	say_hex(&said, "study", manifest_study(first), HASH_BYTES);
	say_hex(&said, "device", &device.sign, SIGN_PUBLIC_BYTES);
	buf_add_slice(&out, manifest_file(first));
	write_golden("manifest-1", &out);
	write_golden("manifest.txt", &said);
	make_second(first, &device, &sign);
	manifest_free(first);
	buf_free(&out);
	buf_free(&said);
}

/* With the two manifests that lie there, and what opens a hub on a network. */
static void
make_invitation(void)
{
	struct buf files[2] = { BUF_INIT, BUF_INIT }, out = BUF_INIT;
	struct buf path = BUF_INIT;
	struct slice manifests[2];
	struct invitation_form form = {
		.package = slice_str("a form package") };
	struct invitation invitation = { .secret = { { 1, 2, 3 } },
		.id = { 4, 5 }, .for_name = "Zo\xc3\xa9",
		.hub = "https://hub.example/study.git",
		.expires_ms = 1771234567000, .manifests = manifests,
		.manifest_count = 2, .forms = &form, .form_count = 1 };
	struct manifest *first;

	for (int i = 0; i < 2; i++) {
		buf_reset(&path);
		buf_addf(&path, "%s/manifest-%d", folder, i + 1);
		must(file_read(&files[i], buf_str(&path),
		    MANIFEST_BYTES_MAX));
		manifests[i] = buf_slice(&files[i]);
	}
	crypto_hash(&form.version, form.package);
	must(manifest_read(&first, manifests[0], NULL, NULL));
	if (first != NULL)
		invitation.study = *manifest_study(first);
	manifest_free(first);
	buf_add(&invitation.access.user, "zoe");
	buf_add(&invitation.access.token, "a token: \xc3\xa9");
	buf_add(&invitation.access.key, "not a key\n");
	buf_add(&invitation.access.certificate,
	    "-----BEGIN CERTIFICATE-----\n");
	for (int i = 0; i < ACCESS_HOST_KEY_DIGITS; i++)
		buf_add(&invitation.access.host_key, "a");
	must(invitation_write(&out, &invitation));
	write_golden("invitation", &out);
	access_wipe(&invitation.access);
	buf_free(&files[0]);
	buf_free(&files[1]);
	buf_free(&path);
	buf_free(&out);
}

static void
make_keyfile(void)
{
	static const char passphrase[] = "huit mots qui ne se devinent pas";
	struct json *secrets = json_new_object();
	struct buf out = BUF_INIT, said = BUF_INIT;
	uint8_t key[KEY_BYTES];

	memset(key, 0x6b, sizeof(key));
	keyfile_put(secrets, "sign", key, sizeof(key));
	say_hex(&said, "sign", key, sizeof(key));
	buf_addf(&said, "passphrase %s\n", passphrase);
	must(keyfile_seal(&out, secrets, slice_str(passphrase)));
	write_golden("keyfile.bin", &out);
	write_golden("keyfile.txt", &said);
	keyfile_free(secrets);
	buf_free(&out);
	buf_free(&said);
}

/* Bytes of a small generator that the test knows too: two chunks. */
static void
make_attachment(void)
{
	struct buf plain = BUF_INIT, bytes = BUF_INIT;
	struct secret_key key;
	struct hash study;
	uint32_t state = 1;

	memset(&study, 0x51, sizeof(study));
	memset(&key, 0x77, sizeof(key));
	for (size_t i = 0; i < ATTACHMENT_CHUNK_BYTES + 1000; i++) {
		state = state * 1664525u + 1013904223u;
		buf_add_byte(&plain, (uint8_t)(state >> 24));
	}
	must(attachment_seal(&bytes, &study, &key, buf_slice(&plain)));
	write_golden("attachment.blob", &bytes);
	buf_free(&plain);
	buf_free(&bytes);
}

/* The image of a backup, whose files are written by name. */
static void
make_backup(const struct sign_pair *device, const struct seal_pair *office,
    const struct store_opener *known, const char *code)
{
	static const char image[] = "not a database, but its bytes\n";
	struct buf from = BUF_INIT, sealed = BUF_INIT, open = BUF_INIT;
	struct store_opener opener;

	buf_addf(&from, "%s/image.txt", folder);
	buf_addf(&sealed, "%s/backup.bin", folder);
	buf_addf(&open, "%s/backup-code.bin", folder);
	must(file_write(buf_str(&from), slice_str(image)));
	must(backup_write(buf_str(&sealed), buf_str(&from), &known->study,
	    &known->store, 1771234567000, &office->public, 1, device));
	must(backup_open(&opener, buf_str(&sealed), &known->study, office));
	must(backup_reseal(buf_str(&open), buf_str(&sealed), &opener, code));
	buf_free(&from);
	buf_free(&sealed);
	buf_free(&open);
}

static void
make_escrow(void)
{
	static const char code[] = "7K3F-Q9ZM-20TX-B5WC";
	struct buf out = BUF_INIT, said = BUF_INIT;
	struct seal_pair office = reader(&said, 3);
	struct sign_pair device = writer(&said, 3);
	struct store_opener opener = { .device = device.public };

	memset(&opener.study, 0x51, sizeof(opener.study));
	memset(&opener.store, 0x6e, sizeof(opener.store));
	say_hex(&said, "study", &opener.study, sizeof(opener.study));
	say_hex(&said, "store", &opener.store, sizeof(opener.store));
	buf_addf(&said, "code %s\n", code);
	must(escrow_seal(&out, &opener.study, &opener.store, 1771234567000,
	    &office.public, 1, &device));
	write_golden("escrow.bin", &out);
	buf_reset(&out);
	must(unlock_write(&out, &opener, code));
	write_golden("unlock.bin", &out);
	write_golden("escrow.txt", &said);
	make_backup(&device, &office, &opener, code);
	buf_free(&out);
	buf_free(&said);
}

static void
make_heard(void)
{
	struct heard heard = { .manifest = 7, .erased = 3,
		.time_ms = 1771234567000 };
	struct buf out = BUF_INIT, said = BUF_INIT;
	struct sign_pair device = writer(&said, 5);

	memset(&heard.study, 0x51, sizeof(heard.study));
	say_hex(&said, "study", &heard.study, sizeof(heard.study));
	heard_write(&out, &heard, &device);
	write_golden("heard.bin", &out);
	write_golden("heard.txt", &said);
	buf_free(&out);
	buf_free(&said);
}

static void
make_downward(void)
{
	static const char *const paths[] = { "age" };
	static struct down_case cases[] = {
		{ "11111111-1111-4111-8111-111111111111", CASE_REFUSED,
		    "refused", false, "", "by telephone", NULL, 0, 2 },
		{ "22222222-2222-4222-8222-222222222222", CASE_TAKEN, "taken",
		    false, "Cl\xc3\xa9o", "", NULL, 0, 0 },
	};
	struct down_correction correction = {
		.response = "6ba7b810-9dad-41d1-80b4-00c04fd430c8",
		.time_ms = 1771234567000, .offset_minutes = 60, .by = "Anna",
		.reason = "she wrote back", .paths = paths, .path_count = 1,
		.bytes = slice_str("{\"a\":1}") };
	struct downward down = { .device = "aliceaaaaaaaaaaaaaaaaaaaaa",
		.manifest = 12, .number = 3, .cases = cases, .case_count = 2,
		.corrections = &correction, .correction_count = 1 };
	struct buf out = BUF_INIT, said = BUF_INIT;
	struct seal_pair laptop = reader(&said, 1), office = reader(&said, 2);
	struct seal_public to[] = { laptop.public, office.public };
	struct sign_pair coordinator = writer(&said, 4);
	struct hash study;

	memset(&study, 0x51, sizeof(study));
	say_hex(&said, "study", &study, sizeof(study));
	crypto_hash(&correction.revision, correction.bytes);
	downward_readers(&down.readers, to, 2);
	must(downward_seal(&out, &down, &study, to, 2, &coordinator));
	write_golden("downward.bin", &out);
	write_golden("downward.txt", &said);
	buf_free(&out);
	buf_free(&said);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: make_golden FOLDER\n", stderr);
		return 2;
	}
	folder = argv[1];
	must(crypto_start());
	make_changeset();
	make_dictionary();
	make_envelope();
	make_handover();
	make_manifests();
	make_invitation();
	make_keyfile();
	make_attachment();
	make_escrow();
	make_downward();
	make_heard();
	return failed;
}
