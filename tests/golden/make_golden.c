/*
 * make_golden.c - wrote the files beside it, once. They are what laptops in
 * the field have written: they are never made again, only read. It is kept to
 * show where they come from, and to write the file of a format to come.
 *
 *   make_golden FOLDER
 */
#include <stdio.h>
#include <string.h>

#include "kit/exchange/changeset.h"
#include "kit/exchange/envelope.h"

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
	make_envelope();
	return failed;
}
