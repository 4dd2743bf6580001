/*
 * merge_notation.h - histories of a record as text, for tests of the merge.
 *
 * One revision a line; the words after its name come in any order:
 *
 *   r1 by alice root at 5 set a=1 jobs[1]=1 state draft
 *   r2 by bob(coordinator) after r1 set a=2 unset b because typing+error
 *   r3 by bob(coordinator) after r2 retracts r2
 *
 *   by NAME(ROLE)      ROLE is coordinator, revoked or none; else a device
 *   root | after R...  its parents
 *   at N               claimed time in minutes; 0 when not said
 *   set P=V...  unset P...  state WORD  retracts R...  form N  because TEXT
 *   kind WORD          response when not said
 *   record N           another record than its parents'
 *   absent             written, and known to later lines, but not merged
 *
 * In values "+" is a space and "@NAME" the device id of NAME; "[1]" in a path
 * is the repeat id 0000000000000001. A line "consent PATH..." names consents.
 */
#ifndef RECOLTE_TESTS_MERGE_NOTATION_H
#define RECOLTE_TESTS_MERGE_NOTATION_H

#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/record/merge.h"

enum { HISTORY_MAX = 64, WORDS_MAX = 128, LIST_MAX = 32 };

struct history_line {
	const char *name;
	struct revision *revision;
	enum member_role role;
	bool absent;
};

struct history {
	struct arena *arena;
	struct history_line lines[HISTORY_MAX];
	size_t count;
	const char *consents[LIST_MAX];
	size_t consent_count;
	const char *problem;		/* why the text is wrong, or NULL */
};

static inline bool
history_is_consent(void *data, const char *path)
{
	const struct history *history = data;

	for (size_t i = 0; i < history->consent_count; i++)
		if (strcmp(history->consents[i], path) == 0)
			return true;
	return false;
}

/* "alice" becomes a device id that starts with alice. */
static inline void
history_device(char out[DEVICE_ID_MAX], const char *name)
{
	size_t len = strcspn(name, "(");

	memset(out, 'a', DEVICE_ID_CHARS);
	memcpy(out, name, len < 20 ? len : 20);
	out[DEVICE_ID_CHARS] = '\0';
}

static inline enum member_role
history_role(const char *name)
{
	const char *role = name + strcspn(name, "(");

	return strcmp(role, "(coordinator)") == 0 ? MEMBER_COORDINATOR :
	    strcmp(role, "(revoked)") == 0 ? MEMBER_REVOKED :
	    strcmp(role, "(none)") == 0 ? MEMBER_NONE : MEMBER_DEVICE;
}

static inline const char *
history_path(struct arena *arena, const char *word, size_t len)
{
	struct buf path = BUF_INIT;
	const char *text;

	for (size_t i = 0; i < len; i++) {
		buf_add_byte(&path, (uint8_t)word[i]);
		if (word[i] == '[' && i + 2 < len && word[i + 2] == ']')
			buf_add(&path, "000000000000000");
	}
	text = arena_strdup(arena, buf_str(&path));
	buf_free(&path);
	return text;
}

static inline const char *
history_text(struct arena *arena, const char *word)
{
	char *text;

	if (word[0] == '@') {
		text = arena_alloc(arena, DEVICE_ID_MAX);
		history_device(text, word + 1);
		return text;
	}
	text = arena_strdup(arena, word);
	for (char *at = text; *at != '\0'; at++)
		if (*at == '+')
			*at = ' ';
	return text;
}

static inline const struct history_line *
history_find(const struct history *history, const char *name)
{
	for (size_t i = 0; i < history->count; i++)
		if (strcmp(history->lines[i].name, name) == 0)
			return &history->lines[i];
	return NULL;
}

/* What is collected while the words of a line are read. */
struct history_lists {
	struct hash parents[LIST_MAX], retracts[LIST_MAX];
	struct field set[LIST_MAX];
	const char *unset[LIST_MAX];
};

static inline void
history_add_hash(struct history *history, struct hash *list, size_t *count,
    const char *word, char *record)
{
	const struct history_line *line = history_find(history, word);

	if (line == NULL)
		history->problem = word;
	else
		list[(*count)++] = line->revision->id;
	if (line != NULL && record != NULL)
		memcpy(record, line->revision->record, RECORD_ID_MAX);
}

static inline void
history_add_field(struct history *history, struct revision *r,
    struct history_lists *lists, const char *word)
{
	size_t len = strcspn(word, "=");

