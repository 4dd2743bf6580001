/*
 * test_casework - how a case stands: whose word counts, whose attempts are
 * told, what was answered.
 */
#include <stdlib.h>

#include "study.h"

#include "kit/base/map.h"
#include "merger/cases/casework.h"

enum { INPUTS_MAX = 16 };

struct scene {
	struct study study;
	struct workspace ws;
	struct dataset dataset;
	struct record records[2];
	struct merge_input inputs[2][INPUTS_MAX];
	size_t counts[2];
	unsigned serial;
	char case_id[UUID_TEXT_MAX];
};

static void
scene_open(struct scene *s)
{
	memset(s, 0, sizeof(*s));
	study_new(&s->study);
	s->ws.manifest = s->study.second;
	s->dataset.arena = arena_new();
	s->dataset.records = s->records;
	s->dataset.count = 2;
	case_record_id(s->case_id, manifest_study(s->study.first), "C1");
}

static void
scene_close(struct scene *s)
{
	arena_free(s->dataset.arena);
	study_free(&s->study);
}

/* One field set (value), or unset (NULL), by somebody, on a parent or none. */
static struct revision *
say(struct scene *s, int record, const struct person *who,
    const struct revision *parent, const char *path, const char *value)
{
	struct arena *arena = s->dataset.arena;
	struct revision *r = arena_alloc(arena, sizeof(*r));
	struct merge_input *input = &s->inputs[record][s->counts[record]++];
	struct field *field = arena_alloc(arena, sizeof(*field));
	const char **unset = arena_alloc(arena, sizeof(*unset));
	struct buf bytes = BUF_INIT;

	*field = (struct field){ path, value };
	*unset = path;
	*r = (struct revision){ .kind = record ? RECORD_RESPONSE : RECORD_CASE,
		.study = *manifest_study(s->study.first), .reason = "because",
		.time_ms = STUDY_TIME_MS + (int64_t)++s->serial,
		.set = { field, value != NULL }, .unset = unset,
		.unset_count = value == NULL,
		.state = record ? STATE_FINAL : STATE_UNCHANGED };
	strcpy(r->record, record ? "6ba7b810-9dad-41d1-80b4-00c04fd430c8" :
	    s->case_id);
	strcpy(r->author, who->member.id);
	r->nonce[0] = (uint8_t)s->serial;
	if (parent != NULL) {
		r->parents = &parent->id;
		r->parent_count = 1;
	}
	CHECK_OK(revision_write(&bytes, r));
	buf_free(&bytes);
	input->revision = r;
	input->role = manifest_role(s->study.second, &who->sign.public);
	return r;
}

/* Everything merged, and the case as it stands. */
static const struct casework *
look(struct scene *s)
{
	struct casebook book;

	for (int i = 0; i < 2; i++) {
		merge_record(&s->records[i].merged, s->dataset.arena,
		    s->inputs[i], s->counts[i], NULL, NULL);
		s->records[i].inputs = s->inputs[i];
		s->records[i].input_count = s->counts[i];
	}
	s->dataset.count = s->counts[1] ? 2 : 1;
	casebook_read(&book, &s->ws, &s->dataset);
	CHECK_INT(book.count, 1);
	return book.count == 1 ? book.cases : NULL;
}

static void
check_status(struct scene *s, enum case_status status)
{
	const struct casework *c = look(s);

	if (c != NULL)
		CHECK_STR(case_status_word(c->status),
		    case_status_word(status));
}

/* ---- whose word counts ---- */

