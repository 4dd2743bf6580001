#include <string.h>

#include "check.h"
#include "kit/base/platform.h"
#include "kit/exchange/access.h"
#include "kit/exchange/address.h"
#include "kit/exchange/certificate.h"
#include "kit/exchange/proxy.h"
#include "kit/exchange/trouble.h"

static void
test_addresses(void)
{
	static const struct {
		const char *given, *kept;	/* NULL: refused */
		bool remote, safe;
	} rows[] = {
		{ "https://hub.example/a.git", "https://hub.example/a.git",
		    true, true },
		{ "https://ana@hub.example:8443/a", "https://ana@hub.example:8443/a",
		    true, true },
		{ "http://hub.example/a.git", "http://hub.example/a.git",
		    true, false },
		{ "http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a",
		    true, true },
		{ "http://localhost/a", "http://localhost/a", true, true },
		{ "http://localhost.example/a", "http://localhost.example/a",
		    true, false },
		{ "http://127.0.0.1@hub.example/a",
		    "http://127.0.0.1@hub.example/a", true, false },
		{ "ssh://git@hub.example/a", "ssh://git@hub.example/a",
		    true, true },
		{ "git@hub.example:org/a.git", "ssh://git@hub.example/org/a.git",
		    true, true },
		{ "git@hub.example:/srv/a.git", "ssh://git@hub.example/srv/a.git",
		    true, true },
		{ "/srv/hub.git", "/srv/hub.git", false, true },
		{ "https://ana:secret@hub.example/a", NULL, false, false },
		{ "https:///a", NULL, false, false },
		{ "https://ana@/a", NULL, false, false },
		{ "https://hub.example/a b", NULL, false, false },
		{ "git://hub.example/a", NULL, false, false },
		{ "ftp://hub.example/a", NULL, false, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf kept = BUF_INIT;
		const struct err *err = address_read(&kept, rows[i].given);

		if (rows[i].kept) {
			CHECK_OK(err);
			if (rows[i].remote)
				CHECK_STR(buf_str(&kept), rows[i].kept);
			CHECK_INT(address_is_remote(buf_str(&kept)),
			    rows[i].remote);
			CHECK_INT(address_keeps_secrets(buf_str(&kept)),
			    rows[i].safe);
		} else {
			CHECK_ERR(err, ERR_USAGE, "hub");
			CHECK(!err || !strstr(err->msg, "secret"));
		}
		buf_free(&kept);
	}
}

static void
test_access(void)
{
	static const char text[] = "{\"host_key\":\"00112233445566778899aabb"
	    "ccddeeff00112233445566778899aabbccddeeff\",\"token\":\"abc\","
	    "\"user\":\"ana\"}";
	struct access access, more = { 0 };
	struct buf again = BUF_INIT;

	CHECK_OK(access_read(&access, slice_str(text)));
	CHECK_STR(buf_str(&access.token), "abc");
	access_write(&again, &access);
	CHECK_STR(buf_str(&again), text);
	buf_add(&more.token, "def");
	access_update(&access, &more);
	CHECK_STR(buf_str(&access.token), "def");
	CHECK_STR(buf_str(&access.user), "ana");
	access_wipe(&access);
	access_wipe(&more);
	CHECK(access_is_empty(&access));
	CHECK_OK(access_read(&access, SLICE_EMPTY));
	CHECK(access_is_empty(&access));

	/* A later version may say more. */
	CHECK_OK(access_read(&access, slice_str("{\"later\":1}")));
	CHECK_ERR(access_read(&access, slice_str("{\"token\":1}")),
	    ERR_FORMAT, "token");
	CHECK_ERR(access_read(&access, slice_str("{\"token\":\"a\\nb\"}")),
	    ERR_FORMAT, "one line");
	CHECK_ERR(access_read(&access, slice_str("{\"host_key\":\"00\"}")),
	    ERR_FORMAT, "host_key");
	CHECK_ERR(access_read(&access, slice_str("no")), ERR_FORMAT, "");
	buf_free(&again);
}

static void
test_endpoints(void)
{
	static const struct {
		const char *address, *host, *port;	/* NULL: none */
	} rows[] = {
		{ "http://hub.org/a.git", "hub.org", "80" },
		{ "https://ana@Hub.org/a.git", "Hub.org", "443" },
		{ "https://hub.org:8443", "hub.org", "8443" },
		{ "http://a:b@[::1]:81/x@y:1", "::1", "81" },
		{ "https://[fe80::1]/", "fe80::1", "443" },
		{ "http://:80/", NULL, NULL },
		{ "http://[::1", "::1", "80" },
		{ "http://hub.org:/", NULL, NULL },
		{ "http://hub.org:123456789/", NULL, NULL },
	};
	struct endpoint at;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool named = address_endpoint(&at, rows[i].address);

		CHECK_INT(named, rows[i].host != NULL);
		if (!named || !rows[i].host)
			continue;
		CHECK_STR(at.host, rows[i].host);
		CHECK_STR(at.port, rows[i].port);
	}
	CHECK(address_endpoint(&at, "https://Hub.org"));
	CHECK(endpoint_is(&at, "hub.ORG", "443"));
	CHECK(!endpoint_is(&at, "hub.org", "80"));
	CHECK(!endpoint_is(&at, "hub.or", "443"));
	CHECK(!endpoint_is(&at, "hub.org.example", "443"));
}

