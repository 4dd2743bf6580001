#include "kit/exchange/intake.h"

#include "kit/base/map.h"
#include "kit/base/mem.h"

enum {
	LOOSE_MAX = 8,			/* more objects than this make a pack */
	LOOSE_FROM_BYTES = 1 << 20,	/* not held back for a pack */
	HELD_BYTES_MAX = 32 << 20,
	HELD_COUNT_MAX = 20000
};

struct intake {
	struct repo *to;
	struct map *ids;		/* of what is held */
	struct repo_object *held;
	size_t count, capacity, bytes;
	bool looks_only;
};

struct intake *
intake_new(struct repo *to)
{
	struct intake *intake = mem_alloc(sizeof(*intake));

	intake->to = to;
	intake->ids = map_new();
	return intake;
}

struct intake *
intake_new_looking(struct repo *to)
{
	struct intake *intake = intake_new(to);

	intake->looks_only = true;
	return intake;
}

size_t
intake_count(const struct intake *intake)
{
	return map_count(intake->ids);
}

static void
intake_empty(struct intake *intake)
{
	for (size_t i = 0; i < intake->count; i++)
		mem_free((void *)intake->held[i].bytes.data);
	map_free(intake->ids);
	intake->ids = map_new();
	intake->count = 0;
	intake->bytes = 0;
}

void
intake_free(struct intake *intake)
{
	if (!intake)
		return;
	intake_empty(intake);
	map_free(intake->ids);
	mem_free(intake->held);
	mem_free(intake);
}

static struct slice
oid_slice(const struct oid *id)
{
	return slice_of(id->bytes, OID_BYTES);
}

bool
intake_has(const struct intake *intake, const struct oid *id)
{
	return map_get_slice(intake->ids, oid_slice(id)) != NULL ||
	    repo_knows(intake->to, id);
}

/* Takes over the bytes. */
static void
intake_hold(struct intake *intake, const struct oid *id, enum object_kind kind,
    struct buf *bytes)
{
	void *held = intake->held;
	size_t len = bytes->len;

	mem_grow(&held, &intake->capacity, intake->count + 1,
	    sizeof(*intake->held));
	intake->held = held;
	intake->held[intake->count++] = (struct repo_object){ *id, kind,
		slice_of(buf_steal(bytes), len) };
	intake->bytes += len;
	map_set_slice(intake->ids, oid_slice(id), intake);
}

/* The bytes hash to the id: one writer or another, git names them the same. */
static const struct err *
write_same(struct repo *to, const struct repo_object *object)
{
	const struct err *err;
	struct oid written;

	err = repo_write(&written, to, object->kind, object->bytes);
	if (!err && !oid_equal(&written, &object->id))
		err = err_new(ERR_INTERNAL, "an object changed on its way");
	return err;
}

/* Whoever put it there has hashed it: what is left are kind and size. */
static const struct err *
look(struct intake *intake, struct repo *from, const struct oid *id,
    enum object_kind kind)
{
	char text[DEPOT_ID_TEXT_MAX];
	const struct err *err;
	size_t bytes;

	err = repo_size(&bytes, from, id, kind);
	if (!err && bytes > repo_bytes_max(kind)) {
		oid_text(text, id);
		err = err_new(ERR_LIMIT, "%.12s has %zu bytes, more than the "
		    "%zu allowed", text, bytes, repo_bytes_max(kind));
	}
	if (!err)
		map_set_slice(intake->ids, oid_slice(id), intake);
	return err;
}

const struct err *
intake_copy(struct intake *intake, struct repo *from, const struct oid *id,
    enum object_kind kind, bool *ours)
{
	struct buf bytes = BUF_INIT;
	const struct err *err;

	*ours = false;
	if (intake_has(intake, id))
		return NULL;
	if (intake->looks_only)
		return look(intake, from, id, kind);
	err = repo_read(&bytes, from, id, kind, repo_bytes_max(kind));
	if (err)
		goto done;
	if (bytes.len > LOOSE_FROM_BYTES)
		err = write_same(intake->to, &(struct repo_object){ *id, kind,
		    buf_slice(&bytes) });
	else
		intake_hold(intake, id, kind, &bytes);
	if (!err && (intake->bytes > HELD_BYTES_MAX ||
	    intake->count >= HELD_COUNT_MAX))
		err = intake_flush(intake);
	*ours = err != NULL;
done:
	buf_free(&bytes);
	return err;
}

const struct err *
intake_flush(struct intake *intake)
{
	const struct err *err = NULL;

	if (intake->count > LOOSE_MAX)
		err = repo_write_pack(intake->to, intake->held, intake->count);
	else
		for (size_t i = 0; !err && i < intake->count; i++)
			err = write_same(intake->to, &intake->held[i]);
	intake_empty(intake);
	return err;
}
