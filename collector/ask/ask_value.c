#include <stdio.h>
#include <string.h>

#include "collector/ask/ask.h"
#include "collector/interview/attachment.h"
#include "formspec/failure.h"
#include "kit/base/text.h"

struct reading
ask_reading(const struct ask *ask)
{
	return (struct reading){ .language = ask->language };
}

void
ask_fail(const struct ask *ask, const struct err *err)
{
	struct buf text = BUF_INIT;

	word_message(&text, ask->language, err->msg);
	printf("%s\n", buf_str(&text));
	buf_free(&text);
}

/* What a terminal makes of a file that is dropped on it: quotes, a space. */
static struct slice
unquoted(struct slice line)
{
	uint8_t first;

	line = text_trim(line);
	first = line.len > 0 ? line.data[0] : 0;
	if (line.len > 1 && (first == '"' || first == '\'') &&
	    line.data[line.len - 1] == first)
		line = slice_of(line.data + 1, line.len - 2);
	return line;
}

/* The path of a file: a copy of it is kept, and its name is the answer. */
static bool
read_file(struct buf *out, struct ask *ask, struct answer *answer,
    struct slice line)
{
	const struct err *err;
	struct interview *iv = ask->interview;
	char *path;

	line = unquoted(line);
	path = arena_strndup(iv->arena, (const char *)line.data, line.len);
	err = attachment_drop_unused(iv);
	if (!err)
		err = attachment_set(iv, answer, path);
	if (err)
		ask_say(ask, W_NO_SUCH_FILE, err->msg, NULL);
	else
		buf_add(out, answer_value(answer));
	return err == NULL;
}

bool
ask_value(struct buf *out, struct ask *ask, struct answer *answer,
    struct slice line)
{
	const struct err *err;
	struct reading reading = ask_reading(ask);

	if (answer->item->value_type == V_BINARY)
		return read_file(out, ask, answer, line);
	err = reading_value(out, &reading, answer, ask->options, line);
	if (err)
		ask_fail(ask, err);
	return err == NULL;
}
