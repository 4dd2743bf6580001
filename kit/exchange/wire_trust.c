/* wire_trust.c - who we say that we are; is the hub who it should be? */
#include "kit/exchange/wire_parts.h"

#include <string.h>

#include "kit/base/platform.h"
#include "kit/exchange/certificate.h"

/* Coordinators write more often than that: 60 days. */
static const int64_t study_quiet_ms = INT64_C(60) * 24 * 3600 * 1000;

static int
deny(struct line_end *end, const char *remark)
{
	wire_find(end, TROUBLE_DENIED, remark);
	return GIT_EUSER;
}

/* One question of a kind is answered once: the answer would be the same. */
int
wire_on_question(git_credential **out, const char *url, const char *named,
    unsigned allowed, void *data)
{
	struct line_end *end = data;
	const struct access *access = &end->access;
	const char *user = access->user.len > 0 ? buf_str(&access->user) :
	    "git";

	(void)url;
	/* ssh goes on with the name that it began with. */
	if (named && named[0])
		user = named;
	if (allowed & GIT_CREDENTIAL_USERNAME)
		return end->asked[0]++ ? deny(end, "it wants another user") :
		    git_credential_username_new(out, user);
	if (end->asked[1]++)
		return deny(end, "it does not accept them");
	if (allowed & GIT_CREDENTIAL_SSH_KEY)
		return access->key.len == 0 ? deny(end, "it wants a key") :
		    git_credential_ssh_key_memory_new(out, user, NULL,
		    buf_str(&access->key), NULL);
	if (!(allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT))
		return deny(end, "it wants what we do not have");
	if (access->token.len == 0)
		return deny(end, "it wants a token");
	if (!address_keeps_secrets(end->address) ||
	    (end->route.plain && end->route.proxy.stands))
		return deny(end, "it wants a token, which is never sent over "
		    "http: say https://...");
	return git_credential_userpass_plaintext_new(out, user,
	    buf_str(&access->token));
}

int
wire_on_proxy_question(git_credential **out, const char *url,
    const char *named, unsigned allowed, void *data)
{
	const struct line_end *end = data;

	(void)out;
	(void)url;
	(void)named;
	(void)allowed;
	wire_find(data, TROUBLE_PROXY, end->route.proxy.login.len ?
	    WIRE_PROXY_REFUSES : WIRE_PROXY_ASKS);
	return GIT_EUSER;
}

static int
check_host_key(struct line_end *end, const git_cert_hostkey *key)
{
	char seen[2 * sizeof(key->hash_sha256) + 1];

	if (!(key->type & GIT_CERT_SSH_SHA256)) {
		wire_find(end, TROUBLE_CERTIFICATE, "it shows no key");
		return GIT_ECERTIFICATE;
	}
	hex_encode(seen, key->hash_sha256, sizeof(key->hash_sha256));
	if (end->access.host_key.len == 0) {
		wire_say("host-key", seen, NULL);
		return 0;
	}
	if (strcmp(seen, buf_str(&end->access.host_key)) == 0)
		return 0;
	wire_find(end, TROUBLE_CERTIFICATE, "its key is another than "
	    "before");
	return GIT_ECERTIFICATE;
}

/*
 * The certificate ended before the clock's time. The clock is right about that
 * when a coordinator wrote later still, or not so long ago.
 */
static bool
clock_seems_right(const struct line_end *end, int64_t now_ms, int64_t until_ms)
{
	return end->known_ms > until_ms || (end->known_ms > 0 &&
	    now_ms - end->known_ms < study_quiet_ms);
}

static void
judge_certificate(struct line_end *end, const git_cert_x509 *certificate)
{
	int64_t now_ms = platform_now_ms(), from_ms, until_ms;

	if (!certificate_dates(slice_of(certificate->data, certificate->len),
	    &from_ms, &until_ms) ||
	    (now_ms >= from_ms && now_ms <= until_ms))
		wire_find(end, TROUBLE_CERTIFICATE,
		    "its certificate is not trusted");
	else if (now_ms > until_ms && clock_seems_right(end, now_ms, until_ms))
		wire_find(end, TROUBLE_EXPIRED, "");
	else
		wire_find(end, TROUBLE_CLOCK, now_ms < from_ms ?
		    "the certificate begins later" :
		    "the certificate has ended, or the clock is ahead");
}

/* Where a hub has its own authority, nobody else's word counts. */
static bool
system_trusts(const struct line_end *end, const git_cert_x509 *certificate,
    const char *host)
{
	return end->access.certificate.len == 0 && platform_trusts(
	    slice_of(certificate->data, certificate->len), host);
}

int
wire_on_certificate(git_cert *certificate, int valid, const char *host, void *data)
{
	const git_cert_x509 *x509 = (const git_cert_x509 *)(void *)certificate;

	if (certificate->cert_type == GIT_CERT_HOSTKEY_LIBSSH2)
		return check_host_key(data,
		    (const git_cert_hostkey *)(void *)certificate);
	if (valid)
		return 0;
	if (certificate->cert_type != GIT_CERT_X509)
		wire_find(data, TROUBLE_CERTIFICATE, "it shows none");
	else if (system_trusts(data, x509, host))
		return 0;
	else
		judge_certificate(data, x509);
	return GIT_ECERTIFICATE;
}
