#include "kit/exchange/heard.h"

#include <string.h>

#include "kit/exchange/signed_text.h"

#define HEARD_PURPOSE "recolte heard 1"

void
heard_write(struct buf *out, const struct heard *heard,
    const struct sign_pair *device)
{
	struct json *json = json_new_object();
	char id[DEVICE_ID_MAX];

	device_id_of(id, &device->public);
	json_put_string(json, "device", id);
	json_put_u64(json, "erased", heard->erased);
	json_put_string(json, "kind", "recolte heard");
	json_put_u64(json, "manifest", heard->manifest);
	json_put_hex(json, "study", heard->study.bytes, HASH_BYTES);
	put_time(json, "time", heard->time_ms);
	json_put_string(json, "v", "1");
	signed_text_write(out, json, HEARD_PURPOSE, device);
	json_free(json);
}

static const struct err *
parse(struct heard *out, struct signed_text *text, struct slice file,
    const char *id)
{
	struct want want = { .thing = "heard" };
	struct json *json;
	const char *device;
	const struct err *err;

	err = signed_text_read(text, &json, file, "heard", HEARD_BYTES_MAX);
	if (err)
		return err;
	want_kind(&want, json, "recolte heard");
	device = want_text(&want, json, "device", 1, DEVICE_ID_CHARS);
	if (!want.err && strcmp(device, id) != 0)
		want_refuse(&want, ERR_SIGNATURE, "the word of another device");
	want_hex(&want, json, "study", out->study.bytes, HASH_BYTES);
	out->manifest = want_u64(&want, json, "manifest", 1,
	    MANIFEST_VERSION_MAX);
	out->erased = want_u64(&want, json, "erased", 0, MANIFEST_ERASED_MAX);
	out->time_ms = want_time(&want, json, "time");
	json_free(json);
	return want.err;
}

const struct err *
heard_read(struct heard *out, struct slice file, const struct hash *study,
    const struct sign_public *device)
{
	struct signed_text text;
	char id[DEVICE_ID_MAX];
	const struct err *err;

	memset(out, 0, sizeof(*out));
	device_id_of(id, device);
	err = parse(out, &text, file, id);
	if (err)
		return err;
	if (!signed_text_verify(&text, HEARD_PURPOSE, device))
		return err_new(ERR_SIGNATURE, "heard: altered, the signature "
		    "does not fit");
	return hash_equal(&out->study, study) ? NULL :
	    err_new(ERR_FOREIGN, "heard: of another study");
}
