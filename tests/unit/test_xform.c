/*
 * XForms: what is read, what is wrong with one, and what its interview does.
 */
#include <string.h>

#include "check.h"
#include "formspec/answers.h"
#include "formspec/instance.h"

#define HEAD "<h:html xmlns=\"http://www.w3.org/2002/xforms\" " \
	"xmlns:h=\"http://www.w3.org/1999/xhtml\" " \
	"xmlns:jr=\"http://openrosa.org/javarosa\"><h:head>" \
	"<h:title>Visite</h:title><model>\n"
#define MIDDLE "</model></h:head>\n<h:body>"
#define END "</h:body></h:html>"

static struct form *
read_form(const char *xml, struct buf *said)
{
	struct diags *diags = diags_new();
	struct form *form = NULL;
	const struct err *err = form_read_xform(&form, slice_str(xml),
	    "visit.xml", diags);

	diags_print(said, diags, "en");
	if (err != NULL)
		buf_add(said, err->msg);
	diags_free(diags);
	return form;
}

static const char visit[] = HEAD
    "<instance><data id=\"visite\" version=\"3\"><nom>Ana</nom><age/>"
    "<majeur/><lieu jr:template=\"\"><ville>lille</ville><rang/></lieu>"
    "<lieu><ville>roubaix</ville><rang/></lieu>"
    "<choix/></data></instance>\n"
    "<instance id=\"villes\"><root><item><name>lille</name>"
    "<label>Lille</label><dep>59</dep></item><item><name>lens</name>"
    "<label>Lens</label><dep>62</dep></item></root></instance>\n"
    "<itext><translation lang=\"en\"><text id=\"l\"><value>Hi "
    "<output value=\"/data/nom\"/></value></text></translation>"
    "<translation lang=\"fr\" default=\"\"><text id=\"l\"><value>Salut "
    "<output value=\"/data/nom\"/></value></text></translation></itext>\n"
    "<bind nodeset=\"/data/age\" type=\"int\" constraint=\". &lt; 120\"/>"
    "<bind nodeset=\"/data/majeur\" calculate=\"/data/age >= 18\"/>"
    "<bind nodeset=\"/data/lieu/rang\" calculate=\"concat(/data/lieu/ville,"
    "'-',position(..))\"/>"
    "<setvalue event=\"odk-instance-first-load\" ref=\"/data/age\">30"
    "</setvalue>" MIDDLE
    "<input ref=\"/data/nom\"><label ref=\"jr:itext('l')\"/></input>"
    "<input ref=\"/data/age\"><label>Âge</label><setvalue "
    "event=\"xforms-value-changed\" ref=\"/data/nom\" "
    "value=\"concat('n', ../age)\"/></input>"
    "<group ref=\"/data/lieu\"><label>Lieu</label><repeat "
    "nodeset=\"/data/lieu\"><input ref=\"/data/lieu/ville\"/></repeat>"
    "</group><select1 ref=\"/data/choix\"><itemset nodeset=\""
    "instance('villes')/root/item[dep = 59]\"><value ref=\"name\"/>"
    "<label ref=\"label\"/></itemset></select1>" END;

static const char *
value_at(struct instance *instance, const char *path)
{
	struct answer *answer = instance_find(instance, path);

	return answer ? answer_value(answer) : "(none)";
}

static void
test_interview(void)
{
	struct buf said = BUF_INIT, label = BUF_INIT;
	struct form *form = read_form(visit, &said);
	struct instance *instance;
	struct answer *root, *lieu, *added;
	const struct choice *const *choices;
	size_t count;

	CHECK_STR(buf_str(&said), "");
	CHECK(form != NULL);
	CHECK_STR(form->id, "visite");
	CHECK_STR(form->title, "Visite");
	CHECK_STR(form->languages[0], "fr");
	CHECK(instance_new(&instance, form, NULL) == NULL);
	root = instance_root(instance);
	CHECK_STR(value_at(instance, "age"), "30");
	CHECK_STR(value_at(instance, "nom"), "Ana");
	CHECK_STR(value_at(instance, "majeur"), "true");
	lieu = instance_repeat_at(root, form_item(form, "/data/lieu"), 0);
	CHECK(lieu != NULL);
	CHECK_STR(answer_value(answer_next(answer_first(lieu))), "roubaix-1");
	CHECK(instance_add_repeat(instance, &added, root, lieu->item, 0,
	    NULL) == NULL);
	CHECK_STR(answer_value(answer_next(answer_first(added))), "lille-2");
	CHECK(instance_set(instance, instance_find(instance, "age"), "130")
	    == NULL);
	CHECK(!instance_find(instance, "age")->constraint_ok);
	CHECK_STR(value_at(instance, "nom"), "n130");
	CHECK(instance_text(instance, &label, instance_find(instance, "nom"),
	    &form_item(form, "/data/nom")->label) == NULL);
	CHECK_STR(buf_str(&label), "Salut n130");
	CHECK(instance_choices(instance, instance_find(instance, "choix"),
	    &choices, &count) == NULL);
	CHECK(count == 1);
	CHECK_STR(choices[0]->name, "lille");
	instance_free(instance);
	form_free(form);
	buf_free(&label);
	buf_free(&said);
}

