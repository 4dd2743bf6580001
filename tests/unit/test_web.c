/* Who may ask for a local page, where it leads, and what HTML lets through. */
#include <string.h>

#include "check.h"
#include "kit/base/crypto.h"
#include "kit/web/callers.h"
#include "kit/web/guard.h"
#include "kit/web/html.h"

enum { PORT = 4711 };

static const char *
refusal(const char *host, const char *origin, const char *site, bool changes)
{
	struct guard guard;
	const struct guard_headers headers = { host, origin, site, NULL };
	const char *word;

	guard_start(&guard, PORT);
	word = guard_refuses(&guard, &headers, changes);
	guard_stop(&guard);
	return word == NULL ? "" : word;
}

static void
test_guard(void)
{
	CHECK_STR(refusal("127.0.0.1:4711", NULL, NULL, false), "");
	CHECK_STR(refusal("localhost:4711", NULL, "none", false), "");
	CHECK_STR(refusal("127.0.0.1:4711", "http://127.0.0.1:4711",
	    "same-origin", true), "");
	CHECK_STR(refusal(NULL, NULL, NULL, false), "host");
	CHECK_STR(refusal("evil.example:4711", NULL, NULL, false), "host");
	CHECK_STR(refusal("127.0.0.1:4712", NULL, NULL, false), "host");
	CHECK_STR(refusal("127.0.0.1:47110", NULL, NULL, false), "host");
	CHECK_STR(refusal("127.0.0.1:4711", NULL, "cross-site", false), "site");
	CHECK_STR(refusal("127.0.0.1:4711", NULL, "same-site", false), "site");
	CHECK_STR(refusal("127.0.0.1:4711", NULL, NULL, true), "origin");
	CHECK_STR(refusal("127.0.0.1:4711", "null", NULL, true), "origin");
	CHECK_STR(refusal("127.0.0.1:4711", "https://127.0.0.1:4711", NULL,
	    true), "origin");
	CHECK_STR(refusal("127.0.0.1:4711", "http://127.0.0.1:9", NULL, true),
	    "origin");
}

static void
test_secrets(void)
{
	struct guard guard, other;
	char token[GUARD_SECRET_TEXT];

	guard_start(&guard, PORT);
	guard_start(&other, PORT);
	snprintf(token, sizeof(token), "%s", guard.token);
	CHECK(guard_take_token(&guard, token));
	CHECK(!guard_take_token(&guard, token));
	CHECK(strcmp(token, guard.token) != 0);
	CHECK(!guard_take_token(&guard, other.token));
	CHECK(!guard_take_token(&guard, guard.session));
	CHECK(!guard_take_token(&guard, ""));
	CHECK(!guard_take_token(&guard, NULL));
	CHECK(guard_knows_session(&guard, guard.session));
	CHECK(guard_knows_form(&guard, guard.form));
	CHECK(!guard_knows_form(&guard, guard.session));
	CHECK_STR(guard.cookie, "recolte_4711");
	guard_stop(&guard);
	CHECK(!guard_take_token(&guard, other.token));
	guard_stop(&other);
}

static const struct err *
nothing(void *data, const struct web_request *request, struct web_reply *reply)
{
	(void)data;
	(void)request;
	(void)reply;
	return NULL;
}

static const struct web_route routes[] = {
	{ WEB_GET, "/", nothing, 0, 0 },
	{ WEB_GET, "/interview/:", nothing, 0, 0 },
	{ WEB_POST, "/interview/:/answer", nothing, 0, 0 },
	{ WEB_GET, "/interview/new", nothing, 0, 0 },
	{ WEB_GET, "/a/:/b/:", nothing, 0, 0 }
};
static const struct web_site site = { .routes = routes,
	.route_count = sizeof(routes) / sizeof(routes[0]) };

static void
test_routes(void)
{
	struct arena *arena = arena_new();
	const char *s[WEB_SEGMENTS_MAX];
	bool known;

	CHECK(web_route(&site, WEB_GET, "/", arena, s, &known) == &routes[0]);
	CHECK(web_route(&site, WEB_GET, "/interview/1d29", arena, s, &known) ==
	    &routes[1]);
	CHECK_STR(s[0], "1d29");
	CHECK(s[1] == NULL);
	CHECK(web_route(&site, WEB_GET, "/a/1/b/2", arena, s, &known) ==
	    &routes[4]);
	CHECK_STR(s[1], "2");
	CHECK(web_route(&site, WEB_GET, "/interview/x/answer", arena, s,
	    &known) == NULL);
	CHECK(known);
	CHECK(web_route(&site, WEB_GET, "/interview/", arena, s, &known) ==
	    NULL);
	CHECK(!known);
	CHECK(web_route(&site, WEB_GET, "/../etc/passwd", arena, s, &known) ==
	    NULL);
	CHECK(web_route(&site, WEB_GET, "", arena, s, &known) == NULL);
	arena_free(arena);
}

