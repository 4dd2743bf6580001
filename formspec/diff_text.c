/*
 * The comparison in words: English, French, JSON.
 */
#include <stdio.h>
#include <string.h>

#include "formspec/diff_build.h"
#include "kit/base/json.h"
#include "kit/base/text.h"

enum {
	EXCERPT_MAX = 70,	/* characters of a text that are shown */
	EXCERPT_LEAD = 20,	/* of them, before the first difference */
	NAMES_SHOWN = 12
};

enum group {
	GROUP_SETTINGS, GROUP_STRUCTURE, GROUP_QUESTIONS, GROUP_TEXTS,
	GROUP_RULES, GROUP_CHOICES, GROUP_ENTITIES, GROUPS
};

static const struct {
	const char *json, *english, *french;
} groups[GROUPS] = {
	{ "settings", "Settings and languages", "Réglages et langues" },
	{ "structure", "Groups and repeats", "Groupes et répétitions" },
	{ "questions", "Questions", "Questions" },
	{ "texts", "Texts", "Textes" },
	{ "rules", "Rules", "Règles" },
	{ "choices", "Choices", "Choix" },
	{ "entities", "Entities and tags", "Entités et étiquettes" }
};

/*
 * {w} where, {f} field, {l} language, {b} before, {a} after, {n} names,
 * {c} how many names
 */
