#include "collector/interview/problems.h"

#include <string.h>

#include "formspec/failure.h"
#include "formspec/markup.h"
#include "kit/base/mem.h"

static const enum word words_of[] = {
	[PROBLEM_REQUIRED] = W_P_REQUIRED,
	[PROBLEM_CONSTRAINT] = W_P_CONSTRAINT,
	[PROBLEM_TYPE] = W_P_TYPE,
	[PROBLEM_CHOICE] = W_P_CHOICE,
	[PROBLEM_REPEAT_COUNT] = W_P_COUNT,
	[PROBLEM_EXPRESSION] = W_P_EXPRESSION
};

void
problem_message(struct buf *out, struct instance *instance,
    const struct answer *answer)
{
	size_t before = out->len;

	if (answer->item->constraint_message.by_language == NULL)
		return;
	/* A message that cannot be worked out is no reason to stop. */
	if (instance_text(instance, out, answer,
	    &answer->item->constraint_message) != NULL)
		out->len = before;
}

static void
add_name(struct buf *out, struct instance *instance,
    const struct answer *answer, bool labelled)
{
	const struct texts *label = &answer->item->label;
	struct buf text = BUF_INIT;

	if (labelled && label->by_language != NULL &&
	    !instance_text(instance, &text, answer, label))
		markup_plain(out, buf_str(&text));
	buf_free(&text);
	if (out->len == 0)
		answer_path(out, answer);
}

void
problem_add(struct buf *out, enum language language,
    struct instance *instance, const struct problem *problem, bool labelled)
{
	struct buf path = BUF_INIT, message = BUF_INIT, text = BUF_INIT;

	add_name(&path, instance, problem->answer, labelled);
	if (problem->kind == PROBLEM_CONSTRAINT)
		problem_message(&text, instance, problem->answer);
	if (problem->kind == PROBLEM_EXPRESSION)
		failure_say(&text, answer_failure(problem->answer),
		    language_code(language));
	/* The form's words begin with a capital: in French a sentence. */
	if (text.len > 0)
		buf_addf(&message, "%s%s", language == FRENCH ? ". " : ": ",
		    buf_str(&text));
	word_add(out, language, words_of[problem->kind], buf_str(&path),
	    answer_value(problem->answer), buf_str(&message), (char *)NULL);
	buf_free(&path);
	buf_free(&message);
	buf_free(&text);
}

size_t
problems_add(struct buf *out, enum language language,
    struct instance *instance)
{
	const struct problem *found;
	struct problem *problems;
	size_t count;

	/* The list lives in scratch memory that the messages use as well. */
	found = instance_problems(instance, &count);
	problems = mem_alloc_n(count + 1, sizeof(*problems));
	if (count > 0)
		memcpy(problems, found, count * sizeof(*problems));
	for (size_t i = 0; i < count; i++) {
		if (out->len > 0)
			buf_add(out, "; ");
		problem_add(out, language, instance, &problems[i], false);
	}
	mem_free(problems);
	return count;
}