	if (word[len] != '=') {
		history->problem = word;
		return;
	}
	lists->set[r->set.count++] = (struct field){
	    history_path(history->arena, word, len),
	    history_text(history->arena, word + len + 1) };
}

static inline void
history_word_once(struct history *history, struct history_line *line,
    const char *key, const char *word)
{
	struct revision *r = line->revision;

	if (strcmp(key, "by") == 0) {
		history_device(r->author, word);
		line->role = history_role(word);
	} else if (strcmp(key, "at") == 0) {
		r->time_ms += 60000 * atoll(word);
	} else if (strcmp(key, "form") == 0) {
		memset(r->form.bytes, atoi(word), HASH_BYTES);
	} else if (strcmp(key, "record") == 0) {
		r->record[0] = word[0];
	} else if (strcmp(key, "because") == 0) {
		r->reason = history_text(history->arena, word);
	} else if (strcmp(key, "kind") == 0) {
		while (strcmp(record_kind_word(r->kind), word) != 0)
			r->kind++;
	} else if (strcmp(key, "state") != 0 ||
	    !record_state_parse(word, &r->state)) {
		history->problem = word;
	}
}

static inline bool
history_is_key(const char *word)
{
	static const char *const keys[] = { "by", "root", "after", "at", "set",
		"unset", "state", "retracts", "form", "because", "kind",
		"record", "absent" };

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (strcmp(keys[i], word) == 0)
			return true;
	return false;
}

static inline void
history_words(struct history *history, struct history_line *line,
    struct history_lists *lists, char **words, size_t count)
{
	struct revision *r = line->revision;
	const char *key = "";

	for (size_t i = 1; i < count; i++) {
		const char *word = words[i];

		if (history_is_key(word)) {
			key = word;
			if (strcmp(word, "absent") == 0)
				line->absent = true;
			if (strcmp(word, "retracts") == 0)
				r->kind = RECORD_RETRACTION;
		} else if (strcmp(key, "after") == 0) {
			history_add_hash(history, lists->parents,
			    &r->parent_count, word, r->record);
		} else if (strcmp(key, "retracts") == 0) {
			history_add_hash(history, lists->retracts,
			    &r->retract_count, word, NULL);
		} else if (strcmp(key, "set") == 0) {
			history_add_field(history, r, lists, word);
		} else if (strcmp(key, "unset") == 0) {
			lists->unset[r->unset_count++] = history_path(
			    history->arena, word, strlen(word));
		} else {
			history_word_once(history, line, key, word);
		}
	}
}

/* Through the bytes and back, as every revision travels. */
static inline void
history_write(struct history *history, struct history_line *line)
{
	struct buf bytes = BUF_INIT;
	struct revision *again;
	const struct err *err;

	err = revision_write(&bytes, line->revision);
	if (!err)
		err = revision_read(&again, history->arena, buf_slice(&bytes),
		    &line->revision->study);
	if (err)
		history->problem = arena_strdup(history->arena, err->msg);
	else
		line->revision = again;
	buf_free(&bytes);
}

static inline void
history_line_parse(struct history *history, char **words, size_t count)
{
	static const char record[] = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";
	static const char other[] = "7ba7b810-9dad-41d1-80b4-00c04fd430c8";
	struct history_line *line = &history->lines[history->count];
	struct history_lists lists = { .parents = { { { 0 } } } };
	struct revision *r = arena_alloc(history->arena, sizeof *r);

	*line = (struct history_line){ words[0], r, MEMBER_DEVICE, false };
	strcpy(r->record, record);
	memset(r->study.bytes, 7, HASH_BYTES);
	memcpy(r->nonce, words[0], strlen(words[0]) < 16 ? strlen(words[0]) : 16);
	r->time_ms = 1732264200000;
	r->offset_minutes = 60;
	r->reason = "";
	r->parents = lists.parents;
	r->retracts = lists.retracts;
	r->set.items = lists.set;
	r->unset = lists.unset;
	history_words(history, line, &lists, words, count);
	if (r->kind == RECORD_LINK && r->parent_count == 0)
		link_record_id(r->record, record, other);
	if (history->problem == NULL)
		history_write(history, line);
	history->count++;
}

static inline void
history_parse(struct history *history, const char *text)
{
	char *copy = arena_strdup(history->arena, text), *end;

	for (char *line = copy; *line != '\0'; line = end) {
		char *words[WORDS_MAX];
		size_t count = 0;

		end = line + strcspn(line, "\n");
		if (*end != '\0')
			*end++ = '\0';
		line[strcspn(line, "#")] = '\0';
		for (char *word = strtok(line, " \t"); word != NULL &&
		    count < WORDS_MAX; word = strtok(NULL, " \t"))
			words[count++] = word;
		if (count > 0 && strcmp(words[0], "consent") == 0)
			for (size_t i = 1; i < count; i++)
				history->consents[history->consent_count++] =
				    words[i];
		else if (count > 0)
			history_line_parse(history, words, count);
	}
}

