/*
 * What people type becomes an answer, and an answer is shown to them; both ways
 * for every type of question, in both languages.
 */
#include "check.h"
#include "collector/interview/reading.h"
#include "collector/interview/search.h"
#include "formspec/diag_text.h"
#include "formspec/failure.h"
#include "instance_world.h"

static int
summer_and_winter(int64_t ms)
{
	struct civil c = civil_from_ms(ms, 0);

	return c.month > 3 && c.month < 11 ? 120 : 60;
}

/* In the table: what is needed instead, in English and in French. */
#define NO(english, french) NULL, english, french
#define IS(value, shown) value, shown, NULL

static const struct {
	enum language language;
	const char *question, *typed, *value, *shown, *french;
} typed[] = {
	{ FRENCH, "whole", " 12 ", IS("12", "12") },
	{ FRENCH, "whole", "1\xc2\xa0" "234", IS("1234", "1234") },
	{ FRENCH, "whole", "1.234", IS("1234", "1234") },
	{ ENGLISH, "whole", "1,234", IS("1234", "1234") },
	{ ENGLISH, "whole", "\xe2\x88\x92" "7", IS("-7", "-7") },
	{ ENGLISH, "whole", "12.5", NO("a whole number is needed, such as 12",
	    "il faut un nombre entier, comme 12") },
	{ ENGLISH, "whole", "1234567890123456789", NO("a whole number is "
	    "needed, such as 12", "il faut un nombre entier, comme 12") },
	{ FRENCH, "whole", "douze", NO("a whole number is needed, such as 12",
	    "il faut un nombre entier, comme 12") },
	{ FRENCH, "share", "0,5", IS("0.5", "0,5") },
	{ ENGLISH, "share", "0,5", IS("0.5", "0.5") },
	{ FRENCH, "share", "1.234,5", IS("1234.5", "1234,5") },
	{ ENGLISH, "share", "1,234.50", IS("1234.50", "1234.50") },
	{ FRENCH, "share", "1,234", IS("1.234", "1,234") },
	{ ENGLISH, "share", "1,234", IS("1234", "1234") },
	{ ENGLISH, "share", "1,2,3", NO("a number is needed, such as 0.5",
	    "il faut un nombre, comme 0,5") },
	{ FRENCH, "share", "1e5", NO("a number is needed, such as 0.5",
	    "il faut un nombre, comme 0,5") },
	{ FRENCH, "share", ",", NO("a number is needed, such as 0.5",
	    "il faut un nombre, comme 0,5") },
	{ FRENCH, "budget", "1234567,5", IS("1234567.5",
	    "1\xe2\x80\xaf" "234\xe2\x80\xaf" "567,5") },
	{ ENGLISH, "budget", "-123456", IS("-123456", "-123,456") },
	{ FRENCH, "rate", "3", IS("3", "3") },
	{ FRENCH, "rate", "11", NO("a number from 0 to 10 is needed",
	    "il faut un nombre de 0 à 10") },
	{ FRENCH, "part", "0,5", IS("0.5", "0,5") },
	{ ENGLISH, "part", "0.3", NO("a number from 0 to 1 is needed, in steps "
	    "of 0.25", "il faut un nombre de 0 à 1, par pas de 0.25") },
	{ FRENCH, "day", "23/11/2026", IS("2026-11-23", "23/11/2026") },
	{ ENGLISH, "day", "2026-11-23", IS("2026-11-23", "23/11/2026") },
	{ ENGLISH, "day", "1.2.2026", IS("2026-02-01", "01/02/2026") },
	{ ENGLISH, "day", "23/11/26", NO("a date is needed, such as 2026-11-23 "
	    "or 23/11/2026", "il faut une date, comme 23/11/2026 ou "
	    "2026-11-23") },
	{ FRENCH, "day", "31/02/2026", NO("a date is needed, such as "
	    "2026-11-23 or 23/11/2026", "il faut une date, comme 23/11/2026 "
	    "ou 2026-11-23") },
	{ ENGLISH, "day", "2026-11", NO("a date is needed, such as 2026-11-23 "
	    "or 23/11/2026", "il faut une date, comme 23/11/2026 ou "
	    "2026-11-23") },
	{ FRENCH, "month", "11/2026", IS("2026-11-01", "11/2026") },
	{ FRENCH, "month", "2026-11", IS("2026-11-01", "11/2026") },
	{ FRENCH, "month", "2026", NO("a month is needed, such as 2026-11 or "
	    "11/2026", "il faut un mois, comme 11/2026 ou 2026-11") },
	{ FRENCH, "year", "1998", IS("1998-01-01", "1998") },
	{ FRENCH, "year", "98", NO("a year is needed, such as 2026",
	    "il faut une année, comme 2026") },
	{ FRENCH, "moment", "23/11/2026 à 14h30",
	    IS("2026-11-23T14:30:00.000+01:00", "23/11/2026 14:30") },
	{ ENGLISH, "moment", "2026-07-01T09:05",
	    IS("2026-07-01T09:05:00.000+02:00", "01/07/2026 09:05") },
	{ ENGLISH, "moment", "2026-07-01T09:05:01.250Z",
	    IS("2026-07-01T09:05:01.250Z", "01/07/2026 11:05:01") },
	{ ENGLISH, "moment", "2026-07-01", NO("a date and a time are needed, "
	    "such as 2026-11-23 14:30", "il faut une date et une heure, comme "
	    "23/11/2026 14:30") },
	{ FRENCH, "place", "50,63 3,06", IS("50.63 3.06 0 0", "50.63 3.06") },
	{ FRENCH, "place", "50.63, -3.06", IS("50.63 -3.06 0 0",
	    "50.63 -3.06") },
	{ FRENCH, "place", "50.63 3.06 21 4.5", IS("50.63 3.06 21 4.5",
	    "50.63 3.06 21 4.5") },
	{ FRENCH, "place", "50,63", NO("latitude and longitude are needed, "
	    "such as 50.63 3.06", "il faut une latitude et une longitude, "
	    "comme 50,63 3,06") },
	{ FRENCH, "place", "90.5 3", NO("latitude and longitude are needed, "
	    "such as 50.63 3.06", "il faut une latitude et une longitude, "
	    "comme 50,63 3,06") },
	{ FRENCH, "way", "50 3; 51 4", IS("50 3 0 0; 51 4 0 0",
	    "50 3; 51 4") },
	{ FRENCH, "field", "50 3; 51 4; 50 4", IS("50 3 0 0; 51 4 0 0; "
	    "50 4 0 0; 50 3 0 0", "50 3; 51 4; 50 4; 50 3") },
	{ FRENCH, "field", "50 3; 51 4; 50 3", NO("three places at least are "
	    "needed, with ; between, such as 50.63 3.06; 50.64 3.07; 50.64 "
	    "3.05", "il faut au moins trois lieux, séparés par des "
	    "points-virgules, comme 50,63 3,06; 50,64 3,07; 50,64 3,05") },
	{ FRENCH, "seen", "Oui", IS("OK", "OK") },
	{ FRENCH, "seen", "non", NO("answer OK, or nothing",
	    "répondez OK, ou rien") },
	{ FRENCH, "note", "a\r\nb", IS("a\nb", "a\nb") },
	{ FRENCH, "note", " \t ", IS("", "") },
	{ FRENCH, "secret", "xyz", IS("xyz", "\u2022\u2022\u2022\u2022\u2022"
	    "\u2022\u2022\u2022") },
	{ FRENCH, "town", "bethune", IS("b", "Béthune") },
	{ FRENCH, "town", "=l", IS("l", "Lille") },
	{ FRENCH, "town", "2", IS("b", "Béthune") },
	{ FRENCH, "town", "Lens", NO("\"Lens\" is not one of the choices",
	    "« Lens » n'est pas un des choix") },
	{ FRENCH, "towns", "3 1, 3", IS("l s", "Lille; Saint-Quentin") },
	{ FRENCH, "towns", "saint quentin, lille", IS("l s",
	    "Lille; Saint-Quentin") },
	{ FRENCH, "order", "3 1 2", IS("s l b",
	    "Saint-Quentin; Lille; Béthune") },
	{ FRENCH, "order", "3 1 s", NO("\"s\" stands twice",
	    "« s » figure deux fois") },
	{ FRENCH, "photo", "x", NO("photo: no text answers this",
	    "photo : aucun texte n'y répond") }
};

