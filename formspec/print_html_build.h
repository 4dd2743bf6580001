/*
 * print_html_build.h - what the files of the paper questionnaire share.
 */
#ifndef FORMSPEC_PRINT_HTML_BUILD_H
#define FORMSPEC_PRINT_HTML_BUILD_H

#include "formspec/print_html.h"
#include "kit/base/map.h"

struct print {
	struct buf *out;
	const struct form *form;
	size_t language;
	bool french;
	struct arena *arena;
	const char **numbers;	/* "2.1", by index of the item; or NULL */
	bool *shown;		/* by index of the item */
	struct map *items;	/* by path */
	struct map **choices;	/* by name, of each list; NULL: not yet */
	const char *at;		/* path of the item whose texts are printed */
};

const char *print_word(const struct print *print, const char *english,
    const char *french);

/* Escaped, nothing else. */
void print_escaped(struct print *print, const char *s);
/* Light Markdown, and what stands for ${name} on paper. */
void print_text(struct print *print, const struct text *text);
/* The same inside <p class="...">, or nothing when there is no text. */
void print_paragraph(struct print *print, const char *css,
    const struct texts *texts);

/* Who is asked, and which choices are offered. */
void print_filters(struct print *print, const struct item *item);
/* Room for an answer. */
void print_answer(struct print *print, const struct item *item);

#endif
