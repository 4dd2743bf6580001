#include "kit/exchange/pack_write.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/deflate.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/exchange/sha1.h"

enum { FIRST_BYTES = 256, SEALED_MAGIC = 0x89 };

/* Where an object came to stand. */
struct place {
	struct oid id;
	uint32_t at, crc;
};

static void
add_head(struct buf *out, const struct repo_object *object)
{
	static const uint8_t kinds[] = { [OBJECT_COMMIT] = 1,
		[OBJECT_TREE] = 2, [OBJECT_BLOB] = 3 };
	size_t left = object->bytes.len >> 4;
	size_t kind = kinds[object->kind];

	buf_add_byte(out, (uint8_t)((left ? 0x80u : 0) | kind << 4 |
	    (object->bytes.len & 15)));
	for (; left; left >>= 7)
		buf_add_byte(out, (uint8_t)((left >> 7 ? 0x80 : 0) |
		    (left & 0x7f)));
}

/* What is sealed, and what is small, would not get smaller. */
static bool
is_worth_packing(const struct repo_object *object)
{
	return object->kind == OBJECT_BLOB && object->bytes.len > 0 &&
	    object->bytes.data[0] != SEALED_MAGIC;
}

static void
add_object(struct buf *pack, struct place *place,
    const struct repo_object *object)
{
	place->id = object->id;
	place->at = (uint32_t)pack->len;
	add_head(pack, object);
	if (is_worth_packing(object))
		deflate_pack(pack, object->bytes, SLICE_EMPTY);
	else
		deflate_store(pack, object->bytes);
	place->crc = deflate_crc32(0, slice_of(pack->data + place->at,
	    pack->len - place->at));
}

static void
add_sum(struct buf *out)
{
	uint8_t sum[SHA1_BYTES];

	sha1(sum, buf_slice(out));
	buf_append(out, sum, sizeof(sum));
}

static const struct err *
make_pack(struct buf *pack, struct place *places,
    const struct repo_object *objects, size_t count)
{
	buf_add(pack, "PACK");
	buf_add_u32(pack, 2);
	buf_add_u32(pack, (uint32_t)count);
	for (size_t i = 0; i < count; i++) {
		if (objects[i].bytes.len > PACK_BYTES_MAX - pack->len)
			return err_new(ERR_LIMIT, "a pack of more than %d MB",
			    PACK_BYTES_MAX >> 20);
		add_object(pack, &places[i], &objects[i]);
	}
	add_sum(pack);
	return NULL;
}

static int
compare_places(const void *a, const void *b)
{
	return memcmp(((const struct place *)a)->id.bytes,
	    ((const struct place *)b)->id.bytes, OID_BYTES);
}

static void
make_index(struct buf *out, struct place *places, size_t count,
    const struct buf *pack)
{
	size_t seen = 0;

	qsort(places, count, sizeof(*places), compare_places);
	buf_append(out, "\377tOc", 4);
	buf_add_u32(out, 2);
	for (unsigned first = 0; first < FIRST_BYTES; first++) {
		while (seen < count && places[seen].id.bytes[0] <= first)
			seen++;
		buf_add_u32(out, (uint32_t)seen);
	}
	for (size_t i = 0; i < count; i++)
		buf_append(out, places[i].id.bytes, OID_BYTES);
	for (size_t i = 0; i < count; i++)
		buf_add_u32(out, places[i].crc);
	for (size_t i = 0; i < count; i++)
		buf_add_u32(out, places[i].at);
	buf_append(out, pack->data + pack->len - SHA1_BYTES, SHA1_BYTES);
	add_sum(out);
}

static const struct err *
write_part(const char *folder, const char *name, const char *extension,
    const struct buf *bytes)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	file_join(&path, folder, "pack-");
	buf_add(&path, name);
	buf_add(&path, extension);
	err = file_write(buf_str(&path), buf_slice(bytes));
	buf_free(&path);
	return err;
}

const struct err *
pack_write(const char *folder, const struct repo_object *objects, size_t count)
{
	struct buf pack = BUF_INIT, index = BUF_INIT;
	struct place *places = mem_alloc_n(count, sizeof(*places));
	char name[2 * SHA1_BYTES + 1];
	const struct err *err;

	err = make_pack(&pack, places, objects, count);
	if (err)
		goto done;
	make_index(&index, places, count, &pack);
	hex_encode(name, pack.data + pack.len - SHA1_BYTES, SHA1_BYTES);
	err = write_part(folder, name, ".pack", &pack);
	if (!err)
		err = write_part(folder, name, ".idx", &index);
done:
	mem_free(places);
	buf_free(&index);
	buf_free(&pack);
	return err;
}
