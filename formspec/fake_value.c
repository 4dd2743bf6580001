#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/fake_internal.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/text.h"

/* The day that the interviews turn around: 2024-11-13. */
static const int64_t MIDDLE_DAY = 20040;

static double
parameter(const struct item *item, const char *name, double otherwise)
{
	const char *at = item->parameters;
	size_t len = strlen(name);

	for (; at != NULL && *at != '\0'; at += strcspn(at, " ;")) {
		at += strspn(at, " ;");
		if (strncmp(at, name, len) == 0 && at[len] == '=')
			return strtod(at + len + 1, NULL);
	}
	return otherwise;
}

/* Where a number of this name usually lies. */
static void
usual_range(const struct answer *answer, double *low, double *high)
{
	static const struct {
		const char *words;
		double low, high;
	} usual[] = {
		{ " age ", 22, 64 },
		{ " annee year naissance ", 1965, 2024 },
		{ " part pct pourcentage pourcent taux percent share temps ",
		    0, 100 },
		{ " anciennete ", 0, 25 },
		{ " effectif agents salaries habitants ", 1, 80 },
		{ " note score satisfaction ", 0, 10 },
		{ " etp heures ", 0, 40 },
	};

	*low = 0;
	*high = 20;
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		if (fake_is_about(answer->item, usual[i].words)) {
			*low = usual[i].low;
			*high = usual[i].high;
			return;
		}
}

/* The constraint wins; inside it, what is usual. */
static void
number_range(struct fake *fake, const struct answer *answer, double *low,
    double *high)
{
	struct fake_bounds bounds = { -INFINITY, INFINITY };

	usual_range(answer, low, high);
	if (answer->item->type == Q_RANGE) {
		*low = parameter(answer->item, "start", 0);
		*high = parameter(answer->item, "end", 10);
	}
	if (answer->item->constraint.source != NULL)
		bounds = fake_bounds_of(fake, answer, ".");
	if (bounds.low > *low || bounds.low > *high)
		*low = bounds.low;
	if (bounds.high < *high || bounds.high < *low)
		*high = bounds.high;
	if (*high < *low && isinf(bounds.high))
		*high = *low + 20;
	if (*high < *low)
		*low = isinf(bounds.low) ? *high - 20 : bounds.low;
}

/* Shares inside a repeat: what all may take, by the number of instances. */
static double
share_of(const struct answer *answer, double high)
{
	const struct answer *at = answer;
	size_t count = 1;

	while (at != NULL && at->item->kind != ITEM_REPEAT)
		at = answer_parent(at);
	if (at == NULL || high < 50 || high > 100)
		return high;
	count = instance_repeat_count(answer_parent(at), at->item);
	return count > 1 ? high / (double)count : high;
}

/* Steps of k over low..high, drawn; later attempts go through them all. */
static double
draw_step(struct fake *fake, double low, double high, double step,
    unsigned attempt)
{
	double steps = floor((high - low) / step + 1e-9);

	if (!(steps >= 1))
		return low;
	if (steps > 1e9)
		steps = 1e9;
	if (attempt >= 60)
		return low + step * (double)((attempt - 60) %
		    ((unsigned)fmin(steps, 1e6) + 1));
	return low + step * (double)fake_between(&fake->random, 0,
	    (int64_t)steps);
}

static bool
value_number(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	double low, high, step = 1, number;
	bool whole = answer->item->value_type == V_INT;

	number_range(fake, answer, &low, &high);
	if (attempt < 20 && answer->item->type != Q_RANGE)
		high = fmax(low, share_of(answer, high));
	if (answer->item->type == Q_RANGE)
		step = fabs(parameter(answer->item, "step", 1));
	else if (!whole)
		step = attempt < 30 ? 0.5 : 0.01;
	if (!(step > 0))
		step = 1;
	if (whole) {
		low = ceil(low);
		high = floor(high);
	}
	number = draw_step(fake, low, high, step, attempt);
	if (whole)
		buf_addf(out, "%.0f", number);
	else if (fabs(number * 10 - round(number * 10)) < 1e-9)
		buf_addf(out, "%.1f", number);
	else
		buf_addf(out, "%.2f", number);
	return true;
}

