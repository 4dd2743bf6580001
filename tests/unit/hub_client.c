/*
 * hub_client.c - one laptop, for tests that need several of them or need to
 * kill one. Each line on standard output is a promise that was made.
 *
 *   hub_client create HUB
 *   hub_client deliver DEPOT HUB DEVICE COUNT    "delivered DEVICE NUMBER"
 *   hub_client share DEPOT HUB NAME COUNT        the same, all on one branch
 *   hub_client fetch DEPOT HUB [PREFIX]...       "new BRANCH", "broken ..: why"
 *   hub_client files DEPOT                       "BRANCH NAME", all seen
 *
 * For a hub on a network: RECOLTE_ACCESS names a file as access.h writes it,
 * RECOLTE_PATIENCE a number of seconds, HUB_CLIENT_TRIES how often. Then
 * "key HEX" is an ssh server's key that was met for the first time,
 * "again TROUBLE" comes before another try, "moved BYTES OBJECTS" at the end of
 * a fetch, and a failure begins with "(TROUBLE)".
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/exchange/depot.h"
#include "kit/exchange/wire.h"

enum { BODY_BYTES = 3000, SHARE_TRIES_MAX = 500 };

static const struct err *
deliver_one(struct depot *depot, const char *hub, const char *device,
    unsigned number)
{
	char name[32], branch[DEPOT_BRANCH_MAX], id[DEPOT_ID_TEXT_MAX];
	uint8_t body[BODY_BYTES] = { 0 };
	struct depot_file file = { name, slice_of(body, sizeof(body)) };
	struct depot_commit commit = { .branch = branch, .files = &file,
		.file_count = 1, .subject = "a change set", .trailers = "",
		.author = device, .time_ms = platform_now_ms() };
	const struct err *err;
	enum depot_move move;

	platform_random(body, sizeof(body));
	snprintf(branch, sizeof(branch), "device/%s/0000000000000001", device);
	snprintf(name, sizeof(name), "%08u.cs", number);
	err = depot_commit(depot, &commit, id);
	if (!err)
		err = hub_publish(depot, hub, branch, &move);
	if (err)
		return err;
	if (move != MOVE_NEW && move != MOVE_AHEAD)
		return err_new(ERR_STATE, "%s: not delivered: %d", branch,
		    (int)move);
	printf("delivered %s %u\n", device, number);
	fflush(stdout);
	return NULL;
}

/* Numbers go on where the last run stopped. */
static const struct err *
count_file(void *data, const struct depot_visit *visit)
{
	(void)visit;
	++*(unsigned *)data;
	return NULL;
}

static const struct err *
run_deliver(struct depot *depot, char **words, int count)
{
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	const struct err *err = NULL;
	unsigned number = 0;
	uint64_t wanted;

	if (count != 3 || !text_parse_u64(slice_str(words[2]), &wanted))
		return err_new(ERR_USAGE, "deliver DEPOT HUB DEVICE COUNT");
	snprintf(branch, sizeof(branch), "device/%s/0000000000000001",
	    words[1]);
	err = depot_tip(depot, DEPOT_OWN, branch, tip);
	if (!err && tip[0])
		err = depot_walk(depot, tip, NULL, 0, count_file, &number);
	while (!err && wanted-- > 0)
		err = deliver_one(depot, words[0], words[1], ++number);
	return err;
}

/* On top of what the hub has; somebody else may come first, then again. */
static const struct err *
share_once(struct depot *depot, const char *hub, const char *name, bool *done)
{
	static const char *const main_only[] = { "main" };
	char tip[DEPOT_ID_TEXT_MAX], id[DEPOT_ID_TEXT_MAX];
	struct depot_file file = { name, slice_str(name) };
	struct depot_commit commit = { .branch = "main", .files = &file,
		.file_count = 1, .keep_tree = true, .subject = "a form",
		.trailers = "", .author = "c", .time_ms = platform_now_ms() };
	const struct err *err;
	enum depot_move move;

	*done = false;
	err = hub_fetch(depot, hub, main_only, 1, NULL, NULL);
	if (!err)
		err = depot_tip(depot, DEPOT_HUB, "main", tip);
	if (!err && tip[0])
		err = depot_adopt(depot, "main");
	if (!err)
		err = depot_commit(depot, &commit, id);
	if (!err)
		err = hub_publish(depot, hub, "main", &move);
	if (err)
		return err->code == ERR_BUSY ? NULL : err;
	*done = move == MOVE_NEW || move == MOVE_AHEAD;
	return NULL;
}

static const struct err *
run_share(struct depot *depot, char **words, int count)
{
	const struct err *err = NULL;
	char name[64];
	uint64_t wanted;
	bool done;

	if (count != 3 || !text_parse_u64(slice_str(words[2]), &wanted))
		return err_new(ERR_USAGE, "share DEPOT HUB NAME COUNT");
	for (unsigned number = 1; !err && number <= wanted; number++) {
		snprintf(name, sizeof(name), "form/%s-%u", words[1], number);
		done = false;
		for (int i = 0; !err && !done && i < SHARE_TRIES_MAX; i++)
			err = share_once(depot, words[0], name, &done);
		if (!err && !done)
			err = err_new(ERR_BUSY, "%s: never came first", name);
		if (!err)
			printf("delivered %s\n", name);
	}
	return err;
}