/* at: "HOST PORT LOGIN" as it is found. */
static void
test_proxies(void)
{
	static const struct {
		const char *proxy, *except, *at;	/* NULL: none */
	} rows[] = {
		{ NULL, NULL, NULL },
		{ "http://proxy:3128", NULL, "proxy 3128 " },
		{ "proxy", NULL, "proxy 80 " },
		{ "http://ana:a%40b%2@proxy:1/", NULL,
		    "proxy 1 Basic YW5hOmFAYiUy" },
		{ "socks5://proxy:1", NULL, "refused" },
		{ "https://proxy:1", NULL, "refused" },
		{ "http://", NULL, "refused" },
		{ "http://proxy:1", "*", NULL },
		{ "http://proxy:1", "example.org, hub.org", NULL },
		{ "http://proxy:1", ".HUB.org", NULL },
		{ "http://proxy:1", "*.org:443", NULL },
		{ "http://proxy:1", "git.hub.org:80", "proxy 1 " },
		{ "http://proxy:1", "ub.org,,.", "proxy 1 " },
		{ "http://proxy:1", "<local>", "proxy 1 " },
		{ "http://proxy:1", "10.*;<local>;*.hub.org", NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf text = BUF_INIT;
		struct proxy found;
		const struct err *err;

		err = proxy_choose(&found, "https://git.hub.org/a.git",
		    rows[i].proxy, rows[i].except);
		if (err)
			buf_add(&text, "refused");
		else if (found.stands)
			buf_addf(&text, "%s %s %s", found.at.host,
			    found.at.port, buf_str(&found.login));
		CHECK_STR(buf_str(&text), rows[i].at ? rows[i].at : "");
		buf_free(&text);
		proxy_wipe(&found);
	}
}

/* What Windows' settings name. */
static void
test_proxy_lists(void)
{
	static const struct {
		const char *list, *found;
	} rows[] = {
		{ "", "" }, { "proxy:1", "proxy:1" },
		{ "http=a:1;https=b:2", "b:2" }, { "https=b:2", "b:2" },
		{ "http=a:1;ftp=c:3", "" }, { "https=", "" }, { "https", "https" },
		{ "httpsx=a:1 https=http://b:2 https=c:3", "http://b:2" },
		{ "h=", "" }, { ";;=;https=b", "b" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf text = BUF_INIT;

		CHECK(proxy_listed(&text, rows[i].list, "https://hub/a.git") ==
		    (rows[i].found[0] != '\0'));
		CHECK_STR(buf_str(&text), rows[i].found);
		buf_free(&text);
	}
}

/* The outside of a certificate, as far as the dates. */
static void
test_dates(void)
{
	static const uint8_t dated[] = {
		0x30, 0x32, 0x30, 0x30,
		0xa0, 0x03, 0x02, 0x01, 0x02,		/* version */
		0x02, 0x01, 0x01,			/* serial */
		0x30, 0x00,				/* signature's kind */
		0x30, 0x00,				/* issuer */
		0x30, 0x20,
		0x17, 0x0d, '2', '6', '0', '2', '2', '8', '2', '3', '5',
		'9', '5', '9', 'Z',
		0x18, 0x0f, '2', '0', '5', '0', '0', '3', '0', '1', '0',
		'0', '0', '0', '0', '0', 'Z',
		0x30, 0x04 };
	int64_t from_ms, until_ms;
	uint8_t bad[sizeof(dated)];

	CHECK(certificate_dates(slice_of(dated, sizeof(dated)), &from_ms,
	    &until_ms));
	CHECK_INT(from_ms, 1772323199000);
	CHECK_INT(until_ms, 2529705600000);
	/* Torn or altered anywhere: an answer, or none, but no harm. */
	for (size_t n = 0; n < sizeof(dated); n++) {
		(void)certificate_dates(slice_of(dated, n), &from_ms,
		    &until_ms);
		for (unsigned bit = 0; bit < 8; bit++) {
			memcpy(bad, dated, sizeof(bad));
			bad[n] ^= (uint8_t)(1u << bit);
			(void)certificate_dates(slice_of(bad, sizeof(bad)),
			    &from_ms, &until_ms);
		}
	}
	CHECK(!certificate_dates(slice_of(dated, 30), &from_ms, &until_ms));
}

static void
test_troubles(void)
{
	static const struct {
		const char *message;
		enum trouble trouble;
	} rows[] = {
		{ "failed to resolve address for hub: no such host",
		    TROUBLE_NO_NETWORK },
		{ "invalid content-type: 'text/html'", TROUBLE_LOGIN_PAGE },
		{ "cannot redirect from 'a' to 'b'", TROUBLE_LOGIN_PAGE },
		{ "redirect to hub, port 81", TROUBLE_LOGIN_PAGE },
		{ "failed to connect to the proxy: x", TROUBLE_NO_NETWORK },
		{ "proxy returned status 403: no", TROUBLE_PROXY },
		{ "proxy returned status 502: no", TROUBLE_HUB },
		{ "the proxy is silent", TROUBLE_PROXY },
		{ "unexpected http status code: 403", TROUBLE_DENIED },
		{ "unexpected http status code: 404", TROUBLE_NOT_FOUND },
		{ "unexpected http status code: 507", TROUBLE_FULL },
		{ "unexpected http status code: 502", TROUBLE_HUB },
		{ "fatal: write error: No space left on device",
		    TROUBLE_FULL },
		{ "something that nobody has seen", TROUBLE_NONE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(trouble_name(trouble_of_message(rows[i].message)),
		    trouble_name(rows[i].trouble));
	for (int i = 0; i < TROUBLE_COUNT; i++)
		CHECK_INT(trouble_of_name(trouble_name((enum trouble)i)), i);
	CHECK_INT(trouble_of_name("later"), TROUBLE_HUB);
}

int
main(void)
{
	test_addresses();
	test_endpoints();
	test_proxies();
	test_proxy_lists();
	test_access();
	test_dates();
	test_troubles();
	return CHECK_DONE();
}
