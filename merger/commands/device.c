#include "merger/commands/device.h"

#include <string.h>

#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/exchange/invitation.h"
#include "merger/print.h"
#include "merger/study/roster.h"

enum { STATUS_CHARS = 11 };

enum word
device_status_word(const struct manifest *manifest,
    const struct member *member, const struct practised *practised)
{
	const char *status = manifest_device_status(manifest, member->id);

	if (member->role == MEMBER_COORDINATOR)
		return W_DEVICE_COORDINATOR;
	if (status != NULL && !strcmp(status, "revoked"))
		return W_DEVICE_REVOKED;
	if (status != NULL && !strcmp(status, "lost"))
		return W_DEVICE_LOST;
	return practised_phase(practised, member->id) ?
	    W_DEVICE_PRACTISED : W_DEVICE_ACTIVE;
}

void
device_print(FILE *out, const struct workspace *ws, const char *id,
    enum word status, const char *name)
{
	const char *word = words_text(ws->language, status);
	size_t width = text_columns(slice_str(word));
	struct buf line = BUF_INIT;

	buf_addf(&line, "%s  %s%*s  ", id, word, width < STATUS_CHARS ?
	    (int)(STATUS_CHARS - width) : 0, "");
	print_clean(&line, name, ENROLMENT_NAME_BYTES_MAX);
	buf_add_byte(&line, '\n');
	platform_write_text(out, buf_slice(&line));
	buf_free(&line);
}

/* By the beginning of its id, or by the whole name of whose it is. */
static bool
is_named(const struct member *member, const struct json *roster,
    const char *text)
{
	return member->role != MEMBER_COORDINATOR &&
	    (!strncmp(member->id, text, strlen(text)) ||
	    !strcmp(roster_name(roster, member->id), text));
}

/* Whoever says too little chooses among these. */
static const struct err *
list_named(struct workspace *ws, const struct json *roster, const char *text)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);
	struct practised practised;
	const struct err *err = practised_load(&practised, ws, NULL);

	for (size_t i = 0; i < n && err == NULL; i++)
		if (is_named(&members[i], roster, text))
			device_print(stderr, ws, members[i].id,
			    device_status_word(ws->manifest, &members[i],
			    &practised), roster_name(roster, members[i].id));
	practised_free(&practised);
	return err;
}

const struct err *
device_find(struct workspace *ws, const char *text, char id[DEVICE_ID_MAX])
{
	size_t n, matches = 0;
	const struct member *members = manifest_members(ws->manifest, &n);
	struct json *roster;
	const struct err *err = roster_read(ws, &roster);

	if (err != NULL)
		return err;
	for (size_t i = 0; i < n; i++)
		if (is_named(&members[i], roster, text)) {
			memcpy(id, members[i].id, DEVICE_ID_MAX);
			matches++;
		}
	if (matches == 0)
		err = err_new(ERR_USAGE, "no device \"%s\" (merger devices "
		    "lists them)", text);
	if (matches > 1 &&
	    (err = list_named(ws, roster, text)) == NULL)
		err = err_new(ERR_USAGE, "%zu devices go by \"%s\": say "
		    "which by its id", matches, text);
	json_free(roster);
	return err;
}
