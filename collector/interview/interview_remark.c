/* interview_remark.c - what is said about a question beside its answer. */
#include <string.h>

#include "collector/interview/interview.h"
#include "kit/base/text.h"

#define NONRESPONSE_COLUMN "bind::recolte:nonresponse"

static const char *const nonresponses[] = {
	[RESPONSE_OPEN] = NULL, [RESPONSE_REFUSED] = "refused",
	[RESPONSE_UNKNOWN] = "unknown"
};

/* The field that hangs on an answer; "" takes it away. */
static const struct err *
hang(struct interview *iv, const char *prefix, const struct answer *answer,
    const char *value)
{
	const struct err *err;
	struct buf path = BUF_INIT;

	buf_add(&path, prefix);
	answer_path(&path, answer);
	err = interview_keep(iv, buf_str(&path), value);
	buf_free(&path);
	return err;
}

static const char *
hanging(const struct interview *iv, const char *prefix,
    const struct answer *answer)
{
	const char *value;
	struct buf path = BUF_INIT;

	buf_add(&path, prefix);
	answer_path(&path, answer);
	value = interview_kept(iv, buf_str(&path));
	buf_free(&path);
	return value;
}

const struct err *
interview_set_remark(struct interview *iv, const struct answer *answer,
    const char *text)
{
	struct slice s = text_trim(slice_str(text));
	const struct err *err;
	struct buf trimmed = BUF_INIT;

	if (s.len > REMARK_BYTES_MAX)
		return err_new(ERR_LIMIT, "the remark is longer than %d bytes",
		    REMARK_BYTES_MAX);
	buf_add_slice(&trimmed, s);
	err = hang(iv, INTERVIEW_REMARK_FIELD, answer, buf_str(&trimmed));
	buf_free(&trimmed);
	return err;
}

const char *
interview_remark(const struct interview *iv, const struct answer *answer)
{
	const char *text = hanging(iv, INTERVIEW_REMARK_FIELD, answer);

	return text != NULL ? text : "";
}

/* The cell of one of our columns that no other part of the program reads. */
static const char *
column(const struct item *item, const char *heading)
{
	for (size_t i = 0; i < item->other_count; i++)
		if (strcmp(item->others[2 * i], heading) == 0)
			return item->others[2 * i + 1];
	return "";
}

bool
interview_allows(const struct item *item, enum nonresponse why)
{
	const char *at = column(item, NONRESPONSE_COLUMN);
	size_t len;

	if (why == RESPONSE_OPEN || item->kind != ITEM_QUESTION)
		return false;
	for (; *at != '\0'; at += len + strspn(at + len, " ,")) {
		len = strcspn(at, " ,");
		if (strlen(nonresponses[why]) == len &&
		    memcmp(at, nonresponses[why], len) == 0)
			return true;
	}
	return false;
}

const struct err *
interview_set_nonresponse(struct interview *iv, struct answer *answer,
    enum nonresponse why)
{
	const struct err *err = NULL;

	if (why != RESPONSE_OPEN && !interview_allows(answer->item, why))
		return err_new(ERR_DENIED, "%s: the form does not allow to "
		    "leave this open", answer->item->name);
	if (why != RESPONSE_OPEN)
		err = instance_set(iv->instance, answer, "");
	return err ? err : hang(iv, INTERVIEW_NONRESPONSE_FIELD, answer,
	    nonresponses[why]);
}

enum nonresponse
interview_nonresponse(const struct interview *iv, const struct answer *answer)
{
	const char *word;

	if (answer_value(answer)[0] != '\0')
		return RESPONSE_OPEN;
	word = hanging(iv, INTERVIEW_NONRESPONSE_FIELD, answer);
	for (int why = RESPONSE_REFUSED; word && why <= RESPONSE_UNKNOWN; why++)
		if (strcmp(word, nonresponses[why]) == 0)
			return (enum nonresponse)why;
	return RESPONSE_OPEN;
}
