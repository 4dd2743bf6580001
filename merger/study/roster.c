#include "merger/study/roster.h"

#include <string.h>

#include "kit/exchange/envelope.h"
#include "kit/exchange/invitation.h"
#include "merger/print.h"
#include "merger/study/mainline.h"

static const char roster_purpose[] = "recolte roster";

/* The one on main was sealed to a key that is destroyed. */
static const struct err *
kept_roster(struct workspace *ws, struct json **out)
{
	struct buf plain = BUF_INIT;
	const struct err *err = index_kept(ws->index, "roster", &plain);

	if (err == NULL)
		err = json_parse_canonical(out, buf_slice(&plain));
	buf_wipe(&plain);
	return err_in(err, "roster");
}

const struct err *
roster_read(struct workspace *ws, struct json **out)
{
	struct buf sealed = BUF_INIT, plain = BUF_INIT;
	struct sign_public writer;
	const struct err *err;

	*out = NULL;
	if (ws->keys.closed)
		return kept_roster(ws, out);
	err = mainline_read(ws, &sealed, "roster", ENVELOPE_BYTES_MAX);
	if (err != NULL && err->code == ERR_NOT_FOUND) {
		*out = json_new_object();
		json_put(*out, "devices", json_new_object());
		err = NULL;
	} else if (err == NULL) {
		err = envelope_open(&plain, &writer, buf_slice(&sealed),
		    roster_purpose, &ws->keys.study, &ws->keys.seal);
		if (err == NULL && manifest_role(ws->manifest, &writer) !=
		    MEMBER_COORDINATOR)
			err = err_new(ERR_SIGNATURE, "signed by no "
			    "coordinator");
		if (err == NULL)
			err = json_parse_canonical(out, buf_slice(&plain));
	}
	buf_free(&sealed);
	buf_wipe(&plain);
	return err_in(err, "roster");
}

static void
put_names(struct json *devices, const struct json *names)
{
	for (const struct json *d = json_first(names); d != NULL;
	    d = json_next(d))
		json_put_string(devices, json_key(d),
		    json_string(d) ? json_string(d) : "");
}

const struct err *
roster_seal(struct workspace *ws, struct buf *out, const struct json *more)
{
	struct json *roster, *devices = json_new_object();
	struct buf plain = BUF_INIT;
	size_t n;
	const struct seal_public *to = manifest_recipients(ws->manifest, &n);
	const struct err *err = roster_read(ws, &roster);

	if (err != NULL) {
		json_free(devices);
		return err;
	}
	put_names(devices, json_get(roster, "devices"));
	put_names(devices, more);
	json_put(roster, "devices", devices);
	json_write(&plain, roster);
	err = envelope_seal(out, roster_purpose, &ws->keys.study,
	    buf_slice(&plain), to, n, &ws->keys.sign);
	json_free(roster);
	buf_wipe(&plain);
	return err;
}

const char *
roster_name(const struct json *roster, const char *device)
{
	const char *name =
	    json_get_string(json_get(roster, "devices"), device);

	return name ? name : "";
}

static bool
is_shared(const struct json *roster, const char *name)
{
	size_t n = 0;

	for (const struct json *d = json_first(json_get(roster, "devices"));
	    d != NULL; d = json_next(d))
		n += json_string(d) != NULL && !strcmp(json_string(d), name);
	return n > 1;
}

void
roster_call(struct buf *out, const struct json *roster, const char *device)
{
	const char *name = roster_name(roster, device);

	if (name[0] == '\0') {
		buf_addf(out, "%.8s", device);
		return;
	}
	print_clean(out, name, ENROLMENT_NAME_BYTES_MAX);
	if (is_shared(roster, name))
		buf_addf(out, " (%.8s)", device);
}