static void
check_typed(struct instance *instance, size_t i)
{
	struct answer *answer = answer_of(instance_root(instance),
	    form_item_named(instance_form(instance), typed[i].question));
	struct reading reading = { typed[i].language, summer_and_winter };
	struct options *options = NULL;
	const struct err *err;
	struct buf out = BUF_INIT, expected = BUF_INIT;

	CHECK_OK(instance_set(instance, answer, ""));
	if (options_offered(answer->item))
		CHECK_OK(options_of(&options, instance, answer));
	err = reading_value(&out, &reading, answer, options,
	    slice_str(typed[i].typed));
	if (typed[i].value == NULL) {
		CHECK_STR(err ? err->msg : "success", typed[i].shown);
		CHECK_STR(buf_str(&out), "");
		failure_say(&expected, typed[i].shown, "fr");
		diag_text_typeset(&out, slice_str(typed[i].french), true);
		CHECK_STR(buf_str(&expected), buf_str(&out));
		goto done;
	}
	CHECK_OK(err);
	CHECK_OK(instance_set(instance, answer, buf_str(&out)));
	CHECK_STR(answer_value(answer), typed[i].value);
	CHECK(answer->type_ok && answer->choice_ok);
	buf_reset(&out);
	reading_show(&out, &reading, answer, options);
	CHECK_STR(buf_str(&out), typed[i].shown);
	/* What the field shows is read as what is there. */
	buf_reset(&out);
	reading_field(&out, &reading, answer);
	CHECK_OK(reading_value(&expected, &reading, answer, options,
	    buf_slice(&out)));
	CHECK_STR(buf_str(&expected), typed[i].value);
done:
	options_free(options);
	buf_free(&out);
	buf_free(&expected);
}

