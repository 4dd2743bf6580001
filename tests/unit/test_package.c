/*
 * Form packages: what is published is read again as the same form, and its
 * dictionary makes interviews that it has not seen small.
 */
#include <stdlib.h>

#include "formspec/fake.h"
#include "kit/base/deflate.h"
#include "kit/exchange/changeset.h"
#include "kit/record/package.h"
#include "kit/record/response.h"
#include "tests/unit/check.h"

enum { INTERVIEWS = 20, UNSEEN_SEED = 7 };

static const struct hash study = { { 0x3f, 0x9a, 0x04, 0xc7, 0x51, 0xee } };
static const char laptop[] = "k3f5qz2mk3f5qz2mk3f5qz2mka";

static struct form *
read_form(const char *path)
{
	struct diags *diags = diags_new();
	struct buf said = BUF_INIT;
	struct form *form;

	CHECK_OK(form_read(&form, path, diags));
	diags_print(&said, diags, "en");
	CHECK_RESULT(form != NULL, "%s", buf_str(&said));
	buf_free(&said);
	diags_free(diags);
	if (form == NULL)
		exit(1);
	return form;
}

/* The bytes of a faked interview, as the first revision of a response. */
static void
fake_revision(struct buf *out, const struct form_graph *graph,
    const struct hash *form, uint64_t number)
{
	struct arena *arena = arena_new();
	struct fake_world world;
	struct instance_setting setting = { .device_id = "device" };
	struct revision r = { .state = STATE_FINAL, .reason = "",
		.study = study, .form = *form };
	struct instance *instance;
	const struct err *err;

	fake_world_start(&world, UNSEEN_SEED, number);
	setting.world = fake_world_xpath(&world);
	CHECK_OK(instance_new_of(&instance, graph, &setting));
	/* Half an interview, where chance finds no answer, serves as well. */
	err = fake_fill(instance, UNSEEN_SEED, number);
	CHECK(err == NULL || err->code == ERR_LIMIT);
	CHECK_OK(response_fields(&r.set, arena, instance, true));
	r.time_ms = world.now_ms;
	uuid_new(r.record);
	crypto_random(r.nonce, sizeof r.nonce);
	memcpy(r.author, laptop, sizeof laptop);
	CHECK_OK(revision_write(out, &r));
	instance_free(instance);
	arena_free(arena);
}

static void
check_dictionary(const struct package *package)
{
	struct form_graph *graph;
	struct buf plain = BUF_INIT, with = BUF_INIT, without = BUF_INIT;
	struct buf back = BUF_INIT, own = BUF_INIT;
	struct slice dictionary;
	size_t plain_bytes = 0, with_bytes = 0, without_bytes = 0;

	package_own_dictionary(&own, package, &study, laptop);
	dictionary = buf_slice(&own);
	CHECK_OK(form_graph_new(&graph, package->form));
	for (uint64_t i = 0; i < INTERVIEWS; i++) {
		buf_reset(&plain);
		buf_reset(&with);
		buf_reset(&without);
		buf_reset(&back);
		fake_revision(&plain, graph, &package->version, i);
		deflate_pack(&with, buf_slice(&plain), dictionary);
		deflate_pack(&without, buf_slice(&plain), SLICE_EMPTY);
		CHECK_OK(deflate_unpack(&back, buf_slice(&with), dictionary,
		    REVISION_BYTES_MAX));
		CHECK(slice_equal(buf_slice(&back), buf_slice(&plain)));
		plain_bytes += plain.len;
		with_bytes += with.len;
		without_bytes += without.len;
	}
	printf("%zu bytes a revision; %zu without, %zu with the dictionary\n",
	    plain_bytes / INTERVIEWS, without_bytes / INTERVIEWS,
	    with_bytes / INTERVIEWS);
	/* Some hundred bytes of each are random and stay. */
	CHECK_RESULT(with_bytes * 5 < without_bytes * 3,
	    "expected less than 60 %% of %zu, saw %zu", without_bytes,
	    with_bytes);
	form_graph_free(graph);
	buf_free(&own);
	buf_free(&back);
	buf_free(&without);
	buf_free(&with);
	buf_free(&plain);
}

