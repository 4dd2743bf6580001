#include "formspec/diff_build.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/text.h"

struct change *
diff_add(struct diff *diff, enum change_kind kind, enum diff_fate fate,
    const char *where)
{
	struct change *change;

	mem_grow((void **)&diff->changes, &diff->capacity, diff->count + 1,
	    sizeof(*diff->changes));
	change = &diff->changes[diff->count++];
	*change = (struct change){ .kind = kind, .fate = fate,
	    .where = where };
	return change;
}

const char *
diff_path(const struct item *item)
{
	const struct item *root = item;
	size_t len;

	while (root->parent != NULL)
		root = root->parent;
	len = strlen(root->path);
	return item->path[len] == '/' ? item->path + len + 1 : item->name;
}

/* Append written with every ${name} that has another name now replaced. */
static void
add_renamed(struct buf *out, const struct diff *diff, struct slice written)
{
	const char *s = (const char *)written.data, *end = s + written.len;

	while (s < end) {
		const char *close = NULL, *name = NULL;

		if (end - s > 2 && s[0] == '$' && s[1] == '{')
			close = memchr(s, '}', (size_t)(end - s));
		if (close != NULL)
			name = map_get_slice(diff->renames,
			    slice_of(s + 2, (size_t)(close - s - 2)));
		if (name == NULL) {
			buf_add_byte(out, (uint8_t)*s++);
			continue;
		}
		buf_addf(out, "${%s}", name);
		s = close + 1;
	}
}

bool
diff_same(const struct diff *diff, const char *before, const char *after)
{
	struct slice a = text_trim(slice_str(before));
	struct slice b = text_trim(slice_str(after));
	struct buf renamed = BUF_INIT;
	bool same = slice_equal(a, b);

	if (!same && map_count(diff->renames) > 0) {
		add_renamed(&renamed, diff, a);
		same = slice_equal(buf_slice(&renamed), b);
		buf_free(&renamed);
	}
	return same;
}

const char *
diff_text_after(const struct diff *diff, const struct texts *texts,
    size_t old_language)
{
	int language = diff->languages[old_language];

	if (texts->by_language == NULL || language < 0)
		return NULL;
	return texts->by_language[language].written;
}

/* ---- languages and settings ---- */

/*
 * A form without named languages that now has some: what was said without a
 * name is the default language's.
 */
static int
find_language(const struct form *old, const struct form *new, size_t i)
{
	int found = form_language(new, old->languages[i]);

	if (found < 0 && old->language_count == 1 &&
	    strcmp(old->languages[0], "default") == 0)
		return 0;
	return found;
}

static void
match_languages(struct diff *diff)
{
	const struct form *old = diff->old, *new = diff->new;
	bool *known = arena_alloc_n(diff->arena, new->language_count,
	    sizeof(*known));

	diff->languages = arena_alloc_n(diff->arena, old->language_count,
	    sizeof(*diff->languages));
	for (size_t i = 0; i < old->language_count; i++) {
		diff->languages[i] = find_language(old, new, i);
		if (diff->languages[i] >= 0)
			known[diff->languages[i]] = true;
		else
			diff_add(diff, CHANGE_LANGUAGE_REMOVED, DIFF_KEPT,
			    old->languages[i]);
	}
	for (size_t i = 0; i < new->language_count; i++)
		if (!known[i])
			diff_add(diff, CHANGE_LANGUAGE_ADDED, DIFF_KEPT,
			    new->languages[i]);
}

/* Another id is another form: its answers live in another dataset. */
static enum diff_fate
setting_fate(const char *name)
{
	return strcmp(name, "form_id") == 0 || strcmp(name, "name") == 0 ?
	    DIFF_LOST : DIFF_KEPT;
}

/* The setting, or what holds when it is not set. */
static const char *
setting_of(const struct form *form, const char *name)
{
	if (strcmp(name, "name") == 0)
		return form->root_name;
	if (strcmp(name, "default_language") == 0)
		return form->default_language;
	return form_setting(form, name);
}

static void
compare_settings(struct diff *diff)
{
	const struct form *old = diff->old, *new = diff->new;
	struct change *change;

	for (size_t i = 0; i < old->setting_count; i++) {
		const char *name = old->settings[2 * i];
		const char *before = setting_of(old, name);
		const char *after = setting_of(new, name);

		if (after != NULL && diff_same(diff, before, after))
			continue;
		change = diff_add(diff, after ? CHANGE_SETTING :
		    CHANGE_SETTING_REMOVED, setting_fate(name), name);
		change->before = before;
		change->after = after;
	}
	for (size_t i = 0; i < new->setting_count; i++) {
		const char *name = new->settings[2 * i];

		if (setting_of(old, name) != NULL &&
		    (form_setting(old, name) != NULL || diff_same(diff,
		    setting_of(old, name), setting_of(new, name))))
			continue;
		change = diff_add(diff, CHANGE_SETTING_ADDED,
		    setting_fate(name), name);
		change->after = new->settings[2 * i + 1];
	}
}

/*
 * An XForm does not say all that a workbook does. Against one, the other form
 * is looked at as its own XForm has it: what that leaves out did not change.
 */
static void
level(struct diff *diff)
{
	const struct form **other = diff->old->from_xform ? &diff->new :
	    &diff->old;

	if (diff->old->from_xform == diff->new->from_xform)
		return;
	diff->made = form_through_xform(*other);
	if (diff->made != NULL)
		*other = diff->made;
}

struct diff *
diff_new(const struct form *old, const struct form *new)
{
	struct diff *diff = mem_alloc(sizeof(*diff));

	diff->arena = arena_new();
	diff->old = old;
	diff->new = new;
	level(diff);
	old = diff->old;
	new = diff->new;
	diff->renames = map_new();
	diff->to_new = arena_alloc_n(diff->arena, old->item_count,
	    sizeof(struct item *));
	diff->to_old = arena_alloc_n(diff->arena, new->item_count,
	    sizeof(struct item *));
	match_languages(diff);
	diff_match(diff);
	compare_settings(diff);
	diff_items(diff);
	diff_lists(diff);
	diff_entities(diff);
	return diff;
}

void
diff_free(struct diff *diff)
{
	if (diff == NULL)
		return;
	map_free(diff->renames);
	form_free(diff->made);
	arena_free(diff->arena);
	mem_free(diff->changes);
	mem_free(diff);
}

size_t
diff_count(const struct diff *diff)
{
	return diff->count;
}

size_t
diff_count_fate(const struct diff *diff, enum diff_fate fate)
{
	size_t count = 0;

	for (size_t i = 0; i < diff->count; i++)
		count += diff->changes[i].fate == fate ? 1 : 0;
	return count;
}
