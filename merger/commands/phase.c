#include "merger/commands/phase.h"

#include <string.h>

#include "kit/record/phase_name.h"

bool
phase_is_practice(const struct workspace *ws)
{
	const char *phase = manifest_phase(ws->manifest);

	return !strcmp(phase, "training") || !strcmp(phase, "pilot");
}

void
phase_remind(const struct workspace *ws)
{
	if (phase_is_practice(ws))
		words_print(stderr, ws->language, W_PHASE_PRACTICE,
		    phase_name(manifest_phase(ws->manifest),
		    words_code(ws->language)), (char *)NULL);
}
