#include "figures.h"

#include <stdio.h>
#include <stdlib.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"

void
must(const struct err *err)
{
	if (err == NULL)
		return;
	fprintf(stderr, "bench: %s\n", err->msg);
	exit(1);
}

void
add_sample(struct samples *samples, double value)
{
	mem_grow((void **)&samples->items, &samples->capacity,
	    samples->count + 1, sizeof(*samples->items));
	samples->items[samples->count++] = value;
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

double
quantile(struct samples *samples, double part)
{
	double value;

	qsort(samples->items, samples->count, sizeof(double), compare);
	value = samples->items[(size_t)((double)samples->count * part)];
	mem_free(samples->items);
	*samples = (struct samples){ NULL, 0, 0 };
	return value;
}

double
median(struct samples *samples)
{
	return quantile(samples, 0.5);
}

void
print_figure(const char *name, const char *unit, double value, double floor)
{
	printf("{\"name\":\"%s\",\"value\":%.4g,\"unit\":\"%s\","
	    "\"floor\":%.4g,\"ratio\":%.4g}\n", name, value, unit, floor,
	    floor > 0 ? value / floor : 0);
	fflush(stdout);
}

double
since_us(int64_t start)
{
	return (double)(platform_monotonic_us() - start);
}