static const struct {
	enum group group;
	const char *json, *english, *french;
} texts[CHANGE_KINDS] = {
	[CHANGE_SETTING] = { GROUP_SETTINGS, "setting-changed",
	    "{w}: {b} -> {a}", "{w} : {b} -> {a}" },
	[CHANGE_SETTING_ADDED] = { GROUP_SETTINGS, "setting-added",
	    "{w}: {a}, was not set", "{w} : {a}, n’était pas réglé" },
	[CHANGE_SETTING_REMOVED] = { GROUP_SETTINGS, "setting-removed",
	    "{w}: no longer set, was {b}", "{w} : n’est plus réglé, était {b}" },
	[CHANGE_LANGUAGE_ADDED] = { GROUP_SETTINGS, "language-added",
	    "language {w} added", "langue {w} ajoutée" },
	[CHANGE_LANGUAGE_REMOVED] = { GROUP_SETTINGS, "language-removed",
	    "language {w} removed", "langue {w} retirée" },
	[CHANGE_GROUP_ADDED] = { GROUP_STRUCTURE, "group-added",
	    "{w}: group added", "{w} : groupe ajouté" },
	[CHANGE_GROUP_REMOVED] = { GROUP_STRUCTURE, "group-removed",
	    "{w}: group removed", "{w} : groupe retiré" },
	[CHANGE_REPEAT_ADDED] = { GROUP_STRUCTURE, "repeat-added",
	    "{w}: repeat added", "{w} : répétition ajoutée" },
	[CHANGE_REPEAT_REMOVED] = { GROUP_STRUCTURE, "repeat-removed",
	    "{w}: repeat removed", "{w} : répétition retirée" },
	[CHANGE_GROUP_RENAMED] = { GROUP_STRUCTURE, "group-renamed",
	    "{w}: renamed to {a}, with all that is inside",
	    "{w} : devient {a}, avec tout son contenu" },
	[CHANGE_GROUP_MOVED] = { GROUP_STRUCTURE, "group-moved",
	    "{w}: moved to {a}, with all that is inside",
	    "{w} : va en {a}, avec tout son contenu" },
	[CHANGE_GROUP_REPEATED] = { GROUP_STRUCTURE, "group-repeated",
	    "{w}: the group became a repeat",
	    "{w} : le groupe devient une répétition" },
	[CHANGE_REPEAT_SINGLE] = { GROUP_STRUCTURE, "repeat-single",
	    "{w}: the repeat became a group",
	    "{w} : la répétition devient un groupe" },
	[CHANGE_QUESTION_ADDED] = { GROUP_QUESTIONS, "question-added",
	    "{w}: added, {a}", "{w} : ajoutée, {a}" },
	[CHANGE_QUESTION_REMOVED] = { GROUP_QUESTIONS, "question-removed",
	    "{w}: removed, was {b}", "{w} : retirée, était {b}" },
	[CHANGE_QUESTION_RENAMED] = { GROUP_QUESTIONS, "question-renamed",
	    "{w}: renamed to {a}", "{w} : renommée {a}" },
	[CHANGE_QUESTION_MOVED] = { GROUP_QUESTIONS, "question-moved",
	    "{w}: moved to {a}", "{w} : va en {a}" },
	[CHANGE_ORDER] = { GROUP_QUESTIONS, "order-changed",
	    "{w}: moved, now {a}", "{w} : déplacé, désormais {a}" },
	[CHANGE_TYPE] = { GROUP_QUESTIONS, "type-changed",
	    "{w}: type {b} -> {a}", "{w} : type {b} -> {a}" },
	[CHANGE_TEXT] = { GROUP_TEXTS, "text-changed",
	    "{w}: {f}{l}: {b} -> {a}", "{w} : {f}{l} : {b} -> {a}" },
	[CHANGE_TEXT_ADDED] = { GROUP_TEXTS, "text-added",
	    "{w}: {f}{l} added: {a}", "{w} : {f}{l}, ajout : {a}" },
	[CHANGE_TEXT_REMOVED] = { GROUP_TEXTS, "text-removed",
	    "{w}: {f}{l} removed, was {b}", "{w} : {f}{l}, retrait, était {b}" },
	[CHANGE_RULE] = { GROUP_RULES, "rule-changed",
	    "{w}: {f}: {b} -> {a}", "{w} : {f} : {b} -> {a}" },
	[CHANGE_RULE_ADDED] = { GROUP_RULES, "rule-added",
	    "{w}: {f} added: {a}", "{w} : {f}, ajout : {a}" },
	[CHANGE_RULE_REMOVED] = { GROUP_RULES, "rule-removed",
	    "{w}: {f} removed, was {b}", "{w} : {f}, retrait, était {b}" },
	[CHANGE_LIST] = { GROUP_CHOICES, "list-replaced",
	    "{w}: list {b} -> {a}{n}", "{w} : liste {b} -> {a}{n}" },
	[CHANGE_CHOICES_ADDED] = { GROUP_CHOICES, "choices-added",
	    "{w}: {c} added{n}", "{w} : {c} de plus{n}" },
	[CHANGE_CHOICES_REMOVED] = { GROUP_CHOICES, "choices-removed",
	    "{w}: {c} removed{n}", "{w} : {c} de moins{n}" },
	[CHANGE_CHOICE_RENAMED] = { GROUP_CHOICES, "choice-renamed",
	    "{w}: {b} renamed to {a}", "{w} : {b} renommé {a}" },
	[CHANGE_CHOICE_LABEL] = { GROUP_CHOICES, "choice-relabelled",
	    "{w}: label of {f}{l}: {b} -> {a}",
	    "{w} : libellé de {f}{l} : {b} -> {a}" },
	[CHANGE_CHOICE_COLUMN] = { GROUP_CHOICES, "choice-column-changed",
	    "{w}: column {f} changed for {c}{n}",
	    "{w} : colonne {f} changée pour {c}{n}" },
	[CHANGE_CHOICE_ORDER] = { GROUP_CHOICES, "choice-order-changed",
	    "{w}: order changed", "{w} : ordre changé" },
	[CHANGE_ENTITY] = { GROUP_ENTITIES, "entity-changed",
	    "{w}: entity changed", "{w} : entité changée" },
	[CHANGE_ENTITY_ADDED] = { GROUP_ENTITIES, "entity-added",
	    "{w}: entity added", "{w} : entité ajoutée" },
	[CHANGE_ENTITY_REMOVED] = { GROUP_ENTITIES, "entity-removed",
	    "{w}: entity removed", "{w} : entité retirée" },
	[CHANGE_TAGS] = { GROUP_ENTITIES, "tags-changed",
	    "{w}: tags changed", "{w} : étiquettes changées" }
};

static const struct {
	const char *json, *english, *french;
} fields[] = {
	{ "label", "label", "libellé" },
	{ "hint", "hint", "indication" },
	{ "guidance_hint", "guidance", "consigne" },
	{ "constraint_message", "constraint message",
	    "message de contrainte" },
	{ "required_message", "required message", "message d’obligation" },
	{ "relevant", "relevance", "condition" },
	{ "required", "required", "obligation" },
	{ "readonly", "read-only", "lecture seule" },
	{ "constraint", "constraint", "contrainte" },
	{ "calculation", "calculation", "calcul" },
	{ "choice_filter", "choice filter", "filtre des choix" },
	{ "choices_from", "choices from", "choix tirés de" },
	{ "repeat_count", "repeat count", "nombre de répétitions" },
	{ "default", "default", "valeur initiale" },
	{ "trigger", "trigger", "déclencheur" },
	{ "appearance", "appearance", "apparence" },
	{ "parameters", "parameters", "paramètres" },
	{ "role", "role", "rôle" },
	{ "personal", "personal", "donnée personnelle" }
};

