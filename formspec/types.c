#include "formspec/types.h"

#include <string.h>

#include "formspec/suggest.h"
#include "kit/base/text.h"

#define QUESTION(type, value)	BOUND(type, value, NULL)
#define BOUND(type, value, constraint)	ROW_QUESTION, type, value,	\
				LIST_NONE, NULL, true, constraint, NULL
#define SILENT(type, value)	ROW_QUESTION, type, value,		\
				LIST_NONE, NULL, false, NULL, NULL
#define SELECT(type, list)	ROW_QUESTION, type, V_STRING,		\
				list, NULL, true, NULL, NULL
#define META(which, value)	ROW_QUESTION, Q_METADATA, value,	\
				LIST_NONE, which, false, NULL, NULL
#define STRUCTURE(row)		row, Q_TEXT, V_STRING, LIST_NONE, NULL,	\
				false, NULL, NULL
#define ELSEWHERE(remark)	ROW_QUESTION, Q_HIDDEN, V_STRING,	\
				LIST_UNREAD, NULL, false, NULL, remark

/*
 * Sources: xlsform.org, "question types" and "metadata"; the older words are
 * those that forms in circulation still use.
 */
static const struct type_word words[] = {
	{ "text", "text", QUESTION(Q_TEXT, V_STRING) },
	{ "string", "text", QUESTION(Q_TEXT, V_STRING) },
	{ "integer", "integer", QUESTION(Q_INTEGER, V_INT) },
	{ "int", "integer", QUESTION(Q_INTEGER, V_INT) },
	{ "decimal", "decimal", QUESTION(Q_DECIMAL, V_DECIMAL) },
	{ "range", "range", QUESTION(Q_RANGE, V_INT) },
	{ "date", "date", QUESTION(Q_DATE, V_DATE) },
	{ "time", "time", QUESTION(Q_TIME, V_TIME) },
	{ "dateTime", "dateTime", QUESTION(Q_DATETIME, V_DATETIME) },
	{ "datetime", "dateTime", QUESTION(Q_DATETIME, V_DATETIME) },
	{ "date time", "dateTime", QUESTION(Q_DATETIME, V_DATETIME) },
	{ "percentage", "integer", BOUND(Q_INTEGER, V_INT,
	    ". >= 0 and . <= 100") },
	{ "number of days in last month", "integer", BOUND(Q_INTEGER, V_INT,
	    ". >= 0 and . <= 31") },
	{ "number of days in last six months", "integer", BOUND(Q_INTEGER,
	    V_INT, ". >= 0 and . <= 183") },
	{ "number of days in last year", "integer", BOUND(Q_INTEGER, V_INT,
	    ". >= 0 and . <= 365") },
	/* One that is typed in; "phonenumber" is that of the device. */
	{ "phone number", "text", BOUND(Q_TEXT, V_STRING,
	    "regex(., '^\\d*$')") },
	{ "note", "note", QUESTION(Q_NOTE, V_STRING) },
	{ "acknowledge", "acknowledge", QUESTION(Q_ACKNOWLEDGE, V_STRING) },
	{ "trigger", "acknowledge", QUESTION(Q_ACKNOWLEDGE, V_STRING) },
	{ "calculate", "calculate", SILENT(Q_CALCULATE, V_STRING) },
	{ "hidden", "hidden", SILENT(Q_HIDDEN, V_STRING) },
	{ "geopoint", "geopoint", QUESTION(Q_GEOPOINT, V_GEOPOINT) },
	{ "gps", "geopoint", QUESTION(Q_GEOPOINT, V_GEOPOINT) },
	{ "location", "geopoint", QUESTION(Q_GEOPOINT, V_GEOPOINT) },
	{ "geotrace", "geotrace", QUESTION(Q_GEOTRACE, V_GEOTRACE) },
	{ "geoshape", "geoshape", QUESTION(Q_GEOSHAPE, V_GEOSHAPE) },
	{ "barcode", "barcode", QUESTION(Q_BARCODE, V_BARCODE) },
	{ "image", "image", QUESTION(Q_IMAGE, V_BINARY) },
	{ "photo", "image", QUESTION(Q_IMAGE, V_BINARY) },
	{ "picture", "image", QUESTION(Q_IMAGE, V_BINARY) },
	{ "audio", "audio", QUESTION(Q_AUDIO, V_BINARY) },
	{ "video", "video", QUESTION(Q_VIDEO, V_BINARY) },
	{ "file", "file", QUESTION(Q_FILE, V_BINARY) },
	{ "xml-external", "xml-external", SILENT(Q_EXTERNAL, V_STRING) },
	{ "csv-external", "csv-external", SILENT(Q_EXTERNAL, V_STRING) },
	{ "osm", "osm", ROW_QUESTION, Q_FILE, V_BINARY, LIST_OPTIONAL, NULL,
	    true, NULL, NULL },
	{ "rank", "rank", SELECT(Q_RANK, LIST_CHOICES) },
	{ "odk:rank", "rank", SELECT(Q_RANK, LIST_CHOICES) },
	{ "select_one", "select_one", SELECT(Q_SELECT_ONE, LIST_CHOICES) },
	{ "select one", "select_one", SELECT(Q_SELECT_ONE, LIST_CHOICES) },
	{ "select one from", "select_one", SELECT(Q_SELECT_ONE, LIST_CHOICES) },
	{ "select one using", "select_one",
	    SELECT(Q_SELECT_ONE, LIST_CHOICES) },
	{ "select1", "select_one", SELECT(Q_SELECT_ONE, LIST_CHOICES) },
	{ "add select one prompt using", "select_one",
	    SELECT(Q_SELECT_ONE, LIST_CHOICES) },
	{ "select_multiple", "select_multiple",
	    SELECT(Q_SELECT_MULTIPLE, LIST_CHOICES) },
	{ "select multiple", "select_multiple",
	    SELECT(Q_SELECT_MULTIPLE, LIST_CHOICES) },
	{ "select multiple from", "select_multiple",
	    SELECT(Q_SELECT_MULTIPLE, LIST_CHOICES) },
	{ "select multiple using", "select_multiple",
	    SELECT(Q_SELECT_MULTIPLE, LIST_CHOICES) },
	{ "select all that apply from", "select_multiple",
	    SELECT(Q_SELECT_MULTIPLE, LIST_CHOICES) },
	{ "select all that apply", "select_multiple",
	    SELECT(Q_SELECT_MULTIPLE, LIST_CHOICES) },
	{ "add select multiple prompt using", "select_multiple",
	    SELECT(Q_SELECT_MULTIPLE, LIST_CHOICES) },
	{ "select_one_from_file", "select_one_from_file",
	    SELECT(Q_SELECT_ONE, LIST_FILE) },
	{ "select one from file", "select_one_from_file",
	    SELECT(Q_SELECT_ONE, LIST_FILE) },
	{ "select_multiple_from_file", "select_multiple_from_file",
	    SELECT(Q_SELECT_MULTIPLE, LIST_FILE) },
	{ "select multiple from file", "select_multiple_from_file",
	    SELECT(Q_SELECT_MULTIPLE, LIST_FILE) },
	{ "select_one_external", "select_one_external",
	    SELECT(Q_SELECT_ONE, LIST_EXTERNAL) },
	{ "select one external", "select_one_external",
	    SELECT(Q_SELECT_ONE, LIST_EXTERNAL) },

	{ "start", "start", META("start", V_DATETIME) },
	{ "start time", "start", META("start", V_DATETIME) },
	{ "get start time", "start", META("start", V_DATETIME) },
	{ "end", "end", META("end", V_DATETIME) },
	{ "end time", "end", META("end", V_DATETIME) },
	{ "get end time", "end", META("end", V_DATETIME) },
	{ "today", "today", META("today", V_DATE) },
	{ "get today", "today", META("today", V_DATE) },
	{ "deviceid", "deviceid", META("deviceid", V_STRING) },
	{ "device id", "deviceid", META("deviceid", V_STRING) },
	{ "get device id", "deviceid", META("deviceid", V_STRING) },
	{ "imei", "deviceid", META("deviceid", V_STRING) },
	{ "username", "username", META("username", V_STRING) },
	{ "email", "email", META("email", V_STRING) },
	{ "phonenumber", "phonenumber", META("phonenumber", V_STRING) },
	{ "phone_number", "phonenumber", META("phonenumber", V_STRING) },
	{ "get phone number", "phonenumber", META("phonenumber", V_STRING) },
	{ "simserial", "simserial", META("simserial", V_STRING) },
	{ "sim id", "simserial", META("simserial", V_STRING) },
	{ "get sim id", "simserial", META("simserial", V_STRING) },
	{ "subscriberid", "subscriberid", META("subscriberid", V_STRING) },
	{ "subscriber id", "subscriberid", META("subscriberid", V_STRING) },
	{ "get subscriber id", "subscriberid", META("subscriberid", V_STRING) },
	{ "uri:deviceid", "uri:deviceid", META("deviceid", V_STRING) },
	{ "uri:subscriberid", "uri:subscriberid",
	    META("subscriberid", V_STRING) },
	{ "uri:simserial", "uri:simserial", META("simserial", V_STRING) },
	{ "uri:phonenumber", "uri:phonenumber", META("phonenumber", V_STRING) },
	{ "uri:username", "uri:username", META("username", V_STRING) },
	{ "uri:email", "uri:email", META("email", V_STRING) },
	{ "audit", "audit", META("audit", V_BINARY) },
	{ "start-geopoint", "start-geopoint",
	    META("start-geopoint", V_GEOPOINT) },
	{ "background-geopoint", "background-geopoint",
	    META("background-geopoint", V_GEOPOINT) },
	{ "background-audio", "background-audio",
	    META("background-audio", V_BINARY) },

	/*
	 * SurveyCTO's: the case that an interview is about, and what its
	 * application watches while it runs.
	 */
	{ "caseid", "hidden", SILENT(Q_HIDDEN, V_STRING) },
	{ "calculate_here", "calculate", ROW_QUESTION, Q_CALCULATE, V_STRING,
	    LIST_NONE, NULL, false, NULL, "type-here" },
	{ "comments", "hidden", ELSEWHERE("type-elsewhere") },
	{ "text audit", "hidden", ELSEWHERE("type-elsewhere") },
	{ "audio audit", "hidden", ELSEWHERE("type-elsewhere") },
	{ "speed violations count", "hidden", ELSEWHERE("type-elsewhere") },
	{ "speed violations list", "hidden", ELSEWHERE("type-elsewhere") },
	{ "speed violations audit", "hidden", ELSEWHERE("type-elsewhere") },
	{ "sensor_statistic", "hidden", ELSEWHERE("type-elsewhere") },
	{ "sensor_stream", "hidden", ELSEWHERE("type-elsewhere") },

	{ "begin_group", "begin_group", STRUCTURE(ROW_BEGIN_GROUP) },
	{ "begin group", "begin_group", STRUCTURE(ROW_BEGIN_GROUP) },
	{ "end_group", "end_group", STRUCTURE(ROW_END_GROUP) },
	{ "end group", "end_group", STRUCTURE(ROW_END_GROUP) },
	{ "begin_repeat", "begin_repeat", STRUCTURE(ROW_BEGIN_REPEAT) },
	{ "begin repeat", "begin_repeat", STRUCTURE(ROW_BEGIN_REPEAT) },
	{ "end_repeat", "end_repeat", STRUCTURE(ROW_END_REPEAT) },
	{ "end repeat", "end_repeat", STRUCTURE(ROW_END_REPEAT) },
	{ "begin lgroup", "begin_repeat", STRUCTURE(ROW_BEGIN_REPEAT) },
	{ "end lgroup", "end_repeat", STRUCTURE(ROW_END_REPEAT) },
	{ "begin looped group", "begin_repeat", STRUCTURE(ROW_BEGIN_REPEAT) },
	{ "end looped group", "end_repeat", STRUCTURE(ROW_END_REPEAT) },
	{ "begin_loop over", "begin_loop", ROW_BEGIN_LOOP, Q_TEXT, V_STRING,
	    LIST_CHOICES, NULL, false, NULL, NULL },
	{ "begin loop over", "begin_loop", ROW_BEGIN_LOOP, Q_TEXT, V_STRING,
	    LIST_CHOICES, NULL, false, NULL, NULL },
	{ "end_loop", "end_loop", STRUCTURE(ROW_END_LOOP) },
	{ "end loop", "end_loop", STRUCTURE(ROW_END_LOOP) }
};