static void
test_html(void)
{
	struct buf out = BUF_INIT;

	html_add(&out, "<a title=\"%s\" href=\"/r/%zu\">%d %% %s</a>",
	    "\"><script>'&", (size_t)12, -3, "<b>");
	CHECK_STR(buf_str(&out), "<a title=\"&quot;&gt;&lt;script&gt;&#39;&amp;"
	    "\" href=\"/r/12\">-3 % &lt;b&gt;</a>");
	buf_reset(&out);
	html_url(&out, "contrats[00a1]/part é&=?");
	CHECK_STR(buf_str(&out),
	    "contrats%5B00a1%5D%2Fpart%20%C3%A9%26%3D%3F");
	buf_free(&out);
}

static void
test_fields(void)
{
	struct arena *arena = arena_new();
	struct web_fields fields = { NULL, 0, 0 };
	const struct web_field *f;

	for (int i = 0; i < 40; i++)
		web_add(&fields, arena, i % 2 ? "odd" : "even")->value =
		    i < 2 ? "first" : "later";
	CHECK_STR(web_value(&fields, "odd"), "first");
	CHECK(web_value(&fields, "none") == NULL);
	f = web_next(&fields, web_field(&fields, "odd"));
	CHECK_STR(f->value, "later");
	CHECK(f == &fields.items[3]);
	CHECK(web_next(&fields, &fields.items[39]) == NULL);
	arena_free(arena);
}

static intptr_t last_hung_up;

static void
hang_up(intptr_t socket)
{
	last_hung_up = socket;
}

/* Strangers go first, then who was idle for longest; never who is served. */
static void
test_callers(void)
{
	struct callers all = { .hang_up = hang_up };
	struct caller *c[CALLERS_MAX + 4];

	last_hung_up = -1;
	for (intptr_t i = 0; i < CALLERS_MAX; i++)
		c[i] = callers_come(&all, i);
	CHECK(last_hung_up == -1);
	caller_asks(c[0]);			/* and does not end */
	for (int i = 1; i < CALLERS_MAX; i++) {
		caller_asks(c[i]);
		caller_served(c[i], i != 7);
	}
	c[CALLERS_MAX] = callers_come(&all, CALLERS_MAX);
	CHECK(last_hung_up == 7);
	caller_served(c[CALLERS_MAX], true);
	c[CALLERS_MAX + 1] = callers_come(&all, CALLERS_MAX + 1);
	CHECK(last_hung_up == 1);
	caller_asks(c[CALLERS_MAX + 1]);
	callers_leave(c[2]);
	c[2] = callers_come(&all, 2);
	CHECK(last_hung_up == 1);
	CHECK(all.count == CALLERS_MAX);
	for (int i = 0; i < CALLERS_MAX + 2; i++)
		callers_leave(c[i]);
	CHECK(all.count == 0 && all.oldest == NULL && all.newest == NULL);
	callers_leave(NULL);
}

static void
test_range(void)
{
	static const struct {
		const char *header;
		enum web_range is;
		size_t first, len;
	} cases[] = {
		{ NULL, RANGE_ALL, 0, 100 }, { "", RANGE_ALL, 0, 100 },
		{ "bytes=0-", RANGE_PART, 0, 100 },
		{ "bytes=0-0", RANGE_PART, 0, 1 },
		{ "bytes=10-19", RANGE_PART, 10, 10 },
		{ "bytes=10-1000", RANGE_PART, 10, 90 },
		{ "bytes=99-", RANGE_PART, 99, 1 },
		{ "bytes=-1", RANGE_PART, 99, 1 },
		{ "bytes=-1000", RANGE_PART, 0, 100 },
		{ "bytes=0-99999999999999999999999", RANGE_PART, 0, 100 },
		{ "bytes=100-", RANGE_NONE, 0, 100 },
		{ "bytes=-0", RANGE_NONE, 0, 100 },
		{ "bytes=99999999999999999999999-", RANGE_NONE, 0, 100 },
		{ "bytes=0-1,5-6", RANGE_ALL, 0, 100 },
		{ "bytes=20-10", RANGE_ALL, 0, 100 },
		{ "bytes=-", RANGE_ALL, 0, 100 },
		{ "bytes=", RANGE_ALL, 0, 100 },
		{ "bytes=a-b", RANGE_ALL, 0, 100 },
		{ "lines=1-2", RANGE_ALL, 0, 100 },
		{ "bytes=1-2x", RANGE_ALL, 0, 100 }
	};
	size_t first, len;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHECK(web_range(&first, &len, cases[i].header, 100) ==
		    cases[i].is);
		CHECK(first == cases[i].first && len == cases[i].len);
	}
	CHECK(web_range(&first, &len, "bytes=0-", 0) == RANGE_NONE);
}

int
main(void)
{
	CHECK_OK(crypto_start());
	test_callers();
	test_guard();
	test_secrets();
	test_routes();
	test_html();
	test_fields();
	test_range();
	return CHECK_DONE();
}
