/*
 * test_background - a sync, a file for a stick, a backup and the doctor in a
 * child process, which is this program.
 */
#include "collector/background.h"

#include "kit/base/platform.h"
#include "store_scene.h"

enum { WAIT_MS = 20, TURNS_MAX = 1500 };

/* What came of it; the caller ends it. */
static const struct background_news *
work(struct background **out, struct scene *p,
    const struct background_plan *plan)
{
	const struct background_news *news = NULL;

	CHECK_OK(background_start(out, plan, p->store));
	for (int i = 0; *out != NULL && i < TURNS_MAX; i++) {
		news = background_hear(*out);
		if (news->state != BACKGROUND_RUNNING)
			return news;
		platform_sleep_ms(WAIT_MS);
	}
	CHECK_RESULT(false, "it does not end");
	return news;
}

static bool
says(const struct background_news *news, enum said how, const char *text)
{
	for (size_t i = 0; i < news->count; i++)
		if (news->lines[i].how == how &&
		    strstr(news->lines[i].text, text) != NULL)
			return true;
	for (size_t i = 0; i < news->count; i++)
		fprintf(stderr, "  it said: %d %s\n", (int)news->lines[i].how,
		    news->lines[i].text);
	return false;
}

static void
test_file(struct scene *p, const char *path)
{
	const struct background_plan plan = { .work = BACKGROUND_STICK,
		.file = path, .language = FRENCH };
	const struct background_news *news;
	struct background *b;
	size_t count[STAGE_COUNT];
	char id[UUID_TEXT_MAX];

	add_response(p, "Ada", id);
	news = work(&b, p, &plan);
	CHECK_INT(news->state, BACKGROUND_DONE);
	CHECK(news->ended_ms > 0);
	CHECK(says(news, SAID_LINE, "mis en lot"));
	CHECK(says(news, SAID_LINE, "lots écrits : 1"));
	CHECK(platform_exists(path));
	CHECK_OK(store_refresh(p->store));
	CHECK_OK(store_count(p->store, count));
	CHECK_INT(count[STAGE_PACKED], 1);
	background_end(b);
}

/* What fails says why, and which failure it is. */
static void
test_no_hub(struct scene *p)
{
	const struct background_plan plan = { .work = BACKGROUND_SYNC,
		.hub = "/nowhere/at/all" };
	const struct background_news *news;
	struct background *b;

	news = work(&b, p, &plan);
	CHECK_INT(news->state, BACKGROUND_FAILED);
	CHECK_RESULT(strstr(news->failure.msg, "nowhere") != NULL,
	    "saw \"%s\"", news->failure.msg);
	CHECK(news->failure.code != ERR_INTERNAL);
	CHECK(says(news, SAID_LINE, "responses"));
	background_end(b);
}

static void
test_backup(struct scene *p, const char *path)
{
	const struct background_plan plan = { .work = BACKGROUND_BACKUP,
		.file = path };
	const struct background_news *news;
	struct background *b;
	int64_t when;

	news = work(&b, p, &plan);
	CHECK_INT(news->state, BACKGROUND_DONE);
	CHECK(platform_exists(path));
	CHECK_OK(store_backup_ms(p->store, &when));
	CHECK(when > 0);
	background_end(b);
}

static void
test_doctor(struct scene *p)
{
	const struct background_plan plan = { .work = BACKGROUND_DOCTOR };
	const struct background_news *news;
	struct background *b;

	news = work(&b, p, &plan);
	CHECK_INT(news->state, BACKGROUND_DONE);
	CHECK(says(news, SAID_GOOD, "the store is whole"));
	background_end(b);
}

/* Another holds the lock; and one that is ended while it runs. */
static void
test_busy(struct scene *p)
{
	const struct background_plan plan = { .work = BACKGROUND_STICK };
	const struct background_news *news;
	struct background *b;

	CHECK_OK(store_lock(p->store));
	news = work(&b, p, &plan);
	CHECK_INT(news->state, BACKGROUND_FAILED);
	CHECK_INT(news->failure.code, ERR_BUSY);
	background_end(b);
	store_let_go(p->store);
	CHECK_OK(background_start(&b, &plan, p->store));
	background_end(b);
	background_end(NULL);
}

int
main(int argc, char **argv)
{
	struct buf file = BUF_INIT, backup = BUF_INIT;
	struct scene scene;
	int status;

	if (background_main(argc, argv, &status))
		return status;
	scene_open(&scene);
	CHECK_OK(store_unlock(scene.store, slice_str(passphrase)));
	file_join(&file, buf_str(&scene.folder), "for the coordinator.bundle");
	file_join(&backup, buf_str(&scene.folder), "a.backup");
	test_file(&scene, buf_str(&file));
	test_no_hub(&scene);
	test_backup(&scene, buf_str(&backup));
	test_doctor(&scene);
	test_busy(&scene);
	scene_close(&scene);
	buf_free(&file);
	buf_free(&backup);
	return CHECK_DONE();
}
