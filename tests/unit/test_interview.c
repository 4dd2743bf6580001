/* What an interview is besides its answers: remarks, ends, corrections. */
#include "collector/attachment.h"
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
	scene_close(&p);
	return CHECK_DONE();
}
