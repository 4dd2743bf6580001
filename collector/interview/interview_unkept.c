/*
 * interview_unkept.c - what was said where nobody knew that something else
 * stands there meanwhile. Fields of the draft: ".draft/unkept/PATH", and
 * ".draft/unkept/#/PATH" for a remark.
 */
#include <string.h>

#include "collector/interview/interview.h"

#define UNKEPT INTERVIEW_DRAFT_FIELD "unkept/"
#define OF_REMARK "#/"

static const char *const words[] = {
	[RESPONSE_OPEN] = "", [RESPONSE_REFUSED] = "refused",
	[RESPONSE_UNKNOWN] = "unknown"
};

void
interview_said(struct buf *out, const struct interview *iv,
    const struct answer *answer)
{
	enum nonresponse why = interview_nonresponse(iv, answer);

	if (why != RESPONSE_OPEN)
		buf_add(out, words[why]);
	else
		buf_addf(out, "=%s", answer_value(answer));
}

const struct err *
interview_say(struct interview *iv, struct answer *answer, const char *said)
{
	const struct err *err;

	if (said[0] == INTERVIEW_SAID_REMARK)
		return interview_set_remark(iv, answer, said + 1);
	if (said[0] == '=') {
		err = instance_set(iv->instance, answer, said + 1);
		return err ? err : interview_set_nonresponse(iv, answer,
		    RESPONSE_OPEN);
	}
	for (int why = RESPONSE_REFUSED; why <= RESPONSE_UNKNOWN; why++)
		if (!strcmp(said, words[why]))
			return interview_set_nonresponse(iv, answer,
			    (enum nonresponse)why);
	return err_new(ERR_DENIED, "%s: \"%s\" is nothing that can be said",
	    answer->item->name, said);
}

/* ---- beside what stands ---- */

static bool
is_unkept(const struct field *field)
{
	return strncmp(field->path, UNKEPT, strlen(UNKEPT)) == 0;
}

const char *
interview_unkept_at(const struct interview *iv, size_t i, const char **path)
{
	for (size_t k = 0; k < iv->kept_count; k++) {
		if (!is_unkept(&iv->kept[k]) || i-- > 0)
			continue;
		*path = iv->kept[k].path + strlen(UNKEPT);
		if (strncmp(*path, OF_REMARK, strlen(OF_REMARK)) == 0)
			*path += strlen(OF_REMARK);
		return iv->kept[k].value;
	}
	return NULL;
}

const struct err *
interview_set_unkept(struct interview *iv, const char *path,
    const char *said, bool remark)
{
	const struct err *err;
	const char *other;
	struct buf name = BUF_INIT;

	if (said != NULL && interview_unkept_at(iv, UNKEPT_MAX, &other))
		return err_new(ERR_LIMIT, "%s: too much is unsettled; settle "
		    "some of it first", path);
	buf_addf(&name, UNKEPT "%s%s", remark ? OF_REMARK : "", path);
	err = interview_keep(iv, buf_str(&name), said);
	buf_free(&name);
	return err;
}

const char *
interview_unkept(const struct interview *iv, const char *path, bool remark)
{
	const char *said;
	struct buf name = BUF_INIT;

	buf_addf(&name, UNKEPT "%s%s", remark ? OF_REMARK : "", path);
	said = interview_kept(iv, buf_str(&name));
	buf_free(&name);
	return said;
}
