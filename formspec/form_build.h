/*
 * form_build.h - what the readers of forms share: a form that is being put
 * together from a workbook or from JSON, and then finished (paths, references,
 * expressions, checks) in one place.
 */
#ifndef FORMSPEC_FORM_BUILD_H
#define FORMSPEC_FORM_BUILD_H

#include "formspec/form.h"
#include "formspec/types.h"
#include "kit/base/map.h"

/* With more errors than these nobody looks for what was meant. */
enum { NEAREST_ERRORS_MAX = 100 };

/* The columns of the survey sheet that an item has a place for. */
enum field_id {
	FIELD_LABEL, FIELD_HINT, FIELD_GUIDANCE, FIELD_CONSTRAINT_MESSAGE,
	FIELD_REQUIRED_MESSAGE, FIELD_RELEVANT, FIELD_REQUIRED, FIELD_READONLY,
	FIELD_CONSTRAINT, FIELD_CALCULATION, FIELD_CHOICE_FILTER,
	FIELD_REPEAT_COUNT, FIELD_DEFAULT, FIELD_TRIGGER, FIELD_APPEARANCE,
	FIELD_PARAMETERS, FIELD_ROLE, FIELD_PERSONAL, FIELD_COUNT
};

/* The columns of the sheet entities that hold expressions. */
enum { ENTITIES_MAX = 1000, ENTITY_EXPR_COUNT = 4 };

struct entity_expr {
	const char *heading;	/* and in JSON */
	size_t offset;		/* in struct entity */
};

extern const struct entity_expr entity_exprs[ENTITY_EXPR_COUNT];

struct expr *entity_expr(size_t which, struct entity *entity);

enum field_shape { FIELD_TEXTS, FIELD_EXPR, FIELD_STRING, FIELD_FLAG };

struct field {
	const char *heading;	/* as we write it */
	const char *json;
	enum field_shape shape;
	size_t offset;		/* in struct item */
};

extern const struct field form_fields[FIELD_COUNT];

struct expr *field_expr(const struct field *field, struct item *item);
struct texts *field_texts(const struct field *field, struct item *item);
const char **field_string(const struct field *field, struct item *item);
/*
 * What the cell of a field says, "" when it is empty; not for texts. Defaults
 * and triggers are given back as they were written; what must be put together
 * for that stands in room.
 */
const char *field_cell(struct buf *room, const struct field *field,
    const struct item *item);

enum form_sheet { FORM_SURVEY, FORM_CHOICES, FORM_EXTERNAL, FORM_SHEETS };

/* Where things stand in a sheet: columns from 1, 0 for none. */
struct sheet_columns {
	const char *const *headings;	/* as written; [0] is column 1 */
	const char *const *others;	/* what we call it, of no field; or NULL */
	unsigned count;
	unsigned type, name, list;
	unsigned fields[FIELD_COUNT];	/* the first one of each */
	unsigned texts[FIELD_REQUIRED_MESSAGE + 1][FORM_LANGUAGES_MAX];
};

/* Memory of one expression that was read, for the next: see form_scan.c. */
struct scan_room {
	struct buf source;
	struct segment *segments;
	size_t segment_capacity;
	struct scan_call *calls;
};

struct form_build {
	struct form *form;		/* its items are build->items so far */
	struct arena *arena;		/* the form's */
	struct diags *diags;
	const char *file;		/* for messages */
	const char *folder;		/* of files beside it; NULL: none */
	bool without_files;		/* their absence is no fault */
	bool published;			/* from JSON: it was a form before */
	struct item **items;
	size_t item_capacity;
	struct item *last[FORM_DEPTH_MAX + 2];	/* added at each depth */
	struct choice_list **lists;	/* become form->lists at the end */
	size_t list_count, list_capacity;
	struct map *list_names;		/* to the first list that had it */
	struct attachment *attachments;	/* form->attachment_count of them */
	size_t attachment_capacity;
	struct sheet_columns sheets[FORM_SHEETS];
	unsigned settings_row;		/* where the settings' values stand */
	struct map *names;		/* see form_refs.c */
	struct map *expressions;	/* by source: the first struct expr */
	struct map *xpaths;		/* see xpath_parse_shared() */
	struct scan_room scan_room;
};

struct form_build *form_build_new(const char *file, const char *folder,
    struct diags *diags);
void form_build_free(struct form_build *build);	/* with the form, if there */

/*
 * A new last child, the parent being no deeper than FORM_DEPTH_MAX. Type is
 * NULL for the root. Items are made in document order.
 */
struct item *form_build_item(struct form_build *build, struct item *parent,
    enum item_kind kind, const struct type_word *type, const char *name);
/* Items by their paths, once these are known; it is the form's. */
const struct map *form_build_paths(struct form_build *build);
size_t form_build_language(struct form_build *build, const char *name);
/* One text of a set; an empty one is left out. */
void form_build_text(struct form_build *build, struct texts *texts,
    size_t language, const char *written);

struct choice_list *form_build_add_list(struct form_build *build,
    const char *name);
