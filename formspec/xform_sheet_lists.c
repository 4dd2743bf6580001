/*
 * Lists of choices: secondary instances back to the sheet choices, and to what
 * the rows of questions say of them.
 */
#include <stdlib.h>
#include <string.h>

#include "formspec/xform_sheet.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"

/* ---- the lists ---- */

/* A choice while its cells are found: heading to text. */
struct cells {
	struct recovery *r;
	struct map *cells, *headings;
};

static void
add_cell(void *data, const char *heading, const char *value)
{
	struct cells *cells = data;

	map_set(cells->cells, heading, (void *)(uintptr_t)value);
	map_set(cells->headings, heading, cells);
}

static bool
is_itext_id(const struct node *child)
{
	return strcmp(child->name, "itextId") == 0;
}

static const char *
value_of(const struct node *node)
{
	return node->value ? node->value : "";
}

static void
read_label(struct recovery *r, struct cells *cells, struct choice *choice,
    const struct node *child)
{
	const struct itext *itext;

	if (!is_itext_id(child)) {
		form_build_text(r->build, &choice->label, 0, value_of(child));
		choice->label.plain = choice->label.by_language != NULL;
		return;
	}
	itext = map_get(r->xform->itexts, value_of(child));
	if (itext != NULL)
		sheet_texts(r, &choice->label, &itext->texts, false, NULL);
	sheet_media(r, value_of(child), NULL, add_cell, cells);
}

static void
read_choice(struct recovery *r, struct cells *cells, struct choice *choice,
    const struct node *element)
{
	const struct node *child = xform_child(element, NULL);

	choice->name = "";
	for (; child != NULL; child = xform_next(child->next, NULL))
		if (strcmp(child->name, "name") == 0)
			choice->name = arena_strdup(r->arena,
			    value_of(child));
		else if (is_itext_id(child) ||
		    strcmp(child->name, "label") == 0)
			read_label(r, cells, choice, child);
		else
			add_cell(cells, arena_strdup(r->arena, child->name),
			    arena_strdup(r->arena, value_of(child)));
}

