/* repo_pack.c - many objects at once: packs written, sent and received. */
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/pack_write.h"
#include "kit/exchange/repo_git.h"

const struct err *
repo_write_pack(struct repo *repo, const struct repo_object *objects,
    size_t count)
{
	struct buf folder = BUF_INIT;
	const struct err *err;
	unsigned before;

	file_join(&folder, git_repository_path(repo->git), "objects/pack");
	before = repo_begin_writing(repo);
	err = platform_make_folder(buf_str(&folder));
	if (!err)
		err = pack_write(buf_str(&folder), objects, count);
	repo_end_writing(repo, before);
	buf_free(&folder);
	return err ? err : repo_refresh(repo);
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
