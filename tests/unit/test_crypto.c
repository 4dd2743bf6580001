#include "check.h"

#include "kit/base/crypto.h"

static void
test_hash(void)
{
	struct hash a, b;
	char text[HASH_TEXT_MAX];

	/* BLAKE2b-256 of "abc" and of nothing, as b2sum -l 256 prints them. */
	crypto_hash(&a, slice_str("abc"));
	hash_text(text, &a);
	CHECK_STR(text, "bddd813c634239723171ef3fee98579b"
	    "94964e3bb1cb3e427262c8c068d52319");
	crypto_sha256(&b, slice_str("abc"));	/* FIPS 180-2, B.1 */
	hash_text(text, &b);
	CHECK_STR(text, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	crypto_hash(&b, SLICE_EMPTY);
	hash_text(text, &b);
	CHECK_STR(text, "0e5751c026e543b2e8ab2eb06099daa1"
	    "d1e5df47778f7787faab45cdf12fe3a8");
	CHECK(!hash_equal(&a, &b));
	CHECK(hash_parse(&a, slice_str(text)) && hash_equal(&a, &b));
	CHECK(!hash_is_zero(&a));
	CHECK(!hash_parse(&a, slice_str("0e57")));
	memset(&a, 0, sizeof(a));
	CHECK(hash_is_zero(&a));
}

/* RFC 8032, 7.1, tests 1 and 2. */
static void
test_sign(void)
{
	static const char *const rows[][4] = {
		{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae"
		  "7f60",
		  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707"
		  "511a", "",
		  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e0652249"
		  "01555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141"
		  "438e7a100b" },
		{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8"
		  "a6fb",
		  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4"
		  "660c", "72",
		  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb"
		  "69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d29"
		  "1612bb0c00" },
	};

	for (size_t i = 0; i < 2; i++) {
		uint8_t seed[KEY_BYTES], expected[SIGNATURE_BYTES];
		uint8_t signature[SIGNATURE_BYTES];
		struct sign_pair pair;
		struct sign_public public;
		struct buf message = BUF_INIT;

		CHECK(hex_decode(seed, KEY_BYTES, slice_str(rows[i][0])));
		CHECK(hex_decode(public.bytes, SIGN_PUBLIC_BYTES,
		    slice_str(rows[i][1])));
		CHECK_OK(buf_from_hex(&message, slice_str(rows[i][2])));
		CHECK(hex_decode(expected, SIGNATURE_BYTES,
		    slice_str(rows[i][3])));
		sign_pair_from_seed(&pair, seed);
		CHECK(!memcmp(&pair.public, &public, sizeof(public)));
		crypto_sign(signature, buf_slice(&message), &pair);
		CHECK(!memcmp(signature, expected, SIGNATURE_BYTES));
		CHECK(crypto_verify(signature, buf_slice(&message), &public));
		signature[0] ^= 1;
		CHECK(!crypto_verify(signature, buf_slice(&message), &public));
		buf_free(&message);
	}
}

static void
test_sealed_keys(void)
{
	struct seal_pair mine, other;
	struct secret_key key, opened;
	struct seal_public weak = { { 0 } };
	uint8_t sealed[SEALED_KEY_BYTES], zeroes[SEALED_KEY_BYTES] = { 0 };

	seal_pair_new(&mine);
	seal_pair_new(&other);
	crypto_random(key.bytes, KEY_BYTES);
	CHECK(crypto_seal_key(sealed, &key, &mine.public));
	CHECK(crypto_open_key(&opened, sealed, &mine));
	CHECK(crypto_equal(&key, &opened, sizeof(key)));
	CHECK(!crypto_open_key(&opened, sealed, &other));
	CHECK(!memcmp(&opened, zeroes, sizeof(opened)));
	sealed[40] ^= 4;
	CHECK(!crypto_open_key(&opened, sealed, &mine));
	/* 0 and 1 are points of small order: everybody knows the secret. */
	CHECK(seal_public_is_valid(&mine.public));
	for (uint8_t low = 0; low < 2; low++) {
		weak.bytes[0] = low;
		CHECK(!seal_public_is_valid(&weak));
		CHECK(!crypto_seal_key(sealed, &key, &weak));
		CHECK(!memcmp(sealed, zeroes, sizeof(zeroes)));
	}
}

static void
test_aead(void)
{
	struct secret_key key;
	uint8_t nonce[AEAD_NONCE_BYTES] = { 7 };
	struct buf sealed = BUF_INIT, plain = BUF_INIT;

	crypto_random(key.bytes, KEY_BYTES);
	buf_add(&plain, "kept ");
	aead_encrypt(&sealed, slice_str("bonjour"), slice_str("bound"), nonce,
	    &key);
	CHECK_INT(sealed.len, 7 + AEAD_TAG_BYTES);
	CHECK(!aead_decrypt(&plain, buf_slice(&sealed), slice_str("bounds"),
	    nonce, &key));
	CHECK_STR(buf_str(&plain), "kept ");
	CHECK(!aead_decrypt(&plain, slice_of(sealed.data, 15),
	    slice_str("bound"), nonce, &key));
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.data[i] ^= 0x20;
		CHECK(!aead_decrypt(&plain, buf_slice(&sealed),
		    slice_str("bound"), nonce, &key));
		sealed.data[i] ^= 0x20;
	}
	CHECK(aead_decrypt(&plain, buf_slice(&sealed), slice_str("bound"),
	    nonce, &key));
	CHECK_STR(buf_str(&plain), "kept bonjour");
	buf_free(&sealed);
	buf_free(&plain);
}

