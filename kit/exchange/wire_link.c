/* wire_link.c - the parent's side of wire.h: the child and its watchdog. */
#include "kit/exchange/wire.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

enum {
	LISTEN_MS = 200,
	/* A trickle, or a server that only says that it lives, is a stall. */
	TRICKLE_BYTES = 1024,
	ALIVE_PATIENCES = 10
};

struct wire {
	const struct wire_plan *plan;
	struct platform_child *child;
	struct buf heard;
	size_t at;			/* read up to here */
	struct wire_tip *tips;
	size_t tip_count, tip_capacity;
	int64_t moved_us, alive_us;	/* last time that something did */
	uint64_t moved_bytes, moved_done;
	enum trouble trouble;
};

static int64_t
patience_us(const struct wire *wire)
{
	unsigned s = wire->plan->patience_s;

	return (int64_t)(s ? s : WIRE_PATIENCE_S) * 1000000;
}

static const struct err *
in_trouble(struct wire *wire, enum trouble trouble, const char *remark)
{
	wire->trouble = trouble;
	if (remark && remark[0])
		return err_new(trouble_code(trouble), "%s (%.200s)",
		    trouble_advice(trouble), remark);
	return err_new(trouble_code(trouble), "%s", trouble_advice(trouble));
}

static void
touch(struct wire *wire)
{
	wire->moved_us = platform_monotonic_us();
	wire->alive_us = wire->moved_us;
}

/* The next line, in line; ends the waiting when nothing moves. */
static const struct err *
next_line(struct wire *wire, struct buf *line)
{
	struct buf *heard = &wire->heard;
	int64_t now_us;

	for (;;) {
		const uint8_t *start = heard->data + wire->at;
		size_t len = heard->len - wire->at;
		const uint8_t *end = len ? memchr(start, '\n', len) : NULL;

		if (end) {
			size_t n = (size_t)(end - start);

			buf_reset(line);
			buf_append(line, start,
			    n > 0 && start[n - 1] == '\r' ? n - 1 : n);
			wire->at += n + 1;
			return NULL;
		}
		if (len > WIRE_LINE_BYTES_MAX)
			return in_trouble(wire, TROUBLE_HUB, "a long line");
		if (wire->at > 0) {
			memmove(heard->data, start, len);
			heard->len = len;
			wire->at = 0;
		}
		if (platform_child_read(wire->child, heard, LISTEN_MS) ==
		    HEARD_END)
			return in_trouble(wire, TROUBLE_HUB,
			    "the network program ended");
		now_us = platform_monotonic_us();
		if (now_us - wire->alive_us > patience_us(wire) ||
		    now_us - wire->moved_us >
		    patience_us(wire) * ALIVE_PATIENCES)
			return in_trouble(wire, TROUBLE_STALLED, NULL);
	}
}

static bool
starts(const struct buf *line, const char *word, const char **rest)
{
	size_t len = strlen(word);

	if (line->len < len || memcmp(line->data, word, len) != 0 ||
	    (line->len > len && line->data[len] != ' '))
		return false;
	*rest = line->len > len ? buf_str(line) + len + 1 : "";
	return true;
}

static void
take_progress(struct wire *wire, const char *text)
{
	struct wire_progress p = { .upward = wire->plan->upward };
	char *end;

	p.bytes = strtoull(text, &end, 10);
	p.done = strtoull(end, &end, 10);
	p.total = strtoull(end, NULL, 10);
	if (p.bytes >= wire->moved_bytes + TRICKLE_BYTES ||
	    p.bytes < wire->moved_bytes || p.done != wire->moved_done) {
		wire->moved_bytes = p.bytes;
		wire->moved_done = p.done;
		touch(wire);
	}
	if (wire->plan->progress)
		wire->plan->progress(wire->plan->data, &p);
}

