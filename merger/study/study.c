#include "merger/study/study.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/address.h"
#include "merger/study/mainline.h"

/* Root and coordinator, and the first manifest, whose hash names the study. */
static const struct err *
make_first(struct manifest **out, struct keyring *keys, struct sign_pair *root,
    const struct study_plan *plan)
{
	struct member self = { .role = MEMBER_COORDINATOR };
	struct manifest_plan first = {
		.title = plan->title, .phase = plan->phase,
		.now_ms = platform_now_ms(), .root = root,
		.coordinators = &self, .coordinator_count = 1
	};
	const struct err *err;

	sign_pair_new(root);
	keyring_new(keys);
	device_id_of(self.id, &keys->sign.public);
	self.sign = keys->sign.public;
	self.seal = keys->seal.public;
	err = manifest_first(out, &first);
	if (err == NULL)
		keys->study = *manifest_study(*out);
	return err;
}

/* Folders are not made on the way: a share that is away would be invented. */
static const struct err *
make_hub(const char *hub, enum hub_sharing sharing)
{
	struct buf folder = BUF_INIT;
	const struct err *err;

	if (file_has_folder(&folder, hub))
		err = hub_create_shared(hub, sharing);
	else
		err = err_new(ERR_NOT_FOUND, "hub %s: the folder %s is not "
		    "there: is the share connected?", hub, buf_str(&folder));
	buf_free(&folder);
	return err;
}

/* The hub must be ours to fill: missing, or a repository without `main`. */
static const struct err *
prepare_hub(struct workspace *ws, const struct study_plan *plan)
{
	static const char *const main_only[] = { "main" };
	const struct err *err = workspace_set_hub(ws, plan->hub);
	char tip[DEPOT_ID_TEXT_MAX];

	if (err != NULL)
		return err;
	if (!address_is_remote(buf_str(&ws->hub)) &&
	    !platform_exists(buf_str(&ws->hub)))
		return make_hub(buf_str(&ws->hub), plan->sharing);
	err = hub_fetch(ws->depot, buf_str(&ws->hub), main_only, 1, NULL,
	    NULL);
	if (err == NULL)
		err = depot_tip(ws->depot, DEPOT_HUB, "main", tip);
	if (err == NULL && tip[0] != '\0')
		err = err_new(ERR_USAGE, "hub %s: it holds a study already "
		    "(merger init --keys opens one)", buf_str(&ws->hub));
	return err;
}

/* The second manifest lists the form; both go to main together. */
static const struct err *
publish_form(struct workspace *ws, const struct study_plan *plan,
    const struct buf *package)
{
	struct manifest_draft *draft = manifest_draft_of(ws->manifest);
	char form_name[HASH_TEXT_MAX + 8] = "form/", first_name[32];
	struct hash version;
	const struct err *err;

	crypto_hash(&version, buf_slice(package));
	hash_text(form_name + 5, &version);
	mainline_manifest_name(first_name, 1);
	manifest_draft_add_form(draft, plan->form->id, &version);
	/* What is only tried out here is only tried out there. */
	if (plan->passphrase.len == 0)
		manifest_draft_set_policy(draft, "passphrase", "optional");
	struct depot_file files[] = {
		{ first_name, manifest_file(ws->manifest) },
		{ form_name, buf_slice(package) }
	};
	err = mainline_commit(ws, draft, files, 2, "the study begins");
	manifest_draft_free(draft);
	return err;
}

static const struct err *
save_root(struct workspace *ws, const struct sign_pair *root,
    struct slice passphrase)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	file_join(&path, buf_str(&ws->folder), "root");
	err = keyring_save_root(root, buf_str(&path), passphrase);
	buf_free(&path);
	return err;
}

/*
 * One transaction, and the keys come last: before, nothing has begun and init
 * can be said again.
 */
static const struct err *
write_down(struct workspace *ws, struct manifest *first,
    const struct study_plan *plan, const struct buf *package)
{
	struct db *db = index_db(ws->index);
	const struct err *err = db_begin(db);

	if (err != NULL) {
		manifest_free(first);
		return err;
	}
	err = workspace_adopt_manifest(ws, first);
	if (err == NULL)
		err = workspace_keep_hub(ws);
	if (err == NULL)
		err = publish_form(ws, plan, package);
	if (err == NULL)
		err = workspace_save_keys(ws, plan->passphrase);
	return db_end(db, err);
}

static const struct err *
found(struct workspace *ws, struct manifest *first,
    const struct sign_pair *root, const struct study_plan *plan)
{
	struct buf package = BUF_INIT;
	const struct err *err = package_write(&package, plan->form);

	if (err == NULL)
		err = prepare_hub(ws, plan);
	if (err == NULL)
		err = save_root(ws, root, plan->passphrase);
	if (err == NULL)
		err = write_down(ws, first, plan, &package);
	else
		manifest_free(first);
	if (err == NULL)
		err = err_in(mainline_publish(ws), "the study is made, and "
		    "merger pull will bring it to the hub");
	buf_free(&package);
	return err;
}

const struct err *
study_begin(struct workspace *ws, struct cli *cli,
    const struct study_plan *plan)
{
	struct manifest *first = NULL;
	struct keyring keys;
	struct sign_pair root;
	const struct err *err = make_first(&first, &keys, &root, plan);

	if (err == NULL) {
		err = workspace_create(ws, cli, &keys);
		if (err != NULL)
			manifest_free(first);
	}
	if (err == NULL) {
		err = workspace_ask_access(ws, cli);
		if (err == NULL)
			err = found(ws, first, &root, plan);
		else
			manifest_free(first);
		if (err != NULL)
			workspace_close(ws);
	}
	mem_wipe(&root, sizeof root);
	keyring_wipe(&keys);
	return err;
}
