/* test_passphrase - how good one is; another one for a store that is open. */
#include "collector/passphrase.h"

#include "store_scene.h"

static void
test_strength(void)
{
	static const struct {
		const char *text;
		enum passphrase_strength strength;
	} rows[] = {
		{ "", PASSPHRASE_NONE },
		{ "a", PASSPHRASE_WEAK },
		{ "azerty", PASSPHRASE_WEAK },
		{ "motdepasse", PASSPHRASE_WEAK },
		{ "Lille2026", PASSPHRASE_WEAK },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", PASSPHRASE_WEAK },
		{ "1234567890123456789012345678", PASSPHRASE_WEAK },
		{ "cheval cheval cheval cheval cheval", PASSPHRASE_WEAK },
		{ "le chat et la souris", PASSPHRASE_FAIR },
		{ "kX9$wq2!mB7", PASSPHRASE_FAIR },
		{ "cheval agrafe correct batterie ruisseau",
		    PASSPHRASE_GOOD },
		{ "été mûr, pêche sucrée, guêpe affamée !",
		    PASSPHRASE_GOOD }
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_RESULT(passphrase_strength(slice_str(rows[i].text)) ==
		    rows[i].strength, "\"%s\": expected %d, saw %d",
		    rows[i].text, rows[i].strength,
		    passphrase_strength(slice_str(rows[i].text)));
}

static void
test_change(struct scene *p)
{
	struct buf path = BUF_INIT, long_one = BUF_INIT;
	struct slice first = slice_str(passphrase);
	struct slice second = slice_str("another one");

	buf_add(&path, buf_str(&p->path));
	CHECK_OK(store_unlock(p->store, first));
	CHECK_ERR(passphrase_change(p->store, second, second), ERR_DENIED,
	    "not the passphrase");
	CHECK_ERR(passphrase_change(p->store, first, SLICE_EMPTY), ERR_USAGE,
	    "wants a passphrase");
	buf_extend(&long_one, STORE_PASSPHRASE_BYTES_MAX + 1);
	CHECK_ERR(passphrase_change(p->store, first, buf_slice(&long_one)),
	    ERR_LIMIT, "more than");
	CHECK_OK(passphrase_change(p->store, first, second));
	/* It stays open meanwhile, and opens with the new one alone. */
	CHECK(!store_wants_passphrase(p->store));
	store_close(p->store);
	CHECK_OK(store_open(&p->store, buf_str(&path), false));
	CHECK_ERR(store_unlock(p->store, first), ERR_DENIED, "");
	CHECK_OK(store_unlock(p->store, second));
	buf_free(&path);
	buf_free(&long_one);
}

int
main(void)
{
	struct scene scene;

	test_strength();
	scene_open(&scene);
	test_change(&scene);
	scene_close(&scene);
	return CHECK_DONE();
}
