/* platform_trust_windows.c - see platform.h: whose word this computer takes. */
#include "kit/base/platform_parts.h"

#include <string.h>

#define WIN32_LEAN_AND_MEAN
#define CERT_CHAIN_PARA_HAS_EXTRA_FIELDS
#include <windows.h>
#include <wincrypt.h>

#include "kit/base/mem.h"

enum { FETCH_MS = 10 * 1000 };		/* an authority that is not here yet */

static char for_servers[] = szOID_PKIX_KP_SERVER_AUTH;

/* Some are trusted for programs or letters alone. */
static bool
is_for_servers(const CERT_CONTEXT *certificate)
{
	DWORD size = 0;
	CERT_ENHKEY_USAGE *usage;
	bool found = false;

	if (!CertGetEnhancedKeyUsage(certificate, 0, NULL, &size))
		return GetLastError() == (DWORD)CRYPT_E_NOT_FOUND;
	usage = mem_alloc(size);
	if (CertGetEnhancedKeyUsage(certificate, 0, usage, &size)) {
		/* None listed: for all purposes, or for none at all. */
		found = usage->cUsageIdentifier == 0 &&
		    GetLastError() == (DWORD)CRYPT_E_NOT_FOUND;
		for (DWORD i = 0; i < usage->cUsageIdentifier; i++)
			if (strcmp(usage->rgpszUsageIdentifier[i],
			    for_servers) == 0)
				found = true;
	}
	mem_free(usage);
	return found;
}

static bool
is_in(HCERTSTORE store, const CERT_CONTEXT *certificate)
{
	const CERT_CONTEXT *same = store ? CertFindCertificateInStore(store,
	    X509_ASN_ENCODING, 0, CERT_FIND_EXISTING, certificate, NULL) :
	    NULL;

	if (same)
		CertFreeCertificateContext(same);
	return same != NULL;
}

static void
add_pem(struct buf *out, const CERT_CONTEXT *certificate)
{
	DWORD size = 0;
	char *text;

	if (!CryptBinaryToStringA(certificate->pbCertEncoded,
	    certificate->cbCertEncoded, CRYPT_STRING_BASE64HEADER, NULL,
	    &size))
		return;
	text = mem_alloc((size_t)size + 1);
	if (CryptBinaryToStringA(certificate->pbCertEncoded,
	    certificate->cbCertEncoded, CRYPT_STRING_BASE64HEADER, text,
	    &size))
		buf_add(out, text);
	mem_free(text);
}

void
platform_trusted(struct buf *out)
{
	HCERTSTORE roots = CertOpenSystemStoreW(0, L"ROOT");
	HCERTSTORE refused = CertOpenSystemStoreW(0, L"Disallowed");
	const CERT_CONTEXT *at = NULL;

	while (roots && (at = CertEnumCertificatesInStore(roots, at)) != NULL)
		if (at->dwCertEncodingType == X509_ASN_ENCODING &&
		    is_for_servers(at) && !is_in(refused, at))
			add_pem(out, at);
	if (refused)
		CertCloseStore(refused, 0);
	if (roots)
		CertCloseStore(roots, 0);
}

/*
 * A chain is there; does it hold for that name? One that leads nowhere is for
 * Wine a matter of the chain, not of the policy.
 */
static bool
holds_for(const CERT_CHAIN_CONTEXT *chain, const char *host)
{
	wchar_t *name = system_wide(host);
	SSL_EXTRA_CERT_CHAIN_POLICY_PARA ssl = { .cbSize = sizeof(ssl),
		.dwAuthType = AUTHTYPE_SERVER, .pwszServerName = name };
	CERT_CHAIN_POLICY_PARA how = { .cbSize = sizeof(how),
		.pvExtraPolicyPara = &ssl };
	CERT_CHAIN_POLICY_STATUS status = { .cbSize = sizeof(status) };
	bool good = name && chain->TrustStatus.dwErrorStatus == 0 &&
	    CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_SSL, chain,
	    &how, &status) && status.dwError == 0;

	mem_free(name);
	return good;
}

bool
platform_trusts(struct slice certificate, const char *host)
{
	char *purposes[] = { for_servers };
	CERT_CHAIN_PARA wanted = { .cbSize = sizeof(wanted),
		.dwUrlRetrievalTimeout = FETCH_MS };
	const CERT_CONTEXT *leaf = CertCreateCertificateContext(
	    X509_ASN_ENCODING, certificate.data, (DWORD)certificate.len);
	const CERT_CHAIN_CONTEXT *chain = NULL;
	bool good = false;

	wanted.RequestedUsage.dwType = USAGE_MATCH_TYPE_AND;
	wanted.RequestedUsage.Usage.cUsageIdentifier = 1;
	wanted.RequestedUsage.Usage.rgpszUsageIdentifier = purposes;
	if (leaf && CertGetCertificateChain(NULL, leaf, NULL, NULL, &wanted, 0,
	    NULL, &chain)) {
		good = holds_for(chain, host);
		CertFreeCertificateChain(chain);
	}
	if (leaf)
		CertFreeCertificateContext(leaf);
	return good;
}
