/*
 * attacks.c - what other sites, other programs and other users may try at the
 * pages. The server runs, and RESPONSE is the id of a draft in its store.
 *	web_attacks ADDRESS PASSPHRASE RESPONSE [ROUNDS [SEED]]
 *	web_attacks --enter ADDRESS
 * See attacks.sh, which starts it, and looks after it at the end.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"
#include "kit/base/platform.h"

enum {
	IDLE_COUNT = 200, CROWD_COUNT = 500, NOBODY = 65534, ANSWER_MS_MAX = 2000, SLOW_ROUNDS = 5,
	FIELDS = 60000, LONG_NAME = 300000, HAMMER_ROUNDS = 1000,
	BODY_BYTES = 1 << 20, SHORT_MS = 3000
};

struct attack { const char *name, *request; int status; };

static unsigned checks, failures;

static void
check(bool good, const char *what, const char *seen)
{
	checks++;
	if (good)
		return;
	failures++;
	fprintf(stderr, "FAILED: %s: %.1000s\n", what, seen);
}

static void fill(struct buf *out, const struct client *c, const char *id,
    const char *text);

/* Of what comes after the head that text stands in. */
static size_t
body_length(const struct client *c, const char *text)
{
	struct buf body = BUF_INIT;
	size_t len;

	fill(&body, c, "", strstr(text, "\n\n") + 2);
	len = body.len;
	buf_free(&body);
	return len;
}

/* Text with what stands in braces filled in. */
static void
fill(struct buf *out, const struct client *c, const char *id, const char *text)
{
	for (; *text != '\0'; text++) {
		if (!strncmp(text, "{port}", 6))
			buf_addf(out, "%d", c->port);
		else if (!strncmp(text, "{cookie}", 8))
			buf_add(out, c->cookie);
		else if (!strncmp(text, "{session}", 9))
			buf_add(out, strchr(c->cookie, '=') + 1);
		else if (!strncmp(text, "{form}", 6))
			buf_add(out, c->form);
		else if (!strncmp(text, "{id}", 4))
			buf_add(out, id);
		else if (!strncmp(text, "{token}", 7))
			buf_add(out, c->token);
		else if (!strncmp(text, "{length}", 8))
			buf_addf(out, "%zu", body_length(c, text));
		else if (*text == '\n')
			buf_add(out, "\r\n");
		else
			buf_append(out, text, 1);
		if (*text == '{')
			text += strcspn(text, "}");
	}
}

/* ---- one request each ---- */

#define GOOD_HEAD "Host: 127.0.0.1:{port}\nCookie: {cookie}\n"
#define OURS "Origin: http://127.0.0.1:{port}\n"
#define PARTS "Content-Type: multipart/form-data; boundary=xyz\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\n"

