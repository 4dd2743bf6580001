/* wire.c - the child's side of wire.h: libgit2 on the network. */
#include "kit/exchange/wire.h"

#include <git2.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/exchange/address.h"
#include "kit/exchange/certificate.h"
#include "kit/exchange/repo.h"

enum {
	HAVES_MAX = 64,
	TELL_EVERY_US = 200 * 1000,
	LIFE_FACTOR = 3			/* the parent loses patience before */
};

static const uint64_t received_bytes_max = (uint64_t)8 << 30;
static const unsigned received_objects_max = 8000000;

/* Coordinators write more often than that: 60 days. */
static const int64_t study_quiet_ms = INT64_C(60) * 24 * 3600 * 1000;

#define WIRE_WORD "--wire"

/* What the parent wants, and how far we are. */
struct line_end {
	git_repository *git;
	git_remote *remote;
	struct access access;
	const char *address, *repository;
	bool upward;
	unsigned patience_s;
	int64_t known_ms;
	unsigned asked[2];		/* names, secrets */
	int64_t told_us;
	enum trouble trouble;		/* what a callback found */
	char remark[256];
	struct buf refusal;		/* the hub's no to a branch */
	char heard[256];		/* the server's last words */
};

static void
say(const char *word, const char *a, const char *b)
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

static void
find_trouble(struct line_end *end, enum trouble trouble, const char *remark)
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
	say("moved", text, NULL);
}

/* ---- callbacks ---- */