static const struct {
	const char *json, *english, *french, *french_one;
} fates[DIFF_FATES] = {
	[DIFF_KEPT] = { "kept", "kept", "gardées", "gardée" },
	[DIFF_CHECKED] = { "checked", "kept but checked again",
	    "gardées mais revérifiées", "gardée mais revérifiée" },
	[DIFF_LOST] = { "lost", "lost at export unless mapped",
	    "perdues à l’export sauf correspondance",
	    "perdue à l’export sauf correspondance" },
	[DIFF_INVALID] = { "invalid", "no longer valid", "plus valables",
	    "plus valable" }
};

/* ---- the pieces of a line ---- */

static size_t
common_prefix(const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] != '\0' && a[i] == b[i])
		i++;
	return i;
}

/* Where to begin: a few characters before byte `at`, at a character. */
static size_t
excerpt_start(const char *s, size_t at)
{
	size_t back = 0;

	if (text_length(slice_str(s)) <= EXCERPT_MAX)
		return 0;
	while (at > 0 && back < EXCERPT_LEAD) {
		at--;
		if (((uint8_t)s[at] & 0xc0) != 0x80)
			back++;
	}
	while (at > 0 && ((uint8_t)s[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* One line around the place where it differs from the other text. */
static void
add_excerpt(struct buf *out, const char *s, const char *beside, bool french)
{
	size_t at = excerpt_start(s, beside ? common_prefix(s, beside) : 0);
	struct slice rest = slice_str(s + at);

	buf_add(out, french ? "« " : "\"");
	if (at > 0)
		buf_add(out, "…");
	for (size_t i = 0; i < EXCERPT_MAX && rest.len > 0; i++) {
		uint32_t c = text_next(&rest);

		text_add_codepoint(out, c < ' ' ? ' ' : c);
	}
	if (rest.len > 0)
		buf_add(out, "…");
	buf_add(out, french ? " »" : "\"");
}

static void
add_names(struct buf *out, const struct change *change, bool french)
{
	size_t more = change->name_count - NAMES_SHOWN;

	if (change->name_count > 0)
		buf_add(out, french ? " : " : ": ");
	for (size_t i = 0; i < change->name_count && i < NAMES_SHOWN; i++)
		buf_addf(out, "%s%s", i ? ", " : "", change->names[i]);
	if (change->name_count > NAMES_SHOWN)
		buf_addf(out, french ? " et %zu de plus" : " and %zu more",
		    more);
}

static void
add_choices(struct buf *out, size_t count, bool french)
{
	buf_addf(out, french ? "%zu choix" : count == 1 ? "%zu choice" :
	    "%zu choices", count);
}

/* The word for a field of ours; what others keep is shown as it is. */
static const char *
field_word(const struct change *change, bool french)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (change->kind != CHANGE_CHOICE_LABEL &&
		    change->kind != CHANGE_CHOICE_COLUMN &&
		    strcmp(fields[i].json, change->field) == 0)
			return french ? fields[i].french : fields[i].english;
	return change->field;
}

/* Types, names and lists are words of the form; the rest are its texts. */
static bool
quotes(const struct change *change)
{
	switch (change->kind) {
	case CHANGE_SETTING:
	case CHANGE_SETTING_ADDED:
	case CHANGE_SETTING_REMOVED:
	case CHANGE_TEXT:
	case CHANGE_TEXT_ADDED:
	case CHANGE_TEXT_REMOVED:
	case CHANGE_CHOICE_LABEL:
		return true;
	default:
		return false;
	}
}

static void
add_value(struct buf *out, const struct change *change, const char *value,
    const char *beside, bool french)
{
	if (change->kind == CHANGE_ORDER && value == NULL)
		buf_add(out, french ? "en tête" : "first");
	else if (change->kind == CHANGE_ORDER)
		buf_addf(out, french ? "après %s" : "behind %s", value);
	else if (value == NULL)
		return;
	else if (quotes(change))
		add_excerpt(out, value, beside, french);
	else if (texts[change->kind].group == GROUP_RULES) {
		struct slice rest = slice_str(value);

		while (rest.len > 0) {
			uint32_t c = text_next(&rest);

			text_add_codepoint(out, c < ' ' ? ' ' : c);
		}
	} else
		buf_add(out, value);
}

static void
add_piece(struct buf *out, const struct change *change, char piece,
    bool french)
{
	switch (piece) {
	case 'w':
		buf_add(out, change->where);
		break;
	case 'f':
		buf_add(out, field_word(change, french));
		break;
	case 'l':
		if (change->language && strcmp(change->language, "default"))
			buf_addf(out, ", %s", change->language);
		break;
	case 'b':
		add_value(out, change, change->before, change->after, french);
		break;
	case 'a':
		add_value(out, change, change->after, change->before, french);
		break;
	case 'n':
		add_names(out, change, french);
		break;
	case 'c':
		add_choices(out, change->name_count, french);
		break;
	}
}

static void
add_fate(struct buf *out, const struct change *change, bool french)
{
	buf_add(out, french ? fates[change->fate].french :
	    fates[change->fate].english);
	if (change->fate != DIFF_INVALID)
		return;
	buf_add(out, french ? " : " : ": ");
	add_choices(out, change->gone, french);
	buf_add(out, french ? (change->gone == 1 ? " disparu" : " disparus") :
	    " gone");
}

static void
add_line(struct buf *out, const struct change *change, bool french)
{
	const char *s = french ? texts[change->kind].french :
	    texts[change->kind].english;

	while (*s != '\0') {
		if (*s == '{') {
			add_piece(out, change, s[1], french);
			s += 3;
		} else
			buf_add_byte(out, (uint8_t)*s++);
	}
}

/* ---- the whole ---- */

static void
add_summary(struct buf *out, const struct diff *diff, bool french)
{
	bool first = true;

	if (diff->count == 0) {
		buf_add(out, french ? "aucune différence\n" :
		    "no difference\n");
		return;
	}
	buf_addf(out, french ? (diff->count == 1 ? "%zu changement : " :
	    "%zu changements : ") : (diff->count == 1 ? "%zu change: " :
	    "%zu changes: "), diff->count);
	for (int f = 0; f < DIFF_FATES; f++) {
		size_t count = diff_count_fate(diff, (enum diff_fate)f);

		if (count == 0)
			continue;
		buf_addf(out, "%s%zu %s", first ? "" : ", ", count,
		    !french ? fates[f].english : count == 1 ?
		    fates[f].french_one : fates[f].french);
		first = false;
	}
	buf_add(out, "\n");
}

void
diff_print(struct buf *out, const struct diff *diff, const char *language)
{
	bool french = strcmp(language, "fr") == 0;

	for (int g = 0; g < GROUPS; g++) {
		bool first = true;

		for (size_t i = 0; i < diff->count; i++) {
			const struct change *change = &diff->changes[i];

			if (texts[change->kind].group != (enum group)g)
				continue;
			if (first)
				buf_addf(out, "%s\n", french ?
				    groups[g].french : groups[g].english);
			first = false;
			buf_add(out, "  ");
			add_line(out, change, french);
			buf_add(out, " [");
			add_fate(out, change, french);
			buf_add(out, "]\n");
		}
		if (!first)
			buf_add(out, "\n");
	}
	add_summary(out, diff, french);
}

static void
put(struct json *json, const char *key, const char *value)
{
	if (value != NULL)
		json_put_string(json, key, value);
}

static struct json *
change_to_json(const struct change *change, bool french)
{
	struct json *json = json_new_object(), *names;
	struct buf text = BUF_INIT;

	json_put_string(json, "kind", texts[change->kind].json);
	json_put_string(json, "group",
	    groups[texts[change->kind].group].json);
	json_put_string(json, "where", change->where);
	put(json, "field", change->field);
	put(json, "language", change->language);
	put(json, "before", change->before);
	put(json, "after", change->after);
	json_put_string(json, "answers", fates[change->fate].json);
	if (change->fate == DIFF_INVALID)
		json_put_u64(json, "gone", change->gone);
	if (change->name_count > 0) {
		names = json_new_array();
		for (size_t i = 0; i < change->name_count; i++)
			json_add_string(names, change->names[i]);
		json_put(json, "names", names);
	}
	add_line(&text, change, french);
	json_put_string(json, "text", buf_str(&text));
	buf_free(&text);
	return json;
}

void
diff_print_json(struct buf *out, const struct diff *diff,
    const char *language)
{
	bool french = strcmp(language, "fr") == 0;
	struct json *json = json_new_object(), *changes = json_new_array();
	struct json *sums = json_new_object();

	for (size_t i = 0; i < diff->count; i++)
		json_add(changes, change_to_json(&diff->changes[i], french));
	for (int f = 0; f < DIFF_FATES; f++)
		json_put_u64(sums, fates[f].json,
		    diff_count_fate(diff, (enum diff_fate)f));
	json_put(json, "changes", changes);
	json_put(json, "answers", sums);
	json_write(out, json);
	buf_add_byte(out, '\n');
	json_free(json);
}