static const struct attack attacks[] = {
	{ "as a browser asks", "GET / HTTP/1.1\n" GOOD_HEAD
	    "Sec-Fetch-Site: same-origin\n\n", 200 },
	{ "as a browser asks, an interview", "GET /interview/{id} HTTP/1.1\n"
	    GOOD_HEAD "\n", 200 },
	{ "a name that leads here", "GET / HTTP/1.1\nHost: evil.example\n"
	    "Cookie: {cookie}\n\n", 403 },
	{ "a name that leads here, with our port", "GET / HTTP/1.1\n"
	    "Host: evil.example:{port}\nCookie: {cookie}\n\n", 403 },
	{ "a name that begins as ours", "GET / HTTP/1.1\n"
	    "Host: 127.0.0.1:{port}.evil.example\nCookie: {cookie}\n\n", 403 },
	{ "no host", "GET / HTTP/1.1\nCookie: {cookie}\n\n", 400 },
	{ "no host, HTTP/1.0", "GET / HTTP/1.0\nCookie: {cookie}\n\n", 403 },
	{ "the host in the address", "GET http://evil.example/ HTTP/1.1\n"
	    "Host: evil.example\nCookie: {cookie}\n\n", 403 },
	{ "another site reads", "GET / HTTP/1.1\n" GOOD_HEAD
	    "Sec-Fetch-Site: cross-site\n\n", 403 },
	{ "a site beside ours reads", "GET / HTTP/1.1\n" GOOD_HEAD
	    "Sec-Fetch-Site: same-site\n\n", 403 },
	{ "another site brings the token", "GET /?t={token} HTTP/1.1\n"
	    "Host: 127.0.0.1:{port}\nSec-Fetch-Site: cross-site\n\n", 403 },
	{ "another site writes", "POST /quit HTTP/1.1\n" GOOD_HEAD
	    "Origin: https://evil.example\n" FORM
	    "Content-Length: {length}\n\n_form={form}", 403 },
	{ "nobody says where it comes from", "POST /quit HTTP/1.1\n" GOOD_HEAD
	    FORM "Content-Length: {length}\n\n_form={form}", 403 },
	{ "a page without an origin writes", "POST /quit HTTP/1.1\n" GOOD_HEAD
	    "Origin: null\n" FORM "Content-Length: {length}\n\n_form={form}", 403 },
	{ "our origin with TLS", "POST /quit HTTP/1.1\n" GOOD_HEAD
	    "Origin: https://127.0.0.1:{port}\n" FORM
	    "Content-Length: {length}\n\n_form={form}", 403 },
	{ "no cookie", "GET / HTTP/1.1\nHost: 127.0.0.1:{port}\n\n", 403 },
	{ "no cookie, an interview", "GET /interview/{id} HTTP/1.1\n"
	    "Host: 127.0.0.1:{port}\n\n", 403 },
	{ "a cookie of another length", "GET / HTTP/1.1\n"
	    "Host: 127.0.0.1:{port}\nCookie: {cookie}0\n\n", 403 },
	{ "a guessed cookie", "GET / HTTP/1.1\nHost: 127.0.0.1:{port}\n"
	    "Cookie: recolte_{port}=00000000000000000000000000000000\n\n",
	    403 },
	{ "an empty cookie", "GET / HTTP/1.1\nHost: 127.0.0.1:{port}\n"
	    "Cookie: recolte_{port}=\n\n", 403 },
	{ "a cookie without a value", "GET / HTTP/1.1\n"
	    "Host: 127.0.0.1:{port}\nCookie: recolte_{port}\n\n", 403 },
	{ "a token that is none", "GET /?t=0 HTTP/1.1\n"
	    "Host: 127.0.0.1:{port}\n\n", 403 },
	{ "a token without a value", "GET /?t HTTP/1.1\n"
	    "Host: 127.0.0.1:{port}\n\n", 403 },
	{ "no token of a form", "POST /quit HTTP/1.1\n" GOOD_HEAD OURS FORM
	    "Content-Length: {length}\n\na=b", 403 },
	{ "a false token of a form", "POST /quit HTTP/1.1\n" GOOD_HEAD OURS
	    FORM "Content-Length: {length}\n\n"
	    "_form=00000000000000000000000000000000", 403 },
	{ "the session as the form's token", "POST /quit HTTP/1.1\n" GOOD_HEAD
	    OURS FORM "Content-Length: {length}\n\n_form={session}", 403 },
	{ "a form that is no form", "POST /quit HTTP/1.1\n" GOOD_HEAD OURS
	    "Content-Type: application/json\nContent-Length: 2\n\n[]", 400 },
	{ "no body at all", "POST /quit HTTP/1.1\n" GOOD_HEAD OURS
	    "Content-Length: 0\n\n", 403 },
	{ "a part without a name", "POST /interview/{id} HTTP/1.1\n" GOOD_HEAD
	    OURS PARTS "Content-Length: {length}\n\n--xyz\n"
	    "Content-Disposition: form-data\n\na\n--xyz--\n", 400 },
	{ "a part with a file's name and no other", "POST /interview/{id} "
	    "HTTP/1.1\n" GOOD_HEAD OURS PARTS "Content-Length: {length}\n\n"
	    "--xyz\nContent-Disposition: form-data; filename=\"../../a\"\n\n"
	    "a\n--xyz--\n", 400 },
	{ "a part without a head", "POST /interview/{id} HTTP/1.1\n" GOOD_HEAD
	    OURS PARTS "Content-Length: {length}\n\n--xyz\n\na\n--xyz--\n",
	    400 },
	{ "a boundary of one byte", "POST /interview/{id} HTTP/1.1\n" GOOD_HEAD
	    OURS "Content-Type: multipart/form-data; boundary=x\n"
	    "Content-Length: {length}\n\n--x\n\na\n--x--\n", 400 },
	{ "up and out", "GET /../../../../etc/passwd HTTP/1.1\n" GOOD_HEAD
	    "\n", 404 },
	{ "up and out, encoded", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\n"
	    GOOD_HEAD "\n", 404 },
	{ "up and out of an interview", "GET /interview/..%2f..%2fstore.db "
	    "HTTP/1.1\n" GOOD_HEAD "\n", 404 },
	{ "an interview called ..", "GET /interview/.. HTTP/1.1\n" GOOD_HEAD
	    "\n", 404 },
	{ "an interview with a quote", "GET /interview/'%20or%201=1-- "
	    "HTTP/1.1\n" GOOD_HEAD "\n", 404 },
	{ "a path with a NUL", "GET /interview/a%00b HTTP/1.1\n" GOOD_HEAD
	    "\n", 404 },
	{ "a case with a quote", "GET /case/%22%3E%3Cscript%3E HTTP/1.1\n"
	    GOOD_HEAD "\n", 404 },
	{ "a way to delete", "DELETE /interview/{id} HTTP/1.1\n" GOOD_HEAD
	    "\n", 405 },
	{ "a way that is none", "FROB / HTTP/1.1\n" GOOD_HEAD "\n", 405 },
	{ "reading what is written to", "POST / HTTP/1.1\n" GOOD_HEAD OURS FORM
	    "Content-Length: {length}\n\n_form={form}", 405 },
};

