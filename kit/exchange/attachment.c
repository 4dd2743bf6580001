#include "kit/exchange/attachment.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

static const uint8_t magic[8] = { 0x89, 'R', 'C', 'A', 13, 10, 26, 10 };
static const char purpose[] = "recolte attachment";
static const char key_purpose[] = "recolte attachment 1";

enum {
	PURPOSE_BYTES = 24, SALT_BYTES = 32, AT_STUDY = 48, AT_SALT = 80,
	AT_STREAM = 112, BLOB_DIGITS = 16
};

static_assert(AT_STREAM + STREAM_HEADER_BYTES == ATTACHMENT_HEAD_BYTES,
    "header");

static const struct err *
refuse(const char *what)
{
	return err_new(ERR_FORMAT, "attachment: %s", what);
}

static void
key_of(struct secret_key *out, const struct secret_key *record_key,
    const uint8_t *study, const uint8_t *salt)
{
	struct buf bound = BUF_INIT;

	buf_add(&bound, key_purpose);
	buf_append(&bound, study, HASH_BYTES);
	buf_append(&bound, salt, SALT_BYTES);
	crypto_derive(out, record_key, buf_slice(&bound));
	buf_free(&bound);
}

/* ---- writing ---- */

static void
write_head(struct buf *out, const struct hash *study, uint64_t bytes)
{
	uint8_t salt[SALT_BYTES], padded[PURPOSE_BYTES] = { 0 };

	crypto_random(salt, sizeof(salt));
	memcpy(padded, purpose, sizeof(purpose) - 1);
	buf_append(out, magic, sizeof(magic));
	buf_add_u16(out, ATTACHMENT_VERSION);
	buf_add_u16(out, 0);
	buf_add_u32(out, ATTACHMENT_CHUNK_BYTES);
	buf_add_u64(out, bytes);
	buf_append(out, padded, sizeof(padded));
	buf_append(out, study->bytes, HASH_BYTES);
	buf_append(out, salt, sizeof(salt));
}

/* The length of the whole follows from that of the file. */
uint64_t
attachment_sealed_bytes(uint64_t bytes)
{
	uint64_t chunks = bytes == 0 ? 1 :
	    (bytes + ATTACHMENT_CHUNK_BYTES - 1) / ATTACHMENT_CHUNK_BYTES;

	return ATTACHMENT_HEAD_BYTES + bytes + chunks * STREAM_TAG_BYTES;
}

struct attachment_sealing {
	struct buf *to;
	struct stream stream;
	struct buf head;
	struct buf chunk;		/* not sealed yet: it may be the last */
	uint64_t left;
	bool more;			/* than there should be */
};

const struct err *
attachment_seal_begin(struct attachment_sealing **out, struct buf *to,
    const struct hash *study, const struct secret_key *record_key,
    uint64_t bytes)
{
	struct attachment_sealing *s;
	struct secret_key key;
	uint8_t begin[STREAM_HEADER_BYTES];

	*out = NULL;
	if (bytes > ATTACHMENT_BYTES_MAX)
		return err_new(ERR_LIMIT, "attachment: %llu bytes, over %d MiB",
		    (unsigned long long)bytes, ATTACHMENT_BYTES_MAX >> 20);
	s = mem_alloc(sizeof(*s));
	s->to = to;
	s->left = bytes;
	write_head(&s->head, study, bytes);
	key_of(&key, record_key, study->bytes, s->head.data + AT_SALT);
	stream_start(&s->stream, begin, &key);
	mem_wipe(&key, sizeof(key));
	buf_append(&s->head, begin, sizeof(begin));
	/* Room for all of it at once: it does not move as it grows. */
	buf_extend(to, (size_t)attachment_sealed_bytes(bytes));
	to->len -= (size_t)attachment_sealed_bytes(bytes);
	buf_add_slice(to, buf_slice(&s->head));
	*out = s;
	return NULL;
}

void
attachment_seal_add(struct attachment_sealing *s, struct slice plain)
{
	s->more = s->more || plain.len > s->left;
	if (s->more)
		return;
	s->left -= plain.len;
	while (plain.len > 0) {
		size_t room = ATTACHMENT_CHUNK_BYTES - s->chunk.len;
		size_t len = plain.len < room ? plain.len : room;

		if (room == 0) {
			stream_push(s->to, &s->stream, buf_slice(&s->chunk),
			    buf_slice(&s->head), false);
			buf_reset(&s->chunk);
			continue;
		}
		buf_append(&s->chunk, plain.data, len);
		plain = slice_of(plain.data + len, plain.len - len);
	}
}

