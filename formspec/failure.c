#include "formspec/failure.h"

#include <errno.h>
#include <string.h>

#include "formspec/diag_text.h"

enum {
	VALUES_MAX = 8,
	STEPS_MAX = 20000,		/* of one message against one line */
	DEPTH_MAX = 6			/* a failure within a failure */
};

/* ---- what the system says ---- */

static const struct {
	int number;
	const char *french;
} systems[] = {
	{ ENOENT, "ce fichier ou ce dossier n'existe pas" },
	{ ENOTDIR, "un élément de ce chemin n'est pas un dossier" },
	{ EISDIR, "c'est un dossier, non un fichier" },
	{ EACCES, "l'accès est refusé" },
	{ EPERM, "cette opération n'est pas permise" },
	{ EEXIST, "ce fichier existe déjà" },
	{ ENOSPC, "il n'y a plus de place sur le disque" },
	{ EFBIG, "le fichier est trop grand pour ce disque" },
	{ EROFS, "ce disque est en lecture seule" },
	{ EIO, "le disque ne répond pas correctement" },
	{ EBUSY, "un autre programme s'en sert" },
	{ EMFILE, "trop de fichiers sont ouverts" },
	{ ENAMETOOLONG, "ce nom de fichier est trop long" },
	{ EINVAL, "le système n'accepte pas cette valeur" },
	{ EPIPE, "plus personne ne lit ce qui est écrit" },
	{ ENOMEM, "la mémoire manque" }
};

static const char *
system_french(const char *message)
{
	for (size_t i = 0; i < sizeof(systems) / sizeof(*systems); i++)
		if (strcmp(message, strerror(systems[i].number)) == 0)
			return systems[i].french;
	return NULL;
}

/* ---- a message against a line ---- */

struct match {
	struct slice values[VALUES_MAX];
	size_t count;
	size_t literal;			/* bytes that are the line's own */
	unsigned steps;
};

/* A place of printf(): its last letter, and the text behind it. */
static char
read_place(const char **pattern)
{
	const char *s = *pattern + 1;
	char kind;

	s += strspn(s, "0123456789.lz*");
	kind = *s;
	*pattern = kind != '\0' ? s + 1 : s;
	return kind;
}

static bool
fits_place(char kind, struct slice value)
{
	if (kind == 's' || kind == 'm')
		return true;
	for (size_t i = 0; i < value.len; i++)
		if (strchr("0123456789abcdef", value.data[i]) == NULL ||
		    value.data[i] == '\0')
			return false;
	return value.len > 0;
}

static bool matches(struct match *match, const char *pattern,
    struct slice message);

/* What stands before a colon holds none: that is where something happened. */
static bool
has_colon(struct slice value)
{
	return value.len >= 2 &&
	    memcmp(value.data + value.len - 2, ": ", 2) == 0;
}

/* The shortest value that leaves the rest of the line something to match. */
static bool
matches_place(struct match *match, char kind, const char *rest,
    struct slice message)
{
	size_t at = match->count++;

	if (at >= VALUES_MAX)
		return false;
	for (size_t len = 0; len <= message.len; len++) {
		struct match trial = *match;
		struct slice value = slice_of(message.data, len);

		if (++match->steps > STEPS_MAX ||
		    (strncmp(rest, ": ", 2) == 0 && has_colon(value)))
			return false;
		if (*rest == '\0' && len < message.len)
			continue;
		if (len < message.len && *rest != '%' &&
		    message.data[len] != (uint8_t)*rest)
			continue;
		trial.steps = match->steps;
		trial.values[at] = value;
		if (fits_place(kind, value) && matches(&trial, rest,
		    slice_of(message.data + len, message.len - len))) {
			*match = trial;
			return true;
		}
		match->steps = trial.steps;
	}
	return false;
}

/* The "s" of a plural, or not: either will do. */
static bool
matches_plural(struct match *match, const char *rest, struct slice message)
{
	struct match trial = *match;

	if (message.len > 0 && message.data[0] == 's' && matches(&trial, rest,
	    slice_of(message.data + 1, message.len - 1))) {
		*match = trial;
		return true;
	}
	return matches(match, rest, message);
}

static bool
matches(struct match *match, const char *pattern, struct slice message)
{
	while (*pattern != '\0') {
		const char *rest = pattern;

		if (*pattern == '%' && pattern[1] == 'p')
			return matches_plural(match, pattern + 2, message);
		if (*pattern == '%' && pattern[1] != '%') {
			char kind = read_place(&rest);

			return matches_place(match, kind, rest, message);
		}
		pattern += *pattern == '%';
		if (message.len == 0 || message.data[0] != (uint8_t)*pattern)
			return false;
		pattern++;
		message = slice_of(message.data + 1, message.len - 1);
		match->literal++;
	}
	return message.len == 0;
}

/* ---- saying it ---- */

struct saying {
	struct buf *out;
	const struct failure_words *const *more;	/* or NULL */
};

static void say(const struct saying *saying, struct slice message, int depth);

static void
fill(const struct saying *saying, const char *french,
    const struct match *match, int depth)
{
	struct buf *out = saying->out;
	size_t used = 0;

	for (const char *at; (at = strchr(french, '%')) != NULL;
	    french = at + 2) {
		diag_text_typeset(out, slice_of(french, (size_t)(at - french)),
		    true);
		if (at[1] == '%')
			buf_add_byte(out, '%');
		else if (used < match->count && at[1] == 't')
			say(saying, match->values[used++], depth + 1);
		else if (used < match->count)
			buf_add_slice(out, match->values[used++]);
	}
	diag_text_typeset(out, slice_str(french), true);
}

