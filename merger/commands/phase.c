#include "merger/commands/phase.h"

#include "kit/record/phase_name.h"

void
phase_remind(const struct workspace *ws)
{
	if (manifest_is_practice(ws->manifest))
		words_print(stderr, ws->language, W_PHASE_PRACTICE,
		    phase_name(manifest_phase(ws->manifest),
		    words_code(ws->language)), (char *)NULL);
}
