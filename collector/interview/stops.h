/*
 * stops.h - where one can stand in an interview: at a question, a note, an
 * "add another?", the end; in the order of the form.
 */
#ifndef RECOLTE_COLLECTOR_STOPS_H
#define RECOLTE_COLLECTOR_STOPS_H

#include "formspec/instance.h"

enum stop_kind { STOP_QUESTION, STOP_NOTE, STOP_ADD, STOP_END };

struct stop {
	enum stop_kind kind;
	struct answer *answer;		/* the question; STOP_ADD: its parent */
	const struct item *repeat;	/* STOP_ADD */
};

struct stops {
	struct stop *items;		/* the last one is STOP_END */
	size_t count, capacity;
};

/* Every stop that is relevant now, in the order of the form. */
const struct err *stops_list(struct stops *out, struct instance *instance)
    MUST_CHECK;
void stops_free(struct stops *stops);
/* The index of a stop, or of STOP_END when it is not there any more. */
size_t stops_find(const struct stops *stops, const struct stop *stop);
/* What a draft remembers, and back: "structure/siren", "contrats+". */
void stop_text(struct buf *out, const struct stop *stop);
size_t stops_find_text(const struct stops *stops, const char *text);
/* The same; of what went with an instance, where its repeat is added to. */
size_t stops_find_place(const struct stops *stops, const char *text);
/* Take away the instances that a form begins its repeats with. */
const struct err *stops_clear_repeats(struct instance *instance,
    struct answer *parent) MUST_CHECK;

/*
 * Append what a stop is called, in the instance's language and without marks of
 * emphasis: its label, or its name. What is in a repeat has the number of its
 * instances behind it, "Name (2)".
 */
void stop_label(struct buf *out, struct instance *instance,
    const struct stop *stop);
/*
 * Jump: the questions and repeats whose labels (or names) have these words, as
 * search_find() finds them; the numbers of at most max of their stops, and how
 * many there are.
 */
size_t stops_search(const struct stops *stops, struct instance *instance,
    struct slice query, size_t *found, size_t max);

#endif
