/* What an interview is besides its answers: remarks, ends, corrections. */
#include "collector/interview/attachment.h"
#include "collector/interview/audit.h"
#include "collector/interview/sections.h"
#include "collector/interview/slip.h"
#include "collector/sync/pack.h"
#include "store_scene.h"

static void
begin(struct interview *iv, struct scene *p)
{
	const struct package *package;

	CHECK_OK(store_form_named(&package, p->store, NULL));
	CHECK_OK(interview_new(iv, p->store, package, NULL, NULL));
}

static void
open_again(struct interview *iv, struct scene *p)
{
	char id[UUID_TEXT_MAX];

	memcpy(id, iv->response.id, sizeof(id));
	interview_free(iv);
	CHECK_OK(interview_open(iv, p->store, id));
}

static struct answer *
at(struct interview *iv, const char *path)
{
	return instance_find(iv->instance, path);
}

/* All that is required, but not in repeats. */
static void
fill(struct interview *iv)
{
	answer(iv, "who/told", "OK");
	answer(iv, "who/name", "Ana");
	answer(iv, "who/pay", "1200");
	answer(iv, "views/works", "n");
	CHECK_OK(instance_remove_repeat(iv->instance, at(iv, "people") ?
	    at(iv, "people") : instance_repeat_at(instance_root(iv->instance),
	    form_item(iv->package->form, "/data/people"), 0)));
}

static void
test_remarks(struct scene *p)
{
	struct interview iv;
	struct buf longest = BUF_INIT;

	begin(&iv, p);
	CHECK_STR(interview_remark(&iv, at(&iv, "who/age")), "");
	CHECK_OK(interview_set_remark(&iv, at(&iv, "who/age"),
	    "  she hesitated \n"));
	CHECK_OK(interview_set_remark(&iv, at(&iv, "views/since"), "no work"));
	CHECK_OK(interview_set_remark(&iv, at(&iv, "who"), "quick"));
	while (longest.len <= REMARK_BYTES_MAX)
		buf_add(&longest, "x");
	CHECK_ERR(interview_set_remark(&iv, at(&iv, "who"), buf_str(&longest)),
	    ERR_LIMIT, "longer than 2000");
	buf_free(&longest);
	CHECK_OK(interview_save(&iv, ""));
	open_again(&iv, p);
	CHECK_STR(interview_remark(&iv, at(&iv, "who/age")), "she hesitated");
	CHECK_STR(interview_remark(&iv, at(&iv, "views/since")), "no work");
	fill(&iv);
	CHECK_OK(interview_end(&iv, ENDING_FINAL, ""));
	open_again(&iv, p);
	CHECK_STR(interview_kept(&iv, ".remark/who/age"), "she hesitated");
	CHECK_STR(interview_kept(&iv, ".remark/who"), "quick");
	/* Its question is not relevant: it does not go. */
	CHECK(interview_kept(&iv, ".remark/views/since") == NULL);
	CHECK_OK(interview_set_remark(&iv, at(&iv, "who/age"), " "));
	CHECK(interview_kept(&iv, ".remark/who/age") == NULL);
	interview_free(&iv);
}

