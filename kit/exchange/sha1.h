/*
 * sha1.h - SHA-1 (FIPS 180-4), because git ends its packs with one. Nothing rests
 * on it: libgit2 checks what objects hash to, a change set is signed.
 */
#ifndef RECOLTE_EXCHANGE_SHA1_H
#define RECOLTE_EXCHANGE_SHA1_H

#include "kit/base/buf.h"

enum { SHA1_BYTES = 20 };

void sha1(uint8_t out[SHA1_BYTES], struct slice bytes);

#endif
