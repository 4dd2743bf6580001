#include "formspec/xform_words.h"

#define COUNT(table)	(sizeof(table) / sizeof(*(table)))

const struct xform_preload xform_preloads[] = {
	{ "start", "timestamp", "start" }, { "end", "timestamp", "end" },
	{ "today", "date", "today" }, { "deviceid", "property", "deviceid" },
	{ "username", "property", "username" },
	{ "email", "property", "email" },
	{ "phonenumber", "property", "phonenumber" },
	{ "simserial", "property", "simserial" },
	{ "subscriberid", "property", "subscriberid" },
	{ "uri:deviceid", "property", "uri:deviceid" },
	{ "uri:subscriberid", "property", "uri:subscriberid" },
	{ "uri:simserial", "property", "uri:simserial" },
	{ "uri:phonenumber", "property", "uri:phonenumber" },
	{ "uri:username", "property", "uri:username" },
	{ "uri:email", "property", "uri:email" }
};

const struct xform_parameter xform_bind_parameters[] = {
	{ Q_IMAGE, NULL, "max-pixels", "orx:max-pixels" },
	{ Q_AUDIO, NULL, "quality", "odk:quality" },
	{ Q_GEOPOINT, NULL, "allow-mock-accuracy", "odk:allow-mock-accuracy" },
	{ Q_GEOTRACE, NULL, "allow-mock-accuracy", "odk:allow-mock-accuracy" },
	{ Q_GEOSHAPE, NULL, "allow-mock-accuracy", "odk:allow-mock-accuracy" },
	{ Q_METADATA, "audit", "identify-user", "odk:identify-user" },
	{ Q_METADATA, "audit", "track-changes", "odk:track-changes" },
	{ Q_METADATA, "audit", "track-changes-reasons",
	    "odk:track-changes-reasons" },
	{ Q_METADATA, "audit", "location-priority", "odk:location-priority" },
	{ Q_METADATA, "audit", "location-min-interval",
	    "odk:location-min-interval" },
	{ Q_METADATA, "audit", "location-max-age", "odk:location-max-age" }
};

const struct xform_parameter xform_body_parameters[] = {
	{ Q_TEXT, NULL, "rows", "rows" },
	{ Q_GEOPOINT, NULL, "capture-accuracy", "accuracyThreshold" },
	{ Q_GEOPOINT, NULL, "warning-accuracy",
	    "unacceptableAccuracyThreshold" },
	{ Q_GEOTRACE, NULL, "incremental", "incremental" },
	{ Q_GEOSHAPE, NULL, "incremental", "incremental" },
	{ Q_RANGE, NULL, "tick_interval", "odk:tick-interval" },
	{ Q_RANGE, NULL, "placeholder", "odk:placeholder" }
};

const char *const xform_body_columns[] = {
	"rows", "accuracyThreshold", "autoplay", "intent"
};

const size_t xform_preload_count = COUNT(xform_preloads);
const size_t xform_bind_parameter_count = COUNT(xform_bind_parameters);
const size_t xform_body_parameter_count = COUNT(xform_body_parameters);
const size_t xform_body_column_count = COUNT(xform_body_columns);