static const struct err *
take_trouble(struct wire *wire, const char *text)
{
	const char *space = strchr(text, ' ');
	char name[32];
	size_t n = space ? (size_t)(space - text) : strlen(text);

	if (n >= sizeof(name))
		n = sizeof(name) - 1;
	memcpy(name, text, n);
	name[n] = '\0';
	return in_trouble(wire, trouble_of_name(name), space ? space + 1 : "");
}

/* What may come at any time; *other: a line for the caller. */
static const struct err *
next_news(struct wire *wire, struct buf *line, bool *other)
{
	const struct err *err = next_line(wire, line);
	const char *rest;

	*other = false;
	if (err)
		return err;
	if (starts(line, "moved", &rest))
		take_progress(wire, rest);
	else if (starts(line, "alive", &rest))
		wire->alive_us = platform_monotonic_us();
	else if (starts(line, "trouble", &rest))
		return take_trouble(wire, rest);
	else if (starts(line, "host-key", &rest)) {
		if (wire->plan->first_key)
			wire->plan->first_key(wire->plan->data, rest);
	} else
		*other = true;
	return NULL;
}

static void
add_tip(struct wire *wire, const char *text)
{
	char id[2 * OID_BYTES + 1];
	void *items = wire->tips;
	struct wire_tip tip;

	if (strlen(text) < sizeof(id) + 1 || wire->tip_count >= WIRE_TIPS_MAX)
		return;
	memcpy(id, text, sizeof(id) - 1);
	id[sizeof(id) - 1] = '\0';
	if (!oid_parse(&tip.id, id))
		return;
	tip.branch = mem_strdup(text + sizeof(id));
	mem_grow(&items, &wire->tip_capacity, wire->tip_count + 1,
	    sizeof(tip));
	wire->tips = items;
	wire->tips[wire->tip_count++] = tip;
	touch(wire);
}

static int
compare_tips(const void *a, const void *b)
{
	return strcmp(((const struct wire_tip *)a)->branch,
	    ((const struct wire_tip *)b)->branch);
}

static const struct err *
hear_tips(struct wire *wire)
{
	const struct err *err = NULL;
	struct buf line = BUF_INIT;
	bool listed = false, other;
	const char *rest;

	while (!err && !listed) {
		err = next_news(wire, &line, &other);
		if (err || !other)
			continue;
		if (starts(&line, "tip", &rest))
			add_tip(wire, rest);
		listed = starts(&line, "listed", &rest);
	}
	if (wire->tip_count)
		qsort(wire->tips, wire->tip_count, sizeof(*wire->tips),
		    compare_tips);
	buf_free(&line);
	return err;
}

static const struct err *
send_plan(struct wire *wire)
{
	const struct wire_plan *plan = wire->plan;
	struct json *json = json_new_object();
	struct buf line = BUF_INIT;
	const struct err *err;

	json_put_string(json, "address", plan->address);
	json_put_string(json, "repository", plan->repository);
	json_put(json, "upward", json_new_bool(plan->upward));
	json_put_u64(json, "patience", (uint64_t)patience_us(wire) / 1000000);
	json_put_u64(json, "known", (uint64_t)plan->known_ms);
	if (plan->access)
		json_put(json, "access", access_to_json(plan->access));
	json_write(&line, json);
	buf_add_byte(&line, '\n');
	err = platform_child_write(wire->child, buf_slice(&line));
	json_free(json);
	buf_wipe(&line);
	return err;
}

/*
 * The library reads certificates from a file only. The hub's own take the place
 * of the system's; without either it looks where it thinks best.
 */
static const struct err *
lay_out_certificates(const struct wire_plan *plan)
{
	struct buf path = BUF_INIT, trusted = BUF_INIT;
	const struct err *err;

	file_join(&path, plan->repository, WIRE_CERTIFICATES);
	if (plan->access && plan->access->certificate.len > 0)
		buf_add_slice(&trusted, buf_slice(&plan->access->certificate));
	else if (strncmp(plan->address, "https://", 8) == 0)
		platform_trusted(&trusted);
	err = trusted.len > 0 ?
	    file_write(buf_str(&path), buf_slice(&trusted)) :
	    platform_remove(buf_str(&path));
	buf_free(&trusted);
	buf_free(&path);
	return err;
}

