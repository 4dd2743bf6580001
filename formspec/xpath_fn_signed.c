/*
 * extract-signed(contents, key): what somebody signed, once the signature has
 * been verified. Contents: base64 of an Ed25519 signature (RFC 8032) with the
 * text behind it; key: base64 of the public key of who signed.
 */
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/crypto.h"
#include "kit/base/text.h"

/* False: not base64. The buffer is empty then. */
static bool
decode(struct buf *out, const char *base64)
{
	if (buf_from_base64(out, text_trim(slice_str(base64))) == NULL)
		return true;
	buf_reset(out);
	return false;
}

static bool
is_signed(struct slice contents, struct slice key)
{
	struct sign_public public;

	if (key.len != SIGN_PUBLIC_BYTES || contents.len < SIGNATURE_BYTES)
		return false;
	memcpy(public.bytes, key.data, key.len);
	return crypto_verify(contents.data, slice_of(contents.data +
	    SIGNATURE_BYTES, contents.len - SIGNATURE_BYTES), &public);
}

/* What is not signed by that key gives nothing. */
static struct value
fn_extract_signed(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *contents = xpath_run_string(eval, call->first, focus);
	const char *public = xpath_run_string(eval, xpath_arg(call, 1), focus);
	struct buf bytes = BUF_INIT, key = BUF_INIT, text = BUF_INIT;

	if (decode(&bytes, contents) && decode(&key, public) &&
	    is_signed(buf_slice(&bytes), buf_slice(&key)))
		buf_add_slice(&text, slice_of(bytes.data + SIGNATURE_BYTES,
		    bytes.len - SIGNATURE_BYTES));
	buf_free(&bytes);
	buf_free(&key);
	return value_string(xpath_keep_decoded(eval, &text));
}

const struct xpath_function xpath_fn_signed[] = {
	{ "extract-signed", 2, 2, FN_STRING, fn_extract_signed },
	{ NULL, 0, 0, 0, NULL }
};
