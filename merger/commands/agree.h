/* agree.h - before what cannot be taken back easily. */
#ifndef RECOLTE_MERGER_AGREE_H
#define RECOLTE_MERGER_AGREE_H

#include <stdbool.h>

#include "kit/base/cli.h"
#include "merger/words.h"

/*
 * --yes was given; or, on a terminal, the question is answered with yes. If
 * not, it is said that nothing is done yet, which wants attention. What the
 * question is about was printed before.
 */
bool agree_to(struct cli *cli, enum language language, enum word question,
    enum word not_yet);

#endif