static bool
value_text(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	/* XLSForm's integer and decimal texts too have a value type. */
	if (answer->item->value_type == V_INT ||
	    answer->item->value_type == V_DECIMAL)
		return value_number(fake, out, answer, attempt);
	fake_text(fake, out, answer, attempt);
	return true;
}

/* A name that says yes, as forms in French and English write it. */
static bool
says_yes(const char *name)
{
	static const char *const yes[] = {
		"yes", "oui", "1", "o", "y", "true", "ok", "accepte", "accord"
	};
	struct buf folded = BUF_INIT;
	bool found = false;

	text_fold(&folded, slice_str(name));
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		found |= strcmp(buf_str(&folded), yes[i]) == 0;
	buf_free(&folded);
	return found;
}

static bool
is_consent(const struct item *item)
{
	return item->role != NULL &&
	    strncmp(item->role, "consent", strlen("consent")) == 0;
}

static const char *
pick_choice(struct fake *fake, const struct item *item,
    const struct choice *const *choices, size_t count, unsigned attempt)
{
	int64_t at = fake_between(&fake->random, 0, (int64_t)count - 1);

	if (attempt >= 20)
		return choices[(attempt - 20) % count]->name;
	if (is_consent(item) &&
	    (fake_chance(&fake->random, 90) || attempt > 3))
		for (size_t i = 0; i < count; i++)
			if (says_yes(choices[i]->name))
				return choices[i]->name;
	return choices[at]->name;
}

static const struct choice *const *
offered(struct fake *fake, const struct answer *answer, size_t *count)
{
	const struct choice *const *choices;

	if (instance_choices(fake->instance, answer, &choices, count) != NULL)
		*count = 0;
	return choices;
}

static bool
value_one(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	size_t count;
	const struct choice *const *choices = offered(fake, answer, &count);

	if (count > 0)
		buf_add(out, pick_choice(fake, answer->item, choices, count,
		    attempt));
	return count > 0;
}

/* Some of them at first; later one alone, for lists with a "none". */
static bool
value_multiple(struct fake *fake, struct buf *out,
    const struct answer *answer, unsigned attempt)
{
	size_t count, wanted;
	const struct choice *const *choices = offered(fake, answer, &count);

	if (count == 0)
		return false;
	wanted = (size_t)fake_between(&fake->random, 1,
	    count < 4 ? (int64_t)count : 4);
	if (attempt >= 20 && attempt < 20 + count) {
		buf_add(out, choices[attempt - 20]->name);
		return true;
	}
	if (attempt >= 60)
		wanted = (size_t)fake_between(&fake->random, 1,
		    (int64_t)count);
	for (size_t i = 0; i < count && wanted > 0; i++) {
		/* Each of those left is as likely to be among the wanted. */
		if (fake_between(&fake->random, 1, (int64_t)(count - i)) >
		    (int64_t)wanted)
			continue;
		buf_addf(out, "%s ", choices[i]->name);
		wanted--;
	}
	return true;
}

static bool
value_rank(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	size_t count, *order;
	const struct choice *const *choices = offered(fake, answer, &count);

	(void)attempt;
	if (count == 0)
		return false;
	order = mem_alloc_n(count, sizeof(*order));
	for (size_t i = 0; i < count; i++) {
		size_t j = (size_t)fake_between(&fake->random, 0, (int64_t)i);

		order[i] = order[j];
		order[j] = i;
	}
	for (size_t i = 0; i < count; i++)
		buf_addf(out, "%s ", choices[order[i]]->name);
	mem_free(order);
	return true;
}

static bool
value_acknowledge(struct fake *fake, struct buf *out,
    const struct answer *answer, unsigned attempt)
{
	(void)attempt;
	if (is_consent(answer->item) && !answer->required &&
	    !fake_chance(&fake->random, 90))
		return false;
	buf_add(out, "OK");
	return true;
}

