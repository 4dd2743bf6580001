#include "kit/exchange/certificate.h"

#include <string.h>

/* DER's tags, as far as the way to the dates needs them. */
enum {
	DER_UTC_TIME = 0x17, DER_LONG_TIME = 0x18, DER_SEQUENCE = 0x30,
	DER_VERSION = 0xa0,
	LENGTH_BYTES_MAX = 3
};

/* The content of the next element; its tag, or 0 when there is none. */
static int
next_element(struct reader *r, struct slice *content)
{
	int tag = reader_u8(r);
	size_t len = reader_u8(r);

	if (len & 0x80) {
		size_t bytes = len & 0x7f;

		if (bytes == 0 || bytes > LENGTH_BYTES_MAX)
			return 0;
		for (len = 0; bytes > 0; bytes--)
			len = len << 8 | reader_u8(r);
	}
	*content = reader_take(r, len);
	return r->failed ? 0 : tag;
}

static bool
enter(struct reader *r, int wanted)
{
	struct slice content;

	if (next_element(r, &content) != wanted)
		return false;
	*r = reader_of(content);
	return true;
}

/* Days from 1970-01-01 in the Gregorian calendar. */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t m = month <= 2 ? month + 9 : month - 3;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day -
	    1 - 719468;
}

static int
two_digits(struct slice *text)
{
	const uint8_t *d = text->data;

	if (text->len < 2 || d[0] < '0' || d[0] > '9' || d[1] < '0' ||
	    d[1] > '9')
		return -1;
	*text = slice_of(d + 2, text->len - 2);
	return (d[0] - '0') * 10 + (d[1] - '0');
}

/* "YYMMDDhhmmssZ", or with four digits of the year. */
static bool
read_time(struct reader *r, int64_t *out_ms)
{
	struct slice text;
	int tag = next_element(r, &text), part[6];
	int64_t year = 0, seconds;

	if (tag == DER_LONG_TIME)
		year = 100 * (int64_t)two_digits(&text);
	else if (tag != DER_UTC_TIME)
		return false;
	for (size_t i = 0; i < 6; i++)
		if ((part[i] = two_digits(&text)) < 0)
			return false;
	if (year < 0 || !slice_equal_str(text, "Z"))
		return false;
	if (tag == DER_UTC_TIME)
		year = part[0] < 50 ? 2000 : 1900;
	seconds = days_of(year + part[0], part[1], part[2]) * 86400 +
	    part[3] * 3600 + part[4] * 60 + part[5];
	*out_ms = seconds * 1000;
	return true;
}

bool
certificate_dates(struct slice der, int64_t *from_ms, int64_t *until_ms)
{
	struct reader r = reader_of(der);
	struct slice skipped;

	if (!enter(&r, DER_SEQUENCE) || !enter(&r, DER_SEQUENCE))
		return false;
	if (r.rest.len > 0 && r.rest.data[0] == DER_VERSION)
		next_element(&r, &skipped);
	/* The serial number, the signature's kind, the issuer. */
	for (int i = 0; i < 3; i++)
		next_element(&r, &skipped);
	return enter(&r, DER_SEQUENCE) && read_time(&r, from_ms) &&
	    read_time(&r, until_ms);
}
