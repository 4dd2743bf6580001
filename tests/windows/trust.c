/*
 * trust.c - whom this user's Windows trusts, for network/system.sh.
 *   trust add ROOT|CA FILE        a certificate in DER: as an authority, or as
 *   trust remove ROOT|CA FILE     one that stands between
 *   trust asks FILE HOST          0: Windows itself trusts it for that host
 * By the registry, where Windows keeps them: its own call asks the user first.
 */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <windows.h>
#include <wincrypt.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"

enum { FILE_BYTES_MAX = 65536 };

static HCERTSTORE
open_store(const char *name)
{
	wchar_t path[80];
	HKEY key;

	swprintf(path, 80, L"Software\\Microsoft\\SystemCertificates\\%hs",
	    name);
	if (RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0,
	    KEY_ALL_ACCESS, NULL, &key, NULL) != 0)
		return NULL;
	return CertOpenStore(CERT_STORE_PROV_REG, 0, 0, 0, key);
}

static bool
change(HCERTSTORE store, const CERT_CONTEXT *certificate, bool add)
{
	const CERT_CONTEXT *found;

	if (!store || !certificate)
		return false;
	if (add)
		return CertAddCertificateContextToStore(store, certificate,
		    CERT_STORE_ADD_REPLACE_EXISTING, NULL);
	found = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0,
	    CERT_FIND_EXISTING, certificate, NULL);
	return found && CertDeleteCertificateFromStore(found);
}

static bool
run(char **words, struct slice der)
{
	HCERTSTORE store;
	bool done;

	if (strcmp(words[1], "asks") == 0)
		return platform_trusts(der, words[3]);
	store = open_store(words[2]);
	done = change(store, CertCreateCertificateContext(X509_ASN_ENCODING,
	    der.data, (DWORD)der.len), strcmp(words[1], "add") == 0);
	if (store)
		done = CertCloseStore(store, 0) && done;
	return done;
}

int
main(int argc, char **argv)
{
	struct buf der = BUF_INIT;
	const struct err *err;
	int status = 2;

	platform_start(&argc, &argv);
	if (argc == 4) {
		err = file_read(&der, argv[strcmp(argv[1], "asks") == 0 ? 2 :
		    3], FILE_BYTES_MAX);
		status = !err && run(argv, buf_slice(&der)) ? 0 : 1;
	}
	buf_free(&der);
	platform_stop();
	return status;
}
