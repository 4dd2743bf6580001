/* wire.c - the child's side of wire.h: libgit2 on the network. */
#include "kit/exchange/wire_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/exchange/repo.h"

enum {
	HAVES_MAX = 64,
	TELL_EVERY_US = 200 * 1000,
	LIFE_FACTOR = 3			/* the parent loses patience before */
};

static const uint64_t received_bytes_max = (uint64_t)8 << 30;
static const unsigned received_objects_max = 8000000;

#define WIRE_WORD "--wire"

void
wire_say(const char *word, const char *a, const char *b)
{
	printf("%s%s%s%s%s\n", word, a ? " " : "", a ? a : "", b ? " " : "",
	    b ? b : "");
	/* Nobody listens any more: the parent is dead. */
	if (fflush(stdout) != 0)
		exit(0);
}

static void
add_printable(char *out, size_t size, const char *text)
{
	size_t n = strlen(out);

	for (; *text && n + 1 < size; text++)
		out[n++] = *text >= ' ' && *text != 0x7f ? *text : ' ';
	out[n] = '\0';
}

void
wire_find(struct line_end *end, enum trouble trouble, const char *remark)
{
	if (end->trouble != TROUBLE_NONE)
		return;
	end->trouble = trouble;
	end->remark[0] = '\0';
	add_printable(end->remark, sizeof(end->remark), remark);
}

/* At most a few times a second; the last one is said by "done". */
static bool
is_time(struct line_end *end)
{
	int64_t now_us = platform_monotonic_us();

	if (now_us - end->told_us < TELL_EVERY_US)
		return false;
	end->told_us = now_us;
	platform_live_for(end->patience_s * LIFE_FACTOR);
	return true;
}

static void
say_moved(uint64_t bytes, uint64_t done, uint64_t total)
{
	char text[96];

	snprintf(text, sizeof(text), "%" PRIu64 " %" PRIu64 " %" PRIu64,
	    bytes, done, total);
	wire_say("moved", text, NULL);
}

/* ---- callbacks ---- */

static int
on_received(const git_indexer_progress *progress, void *data)
{
	struct line_end *end = data;

	if (progress->received_bytes > received_bytes_max ||
	    progress->total_objects > received_objects_max) {
		wire_find(end, TROUBLE_GARBAGE, "far too much of it");
		return GIT_EUSER;
	}
	if (is_time(end))
		say_moved(progress->received_bytes,
		    progress->indexed_objects + progress->indexed_deltas,
		    progress->total_objects);
	return 0;
}

static int
on_sent(unsigned current, unsigned total, size_t bytes, void *data)
{
	if (is_time(data))
		say_moved(bytes, current, total);
	return 0;
}

static int
on_packing(int stage, uint32_t current, uint32_t total, void *data)
{
	(void)stage;
	if (is_time(data))
		say_moved(0, current, total);
	return 0;
}

/* "Counting objects": it lives. What it says last may be why it fails. */
static int
on_words(const char *text, int len, void *data)
{
	struct line_end *end = data;
	char words[200];

	snprintf(words, sizeof(words), "%.*s", len < 199 ? len : 199, text);
	if (trouble_of_message(words) != TROUBLE_NONE || !end->heard[0]) {
		end->heard[0] = '\0';
		add_printable(end->heard, sizeof(end->heard), words);
	}
	if (is_time(end))
		wire_say("alive", NULL, NULL);
	return 0;
}

static int
on_branch(const char *ref, const char *refusal, void *data)
{
	struct line_end *end = data;

	(void)ref;
	if (refusal)
		buf_add(&end->refusal, refusal[0] ? refusal : "no reason given");
	return 0;
}

static void
set_callbacks(git_remote_callbacks *out, struct line_end *end)
{
	git_remote_init_callbacks(out, GIT_REMOTE_CALLBACKS_VERSION);
	out->credentials = wire_on_question;
	out->certificate_check = wire_on_certificate;
	out->transfer_progress = on_received;
	out->sideband_progress = on_words;
	out->pack_progress = on_packing;
	out->push_transfer_progress = on_sent;
	out->push_update_reference = on_branch;
	out->payload = end;
}

