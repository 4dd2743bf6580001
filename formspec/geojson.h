/*
 * geojson.h - places of a map as choices: GeoJSON (RFC 7946).
 */
#ifndef FORMSPEC_GEOJSON_H
#define FORMSPEC_GEOJSON_H

#include "formspec/node.h"

/*
 * A FeatureCollection as the tree that expressions and selects see:
 * <root><item>, an item a feature, with its geometry as an answer to a question
 * about a place is written ("50.63 3.06 0 0", with ";" between the points of a
 * line or an outline), its id, and its properties in their order.
 *
 * ERR_FORMAT: no FeatureCollection, or a geometry that is neither Point,
 * LineString nor Polygon.
 */
const struct err *geojson_read(struct node **out, struct arena *arena,
    struct slice bytes) MUST_CHECK;

#endif
