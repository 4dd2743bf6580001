/*
 * again.c - a window that has outlived its program. It holds what could not be
 * saved, and knows the port, where the next program is, or another user's, who
 * was quicker. So it asks there before it sends anything more: whoever has its
 * store open says what it has read on its own page, the proof, and then the
 * form's token of now. The proof itself is never sent to anybody.
 */
#include "collector/page/page.h"

#include "kit/base/mem.h"

void
page_make_proof(struct page *page)
{
	struct secret_key proof;

	page->proof[0] = '\0';
	if (!page->unlocked)
		return;
	crypto_derive(&proof, store_key(page->session.store),
	    slice_str("recolte proof to windows 1"));
	hex_encode(page->proof, proof.bytes, PROOF_BYTES);
	mem_wipe(&proof, sizeof(proof));
}

const struct err *
again_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	const struct page *page = data;

	reply->type = "text/plain";
	buf_addf(&reply->body, "%s %s", page->proof, request->form_token);
	return NULL;
}