static void
check_form(const char *path, bool twice)
{
	struct form *form = read_form(path);
	struct buf bytes = BUF_INIT, again = BUF_INIT, json = BUF_INIT;
	struct buf json_again = BUF_INIT;
	struct package *package = NULL;
	struct hash version;

	CHECK_OK(package_write(&bytes, form));
	if (twice) {
		CHECK_OK(package_write(&again, form));
		CHECK(slice_equal(buf_slice(&bytes), buf_slice(&again)));
	}
	CHECK_OK(package_read(&package, buf_slice(&bytes)));
	if (package == NULL)
		exit(1);
	crypto_hash(&version, buf_slice(&bytes));
	CHECK(hash_equal(&version, &package->version));
	CHECK(package->dictionary.len > 1000);
	CHECK(package->dictionary.len <= DICTIONARY_BYTES_MAX);
	crypto_hash(&version, buf_slice(&package->dictionary));
	CHECK(hash_equal(&version, &package->dictionary_hash));
	form_write_json(&json, form);
	form_write_json(&json_again, package->form);
	CHECK(slice_equal(buf_slice(&json), buf_slice(&json_again)));
	check_dictionary(package);
	package_free(package);
	form_free(form);
	buf_free(&json_again);
	buf_free(&json);
	buf_free(&again);
	buf_free(&bytes);
}

static void
check_refused(const char *text, enum err_code code, const char *message)
{
	struct package *package;

	CHECK_ERR(package_read(&package, slice_str(text)), code, message);
	CHECK(package == NULL);
}

static void
test_refused(void)
{
	struct buf large = BUF_INIT;
	struct package *package;

	check_refused("", ERR_FORMAT, "form package: ");
	check_refused("[]", ERR_FORMAT, "it is not one");
	check_refused("{}", ERR_FORMAT, "it is not one");
	check_refused("{ }", ERR_FORMAT, "canonical");
	check_refused("{\"kind\":\"recolte manifest\"}", ERR_FORMAT,
	    "it is not one");
	check_refused("{\"kind\":\"recolte form package\",\"v\":\"2\"}",
	    ERR_NEWER, "update");
	check_refused("{\"form\":{},\"kind\":\"recolte form package\","
	    "\"v\":\"1\"}", ERR_FORMAT, "\"dictionary\" is missing");
	check_refused("{\"dictionary\":\"\",\"form\":[],"
	    "\"kind\":\"recolte form package\",\"v\":\"1\"}", ERR_FORMAT,
	    "\"form\" is missing");
	check_refused("{\"dictionary\":\"\",\"form\":{},"
	    "\"kind\":\"recolte form package\",\"v\":\"1\",\"w\":1}",
	    ERR_FORMAT, "unknown member");
	check_refused("{\"dictionary\":\"=\",\"form\":{},"
	    "\"kind\":\"recolte form package\",\"v\":\"1\"}", ERR_FORMAT,
	    "not base64");
	check_refused("{\"dictionary\":\"\",\"form\":{},"
	    "\"kind\":\"recolte form package\",\"v\":\"1\"}", ERR_FORMAT,
	    "form package: ");
	buf_add(&large, "{\"dictionary\":\"");
	for (size_t i = 0; i < DICTIONARY_BYTES_MAX / 3 + 2; i++)
		buf_add(&large, "AAAA");
	buf_add(&large, "\",\"form\":{},\"kind\":\"recolte form package\","
	    "\"v\":\"1\"}");
	check_refused(buf_str(&large), ERR_LIMIT, "dictionary is larger");
	CHECK_ERR(package_read(&package, slice_of(large.data,
	    (size_t)PACKAGE_BYTES_MAX + 1)), ERR_LIMIT, "larger than 48 MB");
	buf_free(&large);
}

int
main(void)
{
	CHECK_OK(crypto_start());
	test_refused();
	check_form("cases/response/survey.md", true);
	check_form("../samples/panorama/panorama.md", false);
	return CHECK_DONE();
}
