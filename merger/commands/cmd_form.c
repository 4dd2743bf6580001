/* merger form publish, form list: a corrected questionnaire for the field. */
#include <stdio.h>
#include <string.h>

#include "formspec/diff.h"
#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/moment.h"
#include "merger/cases/dispatch.h"
#include "merger/commands/agree.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/dataset/consequences.h"
#include "merger/export/table.h"
#include "merger/study/editions.h"
#include "merger/study/forms.h"
#include "merger/study/mainline.h"

const struct cli_option form_publish_options[] = {
	{ "yes", NULL, "also when answers lose their place, or another form "
	    "joins the study", 0 },
	{ NULL, NULL, NULL, 0 }
};

const struct cli_option form_list_options[] = {
	{ "json", NULL, "for programs", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* ---- publishing ---- */

struct publishing {
	struct cli *cli;
	struct workspace ws;
	struct editions editions;
	struct package *fresh;		/* as laptops will read it */
	struct buf bytes;		/* of it */
	struct hash version;		/* under which it is published */
	bool known;			/* it was published before */
	bool risky;			/* somebody has to say yes */
};

static void
say(const struct publishing *p, enum word word)
{
	words_print(stdout, p->ws.language, word, (char *)NULL);
}

/* "mini: version 1a2b3c4d ..." */
static void
say_version(const struct publishing *p, enum word word,
    const struct hash *version)
{
	char text[HASH_TEXT_MAX];

	hash_text(text, version);
	words_print(stdout, p->ws.language, word, p->fresh->form->id,
	    SHORT(text), (char *)NULL);
}

/* What laptops could not read must not be published: read as they do. */
static const struct err *
make_package(struct publishing *p, const char *path)
{
	struct form *form = NULL;
	const struct err *err = editions_read(&form, path,
	    words_code(words_language(p->cli)));

	if (err == NULL)
		err = package_write(&p->bytes, form);
	if (err == NULL)
		err = package_read(&p->fresh, buf_slice(&p->bytes));
	if (err == NULL)
		p->version = p->fresh->version;
	form_free(form);
	return err;
}

static void
print_count_of(const struct publishing *p, const struct consequence *c)
{
	if (c->homeless > 0)
		words_print(stdout, p->ws.language, W_FORM_HOMELESS, c->path,
		    NUMBER(c->homeless), (char *)NULL);
	if (c->refused > 0)
		words_print(stdout, p->ws.language, W_FORM_REFUSED, c->path,
		    NUMBER(c->refused), (char *)NULL);
}

static const struct err *
show_consequences(const struct publishing *p)
{
	struct dataset dataset = { 0 };
	struct consequences found = { .responses = 0 };
	const struct err *err = dataset_load(&dataset,
	    (struct workspace *)(uintptr_t)&p->ws);

	if (err == NULL)
		err = consequences_find(&found, &dataset, p->fresh->form);
	if (err == NULL && found.responses == 0)
		say(p, W_FORM_NO_RESPONSE);
	else if (err == NULL) {
		words_print(stdout, p->ws.language, found.touched > 0 ?
		    W_FORM_TOUCHED : W_FORM_ALL_FIT, NUMBER(found.responses),
		    NUMBER(found.touched), (char *)NULL);
		for (size_t i = 0; i < map_count(found.by_path); i++)
			print_count_of(p, map_value_at(found.by_path, i));
	}
	if (err == NULL)
		say(p, W_FORM_STAYS);
	consequences_free(&found);
	dataset_free(&dataset);
	return err;
}

static void
show_changes(struct publishing *p, const struct package *before)
{
	struct diff *diff = diff_new(before->form, p->fresh->form);
	struct buf text = BUF_INIT;

	if (diff_count(diff) == 0) {
		say(p, W_FORM_UNSEEN);
	} else {
		diff_print(&text, diff, words_code(p->ws.language));
		printf("\n%s\n", buf_str(&text));
	}
	if (diff_count_fate(diff, DIFF_LOST) > 0)
		say(p, W_FORM_JOIN);
	p->risky = diff_count_fate(diff, DIFF_LOST) +
	    diff_count_fate(diff, DIFF_INVALID) > 0;
	buf_free(&text);
	diff_free(diff);
}

/* Beside what the new form would be; there is one, or no study. */
static const char *
other_form(const struct publishing *p)
{
	return p->editions.count > 0 ?
	    p->editions.items[p->editions.count - 1].form : "-";
}

/* People tell versions apart by their names, not by hashes. */
static void
show_name(const struct publishing *p, const struct package *before)
{
	const char *name = p->fresh->form->version;

	if (!p->known && name[0] != '\0' &&
	    !strcmp(name, before->form->version))
		words_print(stderr, p->ws.language, W_FORM_SAME_NAME, name,
		    (char *)NULL);
}

static const struct err *
show(struct publishing *p, const struct edition *now)
{
	const struct package *before;
	const struct err *err;

	if (now == NULL) {
		words_print(stdout, p->ws.language, W_FORM_NEW,
		    p->fresh->form->id, other_form(p), (char *)NULL);
		p->risky = true;
		return NULL;
	}
	if (p->known)
		say_version(p, W_FORM_BACK, &p->version);
	/* Damaged on the hub perhaps: a good one is the way out. */
	err = forms_package(&p->ws, &now->version, &before);
	if (err != NULL && err_is_of_system(err))
		return err;
	if (err != NULL) {
		say_version(p, W_FORM_NOT_COMPARED, &now->version);
		p->risky = true;
	} else {
		say_version(p, W_FORM_AGAINST, &now->version);
		show_changes(p, before);
		show_name(p, before);
	}
	return show_consequences(p);
}

static const struct err *
commit(struct publishing *p)
{
	struct manifest_draft *draft = manifest_draft_of(p->ws.manifest);
	char name[HASH_TEXT_MAX + 8] = "form/", subject[96];
	const struct depot_file file = { name, buf_slice(&p->bytes) };
	const struct err *err;

	hash_text(name + 5, &p->version);
	snprintf(subject, sizeof subject, "form %.40s %.8s",
	    p->fresh->form->id, name + 5);
	manifest_draft_add_form(draft, p->fresh->form->id, &p->version);
	err = mainline_commit(&p->ws, draft, &file, p->known ? 0 : 1,
	    subject);
	manifest_draft_free(draft);
	return err;
}

static const struct err *
publish(struct publishing *p)
{
	const struct edition *now, *found;
	const struct err *err = editions_list(&p->editions, &p->ws);

	if (err != NULL)
		return err;
	now = editions_in_field(&p->editions, p->fresh->form->id);
	err = editions_find(&found, &p->editions, &p->ws, p->fresh->form);
	if (err != NULL)
		return err;
	if (found != NULL && found == now) {
		say_version(p, W_FORM_SAME, &now->version);
		return NULL;
	}
	p->known = found != NULL;
	if (found != NULL)
		p->version = found->version;
	if ((err = tables_check(&p->ws, p->fresh->form)) != NULL)
		return err;
	if ((err = show(p, now)) != NULL)
		return err;
	if (p->risky && !agree_to(p->cli, p->ws.language, W_FORM_ASK,
	    W_FORM_NOT_YET))
		return NULL;
	if ((err = commit(p)) != NULL)
		return err;
	say_version(p, W_FORM_PUBLISHED, &p->version);
	return err_in(dispatch_publish(&p->ws), "published here, and merger "
	    "pull will bring it to the hub");
}

const struct err *
cmd_form_publish(struct cli *cli)
{
	struct publishing p = { .cli = cli };
	const struct err *err = make_package(&p, cli_operand(cli, 0));

	if (err == NULL) {
		err = session_open_study(&p.ws, cli);
		if (err == NULL) {
			err = mainline_check_open(&p.ws);
			if (err == NULL)
				err = publish(&p);
			workspace_close(&p.ws);
		}
	}
	editions_free(&p.editions);
	package_free(p.fresh);
	buf_free(&p.bytes);
	return err;
}

/* ---- listing ---- */

/* What whoever wrote the form calls this version; NULL: it is damaged. */
static const struct err *
own_name(const char **out, struct workspace *ws, const struct edition *edition)
{
	const struct package *package;
	const struct err *err = forms_package(ws, &edition->version,
	    &package);

	*out = err == NULL ? package->form->version : NULL;
	return err != NULL && err_is_of_system(err) ? err : NULL;
}

static const struct err *
print_edition(struct workspace *ws, const struct edition *e, size_t responses)
{
	char version[HASH_TEXT_MAX], when[MOMENT_TEXT_MAX];
	const char *name;
	const struct err *err = own_name(&name, ws, e);

	if (err != NULL)
		return err;
	hash_text(version, &e->version);
	moment_format(when, e->published_ms, 0);
	printf("%-16s  %.8s  %.10s %.5s  %9zu", e->form, version, when,
	    when + 11, responses);
	if (e->in_field)
		words_print(stdout, ws->language, W_FORM_IN_FIELD,
		    (char *)NULL);
	if (name == NULL)
		words_print(stdout, ws->language, W_FORM_UNREADABLE,
		    (char *)NULL);
	else if (name[0] != '\0')
		words_print(stdout, ws->language, W_FORM_CALLED, name,
		    (char *)NULL);
	putchar('\n');
	return NULL;
}

static struct json *
edition_json(const struct edition *e, const char *name, size_t responses)
{
	struct json *o = json_new_object();
	char when[MOMENT_TEXT_MAX];

	moment_format(when, e->published_ms, 0);
	json_put_string(o, "form", e->form);
	json_put(o, "in_field", json_new_bool(e->in_field));
	json_put(o, "readable", json_new_bool(name != NULL));
	json_put_string(o, "published", when);
	json_put_u64(o, "responses", responses);
	json_put_hex(o, "version", e->version.bytes, HASH_BYTES);
	json_put_string(o, "version_name", name ? name : "");
	return o;
}

static const struct err *
print_json(struct workspace *ws, const struct editions *editions,
    const struct dataset *dataset)
{
	struct json *all = json_new_array();
	struct buf text = BUF_INIT;
	const struct err *err = NULL;

	for (size_t i = 0; i < editions->count && err == NULL; i++) {
		const struct edition *e = &editions->items[i];
		const char *name;

		err = own_name(&name, ws, e);
		json_add(all, edition_json(e, name,
		    dataset_in_version(dataset, &e->version)));
	}
	json_write(&text, all);
	if (err == NULL)
		puts(buf_str(&text));
	buf_free(&text);
	json_free(all);
	return err;
}

static const struct err *
print_lines(struct workspace *ws, const struct editions *editions,
    const struct dataset *dataset)
{
	const struct err *err = NULL;

	words_print(stdout, ws->language, W_FORM_HEADER, (char *)NULL);
	for (size_t i = 0; i < editions->count && err == NULL; i++)
		err = print_edition(ws, &editions->items[i],
		    dataset_in_version(dataset, &editions->items[i].version));
	return err;
}

const struct err *
cmd_form_list(struct cli *cli)
{
	struct workspace ws;
	struct dataset dataset = { 0 };
	struct editions editions = { NULL, 0 };
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = editions_list(&editions, &ws);
	if (err == NULL)
		err = dataset_load(&dataset, &ws);
	if (err == NULL)
		err = cli_has(cli, "json") ?
		    print_json(&ws, &editions, &dataset) :
		    print_lines(&ws, &editions, &dataset);
	editions_free(&editions);
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}
