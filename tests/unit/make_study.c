/*
 * make_study - a study in a folder, for tests of the collector: a form is
 * published and an invitation written, as a coordinator's program does.
 *   make_study FOLDER FORM [title=T] [days=N] [passphrase=optional] [hub=PATH]
 * days may be negative: an invitation that has expired.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/exchange/invitation.h"
#include "kit/record/package.h"

struct wanted {
	const char *title, *hub, *passphrase;
	int64_t days;
};

static const struct err *
read_form(struct buf *package, struct hash *version, const char *path)
{
	struct diags *diags = diags_new();
	struct form *form = NULL;
	const struct err *err;

	err = form_read(&form, path, diags);
	if (!err && form == NULL)
		err = err_new(ERR_FORMAT, "%s: not a form", path);
	if (!err)
		err = package_write(package, form);
	crypto_hash(version, buf_slice(package));
	form_free(form);
	diags_free(diags);
	return err;
}

static const struct err *
make_manifests(struct manifest *out[2], const struct wanted *wanted,
    const struct hash *version)
{
	struct sign_pair root, sign;
	struct seal_pair seal;
	struct member coordinator = { .role = MEMBER_COORDINATOR };
	struct manifest_plan plan = { .title = wanted->title, .phase = "field",
		.now_ms = platform_now_ms(), .root = &root,
		.coordinators = &coordinator, .coordinator_count = 1 };
	struct manifest_draft *draft;
	const struct err *err;

	sign_pair_new(&root);
	sign_pair_new(&sign);
	seal_pair_new(&seal);
	coordinator.sign = sign.public;
	coordinator.seal = seal.public;
	device_id_of(coordinator.id, &sign.public);
	err = manifest_first(&out[0], &plan);
	if (err)
		return err;
	draft = manifest_draft_of(out[0]);
	manifest_draft_add_form(draft, "form", version);
	if (wanted->passphrase != NULL)
		manifest_draft_set_policy(draft, "passphrase",
		    wanted->passphrase);
	err = manifest_draft_sign(&out[1], draft, &sign, platform_now_ms());
	manifest_draft_free(draft);
	return err;
}

static const struct err *
write_invitation(const char *folder, const struct wanted *wanted,
    struct manifest *const manifests[2], struct invitation_form *form)
{
	struct buf text = BUF_INIT, path = BUF_INIT;
	struct slice files[2] = { manifest_file(manifests[0]),
		manifest_file(manifests[1]) };
	struct invitation invitation = { .for_name = "Test", .hub = wanted->hub,
		.study = *manifest_study(manifests[0]),
		.expires_ms = platform_now_ms() + wanted->days * 86400000,
		.manifests = files, .manifest_count = 2,
		.forms = form, .form_count = 1 };
	const struct err *err;

	crypto_random(invitation.secret.bytes, KEY_BYTES);
	crypto_random(invitation.id, KEY_ID_BYTES);
	file_join(&path, folder, "invitation");
	err = invitation_write(&text, &invitation);
	if (!err)
		err = file_write(buf_str(&path), buf_slice(&text));
	buf_free(&text);
	buf_free(&path);
	return err;
}

static const struct err *
make(const char *folder, const char *form_path, const struct wanted *wanted)
{
	struct buf package = BUF_INIT;
	struct invitation_form form;
	struct manifest *manifests[2] = { NULL, NULL };
	const struct err *err;

	if ((err = crypto_start()) != NULL)
		return err;
	err = platform_make_folder(folder);
	if (!err)
		err = read_form(&package, &form.version, form_path);
	form.package = buf_slice(&package);
	if (!err)
		err = make_manifests(manifests, wanted, &form.version);
	if (!err)
		err = write_invitation(folder, wanted, manifests, &form);
	manifest_free(manifests[0]);
	manifest_free(manifests[1]);
	buf_free(&package);
	return err;
}

int
main(int argc, char **argv)
{
	struct wanted wanted = { .title = "Test study", .hub = "", .days = 30 };
	const struct err *err;

	platform_start(&argc, &argv);
	for (int i = 3; i < argc; i++) {
		if (!strncmp(argv[i], "title=", 6))
			wanted.title = argv[i] + 6;
		else if (!strncmp(argv[i], "hub=", 4))
			wanted.hub = argv[i] + 4;
		else if (!strncmp(argv[i], "days=", 5))
			wanted.days = strtoll(argv[i] + 5, NULL, 10);
		else if (!strncmp(argv[i], "passphrase=", 11))
			wanted.passphrase = argv[i] + 11;
	}
	err = argc < 3 ? err_new(ERR_USAGE, "FOLDER FORM") :
	    make(argv[1], argv[2], &wanted);
	if (err)
		fprintf(stderr, "make_study: %s\n", err->msg);
	platform_stop();
	return err_exit_status(err);
}
