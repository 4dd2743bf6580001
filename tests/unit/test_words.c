#include "check.h"
#include "collector/page/phrases.h"
#include "tests/unit/french.h"

/* It is there in both languages, with the same arguments. */
static void
check_text(const char *kind, int number, const char *english,
    const char *french)
{
	CHECK_RESULT(english && english[0], "%s %d: no English", kind, number);
	CHECK_RESULT(french && french[0], "%s %d: no French", kind, number);
	for (char i = '1'; english && french && i <= '9'; i++) {
		char mark[] = { '%', i, '\0' };

		CHECK_RESULT(!strstr(english, mark) == !strstr(french, mark),
		    "%%%c: \"%s\", \"%s\"", i, english, french);
	}
}

static void
test_catalogues(void)
{
	for (int w = 0; w < WORD_COUNT; w++)
		check_text("word", w, word_text(ENGLISH, (enum word)w),
		    word_text(FRENCH, (enum word)w));
	for (int w = 0; w < WORD_COUNT; w++)
		check_french(word_text(FRENCH, (enum word)w));
	for (int p = 0; p < PHRASE_COUNT; p++)
		check_text("phrase", p, phrase_text(ENGLISH, (enum phrase)p),
		    phrase_text(FRENCH, (enum phrase)p));
	for (int p = 0; p < PHRASE_COUNT; p++)
		check_french(phrase_text(FRENCH, (enum phrase)p));
}

static void
test_arguments(void)
{
	struct buf text = BUF_INIT;

	word_add(&text, ENGLISH, W_JOINED, "100 %1", "d", (char *)NULL);
	CHECK_STR(buf_str(&text), "joined \"100 %1\" as device d");
	buf_free(&text);
}

static void
test_languages(void)
{
	static const struct {
		const char *name;
		enum language language;
	} rows[] = {
		{ "fr", FRENCH }, { "fr_FR.UTF-8", FRENCH },
		{ "Français (fr)", FRENCH }, { "Français", FRENCH },
		{ "en_US", ENGLISH }, { "English (en)", ENGLISH },
		{ "C", ENGLISH }, { "", ENGLISH }, { NULL, ENGLISH }
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		CHECK_INT(language_of(rows[i].name), rows[i].language);
}

static void
test_subjects(void)
{
	struct buf said = BUF_INIT;
	static const char subject[] = "newfile2 #42: 2 interviews (1 new, 1 "
	    "corrected), 1 case note, 2 drafts, 1 file (2.1 MB)";

	word_add_subject(&said, FRENCH, subject);
	CHECK_STR(buf_str(&said), "newfile2 n° 42 : 2 entretiens (1 en plus, 1 en "
	    "correction), 1 note de contact, 2 brouillons, 1 fichier (2.1 "
	    "Mo)");
	buf_reset(&said);
	word_add_subject(&said, ENGLISH, subject);
	CHECK_STR(buf_str(&said), subject);
	buf_free(&said);
}

int
main(void)
{
	test_catalogues();
	test_arguments();
	test_languages();
	test_subjects();
	return CHECK_DONE();
}
