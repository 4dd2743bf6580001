/*
 * study.h - a small study for tests: a root key, two coordinators, a device,
 * its first manifest and a successor that admits the device.
 */
#ifndef RECOLTE_TESTS_STUDY_H
#define RECOLTE_TESTS_STUDY_H

#include "check.h"

#include "kit/base/mem.h"
#include "kit/exchange/manifest.h"

enum { STUDY_TIME_MS = 1732263000 };

struct person {
	struct sign_pair sign;
	struct seal_pair seal;
	struct member member;
};

struct study {
	struct sign_pair root;
	struct person ana, bob, laptop, stranger;
	struct hash form;
	struct manifest *first, *second;
};

static inline void
person_new(struct person *person)
{
	sign_pair_new(&person->sign);
	seal_pair_new(&person->seal);
	memset(&person->member, 0, sizeof(person->member));
	person->member.sign = person->sign.public;
	person->member.seal = person->seal.public;
	device_id_of(person->member.id, &person->sign.public);
}

static inline void
study_first(struct study *study)
{
	const struct member coordinators[] =
	    { study->ana.member, study->bob.member };
	const struct manifest_plan plan = {
		.title = "Politique de la ville", .phase = "field",
		.now_ms = STUDY_TIME_MS, .root = &study->root,
		.coordinators = coordinators, .coordinator_count = 2,
	};

	CHECK_OK(manifest_first(&study->first, &plan));
}

static inline void
study_new(struct study *study)
{
	struct manifest_draft *draft;

	memset(study, 0, sizeof(*study));
	CHECK_OK(crypto_start());
	sign_pair_new(&study->root);
	person_new(&study->ana);
	person_new(&study->bob);
	person_new(&study->laptop);
	person_new(&study->stranger);
	crypto_hash(&study->form, slice_str("a form package"));
	study_first(study);
	draft = manifest_draft_of(study->first);
	manifest_draft_admit(draft, &study->laptop.member, STUDY_TIME_MS + 1);
	manifest_draft_add_form(draft, "entretien", &study->form);
	manifest_draft_set_policy(draft, "passphrase", "yes");
	CHECK_OK(manifest_draft_sign(&study->second, draft, &study->bob.sign,
	    STUDY_TIME_MS + 2));
	manifest_draft_free(draft);
}

static inline void
study_free(struct study *study)
{
	manifest_free(study->first);
	manifest_free(study->second);
}

#endif