/* ---- what is asked ---- */

/* rc is below zero: say what it means. */
static int
tell_trouble(struct line_end *end, int rc)
{
	const git_error *seen = git_error_last();
	const char *message = seen && seen->message ? seen->message :
	    "no reason given";
	char remark[256] = "";

	if (end->trouble == TROUBLE_NONE && end->heard[0] &&
	    trouble_of_message(end->heard) != TROUBLE_NONE)
		wire_find(end, trouble_of_message(end->heard), end->heard);
	if (end->trouble == TROUBLE_NONE && rc == GIT_ECERTIFICATE)
		wire_find(end, TROUBLE_CERTIFICATE, message);
	if (end->trouble == TROUBLE_NONE)
		wire_find(end, trouble_of_message(message), message);
	if (end->trouble == TROUBLE_NONE && rc == GIT_EAUTH)
		wire_find(end, TROUBLE_DENIED, message);
	if (end->trouble == TROUBLE_NONE)
		wire_find(end, TROUBLE_HUB, message);
	if (end->remark[0] == '\0')
		add_printable(end->remark, sizeof(end->remark), message);
	add_printable(remark, sizeof(remark), end->remark);
	if (end->route.plain && end->route.proxy.stands) {
		add_printable(remark, sizeof(remark), ", by the proxy ");
		add_printable(remark, sizeof(remark), end->route.proxy.at.host);
	}
	wire_say("trouble", trouble_name(end->trouble), remark);
	return 1;
}

static int
connect_hub(struct line_end *end)
{
	git_remote_connect_options options;
	int rc;

	if ((rc = git_remote_connect_options_init(&options,
	    GIT_REMOTE_CONNECT_OPTIONS_VERSION)) != 0)
		return rc;
	set_callbacks(&options.callbacks, end);
	options.proxy_opts = end->proxy_options;
	options.custom_headers = end->headers;
	options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
	rc = git_repository_open_bare(&end->git, ".");
	if (!rc)
		rc = git_remote_create_anonymous(&end->remote, end->git,
		    end->address);
	if (!rc)
		rc = git_remote_connect_ext(end->remote, end->upward ?
		    GIT_DIRECTION_PUSH : GIT_DIRECTION_FETCH, &options);
	return rc;
}

static int
tell_tips(struct line_end *end)
{
	static const char prefix[] = "refs/heads/";
	const git_remote_head **heads;
	char id[GIT_OID_HEXSZ + 1];
	size_t count;
	int rc = git_remote_ls(&heads, &count, end->remote);

	for (size_t i = 0; !rc && i < count && i < WIRE_TIPS_MAX; i++) {
		const char *name = heads[i]->name;

		if (strncmp(name, prefix, sizeof(prefix) - 1) != 0 ||
		    strlen(name) > REPO_REF_MAX)
			continue;
		git_oid_tostr(id, sizeof(id), &heads[i]->oid);
		printf("tip %s %s\n", id, name + sizeof(prefix) - 1);
	}
	if (!rc)
		wire_say("listed", NULL, NULL);
	return rc;
}

struct wants {
	char **specs;
	size_t count, capacity;
	unsigned haves;
};

static void
add_want(struct wants *wants, const char *branch)
{
	struct buf spec = BUF_INIT;
	void *items = wants->specs;

	buf_addf(&spec, "+refs/heads/%s:refs/heads/%s", branch, branch);
	mem_grow(&items, &wants->capacity, wants->count + 1, sizeof(char *));
	wants->specs = items;
	wants->specs[wants->count++] = buf_steal(&spec);
}

/* What libgit2 offers the hub as known is what has a ref here. */
static int
add_have(struct line_end *end, struct wants *wants, const char *commit)
{
	git_reference *made = NULL;
	char name[32];
	git_oid id;
	int rc;

	if (wants->haves >= HAVES_MAX)
		return 0;
	snprintf(name, sizeof(name), "refs/have/%u", wants->haves++);
	rc = git_oid_fromstr(&id, commit);
	if (!rc)
		rc = git_reference_create(&made, end->git, name, &id, 1, NULL);
	git_reference_free(made);
	return rc;
}