static void
test_nonresponse(struct scene *p)
{
	struct interview iv;
	struct obstacles o;

	begin(&iv, p);
	CHECK(interview_allows(at(&iv, "who/pay")->item, RESPONSE_REFUSED));
	CHECK(interview_allows(at(&iv, "who/pay")->item, RESPONSE_UNKNOWN));
	CHECK(!interview_allows(at(&iv, "who/pay")->item, RESPONSE_OPEN));
	CHECK(!interview_allows(at(&iv, "who/age")->item, RESPONSE_REFUSED));
	CHECK_ERR(interview_set_nonresponse(&iv, at(&iv, "who/age"),
	    RESPONSE_REFUSED), ERR_DENIED, "does not allow");
	fill(&iv);
	answer(&iv, "who/pay", "");
	interview_obstacles(&o, &iv);
	CHECK_INT(o.count, 1);
	CHECK(!o.can_overrule);
	obstacles_free(&o);
	answer(&iv, "who/pay", "1");
	CHECK_OK(interview_set_nonresponse(&iv, at(&iv, "who/pay"),
	    RESPONSE_REFUSED));
	CHECK_STR(answer_value(at(&iv, "who/pay")), "");
	interview_obstacles(&o, &iv);
	CHECK_INT(o.count, 0);
	CHECK(!o.can_overrule);
	obstacles_free(&o);
	CHECK_OK(interview_save(&iv, ""));
	open_again(&iv, p);
	CHECK_INT(interview_nonresponse(&iv, at(&iv, "who/pay")),
	    RESPONSE_REFUSED);
	CHECK_STR(interview_kept(&iv, ".nonresponse/who/pay"), "refused");
	/* There is an answer after all. */
	answer(&iv, "who/pay", "1300");
	CHECK_INT(interview_nonresponse(&iv, at(&iv, "who/pay")),
	    RESPONSE_OPEN);
	CHECK_OK(interview_save(&iv, ""));
	open_again(&iv, p);
	CHECK(interview_kept(&iv, ".nonresponse/who/pay") == NULL);
	CHECK_OK(interview_set_nonresponse(&iv, at(&iv, "who/pay"),
	    RESPONSE_UNKNOWN));
	CHECK_OK(interview_set_nonresponse(&iv, at(&iv, "who/pay"),
	    RESPONSE_OPEN));
	CHECK(interview_kept(&iv, ".nonresponse/who/pay") == NULL);
	interview_free(&iv);
}

static void
test_ends(struct scene *p)
{
	struct interview iv;
	struct obstacles o;
	char first_end[64];

	begin(&iv, p);
	fill(&iv);
	answer(&iv, "who/name", "");
	CHECK_ERR(interview_end(&iv, ENDING_FINAL, "please"), ERR_STATE,
	    "stands in the way");
	CHECK_OK(interview_end(&iv, ENDING_BROKEN_OFF, ""));
	open_again(&iv, p);
	CHECK_INT(iv.response.state, STATE_PARTIAL);
	CHECK_STR(interview_kept(&iv, ".ending"), "broken-off");
	CHECK(interview_kept(&iv, ".end") != NULL);
	/* It goes on, over a constraint: both want a remark. */
	CHECK(interview_is_correction(&iv));
	answer(&iv, "who/name", "Ana");
	answer(&iv, "who/age", "12");
	interview_obstacles(&o, &iv);
	CHECK_INT(o.count, 1);
	CHECK(o.can_overrule);
	obstacles_free(&o);
	CHECK_ERR(interview_end(&iv, ENDING_FINAL, " "), ERR_USAGE,
	    "a remark is needed");
	CHECK_OK(interview_end(&iv, ENDING_FINAL, "she is twelve"));
	open_again(&iv, p);
	CHECK_INT(iv.response.state, STATE_FINAL);
	CHECK(interview_kept(&iv, ".ending") == NULL);
	/* A correction leaves the time alone, and says why. */
	snprintf(first_end, sizeof(first_end), "%s",
	    interview_kept(&iv, ".end"));
	answer(&iv, "who/age", "21");
	CHECK_ERR(interview_end(&iv, ENDING_FINAL, ""), ERR_USAGE,
	    "say why it is changed");
	CHECK_OK(interview_end(&iv, ENDING_FINAL, "misheard"));
	open_again(&iv, p);
	CHECK_STR(interview_kept(&iv, ".end"), first_end);
	CHECK_ERR(interview_end(&iv, ENDING_FINAL, "again"), ERR_STATE,
	    "nothing is different");
	interview_free(&iv);
}

static void
test_abandon(struct scene *p)
{
	struct interview iv;

	begin(&iv, p);
	CHECK_ERR(interview_abandon(&iv), ERR_STATE, "never closed");
	fill(&iv);
	CHECK_OK(interview_end(&iv, ENDING_FINAL, ""));
	open_again(&iv, p);
	answer(&iv, "who/age", "33");
	CHECK_OK(interview_save(&iv, "who/age"));
	open_again(&iv, p);
	CHECK(iv.response.has_draft && iv.response.has_tip);
	CHECK_STR(answer_value(at(&iv, "who/age")), "33");
	CHECK_OK(interview_abandon(&iv));
	open_again(&iv, p);
	CHECK(!iv.response.has_draft);
	CHECK_STR(answer_value(at(&iv, "who/age")), "");
	interview_free(&iv);
}

