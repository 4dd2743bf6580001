#include "kit/exchange/stick.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

#define ENDING ".bundle"

enum { NUMBER_DIGITS = 8 };

void
stick_name_write(char out[STICK_NAME_MAX], const struct stick_name *name)
{
	snprintf(out, STICK_NAME_MAX, "%s-%s-%08" PRIu64 "-%08" PRIu64 ENDING,
	    name->device, name->chain, name->from, name->to);
}

void
stick_enrolment_name(char out[STICK_NAME_MAX], const char *device)
{
	snprintf(out, STICK_NAME_MAX, "%s-enrolment" ENDING, device);
}

/* The part up to the next '-' or '.', in room for `size`. */
static bool
take_part(char *out, size_t size, const char **text)
{
	size_t len = strcspn(*text, "-.");

	if (len == 0 || len >= size)
		return false;
	memcpy(out, *text, len);
	out[len] = '\0';
	*text += len;
	return true;
}

static bool
take_number(uint64_t *out, const char **text)
{
	char digits[NUMBER_DIGITS + 1];

	return *(*text)++ == '-' && take_part(digits, sizeof(digits), text) &&
	    strlen(digits) == NUMBER_DIGITS &&
	    text_parse_u64(slice_str(digits), out);
}

bool
stick_name_read(struct stick_name *out, const char *file)
{
	return take_part(out->device, sizeof(out->device), &file) &&
	    *file++ == '-' &&
	    take_part(out->chain, sizeof(out->chain), &file) &&
	    take_number(&out->from, &file) && take_number(&out->to, &file) &&
	    strcmp(file, ENDING) == 0;
}

const struct err *
stick_open_box(struct buf *out, const char *stick, const char *box)
{
	const struct err *err;

	if (!platform_is_folder(stick))
		return err_new(ERR_NOT_FOUND, "%s: no such folder (is the "
		    "stick there?)", stick);
	file_join(out, stick, box);
	err = platform_make_folder(buf_str(out));
	/* Others leave theirs there; what lies in it is sealed and signed. */
	if (err == NULL)
		platform_open_to_all(buf_str(out));
	return err;
}

static bool
is_bundle(const char *name)
{
	return name[0] != '.' && strcmp(file_extension(name), ENDING) == 0;
}

/* Keep the bundles among the names, as paths. */
static void
keep_bundles(char **names, size_t *count, const char *folder)
{
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		char *name = names[i];

		if (is_bundle(name)) {
			struct buf path = BUF_INIT;

			file_join(&path, folder, name);
			names[kept++] = buf_steal(&path);
		}
		mem_free(name);
	}
	*count = kept;
}

static const struct err *
list_folder(char ***paths, size_t *count, const char *folder)
{
	const struct err *err = platform_list(folder, paths, count);

	if (err)
		return err;
	if (*count > STICK_FILES_MAX) {
		platform_list_free(*paths, *count);
		*paths = NULL;
		*count = 0;
		return err_new(ERR_LIMIT, "%s: more than %d files", folder,
		    STICK_FILES_MAX);
	}
	keep_bundles(*paths, count, folder);
	return NULL;
}

const struct err *
stick_bundles(char ***paths, size_t *count, const char *place, const char *box)
{
	struct buf folder = BUF_INIT;
	const struct err *err;

	*paths = NULL;
	*count = 0;
	if (!platform_exists(place))
		return err_new(ERR_NOT_FOUND, "%s: not found (is the stick "
		    "there?)", place);
	if (!platform_is_folder(place)) {
		*paths = mem_alloc(sizeof(**paths));
		(*paths)[(*count)++] = mem_strdup(place);
		return NULL;
	}
	file_join(&folder, place, box);
	err = list_folder(paths, count,
	    platform_is_folder(buf_str(&folder)) ? buf_str(&folder) : place);
	buf_free(&folder);
	return err;
}

static bool
begins_with(const char *name, const char *owner)
{
	size_t len = strlen(owner);

	return strncmp(name, owner, len) == 0 && name[len] == '-';
}

const struct err *
stick_clear(const char *box, const char *owner, stick_judge gone, void *data)
{
	struct buf path = BUF_INIT;
	const struct err *err;
	char **names;
	size_t count;

	err = platform_list(box, &names, &count);
	if (err)
		return err;
	for (size_t i = 0; !err && i < count; i++) {
		if (!begins_with(names[i], owner) ||
		    !(strcmp(file_extension(names[i]), ".tmp") == 0 ||
		    gone(data, names[i])))
			continue;
		buf_reset(&path);
		file_join(&path, box, names[i]);
		err = platform_remove(buf_str(&path));
	}
	platform_list_free(names, count);
	buf_free(&path);
	return err;
}