static const struct { const char *name, *value; } every_header[] = {
	{ "Content-Security-Policy", "frame-ancestors 'none'" },
	{ "Content-Security-Policy", "default-src 'none'" },
	{ "Content-Security-Policy", "script-src 'self';" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};

/* On every reply, refusals too; but for those of the library itself. */
static void
check_headers(const char *what, const struct said *said)
{
	char text[200];

	if (said->status == 0 || said->status == 400)
		return;
	for (size_t i = 0; i < sizeof(every_header) / sizeof(*every_header);
	    i++) {
		snprintf(text, sizeof(text), "%s: %s", what,
		    every_header[i].name);
		check(strstr(said_header(said, every_header[i].name),
		    every_header[i].value) != NULL, text, "is not there");
	}
	snprintf(text, sizeof(text), "%s: Cache-Control", what);
	check(!strcmp(said_header(said, "Cache-Control"), "no-store"), text,
	    said_header(said, "Cache-Control"));
}

static void
one_by_one(struct client *c, const char *id)
{
	for (size_t i = 0; i < sizeof(attacks) / sizeof(*attacks); i++) {
		struct said said = { 0, BUF_INIT, BUF_INIT };
		struct buf bytes = BUF_INIT;
		char seen[100];
		int s = client_connect(c);

		fill(&bytes, c, id, attacks[i].request);
		client_send(s, bytes.data, bytes.len);
		client_read(&said, s, SHORT_MS);
		snprintf(seen, sizeof(seen), "expected %d, saw %d",
		    attacks[i].status, said.status);
		check(said.status == attacks[i].status, attacks[i].name, seen);
		check_headers(attacks[i].name, &said);
		close(s);
		buf_free(&bytes);
		said_free(&said);
	}
}

/* ---- the page goes on answering ---- */

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
answers_soon(struct client *c, const char *what)
{
	struct said said = { 0, BUF_INIT, BUF_INIT };
	double start = now_ms();
	char seen[100];
	bool good;

	client_end(c);
	good = client_get(&said, c, "/") && said.status == 200;
	snprintf(seen, sizeof(seen), "%d after %.0f ms", said.status,
	    now_ms() - start);
	check(good && now_ms() - start < ANSWER_MS_MAX, what, seen);
	said_free(&said);
}

/* More than the server keeps, too: the longest idle ones make room. */
static void
idle(struct client *c, int count)
{
	int s[CROWD_COUNT], open = 0;

	for (int i = 0; i < count; i++)
		open += (s[i] = client_connect(c)) >= 0;
	check(open == count, "as many connections", "fewer");
	/* A word each, so that the server has looked at them. */
	for (int i = 0; i < count; i++)
		if (i % 2 == 0)
			client_send(s[i], "GET / HTTP/1.1\r\n", 16);
	answers_soon(c, "an answer beside idle connections");
	for (int i = 0; i < count; i++)
		close(s[i]);
	answers_soon(c, "an answer after idle connections");
}

/* A window that was there before a crowd of strangers stays connected. */
static void
ours_stays(struct client *c)
{
	struct client other = *c;
	struct said said = { 0, BUF_INIT, BUF_INIT };
	int ours;

	answers_soon(c, "an answer before them");
	ours = c->socket;
	other.socket = -1;
	idle(&other, CROWD_COUNT);
	client_end(&other);
	check(client_get(&said, c, "/") && said.status == 200 &&
	    c->socket == ours, "a connection that was ours", "was let go of");
	said_free(&said);
}

/* ---- another user of this computer ---- */

/* A stolen session, and a crowd that stays; what it saw goes down the pipe. */
static void
as_somebody_else(const struct client *c, int to)
{
	struct client thief = *c;
	struct said said = { 0, BUF_INIT, BUF_INIT };
	char seen = 'r';

	thief.socket = -1;
	if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
		seen = 'u';
	else if (!client_get(&said, &thief, "/"))
		seen = said.status == 0 ? 'n' : 's';
	for (int i = 0; i < CROWD_COUNT; i++)
		client_connect(c);
	if (write(to, &seen, 1) == 1)
		pause();
	_exit(0);
}

static void
another_user(struct client *c)
{
	char seen[2] = "";
	int pipes[2];
	pid_t child;

	if (geteuid() != 0 || pipe(pipes) != 0) {
		puts("skipped: another user, which takes root");
		return;
	}
	if ((child = fork()) == 0)
		as_somebody_else(c, pipes[1]);
	close(pipes[1]);
	check(child > 0 && read(pipes[0], seen, 1) == 1 && seen[0] == 'n',
	    "another user with our session sees nothing", seen);
	answers_soon(c, "an answer beside another user's connections");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(pipes[0]);
}

/* Headers and bodies that come a byte at a time hold nobody else up. */
static void
slow(struct client *c, const char *id)
{
	static const char drop[] = "x";
	struct buf bytes = BUF_INIT;
	int head = client_connect(c), body = client_connect(c);

	fill(&bytes, c, id, "POST /interview/{id} HTTP/1.1\n" GOOD_HEAD OURS
	    FORM "Content-Length: 1000\n\n_form={form}&");
	client_send(body, bytes.data, bytes.len);
	client_send(head, "GET / HTTP/1.1\r\nX-", 18);
	for (int i = 0; i < SLOW_ROUNDS; i++) {
		client_send(head, drop, 1);
		client_send(body, drop, 1);
		answers_soon(c, "an answer beside slow requests");
	}
	close(head);
	close(body);
	answers_soon(c, "an answer after slow requests");
	buf_free(&bytes);
}

/*
 * A form that arrives in two pieces, cut anywhere at the beginning of a value,
 * says the same: no answer becomes empty by it.
 */
static void
pieces(struct client *c, const char *id)
{
	static const char part[] = "--xyz\nContent-Disposition: form-data; name=";
	struct said said = { .status = 0 };

	for (size_t cut = 0; cut <= 6; cut++) {
		struct buf text = BUF_INIT, bytes = BUF_INIT;
		char value[24], wanted[40], path[120];
		size_t at;
		int s = client_connect(c);

		snprintf(value, sizeof(value), "2026-01-%02zu", cut + 10);
		snprintf(wanted, sizeof(wanted), "value=\"%s\"", value);
		buf_addf(&text, "POST /interview/{id} HTTP/1.1\n%s%s%s"
		    "Content-Length: {length}\n\n%s\"_form\"\n\n{form}\n"
		    "%s\"q\"\n\nsession/interview_date\n"
		    "%s\"a:session/interview_date\"\n\n%s\n--xyz--\n",
		    GOOD_HEAD, OURS, PARTS, part, part, part, value);
		fill(&bytes, c, id, buf_str(&text));
		at = (size_t)(strstr(buf_str(&bytes), value) -
		    buf_str(&bytes)) + cut;
		client_send(s, bytes.data, at);
		platform_sleep_ms(50);
		client_send(s, bytes.data + at, bytes.len - at);
		check(client_read(&said, s, SHORT_MS) && said.status == 303,
		    "a form in two pieces", buf_str(&said.body));
		close(s);
		snprintf(path, sizeof(path), "/interview/%s?at="
		    "session%%2Finterview_date", id);
		client_get(&said, c, path);
		check(strstr(buf_str(&said.body), wanted) != NULL,
		    "an answer that came in two pieces", wanted);
		buf_free(&text);
		buf_free(&bytes);
	}
	said_free(&said);
}

/* ---- too much ---- */

static void
too_much(struct client *c, const char *what, const char *path,
    const struct buf *fields, int expected)
{
	struct said said = { 0, BUF_INIT, BUF_INIT };
	char seen[1000];

	client_end(c);
	client_post(&said, c, path, buf_str(fields), true);
	snprintf(seen, sizeof(seen), "expected %d, saw %d: %.800s", expected,
	    said.status, strstr(buf_str(&said.body), "\"failure\"") ?
	    strstr(buf_str(&said.body), "\"failure\"") : "");
	check(said.status == expected, what, seen);
	said_free(&said);
	answers_soon(c, what);
}

static void
repeat(struct buf *out, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_add(out, text);
}

static void
volumes(struct client *c, const char *id)
{
	struct buf path = BUF_INIT, fields = BUF_INIT;

	buf_addf(&path, "/interview/%s", id);
	buf_add(&fields, "&a=");
	repeat(&fields, "x", BODY_BYTES);
	too_much(c, "a body over the limit", "/unlock", &fields, 413);
	buf_reset(&fields);
	repeat(&fields, "&q=a", FIELDS);
	too_much(c, "60,000 fields", buf_str(&path), &fields, 413);
	buf_reset(&fields);
	buf_add(&fields, "&");
	repeat(&fields, "n", LONG_NAME);
	buf_add(&fields, "=1");
	too_much(c, "a field name of 300,000 bytes", buf_str(&path), &fields,
	    400);
	buf_reset(&fields);
	buf_add(&fields, "&at=.&q=%00&a:%00=%00&window=%00&q=session/interview_date"
	    "&a:session/interview_date=2024%00-11");
	too_much(c, "NUL bytes in names and values", buf_str(&path), &fields,
	    200);
	buf_free(&path);
	buf_free(&fields);
}

static void
long_head(struct client *c)
{
	struct said said = { 0, BUF_INIT, BUF_INIT };
	struct buf bytes = BUF_INIT;
	int s = client_connect(c);

	buf_addf(&bytes, "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: ",
	    c->port);
	repeat(&bytes, "x", LONG_NAME);
	buf_add(&bytes, "\r\n\r\n");
	client_send(s, bytes.data, bytes.len);
	client_read(&said, s, SHORT_MS);
	check(said.status == 0 || said.status >= 400, "a head of 300,000 bytes",
	    buf_str(&said.head));
	close(s);
	buf_free(&bytes);
	said_free(&said);
	answers_soon(c, "after a long head");
}

/* ---- at random ---- */

/* Pieces of requests in any order, with bytes changed. */
static void
scramble(struct buf *out, const struct client *c, const char *id)
{
	static const char *const pieces[] = { "GET / HTTP/1.1\n",
		"POST /interview/{id} HTTP/1.1\n", GOOD_HEAD, OURS, FORM,
		"Content-Length: 60\n", "Content-Length: 7\n",
		"Transfer-Encoding: chunked\n", "Expect: 100-continue\n", "\n",
		"_form={form}", "&q=session/interview_date", "&a:x=%C3%28",
		"&do=add:interview/staff/team+", "&at=.", "&q=", "%00", "&",
		"&do=remove:", "&do=next", "&window=w", "&check=1",
		"Content-Type: multipart/form-data; boundary=xyz\n", "--xyz\n",
		"--xyz--\n", "Content-Disposition: form-data; name=\"_form\"\n",
		"Content-Disposition: form-data; name=\"f\"; filename=\"../x\"\n",
		"7\nabcdefg\n0\n\n", "X-Part: 1\n", "Cookie: a=b; =; c\n" };
	size_t count = (size_t)rand() % 12;

	if (rand() % 4 != 0)
		fill(out, c, id, "POST /interview/{id} HTTP/1.1\n" GOOD_HEAD
		    OURS);
	for (size_t i = 0; i < count; i++)
		fill(out, c, id, pieces[(size_t)rand() %
		    (sizeof(pieces) / sizeof(*pieces))]);
	for (int i = rand() % 4; i > 0 && out->len > 0; i--)
		out->data[(size_t)rand() % out->len] = (uint8_t)(rand() % 256);
}

static void
hammer(struct client *c, const char *id, int rounds)
{
	for (int i = 0; i < rounds; i++) {
		struct buf bytes = BUF_INIT;
		struct said said = { 0, BUF_INIT, BUF_INIT };
		int s = client_connect(c);

		scramble(&bytes, c, id);
		client_send(s, bytes.data, bytes.len);
		if (i % 8 == 0)
			client_read(&said, s, 20);
		close(s);
		buf_free(&bytes);
		said_free(&said);
	}
	answers_soon(c, "after requests at random");
}

/* For the shell: a session of its own, as assignments. */
static bool
print_session(const char *address, struct client *c)
{
	bool entered = client_begin(c, address) && client_enter(c,
	    "a+passphrase+for+tests");

	printf("cookie='%s'\nform='%s'\n", c->cookie, c->form);
	client_end(c);
	return entered;
}

int
main(int argc, char **argv)
{
	struct client client;
	const char *id = argc > 3 ? argv[3] : "";

	if (argc == 3 && !strcmp(argv[1], "--enter"))
		return !print_session(argv[2], &client);
	if (argc < 4 || !client_begin(&client, argv[1]) ||
	    !client_enter(&client, argv[2])) {
		fputs("usage: web_attacks ADDRESS PASSPHRASE RESPONSE "
		    "[ROUNDS [SEED]]\n", stderr);
		return 2;
	}
	srand(argc > 5 ? (unsigned)atoi(argv[5]) : 1);
	one_by_one(&client, id);
	idle(&client, IDLE_COUNT);
	idle(&client, CROWD_COUNT);
	ours_stays(&client);
	another_user(&client);
	slow(&client, id);
	pieces(&client, id);
	volumes(&client, id);
	long_head(&client);
	hammer(&client, id, argc > 4 ? atoi(argv[4]) : HAMMER_ROUNDS);
	client_end(&client);
	printf("%u checks, %u failed\n", checks, failures);
	return failures > 0;
}
