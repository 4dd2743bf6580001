#include "kit/exchange/proxy.h"

#include <string.h>

#include "kit/base/platform.h"
#include "kit/exchange/address.h"

/* Written small, or in capitals as some systems have it. */
static const char *
setting(const char *small, const char *capitals)
{
	const char *value = platform_environment(small);

	if (!value)
		value = platform_environment(capitals);
	return value && value[0] ? value : NULL;
}

static const char *
proxy_of_scheme(const char *address)
{
	if (strncmp(address, "https://", 8) == 0)
		return setting("https_proxy", "HTTPS_PROXY");
	if (strncmp(address, "http://", 7) == 0)
		return setting("http_proxy", "HTTP_PROXY");
	return NULL;
}

/* "hub.org", ".hub.org" and "*.hub.org" mean what ends so; ":80", that port. */
static bool
is_in(const struct endpoint *hub, struct slice domain)
{
	struct endpoint tail = *hub;
	char name[sizeof(tail.host)];
	const uint8_t *colon;
	size_t skipped;

	if (slice_equal_str(domain, "*"))
		return true;
	/* Windows' word for names without a domain. */
	if (slice_equal_str(domain, "<local>"))
		return strpbrk(hub->host, ".:") == NULL;
	colon = domain.len ? memchr(domain.data, ':', domain.len) : NULL;
	if (colon) {
		struct slice port = slice_of(colon + 1,
		    (size_t)(domain.data + domain.len - colon - 1));

		if (!slice_equal_str(port, hub->port))
			return false;
		domain.len = (size_t)(colon - domain.data);
	}
	while (domain.len && (domain.data[0] == '*' || domain.data[0] == '.'))
		domain = slice_of(domain.data + 1, domain.len - 1);
	if (domain.len == 0 || domain.len > strlen(hub->host))
		return false;
	memcpy(name, domain.data, domain.len);
	name[domain.len] = '\0';
	skipped = strlen(hub->host) - domain.len;
	memcpy(tail.host, hub->host + skipped, domain.len + 1);
	return endpoint_is(&tail, name, hub->port) &&
	    (skipped == 0 || hub->host[skipped - 1] == '.');
}

static bool
is_exempt(const struct endpoint *hub, const char *list)
{
	while (list && *list) {
		size_t n = strcspn(list, ", ;");

		if (n > 0 && is_in(hub, slice_of(list, n)))
			return true;
		list += n + (list[n] != '\0');
	}
	return false;
}

static int
hex_value(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) % 16 : -1;
}

/* "NAME:PASSWORD" of a URL, where %40 is '@'. */
static void
add_login(struct buf *out, const char *text, size_t len)
{
	struct buf plain = BUF_INIT;

	for (size_t i = 0; i < len; i++) {
		int high = text[i] == '%' ? hex_value(text[i + 1]) : -1;
		int low = high >= 0 ? hex_value(text[i + 2]) : -1;

		buf_add_byte(&plain, low >= 0 ? (uint8_t)(high * 16 + low) :
		    (uint8_t)text[i]);
		i += low >= 0 ? 2 : 0;
	}
	buf_add(out, "Basic ");
	buf_add_base64(out, buf_slice(&plain));
	buf_wipe(&plain);
}

const struct err *
proxy_choose(struct proxy *out, const char *address, const char *said,
    const char *except)
{
	static const char scheme[] = "http://";
	const char *rest = said;
	struct buf url = BUF_INIT;
	struct endpoint hub;
	size_t len;
	bool good;

	*out = (struct proxy){ 0 };
	if (!said || !address_endpoint(&hub, address) ||
	    is_exempt(&hub, except))
		return NULL;
	if (strncmp(said, scheme, sizeof(scheme) - 1) == 0)
		rest += sizeof(scheme) - 1;
	buf_addf(&url, "%s%s", scheme, rest);
	good = !strstr(rest, "://") &&
	    address_endpoint(&out->at, buf_str(&url));
	buf_wipe(&url);
	if (!good)
		return err_new(ERR_USAGE, "the environment's proxy is not "
		    "named as http://COMPUTER:PORT");
	len = strcspn(rest, "/?#");
	while (len > 0 && rest[len - 1] != '@')
		len--;
	if (len > 1)
		add_login(&out->login, rest, len - 1);
	out->stands = true;
	return NULL;
}

bool
proxy_listed(struct buf *out, const char *list, const char *address)
{
	size_t scheme = strcspn(address, ":"), before = out->len;

	if (strchr(list, '=') == NULL) {
		buf_add(out, list);
		return list[0] != '\0';
	}
	while (*list) {
		size_t n = strcspn(list, "; ");

		if (n > scheme + 1 && list[scheme] == '=' &&
		    memcmp(list, address, scheme) == 0 && out->len == before)
			buf_append(out, list + scheme + 1, n - scheme - 1);
		list += n + (list[n] != '\0');
	}
	return out->len > before;
}

const struct err *
proxy_find(struct proxy *out, const char *address)
{
	const char *said = proxy_of_scheme(address);
	const char *except = setting("no_proxy", "NO_PROXY");
	struct buf list = BUF_INIT, hosts = BUF_INIT, ours = BUF_INIT;
	const struct err *err;

	if (!said && platform_proxy(&list, &hosts) &&
	    proxy_listed(&ours, buf_str(&list), address)) {
		said = buf_str(&ours);
		except = except ? except : buf_str(&hosts);
	}
	err = proxy_choose(out, address, said, except);
	buf_wipe(&list);
	buf_wipe(&ours);
	buf_free(&hosts);
	return err;
}

void
proxy_wipe(struct proxy *proxy)
{
	buf_wipe(&proxy->login);
}
