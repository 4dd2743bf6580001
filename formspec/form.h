/*
 * form.h - a questionnaire as read: immutable, shared by every interview.
 * All strings and arrays live in the form's arena. Words are XLSForm's.
 */
#ifndef FORMSPEC_FORM_H
#define FORMSPEC_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "formspec/diag.h"
#include "formspec/node.h"

enum {
	FORM_LANGUAGES_MAX = 64,
	FORM_ITEMS_MAX = 100000,
	FORM_CHOICES_MAX = 1000000,
	FORM_DEPTH_MAX = 24,		/* a JSON tree takes two levels for each */
	FORM_FILE_BYTES_MAX = 64 << 20
};

enum item_kind { ITEM_GROUP, ITEM_REPEAT, ITEM_QUESTION };

/* How a question is asked. The table of their XLSForm words is types.c. */
enum question_type {
	Q_TEXT, Q_INTEGER, Q_DECIMAL, Q_RANGE,
	Q_SELECT_ONE, Q_SELECT_MULTIPLE, Q_RANK, Q_ACKNOWLEDGE,
	Q_DATE, Q_TIME, Q_DATETIME,
	Q_NOTE, Q_CALCULATE, Q_HIDDEN, Q_METADATA,
	Q_GEOPOINT, Q_GEOTRACE, Q_GEOSHAPE,
	Q_BARCODE, Q_IMAGE, Q_AUDIO, Q_VIDEO, Q_FILE,
	Q_EXTERNAL	/* csv-external, xml-external: no node of its own */
};

/* What an answer is: the XForms type of the bind. */
enum value_type {
	V_STRING, V_INT, V_DECIMAL, V_BOOLEAN, V_DATE, V_TIME, V_DATETIME,
	V_GEOPOINT, V_GEOTRACE, V_GEOSHAPE, V_BINARY, V_BARCODE
};

/* An expression as written, with ${name} resolved to paths, and compiled. */
struct expr {
	const char *written;	/* the cell, or NULL: there is none */
	const char *source;	/* XPath */
	struct xpath *compiled;	/* NULL only when there is none */
};

/* A label: literal pieces and expressions (${name}, <output>) in turn. */
struct text_part {
	const char *literal;	/* or NULL */
	struct expr value;	/* when literal is NULL */
};

struct text {
	const char *written;	/* the cell */
	const struct text_part *parts;
	size_t part_count;
};

/* One text a language, by form->languages; NULL pointer: none at all. */
struct texts {
	const struct text *by_language;	/* written is NULL where missing */
	bool plain;		/* in a sheet its column named no language */
};

struct choice {
	const char *name;
	struct texts label;
	const char *const *extra;	/* by list->extra_names, "" if empty */
	unsigned row;			/* of its sheet or file, or 0 */
};

/*
 * From the choices sheet, or from a file beside the form. A file whose name
 * and column for values or labels differ is another list.
 */
struct choice_list {
	const char *name;		/* for a file: its name, "communes.csv" */
	bool from_file;
	bool external;			/* of the external_choices sheet */
	bool searched;			/* a file that search() alone opens */
	const char *value_ref, *label_ref;	/* columns of a file */
	const struct choice *choices;
	size_t choice_count;
	const char *const *extra_names;	/* other columns, for choice_filter */
	size_t extra_count;
	struct node *document;		/* <root><item>... as XPath sees it */
	/* The element of each choice; NULL: the children of the top one. */
	struct node *const *nodes;
	bool used;
	unsigned row;			/* of the sheet where it begins, or 0 */
};

/* When an action runs. */
enum {
	ACTION_FIRST_LOAD = 1,		/* in every new interview */
	ACTION_NEW_REPEAT = 2,		/* an instance of `source` was added */
	ACTION_VALUE_CHANGED = 4,	/* the answer to `source` changed */
	ACTION_FINISH = 8		/* the interview ends */
};

enum { ITEM_ACTIONS_MAX = 8 };

/* A setvalue of an XForm; the item that holds it is its target. */
struct action {
	unsigned events;
	bool place;			/* setgeopoint: where the device is */
	const char *source;		/* a path, or NULL */
	/*
	 * Which nodes of the item are meant, when the source says none; more
	 * than one is a mistake.
	 */
	struct expr target;
	const char *literal;		/* or NULL: the value is computed */
	struct expr value;
};

/*
 * A select with search() as it was written, for .xlsx and XForms; the item is
 * what it became, a select from a file, and so it is in JSON.
 */