enum { WORD_COUNT = sizeof(words) / sizeof(*words) };

/*
 * cell without the word, or false. A run of white space in the cell stands for
 * a space; letters may be upper or lower case ("Select_One", "datetime").
 */
static bool
begins_with(struct slice cell, const char *word, struct slice *rest)
{
	size_t i = 0;

	for (; *word != '\0'; word++) {
		uint8_t c = i < cell.len ? cell.data[i++] : 0;
		uint8_t w = (uint8_t)*word;

		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c + ('a' - 'A'));
		if (w >= 'A' && w <= 'Z')
			w = (uint8_t)(w + ('a' - 'A'));
		if (c != w)
			return false;
		while (c == ' ' && i < cell.len && cell.data[i] == ' ')
			i++;
	}
	if (i < cell.len && cell.data[i] != ' ')
		return false;
	*rest = text_trim(slice_of(cell.data + i, cell.len - i));
	return true;
}

/*
 * The first converters knew "q date" and "add date prompt": what is left of
 * them, or nothing.
 */
static struct slice
old_word(struct slice cell)
{
	struct slice tail;
	size_t end = strlen(" prompt");

	if (begins_with(cell, "q", &tail))
		return tail;
	if (!begins_with(cell, "add", &tail) || tail.len <= end ||
	    !begins_with(slice_of(tail.data + tail.len - end, end), " prompt",
	    &cell))
		return slice_of(cell.data, 0);
	return slice_of(tail.data, tail.len - end);
}

