/* sniff.c - see sniff.h. Signatures: https://mimesniff.spec.whatwg.org/. */
#include "collector/page/sniff.h"

#include <string.h>

/* What stands at the start, and (with a second part) further on. */
static const struct {
	const char *first, *second;
	size_t first_len, at, second_len;
	const char *type;
} signatures[] = {
	{ "\x89PNG\r\n\x1a\n", NULL, 8, 0, 0, "image/png" },
	{ "\xff\xd8\xff", NULL, 3, 0, 0, "image/jpeg" },
	{ "GIF87a", NULL, 6, 0, 0, "image/gif" },
	{ "GIF89a", NULL, 6, 0, 0, "image/gif" },
	{ "RIFF", "WEBPVP", 4, 8, 6, "image/webp" },
	{ "RIFF", "WAVE", 4, 8, 4, "audio/wav" },
	{ "ID3", NULL, 3, 0, 0, "audio/mpeg" },
	{ "\xff\xfb", NULL, 2, 0, 0, "audio/mpeg" },
	{ "\xff\xf3", NULL, 2, 0, 0, "audio/mpeg" },
	{ "fLaC", NULL, 4, 0, 0, "audio/flac" },
	{ "OggS\0", "OpusHead", 5, 28, 8, "audio/ogg" },
	{ "OggS\0", "\1vorbis", 5, 28, 7, "audio/ogg" },
	{ "OggS\0", NULL, 5, 0, 0, "video/ogg" },
	{ "\x1a\x45\xdf\xa3", NULL, 4, 0, 0, "video/webm" },
	{ "", "ftypM4A ", 0, 4, 8, "audio/mp4" },
	{ "", "ftypavif", 0, 4, 8, "image/avif" },
	{ "", "ftypmp4", 0, 4, 7, "video/mp4" },
	{ "", "ftypiso", 0, 4, 7, "video/mp4" },
	{ "", "ftypavc1", 0, 4, 8, "video/mp4" },
	{ "", "ftypM4V ", 0, 4, 8, "video/mp4" },
	{ "", "ftypqt  ", 0, 4, 8, "video/quicktime" }
};

static bool
has(struct slice bytes, size_t at, const char *what, size_t len)
{
	return what == NULL || (bytes.len >= at + len &&
	    memcmp(bytes.data + at, what, len) == 0);
}

const char *
sniff_type(struct slice bytes)
{
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++)
		if (bytes.len > 0 && has(bytes, 0, signatures[i].first,
		    signatures[i].first_len) && has(bytes, signatures[i].at,
		    signatures[i].second, signatures[i].second_len))
			return signatures[i].type;
	return NULL;
}