static void
test_derive(void)
{
	struct secret_key key = { { 1 } }, other = { { 2 } }, a, b, c;

	crypto_derive(&a, &key, slice_str("purpose"));
	crypto_derive(&b, &key, slice_str("purpose"));
	CHECK(crypto_equal(&a, &b, sizeof(a)));
	crypto_derive(&b, &key, slice_str("purposf"));
	crypto_derive(&c, &other, slice_str("purpose"));
	CHECK(!crypto_equal(&a, &b, sizeof(a)));
	CHECK(!crypto_equal(&a, &c, sizeof(a)));
}

static void
test_device_ids(void)
{
	struct sign_public public = { { 0 } };
	char id[DEVICE_ID_MAX], other[DEVICE_ID_MAX];

	device_id_of(id, &public);
	/* base32 (RFC 4648, lowercase) of the hash's first 16 bytes */
	CHECK_STR(id, "rhvq22ukneo24lgrl3idngjrzy");
	CHECK(device_id_is_valid(id));
	public.bytes[31] = 1;
	device_id_of(other, &public);
	CHECK(strcmp(id, other) != 0);
	CHECK(!device_id_is_valid(""));
	CHECK(!device_id_is_valid("rhvq22ukneo24lgrl3idngjrz"));
	CHECK(!device_id_is_valid("rhvq22ukneo24lgrl3idngjrzyy"));
	CHECK(!device_id_is_valid("Rhvq22ukneo24lgrl3idngjrzy"));
	CHECK(!device_id_is_valid("rhvq22ukneo24lgrl3idngjrzz"));
	CHECK(!device_id_is_valid("../../ukneo24lgrl3idngjrzy"));
}

static void
test_password(void)
{
	const uint8_t salt[PASSWORD_SALT_BYTES] = "0123456789abcdef";
	struct secret_key a, b;

	CHECK_OK(crypto_password_key(&a, slice_str("pluie"), salt));
	CHECK_OK(crypto_password_key(&b, slice_str("pluie"), salt));
	CHECK(crypto_equal(&a, &b, sizeof(a)));
	CHECK_OK(crypto_password_key(&b, slice_str("Pluie"), salt));
	CHECK(!crypto_equal(&a, &b, sizeof(a)));
}

int
main(void)
{
	CHECK_OK(crypto_start());
	test_hash();
	test_sign();
	test_sealed_keys();
	test_aead();
	test_derive();
	test_device_ids();
	test_password();
	return CHECK_DONE();
}
