#include "kit/exchange/quarantine.h"

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/depot_internal.h"

struct quarantine {
	struct depot *depot;
	struct repo *repo;
	struct buf path;
	struct wire_tip *tips;		/* what is to be taken */
	size_t tip_count, tip_capacity;
};

/*
 * The way to the depot's objects is written from here, not from the root:
 * whatever the folders above are called, git reads a line of it.
 */
static const struct err *
see_depot(struct quarantine *quarantine, const char *name)
{
	struct buf line = BUF_INIT, file = BUF_INIT;
	const struct err *err;

	buf_addf(&line, "../../%s/objects\n", name);
	file_join(&file, buf_str(&quarantine->path), "objects/info");
	err = platform_make_folder(buf_str(&file));
	buf_add(&file, "/alternates");
	if (!err)
		err = file_write(buf_str(&file), buf_slice(&line));
	buf_free(&line);
	buf_free(&file);
	return err;
}

static const struct err *
make(struct quarantine *quarantine)
{
	struct buf depot = BUF_INIT;
	const struct err *err;

	err = platform_absolute(&depot, quarantine->depot->path);
	if (err)
		goto done;
	buf_addf(&quarantine->path, "%s-incoming", buf_str(&depot));
	err = file_remove_tree(buf_str(&quarantine->path));
	if (!err)
		err = repo_make(buf_str(&quarantine->path));
	if (!err)
		err = see_depot(quarantine, file_name(buf_str(&depot)));
	if (!err)
		err = repo_open(&quarantine->repo,
		    buf_str(&quarantine->path));
	if (err)
		err = err_in(err, "%s", buf_str(&quarantine->path));
done:
	buf_free(&depot);
	return err;
}

static void
forget_tips(struct quarantine *quarantine)
{
	for (size_t i = 0; i < quarantine->tip_count; i++)
		mem_free(quarantine->tips[i].branch);
	mem_free(quarantine->tips);
	quarantine->tips = NULL;
	quarantine->tip_count = quarantine->tip_capacity = 0;
}

const struct err *
quarantine_close(struct quarantine *quarantine)
{
	const struct err *err = NULL;

	if (!quarantine)
		return NULL;
	forget_tips(quarantine);
	repo_close(quarantine->repo);
	if (quarantine->path.len > 0)
		err = file_remove_tree(buf_str(&quarantine->path));
	buf_free(&quarantine->path);
	mem_free(quarantine);
	return err;
}

const struct err *
quarantine_open(struct quarantine **out, struct depot *depot)
{
	struct quarantine *quarantine = mem_alloc(sizeof(*quarantine));
	const struct err *err;

	quarantine->depot = depot;
	err = make(quarantine);
	*out = quarantine;
	if (err) {
		*out = NULL;
		err = err_first(err, quarantine_close(quarantine));
	}
	return err;
}

const char *
quarantine_path(const struct quarantine *quarantine)
{
	return buf_str(&quarantine->path);
}

struct repo *
quarantine_repo(struct quarantine *quarantine)
{
	return quarantine->repo;
}

void
quarantine_add_tip(struct quarantine *quarantine, const char *branch,
    const struct oid *commit)
{
	void *items = quarantine->tips;

	mem_grow(&items, &quarantine->tip_capacity, quarantine->tip_count + 1,
	    sizeof(*quarantine->tips));
	quarantine->tips = items;
	quarantine->tips[quarantine->tip_count++] = (struct wire_tip){
		mem_strdup(branch), *commit };
}

const struct err *
quarantine_set(struct quarantine *quarantine, const char *branch,
    const char *commit)
{
	struct oid id;

	if (!name_is_branch(branch))
		return err_new(ERR_FORMAT, "not a branch name that is allowed");
	if (!oid_parse(&id, commit))
		return err_new(ERR_FORMAT, "%s: not the name of a commit",
		    branch);
	quarantine_add_tip(quarantine, branch, &id);
	return NULL;
}

const struct err *
quarantine_take(struct quarantine *quarantine, const char *source,
    const char *const *prefixes, size_t prefix_count, depot_report report,
    void *data)
{
	const struct err *err = NULL;

	if (quarantine->tip_count > 0)
		err = fetch_from(quarantine->depot,
		    &(struct fetch_source){ .repo = quarantine->repo,
		    .path = buf_str(&quarantine->path), .name = source,
		    .tips = quarantine->tips,
		    .tip_count = quarantine->tip_count }, prefixes,
		    prefix_count, report, data);
	forget_tips(quarantine);
	return err;
}
