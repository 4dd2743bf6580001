#include <string.h>

#include "collector/interview/reading_parts.h"
#include "kit/base/text.h"

struct slice
reading_cut(struct slice *s, const char *separators)
{
	size_t n = 0;
	struct slice part;

	while (n < s->len && (s->data[n] == '\0' ||
	    strchr(separators, s->data[n]) == NULL))
		n++;
	part = slice_of(s->data, n);
	n += n < s->len;
	*s = slice_of(s->data + n, s->len - n);
	return part;
}

/* Is the name one of those in a list with spaces between? */
static bool
is_among(struct slice names, struct slice name)
{
	while (names.len > 0)
		if (slice_equal(reading_cut(&names, " "), name))
			return true;
	return false;
}

static const struct err *
not_offered(struct slice word)
{
	return err_new(ERR_FORMAT, "\"%.*s\" is not one of the choices",
	    word.len > 80 ? 80 : (int)word.len,
	    word.len > 0 ? (const char *)word.data : "");
}

/* Append a name; in a rank none stands twice, elsewhere it changes nothing. */
static const struct err *
add_name(struct buf *names, const struct item *item, struct slice name)
{
	if (is_among(buf_slice(names), name))
		return item->type != Q_RANK ? NULL : err_new(ERR_FORMAT,
		    "\"%.*s\" stands twice", name.len > 80 ? 80 :
		    (int)name.len, (const char *)name.data);
	if (names->len > 0 && item->type == Q_SELECT_ONE)
		return err_new(ERR_FORMAT, "one choice alone can be taken");
	if (names->len > 0)
		buf_add_byte(names, ' ');
	buf_add_slice(names, name);
	return NULL;
}

static const struct err *
add_word(struct buf *names, const struct item *item, struct options *options,
    struct slice word)
{
	const struct option *option = options_pick(options, word);

	return option == NULL ? not_offered(word) :
	    add_name(names, item, slice_str(option->name));
}

/*
 * The whole text may be one label, and so may each part between commas; else
 * they are words with spaces between.
 */
static const struct err *
add_part(struct buf *names, const struct item *item, struct options *options,
    struct slice part)
{
	const struct err *err = NULL;

	part = text_trim(part);
	if (part.len == 0)
		return NULL;
	if (item->type == Q_SELECT_ONE || options_pick(options, part) != NULL)
		return add_word(names, item, options, part);
	while (part.len > 0 && !err) {
		struct slice word = reading_cut(&part, " ");

		if (word.len > 0)
			err = add_word(names, item, options, word);
	}
	return err;
}

const struct err *
reading_choices(struct buf *out, const struct item *item,
    struct options *options, struct slice text)
{
	const struct err *err = NULL;
	struct buf names = BUF_INIT;

	if (item->type == Q_SELECT_ONE || options_pick(options, text) != NULL)
		err = add_part(&names, item, options, text);
	else
		while (text.len > 0 && !err)
			err = add_part(&names, item, options,
			    reading_cut(&text, ","));
	if (!err)
		buf_add_slice(out, buf_slice(&names));
	buf_free(&names);
	return err;
}

const struct err *
reading_picked(struct buf *out, const struct answer *answer,
    const struct options *options, const char *const *picked, size_t count)
{
	const struct err *err = NULL;
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < count && !err; i++) {
		struct slice name = slice_str(picked[i]);

		if (name.len == 0)
			continue;
		if (options_find(options, name) == NULL &&
		    !reading_is_picked(answer, picked[i]))
			err = not_offered(name);
		else
			err = add_name(&names, answer->item, name);
	}
	if (!err)
		buf_add_slice(out, buf_slice(&names));
	buf_free(&names);
	return err;
}

bool
reading_is_picked(const struct answer *answer, const char *name)
{
	return name[0] != '\0' && is_among(slice_str(answer_value(answer)),
	    slice_str(name));
}

void
reading_show_choices(struct buf *out, const struct options *options,
    struct slice value)
{
	size_t before = out->len;

	while (value.len > 0) {
		struct slice name = reading_cut(&value, " ");

		if (name.len == 0)
			continue;
		if (out->len > before)
			buf_add(out, "; ");
		if (options != NULL)
			options_label(out, options, name);
		else
			buf_add_slice(out, name);
	}
}