static int
on_received(const git_indexer_progress *progress, void *data)
{
	struct line_end *end = data;

	if (progress->received_bytes > received_bytes_max ||
	    progress->total_objects > received_objects_max) {
		find_trouble(end, TROUBLE_GARBAGE, "far too much of it");
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
		say("alive", NULL, NULL);
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

static int
deny(struct line_end *end, const char *remark)
{
	find_trouble(end, TROUBLE_DENIED, remark);
	return GIT_EUSER;
}

/* One question of a kind is answered once: the answer would be the same. */
static int
on_question(git_credential **out, const char *url, const char *named,
    unsigned allowed, void *data)
{
	struct line_end *end = data;
	const struct access *access = &end->access;
	const char *user = access->user.len > 0 ? buf_str(&access->user) :
	    "git";

	(void)url;
	/* ssh goes on with the name that it began with. */
	if (named && named[0])
		user = named;
	if (allowed & GIT_CREDENTIAL_USERNAME)
		return end->asked[0]++ ? deny(end, "it wants another user") :
		    git_credential_username_new(out, user);
	if (end->asked[1]++)
		return deny(end, "it does not accept them");
	if (allowed & GIT_CREDENTIAL_SSH_KEY)
		return access->key.len == 0 ? deny(end, "it wants a key") :
		    git_credential_ssh_key_memory_new(out, user, NULL,
		    buf_str(&access->key), NULL);
	if (!(allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT))
		return deny(end, "it wants what we do not have");
	if (access->token.len == 0)
		return deny(end, "it wants a token");
	if (!address_keeps_secrets(end->address))
		return deny(end, "it wants a token, which is never sent over "
		    "http: say https://...");
	return git_credential_userpass_plaintext_new(out, user,
	    buf_str(&access->token));
}

static int
check_host_key(struct line_end *end, const git_cert_hostkey *key)
{
	char seen[2 * sizeof(key->hash_sha256) + 1];

	if (!(key->type & GIT_CERT_SSH_SHA256)) {
		find_trouble(end, TROUBLE_CERTIFICATE, "it shows no key");
		return GIT_ECERTIFICATE;
	}
	hex_encode(seen, key->hash_sha256, sizeof(key->hash_sha256));
	if (end->access.host_key.len == 0) {
		say("host-key", seen, NULL);
		return 0;
	}
	if (strcmp(seen, buf_str(&end->access.host_key)) == 0)
		return 0;
	find_trouble(end, TROUBLE_CERTIFICATE, "its key is another than "
	    "before");
	return GIT_ECERTIFICATE;
}

/*
 * The certificate ended before the clock's time. The clock is right about that
 * when a coordinator wrote later still, or not so long ago.
 */
static bool
clock_seems_right(const struct line_end *end, int64_t now_ms, int64_t until_ms)
{
	return end->known_ms > until_ms || (end->known_ms > 0 &&
	    now_ms - end->known_ms < study_quiet_ms);
}

static void
judge_certificate(struct line_end *end, const git_cert_x509 *certificate)
{
	int64_t now_ms = platform_now_ms(), from_ms, until_ms;

	if (!certificate_dates(slice_of(certificate->data, certificate->len),
	    &from_ms, &until_ms) ||
	    (now_ms >= from_ms && now_ms <= until_ms))
		find_trouble(end, TROUBLE_CERTIFICATE,
		    "its certificate is not trusted");
	else if (now_ms > until_ms && clock_seems_right(end, now_ms, until_ms))
		find_trouble(end, TROUBLE_CERTIFICATE,
		    "its certificate has ended: whoever runs the hub must "
		    "renew it");
	else
		find_trouble(end, TROUBLE_CLOCK, now_ms < from_ms ?
		    "the certificate begins later" :
		    "the certificate has ended, or the clock is ahead");
}

static int
on_certificate(git_cert *certificate, int valid, const char *host, void *data)
{
	(void)host;
	if (certificate->cert_type == GIT_CERT_HOSTKEY_LIBSSH2)
		return check_host_key(data,
		    (const git_cert_hostkey *)(void *)certificate);
	if (valid)
		return 0;
	if (certificate->cert_type == GIT_CERT_X509)
		judge_certificate(data,
		    (const git_cert_x509 *)(void *)certificate);
	else
		find_trouble(data, TROUBLE_CERTIFICATE, "it shows none");
	return GIT_ECERTIFICATE;
}

static void
set_callbacks(git_remote_callbacks *out, struct line_end *end)
{
	git_remote_init_callbacks(out, GIT_REMOTE_CALLBACKS_VERSION);
	out->credentials = on_question;
	out->certificate_check = on_certificate;
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
		find_trouble(end, trouble_of_message(end->heard), end->heard);
	if (end->trouble == TROUBLE_NONE && rc == GIT_ECERTIFICATE)
		find_trouble(end, TROUBLE_CERTIFICATE, message);
	if (end->trouble == TROUBLE_NONE && rc == GIT_EAUTH)
		find_trouble(end, TROUBLE_DENIED, message);
	if (end->trouble == TROUBLE_NONE)
		find_trouble(end, trouble_of_message(message), message);
	if (end->trouble == TROUBLE_NONE)
		find_trouble(end, TROUBLE_HUB, message);
	if (end->remark[0] == '\0')
		add_printable(end->remark, sizeof(end->remark), message);
	add_printable(remark, sizeof(remark), end->remark);
	say("trouble", trouble_name(end->trouble), remark);
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
	options.proxy_opts.type = GIT_PROXY_AUTO;
	options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
	rc = git_repository_open_bare(&end->git, end->repository);
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
		say("listed", NULL, NULL);
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
	options.proxy_opts.type = GIT_PROXY_AUTO;
	options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
	options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	rc = git_remote_download(end->remote, &specs, &options);
	if (rc)
		return rc;
	sum = git_remote_stats(end->remote);
	say_moved(sum->received_bytes, sum->received_objects,
	    sum->total_objects);
	say("done", NULL, NULL);
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
	options.proxy_opts.type = GIT_PROXY_AUTO;
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
		say("refused", reason, NULL);
	else
		say("done", NULL, NULL);
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
	end->repository = json_get_string(*json, "repository");
	end->upward = json_bool(json_get(*json, "upward"));
	json_u64(json_get(*json, "patience"), &patience_s);
	end->patience_s = (unsigned)patience_s;
	json_u64(json_get(*json, "known"), &known_ms);
	end->known_ms = (int64_t)known_ms;
	return end->address && end->repository ? NULL :
	    err_new(ERR_USAGE, "not a plan for the wire");
}

/* The hub's own certificates take the place of the system's. */
static int
set_certificates(const struct line_end *end)
{
	struct buf path = BUF_INIT;
	int rc = 0;

	buf_addf(&path, "%s/recolte-certificates", end->repository);
	if (end->access.certificate.len > 0)
		rc = git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS,
		    buf_str(&path), NULL);
	buf_free(&path);
	return rc;
}

static int
run(struct line_end *end)
{
	int rc;

	platform_live_for(end->patience_s * LIFE_FACTOR);
	rc = set_certificates(end);
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
		say("trouble", trouble_name(TROUBLE_HUB), err->msg);
	*status = err ? 1 : run(&end);
	git_remote_free(end.remote);
	git_repository_free(end.git);
	access_wipe(&end.access);
	json_free(plan);
	buf_free(&end.refusal);
	repo_stop();
	platform_stop();
	return true;
}