static int
download(struct line_end *end, const struct wants *wants)
{
	git_fetch_options options;
	git_strarray specs = { wants->specs, wants->count };
	const git_indexer_progress *sum;
	int rc;

	rc = git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
	if (rc)
		return rc;
	set_callbacks(&options.callbacks, end);
	options.proxy_opts = end->proxy_options;
	options.custom_headers = end->headers;
	options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
	options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	rc = git_remote_download(end->remote, &specs, &options);
	if (rc)
		return rc;
	sum = git_remote_stats(end->remote);
	say_moved(sum->received_bytes, sum->received_objects,
	    sum->total_objects);
	wire_say("done", NULL, NULL);
	return 0;
}

/* Ours, or one of somebody else that we have seen and pass on. */
static const char *
side_of(struct line_end *end, const char *branch)
{
	char ref[REPO_REF_MAX];
	git_oid id;

	snprintf(ref, sizeof(ref), "refs/heads/%s", branch);
	return git_reference_name_to_id(&id, end->git, ref) == 0 ?
	    "refs/heads/" : "refs/hub/";
}

static int
upload(struct line_end *end, const char *branch)
{
	git_push_options options;
	struct buf spec = BUF_INIT;
	char *text, reason[256] = "";
	git_strarray specs;
	int rc;

	if ((rc = git_push_options_init(&options, GIT_PUSH_OPTIONS_VERSION)))
		return rc;
	buf_addf(&spec, "%s%s:refs/heads/%s", side_of(end, branch), branch,
	    branch);
	text = buf_steal(&spec);
	specs = (git_strarray){ &text, 1 };
	set_callbacks(&options.callbacks, end);
	options.pb_parallelism = 1;
	options.proxy_opts = end->proxy_options;
	options.custom_headers = end->headers;
	options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
	rc = git_remote_upload(end->remote, &specs, &options);
	mem_free(text);
	if (rc)
		return rc;
	add_printable(reason, sizeof(reason), buf_str(&end->refusal));
	/* A hook's words say more than that it declined. */
	if (reason[0] && trouble_of_message(end->heard) != TROUBLE_NONE) {
		add_printable(reason, sizeof(reason), ": ");
		add_printable(reason, sizeof(reason), end->heard);
	}
	if (reason[0])
		wire_say("refused", reason, NULL);
	else
		wire_say("done", NULL, NULL);
	return 0;
}

/* Lines until the parent has no more to say. */
static int
obey(struct line_end *end)
{
	struct wants wants = { 0 };
	struct buf line = BUF_INIT;
	int rc = 0;

	platform_live_for(0);
	while (!rc && platform_read_line(&line)) {
		const char *text = buf_str(&line);

		platform_live_for(end->patience_s * LIFE_FACTOR);
		if (strncmp(text, "want ", 5) == 0)
			add_want(&wants, text + 5);
		else if (strncmp(text, "have ", 5) == 0)
			rc = add_have(end, &wants, text + 5);
		else if (strcmp(text, "go") == 0)
			rc = download(end, &wants);
		else if (strncmp(text, "push ", 5) == 0)
			rc = upload(end, text + 5);
		buf_reset(&line);
		platform_live_for(0);
	}
	for (size_t i = 0; i < wants.count; i++)
		mem_free(wants.specs[i]);
	mem_free(wants.specs);
	buf_free(&line);
	return rc;
}

