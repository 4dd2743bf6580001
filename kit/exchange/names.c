#include "kit/exchange/names.h"

#include <string.h>

#include "kit/exchange/depot.h"

void
oid_text(char *out, const struct oid *id)
{
	hex_encode(out, id->bytes, OID_BYTES);
}

bool
oid_parse(struct oid *out, const char *text)
{
	return hex_decode(out->bytes, OID_BYTES, slice_str(text));
}

bool
oid_equal(const struct oid *a, const struct oid *b)
{
	return memcmp(a->bytes, b->bytes, OID_BYTES) == 0;
}

static bool
is_small(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool
is_capital(uint8_t c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_mark(uint8_t c)
{
	return c == '.' || c == '_' || c == '-';
}

bool
name_is_file(struct slice name)
{
	if (name.len == 0 || name.len > NAME_FILE_MAX || is_mark(name.data[0]))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!is_small(name.data[i]) && !is_capital(name.data[i]) &&
		    !is_mark(name.data[i]))
			return false;
	return true;
}

bool
name_is_path(const char *path)
{
	const char *slash = strchr(path, '/');

	if (!slash)
		return name_is_file(slice_str(path));
	return name_is_file(slice_of(path, (size_t)(slash - path))) &&
	    name_is_file(slice_str(slash + 1));
}

static bool
ends_in(struct slice s, const char *end)
{
	size_t len = strlen(end);

	return s.len >= len && memcmp(s.data + s.len - len, end, len) == 0;
}

static bool
is_branch_part(struct slice part)
{
	if (part.len == 0 || is_mark(part.data[0]) || ends_in(part, ".lock") ||
	    ends_in(part, "."))
		return false;
	for (size_t i = 0; i < part.len; i++)
		if (!(is_small(part.data[i]) || is_mark(part.data[i])) ||
		    (i > 0 && part.data[i] == '.' && part.data[i - 1] == '.'))
			return false;
	return true;
}

bool
name_is_branch(const char *branch)
{
	const char *slash;

	if (strlen(branch) >= DEPOT_BRANCH_MAX)
		return false;
	for (; (slash = strchr(branch, '/')) != NULL; branch = slash + 1)
		if (!is_branch_part(slice_of(branch, (size_t)(slash - branch))))
			return false;
	return is_branch_part(slice_str(branch));
}