struct search_origin {
	struct choice_list *list;
	const char *word, *appearance, *parameters;
	const char *choice_filter;	/* or NULL */
};

struct item {
	enum item_kind kind;
	enum question_type type;	/* ITEM_QUESTION */
	enum value_type value_type;
	const char *name;
	const char *path;		/* "/panorama/structure/siren" */
	unsigned index;			/* in form->items */
	unsigned depth;			/* the root is 0 */
	struct item *parent, *first, *next;
	struct item *repeat;		/* innermost enclosing repeat, or NULL;
					   of a repeat: the one around it */
	const char *word;		/* XLSForm's, "select_one_from_file";
					   a row of types.c */

	struct texts label, hint, guidance, constraint_message,
	    required_message;
	/*
	 * Evaluated with the item's node as the context, ${name} inside the
	 * same repeat being a relative path ("../age"). Two are different:
	 *
	 * choice_filter  a predicate: the context node is the <item> of a
	 *                choice in list->document (the nodes' owner is the
	 *                struct choice), position and size count the choices,
	 *                current() is the question's node, and ${name} is
	 *                "current()/../age" or an absolute path
	 * repeat_count   the context is an instance of the repeat, or where the
	 *                first one would be: ".." is the node that holds them
	 */
	struct expr relevant, required, readonly, constraint, calculate,
	    dynamic_default, choice_filter, repeat_count;
	/*
	 * select_one ${name}: the choices are the answers to a question inside
	 * a repeat. A path to its nodes; the value is the name and the label.
	 * Choice_filter then has one of those nodes' repeat instances as its
	 * context. There is no list.
	 */
	struct expr itemset;
	/*
	 * Of an XForm. Together with a list: the elements of the choices that
	 * are offered, filtered and in order; there is no choice_filter then.
	 * Without one, what a choice is called and labelled, seen from each of
	 * the nodes of itemset.
	 */
	struct expr itemset_value, itemset_label;
	/* parameters randomize=true seed=...: how choices are shuffled. */
	bool randomize;
	struct expr seed;
	const char *default_value;	/* static, or NULL */
	/* Paths of the items that set it off, with spaces between; or NULL. */
	const char *trigger;
	const struct action *actions;
	size_t action_count;		/* at most ITEM_ACTIONS_MAX */
	/* A repeat of an XForm: the element that a new instance copies. */
	const struct node *blank;
	/* jr:noAddRemove: nobody adds or removes instances; there is one. */
	bool fixed;
	bool implied;			/* no row of it: see form_meta.c */
	/*
	 * Of an XForm: the attributes of its element. One that the form itself
	 * computes or sets is an item of its own, "@name", a hidden question
	 * inside this item, whatever its kind.
	 */
	const struct node *attributes;
	bool is_attribute;
	struct choice_list *list;	/* selects and rank */
	/* The tags that a question of type osm asks for, or NULL. */
	const struct choice_list *tags;
	const char *appearance;		/* "" when none */
	/* What was written with search() in its appearance; or NULL. */
	struct search_origin *search;
	const char *parameters;		/* "" when none, "start=0 end=10" */
	const char *metadata;		/* Q_METADATA: "start", "deviceid", ... */

	/*
	 * Récolte's own columns, bind::recolte:role and bind::recolte:personal.
	 * role says what the kit may do with an answer ("consent", "email",
	 * "family-name", "given-name", "phone", "case", "notice-version");
	 * personal answers leave only by the directory, never in a dataset.
	 */
	const char *role;		/* "" when none */
	bool personal;

	struct place place;		/* the row it was read from */
	const char *const *others;	/* further columns: name, value, ... */
	size_t other_count;		/* pairs */
};

/* A file that the form needs beside it. */
struct attachment {
	const char *name;
	const uint8_t *bytes;
	size_t len;
};

/*
 * What a response makes, or changes, in a list that outlives it (of trees, of
 * wells): a row of the sheet entities. The column save_to of the questions,
 * among their others, says what is kept. Entities are read and written; an
 * interview makes none.
 */
struct entity {
	const char *name;		/* list_name: of the list */
	/* Seen from an element two below the container, /meta/entity/label. */
	struct expr id, create_if, update_if, label;
	struct expr found;		/* the one with that id, in its list */
	const char *repeat;		/* the column, or NULL */
	/* What holds it: the root, a group or a repeat. */
	const struct item *container;
	struct place place;
};