/* A photo goes where its answer goes. */
static void
test_files(struct scene *p)
{
	struct interview iv;

	begin(&iv, p);
	fill(&iv);
	CHECK_OK(attachment_set_bytes(&iv, at(&iv, "places/photo"), "a.jpg",
	    slice_str("bytes")));
	CHECK_OK(interview_save(&iv, ""));
	CHECK(interview_kept(&iv, ".file/places/photo") != NULL);
	answer(&iv, "places/photo", "");
	CHECK_OK(interview_end(&iv, ENDING_FINAL, ""));
	open_again(&iv, p);
	CHECK(interview_kept(&iv, ".file/places/photo") == NULL);
	interview_free(&iv);
}

/* A file that is gone ends no interview, and is not sent; others are. */
static void
test_broken_files(struct scene *p)
{
	struct interview iv, other;
	struct answer *broken;
	struct response seen;
	char id[UUID_TEXT_MAX];
	struct err held;

	begin(&iv, p);
	fill(&iv);
	CHECK_OK(attachment_set_bytes(&iv, at(&iv, "places/photo"), "a.jpg",
	    slice_str("bytes")));
	CHECK_OK(interview_save(&iv, ""));
	CHECK_OK(attachment_find_broken(&broken, &iv));
	CHECK(broken == NULL);
	CHECK_OK(store_drop_attachments(p->store, iv.response.id, NULL, 0));
	CHECK_OK(attachment_find_broken(&broken, &iv));
	CHECK(broken == at(&iv, "places/photo"));
	CHECK(attachment_is_broken(&iv, broken));
	CHECK_ERR(interview_end(&iv, ENDING_PARTIAL, ""), ERR_STATE,
	    "\"a.jpg\" is not whole on this computer any more");
	CHECK_OK(attachment_set_bytes(&iv, broken, "b.jpg",
	    slice_str("others")));
	CHECK_OK(interview_end(&iv, ENDING_PARTIAL, ""));
	/* Closed, and gone before it was sent. */
	CHECK_OK(store_drop_attachments(p->store, iv.response.id, NULL, 0));
	begin(&other, p);
	fill(&other);
	CHECK_OK(interview_end(&other, ENDING_PARTIAL, ""));
	CHECK_OK(pack_unsent(p->store, &held, NULL, NULL));
	CHECK_ERR(&held, ERR_STATE, "its file \"b.jpg\" is not whole");
	CHECK(strstr(held.msg, other.response.id) == NULL);
	memcpy(id, other.response.id, sizeof(id));
	CHECK_OK(store_response(&seen, other.arena, p->store, id));
	CHECK(seen.stage == STAGE_PACKED);
	interview_free(&other);
	interview_free(&iv);
}

static struct answer *
add(struct interview *iv, struct answer *parent, const char *name)
{
	const struct item *item = parent->item->first;
	struct answer *one = NULL;

	while (item != NULL && strcmp(item->name, name) != 0)
		item = item->next;
	CHECK(item != NULL);
	CHECK_OK(interview_add_repeat(iv, &one, parent, item));
	return one;
}

static struct answer *
inside(struct answer *one, const char *name)
{
	const struct item *item = one->item->first;

	while (item != NULL && strcmp(item->name, name) != 0)
		item = item->next;
	return answer_of(one, item);
}

static void
check_people(struct interview *iv, const char *expected)
{
	struct buf seen = BUF_INIT;
	struct answer *one;
	const struct item *people = form_item_named(iv->package->form,
	    "first")->parent;

	for (size_t i = 0; (one = instance_repeat_at(instance_root(
	    iv->instance), people, i)) != NULL; i++) {
		const struct item *pets = form_item_named(iv->package->form,
		    "pet")->parent;
		struct answer *pet;

		buf_addf(&seen, "%s", answer_value(inside(one, "first")));
		for (size_t j = 0; (pet = instance_repeat_at(one, pets, j)) !=
		    NULL; j++)
			buf_addf(&seen, " %s", answer_value(inside(pet,
			    "pet")));
		buf_add(&seen, ";");
	}
	CHECK_STR(buf_str(&seen), expected);
	buf_free(&seen);
}

