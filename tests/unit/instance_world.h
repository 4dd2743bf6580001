/*
 * instance_world.h - reading a form for a test, and a world that stands still:
 * 2024-11-22 10:00 in Lille, random bytes from a counter.
 */
#ifndef RECOLTE_TESTS_INSTANCE_WORLD_H
#define RECOLTE_TESTS_INSTANCE_WORLD_H

#include "formspec/instance.h"
#include "kit/base/moment.h"

static int64_t
still_now(void *data)
{
	struct civil civil = { 2024, 11, 22, 10, 0, 0, 0, 60 };

	(void)data;
	return civil_to_ms(&civil);
}

static int
still_offset(void *data, int64_t ms)
{
	(void)data, (void)ms;
	return 60;
}

static void
counted_random(void *data, void *out, size_t len)
{
	uint64_t *counter = data;

	for (uint8_t *at = out; len-- > 0; at++)
		*at = (uint8_t)((*counter)++ * 37 % 256);
}

static inline struct instance_setting
still_setting(uint64_t *counter)
{
	return (struct instance_setting){
		.world = { still_now, still_offset, counted_random, counter },
		.device_id = "dev:1", .username = "ana",
		.email = "ana@example.org", .phone_number = "0639980000"
	};
}

/* Diagnostics of errors go to standard error; NULL then. */
static inline struct form *
read_form(const char *path)
{
	struct diags *diags = diags_new();
	struct form *form = NULL;
	const struct err *err = form_read(&form, path, diags);
	struct buf text = BUF_INIT;

	if (err != NULL)
		fprintf(stderr, "%s\n", err->msg);
	if (diags_errors(diags) > 0) {
		diags_print(&text, diags, "en");
		fprintf(stderr, "%s", buf_str(&text));
	}
	buf_free(&text);
	diags_free(diags);
	return form;
}

#endif