static const struct {
	const char *question, *value, *field;
} fields[] = {
	{ "share", "12.5", "12,5" }, { "day", "2026-11-23", "2026-11-23" },
	{ "month", "2026-11-01", "2026-11" }, { "year", "2026-01-01", "2026" },
	{ "time", "14:30:00.000+01:00", "14:30" },
	{ "time", "14:30:07.000+01:00", "14:30:07" },
	{ "moment", "2026-11-23T14:30:00.000+01:00", "2026-11-23T14:30" },
	{ "place", "50.63 3.06 0 0", "50.63 3.06" },
	{ "secret", "xyz", "xyz" }, { "town", "b", "b" },
	{ "share", "not a number", "not a number" }
};

static void
test_fields(struct instance *instance)
{
	struct reading reading = { FRENCH, summer_and_winter };

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		struct buf out = BUF_INIT;
		struct answer *answer = answer_of(instance_root(instance),
		    form_item_named(instance_form(instance),
		    fields[i].question));

		CHECK_OK(instance_set(instance, answer, fields[i].value));
		reading_field(&out, &reading, answer);
		CHECK_STR(buf_str(&out), fields[i].field);
		buf_free(&out);
	}
}

static void
test_time(struct instance *instance)
{
	struct reading reading = { FRENCH, summer_and_winter };
	struct answer *answer = answer_of(instance_root(instance),
	    form_item_named(instance_form(instance), "time"));
	struct buf out = BUF_INIT;

	/* The clock of this machine says which offset: only the time is sure. */
	CHECK_OK(instance_set(instance, answer, ""));
	CHECK_OK(reading_value(&out, &reading, answer, NULL,
	    slice_str("9h05")));
	CHECK(out.len == 18 && memcmp(out.data, "09:05:00.000+", 13) == 0);
	buf_reset(&out);
	CHECK_ERR(reading_value(&out, &reading, answer, NULL,
	    slice_str("25:00")), ERR_FORMAT, "a time is needed");
	/* Seconds and a foreign zone stay when nobody changes it. */
	CHECK_OK(instance_set(instance, answer, "14:30:07.125+05:00"));
	CHECK_OK(reading_value(&out, &reading, answer, NULL,
	    slice_str("14:30:07")));
	CHECK_STR(buf_str(&out), "14:30:07.125+05:00");
	buf_free(&out);
}

