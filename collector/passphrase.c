#include "collector/passphrase.h"

#include "collector/session.h"
#include "kit/base/text.h"

enum {
	FAIR_BITS = 35, GOOD_BITS = 55,
	WORD_BITS = 11,			/* of a few thousand words people use */
	WORD_LETTERS = 4,		/* shorter ones add nothing */
	SIGN_BITS = 4, DIGIT_BITS = 3,
	LETTER_BITS = 3			/* of what is no word of a phrase */
};

/* Letters, accents included, are bytes beyond ASCII too. */
static bool
is_letter(uint8_t c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Of "aaaa", "1234", "dcba" only the beginning counts. */
static bool
goes_on(struct slice text, size_t i)
{
	int step;

	if (i < 2)
		return false;
	step = text.data[i] - text.data[i - 1];
	return step >= -1 && step <= 1 &&
	    text.data[i - 1] - text.data[i - 2] == step;
}

/* A word that stood there before adds nothing. */
static bool
was_there(struct slice text, size_t from, size_t len)
{
	for (size_t i = 0; i + len <= from; i++)
		if (slice_equal(slice_of(text.data + i, len),
		    slice_of(text.data + from, len)))
			return true;
	return false;
}

/* One word of a phrase; a lone word of many letters is no better. */
static unsigned
word_bits(struct slice text, size_t from, size_t len)
{
	unsigned letters = 0;

	if (was_there(text, from, len))
		return 0;
	for (size_t i = from; i < from + len; i++)
		if (!goes_on(text, i))
			letters++;
	if (letters < WORD_LETTERS)
		return letters * LETTER_BITS;
	return WORD_BITS + (letters > 2 * WORD_LETTERS ? LETTER_BITS : 0);
}

static unsigned
count_bits(struct slice text)
{
	unsigned bits = 0;
	size_t i = 0, len;

	while (i < text.len) {
		for (len = 0; i + len < text.len &&
		    is_letter(text.data[i + len]); len++)
			;
		if (len > 0) {
			bits += word_bits(text, i, len);
			i += len;
			continue;
		}
		if (text.data[i] >= '0' && text.data[i] <= '9')
			bits += goes_on(text, i) ? 0 : DIGIT_BITS;
		else if (text.data[i] != ' ')
			bits += goes_on(text, i) ? 0 : SIGN_BITS;
		i++;
	}
	return bits;
}

enum passphrase_strength
passphrase_strength(struct slice text)
{
	unsigned bits;

	if (text.len == 0)
		return PASSPHRASE_NONE;
	bits = count_bits(text);
	if (bits < FAIR_BITS)
		return PASSPHRASE_WEAK;
	return bits < GOOD_BITS ? PASSPHRASE_FAIR : PASSPHRASE_GOOD;
}

/* ---- another one ---- */

const struct err *
passphrase_set(struct store *store, struct slice fresh)
{
	const struct manifest *manifest;
	const struct err *err;

	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	if (fresh.len > STORE_PASSPHRASE_BYTES_MAX)
		return err_new(ERR_LIMIT, "the passphrase has more than %d "
		    "bytes", STORE_PASSPHRASE_BYTES_MAX);
	if (fresh.len == 0 && session_wants_passphrase(manifest))
		return err_new(ERR_USAGE, "this study wants a passphrase");
	return store_set_passphrase(store, fresh);
}

const struct err *
passphrase_change(struct store *store, struct slice old, struct slice fresh)
{
	const struct err *err = store_unlock(store, old);

	return err ? err : passphrase_set(store, fresh);
}
