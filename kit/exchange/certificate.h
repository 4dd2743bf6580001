/*
 * certificate.h - the dates of an X.509 certificate: when a connection is
 * refused, they tell a wrong clock from a wrong computer.
 */
#ifndef RECOLTE_EXCHANGE_CERTIFICATE_H
#define RECOLTE_EXCHANGE_CERTIFICATE_H

#include "kit/base/buf.h"

/* From DER (RFC 5280, 4.1); false when the bytes do not say. */
bool certificate_dates(struct slice der, int64_t *from_ms, int64_t *until_ms);

#endif
