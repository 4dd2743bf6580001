/* platform_place_windows.c - see platform.h: which computer, disk and file. */
#include "kit/base/platform_parts.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "kit/base/mem.h"

/* "C:\" or "\\server\share\" of a path; false: nobody knows. */
static bool
volume_of(wchar_t out[MAX_PATH + 1], const char *path)
{
	wchar_t *name = system_wide_path(path);
	bool ok = name != NULL && GetVolumePathNameW(name, out, MAX_PATH);

	mem_free(name);
	return ok;
}

enum platform_place
platform_place(const char *path)
{
	wchar_t volume[MAX_PATH + 1];
	UINT type = volume_of(volume, path) ? GetDriveTypeW(volume) :
	    DRIVE_UNKNOWN;

	if (type == DRIVE_REMOTE)
		return PLACE_NETWORK;
	return type == DRIVE_REMOVABLE ? PLACE_MOVING : PLACE_FIXED;
}

bool
platform_free_bytes(const char *path, uint64_t *out)
{
	wchar_t *name = system_wide_path(path);
	ULARGE_INTEGER free_bytes = { .QuadPart = 0 };
	bool ok = name != NULL &&
	    GetDiskFreeSpaceExW(name, &free_bytes, NULL, NULL);

	mem_free(name);
	*out = free_bytes.QuadPart;
	return ok;
}

void
platform_machine_id(struct buf *out)
{
	char text[64] = "";
	DWORD len = sizeof(text) - 1;

	if (RegGetValueA(HKEY_LOCAL_MACHINE,
	    "SOFTWARE\\Microsoft\\Cryptography", "MachineGuid",
	    RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY, NULL, text,
	    &len) == ERROR_SUCCESS)
		buf_add(out, text);
}

void
platform_file_id(struct buf *out, const char *path)
{
	wchar_t *name = system_wide_path(path);
	BY_HANDLE_FILE_INFORMATION info;
	HANDLE file = name == NULL ? INVALID_HANDLE_VALUE :
	    CreateFileW(name, 0, FILE_SHARE_READ | FILE_SHARE_WRITE |
	    FILE_SHARE_DELETE, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL,
	    NULL);

	mem_free(name);
	if (file == INVALID_HANDLE_VALUE)
		return;
	if (GetFileInformationByHandle(file, &info))
		buf_addf(out, "%lu-%lu-%lu",
		    (unsigned long)info.dwVolumeSerialNumber,
		    (unsigned long)info.nFileIndexHigh,
		    (unsigned long)info.nFileIndexLow);
	CloseHandle(file);
}