/* Events of today and those that older forms name. */
static void
test_events(void)
{
	static const char events[] = HEAD
	    "<instance><data id=\"e\"><a/><b/><r jr:template=\"\"><c/></r>"
	    "</data></instance>"
	    "<setvalue event=\"xforms-ready\" ref=\"/data/a\" value=\"1 + 1\"/>"
	    "<setvalue event=\"xforms-revalidate\" ref=\"/data/b\" "
	    "value=\"concat(/data/a, '.')\"/>" MIDDLE
	    "<input ref=\"/data/a\"/><repeat nodeset=\"/data/r\">"
	    "<setvalue event=\"jr-insert\" ref=\"/data/r/c\">new</setvalue>"
	    "<input ref=\"/data/r/c\"/></repeat>" END;
	struct buf said = BUF_INIT;
	struct form *form = read_form(events, &said);
	struct instance *instance;
	struct answer *added;

	CHECK_STR(buf_str(&said), "");
	CHECK(form != NULL);
	CHECK_OK(instance_new(&instance, form, NULL));
	CHECK_STR(value_at(instance, "a"), "2");
	CHECK_OK(instance_add_repeat(instance, &added, instance_root(instance),
	    form_item(form, "/data/r"), 0, NULL));
	CHECK_STR(answer_value(answer_first(added)), "new");
	CHECK_STR(value_at(instance, "b"), "");
	CHECK_OK(instance_finish(instance));
	CHECK_STR(value_at(instance, "b"), "2.");
	instance_free(instance);
	form_free(form);
	buf_free(&said);
}

/*
 * What is computed or set of attributes is kept with the answers; the others
 * are what the form says.
 */
static void
test_attributes(void)
{
	static const char attributes[] = HEAD
	    "<instance><data id=\"e\" état=\"neuf\"><poids unité=\"kg\" "
	    "lu=\"\">7</poids><r jr:template=\"\" rang=\"\"><c/></r><vu/>"
	    "<tout/></data></instance>"
	    "<bind nodeset=\"/data/poids/@lu\" "
	    "calculate=\"concat(.., ../@unité)\"/>"
	    "<bind nodeset=\"/data/poids\" relevant=\"/data/vu != 'non'\"/>"
	    "<bind nodeset=\"/data/tout\" calculate=\"concat(/data/@état, "
	    "count(/data/@*), /data/poids/@lu, sum(/data/r/@rang))\"/>"
	    "<setvalue event=\"odk-instance-first-load\" value=\"'usé'\" "
	    "ref=\"/data/@état\"/>" MIDDLE
	    "<input ref=\"/data/poids\"/><repeat nodeset=\"/data/r\">"
	    "<setvalue event=\"odk-new-repeat\" ref=\"/data/r/@rang\" "
	    "value=\"10 * position(..)\"/>"
	    "<input ref=\"/data/r/c\"/></repeat><input ref=\"/data/vu\"/>" END;
	struct buf said = BUF_INIT, json = BUF_INIT;
	struct form *form = read_form(attributes, &said);
	struct instance *instance;
	struct answer *added;

	CHECK_STR(buf_str(&said), "");
	CHECK(form != NULL);
	CHECK_OK(instance_new(&instance, form, NULL));
	CHECK_STR(value_at(instance, "@état"), "usé");
	CHECK_STR(value_at(instance, "poids/@lu"), "7kg");
	CHECK_STR(value_at(instance, "poids/@unité"), "(none)");
	CHECK_STR(value_at(instance, "tout"), "usé27kg0");
	for (int i = 0; i < 2; i++)
		CHECK_OK(instance_add_repeat(instance, &added,
		    instance_root(instance), form_item(form, "/data/r"), 0,
		    NULL));
	CHECK_STR(answer_value(answer_first(added)), "20");
	CHECK_STR(value_at(instance, "tout"), "usé27kg30");
	CHECK_OK(instance_set(instance, instance_find(instance, "vu"),
	    "non"));
	CHECK_STR(value_at(instance, "tout"), "usé230");
	CHECK_OK(instance_set(instance, instance_find(instance, "vu"), ""));
	CHECK_OK(instance_set(instance, instance_find(instance, "poids"),
	    "8"));
	CHECK_STR(value_at(instance, "tout"), "usé28kg30");

	answers_write_json(&json, instance);
	CHECK(strstr(buf_str(&json), "{\"@état\":\"usé\",\"poids\":\"8\","
	    "\"poids/@lu\":\"8kg\",\"r\":[{\"@rang\":\"10\"}") != NULL);
	CHECK_OK(answers_read_json(instance, slice_str("{\"@état\":\"vieux\","
	    "\"poids\":9,\"poids/@lu\":\"?\",\"r\":[{\"@rang\":5}]}"),
	    NULL, NULL));
	CHECK_STR(value_at(instance, "tout"), "vieux29kg5");
	instance_free(instance);
	form_free(form);
	buf_free(&json);
	buf_free(&said);
}