static const struct err *
start_child(struct wire *wire)
{
	struct buf program = BUF_INIT;
	const char *arguments[] = { NULL, "--wire", NULL };
	const struct err *err = platform_program(&program);

	arguments[0] = buf_str(&program);
	if (!err)
		err = platform_spawn(&wire->child, arguments);
	buf_free(&program);
	return err;
}

const struct err *
wire_open(struct wire **out, const struct wire_plan *plan,
    enum trouble *trouble)
{
	struct wire *wire = mem_alloc(sizeof(*wire));
	const struct err *err;

	*out = NULL;
	wire->plan = plan;
	touch(wire);
	err = lay_out_certificates(plan);
	if (!err)
		err = start_child(wire);
	if (!err)
		err = send_plan(wire);
	if (!err)
		err = hear_tips(wire);
	*trouble = wire->trouble;
	if (err) {
		wire_close(wire);
		return err;
	}
	*out = wire;
	return NULL;
}

void
wire_close(struct wire *wire)
{
	if (!wire)
		return;
	platform_child_end(wire->child);
	for (size_t i = 0; i < wire->tip_count; i++)
		mem_free(wire->tips[i].branch);
	mem_free(wire->tips);
	buf_free(&wire->heard);
	mem_free(wire);
}

const struct wire_tip *
wire_tips(const struct wire *wire, size_t *count)
{
	*count = wire->tip_count;
	return wire->tips;
}

enum trouble
wire_trouble(const struct wire *wire)
{
	return wire->trouble;
}

/* Until the work is done or refused. */
static const struct err *
hear_end(struct wire *wire, struct buf *refusal)
{
	const struct err *err = NULL;
	struct buf line = BUF_INIT;
	bool ended = false, other;
	const char *rest;

	touch(wire);
	while (!err && !ended) {
		err = next_news(wire, &line, &other);
		if (err || !other)
			continue;
		ended = starts(&line, "done", &rest);
		if (starts(&line, "refused", &rest)) {
			buf_add(refusal, rest);
			ended = true;
		}
	}
	buf_free(&line);
	return err;
}

const struct err *
wire_fetch(struct wire *wire, const char *const *branches,
    size_t branch_count, const struct oid *haves, size_t have_count)
{
	struct buf lines = BUF_INIT, refusal = BUF_INIT;
	const struct err *err;

	for (size_t i = 0; i < have_count; i++) {
		buf_add(&lines, "have ");
		buf_add_hex(&lines, slice_of(haves[i].bytes, OID_BYTES));
		buf_add_byte(&lines, '\n');
	}
	for (size_t i = 0; i < branch_count; i++)
		buf_addf(&lines, "want %s\n", branches[i]);
	buf_add(&lines, "go\n");
	err = platform_child_write(wire->child, buf_slice(&lines));
	if (!err)
		err = hear_end(wire, &refusal);
	buf_free(&lines);
	buf_free(&refusal);
	return err;
}

/* Of a refusal: is it the place, the right, or somebody who was faster? */
static const struct err *
refused(struct wire *wire, const char *reason)
{
	enum trouble trouble = trouble_of_message(reason);

	if (trouble == TROUBLE_FULL || trouble == TROUBLE_DENIED)
		return in_trouble(wire, trouble, reason);
	return err_new(ERR_BUSY, "%.200s", reason);
}

const struct err *
wire_push(struct wire *wire, const char *branch)
{
	struct buf line = BUF_INIT, refusal = BUF_INIT;
	const struct err *err;

	buf_addf(&line, "push %s\n", branch);
	err = platform_child_write(wire->child, buf_slice(&line));
	if (!err)
		err = hear_end(wire, &refusal);
	if (!err && refusal.len > 0)
		err = refused(wire, buf_str(&refusal));
	buf_free(&line);
	buf_free(&refusal);
	return err;
}
