/* routes.c - which address is shown by what, and what it needs before. */
#include <string.h>

#include "collector/page/chores.h"
#include "kit/base/file.h"

extern const char page_css[], page_js[], interview_js[], page_svg[],
    widgets_css[], widgets_js[], place_js[];

/* A form may bring a photo or a recording. */
enum { ASSET_COUNT = 7, ANSWER_BODY_MAX = (48 << 20) + WEB_BODY_MAX };

static const struct web_route routes[] = {
	{ WEB_GET, "/", home_show, 0, NEED_UNLOCKED },
	{ WEB_GET, "/again", again_show, 0, NEED_UNLOCKED },
	{ WEB_GET, "/unlock", unlock_show, 0, NEED_STORE },
	{ WEB_POST, "/unlock", unlock_take, 0, NEED_STORE },
	{ WEB_POST, "/preference", preference_take, 0, NEED_NOTHING },
	{ WEB_GET, "/join", join_show, 0, NEED_NOTHING },
	{ WEB_POST, "/join", join_take, INVITATION_BYTES_MAX, NEED_NOTHING },
	{ WEB_POST, "/join/begin", join_begin_take, 0, NEED_NOTHING },
	{ WEB_GET, "/joined", joined_show, 0, NEED_UNLOCKED },
	{ WEB_POST, "/strength", strength_show, 0, NEED_NOTHING },
	{ WEB_GET, "/broken", broken_show, 0, NEED_NOTHING },
	{ WEB_GET, "/restore", restore_show, 0, NEED_NOTHING },
	{ WEB_POST, "/restore", restore_take, UPLOAD_BYTES_MAX, NEED_NOTHING },
	{ WEB_GET, "/forgotten", forgotten_show, 0, NEED_STORE },
	{ WEB_POST, "/forgotten", forgotten_take, 0, NEED_STORE },
	{ WEB_GET, "/sync", sync_show, 0, NEED_UNLOCKED },
	{ WEB_POST, "/sync", sync_take_start, 0, NEED_UNLOCKED },
	{ WEB_GET, "/progress/:", progress_show, 0, NEED_UNLOCKED },
	{ WEB_GET, "/file", made_show, 0, NEED_UNLOCKED },
	{ WEB_GET, "/carry", carry_show, 0, NEED_UNLOCKED },
	{ WEB_POST, "/carry/make", carry_make_take, 0, NEED_UNLOCKED },
	{ WEB_POST, "/carry/take", carry_receive_take, UPLOAD_BYTES_MAX,
	    NEED_UNLOCKED },
	{ WEB_GET, "/backup", backup_show, 0, NEED_UNLOCKED },
	{ WEB_POST, "/backup", backup_take, 0, NEED_UNLOCKED },
	{ WEB_GET, "/settings", settings_show, 0, NEED_UNLOCKED },
	{ WEB_POST, "/settings/passphrase", passphrase_take, 0,
	    NEED_UNLOCKED },
	{ WEB_GET, "/doctor", doctor_show, 0, NEED_UNLOCKED },
	{ WEB_POST, "/doctor", doctor_take, 0, NEED_UNLOCKED },
	{ WEB_GET, "/quit", quit_show, 0, NEED_NOTHING },
	{ WEB_POST, "/quit", quit_take, 0, NEED_NOTHING },
	{ WEB_GET, "/cases", cases_show, 0, NEED_UNLOCKED },
	{ WEB_GET, "/cases/add", case_add_show, 0, NEED_UNLOCKED },
	{ WEB_POST, "/cases/add", case_add_take, 0, NEED_UNLOCKED },
	{ WEB_GET, "/case/:", case_show, 0, NEED_UNLOCKED },
	{ WEB_POST, "/case/:", case_log_take, 0, NEED_UNLOCKED },
	{ WEB_POST, "/interview", interview_new_take, 0, NEED_UNLOCKED },
	{ WEB_GET, "/interview/:", interview_show, 0, NEED_UNLOCKED },
	{ WEB_POST, "/interview/:", interview_answer, ANSWER_BODY_MAX,
	    NEED_UNLOCKED },
	{ WEB_GET, "/interview/:/choices", choices_show, 0, NEED_UNLOCKED },
	{ WEB_GET, "/interview/:/media", media_show, 0, NEED_UNLOCKED },
	{ WEB_GET, "/interview/:/file", file_show, 0, NEED_UNLOCKED },
	{ WEB_GET, "/interview/:/find", interview_find_show, 0,
	    NEED_UNLOCKED },
	{ WEB_POST, "/interview/:/end", interview_end_take, 0,
	    NEED_UNLOCKED },
	{ WEB_POST, "/interview/:/abandon", interview_abandon_take, 0,
	    NEED_UNLOCKED },
	{ WEB_POST, "/interview/:/move", interview_move_take, 0,
	    NEED_UNLOCKED },
	{ WEB_GET, "/interview/:/slip", interview_slip_show, 0,
	    NEED_UNLOCKED },
	{ WEB_GET, "/interview/:/answers", interview_answers_show, 0,
	    NEED_UNLOCKED },
};

