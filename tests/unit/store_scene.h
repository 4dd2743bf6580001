/*
 * store_scene.h - a store that has joined a study, for tests of it:
 * scene_open() makes it, locked; add_response() closes an interview.
 */
#ifndef RECOLTE_TESTS_STORE_SCENE_H
#define RECOLTE_TESTS_STORE_SCENE_H

#include "check.h"
#include "collector/interview/interview.h"
#include "collector/sync/pack.h"
#include "scratch.h"

/* A study with one coordinator, and a store that has joined it. */
struct scene {
	const char *form_file;
	struct buf folder, path, package;
	struct sign_pair root, coordinator;
	struct seal_pair office;
	struct manifest *first, *second;
	struct hash form;
	struct store *store;
};

static const char passphrase[] = "a passphrase";

static inline void
make_form(struct scene *p)
{
	struct diags *diags = diags_new();
	struct form *form;

	CHECK_OK(form_read(&form, p->form_file, diags));
	CHECK_OK(package_write(&p->package, form));
	crypto_hash(&p->form, buf_slice(&p->package));
	form_free(form);
	diags_free(diags);
}

static inline void
make_manifests(struct scene *p)
{
	struct member coordinator = { .role = MEMBER_COORDINATOR };
	struct manifest_plan plan = { .title = "T", .phase = "field",
		.now_ms = 1770000000000, .root = &p->root,
		.coordinators = &coordinator, .coordinator_count = 1 };
	struct manifest_draft *draft;

	sign_pair_new(&p->root);
	sign_pair_new(&p->coordinator);
	seal_pair_new(&p->office);
	coordinator.sign = p->coordinator.public;
	coordinator.seal = p->office.public;
	device_id_of(coordinator.id, &coordinator.sign);
	CHECK_OK(manifest_first(&p->first, &plan));
	draft = manifest_draft_of(p->first);
	manifest_draft_add_form(draft, "visit", &p->form);
	CHECK_OK(manifest_draft_sign(&p->second, draft, &p->coordinator,
	    1770000001000));
	manifest_draft_free(draft);
}

static inline void
join(struct scene *p)
{
	struct sign_pair sign;
	struct seal_pair seal;
	struct store_joining joining = { .study = *manifest_study(p->first),
		.sign = &sign, .seal = &seal, .hub = "hub",
		.passphrase = slice_str(passphrase),
		.enrolment = slice_str("request"), .now_ms = 1770000002000 };

	sign_pair_new(&sign);
	seal_pair_new(&seal);
	CHECK_OK(store_begin(p->store));
	CHECK_OK(store_join(p->store, &joining));
	CHECK_OK(store_add_manifest(p->store, p->first));
	CHECK_OK(store_add_manifest(p->store, p->second));
	CHECK_OK(store_add_form(p->store, "visit", &p->form,
	    buf_slice(&p->package)));
	CHECK_OK(store_end(p->store, NULL));
	CHECK_ERR(store_join(p->store, &joining), ERR_USAGE, "already");
}

static inline void
reopen(struct scene *p)
{
	store_close(p->store);
	CHECK_OK(store_open(&p->store, buf_str(&p->path), false));
	CHECK(store_wants_passphrase(p->store));
}

static inline void
scene_open_with(struct scene *p, const char *form_file)
{
	*p = (struct scene){ .form_file = form_file };
	CHECK_OK(crypto_start());
	CHECK_OK(depot_start());
	CHECK_OK(scratch_make(&p->folder, "store"));
	file_join(&p->path, buf_str(&p->folder), "s");
	make_form(p);
	make_manifests(p);
	CHECK_ERR(store_open(&p->store, buf_str(&p->path), false),
	    ERR_USAGE, "no study here yet");
	CHECK_OK(store_open(&p->store, buf_str(&p->path), true));
	join(p);
	reopen(p);
}

static inline void
scene_open(struct scene *p)
{
	scene_open_with(p, "collector/visit.md");
}

static inline void
scene_close(struct scene *p)
{
	store_close(p->store);
	CHECK_OK(scratch_remove(buf_str(&p->folder)));
	manifest_free(p->first);
	manifest_free(p->second);
	buf_free(&p->folder);
	buf_free(&p->path);
	buf_free(&p->package);
	depot_stop();
}

static inline void
answer(struct interview *iv, const char *path, const char *value)
{
	struct answer *a = instance_find(iv->instance, path);

	CHECK(a != NULL);
	if (a != NULL)
		CHECK_OK(instance_set(iv->instance, a, value));
}

/* A response by that name, closed; id holds UUID_TEXT_MAX. */
static inline void
add_response(struct scene *p, const char *name, char *id)
{
	const struct package *package;
	struct interview iv;

	CHECK_OK(store_form_named(&package, p->store, NULL));
	CHECK_OK(interview_new(&iv, p->store, package, NULL, NULL));
	answer(&iv, "who/name", name);
	answer(&iv, "works", "n");
	CHECK_OK(interview_keep(&iv, ".case", "C1"));
	CHECK_OK(interview_save(&iv, "works"));
	CHECK_OK(interview_close(&iv, STATE_FINAL, ""));
	CHECK_ERR(interview_close(&iv, STATE_FINAL, ""), ERR_STATE,
	    "nothing is different");
	memcpy(id, iv.response.id, UUID_TEXT_MAX);
	interview_free(&iv);
}

#endif