const struct err *
attachment_seal_end(struct attachment_sealing *s)
{
	bool all = s->left == 0 && !s->more;

	stream_push(s->to, &s->stream, buf_slice(&s->chunk),
	    buf_slice(&s->head), true);
	buf_free(&s->head);
	buf_wipe(&s->chunk);
	mem_wipe(s, sizeof(*s));
	mem_free(s);
	return all ? NULL : err_new(ERR_STATE, "attachment: the file changed "
	    "while it was read");
}

const struct err *
attachment_seal(struct buf *out, const struct hash *study,
    const struct secret_key *record_key, struct slice plain)
{
	struct attachment_sealing *sealing;
	const struct err *err;

	err = attachment_seal_begin(&sealing, out, study, record_key,
	    plain.len);
	if (err)
		return err;
	attachment_seal_add(sealing, plain);
	return attachment_seal_end(sealing);
}

/* ---- reading ---- */

static const struct err *
read_version(struct reader *r)
{
	uint16_t version;

	if (!slice_equal(reader_take(r, sizeof(magic)),
	    slice_of(magic, sizeof(magic))))
		return refuse("not one of ours");
	version = reader_u16(r);
	if (r->failed || version == 0)
		return refuse("torn");
	return version == ATTACHMENT_VERSION ? NULL : err_new(ERR_NEWER,
	    "attachment: format %u is newer than this program: update it",
	    (unsigned)version);
}

static bool
is_purpose(struct slice padded)
{
	uint8_t wanted[PURPOSE_BYTES] = { 0 };

	memcpy(wanted, purpose, sizeof(purpose) - 1);
	return slice_equal(padded, slice_of(wanted, sizeof(wanted)));
}

static const struct err *
read_head(struct slice sealed, const struct hash *study)
{
	const struct err *err;
	struct reader r = reader_of(sealed);
	uint16_t zero;
	uint32_t chunk;
	uint64_t bytes;
	bool ours;

	if ((err = read_version(&r)) != NULL)
		return err;
	zero = reader_u16(&r);
	chunk = reader_u32(&r);
	bytes = reader_u64(&r);
	ours = is_purpose(reader_take(&r, PURPOSE_BYTES));
	if (r.failed || sealed.len < ATTACHMENT_HEAD_BYTES)
		return refuse("torn");
	if (zero != 0 || chunk != ATTACHMENT_CHUNK_BYTES || !ours)
		return refuse("its header means nothing");
	if (bytes > ATTACHMENT_BYTES_MAX)
		return err_new(ERR_LIMIT, "attachment: over %d MiB",
		    ATTACHMENT_BYTES_MAX >> 20);
	if (sealed.len != attachment_sealed_bytes(bytes))
		return refuse("torn, or something behind it");
	if (memcmp(sealed.data + AT_STUDY, study->bytes, HASH_BYTES) != 0)
		return err_new(ERR_FOREIGN, "attachment: of another study");
	return NULL;
}

static const struct err *
read_chunks(struct slice sealed, struct stream *stream, attachment_taker take,
    void *data)
{
	const struct err *err = NULL;
	struct slice head = slice_of(sealed.data, ATTACHMENT_HEAD_BYTES);
	struct reader r = reader_of(slice_of(sealed.data + head.len,
	    sealed.len - head.len));
	struct buf chunk = BUF_INIT;
	bool last = false;

	while (!err && !last) {
		size_t left = r.rest.len;
		bool end = left <= ATTACHMENT_CHUNK_BYTES + STREAM_TAG_BYTES;
		struct slice part = reader_take(&r, end ? left :
		    ATTACHMENT_CHUNK_BYTES + STREAM_TAG_BYTES);

		buf_reset(&chunk);
		if (!stream_pull(&chunk, stream, part, head, &last) ||
		    last != end)
			err = err_new(ERR_SIGNATURE, "attachment: it does not "
			    "open with its record's key");
		else if (take != NULL)
			err = take(data, buf_slice(&chunk));
	}
	buf_wipe(&chunk);
	return err;
}

const struct err *
attachment_open(struct slice sealed, const struct hash *study,
    const struct secret_key *record_key, attachment_taker take, void *data)
{
	const struct err *err;
	struct stream stream;
	struct secret_key key;

	if ((err = read_head(sealed, study)) != NULL)
		return err;
	key_of(&key, record_key, study->bytes, sealed.data + AT_SALT);
	stream_resume(&stream, sealed.data + AT_STREAM, &key);
	mem_wipe(&key, sizeof(key));
	err = read_chunks(sealed, &stream, take, data);
	mem_wipe(&stream, sizeof(stream));
	return err;
}

/* ---- the field that names it ---- */