static const struct type_word *
find(struct slice cell, struct slice *rest)
{
	const struct type_word *found = NULL;
	struct slice tail;
	int first = cell.len > 0 ? cell.data[0] | 32 : 0;

	for (size_t i = 0; i < WORD_COUNT; i++) {
		/* All words begin with a letter; most, with another one. */
		if ((words[i].word[0] | 32) != first)
			continue;
		if (!begins_with(cell, words[i].word, &tail))
			continue;
		/* "end" is a time, "end group" is not. */
		if (words[i].list == LIST_NONE && tail.len > 0)
			continue;
		if (found == NULL ||
		    strlen(words[i].word) > strlen(found->word)) {
			found = &words[i];
			*rest = tail;
		}
	}
	return found;
}

const struct type_word *
type_find(struct slice cell, struct slice *rest)
{
	const struct type_word *found = find(cell, rest);

	return found != NULL ? found : find(old_word(cell), rest);
}

const struct type_word *
type_canonical(const char *word)
{
	for (size_t i = 0; i < WORD_COUNT; i++)
		if ((*words[i].word == *word &&
		    strcmp(words[i].word, word) == 0) ||
		    (*words[i].canonical == *word &&
		    strcmp(words[i].canonical, word) == 0))
			return &words[i];
	return NULL;
}

const char *
type_nearest(const char *word)
{
	const char *list[WORD_COUNT];

	for (size_t i = 0; i < WORD_COUNT; i++)
		list[i] = words[i].word;
	return suggest_word(WORDS_TYPES, word, list, WORD_COUNT);
}
