/* repo_open.c - libgit2 and its settings; repositories made, shared, opened. */
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/repo_git.h"

enum {
	DELTA_BYTES_MAX = 64,
	OPEN_FILES_MAX = 256		/* of packs; the system allows 1,024 */
};

/* Of enum hub_sharing; the group of a folder is handed down to new ones. */
static const struct {
	uint32_t mode;
	unsigned mask;
	const char *word;		/* of core.sharedRepository */
} sharings[] = {
	[HUB_PRIVATE] = { GIT_REPOSITORY_INIT_SHARED_UMASK, 0, NULL },
	[HUB_GROUP] = { 02770, 007, "0660" },
	[HUB_EVERYBODY] = { 02777, 0, "0666" },
};

/*
 * The user's and the system's git settings must not change what we do, and a
 * shared hub belongs to somebody else by nature.
 */
static int
set_options(void)
{
	int rc = 0;

	for (int level = GIT_CONFIG_LEVEL_PROGRAMDATA;
	    !rc && level <= GIT_CONFIG_LEVEL_GLOBAL; level++)
		rc = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
	if (!rc)
		rc = git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	if (!rc)
		rc = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION,
		    1);
	if (!rc)
		rc = git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	if (!rc)
		rc = git_libgit2_opts(GIT_OPT_SET_MWINDOW_FILE_LIMIT,
		    (size_t)OPEN_FILES_MAX);
	return rc;
}

const struct err *
repo_start(void)
{
	/* Before libgit2 asks for the first of it. */
	int rc = repo_use_our_memory();

	if (rc >= 0)
		rc = git_libgit2_init();
	if (rc >= 0)
		rc = set_options();
	return rc < 0 ? repo_failed(rc, "libgit2") : NULL;
}

void
repo_stop(void)
{
	git_libgit2_shutdown();
}

const struct err *
repo_make(const char *path)
{
	return repo_make_shared(path, HUB_PRIVATE);
}

static int
write_sharing(git_repository *git, const char *word)
{
	git_config *config = NULL;
	int rc = git_repository_config(&config, git);

	if (!rc)
		rc = git_config_set_string(config, "core.sharedrepository",
		    word);
	git_config_free(config);
	return rc;
}

const struct err *
repo_make_shared(const char *path, enum hub_sharing with)
{
	git_repository_init_options options;
	git_repository *git = NULL;
	unsigned before = 0;
	int rc = git_repository_init_options_init(&options,
	    GIT_REPOSITORY_INIT_OPTIONS_VERSION);

	if (rc)
		return repo_failed(rc, "libgit2");
	options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH |
	    GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	options.mode = sharings[with].mode;
	if (with != HUB_PRIVATE)
		before = platform_file_mask(sharings[with].mask);
	rc = git_repository_init_ext(&git, path, &options);
	if (!rc && with != HUB_PRIVATE)
		rc = write_sharing(git, sharings[with].word);
	if (with != HUB_PRIVATE)
		(void)platform_file_mask(before);
	git_repository_free(git);
	return rc ? repo_failed(rc, "cannot be made") : NULL;
}

/* What `git init --shared` writes, and what people write by hand. */
static bool
read_sharing(unsigned *mask, const char *value)
{
	static const struct {
		const char *word;
		enum hub_sharing with;
	} words[] = { { "1", HUB_GROUP }, { "true", HUB_GROUP },
		{ "group", HUB_GROUP }, { "2", HUB_EVERYBODY },
		{ "all", HUB_EVERYBODY }, { "world", HUB_EVERYBODY },
		{ "everybody", HUB_EVERYBODY }, { "0660", HUB_GROUP },
		{ "0664", HUB_GROUP }, { "0666", HUB_EVERYBODY } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		*mask = sharings[words[i].with].mask;
		if (strcmp(value, words[i].word) == 0)
			return true;
	}
	return false;
}

static int
find_sharing(struct repo *repo)
{
	git_config *config = NULL;
	git_buf value = { NULL, 0, 0 };
	int rc = git_repository_config(&config, repo->git);

	if (!rc)
		rc = git_config_get_string_buf(&value, config,
		    "core.sharedrepository");
	if (!rc)
		repo->shared = read_sharing(&repo->mask, value.ptr);
	git_buf_dispose(&value);
	git_config_free(config);
	return rc == GIT_ENOTFOUND ? 0 : rc;
}

/* Around what writes files: others must be able to read and replace them. */
unsigned
repo_begin_writing(const struct repo *repo)
{
	return repo->shared ? platform_file_mask(repo->mask) : 0;
}

void
repo_end_writing(const struct repo *repo, unsigned before)
{
	if (repo->shared)
		(void)platform_file_mask(before);
}

/* Versions of libgit2 read the threshold under another name than git's. */
const struct err *
repo_skip_deltas(struct repo *repo)
{
	static const char *const names[] = { "core.bigFileThreshold",
		"pack.deltaCacheSize" };
	git_config *config = NULL;
	int64_t bytes;
	int rc = git_repository_config(&config, repo->git);

	for (size_t i = 0; !rc && i < sizeof(names) / sizeof(names[0]); i++)
		if (git_config_get_int64(&bytes, config, names[i]) != 0)
			rc = git_config_set_int64(config, names[i],
			    DELTA_BYTES_MAX);
	git_config_free(config);
	return rc ? repo_failed(rc, "settings") : NULL;
}

/* pack.window: between how many objects git looks for differences. */
const struct err *
repo_serve(struct repo *repo)
{
	static const struct {
		const char *name, *value;
	} settings[] = { { "receive.denyNonFastForwards", "true" },
		{ "receive.denyDeletes", "true" }, { "pack.window", "0" } };
	git_config *config = NULL;
	unsigned before = repo_begin_writing(repo);
	int rc = git_repository_config(&config, repo->git);

	for (size_t i = 0; !rc && i < sizeof(settings) / sizeof(*settings);
	    i++) {
		git_buf said = { NULL, 0, 0 };

		/* What somebody has said already stays. */
		rc = git_config_get_string_buf(&said, config,
		    settings[i].name);
		if (rc == GIT_ENOTFOUND)
			rc = git_config_set_string(config, settings[i].name,
			    settings[i].value);
		git_buf_dispose(&said);
	}
	git_config_free(config);
	repo_end_writing(repo, before);
	return rc ? repo_failed(rc, "settings") : NULL;
}

/* What the disk does not give may be a repository all the same. */
static const struct err *
not_opened(int rc)
{
	const struct err *err = repo_failed(rc, "cannot be opened");

	return err_is_of_system(err) ? err :
	    err_new(ERR_FORMAT, "not a git repository");
}

const struct err *
repo_open(struct repo **out, const char *path)
{
	struct repo *repo = mem_alloc(sizeof(*repo));
	int rc = git_repository_open_bare(&repo->git, path);

	*out = NULL;
	if (!rc)
		rc = git_repository_odb(&repo->odb, repo->git);
	if (!rc)
		rc = find_sharing(repo);
	if (rc) {
		const struct err *err = not_opened(rc);

		repo_close(repo);
		return err;
	}
	*out = repo;
	return NULL;
}

void
repo_close(struct repo *repo)
{
	if (!repo)
		return;
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	mem_free(repo);
}