/* Three people, the second with two pets. */
static void
add_people(struct interview *iv)
{
	static const char *const names[] = { "Ana", "Bea", "Carl" };
	struct answer *root = instance_root(iv->instance), *one;

	CHECK_OK(stops_clear_repeats(iv->instance, root));
	for (size_t i = 0; i < 3; i++) {
		one = add(iv, root, "people");
		CHECK_OK(instance_set(iv->instance, inside(one, "first"),
		    names[i]));
		CHECK_OK(instance_set(iv->instance, inside(one, "years"),
		    "10"));
		if (i != 1)
			continue;
		CHECK_OK(instance_set(iv->instance, inside(add(iv, one,
		    "pets"), "pet"), "rex"));
		CHECK_OK(instance_set(iv->instance, inside(add(iv, one,
		    "pets"), "pet"), "tom"));
		CHECK_OK(interview_set_remark(iv, inside(one, "years"),
		    "or nine"));
	}
}

static void
test_undo(struct scene *p)
{
	struct interview iv;
	struct answer *one;
	const struct item *people;
	char path[100];
	struct buf text = BUF_INIT;

	begin(&iv, p);
	people = form_item_named(iv.package->form, "first")->parent;
	CHECK(!interview_can_undo(&iv));
	CHECK_ERR(interview_undo(&iv, NULL, &one), ERR_STATE, "nothing was removed");
	add_people(&iv);
	check_people(&iv, "Ana;Bea rex tom;Carl;");
	CHECK_STR(answer_value(at(&iv, "total")), "30");
	one = instance_repeat_at(instance_root(iv.instance), people, 1);
	answer_path(&text, one);
	snprintf(path, sizeof(path), "%s", buf_str(&text));
	buf_free(&text);
	CHECK_OK(interview_remove_repeat(&iv, one));
	check_people(&iv, "Ana;Carl;");
	CHECK_STR(answer_value(at(&iv, "total")), "20");
	CHECK_OK(interview_remove_repeat(&iv, instance_repeat_at(
	    instance_root(iv.instance), people, 1)));
	/* Also after a crash; the last one first. */
	CHECK_OK(interview_save(&iv, ""));
	open_again(&iv, p);
	check_people(&iv, "Ana;");
	CHECK(interview_can_undo(&iv));
	CHECK_OK(interview_undo(&iv, NULL, &one));
	check_people(&iv, "Ana;Carl;");
	CHECK_OK(interview_undo(&iv, NULL, &one));
	check_people(&iv, "Ana;Bea rex tom;Carl;");
	CHECK(one == at(&iv, path));
	CHECK_STR(interview_remark(&iv, inside(one, "years")), "or nine");
	CHECK_STR(answer_value(at(&iv, "total")), "30");
	CHECK(!interview_can_undo(&iv));
	/* Inside an instance that goes as well. */
	CHECK_OK(interview_remove_repeat(&iv, instance_repeat_at(one,
	    form_item_named(iv.package->form, "pet")->parent, 0)));
	CHECK_OK(interview_remove_repeat(&iv, one));
	CHECK_OK(interview_undo(&iv, NULL, &one));
	check_people(&iv, "Ana;Bea tom;Carl;");
	CHECK_OK(interview_undo(&iv, NULL, &one));
	check_people(&iv, "Ana;Bea rex tom;Carl;");
	interview_free(&iv);
}

