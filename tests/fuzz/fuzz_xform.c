/*
 * fuzz_xform.c - an XForm as it comes. What is accepted must begin an
 * interview, and give JSON that reads back to the same bytes.
 */
#include "fuzz.h"

#include "formspec/instance.h"

static void
come_back(const struct form *form)
{
	struct diags *diags = diags_new();
	struct buf json = BUF_INIT, again = BUF_INIT;
	struct form *copy;

	form_write_json(&json, form);
	FUZZ_MUST(form_read_json(&copy, buf_slice(&json), "copy", diags) ==
	    NULL);
	FUZZ_MUST(copy != NULL);
	form_write_json(&again, copy);
	FUZZ_MUST(slice_equal(buf_slice(&json), buf_slice(&again)));
	form_free(copy);
	buf_free(&json);
	buf_free(&again);
	diags_free(diags);
}

static void
answer_all(struct instance *instance, struct answer *answer)
{
	for (; answer != NULL; answer = answer_next(answer)) {
		if (answer->item->kind == ITEM_QUESTION &&
		    !answer->calculated)
			FUZZ_MUST(instance_set(instance, answer, "1") == NULL);
		answer_all(instance, answer_first(answer));
	}
}

static void
interview(const struct form *form)
{
	struct instance *instance;
	struct buf text = BUF_INIT;
	size_t count;

	if (form->item_count > 200 || instance_new(&instance, form, NULL))
		return;
	answer_all(instance, answer_first(instance_root(instance)));
	(void)instance_problems(instance, &count);
	for (size_t i = 0; i < form->item_count; i++)
		(void)!instance_text(instance, &text, instance_root(instance),
		    &form->items[i]->label);
	buf_free(&text);
	instance_free(instance);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diags *diags = diags_new();
	struct form *form;
	const struct err *err = form_read_xform(&form, slice_of(data, size),
	    "fuzz.xml", diags);

	FUZZ_MUST(err == NULL || form == NULL);
	FUZZ_MUST(err != NULL || (form == NULL) == (diags_errors(diags) > 0));
	if (form != NULL) {
		come_back(form);
		interview(form);
	}
	form_free(form);
	diags_free(diags);
	return 0;
}
