/* body.c - bytes of HTTP to struct web_request. */
#include <string.h>

#include "kit/base/mem.h"
#include "kit/web/exchange.h"

enum { POST_BUFFER_BYTES = 16 << 10 };

const char *
exchange_header(const struct exchange *x, const char *name)
{
	return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND,
	    name);
}

struct gathering {
	struct web_fields *fields;
	struct arena *arena;
	const char *secret;		/* a name that is left out, or NULL */
};

static enum MHD_Result
gather(void *data, enum MHD_ValueKind kind, const char *name, size_t name_len,
    const char *value, size_t len)
{
	const struct gathering *g = data;
	struct web_field *field;

	(void)kind;
	(void)name_len;
	if (g->fields->count == WEB_FIELDS_MAX)
		return MHD_NO;
	if (g->secret != NULL && !strcmp(g->secret, name))
		return MHD_YES;
	field = web_add(g->fields, g->arena, name);
	field->value = arena_strndup(g->arena, value ? value : "", len);
	field->len = len;
	return MHD_YES;
}

void
head_read(struct exchange *x, const char *path)
{
	struct web_request *r = &x->request;
	struct gathering query = { &r->query, r->arena, NULL };
	struct gathering cookies = { &r->cookies, r->arena,
		x->server->guard.cookie };
	const char *languages = exchange_header(x, "Accept-Language");

	r->path = arena_strdup(r->arena, path);
	r->languages = arena_strdup(r->arena, languages ? languages : "");
	r->by_script = exchange_header(x, "X-Part") != NULL;
	r->form_token = x->server->guard.form;
	MHD_get_connection_values_n(x->connection, MHD_GET_ARGUMENT_KIND,
	    gather, &query);
	MHD_get_connection_values_n(x->connection, MHD_COOKIE_KIND, gather,
	    &cookies);
}

static size_t
body_max(const struct exchange *x)
{
	return x->route->body_max ? x->route->body_max : WEB_BODY_MAX;
}

static void
end_field(struct exchange *x)
{
	if (x->field == NULL)
		return;
	if (x->field->upload == NULL) {
		x->field->value = arena_strndup(x->request.arena,
		    buf_str(&x->value), x->value.len);
		x->field->len = x->value.len;
	}
	x->field = NULL;
	buf_wipe(&x->value);	/* it may be a passphrase */
}

static enum MHD_Result
body_wrong(struct exchange *x, const struct err *err)
{
	if (x->wrong == NULL) {
		x->wrong_kept = *err;
		x->wrong = &x->wrong_kept;
	}
	return MHD_NO;
}

static bool
is_empty(const struct exchange *x)
{
	return x->field->upload != NULL ?
	    upload_bytes(x->field->upload) == 0 : x->value.len == 0;
}

/*
 * Of a value whose first bytes come in the next piece of the body, the parser
 * says twice that it begins: first with nothing.
 */
static bool
begins_again(const struct exchange *x, const char *name, const char *file_name)
{
	const struct web_field *f = x->field;

	return f != NULL && is_empty(x) && name != NULL &&
	    !strcmp(f->name, name) && (f->file_name == NULL ?
	    file_name == NULL : file_name != NULL &&
	    !strcmp(f->file_name, file_name));
}

static const struct err *
begin_field(struct exchange *x, const char *name, const char *file_name)
{
	struct web_request *r = &x->request;

	end_field(x);
	if (name == NULL)
		return err_new(ERR_FORMAT, "a part of the form has no name");
	if (r->form.count == WEB_FIELDS_MAX ||
	    strlen(name) > WEB_FIELD_NAME_MAX)
		return err_new(ERR_LIMIT, "the form has too many fields");
	x->field = web_add(&r->form, r->arena, name);
	if (file_name == NULL)
		return NULL;
	x->field->file_name = arena_strdup(r->arena, file_name);
	if (body_max(x) <= WEB_BODY_MAX)
		return NULL;
	if (++x->files > WEB_FILES_MAX)
		return err_new(ERR_LIMIT, "more than %d files", WEB_FILES_MAX);
	x->field->upload = upload_new(x->server->site->upload_folder);
	return NULL;
}

static const struct err *
add_bytes(struct exchange *x, struct slice bytes)
{
	if (x->field->upload != NULL)
		return upload_add(x->field->upload, bytes);
	x->held += bytes.len;
	if (x->held > WEB_BODY_MAX)
		return err_new(ERR_LIMIT, "more than %d bytes beside files",
		    WEB_BODY_MAX);
	buf_append(&x->value, bytes.data, bytes.len);
	return NULL;
}

/* A piece of a field; offset 0 begins another one. */
static enum MHD_Result
take_field(void *data, enum MHD_ValueKind kind, const char *name,
    const char *file_name, const char *type, const char *encoding,
    const char *bytes, uint64_t offset, size_t len)
{
	struct exchange *x = data;
	const struct err *err = NULL;

	(void)kind;
	(void)type;
	(void)encoding;
	if (offset == 0 && !begins_again(x, name, file_name))
		err = begin_field(x, name, file_name);
	if (!err)
		err = add_bytes(x, slice_of(bytes, len));
	return err ? body_wrong(x, err) : MHD_YES;
}

void
body_take(struct exchange *x, const char *bytes, size_t len)
{
	x->body += len;
	if (x->body > body_max(x))
		body_wrong(x, err_new(ERR_LIMIT, "more than %zu bytes",
		    body_max(x)));
	else if (x->wrong == NULL && x->post == NULL)
		body_wrong(x, err_new(ERR_FORMAT, "not a form"));
	else if (x->wrong == NULL &&
	    MHD_post_process(x->post, bytes, len) != MHD_YES)
		body_wrong(x, err_new(ERR_FORMAT, "the form cannot be read"));
}

void
body_begin(struct exchange *x)
{
	x->post = MHD_create_post_processor(x->connection, POST_BUFFER_BYTES,
	    take_field, x);
}

const struct err *
body_end(struct exchange *x)
{
	struct web_request *r = &x->request;

	if (x->post != NULL) {
		MHD_destroy_post_processor(x->post);
		x->post = NULL;
	}
	end_field(x);
	if (x->wrong != NULL)
		return x->wrong;
	if (r->method == WEB_POST && !guard_knows_form(&x->server->guard,
	    web_value(&r->form, "_form")))
		return err_new(ERR_DENIED, "not a form of ours");
	return NULL;
}

void
body_free(struct exchange *x)
{
	if (x->post != NULL)
		MHD_destroy_post_processor(x->post);
	buf_wipe(&x->value);
	for (size_t i = 0; i < x->request.form.count; i++)
		upload_free(x->request.form.items[i].upload);
}
