/*
 * instance_internal.h - how an instance is made; for the instance_*.c only.
 *
 * Storage. Answers stand in *frames*: one for the top of the response and one
 * for each instance of a repeat. A frame holds a cell for every item whose
 * innermost repeat is its own, in document order, so that an item's cell is
 * found by its slot, without a walk; and a list of frames for every repeat
 * directly inside.
 *
 * What XPath sees. The struct node tree holds relevant nodes alone: a node that
 * stops being relevant is taken out of its parent's children (it still knows
 * its parent, so that its own expressions can be evaluated). Walking the
 * answers goes by frames and items and sees everything.
 *
 * Recomputing. Every expression of the form is a *unit* of the graph; units are
 * sorted so that each comes behind what it reads. What changes pushes the cells
 * of the units that read it; units run in order until nothing is left.
 */
#ifndef FORMSPEC_INSTANCE_INTERNAL_H
#define FORMSPEC_INSTANCE_INTERNAL_H

#include "formspec/instance.h"
#include "kit/base/map.h"

enum {
	GRAPH_EDGES_MAX = 8 << 20,
	/* How often work may go back to an earlier unit: a circle, or rows that
	 * each read the row before. */
	SETTLE_PASSES_MAX = 2000,
	SCRATCH_BYTES_MAX = 256 << 10,
	CALL_WORK_MAX = 100000000,	/* steps of all expressions of a call */
	INSTANCE_ANSWERS_MAX = 1000000,
	INSTANCE_TEXT_BYTES_MAX = 64 << 20,	/* of all answers together */
	CELL_SMALL_BYTES = 24,
	TEXT_DEPTH_MAX = 16		/* choice labels that name choices */
};

enum unit_kind {
	UNIT_COUNT,		/* repeat_count; runs on the repeat's parent */
	UNIT_RELEVANT, UNIT_DEFAULT, UNIT_CALCULATE, UNIT_READONLY,
	UNIT_REQUIRED, UNIT_CONSTRAINT, UNIT_CHOICES,
	UNIT_ACTION,		/* the first of the item's actions */
	UNIT_KINDS = UNIT_ACTION + ITEM_ACTIONS_MAX
};

#define UNIT_NONE UINT32_MAX

struct unit {
	const struct item *item;
	enum unit_kind kind;
	const struct expr *expr;	/* NULL: UNIT_CHOICES without filter */
	const struct action *action;	/* UNIT_ACTION and behind, else NULL */
	bool is_volatile;		/* a calculation drawn once, then kept */
};

enum edge_mode {
	EDGE_SAME,	/* the readers in the shared instance */
	EDGE_LATER,	/* in this instance of the repeat and those behind it */
	EDGE_TRIGGER,	/* runs when a person or a calculation changes it */
	EDGE_NEW		/* runs when an instance of the repeat is added */
};

/* Someone reads an item. */
struct edge {
	uint32_t unit;
	enum edge_mode mode;
	/* The repeat whose instance reader and read share; NULL: the top. */
	const struct item *shared;
};

/* The items of a frame, and the repeats directly inside. */
struct shape {
	const struct item *top;		/* the root or a repeat */
	const struct item **items;	/* [0] is top */
	size_t item_count;
	const struct item **repeats;
	size_t repeat_count;
	size_t attribute_count;		/* those that are no items */
};

/* What is worked out of a choice list once a form. */
struct list_index {
	struct map *by_name;		/* name to choice */
	uint32_t *next_same;		/* the next of the same name, + 1; or 0 */
	struct node **nodes;		/* the choice's element, by choice */
	size_t node_count;
};

/* Items by parent and name; off when a name is not unique, or too crowded. */
struct name_table {
	const struct item **slots;	/* children; NULL is empty */
	uint32_t *hashes;		/* of their names */
	size_t mask;
	bool exact;
};

struct form_graph {
	const struct form *form;
	struct arena *arena;
	struct name_table names;
	const struct item **owners;	/* by item: the top of its frame */
	const struct item **previous;	/* by item: the sibling before it */
	uint32_t *slots;		/* by item: cell in its frame */
	uint32_t *list_slots;		/* by repeat item: list in the outer frame */
	struct shape **shapes;		/* by item, for tops; else NULL */
	struct unit *units;		/* each behind what it reads */
	size_t unit_count;
	uint32_t *unit_of;		/* item index * UNIT_KINDS + kind */
	struct edge *edges;		/* readers, item after item */
	uint32_t *edges_start;		/* by item; one more than items */
	struct list_index *lists;	/* by form->lists */
};

/* A unit that could not be evaluated on a cell. */
struct failure {
	struct failure *next;
	uint32_t unit;
	char *msg;
};

