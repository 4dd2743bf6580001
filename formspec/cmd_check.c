/*
 * formspec check: what is wrong with a form, or what it holds.
 */
#include <stdio.h>
#include <string.h>

#include "formspec/commands.h"
#include "formspec/form.h"
#include "kit/base/file.h"
#include "kit/base/json.h"

const struct cli_option cmd_check_options[] = {
	{ "json", NULL, "print JSON", 0 },
	{ NULL, NULL, NULL, 0 }
};

enum count {
	COUNT_QUESTIONS, COUNT_GROUPS, COUNT_REPEATS, COUNT_LISTS,
	COUNT_CHOICES, COUNT_LANGUAGES, COUNT_FILES, COUNT_COUNT
};

static const struct {
	const char *json, *one_en, *many_en, *one_fr, *many_fr;
} words[COUNT_COUNT] = {
	{ "questions", "question", "questions", "question", "questions" },
	{ "groups", "group", "groups", "groupe", "groupes" },
	{ "repeats", "repeat", "repeats", "répétition", "répétitions" },
	{ "lists", "list", "lists", "liste", "listes" },
	{ "choices", "choice", "choices", "choix", "choix" },
	{ "languages", "language", "languages", "langue", "langues" },
	{ "files", "file", "files", "fichier", "fichiers" }
};

static void
count_form(const struct form *form, size_t counts[COUNT_COUNT])
{
	memset(counts, 0, COUNT_COUNT * sizeof(*counts));
	for (size_t i = 1; i < form->item_count; i++) {
		enum item_kind kind = form->items[i]->kind;

		if (form->items[i]->implied)
			continue;
		counts[kind == ITEM_QUESTION ? COUNT_QUESTIONS :
		    kind == ITEM_REPEAT ? COUNT_REPEATS : COUNT_GROUPS]++;
	}
	counts[COUNT_LISTS] = form->list_count;
	for (size_t i = 0; i < form->list_count; i++)
		counts[COUNT_CHOICES] += form->lists[i].choice_count;
	counts[COUNT_LANGUAGES] = form->language_count;
	counts[COUNT_FILES] = form->attachment_count;
}

/* Digits in threes, with a comma or a narrow no-break space. */
static void
add_number(struct buf *out, size_t number, const char *separator)
{
	char digits[32];
	size_t len = (size_t)snprintf(digits, sizeof(digits), "%zu", number);

	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_add(out, separator);
		buf_add_byte(out, (uint8_t)digits[i]);
	}
}

static void
add_languages(struct buf *out, const struct form *form)
{
	buf_add(out, " (");
	for (size_t i = 0; i < form->language_count; i++)
		buf_addf(out, "%s%s", i > 0 ? ", " : "", form->languages[i]);
	buf_add(out, ")");
}

static void
add_summary(struct buf *out, const struct form *form, bool french)
{
	size_t counts[COUNT_COUNT];

	count_form(form, counts);
	for (size_t i = 0; i < COUNT_COUNT; i++) {
		bool one = counts[i] == 1 || (french && counts[i] == 0);

		if (i > 0)
			buf_add(out, ", ");
		add_number(out, counts[i], french ? "\xe2\x80\xaf" : ",");
		buf_addf(out, " %s", french ?
		    (one ? words[i].one_fr : words[i].many_fr) :
		    (one ? words[i].one_en : words[i].many_en));
		if (i == COUNT_LANGUAGES)
			add_languages(out, form);
	}
}

static void
print_text(struct buf *out, const char *path, const struct form *form,
    const struct diags *diags, const char *language)
{
	bool french = strcmp(language, "fr") == 0;
	bool clean = diags_errors(diags) + diags_warnings(diags) == 0;

	diags_print(out, diags, language);
	if (form == NULL)
		return;
	buf_add(out, file_name(path));
	buf_add(out, french ? "\xc2\xa0: " : ": ");
	command_add_count(out, diags, language);
	if (clean)
		buf_add(out, french ? "rien à signaler" : "nothing to remark");
	buf_add(out, french ? "\xc2\xa0; " : "; ");
	add_summary(out, form, french);
	buf_add(out, "\n");
}

static void
print_json(struct buf *out, const char *path, const struct form *form,
    const struct diags *diags, const char *language)
{
	size_t counts[COUNT_COUNT];

	buf_add(out, "{\"file\":");
	json_write_string(out, slice_str(file_name(path)));
	buf_addf(out, ",\"errors\":%zu,\"warnings\":%zu,\"diagnostics\":",
	    diags_errors(diags), diags_warnings(diags));
	diags_print_json(out, diags, language);
	if (form != NULL) {
		count_form(form, counts);
		buf_add(out, ",\"counts\":{");
		for (size_t i = 0; i < COUNT_COUNT; i++)
			buf_addf(out, "%s\"%s\":%zu", i > 0 ? "," : "",
			    words[i].json, counts[i]);
		buf_add(out, "}");
	}
	buf_add(out, "}\n");
}

const struct err *
cmd_check(struct cli *cli)
{
	const char *path = cli_operand(cli, 0);
	const char *language = command_language(cli);
	struct diags *diags = diags_new();
	struct form *form = NULL;
	struct buf out = BUF_INIT;
	const struct err *err;

	err = form_read(&form, path, diags);
	if (err)
		goto done;
	(cli_has(cli, "json") ? print_json : print_text)(&out, path, form,
	    diags, language);
	if (fwrite(buf_str(&out), 1, out.len, stdout) != out.len ||
	    fflush(stdout) != 0)
		err = err_errno("standard output");
	if (!err)
		err = command_refuse(diags, path, language);
done:
	buf_free(&out);
	form_free(form);
	diags_free(diags);
	return err;
}
