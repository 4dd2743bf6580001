/*
 * hub_wire.h - hub_fetch() and hub_publish() for an address: over a wire, with
 * the quarantine between it and the depot. For hub.c and hub_publish.c.
 */
#ifndef RECOLTE_EXCHANGE_HUB_WIRE_H
#define RECOLTE_EXCHANGE_HUB_WIRE_H

#include "kit/exchange/depot_internal.h"

const struct err *hub_wire_fetch(struct depot *depot, const char *address,
    const char *const *prefixes, size_t prefix_count, depot_report report,
    void *data) MUST_CHECK;

/*
 * One try: compare with what the hub has, and send. *again: somebody was
 * faster, what it means must be asked anew.
 */
const struct err *hub_wire_publish(struct depot *depot, const char *address,
    const char *branch, const struct oid *tip, enum depot_move *move,
    bool *again) MUST_CHECK;

#endif
