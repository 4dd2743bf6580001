/* repo_pack.c - many objects at once: packs written, sent and received. */
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/exchange/repo_git.h"

/* A repository in memory, whose objects become a pack. */
struct scratch {
	git_repository *git;
	git_odb *odb;
};

static int
scratch_open(struct scratch *scratch)
{
	git_odb_backend *memory = NULL;
	int rc = git_odb_new(&scratch->odb);

	if (!rc)
		rc = git_mempack_new(&memory);
	if (!rc)
		rc = git_odb_add_backend(scratch->odb, memory, 1);
	if (!rc)
		rc = git_repository_wrap_odb(&scratch->git, scratch->odb);
	return rc;
}

static int
scratch_fill(git_packbuilder *pack, struct scratch *scratch,
    const struct repo_object *objects, size_t count)
{
	git_oid id;
	int rc = 0;

	for (size_t i = 0; !rc && i < count; i++) {
		rc = git_odb_write(&id, scratch->odb, objects[i].bytes.data,
		    objects[i].bytes.len, repo_git_kind(objects[i].kind));
		if (!rc && memcmp(id.id, objects[i].id.bytes, OID_BYTES) != 0)
			rc = GIT_EMISMATCH;
		if (!rc)
			rc = git_packbuilder_insert(pack, &id, NULL);
	}
	return rc;
}

/* How it packs, repo_skip_deltas() has said to the repository. */
static int
scratch_settings(struct scratch *scratch, struct repo *repo)
{
	git_config *config = NULL;
	int rc = git_repository_config(&config, repo->git);

	if (!rc)
		rc = git_repository_set_config(scratch->git, config);
	git_config_free(config);
	return rc;
}

const struct err *
repo_write_pack(struct repo *repo, const struct repo_object *objects,
    size_t count)
{
	struct scratch scratch = { 0 };
	git_packbuilder *pack = NULL;
	struct buf folder = BUF_INIT;
	int rc = scratch_open(&scratch);

	file_join(&folder, git_repository_path(repo->git), "objects/pack");
	if (!rc)
		rc = scratch_settings(&scratch, repo);
	if (!rc)
		rc = git_packbuilder_new(&pack, scratch.git);
	if (!rc) {
		git_packbuilder_set_threads(pack, 1);
		rc = scratch_fill(pack, &scratch, objects, count);
	}
	if (!rc) {
		unsigned before = repo_begin_writing(repo);

		rc = git_packbuilder_write(pack, buf_str(&folder), 0444, NULL,
		    NULL);
		repo_end_writing(repo, before);
	}
	if (!rc)
		rc = git_odb_refresh(repo->odb);
	git_packbuilder_free(pack);
	git_repository_free(scratch.git);
	git_odb_free(scratch.odb);
	buf_free(&folder);
	return rc ? repo_failed(rc, "cannot write a pack") : NULL;
}

/* libgit2 hands pieces of the pack to a callback that can only say "stop". */
struct outflow {
	repo_sink sink;
	void *data;
	const struct err *err;
};

static int
pour(void *bytes, size_t len, void *data)
{
	struct outflow *outflow = data;

	outflow->err = outflow->sink(outflow->data, slice_of(bytes, len));
	return outflow->err ? GIT_EUSER : 0;
}

const struct err *
repo_send_pack(struct repo *repo, const struct oid *commits, size_t count,
    repo_sink sink, void *data)
{
	struct outflow outflow = { sink, data, NULL };
	git_packbuilder *pack = NULL;
	int rc = git_packbuilder_new(&pack, repo->git);

	if (!rc)
		git_packbuilder_set_threads(pack, 1);
	for (size_t i = 0; !rc && i < count; i++) {
		git_oid at = repo_git_id(&commits[i]);

		rc = git_packbuilder_insert_commit(pack, &at);
	}
	if (!rc)
		rc = git_packbuilder_foreach(pack, pour, &outflow);
	git_packbuilder_free(pack);
	if (outflow.err)
		return outflow.err;
	return rc ? repo_failed(rc, "cannot make a pack") : NULL;
}

struct repo_inflow {
	struct repo *repo;
	git_odb_writepack *pack;
	git_indexer_progress progress;
};

const struct err *
repo_inflow_begin(struct repo_inflow **out, struct repo *repo)
{
	struct repo_inflow *inflow = mem_alloc(sizeof(*inflow));
	int rc = git_odb_write_pack(&inflow->pack, repo->odb, NULL, NULL);

	inflow->repo = repo;
	*out = inflow;
	if (!rc)
		return NULL;
	*out = NULL;
	inflow->pack = NULL;
	repo_inflow_free(inflow);
	return repo_failed(rc, "cannot take a pack");
}

const struct err *
repo_inflow_add(struct repo_inflow *inflow, struct slice bytes)
{
	int rc = inflow->pack->append(inflow->pack, bytes.data, bytes.len,
	    &inflow->progress);

	return rc ? repo_failed(rc, "pack") : NULL;
}

const struct err *
repo_inflow_end(struct repo_inflow *inflow)
{
	int rc = inflow->pack->commit(inflow->pack, &inflow->progress);

	if (!rc)
		rc = git_odb_refresh(inflow->repo->odb);
	return rc ? repo_failed(rc, "pack") : NULL;
}

void
repo_inflow_free(struct repo_inflow *inflow)
{
	if (!inflow)
		return;
	if (inflow->pack)
		inflow->pack->free(inflow->pack);
	mem_free(inflow);
}
