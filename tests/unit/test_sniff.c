/* What a browser may show, told by its bytes and never by its name. */
#include "collector/page/sniff.h"
#include "tests/unit/check.h"

#define BYTES(s) { (const uint8_t *)(s), sizeof(s) - 1 }

static const struct {
	struct slice bytes;
	const char *type;	/* NULL: it is only saved */
} cases[] = {
	{ BYTES("\x89PNG\r\n\x1a\n...."), "image/png" },
	{ BYTES("\xff\xd8\xff\xe0 JFIF"), "image/jpeg" },
	{ BYTES("GIF89a..."), "image/gif" },
	{ BYTES("RIFF....WEBPVP8 "), "image/webp" },
	{ BYTES("RIFF....WAVEfmt "), "audio/wav" },
	{ BYTES("ID3\4"), "audio/mpeg" },
	{ BYTES("OggS\0......................." "OpusHead"), "audio/ogg" },
	{ BYTES("....ftypM4A ...."), "audio/mp4" },
	{ BYTES("....ftypisom...."), "video/mp4" },
	{ BYTES("\x1a\x45\xdf\xa3"), "video/webm" },
	/* What a browser could run, or take for something else. */
	{ BYTES("<!doctype html><script>1</script>"), NULL },
	{ BYTES("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), NULL },
	{ BYTES("%PDF-1.7"), NULL },
	{ BYTES("PK\3\4"), NULL },
	{ BYTES(" GIF89a"), NULL },
	{ BYTES("RIFF....AVI LIST"), NULL },
	/* Cut short. */
	{ BYTES("\x89PNG\r\n\x1a"), NULL },
	{ BYTES("RIFF....WEB"), NULL },
	{ BYTES("....fty"), NULL },
	{ BYTES("\xff"), NULL },
	{ { NULL, 0 }, NULL }
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *type = sniff_type(cases[i].bytes);

		CHECK_STR(type ? type : "none", cases[i].type ?
		    cases[i].type : "none");
	}
	return CHECK_DONE();
}
