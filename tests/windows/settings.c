/*
 * settings.c - what this user has set in Windows, for network/system.sh.
 *   settings add ROOT|CA FILE     trust a certificate in DER: an authority's,
 *   settings remove ROOT|CA FILE  or one that stands between
 *   settings asks FILE HOST       0: Windows itself trusts it for that host
 *   settings proxy LIST EXCEPT    LIST is empty: none
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
set_proxy(const char *list, const char *except)
{
	HKEY key;
	DWORD on = list[0] != '\0';
	bool done;

	if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows"
	    L"\\CurrentVersion\\Internet Settings", 0, NULL, 0,
	    KEY_SET_VALUE, NULL, &key, NULL) != 0)
		return false;
	done = RegSetValueExA(key, "ProxyEnable", 0, REG_DWORD,
	    (const BYTE *)&on, sizeof(on)) == 0 &&
	    RegSetValueExA(key, "ProxyServer", 0, REG_SZ, (const BYTE *)list,
	    (DWORD)strlen(list) + 1) == 0 &&
	    RegSetValueExA(key, "ProxyOverride", 0, REG_SZ,
	    (const BYTE *)except, (DWORD)strlen(except) + 1) == 0;
	return RegCloseKey(key) == 0 && done;
}

static bool
run(char **words, const char *file)
{
	struct buf bytes = BUF_INIT;
	const struct err *err = file_read(&bytes, file, FILE_BYTES_MAX);
	struct slice der = buf_slice(&bytes);
	HCERTSTORE store;
	bool done;

	if (err)
		return false;
	if (strcmp(words[1], "asks") == 0) {
		done = platform_trusts(der, words[3]);
		buf_free(&bytes);
		return done;
	}
	store = open_store(words[2]);
	done = change(store, CertCreateCertificateContext(X509_ASN_ENCODING,
	    der.data, (DWORD)der.len), strcmp(words[1], "add") == 0);
	if (store)
		done = CertCloseStore(store, 0) && done;
	buf_free(&bytes);
	return done;
}

int
main(int argc, char **argv)
{
	bool done = false;

	platform_start(&argc, &argv);
	if (argc == 4 && strcmp(argv[1], "proxy") == 0)
		done = set_proxy(argv[2], argv[3]);
	else if (argc == 4)
		done = run(argv, argv[strcmp(argv[1], "asks") == 0 ? 2 : 3]);
	platform_stop();
	return done ? 0 : 1;
}
