#include "collector/interview/search.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/text.h"

/* How well a text answers a query; the smaller, the better. */
enum rank { RANK_SAME, RANK_BEGINS, RANK_WORDS, RANK_INSIDE, RANK_NONE };

struct search {
	struct buf texts;		/* folded, a NUL behind each */
	size_t *at;			/* where each begins */
	size_t count, capacity;
};

struct search *
search_new(void)
{
	return mem_alloc(sizeof(struct search));
}

void
search_free(struct search *s)
{
	if (s == NULL)
		return;
	buf_free(&s->texts);
	mem_free(s->at);
	mem_free(s);
}

void
search_add(struct search *s, struct slice text)
{
	void *at = s->at;

	mem_grow(&at, &s->capacity, s->count + 1, sizeof(*s->at));
	s->at = at;
	s->at[s->count++] = s->texts.len;
	text_fold(&s->texts, text);
	buf_add_byte(&s->texts, '\0');
}

size_t
search_count(const struct search *s)
{
	return s->count;
}

/* Where a word is in a text: at the beginning of one, if it is there at all. */
static enum rank
rank_word(const char *text, const char *word)
{
	enum rank rank = RANK_NONE;

	for (const char *at = text; (at = strstr(at, word)) != NULL; at++) {
		if (at == text || at[-1] == ' ')
			return RANK_WORDS;
		rank = RANK_INSIDE;
	}
	return rank;
}

static enum rank
rank_of(const char *text, const char *query)
{
	enum rank rank = RANK_WORDS;
	char word[SEARCH_BYTES_MAX + 1];
	size_t whole = strlen(query), len;

	if (strncmp(text, query, whole) == 0)
		return text[whole] == '\0' ? RANK_SAME : RANK_BEGINS;
	for (; *query != '\0'; query += len + (query[len] == ' ')) {
		enum rank one;

		len = strcspn(query, " ");
		memcpy(word, query, len);
		word[len] = '\0';
		one = rank_word(text, word);
		if (one > rank)
			rank = one;
		if (rank == RANK_NONE)
			break;
	}
	return rank;
}

static size_t
find_folded(const struct search *s, const char *query, size_t *found,
    size_t max)
{
	unsigned char *ranks = mem_alloc(s->count + 1);
	const char *texts = buf_str(&s->texts);
	size_t total = 0, given = 0;

	for (size_t i = 0; i < s->count; i++) {
		ranks[i] = (unsigned char)rank_of(texts + s->at[i], query);
		total += ranks[i] != RANK_NONE;
	}
	for (int rank = RANK_SAME; rank < RANK_NONE && given < max; rank++)
		for (size_t i = 0; i < s->count && given < max; i++)
			if (ranks[i] == rank)
				found[given++] = i;
	mem_free(ranks);
	return total;
}

size_t
search_find(const struct search *s, struct slice query, size_t *found,
    size_t max)
{
	struct buf folded = BUF_INIT;
	size_t total = 0;

	text_fold(&folded, query);
	if (folded.len <= SEARCH_BYTES_MAX)
		total = find_folded(s, buf_str(&folded), found, max);
	buf_free(&folded);
	return total;
}

bool
search_exact(const struct search *s, struct slice query, size_t *found)
{
	struct buf folded = BUF_INIT;
	const char *texts = buf_str(&s->texts);
	size_t seen = 0;

	text_fold(&folded, query);
	for (size_t i = 0; i < s->count && folded.len > 0; i++)
		if (strcmp(texts + s->at[i], buf_str(&folded)) == 0 &&
		    ++seen == 1)
			*found = i;
	buf_free(&folded);
	return seen == 1;
}