static void
add_day(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	bool birth = fake_is_about(answer->item, " naissance birth ddn dob ");
	double low = (double)(MIDDLE_DAY - (birth ? 64 * 365 : 400));
	double high = (double)(MIDDLE_DAY - (birth ? 22 * 365 : 0));
	struct fake_bounds bounds = { -INFINITY, INFINITY };
	int year, month, day;

	if (answer->item->constraint.source != NULL)
		bounds = fake_bounds_of(fake, answer, ".");
	if (bounds.low > low)
		low = ceil(bounds.low);
	if (bounds.high < high)
		high = floor(bounds.high);
	if (high < low && isinf(bounds.high))
		high = low + 60;
	if (high < low)
		low = isinf(bounds.low) ? high - 60 : bounds.low;
	if (!(fabs(low) < 3e6) || !(fabs(high) < 3e6))
		low = high = (double)MIDDLE_DAY;
	civil_from_days((int64_t)draw_step(fake, low, high, 1, attempt),
	    &year, &month, &day);
	buf_addf(out, "%04d-%02d-%02d", year, month, day);
}

static bool
value_date(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	add_day(fake, out, answer, attempt);
	return true;
}

static bool
value_time(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	(void)answer;
	(void)attempt;
	buf_addf(out, "%02d:%02d:00.000+01:00",
	    (int)fake_between(&fake->random, 8, 18),
	    (int)fake_between(&fake->random, 0, 11) * 5);
	return true;
}

static bool
value_datetime(struct fake *fake, struct buf *out,
    const struct answer *answer, unsigned attempt)
{
	add_day(fake, out, answer, attempt);
	buf_add_byte(out, 'T');
	return value_time(fake, out, answer, attempt);
}

/* Somewhere in Hauts-de-France. */
static void
add_point(struct fake *fake, struct buf *out)
{
	buf_addf(out, "%.5f %.5f 0 0",
	    49.2 + (double)fake_between(&fake->random, 0, 150000) / 1e5,
	    1.8 + (double)fake_between(&fake->random, 0, 200000) / 1e5);
}

static bool
value_point(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	(void)answer;
	(void)attempt;
	add_point(fake, out);
	return true;
}

static bool
value_line(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	size_t first_len;

	(void)attempt;
	add_point(fake, out);
	first_len = out->len;
	for (int i = 0; i < 3; i++) {
		buf_add(out, "; ");
		add_point(fake, out);
	}
	if (answer->item->type == Q_GEOSHAPE) {
		char *first = mem_strndup(buf_str(out), first_len);

		buf_addf(out, "; %s", first);
		mem_free(first);
	}
	return true;
}

static bool
value_barcode(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	if (answer->item->constraint.source != NULL)
		return value_text(fake, out, answer, attempt);
	for (int i = 0; i < 13; i++)
		buf_add_byte(out, (uint8_t)fake_between(&fake->random, '0',
		    '9'));
	return true;
}

/* A file has to be there to be an answer: only where nothing else will do. */
static bool
value_file(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	static const char *const extensions[] = {
		[Q_IMAGE] = "jpg", [Q_AUDIO] = "m4a", [Q_VIDEO] = "mp4",
		[Q_FILE] = "pdf"
	};

	(void)attempt;
	if (!answer->required)
		return false;
	buf_addf(out, "%s-%04d.%s", answer->item->name,
	    (int)fake_between(&fake->random, 1, 9999),
	    extensions[answer->item->type]);
	return true;
}

static bool (*const makers[Q_EXTERNAL + 1])(struct fake *, struct buf *,
    const struct answer *, unsigned) = {
	[Q_TEXT] = value_text, [Q_INTEGER] = value_number,
	[Q_DECIMAL] = value_number, [Q_RANGE] = value_number,
	[Q_SELECT_ONE] = value_one, [Q_SELECT_MULTIPLE] = value_multiple,
	[Q_RANK] = value_rank, [Q_ACKNOWLEDGE] = value_acknowledge,
	[Q_DATE] = value_date, [Q_TIME] = value_time,
	[Q_DATETIME] = value_datetime, [Q_GEOPOINT] = value_point,
	[Q_GEOTRACE] = value_line, [Q_GEOSHAPE] = value_line,
	[Q_BARCODE] = value_barcode, [Q_IMAGE] = value_file,
	[Q_AUDIO] = value_file, [Q_VIDEO] = value_file, [Q_FILE] = value_file,
};

bool
fake_value(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	const struct item *item = answer->item;

	if (item->kind != ITEM_QUESTION || makers[item->type] == NULL)
		return false;
	return makers[item->type](fake, out, answer, attempt);
}