static void
print_move(void *data, const char *branch, enum depot_move move,
    const char *remark)
{
	static const char *const words[] = { "same", "new", "ahead", "behind",
		"diverged", "broken" };

	(void)data;
	printf("%s %s%s%s\n", words[move], branch, remark[0] ? ": " : "",
	    remark);
}

static const struct err *
run_fetch(struct depot *depot, char **words, int count)
{
	static const char *const all[] = { "" };

	if (count < 1)
		return err_new(ERR_USAGE, "fetch DEPOT HUB [PREFIX]...");
	if (count == 1)
		return hub_fetch(depot, words[0], all, 1, print_move, NULL);
	return hub_fetch(depot, words[0], (const char *const *)(words + 1),
	    (size_t)count - 1, print_move, NULL);
}

static const struct err *
print_file(void *data, const struct depot_visit *visit)
{
	printf("%s %s\n", (const char *)data, visit->name);
	return NULL;
}

static const struct err *
run_files(struct depot *depot, char **words, int count)
{
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err;
	char **names;
	size_t found;

	(void)words;
	(void)count;
	err = depot_branches(depot, DEPOT_HUB, "", &names, &found);
	for (size_t i = 0; !err && i < found; i++) {
		err = depot_tip(depot, DEPOT_HUB, names[i], tip);
		if (!err && tip[0])
			err = depot_walk(depot, tip, NULL, BODY_BYTES,
			    print_file, names[i]);
	}
	depot_names_free(names, found);
	return err;
}

/* ---- a hub on a network ---- */

struct reaching {
	struct hub_reach reach;
	struct access access;
	struct wire_progress last;
};

static void
note_progress(void *data, const struct wire_progress *progress)
{
	((struct reaching *)data)->last = *progress;
}

static void
print_key(void *data, const char *host_key)
{
	(void)data;
	printf("key %s\n", host_key);
}

static void
print_again(void *data, enum trouble trouble)
{
	(void)data;
	printf("again %s\n", trouble_name(trouble));
}

static const struct err *
set_reach(struct reaching *r, struct depot *depot)
{
	const char *path = platform_environment("RECOLTE_ACCESS");
	const char *patience = platform_environment("RECOLTE_PATIENCE");
	const char *tries = platform_environment("HUB_CLIENT_TRIES");
	const struct err *err = NULL;
	struct buf text = BUF_INIT;

	r->reach = (struct hub_reach){ .access = &r->access, .data = r,
		.tries = tries ? (unsigned)atoi(tries) : 0,
		.patience_s = patience ? (unsigned)atoi(patience) : 0,
		.progress = note_progress, .first_key = print_key,
		.again = print_again };
	if (path)
		err = file_read(&text, path, 1 << 20);
	if (!err)
		err = access_read(&r->access, buf_slice(&text));
	buf_wipe(&text);
	depot_set_reach(depot, &r->reach);
	return err;
}

static const struct err *
end_reach(struct reaching *r, struct depot *depot, const struct err *err)
{
	if (r->last.total > 0 && !r->last.upward)
		printf("moved %" PRIu64 " %" PRIu64 "\n", r->last.bytes,
		    r->last.total);
	access_wipe(&r->access);
	if (err && depot_trouble(depot) != TROUBLE_NONE)
		return err_in(err, "(%s)", trouble_name(depot_trouble(depot)));
	return err;
}

static const struct {
	const char *name;
	const struct err *(*run)(struct depot *depot, char **words, int count);
} commands[] = { { "deliver", run_deliver }, { "share", run_share },
	{ "fetch", run_fetch }, { "files", run_files } };

static const struct err *
run(int argc, char **argv)
{
	struct reaching reaching = { 0 };
	const struct err *err;
	struct depot *depot;

	if (argc == 3 && strcmp(argv[1], "create") == 0)
		return hub_create(argv[2]);
	for (size_t i = 0; argc > 2 &&
	    i < sizeof(commands) / sizeof(*commands); i++) {
		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		err = depot_open(&depot, argv[2], true);
		if (err)
			return err;
		err = set_reach(&reaching, depot);
		if (!err)
			err = commands[i].run(depot, argv + 3, argc - 3);
		err = end_reach(&reaching, depot, err);
		depot_close(depot);
		return err;
	}
	return err_new(ERR_USAGE, "create, deliver, share, fetch or files");
}

int
main(int argc, char **argv)
{
	const struct err *err;
	int status;

	if (wire_main(argc, argv, &status))
		return status;
	platform_start(&argc, &argv);
	err = depot_start();
	if (!err)
		err = run(argc, argv);
	depot_stop();
	if (err)
		fprintf(stderr, "hub_client: %s\n", err->msg);
	return err_exit_status(err);
}
