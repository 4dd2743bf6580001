#include <stdio.h>
#include <string.h>

#include "collector/ask.h"
#include "collector/attachment.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

/* What a line means depends on the kind of question. */
typedef bool (*meaning)(struct buf *out, struct ask *ask,
    const struct answer *answer, struct slice line);

static bool
mean_text(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	(void)ask;
	(void)answer;
	buf_add_slice(out, line);
	return true;
}

/* French hands type a comma, and spaces between thousands. */
static bool
mean_number(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	(void)ask;
	(void)answer;
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] != ' ')
			buf_add_byte(out, line.data[i] == ',' ? '.' :
			    line.data[i]);
	return true;
}

/* Three numbers between separators: "22/11/2024", "2024-11-22", "22.11.2024" */
static bool
three_numbers(unsigned out[3], struct slice text)
{
	size_t part = 0, digits = 0;

	memset(out, 0, 3 * sizeof(*out));
	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = text.data[i];

		if (c >= '0' && c <= '9' && ++digits <= 4) {
			out[part] = out[part] * 10 + (unsigned)(c - '0');
		} else if ((c == '/' || c == '-' || c == '.') && digits > 0 &&
		    part < 2) {
			part++;
			digits = 0;
		} else {
			return false;
		}
	}
	return part == 2 && digits > 0;
}

static bool
add_date(struct buf *out, struct slice text)
{
	unsigned n[3];

	if (!three_numbers(n, text))
		return false;
	if (n[0] < 32 && n[2] > 31) {
		unsigned day = n[0];

		n[0] = n[2];
		n[2] = day;
	}
	if (!civil_is_date((int)n[0], (int)n[1], (int)n[2]))
		return false;
	buf_addf(out, "%04u-%02u-%02u", n[0], n[1], n[2]);
	return true;
}

/* "9:30", "09h30", "09:30:00" in local time, as XForms writes a time. */
static bool
add_time(struct buf *out, struct slice text, int offset)
{
	unsigned n[3] = { 0, 0, 0 };
	size_t part = 0, digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = text.data[i];

		if (c >= '0' && c <= '9' && ++digits <= 2) {
			n[part] = n[part] * 10 + (unsigned)(c - '0');
		} else if ((c == ':' || c == 'h') && digits > 0 && part < 2) {
			part++;
			digits = 0;
		} else {
			return false;
		}
	}
	if (part == 0 || n[0] > 23 || n[1] > 59 || n[2] > 59)
		return false;
	buf_addf(out, "%02u:%02u:%02u.000%c%02d:%02d", n[0], n[1], n[2],
	    offset < 0 ? '-' : '+', (offset < 0 ? -offset : offset) / 60,
	    (offset < 0 ? -offset : offset) % 60);
	return true;
}

static bool
mean_date(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	(void)answer;
	if (add_date(out, line))
		return true;
	ask_say(ask, W_TYPE_DATE, NULL, NULL);
	return false;
}

static bool
mean_time(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	(void)answer;
	if (add_time(out, line,
	    platform_local_offset_minutes(platform_now_ms())))
		return true;
	ask_say(ask, W_TYPE_TIME, NULL, NULL);
	return false;
}

static bool
mean_datetime(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	size_t at = 0;
	int offset = platform_local_offset_minutes(platform_now_ms());

	(void)answer;
	while (at < line.len && line.data[at] != 'T' && line.data[at] != ' ')
		at++;
	if (add_date(out, slice_of(line.data, at)) && at < line.len) {
		struct slice rest = { line.data + at + 1, line.len - at - 1 };

		buf_add_byte(out, 'T');
		if (add_time(out, text_trim(rest), offset))
			return true;
		/* With its own zone: the form judges it. */
		buf_add_slice(out, rest);
		return true;
	}
	ask_say(ask, W_TYPE_DATETIME, NULL, NULL);
	return false;
}

static bool
mean_ok(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	static const char *const words[] = { "ok", "o", "y", "yes", "oui",
		"1" };
	struct buf folded = BUF_INIT;
	bool ok = false;

	(void)answer;
	text_fold(&folded, line);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		ok = ok || !strcmp(buf_str(&folded), words[i]);
	buf_free(&folded);
	if (ok)
		buf_add(out, "OK");
	else
		ask_say(ask, W_TYPE_OK, NULL, NULL);
	return ok;
}

static bool
no_such_choice(const struct ask *ask, struct slice word)
{
	struct buf text = BUF_INIT;

	buf_add_slice(&text, word);
	ask_say(ask, W_NO_SUCH_CHOICE, buf_str(&text), NULL);
	buf_free(&text);
	return false;
}

static bool
mean_one(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	(void)answer;
	return options_pick(out, ask->options, line) ||
	    no_such_choice(ask, line);
}

/* The whole line may be one label; else words with spaces or commas between. */
static bool
mean_several(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	(void)answer;
	if (options_pick(out, ask->options, line))
		return true;
	while (line.len > 0) {
		size_t len = 0, skip;

		while (len < line.len && line.data[len] != ' ' &&
		    line.data[len] != ',')
			len++;
		if (len > 0 && out->len > 0)
			buf_add_byte(out, ' ');
		if (len > 0 && !options_pick(out, ask->options,
		    slice_of(line.data, len)))
			return no_such_choice(ask, slice_of(line.data, len));
		skip = len + (len < line.len);
		line = slice_of(line.data + skip, line.len - skip);
	}
	return true;
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
mean_file(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	const struct err *err;
	struct interview *iv = ask->interview;
	struct buf where = BUF_INIT;
	struct answer *question;
	char *path;

	line = unquoted(line);
	path = arena_strndup(iv->arena, (const char *)line.data, line.len);
	answer_path(&where, answer);
	question = instance_find(iv->instance, buf_str(&where));
	buf_free(&where);
	err = attachment_drop_unused(iv);
	if (!err)
		err = attachment_set(iv, question, path);
	if (err)
		ask_say(ask, W_NO_SUCH_FILE, err->msg, NULL);
	else
		buf_add(out, answer_value(question));
	return err == NULL;
}

static const meaning meanings[] = {
	[Q_TEXT] = mean_text, [Q_INTEGER] = mean_number,
	[Q_DECIMAL] = mean_number, [Q_RANGE] = mean_number,
	[Q_SELECT_ONE] = mean_one, [Q_SELECT_MULTIPLE] = mean_several,
	[Q_RANK] = mean_several, [Q_ACKNOWLEDGE] = mean_ok,
	[Q_DATE] = mean_date, [Q_TIME] = mean_time,
	[Q_DATETIME] = mean_datetime, [Q_GEOPOINT] = mean_text,
	[Q_GEOTRACE] = mean_text, [Q_GEOSHAPE] = mean_text,
	[Q_BARCODE] = mean_text, [Q_IMAGE] = mean_file,
	[Q_AUDIO] = mean_file, [Q_VIDEO] = mean_file, [Q_FILE] = mean_file
};

bool
ask_value(struct buf *out, struct ask *ask, const struct answer *answer,
    struct slice line)
{
	enum question_type type = answer->item->type;
	meaning mean = (size_t)type < sizeof(meanings) / sizeof(*meanings) ?
	    meanings[type] : NULL;

	if (mean == NULL) {
		ask_say(ask, W_NOT_CAPTURED, NULL, NULL);
		return false;
	}
	return mean(out, ask, answer, line);
}
