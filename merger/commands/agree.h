/* agree.h - before what cannot be taken back easily. */
#ifndef RECOLTE_MERGER_AGREE_H
#define RECOLTE_MERGER_AGREE_H

#include <stdbool.h>

#include "kit/base/cli.h"

/* --yes was given; or, on a terminal, the question is answered with yes. */
bool agree_to(const struct cli *cli, const char *question);

#endif