static void
test_decisions(void)
{
	struct scene s;
	struct revision *root, *first, *second;
	const struct casework *c;

	scene_open(&s);
	root = say(&s, 0, &s.study.ana, NULL, ".key", "C1");
	check_status(&s, CASE_OPEN);
	/* A laptop says what it likes, knowing what it likes. */
	say(&s, 0, &s.study.laptop, root, ".status", "refused");
	say(&s, 0, &s.study.laptop, NULL, ".handed",
	    s.study.laptop.member.id);
	check_status(&s, CASE_OPEN);
	CHECK_STR(look(&s)->handed, "");
	first = say(&s, 0, &s.study.ana, root, ".status", "do-not-contact");
	check_status(&s, CASE_DO_NOT_CONTACT);
	CHECK_STR(look(&s)->reason, "because");
	say(&s, 0, &s.study.laptop, first, ".status", "answered-online");
	say(&s, 0, &s.study.laptop, first, ".status", NULL);
	check_status(&s, CASE_DO_NOT_CONTACT);
	/* A coordinator who knows of it decides otherwise. */
	second = say(&s, 0, &s.study.bob, first, ".status", "refused");
	check_status(&s, CASE_REFUSED);
	say(&s, 0, &s.study.ana, second, ".status", NULL);
	check_status(&s, CASE_OPEN);
	/* To whom: an admitted device, or nobody. */
	say(&s, 0, &s.study.ana, second, ".handed",
	    s.study.laptop.member.id);
	c = look(&s);
	CHECK_STR(c->handed, s.study.laptop.member.id);
	CHECK_STR(c->handed_reason, "because");
	say(&s, 0, &s.study.ana, second, ".handed",
	    s.study.stranger.member.id);
	CHECK_STR(look(&s)->handed, "");
	scene_close(&s);
}

/* Neither knew of the other: the same in every order of arrival. */
static void
test_order(void)
{
	struct scene s;
	struct revision *root;
	struct merge_input kept;

	scene_open(&s);
	root = say(&s, 0, &s.study.ana, NULL, ".key", "C1");
	say(&s, 0, &s.study.ana, root, ".status", "refused");
	say(&s, 0, &s.study.bob, root, ".status", "do-not-contact");
	check_status(&s, CASE_DO_NOT_CONTACT);
	for (size_t i = 0; i < 3; i++) {
		kept = s.inputs[0][i];
		s.inputs[0][i] = s.inputs[0][(i + 1) % 3];
		s.inputs[0][(i + 1) % 3] = kept;
		check_status(&s, CASE_DO_NOT_CONTACT);
	}
	scene_close(&s);
}

/* ---- answers ---- */

static void
test_answered(void)
{
	struct scene s;
	struct revision *root;
	struct package *package;

	scene_open(&s);
	root = say(&s, 0, &s.study.ana, NULL, ".key", "C1");
	/* Whether it is an interview is for the form to say: none is here. */
	say(&s, 1, &s.study.laptop, NULL, ".case", "C1");
	check_status(&s, CASE_OPEN);
	/* Of a form that asks for no consent. */
	package = arena_alloc(s.dataset.arena, sizeof(*package));
	package->form = arena_alloc(s.dataset.arena, sizeof(*package->form));
	s.records[1].package = package;
	check_status(&s, CASE_ANSWERED);
	CHECK_STR(look(&s)->answered_by, s.study.laptop.member.id);
	/* What a coordinator decided stands above it. */
	say(&s, 0, &s.study.ana, root, ".status", "refused");
	check_status(&s, CASE_REFUSED);
	scene_close(&s);
}

/* ---- practice ---- */

static void
test_practice(void)
{
	struct scene s;
	struct casebook book;

	scene_open(&s);
	say(&s, 0, &s.study.laptop, NULL, ".phase", "training");
	s.dataset.count = 1;
	merge_record(&s.records[0].merged, s.dataset.arena, s.inputs[0],
	    s.counts[0], NULL, NULL);
	s.records[0].inputs = s.inputs[0];
	s.records[0].input_count = s.counts[0];
	casebook_read(&book, &s.ws, &s.dataset);
	CHECK_INT(book.count, 0);
	/* Somebody who does not practise knows of the case too. */
	say(&s, 0, &s.study.ana, NULL, ".key", "C1");
	check_status(&s, CASE_OPEN);
	scene_close(&s);
}

int
main(void)
{
	test_decisions();
	test_order();
	test_answered();
	test_practice();
	return CHECK_DONE();
}
