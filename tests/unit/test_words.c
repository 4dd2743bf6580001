#include "check.h"
#include "collector/words.h"

/* Every text is there in every language, with the same arguments. */
static void
test_catalogue(void)
{
	for (int w = 0; w < WORD_COUNT; w++) {
		const char *english = word_text(ENGLISH, (enum word)w);
		const char *french = word_text(FRENCH, (enum word)w);

		CHECK_RESULT(english && english[0], "word %d: no English", w);
		CHECK_RESULT(french && french[0], "word %d: no French", w);
		for (char i = '1'; english && french && i <= '9'; i++) {
			char mark[] = { '%', i, '\0' };

			CHECK_RESULT(!strstr(english, mark) ==
			    !strstr(french, mark), "%%%c: \"%s\", \"%s\"", i,
			    english, french);
		}
	}
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

int
main(void)
{
	test_catalogue();
	test_arguments();
	test_languages();
	return CHECK_DONE();
}