static bool
is_name(struct slice name)
{
	if (name.len == 0 || name.len > ATTACHMENT_NAME_BYTES_MAX)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.data[i] < 0x20 || name.data[i] == 0x7f ||
		    name.data[i] == '/' || name.data[i] == '\\')
			return false;
	return true;
}

static bool
is_kind(struct slice kind)
{
	if (kind.len == 0 || kind.len > ATTACHMENT_KIND_BYTES_MAX)
		return false;
	for (size_t i = 0; i < kind.len; i++)
		if (kind.data[i] <= ' ' || kind.data[i] >= 0x7f)
			return false;
	return true;
}

const struct err *
attachment_note_write(struct buf *out, const struct attachment_note *note)
{
	char hash[HASH_TEXT_MAX];

	if (!is_name(note->name))
		return err_new(ERR_FORMAT, "attachment: \"%.*s\" cannot be the "
		    "name of a file", (int)(note->name.len < 80 ?
		    note->name.len : 80), (const char *)note->name.data);
	assert(is_kind(note->kind));
	hash_text(hash, &note->hash);
	buf_addf(out, "1 %s %llu ", hash, (unsigned long long)note->bytes);
	buf_add_slice(out, note->kind);
	buf_add_byte(out, ' ');
	buf_add_slice(out, note->name);
	return NULL;
}

/* Up to the next space, which is passed over. */
static struct slice
next_word(struct slice *rest)
{
	size_t len = 0;
	struct slice word;

	while (len < rest->len && rest->data[len] != ' ')
		len++;
	word = slice_of(rest->data, len);
	len += len < rest->len;
	*rest = slice_of(rest->data + len, rest->len - len);
	return word;
}

const struct err *
attachment_note_read(struct attachment_note *out, const char *text)
{
	struct slice rest = slice_str(text), hash, bytes;
	struct buf same = BUF_INIT;
	bool ok;

	memset(out, 0, sizeof(*out));
	if (!slice_equal_str(next_word(&rest), "1"))
		return err_new(ERR_NEWER, "attachment: a field of a newer "
		    "format: update this program");
	hash = next_word(&rest);
	bytes = next_word(&rest);
	out->kind = next_word(&rest);
	out->name = rest;
	ok = hash_parse(&out->hash, hash) &&
	    text_parse_u64(bytes, &out->bytes) &&
	    out->bytes <= ATTACHMENT_BYTES_MAX && is_kind(out->kind) &&
	    is_name(out->name);
	/* One way to write it. */
	ok = ok && attachment_note_write(&same, out) == NULL &&
	    slice_equal(buf_slice(&same), slice_str(text));
	buf_free(&same);
	return ok ? NULL : refuse("a field that names it means nothing");
}

const char *
attachment_kind(const char *name)
{
	static const struct {
		const char *extension, *kind;
	} kinds[] = {
		{ ".jpg", "image/jpeg" }, { ".jpeg", "image/jpeg" },
		{ ".png", "image/png" }, { ".gif", "image/gif" },
		{ ".webp", "image/webp" }, { ".heic", "image/heic" },
		{ ".mp3", "audio/mpeg" }, { ".m4a", "audio/mp4" },
		{ ".aac", "audio/aac" }, { ".ogg", "audio/ogg" },
		{ ".opus", "audio/ogg" }, { ".wav", "audio/wav" },
		{ ".flac", "audio/flac" }, { ".amr", "audio/amr" },
		{ ".mp4", "video/mp4" }, { ".webm", "video/webm" },
		{ ".mov", "video/quicktime" }, { ".3gp", "video/3gpp" },
		{ ".pdf", "application/pdf" }, { ".txt", "text/plain" },
		{ ".csv", "text/csv" }
	};
	const char *kind = "application/octet-stream";
	struct buf end = BUF_INIT;

	text_case(&end, slice_str(file_extension(name)), false);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(buf_str(&end), kinds[i].extension))
			kind = kinds[i].kind;
	buf_free(&end);
	return kind;
}

/* ---- the blob in git ---- */

void
attachment_blob(char out[ATTACHMENT_BLOB_MAX], const struct hash *hash)
{
	char text[HASH_TEXT_MAX];

	hash_text(text, hash);
	snprintf(out, ATTACHMENT_BLOB_MAX, "%.16s.blob", text);
}

bool
attachment_is_blob(const char *name)
{
	uint8_t digits[BLOB_DIGITS / 2];

	return strlen(name) == BLOB_DIGITS + 5 &&
	    hex_decode(digits, sizeof(digits), slice_of(name, BLOB_DIGITS)) &&
	    !strcmp(name + BLOB_DIGITS, ".blob");
}