/* What was removed is nowhere any more once it is closed. */
static void
test_undo_closed(struct scene *p)
{
	struct interview iv;

	begin(&iv, p);
	add_people(&iv);
	answer(&iv, "who/told", "OK");
	answer(&iv, "who/name", "Ana");
	answer(&iv, "who/pay", "1");
	answer(&iv, "views/works", "n");
	for (size_t i = 0; i < 10; i++) {
		struct answer *one = add(&iv, instance_root(iv.instance),
		    "people");

		CHECK_OK(interview_remove_repeat(&iv, one));
	}
	CHECK_OK(interview_remove_repeat(&iv, instance_repeat_at(
	    instance_root(iv.instance), form_item_named(iv.package->form,
	    "first")->parent, 1)));
	CHECK_OK(interview_end(&iv, ENDING_FINAL, ""));
	open_again(&iv, p);
	check_people(&iv, "Ana;Carl;");
	CHECK(!interview_can_undo(&iv));
	for (size_t i = 0; i < iv.kept_count; i++)
		CHECK(iv.kept[i].path[0] == '.' &&
		    strncmp(iv.kept[i].path, ".remark", 7) != 0);
	interview_free(&iv);
}

static void
test_sections(struct scene *p)
{
	struct interview iv;
	struct stops stops = { NULL, 0, 0 };
	struct sections s;
	struct buf text = BUF_INIT;
	size_t found[3];

	begin(&iv, p);
	fill(&iv);
	answer(&iv, "who/age", "12");
	answer(&iv, "who/pay", "");
	instance_set_language(iv.instance,
	    (size_t)form_language(iv.package->form, "en"));
	CHECK_OK(stops_list(&stops, iv.instance));
	sections_list(&s, &iv, &stops);
	for (size_t i = 0; i < s.count; i++) {
		section_title(&text, &iv, &s.items[i], &stops);
		buf_addf(&text, " %zu/%zu %zu %zu %d;", s.items[i].answered,
		    s.items[i].questions, s.items[i].missing,
		    s.items[i].failing, section_state(&s.items[i]));
	}
	CHECK_STR(buf_str(&text), "Hello. Here are some questions. 0/0 0 0 0;"
	    "You 3/5 1 1 2;Your views 1/5 0 0 3;Dates 0/4 0 0 1;"
	    "Places 0/5 0 0 1;People of the household 0/0 0 0 0;");
	CHECK_INT(s.sum.questions, 19);
	CHECK_INT(s.sum.answered, 4);
	CHECK_INT(sections_find(&s, 0), 0);
	CHECK_INT(sections_find(&s, s.items[2].first + 1), 2);
	CHECK_INT(sections_find(&s, stops.count - 1), 5);
	/* Jumps. */
	CHECK_INT(stops_search(&stops, iv.instance, slice_str("barc"), found,
	    3), 1);
	CHECK_STR(stops.items[found[0]].answer->item->name, "bar");
	CHECK_INT(stops_search(&stops, iv.instance, slice_str("WHICH year"),
	    found, 3), 1);
	CHECK_INT(stops_search(&stops, iv.instance, slice_str("half"), found,
	    3), 1);
	sections_free(&s);
	stops_free(&stops);
	buf_free(&text);
	interview_free(&iv);
}

/* ---- the trail ---- */

/* Its rows without times, "event,node,,,old,new". */
static void
check_trail(const struct interview *iv, const char *expected)
{
	struct slice rows = audit_text(iv);
	struct buf seen = BUF_INIT;
	size_t column = 0;

	for (size_t i = 0; i < rows.len; i++) {
		uint8_t c = rows.data[i];

		column = c == '\n' ? 0 : column + (c == ',');
		if (c == '\n' || c == ',' || column < 2 || column > 3)
			buf_add_byte(&seen, c);
	}
	CHECK_STR(buf_str(&seen), expected);
	buf_free(&seen);
}

static void
show(struct interview *iv, const char *path)
{
	const struct answer *one = at(iv, path);

	audit_show(iv, NULL, &one, 1);
}

