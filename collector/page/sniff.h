/*
 * sniff.h - what bytes are, by their own first ones, whatever they are called:
 * only pictures, sounds and films that a browser shows without running anything.
 */
#ifndef RECOLTE_COLLECTOR_PAGE_SNIFF_H
#define RECOLTE_COLLECTOR_PAGE_SNIFF_H

#include "kit/base/buf.h"

/* "image/png", or NULL: to be saved, not shown. */
const char *sniff_type(struct slice bytes);

#endif