/* The inputs of a merge, in the order of the lines; returns how many. */
static inline size_t
history_inputs(const struct history *history, struct merge_input *inputs)
{
	size_t count = 0;

	for (size_t i = 0; i < history->count; i++) {
		const struct history_line *line = &history->lines[i];

		if (!line->absent)
			inputs[count++] = (struct merge_input){
			    .revision = line->revision, .role = line->role,
			    .source = (void *)(uintptr_t)line };
	}
	return count;
}

/* ---- The result as text ---- */

static inline void
history_add_path(struct buf *out, const char *path)
{
	for (; *path != '\0'; path++) {
		buf_add_byte(out, (uint8_t)*path);
		if (*path == '[' && strncmp(path + 1, "000000000000000", 15) == 0)
			path += 15;
	}
}

static inline const char *
history_name(const struct merge_input *input)
{
	const struct history_line *line = input->source;

	return line->name;
}

static inline void
history_add_head(struct buf *out, const char *value,
    const struct merge_input *input)
{
	if (value == NULL)
		buf_addf(out, " nothing by %s", history_name(input));
	else
		buf_addf(out, " \"%s\" by %s", value, history_name(input));
}

static inline void
history_add_merged_field(struct buf *out, const struct merged_field *field)
{
	static const char *const conflicts[] = { "", "values", "removed",
		"state", "constraint", "relevance" };

	history_add_path(out, field->path);
	buf_add_byte(out, ':');
	history_add_head(out, field->value, field->winner);
	if (field->conflict != CONFLICT_NONE) {
		buf_addf(out, "\n\tconflict %s:", conflicts[field->conflict]);
		for (size_t h = 0; h < field->head_count; h++) {
			buf_add(out, h ? "," : "");
			history_add_head(out, field->heads[h].value,
			    field->heads[h].input);
		}
	}
	buf_add(out, "\n");
}

static inline const char *
history_hash_name(const struct merge_input *inputs, size_t count,
    const struct hash *id)
{
	for (size_t i = 0; i < count; i++)
		if (hash_equal(&inputs[i].revision->id, id))
			return history_name(&inputs[i]);
	return "?";
}

static inline void
history_add_standing(struct buf *out, const struct history *history,
    const struct merge_input *inputs, size_t count)
{
	static const char *const words[] = { "stands", "waits",
		"not authorised", "retracted", "misplaced" };

	for (size_t l = 0; l < history->count; l++)
		for (size_t i = 0; i < count; i++)
			if (inputs[i].source == &history->lines[l])
				buf_addf(out, "%s %s, depth %u\n",
				    history->lines[l].name,
				    words[inputs[i].standing],
				    inputs[i].depth);
}

/* Merge and append everything that came out. */
static inline void
history_merge(struct buf *out, struct history *history,
    struct merge_input *inputs, size_t count)
{
	struct arena *arena = arena_new();
	struct merged_record record;
	const char *tips[HISTORY_MAX];

	merge_record(&record, arena, inputs, count, history_is_consent,
	    history);
	buf_addf(out, "%s by %.*s, state %s%s, form %d, %zu conflicts\n",
	    record_kind_word(record.kind), 6, record.creator,
	    record.state == STATE_UNCHANGED ? "none" :
	    record_state_word(record.state),
	    record.state_conflict ? " in conflict" : "",
	    record.form.bytes[0], record.conflicts);
	buf_addf(out, "standing %zu, waiting %zu, aside %zu, retracted %zu\n",
	    record.standing, record.waiting, record.aside, record.retracted);
	history_add_standing(out, history, inputs, count);
	/* Tips are sorted by hash: shown in the order of the lines. */
	for (size_t t = 0; t < record.tip_count; t++)
		tips[t] = history_hash_name(inputs, count, &record.tips[t]);
	buf_add(out, "tips");
	for (size_t l = 0; l < history->count; l++)
		for (size_t t = 0; t < record.tip_count; t++)
			if (tips[t] == history->lines[l].name)
				buf_addf(out, " %s", tips[t]);
	buf_add(out, "\n");
	for (size_t f = 0; f < record.field_count; f++)
		history_add_merged_field(out, &record.fields[f]);
	arena_free(arena);
}

#endif