/* A text of an XForm that expressions can ask for, jr:itext('id'). */
struct itext {
	const char *id;
	struct texts texts;
};

struct form {
	struct arena *arena;
	const char *id;			/* settings form_id */
	const char *title, *version;	/* "" when none */
	const char *root_name;		/* top element; pyxform's "data" */
	const char *default_language;
	const char *const *languages;	/* at least one, "default" */
	size_t language_count;
	struct item *root;		/* an ITEM_GROUP without a parent */
	struct item **items;		/* document order, [0] is root */
	size_t item_count;
	struct choice_list *lists;
	size_t list_count;
	struct choice_list *tag_lists;	/* of the sheet osm */
	size_t tag_list_count;
	struct entity *entities;
	size_t entity_count;
	struct attachment *attachments;
	size_t attachment_count;
	struct expr instance_name;	/* context: the root's node */
	bool from_xform;		/* it was read from one */
	/* Of an XForm: its text, texts, and the answers of a new interview. */
	const char *xform;
	const struct itext *itexts;
	size_t itext_count;
	const struct node *primary;
	struct map *paths;		/* to items; NULL: see form_build_paths() */
	const struct form_reads *reads;	/* see form_reads.h */
	/* The whole sheet, by name: name, value, ... form_id is always there. */
	const char *const *settings;
	size_t setting_count;
};

void form_free(struct form *form);
/* The text with that id, or NULL. */
const struct itext *form_itext(const struct form *form, const char *id);
/*
 * instance('id') of an expression: the document node of a choice list, of a
 * CSV file ("communes" for communes.csv) or of an external XML file; or NULL.
 */
struct node *form_instance(const struct form *form, const char *id);
/* The first file of choices or data that it wants and has not; or NULL. */
const char *form_missing_file(const struct form *form);
/* By path "/panorama/a/b"; or NULL. */
struct item *form_item(const struct form *form, const char *path);
/* By name, when exactly one question has it; or NULL. */
struct item *form_item_named(const struct form *form, const char *name);
/* What the container holds, or NULL. */
const struct entity *form_entity_in(const struct form *form,
    const struct item *container);
/* The property that an answer is kept as, or NULL. */
const char *form_saved_property(const struct item *item);
/* The first item with that role, or NULL. */
struct item *form_item_role(const struct form *form, const char *role);
/* "Français (fr)", "fr" or "français" to an index; -1 when there is none. */
int form_language(const struct form *form, const char *name);
/* "fr" of "Français (fr)", when it looks like a language tag; else empty. */
struct slice form_language_tag(const struct form *form, size_t language);
/* By its tag; a language without one, by its name or the letters of it. */
bool form_reads_leftwards(const struct form *form, size_t language);
/* The text for a language, else the default's, else any; NULL if none. */
const struct text *form_text(const struct form *form,
    const struct texts *texts, size_t language);
const struct choice *choice_list_find(const struct choice_list *list,
    const char *name);

/*
 * Read a form: .xlsx, .md (tables as pyxform's tests have them), .xml (an ODK
 * XForm) or .json (our canonical JSON). Choice files are looked for beside it. Diagnostics are added
 * for everything that is wrong; *out is NULL when there were errors.
 * An err is returned only when the file cannot be read at all.
 */
const struct err *form_read(struct form **out, const char *path,
    struct diags *diags) MUST_CHECK;

/*
 * Canonical JSON of a form with its attachments inside: the published bytes
 * that name a form version. Reading them gives the same form.
 */
void form_write_json(struct buf *out, const struct form *form);
const struct err *form_read_json(struct form **out, struct slice json,
    const char *name, struct diags *diags) MUST_CHECK;

/*
 * Read an ODK XForm; files that it wants beside it are left unread, and what
 * comes from them is empty. Errors and *out are as for form_read().
 */
const struct err *form_read_xform(struct form **out, struct slice xml,
    const char *name, struct diags *diags) MUST_CHECK;

/*
 * An ODK XForm of the form, in the shape that pyxform gives it. Columns whose
 * names XML cannot hold are not written.
 */
void form_write_xform(struct buf *out, const struct form *form);

/*
 * An XLSForm workbook of the form (attachments are not written). ERR_FORMAT:
 * it came as an XForm that says more than a workbook can.
 */
const struct err *form_write_xlsx(const struct form *form, const char *path)
    MUST_CHECK;

#endif
