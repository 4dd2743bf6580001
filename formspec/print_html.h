/*
 * print_html.h - a form as a questionnaire on paper: one HTML page that needs
 * nothing else, made to be printed. No script, no address outside; every text
 * of the form is escaped.
 */
#ifndef FORMSPEC_PRINT_HTML_H
#define FORMSPEC_PRINT_HTML_H

#include "formspec/form.h"

/*
 * language: of form->languages. Our own words are French for a language that
 * is called French, English for any other; for "default", `otherwise` says
 * ("fr" or "en").
 */
void print_html(struct buf *out, const struct form *form, size_t language,
    const char *otherwise);

#endif
