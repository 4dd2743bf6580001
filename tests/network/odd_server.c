/*
 * odd_server.c - what tests of hubs on a network need beside real servers:
 * ports, and servers that do what no good one does. On 127.0.0.1 only.
 *
 *   odd_server port                      prints a port that is free
 *   odd_server await PORT                until somebody answers there
 *   odd_server silent PORT               takes connections and says nothing
 *   odd_server page PORT                 a page for everybody, as Wi-Fis have
 *   odd_server redirect PORT URL
 *   odd_server status PORT NUMBER
 *   odd_server garbage PORT BACKEND      no pack where a pack belongs
 *   odd_server relay PORT BACKEND stall|drop|trickle LIMIT
 *       what a real server says, up to LIMIT bytes a connection; then nothing,
 *       an end, or a byte a second
 */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { AWAIT_TRIES = 200, PIECE_BYTES = 16 << 10 };

static int
fail(const char *what)
{
	perror(what);
	return 1;
}

static void
sleep_ms(int ms)
{
	struct timespec t = { ms / 1000, (ms % 1000) * 1000000L };

	nanosleep(&t, NULL);
}

static struct sockaddr_in
here(int port)
{
	struct sockaddr_in at;

	memset(&at, 0, sizeof(at));
	at.sin_family = AF_INET;
	at.sin_port = htons((unsigned short)port);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return at;
}

static int
connect_to(int port)
{
	struct sockaddr_in at = here(port);
	int s = socket(AF_INET, SOCK_STREAM, 0);

	if (s >= 0 && connect(s, (struct sockaddr *)&at, sizeof(at)) != 0) {
		close(s);
		return -1;
	}
	return s;
}

static int
listen_at(int port)
{
	struct sockaddr_in at = here(port);
	int s = socket(AF_INET, SOCK_STREAM, 0), yes = 1;

	if (s < 0)
		return -1;
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(s, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(s, 64) != 0)
		return -1;
	return s;
}

static int
print_port(void)
{
	struct sockaddr_in at = here(0);
	socklen_t len = sizeof(at);
	int s = listen_at(0);

	if (s < 0 || getsockname(s, (struct sockaddr *)&at, &len) != 0)
		return fail("port");
	printf("%d\n", ntohs(at.sin_port));
	return 0;
}

static int
await(int port)
{
	for (int i = 0; i < AWAIT_TRIES; i++) {
		int s = connect_to(port);

		if (s >= 0) {
			close(s);
			return 0;
		}
		sleep_ms(25);
	}
	return 1;
}

/* Until the other side goes away. */
static void
wait_for_end(int s)
{
	char bytes[PIECE_BYTES];

	while (read(s, bytes, sizeof(bytes)) > 0)
		;
}

