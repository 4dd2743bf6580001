#include "check.h"
#include "merger/words.h"
#include "tests/unit/french.h"

/* The arguments that a text uses, as a set of bits; -1 when it is malformed. */
static int
arguments(const char *text)
{
	int used = 0;

	for (; *text != '\0'; text++) {
		if (text[0] == '%' && text[1] == 't')
			text++;
		else if (text[0] != '%' && text[0] != '{')
			continue;
		if (text[1] < '1' || text[1] > '6')
			continue;
		used |= 1 << (text[1] - '1');
		/* Both forms, and the end. */
		if (text[0] == '{' && (text[2] != '|' ||
		    strchr(text + 3, '|') == NULL ||
		    strchr(text + 3, '}') == NULL ||
		    strchr(text + 3, '|') > strchr(text + 3, '}')))
			return -1;
	}
	return used;
}

/*
 * Every text is there in every language. One may decide by a number that the
 * other does not look at; none may lack an argument that the other shows.
 */
static void
test_catalogue(void)
{
	for (int w = 0; w < WORD_COUNT; w++) {
		const char *english = words_text(ENGLISH, (enum word)w);
		const char *french = words_text(FRENCH, (enum word)w);
		size_t e, f;

		CHECK_RESULT(english && english[0], "word %d: no English", w);
		CHECK_RESULT(french && french[0], "word %d: no French", w);
		if (english == NULL || french == NULL)
			continue;
		CHECK_RESULT(arguments(english) >= 0, "\"%s\"", english);
		CHECK_RESULT(arguments(french) >= 0, "\"%s\"", french);
		for (char i = '1'; i <= '6'; i++) {
			char mark[] = { '%', i, '\0' };
			char message[] = { '%', 't', i, '\0' };

			CHECK_RESULT(!strstr(english, mark) ==
			    !strstr(french, mark), "%%%c: \"%s\", \"%s\"", i,
			    english, french);
			CHECK_RESULT(!strstr(english, message) ==
			    !strstr(french, message), "%%t%c: \"%s\", \"%s\"",
			    i, english, french);
		}
		check_french(french);
		/* What ends a line in one ends it in the other. */
		e = strlen(english);
		f = strlen(french);
		CHECK_RESULT((english[e - 1] == '\n') ==
		    (french[f - 1] == '\n'), "\"%s\", \"%s\"", english,
		    french);
	}
}

static void
say(const char *expected, enum language language, enum word word,
    const char *a, const char *b)
{
	struct buf text = BUF_INIT;

	words_add(&text, language, word, a, b, (char *)NULL);
	CHECK_STR(buf_str(&text), expected);
	buf_free(&text);
}

#define NO_BREAK	"\xc2\xa0"

/* One, many, and none, which French takes for one. */
static void
test_numbers(void)
{
	say("1 change set merged, 2 revisions\n", ENGLISH, W_PULL_MERGED, "1",
	    "2");
	say("0 change sets merged, 1 revision\n", ENGLISH, W_PULL_MERGED, "0",
	    "1");
	say("0 lot fusionné, 1 révision\n", FRENCH, W_PULL_MERGED, "0", "1");
	say("11 lots fusionnés, 2 révisions\n", FRENCH, W_PULL_MERGED, "11",
	    "2");
	say("1 élément serait effacé" NO_BREAK ":\n", FRENCH, W_WOULD_ERASE, "1", NULL);
	say("2 éléments seraient effacés" NO_BREAK ":\n", FRENCH, W_WOULD_ERASE, "2",
	    NULL);
	CHECK_STR(NUMBER(18446744073709551615u), "18446744073709551615");
}

/* What people typed is an argument, never a text. */
static void
test_arguments(void)
{
	say("written for the laptops: 100 %1 {1|a|b}\n", ENGLISH,
	    W_PULL_WRITTEN, "100 %1 {1|a|b}", NULL);
	say("écrit pour les postes" NO_BREAK ": a: b ?\n", FRENCH,
	    W_PULL_WRITTEN, "a: b ?", NULL);
	CHECK_STR(SHORT("0a1b2c3d-4e5f"), "0a1b2c3d");
}

/* A message of the code within a text is said in that text's language. */
static void
test_messages(void)
{
	say("merger: main: of another; the study goes on with the last good "
	    "manifest\n", ENGLISH, W_MAIN_UNSOUND, "main: of another", NULL);
	say("merger: manifeste" NO_BREAK ": d’une autre enquête" NO_BREAK
	    "; l’enquête continue avec le dernier bon manifeste\n", FRENCH,
	    W_MAIN_UNSOUND, "manifest: of another study", NULL);
}

int
main(void)
{
	test_catalogue();
	test_numbers();
	test_arguments();
	test_messages();
	return CHECK_DONE();
}