static void
check_picked(struct instance *instance, const char *question,
    const char *const *names, size_t count, const char *value,
    const char *failure)
{
	struct answer *answer = answer_of(instance_root(instance),
	    form_item_named(instance_form(instance), question));
	struct options *options = NULL;
	struct buf out = BUF_INIT;

	CHECK_OK(options_of(&options, instance, answer));
	if (failure != NULL)
		CHECK_ERR(reading_picked(&out, answer, options, names, count),
		    ERR_FORMAT, failure);
	else
		CHECK_OK(reading_picked(&out, answer, options, names, count));
	CHECK_STR(buf_str(&out), value);
	options_free(options);
	buf_free(&out);
}

static void
test_picked(struct instance *instance)
{
	static const char *const two[] = { "s", "", "l" },
	    *const twice[] = { "s", "s" }, *const other[] = { "zz" };
	struct answer *answer = answer_of(instance_root(instance),
	    form_item_named(instance_form(instance), "town"));

	check_picked(instance, "towns", two, 3, "s l", NULL);
	check_picked(instance, "order", two, 3, "s l", NULL);
	check_picked(instance, "town", two, 3, "", "one choice alone");
	check_picked(instance, "order", twice, 2, "", "stands twice");
	check_picked(instance, "towns", twice, 2, "s", NULL);
	check_picked(instance, "town", other, 1, "", "not one of the choices");
	check_picked(instance, "town", NULL, 0, "", NULL);
	/* What is there already may stay, though nothing offers it now. */
	CHECK_OK(instance_set(instance, answer, "zz"));
	check_picked(instance, "town", other, 1, "zz", NULL);
	CHECK(reading_is_picked(answer, "zz"));
	CHECK(!reading_is_picked(answer, "z") && !reading_is_picked(answer, ""));
}

static void
check_search(const struct search *search, const char *query, size_t total,
    const char *expected)
{
	size_t found[4];
	struct buf seen = BUF_INIT;

	CHECK_INT(search_find(search, slice_str(query), found, 4), total);
	for (size_t i = 0; i < total && i < 4; i++)
		buf_addf(&seen, "%zu ", found[i]);
	CHECK_STR(buf_str(&seen), expected);
	buf_free(&seen);
}

static void
test_search(void)
{
	static const char *const towns[] = { "Neuville-en-Ferrain",
		"La Neuville", "Neuville", "Œuf-en-Ternois", "Béthune",
		"Saint-Quentin" };
	struct search *search = search_new();
	struct buf longest = BUF_INIT;

	for (size_t i = 0; i < 6; i++)
		search_add(search, slice_str(towns[i]));
	check_search(search, "NEUVILLE", 3, "2 0 1 ");
	check_search(search, "ville", 3, "0 1 2 ");
	check_search(search, "ferrain neu", 1, "0 ");
	check_search(search, "oeuf", 1, "3 ");
	check_search(search, "bethun", 1, "4 ");
	check_search(search, "saint-q", 1, "5 ");
	check_search(search, "t q", 1, "5 ");
	check_search(search, "xx", 0, "");
	check_search(search, "", 6, "0 1 2 3 ");
	while (longest.len <= SEARCH_BYTES_MAX)
		buf_add(&longest, "ab ");
	check_search(search, buf_str(&longest), 0, "");
	buf_free(&longest);
	search_free(search);
}

int
main(void)
{
	struct form *form = read_form("cases/collector/reading.md");
	struct instance *instance = NULL;

	if (form == NULL)
		return 1;
	CHECK_OK(instance_new(&instance, form, NULL));
	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
		check_typed(instance, i);
	test_fields(instance);
	test_time(instance);
	test_picked(instance);
	test_search();
	instance_free(instance);
	form_free(form);
	return CHECK_DONE();
}