static bool
send_all(int s, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(s, bytes, len);

		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* A request up to its blank line; false at the end of the connection. */
static bool
read_request(int s, char *out, size_t size)
{
	size_t n = 0;

	while (n + 1 < size && read(s, out + n, 1) == 1) {
		out[++n] = '\0';
		if (n >= 4 && strcmp(out + n - 4, "\r\n\r\n") == 0)
			return true;
	}
	return false;
}

struct oddity {
	const char *word, *more;
	int backend;
	long limit;
};

static void
be_silent(const struct oddity *odd, int s)
{
	(void)odd;
	wait_for_end(s);
}

static void
answer(int s, const char *status, const char *header, const char *body)
{
	char request[PIECE_BYTES], text[1024];

	while (read_request(s, request, sizeof(request))) {
		snprintf(text, sizeof(text), "HTTP/1.1 %s\r\n%s"
		    "Content-Length: %zu\r\n\r\n%s", status, header,
		    strlen(body), body);
		if (!send_all(s, text, strlen(text)))
			return;
	}
}

static void
be_page(const struct oddity *odd, int s)
{
	(void)odd;
	answer(s, "200 OK", "Content-Type: text/html\r\n",
	    "<html>Welcome to our Wi-Fi: please log in</html>");
}

static void
be_redirect(const struct oddity *odd, int s)
{
	char header[512];

	snprintf(header, sizeof(header), "Location: %s/info/refs"
	    "?service=git-upload-pack\r\n", odd->more);
	answer(s, "302 Found", header, "");
}

static void
be_status(const struct oddity *odd, int s)
{
	char status[64];

	snprintf(status, sizeof(status), "%s Odd", odd->more);
	answer(s, status, "", "");
}

/* Both ways until one side ends; what comes back is limited. */
static void
relay(const struct oddity *odd, int s, int backend)
{
	struct pollfd ends[2] = { { .fd = s, .events = POLLIN },
		{ .fd = backend, .events = POLLIN } };
	char bytes[PIECE_BYTES];
	long left = odd->limit;

	while (poll(ends, 2, -1) > 0) {
		for (int i = 0; i < 2; i++) {
			ssize_t n;

			if (!(ends[i].revents & (POLLIN | POLLHUP)))
				continue;
			n = read(ends[i].fd, bytes, sizeof(bytes));
			if (n <= 0)
				return;
			if (i == 1 && n > left)
				n = left;
			if (!send_all(ends[!i].fd, bytes, (size_t)n))
				return;
			left -= i == 1 ? n : 0;
		}
		if (left > 0)
			continue;
		if (strcmp(odd->more, "drop") == 0)
			return;
		while (strcmp(odd->more, "trickle") == 0 &&
		    read(backend, bytes, 1) == 1 && send_all(s, bytes, 1))
			sleep_ms(1000);
		wait_for_end(s);
		return;
	}
}

static void
be_relay(const struct oddity *odd, int s)
{
	int backend = connect_to(odd->backend);

	if (backend < 0)
		return;
	relay(odd, s, backend);
	close(backend);
}

/* The list of branches is right; what is then sent is not. */
static void
be_garbage(const struct oddity *odd, int s)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: "
	    "application/x-git-upload-pack-result\r\nConnection: close\r\n"
	    "\r\n0008NAK\n0015\001PACK";
	char request[PIECE_BYTES], bytes[PIECE_BYTES];
	int backend;
	ssize_t n;

	while (read_request(s, request, sizeof(request))) {
		if (strncmp(request, "GET", 3) != 0) {
			send_all(s, head, sizeof(head) - 1);
			memset(bytes, 'x', sizeof(bytes));
			send_all(s, bytes, sizeof(bytes));
			return;
		}
		if ((backend = connect_to(odd->backend)) < 0)
			return;
		/* Let the server end its answer, which tells its length. */
		n = (ssize_t)strlen(request) - 2;
		memcpy(request + n, "Connection: close\r\n\r\n", 22);
		send_all(backend, request, strlen(request));
		while ((n = read(backend, bytes, sizeof(bytes))) > 0)
			send_all(s, bytes, (size_t)n);
		close(backend);
	}
}

static const struct {
	const char *word;
	void (*be)(const struct oddity *odd, int s);
} oddities[] = { { "silent", be_silent }, { "page", be_page },
	{ "redirect", be_redirect }, { "status", be_status },
	{ "relay", be_relay }, { "garbage", be_garbage } };

/* A process for each connection; each ends with it. */
static int
serve(const struct oddity *odd, int port)
{
	size_t which = 0;
	int s = listen_at(port), c;

	while (which < sizeof(oddities) / sizeof(*oddities) &&
	    strcmp(oddities[which].word, odd->word) != 0)
		which++;
	if (which == sizeof(oddities) / sizeof(*oddities))
		return 2;
	if (s < 0)
		return fail("listen");
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	while ((c = accept(s, NULL, NULL)) >= 0) {
		if (fork() == 0) {
			close(s);
			oddities[which].be(odd, c);
			close(c);
			_exit(0);
		}
		close(c);
	}
	return fail("accept");
}

int
main(int argc, char **argv)
{
	struct oddity odd = { 0 };

	if (argc == 2 && strcmp(argv[1], "port") == 0)
		return print_port();
	if (argc == 3 && strcmp(argv[1], "await") == 0)
		return await(atoi(argv[2]));
	if (argc < 3)
		return 2;
	odd.word = argv[1];
	odd.more = argc > 3 ? argv[3] : "";
	if (argc > 3)
		odd.backend = atoi(argv[3]);
	if (argc > 5) {
		odd.more = argv[4];
		odd.limit = atol(argv[5]);
	}
	return serve(&odd, atoi(argv[2]));
}
