/* What a case is called by: columns in any order and in two languages. */
#include "check.h"
#include "collector/casebook.h"
#include "kit/base/crypto.h"

enum { COLUMNS_MAX = 6 };

static const struct {
	const char *name, *columns;	/* in the order in which they are read */
	struct field fields[COLUMNS_MAX];
} cases[] = {
	{ "Agnès Müller, Centre social, Directrice",
	    "prénom nom structure fonction téléphone",
	    { { "fonction", "Directrice" }, { "nom", "Müller" },
	    { "prénom", "Agnès" }, { "structure", "Centre social" },
	    { "téléphone", "03 20 00 00 01" } } },
	{ "Ada Byron, Town hall", "first_name name organisation e-mail",
	    { { "e-mail", "ada@example.org" }, { "first_name", "Ada" },
	    { "name", "Byron" }, { "organisation", "Town hall" } } },
	{ "Mairie", "nom_structure tel_contact",
	    { { "nom_structure", "Mairie" }, { "tel_contact", "03" } } },
	/* Neither a name nor a place: the first that there are. */
	{ "a, b, c", "k1 k2 k3 k4",
	    { { "k1", "a" }, { "k2", "b" }, { "k3", "c" }, { "k4", "d" } } },
	/* "nombre" and "hotel" are no name and no telephone. */
	{ "Ana", "nom hotel nombre",
	    { { "hotel", "Ritz" }, { "nom", "Ana" }, { "nombre", "3" } } },
	{ "C7", "mobile", { { "mobile", "06" } } },
	{ "C7", "", { { ".key", "C7" } } },
};

static void
test_names(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct arena *arena = arena_new();
		struct casework c = { .key = "C7", .in_sample = true,
			.sample = { cases[i].fields, 0 } };
		const struct field *shown;
		struct buf columns = BUF_INIT;
		size_t n;

		while (c.sample.count < COLUMNS_MAX &&
		    cases[i].fields[c.sample.count].path != NULL)
			c.sample.count++;
		CHECK_STR(casebook_name(arena, &c), cases[i].name);
		shown = casebook_in_order(arena, c.sample.items,
		    c.sample.count, &n);
		for (size_t k = 0; k < n; k++)
			buf_addf(&columns, "%s%s", k ? " " : "",
			    shown[k].path);
		CHECK_STR(buf_str(&columns), cases[i].columns);
		buf_free(&columns);
		arena_free(arena);
	}
}

int
main(void)
{
	CHECK_OK(crypto_start());
	test_names();
	return CHECK_DONE();
}