static const struct err *
read_plan(struct line_end *end, struct json **json)
{
	struct buf line = BUF_INIT;
	const struct err *err;
	uint64_t patience_s = WIRE_PATIENCE_S, known_ms = 0;
	const char *repository;

	if (!platform_read_line(&line))
		return err_new(ERR_USAGE, "this command is for the program "
		    "itself");
	err = json_parse(json, buf_slice(&line));
	buf_wipe(&line);
	if (!err)
		err = access_from_json(&end->access,
		    json_get(*json, "access"));
	if (err)
		return err;
	end->address = json_get_string(*json, "address");
	repository = json_get_string(*json, "repository");
	end->upward = json_bool(json_get(*json, "upward"));
	json_u64(json_get(*json, "patience"), &patience_s);
	end->patience_s = (unsigned)patience_s;
	json_u64(json_get(*json, "known"), &known_ms);
	end->known_ms = (int64_t)known_ms;
	return end->address && repository ? platform_enter(repository) :
	    err_new(ERR_USAGE, "not a plan for the wire");
}

/* By a name that libraries can read on every system, whatever ours is called. */
static int
set_certificates(void)
{
	return platform_exists(WIRE_CERTIFICATES) ?
	    git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS,
	    WIRE_CERTIFICATES, NULL) : 0;
}

/* libgit2 shall write to the hub as one writes to a proxy. */
static void
send_errands(struct line_end *end)
{
	const struct proxy *proxy = &end->route.proxy;
	bool six = strchr(proxy->at.host, ':') != NULL;

	buf_addf(&end->proxy_url, "http://%s%s%s:%s", six ? "[" : "",
	    proxy->at.host, six ? "]" : "", proxy->at.port);
	end->proxy_options.type = GIT_PROXY_SPECIFIED;
	end->proxy_options.url = buf_str(&end->proxy_url);
	end->proxy_options.credentials = wire_on_proxy_question;
	end->proxy_options.payload = end;
	if (proxy->login.len == 0)
		return;
	buf_addf(&end->header, "Proxy-Authorization: %s",
	    buf_str(&proxy->login));
	end->header_list[0] = (char *)end->header.data;
	end->headers = (git_strarray){ end->header_list, 1 };
}

/* By ssh libgit2 goes its own way. */
static int
find_way(struct line_end *end)
{
	struct wire_route *route = &end->route;
	const struct err *err;
	int rc = git_proxy_options_init(&end->proxy_options,
	    GIT_PROXY_OPTIONS_VERSION);

	route->plain = strncmp(end->address, "http://", 7) == 0;
	if (rc || (!route->plain && strncmp(end->address, "https://", 8) != 0))
		return rc;
	err = proxy_find(&route->proxy, end->address);
	if (err)
		wire_find(end, TROUBLE_PROXY, err->msg);
	else if (!address_endpoint(&route->hub, end->address))
		wire_find(end, TROUBLE_NOT_FOUND, "no computer and port in "
		    "its address");
	if (end->trouble != TROUBLE_NONE)
		return GIT_EUSER;
	if (route->plain && route->proxy.stands)
		send_errands(end);
	return wire_stream_begin(route);
}

static int
run(struct line_end *end)
{
	int rc;

	platform_live_for(end->patience_s * LIFE_FACTOR);
	/* By ssh libgit2 looks there for known hosts, and fails without it. */
	platform_lend_environment("HOME", ".");
	rc = set_certificates();
	if (!rc)
		rc = find_way(end);
	if (!rc)
		rc = connect_hub(end);
	if (!rc)
		rc = tell_tips(end);
	if (!rc)
		rc = obey(end);
	return rc ? tell_trouble(end, rc) : 0;
}

bool
wire_main(int argc, char **argv, int *status)
{
	struct line_end end = { 0 };
	struct json *plan = NULL;
	const struct err *err;

	if (argc != 2 || strcmp(argv[1], WIRE_WORD) != 0)
		return false;
	platform_start(&argc, &argv);
	err = repo_start();
	if (!err)
		err = read_plan(&end, &plan);
	if (err)
		wire_say("trouble", trouble_name(TROUBLE_HUB), err->msg);
	*status = err ? 1 : run(&end);
	git_remote_free(end.remote);
	git_repository_free(end.git);
	wire_stream_end();
	access_wipe(&end.access);
	proxy_wipe(&end.route.proxy);
	buf_free(&end.proxy_url);
	buf_wipe(&end.header);
	json_free(plan);
	buf_free(&end.refusal);
	repo_stop();
	platform_stop();
	return true;
}
