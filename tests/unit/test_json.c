#include "kit/base/json.h"

#include "check.h"
#include "kit/base/arena.h"

static void
refuses(const char *text, size_t len, enum err_code code, const char *words)
{
	struct json *json;
	const struct err *err = json_parse(&json, slice_of(text, len));

	CHECK_RESULT(err != NULL && err->code == code &&
	    strstr(err->msg, words) != NULL, "%s: expected \"%s\", saw \"%s\"",
	    text, words, err ? err->msg : "success");
	CHECK(json == NULL);
}

static void
refuses_what_is_not_json(void)
{
	char deep[201];

	refuses("", 0, ERR_FORMAT, "cannot be read");
	refuses("{\"a\":1", 6, ERR_FORMAT, "cannot be read");
	refuses("{} x", 4, ERR_FORMAT, "behind the value");
	refuses("\"a\\u0000b\"", 10, ERR_FORMAT, "NUL in a string");
	refuses("\"a\0b\"", 5, ERR_FORMAT, "a NUL inside");
	refuses("\"\xff\"", 3, ERR_FORMAT, "not UTF-8");
	refuses("{\"a\":1,\"b\":2,\"a\":3}", 19, ERR_FORMAT, "stands twice");
	refuses("[{\"a\":[{\"b\":1,\"b\":2}]}]", 23, ERR_FORMAT, "twice");
	refuses("\"a\nb\"", 5, ERR_FORMAT, "control character");
	memset(deep, '[', 200);
	refuses(deep, 200, ERR_LIMIT, "nested deeper than 64");
}

static void
writes_one_text_for_one_value(void)
{
	/* RFC 8785, section 3.2.3: order is by UTF-16 code unit */
	static const char in[] =
	    "{ \"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\","
	    " \"\\ufb33\": \"Hebrew\", \"1\": \"One\", \"\\ud83d\\ude00\":"
	    " \"Emoji\", \"\\u0080\": \"Control\", \"\\u00f6\": \"o\" }";
	static const char out[] =
	    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
	    "\"ö\":\"o\",\"€\":\"Euro Sign\",\"😀\":\"Emoji\","
	    "\"\xef\xac\xb3\":\"Hebrew\"}";
	struct json *json = NULL;
	struct buf b = BUF_INIT;

	CHECK_OK(json_parse(&json, slice_str(in)));
	json_write(&b, json);
	CHECK_STR(buf_str(&b), out);
	json_free(json);
	CHECK_ERR(json_parse_canonical(&json, slice_str(in)), ERR_FORMAT,
	    "canonical");
	CHECK_OK(json_parse_canonical(&json, buf_slice(&b)));
	json_free(json);
	buf_free(&b);
}

static void
builds_and_looks(void)
{
	struct json *o = json_new_object(), *a = json_new_array();
	struct buf b = BUF_INIT;
	uint64_t v = 0;

	json_put_string(o, "s", "tab\t\"q\" \x01");
	json_put_u64(o, "n", 9007199254740991u);
	json_add_string(a, "x");
	json_add(a, json_new_bool(true));
	json_put(o, "a", a);
	json_put_string(o, "s", "again");	/* replaces */
	json_write(&b, o);
	CHECK_STR(buf_str(&b),
	    "{\"a\":[\"x\",true],\"n\":9007199254740991,\"s\":\"again\"}");
	CHECK(json_u64(json_get(o, "n"), &v) && v == 9007199254740991u);
	CHECK(!json_u64(json_get(o, "s"), &v));
	CHECK_STR(json_string(json_first(json_get(o, "a"))), "x");
	CHECK(json_get(o, "missing") == NULL && json_get(NULL, "a") == NULL);
	CHECK_INT(json_count(json_get(o, "a")), 2);
	json_free(o);
	buf_reset(&b);
	json_write_string(&b, slice_str("\b\t\n\f\r\x1f/é\\"));
	CHECK_STR(buf_str(&b), "\"\\b\\t\\n\\f\\r\\u001f/é\\\\\"");
	buf_free(&b);
}

/* What json_parse() takes and refuses, in an arena; trees do not mix. */
static void
reads_into_an_arena(void)
{
	struct arena *arena = arena_new();
	const struct json *json;
	struct json *other;
	struct buf b = BUF_INIT;

	CHECK_OK(json_read(&json, arena, slice_str("{\"a\":[1,\"\\n\"]}")));
	CHECK_OK(json_parse(&other, slice_str("[true]")));
	json_write(&b, json);
	json_write(&b, other);
	CHECK_STR(buf_str(&b), "{\"a\":[1,\"\\n\"]}[true]");
	CHECK_ERR(json_read(&json, arena, slice_str("{\"a\":1")), ERR_FORMAT,
	    "cannot be read");
	CHECK(json == NULL);
	CHECK_ERR(json_read(&json, arena, slice_str("[{\"b\":1,\"b\":2}]")),
	    ERR_FORMAT, "stands twice");
	CHECK(json == NULL);
	arena_free(arena);
	json_free(other);
	buf_free(&b);
}

int
main(void)
{
	reads_into_an_arena();
	refuses_what_is_not_json();
	writes_one_text_for_one_value();
	builds_and_looks();
	return CHECK_DONE();
}