/*
 * What pages ask all along without a word for failure: is the study closed?
 * Damaged it is the business of those who say so.
 */
static const struct err *
read_manifest(const struct page *page)
{
	const struct manifest *manifest;
	const struct err *err = store_manifest(&manifest, page->session.store);

	return err && err_is_of_system(err) ? err : NULL;
}

/* The first start, or the passphrase, before what was asked for. */
static const struct err *
before(void *data, const struct web_route *route, struct web_reply *reply,
    bool *answered)
{
	struct page *page = data;
	bool joined = page->session.store != NULL &&
	    store_study(page->session.store) != NULL;

	chores_hear(page);
	if (page->broken.code != 0 && route->need != NEED_NOTHING)
		reply->location = "/broken";
	else if (route->need >= NEED_STORE && !joined)
		reply->location = "/join";
	else if (route->need == NEED_UNLOCKED && !page->unlocked)
		reply->location = "/unlock";
	*answered = reply->location != NULL;
	return !*answered && route->need == NEED_UNLOCKED ?
	    read_manifest(page) : NULL;
}

/* A stranger has no page: for all we know somebody else looks at it. */
static void
failed(void *data, const struct web_request *request, const struct err *err,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	bool stranger = err->code == ERR_DENIED && !strcmp(err->msg,
	    "no session");

	if (stranger) {
		html_add(view.out, "<!doctype html>\n<html lang=\"%s\">"
		    "<head><meta charset=\"utf-8\"><title>Récolte</title>"
		    "<link rel=\"stylesheet\" href=\"/page.css\"></head>"
		    "<body><main><p>", language_code(view.language));
		view_put(&view, "", SAY_NO_SESSION, "</p></main></body>"
		    "</html>\n");
		return;
	}
	view_begin(&view, view_word(&view, SAY_FAILED));
	view_put(&view, "<h1>", err->code == ERR_NOT_FOUND ? SAY_NOT_FOUND :
	    SAY_FAILED, "</h1>\n");
	if (err->code != ERR_NOT_FOUND)
		view_failure(&view, view_reason(&view, err));
	view_put(&view, "<p><a class=\"button\" href=\"/\">", SAY_BACK_HOME,
	    "</a></p>\n");
	view_end(&view);
}

static const struct web_asset *
list_assets(struct page *page)
{
	static const struct {
		const char *path, *type, *bytes;
	} files[ASSET_COUNT] = {
		{ "/page.css", "text/css; charset=utf-8", page_css },
		{ "/page.js", "text/javascript; charset=utf-8", page_js },
		{ "/interview.js", "text/javascript; charset=utf-8",
		    interview_js },
		{ "/widgets.css", "text/css; charset=utf-8", widgets_css },
		{ "/widgets.js", "text/javascript; charset=utf-8", widgets_js },
		{ "/place.js", "text/javascript; charset=utf-8", place_js },
		{ "/page.svg", "image/svg+xml", page_svg }
	};
	struct web_asset *assets = arena_alloc_n(page->arena,
	    ASSET_COUNT, sizeof(*assets));
	struct buf all = BUF_INIT;
	struct hash hash;

	for (size_t i = 0; i < ASSET_COUNT; i++) {
		assets[i] = (struct web_asset){ files[i].path, files[i].type,
			files[i].bytes, strlen(files[i].bytes) };
		buf_append(&all, assets[i].bytes, assets[i].len);
	}
	crypto_hash(&hash, buf_slice(&all));
	hash_text(page->asset_version, &hash);
	page->asset_version[ASSET_VERSION_CHARS] = '\0';
	buf_free(&all);
	return assets;
}

void
page_site(struct web_site *site, struct page *page)
{
	struct buf folder = BUF_INIT, uploads = BUF_INIT;

	session_folder(&folder, page->cli);
	file_join(&uploads, buf_str(&folder), CHORES_UPLOADS);
	*site = (struct web_site){ .routes = routes,
		.route_count = sizeof(routes) / sizeof(routes[0]),
		.assets = list_assets(page), .asset_count = ASSET_COUNT,
		.upload_folder = arena_slice(page->arena, buf_slice(&uploads)),
		.before = before, .failed = failed, .data = page };
	buf_free(&folder);
	buf_free(&uploads);
}