static void
test_json(void)
{
	struct buf said = BUF_INIT, json = BUF_INIT, again = BUF_INIT;
	struct form *form = read_form(visit, &said), *back;
	struct diags *diags = diags_new();

	form_write_json(&json, form);
	CHECK(form_read_json(&back, buf_slice(&json), "v.json", diags) ==
	    NULL);
	CHECK(back != NULL);
	form_write_json(&again, back);
	CHECK(slice_equal(buf_slice(&json), buf_slice(&again)));
	CHECK(back->item_count == form->item_count);
	form_free(back);
	form_free(form);
	diags_free(diags);
	buf_free(&json);
	buf_free(&again);
	buf_free(&said);
}

static const struct {
	const char *xml, *said;
} wrong[] = {
	{ "<a/>", "not an ODK XForm: there is no <model>" },
	{ HEAD "<instance><data><a/></data></instance>\n"
	    "<bind nodeset=\"/data/a\" relevant=\"cuont(/data/a) > 1\"/>"
	    MIDDLE END, "visit.xml: line 3, relevant: unknown function" },
	{ HEAD "<instance><data><a/></data></instance>\n"
	    "<bind nodeset=\"/data/b\"/>" MIDDLE END,
	    "the instance has no \"/data/b\"" },
	{ HEAD "<instance><data><a b=\"\"/></data></instance>\n"
	    "<bind nodeset=\"/data/a/@c\"/>" MIDDLE END,
	    "the instance has no \"/data/a/@c\"" },
	{ HEAD "<instance><data><a/></data></instance>" MIDDLE
	    "<input ref=\"/data/a\"><label ref=\"jr:itext('x')\"/></input>" END,
	    "there is no text \"x\"" },
	{ HEAD "<instance><data><a/></data></instance>"
	    "<setvalue event=\"odk-instance-first-laod\" ref=\"/data/a\"/>"
	    MIDDLE END, "did you mean \"odk-instance-first-load\"?" },
	{ HEAD "<instance><data><a/></data></instance>"
	    "<bind nodeset=\"/data/a\" calculate=\"/data/c\"/>"
	    "<bind nodeset=\"/data/a\" relevant=\"(\"/>" MIDDLE
	    "<select1 ref=\"/data/a\"><itemset nodeset=\"instance('n')/r/i\">"
	    "<value ref=\"v\"/></itemset></select1>" END,
	    "unknown list \"n\"" },
	{ "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "document type" },
	{ HEAD "<instance><data>\xff</data></instance>" MIDDLE END,
	    "not UTF-8" },
	{ HEAD "<instance><data><a/><a/></data></instance>" MIDDLE END,
	    "already taken" }
};

static void
test_wrong(void)
{
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct buf said = BUF_INIT;
		struct form *form = read_form(wrong[i].xml, &said);

		CHECK(strstr(buf_str(&said), wrong[i].said) != NULL);
		if (strstr(buf_str(&said), wrong[i].said) == NULL)
			fprintf(stderr, "%s\n", buf_str(&said));
		form_free(form);
		buf_free(&said);
	}
}

/* Cut anywhere, it is an error or a diagnostic, and never more. */
static void
test_cut(void)
{
	for (size_t len = 0; len < sizeof(visit); len += 7) {
		struct diags *diags = diags_new();
		struct form *form = NULL;
		const struct err *err = form_read_xform(&form,
		    slice_of(visit, len), "visit.xml", diags);

		CHECK(len == sizeof(visit) - 1 || err != NULL ||
		    form == NULL);
		form_free(form);
		diags_free(diags);
	}
}

int
main(void)
{
	test_interview();
	test_events();
	test_attributes();
	test_json();
	test_wrong();
	test_cut();
	return CHECK_DONE();
}