static void
test_trail(struct scene *p)
{
	struct interview iv;
	const struct answer *two[2];
	const char *note;
	size_t long_ago;

	begin(&iv, p);
	fill(&iv);
	/* Nothing is noted before somebody begins. */
	show(&iv, "who/name");
	CHECK_INT(audit_text(&iv).len, 0);
	CHECK_OK(audit_begin(&iv));
	show(&iv, "who/age");
	answer(&iv, "who/age", "40");
	/* It is drawn again: the same visit. */
	show(&iv, "who/age");
	show(&iv, "who/name");
	two[0] = at(&iv, "places/bar");
	two[1] = at(&iv, "places/point");
	audit_show(&iv, at(&iv, "places"), two, 2);
	answer(&iv, "places/bar", "a,b");
	CHECK_OK(interview_save(&iv, ""));
	open_again(&iv, p);
	CHECK_OK(audit_begin(&iv));
	CHECK_OK(audit_begin(&iv));
	check_trail(&iv, "form start,,,,,\n"
	    "question,/data/who/age,,,,40\nquestion,/data/who/name,,,,\n"
	    "form resume,,,,,\n");
	audit_show(&iv, at(&iv, "places"), two, 0);
	two[0] = at(&iv, "places/bar");
	audit_show(&iv, at(&iv, "places"), two, 1);
	answer(&iv, "places/bar", "c");
	audit_note(&iv, AUDIT_END_SCREEN, NULL);
	CHECK_OK(interview_end(&iv, ENDING_FINAL, ""));
	open_again(&iv, p);
	note = interview_kept(&iv, ".file/audit");
	CHECK(note != NULL && strstr(note, "audit.csv") != NULL);
	CHECK_STR(answer_value(at(&iv, "audit")), "audit.csv");
	/* A correction goes on in it; nothing to correct is no correction. */
	CHECK_OK(audit_begin(&iv));
	CHECK_ERR(interview_end(&iv, ENDING_FINAL, "why"), ERR_STATE,
	    "nothing is different");
	long_ago = audit_text(&iv).len;
	CHECK(long_ago > 300);
	answer(&iv, "who/age", "41");
	CHECK_OK(interview_end(&iv, ENDING_FINAL, "why"));
	CHECK(audit_text(&iv).len > long_ago);
	interview_free(&iv);
}

/* ---- the slip ---- */

static void
test_slip(struct scene *p)
{
	struct interview iv;
	struct slip slip;
	struct arena *arena = arena_new();
	struct buf text = BUF_INIT, expected = BUF_INIT;

	begin(&iv, p);
	memcpy(iv.response.id, "0a1b2c3d", 8);
	CHECK_OK(interview_keep(&iv, ".start",
	    "2026-11-23T09:30:00.000+01:00"));
	slip_of(&slip, arena, &iv);
	CHECK_STR(slip.title, "Enquête");
	CHECK_STR(slip.reference, "0A1B-2C3D");
	CHECK_STR(slip.date, "23/11/2026");
	CHECK_STR(slip.heading, "Notice");
	CHECK_INT(slip.paragraph_count, 2);
	CHECK_STR(slip.paragraphs[0], "Pourquoi : savoir.");
	CHECK_STR(slip.paragraphs[1], "Écrire à survey@office.example.");
	CHECK_STR(slip.contact, "survey@office.example");
	slip_write(&text, &slip, FRENCH);
	buf_add(&expected, "Enquête\n\n"
	    "Référence de votre entretien : 0A1B-2C3D (23/11/2026)\n\n"
	    "Pour consulter vos réponses, les faire rectifier ou effacer, "
	    "écrivez à\nsurvey@office.example en indiquant la référence "
	    "0A1B-2C3D.\n\nNotice\n\nPourquoi : savoir.\n\n"
	    "Écrire à survey@office.example.\n");
	CHECK_STR(buf_str(&text), buf_str(&expected));
	buf_free(&text);
	buf_free(&expected);
	interview_free(&iv);
	arena_free(arena);
}

int
main(void)
{
	struct scene p;

	scene_open_with(&p, "collector/session.md");
	CHECK_OK(store_unlock(p.store, slice_str(passphrase)));
	test_remarks(&p);
	test_nonresponse(&p);
	test_ends(&p);
	test_abandon(&p);
	test_files(&p);
	test_broken_files(&p);
	test_undo(&p);
	test_undo_closed(&p);
	test_sections(&p);
	test_trail(&p);
	scene_close(&p);
	scene_open_with(&p, "cases/collector/notice.md");
	CHECK_OK(store_unlock(p.store, slice_str(passphrase)));
	test_slip(&p);
	scene_close(&p);
	return CHECK_DONE();
}