struct cell {
	struct answer answer;		/* first: an answer is a cell */
	struct frame *frame;
	struct failure *failures;
	char *text;			/* the answer, or NULL */
	size_t text_capacity;		/* 0: it stands in `small` */
	char small[CELL_SMALL_BYTES];	/* most answers are short */
	uint16_t dirty;			/* a bit a unit kind: in a bucket */
	bool shown;			/* in the XPath tree */
	bool own_relevant, own_readonly;
	bool surplus;			/* behind the count of its repeat */
	bool given;			/* a person's answer, not a default */
	bool stale;			/* volatile, passed over while hidden */
};

struct frame_list {
	struct frame **frames;
	size_t count, capacity;
	size_t shown;			/* of them, in the XPath tree */
	struct map *by_id;		/* 8 bytes to frame, or to NULL if gone */
	bool dirty;			/* its UNIT_COUNT is in a bucket */
};

struct frame {
	struct instance *instance;
	const struct shape *shape;
	struct frame *parent;		/* or NULL */
	size_t index;			/* in the parent's list */
	bool dead;			/* removed; waits to be freed */
	struct cell *cells;		/* shape->item_count, behind this */
	struct frame_list *lists;	/* shape->repeat_count, behind them */
	struct node *attributes;	/* shape->attribute_count, behind them */
	struct frame *next_dead;
};

/* Outside repeats a unit has one cell: that takes no memory of its own. */
struct bucket {
	struct cell *one;		/* while capacity is 0 */
	struct cell **cells;
	size_t count, capacity;
};

/*
 * What an instance pushes, those behind it push again: units of all behind, of
 * all in the frame that holds the repeat, of all there are.
 */
enum sweep { SWEEP_LATER, SWEEP_PARENT, SWEEP_TOP, SWEEPS };

struct instance {
	const struct form *form;
	const struct form_graph *graph;
	struct form_graph *own_graph;	/* or NULL: shared */
	struct instance_setting setting;
	const char *started;		/* when, in ISO 8601 */
	struct arena *arena;
	struct arena *scratch;
	struct node document;		/* above the root, for XPath */
	struct node last_saved;		/* an empty document */
	struct frame *top;
	struct frame *graveyard;
	size_t answer_count;
	size_t text_bytes;		/* of answers that are not small */
	size_t language;
	bool loading;			/* nothing recomputes until settled */
	bool quiet;			/* settling: triggers do not fire */
	bool settling;
	struct bucket *buckets;		/* by unit */
	uint64_t *waiting;		/* a bit a unit: bucket not empty */
	struct bucket running;
	uint64_t spent;			/* steps of this call */
	/* While instances of a repeat change one after the other, from the
	 * first on: see enum sweep, a bit a unit for each. */
	const struct frame_list *sweep;	/* NULL: none */
	const struct frame *sweep_parent;
	uint64_t *swept;
	unsigned text_depth;		/* texts inside texts */
	uint64_t shuffle;		/* drawn when it is needed; 0: not yet */
	struct err failure;		/* first of this call; code 0: none */
	struct xpath_form xpath_form;
	const struct choice **choices;	/* instance_choices() */
	size_t choices_capacity;
	struct problem *problems;	/* instance_problems() */
	size_t problems_capacity;
};

/* instance_graph.c, instance_reads.c, instance_order.c */
uint32_t graph_unit(const struct form_graph *graph, const struct item *item,
    enum unit_kind kind);		/* or UNIT_NONE */
const struct list_index *graph_list(const struct form_graph *graph,
    const struct choice_list *list);
const struct choice *graph_choice(const struct form_graph *graph,
    const struct choice_list *list, const char *name);

/* instance_names.c: an answer's children without a walk */
extern const struct node_finder answer_finder;
void graph_index_names(struct form_graph *graph);
const char *item_node_name(const struct item *item);

/* instance_frame.c: cells, frames, the XPath tree */
struct cell *cell_of(const struct answer *answer);
/* The answer that a node is; NULL: of a choice list, a file, or no node. */
struct answer *node_answer(const struct node *node);
bool item_has_node(const struct item *item);
struct cell *frame_cell(const struct frame *frame, const struct item *item);
struct cell *frame_top(const struct frame *frame);
struct frame_list *frame_list_of(const struct frame *frame,
    const struct item *repeat);
/* The frame around, or the same, whose top is `repeat`; NULL: the top one. */
struct frame *frame_around(const struct frame *frame,
    const struct item *repeat);
/* A frame at `index` of the list of `repeat` in parent; NULL parent: the top. */
struct frame *frame_new(struct instance *instance, struct frame *parent,
    const struct item *repeat, size_t index);