/* The lists from that one on are taken out: they are of tags. */
void form_build_tag_lists(struct form_build *build, size_t first);
/* Room for that many entities; form->entity_count grows as they come. */
void form_build_entities(struct form_build *build, size_t count);
/* A list of the choices (or external_choices) sheet, or NULL. */
struct choice_list *form_build_find_list(const struct form_build *build,
    const char *name, bool external);
/*
 * A list from a file, read when it is not there yet; what is wrong with the
 * file is diagnosed. choices: its rows are offered, so it must have columns
 * for values and labels.
 */
struct choice_list *form_build_file_list(struct form_build *build,
    const struct place *place, const char *file, const char *parameters,
    bool choices);
/* The attachment of that name, read from the folder when need be; or NULL. */
const struct attachment *form_build_attachment(struct form_build *build,
    const char *name);
void form_build_attach(struct form_build *build, const char *name,
    struct slice bytes);
/*
 * Parameters as people write them, "Start = 0; End=10", in the way that they
 * are looked up, "start=0 end=10"; word is the type. As they were when they
 * make no sense.
 */
const char *form_tidy_parameters(struct arena *arena, const char *word,
    const char *written);
/* The value of a key in "start=0 end=10", in the arena; or NULL. */
const char *form_parameter(struct arena *arena, const char *parameters,
    const char *key);

/* Keep a setting, unless it is there already; they stay sorted by name. */
void form_add_setting(struct form_build *build, const char *name,
    const char *value);
const char *form_setting(const struct form *form, const char *name);
/* Title, version, ... from the settings; an id is made up when need be. */
void form_apply_settings(struct form_build *build);

/* The place of a field of an item, with the cell for a caret. */
struct place form_place(const struct form_build *build, const struct item *item,
    enum field_id field, const char *cell);

/* form_places.c: further places of a form that stands in sheets. */
struct place form_column(const struct form_build *build,
    enum form_sheet sheet, struct place place, unsigned column,
    const char *cell);
struct place form_name_place(const struct form_build *build,
    const struct item *item);
struct place form_text_place(const struct form_build *build,
    const struct item *item, enum field_id field, size_t language);
struct place form_list_place(const struct form_build *build,
    const struct choice_list *list);
struct place form_choice_place(const struct form_build *build,
    const struct choice_list *list, const struct choice *choice);
/* The cell of a column that is no field, in the row of place. */
struct place form_other_place(const struct form_build *build,
    enum form_sheet sheet, struct place place, const char *heading,
    const char *cell);
struct place form_choice_text_place(const struct form_build *build,
    const struct choice_list *list, const struct choice *choice,
    size_t language);

/*
 * Finish: everything that the items' own rows do not say. The form, or NULL
 * when there are errors; the build is gone.
 */
struct form *form_build_done(struct form_build *build);
/* The end of finishing, for a reader that resolves and checks by itself. */
struct form *form_build_settle(struct form_build *build);

/* The parts of finishing, each in a file of its own. */
void form_imply_meta(struct form_build *build);	/* form_meta.c */
void form_resolve(struct form_build *build);	/* form_refs.c */
void form_entities(struct form_build *build);	/* form_entities.c */
void form_documents(struct form_build *build);	/* form_lists.c */
/*
 * xform_write_text.c: are its labels in several languages, with media, or with
 * answers in them? Then an XForm has them as texts "list-0", "list-1".
 */
bool form_list_is_itext(const struct form *form,
    const struct choice_list *list);
void form_check(struct form_build *build);	/* form_check.c */
void form_check_search(struct form_build *build);
/* Selects with search() become selects from files: form_search.c. */
void form_search(struct form_build *build);
void form_check_parameters(struct form_build *build, struct item *item);
void form_check_translations(struct form_build *build);	/* form_translations.c */
void form_advise(struct form_build *build);	/* form_advice.c */
void form_check_cycles(struct form_build *build);	/* form_cycles.c */

/* The form as its XForm is read again; NULL: it is not. (xform_read.c) */
struct form *form_through_xform(const struct form *form);
/* An XForm as the XLSForm that says the same; NULL: none does. */
struct form *form_sheet_of_xform(const struct form *form);

/*
 * Append what ${name} of the target becomes, seen from an item: a relative
 * path inside the same repeat. Without a context: its path.
 */
void form_path_from(struct buf *out, const struct item *context,
    const struct item *target);

/* "image", "audio::Français (fr)", ...: a column of files to show or play. */
bool form_is_media(const char *heading);
bool form_name_is_valid(const char *name);	/* an XML name without ':' */
/* "yes", "TRUE", "true()", ... to 1; "no", ... to 0; anything else to -1. */
int form_yes_no(const char *cell);

/*
 * Further columns of an item, as pairs of a heading and a value, beside those
 * it has: sorted by heading, so that the order of the columns in a sheet
 * changes nothing, and in the given order where a heading comes twice. The
 * strings are the caller's, for as long as the arena. At least one pair.
 */
void form_add_others(struct arena *arena, struct item *item,
    const char *const *pairs, size_t count);

/* Is the item this one, or inside it? */
bool form_item_holds(const struct item *ancestor, const struct item *item);

#endif
