/*
 * xpath_parser.h - what the two halves of the parser share: xpath_parse.c
 * reads expressions, xpath_parse_path.c the words and the steps of paths.
 */
#ifndef FORMSPEC_XPATH_PARSER_H
#define FORMSPEC_XPATH_PARSER_H

#include <string.h>

#include "formspec/xpath_tree.h"

struct parser {
	struct arena *arena;
	struct map *paths;		/* to their steps; NULL: not shared */
	const char *source;
	struct token token;		/* the next one, not yet taken */
	size_t end;			/* where the last one taken ended */
	/* What the token begins with when it stands behind an operand. */
	const struct operator *operator;
	size_t operator_len;
	unsigned depth;
	bool open;			/* what is unknown waits for evaluation */
	bool failed, is_volatile;
	const char *elsewhere;		/* a call that is FN_ELSEWHERE */
	size_t position_calls;		/* position() and last(), so far */
	struct xpath_problem *problem;
};

/*
 * The first problem stays: a row of diag_text.c and what fills its text. len 0
 * marks one place.
 */
void parser_fail(struct parser *p, size_t at, size_t len, const char *kind,
    ...);

/* What may stand at the token, and does not. */
enum parser_want {
	WANT_VALUE, WANT_OPERATOR, WANT_NAME, WANT_CLOSE,
	WANT_COMMA			/* or what closes a call */
};

void parser_fail_expected(struct parser *p, enum parser_want want);

/* Take the first len bytes of the token; what is left is read afresh. */
void parser_take(struct parser *p, size_t len);
/* What a bracket at `open` is closed by. */
void parser_close(struct parser *p, const char *symbol, size_t open);
/* Is this symbol, "(" or "::", behind the token? */
bool parser_next_is(const struct parser *p, const char *symbol);
const char *parser_copy(struct parser *p, size_t at, size_t len);

/* Asked for every token many times: here, the text is known when compiling. */
static inline bool
parser_at(const struct parser *p, const char *text)
{
	return p->token.kind != TOKEN_STRING && p->token.kind != TOKEN_END &&
	    p->token.len == strlen(text) &&
	    memcmp(p->source + p->token.at, text, strlen(text)) == 0;
}

static inline bool
parser_accept(struct parser *p, const char *symbol)
{
	if (p->failed || !parser_at(p, symbol))
		return false;
	parser_take(p, p->token.len);
	return true;
}

struct xpath_expr *parser_expr(struct parser *p);

/* "node(" and its like, which are no functions. */
bool parser_at_node_type(const struct parser *p);
bool parser_at_step(const struct parser *p);
/* One step or more; any_depth: "//" stood in front of them. */
void parser_steps(struct parser *p, struct xpath_step **steps, bool any_depth);
/* "[...]" as often as it stands here; true when one may be positional. */
bool parser_predicates(struct parser *p, struct xpath_expr **out);

#endif