static int
compare_names(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* The further columns, by name, once all choices are known. */
static void
settle_extra(struct recovery *r, struct choice_list *list,
    struct choice *choices, struct map **cells, const struct map *headings)
{
	size_t count = map_count(headings);
	const char **names = arena_alloc_n(r->arena, count + 1,
	    sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[i] = arena_strdup(r->arena, map_key_at(headings, i));
	qsort(names, count, sizeof(*names), compare_names);
	list->extra_names = names;
	list->extra_count = count;
	for (size_t c = 0; c < list->choice_count; c++) {
		const char **extra = arena_alloc_n(r->arena, count + 1,
		    sizeof(*extra));

		for (size_t i = 0; i < count; i++) {
			extra[i] = map_get(cells[c], names[i]);
			extra[i] = extra[i] ? extra[i] : "";
		}
		choices[c].extra = extra;
		map_free(cells[c]);
	}
}

static size_t
count_elements(const struct node *first, const char *name)
{
	size_t count = 0;

	for (; first != NULL; first = xform_next(first->next, name))
		count++;
	return count;
}

static void
check_twice(struct recovery *r, struct map *names, const char *name)
{
	if (map_set(names, name, names) != NULL)
		form_add_setting(r->build, "allow_choice_duplicates", "yes");
}

static void
read_list(struct recovery *r, const char *id, const struct node *root)
{
	const struct node *n = xform_child(root, "item");
	size_t count = count_elements(n, "item");
	struct choice_list *list = form_build_add_list(r->build, id);
	struct choice *choices = arena_alloc_n(r->arena, count + 1,
	    sizeof(*choices));
	struct map **cells = mem_alloc_n(count + 1, sizeof(struct map *));
	struct map *headings = map_new(), *names = map_new();

	for (; n != NULL; n = xform_next(n->next, "item")) {
		struct cells of = { r, map_new(), headings };

		cells[list->choice_count] = of.cells;
		read_choice(r, &of, &choices[list->choice_count], n);
		check_twice(r, names, choices[list->choice_count].name);
		list->choice_count++;
	}
	list->choices = choices;
	settle_extra(r, list, choices, cells, headings);
	mem_free(cells);
	map_free(headings);
	map_free(names);
}

void
sheet_lists(struct recovery *r)
{
	const struct node *n = xform_child(r->xform->model, "instance");

	while ((n = xform_next(n->next, "instance")) != NULL) {
		const char *id = xform_attribute(n, "id");
		const char *src = xform_attribute(n, "src");
		const char *slash = src ? strrchr(src, '/') : NULL;
		const struct node *document = id && src == NULL ?
		    form_instance(r->from, id) : NULL;

		if (document != NULL)
			read_list(r, id, xform_child(document, NULL));
		else if (slash != NULL && strcmp(slash + 1, "last-saved") != 0)
			map_set(r->files, id ? id : "", arena_strdup(r->arena,
			    slash + 1));
	}
}

/* ---- a question's ---- */

struct itemset {
	const char *id, *filter, *seed;
	bool randomize;
};

static size_t
skip_space(const char *s)
{
	return strspn(s, " ");
}

/* randomize(instance('towns')/root/item[region = 1], 42) */
static bool
read_nodeset(struct recovery *r, struct itemset *out, const char *nodeset)
{
	const char *s = nodeset + skip_space(nodeset), *close;
	const char *end = s + strlen(s);

	memset(out, 0, sizeof(*out));
	if (strncmp(s, "randomize(", 10) == 0 && end[-1] == ')') {
		out->randomize = true;
		s += 10;
		end--;
	}
	if (strncmp(s, "instance(", 9) != 0 || (close = strchr(s + 10,
	    s[9])) == NULL || strncmp(close + 1, ")/root/item", 11) != 0)
		return false;
	out->id = arena_strndup(r->arena, s + 10, (size_t)(close - s - 10));
	s = close + 12;
	if (*s == '[') {
		for (close = end; close > s && close[-1] != ']'; close--)
			;
		if (close == s)
			return false;
		out->filter = arena_strndup(r->arena, s + 1,
		    (size_t)(close - s - 2));
		s = close;
	}
	if (*s == ',' && out->randomize)
		out->seed = arena_strndup(r->arena, s + 1,
		    (size_t)(end - s - 1));
	return true;
}

static const char *
ref_of(const struct node *itemset, const char *name)
{
	const struct node *child = xform_child(itemset, name);
	const char *ref = child ? xform_attribute(child, "ref") : NULL;

	return ref ? ref : "";
}

static void
read_shuffle(struct recovery *r, const struct found *found,
    const struct itemset *set)
{
	const char *path = found->item->path;

	if (!set->randomize)
		return;
	sheet_parameter(r, found->made, "randomize", "true");
	if (set->seed != NULL)
		sheet_parameter(r, found->made, "seed", sheet_expr(r,
		    set->seed, path, path));
}

static const char *
from_file_word(const struct item *item)
{
	return item->type == Q_SELECT_MULTIPLE ? "select_multiple_from_file" :
	    "select_one_from_file";
}

/* The columns of values and labels are parameters, when they are not usual. */
static void
use_file(struct recovery *r, const struct found *found,
    const struct node *itemset, const char *file)
{
	bool geojson = strcmp(file_extension(file), ".geojson") == 0;
	const char *value = ref_of(itemset, "value");
	const char *label = ref_of(itemset, "label");
	struct item *made = found->made;

	made->word = from_file_word(made);
	if (strcmp(value, geojson ? "id" : "name") != 0)
		sheet_parameter(r, made, "value", value);
	if (strcmp(label, geojson ? "title" : "label") != 0)
		sheet_parameter(r, made, "label", label);
	made->list = form_build_file_list(r->build, &made->place, file,
	    made->parameters, true);
}

/* The answers to a question in a repeat: ${name}. */
static void
use_answers(struct recovery *r, const struct found *found,
    const struct node *itemset)
{
	const char *nodeset = xform_attribute(itemset, "nodeset");
	const char *value = ref_of(itemset, "value"), *repeat, *filter;
	size_t len = strcspn(nodeset, "["), all = strlen(nodeset);
	const char *path = found->item->path, *target;

	repeat = xform_path(r->xform, arena_strndup(r->arena, nodeset, len),
	    path);
	target = arena_printf(r->arena, "%s/%s", repeat, value);
	found->made->itemset.written = sheet_reference(r, target, NULL);
	if (found->made->itemset.written == NULL || len + 2 > all) {
		r->failed = true;
		return;
	}
	filter = arena_strndup(r->arena, nodeset + len + 1, all - len - 2);
	if (strcmp(filter, arena_printf(r->arena, "./%s != ''", value)) != 0)
		found->made->choice_filter.written = sheet_expr(r, filter,
		    path, repeat);
}

static void
use_itemset(struct recovery *r, const struct found *found,
    const struct node *itemset)
{
	const char *nodeset = xform_attribute(itemset, "nodeset");
	const char *path = found->item->path;
	struct item *made = found->made;
	struct itemset set;

	if (nodeset == NULL)
		return;
	if (!read_nodeset(r, &set, nodeset)) {
		use_answers(r, found, itemset);
		return;
	}
	if (set.filter != NULL)
		made->choice_filter.written = sheet_expr(r, set.filter, path,
		    NULL);
	read_shuffle(r, found, &set);
	if (map_has(r->files, set.id)) {
		use_file(r, found, itemset, map_get(r->files, set.id));
		return;
	}
	made->list = form_build_find_list(r->build, set.id, false);
	if (made->list != NULL)
		made->list->used = true;
	else
		r->failed = true;
}

/* The list's name is in the ids of its labels: jr:itext('list-0'). */
static const char *
inline_name(struct recovery *r, const struct found *found,
    const struct node *first)
{
	const struct node *label = xform_child(first, "label");
	const char *ref = label ? xform_attribute(label, "ref") : NULL;
	const char *id = ref ? xform_itext_id(r->xform, ref) : NULL;
	const char *dash = id ? strrchr(id, '-') : NULL;

	return dash == NULL ? found->item->name :
	    arena_strndup(r->arena, id, (size_t)(dash - id));
}

/* Choices in the question itself: those of search() in its appearance. */
static void
use_inline(struct recovery *r, const struct found *found,
    const struct node *first)
{
	const char *name = inline_name(r, found, first);
	const struct choice_list *from = found->item->list;
	struct choice_list *list = form_build_find_list(r->build, name, false);
	struct choice *choices;

	found->made->list = list;
	if (list != NULL || from == NULL)
		return;
	list = form_build_add_list(r->build, name);
	choices = arena_alloc_n(r->arena, from->choice_count + 1,
	    sizeof(*choices));
	for (size_t i = 0; i < from->choice_count; i++, first =
	    xform_next(first->next, "item")) {
		const struct node *label = xform_child(first, "label");

		choices[i].name = arena_strdup(r->arena,
		    from->choices[i].name);
		sheet_texts(r, &choices[i].label, &from->choices[i].label,
		    label && xform_attribute(label, "ref") == NULL,
		    found->item->path);
	}
	list->choices = choices;
	list->choice_count = from->choice_count;
	list->used = true;
	found->made->list = list;
}

/* What stands behind a scale or a map: a list, a file, or a repeat. */
static void
use_backdrop(struct recovery *r, const struct found *found,
    const struct node *itemset)
{
	const char *nodeset = xform_attribute(itemset, "nodeset");
	const char *key = found->item->type == Q_RANGE ? "tick_labelset" :
	    "reference-geometry", *path = found->item->path, *reference;
	size_t len = nodeset ? strcspn(nodeset, "[") : 0;
	struct itemset set;

	if (nodeset != NULL && read_nodeset(r, &set, nodeset)) {
		sheet_parameter(r, found->made, key, set.id);
		if (set.filter != NULL)
			found->made->choice_filter.written = sheet_expr(r,
			    set.filter, path, NULL);
		return;
	}
	reference = nodeset == NULL ? NULL : sheet_reference(r,
	    arena_strndup(r->arena, nodeset, len), path);
	if (reference == NULL || nodeset[len] == '\0') {
		r->failed = true;
		return;
	}
	sheet_parameter(r, found->made, key, reference);
	if (strcmp(nodeset + len, "[./geometry != '']") != 0)
		found->made->choice_filter.written = sheet_expr(r,
		    arena_strndup(r->arena, nodeset + len + 1,
		    strlen(nodeset + len) - 2), path, arena_strndup(r->arena,
		    nodeset, len));
}

void
sheet_choices(struct recovery *r, const struct found *found)
{
	const struct node *itemset = found->control ?
	    xform_child(found->control, "itemset") : NULL;
	const struct node *first = found->control ?
	    xform_child(found->control, "item") : NULL;
	enum question_type type = found->made->type;
	bool chooses = type == Q_SELECT_ONE || type == Q_SELECT_MULTIPLE ||
	    type == Q_RANK;

	if (itemset != NULL && chooses)
		use_itemset(r, found, itemset);
	else if (itemset != NULL)
		use_backdrop(r, found, itemset);
	else if (first != NULL && chooses)
		use_inline(r, found, first);
	else if (chooses)
		r->failed = true;
}

/* ---- files that no question chooses from ---- */

static void
note_asked(struct recovery *r, const struct node *control)
{
	const struct node *itemset = xform_child(control, "itemset");
	const char *nodeset = itemset ? xform_attribute(itemset, "nodeset") :
	    NULL;
	struct itemset set;

	if (nodeset != NULL && (strncmp(control->name, "select", 6) == 0 ||
	    strcmp(control->name, "rank") == 0) &&
	    read_nodeset(r, &set, nodeset))
		map_set(r->asked, set.id, r);
}

static bool
is_pulled(const struct recovery *r, const char *id)
{
	const char *s = r->from->xform;
	size_t len = strlen(id);

	while ((s = strstr(s, "pulldata(")) != NULL) {
		s += 9;
		s += skip_space(s);
		if (strncmp(s, "&quot;", 6) == 0)
			s += 5;
		if (*s != '\0' && strncmp(s + 1, id, len) == 0 &&
		    strchr("'\"&", s[1 + len]) != NULL)
			return true;
	}
	return false;
}

void
sheet_externals(struct recovery *r, bool first)
{
	bool asked = false;

	for (size_t i = 0; first && i < r->xform->control_count; i++)
		note_asked(r, r->xform->controls[i].node);
	for (size_t i = 0; i < map_count(r->files); i++) {
		const char *id = map_key_at(r->files, i);
		const char *file = map_value_at(r->files, i);
		const char *word = strcmp(file_extension(file), ".xml") == 0 ?
		    "xml-external" : "csv-external";
		struct item *made;

		asked |= map_has(r->asked, id);
		if (map_has(r->asked, id) || is_pulled(r, id) ||
		    asked == first)
			continue;
		made = form_build_item(r->build, r->build->form->root,
		    ITEM_QUESTION, type_canonical(word), id);
		made->list = form_build_file_list(r->build, &made->place, file,
		    "", false);
	}
}