void frame_set_id(struct frame *frame, uint64_t id);
struct frame *frame_list_find(const struct frame_list *list, uint64_t id);
/* Out of list and tree; freed by frame_bury(). */
void frame_detach(struct frame *frame);
void frame_bury(struct instance *instance);
void frame_free(struct frame *frame);
void cell_show(struct cell *cell);	/* into the XPath tree */
void cell_hide(struct cell *cell);
/* Keep the text, and judge its type; nothing else follows. */
/* All answers together have a limit; over it an answer is stored as empty. */
bool cell_has_room(const struct cell *cell, size_t len);
const struct err *cell_no_room(void);
void cell_store(struct cell *cell, struct slice value);
/* Document order from this cell on. */
void cell_number_from(struct cell *cell);

/* instance_attribute.c */
/* Is that attribute, of the item's element, one that stays as it is? */
bool item_keeps_attribute(const struct item *item, const struct node *of_form);
/* Into its parent's attributes, behind the others; and out of them. */
void node_add_attribute(struct node *attribute);
void node_remove_attribute(struct node *attribute);
/* Those that elements have from the form. */
void frame_keep_attributes(struct frame *frame);

/* instance_queue.c: what must be recomputed */
void queue_push(struct cell *cell, uint32_t unit);
void queue_push_kind(struct cell *cell, enum unit_kind kind);
void queue_push_own(struct cell *cell);		/* every unit of the cell */
void queue_push_frame(struct frame *frame);	/* and of those inside */
void queue_push_readers(struct cell *cell, bool triggers);
/* The actions that a new instance of a repeat sets off. */
void queue_push_new(struct frame *frame);
/* Readers of every cell of a frame that appears or goes. */
void queue_push_frame_readers(struct frame *frame);
struct cell *bucket_cell(const struct bucket *bucket, size_t i);
/* The bucket of the first waiting unit into instance->running. */
bool queue_next(struct instance *instance, uint32_t *unit);
/* It runs now, and may be pushed again. */
void queue_take(struct cell *cell, uint32_t unit);
void queue_drop(struct instance *instance, uint32_t unit);	/* running */
void queue_clear(struct instance *instance);

/* instance_failure.c: expressions that cannot be evaluated */
void cell_fail(struct cell *cell, uint32_t unit, const char *msg);
void cell_recover(struct cell *cell, uint32_t unit);
void cell_forget_failures(struct cell *cell);

/* instance_settle.c: running the units */
void settle_run(struct instance *instance);
/* What fails while a unit runs is kept on its cell; else by the caller. */
void settle_fail(struct instance *instance, const struct err *err);
const struct err *settle_failure(struct instance *instance);
/* Store, judge and push what follows; false: it was that already. */
bool cell_set(struct cell *cell, struct slice value);
void cell_set_relevant(struct cell *cell);	/* from its parts */
/* Evaluate on a node; false: failed (kept), or there is no expression. */
bool instance_eval(struct instance *instance, const struct expr *expr,
    struct node *node, struct xpath_value *out);
/* The same with everything said; for filters. */
bool instance_eval_at(struct instance *instance, const struct expr *expr,
    const struct xpath_context *place, struct xpath_value *out);
void instance_start_call(struct instance *instance);
void instance_fresh_scratch(struct instance *instance);
/*
 * Instances of a repeat are changed, from the first on, or added at the end:
 * those that come push what they run themselves.
 */
void queue_sweep(struct frame *parent, const struct item *repeat);
void queue_sweep_end(struct instance *instance);

/* instance_repeat.c */
void repeat_follow_count(struct cell *parent, const struct unit *unit);
/* The instances of a repeat that a new frame starts with: one, or as many as
 * `holder` has elements for. */
void repeat_start(struct frame *frame, const struct item *repeat,
    const struct node *holder, bool first_load);
bool frame_is_filled(const struct frame *frame);

/*
 * instance_start.c: what a new node holds. sample: the element of an XForm that
 * is copied, or NULL. first_load: the interview is new, not only the frame.
 */
void start_frame(struct frame *frame, const struct node *sample,
    bool first_load);
void start_attributes(struct instance *instance);	/* of the top element */

/* instance_choices.c */
void cell_judge_choices(struct cell *cell, const struct unit *unit);
/* Of a choice that is an answer somewhere in the form: its label; or NULL. */
const char *choices_label(struct instance *instance,
    const struct answer *answer, const char *value);
/* The names of a select_multiple in the order of its list. */
void choices_sort(struct instance *instance, const struct item *item,
    struct buf *out, struct slice value);

/* instance_value.c */
bool value_is_type(enum value_type type, struct slice value);
/* The same, and of a range within its ends; a NUL ends the text. */
bool value_is_of_item(const struct item *item, struct slice value);
/* The XForms text of what was typed; text that is wrong stays as it is. */
void value_normalise(enum value_type type, struct buf *out,
    struct slice value);
/* The result of a calculation as a value of that type. */
void value_from_xpath(struct instance *instance, enum value_type type,
    struct buf *out, const struct xpath_value *value);

/* instance_text.c */
void text_bind(struct instance *instance);	/* xpath_form callbacks */

#endif
