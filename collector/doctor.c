#include "collector/doctor.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/platform.h"
#include "kit/exchange/changeset.h"

void
doctor_say(struct doctor *d, enum doctor_level level, enum word word,
    const char *a, const char *b)
{
	static const enum said levels[] = { [DOCTOR_GOOD] = SAID_GOOD,
		[DOCTOR_NOTE] = SAID_NOTE, [DOCTOR_MENDED] = SAID_MENDED,
		[DOCTOR_BAD] = SAID_BAD };

	d->count[level]++;
	session_say(d->session, levels[level], word, a, b);
}

/* ---- the file ---- */

struct faults {
	struct doctor *doctor;
	enum word word;
	size_t count;
};

static void
tell_fault(void *data, const char *text)
{
	struct faults *f = data;

	f->count++;
	doctor_say(f->doctor, DOCTOR_BAD, f->word, text, NULL);
}

static void
keep_fault(void *data, const char *text)
{
	struct buf *said = data;

	buf_addf(said, "%s%s", said->len > 0 ? "\n" : "", text);
}

/* Whatever is broken in it, there is one thing to do. */
const struct err *
doctor_file(struct doctor *d)
{
	struct buf said = BUF_INIT;
	const struct store_look look = { keep_fault, &said };
	const struct err *err = store_look_at_file(&look, d->store);

	d->damaged = said.len > 0 || (err && err->code == ERR_FORMAT);
	if (d->damaged) {
		doctor_say(d, DOCTOR_BAD, W_D_FILE_BAD, NULL, NULL);
		if (d->verbose)
			doctor_say(d, DOCTOR_NOTE, W_D_FILE_SAYS,
			    said.len > 0 ? buf_str(&said) : err->msg, NULL);
		err = NULL;
	} else if (!err) {
		doctor_say(d, DOCTOR_GOOD, W_D_FILE, NULL, NULL);
	}
	buf_free(&said);
	return err;
}

const struct err *
doctor_rows(struct doctor *d)
{
	struct faults faults = { d, W_D_ROW_BAD, 0 };
	const struct store_look look = { tell_fault, &faults };
	size_t rows;
	const struct err *err = store_look_at_rows(&look, d->store, &rows);

	if (!err && faults.count == 0)
		doctor_say(d, DOCTOR_GOOD, W_D_ROWS,
		    session_number(d->session, rows), NULL);
	return err;
}

/* ---- chains ---- */

/* What a chain should look like from here on. */
struct following {
	struct doctor *doctor;
	const struct chain *chain;
	uint64_t number;
	struct hash previous;
};

static bool
names_previous(const struct following *f, const struct changeset_head *head)
{
	if (f->number == 1)
		return head->previous_kind != PREVIOUS_SAME;
	return head->previous_kind == PREVIOUS_SAME &&
	    hash_equal(&head->previous, &f->previous);
}

/* Ours, whole, and in its place. */
static bool
is_sound(const struct following *f, const struct packed *packed)
{
	const struct study *study = store_study(f->doctor->store);
	const struct changeset_head *head;
	struct changeset *changeset = NULL;
	struct hash hash;
	bool ok;

	crypto_hash(&hash, packed->bytes);
	if (!hash_equal(&hash, &packed->hash) ||
	    changeset_open(&changeset, packed->bytes, &study->id) != NULL)
		return false;
	head = changeset_head(changeset);
	ok = head->number == f->number &&
	    head->chain == strtoull(f->chain->id, NULL, 16) &&
	    !memcmp(&head->device, &study->sign, sizeof(study->sign)) &&
	    names_previous(f, head);
	changeset_free(changeset);
	return ok;
}

static const struct err *
look_at_number(struct following *f)
{
	const struct err *err;
	struct arena *arena = arena_new();
	struct packed packed;
	bool missing;

	err = store_changeset(&packed, arena, f->doctor->store, f->chain->id,
	    f->number);
	missing = err && err->code == ERR_NOT_FOUND;
	/* Of a closed chain, some went out again in the next. */
	if (missing && !f->chain->open)
		err = NULL;
	else if (missing || (!err && !is_sound(f, &packed))) {
		doctor_say(f->doctor, DOCTOR_BAD, W_D_CHAIN_BAD, f->chain->id,
		    session_number(f->doctor->session, (size_t)f->number));
		err = NULL;
	}
	if (!missing && !err)
		f->previous = packed.hash;
	arena_free(arena);
	return err;
}

const struct err *
doctor_chains(struct doctor *d)
{
	const struct err *err;
	struct chain *chains;
	size_t count = 0, sum = 0, bad = d->count[DOCTOR_BAD];

	err = store_chains(&chains, &count, d->session->arena, d->store);
	for (size_t i = 0; i < count && !err; i++) {
		struct following f = { .doctor = d, .chain = &chains[i] };

		while (!err && f.number < chains[i].last) {
			f.number++;
			sum++;
			err = look_at_number(&f);
		}
	}
	if (!err && (count == 0 || !chains[count - 1].open))
		doctor_say(d, DOCTOR_BAD, W_D_NO_CHAIN, NULL, NULL);
	else if (!err && bad == d->count[DOCTOR_BAD])
		doctor_say(d, DOCTOR_GOOD, W_D_CHAINS,
		    session_number(d->session, sum),
		    session_number(d->session, count));
	return err;
}

/* ---- all of it ---- */

void
doctor_run(struct doctor *d)
{
	static const struct {
		const struct err *(*look)(struct doctor *);
		bool believes;		/* what lies in the store */
	} parts[] = {
		{ doctor_file, false }, { doctor_rows, true },
		{ doctor_chains, true }, { doctor_leftovers, false },
		{ doctor_depot, true }, { doctor_place, false },
		{ doctor_room, false }, { doctor_clock, true },
		{ doctor_hub, true }, { doctor_safety, true }
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const struct err *err = parts[i].believes && d->damaged ?
		    NULL : parts[i].look(d);

		if (err)
			doctor_say(d, DOCTOR_BAD, W_D_FAILED,
			    session_reason(d->session, err), NULL);
	}
}