/*
 * A value that ends a line is a name, and no failure stands behind it: "hub %s"
 * is not "hub x: not found". Behind a colon anything may stand.
 */
static bool
swallows(const char *line, const struct match *match)
{
	const char *place = strrchr(line, '%');
	struct slice value;

	if (place == NULL || match->count == 0 || read_place(&place) != 's' ||
	    *place != '\0')
		return false;
	place = strrchr(line, '%');
	if (place - line >= 2 && strncmp(place - 2, ": ", 2) == 0)
		return false;
	value = match->values[match->count - 1];
	for (size_t i = 2; i <= value.len; i++)
		if (has_colon(slice_of(value.data, i)))
			return true;
	return false;
}

/* Among the lines of a table, the one that says most of the message itself. */
static const struct failure_words *
best_of(const struct failure_words *words, struct slice message,
    struct match *kept)
{
	const struct failure_words *best = NULL;

	for (; words->english != NULL; words++) {
		struct match match = { .literal = 0 };

		if (!matches(&match, words->english, message) ||
		    match.literal <= kept->literal ||
		    swallows(words->english, &match))
			continue;
		best = words;
		*kept = match;
	}
	return best;
}

static bool
say_line(const struct saying *saying, struct slice message, int depth)
{
	struct match kept = { .literal = 0 };
	const struct failure_words *best, *better;

	best = best_of(failure_words, message, &kept);
	for (size_t i = 0; saying->more && saying->more[i]; i++) {
		better = best_of(saying->more[i], message, &kept);
		best = better != NULL ? better : best;
	}
	if (best != NULL)
		fill(saying, best->french, &kept, depth);
	return best != NULL;
}

/* (did you mean "count"?) */
static struct slice
cut_suggestion(struct arena *arena, struct slice *message)
{
	static const char before[] = " (did you mean \"", after[] = "\"?)";
	const char *text = arena_slice(arena, *message);
	const char *at = strstr(text, before);
	size_t end = message->len - (sizeof(after) - 1), start;

	if (at == NULL || message->len < sizeof(after) ||
	    strcmp(text + end, after) != 0)
		return SLICE_EMPTY;
	start = (size_t)(at - text) + sizeof(before) - 1;
	message->len = (size_t)(at - text);
	return start < end ? slice_of(message->data + start, end - start) :
	    SLICE_EMPTY;
}

/* What is said of expressions and forms has its own tables. */
static bool
say_diagnostic(struct buf *out, struct slice message)
{
	struct arena *arena = arena_new();
	struct slice nearest = cut_suggestion(arena, &message);
	const struct diag_text *text, *best = NULL;
	struct match kept = { .literal = 0 };

	for (size_t i = 0; (text = diag_text_at(i)) != NULL; i++) {
		struct match match = { .literal = 0 };

		if (matches(&match, text->english, message) &&
		    match.literal > kept.literal) {
			best = text;
			kept = match;
		}
	}
	if (best != NULL) {
		const char *values[DIAG_VALUES_MAX] = { NULL };

		for (size_t i = 0; i < kept.count && i < DIAG_VALUES_MAX; i++)
			values[i] = arena_slice(arena, kept.values[i]);
		if (nearest.len > 0 && kept.count < DIAG_VALUES_MAX)
			values[kept.count] = arena_slice(arena, nearest);
		diag_text_fill(out, best, "fr", values);
	}
	arena_free(arena);
	return best != NULL;
}

static bool
say_system(struct buf *out, struct slice message)
{
	struct arena *arena = arena_new();
	const char *french = system_french(arena_slice(arena, message));

	if (french != NULL)
		diag_text_typeset(out, slice_str(french), true);
	arena_free(arena);
	return french != NULL;
}

/* Where it happened is a line of its own, or a name that stays as it is. */
static void
say_place(const struct saying *saying, struct slice place, int depth)
{
	if (!say_line(saying, place, depth))
		buf_add_slice(saying->out, place);
}

/* Behind a blank, of either kind: this is French already. */
static bool
is_french_colon(struct slice message, size_t i)
{
	return i > 0 && (message.data[i - 1] == ' ' ||
	    message.data[i - 1] == 0xa0);
}

/* "form.xlsx: ..." : where it happened, and what happened. */
static void
say(const struct saying *saying, struct slice message, int depth)
{
	if (depth < DEPTH_MAX && (say_line(saying, message, depth) ||
	    say_system(saying->out, message) ||
	    say_diagnostic(saying->out, message)))
		return;
	for (size_t i = 0; depth < DEPTH_MAX && i + 2 < message.len; i++) {
		if (message.data[i] != ':' || message.data[i + 1] != ' ' ||
		    is_french_colon(message, i))
			continue;
		say_place(saying, slice_of(message.data, i), depth + 1);
		buf_add(saying->out, "\xc2\xa0: ");
		say(saying, slice_of(message.data + i + 2,
		    message.len - i - 2), depth + 1);
		return;
	}
	buf_add_slice(saying->out, message);
}

void
failure_say_of(struct buf *out, const char *message, const char *language,
    const struct failure_words *const *more)
{
	const struct saying saying = { out, more };

	if (diag_text_is_french(language))
		say(&saying, slice_str(message), 0);
	else
		buf_add(out, message);
}

void
failure_say(struct buf *out, const char *message, const char *language)
{
	failure_say_of(out, message, language, NULL);
}
