/*
 * form_advice.h - what the files of advice share: does a value fit an answer?
 */
#ifndef FORMSPEC_FORM_ADVICE_H
#define FORMSPEC_FORM_ADVICE_H

#include "formspec/form_build.h"

/* Does the form itself say which choices the question has? */
bool advice_choices_known(const struct item *item);
bool advice_has_choice(const struct choice_list *list, const char *name,
    size_t len);
/* The choice that was meant, by its label or a name much like it; or NULL. */
const char *advice_nearest_choice(const struct form *form,
    const struct choice_list *list, const char *value);
bool advice_is_number(const char *s);
/* The diagnostic for what an answer of that type never is; or NULL. */
const char *advice_misfit(const struct item *item, const char *value);
void advice_of_row(struct form_build *build, const struct item *item);

#endif
