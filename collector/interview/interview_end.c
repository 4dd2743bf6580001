/* interview_end.c - what stands in the way, and the ways to end. */
#include <string.h>

#include "collector/interview/attachment.h"
#include "collector/interview/audit.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

/* Which problems are the form's fault, not an answer's. */
static bool
can_overrule(enum problem_kind kind)
{
	return kind == PROBLEM_CONSTRAINT || kind == PROBLEM_EXPRESSION;
}

void
interview_obstacles(struct obstacles *out, struct interview *iv)
{
	const struct problem *found;
	size_t count;

	found = instance_problems(iv->instance, &count);
	*out = (struct obstacles){ .can_overrule = true };
	out->items = mem_alloc_n(count + 1, sizeof(*out->items));
	for (size_t i = 0; i < count; i++) {
		if (found[i].kind == PROBLEM_REQUIRED &&
		    interview_nonresponse(iv, found[i].answer) !=
		    RESPONSE_OPEN)
			continue;
		out->items[out->count++] = found[i];
		out->can_overrule = out->can_overrule &&
		    can_overrule(found[i].kind);
	}
	out->can_overrule = out->can_overrule && out->count > 0;
}

void
obstacles_free(struct obstacles *obstacles)
{
	mem_free(obstacles->items);
	*obstacles = (struct obstacles){ NULL, 0, false };
}

bool
interview_is_correction(const struct interview *iv)
{
	return iv->response.has_tip;
}

/* May it end so? */
static const struct err *
check_ending(struct interview *iv, enum ending ending, bool remarked)
{
	struct obstacles o;
	bool blocked = false, overruled = false;

	if (ending == ENDING_FINAL) {
		interview_obstacles(&o, iv);
		overruled = o.can_overrule;
		blocked = o.count > 0 && !overruled;
		obstacles_free(&o);
	}
	if (blocked)
		return err_new(ERR_STATE, "response %.8s: something still "
		    "stands in the way of finalising", iv->response.id);
	if (overruled && !remarked)
		return err_new(ERR_USAGE, "response %.8s: a remark is needed "
		    "to finalise over what the form does not allow",
		    iv->response.id);
	if (interview_is_correction(iv) && !remarked)
		return err_new(ERR_USAGE, "response %.8s: was closed before; "
		    "say why it is changed", iv->response.id);
	return NULL;
}

/* The interview ends now; correcting it later does not make it longer. */
static const struct err *
stamp(struct interview *iv)
{
	const struct err *err;

	if (iv->response.has_tip && iv->response.state == STATE_FINAL)
		return NULL;
	err = interview_keep_time(iv, ".end", platform_now_ms());
	if (!err)
		err = instance_finish(iv->instance);
	/* An action of the form that fails must not keep the answers here. */
	return err && (err->code == ERR_FORMAT || err->code == ERR_LIMIT) ?
	    NULL : err;
}

const struct err *
interview_end(struct interview *iv, enum ending ending, const char *remark)
{
	const struct err *err;
	enum record_state state = ending == ENDING_FINAL ? STATE_FINAL :
	    STATE_PARTIAL;
	struct answer *broken = NULL;
	bool differs;

	err = check_ending(iv, ending, !text_is_blank(slice_str(remark)));
	if (!err)
		err = attachment_find_broken(&broken, iv);
	if (!err && broken != NULL)
		err = err_new(ERR_STATE, "%s: the file \"%s\" is not whole on "
		    "this computer any more; choose it again, or remove it",
		    broken->item->name, answer_value(broken));
	if (!err)
		err = interview_keep(iv, ".ending",
		    ending == ENDING_BROKEN_OFF ? "broken-off" : NULL);
	if (!err)
		err = interview_differs(&differs, iv, state);
	if (!err && !differs)
		err = err_new(ERR_STATE, "response %.8s: nothing is different",
		    iv->response.id);
	if (!err)
		err = stamp(iv);
	if (!err)
		err = audit_close(iv, ending == ENDING_FINAL, remark);
	return err ? err : interview_close(iv, state, remark);
}

const struct err *
interview_abandon(struct interview *iv)
{
	if (!iv->response.has_tip)
		return err_new(ERR_STATE, "response %.8s: was never closed; "
		    "there is nothing to go back to", iv->response.id);
	return store_drop_draft(iv->store, &iv->response);
}
