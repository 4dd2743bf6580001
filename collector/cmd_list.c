/* cmd_list.c - the responses on this laptop. Nothing personal is printed. */
#include <string.h>

#include "collector/commands.h"
#include "collector/session.h"
#include "kit/base/json.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"

const struct cli_option cmd_list_options[] = {
	{ "json", NULL, "a JSON array", 0 },
	{ NULL, NULL, NULL, 0 }
};

struct listing {
	const struct session *session;
	struct json *array;		/* with --json */
	size_t count;
};

static enum word
stage_in_words(const struct response *r)
{
	/* Said of what is closed: as what it was closed. */
	if (r->stage == STAGE_FINAL && r->state == STATE_PARTIAL)
		return r->broken_off ? W_STATE_BROKEN_OFF : W_STATE_PARTIAL;
	return (enum word)(W_STAGE_DRAFT + (int)r->stage);
}

static void
add_json(struct json *array, const struct response *r, bool older)
{
	struct json *object = json_new_object();
	char text[MOMENT_TEXT_MAX];

	moment_format(text, r->changed_ms,
	    platform_local_offset_minutes(r->changed_ms));
	json_put_string(object, "case", r->case_id);
	json_put_string(object, "changed", text);
	json_put_string(object, "id", r->id);
	json_put(object, "older_form", json_new_bool(older));
	json_put_string(object, "stage", stage_word(r->stage));
	json_put_string(object, "state", record_state_word(r->state));
	json_add(array, object);
}

static const struct err *
list_one(void *data, const struct response *r)
{
	struct listing *l = data;
	enum language language = l->session->language;
	char when[SESSION_TIME_MAX];
	bool older;
	const struct err *err = store_form_is_old(&older, l->session->store,
	    &r->form);

	if (err)
		return err;
	l->count++;
	if (l->array != NULL) {
		add_json(l->array, r, older);
		return NULL;
	}
	session_time(when, r->changed_ms);
	printf("%s  %s  %s", r->id, when,
	    word_text(language, stage_in_words(r)));
	if (r->case_id[0] != '\0')
		printf("  %s", r->case_id);
	if (older)
		printf("  %s", word_text(language, W_OLDER_FORM));
	if (r->stage == STAGE_ASIDE) {
		fputs("  ", stdout);
		word_say(stdout, language, W_REMARK, r->reason, (char *)NULL);
	} else {
		putchar('\n');
	}
	return NULL;
}

const struct err *
cmd_list(struct cli *cli)
{
	struct session session;
	struct listing listing = { .session = &session };
	struct buf text = BUF_INIT;
	const struct err *err;

	if (cli_has(cli, "json"))
		listing.array = json_new_array();
	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err)
		err = store_responses(session.store, list_one, &listing);
	if (!err && listing.array != NULL) {
		json_write(&text, listing.array);
		printf("%s\n", buf_str(&text));
	} else if (!err && listing.count == 0) {
		word_say(stderr, session.language, W_NO_RESPONSES,
		    (char *)NULL);
	}
	json_free(listing.array);
	buf_free(&text);
	session_close(&session);
	return err;
}
